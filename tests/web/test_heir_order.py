"""Siapa yang berhak menerima: one question a page; and a dispute with where it was taken."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.cases.kinds import HeirAnswer, HeirStep, Relation
from savings_app.cases.models import Case, DisputeReferral, HeirSearch
from savings_app.policy.rules import Programme
from tests.builders import make_case, make_recipient, make_user
from tests.web.doors import enter_as
from tests.web.test_government_cases import alerts

pytestmark = pytest.mark.usefixtures("clock")
SAID = {"said_by": "Sri, adik almarhum", "said_on": "2026-11-23"}


@pytest.fixture
def case(session: Session, user: User) -> Case:
    return make_case(session, opened_by=user)


def order(case: Case, step: str = "") -> str:
    return f"/government/cases/{case.id}/heirs/order/{step}"


def rows(session: Session) -> dict[HeirStep, HeirAnswer]:
    session.expire_all()
    return {row.step: row.answer for row in session.scalars(select(HeirSearch))}


def test_the_questions_lead_one_to_the_next_and_to_who_the_law_names(
    client: FlaskClient, session: Session, case: Case
) -> None:
    make_recipient(session, case=case, relation=Relation.PARENT_IN_LAW, full_name="Ismail Uji")
    steps = list(HeirStep)
    for step, after in pairwise(steps[:3]):
        answer = client.post(order(case, step), data={"answer": "tidak_ada", **SAID})
        assert answer.location == order(case, after)
    done = client.post(order(case, steps[2]), data={"answer": "ada", **SAID})

    assert done.location == order(case)
    page = client.get(done.location).text
    assert "Saudara kandung" in page
    assert "Sri, adik almarhum, 23 November 2026" in " ".join(page.split())
    assert "Ismail Uji dicatat sebagai penerima, tetapi" in page
    # A doubt stops nothing: the recipient stands, and is pointed out where recipients are.
    heirs = client.get(f"/government/cases/{case.id}/heirs/").text
    assert "Ismail Uji dicatat sebagai penerima, tetapi" in heirs


@pytest.mark.parametrize(
    ("programme", "article"),
    [(Programme.JKM, "Pasal 40 ayat (2)"), (Programme.JKK, "Pasal 37 ayat (5)")],
)
def test_the_order_names_the_article_of_its_programme(
    client: FlaskClient, session: Session, case: Case, programme: Programme, article: str
) -> None:
    case.programme = programme
    session.commit()
    assert f"PP 44/2015 {article}." in client.get(order(case)).text


def test_a_child_s_guardian_is_named_as_who_signs_for_help_with_the_claim(
    client: FlaskClient, session: Session, case: Case
) -> None:
    child = make_recipient(
        session, case=case, born_on=date(2018, 5, 5), relation=Relation.CHILD, full_name="Ani Uji"
    )
    child.guardian_name = "Sri Uji"
    session.flush()
    page = client.get(f"/government/cases/{case.id}/heirs/").text
    assert "Sri Uji sudah menandatangani" in page
    assert "Ani Uji sudah menandatangani" not in page


def test_nobody_at_all_is_told_what_the_law_does_then(
    client: FlaskClient, session: Session, case: Case
) -> None:
    for step in HeirStep:
        client.post(order(case, step), data={"answer": "tidak_ada", **SAID})
    page = client.get(order(case)).text
    assert "Biaya pemakaman dibayarkan kepada yang mengurus pemakaman" in page
    assert "Dana Jaminan Sosial" in page
    assert "draf" in page


def test_an_answer_without_its_speaker_is_refused_and_stays_typed(
    client: FlaskClient, session: Session, case: Case
) -> None:
    sent = {"answer": "ada", "said_on": "2026-11-23", "note": "lewat telepon"}
    page = client.post(order(case, "pasangan_anak"), data=sent)
    future = client.post(
        order(case, "pasangan_anak"), data={**sent, **SAID, "said_on": "2026-11-24"}
    )
    assert "Tulis siapa yang mengatakannya." in alerts(page.text)
    assert 'value="lewat telepon"' in page.text
    assert "tidak sesudah hari ini" in alerts(future.text)
    assert rows(session) == {}


def test_a_question_is_not_jumped_and_an_unknown_one_is_none(
    client: FlaskClient, case: Case
) -> None:
    assert client.get(order(case, "mertua")).status_code == 400
    assert client.get(order(case, "faraid")).status_code == 404


def test_the_second_of_two_officers_sees_what_the_first_wrote(
    client: FlaskClient, session: Session, case: Case
) -> None:
    client.post(order(case, "pasangan_anak"), data={"answer": "ada", **SAID})
    # His form was opened while there was no answer yet.
    sent = {"answer": "tidak_ada", "version": "", **SAID}
    page = client.post(order(case, "pasangan_anak"), data=sent)
    assert page.status_code == 409
    assert 'value="Sri, adik almarhum"' in page.text
    assert rows(session) == {HeirStep.SPOUSE_OR_CHILD: HeirAnswer.YES}


def test_a_stranger_is_told_nothing(client: FlaskClient, session: Session, case: Case) -> None:
    enter_as(client, make_user(session, region="75.03.06"))
    for address in (order(case), order(case, "pasangan_anak")):
        assert client.get(address).status_code == 404
    sent = {"answer": "ada", **SAID}
    assert client.post(order(case, "pasangan_anak"), data=sent).status_code == 404
    assert rows(session) == {}


def test_a_guardianship_that_ends_soon_is_told(
    client: FlaskClient, session: Session, case: Case
) -> None:
    child = make_recipient(session, case=case, relation=Relation.CHILD, born_on=date(2009, 1, 20))
    child.guardian_name, child.guardian_proof = "Sri Uji", "Surat desa"
    child.guardian_until = date(2027, 1, 20)
    session.flush()
    page = client.get(f"/government/cases/{case.id}/heirs/").text
    assert "Perwalian segera berakhir" in page
    assert "20 Januari 2027" in page


def test_a_dispute_is_referred_and_what_came_of_it_is_written_down(
    client: FlaskClient, session: Session, case: Case
) -> None:
    dispute = f"/government/cases/{case.id}/heirs/dispute"
    client.post(dispute, data={"disputed": "yes", "version": str(case.version)})
    add = f"/government/cases/{case.id}/referrals/add"
    wrong = client.post(add, data={"referred_to": "kua", "referred_on": "2026-11-24"})
    key = {"request_key": "6b0c4f3e-3a0f-4f0e-9a55-0a4f4f2c7d11"}
    for _click in range(2):
        client.post(add, data={"referred_to": "kua", "referred_on": "2026-11-20", **key})

    assert "tidak sesudah hari ini" in alerts(wrong.text)
    referral = session.scalars(select(DisputeReferral)).one()
    sent = {"outcome": "Sepakat di KUA.", "outcome_on": "2026-11-22", "version": "1"}
    done = client.post(f"/government/referrals/{referral.id}", data=sent)
    stale = client.post(f"/government/referrals/{referral.id}", data=sent)
    assert (done.location, stale.status_code) == (dispute, 409)
    page = " ".join(client.get(dispute).text.split())
    assert "Dirujuk 20 November 2026. Hasilnya 22 November 2026: Sepakat di KUA." in page
    session.expire_all()
    assert case.disputed  # the software takes no side and ends nothing by itself

    enter_as(client, make_user(session, region="75.03.06"))
    assert client.get(add).status_code == 404
    assert client.post(f"/government/referrals/{referral.id}", data=sent).status_code == 404
