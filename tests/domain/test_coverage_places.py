"""Coverage by place, from real rows: counts, targets with history, budgets, bases, a stop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.coverage.actions.bases import (
    BasisFacts,
    add_basis,
    edit_basis,
    record_basis_opened,
)
from savings_app.coverage.actions.plans import set_budget, set_target, set_workers
from savings_app.coverage.kinds import BasisKind, BasisStatus, Grouping
from savings_app.coverage.models import ContributionBudget, CoverageTarget
from savings_app.coverage.queries.bases import BasisFilter, get_basis, iterate_bases
from savings_app.coverage.queries.covered import count_covered
from savings_app.coverage.queries.places import (
    CoverageFilter,
    CoverageTable,
    get_coverage_table,
)
from savings_app.coverage.queries.plans import list_replaced_targets, list_targets
from savings_app.coverage.queries.sheets import get_sheet
from savings_app.coverage.queries.villages import list_village_years
from savings_app.coverage.rules import (
    BasisEndsBeforeStart,
    BasisUnknown,
    EachVillageOfOne,
    PeopleImpossible,
    RegionNotYours,
    SourceYearImpossible,
    YearImpossible,
)
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.imports.kinds import BatchState
from savings_app.money import Rupiah
from savings_app.paging import Order
from savings_app.policy.series import FactStatus
from savings_app.regions.actions import add_region_change
from savings_app.regions.queries import current_codes, find_place
from savings_app.regions.rules import (
    RegionChangeKind,
    RegionChangeTwice,
    RegionCodeShape,
    RegionCodeStillUsed,
    RegionCodeUnknown,
)
from savings_app.registry.actions import add_category
from savings_app.registry.queries import list_categories, list_category_rows
from savings_app.registry.rules import CategoryTaken, CategoryUnknown, Payer
from tests.builders import VILLAGE, actor_of, load_reference, make_participant, make_user
from tests.paid import make_list, pay_months

OTHER_VILLAGE = "75.03.06.2007"
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


def table(session: Session, actor: Actor, **more: Any) -> CoverageTable:
    asked: dict[str, Any] = {
        "month": OCTOBER,
        "grouping": Grouping.DISTRICT,
        "wanted": CoverageFilter(),
        "order": Order("name"),
    }
    return get_coverage_table(session, actor=actor, **{**asked, **more})


def target(session: Session, actor: Actor, now: datetime, **more: Any) -> CoverageTarget:
    facts: dict[str, Any] = {
        "region_code": "75.03",
        "each_village": True,
        "category": None,
        "payer": Payer.APBDES,
        "year": 2023,
        "people": 100,
        "source": "rapat uji",
        "status": FactStatus.DRAFT,
    }
    return set_target(session, actor=actor, now=now, **{**facts, **more})


# --- who is covered ----------------------------------------------------------------------------


def test_a_person_is_counted_once_and_the_parts_add_up(session: Session, actor: Actor) -> None:
    here, there = make_participant(session), make_participant(session, region_code=OTHER_VILLAGE)
    twice = make_participant(session)
    for person in (here, there, twice):
        pay_months(session, participant=person, first=OCTOBER)
    pay_months(session, participant=twice, first=OCTOBER, payer=Payer.APBDES)
    pay_months(session, participant=twice, first=OCTOBER, occurrence=2)
    undone = make_list(session, state=BatchState.UNDONE)
    pay_months(session, participant=make_participant(session), first=OCTOBER, batch=undone)
    pay_months(session, participant=make_participant(session), first=date(2026, 9, 1))

    for grouping in Grouping:
        found = table(session, actor, grouping=grouping)
        assert found.people == sum(row.people for row in found.rows) == 3, grouping
    by_place = {row.name: row.people for row in table(session, actor).rows}
    assert by_place == {"Suwawa Timur": 2, "Tilongkabila": 1}
    only = table(session, actor, wanted=CoverageFilter(district="75.03.06"))
    assert (only.people, [row.name for row in only.rows]) == (1, ["Tilongkabila"])


def test_nobody_counts_people_of_another_region(session: Session) -> None:
    pay_months(session, participant=make_participant(session), first=OCTOBER)

    for region, people in (("75.03.06", 0), ("75.03.11", 1), ("75.03.1", 0)):
        stranger = actor_of(make_user(session, region=region))
        groups = count_covered(session, actor=stranger, month=OCTOBER)
        assert sum(group.people for group in groups) == people, region


def test_total_coverage_needs_a_number_of_workers_with_its_source(
    session: Session, actor: Actor, today: date, now: datetime
) -> None:
    assert table(session, actor).workers is None

    for workers in (90_000, 91_000):
        set_workers(
            session,
            actor=actor,
            region_code="75.03",
            year=2026,
            workers=workers,
            source="BPS uji",
            source_year=2025,
            today=today,
            now=now,
        )

    found = table(session, actor).workers
    assert found is not None
    assert (found.workers, found.source, found.source_year) == (91_000, "BPS uji", 2025)
    assert table(session, actor, month=date(2025, 10, 1)).workers is None
    with pytest.raises(SourceYearImpossible):
        set_workers(
            session,
            actor=actor,
            region_code="75.03",
            year=2026,
            workers=1,
            source="uji",
            source_year=2027,
            today=today,
            now=now,
        )


# --- targets -----------------------------------------------------------------------------------


def test_a_changed_target_keeps_what_it_was(session: Session, actor: Actor, now: datetime) -> None:
    target(session, actor, now)
    target(session, actor, now, people=120)

    assert [one.people for one in list_targets(session, actor=actor)] == [120]
    assert [one.people for one in list_replaced_targets(session, actor=actor)] == [100]
    villages = table(session, actor, grouping=Grouping.VILLAGE).rows
    assert [row.target for row in villages] == [120, 120]
    events = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == "coverage:target")
        .order_by(AuditEvent.sequence)
    )
    assert len(events.all()) == 2


def test_a_target_cannot_be_written_over(session: Session, actor: Actor, now: datetime) -> None:
    row = target(session, actor, now)

    row.people = 1
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.flush()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"year": 1999}, YearImpossible),
        ({"people": -1}, PeopleImpossible),
        ({"region_code": "75.04"}, RegionNotYours),
        ({"region_code": VILLAGE}, EachVillageOfOne),
        ({"category": "tidak_ada"}, CategoryUnknown),
        ({"basis_id": uuid4()}, BasisUnknown),
    ],
)
def test_a_target_that_cannot_be_is_refused_and_leaves_nothing(
    session: Session,
    actor: Actor,
    now: datetime,
    facts: dict[str, Any],
    refusal: type[DomainError],
) -> None:
    with pytest.raises(refusal):
        target(session, actor, now, **facts)

    assert list_targets(session, actor=actor) == []


# --- months by desa ----------------------------------------------------------------------------


def test_which_desa_has_not_paid_which_month(session: Session, actor: Actor, now: datetime) -> None:
    target(session, actor, now, people=2)
    first, second = (make_participant(session) for _ in range(2))
    for person in (first, second):
        person.payer = Payer.APBDES
    pay_months(session, participant=first, first=date(2026, 1, 1), months=5, payer=Payer.APBDES)
    pay_months(session, participant=second, first=date(2026, 2, 1), payer=Payer.APBDES)
    pay_months(session, participant=first, first=date(2026, 7, 1), payer=Payer.APBDES)
    # APBD is not this desa's budget.
    pay_months(session, participant=second, first=date(2026, 6, 1))

    here, never = list_village_years(session, actor=actor, year=2026)

    assert here.paid == {1: 1, 2: 2, 3: 1, 4: 1, 5: 1, 7: 1}
    assert (here.unpaid, here.partial) == ([6], [1, 3, 4, 5, 7])
    assert (here.participants, here.target, here.until) == (2, 2, 7)
    assert (here.never_began, never.never_began, never.name) == (False, True, "Tamboo")


# --- budgets -----------------------------------------------------------------------------------


def budget(session: Session, actor: Actor, now: datetime, **more: Any) -> ContributionBudget:
    facts: dict[str, Any] = {
        "region_code": VILLAGE,
        "payer": Payer.APBDES,
        "year": 2026,
        "people": 100,
        "first_month": 1,
        "last_month": 12,
        "amount": Rupiah.of(16_800_000),
        "source": "APBDes uji",
        "request_key": uuid4(),
    }
    return set_budget(session, actor=actor, now=now, **{**facts, **more})


def test_a_sheet_tells_the_need_the_budget_and_the_shortfall(
    session: Session, actor: Actor, now: datetime
) -> None:
    target(session, actor, now)
    budget(session, actor, now)

    sheet = get_sheet(session, actor=actor, payer=Payer.APBDES, year=2026)

    here, there = sheet.rows
    assert here.need is not None
    assert (here.need.needed, here.difference) == (
        Rupiah.of(20_160_000),
        Rupiah.of(16_800_000 - 20_160_000),
    )
    assert (there.budget, there.difference) == (None, None)
    assert (sheet.needed, sheet.budgeted, sheet.not_budgeted) == (
        Rupiah.of(40_320_000),
        Rupiah.of(16_800_000),
        1,
    )
    assert sheet.difference == Rupiah.of(16_800_000 - 40_320_000)


def test_the_kabupaten_pays_for_its_target(session: Session, actor: Actor, now: datetime) -> None:
    target(session, actor, now, payer=Payer.APBD, each_village=False, people=20_000)

    sheet = get_sheet(session, actor=actor, payer=Payer.APBD, year=2026)

    assert (sheet.people, sheet.needed) == (20_000, Rupiah.of(4_032_000_000))


def test_a_repeat_of_the_form_records_one_budget(
    session: Session, actor: Actor, now: datetime
) -> None:
    key = uuid4()

    first = budget(session, actor, now, request_key=key)
    again = budget(session, actor, now, request_key=key, amount=Rupiah.of(1))
    newer = budget(session, actor, now, amount=Rupiah.of(20_160_000))

    assert (again.id, newer.replaces_id) == (first.id, first.id)
    sheet = get_sheet(session, actor=actor, payer=Payer.APBDES, year=2026)
    assert sheet.budgeted == Rupiah.of(20_160_000)
    with pytest.raises(RegionNotYours):
        budget(session, actor, now, region_code="75.04")


# --- legal bases -------------------------------------------------------------------------------

FACTS = BasisFacts(
    kind=BasisKind.AGREEMENT,
    number="12/PKS-UJI/2026",
    title="Kerja sama uji",
    issuer="Dinas uji",
    region_code="75.03",
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    status=BasisStatus.IN_FORCE,
)


def facts(**more: Any) -> BasisFacts:
    from dataclasses import replace  # noqa: PLC0415

    return replace(FACTS, **more)


def test_what_ends_soon_stands_first_and_what_is_over_last(
    session: Session, actor: Actor, today: date, now: datetime
) -> None:
    for number, ends in (
        ("over", today - timedelta(days=1)),
        ("endless", None),
        ("soon", today + timedelta(days=59)),
        ("later", today + timedelta(days=61)),
    ):
        add_basis(session, actor=actor, facts=facts(number=number, ends=ends), file=None, now=now)

    rows = list(iterate_bases(session, actor=actor, wanted=BasisFilter(), today=today))

    assert [row.basis.number for row in rows] == ["soon", "later", "endless", "over"]
    assert [(row.holds, row.ends_soon) for row in rows] == [
        (True, True),
        (True, False),
        (True, False),
        (False, False),
    ]
    soon = iterate_bases(session, actor=actor, wanted=BasisFilter(soon=True), today=today)
    assert [row.basis.number for row in soon] == ["soon"]


def test_a_basis_is_corrected_by_who_saw_it_and_seen_by_who_may(
    session: Session, actor: Actor, now: datetime
) -> None:
    basis = add_basis(session, actor=actor, facts=facts(region_code=VILLAGE), file=None, now=now)

    edit_basis(
        session,
        actor=actor,
        basis_id=basis.id,
        version=1,
        facts=facts(region_code=VILLAGE, title="Lain"),
        file=None,
        now=now,
    )
    with pytest.raises(Conflict):
        edit_basis(
            session,
            actor=actor,
            basis_id=basis.id,
            version=1,
            facts=FACTS,
            file=None,
            now=now,
        )
    with pytest.raises(BasisEndsBeforeStart):
        add_basis(session, actor=actor, facts=facts(ends=date(2025, 1, 1)), file=None, now=now)
    with pytest.raises(NotFound):
        record_basis_opened(session, actor=actor, basis_id=basis.id, now=now)  # no file
    stranger = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NotFound):
        get_basis(session, actor=stranger, basis_id=basis.id)
    # What the kabupaten rests on is read in every kecamatan, and changed in none.
    whole = add_basis(session, actor=actor, facts=FACTS, file=None, now=now)
    assert get_basis(session, actor=stranger, basis_id=whole.id).title == "Kerja sama uji"
    with pytest.raises(RegionNotYours):
        edit_basis(
            session,
            actor=stranger,
            basis_id=whole.id,
            version=1,
            facts=facts(region_code="75.03.06"),
            file=None,
            now=now,
        )


# --- dated reference data ----------------------------------------------------------------------


def test_a_category_begins_on_its_day(
    session: Session, actor: Actor, today: date, now: datetime
) -> None:
    load_reference(session)

    add_category(
        session, actor=actor, name="Guru ngaji (TPA)", starts=today + timedelta(days=1), now=now
    )

    assert "guru_ngaji_tpa" not in dict(list_categories(session, day=today))
    assert "guru_ngaji_tpa" in dict(list_categories(session, day=today + timedelta(days=1)))
    assert {row.code for row in list_category_rows(session, actor=actor)} == {
        "pekerja_rentan",
        "guru_ngaji_tpa",
    }
    for name in ("guru NGAJI (tpa)", "Guru ngaji TPA", "()"):
        with pytest.raises(CategoryTaken):
            add_category(session, actor=actor, name=name, starts=today, now=now)


def test_an_old_code_leads_to_the_desa_of_today(
    session: Session, actor: Actor, now: datetime
) -> None:
    load_reference(session)

    def change(old: str, new: str, kind: RegionChangeKind = RegionChangeKind.RENAME) -> None:
        add_region_change(
            session,
            actor=actor,
            old_code=old,
            old_name="Nama lama",
            new_code=new,
            kind=kind,
            starts=date(2015, 1, 1),
            law="Perda uji",
            now=now,
        )

    change("75.03.05.2001", VILLAGE)
    for new in (VILLAGE, OTHER_VILLAGE):
        change("75.03.05.2002", new, RegionChangeKind.SPLIT)

    found = find_place(session, code="75.03.05.2001")
    assert found is not None
    assert (found.code, found.name) == (VILLAGE, "Dumbaya Bulan")
    # A desa that was split leads nowhere by itself.
    assert find_place(session, code="75.03.05.2002") is None
    assert current_codes(session, code="75.03.05.2002") == [OTHER_VILLAGE, VILLAGE]
    assert find_place(session, code="75.03.05.2009") is None
    for old, new, refusal in (
        ("75.03.05.2001", VILLAGE, RegionChangeTwice),
        ("75.03.05", "75.03.99", RegionCodeUnknown),
        (OTHER_VILLAGE, VILLAGE, RegionCodeStillUsed),
        ("7503052001", VILLAGE, RegionCodeShape),
    ):
        with pytest.raises(refusal):
            change(old, new)
