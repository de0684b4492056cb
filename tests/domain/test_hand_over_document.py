"""The berita acara: the exact legal amount, "tanpa potongan", the witnesses; on one page."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy.orm import Session

from savings_app.cases.actions.hand_overs import Held, Plan, hold_hand_over, plan_hand_over
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.hand_over_rules import Witness
from savings_app.cases.models import Heir
from savings_app.documents.rendering import render_html
from savings_app.documents.rules import DocumentKind, Genuineness, NothingToPrint
from savings_app.documents.verification import check_bytes
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_payout,
    make_recipient,
    make_user,
)
from tests.domain.test_documents import ask, is_accessible, made

ADDRESS = "http://layanan.invalid"


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session)


def test_nothing_is_printed_without_a_hand_over(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    with pytest.raises(NothingToPrint):
        ask(session, recipient, today, now, kind=DocumentKind.HANDOVER)


def test_the_record_says_the_law_the_witnesses_and_that_no_cash_was_handed_over(
    session: Session, recipient: Heir, today: date, now: datetime
) -> None:
    actor = actor_of(make_user(session))
    plan = Plan(date(2026, 11, 9), "Masjid desa", Occasion.FORTIETH_DAY, "Dinas Nakerkum")
    event = plan_hand_over(session, actor=actor, case_ids=[recipient.case_id], plan=plan, now=now)
    before = ask(session, recipient, today, now, kind=DocumentKind.HANDOVER, actor=actor)
    html = render_html(before, address=ADDRESS)
    assert "Uang akan masuk ke rekening atas nama penerima." in html
    assert "direncanakan" in html
    make_payout(session, account=make_account(session, recipient=recipient))
    hold_hand_over(
        session,
        actor=actor,
        hand_over_id=event.id,
        held=Held(
            date(2026, 11, 9),
            (Witness("Imam Uji", "imam"), Witness("Kadus Uji", "kepala dusun")),
            {recipient.case_id},
            officials="Pejabat Uji",
        ),
        today=today,
        now=now,
    )
    document = ask(session, recipient, today, now, kind=DocumentKind.HANDOVER, actor=actor)
    html = render_html(document, address=ADDRESS)
    for said in (
        "Rp20.000.000",
        "Rp12.000.000",
        "Rp10.000.000",
        "Rp42.000.000",
        "PP 82/2019 Pasal 34",
        "Tanpa potongan",
        "tidak ada uang tunai diserahkan dan tidak ada potongan",
        "Uang sudah masuk ke rekening atas nama penerima",
        "9 November 2026",
        "Masjid desa",
        "Saksi, imam",
        "Kadus Uji",
        "Pejabat Uji",
        "175",
    ):
        assert said in html, said
    data = made(session, document)
    assert is_accessible(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
    assert check_bytes(session, data).status is Genuineness.GENUINE
    assert before.replaced_by == document.id
    # The family finds it among its own documents.
    assert family_actor(recipient).recipient_id == document.recipient_id
