"""Asking for a document: it is read before it has a number, in a language and on a sheet."""

from __future__ import annotations

import gzip
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.models import Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.kinds import Answer
from savings_app.documents.content import CONTENT
from savings_app.documents.models import Document, DocumentCounter
from savings_app.documents.rules import DocumentKind, Sheet
from savings_app.web.family.documents import OFFERED as FAMILY_OFFERED
from savings_app.web.government.documents import OFFERED as DESK_OFFERED
from savings_app.web.presentation import read_static
from savings_app.web.sheet_style import within_sheet
from tests.builders import (
    let_staff_see,
    make_account,
    make_consent,
    make_letter,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.domain.document_rows import answer_of
from tests.web.doors import enter_as, enter_with

pytestmark = pytest.mark.usefixtures("clock")
UNISSUED = "Pratinjau, belum dikeluarkan"
FIRST_LOAD = 14_000


@pytest.fixture
def recipient(session: Session) -> Heir:
    recipient = make_recipient(session)
    pledge = make_pledge(
        session, account=make_account(session, recipient=recipient), made_on=date(2026, 8, 3)
    )
    answer_of(session, pledge, date(2026, 8, 31), Answer.YES)
    return recipient


def at_home(client: FlaskClient, session: Session, recipient: Heir) -> str:
    enter_with(client, make_letter(session, recipient=recipient))
    return "/family/documents/new/"


def at_the_desk(client: FlaskClient, session: Session, recipient: Heir) -> str:
    enter_as(client, make_user(session))
    return f"/government/documents/of/{recipient.id}/new/"


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.text.split())


def issued(session: Session) -> int:
    """Documents and numbers together: a preview takes none of either."""
    documents = session.scalar(select(func.count()).select_from(Document)) or 0
    return documents + len(session.scalars(select(DocumentCounter)).all())


def test_every_kind_can_be_asked_for_somewhere() -> None:
    assert {*FAMILY_OFFERED, *DESK_OFFERED} == set(CONTENT) - {DocumentKind.ACCESS}


@pytest.mark.parametrize("kind", FAMILY_OFFERED)
def test_a_family_reads_a_letter_before_it_has_a_number(
    client: FlaskClient, session: Session, recipient: Heir, kind: DocumentKind
) -> None:
    page = text(client, at_home(client, session, recipient) + kind.value)
    if kind is DocumentKind.PLAN:
        assert "Belum dapat dibuat" in page
        assert "Keluarkan dan cetak</button>" not in page
        return
    sheet = page.partition('<section class="sheet"')[2]
    assert UNISSUED in sheet
    assert "/d/" not in sheet  # no QR, and nothing to have checked
    assert not re.search(r"\b[A-Z]{2}-2026-0001\b(?!-)", sheet.replace("BB-2026-0001", ""))
    assert issued(session) == 0
    assert "Keluarkan dan cetak</button>" in page


