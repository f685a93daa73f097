#!/usr/bin/env bash
# Installs what is missing and starts the app; arguments go to anatomy-viewer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/prepare.sh
prepare "${run_packages[@]}"
exec .venv/bin/anatomy-viewer "$@"
