"""Calls to a bank over SNAP: the access token, then page by page what moved on an account.

One client serves one run of one bank; its token is renewed before its quarter of an hour is over.
Nothing of an answer is believed unseen: its size, its time, its code and its shape are bounded.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from savings_app.identifiers import AccountNumber
from savings_app.snap.kinds import (
    HISTORY_CODE,
    STATEMENT_CODE,
    TOKEN_CODE,
    PullCause,
    Service,
    SignatureWay,
)
from savings_app.snap.pull_rules import Span
from savings_app.snap.reading_rules import Pages
from savings_app.snap.settings import BankApi
from savings_app.snap.signing_rules import (
    ResponseCode,
    asymmetric_text,
    format_timestamp,
    parse_timestamp,
    sign_asymmetric,
    sign_symmetric,
    symmetric_text,
    token_text,
)

LARGEST_ANSWER = 5 * 1024 * 1024
LARGEST_PULL = 4 * LARGEST_ANSWER  # all pages of one account together
TIMEOUT = (5, 20)  # seconds to connect, and between two bytes
LONGEST_CALL = 60.0  # seconds for all of one answer, however it drips
TOKEN_LIFE = timedelta(minutes=15)
TOKEN_SPARE = timedelta(minutes=1)
MOST_EXTERNAL_IDS = 3  # how often one call is made anew because its number was taken
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}", re.ASCII)
_DIGITS = re.compile(r"\d{1,6}", re.ASCII)
_CHUNK = 64 * 1024
_ALWAYS = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
# Cases of the standard: of 401, of 404 and of 409.
_TOKEN_INVALID, _NOTHING_FOUND, _SAME_EXTERNAL_ID = 1, 1, 0


class CallFailed(Exception):
    """The bank did not give what was asked. `code` is its response code, where there was one."""

    def __init__(
        self, cause: PullCause, *, code: str | None = None, wait: timedelta | None = None
    ) -> None:
        super().__init__(cause.value)
        self.cause, self.code, self.wait = cause, code, wait


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer: its HTTP status, its code where it has one, and what it holds."""

    status: int
    code: ResponseCode | None
    body: Mapping[str, Any]
    size: int
    wait: timedelta | None


