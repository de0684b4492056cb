#!/usr/bin/env bash
# Everything that needs no running programme. All checks run, so one look shows all there is to do.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
failed=()

check() {
    local name=$1 output started=$SECONDS
    shift
    if output=$("$@" 2>&1); then
        printf '  %-18s ok      %3s s\n' "$name" $((SECONDS - started))
    else
        printf '  %-18s FAILED  %3s s\n%s\n\n' "$name" $((SECONDS - started)) "$output"
        failed+=("$name")
    fi
}

echo "Lint"
check "format" ruff format --check --quiet .
check "lint" ruff check --quiet .
check "types" mypy
check "import contracts" lint-imports
check "templates" djlint --lint --quiet templates
check "words" python scripts/words.py check

if [[ ${#failed[@]} -gt 0 ]]; then
    printf 'To put right: %s\n' "$(IFS=,; echo "${failed[*]}" | sed 's/,/, /g')"
    exit 1
fi
