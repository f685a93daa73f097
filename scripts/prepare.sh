# Sourced by start.sh and test.sh: system packages, virtual environment, locked libraries. A second run does nothing.

# What Qt's xcb platform, OpenGL (hardware or Mesa's software) and text need on Debian 12.
run_packages=(
    python3 python3-venv ca-certificates fonts-dejavu-core fonts-droid-fallback libfribidi0
    libegl1 libgl1 libgl1-mesa-dri libglx-mesa0 libopengl0 libegl-mesa0
    libdbus-1-3 libfontconfig1 libglib2.0-0 libx11-6 libxrender1 libsm6 libice6
    libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
    libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xinput0 libxcb-xkb1
)
test_packages=(xvfb xauth)

say() { printf '== %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "Installing system packages needs root: run this as root: $*"
    fi
}

is_installed() { dpkg-query --show --showformat '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

install_packages() {
    local missing=() package
    if ! command -v apt-get >/dev/null; then
        say "This is not Debian: the system packages are left to you (their Debian names: $*)."
        return
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ "${#missing[@]}" -gt 0 ]; then
        say "Installing system packages: ${missing[*]}"
        as_root apt-get update --quiet
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "${missing[@]}"
    fi
}

find_python() {
    local python
    for python in python3.11 python3 python3.12 python3.13; do
        if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    fail "Python 3.11 or newer with its venv module was not found. On Debian 12: apt-get install python3-venv"
}

install_libraries() {
    local stamp=.venv/.installed wanted
    wanted=$(cat requirements.lock pyproject.toml scripts/prepare.sh | sha256sum)
    if [ -x .venv/bin/anatomy-viewer ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    say "Installing the libraries into .venv (about 1 GB on disk, once)"
    [ -x .venv/bin/python ] || "$(find_python)" -m venv .venv
    local pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input)
    "${pip[@]}" install --require-hashes --no-deps --requirement requirements.lock
    "${pip[@]}" install --no-deps --no-build-isolation --editable .
    printf '%s\n' "$wanted" >"$stamp"
}

prepare() {
    install_packages "$@"
    install_libraries
}
