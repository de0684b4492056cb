"""A page that can be heard: by a family, by anybody at a lesson; and its desk."""

from __future__ import annotations

import gzip
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.literacy.lessons import find_lesson
from savings_app.recordings.kinds import family_places
from savings_app.recordings.models import Recording
from savings_app.web.family.voices import PLACES
from tests.builders import make_account, make_letter, make_payout, make_recipient, make_user
from tests.sounds import make_opus
from tests.web.doors import enter_as, enter_with

pytestmark = pytest.mark.usefixtures("clock")

FIRST_LOAD = 14_000
# Pages of a family that no recording is for: their own papers, forms of a question that was asked
# on the page before, and what is printed.
SILENT = {
    "family.complaint.appeal",
    "family.documents.new",
    "family.documents.show",
    "family.documents.pdf",
    "family.passbook.index",
    "family.passbook.remove",
    "family.passbook.show",
    "family.home.paper_receipt",
    "family.plan.list_versions",
    "family.plan.compare_versions",
    "family.plan.print_version",
    "family.plan.key_paper",
    "family.plan.step",  # named by its step
    "family.pledges.add_account",
    "family.pledges.cancel",
    "family.pledges.change",
    "family.pledges.make",
    "family.registered.show",
    "family.reminders.choose",
    "family.savings.estimates",
    "family.voices.listen",
}


def send(
    client: FlaskClient,
    place: str,
    language: str = "gorontalo",
    *,
    data: bytes | None = None,
    seen: str = "",
    **more: str,
) -> TestResponse:
    form = {
        "seen": seen,
        "spoken_by": "Suara Uji",
        "spoken_on-day": "20",
        "spoken_on-month": "11",
        "spoken_on-year": "2026",
        "keeps_quiet": "y",
        **more,
    }
    sound = make_opus() if data is None else data
    return client.post(
        f"/government/recordings/{place}/{language}/upload",
        data={**form, "file": (io.BytesIO(sound), "pesan suara.ogg")},
    )


@pytest.fixture
def family(session: Session, client: FlaskClient, user: User) -> FlaskClient:
    """A family's browser, where staff spoke its first page and the lesson about debts."""
    assert send(client, "home").status_code == 303
    assert send(client, "lesson-utang", "suwawa").status_code == 303
    recipient = make_recipient(session)
    make_payout(session, account=make_account(session, recipient=recipient))
    enter_with(client, make_letter(session, recipient=recipient))
    return client


def source_of(page: str) -> str:
    found = re.search(r'<audio controls\s+preload="none"\s+src="([^"]+)"', page)
    assert found, "no recording on this page"
    return found[1].replace("&amp;", "&")


def test_a_family_hears_its_page_and_no_script_is_needed(family: FlaskClient) -> None:
    page = family.get("/family/")
    assert "Dengarkan (Gorontalo)" in page.text
    assert "Suara Uji" not in page.text
    address = source_of(page.text)
    assert re.fullmatch(r"/family/recordings/home/gorontalo\.ogg\?v=[0-9a-f]{12}", address)
    heard = family.get(address)
    assert heard.status_code == 200
    assert heard.mimetype == "audio/ogg"
    assert heard.data.startswith(b"OggS")
    assert heard.headers["Cache-Control"] == "no-store"
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_player_may_ask_for_a_part(family: FlaskClient) -> None:
    address = source_of(family.get("/family/").text)
    part = family.get(address, headers={"Range": "bytes=0-3"})
    assert part.status_code == 206
    assert part.data == b"OggS"
    assert part.headers["Content-Range"].startswith("bytes 0-3/")
    assert family.get(address, headers={"Range": "bytes=900000-"}).status_code == 416


def test_a_page_without_a_recording_is_as_it_was(family: FlaskClient) -> None:
    page = family.get("/family/benefit/")
    assert page.status_code == 200
    assert "<audio" not in page.text


