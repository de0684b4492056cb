#!/usr/bin/env bash
# Every test. One worker a core; the browser tests share one worker (see tests/browser/conftest.py).
set -euo pipefail
cd "$(dirname "$0")/.."
workers=$(nproc)
exec .venv/bin/python -m pytest --numprocesses "${TEST_WORKERS:-$((workers > 8 ? 8 : workers))}" \
    --dist loadgroup --durations 5 "$@"
