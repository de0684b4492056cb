#!/usr/bin/env bash
# scripts/words.sh extract|check|compile
exec "$(dirname "$0")/../.venv/bin/python" "$(dirname "$0")/words.py" "$@"
