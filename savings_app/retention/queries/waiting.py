"""The register of periods, and what waits to be erased by them: counts, whoever reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from savings_app.access.models import User
from savings_app.actors import Actor, Permission
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import ComplaintState, Stage
from savings_app.cases.models import Account, Case, Complaint, Heir, Payout, Receipt
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from savings_app.consents.queries import live_consent
from savings_app.errors import NotPermitted
from savings_app.reconciliation.models import BankLine, BankSection
from savings_app.reconciliation.queries.erased import is_erased
from savings_app.regions.queries import lies_within
from savings_app.retention.kinds import RetentionBeginning, RetentionKind
from savings_app.retention.models import (
    RetentionHold,
    RetentionPeriod,
)
from savings_app.retention.rules import (
    KABUPATEN,
    OVERDUE,
    counted_before,
    erased_on,
    next_period,
    period_on,
)
from savings_app.words.formats import in_wita

_MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A registered period, who registered it, and whether it holds today."""

    period: RetentionPeriod
    registered_by: str
    is_in_force: bool

    @property
    def id(self) -> UUID:
        return self.period.id


@dataclass(frozen=True, slots=True)
class Preview:
    """What the job would do today, in counts: whose lines they are is nobody's to read.

    `due_*` go with the next run, `held` accounts do not, `later` wait for their day. `since`: the
    first day a consent among them was taken back. `first_due_on`: when the next of them is due, of
    those whose period counts already.
    """

    period: RetentionPeriod | None
    coming: RetentionPeriod | None
    due: int
    due_lines: int
    held: int
    later: int
    since: date | None
    first_due_on: date | None

    @property
    def waiting(self) -> int:
        """Accounts whose lines staff cannot read any more and that are stored still."""
        return self.due + self.held + self.later


def kabupaten_of(actor: Actor) -> str:
    """The kabupaten whose register this person reads.

    Raises:
        NotPermitted: no such region, or no staff.
    """
    if actor.region is None or not actor.may(Permission.CASE_READ):
        raise NotPermitted
    return actor.region[:KABUPATEN]


def list_periods(session: Session, *, region: str) -> Sequence[RetentionPeriod]:
    """All that this kabupaten ever registered, in the order they start."""
    return session.scalars(
        select(RetentionPeriod)
        .where(
            RetentionPeriod.region_code == region,
            RetentionPeriod.kind == RetentionKind.LINES_REVOKED,
        )
        .order_by(RetentionPeriod.starts, RetentionPeriod.registered_at)
    ).all()


def list_period_rows(session: Session, *, actor: Actor, today: date) -> Sequence[PeriodRow]:
    """The register as a table: a few rows in the life of a kabupaten.

    Raises:
        NotPermitted
    """
    periods = list_periods(session, region=kabupaten_of(actor))
    people = select(User.id, User.full_name).where(
        User.id.in_({one.registered_by for one in periods})
    )
    names = {row.id: row.full_name for row in session.execute(people)}
    now = period_on(periods, today)
    return [PeriodRow(one, names[one.registered_by], one is now) for one in periods]


def find_period(session: Session, *, region: str, today: date) -> RetentionPeriod | None:
    return period_on(list_periods(session, region=region), today)


def _revoked_at() -> ScalarSelect[datetime | None]:
    """When the owner of the account last took the consent to lines back, or narrowed it."""
    return (
        select(func.max(Consent.revoked_at))
        .where(
            Consent.recipient_id == Account.recipient_id,
            Consent.kind == ConsentKind.BANK_ANSWERS,
            Consent.scope == AnswerScope.LINES,
        )
        .correlate(Account)
        .scalar_subquery()
    )


def _ended_at() -> ColumnElement[datetime | None]:
    """When the case came to its end: the last of what made it finished; None while it is open.

    Finished is: paid in full, every recipient said so, and every one has a plan or said "belum
    sekarang". A case that opens again (a payout reversed, something missing after all) has no end.
    """
    words = _latest(Receipt.said_at, Receipt.recipient_id == Heir.id)
    payouts = _latest(Payout.recorded_at, Payout.recipient_id == Heir.id)
    plans = (
        select(func.max(AuditEvent.happened_at))
        .where(AuditEvent.case_id == Case.id, AuditEvent.action == "plan:outcome")
        .correlate(Case)
        .scalar_subquery()
    )
    last = _later(_later(words, payouts), plans)
    return case((Case.stage == Stage.FINISHED, last))


def _latest(moment: Any, of_heir: ColumnElement[bool]) -> ColumnElement[datetime | None]:
    """The latest of these moments of any recipient of the case around."""
    return (
        select(func.max(moment))
        .join(Heir, of_heir)
        .where(Heir.case_id == Case.id)
        .correlate(Case)
        .scalar_subquery()
    )


def _later(one: Any, other: Any) -> ColumnElement[datetime | None]:
    """The later of two moments; one that is not there is no moment."""
    return case((other.is_(None), one), (one > other, one), else_=other)


def _counted_at(begins: RetentionBeginning) -> ColumnElement[datetime | None]:
    """The moment a period counts from, as `rules.counted_from`; None: not yet."""
    if begins is RetentionBeginning.REVOKED:
        return _revoked_at()
    ended = _ended_at()
    return case((ended.is_not(None), _later(_revoked_at(), ended)))


