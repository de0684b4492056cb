"""Importing on pages: upload, columns, preview, apply, discard, take back; and strangers."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app import storage
from savings_app.access.models import User
from savings_app.imports.kinds import BatchState
from savings_app.imports.models import ColumnMap, ImportBatch, ImportRow
from savings_app.imports.readers import read_book
from savings_app.regions.actions import load_regions
from savings_app.registry.actions.paid_lists import record_paid_list
from savings_app.registry.models import Participant
from savings_app.tasks.imports import forget_files, work_on
from tests.builders import NOW, actor_of, load_reference, make_user
from tests.conftest import Clock
from tests.people_files import HEADINGS, csv_file, person, xlsx_file
from tests.web.doors import enter_as

BAD = "75O3115708709001"
SECOND = "7503110503809002"


@pytest.fixture(autouse=True)
def standing(clock: Clock, session: Session) -> Clock:
    load_reference(session)
    load_regions(session)
    session.commit()
    return clock


@pytest.fixture
def caseworker(session: Session, client: FlaskClient) -> User:
    user = make_user(session)
    session.commit()
    enter_as(client, user)
    return user


def send(client: FlaskClient, data: bytes, *, kind: str = "peserta", **more: str) -> TestResponse:
    answer = client.post(
        f"/government/imports/new/{kind}",
        data={"file": (io.BytesIO(data), "daftar.xlsx"), "source": "Desa uji", **more},
    )
    answer.request.environ["wsgi.input"].close()
    return answer


def batch(session: Session) -> ImportBatch:
    session.expire_all()
    return session.scalars(select(ImportBatch).order_by(ImportBatch.uploaded_at.desc())).first()  # type: ignore[return-value]


def work(app: Flask, session: Session) -> None:
    """A worker takes up the newest batch."""
    batch_id = batch(session).id
    with app.app_context():
        work_on(batch_id)


def version(page: TestResponse) -> dict[str, str]:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    assert found, page.text
    return {"version": found[1]}


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Participant)) or 0


def kept_files(app: Flask) -> list[UUID]:
    with app.app_context():
        after = NOW + timedelta(days=9999)
        return storage.list_names(storage.FileKind.IMPORT, stored_before=after)


def test_a_list_is_uploaded_looked_at_and_applied(
    app: Flask, session: Session, client: FlaskClient, caseworker: User
) -> None:
    data = xlsx_file([person(), person("Rusak Uji", nik=BAD, kpj="")], titles=[["DAFTAR"]])
    address = send(client, data).headers["Location"]
    assert people(session) == 0
    page = client.get(address)
    assert "Menunggu Anda" in page.text
    assert "7503••••••••9001" in page.text
    assert "NIK: Ada huruf di dalam NIK ini." in page.text
    assert "7503115708709001" not in page.text
    done = client.post(f"{address}/apply", data=version(page), follow_redirects=True)
    assert "Diterapkan" in done.text
    assert people(session) == 1
    kept = batch(session)
    assert (kept.rows_in, kept.rows_new, kept.rows_refused) == (2, 1, 1)
    assert kept.stored_name is None
    assert not kept_files(app)
    # A second click changes nothing.
    client.post(f"{address}/apply", data=version(page))
    assert people(session) == 1
    listed = client.get("/government/imports/")
    assert "Daftar peserta" in listed.text
    assert "Desa uji" in listed.text


def test_a_change_is_shown_as_was_and_becomes(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    address = send(client, csv_file([person()])).headers["Location"]
    client.post(f"{address}/apply", data=version(client.get(address)))
    address = send(client, csv_file([person(village="Pangi")])).headers["Location"]
    page = client.get(f"{address}?outcome=berubah")
    assert (
        "Desa atau kelurahan: Dumbaya Bulan, Suwawa Timur menjadi Pangi, Suwawa Timur" in page.text
    )
    assert "Tidak ada baris seperti itu." in client.get(f"{address}?outcome=baru").text


def test_a_row_taken_with_a_note_is_told_from_a_refused_one(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    odd = person("Salma Uji", nik="7503115708709002", kpj="", born="18/08/1970")
    data = csv_file([person(), odd, person("Rusak Uji", nik=BAD, kpj="")])
    address = send(client, data).headers["Location"]
    page = client.get(address).text
    assert "Baru, perlu dilihat" in page
    assert "Periksa: NIK: " in page
    assert "Perlu dilihat</a>" not in page
    assert "Perlu dilihat (1)" in page
    noted = client.get(f"{address}?outcome=perlu_dilihat").text
    assert ("Salma Uji" in noted, "Rusak Uji" in noted) == (True, False)
    taken = client.get(f"{address}/rows.csv?outcome=perlu_dilihat").text
    assert ("Baru, perlu dilihat" in taken, "Ditolak" in taken) == (True, False)
    client.post(f"{address}/apply", data=version(client.get(address)))
    assert "Perlu dilihat (1)" in client.get(address).text


def test_the_desa_of_a_title_is_shown_with_its_place_and_stands_in_the_file_to_mend(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    headings = [text for text in HEADINGS if text not in {"Desa", "Kecamatan"}]
    rows = [
        [cell for cell, text in zip(row, HEADINGS, strict=True) if text in headings]
        for row in (person(), person("Rusak Uji", nik=BAD, kpj=""))
    ]
    data = xlsx_file(rows, headings=headings, titles=[["Desa: Pangi"], ["Kecamatan: Suwawa Timur"]])
    address = send(client, data).headers["Location"]
    page = client.get(address).text
    assert "Pangi, dari baris 1" in page
    assert "Suwawa Timur, dari baris 2" in page
    mended = read_book(client.get(f"{address}/refused.csv").data).sheets[0].rows
    assert list(mended[0][-4:-2]) == ["Desa atau kelurahan", "Kecamatan"]
    assert list(mended[1][-4:-2]) == ["Pangi", "Suwawa Timur"]


def test_a_file_of_headings_alone_says_that_nobody_is_in_it(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    address = send(client, csv_file([])).headers["Location"]
    page = client.get(address).text
    assert "Tidak ada satu baris pun" in page
    assert "Terapkan" not in page


def test_the_refused_rows_come_back_as_a_file_to_mend(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    data = csv_file([person(), person("Rusak Uji", nik=BAD, kpj="")])
    address = send(client, data).headers["Location"]
    taken = client.get(f"{address}/refused.xlsx")
    rows = read_book(taken.data).sheets[0].rows
    assert list(rows[0]) == [*HEADINGS, "Baris", "Sebab ditolak"]
    assert (rows[1][0], rows[1][1], rows[1][-2]) == ("Rusak Uji", BAD, 3)
    assert rows[1][-1] == "NIK: Ada huruf di dalam NIK ini."
    # Mended, the same file is taken as it is.
    mended = taken_again(rows)
    address = send(client, mended).headers["Location"]
    again = session.get_one(ImportBatch, UUID(address.rpartition("/")[2]))
    assert (again.rows_in, again.rows_new) == (1, 1)
    shown = client.get(f"{address}/rows.csv?outcome=baru").text
    assert SECOND not in shown
    assert "Rusak Uji" in shown


def taken_again(rows: Any) -> bytes:
    mended = [list(row) for row in rows]
    mended[1][1] = SECOND
    return xlsx_file(mended[1:], headings=mended[0])


def test_unknown_columns_are_chosen_once_and_remembered(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    odd = ("Siapa", "NIK", "Kampung", "Kategori", "Penanggung", "Segmen")
    row = ["Rukia Uji", "7503115708709001", "Pangi", "Pekerja rentan", "APBD", "BPU"]
    address = send(client, xlsx_file([row], headings=odd)).headers["Location"]
    page = client.get(address)
    assert "Kolomnya belum jelas" in page.text
    refused = client.post(f"{address}/apply", data=version(page))
    assert refused.status_code >= 400
    chosen = client.get(f"{address}/columns")
    assert "7503••••••••9001" in chosen.text
    assert "7503115708709001" not in chosen.text
    columns: dict[str, str] = {"column_full_name": "0", "column_nik": "1", "column_village": "2",
               "column_category": "3", "column_payer": "4", "column_segment": "5"}  # fmt: skip
    done = client.post(
        f"{address}/columns", data=dict(version(chosen), **columns), follow_redirects=True
    )
    assert "Terapkan 1 baris" in done.text
    kept = session.scalars(select(ColumnMap)).one()
    assert (kept.source, kept.headings["full_name"], kept.headings["village"]) == (
        "Desa uji",
        "siapa",
        "kampung",
    )
    client.post(f"{address}/discard", data=version(done))
    send(client, xlsx_file([["Hadija Uji", SECOND, *row[2:]]], headings=odd))
    states = session.execute(select(ImportBatch.state, ImportBatch.rows_new)).all()
    assert (BatchState.STAGED, 1) in [tuple(one) for one in states]


def test_a_file_without_any_known_heading_opens_and_asks_for_its_columns(
    client: FlaskClient, caseworker: User
) -> None:
    row = ["1", "Rukia Uji", "7503115708709001"]
    data = xlsx_file([row], headings=("Urut", "Sebutan orang", "Angka KTP-nya"))
    address = send(client, data).headers["Location"]
    page = client.get(address)
    assert page.status_code == 200
    assert "Kolomnya belum jelas" in page.text
    assert "Lembar atau baris judul itu tidak ada di berkas ini." in page.text
    asked = client.get(f"{address}/columns").text
    assert "Di baris mana judul kolomnya?" in asked
    assert "Urut · Sebutan orang · Angka KTP-nya" in asked
    assert "7503115708709001" not in asked  # the first rows of people are shown masked
    assert "Simpan dan baca lagi" not in asked
    rows = re.findall(r'href="([^"]+/columns\?row=\d+)"', asked)
    of_headings = (
        asked.partition("Urut · Sebutan orang")[2].partition('href="')[2].partition('"')[0]
    )
    assert of_headings in rows
    chosen = client.get(of_headings).text
    assert "B · Sebutan orang" in chosen
    assert "Simpan dan baca lagi" in chosen


def test_another_sheet_may_be_chosen(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    more = {"Kedua": [["Nama", "Desa"], ["Hadija Uji", "Pangi"]]}
    address = send(client, xlsx_file([person()], more=more)).headers["Location"]
    assert "Kedua" in client.get(address).text
    page = client.get(f"{address}/columns?sheet=1")
    sent: dict[str, Any] = {
        **version(page),
        "sheet": "1",
        "column_full_name": "0",
        "column_village": "1",
        "fact_nik_missing_reason": "e-KTP masih diurus",
        "fact_category": "pekerja_rentan",
        "fact_payer": "apbd",
        "fact_segment": "bpu",
    }
    client.post(f"{address}/columns", data=sent)
    kept = batch(session)
    assert (kept.sheet, kept.rows_in, kept.rows_new) == ("Kedua", 1, 1)


def test_discarding_writes_nothing_and_forgets(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    address = send(client, csv_file([person(), person(nik="7")])).headers["Location"]
    client.post(f"{address}/discard", data=version(client.get(address)))
    assert batch(session).state is BatchState.DISCARDED
    assert people(session) == 0
    rows = session.scalars(select(ImportRow)).all()
    assert [(row.number, row.found) for row in rows] == [(3, None)]
    assert client.get(address).status_code == 200


def test_taking_back_asks_why_and_takes_back(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    address = send(client, csv_file([person()])).headers["Location"]
    client.post(f"{address}/apply", data=version(client.get(address)))
    page = client.get(f"{address}/undo")
    again = client.post(f"{address}/undo", data={**version(page), "reason": "a"})
    assert "paling sedikit lima huruf" in again.text
    assert people(session) == 1
    done = client.post(
        f"{address}/undo", data={**version(page), "reason": "Salah berkas"}, follow_redirects=True
    )
    assert "Salah berkas" in done.text
    assert people(session) == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kosong"),
        (b"%PDF-1.7", "bukan XLSX"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "Excel lama"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        (b"PK\x03\x04" + b"broken" * 20, "rusak"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    session: Session, client: FlaskClient, caseworker: User, data: bytes, says: str
) -> None:
    page = send(client, data)
    assert page.status_code == 200
    assert says in page.text
    assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0


def test_the_same_bytes_waiting_are_refused(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    send(client, csv_file([person()]))
    assert "masih menunggu" in send(client, csv_file([person()])).text


def test_a_batch_of_another_region_is_not_there(session: Session, client: FlaskClient) -> None:
    mine = make_user(session, region="75.03.11")
    other = make_user(session, region="75.03.06")
    session.commit()
    enter_as(client, mine)
    address = send(client, csv_file([person()])).headers["Location"]
    enter_as(client, other)
    for path in ("", "/columns", "/undo", "/rows.csv", "/refused.csv"):
        assert client.get(f"{address}{path}").status_code == 404
    for path in ("/apply", "/discard", "/undo", "/columns"):
        assert client.post(f"{address}{path}", data={"reason": "Salah berkas"}).status_code == 404
    assert "Desa uji" not in client.get("/government/imports/").text


def test_a_large_list_is_read_by_a_worker(
    app: Flask, session: Session, client: FlaskClient, caseworker: User
) -> None:
    rows = [person(f"Orang {n}", nik=f"75031157087{n:05}", kpj="") for n in range(1, 2_102)]
    address = send(client, csv_file(rows)).headers["Location"]
    page = client.get(address)
    assert "Sedang dibaca" in page.text
    assert "Lihat lagi" in page.text
    work(app, session)
    page = client.get(address)
    assert "Terapkan 2.101 baris" in page.text
    client.post(f"{address}/apply", data=version(page))
    assert "Sedang diterapkan" in client.get(address).text
    assert people(session) == 0
    work(app, session)
    work(app, session)  # a message that comes twice
    assert people(session) == 2_101
    assert batch(session).state is BatchState.APPLIED


def test_what_waits_for_a_week_is_forgotten(
    app: Flask, session: Session, client: FlaskClient, caseworker: User, standing: Clock
) -> None:
    send(client, csv_file([person()]))
    name = batch(session).stored_name
    standing.set(NOW + timedelta(days=8))
    with app.app_context():
        forget_files()
    assert batch(session).state is BatchState.DISCARDED
    assert name not in kept_files(app)


def test_a_batch_that_no_file_made_is_shown_too(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    """Months handed in by another part of the desk: no columns were ever read."""
    made = record_paid_list(
        session, actor=actor_of(caseworker), source="Pemutakhiran uji", rows=[], now=NOW
    )
    session.commit()
    page = client.get(f"/government/imports/{made.id}")
    assert page.status_code == 200
    assert "Pemutakhiran uji" in page.text


def test_months_paid_are_taken_in_by_the_same_pages(
    session: Session, client: FlaskClient, caseworker: User
) -> None:
    address = send(client, csv_file([person()])).headers["Location"]
    client.post(f"{address}/apply", data=version(client.get(address)))
    data = csv_file([["Rukia Uji", "7503115708709001", "16800"]], headings=("Nama", "NIK", "Iuran"))
    page = client.get(send(client, data, kind="iuran", fact_month="2026-03").headers["Location"])
    assert "Terapkan 1 baris" in page.text
    assert "Maret 2026" in page.text
