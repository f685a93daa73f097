#!/usr/bin/env bash
# Tries the wheel with another Python: a new environment with its libraries, the command, a picture, the window.
#     bash scripts/try_wheel.sh python3.13
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/prepare.sh
[ "$#" -eq 1 ] || fail "Say which Python: bash scripts/try_wheel.sh python3.13"
prepare "${run_packages[@]}" "${test_packages[@]}"

root=$PWD
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
say "Building the wheel"
.venv/bin/python -m hatchling build -t wheel -d "$place" >/dev/null
say "Installing it for $("$1" --version)"
"$1" -m venv "$place/venv"
"$place/venv/bin/python" -m pip --disable-pip-version-check --quiet install "$place"/*.whl

cd "$place"
say "The command, a picture without a display, the window with every panel"
venv/bin/anatomy-viewer --version
env -u DISPLAY -u WAYLAND_DISPLAY venv/bin/anatomy-viewer render -o hip.png --size 640x400
[ -s hip.png ] || fail "No picture was written."
told=$(xvfb-run --auto-servernum --server-args "-screen 0 1920x1200x24" env -u WAYLAND_DISPLAY XDG_CONFIG_HOME="$place" \
    XDG_STATE_HOME="$place" XDG_DATA_HOME="$place" XDG_CACHE_HOME="$place" QT_QPA_PLATFORM=xcb \
    venv/bin/python -P -W error "$root/tests/desktop/open_every_panel.py")
[ "$told" = "True True" ] || fail "The window did not draw: $told"
say "The wheel works with this Python."
