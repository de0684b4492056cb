#!/usr/bin/env bash
# The whole service on this machine with sample data:  make demo  [PORT=8000] [DATABASE_URL=...]
# Web server and job worker run together; Ctrl-C stops both. What was typed in is kept for the next
# time; to begin anew, remove the folder instance/.
set -euo pipefail
cd "$(dirname "$0")/.."

export PORT=${PORT:-8000}
export SAVINGS_APP_DATA=${SAVINGS_APP_DATA:-$PWD/instance}
export SAVINGS_APP_ADDRESS=${SAVINGS_APP_ADDRESS:-http://127.0.0.1:$PORT}
SIGN_INS=$SAVINGS_APP_DATA/demo-sign-ins.txt
LOGS=$SAVINGS_APP_DATA/logs
PATIENCE=60 # seconds until the first page must answer

stop() { printf '%s\n' "" "$@" >&2; exit 1; }

scripts/setup.sh run

umask 077
mkdir -p "$LOGS"

.venv/bin/python - <<'PY' || stop "Port $PORT is taken by another programme. Choose another one:  make demo PORT=$((PORT + 1))"
import os, socket, sys
try:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(os.environ["PORT"])))
except OSError:
    sys.exit(1)
PY

echo "Database: bringing it up to date"
.venv/bin/savings-app migrate >"$LOGS/migrate.log" 2>&1 || stop "$(cat "$LOGS/migrate.log")" "The database could not be brought up to date."
if ! .venv/bin/python scripts/has_cases.py; then
    echo "Sample data: inventing families, their claims and plans"
    .venv/bin/savings-app demo-data >"$SIGN_INS.new" || { rm -f "$SIGN_INS.new"; stop "The sample data could not be made."; }
    mv "$SIGN_INS.new" "$SIGN_INS"
fi

# --- the two programmes ---------------------------------------------------------------------------

declare -A running=()

# Ctrl-C in the terminal is for this script alone, which then stops both in order; should the script
# itself be killed, the kernel ends what it started.
start() {
    local name=$1
    shift
    setsid setpriv --pdeathsig TERM -- "$@" >>"$LOGS/$name.log" 2>&1 &
    running[$name]=$!
}

stop_all() {
    local name waited=0
    trap '' INT TERM
    for name in "${!running[@]}"; do kill -TERM "${running[$name]}" 2>/dev/null || true; done
    for name in "${!running[@]}"; do
        while kill -0 "${running[$name]}" 2>/dev/null && ((waited++ < 100)); do sleep 0.1; done
        kill -KILL "${running[$name]}" 2>/dev/null || true
        wait "${running[$name]}" 2>/dev/null || true
    done
}

asked_to_stop() {
    echo
    echo "Stopping."
    stop_all
    echo "Stopped. Everything is kept in $SAVINGS_APP_DATA; make demo goes on from there."
    trap - EXIT
    exit 0
}

trap asked_to_stop INT TERM HUP
trap stop_all EXIT

start job-worker .venv/bin/huey_consumer savings_app.tasks.worker.huey -k process -w 1 -m 1
start web-server .venv/bin/gunicorn wsgi:app --bind "127.0.0.1:$PORT" \
    --worker-class gthread --workers 2 --threads 4 --no-control-socket

say_who_died() {
    local name
    for name in "${!running[@]}"; do
        kill -0 "${running[$name]}" 2>/dev/null && continue
        tail -n 15 "$LOGS/$name.log" >&2
        stop "The ${name/-/ } has stopped by itself (above, and in $LOGS/$name.log). The rest is stopped too."
    done
}

answers() {
    .venv/bin/python - <<'PY'
import os, sys, urllib.request
try:
    urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT']}/health", timeout=5)
except OSError:
    sys.exit(1)
PY
}

echo "Starting the web server and the job worker"
deadline=$((SECONDS + PATIENCE))
until answers; do
    say_who_died
    ((SECONDS < deadline)) || stop "No page answered within $PATIENCE seconds; see $LOGS."
    sleep 0.3
done

echo
echo "The service is at  $SAVINGS_APP_ADDRESS"
echo
[[ -e $SIGN_INS ]] && cat "$SIGN_INS"
echo
echo "The sign-ins are also in $SIGN_INS. Ctrl-C stops everything."

wait -n || true
say_who_died
