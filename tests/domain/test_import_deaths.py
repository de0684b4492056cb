"""Death lists: a source each row, joined to what is known, compared, and taken back whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.cases.queries.dead import is_known_dead
from savings_app.deaths.actions.deciding import put_aside
from savings_app.deaths.actions.importing import DEATHS
from savings_app.deaths.kinds import DeathSource, DeathState, Match
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.imports.actions.applying import undo_batch
from savings_app.imports.handlers import LeftStanding
from savings_app.imports.models import ImportBatch
from savings_app.registry.models import Participant
from tests.builders import (
    DIED_ON,
    NOW,
    TODAY,
    actor_of,
    make_notice,
    make_participant,
    make_user,
)
from tests.domain.taking_in import four, look, take_in, told

HEADINGS = "No;Nama;NIK;Tgl Lahir;Desa;Kecamatan;Tanggal Kematian;No Akta"
FACTS = {"source": "dukcapil"}


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def participant(session: Session) -> Participant:
    return make_participant(session)


def row(participant: Participant | None = None, /, **changed: str) -> str:
    nik = participant.nik.full if participant is not None and participant.nik else ""
    cells = {
        "no": "1",
        "name": "YUSUP UJI",
        "nik": nik,
        "born": "",
        "village": "Dumbayabulan",
        "district": "suwawa timur",
        "died": "01/10/2026",
        "certificate": "7503-KM-0001",
        **changed,
    }
    return ";".join(cells.values())


def listed(*rows: str) -> bytes:
    return "\n".join(["DAFTAR KEMATIAN OKTOBER 2026", HEADINGS, *rows]).encode()


def take(
    session: Session, actor: Actor, *rows: str, source: str = "dukcapil"
) -> tuple[ImportBatch, tuple[int, ...]]:
    batch, done = take_in(
        session, listed(*rows), handler=DEATHS, actor=actor, facts={"source": source}
    )
    return batch, four(done)


def undo(session: Session, actor: Actor, batch: ImportBatch) -> Sequence[LeftStanding]:
    _batch, left = undo_batch(
        session,
        handler=DEATHS,
        actor=actor,
        batch_id=batch.id,
        version=None,
        reason="Bulan yang salah",
        today=TODAY,
        now=NOW,
    )
    return left


def found_as(notice: DeathNotice) -> tuple[Match | None, bool]:
    return notice.match, notice.match_confirmed


def lines(session: Session) -> Sequence[DeathNotice]:
    return session.scalars(select(DeathNotice).where(DeathNotice.state != DeathState.DOUBLE)).all()


def test_a_list_is_compared_with_the_registry_row_by_row(
    session: Session, actor: Actor, participant: Participant
) -> None:
    batch, counts = take(
        session,
        actor,
        row(participant),
        row(name="Bukan Peserta"),
        row(name="Yusup Uji", nik="", died="20/10/2026"),
    )
    assert counts == (3, 0, 0, 0)
    found = {notice.full_name: notice.match for notice in lines(session)}
    assert found == {"YUSUP UJI": Match.NIK, "Bukan Peserta": None, "Yusup Uji": Match.NAME}
    report = session.scalars(select(DeathReport).where(DeathReport.row_number == 3)).one()
    assert (report.batch_id, report.certificate_number) == (batch.id, "7503-KM-0001")
    assert is_known_dead(session, nik=participant.nik)


def test_the_same_list_again_and_the_same_row_twice_add_nothing(
    session: Session, actor: Actor, participant: Participant
) -> None:
    assert take(session, actor, row(participant), row(participant))[1] == (1, 0, 1, 0)
    again = look(session, listed(row(participant), ""), handler=DEATHS, facts=FACTS)
    assert four(again) == (0, 0, 1, 0)
    # What the imam says of it is another source of the same line.
    assert take(session, actor, row(name="Yusup Uji"), source="daftar_imam")[1] == (1, 0, 0, 0)
    notice = lines(session)[0]
    assert len(lines(session)) == 1
    sources = session.scalars(
        select(DeathReport.source).where(DeathReport.notice_id == notice.id)
    ).all()
    assert set(sources) == {DeathSource.CIVIL_REGISTRY, DeathSource.IMAM}


@pytest.mark.parametrize(
    ("changed", "place", "what"),
    [
        ({"died": ""}, "Tanggal Kematian", "kosong"),
        ({"died": "31/02/2026"}, "Tanggal Kematian", "tidak ada"),
        ({"died": "24/11/2026"}, "Tanggal Kematian", "belum terjadi"),
        ({"born": "02/10/2026"}, "Tgl Lahir", "sesudah tanggal meninggalnya"),
        ({"village": ""}, "Desa", "Desanya kosong"),
        ({"village": "Desa Tiada"}, "Desa", "tidak dikenal"),
        ({"name": ""}, "Nama", "Namanya kosong"),
        ({"nik": "7,5E+15"}, "NIK", "dipendekkan"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name_with_its_place(
    session: Session, participant: Participant, changed: dict[str, str], place: str, what: str
) -> None:
    done = look(session, listed(row(**changed)), handler=DEATHS, facts=FACTS)
    assert four(done) == (0, 0, 0, 1)
    where, why = told(done)[0]
    assert where == f"line 3, column {place}"
    assert what in why


def test_another_region_is_refused(session: Session, participant: Participant) -> None:
    done = look(session, listed(row()), handler=DEATHS, facts=FACTS, region="75.03.06")
    assert "di luar wilayah" in told(done)[0][1]


def test_a_list_is_taken_back_whole_and_nobody_is_dead_by_it(
    session: Session, actor: Actor, participant: Participant
) -> None:
    batch, _counts = take(session, actor, row(participant), row(name="Bukan Peserta"))
    assert undo(session, actor, batch) == []
    assert session.scalar(select(func.count()).select_from(DeathNotice)) == 0
    assert not is_known_dead(session, nik=participant.nik)


def test_what_others_said_stays_when_a_list_is_taken_back(
    session: Session, actor: Actor, participant: Participant
) -> None:
    neighbour = make_notice(session, full_name="Yusup Uji")
    batch, _counts = take(session, actor, row(participant, certificate="AK-9"))
    line = lines(session)[0]
    assert (line.id, line.certificate_number, line.match) == (neighbour.id, "AK-9", Match.NIK)
    assert undo(session, actor, batch) == []
    assert (line.full_name, line.certificate_number) == ("Yusup Uji", None)
    # Who was found by the list's NIK alone is only a suggestion again.
    assert found_as(line) == (Match.NAME, False)
    assert not is_known_dead(session, nik=participant.nik)
    assert line.died_on == DIED_ON


def test_what_a_person_decided_stays_and_is_told_by_its_row(
    session: Session, actor: Actor, participant: Participant
) -> None:
    batch, _counts = take(session, actor, row(name="Bukan Peserta"))
    notice = lines(session)[0]
    put_aside(
        session,
        actor=actor,
        notice_id=notice.id,
        version=None,
        state=DeathState.NOT_PARTICIPANT,
        reason="Tidak ada di daftar",
        now=NOW,
    )
    left = undo(session, actor, batch)
    assert [(one.subject_id, one.number) for one in left] == [(notice.id, 3)]
    assert session.scalar(select(func.count()).select_from(DeathReport)) == 1
