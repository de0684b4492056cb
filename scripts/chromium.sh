#!/usr/bin/env bash
# Print the Chromium that the browser tests drive: $CHROMIUM, a system one, or playwright's own.
# Prints nothing and fails where there is none. Ubuntu's `chromium-browser` is left out: it is a
# door to a snap, which sees neither our temporary folders nor works as root in a container.
set -euo pipefail

is_snap() {
    local real
    real=$(readlink -f "$1")
    [[ $real == */snap* ]] || { [[ $(head -c 2 "$real" | tr -d '\0') == '#!' ]] && grep -q '/snap/' "$real"; }
}

if [[ -n ${CHROMIUM:-} ]]; then
    [[ -x $CHROMIUM ]] || { echo "CHROMIUM=$CHROMIUM is not a programme that can be run." >&2; exit 1; }
    echo "$CHROMIUM"
    exit 0
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    path=$(command -v "$name") || continue
    is_snap "$path" || { echo "$path"; exit 0; }
done
for path in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome; do
    [[ -x $path ]] && { echo "$path"; exit 0; }
done
exit 1
