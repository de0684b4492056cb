#!/usr/bin/env bash
# Every test: one worker a core for all but the browser tests, whose journeys share one service and
# one browser and therefore run one after another. With arguments: one run of just those.
set -uo pipefail
cd "$(dirname "$0")/.."
workers=$(nproc)
pytest() { .venv/bin/python -m pytest --durations 5 "$@"; }
if (($#)); then
    pytest "$@"
    exit
fi
failed=0
pytest --numprocesses "${TEST_WORKERS:-$((workers > 8 ? 8 : workers))}" --ignore tests/browser || failed=1
pytest tests/browser || failed=1
exit "$failed"
