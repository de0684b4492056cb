"""Niat menabung and its news: nothing filled in, belum sekarang as large, no blame."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.cases.kinds import AccountPurpose, NameCheck
from savings_app.cases.models import Account, Heir
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import AnswerGiven, record_answers
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import Pledge
from savings_app.money import Rupiah
from savings_app.planning.actions import StepAnswer, answer_step, begin_plan, finish_plan
from savings_app.planning.kinds import NeedKind, PlanStep
from savings_app.planning.queries import get_plan_view
from savings_app.planning.rules import Line
from tests.builders import (
    NOW,
    TODAY,
    family_actor,
    get_bank,
    make_account,
    make_consent,
    make_letter,
    make_payout,
    make_pledge,
    make_recipient,
    make_user,
)
from tests.conftest import Clock
from tests.domain.bank_rows import make_officer
from tests.web.doors import enter_as, enter_with

PATH = "/family/pledges"


@pytest.fixture(autouse=True)
def standing(clock: Clock) -> None:
    """Every page of these tests is of 23 November 2026."""


def enter(client: FlaskClient, session: Session) -> tuple[Heir, Account]:
    recipient = make_recipient(session)
    account = make_account(session, recipient=recipient)
    enter_with(client, make_letter(session, recipient=recipient))
    return recipient, account


def wish(**changes: str) -> dict[str, str]:
    """A pledge of Rp5.000.000 until 1 July 2028, as the form sends it."""
    form = {
        "request_key": str(uuid4()),
        "amount": "5.000.000",
        "until_on-day": "1",
        "until_on-month": "7",
        "until_on-year": "2028",
        "goal": "sekolah Rahma",
    }
    return {**form, **changes}


def pledges(session: Session) -> list[Pledge]:
    session.expire_all()
    return list(session.scalars(select(Pledge).order_by(Pledge.amount)))


def test_belum_sekarang_is_as_large_as_yes_on_every_page(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session)
    for path in ("/", "/new", "/new/disimpan"):
        page = client.get(PATH + path).text
        assert "Belum sekarang" in page
        equal = re.search(r'<fieldset class="equal">.*?</fieldset>', page, re.DOTALL)
        assert equal is not None
        assert "Belum sekarang" in equal.group()
        assert set(re.findall(r'class="(button[^"]*)"', equal.group())) == {"button"}
    assert "Bukan janji, bukan nazar" in client.get(f"{PATH}/").text


def test_nothing_is_filled_in_beforehand(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    page = client.get(f"{PATH}/new/disimpan").text
    boxes = re.findall(r'<input[^>]*type="text"[^>]*>', page, re.DOTALL)
    assert len(boxes) == 5
    assert all('value=""' in box for box in boxes)
    assert "Hak Anda: Rp42.000.000" in page


def test_a_pledge_is_made_once_however_often_it_is_sent(
    client: FlaskClient, session: Session
) -> None:
    _, account = enter(client, session)
    form = wish()
    for _twice in range(2):
        assert client.post(f"{PATH}/new/disimpan", data=form).location == f"{PATH}/"
    (pledge,) = pledges(session)
    assert (pledge.account_id, pledge.amount, pledge.until_on, pledge.kind) == (
        account.id,
        Rupiah.of(5_000_000),
        date(2028, 7, 1),
        PledgeKind.KEPT,
    )
    page = client.get(f"{PATH}/").text
    assert "sekolah Rahma" in page
    assert "Rp5.000.000" in page
    assert account.number.full not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "42.000.001"}, "paling banyak Rp42.000.000"),
        ({"amount": "-1"}, "lebih dari nol"),
        ({"amount": "0"}, "lebih dari nol"),
        ({"amount": "Rp 1,5 juta"}, "lengkap dengan angka"),
        ({"amount": ""}, "Tulis jumlahnya"),
        ({"until_on-day": "31", "until_on-month": "2"}, "Tanggal ini tidak ada"),
        ({"until_on-year": "2026"}, "sesudah hari ini"),
        ({"until_on-year": "2057"}, "Paling jauh sampai 23 November 2056"),
        ({"goal": "x" * 81}, "Paling banyak 80 huruf"),
    ],
)
def test_each_wrong_input_gets_a_sentence_and_what_was_typed_stays(
    client: FlaskClient, session: Session, changes: dict[str, str], said: str
) -> None:
    enter(client, session)
    page = client.post(f"{PATH}/new/disimpan", data=wish(**changes)).text
    assert said in page
    assert 'role="alert"' in page
    for typed in changes.values():
        assert f'value="{typed}"' in page
    assert pledges(session) == []


def test_disetor_needs_another_account_which_the_family_adds(
    client: FlaskClient, session: Session
) -> None:
    recipient, _ = enter(client, session)
    assert "Belum ada rekening lain" in client.get(f"{PATH}/new/disetor").text
    form = {
        "bank": str(get_bank(session, "BSG").id),
        "number": "0011 2233 4455",
        "holder_name": "Rahma Uji",
    }
    refused = client.post(f"{PATH}/account", data=form).text
    assert 'role="alert"' in refused
    assert "0011 2233 4455" in refused
    client.post(f"{PATH}/account", data={**form, "accept_name": "y"})
    session.expire_all()
    account = session.scalars(select(Account).where(Account.purpose == AccountPurpose.SAVING)).one()
    assert (account.recipient_id, account.holder_name, account.name_check) == (
        recipient.id,
        "Rahma Uji",
        NameCheck.FAMILY_PROOF,
    )
    client.post(f"{PATH}/new/disetor", data=wish())
    (pledge,) = pledges(session)
    assert pledge.kind is PledgeKind.PAID_IN
    assert pledge.code in client.get(f"{PATH}/").text


def test_a_pledge_made_from_a_pot_carries_its_words_and_not_its_amount(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    account.purpose = AccountPurpose.SAVING
    _agree_on_a_pot(session, recipient)
    assert "Celengan dalam rencana Anda" in client.get(f"{PATH}/").text
    chosen = client.get(f"{PATH}/new?pot=1").text
    assert "Rekening atas nama anak pertama." in chosen
    assert "Rekening anak dibuka bersama walinya" in chosen
    page = client.get(f"{PATH}/new/disetor?pot=1").text
    assert re.search(r'name="goal"[^>]*value="sekolah"', page)
    assert re.search(r'name="in_name_of"[^>]*value="anak pertama"', page)
    assert re.search(r'name="amount"\s+value=""', page)
    assert client.get(f"{PATH}/new/disetor?pot=2").status_code == 200  # no such pot: none is shown
    client.post(f"{PATH}/new/disetor", data=wish(in_name_of="anak pertama", pot="1"))
    (pledge,) = pledges(session)
    assert (pledge.in_name_of, pledge.plan_id is None) == ("anak pertama", False)
    client.post(f"{PATH}/{pledge.id}/change", data=wish(amount="6.000.000"))
    assert [one.in_name_of for one in pledges(session)] == ["anak pertama"] * 2
    assert "Rekening atas nama anak pertama." in client.get("/family/savings/").text


def test_a_pledge_made_from_a_pot_stays_with_it_whatever_it_is_called(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    _agree_on_a_pot(session, recipient)
    page = client.get(f"{PATH}/new/disimpan?pot=1").text
    assert '<option selected value="1">sekolah</option>' in page
    client.post(f"{PATH}/new/disimpan", data=wish(pot="1", goal="Sekolah 2028"))
    (pledge,) = pledges(session)
    assert pledge.pot_id is not None
    assert "Sudah diniatkan Rp5.000.000." in client.get(f"{PATH}/").text
    pledge.made_on = date(2026, 8, 20)
    session.commit()
    answered(session, account, Answer.YES, date(2026, 9, 30), asked=5_000_000)
    page = client.get("/family/savings/").text
    table = page[page.index("Celengan Anda") :].split("</table>")[0]
    assert table.count("<tr") == 2  # its heading and one pot: the pledge is no second row
    assert "Rp5.000.000 (<span" in table


def test_an_old_pledge_can_be_given_to_its_pot_and_taken_from_it(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    _agree_on_a_pot(session, recipient)
    old = make_pledge(session, account=account)
    change = f"{PATH}/{old.id}/change"
    assert '<option selected value="">Tidak dari celengan</option>' in client.get(change).text
    assert "Pilih salah satu" in client.post(change, data=wish(pot="2")).text
    client.post(change, data=wish(pot="1", amount="1.000.000"))
    given = pledges(session)[0]
    assert given.pot_id is not None
    # A page of before the pots asks for none, and takes none away.
    client.post(f"{PATH}/{given.id}/change", data=wish(amount="900.000"))
    kept = pledges(session)[0]
    assert kept.pot_id == given.pot_id
    client.post(f"{PATH}/{kept.id}/change", data=wish(pot="", amount="800.000"))
    assert pledges(session)[0].pot_id is None


def test_without_pots_in_the_plan_none_is_asked_for(client: FlaskClient, session: Session) -> None:
    _, account = enter(client, session)
    old = make_pledge(session, account=account)
    for page in ("new/disimpan", f"{old.id}/change"):
        assert "celengan yang mana" not in client.get(f"{PATH}/{page}").text


def test_what_stays_in_the_recipients_account_is_in_the_recipients_name(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session)
    client.post(f"{PATH}/new/disimpan", data=wish(in_name_of="anak pertama"))
    assert [pledge.in_name_of for pledge in pledges(session)] == [None]
    assert "Anda sendiri" in client.get(f"{PATH}/").text


def _agree_on_a_pot(session: Session, recipient: Heir) -> None:
    actor = family_actor(recipient)
    plan = begin_plan(session, actor=actor, recipient_id=recipient.id, now=NOW)
    pot = Line(NeedKind.SAVING, Rupiah.of(5_000_000), "sekolah", in_name_of="anak pertama")
    for step in list(PlanStep)[:-1]:
        answer = StepAnswer((pot,) if step is PlanStep.SAVING else (), 4, 2)
        answer_step(
            session,
            actor=actor,
            plan_id=plan.id,
            step=step,
            answer=answer,
            seen=None,
            today=TODAY,
            now=NOW,
        )
    view = get_plan_view(
        session, actor=actor, recipient_id=recipient.id, plan_id=plan.id, today=TODAY
    )
    finish_plan(
        session,
        actor=actor,
        plan_id=plan.id,
        shown=view.suggestion.amount if view.suggestion else None,
        seen=None,
        today=TODAY,
        now=NOW,
    )
    session.commit()


def test_with_two_accounts_none_is_chosen_beforehand(client: FlaskClient, session: Session) -> None:
    recipient, _ = enter(client, session)
    second = make_account(session, recipient=recipient, bank=get_bank(session, "BSG"))
    page = client.get(f"{PATH}/new/disimpan").text
    assert page.count('type="radio"') == 2
    assert "checked" not in page
    assert "Pilih satu rekening" in client.post(f"{PATH}/new/disimpan", data=wish()).text
    client.post(f"{PATH}/new/disimpan", data=wish(account_id=str(second.id)))
    assert [pledge.account_id for pledge in pledges(session)] == [second.id]


def test_without_the_santunan_account_there_is_nothing_to_fill_in(
    client: FlaskClient, session: Session
) -> None:
    recipient = make_recipient(session)
    enter_with(client, make_letter(session, recipient=recipient))
    assert "belum tercatat" in client.get(f"{PATH}/new/disimpan").text
    client.post(f"{PATH}/new/disimpan", data=wish())
    assert pledges(session) == []


def test_a_pledge_is_changed_and_cancelled_without_a_question(
    client: FlaskClient, session: Session
) -> None:
    _, account = enter(client, session)
    old = make_pledge(session, account=account)
    page = client.get(f"{PATH}/{old.id}/change").text
    assert 'value="10.000.000"' in page
    form = wish(amount="2.000.000")
    for _twice in range(2):
        assert client.post(f"{PATH}/{old.id}/change", data=form).status_code == 303
    new, kept = pledges(session)
    assert (new.amount, kept.replaced_by) == (Rupiah.of(2_000_000), new.id)
    assert client.get(f"{PATH}/{old.id}/change").location == f"{PATH}/"
    assert "sudah diubah" in client.post(f"{PATH}/{old.id}/change", data=wish()).text
    assert "Alasannya tidak ditanya" in client.get(f"{PATH}/{new.id}/cancel").text
    for _twice in range(2):
        assert client.post(f"{PATH}/{new.id}/cancel").status_code == 303
    assert pledges(session)[0].cancelled_at is not None
    assert "Belum ada niat menabung" in client.get(f"{PATH}/").text


def test_a_sibling_does_not_find_it(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    theirs = make_pledge(session, account=make_account(session, recipient=make_recipient(session)))
    for page in ("change", "cancel"):
        assert client.get(f"{PATH}/{theirs.id}/{page}").status_code == 404
        assert client.post(f"{PATH}/{theirs.id}/{page}", data=wish()).status_code == 404
    assert client.get(f"{PATH}/new/semua").status_code == 404
    enter_as(client, make_user(session))
    assert client.get(f"{PATH}/").status_code == 403


def answered(
    session: Session, account: Account, word: Answer, on: date, asked: int = 10_000_000
) -> None:
    record_answers(
        session,
        actor=make_officer(session),
        on=on,
        answers=[AnswerGiven(account.id, Rupiah.of(asked), word)],
        request_key=uuid4(),
        today=TODAY,
        now=NOW,
    )
    session.commit()


def agreed(session: Session, recipient: Heir) -> None:
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    make_consent(
        session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.KEPT_ONLY
    )


def test_savings_say_who_said_it_and_when_and_no_news_is_no_news(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    make_pledge(session, account=account, made_on=date(2026, 8, 20))
    answered(session, account, Answer.YES, date(2026, 9, 30))
    page = client.get("/family/savings/").text
    assert "Masih ada sedikitnya Rp10.000.000 pada 30 September 2026, kata Bank BRI." in page
    assert page.count("Belum ada kabar dari bank") == 2  # August and October
    assert "Rp0" not in page
    assert "Bank belum ditanya" not in page


def test_used_money_is_told_without_blame(client: FlaskClient, session: Session) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    make_pledge(session, account=account, made_on=date(2026, 10, 1))
    answered(session, account, Answer.NO, date(2026, 10, 31))
    page = client.get("/family/savings/").text
    assert "Pada 31 Oktober 2026 sudah dipakai" in page
    assert "Tidak apa-apa: uang ini milik Anda" in page
    main = page[page.index("<main") : page.index("</main>")]
    for word in ("boros", "habis", "jangan", "gagal", "target"):
        assert word not in main.lower()


def test_without_consents_the_page_says_the_bank_was_not_asked(
    client: FlaskClient, session: Session
) -> None:
    _, account = enter(client, session)
    assert "Belum ada niat menabung" in client.get("/family/savings/").text
    make_pledge(session, account=account)
    page = client.get("/family/savings/").text
    assert "Bank belum ditanya" in page
    assert "Belum ada kabar dari bank." in page
    assert "sekali sebulan" in page


def test_another_familys_savings_are_not_there(client: FlaskClient, session: Session) -> None:
    theirs = make_recipient(session)
    make_pledge(session, account=make_account(session, recipient=theirs))
    enter(client, session)
    assert "Belum ada niat menabung" in client.get("/family/savings/").text
    enter_as(client, make_user(session))
    assert client.get("/family/savings/").status_code == 403


def test_a_small_chart_and_a_table_tell_the_same_months(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    make_pledge(session, account=account, made_on=date(2026, 8, 20))
    answered(session, account, Answer.YES, date(2026, 9, 30))
    page = client.get("/family/savings/").text
    chart = page[page.index('<svg class="growth"') :].split("</svg>")[0]
    assert "Ada kabar untuk 1 dari 3 bulan" in chart
    assert chart.count(">?</text>") == 2  # August and October: a gap, no zero
    assert chart.count('fill="currentColor" />') == 1  # the one bar
    assert "Masih ada, sedikitnya Rp10.000.000 (jawaban bank untuk " in page
    assert '<span class="whole">30 Sep 2026</span>)' in page
    assert "Menjaga rekening tetap aktif" not in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (299, None),
        (300, "paling lambat 22 Januari 2027; satu kali saja cukup"),
        (361, "mencatatnya tidak aktif, dan sesudah"),
        (1_801, "mencatatnya dorman. Uangnya tetap milik Anda"),
    ],
)
def test_a_quiet_account_is_told_in_time_how_to_stay_active(
    client: FlaskClient, session: Session, days: int, said: str | None
) -> None:
    _recipient, account = enter(client, session)
    make_payout(session, account=account, paid_on=TODAY - timedelta(days=days))
    session.commit()
    page = client.get("/family/savings/").text
    assert ("Menjaga rekening tetap aktif" in page) is (said is not None)
    assert (said or "Simpanan Anda") in page
    assert ("/lessons/rekening-hidup" in page) is (said is not None)
    assert account.number.full not in page


def test_each_pot_says_its_goal_and_what_the_bank_told_so_far(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    _agree_on_a_pot(session, recipient)
    page = client.get("/family/savings/").text
    assert "Celengan Anda" in page
    assert "sekolah, atas nama anak pertama" in page
    assert page.count("Belum ada kabar dari bank") == 1
    pledge = make_pledge(session, account=account, made_on=date(2026, 8, 20))
    pledge.goal = "Sekolah"
    answered(session, account, Answer.YES, date(2026, 9, 30))
    page = client.get("/family/savings/").text
    table = page[page.index("Celengan Anda") :].split("</table>")[0]
    assert "Rp10.000.000 (" in table
    assert "30 Sep 2026" in table
    assert "Tidak ada yang perlu dilakukan sekarang." in page
    for word in ("boros", "gagal", "kurang disiplin", "sayang", "Rp0"):
        assert word not in page


def test_the_pots_are_a_chart_beside_their_table_and_no_news_is_no_empty_bar(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    _agree_on_a_pot(session, recipient)
    assert "pots-title" not in client.get("/family/savings/").text  # nothing to draw yet
    umrah = make_pledge(session, account=account, made_on=date(2026, 11, 20), amount=3_000_000)
    umrah.goal = "umrah"
    make_pledge(session, account=account, made_on=date(2026, 8, 20), amount=2_000_000)
    answered(session, account, Answer.YES, date(2026, 9, 30), asked=2_000_000)
    page = client.get("/family/savings/").text
    chart = page[page.index('aria-labelledby="pots-title') :].split("</svg>")[0]
    assert "Ada angka dari bank untuk 1 dari 2 celengan." in chart
    # Two million of the five the pot is for: two fifths of 316 from 2.
    assert 'd="M2 20H128.4V36H2Z" fill="currentColor"' in chart
    assert chart.count(">?<") == 1
    assert "bukan nol" in page


def test_of_two_pledges_on_one_account_each_says_its_own_amount(
    client: FlaskClient, session: Session
) -> None:
    recipient, account = enter(client, session)
    agreed(session, recipient)
    make_pledge(session, account=account, made_on=date(2026, 8, 20), amount=3_000_000)
    make_pledge(session, account=account, made_on=date(2026, 8, 20), amount=2_000_000)
    answered(session, account, Answer.YES, date(2026, 9, 30), asked=5_000_000)
    page = client.get("/family/savings/").text
    for amount in ("Rp3.000.000", "Rp2.000.000"):
        assert f"Masih ada sedikitnya {amount} pada 30 September 2026" in page
    assert "Rp5.000.000" not in page


def test_what_is_paid_in_has_a_small_next_step(client: FlaskClient, session: Session) -> None:
    _, account = enter(client, session)
    make_pledge(
        session,
        account=account,
        kind=PledgeKind.PAID_IN,
        amount=2_000_000,
        until_on=date(2028, 7, 23),
    )
    page = client.get("/family/savings/").text
    assert "menyetor sekitar Rp100.000 sebulan. Boleh kurang, boleh lebih." in page


def test_the_familys_own_look_stands_apart_from_the_banks_answers(
    client: FlaskClient, session: Session
) -> None:
    _, account = enter(client, session)
    make_pledge(session, account=account, made_on=date(2026, 8, 20))
    before = client.get("/family/savings/").text
    assert "Saya sudah memeriksa saldo saya" in before
    for _twice in range(2):
        assert client.post("/family/savings/checked").location == "/family/savings/"
    page = client.get("/family/savings/").text
    assert "saldo sudah diperiksa pada 23 November 2026. Ini kata Anda, bukan kabar" in page
    assert "Saya sudah memeriksa saldo saya" not in page
    silent = "Belum ada kabar dari bank"
    assert page.count(silent) == before.count(silent)
    assert page.count(">?</text>") == before.count(">?</text>")


def test_a_quiet_account_tells_also_of_the_familys_own_look(
    client: FlaskClient, session: Session
) -> None:
    _, account = enter(client, session)
    make_payout(session, account=account, paid_on=TODAY - timedelta(days=310))
    session.commit()
    own = "bila itu rekening ini, hitungannya mulai lagi dari hari itu"
    assert own not in client.get("/family/savings/").text
    client.post("/family/savings/checked")
    page = client.get("/family/savings/").text
    assert "Menjaga rekening tetap aktif" in page  # their word is no bank's
    assert f"Menurut Anda, saldo diperiksa pada 23 November 2026; {own}" in page