class SnapClient:
    """One bank, for the length of one run."""

    def __init__(self, bank: BankApi, *, now: Callable[[], datetime]) -> None:
        self.bank, self._now = bank, now
        self._token: str | None = None
        self._good_until: datetime | None = None
        self._session = requests.Session()
        # No proxy's password and no .netrc ever takes the place of our own Authorization.
        self._session.trust_env = False

    def close(self) -> None:
        self._session.close()

    # --- the token -------------------------------------------------------------------------------

    def get_token(self) -> str:
        """The access token, asked for where there is none or its time is nearly over.

        Raises:
            CallFailed
        """
        if self._token is None or self._good_until is None or self._now() >= self._good_until:
            self._renew()
        assert self._token is not None  # noqa: S101  # `_renew` raises where there is none
        return self._token

    def _renew(self) -> None:
        at = self._now()
        stamp = format_timestamp(at, hours=self.bank.hours.offset)
        text = token_text(client_key=self.bank.client_key, timestamp=stamp)
        told = self._send(
            self.bank.token_path,
            _as_body({"grantType": "client_credentials"}),
            {
                "X-CLIENT-KEY": self.bank.client_key,
                "X-TIMESTAMP": stamp,
                "X-SIGNATURE": sign_asymmetric(text, key=self.bank.key),
            },
        )
        # Some banks leave the code out of this one answer.
        if told.code is not None or told.status != requests.codes.ok:
            _check(told, service=TOKEN_CODE)
        token = told.body.get("accessToken")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise CallFailed(PullCause.UNREADABLE, code=_text(told.code))
        self._token = token
        self._good_until = at + min(_life(told.body.get("expiresIn")), TOKEN_LIFE) - TOKEN_SPARE

    # --- what moved ------------------------------------------------------------------------------

    def pull(self, *, account: AccountNumber, span: Span, may_go_on: Callable[[], bool]) -> Pages:
        """All the bank tells of these days.

        `may_go_on` is asked before each page: a consent may be taken back while we read.

        Raises:
            CallFailed
        """
        pages = Pages(account=account, span=span)
        step = self._statement if self.bank.service is Service.STATEMENT else self._history
        for _page in range(self.bank.most_pages):
            if not may_go_on():
                raise CallFailed(PullCause.CONSENT)
            if not step(pages):
                return pages
        raise CallFailed(PullCause.ENDLESS)

    def _statement(self, pages: Pages) -> bool:
        hours = self.bank.hours.offset
        begins = pages.goes_on_at or pages.span.begins
        told = self._call(
            STATEMENT_CODE,
            {
                "accountNo": pages.account.full,
                "fromDateTime": format_timestamp(begins, hours=hours),
                "toDateTime": format_timestamp(pages.span.ends, hours=hours),
            },
        )
        new = _take_in(pages, told)
        if told.body.get("hasMore") not in {"Y", "y", True}:
            return False
        at = parse_timestamp(str(told.body.get("lastRecordDateTime", "")))
        # Nothing new, or no later than before: asking again would bring the same for ever.
        if new == 0 or at is None or at <= begins:
            raise CallFailed(PullCause.ENDLESS, code=_text(told.code))
        pages.goes_on_at = at
        return True

    def _history(self, pages: Pages) -> bool:
        hours, size = self.bank.hours.offset, self.bank.page_size
        told = self._call(
            HISTORY_CODE,
            {
                "fromDateTime": format_timestamp(pages.span.begins, hours=hours),
                "toDateTime": format_timestamp(pages.span.ends, hours=hours),
                "pageSize": str(size),
                "pageNumber": str(self.bank.first_page + pages.count),
                "additionalInfo": {"accountNo": pages.account.full},
            },
        )
        new = _take_in(pages, told)
        if pages.last_size < size:
            return False
        if new == 0:
            raise CallFailed(PullCause.ENDLESS, code=_text(told.code))
        return True

    def _call(self, service: int, wanted: Mapping[str, object]) -> _Told:
        """One call of a service. A token that is no longer good is renewed once; a number that
        was taken today is replaced; nothing found is an answer without rows.
        """
        renewed, taken = False, 0
        while True:
            told = self._signed(wanted)
            code = told.code
            if code is not None and _is(code, 404, _NOTHING_FOUND):
                return told
            if not renewed and _token_expired(told):
                self._token, renewed = None, True
                continue
            if code is not None and _is(code, 409, _SAME_EXTERNAL_ID):
                taken += 1
                if taken < MOST_EXTERNAL_IDS:
                    continue
            _check(told, service=service)
            return told

    def _signed(self, wanted: Mapping[str, object]) -> _Told:
        token, at = self.get_token(), self._now()
        number = external_id(at)
        body = _as_body({"partnerReferenceNo": number, **wanted})
        stamp = format_timestamp(at, hours=self.bank.hours.offset)
        about = {"method": "POST", "path": self.bank.path, "body": body, "timestamp": stamp}
        if self.bank.signature is SignatureWay.SYMMETRIC:
            text = symmetric_text(token=token, **about)  # type: ignore[arg-type]
            signature = sign_symmetric(text, secret=self.bank.secret)
        else:
            signature = sign_asymmetric(
                asymmetric_text(**about),  # type: ignore[arg-type]
                key=self.bank.key,
            )
        return self._send(
            self.bank.path,
            body,
            {
                "Authorization": f"Bearer {token}",
                "X-TIMESTAMP": stamp,
                "X-SIGNATURE": signature,
                "X-PARTNER-ID": self.bank.partner_id,
                "X-EXTERNAL-ID": number,
                "CHANNEL-ID": self.bank.channel_id,
            },
        )

    # --- one request -----------------------------------------------------------------------------

    def _send(self, path: str, body: bytes, headers: Mapping[str, str]) -> _Told:
        try:
            with self._session.post(
                f"{self.bank.base}{path}",
                data=body,
                headers={**_ALWAYS, **headers},
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
                verify=self.bank.ca_file or True,
            ) as answer:
                if answer.is_redirect or 300 <= answer.status_code < 400:  # noqa: PLR2004
                    raise CallFailed(PullCause.REDIRECTED)
                wait = _wait(answer.headers.get("Retry-After"))
                raw = _read(answer)
        except requests.exceptions.SSLError:
            raise CallFailed(PullCause.INSECURE) from None
        except (requests.RequestException, HTTPError, OSError):
            # Its text may hold the address; the cause alone says enough.
            raise CallFailed(PullCause.NO_ANSWER) from None
        return _understood(answer.status_code, raw, wait)


