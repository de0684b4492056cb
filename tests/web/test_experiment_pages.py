"""Does another wording help: the draft, what it could show, two persons, and what came of it."""

from __future__ import annotations

import html
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Role
from savings_app.experiments.kinds import ExperimentState
from savings_app.experiments.models import Experiment
from tests.builders import (
    make_user,
)
from tests.trials import PLAN, B, make_draft, make_running
from tests.web.doors import enter_as

pytestmark = pytest.mark.usefixtures("clock")

LIST = "/government/experiments/"


@pytest.fixture
def supervisor(client: FlaskClient, session: Session) -> FlaskClient:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    return client


def typed(**changes: str) -> dict[str, str]:
    """The form as a supervisor fills it in."""
    days = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (
            ("starts_on", PLAN.starts_on),
            ("ends_on", PLAN.ends_on),
            ("ethics_on", PLAN.ethics_on),
        )
        for part in ("day", "month", "year")
    }
    return {
        "request_key": str(uuid4()),
        "name": PLAN.name,
        "question": PLAN.question,
        "topic": PLAN.topic.value,
        "outcome": PLAN.outcome.value,
        "text_id": B.indonesian,
        "text_en": B.english,
        "families": "40",
        "expected_percent": "50",
        "ethics_number": "123/KEPK/2026",
        "ethics_body": "Komisi Etik Uji",
        **days,
        **changes,
    }


