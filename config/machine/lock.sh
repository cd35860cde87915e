#!/usr/bin/env bash
# Resolves requirements.in into requirements.lock, in a throw-away environment. Needs the network and some minutes.
# Resolved on Python 3.11, the oldest we run on: later ones accept what it accepts, not the other way round.
set -euo pipefail
cd "$(dirname "$0")"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${PYTHON:-python3.11}" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "resolve with Python 3.11: make lock PYTHON=...")'
"${PYTHON:-python3.11}" -m venv "$scratch/venv"

# The public index alone, whatever this machine is set to: the lock must mean the same everywhere.
export PIP_CONFIG_FILE=/dev/null
unset PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS
"$scratch/venv/bin/pip" install pip-tools

# dlib is left out ("unsafe" in pip-tools' words): dlib-bin stands for it, and the lock is installed with --no-deps.
"$scratch/venv/bin/pip-compile" --generate-hashes --strip-extras --unsafe-package dlib --no-annotate --no-header \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --upgrade \
    --output-file "$scratch/lock" requirements.in
{
    echo '# Made by `make lock` from requirements.in. Installed with --require-hashes --no-deps; do not edit.'
    echo
    sed -e '/^# WARNING/,$d' "$scratch/lock"
} | sed -e :trim -e '/^\n*$/{$d;N;b trim' -e '}' >requirements.lock
