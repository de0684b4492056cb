"""The family's plan as pages and documents show it, and the money it divides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.models import Heir
from savings_app.cases.queries.cases import get_case, get_entitlement, get_recipient
from savings_app.cases.queries.receipts import get_arrival
from savings_app.errors import NotFound
from savings_app.money import ZERO, Rupiah, total
from savings_app.paging import Order, Page, Place, Sorting, list_page
from savings_app.planning.beside_rules import costliest_debts_first
from savings_app.planning.kinds import AmountSource, NeedKind, PlanState, PlanStep
from savings_app.planning.models import Plan, PlanLine
from savings_app.planning.rules import Line, free_rest, months_covered, split_in_proportion
from savings_app.regulation.queries import find_version_on
from savings_app.regulation.reading import parse_version
from savings_app.regulation.rules import NOT_ISSUED, RegulationStatus, suggest

PAGE_SIZE = 20
SORTING = Sorting(
    id=Plan.id, by={"number": (Plan.number,)}, default=Order("number", descending=True)
)
FINISHED = (PlanState.AGREED, PlanState.NOT_NOW)


@dataclass(frozen=True, slots=True)
class PlanMoney:
    """What there is to divide. `amount` is None while several recipients stated no shares.

    `total` and `parts` (by name) are those of the whole death by law.
    """

    amount: Rupiah | None
    source: AmountSource
    total: Rupiah
    parts: Mapping[str, Rupiah]
    recipients: int


@dataclass(frozen=True, slots=True)
class SuggestionShown:
    """The regulation's suggestion as one plan was shown it. It advises and is never a cut.

    `base` - `deducted` = `amount` + `free`.
    """

    amount: Rupiah
    code: str
    title: str
    starts: date
    status: RegulationStatus
    base: Rupiah
    deducted: Rupiah
    free: Rupiah

    @property
    def is_issued(self) -> bool:
        """False: no rule has been issued, and whoever shows this says so."""
        return self.status not in NOT_ISSUED

    def as_basis(self) -> dict[str, Any]:
        """Everything but the amount, to be kept with the plan."""
        return {
            "code": self.code,
            "title": self.title,
            "starts": self.starts.isoformat(),
            "status": self.status.value,
            "base": str(self.base),
            "deducted": str(self.deducted),
            "free": str(self.free),
        }


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version of a plan with its sums. `planned` + `rest` = `amount`, always.

    `months` is how many whole months the rest pays at `monthly`; None where no monthly amount was
    given. Of a draft, `suggestion` is today's; of a finished plan the one it was shown. `version`
    is what a form sends back. `over` is by how much the lines exceed the amount, zero if they fit.
    """

    plan_id: UUID
    recipient_id: UUID
    number: int
    version: int
    state: PlanState
    reached: PlanStep
    amount: Rupiah
    household_members: int | None
    school_children: int | None
    lines: tuple[Line, ...]
    planned: Rupiah
    rest: Rupiah
    monthly: Rupiah | None
    months: int | None
    suggestion: SuggestionShown | None
    started_at: datetime
    finished_at: datetime | None
    is_assisted: bool
    paper_on: date | None = None  # the day on the signed paper it was keyed in from
    source: AmountSource | None = field(default=None)

    @property
    def over(self) -> Rupiah:
        return max(ZERO, -self.rest)

    @property
    def is_draft(self) -> bool:
        return self.state is PlanState.DRAFT

    def lines_of(self, *kinds: NeedKind) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind in kinds)

    def rest_without(self, *kinds: NeedKind) -> Rupiah:
        """What the other lines leave: the most a page asking for these kinds can use."""
        return self.rest + total(line.amount for line in self.lines_of(*kinds))


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One row of the list of versions."""

    plan_id: UUID
    number: int
    state: PlanState
    started_at: datetime
    finished_at: datetime | None
    is_assisted: bool


def get_plan_money(session: Session, *, recipient: Heir) -> PlanMoney:
    """The amount a plan of this recipient divides.

    First the family's own word where not all of it arrived, then what was paid, and before any
    payout the recipient's own by law.
    """
    entitlement = get_entitlement(session, recipient=recipient)
    arrival = get_arrival(session, recipient_id=recipient.id)
    if arrival.short_amount is not None:
        amount, source = arrival.short_amount, AmountSource.RECEIVED
    elif arrival.paid > ZERO:
        amount, source = arrival.paid, AmountSource.PAID
    elif entitlement.own is not None and entitlement.own > ZERO:
        amount, source = entitlement.own, AmountSource.ENTITLED
    else:
        amount, source = None, AmountSource.UNKNOWN
    return PlanMoney(
        amount=amount,
        source=source,
        total=entitlement.total,
        parts={part.part: part.amount for part in entitlement.parts},
        recipients=entitlement.recipients,
    )


def find_suggestion(
    session: Session,
    *,
    money: PlanMoney,
    amount: Rupiah,
    lines: Sequence[Line],
    household_members: int | None,
    region_code: str,
    day: date,
) -> SuggestionShown | None:
    """What the regulation suggests for a plan of `amount` shown on `day`; None without a rule.

    `amount` is split over the parts of the benefit in proportion, so that the parts add up to it:
    one recipient of the whole has the parts of the law. A repealed version suggests nothing.
    """
    version = find_version_on(session, day=day, region_code=region_code)
    if version is None or version.status is RegulationStatus.REPEALED:
        return None
    parts = split_in_proportion(amount, money.parts)
    needs = [(line.kind.value, line.amount) for line in lines]
    result = suggest(
        parse_version(version.content),
        parts=parts.items(),
        needs=needs,
        household_members=household_members,
        on=day,
    )
    return SuggestionShown(
        amount=result.suggestion,
        code=version.code,
        title=version.title,
        starts=version.starts,
        status=version.status,
        base=result.base,
        deducted=result.deducted,
        free=result.free,
    )


def list_lines(session: Session, *, plan_id: UUID) -> tuple[Line, ...]:
    """The lines of a plan the caller may already see, in the order of the pages.

    Debts begin with the one that costs most.
    """
    rows = session.scalars(select(PlanLine).where(PlanLine.plan_id == plan_id))
    order = list(NeedKind)
    in_order = sorted(rows, key=lambda row: (order.index(row.kind), row.position))
    return costliest_debts_first([_line(row) for row in in_order])


def list_pots_before(session: Session, *, recipient_id: UUID) -> tuple[Line, ...]:
    """The pots of every version of a recipient's plan, the newest version first.

    For a caller who may already see the recipient.
    """
    rows = session.scalars(
        select(PlanLine)
        .join(Plan, Plan.id == PlanLine.plan_id)
        .where(Plan.recipient_id == recipient_id, PlanLine.kind == NeedKind.SAVING)
        .order_by(Plan.number.desc(), PlanLine.position)
    )
    return tuple(_line(row) for row in rows)


def _line(row: PlanLine) -> Line:
    return Line(
        kind=row.kind,
        amount=row.amount,
        label=row.label,
        monthly=row.monthly,
        months=row.months,
        wanted_on=row.wanted_on,
        costs_monthly=row.costs_monthly,
        school_level=row.school_level,
        yearly_need=row.yearly_need,
        target=row.target,
        in_name_of=row.in_name_of,
        pot_id=row.pot_id,
    )


def find_draft(session: Session, *, recipient_id: UUID) -> Plan | None:
    """The version being written, for a caller who may already see the recipient."""
    return session.scalar(
        select(Plan).where(Plan.recipient_id == recipient_id, Plan.state == PlanState.DRAFT)
    )


def find_plan_in_force(session: Session, *, recipient_id: UUID) -> Plan | None:
    """The latest agreed plan; without one, the latest that ended with "belum sekarang"."""
    plans = session.scalars(
        select(Plan)
        .where(Plan.recipient_id == recipient_id, Plan.state.in_(FINISHED))
        .order_by(Plan.number.desc())
    ).all()
    agreed = (plan for plan in plans if plan.state is PlanState.AGREED)
    return next(agreed, plans[0] if plans else None)


def list_plans(
    session: Session, *, actor: Actor, recipient_id: UUID, place: Place | None = None
) -> Page[PlanVersion]:
    """A page of the versions, the newest first.

    Raises:
        NotFound: not this actor's recipient.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    statement = select(Plan).where(Plan.recipient_id == recipient_id)
    page = list_page(session, statement, sorting=SORTING, place=place, size=PAGE_SIZE)
    return page.of([_version(row.Plan) for row in page.rows])


