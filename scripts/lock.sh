#!/usr/bin/env bash
# Writes requirements.lock (run time and dev) and requirements-bench.lock (the benchmarks' rivals) from pyproject.toml.
#   scripts/lock.sh             keep the locked versions where the ranges still allow them
#   scripts/lock.sh --upgrade   take the newest versions the ranges allow
# Needs uv. The files name no index and no machine, so they install from wherever pip is set up to look.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v uv >/dev/null || { echo "scripts/lock.sh needs uv: pip install uv" >&2; exit 1; }

compile() {
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" >/dev/null
}

compile "$@" --extra dev --override scripts/lock-overrides.txt --output-file requirements.lock
# The rivals need umap-learn and hdbscan, so only torch stays out; shared packages keep the versions above.
compile "$@" --extra dev --extra bench --constraint requirements.lock --override scripts/lock-overrides-bench.txt \
    --output-file requirements-bench.lock

for lock in requirements.lock requirements-bench.lock; do
    if grep -nE '(https?|file)://|^ *-(i|f|-index-url|-extra-index-url|-find-links)' "$lock"; then
        echo "$lock names an address (above)" >&2
        exit 1
    fi
    echo "$lock: $(grep -cE '^[a-z0-9].*==' "$lock") packages"
done
