#!/usr/bin/env bash
# Installs what is missing and runs all tests: plain ones, ones that draw off-screen, ones that open windows.
# Arguments go to pytest: bash scripts/test.sh -k camera
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/prepare.sh
prepare "${run_packages[@]}" "${test_packages[@]}"

export PYTHONDONTWRITEBYTECODE=1
# Every machine draws with the same software OpenGL.
software=(LIBGL_ALWAYS_SOFTWARE=1 MESA_LOADER_DRIVER_OVERRIDE=llvmpipe)
no_display=(env -u DISPLAY -u WAYLAND_DISPLAY)

failed=()
selecting=$#
pytest=(.venv/bin/python -m pytest)

kind() {
    local name=$1
    shift
    say "Tests: $name"
    local code=0
    "$@" || code=$?
    # 5: none selected, which is right when arguments select.
    [ "$code" -eq 0 ] || { [ "$code" -eq 5 ] && [ "$selecting" -gt 0 ]; }
}

# The tests without Qt and VTK need one core; they run beside the others and are told of when those are done.
plain="without Qt and VTK"
plain_output=$(mktemp)
kind "$plain" "${no_display[@]}" "${pytest[@]}" -m "not stage and not desktop" "$@" >"$plain_output" 2>&1 &
plain_job=$!
trap 'kill "$plain_job" 2>/dev/null || true; rm -f "$plain_output"' EXIT

drawing="drawing off-screen, no display"
kind "$drawing" "${no_display[@]}" "${software[@]}" VTK_DEFAULT_OPENGL_WINDOW=vtkEGLRenderWindow \
    "${pytest[@]}" -m stage "$@" || failed+=("$drawing")

windows="real windows on a virtual screen"
kind "$windows" \
    xvfb-run --auto-servernum --server-args "-screen 0 1920x1200x24" env -u WAYLAND_DISPLAY "${software[@]}" QT_QPA_PLATFORM=xcb \
    "${pytest[@]}" -m desktop "$@" || failed+=("$windows")

wait "$plain_job" || failed+=("$plain")
cat "$plain_output"

[ "${#failed[@]}" -eq 0 ] || fail "Failed: ${failed[*]}"
say "All tests passed."
