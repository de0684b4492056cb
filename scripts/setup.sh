#!/usr/bin/env bash
# Install what is missing and nothing else:  scripts/setup.sh run|test
# System packages through apt, the virtual environment, the locked dependencies (hashes checked),
# the project itself, and the compiled words. When nothing changed it is done in a moment.
set -euo pipefail
cd "$(dirname "$0")/.."

level=${1:-run}
STAMP=.venv/.installed
STEPS=4
[[ $level == test ]] && STEPS=5

step() { printf '[%s/%s] %s\n' "$1" "$STEPS" "$2"; }
stop() { printf '%s\n' "" "$@" >&2; exit 1; }

# --- system packages -----------------------------------------------------------------------

find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" /usr/bin/python3 python3.{14,13,12,11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

find_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

is_debian() { grep -qxE 'ID="?debian"?' /etc/os-release 2>/dev/null; }

missing_packages() {
    local libraries python missing=()
    if ! python=$(find_python); then
        missing+=(python3 python3-venv)
    elif [[ ! -x .venv/bin/python ]] && ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        missing+=(python3-venv)
    fi
    [[ -s /etc/ssl/certs/ca-certificates.crt || -n ${SSL_CERT_FILE:-} ]] || missing+=(ca-certificates)
    libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p)
    [[ $libraries == *libpango-1.0.so.0* ]] || missing+=(libpango-1.0-0)
    [[ $libraries == *libpangoft2-1.0.so.0* ]] || missing+=(libpangoft2-1.0-0)
    [[ $libraries == *libharfbuzz-subset.so.0* ]] || missing+=(libharfbuzz-subset0)
    if [[ $level == test ]]; then
        find_postgres || missing+=(postgresql)
        if is_debian; then scripts/chromium.sh >/dev/null || missing+=(chromium); fi
        command -v qpdf >/dev/null || missing+=(qpdf)
        [[ -e /usr/lib/softhsm/libsofthsm2.so ]] || missing+=(softhsm2)
        command -v pdftotext >/dev/null || missing+=(poppler-utils)
    fi
    echo "${missing[*]}"
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
    [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null
}

install_packages() {
    local line="apt-get update && apt-get install -y --no-install-recommends $*"
    command -v apt-get >/dev/null || stop "This machine has no apt-get. Install the equivalents of: $*"
    can_be_root || stop "System packages are missing, and this user may not install them. As root:" \
        "" "    $line" "" "then run the same make command again."
    # The tests start a private cluster of their own; Debian need not start one for everybody.
    if [[ " $* " == *" postgresql "* && ! -e /etc/postgresql-common ]]; then
        as_root mkdir -p /etc/postgresql-common/createcluster.d
        echo 'create_main_cluster = false' |
            as_root tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null
    fi
    local apt=(apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
    local log
    log=$(mktemp)
    as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" update >"$log" 2>&1 || true
    # shellcheck disable=SC2068
    as_root env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends $@ \
        >>"$log" 2>&1 || stop "$(tail -n 20 "$log")" "apt-get failed (all of it: $log). To try by hand, as root:" "    $line"
    rm -f "$log"
}

packages=$(missing_packages)
if [[ -n $packages ]]; then
    step 1 "System packages: $packages"
    # shellcheck disable=SC2086
    install_packages $packages
fi

# --- the virtual environment ------------------------------------------------------------------

lock=deploy/requirements.lock
[[ $level == test ]] && lock=deploy/requirements-dev.lock

# What must be the same for an installation to be still good. The folder is part of it: scripts
# in .venv name it.
wanted() {
    { echo "$1 $PWD"; cat pyproject.toml deploy/*.lock; } | sha256sum | cut -d ' ' -f 1
}

is_installed() {
    local found
    [[ -x .venv/bin/savings-app && -r $STAMP ]] || return 1
    found=$(<"$STAMP")
    # What is installed for the tests is more than enough to run.
    [[ $found == "$(wanted "$level")" || $found == "$(wanted test)" ]]
}

make_environment() {
    step 2 "Virtual environment (.venv) and its installer"
    local python
    python=$(find_python) || stop "Python 3.11 or newer is needed, and is not on this machine."
    if [[ -r .venv/.folder && $(<.venv/.folder) != "$PWD" ]] || ! .venv/bin/python -c '' 2>/dev/null; then
        rm -rf .venv
        "$python" -m venv .venv || stop "python3 -m venv failed. On Debian: apt-get install python3-venv"
    fi
    echo "$PWD" >.venv/.folder
    [[ -x .venv/bin/uv ]] || .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes --only-binary :all: --requirement deploy/requirements-bootstrap.lock ||
        stop "pip could not fetch what the lock names. Is there a network, and is its certificate trusted?"
}

install_dependencies() {
    step 3 "Dependencies: $(grep -c '==' "$lock") packages, each checked against its hash"
    # What the tests brought stays while the same folder is used to run.
    [[ -e .venv/bin/pytest ]] && lock=deploy/requirements-dev.lock && level=test
    export UV_LINK_MODE=copy
    .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes "$lock" ||
        stop "uv could not fetch what $lock names. Is there a network?"
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

compile_words() {
    local catalogue
    for catalogue in savings_app/translations/*/LC_MESSAGES/*.po; do
        # All the catalogues of a language are compiled into one file.
        if [[ -e $catalogue && ! ${catalogue%/*}/messages.mo -nt $catalogue ]]; then
            step 4 "Words: compiling the catalogues"
            .venv/bin/python scripts/words.py compile
            return
        fi
    done
}

if ! is_installed; then
    make_environment
    install_dependencies
    wanted "$level" >"$STAMP"
fi
compile_words

# --- Chromium where the distribution has none as a package (Ubuntu) ------------------------------

if [[ ${1:-run} == test ]] && ! scripts/chromium.sh >/dev/null; then
    step 5 "Chromium, through playwright (about 180 MB)"
    can_be_root || stop "Chromium is missing, and this user may not install what it needs. As root:" \
        "" "    $PWD/.venv/bin/playwright install-deps chromium" "" \
        "then, as yourself:  .venv/bin/playwright install chromium" \
        "(or set CHROMIUM to a Chromium or Chrome that is already here)"
    if ! .venv/bin/playwright install --with-deps chromium; then
        stop "playwright could not fetch its Chromium. Set CHROMIUM to a Chromium or Chrome on this machine."
    fi
fi
