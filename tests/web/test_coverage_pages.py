"""Coverage as the desk sees it: places, months by desa, a stop, budgets, bases, dated data."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.coverage.models import (
    ContributionBudget,
    CoverageTarget,
    LegalBasis,
    WorkerCount,
)
from savings_app.regions.models import Region, RegionChange
from savings_app.regions.rules import RegionKind
from savings_app.registry.models import Category
from savings_app.registry.rules import Payer
from savings_app.storage import FileKind
from tests.builders import VILLAGE, make_participant, make_user
from tests.files import pdf_bytes
from tests.paid import pay_months
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")
HOME = "/government/coverage"
TARGET = {
    "region_code": "75.03",
    "each_village": "y",
    "payer": "apbdes",
    "category": "",
    "year": "2023",
    "people": "100",
    "source": "rapat uji",
    "status": "draf",
    "basis_id": "",
}
BUDGET = {
    "region_code": VILLAGE,
    "payer": "apbdes",
    "year": "2026",
    "people": "100",
    "first_month": "1",
    "last_month": "12",
    "amount": "16.800.000",
    "source": "APBDes uji",
    "basis_id": "",
}
BASIS = {
    "kind": "perjanjian",
    "number": "12/PKS-UJI/2026",
    "title": "Kerja sama uji",
    "issuer": "Dinas uji",
    "region_code": "75.03",
    "starts": "2026-01-01",
    "ends": "2026-12-31",
    "status": "berlaku",
}


@pytest.fixture
def user(client: FlaskClient, session: Session) -> User:
    user = make_user(session, role=Role.SUPERVISOR)
    enter_as(client, user)
    return user


def spaced(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def statements_counted(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    connection = session.connection()
    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)


def post(client: FlaskClient, path: str, sent: dict[str, Any], status: int = 303) -> str:
    answer = client.post(f"{HOME}{path}", data=sent)
    assert answer.status_code == status, answer.text
    return answer.text


# --- by place ----------------------------------------------------------------------------------


def test_target_and_actual_stand_side_by_side_and_leave_as_shown(
    client: FlaskClient, session: Session, user: User
) -> None:
    for _person in range(3):
        pay_months(session, participant=make_participant(session), first=date(2026, 10, 1))
    pay_months(
        session,
        participant=make_participant(session, region_code="75.03.06.2007"),
        first=date(2026, 9, 1),
        months=2,
        payer=Payer.APBDES,
    )
    post(client, "/targets/add", TARGET)

    page = spaced(client.get(f"{HOME}/").text)
    september = client.get(f"{HOME}/?month=2026-09&group=penanggung").text
    file = client.get(f"{HOME}/export.csv?group=desa&sort=people&down=y").get_data(as_text=True)

    assert "4 orang terbayar pada Oktober 2026" in page
    assert "1 dari 200 orang (100 tiap desa, APBDes)" in page
    assert "rapat uji; sejak 2023; draf, belum diperiksa" in page
    assert "belum ada jumlah pekerja sebagai pembanding" in page
    assert "1 orang terbayar pada September 2026" in september
    assert "Menurut penanggung iuran" in september
    assert file.splitlines()[1:] == [
        "Dumbaya Bulan, Suwawa Timur;3;100;3/100",
        "Tamboo, Tilongkabila;1;100;1/100",
    ]


def test_targets_are_filtered_sorted_and_taken_along_with_those_they_replaced(
    client: FlaskClient, session: Session, user: User
) -> None:
    post(client, "/targets/add", TARGET)
    post(client, "/targets/add", {**TARGET, "people": "120"})
    post(client, "/targets/add", {**TARGET, "payer": "apbd", "each_village": "", "people": "20000"})

    page = spaced(client.get(f"{HOME}/targets/?sort=people&down=y").text)
    village = client.get(f"{HOME}/targets/?payer=apbdes").text
    before = client.get(f"{HOME}/targets/?state=replaced").text
    file = client.get(f"{HOME}/targets/export.csv?sort=people&down=y").data.decode("utf-8-sig")
    asked = client.post(f"{HOME}/targets/", data={"payer": "apbd", "state": ""})

    assert "2 target" in page
    assert page.index("20.000") < page.index(">120<")
    assert "20.000" not in village
    assert ">100<" in before
    assert ">120<" not in before
    head, *rows = file.splitlines()
    assert head.startswith("Wilayah;Kategori;Penanggung;Sejak tahun;Orang;Sumber;Seberapa pasti")
    assert [row.split(";")[4] for row in rows] == ["20000", "120"]
    assert asked.location.endswith("/targets/?payer=apbd")


def test_total_coverage_is_told_with_its_source(
    client: FlaskClient, session: Session, user: User
) -> None:
    pay_months(session, participant=make_participant(session), first=date(2026, 10, 1))
    sent = {
        "region_code": "75.03",
        "year": "2026",
        "workers": "8",
        "source": "Sakernas uji",
        "source_year": "2025",
    }

    refused = post(client, "/targets/workers", {**sent, "source_year": "2027"}, 200)
    post(client, "/targets/workers", sent)

    assert "Tahun sumber belum tiba" in refused
    assert session.scalars(select(WorkerCount)).one().workers == 8
    page = client.get(f"{HOME}/").text
    assert "Sakernas uji" in client.get(f"{HOME}/targets/counts").text
    counts = client.get(f"{HOME}/targets/counts/export.csv").data.decode("utf-8-sig")
    assert counts.splitlines()[1] == "Kabupaten Bone Bolango;2026;8;Sakernas uji;2025"
    assert "12,5 %" in page
    assert "8 pekerja: Sakernas uji (2025)" in page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?group=desa",
        "/villages/",
        "/stop/",
        "/budget/",
        "/targets/",
        "/targets/counts",
        "/reference/",
        "/legal-bases/",
    ],
)
def test_no_page_asks_more_of_the_database_for_more_people(
    client: FlaskClient, session: Session, user: User, path: str
) -> None:
    def fill(people: int) -> None:
        for _person in range(people):
            pay_months(session, participant=make_participant(session), first=date(2026, 9, 1))

    fill(1)
    client.get(f"{HOME}{path}")
    with statements_counted(session) as few:
        assert client.get(f"{HOME}{path}").status_code == 200
    fill(9)
    with statements_counted(session) as many:
        client.get(f"{HOME}{path}")

    assert len(many) == len(few) <= 14


# --- months by desa ----------------------------------------------------------------------------


def test_more_desa_than_a_page_holds_come_by_key_and_all_in_the_file(
    client: FlaskClient, session: Session, user: User
) -> None:
    for number in range(45):
        code = f"75.03.11.3{number:03}"
        village = Region(
            code=code, name=f"Desa {number:02}", kind=RegionKind.VILLAGE, parent_code="75.03.11"
        )
        session.add(village)
    session.flush()

    def shown(page: str) -> list[str]:
        return re.findall(r'<th scope="row"[^>]*><a[^>]*>([^<,]+),', page)

    first = client.get(f"{HOME}/villages/?sort=name").text
    ahead = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    second = client.get(ahead).text
    back = html.unescape(re.findall(r'rel="prev" href="([^"]+)"', second)[0])
    file = client.get(f"{HOME}/villages/export.csv?sort=name").data.decode("utf-8-sig")

    assert len(shown(first)) == 40
    assert "page=" not in ahead
    assert 'rel="next"' not in second
    assert shown(client.get(back).text) == shown(first)
    everybody = shown(first) + shown(second)
    assert len(everybody) == len(set(everybody)) == 47
    assert [line.split(",")[0] for line in file.splitlines()[1:]] == everybody


def test_a_desa_that_did_not_pay_gets_a_text_without_names(
    client: FlaskClient, session: Session, user: User
) -> None:
    participant = make_participant(session, full_name="Nama Tersembunyi")
    participant.payer = Payer.APBDES
    pay_months(
        session, participant=participant, first=date(2026, 1, 1), months=2, payer=Payer.APBDES
    )
    pay_months(session, participant=participant, first=date(2026, 4, 1), payer=Payer.APBDES)

    page = spaced(client.get(f"{HOME}/villages/").text)
    never = client.get(f"{HOME}/villages/?state=never").text
    text = client.get(f"{HOME}/villages/{VILLAGE}/reminder?year=2026").text
    file = client.get(f"{HOME}/villages/export.csv?district=75.03.11").get_data(as_text=True)

    assert "1 desa punya bulan yang belum dibayar; 1 desa belum pernah menganggarkan." in page
    assert "Tamboo" in never
    assert "Dumbaya Bulan" not in never
    assert "belum tercatat untuk bulan: Mar." in text
    assert "Nama Tersembunyi" not in text
    assert file.splitlines()[1] == (
        "Dumbaya Bulan, Suwawa Timur;1;1;1;belum;1;;;;;;;;;1 bulan belum"
    )
    assert client.get(f"{HOME}/villages/75.04.01.2001/reminder").status_code == 404


# --- a stop ------------------------------------------------------------------------------------


def test_a_stop_is_told_in_figures(client: FlaskClient, session: Session, user: User) -> None:
    pay_months(
        session,
        participant=make_participant(session, months=None),
        first=date(2026, 1, 1),
        months=10,
    )

    page = spaced(client.get(f"{HOME}/stop/?on-day=1&on-month=12&on-year=2026").text)
    nothing = client.get(f"{HOME}/stop/?on-day=1&on-month=1&on-year=2026").text
    early = client.get(f"{HOME}/stop/?on-day=1&on-month=1&on-year=2010").text

    assert "Dari mereka 1 orang belum 36 bulan" in page
    assert "10 bulan iuran yang sudah dibayar tidak sampai ke sana" in page
    assert "Tidak ada yang terbayar sebelum tanggal itu" in nothing
    assert "tanggal ini lebih awal" in early


# --- budgets -----------------------------------------------------------------------------------


def test_a_budget_is_written_down_once_and_the_shortfall_told(
    client: FlaskClient, session: Session, user: User
) -> None:
    key = {"request_key": str(uuid4())}

    refused = post(client, "/budget/add", {**BUDGET, "last_month": "13"}, 200)
    post(client, "/budget/add", {**BUDGET, **key})
    post(client, "/budget/add", {**BUDGET, **key})

    assert "Bulan terakhir mendahului" in refused
    assert session.scalars(select(ContributionBudget)).one().people == 100
    page = spaced(client.get(f"{HOME}/budget/?year=2026&payer=apbdes").text)
    assert "Rp20.160.000" in page
    assert "kurang Rp3.360.000" in page
    assert "Belum jelas apakah keringanan PP 50/2025 berlaku" in page
    file = client.get(f"{HOME}/budget/export.csv?year=2026&payer=apbdes").get_data(as_text=True)
    assert "Dumbaya Bulan, Suwawa Timur;100;12;20160000;16800000;-3360000;APBDes uji" in file


# --- legal bases -------------------------------------------------------------------------------


def with_file(data: bytes, name: str = "perjanjian.pdf") -> dict[str, Any]:
    return {**BASIS, "file": (io.BytesIO(data), name)}


def add_with_file(client: FlaskClient, data: bytes) -> UUID:
    answer = client.post(f"{HOME}/legal-bases/add", data=with_file(data))
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.rpartition("/")[2])


def test_a_basis_is_kept_with_its_file_and_taken_as_an_attachment(
    client: FlaskClient, session: Session, user: User
) -> None:
    data = pdf_bytes()
    basis_id = add_with_file(client, data)

    listed = client.get(f"{HOME}/legal-bases/").text
    shown = client.get(f"{HOME}/legal-bases/{basis_id}").text
    taken = client.post(f"{HOME}/legal-bases/{basis_id}/file")

    assert "segera berakhir" in listed
    assert "Berakhir 31 Desember 2026" in shown
    assert taken.data == data
    assert taken.headers["Content-Disposition"].startswith("attachment;")
    assert taken.mimetype == "application/pdf"
    opened = select(AuditEvent).where(AuditEvent.action == "legal-basis:open")
    assert session.scalars(opened).one().subject_id == basis_id


def kept_files(client: FlaskClient) -> list[UUID]:
    with client.application.app_context():
        return storage.list_names(
            FileKind.LEGAL_BASIS, stored_before=datetime(2100, 1, 1, tzinfo=UTC)
        )


def test_a_wrong_file_is_withdrawn_and_its_basis_stays(
    client: FlaskClient, session: Session, user: User
) -> None:
    basis_id = add_with_file(client, pdf_bytes())
    address = f"{HOME}/legal-bases/{basis_id}"
    basis = session.scalars(select(LegalBasis)).one()
    name, version = basis.stored_name, str(basis.version)
    assert name is not None
    assert f"{address}/file/withdraw" in client.get(address).text
    assert "tidak dapat dikembalikan" in client.get(f"{address}/file/withdraw").text

    stale = client.post(f"{address}/file/withdraw", data={"version": "0", "reason": "Keliru"})
    assert stale.status_code == 409
    assert name in kept_files(client)

    silent = client.post(f"{address}/file/withdraw", data={"version": version})
    assert "Tulis alasannya" in silent.text
    assert name in kept_files(client)

    page = client.post(
        f"{address}/file/withdraw",
        data={"version": version, "reason": "Berkas milik desa lain"},
        follow_redirects=True,
    ).text
    assert f"oleh {user.full_name}: Berkas milik desa lain" in page
    assert "Berkasnya ditarik. Dasar hukumnya tetap tercatat." in page
    assert "Unduh berkas" not in page
    assert name not in kept_files(client)
    session.refresh(basis)
    assert (basis.stored_name, basis.sha256, basis.size) == (None, None, None)
    withdrawn = select(AuditEvent).where(AuditEvent.action == "legal-basis:withdraw-file")
    assert session.scalars(withdrawn).one().subject_id == basis_id
    assert client.get(f"{address}/file/withdraw").status_code == 404
    assert client.post(f"{address}/file").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html>bukan</html>", "bukan PDF, JPG, atau PNG"),
        (b"%PDF-1.7 rusak", "bukan PDF, JPG, atau PNG"),
        (b"0" * (5 * 1024 * 1024 + 1), "5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_is_kept(
    client: FlaskClient, session: Session, user: User, data: bytes, sentence: str
) -> None:
    answer = client.post(f"{HOME}/legal-bases/add", data=with_file(data))
    answer.request.environ["wsgi.input"].close()  # a temporary file, for a large one

    assert answer.status_code == 200
    assert sentence in answer.text
    assert session.scalars(select(LegalBasis)).all() == []


def test_a_basis_changed_by_another_is_a_conflict_that_shows_the_new_state(
    client: FlaskClient, session: Session, user: User
) -> None:
    basis_id = add_with_file(client, pdf_bytes())
    address = f"{HOME}/legal-bases/{basis_id}/edit"

    first = client.post(address, data={**BASIS, "version": "1", "title": "Judul baru"})
    second = client.post(address, data={**BASIS, "version": "1", "title": "Judul lain"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Judul baru" in second.text
    basis = session.scalars(select(LegalBasis)).one()
    assert basis.title == "Judul baru"
    assert basis.stored_name is not None  # no new file: the old stays


def test_a_target_may_rest_on_a_basis_and_a_damaged_one_is_refused(
    client: FlaskClient, session: Session, user: User
) -> None:
    basis_id = add_with_file(client, pdf_bytes())

    for damaged in ("x", str(uuid4())):
        assert "Pilih dasar hukum dari daftar." in post(
            client, "/targets/add", {**TARGET, "basis_id": damaged}, 200
        )
    post(client, "/targets/add", {**TARGET, "basis_id": str(basis_id)})

    assert session.scalars(select(CoverageTarget)).one().basis_id == basis_id
    assert "12/PKS-UJI/2026" in client.get(f"{HOME}/targets/").text
    assert "1 target dan 0 anggaran" in client.get(f"{HOME}/legal-bases/{basis_id}").text


# --- dated data, and who may what ----------------------------------------------------------------


def test_a_supervisor_adds_a_category_and_a_code_that_changed(
    client: FlaskClient, session: Session, user: User
) -> None:
    code = {
        "old_code": "75.03.05.2001",
        "old_name": "Nama lama",
        "kind": "ganti_nama",
        "new_code": VILLAGE,
        "starts": "2015-01-01",
        "law": "Perda uji",
    }
    post(client, "/reference/categories/add", {"name": "Penyapu jalan", "starts": "2027-01-01"})
    twice = post(
        client, "/reference/categories/add", {"name": "penyapu JALAN", "starts": "2027-01-01"}, 200
    )
    post(client, "/reference/region-changes/add", code)
    used = post(client, "/reference/region-changes/add", {**code, "old_code": VILLAGE}, 200)

    assert "sudah ada" in twice
    assert "masih dipakai" in used
    assert session.scalars(select(Category).where(Category.name == "Penyapu jalan")).one()
    assert session.scalars(select(RegionChange)).one().new_code == VILLAGE
    page = client.get(f"{HOME}/reference/").text
    assert "Penyapu jalan" in page
    assert "75.03.05.2001 Nama lama" in page


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.AUDITOR, "/", 200),
        (Role.AUDITOR, "/targets/add", 403),
        (Role.AUDITOR, "/budget/add", 403),
        (Role.AUDITOR, "/legal-bases/add", 403),
        (Role.CASEWORKER, "/budget/add", 200),
        (Role.CASEWORKER, "/reference/categories/add", 403),
        (Role.CASEWORKER, "/reference/region-changes/add", 403),
        (Role.ADMINISTRATOR, "/", 403),
        (Role.ADMINISTRATOR, "/villages/", 403),
    ],
)
def test_who_may_read_does_not_always_write(
    client: FlaskClient, session: Session, role: Role, path: str, status: int
) -> None:
    enter_as(client, make_user(session, role=role))

    assert client.get(f"{HOME}{path}").status_code == status


def test_a_stranger_sees_neither_people_nor_bases_of_another_kecamatan(
    client: FlaskClient, session: Session, user: User
) -> None:
    pay_months(session, participant=make_participant(session), first=date(2026, 10, 1))
    made = client.post(f"{HOME}/legal-bases/add", data={**BASIS, "region_code": VILLAGE}).location
    enter_as(client, make_user(session, region="75.03.06"))

    assert "0 orang terbayar" in client.get(f"{HOME}/").text
    assert client.get(f"{HOME}/villages/{VILLAGE}/reminder").status_code == 404
    assert client.get(made).status_code == 404
    assert client.post(f"{made}/file").status_code == 404
    assert "PKS-UJI" not in client.get(f"{HOME}/legal-bases/").text


@pytest.mark.parametrize(
    "query",
    [
        "month=abc&group=x&district=y&payer=z&category=q&sort=ngawur",
        "year=999999",
        "year=-1&state=ngawur",
        "on-day=31&on-month=2&on-year=2026&payer=x",
        "soon=y&kind=x&after=bukan-uuid",
    ],
)
@pytest.mark.parametrize("path", ["/", "/villages/", "/stop/", "/budget/", "/legal-bases/"])
def test_a_link_typed_by_hand_never_ends_in_an_error(
    client: FlaskClient, session: Session, user: User, path: str, query: str
) -> None:
    make_participant(session)
    assert client.get(f"{HOME}{path}?{query}").status_code == 200