def _take_in(pages: Pages, told: _Told) -> int:
    """The page among the others; how many of its rows are new."""
    if not isinstance(told.body.get("detailData"), list | None):
        raise CallFailed(PullCause.UNREADABLE, code=_text(told.code))
    new = pages.add(told.body, size=told.size)
    if pages.size > LARGEST_PULL:
        raise CallFailed(PullCause.TOO_LARGE, code=_text(told.code))
    return new


def external_id(at: datetime) -> str:
    """36 digits that no other call of this day has: the moment, and chance."""
    return f"{at:%Y%m%d%H%M%S%f}{secrets.randbelow(10**16):016}"


def _as_body(wanted: Mapping[str, object]) -> bytes:
    return json.dumps(wanted, separators=(",", ":")).encode()


def _read(answer: requests.Response) -> bytes:
    until = time.monotonic() + LONGEST_CALL
    raw = bytearray()
    # As it comes and never unpacked: one byte every few seconds would else pass every timeout.
    while part := answer.raw.read1(_CHUNK, decode_content=False):
        raw += part
        if len(raw) > LARGEST_ANSWER:
            raise CallFailed(PullCause.TOO_LARGE)
        if time.monotonic() > until:
            raise CallFailed(PullCause.NO_ANSWER)
    return bytes(raw)


def _understood(status: int, raw: bytes, wait: timedelta | None) -> _Told:
    try:
        # Amounts are texts; a number with a point would not be one, and stays as it is written.
        body = json.loads(raw, parse_float=str)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise CallFailed(_cause_of_status(status) or PullCause.UNREADABLE, wait=wait)
    return _Told(status, ResponseCode.parse(body.get("responseCode")), body, len(raw), wait)


def _check(told: _Told, *, service: int) -> None:
    """
    Raises:
        CallFailed: whatever the HTTP status says, the response code is not one of success.
    """
    code, text = told.code, _text(told.code)
    if code is None:
        raise CallFailed(_cause_of_status(told.status) or PullCause.UNREADABLE, wait=told.wait)
    if code.succeeded and told.status == requests.codes.ok and code.service == service:
        return
    if code.succeeded:  # of another service, or beside a status that says it failed
        raise CallFailed(_cause_of_status(told.status) or PullCause.UNREADABLE, code=text)
    cause = _cause_of_status(code.http) or PullCause.REFUSED
    if code.http == 401:  # noqa: PLR2004
        cause = PullCause.TOKEN if code.case == _TOKEN_INVALID else PullCause.SIGNATURE
    elif _is(code, 409, _SAME_EXTERNAL_ID):
        cause = PullCause.EXTERNAL_ID
    raise CallFailed(cause, code=text, wait=told.wait)


def _cause_of_status(status: int) -> PullCause | None:
    if status == 429:  # noqa: PLR2004
        return PullCause.TOO_OFTEN
    if status >= 500:  # noqa: PLR2004
        return PullCause.BANK_DOWN
    return PullCause.REFUSED if status >= 400 else None  # noqa: PLR2004


def _is(code: ResponseCode, http: int, case: int) -> bool:
    return code.http == http and code.case == case


def _token_expired(told: _Told) -> bool:
    if told.code is None:
        return told.status == 401  # noqa: PLR2004
    return _is(told.code, 401, _TOKEN_INVALID)


def _text(code: ResponseCode | None) -> str | None:
    return None if code is None else str(code)


def _life(told: object) -> timedelta:
    """`"900"` or 900, in seconds; what cannot be read is the standard's quarter of an hour."""
    text = str(told)
    return timedelta(seconds=int(text)) if _DIGITS.fullmatch(text) else TOKEN_LIFE


def _wait(told: str | None) -> timedelta | None:
    """Seconds of a Retry-After; a date in it is not heard."""
    return timedelta(seconds=int(told)) if told and _DIGITS.fullmatch(told) else None