def test_a_page_with_all_three_languages_stays_small(
    client: FlaskClient, session: Session, user: User
) -> None:
    for language in ("gorontalo", "suwawa", "indonesia"):
        send(client, "home", language)
    enter_with(client, make_letter(session, recipient=make_recipient(session)))
    page = client.get("/family/")
    assert page.text.count("<audio") == 3
    style = client.get(_style(page.text)).data
    script = client.get(_script(page.text)).data
    loaded = sum(len(gzip.compress(part)) for part in (page.data, style, script))
    assert loaded < FIRST_LOAD


def _style(page: str) -> str:
    found = re.search(r'href="(/static/app\.css[^"]*)"', page)
    assert found
    return found[1]


def _script(page: str) -> str:
    found = re.search(r'src="(/static/keep\.js[^"]*)"', page)
    assert found
    return found[1]


def test_a_lesson_is_heard_by_anybody_and_kept_for_an_hour(family: FlaskClient, app: Flask) -> None:
    address = source_of(family.get("/lessons/utang").text)
    nobody = app.test_client()
    heard = nobody.get(address)
    assert heard.status_code == 200
    assert heard.headers["Cache-Control"] == "public, max-age=3600"
    again = nobody.get(address, headers={"If-None-Match": heard.headers["ETag"]})
    assert again.status_code == 304


def test_a_page_of_a_family_is_heard_by_who_is_signed_in_alone(
    family: FlaskClient, app: Flask
) -> None:
    nobody = app.test_client()
    assert nobody.get("/family/recordings/home/gorontalo.ogg").status_code == 303
    assert nobody.get("/lessons/home/gorontalo.ogg").status_code == 404
    assert nobody.get("/government/recordings/home/gorontalo.ogg").status_code == 303
    # The door of the pages leads to no lesson and to nothing that is not there.
    for path in ("lesson-utang/suwawa", "home/suwawa", "home/jawa", "nowhere/gorontalo"):
        assert family.get(f"/family/recordings/{path}.ogg").status_code == 404
    assert family.get("/government/recordings/home/gorontalo").status_code == 403


def test_each_question_of_the_plan_has_its_own(
    client: FlaskClient, session: Session, user: User
) -> None:
    send(client, "plan-household")
    recipient = make_recipient(session)
    make_payout(session, account=make_account(session, recipient=recipient))
    enter_with(client, make_letter(session, recipient=recipient))
    client.post("/family/plan/")
    asked = client.get("/family/plan/household")
    assert source_of(asked.text).startswith("/family/recordings/plan-household/gorontalo.ogg")
    wrong = client.post("/family/plan/household", data={"members": "", "school_children": "2"})
    assert "<audio" in wrong.text
    after = client.post(
        "/family/plan/household",
        data={"members": "4", "school_children": "2"},
        follow_redirects=True,
    )
    assert after.request.path == "/family/plan/needs"
    assert "<audio" not in after.text


def test_every_page_of_a_family_can_be_spoken_or_is_known_to_be_silent(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("family.") and "GET" in (rule.methods or ())
    }
    assert pages == set(PLACES) | SILENT
    assert set(PLACES.values()) <= set(family_places())


def test_staff_hear_it_replace_it_and_take_it_away(
    client: FlaskClient, session: Session, user: User
) -> None:
    address = "/government/recordings/lesson-utang/gorontalo"
    assert "Belum ada rekaman" in client.get(address).text
    lesson = find_lesson("utang", language="id")
    assert lesson is not None
    assert lesson.rule in client.get(f"{address}/upload").text  # what is to be read
    assert "20 November 2026" not in client.get(address).text
    assert send(client, "lesson-utang").location == address
    page = client.get(address).text
    assert "2 detik" in page
    assert "Suara Uji" in page
    assert "20 November 2026" in page
    assert client.get(f"{address}.ogg").status_code == 200
    first = session.scalars(select(Recording)).one()
    upload = client.get(f"{address}/upload").text
    assert f'value="{first.sha256}"' in upload
    send(client, "lesson-utang", data=make_opus(4), seen=first.sha256)
    assert "4 detik" in client.get(address).text
    stale = send(client, "lesson-utang", data=make_opus(5), seen=first.sha256)
    assert stale.status_code == 409
    gone = client.post(f"{address}/withdraw", data={"reason": "kalimatnya berubah"})
    assert gone.status_code == 303
    page = client.get(address).text
    assert "kalimatnya berubah" in page
    assert "Belum ada rekaman" in page
    assert client.get(f"{address}.ogg").status_code == 404
    assert client.get(f"{address}/withdraw").status_code == 404


