"""Cases of old spreadsheets: in their own year, by the law of their day, and taken back whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.heirs import add_heir
from savings_app.cases.actions.importing import PAST_CASES
from savings_app.cases.actions.opening import open_case
from savings_app.cases.actions.stage import refresh_stage
from savings_app.cases.kinds import Programme, Relation, Stage, Turn
from savings_app.cases.models import Case, Claim, Heir, PastPayment
from savings_app.cases.money_rules import ImportNeedsPerson
from savings_app.cases.people_rules import HeirFacts
from savings_app.cases.queries.benefit import find_benefit_in_force
from savings_app.cases.queries.cases import get_case
from savings_app.cases.queries.dead import is_known_dead
from savings_app.cases.queries.money import get_paid_summary
from savings_app.cases.queries.past_cases import find_old_file
from savings_app.deaths.actions.matching import match_waiting
from savings_app.deaths.kinds import DeathState, Match
from savings_app.errors import NotFound
from savings_app.identifiers import NIK
from savings_app.imports.actions.applying import undo_batch
from savings_app.imports.handlers import LeftStanding
from savings_app.imports.models import ImportBatch
from savings_app.money import Rupiah
from savings_app.registry.models import Participant
from savings_app.registry.rules import StopReason
from savings_app.reports.actions import close_month
from savings_app.reports.month_rules import Late
from savings_app.reports.queries.months import count_month, list_recorded_since
from savings_app.worklist.queries.work import WorkFilter, list_work
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    make_notice,
    make_participant,
    make_user,
)
from tests.domain.taking_in import four, look, take_in, told

FACTS = {"category": "pekerja_rentan", "payer": "apbd"}
HEADINGS = (
    "No;Nama Almarhum;NIK;KPJ;Desa;Kecamatan;Tgl Meninggal;Program;Ahli Waris;Hubungan;Tgl Klaim;"
    "Jumlah;Tgl Bayar"
)
OLD_NIK = "7503111708700001"


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


def row(**changed: str) -> str:
    cells = {
        "no": "1",
        "name": "Karim Lama",
        "nik": "",
        "kpj": "",
        "village": "Dumbaya Bulan",
        "district": "Suwawa Timur",
        "died": "05/03/2021",
        "programme": "JKM",
        "recipient": "Asna Lama",
        "relation": "istri",
        "filed": "01/04/2021",
        "amount": "42.000.000",
        "paid": "07/04/2021",
        **changed,
    }
    return ";".join(cells.values())


def listed(*rows: str) -> bytes:
    return "\n".join(["REKAP SANTUNAN JKM 2018-2021", HEADINGS, *rows]).encode()


def take(session: Session, actor: Actor, *rows: str) -> tuple[ImportBatch, tuple[int, ...]]:
    batch, done = take_in(session, listed(*rows), handler=PAST_CASES, actor=actor, facts=FACTS)
    return batch, four(done)


def refusals(session: Session, *rows: str) -> list[tuple[str | None, str]]:
    return told(look(session, listed(*rows), handler=PAST_CASES, facts=FACTS))


def undo(session: Session, actor: Actor, batch: ImportBatch) -> Sequence[LeftStanding]:
    _batch, left = undo_batch(
        session,
        handler=PAST_CASES,
        actor=actor,
        batch_id=batch.id,
        version=None,
        reason="Berkas tahun yang salah",
        today=TODAY,
        now=NOW,
    )
    return left


def numbers(session: Session) -> list[str]:
    return list(session.scalars(select(Case.number).order_by(Case.year, Case.serial)))


def test_an_old_case_comes_in_closed_with_its_source_and_asks_nobody(
    session: Session, actor: Actor
) -> None:
    batch, counts = take(session, actor, row())

    assert counts == (1, 0, 0, 0)
    case = session.scalars(select(Case)).one()
    assert (case.number, case.died_on, case.stage, case.turn, case.due_on) == (
        "BB-2021-0001",
        date(2021, 3, 5),
        Stage.FINISHED,
        Turn.NOBODY,
        None,
    )
    file = find_old_file(session, case=case)
    assert file is not None
    assert (file.source, file.row, file.batch_id) == (batch.source, 3, batch.id)
    heir = session.scalars(select(Heir)).one()
    assert (heir.full_name, heir.relation, heir.is_recipient) == (
        "Asna Lama",
        Relation.SPOUSE,
        True,
    )
    claim = session.scalars(select(Claim)).one()
    assert (claim.filed_on, claim.due_on) == (date(2021, 4, 1), date(2021, 4, 7))
    summary = get_paid_summary(session, case_id=case.id)
    assert (summary.paid, summary.entitled) == (Rupiah.of(42_000_000), Rupiah.of(42_000_000))
    participant = session.get_one(Participant, case.participant_id)
    assert (participant.nik, participant.nik_missing_reason) == (None, "tidak ada di berkas lama")
    assert (participant.stopped_on, participant.stop_reason) == (case.died_on, StopReason.DIED)
    assert session.scalars(select(AuditEvent.action)).all() == ["import:command"]
    # Whatever is computed anew later says the same.
    refresh_stage(session, case_id=case.id)
    assert (case.stage, case.turn) == (Stage.FINISHED, Turn.NOBODY)


@pytest.mark.parametrize(
    ("died", "whole"), [("01/12/2019", 24_000_000), ("02/12/2019", 42_000_000)]
)
def test_the_benefit_is_that_of_the_law_of_the_day(
    session: Session, actor: Actor, died: str, whole: int
) -> None:
    take(session, actor, row(died=died, filed="", paid="", amount=str(whole)))
    case = session.scalars(select(Case)).one()
    benefit = find_benefit_in_force(session, case_id=case.id)
    assert benefit is not None
    assert benefit.computation.total == Rupiah.of(whole)
    assert case.stage is Stage.FINISHED


def test_less_than_the_law_gave_is_kept_as_it_was_and_still_nobodys_turn(
    session: Session, actor: Actor
) -> None:
    take(session, actor, row(amount="36.000.000"), row(name="Belum Lama", amount="", paid=""))
    short, claimed = session.scalars(select(Case).order_by(Case.serial)).all()
    assert {(case.stage, case.turn) for case in (short, claimed)} == {
        (Stage.SHORT, Turn.NOBODY),
        (Stage.CLAIMED, Turn.NOBODY),
    }


def test_numbers_are_of_the_year_of_the_death_without_gaps_and_beside_those_of_a_hand(
    session: Session, actor: Actor
) -> None:
    hand = open_case(
        session,
        actor=actor,
        participant_id=make_participant(session).id,
        died_on=date(2026, 10, 1),
        programme=Programme.JKM,
        reporter_name="Pelapor Uji",
        reporter_relation="tetangga",
        today=TODAY,
        now=NOW,
    )
    take(
        session,
        actor,
        row(name="Kedua Lama", died="09/09/2021", filed="", paid=""),
        row(name="Pertama Lama", died="05/03/2021"),
        row(name="Tahun Ini Lama", died="05/02/2026", filed="", paid=""),
        row(name="Sebelum Lama", died="11/11/2020", filed="", paid=""),
    )
    assert hand.number == "BB-2026-0001"
    assert numbers(session) == [
        "BB-2020-0001",
        "BB-2021-0001",
        "BB-2021-0002",
        "BB-2026-0001",
        "BB-2026-0002",
    ]
    first = session.scalars(select(Case).where(Case.number == "BB-2021-0001")).one()
    assert first.full_name == "Pertama Lama"
    other = open_case(
        session,
        actor=actor,
        participant_id=make_participant(session, full_name="Lain Uji").id,
        died_on=date(2026, 10, 1),
        programme=Programme.JKM,
        reporter_name="Pelapor Uji",
        reporter_relation="tetangga",
        today=TODAY,
        now=NOW,
    )
    assert other.number == "BB-2026-0003"


def test_two_rows_of_one_death_are_one_case_with_two_recipients(
    session: Session, actor: Actor
) -> None:
    rows = (
        row(amount="20.000.000"),
        row(recipient="Jafar Lama", relation="anak", amount="22.000.000"),
    )
    _batch, counts = take(session, actor, *rows, rows[0])
    assert counts == (2, 0, 1, 0)  # the third says what the first said
    case = session.scalars(select(Case)).one()
    assert case.stage is Stage.FINISHED
    paid = session.execute(
        select(Heir.full_name, PastPayment.amount)
        .join(PastPayment, PastPayment.recipient_id == Heir.id)
        .order_by(Heir.position)
    ).all()
    assert [tuple(one) for one in paid] == [
        ("Asna Lama", Rupiah.of(20_000_000)),
        ("Jafar Lama", Rupiah.of(22_000_000)),
    ]


def test_the_same_file_again_changes_nothing_with_or_without_a_nik(
    session: Session, actor: Actor
) -> None:
    rows = (row(), row(name="Bernomor Lama", nik=OLD_NIK))
    take(session, actor, *rows)
    again = look(session, listed(*rows, ""), handler=PAST_CASES, facts=FACTS)
    assert four(again) == (0, 0, 2, 0)


def test_who_is_in_the_registry_is_found_and_not_made_again(session: Session, actor: Actor) -> None:
    participant = make_participant(session, full_name="Karim Lama")
    assert participant.nik is not None
    take(session, actor, row(nik=participant.nik.full))
    case = session.scalars(select(Case)).one()
    assert case.participant_id == participant.id
    assert is_known_dead(session, nik=participant.nik)
    assert session.scalars(select(Participant)).all() == [participant]


@pytest.mark.parametrize(
    ("changed", "place", "what"),
    [
        ({"name": ""}, "Nama Almarhum", "Namanya kosong"),
        ({"died": ""}, "Tgl Meninggal", "Tanggal meninggalnya kosong"),
        ({"died": "31/02/2021"}, "Tgl Meninggal", "Tanggal ini tidak ada"),
        ({"died": "24/11/2026", "filed": "", "paid": ""}, "Tgl Meninggal", "belum terjadi"),
        ({"paid": "04/03/2021"}, "Tgl Bayar", "tidak di antara"),
        ({"filed": "24/11/2026"}, "Tgl Klaim", "tidak di antara"),
        ({"village": "Desa Tiada"}, "Desa", "tidak dikenal"),
        ({"village": ""}, "Desa", "Desanya kosong"),
        ({"amount": "dua juta"}, "Jumlah", "bukan jumlah uang"),
        ({"nik": "7,5E+15"}, "NIK", "dipendekkan"),
        ({"programme": "JHT"}, "Program", "tidak dikenal"),
        ({"died": "01/01/2010"}, "Tgl Meninggal", ""),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name_with_its_place(
    session: Session, actor: Actor, changed: dict[str, str], place: str, what: str
) -> None:
    where, why = refusals(session, row(**changed))[0]
    assert where == f"line 3, column {place}"
    assert what in why


def test_a_nik_of_somebody_with_another_name_makes_nobody_dead(
    session: Session, actor: Actor
) -> None:
    participant = make_participant(session, full_name="Masih Hidup")
    assert participant.nik is not None
    _where, why = refusals(session, row(nik=participant.nik.full))[0]
    assert "orang dengan nama lain" in why


def test_one_person_with_two_days_of_death_is_refused(session: Session, actor: Actor) -> None:
    rows = (row(nik=OLD_NIK), row(nik=OLD_NIK, died="06/03/2021"))
    assert "tanggal meninggal yang berbeda" in refusals(session, *rows)[0][1]
    take(session, actor, rows[0])
    assert "BB-2021-0001" in refusals(session, rows[1])[0][1]


def test_an_old_case_is_written_down_by_somebody(session: Session) -> None:
    make_user(session)
    with pytest.raises(ImportNeedsPerson):
        take_in(session, listed(row()), handler=PAST_CASES, facts=FACTS)


def test_a_batch_is_taken_back_whole_and_its_people_are_free_again(
    session: Session, actor: Actor
) -> None:
    known = make_participant(session, full_name="Karim Lama")
    assert known.nik is not None
    batch, _counts = take(session, actor, row(nik=known.nik.full), row(name="Baru Lama"))
    ids = session.scalars(select(Case.id)).all()

    assert undo(session, actor, batch) == []

    for case_id in ids:
        with pytest.raises(NotFound):
            get_case(session, actor=actor, case_id=case_id)
    assert session.scalars(select(Participant)).all() == [known]  # whom the file made is gone
    assert not is_known_dead(session, nik=known.nik)
    # The numbers stay taken; the person can have a case, and the file can come again.
    _batch, counts = take(session, actor, row(nik=known.nik.full))
    assert counts == (1, 0, 0, 0)
    assert numbers(session) == ["BB-2021-0001", "BB-2021-0002", "BB-2021-0003"]


def test_what_somebody_worked_on_stays_and_is_told_by_its_number(
    session: Session, actor: Actor
) -> None:
    batch, _counts = take(session, actor, row(), row(name="Baru Lama"))
    case = session.scalars(select(Case).where(Case.serial == 1)).one()
    add_heir(
        session,
        actor=actor,
        case_id=case.id,
        facts=HeirFacts(full_name="Anak Lama", relation=Relation.CHILD, is_recipient=False),
        today=TODAY,
        now=NOW,
    )
    left = undo(session, actor, batch)
    assert [(one.subject_id, one.number) for one in left] == [(case.id, case.batch_row)]
    assert "BB-2021-0001" in left[0].what
    assert get_case(session, actor=actor, case_id=case.id).withdrawn_at is None


def test_an_old_case_ends_the_waiting_of_a_death_that_was_heard_of(
    session: Session, actor: Actor
) -> None:
    participant = make_participant(session, full_name="Karim Lama")
    assert participant.nik is not None
    notice = make_notice(session, full_name="Karim Lama", nik=NIK(participant.nik.full))
    match_waiting(session, now=NOW)
    assert (notice.match, notice.state) == (Match.NIK, DeathState.NO_CASE)
    take(session, actor, row(nik=participant.nik.full))
    match_waiting(session, now=NOW)
    session.refresh(notice)
    assert notice.state is DeathState.OPENED


def test_an_old_case_is_recorded_on_the_day_it_was_brought_in_and_asks_nobody_for_anything(
    session: Session, actor: Actor
) -> None:
    supervisor = actor_of(make_user(session, role=Role.SUPERVISOR))
    march, november = date(2021, 3, 1), date(2026, 11, 1)
    closed = close_month(
        session, actor=supervisor, month=march, today=TODAY, now=NOW - timedelta(hours=1)
    )
    take(session, actor, row(), row(name="Belum Lunas", amount="", paid="", recipient=""))
    cases = session.scalars(select(Case).order_by(Case.serial)).all()
    assert [(one.died_on, one.opened_on) for one in cases] == [(date(2021, 3, 5), TODAY)] * 2
    # The closed month stays, and the month of today says what became known late.
    now_known = count_month(session, actor=supervisor, month=march)
    assert (now_known.happened, now_known.recorded) == (2, 0)
    today = count_month(session, actor=supervisor, month=november)
    assert (today.happened, today.recorded, today.late) == (0, 2, (Late(march, 2),))
    assert list_recorded_since(session, actor=supervisor, closing=closed) == [(november, 2)]
    # Days that pass are counted from the claim to the payment, as before.
    assert count_month(session, actor=supervisor, month=date(2021, 4, 1)).claims_filed == 2
    work = list_work(session, actor=actor, wanted=WorkFilter(), today=TODAY + timedelta(days=90))
    assert list(work.rows) == []
