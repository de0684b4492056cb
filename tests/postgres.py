"""A private PostgreSQL for the tests: own folder, own socket, no TCP, never the system's.

It is started by whoever needs it first and shared by all workers of the run. A watcher ends it
when the run is gone, however the run ended.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

# Asia/Makassar, as a server in Gorontalo may well be set: times must come back right all the same.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=50 -c timezone=Asia/Makassar"
)
WATCHER = """
run=$1 folder=$2
shift 2
while kill -0 "$run" 2>/dev/null; do sleep 0.5; done
"$@"
rm -rf "$folder"
"""
DETACHED = 'sh -c "$0" "$@" >/dev/null 2>&1 &'


class PostgresMissing(RuntimeError):
    """No PostgreSQL server programmes on this machine."""


def binaries() -> Path:
    """The folder of the newest PostgreSQL server here.

    Raises:
        PostgresMissing
    """
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in path.parts[4].split(".") if part.isdigit()],
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresMissing("Install PostgreSQL: make setup does not, make test does.")


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissing("Neither the user postgres nor nobody exists.")


def _as_owner(owner: pwd.struct_passwd | None, *command: str) -> list[str]:
    if owner is None:
        return list(command)
    ids = [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    return ["setpriv", *ids, "--", *command]


def start(folder: Path, *, until_gone: int) -> str:
    """Start a cluster in `folder` and answer the address of its `postgres` database.

    Args:
        folder: absent, and its path short (a socket's path holds 107 characters). The folder it
            is in goes with the cluster.
        until_gone: the process whose end is the cluster's end.
    """
    tools, owner = binaries(), _owner()
    folder.mkdir(mode=0o700)
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = str(folder / "data")
    initdb = (str(tools / "initdb"), "--no-sync", "--auth=trust", "--username=tests")
    locale = ("--encoding=UTF8", "--locale=C.UTF-8", "--pgdata", data)
    _run(_as_owner(owner, *initdb, *locale), folder)
    options = f"{OPTIONS} -c unix_socket_directories={folder}"
    control = (str(tools / "pg_ctl"), "start", "--wait", "--silent", "--pgdata", data)
    log = str(folder / "log")
    _run(_as_owner(owner, *control, "--log", log, "--options", options), folder)
    stop = _as_owner(owner, str(tools / "pg_ctl"), "stop", "--mode", "immediate", "--pgdata", data)
    # In a session of its own: Ctrl-C is for the tests, and then the watcher still has work to do.
    subprocess.run(
        ["sh", "-c", DETACHED, WATCHER, "watcher", str(until_gone), str(folder.parent), *stop],
        cwd="/",
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        check=True,
    )
    return address(folder, "postgres")


def address(folder: Path, database: str) -> str:
    """The address SQLAlchemy takes for a database of the cluster in `folder`."""
    return f"postgresql+psycopg://tests@/{database}?host={quote(str(folder), safe='')}"


def _run(command: list[str], folder: Path) -> None:
    # The caller's folder may be closed to the server's user.
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        log = folder / "log"
        said = log.read_text() if log.exists() else ""
        raise RuntimeError(f"{command} failed: {done.stderr.decode()}{said}")
