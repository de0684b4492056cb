"""The real thing for browser tests: web server and job worker on a database with sample data."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from savings_app.config import ROOT

BIN = Path(sys.executable).parent
PATIENCE = 60  # seconds until the first page must answer


@dataclass(frozen=True)
class Server:
    """A running service and who may sign in.

    `users` are dicts with email, role and password; `families` with case, recipient, code and
    birth_date, as `savings-app demo-data --json` prints them.
    """

    url: str
    cases: list[Any]
    users: list[dict[str, str]]
    families: list[dict[str, str]]
    environment: dict[str, str]

    def user(self, role: str) -> dict[str, str]:
        """The first user of a role."""
        return next(user for user in self.users if user["role"] == role)

    def command(self, *arguments: str) -> str:
        """What `savings-app ARGUMENTS` prints on this server's data."""
        return _run([str(BIN / "savings-app"), *arguments], self.environment)


@contextmanager
def running(data: Path, *, cases: int, seed: int) -> Iterator[Server]:
    """The service in `data`, until the block is left."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"SAVINGS_APP_DATA": str(data), "SAVINGS_APP_ADDRESS": url}
    app = str(BIN / "savings-app")
    _run([app, "migrate"], environment)
    sample = [app, "demo-data", "--cases", str(cases), "--seed", str(seed), "--json"]
    made = json.loads(_run(sample, environment))
    web = ["gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    worker = ["huey_consumer", "savings_app.tasks.worker.huey", "-k", "process", "-w", "1"]
    with (
        _process(
            [*web, "--threads", "4", "--no-control-socket"], data / "web.log", environment
        ) as server,
        _process([*worker, "-m", "0.5"], data / "worker.log", environment),
    ):
        _wait_for(f"{url}/health", server, data / "web.log")
        yield Server(url, made["cases"], made["users"], made["families"], environment)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def _process(
    command: list[str], log: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = _start(command, output, environment)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(
    command: list[str], output: IO[bytes], environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    # Should the tests be killed, the kernel ends what they started.
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", "--", str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  ours
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer:\n{log.read_text()}")