def test_what_was_read_is_what_is_issued_in_the_language_and_on_the_sheet_chosen(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = at_home(client, session, recipient) + "benefit"
    chosen = {"language": "en", "sheet": "f4"}
    shown = client.post(address, data={**chosen, "do": "show"}).text
    assert "Preview, not issued yet" in shown
    assert "Rp42.000.000" in shown
    assert issued(session) == 0
    answer = client.post(address, data={**chosen, "do": "issue"})
    document = session.scalars(select(Document)).one()
    assert answer.location.endswith(f"/family/documents/{document.id}/")
    assert (document.language, document.sheet) == ("en", Sheet.F4)
    assert document.number == "SH-2026-0001"


def test_the_first_of_each_list_is_what_is_issued_where_nothing_is_chosen(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = at_the_desk(client, session, recipient) + "visit-form"
    page = text(client, address)
    assert "selected" not in page
    client.post(address, data={"language": "id", "sheet": "a4", "do": "issue"})
    document = session.scalars(select(Document)).one()
    assert (document.language, document.sheet, document.period_from) == ("id", Sheet.A4, None)


@pytest.mark.parametrize(
    ("chosen", "days"),
    [
        ({"span": "semua"}, (None, None)),
        ({"span": "bulan_lalu"}, (date(2026, 10, 1), date(2026, 10, 31))),
        ({"span": "triwulan"}, (date(2026, 7, 1), date(2026, 9, 30))),
        (
            {
                "span": "sendiri", "period-day": "3", "period-month": "8", "period-year": "2026",
                "until-day": "9", "until-month": "9", "until-year": "2026",
            },
            (date(2026, 8, 3), date(2026, 9, 9)),
        ),
    ],
)  # fmt: skip
def test_a_statement_is_of_the_days_chosen(
    client: FlaskClient,
    session: Session,
    recipient: Heir,
    chosen: dict[str, str],
    days: tuple[date | None, date | None],
) -> None:
    address = at_home(client, session, recipient) + "savings"
    sent = {"language": "id", "sheet": "a4", **chosen}
    assert UNISSUED in client.post(address, data={**sent, "do": "show"}).text
    client.post(address, data={**sent, "do": "issue"})
    document = session.scalars(select(Document)).one()
    assert (document.period_from, document.period_to) == days


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (("3", "9", "2026"), ("2", "9", "2026"), "Hari terakhir lebih dahulu dari hari pertama."),
        (("3", "9", "2026"), ("", "", ""), "Tulis kedua tanggalnya"),
        (("1", "1", "2027"), ("2", "1", "2027"), "Hari pertamanya belum tiba"),
        (("30", "2", "2026"), ("1", "3", "2026"), "Tanggal ini tidak ada."),
    ],
)
def test_days_that_cannot_be_say_so_at_the_box_and_issue_nothing(
    client: FlaskClient,
    session: Session,
    recipient: Heir,
    first: tuple[str, str, str],
    last: tuple[str, str, str],
    says: str,
) -> None:
    address = at_home(client, session, recipient) + "savings"
    parts = ("day", "month", "year")
    sent = {f"period-{part}": text for part, text in zip(parts, first, strict=True)}
    sent |= {f"until-{part}": text for part, text in zip(parts, last, strict=True)}
    answer = client.post(
        address, data={"language": "id", "sheet": "a4", "span": "semua", "do": "issue", **sent}
    )
    assert answer.status_code == 200
    assert says in answer.text
    assert f'value="{first[2]}"' in answer.text  # what was typed comes back
    assert UNISSUED not in answer.text
    assert issued(session) == 0


def test_staff_see_no_preview_of_a_statement_the_family_keeps_to_itself(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = at_the_desk(client, session, recipient) + "savings"
    page = text(client, address)
    assert "Penerima belum menyetujui petugas melihat jawaban bank" in page
    assert 'class="sheet"' not in page
    assert reads(session) == []
    let_staff_see(session, recipient=recipient)
    session.commit()
    assert 'class="sheet"' in text(client, address)
    text(client, address.removesuffix("savings") + "benefit")
    assert reads(session) == [(recipient.id, {"kind": "savings"})]


def test_a_family_may_read_its_own_statement_unwatched(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    assert UNISSUED in text(client, at_home(client, session, recipient) + "savings")
    assert reads(session) == []


def reads(session: Session) -> list[tuple[UUID | None, dict[str, Any]]]:
    """Previews of a statement that are in the trail: whose, and what is said of each."""
    events = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == "document:preview")
        .order_by(AuditEvent.sequence)
    )
    return [(event.subject_id, event.facts) for event in events]


def test_the_letter_to_a_bank_tells_of_a_wish_only_while_the_family_agrees(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = at_the_desk(client, session, recipient) + "bank-introduction"
    page = text(client, address).partition('<section class="sheet"')[2]
    assert "Hartin Uji" in page
    assert "Rp10.000.000" not in page
    assert "almarhum" not in page
    consent = make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    session.commit()
    assert "Rp10.000.000" in text(client, address)
    consent.revoked_at = consent.given_at
    session.commit()
    assert "Rp10.000.000" not in text(client, address)


def test_no_stranger_reads_a_preview_and_no_other_kind_has_a_page(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = at_the_desk(client, session, recipient)
    assert client.get(address + "access").status_code == 404
    assert client.get(address + "surat").status_code == 404
    enter_as(client, make_user(session, region="75.03.06"))
    assert client.get(address + "benefit").status_code == 404
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert client.get(address + "benefit").status_code == 403


def test_a_preview_is_within_the_first_load_of_a_family(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    page = client.get(at_home(client, session, recipient) + "benefit")
    files = (read_static(name) for name in ("app.css", "sheet.css"))
    weight = len(gzip.compress(page.data)) + sum(len(gzip.compress(file)) for file in files)
    assert weight < FIRST_LOAD


def test_the_style_of_documents_reaches_no_other_part_of_the_page() -> None:
    css = read_static("sheet.css").decode()
    made = within_sheet(
        "@page { margin: 1mm; @bottom { content: 'x' } }\nhtml, p > a { color: red }"
    )
    assert made == ".sheet,.sheet p > a{color: red}"
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    assert len(selectors) > 50
    for one in ",".join(selectors).split(","):
        assert one.strip().startswith(".sheet"), one
    assert "url(" not in css
