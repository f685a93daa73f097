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
kind() {
    local name=$1
    shift
    say "Tests: $name"
    local code=0
    "$@" || code=$?
    # 5: none selected, which is right when arguments select.
    if [ "$code" -ne 0 ] && ! { [ "$code" -eq 5 ] && [ "$selecting" -gt 0 ]; }; then
        failed+=("$name")
    fi
}

selecting=$#
pytest=(.venv/bin/python -m pytest)
kind "without Qt and VTK" "${no_display[@]}" \
    "${pytest[@]}" -m "not stage and not desktop" "$@"
kind "drawing off-screen, no display" "${no_display[@]}" "${software[@]}" VTK_DEFAULT_OPENGL_WINDOW=vtkEGLRenderWindow \
    "${pytest[@]}" -m stage "$@"
kind "real windows on a virtual screen" \
    xvfb-run --auto-servernum --server-args "-screen 0 1920x1200x24" env -u WAYLAND_DISPLAY "${software[@]}" QT_QPA_PLATFORM=xcb \
    "${pytest[@]}" -m desktop "$@"

[ "${#failed[@]}" -eq 0 ] || fail "Failed: ${failed[*]}"
say "All tests passed."
