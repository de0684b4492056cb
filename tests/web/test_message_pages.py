"""Pengingat as the family chooses it, how to stop, and the messages as the desk sees them."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.outbox.kinds import Channel, MessageState
from savings_app.outbox.models import Message
from savings_app.reminders.models import Contact
from savings_app.tasks.messages import send_due
from savings_app.tasks.reminders import erase_old, remind
from tests.builders import (
    make_account,
    make_case,
    make_consent,
    make_letter,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.conftest import TODAY, Clock
from tests.mail import gateway_server, mail_server
from tests.web.doors import enter_as, enter_with

HOME = "/family/reminders/"
DESK = "/government/messages/"


def enter(client: FlaskClient, session: Session, *, agrees: bool = True) -> Heir:
    recipient = make_recipient(session, case=make_case(session), full_name="Mawar Uji")
    if agrees:
        make_consent(session, recipient=recipient, kind=ConsentKind.MESSAGES)
    enter_with(client, make_letter(session, recipient=recipient))
    return recipient


def test_a_family_chooses_shows_the_number_is_its_own_and_stops(
    client: FlaskClient, session: Session, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipient = enter(client, session)
    with gateway_server() as gateway:
        monkeypatch.setitem(app.config, "SMS", gateway.address)
        page = client.get(f"{HOME}choose").text
        assert not re.search(r"\bchecked\b", page)
        assert "WhatsApp" not in page  # no way out is set up
        sent = {"channel": "sms", "address": "0812 0000 9999"}
        page = client.post(f"{HOME}choose", data=sent, follow_redirects=True).text
        assert "••••9999" in page
        assert "081200009999" not in page
        with app.app_context():
            send_due()
    code = re.search(r"kode Anda (\d{6})", gateway.taken[0]["message"])
    assert code is not None
    page = client.post(f"{HOME}verify", data={"code": "12"}, follow_redirects=True).text
    assert "Masih dapat dicoba 4 kali" in page
    page = client.post(f"{HOME}verify", data={"code": code[1]}, follow_redirects=True).text
    assert "sudah dipastikan" in page
    page = client.post(f"{HOME}stop", follow_redirects=True).text
    assert "Tidak ada pesan lagi" in page
    contact = session.scalars(select(Contact).where(Contact.recipient_id == recipient.id)).one()
    assert contact.stopped_at == clock.now


def test_what_is_no_number_comes_back_with_its_sentence(
    client: FlaskClient, session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SMS", "json://127.0.0.1:9/?:to={to}")
    enter(client, session)
    sent = {"channel": "sms", "address": "rumah"}
    page = client.post(f"{HOME}choose", data=sent).text
    assert "Tulis nomor HP seperti" in page
    assert 'value="rumah"' in page
    assert session.scalars(select(Contact)).all() == []


def test_without_consent_five_there_is_nothing_to_choose(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session, agrees=False)
    assert "belum setuju menerima pesan" in client.get(HOME).text
    assert client.get(f"{HOME}choose").status_code == 303
    page = client.post(f"{HOME}choose", data={"channel": "surat"}).text
    assert "baru dikirim bila Anda setuju" in page


def test_the_address_in_a_message_stops_with_one_press_and_not_by_being_opened(
    client: FlaskClient, session: Session, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipient = enter(client, session)
    stranger = app.test_client()
    with mail_server() as mailbox:
        monkeypatch.setitem(app.config, "SMTP", mailbox.address)
        monkeypatch.setitem(app.config, "MAIL_FROM", "layanan@contoh.example")
        sent = {"channel": "surel", "address": "orang.lain@contoh.example"}
        assert client.post(f"{HOME}choose", data=sent).status_code == 303
        with app.app_context():
            send_due()
    link = re.search(
        r"<http://127.0.0.1:8000(/stop/[^>]+)>", mailbox.letters[0]["List-Unsubscribe"]
    )
    assert link is not None
    page = stranger.get(link[1]).text
    assert "Hentikan semua pesan" in page
    assert "Mawar" not in page
    contact = session.scalars(select(Contact).where(Contact.recipient_id == recipient.id)).one()
    assert contact.stopped_at is None
    assert "Tidak ada pesan lagi" in stranger.post(link[1]).text
    session.refresh(contact)
    assert contact.stopped_at == clock.now
    assert "Sudah berhenti" in stranger.get(link[1]).text
    assert stranger.get("/stop/tidak-ada").status_code == 404


def with_letter(session: Session) -> tuple[Heir, Message]:
    recipient = make_recipient(session, case=make_case(session), full_name="Mawar Uji")
    make_consent(session, recipient=recipient, kind=ConsentKind.MESSAGES)
    session.add(
        Contact(
            recipient_id=recipient.id,
            channel=Channel.LETTER,
            address=None,
            chosen_at=make_letter(session, recipient=recipient).issued_at,
            guesses=0,
            verified_at=make_letter(session, recipient=make_recipient(session)).issued_at,
            stop_token="kunci-uji",
        )
    )
    make_pledge(session, account=make_account(session, recipient=recipient), until_on=TODAY)
    session.flush()
    assert remind() == 1
    return recipient, session.scalars(
        select(Message).where(Message.recipient_id == recipient.id)
    ).one()


def test_the_desk_prints_a_letter_and_notes_that_it_went_along(
    client: FlaskClient, session: Session, clock: Clock, app: Flask
) -> None:
    with app.app_context():
        recipient, message = with_letter(session)
    enter_as(client, make_user(session))
    page = client.get(DESK).text
    assert recipient.full_name in page
    assert "Surat lewat desa" in page
    letter = client.get(f"{DESK}{message.id}/letter").text
    assert "“sekolah” sudah dekat" in letter
    assert "/stop/kunci-uji" in letter
    assert "Dari: Dinas Nakerkum Bone Bolango" in letter
    assert "10.000.000" not in letter
    assert "antunan" not in letter  # whoever finds it learns of no money and no mourning
    done = client.post(f"{DESK}{message.id}/hand-over", follow_redirects=True).text
    assert "sudah dititipkan" in done
    session.refresh(message)
    assert message.state is MessageState.SENT
    again = client.post(f"{DESK}{message.id}/hand-over").text
    assert "sudah dititipkan atau dihentikan" in again
    assert "pesan kepada keluarga tidak terkirim" not in client.get("/government/").text
    refused = client.post(f"{DESK}{message.id}/retry").text
    assert "Hanya pesan yang gagal" in refused
    message.state = MessageState.FAILED
    session.commit()
    assert "1 pesan kepada keluarga tidak terkirim" in client.get("/government/").text
    assert "Coba lagi</button>" in client.get(f"{DESK}{message.id}").text
    client.post(f"{DESK}{message.id}/retry")
    session.refresh(message)
    assert message.state is MessageState.WAITING


def test_the_file_holds_what_the_list_shows(
    client: FlaskClient, session: Session, clock: Clock, app: Flask
) -> None:
    with app.app_context():
        _recipient, message = with_letter(session)
    enter_as(client, make_user(session))
    shown = client.get(f"{DESK}?state=menunggu").text
    assert "Mawar Uji" in shown
    assert "Mawar Uji" not in client.get(f"{DESK}?state=gagal").text
    text = client.get(f"{DESK}export.csv?state=menunggu").text
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[1][0] == "Mawar Uji"
    assert message.text not in text


def test_another_region_sees_no_message_and_an_auditor_sends_none(
    client: FlaskClient, session: Session, clock: Clock, app: Flask
) -> None:
    with app.app_context():
        _recipient, message = with_letter(session)
    enter_as(client, make_user(session, region="75.04"))
    assert client.get(f"{DESK}{message.id}").status_code == 404
    assert "Mawar Uji" not in client.get(DESK).text
    enter_as(client, make_user(session, role=Role.AUDITOR))
    assert "dititipkan</button>" not in client.get(f"{DESK}{message.id}").text
    assert client.post(f"{DESK}{message.id}/hand-over").status_code == 403


def test_an_erased_message_says_so_and_is_neither_printed_nor_tried_again(
    client: FlaskClient, session: Session, clock: Clock, app: Flask
) -> None:
    with app.app_context():
        _recipient, letter = with_letter(session)
    letter.state = MessageState.FAILED
    enter_as(client, make_user(session))
    page = client.get(f"/government/messages/{letter.id}").text
    assert "Cetak suratnya" in page
    assert "Coba lagi" in page
    letter.created_at = clock.now - timedelta(days=366)
    session.commit()
    assert "pesan kepada keluarga tidak terkirim" in client.get("/government/").text
    with app.app_context():
        assert erase_old() == 1
    assert "pesan kepada keluarga tidak terkirim" not in client.get("/government/").text
    page = client.get(f"/government/messages/{letter.id}").text
    assert "Sudah dihapus karena sudah lama" in page
    assert "Cetak suratnya" not in page
    assert "Coba lagi" not in page
    assert client.get(f"/government/messages/{letter.id}/letter").status_code == 404
    refused = client.post(f"/government/messages/{letter.id}/retry").text
    assert "sudah dihapus karena sudah lama" in refused