def _version(plan: Plan) -> PlanVersion:
    return PlanVersion(
        plan_id=plan.id,
        number=plan.number,
        state=plan.state,
        started_at=plan.started_at,
        finished_at=plan.finished_at,
        is_assisted=plan.assisted_by is not None,
    )


def get_plan_view(
    session: Session,
    *,
    actor: Actor,
    recipient_id: UUID,
    plan_id: UUID | None = None,
    today: date | None = None,
) -> PlanView:
    """One version with its sums; without `plan_id` the plan in force, else the draft.

    `today` is the day a draft is shown on, for its suggestion; without it a draft has none.

    Raises:
        NotFound: no such plan, or not this actor's.
    """
    recipient = get_recipient(session, actor=actor, recipient_id=recipient_id)
    if plan_id is None:
        plan = find_plan_in_force(session, recipient_id=recipient_id)
        plan = plan or find_draft(session, recipient_id=recipient_id)
    else:
        plan = session.scalar(
            select(Plan).where(Plan.id == plan_id, Plan.recipient_id == recipient_id)
        )
    if plan is None:
        raise NotFound
    lines = list_lines(session, plan_id=plan.id)
    if plan.state is not PlanState.DRAFT:
        return _view(plan, lines, plan.amount, _kept_suggestion(plan))
    money = get_plan_money(session, recipient=recipient)
    amount = money.amount or plan.amount
    shown = None
    if today is not None:
        case = get_case(session, actor=actor, case_id=recipient.case_id)
        shown = find_suggestion(
            session,
            money=money,
            amount=amount,
            lines=lines,
            household_members=plan.household_members,
            region_code=case.region_code,
            day=today,
        )
    return _view(plan, lines, amount, shown, source=money.source)


