"""Contributions after a death, twice, or after a stop: the rows, and their sums to the rupiah."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.data_updates.queries.payments import (
    PaymentFilter,
    Reason,
    count_payments,
    list_payments,
    list_villages,
)
from savings_app.deaths.actions.lines import ReportFacts
from savings_app.deaths.actions.reporting import record_death
from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.imports.kinds import BatchState
from savings_app.money import Rupiah
from savings_app.paging import Order, Place
from savings_app.registry.models import Participant, Payer, StopReason
from tests.builders import NOW, TODAY, actor_of, make_case, make_participant, make_user
from tests.listed import make_batch, make_paid

SEP, OCT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
DIED, TWICE, STOPPED = Reason.AFTER_DEATH, Reason.TWICE, Reason.AFTER_STOP
FAR = "75.03.06.2007"


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


def found(
    session: Session, actor: Actor, wanted: PaymentFilter | None = None
) -> list[tuple[str, date, tuple[Reason, ...]]]:
    page = list_payments(
        session, actor=actor, wanted=wanted or PaymentFilter(), order=Order("month")
    )
    return [(row.full_name, row.month, tuple(row.reasons)) for row in page.rows]


def person(session: Session, name: str, **more: str) -> Participant:
    return make_participant(session, full_name=name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("died_on", "months"),
    [
        (date(2026, 9, 1), [OCT, NOV]),
        (date(2026, 9, 30), [OCT, NOV]),
        (date(2026, 10, 1), [NOV]),
        (date(2026, 11, 1), []),
    ],
)
def test_the_month_of_the_death_is_paid_rightly_the_next_is_looked_at(
    session: Session, actor: Actor, died_on: date, months: list[date]
) -> None:
    dead = person(session, "Almarhum Uji")
    make_case(session, participant=dead, died_on=died_on)
    batch = make_batch(session)
    for month in (SEP, OCT, NOV):
        make_paid(session, batch=batch, participant=dead, month=month)
    assert found(session, actor) == [("Almarhum Uji", month, (DIED,)) for month in months]


def test_a_death_that_was_heard_of_counts_once_somebody_is_sure_who_it_is(
    session: Session, actor: Actor
) -> None:
    dead = person(session, "Almarhum Uji")
    batch = make_batch(session)
    for month in (SEP, OCT):
        make_paid(session, batch=batch, participant=dead, month=month)
    notice = record_death(
        session,
        actor=actor,
        facts=ReportFacts(
            source=DeathSource.IMAM,
            full_name="Nama Lain Uji",
            died_on=date(2026, 9, 4),
            region_code=dead.region_code,
        ),
        request_key=uuid4(),
        today=TODAY,
        now=NOW,
    )
    assert found(session, actor) == []
    notice.participant_id, notice.match_confirmed = dead.id, True
    session.flush()
    assert found(session, actor) == [("Almarhum Uji", OCT, (DIED,))]
    notice.state = DeathState.WRONG
    session.flush()
    assert found(session, actor) == []


def test_a_month_paid_again_is_the_one_of_the_later_list(session: Session, actor: Actor) -> None:
    one = person(session, "Ganda Uji")
    first, second = make_batch(session), make_batch(session)
    make_paid(session, batch=second, participant=one, month=OCT, payer=Payer.APBDES, amount=18_800)
    make_paid(session, batch=first, participant=one, month=OCT, payer=Payer.APBD)
    make_paid(session, batch=first, participant=one, month=NOV)

    page = list_payments(session, actor=actor, wanted=PaymentFilter())

    assert [(row.month, row.payer, row.also_paid_by, row.source) for row in page.rows] == [
        (OCT, Payer.APBDES, Payer.APBD, "Daftar 2")
    ]
    assert page.rows[0].amount == Rupiah.of(18_800)


def test_twice_in_one_list_counts_too_and_three_times_is_two_too_many(
    session: Session, actor: Actor
) -> None:
    one = person(session, "Ganda Uji")
    batch = make_batch(session)
    for occurrence in (1, 2, 3):
        make_paid(session, batch=batch, participant=one, month=OCT, occurrence=occurrence)
    assert found(session, actor) == [("Ganda Uji", OCT, (TWICE,))] * 2


def test_a_stop_in_the_middle_of_a_month_leaves_that_month(session: Session, actor: Actor) -> None:
    one = person(session, "Pindah Uji")
    one.stopped_on, one.stop_reason = date(2026, 10, 15), StopReason.MOVED
    batch = make_batch(session)
    for month in (OCT, NOV):
        make_paid(session, batch=batch, participant=one, month=month)
    assert found(session, actor) == [("Pindah Uji", NOV, (STOPPED,))]


def test_lists_that_were_taken_back_count_for_nothing(session: Session, actor: Actor) -> None:
    dead = person(session, "Almarhum Uji")
    make_case(session, participant=dead, died_on=SEP)
    undone = make_batch(session, state=BatchState.UNDONE)
    staged = make_batch(session, state=BatchState.STAGED)
    applied = make_batch(session)
    for batch in (undone, staged, applied):
        make_paid(session, batch=batch, participant=dead, month=NOV)
    assert found(session, actor) == [("Almarhum Uji", NOV, (DIED,))]


def test_a_month_with_three_reasons_stands_once_and_is_summed_once(
    session: Session, actor: Actor
) -> None:
    dead = person(session, "Almarhum Uji")
    dead.stopped_on, dead.stop_reason = OCT, StopReason.DIED
    make_case(session, participant=dead, died_on=SEP)
    first, second = make_batch(session), make_batch(session)
    make_paid(session, batch=first, participant=dead, month=NOV)
    make_paid(session, batch=second, participant=dead, month=NOV, payer=Payer.APBDES, amount=18_800)

    reasons = [one[2] for one in found(session, actor)]
    assert sorted(reasons, key=len) == [(DIED, STOPPED), (DIED, TWICE, STOPPED)]
    totals = count_payments(session, actor=actor, wanted=PaymentFilter())
    assert (totals.all.months, totals.all.people) == (2, 1)
    assert totals.all.amount == Rupiah.of(35_600)
    assert {one.name: one.amount for one in totals.by_payer} == {
        "apbd": Rupiah.of(16_800),
        "apbdes": Rupiah.of(18_800),
    }
    assert {one.name: (one.months, one.amount) for one in totals.by_reason} == {
        DIED: (2, Rupiah.of(35_600)),
        TWICE: (1, Rupiah.of(18_800)),
        STOPPED: (2, Rupiah.of(35_600)),
    }


def test_amounts_nobody_named_are_counted_apart_and_never_guessed(
    session: Session, actor: Actor
) -> None:
    dead = person(session, "Almarhum Uji")
    make_case(session, participant=dead, died_on=SEP)
    batch = make_batch(session)
    make_paid(session, batch=batch, participant=dead, month=OCT, amount=None)
    totals = count_payments(session, actor=actor, wanted=PaymentFilter())
    assert (totals.all.amount, totals.all.months, totals.all.without_amount) == (Rupiah(0), 1, 1)


def test_filters_and_scope(session: Session, actor: Actor) -> None:
    near, far = person(session, "Dekat Uji"), person(session, "Jauh Uji", region_code=FAR)
    batch = make_batch(session)
    for one in (near, far):
        one.stopped_on, one.stop_reason = SEP, StopReason.MOVED
        make_paid(session, batch=batch, participant=one, month=OCT)
    assert len(found(session, actor)) == 2
    assert found(session, actor, PaymentFilter(district="75.03.06")) == [
        ("Jauh Uji", OCT, (STOPPED,))
    ]
    assert found(session, actor, PaymentFilter(reason=DIED)) == []
    assert found(session, actor, PaymentFilter(payer=Payer.APBDES)) == []
    of_suwawa = actor_of(make_user(session, region="75.03.11"))
    assert found(session, of_suwawa) == [("Dekat Uji", OCT, (STOPPED,))]
    assert count_payments(session, actor=of_suwawa, wanted=PaymentFilter()).all.months == 1


@pytest.mark.parametrize("name", ["name", "place", "month", "payer", "amount"])
def test_the_rows_are_paged_by_key_in_every_order(
    session: Session, actor: Actor, name: str
) -> None:
    one = person(session, "Pindah Uji")
    one.stopped_on, one.stop_reason = SEP, StopReason.MOVED
    batch = make_batch(session)
    for month, amount in ((SEP, None), (OCT, 16_800), (NOV, 18_800)):
        make_paid(session, batch=batch, participant=one, month=month, amount=amount)
    months, place = [], None
    for _ in range(3):
        page = list_payments(
            session,
            actor=actor,
            wanted=PaymentFilter(),
            order=Order(name),
            place=place,
            size=1,
        )
        months.append(page.rows[0].month)
        place = Place(after=page.rows[0].id)
    assert sorted(months) == [SEP, OCT, NOV]
    assert name not in {"month", "amount"} or months == [SEP, OCT, NOV]


def test_the_desa_are_paged_by_key_in_every_order(session: Session, actor: Actor) -> None:
    near, far = person(session, "Dekat Uji"), person(session, "Jauh Uji", region_code=FAR)
    batch = make_batch(session)
    for one, amount in ((near, 16_800), (far, 18_800)):
        one.stopped_on, one.stop_reason = SEP, StopReason.MOVED
        make_paid(session, batch=batch, participant=one, month=OCT, amount=amount)
    first = list_villages(session, actor=actor, wanted=PaymentFilter(), size=1)
    assert [(one.name, one.amount) for one in first.rows] == [
        ("Tamboo, Tilongkabila", Rupiah.of(18_800))
    ]
    assert (first.total, first.has_later) == (2, True)
    for order in ("name", "months", "people", "amount"):
        names = []
        place = None
        for _ in range(2):
            page = list_villages(
                session,
                actor=actor,
                wanted=PaymentFilter(),
                order=Order(order),
                place=place,
                size=1,
            )
            names += [one.name for one in page.rows]
            place = Place(after=page.rows[0].id)
        assert sorted(names) == ["Dumbaya Bulan, Suwawa Timur", "Tamboo, Tilongkabila"]
