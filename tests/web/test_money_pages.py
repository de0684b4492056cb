"""The pages of the money's way: letters, accounts, claim and payouts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.claims import file_claim
from savings_app.cases.kinds import LetterState, NameCheck
from savings_app.cases.models import AccessLetter, Account, Case, Claim, Heir, Payout
from savings_app.consents.kinds import ConsentKind
from savings_app.money import Rupiah
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    get_bank,
    make_account,
    make_case,
    make_consent,
    make_payout,
    make_recipient,
    make_user,
)
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")  # 23 November 2026


@pytest.fixture
def case(client: FlaskClient, session: Session) -> Case:
    """A case; the browser is the caseworker's."""
    enter_as(client, make_user(session))
    return make_case(session)


@pytest.fixture
def recipient(session: Session, case: Case) -> Heir:
    return make_recipient(session, case=case)


@pytest.fixture
def account(session: Session, recipient: Heir) -> Account:
    return make_account(session, recipient=recipient, number="003901000123456")


def day(name: str, day: int, month: int = 11, year: int = 2026) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def file(session: Session, case: Case) -> Claim:
    return file_claim(
        session,
        actor=actor_of(make_user(session)),
        case_id=case.id,
        filed_on=TODAY.replace(day=2),
        receipt_number=None,
        today=TODAY,
        now=NOW,
    )


def as_stranger(client: FlaskClient, session: Session) -> None:
    """A caseworker of another kecamatan."""
    enter_as(client, make_user(session, region="75.03.06"))


