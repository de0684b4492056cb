"""The page on which a family hands in, opens and takes away a photo of its own passbook."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.cases.models import AccessLetter, Account, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.deposits.models import PassbookPhoto
from savings_app.storage import FileKind
from tests.builders import make_consent, make_letter, make_user
from tests.web.doors import enter_as, enter_with
from tests.web.test_bank_pages import asked

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/family/savings/photos/"
DAY = {"on-day": "20", "on-month": "11", "on-year": "2026"}


def picture() -> bytes:
    """A JPEG that tells the camera it was taken with."""
    image, exif = Image.new("RGB", (60, 40), "white"), Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    buffer = BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def sent(account: Account, data: bytes, name: str = "Hartin Uji.jpg") -> dict[str, object]:
    return {
        **DAY,
        "account": str(account.id),
        "request_key": str(uuid4()),
        "file": (BytesIO(data), name),
    }


@pytest.fixture
def family(session: Session) -> tuple[AccessLetter, Account, Heir]:
    account = asked(session)
    recipient = session.get_one(Heir, account.recipient_id)
    return make_letter(session, recipient=recipient), account, recipient


def test_a_photo_is_written_anew_opened_and_taken_away(
    client: FlaskClient,
    session: Session,
    app: Flask,
    family: tuple[AccessLetter, Account, Heir],
) -> None:
    letter, account, _recipient = family
    enter_with(client, letter)
    assert PAGE in client.get("/family/savings/").text
    assert client.post(PAGE, data=sent(account, picture())).status_code == 303
    photo = session.scalars(select(PassbookPhoto)).one()
    page = client.get(PAGE).text
    assert "Foto Anda, belum dikatakan bank" in page
    assert account.number.full not in page
    assert "halaman sampai 20 November 2026" in client.get("/family/savings/").text
    shown = client.get(f"{PAGE}{photo.id}")
    assert shown.mimetype == "image/jpeg"
    assert b"Kamera" not in shown.data
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "Hartin" not in shown.headers["Content-Disposition"]
    assert "untuk selamanya" in client.get(f"{PAGE}{photo.id}/remove").text
    assert client.post(f"{PAGE}{photo.id}/remove", data={}).status_code == 303
    assert client.get(f"{PAGE}{photo.id}").status_code == 404
    with app.app_context(), pytest.raises(storage.FileDamaged):
        storage.read(FileKind.PASSBOOK, photo.stored_name, sha256=photo.sha256)
    assert "Dihapus untuk selamanya" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("data", "said"), [(b"%PDF-1.7 ...", "Hartin Uji.jpg"), (b"", "Pilih fotonya"), (b"GIF89a", "")]
)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(
    client: FlaskClient,
    session: Session,
    family: tuple[AccessLetter, Account, Heir],
    data: bytes,
    said: str,
) -> None:
    letter, account, _recipient = family
    enter_with(client, letter)
    name = "Hartin Uji.jpg" if data else ""
    page = client.post(PAGE, data=sent(account, data, name))
    assert page.status_code == 200
    assert said in page.text
    assert "Ada yang perlu diperbaiki" in page.text
    assert session.scalars(select(PassbookPhoto)).all() == []


def test_staff_see_it_only_with_consent(
    client: FlaskClient, session: Session, family: tuple[AccessLetter, Account, Heir]
) -> None:
    letter, account, recipient = family
    enter_with(client, letter)
    client.post(PAGE, data=sent(account, picture()))
    photo = session.scalars(select(PassbookPhoto)).one()
    enter_as(client, make_user(session))
    path = f"/government/savings/photos/{photo.id}"
    assert client.get(path).status_code == 404
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    assert path in client.get(f"/government/savings/{recipient.id}").text
    assert client.get(path).mimetype == "image/jpeg"
    enter_as(client, make_user(session, region="75.03.06"))
    assert client.get(path).status_code == 404
