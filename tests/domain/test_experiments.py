"""Experiments: off by default, begun by two supervisors, drawn once, never about help."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Heir
from savings_app.consents.kinds import ConsentKind
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.experiments.actions.drawing import draw_wordings
from savings_app.experiments.actions.writing import (
    change_experiment,
    end_experiment,
    end_past_experiments,
    start_experiment,
    write_experiment,
)
from savings_app.experiments.kinds import ExperimentState, Topic
from savings_app.experiments.models import Experiment
from savings_app.experiments.queries.experiments import (
    ExperimentFilter,
    get_experiment,
    list_experiments,
)
from savings_app.experiments.queries.running import list_studies
from savings_app.experiments.rules import (
    EthicsApprovalMissing,
    ExperimentNotDraft,
    ExperimentNotRunning,
    ExperimentOwn,
    ExperimentRuns,
    TopicNotAllowed,
    Wording,
    WordingTells,
)
from savings_app.reminders.kinds import Reason
from tests.builders import (
    NOW,
    TODAY,
    actor_of,
    family_actor,
    make_case,
    make_consent,
    make_participant,
    make_recipient,
    make_user,
)
from tests.trials import PLAN, B, C, assignments, draw, joined, make_draft, make_running

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 WITA
TOPIC = Topic.PLEDGE_DATE.value


def supervisor(session: Session, *, region: str = "75.03") -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR, region=region))


def test_nothing_is_drawn_before_somebody_begins_an_experiment(session: Session) -> None:
    recipient = joined(session)
    assert draw(session, recipient) == {}
    make_draft(session)
    assert draw(session, recipient) == {}
    assert assignments(session) == []
    assert list_studies(session, actor=family_actor(recipient), today=TODAY) == []


def test_whoever_wrote_or_changed_a_draft_does_not_begin_it(session: Session) -> None:
    writer = make_user(session, role=Role.SUPERVISOR)
    changer = make_user(session, role=Role.SUPERVISOR)
    draft = make_draft(session, by=writer)
    change_experiment(
        session,
        actor=actor_of(changer),
        experiment_id=draft.id,
        plan=PLAN,
        version=draft.version,
        now=NOW,
    )
    for own in (writer, changer):
        with pytest.raises(ExperimentOwn):
            start(session, draft, by=actor_of(own))
    assert draft.state is ExperimentState.DRAFT
    start(session, draft)
    assert (draft.state, draft.started_at) == (ExperimentState.RUNNING, NOW)
    told = session.scalars(
        select(AuditEvent.action)
        .where(AuditEvent.subject == "experiment")
        .order_by(AuditEvent.sequence)
    )
    assert sorted(told) == ["experiment:change", "experiment:start", "experiment:write"]


def start(session: Session, draft: Experiment, *, by: Actor | None = None) -> Experiment:
    return start_experiment(
        session,
        actor=by or supervisor(session),
        experiment_id=draft.id,
        version=draft.version,
        today=TODAY,
        now=NOW,
    )


def test_without_an_ethics_approval_nothing_begins(session: Session) -> None:
    draft = make_draft(session, ethics_number=None)
    with pytest.raises(EthicsApprovalMissing):
        start(session, draft)
    session.refresh(draft)
    assert (draft.state, draft.started_by) == (ExperimentState.DRAFT, None)


def test_a_wording_that_tells_is_no_draft(session: Session) -> None:
    telling = replace(B, indonesian="sejak beliau wafat anak-anak perlu sekolah")
    with pytest.raises(WordingTells):
        make_draft(session, others=(telling,))
    assert session.scalars(select(Experiment)).all() == []


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_supervisor_writes_begins_and_ends(session: Session, role: Role) -> None:
    actor = actor_of(make_user(session, role=role))
    with pytest.raises(NotPermitted):
        write_experiment(session, actor=actor, plan=PLAN, request_key=uuid4(), now=NOW)
    draft = make_draft(session)
    refused = NotPermitted if role is Role.AUDITOR else NotFound
    with pytest.raises(refused):
        start(session, draft, by=actor)
    with pytest.raises(refused):
        end_experiment(
            session, actor=actor, experiment_id=draft.id, reason="x", version=None, now=NOW
        )


def test_another_kabupaten_sees_and_begins_nothing(session: Session) -> None:
    draft = make_draft(session)
    elsewhere = supervisor(session, region="75.04")
    with pytest.raises(NotFound):
        get_experiment(session, actor=elsewhere, experiment_id=draft.id)
    with pytest.raises(NotFound):
        start(session, draft, by=elsewhere)
    page = list_experiments(
        session,
        actor=elsewhere,
        wanted=ExperimentFilter(),
    )
    assert page.total == 0


def test_one_runs_at_a_time_for_a_topic_and_the_next_when_it_is_over(session: Session) -> None:
    make_running(session, ends_on=TODAY + timedelta(days=30))
    second = make_draft(session, name="Kedua")
    with pytest.raises(ExperimentRuns):
        start(session, second)
    make_running(session, topic=Topic.NO_NEWS)
    later = TODAY + timedelta(days=31)
    start_experiment(
        session,
        actor=supervisor(session),
        experiment_id=second.id,
        version=second.version,
        today=later,
        now=NOW + timedelta(days=31),
    )
    states = session.scalars(select(Experiment.state).order_by(Experiment.started_at)).all()
    assert sorted(states) == ["berjalan", "berjalan", "selesai"]


def test_a_running_one_is_not_changed_and_a_stale_page_is_told(session: Session) -> None:
    draft = make_draft(session)
    actor = supervisor(session)
    with pytest.raises(Conflict):
        change_experiment(
            session,
            actor=actor,
            experiment_id=draft.id,
            plan=PLAN,
            version=draft.version + 1,
            now=NOW,
        )
    start(session, draft)
    with pytest.raises(ExperimentNotDraft):
        change_experiment(
            session,
            actor=actor,
            experiment_id=draft.id,
            plan=PLAN,
            version=draft.version,
            now=NOW,
        )


def test_an_end_has_a_reason_and_everybody_gets_the_ordinary_wording_again(
    session: Session,
) -> None:
    one = make_running(session)
    recipient = joined(session)
    assert len(draw(session, recipient)) == 1
    actor = supervisor(session)

    def end(reason: str | None) -> Experiment:
        return end_experiment(
            session,
            actor=actor,
            experiment_id=one.id,
            reason=reason,
            version=one.version,
            now=NOW,
        )

    with pytest.raises(ReasonNeeded):
        end(None)
    assert end("Kata-kata membuat bingung").state is ExperimentState.ENDED
    assert draw(session, recipient) == {}
    assert len(assignments(session)) == 1
    with pytest.raises(ExperimentNotRunning):
        end("sekali lagi")


def test_a_draft_that_is_ended_never_began(session: Session) -> None:
    draft = make_draft(session)
    end_experiment(
        session,
        actor=supervisor(session),
        experiment_id=draft.id,
        reason="tidak jadi",
        version=draft.version,
        now=NOW,
    )
    assert (draft.state, draft.started_at) == (ExperimentState.DROPPED, None)
    with pytest.raises(ExperimentNotDraft):
        start(session, draft)


def test_the_same_form_sent_twice_is_one_draft(session: Session) -> None:
    actor, key = supervisor(session), uuid4()
    rows = {
        write_experiment(
            session,
            actor=actor,
            plan=PLAN,
            request_key=key,
            now=NOW,
        ).id
        for _time in range(2)
    }
    assert len(rows) == 1


def test_it_begins_and_ends_with_its_days(session: Session) -> None:
    make_running(session, starts_on=TODAY + timedelta(days=7), ends_on=TODAY + timedelta(days=40))
    recipient = joined(session)
    assert draw(session, recipient) == {}
    assert len(draw(session, recipient, on=TODAY + timedelta(days=7))) == 1
    assert draw(session, recipient, on=TODAY + timedelta(days=41)) == {}
    assert end_past_experiments(session, today=TODAY + timedelta(days=40), now=NOW) == 0
    assert end_past_experiments(session, today=TODAY + timedelta(days=41), now=NOW) == 1
    assert end_past_experiments(session, today=TODAY + timedelta(days=41), now=NOW) == 0


@pytest.mark.parametrize(
    "topic", [Reason.SCHOLARSHIP.value, Reason.BALANCE_CHECK.value, "klaim", "jumlah", "doa_arwah"]
)
def test_help_amounts_and_doa_arwah_never_vary(session: Session, topic: str) -> None:
    make_running(session)
    recipient = joined(session)
    with pytest.raises(TopicNotAllowed):
        draw_wordings(session, asked={recipient.id: topic}, today=TODAY, now=NOW)
    assert assignments(session) == []


def test_only_who_agreed_to_this_one_thing_is_drawn(session: Session) -> None:
    make_running(session)
    other = make_recipient(session)
    for kind in (ConsentKind.MESSAGES, ConsentKind.STAFF_SEES):
        make_consent(session, recipient=other, kind=kind)
    assert draw(session, other) == {}
    assert assignments(session) == []


def test_a_family_of_another_kabupaten_is_not_drawn(session: Session) -> None:
    other = make_user(session, role=Role.SUPERVISOR, region="75.03.06")
    draft = make_draft(session, by=other)
    start(session, draft)
    assert draw(session, joined(session)) == {}  # of Suwawa Timur


@pytest.mark.parametrize("others", [(B,), (B, C)])
def test_families_are_drawn_evenly_and_keep_what_they_got(
    session: Session, others: tuple[Wording, ...]
) -> None:
    make_running(session, others=others)
    families = [joined(session) for _ in range(12)]
    first = draw(session, *families[:5])
    second = draw(session, *families[5:])
    counts = Counter((first | second).values())
    assert set(counts.values()) == {12 // (len(others) + 1)}
    assert draw(session, *families) == first | second
    assert len(assignments(session)) == 12


def test_two_recipients_of_one_family_read_the_same_words(session: Session) -> None:
    make_running(session)
    for _time in range(6):
        widow = joined(session)
        brother = joined(session, case=session.get_one(Case, widow.case_id))
        drawn = draw(session, brother, widow)
        assert drawn[widow] == drawn[brother]
    assert len(assignments(session)) == 6


def test_an_assignment_is_never_changed_or_deleted(session: Session) -> None:
    make_running(session)
    draw(session, joined(session))
    session.flush()
    for statement in (
        "UPDATE experiment_assignment SET variant = 'B'",
        "DELETE FROM experiment_assignment",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), session.begin_nested():
            session.execute(sa.text(statement))


def test_the_statements_of_drawing_do_not_grow_with_the_families(session: Session) -> None:
    make_running(session)

    def statements(*recipients: Heir) -> int:
        session.flush()
        seen: list[str] = []

        def note(*args: object) -> None:
            if str(args[2]).startswith("SELECT"):
                seen.append(str(args[2]))

        event.listen(session.get_bind(), "before_cursor_execute", note)
        draw(session, *recipients)
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    few = statements(joined(session))
    assert statements(*[joined(session) for _ in range(9)]) == few


def test_a_family_is_asked_only_while_something_runs_where_it_lives(session: Session) -> None:
    family = make_recipient(session, case=make_case(session, participant=make_participant(session)))
    actor = family_actor(family)
    one = make_running(session, ends_on=TODAY + timedelta(days=10))
    (study,) = list_studies(session, actor=actor, today=TODAY)
    assert (study.ethics_number, study.ends_on) == ("123/KEPK/2026", one.ends_on)
    assert list_studies(session, actor=actor, today=TODAY + timedelta(days=11)) == []