def test_a_letter_is_issued_and_leads_to_its_document(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    assert "Belum ada surat" in client.get(f"/government/letters/{recipient.id}").text
    answer = client.post(f"/government/letters/{recipient.id}/issue", data={})
    assert answer.status_code == 303
    assert "/government/documents/" in answer.location
    letter = session.scalars(select(AccessLetter)).one()
    assert (letter.state, letter.reason) == (LetterState.ISSUED, None)
    assert letter.code_sealed is not None
    assert letter.code_sealed not in client.get(f"/government/letters/{recipient.id}").text


def test_a_second_letter_needs_a_reason_and_ends_the_first(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    client.post(f"/government/letters/{recipient.id}/issue", data={})
    page = client.post(f"/government/letters/{recipient.id}/issue", data={"reason": " "})
    assert page.status_code == 200
    assert "Tulis alasannya." in page.text
    client.post(f"/government/letters/{recipient.id}/issue", data={"reason": "surat hilang"})
    states = session.scalars(select(AccessLetter.state).order_by(AccessLetter.reason.is_(None)))
    assert list(states) == [LetterState.ISSUED, LetterState.REPLACED]
    assert "surat hilang" in client.get(f"/government/letters/{recipient.id}").text


def test_a_recipient_without_a_birth_date_gets_no_letter(
    client: FlaskClient, session: Session, case: Case
) -> None:
    unborn = make_recipient(session, case=case, born_on=None)
    page = client.post(f"/government/letters/{unborn.id}/issue", data={})
    assert "tanggal lahir penerima" in page.text
    assert session.scalar(select(func.count()).select_from(AccessLetter)) == 0


def test_the_hand_over_has_a_day_between_the_issue_and_today(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    client.post(f"/government/letters/{recipient.id}/issue", data={})
    address = f"/government/letters/{recipient.id}/hand-over"
    assert "23 November 2026" in client.post(address, data=day("on", 22)).text
    assert "belum tiba" in client.post(address, data=day("on", 24)).text
    assert "Tanggal ini tidak ada" in client.post(address, data=day("on", 31)).text
    assert client.post(address, data=day("on", 23)).status_code == 303
    assert session.scalars(select(AccessLetter)).one().handed_over_on == TODAY


def test_the_letter_page_says_when_the_claim_came_first(
    client: FlaskClient, session: Session, case: Case, recipient: Heir
) -> None:
    file(session, case)
    page = client.get(f"/government/letters/{recipient.id}")
    assert "Klaim sudah diajukan, surat belum diserahkan" in page.text


def account_form(session: Session, **more: str) -> dict[str, str]:
    return {
        "bank": str(get_bank(session).id),
        "number": "0039 0100 0123 456",
        "holder_name": "HARTIN UJI",
        **more,
    }


def test_an_account_is_recorded_and_its_number_shown_on_its_own_page_only(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = f"/government/accounts/add/{recipient.id}"
    assert "Bank BCA" in client.get(address).text
    answer = client.post(address, data=account_form(session))
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "003901000123456" in page.text
    opened = session.scalars(select(AuditEvent).where(AuditEvent.action == "account:open")).all()
    assert len(opened) == 1


def test_another_name_on_the_passbook_asks_for_a_tick_and_keeps_what_was_typed(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    address = f"/government/accounts/add/{recipient.id}"
    sent = account_form(session, holder_name="Orang Lain")
    page = client.post(address, data=sent)
    assert page.status_code == 200
    assert "berbeda dari nama penerima" in page.text
    assert 'value="Orang Lain"' in page.text
    assert 'value="0039 0100 0123 456"' in page.text
    assert client.post(address, data={**sent, "accept_name": "y"}).status_code == 303


def test_a_shared_number_asks_why(client: FlaskClient, session: Session, recipient: Heir) -> None:
    make_account(session, recipient=make_recipient(session), number="003901000123456")
    address = f"/government/accounts/add/{recipient.id}"
    page = client.post(address, data=account_form(session))
    assert "sudah tercatat untuk penerima lain" in page.text
    answer = client.post(address, data=account_form(session, shared_reason="bersama"))
    assert answer.status_code == 303


def test_an_unusual_length_is_only_pointed_out(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    answer = client.post(
        f"/government/accounts/add/{recipient.id}",
        data=account_form(session, number="00390100012345"),
        follow_redirects=True,
    )
    assert "biasanya 15 angka" in answer.text


def test_a_number_with_letters_is_told_beside_its_field(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    page = client.post(
        f"/government/accounts/add/{recipient.id}", data=account_form(session, number="ABC")
    )
    assert page.status_code == 200
    assert 'id="number-error"' in page.text


def test_the_bank_is_asked_about_the_name_only_with_the_family_s_consent(
    client: FlaskClient, session: Session, recipient: Heir, account: Account
) -> None:
    address = f"/government/accounts/{account.id}/ask-name"
    assert "belum menyetujui" in client.get(f"/government/accounts/{account.id}").text
    assert client.post(address).status_code == 404
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    assert "Tanyakan kepada bank" in client.get(f"/government/accounts/{account.id}").text
    assert client.post(address).status_code == 303
    session.expire_all()
    assert account.name_check is NameCheck.ASKED


def test_at_a_bank_that_is_no_partner_it_stays_the_family_s_proof(
    client: FlaskClient, session: Session, recipient: Heir
) -> None:
    elsewhere = make_account(session, recipient=recipient, bank=get_bank(session, "BCA"))
    make_consent(session, recipient=recipient, kind=ConsentKind.TELL_BANK)
    page = client.get(f"/government/accounts/{elsewhere.id}").text
    assert "bukan bank mitra" in page
    assert "Menurut buku tabungan keluarga" in page
    assert "Tanyakan kepada bank" not in page
    assert client.post(f"/government/accounts/{elsewhere.id}/ask-name").status_code == 400


def test_an_ended_account_stays_visible(
    client: FlaskClient, session: Session, account: Account
) -> None:
    page = client.post(f"/government/accounts/{account.id}/end", follow_redirects=True)
    assert "Rekening ini sudah diakhiri" in page.text
    session.expire_all()
    assert account.ended_on == TODAY


def test_a_claim_is_filed_with_its_due_day(
    client: FlaskClient, session: Session, case: Case
) -> None:
    assert "Belum ada klaim" in client.get(f"/government/claims/{case.id}").text
    address = f"/government/claims/{case.id}/file"
    assert "sebelum hari meninggal, 1 Oktober 2026" in (
        client.post(address, data=day("filed_on", 30, 9)).text
    )
    page = client.post(address, data=day("filed_on", 20), follow_redirects=True)
    assert "25 November 2026" in page.text
    assert session.scalars(select(Claim)).one().due_on == TODAY.replace(day=25)
    again = client.post(address, data=day("filed_on", 21))
    assert "masih berada di BPJS" in again.text


def test_help_without_the_first_consent_is_pointed_out_before_the_claim(
    client: FlaskClient, session: Session, recipient: Heir, case: Case
) -> None:
    make_recipient(session, case=case, is_recipient=False)
    other = make_recipient(session, case=case)
    for path in ("", "/file"):
        page = client.get(f"/government/claims/{case.id}{path}").text
        assert "2 penerima belum menyetujui bantuan klaim." in page
    make_consent(session, recipient=recipient, kind=ConsentKind.CLAIM_HELP)
    page = client.get(f"/government/claims/{case.id}").text
    assert "1 penerima belum menyetujui bantuan klaim." in page
    make_consent(session, recipient=other, kind=ConsentKind.CLAIM_HELP)
    assert "menyetujui bantuan" not in client.get(f"/government/claims/{case.id}/file").text


def test_what_is_missing_is_pointed_out_before_the_claim_and_forbids_nothing(
    client: FlaskClient, recipient: Heir, case: Case
) -> None:
    page = client.get(f"/government/claims/{case.id}/file")
    assert "1 penerima belum memegang surat akses" in page.text
    assert "1 penerima belum punya rekening" in page.text
    assert client.post(page.request.path, data=day("filed_on", 20)).status_code == 303


def test_a_late_claim_is_said_to_be_late(client: FlaskClient, session: Session, case: Case) -> None:
    file(session, case)
    page = client.get(f"/government/claims/{case.id}")
    assert "BPJS terlambat membayar" in page.text
    assert "5 November 2026" in page.text


def test_a_claim_comes_back_with_its_reason(
    client: FlaskClient, session: Session, case: Case
) -> None:
    claim = file(session, case)
    address = f"/government/claims/return/{claim.id}"
    sent = {**day("returned_on", 4), "version": str(claim.version)}
    assert "Tulis alasan yang diberikan BPJS" in client.post(address, data=sent).text
    page = client.post(address, data={**sent, "reason": "KK buram"}, follow_redirects=True)
    assert "KK buram" in page.text
    assert "Catat klaim" in page.text


def payout_form(account: Account, **more: str) -> dict[str, str]:
    return {
        "kind": "santunan",
        "account_id": str(account.id),
        "amount": "42.000.000",
        "request_key": str(uuid4()),
        **day("paid_on", 5),
        **more,
    }


def test_a_payout_is_recorded_once_however_often_it_is_sent(
    client: FlaskClient, session: Session, case: Case, recipient: Heir, account: Account
) -> None:
    file(session, case)
    address = f"/government/payouts/record/{recipient.id}"
    assert "Rp42.000.000" in client.get(address).text
    sent = payout_form(account)
    assert client.post(address, data=sent).status_code == 303
    assert client.post(address, data=sent).status_code == 303
    assert session.scalars(select(Payout)).one().amount == Rupiah.of(42_000_000)
    page = client.get(f"/government/payouts/{case.id}")
    assert "Rp42.000.000" in page.text
    assert "Belum sesuai hak" not in page.text


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-1", "lebih dari nol"),
        ("0", "lebih dari nol"),
        ("1e99", "hanya boleh berisi angka"),
        ("1.000.000,50", "rupiah bulat"),
        ("Rp 1,5 juta", "lengkap dengan angka"),
        ("", "Tulis jumlah yang dibayar"),
    ],
)
def test_an_amount_that_is_none_is_told_beside_its_field(
    client: FlaskClient,
    session: Session,
    case: Case,
    recipient: Heir,
    account: Account,
    amount: str,
    sentence: str,
) -> None:
    file(session, case)
    page = client.post(
        f"/government/payouts/record/{recipient.id}", data=payout_form(account, amount=amount)
    )
    assert page.status_code == 200
    assert sentence in page.text
    assert session.scalar(select(func.count()).select_from(Payout)) == 0


def test_a_payout_before_the_death_or_the_claim_is_refused_with_the_day(
    client: FlaskClient, session: Session, case: Case, recipient: Heir, account: Account
) -> None:
    file(session, case)
    address = f"/government/payouts/record/{recipient.id}"
    before_death = payout_form(account, **day("paid_on", 30, 9))
    assert "sebelum hari meninggal, 1 Oktober 2026" in client.post(address, data=before_death).text
    before_claim = payout_form(account, **day("paid_on", 1))
    assert "sebelum klaim tanggal 2 November 2026" in client.post(address, data=before_claim).text


def test_without_an_account_the_page_leads_to_one(client: FlaskClient, recipient: Heir) -> None:
    page = client.get(f"/government/payouts/record/{recipient.id}")
    assert f"/government/accounts/add/{recipient.id}" in page.text


def test_paid_is_not_entitled_is_flagged_and_undone_with_a_reason(
    client: FlaskClient, session: Session, case: Case, account: Account
) -> None:
    file(session, case)
    payout = make_payout(session, account=account, amount=40_000_000)
    assert "kurang Rp2.000.000" in client.get(f"/government/payouts/{case.id}").text
    address = f"/government/payouts/reverse/{payout.id}"
    assert "Tulis alasannya" in client.post(address, data={"reason": ""}).text
    sent = {"reason": "salah tulis", "request_key": str(uuid4())}
    for _ in range(2):
        assert client.post(address, data=sent).status_code == 303
    page = client.get(f"/government/payouts/{case.id}")
    assert "Pembatalan: salah tulis" in page.text
    assert "−Rp40.000.000" in page.text
    again = client.post(address, data={"reason": "lagi", "request_key": str(uuid4())})
    assert "sudah dibatalkan" in again.text


def addresses(
    case: Case, recipient: Heir, account: Account, claim: Claim, payout: Payout
) -> list[str]:
    return [
        f"/government/letters/{recipient.id}",
        f"/government/letters/{recipient.id}/issue",
        f"/government/letters/{recipient.id}/hand-over",
        f"/government/accounts/add/{recipient.id}",
        f"/government/accounts/{account.id}",
        f"/government/claims/{case.id}",
        f"/government/claims/{case.id}/file",
        f"/government/claims/return/{claim.id}",
        f"/government/payouts/{case.id}",
        f"/government/payouts/record/{recipient.id}",
        f"/government/payouts/reverse/{payout.id}",
    ]


def test_a_caseworker_of_another_kecamatan_finds_none_of_these_pages(
    client: FlaskClient, session: Session, case: Case, recipient: Heir, account: Account
) -> None:
    claim, payout = file(session, case), make_payout(session, account=account)
    as_stranger(client, session)
    for address in addresses(case, recipient, account, claim, payout):
        assert client.get(address).status_code == 404, address
    for address in ("ask-name", "end"):
        assert client.post(f"/government/accounts/{account.id}/{address}").status_code == 404


def test_nobody_signed_in_is_led_to_the_door(
    client: FlaskClient, session: Session, case: Case, recipient: Heir, account: Account
) -> None:
    claim, payout = file(session, case), make_payout(session, account=account)
    client.post("/sign-out")
    for address in addresses(case, recipient, account, claim, payout):
        answer = client.get(address)
        assert (answer.status_code, "/staff/sign-in" in answer.location) == (303, True)


def test_an_auditor_reads_and_changes_nothing(
    client: FlaskClient, session: Session, case: Case, recipient: Heir, account: Account
) -> None:
    claim, payout = file(session, case), make_payout(session, account=account)
    enter_as(client, make_user(session, role=Role.AUDITOR))
    read = {
        f"/government/letters/{recipient.id}",
        f"/government/accounts/{account.id}",
        f"/government/claims/{case.id}",
        f"/government/payouts/{case.id}",
    }
    for address in set(addresses(case, recipient, account, claim, payout)):
        assert client.get(address).status_code == (200 if address in read else 403), address
    assert "Batalkan" not in client.get(f"/government/payouts/{case.id}").text
