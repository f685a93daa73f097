#!/usr/bin/env bash
# Writes requirements.lock anew from requirements.in; needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --custom-compile-command "bash assets/build/lock.sh" --quiet --output-file requirements.lock