def test_of_what_was_replaced_withdrawn_or_refused_no_byte_is_left(
    client: FlaskClient, session: Session, user: User, app: Flask
) -> None:
    folder: Path = app.extensions["files"] / "recordings"

    def files() -> int:
        return len([one for one in folder.glob("*/*") if one.is_file()])

    before = files()
    send(client, "home")
    first = session.scalars(select(Recording)).one()
    assert files() == before + 1
    send(client, "home", data=make_opus(4), seen=first.sha256)
    send(client, "home", data=make_opus(5), seen=first.sha256)  # stale
    send(client, "home", data=make_opus(4))  # the same again
    assert files() == before + 1
    client.post("/government/recordings/home/gorontalo/withdraw", data={"reason": "keliru"})
    assert files() == before


REFUSED = [
    ({"data": b"ID3" + bytes(100)}, "bukan rekaman Opus"),
    ({"data": b""}, "Berkas ini kosong"),
    ({"data": make_opus() + b"x"}, "masih ada isi lain"),
    ({"data": make_opus(190)}, "190 detik; paling lama 180 detik"),
    ({"data": bytes(70_000)}, "70 kB; paling besar 60 kB"),
    ({"keeps_quiet": ""}, "Dengarkan dulu rekamannya"),
    ({"spoken_on-year": "2027"}, "Hari itu belum tiba"),
    ({"spoken_by": " "}, "Tulis namanya"),
]


@pytest.mark.parametrize(("sent", "said"), REFUSED)
def test_what_may_not_be_heard_is_refused_beside_its_field(
    client: FlaskClient, session: Session, user: User, sent: dict[str, object], said: str
) -> None:
    page = send(client, "home", **sent)  # type: ignore[arg-type]
    assert page.status_code == 200
    assert said in page.text
    assert session.scalars(select(Recording)).all() == []


def test_a_form_without_a_file_says_that_none_was_chosen(client: FlaskClient, user: User) -> None:
    sent = {"spoken_by": "Petugas Uji", "keeps_quiet": "y", "spoken_on": "2026-11-20"}
    page = client.post("/government/recordings/home/gorontalo/upload", data=sent)
    assert "Pilih dulu berkas rekamannya." in page.text
    assert "Berkas ini kosong" not in page.text


def test_the_list_filters_and_is_taken_as_it_is_shown(client: FlaskClient, user: User) -> None:
    send(client, "lesson-utang", "suwawa")
    shown = client.get("/government/recordings/?spoken=ada")
    assert "Ada · 2 detik" in shown.text
    assert "1 tempat menurut bahasa" in shown.text
    missing = client.get("/government/recordings/?spoken=belum&language=suwawa&kind=pelajaran")
    assert "Belum ada" in missing.text
    assert "/government/recordings/lesson-sekolah/suwawa" in missing.text
    assert "/government/recordings/lesson-utang/suwawa" not in missing.text
    table = client.get("/government/recordings/export.csv?spoken=ada").get_data(as_text=True)
    assert len(table.strip().splitlines()) == 2
    assert "Suwawa" in table
    searched = client.post("/government/recordings/", data={"language": "gorontalo"})
    assert searched.location.endswith("?language=gorontalo")
    assert "Suara untuk halaman" in client.get("/government/learning-sessions/").text


def test_an_auditor_hears_and_changes_nothing(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_user(session))
    send(client, "home")
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = client.get("/government/recordings/home/gorontalo")
    assert page.status_code == 200
    assert "upload" not in page.text
    assert send(client, "home", "suwawa").status_code == 403
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR))
    assert client.get("/government/recordings/").status_code == 403