def _has_content() -> ColumnElement[bool]:
    """Something of the account is stored that erasing would take."""
    return or_(
        exists().where(BankLine.account_id == Account.id, ~is_erased()),
        exists().where(
            BankSection.account_id == Account.id,
            or_(BankSection.opening.is_not(None), BankSection.closing.is_not(None)),
        ),
    )


def is_held() -> ColumnElement[bool]:
    """A condition on `Case`: somebody holds erasure back, or a complaint about it is open.

    One about staff too: its evidence may be in these very lines. Whose complaint it is shows
    nowhere; a page tells the number of accounts that are held, whatever the cause.
    """
    complaint = aliased(Complaint)
    return or_(
        exists().where(RetentionHold.case_id == Case.id, RetentionHold.released_at.is_(None)),
        exists().where(complaint.case_id == Case.id, complaint.state != ComplaintState.CLOSED),
    )


def _lines() -> ColumnElement[int]:
    """How many lines of the account are stored with their text."""
    return (
        select(func.count())
        .select_from(BankLine)
        .where(BankLine.account_id == Account.id, ~is_erased())
        .correlate(Account)
        .scalar_subquery()
    )


def _waiting(
    region: str | None, begins: RetentionBeginning = RetentionBeginning.REVOKED
) -> Select[UUID, datetime | None, datetime | None, bool, int]:
    """Accounts with stored lines whose owner took the consent to lines back."""
    of_region = lies_within(Case.region_code, region) if region else true()
    return (
        select(
            Account.id,
            _revoked_at().label("revoked_at"),
            _counted_at(begins).label("counted_at"),
            is_held().label("held"),
            _lines().label("lines"),
        )
        .join(Heir, Heir.id == Account.recipient_id)
        .join(Case, Case.id == Heir.case_id)
        .where(
            of_region,
            ~live_consent(
                ConsentKind.BANK_ANSWERS, of=Account.recipient_id, scope=AnswerScope.LINES
            ),
            _revoked_at().is_not(None),
            _has_content(),
        )
    )


def list_due(
    session: Session, *, region: str, today: date, period: RetentionPeriod, most: int
) -> Sequence[UUID]:
    """Accounts to be erased on `today` by this period, the longest waiting first; none that is
    held.
    """
    counted_at = _counted_at(period.begins)
    return session.scalars(
        _waiting(region)
        .with_only_columns(Account.id)
        .where(counted_at < counted_before(today=today, days=period.days), ~is_held())
        .order_by(counted_at, Account.id)
        .limit(most)
    ).all()


def get_preview(session: Session, *, actor: Actor, today: date) -> Preview:
    """What would be erased and when, by the period in force or, while none is, by the next.

    Raises:
        NotPermitted
    """
    return preview_of(session, region=kabupaten_of(actor), today=today)


def preview_of(session: Session, *, region: str, today: date) -> Preview:
    """The same for a command: of one kabupaten."""
    periods = list_periods(session, region=region)
    period, coming = period_on(periods, today), next_period(periods, today)
    counted = period or coming
    rows = _waiting(region, counted.begins if counted else RetentionBeginning.REVOKED).subquery()
    before = counted_before(today=today, days=period.days) if period else None
    due = and_(rows.c.counted_at < before, ~rows.c.held) if before else false()
    later = and_(not_(due), ~rows.c.held)
    found = session.execute(
        select(
            func.count(),
            func.count(case((due, 1))),
            func.coalesce(func.sum(case((due, rows.c.lines), else_=0)), 0),
            func.count(case((rows.c.held, 1))),
            func.min(rows.c.revoked_at),
            func.min(case((later, rows.c.counted_at))),
        )
    ).one()
    next_counted = in_wita(found[5]).date() if found[5] else None
    return Preview(
        period=period,
        coming=coming,
        due=found[1],
        due_lines=int(found[2]),
        held=found[3],
        later=found[0] - found[1] - found[3],
        since=in_wita(found[4]).date() if found[4] else None,
        first_due_on=max(counted.starts, erased_on(counted_on=next_counted, days=counted.days))
        if next_counted and counted
        else None,
    )


def _due(session: Session, region: str, day: date, period: RetentionPeriod) -> Sequence[UUID]:
    return list_due(session, region=region, today=day, period=period, most=_MOST_COUNTED)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A kabupaten whose job did not erase what was due two days ago; or that has no period."""

    region: str
    accounts: int
    has_period: bool


def list_kabupaten(session: Session) -> Sequence[str]:
    """Those with accounts that wait; for the job and for the check of an installation."""
    rows = _waiting(None).with_only_columns(func.substr(Case.region_code, 1, KABUPATEN)).distinct()
    return sorted(session.scalars(rows))


def list_overdue(session: Session, *, today: date) -> Sequence[Overdue]:
    """What the job should have erased and did not, by kabupaten, and who registered no period."""
    found = []
    for region in list_kabupaten(session):
        then = today - OVERDUE
        period = find_period(session, region=region, today=then)
        if period is None:
            waiting = preview_of(session, region=region, today=today)
            if waiting.period is None and waiting.coming is None:
                found.append(Overdue(region, waiting.waiting, has_period=False))
            continue
        now = find_period(session, region=region, today=today) or period
        # What a longer period keeps since is not late.
        late = {*_due(session, region, then, period)} & {*_due(session, region, then, now)}
        if late:
            found.append(Overdue(region, len(late), has_period=True))
    return found
