"""A large file in portions: none counts before the last, and a kill loses and doubles nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.consents.models import AnswerScope, Consent, ConsentKind
from savings_app.errors import Conflict
from savings_app.reconciliation.actions import portions
from savings_app.reconciliation.actions.files import apply_file, discard_file, stage_file
from savings_app.reconciliation.actions.portions import (
    LEFT_BEHIND,
    apply_portion,
    begin_applying,
    begin_import,
    claim_file,
    cut,
)
from savings_app.reconciliation.import_rules import (
    BankFileBeingApplied,
    BankFileNotBalanced,
)
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine
from savings_app.reconciliation.queries.files import is_of_applied_file
from savings_app.reconciliation.readers import BankFile as FoundFile
from tests.bank_files import Row, as_stored, csv_file, csv_section, read, three_lines_each
from tests.builders import (
    actor_of,
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)

DAY = date(2026, 11, 3)
NUMBERS = [f"0039010123450{place:02}" for place in range(5)]
DATA = three_lines_each(NUMBERS, on=DAY)
WITHOUT_CONSENT = NUMBERS[2]
NEW, REFUSED = 12, 3


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "PORTION", 6)


@pytest.fixture
def officer(session: Session) -> Actor:
    """An officer of a bank where four of the five owners agreed to lines."""
    load_reference(session)
    for number in NUMBERS:
        recipient = make_recipient(session)
        make_account(session, recipient=recipient, number=number)
        if number != WITHOUT_CONSENT:
            make_consent(
                session,
                recipient=recipient,
                kind=ConsentKind.BANK_ANSWERS,
                scope=AnswerScope.LINES,
            )
    return actor_of(make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session)))


def begun(session: Session, officer: Actor, now: datetime, data: bytes = DATA) -> BankFile:
    assert officer.bank_id is not None
    found, stored = read(data), as_stored(data)
    file = stage_file(
        session, actor=officer, bank_id=officer.bank_id, stored=stored, found=found, now=now
    )
    return begin_applying(session, actor=officer, file_id=file.id, found=found, now=now)


def write(session: Session, officer: Actor, file: BankFile, number: int, now: datetime) -> BankFile:
    return apply_portion(
        session, actor=officer, file_id=file.id, number=number, portions=cut(read(DATA)), now=now
    )


def counted(session: Session) -> int:
    return len(session.scalars(select(BankLine).where(is_of_applied_file())).all())


def counts(file: BankFile) -> tuple[int, int, int, int]:
    return file.rows_in, file.rows_new, file.rows_same, file.rows_refused


def test_nothing_counts_before_the_last_portion(
    session: Session, officer: Actor, now: datetime
) -> None:
    file = begun(session, officer, now)
    assert (file.state, counts(file)) == (BankFileState.APPLYING, (15, 0, 0, 0))
    seen = []
    for number in range(len(cut(read(DATA)))):
        seen.append(counted(session))
        write(session, officer, file, number, now)
    assert seen == [0, 0, 0]
    assert (file.state, counts(file)) == (BankFileState.APPLIED, (15, NEW, 0, REFUSED))
    assert counted(session) == NEW
    (refused,) = file.problems
    assert refused["place"] == "line 23–25"


def test_whoever_comes_after_a_kill_goes_on_where_it_stopped(
    session: Session, officer: Actor, now: datetime
) -> None:
    file = begun(session, officer, now)
    assert claim_file(session, file_id=file.id, now=now) is file
    write(session, officer, file, 0, now)
    # Somebody was at it just now; the first portion comes a second time; then the others.
    assert claim_file(session, file_id=file.id, now=now + LEFT_BEHIND / 2) is None
    with pytest.raises(Conflict):
        write(session, officer, file, 0, now)
    later = now + LEFT_BEHIND + LEFT_BEHIND
    assert claim_file(session, file_id=file.id, now=later) is file
    for number in range(file.portions_done, 3):
        write(session, officer, file, number, later)
    assert claim_file(session, file_id=file.id, now=later) is None
    lines = Counter(
        (line.account_id, line.content_hash) for line in session.scalars(select(BankLine))
    )
    assert sorted(lines.values()) == [1, 1, 1, 1, 2, 2, 2, 2]


def test_a_command_that_was_killed_goes_on_with_the_same_file(
    session: Session, officer: Actor, now: datetime
) -> None:
    assert officer.bank_id is not None
    facts = {"actor": officer, "bank_id": officer.bank_id, "sha256": "a" * 64, "size": len(DATA)}
    file = begin_import(session, found=read(DATA), now=now, **facts)  # type: ignore[arg-type]
    write(session, officer, file, 0, now)
    again = begin_import(session, found=read(DATA), now=now, **facts)  # type: ignore[arg-type]
    assert (again.id, again.portions_done) == (file.id, 1)


def test_meanwhile_no_other_file_of_the_bank_is_taken(
    session: Session, officer: Actor, now: datetime
) -> None:
    file = begun(session, officer, now)
    other = csv_file(csv_section(NUMBERS[0], [Row(DAY, 1_000)]))
    with pytest.raises(BankFileBeingApplied):
        begun(session, officer, now, other)
    for number in range(3):
        write(session, officer, file, number, now)
    assert begun(session, officer, now, other).state is BankFileState.APPLYING


def test_a_consent_taken_back_meanwhile_refuses_its_rows(
    session: Session, officer: Actor, now: datetime
) -> None:
    file = begun(session, officer, now)
    write(session, officer, file, 0, now)
    for consent in session.scalars(select(Consent)):
        consent.revoked_at = now
    session.flush()
    for number in (1, 2):
        write(session, officer, file, number, now)
    assert counts(file) == (15, 6, 0, 9)


def test_what_is_stopped_halfway_counts_for_nothing_and_may_come_again(
    session: Session, officer: Actor, now: datetime
) -> None:
    file = begun(session, officer, now)
    write(session, officer, file, 0, now)
    discard_file(session, actor=officer, file_id=file.id, now=now)
    assert counted(session) == 0
    with pytest.raises(Conflict):
        write(session, officer, file, 1, now)
    again = stage_file(
        session,
        actor=officer,
        bank_id=file.bank_id,
        stored=as_stored(DATA),
        found=read(DATA),
        now=now,
    )
    apply_file(session, actor=officer, file_id=again.id, found=read(DATA), now=now)
    assert (counts(again), counted(session)) == ((15, NEW, 0, REFUSED), NEW)


def test_a_large_file_that_does_not_add_up_is_refused_before_anything_is_written(
    session: Session, officer: Actor, now: datetime
) -> None:
    bad = DATA.replace(b"50000,00", b"50001,00", 1)
    assert bad != DATA
    with pytest.raises(BankFileNotBalanced):
        begin_import(
            session,
            actor=officer,
            bank_id=officer.bank_id,  # type: ignore[arg-type]
            sha256="b" * 64,
            size=len(bad),
            found=read(bad),
            now=now,
        )
    assert session.scalars(select(BankLine)).all() == []


def test_the_trail_tells_its_beginning_and_its_end(
    session: Session, officer: Actor, now: datetime
) -> None:
    file = begun(session, officer, now)
    for number in range(3):
        write(session, officer, file, number, now)
    actions = select(AuditEvent.action).order_by(AuditEvent.sequence)
    assert session.scalars(actions).all()[-3:] == [
        "bank-file:stage",
        "bank-file:begin",
        "bank-file:apply",
    ]


@given(sizes=st.lists(st.integers(0, 9), max_size=8), times=st.integers(1, 2))
def test_portions_hold_every_line_once_and_whole_accounts(sizes: list[int], times: int) -> None:
    sections = [
        csv_section(f"00390101234{place:04}", [Row(DAY, 1_000 + row) for row in range(size)])
        for place, size in enumerate(sizes)
    ]
    found = read(csv_file(*(sections * times), csv_section("0039010", [])))
    parts = cut(found)
    assert all_lines(parts) == all_lines([found])
    homes = [{section.account_text for section in part.sections} for part in parts]
    assert sum(map(len, homes)) == len(set().union(*homes))


def all_lines(files: list[FoundFile] | tuple[FoundFile, ...]) -> Counter[tuple[str | None, int]]:
    return Counter(
        (section.account_text, line.place)
        for file in files
        for section in file.sections
        for line in section.lines
    )
