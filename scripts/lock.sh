#!/usr/bin/env bash
# Choose the newest versions that fit and write them with their hashes. A lock names no host, so
# that it is the same for everybody, also behind a mirror.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"
}

compile pyproject.toml deploy/bootstrap.in --output-file deploy/requirements.lock
compile deploy/bootstrap.in --constraint deploy/requirements.lock \
    --output-file deploy/requirements-bootstrap.lock
compile pyproject.toml deploy/bootstrap.in --group dev --constraint deploy/requirements.lock \
    --output-file deploy/requirements-dev.lock
echo "Written: deploy/requirements.lock, -dev.lock and -bootstrap.lock. Now run: make test"
