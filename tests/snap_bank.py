"""A bank's SNAP service on this machine, after the standard: it checks every signature it is sent.

What it answers can be told beforehand: `bank.next(...)` takes the place of its own next answer.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from savings_app.snap.signing_rules import (
    asymmetric_text,
    parse_timestamp,
    symmetric_text,
    token_text,
    verify_asymmetric,
    verify_symmetric,
)

CLIENT_KEY, PARTNER, CHANNEL, SECRET = "KUNCI-UJI-01", "82150", "95221", "rahasia-uji-bersama"
TOKEN_PATH = "/snap/v1.0/access-token/b2b"
STATEMENT_PATH = "/snap/v1.1/bank-statement"
HISTORY_PATH = "/snap/v1.0/transaction-history-list"
Answer = Callable[["_Handler"], None]


@cache
def own_key() -> rsa.RSAPrivateKey:
    """Our key pair; the bank knows its public half."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def another_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def row(
    at: str,
    value: str,
    kind: str = "CREDIT",
    *,
    remark: str = "SETORAN TUNAI",
    number: str | None = None,
    balance: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A row of `bank-statement`."""
    made: dict[str, Any] = {
        "amount": {"value": value, "currency": "IDR"},
        "transactionDate": at,
        "remark": remark,
        "type": kind,
    }
    if number is not None:
        made["transactionId"] = number
    if balance is not None:
        after = {"amount": {"value": balance, "currency": "IDR"}}
        made["detailBalance"] = {"endAmount": [after]}
    return made | more


def balances(opening: str, closing: str) -> list[dict[str, Any]]:
    """What stands as `balance` in a statement."""
    at = "2026-11-01T00:00:00+07:00"
    return [
        {
            "startingBalance": {"value": opening, "currency": "IDR", "dateTime": at},
            "endingBalance": {"value": closing, "currency": "IDR", "dateTime": at},
        }
    ]


@dataclass
class Call:
    """What the bank was asked."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Bank:
    """The bank as a test sees it."""

    base: str = ""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    head: dict[str, dict[str, Any]] = field(default_factory=dict)  # balance and totals, by account
    page_size: int = 1000
    asymmetric: bool = False
    calls: list[Call] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    external_ids: set[str] = field(default_factory=set)
    told: list[Answer] = field(default_factory=list)
    before_page: Callable[[int], None] = lambda page: None
    released: threading.Event = field(default_factory=threading.Event)
    _count: int = 0

    def next(self, status: int, body: object, **headers: str) -> None:
        """Answer the next call of a service so."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.told.append(lambda handler: handler.answer(status, raw, **headers))

    def refuse(self, code: str, *, status: int | None = None) -> None:
        """Answer the next call with this response code."""
        self.next(status or int(code[:3]), {"responseCode": code, "responseMessage": "ditolak"})

    def of_service(self) -> list[Call]:
        """The calls that asked for rows."""
        return [call for call in self.calls if call.path != TOKEN_PATH]

    def forget_tokens(self) -> None:
        """As after a quarter of an hour."""
        self.tokens.clear()

    def new_token(self) -> str:
        self._count += 1
        token = f"token-uji-{self._count:04}"
        self.tokens.add(token)
        return token


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def bank(self) -> Bank:
        return cast("_Server", self.server).bank

    def log_message(self, *args: object) -> None:
        """Tests say what they need to."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        call = Call(self.path, dict(self.headers.items()), json.loads(raw))
        self.bank.calls.append(call)
        if self.path == TOKEN_PATH:
            self._give_token(call)
        elif self.bank.told:
            self.bank.told.pop(0)(self)
        else:
            self._give_rows(call, raw)

    def answer(self, status: int, raw: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def _say(self, code: str, **more: object) -> None:
        body = {"responseCode": code, "responseMessage": "-", **more}
        self.answer(int(code[:3]), json.dumps(body).encode())

    def _give_token(self, call: Call) -> None:
        stamp = call.headers["X-TIMESTAMP"]
        text = token_text(client_key=call.headers["X-CLIENT-KEY"], timestamp=stamp)
        good = verify_asymmetric(text, call.headers["X-SIGNATURE"], key=own_key().public_key())
        if not good or call.headers["X-CLIENT-KEY"] != CLIENT_KEY or parse_timestamp(stamp) is None:
            self._say("4017300")
        elif call.body != {"grantType": "client_credentials"}:
            self._say("4007301")
        else:
            self._say(
                "2007300",
                accessToken=self.bank.new_token(),
                tokenType="Bearer",
                expiresIn="900",
            )

    def _give_rows(self, call: Call, raw: bytes) -> None:
        service = "14" if call.path == STATEMENT_PATH else "12"
        headers = call.headers
        token = headers.get("Authorization", "").removeprefix("Bearer ")
        about = {
            "method": "POST",
            "path": call.path,
            "body": raw,
            "timestamp": headers["X-TIMESTAMP"],
        }
        if self.bank.asymmetric:
            text = asymmetric_text(**about)  # type: ignore[arg-type]
            good = verify_asymmetric(text, headers["X-SIGNATURE"], key=own_key().public_key())
        else:
            text = symmetric_text(token=token, **about)  # type: ignore[arg-type]
            good = verify_symmetric(text, headers["X-SIGNATURE"], secret=SECRET)
        number = headers["X-EXTERNAL-ID"]
        if token not in self.bank.tokens:
            self._say(f"401{service}01")
        elif not good:
            self._say(f"401{service}00")
        elif headers["X-PARTNER-ID"] != PARTNER or headers["CHANNEL-ID"] != CHANNEL:
            self._say(f"400{service}02")
        elif not number.isdecimal() or len(number) > 36:
            self._say(f"400{service}01")
        elif number in self.bank.external_ids:
            self._say(f"409{service}00")
        else:
            self.bank.external_ids.add(number)
            self.bank.before_page(len(self.bank.of_service()))
            (self._statement if service == "14" else self._history)(call)

    def _statement(self, call: Call) -> None:
        """Rows from `fromDateTime` on, the row of that very second among them."""
        account = call.body["accountNo"]
        since, until = _moment(call, "fromDateTime"), _moment(call, "toDateTime")
        assert until - since <= timedelta(days=31)
        found = [
            one
            for one in self.bank.rows.get(account, [])
            if since <= parse_timestamp(one["transactionDate"]) <= until
        ]
        if account not in self.bank.rows:
            self._say("4041401")
            return
        page, more = found[: self.bank.page_size], found[self.bank.page_size :]
        last = page[-1]["transactionDate"] if page else ""
        self._say(
            "2001400",
            detailData=page,
            hasMore="Y" if more else "N",
            lastRecordDateTime=last,
            **self.bank.head.get(account, {}),
        )

    def _history(self, call: Call) -> None:
        size, page = int(call.body["pageSize"]), int(call.body["pageNumber"])
        found = self.bank.rows.get(call.body["additionalInfo"]["accountNo"], [])
        self._say("2001200", detailData=found[size * page : size * (page + 1)])


def _moment(call: Call, name: str) -> Any:
    moment = parse_timestamp(call.body[name])
    assert moment is not None
    return moment


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    bank: Bank


@contextmanager
def bank_server() -> Iterator[Bank]:
    """A bank that answers on this machine until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.bank = bank = Bank(base=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield bank
    finally:
        bank.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def set_up(folder: Path, bank: Bank, *, code: str = "BRI", **changed: object) -> Path:
    """The folder of settings in which this bank is switched on."""
    told: dict[str, object] = {
        "enabled": True,
        "base": bank.base,
        "token_path": TOKEN_PATH,
        "statement_path": STATEMENT_PATH,
        "history_path": HISTORY_PATH,
        "client_key": CLIENT_KEY,
        "partner_id": PARTNER,
        "channel_id": CHANNEL,
        **changed,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in told.items() if value is not None]
    (folder / f"{code}.toml").write_text("\n".join(lines), encoding="utf-8")
    pem = own_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, data in ((f"{code}.pem", pem), (f"{code}.secret", SECRET.encode())):
        (folder / name).write_bytes(data)
        (folder / name).chmod(0o600)
    return folder