def read(client: FlaskClient, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200
    return html.unescape(" ".join(answered.text.split()))


def only(session: Session) -> Experiment:
    session.expire_all()
    return session.scalars(select(Experiment)).one()


def test_nothing_is_there_until_somebody_writes_a_draft(supervisor: FlaskClient) -> None:
    page = read(supervisor, LIST)
    assert "Semua keluarga menerima kata-kata biasa" in page
    assert LIST in read(supervisor, "/government/overview/")


def test_a_draft_says_what_it_could_show_before_another_supervisor_starts_it(
    client: FlaskClient, session: Session
) -> None:
    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    assert "tanggal yang Anda pilih untuk “sekolah”" in read(client, f"{LIST}new")
    sent = typed()
    answered = client.post(f"{LIST}new", data=sent)
    assert answered.status_code == 303
    assert client.post(f"{LIST}new", data=sent).location == answered.location
    one = only(session)
    assert one.state is ExperimentState.DRAFT

    page = read(client, answered.location)
    assert (
        "Dengan 40 keluarga, 20 untuk tiap susunan kata, hanya beda sebesar 40 poin atau lebih "
        "yang bisa terlihat: dari 50 menjadi 90 dari 100 keluarga." in page
    )
    assert "Beda sebesar itu jarang terjadi" in page
    assert "anak-anak akan senang bila “sekolah” jadi." in page
    assert "the children will be glad when “school” comes true." in page
    assert "Berhenti: http" in page
    assert "Kepala bidang lain membacanya" in page
    assert "Mulai membandingkan" not in page
    refused = client.post(f"{LIST}{one.id}/start", data={"version": str(one.version)})
    assert "minta kepala bidang lain" in refused.text
    assert only(session).state is ExperimentState.DRAFT

    enter_as(client, make_user(session, role=Role.SUPERVISOR))
    assert "Mulai membandingkan" in read(client, answered.location)
    assert (
        client.post(f"{LIST}{one.id}/start", data={"version": str(one.version)}).status_code == 303
    )
    assert only(session).state is ExperimentState.RUNNING
    assert "Angka ini masih sementara" in read(client, answered.location)
    assert "123/KEPK/2026" in read(client, LIST)


def test_what_many_families_could_show_needs_no_caution(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_draft(session, families=2_000, expected_percent=50)
    page = read(supervisor, f"{LIST}{one.id}")
    assert "hanya beda sebesar 7 poin" in page
    assert "jarang terjadi" not in page


def test_too_few_families_could_show_nothing_at_all(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_draft(session, families=20, expected_percent=95)
    assert "Tidak ada beda yang bisa terlihat" in read(supervisor, f"{LIST}{one.id}")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text_id": "sejak beliau wafat anak-anak perlu sekolah"}, "“wafat” tidak boleh ada"),
        ({"text_en": "you must keep it for the children"}, "“must” menekan"),
        ({"text_id": "bantuan klaim lebih cepat bila menabung"}, "“klaim” tidak boleh diuji"),
        ({"topic": "beasiswa"}, "Pilih salah satu pilihan yang ada."),
        ({"families": "5"}, "Tulis jumlah keluarga dari 20"),
        ({"families": "banyak"}, "Tulis angka bulat"),
        ({"expected_percent": "0"}, "Tulis angka dari 1 sampai 99."),
        ({"ends_on-year": "2020"}, "Hari terakhir harus sesudah hari pertama"),
        ({"text_id": ""}, "Tulis kata-katanya."),
    ],
)
def test_a_draft_that_is_refused_keeps_what_was_typed(
    supervisor: FlaskClient, session: Session, changes: dict[str, str], said: str
) -> None:
    page = supervisor.post(f"{LIST}new", data=typed(**changes))
    assert page.status_code == 200
    assert said in html.unescape(page.text)
    assert PLAN.question in html.unescape(page.text)
    assert session.scalars(select(Experiment)).all() == []


def test_without_an_ethics_approval_it_does_not_start(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_draft(session, ethics_number=None)
    page = read(supervisor, f"{LIST}{one.id}")
    assert "persetujuan etik belum lengkap" in page
    assert "Mulai membandingkan" not in page
    sent = {"version": str(one.version)}
    refused = supervisor.post(f"{LIST}{one.id}/start", data=sent)
    assert "Belum ada persetujuan etik" in refused.text
    assert only(session).state is ExperimentState.DRAFT


def test_a_draft_is_changed_and_a_stale_page_is_told_so(
    supervisor: FlaskClient, session: Session
) -> None:
    one = make_draft(session, ethics_number=None)
    page = supervisor.get(f"{LIST}{one.id}/change").text
    assert html.escape(B.indonesian) in page
    seen = str(one.version)
    changed = typed(version=seen, name="Nama baru")
    assert supervisor.post(f"{LIST}{one.id}/change", data=changed).status_code == 303
    assert only(session).name == "Nama baru"
    assert supervisor.post(f"{LIST}{one.id}/change", data=changed).status_code == 409


def test_it_is_ended_with_a_reason(supervisor: FlaskClient, session: Session) -> None:
    one = make_running(session)
    assert supervisor.get(f"{LIST}{one.id}/change").status_code == 303
    assert "Tulis alasannya." in supervisor.post(f"{LIST}{one.id}/end").text
    sent = {"version": str(only(session).version), "reason": "Ada keluarga yang terganggu"}
    assert supervisor.post(f"{LIST}{one.id}/end", data=sent).status_code == 303
    assert only(session).state is ExperimentState.ENDED
    assert "Ada keluarga yang terganggu" in read(supervisor, f"{LIST}{one.id}")


def test_a_stranger_finds_nothing_and_an_auditor_only_reads(
    client: FlaskClient, session: Session
) -> None:
    one = make_draft(session)
    session.commit()
    version = {"version": str(one.version)}
    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.04"))
    for address in ("", "/change", "/end", "/results.csv"):
        assert client.get(f"{LIST}{one.id}{address}").status_code == 404
    assert client.post(f"{LIST}{one.id}/start", data=version).status_code == 404
    assert PLAN.name not in client.get(LIST).text
    enter_as(client, make_user(session))
    assert client.get(f"{LIST}{one.id}").status_code == 403
    enter_as(client, make_user(session, role=Role.AUDITOR))
    page = read(client, f"{LIST}{one.id}")
    assert PLAN.question in page
    assert "Ubah konsep" not in page
    assert client.post(f"{LIST}{one.id}/start", data=version).status_code == 403
    assert client.get(f"{LIST}new").status_code == 403
    assert only(session).state is ExperimentState.DRAFT
