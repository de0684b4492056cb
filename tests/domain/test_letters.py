"""Access letters: the code opens once, the word afterwards; replaced, locked, handed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.letters import (
    choose_word,
    end_family_sessions,
    hand_over_letter,
    issue_letter,
    record_family_sign_in,
)
from savings_app.cases.kinds import LetterState, Stage
from savings_app.cases.letter_rules import (
    BirthDateNeeded,
    HandedOverBeforeIssue,
    HandedOverInFuture,
    ReasonNeeded,
    WordWhileAssisted,
)
from savings_app.cases.models import AccessLetter, Case, Heir
from savings_app.cases.queries.letters import (
    find_letter_for_session,
    list_doors,
    split_recipient_number,
)
from savings_app.errors import NotFound
from tests.builders import (
    actor_of,
    family_actor,
    make_account,
    make_case,
    make_letter,
    make_recipient,
    make_user,
)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session))


@pytest.fixture
def recipient(session: Session) -> Heir:
    return make_recipient(session)


def issue(
    session: Session, actor: Actor, recipient: Heir, now: datetime, reason: str | None = None
) -> AccessLetter:
    return issue_letter(
        session,
        actor=actor,
        recipient_id=recipient.id,
        code_hash="hash",
        code_sealed="sealed",
        reason=reason,
        now=now,
    )


def doors(session: Session, recipient: Heir) -> list[bool]:
    """The doors of the recipient's number: True where the code opens it, False for the word."""
    number = session.get_one(Case, recipient.case_id).number
    found = list_doors(session, number=f"{number}-{recipient.position}")
    return [door.is_code for door in found]


def sign_in(session: Session, letter: AccessLetter, now: datetime, *, ok: bool = True) -> bool:
    return record_family_sign_in(session, letter_id=letter.id, secret_ok=ok, now=now)


def test_the_first_sign_in_ends_the_code(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    letter = issue(session, actor, recipient, now)
    assert doors(session, recipient) == [True]
    assert find_letter_for_session(session, letter_id=letter.id) is None
    assert sign_in(session, letter, now)
    assert (letter.state, letter.used_at, letter.code_sealed) == (LetterState.USED, now, None)
    assert doors(session, recipient) == []
    found = find_letter_for_session(session, letter_id=letter.id)
    assert found is not None
    assert not found.has_word


def test_the_word_opens_afterwards_and_ends_other_sessions(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    letter = issue(session, actor, recipient, now)
    sign_in(session, letter, now)
    choose_word(session, actor=family_actor(recipient), word_hash="word", now=now)
    assert (letter.word_hash, letter.session_epoch) == ("word", 2)
    assert doors(session, recipient) == [False]


def test_the_word_is_never_chosen_with_staff_at_the_device(
    session: Session, recipient: Heir, now: datetime
) -> None:
    letter = make_letter(session, recipient=recipient)
    before = letter.word_hash
    beside = family_actor(recipient, assisted_by=make_user(session).id)
    with pytest.raises(WordWhileAssisted):
        choose_word(session, actor=beside, word_hash="theirs", now=now)
    assert letter.word_hash == before


def test_a_lost_letter_is_replaced_with_a_reason_and_nothing_of_it_opens_any_more(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    first = issue(session, actor, recipient, now)
    sign_in(session, first, now)
    with pytest.raises(ReasonNeeded):
        issue(session, actor, recipient, now)
    second = issue(session, actor, recipient, now, reason="surat hilang")
    assert (first.state, first.session_epoch, first.code_sealed) == (LetterState.REPLACED, 2, None)
    assert find_letter_for_session(session, letter_id=first.id) is None
    assert not sign_in(session, first, now)
    assert (second.state, second.reason) == (LetterState.ISSUED, "surat hilang")
    assert doors(session, recipient) == [True]


def test_five_wrong_tries_lock_the_door_for_fifteen_minutes(
    session: Session, actor: Actor, recipient: Heir, now: datetime
) -> None:
    letter = issue(session, actor, recipient, now)
    for _ in range(5):
        assert not sign_in(session, letter, now, ok=False)
    assert letter.locked_until == now + timedelta(minutes=15)
    assert not sign_in(session, letter, now + timedelta(minutes=14))
    assert letter.state is LetterState.ISSUED
    assert sign_in(session, letter, now + timedelta(minutes=15))
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "session:refuse")).all()
    assert len(events) == 6
    assert all(event.facts == {} for event in events)


def test_a_recipient_without_a_birth_date_gets_no_letter(
    session: Session, actor: Actor, now: datetime
) -> None:
    with pytest.raises(BirthDateNeeded):
        issue(session, actor, make_recipient(session, born_on=None), now)


def test_a_letter_handed_over_lets_the_claim_go_out(
    session: Session, actor: Actor, recipient: Heir, now: datetime, today: date
) -> None:
    make_account(session, recipient=recipient)
    case = session.get_one(Case, recipient.case_id)
    letter = issue(session, actor, recipient, now)
    stages = [case.stage]
    facts = {"actor": actor, "letter_id": letter.id, "today": today, "now": now}
    with pytest.raises(HandedOverBeforeIssue):
        hand_over_letter(session, on=today - timedelta(days=1), **facts)  # type: ignore[arg-type]
    with pytest.raises(HandedOverInFuture):
        hand_over_letter(session, on=today + timedelta(days=1), **facts)  # type: ignore[arg-type]
    hand_over_letter(session, on=today, **facts)  # type: ignore[arg-type]
    stages.append(case.stage)
    assert stages == [Stage.PAPERS, Stage.READY]
    assert letter.handed_over_on == today


def test_staff_of_another_kecamatan_neither_issues_nor_hands_over(
    session: Session, actor: Actor, recipient: Heir, now: datetime, today: date
) -> None:
    letter = issue(session, actor, recipient, now)
    stranger = actor_of(make_user(session, region="75.03.06"))
    with pytest.raises(NotFound):
        issue(session, stranger, recipient, now, reason="hilang")
    with pytest.raises(NotFound):
        hand_over_letter(
            session, actor=stranger, letter_id=letter.id, on=today, today=today, now=now
        )


def test_signing_out_ends_the_sessions_of_that_recipient_alone(
    session: Session, now: datetime
) -> None:
    case = make_case(session)
    mine, other = (make_recipient(session, case=case) for _ in range(2))
    letters = [make_letter(session, recipient=heir) for heir in (mine, other)]
    end_family_sessions(session, actor=family_actor(mine), now=now)
    assert [letter.session_epoch for letter in letters] == [2, 1]


def test_the_case_s_number_alone_names_all_its_recipients(session: Session) -> None:
    case = make_case(session)
    births = [date(1975, 3, 5), date(2001, 1, 2)]
    for born_on in births:
        make_letter(session, recipient=make_recipient(session, case=case, born_on=born_on))
    assert [door.born_on for door in list_doors(session, number=case.number.lower())] == births
    assert [door.born_on for door in list_doors(session, number=f"{case.number}-2")] == births[1:]
    assert list_doors(session, number=f"{case.number}-3") == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("BB-2026-0001-1", ("BB-2026-0001", 1)),
        ("bb 2026 0001 1", ("BB-2026-0001", 1)),
        ("BB-2026-0001", ("BB-2026-0001", None)),
        ("", ("", None)),
        ("BB-2026-0001-x", ("BB-2026-0001-X", None)),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, read: tuple[str, int | None]) -> None:
    assert split_recipient_number(typed) == read