def get_plan_numbered(session: Session, *, actor: Actor, recipient_id: UUID, number: int) -> UUID:
    """
    Raises:
        NotFound: this recipient has no such version, or is not this actor's.
    """
    get_recipient(session, actor=actor, recipient_id=recipient_id)
    found = session.scalar(
        select(Plan.id).where(Plan.recipient_id == recipient_id, Plan.number == number)
    )
    if found is None:
        raise NotFound
    return found


def _view(
    plan: Plan,
    lines: tuple[Line, ...],
    amount: Rupiah,
    suggestion: SuggestionShown | None,
    source: AmountSource | None = None,
) -> PlanView:
    rest = free_rest(lines, amount=amount)
    monthly = next((line.monthly for line in lines if line.kind is NeedKind.LIVING), None)
    return PlanView(
        plan_id=plan.id,
        recipient_id=plan.recipient_id,
        number=plan.number,
        version=plan.version,
        state=plan.state,
        reached=plan.reached,
        amount=amount,
        household_members=plan.household_members,
        school_children=plan.school_children,
        lines=lines,
        planned=total(line.amount for line in lines),
        rest=rest,
        monthly=monthly,
        months=months_covered(rest, monthly=monthly),
        suggestion=suggestion,
        started_at=plan.started_at,
        finished_at=plan.finished_at,
        is_assisted=plan.assisted_by is not None,
        paper_on=plan.paper_on,
        source=source,
    )


def _kept_suggestion(plan: Plan) -> SuggestionShown | None:
    """The suggestion as this plan was shown it, whatever the regulation says since."""
    basis = plan.suggestion_basis
    if plan.suggestion is None or basis is None:
        return None
    return SuggestionShown(
        amount=plan.suggestion,
        code=basis["code"],
        title=basis["title"],
        starts=date.fromisoformat(basis["starts"]),
        status=RegulationStatus(basis["status"]),
        base=Rupiah.from_decimal(Decimal(basis["base"])),
        deducted=Rupiah.from_decimal(Decimal(basis["deducted"])),
        free=Rupiah.from_decimal(Decimal(basis["free"])),
    )
