"""Teaching a table by pointing at its columns: looked at first, kept, used by itself, ended."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.consents.models import AnswerScope, ConsentKind
from savings_app.reconciliation.models import (
    BankFile,
    BankFileProfile,
    BankFileState,
    BankLine,
)
from savings_app.reconciliation.readers.profile_file import parse_profile
from tests.builders import (
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.web.doors import enter_as

OWN = "003901012345678"
STRANGE = (
    "LAPORAN HARIAN\n"
    "Hari;Rek;Cerita;Arah;Besarnya;Sisa\n"
    f"11/10/2026;{OWN};SANTUNAN JKM;Setor;42000000.00;42000000.00\n"
    f"11/12/2026;{OWN};AMBIL UANG;Tarik;500000.00;41500000.00\n"
    "Dicetak oleh sistem 11/13/2026;;;;1;\n"
)


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> Clock:
    """Every page of these tests is of 23 November 2026."""
    return clock


def officer(session: Session, bank: str = "BRI") -> User:
    load_reference(session)
    return make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, bank))


def welcome(session: Session) -> None:
    recipient = make_recipient(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
    )
    make_account(session, recipient=recipient, number=OWN)


def send(client: FlaskClient, text: str) -> TestResponse:
    return client.post("/bank/files/upload", data={"file": (BytesIO(text.encode()), "harian.csv")})


def pointed(**changed: str) -> dict[str, str]:
    """What an officer chooses for `STRANGE`."""
    return {
        "delimiter": "semicolon", "heading_row": "2", "first_row": "",
        "columns-0": "date", "columns-1": "account", "columns-2": "text", "columns-3": "mark",
        "columns-4": "amount", "columns-5": "balance",
        "order": "mdy", "decimal": "point", "credit": "Setor", "debit": "Tarik",
        "footers": "Dicetak", "name": "Harian", "act": "look",
    } | changed  # fmt: skip


def waiting(session: Session) -> BankFile:
    session.expire_all()
    return session.scalars(select(BankFile)).one()


def kept_bytes(app: Flask) -> list[Path]:
    return [path for path in Path(app.extensions["files"]).glob("bank-files/*/*") if path.is_file()]


def test_a_strange_table_waits_is_taught_by_pointing_and_then_applied(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    enter_as(client, officer(session))
    welcome(session)
    before = kept_bytes(app)
    answer = send(client, STRANGE)
    file = waiting(session)
    assert answer.location == f"/bank/files/{file.id}"
    assert (file.state, file.format, file.rows_in) == (BankFileState.STAGED, "csv", 0)
    assert len(kept_bytes(app)) == len(before) + 1
    page = client.get(answer.location).text
    assert "Judul kolom tabel ini belum dikenal" in page
    assert "Terapkan</button>" not in page
    address = f"/bank/files/{file.id}/teach"
    assert address in page

    first = client.get(address).text
    assert "SANTUNAN JKM" in first
    assert OWN not in first
    assert "0039•••••••5678" in first
    assert session.scalar(select(func.count()).select_from(BankFileProfile)) == 0

    looked = client.post(address, data=pointed()).text
    assert "2 baris terbaca, 0 tidak." in looked
    assert "Saldonya cocok." in looked
    assert "Rp42.000.000" in looked
    assert OWN not in looked
    assert session.scalar(select(func.count()).select_from(BankFileProfile)) == 0

    saved = client.post(address, data=pointed(act="save"))
    assert (saved.status_code, saved.location) == (303, f"/bank/files/{file.id}")
    preview = client.get(saved.location).text
    assert "Dibaca dengan bentuk" in preview
    assert "Harian" in preview
    version = waiting(session).version
    done = client.post(f"/bank/files/{file.id}/apply", data={"version": str(version)})
    assert done.status_code == 303
    lines = session.scalars(select(BankLine).order_by(BankLine.on)).all()
    assert [(line.on, str(line.amount)) for line in lines] == [
        (date(2026, 11, 10), "42000000.00"), (date(2026, 11, 12), "500000.00"),
    ]  # fmt: skip
    assert kept_bytes(app) == before
    page = client.get("/bank/files/shapes/").text
    assert re.search(r'data-label="Berkas diterapkan"[^>]*><span>1<', page)


def test_the_same_headings_are_read_by_themselves_the_next_time(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, officer(session))
    welcome(session)
    send(client, STRANGE)
    first = waiting(session)
    client.post(f"/bank/files/{first.id}/teach", data=pointed(act="save"))
    client.post(f"/bank/files/{first.id}/apply", data={"version": str(waiting(session).version)})
    answer = send(client, STRANGE.replace("11/12/2026", "11/13/2026"))
    page = client.get(answer.location).text
    assert "Dibaca dengan bentuk" in page
    assert "Terapkan</button>" in page
    files = session.scalars(select(BankFile).order_by(BankFile.uploaded_at, BankFile.id)).all()
    assert len({file.profile_id for file in files}) == 1
    assert all(file.rows_in == 2 for file in files if file.id != first.id)


def test_what_cannot_be_read_so_is_said_and_nothing_is_kept(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, officer(session))
    send(client, STRANGE.replace("11/12", "11/13"))
    address = f"/bank/files/{waiting(session).id}/teach"
    for changed, says in (
        ({"columns-0": ""}, "Tunjuk kolom yang berisi tanggal."),
        ({"columns-4": ""}, "Tunjuk kolom debit dan kredit"),
        ({"columns-5": "amount"}, "Dua kolom ditunjuk untuk hal yang sama"),
        ({"credit": "Setor", "debit": "setor"}, "ditulis sebagai kredit dan sebagai debit"),
        ({"credit": "", "debit": ""}, "tidak ada baris yang terbaca"),
        ({"name": ""}, "Tulis namanya"),
        ({"columns-0": "salah"}, "tidak lengkap atau tidak terbaca"),
        ({"first_row": "x"}, "Tulis angka bulat"),
        ({"order": "zzz"}, "Pilih salah satu pilihan yang ada."),
    ):
        page = client.post(address, data=pointed(act="save", **changed))
        assert page.status_code == 200
        assert says in page.text
    dmy = client.post(address, data=pointed(order="dmy")).text
    assert "1 baris terbaca, 1 tidak." in dmy  # 11/10 is a day either way
    assert session.scalar(select(func.count()).select_from(BankFileProfile)) == 0


def test_a_change_is_a_new_version_and_an_end_has_its_reason(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, officer(session))
    send(client, STRANGE)
    file = waiting(session)
    client.post(f"/bank/files/{file.id}/teach", data=pointed(act="save"))
    first = session.scalars(select(BankFileProfile)).one()
    page = client.get(f"/bank/files/shapes/{first.id}").text
    assert "besarnya" in page
    changed = pointed(heading_row="1", order="dmy")
    answer = client.post(f"/bank/files/shapes/{first.id}/change", data=changed)
    assert answer.status_code == 303
    session.expire_all()
    old, new = session.scalars(select(BankFileProfile).order_by(BankFileProfile.revision)).all()
    assert (old.ended_at is not None, old.end_reason) == (True, "diganti versi 2")
    assert (new.revision, new.shape["order"], new.shape["headings"]) == (
        2, "dmy", old.shape["headings"],
    )  # fmt: skip
    taken = client.get(f"/bank/files/shapes/{new.id}/shape.toml")
    assert parse_profile(taken.data).signature == new.signature
    end = f"/bank/files/shapes/{new.id}/end"
    assert "Tulis alasannya." in client.post(end, data={"version": "1", "reason": " "}).text
    assert client.post(end, data={"version": "9", "reason": "Diganti"}).status_code == 409
    assert client.post(end, data={"version": "1", "reason": "Bank berganti"}).status_code == 303
    assert "Bank berganti" in client.get(f"/bank/files/shapes/{new.id}").text
    # The waiting file goes on being read as it was seen; another one is not.
    assert "Dibaca dengan bentuk" in client.get(f"/bank/files/{file.id}").text
    other = client.get(send(client, STRANGE + "\n").location).text
    assert "belum dikenal" in other
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.sequence)).all()
    wanted = [one for one in actions if one.startswith(("bank-file-profile", "bank-file:hold"))]
    assert wanted == [
        "bank-file:hold", "bank-file-profile:teach", "bank-file-profile:teach",
        "bank-file-profile:end", "bank-file:hold",
    ]  # fmt: skip


def test_a_table_without_headings_is_read_with_the_shape_that_was_chosen(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, officer(session))
    bare = "".join(f"{row}\n" for row in STRANGE.splitlines()[2:4])
    file_page = send(client, bare).location
    address = f"{file_page}/teach"
    saved = client.post(address, data=pointed(act="save", heading_row="0"))
    assert saved.status_code == 303
    assert "Dibaca dengan bentuk" in client.get(file_page).text
    again = send(client, bare.replace("11/12", "11/14")).location
    assert "belum dikenal" in client.get(again).text  # nothing in it says which shape it has
    (profile,) = session.scalars(select(BankFileProfile)).all()
    begun = client.get(f"{again}/teach?shape={profile.id}").text
    assert 'selected value="amount"' in begun


def test_a_stranger_finds_neither_the_table_nor_the_shape(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, officer(session))
    send(client, STRANGE)
    file = waiting(session)
    client.post(f"/bank/files/{file.id}/teach", data=pointed(act="save"))
    profile = session.scalars(select(BankFileProfile)).one()
    enter_as(client, officer(session, "BSG"))
    for address in (
        f"/bank/files/{file.id}/teach",
        f"/bank/files/shapes/{profile.id}",
        f"/bank/files/shapes/{profile.id}/change",
        f"/bank/files/shapes/{profile.id}/end",
        f"/bank/files/shapes/{profile.id}/shape.toml",
    ):
        assert client.get(address).status_code == 404
    assert "Harian" not in client.get("/bank/files/shapes/").text
    assert "belum dikenal" in client.get(send(client, STRANGE).location).text


def test_a_table_that_waits_to_be_taught_can_be_given_up(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    enter_as(client, officer(session))
    before = kept_bytes(app)
    page = send(client, STRANGE).location
    assert client.post(f"{page}/apply", data={}).location == page
    assert waiting(session).state is BankFileState.STAGED
    assert client.post(f"{page}/discard", data={"version": "1"}).status_code == 303
    assert waiting(session).state is BankFileState.DISCARDED
    assert kept_bytes(app) == before
    assert client.get(f"{page}/teach").location == page
