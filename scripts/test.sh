#!/usr/bin/env bash
# Installs what is missing and runs all tests: plain ones, ones that measure the shipped model, ones that draw off-screen,
# ones that open windows. Arguments go to pytest: bash scripts/test.sh -k camera
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/prepare.sh
prepare "${run_packages[@]}" "${test_packages[@]}"

export PYTHONDONTWRITEBYTECODE=1
# Every machine draws with the same software OpenGL.
software=(LIBGL_ALWAYS_SOFTWARE=1 MESA_LOADER_DRIVER_OVERRIDE=llvmpipe)
no_display=(env -u DISPLAY -u WAYLAND_DISPLAY)
off_screen=("${no_display[@]}" "${software[@]}" VTK_DEFAULT_OPENGL_WINDOW=vtkEGLRenderWindow)
windows=(xvfb-run --auto-servernum --server-args "-screen 0 1920x1200x24"
    env -u WAYLAND_DISPLAY "${software[@]}" QT_QPA_PLATFORM=xcb)

selecting=$#
outputs=$(mktemp -d)
declare -A running=()
failed=()
trap 'kill "${!running[@]}" 2>/dev/null || true; rm -rf "$outputs"' EXIT

# kind NAME MARKS ENVIRONMENT... -- ARGUMENTS...: starts one kind of tests; two run at a time, a core each.
kind() {
    local name=$1 marks=$2 environment=()
    shift 2
    while [ "$1" != -- ]; do environment+=("$1"); shift; done
    shift
    [ "${#running[@]}" -lt 2 ] || finish
    say "Tests begin: $name"
    "${environment[@]}" .venv/bin/python -m pytest -m "$marks" "$@" >"$outputs/$name" 2>&1 &
    running[$!]=$name
}

# Waits for one kind to end and tells of it.
finish() {
    local job code=0 name
    wait -n -p job || code=$?
    name=${running[$job]}
    unset "running[$job]"
    say "Tests: $name"
    cat "$outputs/$name"
    # 5: none selected, which is right when arguments select.
    [ "$code" -eq 0 ] || { [ "$code" -eq 5 ] && [ "$selecting" -gt 0 ]; } || failed+=("$name")
}

# The longest first, so that both cores are done at about the same time.
kind "real windows on a virtual screen" "desktop" "${windows[@]}" -- "$@"
kind "drawing off-screen, no display" "stage" "${off_screen[@]}" -- "$@"
kind "figures of the shipped model" "figures and not stage and not desktop" "${no_display[@]}" -- "$@"
kind "without Qt and VTK" "not figures and not stage and not desktop" "${no_display[@]}" -- "$@"
while [ "${#running[@]}" -gt 0 ]; do finish; done

[ "${#failed[@]}" -eq 0 ] || fail "Failed: ${failed[*]}"
say "All tests passed."
