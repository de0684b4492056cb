#!/usr/bin/env bash
# scripts/words.sh missing [NAME]|check|extract|compile
exec "$(dirname "$0")/../.venv/bin/python" "$(dirname "$0")/words.py" "$@"
