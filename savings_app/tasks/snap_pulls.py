"""Asking banks over SNAP what moved: planned and worked on by a sweep, or by a command.

The pull's row is the work. One whose worker was killed is taken up again a quarter of an hour
later; calls are made outside any transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import structlog
from flask import current_app
from huey.api import crontab

from savings_app import clock
from savings_app.banks.queries import find_bank_by_code
from savings_app.banks.rules import AgreementNotInForce
from savings_app.db import get_session, read_anew, transaction
from savings_app.errors import DomainError
from savings_app.jobs import huey
from savings_app.reconciliation.import_rules import BankFileNotBalanced
from savings_app.snap.actions import (
    ask_pulls,
    claim_pull,
    finish_pull,
    note_failure,
    plan_pulls,
    put_off,
)
from savings_app.snap.client import CallFailed, SnapClient
from savings_app.snap.kinds import PullCause
from savings_app.snap.pull_rules import Span, check_hours
from savings_app.snap.queries import find_number, get_pull, list_due
from savings_app.snap.reading_rules import read_pages
from savings_app.snap.settings import SnapNotSetUp, SnapSettingsWrong, list_codes, read_bank
from savings_app.tasks.application import worker_application

if TYPE_CHECKING:
    from savings_app.identifiers import AccountNumber
    from savings_app.snap.models import SnapPull
    from savings_app.snap.settings import BankApi

log = structlog.get_logger()
# One sweep works no longer than this; the next goes on.
LONGEST_SWEEP = timedelta(minutes=4)


@huey.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        pull_due()


def settings_of(code: str) -> BankApi:
    """How this bank is called, as it is set up.

    Raises:
        SnapNotSetUp, SnapSettingsWrong
    """
    secrets: Mapping[str, str] = current_app.config.get("SNAP_SECRETS", {})
    return read_bank(_folder(), code, secrets=secrets)


def _folder() -> str:
    return str(current_app.config.get("SNAP", ""))


def pull_due() -> None:
    """Plan and work on what is due at every bank that is set up; one that fails stops no other."""
    for code in list_codes(_folder()):
        try:
            _pull_due_of(code)
        except SnapNotSetUp:
            continue
        except SnapSettingsWrong as wrong:
            log.warning("snap settings wrong", bank=code, what=str(wrong.facts.get("what")))
        except Exception:
            log.exception("snap sweep stopped", bank=code)


def _pull_due_of(code: str) -> None:
    api = settings_of(code)
    bank = find_bank_by_code(read_anew(), code=code)
    if bank is None:
        log.warning("snap bank unknown", bank=code)
        return
    plan(bank.id, api)
    if not api.hours.is_open(clock.now_utc()):
        return
    until = clock.now_utc() + LONGEST_SWEEP
    with Caller(api) as caller:
        for pull_id in list_due(get_session(), bank_id=bank.id, now=clock.now_utc()):
            if clock.now_utc() > until:
                break
            caller.work_on(pull_id)


def plan(bank_id: UUID, api: BankApi) -> int:
    """Ask what is due of every account that may be asked about, in short transactions."""
    total, after = 0, None
    while True:
        with transaction() as session:
            made, after = plan_pulls(
                session,
                bank_id=bank_id,
                longest=api.longest_range,
                hours=api.hours,
                today=clock.today(),
                now=clock.now_utc(),
                after=after,
            )
        total += made
        if after is None:
            return total


def pull_now(bank_id: UUID, api: BankApi, span: Span | None) -> list[SnapPull]:
    """Ask for these days, or for what is due, and work on all of it now.

    Raises:
        PullOutsideHours, PullRangeBackwards, PullRangeTooLong, PullTooEarly
    """
    check_hours(api.hours, clock.now_utc())
    if span is None:
        plan(bank_id, api)
        wanted = list(list_due(get_session(), bank_id=bank_id, now=clock.now_utc(), limit=10_000))
    else:
        with transaction() as session:
            wanted = ask_pulls(
                session,
                bank_id=bank_id,
                span=span,
                longest=api.longest_range,
                today=clock.today(),
                now=clock.now_utc(),
            )
    with Caller(api) as caller:
        for pull_id in wanted:
            caller.work_on(pull_id)
    session = read_anew()
    return [get_pull(session, pull_id=pull_id) for pull_id in wanted]


def check_token(api: BankApi) -> None:
    """Ask for an access token and nothing else.

    Raises:
        PullOutsideHours, CallFailed
    """
    check_hours(api.hours, clock.now_utc())
    with Caller(api) as caller:
        caller.client.get_token()


class Caller:
    """One run of calls to one bank, over one token."""

    def __init__(self, api: BankApi) -> None:
        self.api = api
        self.client = SnapClient(api, now=clock.now_utc)

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *raised: object) -> None:
        self.client.close()

    def work_on(self, pull_id: UUID) -> None:
        """Do one pull, if it is due and nobody else has it; why it brought nothing is its row's."""
        now = clock.now_utc()
        if not self.api.hours.is_open(now):
            with transaction() as session:
                put_off(session, pull_id=pull_id, until=self.api.hours.next_opening(now))
            return
        with transaction() as session:
            pull = claim_pull(session, pull_id=pull_id, now=now)
        if pull is None:
            return
        try:
            self._do(pull)
        except CallFailed as failed:
            self._note(pull_id, failed.cause, failed)
        except BankFileNotBalanced:
            self._note(pull_id, PullCause.NOT_BALANCED)
        except AgreementNotInForce:
            self._note(pull_id, PullCause.AGREEMENT)
        except DomainError as refusal:
            log.warning("snap pull refused", pull=str(pull_id), why=type(refusal).__name__)
            self._note(pull_id, PullCause.UNEXPECTED)
        except Exception:
            log.exception("snap pull stopped", pull=str(pull_id))
            self._note(pull_id, PullCause.UNEXPECTED)

    def _do(self, pull: SnapPull) -> None:
        number = self._number(pull)
        if number is None:
            raise CallFailed(PullCause.CONSENT)
        span = Span(pull.first_on, pull.last_on)
        pages = self.client.pull(
            account=number, span=span, may_go_on=lambda: self._number(pull) is not None
        )
        found = read_pages(pages)
        data = pages.as_bytes(seal=str(uuid4()))
        with transaction() as session:
            finish_pull(
                session,
                pull_id=pull.id,
                found=found,
                sha256=sha256(data).hexdigest(),
                size=len(data),
                repeated=pages.repeated,
                now=clock.now_utc(),
            )
        log.info("snap pull finished", pull=str(pull.id))

    def _number(self, pull: SnapPull) -> AccountNumber | None:
        return find_number(read_anew(), pull=pull, today=clock.today())

    def _note(self, pull_id: UUID, cause: PullCause, failed: CallFailed | None = None) -> None:
        log.warning(
            "snap pull failed",
            pull=str(pull_id),
            cause=cause.value,
            code=failed.code if failed else None,
        )
        with transaction() as session:
            note_failure(
                session,
                pull_id=pull_id,
                cause=cause,
                code=failed.code if failed else None,
                wait=failed.wait if failed else None,
                today=clock.today(),
                now=clock.now_utc(),
            )
