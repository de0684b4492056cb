"""Writing the cases of an old spreadsheet: all rows of all cases in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.actions.opening import NUMBER_PREFIX
from savings_app.cases.benefit_rules import (
    BenefitFacts,
    benefit_by_law,
    stored_scholarship,
    stored_warning,
)
from savings_app.cases.import_past import PastLine
from savings_app.cases.kinds import PayoutKind, Programme, Relation, Turn
from savings_app.cases.models import (
    BenefitComputation,
    BenefitPart,
    Case,
    Claim,
    Heir,
    PastPayment,
)
from savings_app.cases.money_rules import plain_name
from savings_app.cases.queries.past_cases import last_serials
from savings_app.cases.rules import past_stage
from savings_app.identifiers import KPJ, NIK
from savings_app.money import ZERO, Rupiah, total
from savings_app.policy import rules as policy
from savings_app.policy.rules import FactStatus
from savings_app.regions.queries import get_public_holidays
from savings_app.regions.rules import add_working_days
from savings_app.registry.models import Participant
from savings_app.registry.queries.import_keys import Known
from savings_app.registry.rules import Payer, Segment, Sex, StopReason
from savings_app.words import gettext


@dataclass(slots=True)
class PastCase:
    """One death of the file: its rows, and the participant where the registry knows one."""

    died_on: date
    region_code: str
    person: Known | None = field(repr=False)
    lines: list[PastLine] = field(default_factory=list, repr=False)
    case_id: UUID = field(default_factory=uuid4)
    _told: set[tuple[Any, ...]] = field(default_factory=set, repr=False)

    @classmethod
    def begun(cls, line: PastLine, person: Known | None, region_code: str) -> PastCase:
        assert line.died_on is not None  # noqa: S101  a row without it was refused
        return cls(line.died_on, region_code, person)

    def add(self, line: PastLine) -> bool:
        """One more row of this death; False where the very same was told already."""
        who = plain_name(line.get("recipient") or "")
        told = (who, line.get("amount"), line.get("paid_on"))
        if told in self._told:
            return False
        self._told.add(told)
        self.lines.append(line)
        return True

    @property
    def facts(self) -> dict[str, Any]:
        return self.lines[0].person.facts

    def get(self, name: str) -> Any:
        """What the first row that says it says."""
        return next((line.get(name) for line in self.lines if line.get(name) is not None), None)

    def of_person(self, name: str) -> Any:
        """What the registry knows of the person, else what the file says."""
        known = getattr(self.person, name) if self.person is not None else None
        return known if known is not None else self.facts.get(name)


def make_past_cases(
    session: Session,
    deaths: Sequence[PastCase],
    *,
    actor: Actor,
    batch_id: UUID,
    today: date,
    now: datetime,
) -> None:
    """Participants first, then cases in the order of the deaths, numbered in their own year."""
    ordered = sorted(deaths, key=lambda one: (one.died_on, one.lines[0].number))
    serials = last_serials(session, years={one.died_on.year for one in ordered})
    years = {
        line.get("filed_on").year for one in ordered for line in one.lines if line.get("filed_on")
    }
    holidays = get_public_holidays(session, years=sorted(years | {year + 1 for year in years}))
    cases, rest = [], []
    for death in ordered:
        participant_id = death.person.id if death.person is not None else uuid4()
        if death.person is None:
            session.add(_participant(death, participant_id, batch_id, now))
        serials[death.died_on.year] += 1
        case = _case(death, participant_id, batch_id, actor, today, now)
        case.serial = serials[case.year]
        case.number = f"{NUMBER_PREFIX}-{case.year}-{case.serial:04}"
        cases.append(case)
        rest.extend(_parts_of(death, case, actor, batch_id, holidays, today, now))
    session.flush()
    session.add_all(cases)
    session.flush()
    for rank in (BenefitComputation, Heir, Claim, BenefitPart, PastPayment):
        session.add_all(row for row in rest if isinstance(row, rank))
        session.flush()


def _participant(
    death: PastCase, participant_id: UUID, batch_id: UUID, now: datetime
) -> Participant:
    """Made with what is known: somebody who died is paid for no more."""
    facts = death.facts
    nik, kpj, sex = facts.get("nik"), facts.get("kpj"), facts.get("sex")
    return Participant(
        id=participant_id,
        full_name=facts["full_name"],
        nik=NIK(nik) if nik else None,
        nik_missing_reason=None if nik else gettext("tidak ada di berkas lama"),
        kpj=KPJ(kpj) if kpj else None,
        born_on=facts.get("born_on"),
        sex=Sex(sex) if sex else None,
        segment=Segment(facts.get("segment") or Segment.BPU),
        category=facts["category"],
        payer=Payer(facts["payer"]),
        months_contributed=facts.get("months_contributed"),
        region_code=death.region_code,
        created_at=now,
        stopped_on=death.died_on,
        stop_reason=StopReason.DIED,
        batch_id=batch_id,
    )


def _case(
    death: PastCase,
    participant_id: UUID,
    batch_id: UUID,
    actor: Actor,
    today: date,
    now: datetime,
) -> Case:
    """When it happened stands in the death, the claim and the payments; `opened_on` is today.

    So a month that is closed shows what became known only now as recorded late, and no day of the
    old spreadsheet passes for a day on which somebody wrote it down here.
    """
    nik, kpj = death.of_person("nik"), death.of_person("kpj")
    unknown = gettext("tidak ada di berkas lama")
    return Case(
        id=death.case_id,
        year=death.died_on.year,
        participant_id=participant_id,
        region_code=death.region_code,
        full_name=death.facts["full_name"],
        nik=NIK(nik) if nik else None,
        kpj=KPJ(kpj) if kpj else None,
        category=death.of_person("category"),
        payer=Payer(death.facts.get("payer") or death.of_person("payer")),
        died_on=death.died_on,
        programme=death.get("programme"),
        segment=Segment(death.of_person("segment") or Segment.BPU),
        months_contributed=death.facts.get("months_contributed"),
        wage=death.get("wage") if death.get("programme") is Programme.JKK else None,
        reporter_name=unknown,
        reporter_relation=unknown,
        reporter_phone=None,
        opened_on=today,
        opened_at=now,
        opened_by=actor.user_id,
        turn=Turn.NOBODY,
        due_on=None,
        disputed=False,
        batch_id=batch_id,
        batch_row=death.lines[0].number,
    )


def _parts_of(
    death: PastCase,
    case: Case,
    actor: Actor,
    batch_id: UUID,
    holidays: frozenset[date],
    today: date,
    now: datetime,
) -> list[Any]:
    """The benefit by the law of that day, the heirs, the claim and what was paid."""
    computation, parts = _benefit(death, case, actor, today, now)
    heirs: dict[tuple[str, ...], Heir] = {}
    payments = []
    for line in death.lines:
        amount: Rupiah | None = line.get("amount")
        if line.get("recipient") is None and amount is None:
            continue
        name = line.get("recipient") or gettext("tidak disebut di berkas lama")
        heir = heirs.setdefault(plain_name(name), _heir(case, name, line, len(heirs) + 1))
        if amount is not None:
            payments.append(_payment(case, heir, line, batch_id))
    claim = _claim(death, case, actor, holidays, now)
    case.stage = past_stage(
        paid=total(one.amount for one in payments) if payments else ZERO,
        entitled=computation.total,
        has_claim=claim is not None,
    )
    return [computation, *parts, *heirs.values(), *payments, *([claim] if claim else [])]


def _benefit(
    death: PastCase, case: Case, actor: Actor, today: date, now: datetime
) -> tuple[BenefitComputation, list[BenefitPart]]:
    facts = BenefitFacts(
        died_on=case.died_on,
        programme=case.programme,
        segment=case.segment,
        months=case.months_contributed,
        wage=case.wage,
    )
    benefit = benefit_by_law(facts, today=today)
    computation = BenefitComputation(
        id=uuid4(),
        case_id=case.id,
        number=1,
        died_on=facts.died_on,
        programme=facts.programme,
        segment=facts.segment,
        months_contributed=facts.months,
        wage=facts.wage,
        children=[],
        total=benefit.total,
        scholarship=stored_scholarship(benefit.scholarship),
        warnings=[stored_warning(warning) for warning in benefit.warnings],
        reason=None,
        made_by=actor.user_id,
        made_at=now,
    )
    parts = [
        BenefitPart(
            computation_id=computation.id,
            position=position,
            part=part.part.value,
            amount=part.amount,
            law=part.law,
            status=FactStatus(part.status.value),
        )
        for position, part in enumerate(benefit.parts, 1)
    ]
    return computation, parts


def _heir(case: Case, name: str, line: PastLine, position: int) -> Heir:
    return Heir(
        id=uuid4(),
        case_id=case.id,
        position=position,
        full_name=name[:120],
        nik=None,
        born_on=None,
        relation=line.get("relation") or Relation.OTHER,
        phone=None,
        is_recipient=True,
        share=None,
    )


def _payment(case: Case, heir: Heir, line: PastLine, batch_id: UUID) -> PastPayment:
    return PastPayment(
        case_id=case.id,
        recipient_id=heir.id,
        kind=PayoutKind.BENEFIT,
        amount=line.get("amount"),
        paid_on=line.get("paid_on"),
        batch_id=batch_id,
        row_number=line.number,
    )


def _claim(
    death: PastCase, case: Case, actor: Actor, holidays: frozenset[date], now: datetime
) -> Claim | None:
    filed_on = death.get("filed_on")
    if filed_on is None:
        return None
    days = policy.payment_working_days(programme=case.programme, on=filed_on)
    return Claim(
        case_id=case.id,
        filed_on=filed_on,
        receipt_number=None,
        due_on=add_working_days(filed_on, days, holidays),
        recorded_by=actor.user_id,
        recorded_at=now,
        returned_on=None,
        return_reason=None,
    )
