"""Photos of papers, receipts without gaps, and what is asked for by a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from savings_app import storage
from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.actions.heirs import add_heir
from savings_app.cases.actions.paper_files import NewFile, note_file_read, withdraw_file
from savings_app.cases.actions.paper_receipts import issue_receipt
from savings_app.cases.actions.papers import (
    ask_papers,
    match_papers_to_case,
    receive_papers,
    set_paper,
)
from savings_app.cases.kinds import PaperFileType, PaperKind, PaperState, Relation
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.cases.models import Case, Paper, PaperFile, PaperReceipt
from savings_app.cases.paper_rules import (
    MOST_FILES,
    FollowUpPast,
    NothingAsked,
    NothingReceived,
    PaperFileWithdrawn,
    TooManyPaperFiles,
)
from savings_app.cases.people_rules import HeirFacts
from savings_app.cases.queries.cases import list_heirs, list_papers
from savings_app.cases.queries.papers import get_paper_receipt, list_kept_names, list_paper_files
from savings_app.errors import NotFound
from savings_app.identifiers import NIK
from savings_app.storage import FileKind, StoredFile
from savings_app.tasks.paper_files import forget_paper_files
from tests.builders import actor_of, make_case, make_nik, make_recipient, make_user
from tests.conftest import Clock

TODAY = date(2026, 11, 23)


@pytest.fixture
def actor(session: Session) -> Actor:
    return actor_of(make_user(session, region="75.03.11"))


@pytest.fixture
def stranger(session: Session) -> Actor:
    return actor_of(make_user(session, region="75.03.06"))


@pytest.fixture
def case(session: Session) -> Case:
    case = make_case(session)
    make_recipient(session, case=case)
    match_papers_to_case(session, case=case)
    return case


@pytest.fixture
def paper(session: Session, case: Case) -> Paper:
    return list_papers(session, case_id=case.id)[1]


def new(content: str = "a") -> NewFile:
    return NewFile(StoredFile(uuid4(), content * 64, 1000), PaperFileType.JPEG, 1)


def put(
    session: Session,
    actor: Actor,
    paper: Paper,
    now: datetime,
    *files: NewFile,
    state: PaperState = PaperState.MISSING,
    follow_up_on: date | None = None,
) -> Paper:
    return set_paper(
        session,
        actor=actor,
        paper_id=paper.id,
        version=None,
        state=state,
        brings=paper.brings,
        reason=None,
        received_on=TODAY if state is PaperState.RECEIVED else None,
        follow_up_on=follow_up_on,
        files=files,
        today=TODAY,
        now=now,
    )


def files_of(session: Session, paper: Paper) -> list[PaperFile]:
    rows = list_paper_files(session, case_id=paper.case_id).get(paper.id, [])
    return [row.file for row in rows]


def test_files_of_a_paper_keep_their_order_and_are_recorded(
    session: Session, actor: Actor, paper: Paper, now: datetime
) -> None:
    put(session, actor, paper, now, new("a"), new("b"))
    put(session, actor, paper, now, new("c"))

    kept = files_of(session, paper)

    assert [(file.position, file.sha256[0]) for file in kept] == [(1, "a"), (2, "b"), (3, "c")]
    added = session.scalars(select(AuditEvent).where(AuditEvent.action == "paper-file:add")).all()
    assert {event.facts["kind"] for event in added} == {"akta_kematian"}
    assert len(added) == 3


def test_the_same_file_sent_twice_is_kept_once(
    session: Session, actor: Actor, paper: Paper, now: datetime
) -> None:
    first, again = new("a"), new("a")
    put(session, actor, paper, now, first)
    put(session, actor, paper, now, again)

    assert [file.stored_name for file in files_of(session, paper)] == [first.stored.name]
    both = {first.stored.name, again.stored.name}
    assert list_kept_names(session, names=both) == {first.stored.name}


def test_an_eleventh_file_of_a_paper_is_refused_and_nothing_is_changed(
    session: Session, actor: Actor, paper: Paper, now: datetime
) -> None:
    letters = "0123456789a"
    with pytest.raises(TooManyPaperFiles) as refused:
        put(session, actor, paper, now, *(new(letter) for letter in letters))
    assert refused.value.facts["most"] == MOST_FILES


def test_a_withdrawn_file_stays_recorded_with_its_reason_and_can_be_sent_again(
    session: Session, actor: Actor, paper: Paper, now: datetime
) -> None:
    put(session, actor, paper, now, new("a"))
    (file,) = files_of(session, paper)

    with pytest.raises(ReasonNeeded):
        withdraw_file(session, actor=actor, paper_file_id=file.id, reason="", now=now)
    withdraw_file(session, actor=actor, paper_file_id=file.id, reason="salah foto", now=now)

    assert (file.withdrawn_at, file.withdrawn_by) == (now, actor.user_id)
    assert file.withdrawn_reason == "salah foto"
    assert list_kept_names(session) == set()
    for act in (
        lambda: note_file_read(session, actor=actor, paper_file_id=file.id, now=now),
        lambda: withdraw_file(session, actor=actor, paper_file_id=file.id, reason="lagi", now=now),
    ):
        with pytest.raises(PaperFileWithdrawn):
            act()
    put(session, actor, paper, now, new("a"))
    assert [one.position for one in files_of(session, paper)] == [1, 2]


def test_a_stranger_reads_withdraws_and_sends_nothing(
    session: Session, actor: Actor, stranger: Actor, case: Case, paper: Paper, now: datetime
) -> None:
    put(session, actor, paper, now, new("a"))
    (file,) = files_of(session, paper)
    before = session.scalars(select(AuditEvent)).all()

    for act in (
        lambda: note_file_read(session, actor=stranger, paper_file_id=file.id, now=now),
        lambda: withdraw_file(session, actor=stranger, paper_file_id=file.id, reason="x", now=now),
        lambda: put(session, stranger, paper, now, new("b")),
        lambda: ask_papers(
            session, actor=stranger, case_id=case.id, by=TODAY, today=TODAY, now=now
        ),
        lambda: receipt(session, stranger, case, now),
    ):
        with pytest.raises(NotFound):
            act()
    assert session.scalars(select(AuditEvent)).all() == before
    assert file.withdrawn_at is None


def test_a_paper_of_which_a_photo_was_sent_stays_when_the_case_needs_it_no_more(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    papers = {paper.kind: paper for paper in list_papers(session, case_id=case.id)}
    put(session, actor, papers[PaperKind.MARRIAGE_BOOK], now, new("a"))
    (spouse,) = list_heirs(session, case_id=case.id)
    make_recipient(session, case=case, relation=Relation.NAMED)
    match_papers_to_case(session, case=case)
    spouse.is_recipient = False
    session.flush()

    match_papers_to_case(session, case=case)

    kinds = {paper.kind for paper in list_papers(session, case_id=case.id)}
    assert {PaperKind.MARRIAGE_BOOK, PaperKind.WILL} <= kinds


def test_a_child_brings_a_birth_certificate_and_the_proof_of_its_guardian(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    facts = HeirFacts(
        full_name="Rahma Uji",
        relation=Relation.CHILD,
        is_recipient=True,
        born_on=date(2017, 5, 1),
        guardian_name="Hartin Uji",
        guardian_nik=NIK(make_nik().full),
        guardian_proof="Surat desa",
        guardian_until=date(2035, 5, 1),
    )
    add_heir(session, actor=actor, case_id=case.id, facts=facts, today=TODAY, now=now)

    kinds = {paper.kind for paper in list_papers(session, case_id=case.id)}
    assert {PaperKind.BIRTH_CERTIFICATE, PaperKind.GUARDIAN_PROOF} <= kinds


# --- asked for by a day ---------------------------------------------------------------------------


def test_a_day_is_put_to_all_that_is_missing_and_goes_when_it_came(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    papers = list_papers(session, case_id=case.id)
    receive_papers(
        session, actor=actor, case_id=case.id, paper_ids=[papers[0].id], today=TODAY, now=now
    )
    friday = date(2026, 12, 4)

    asked = ask_papers(session, actor=actor, case_id=case.id, by=friday, today=TODAY, now=now)

    assert asked == len(papers) - 1
    assert [paper.follow_up_on for paper in papers] == [None] + [friday] * asked
    put(session, actor, papers[1], now, state=PaperState.RECEIVED, follow_up_on=friday)
    assert (papers[1].follow_up_on, papers[1].received_by) == (None, actor.user_id)


def test_nothing_is_asked_for_by_a_day_that_has_passed(
    session: Session, actor: Actor, case: Case, paper: Paper, now: datetime
) -> None:
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(FollowUpPast):
        ask_papers(session, actor=actor, case_id=case.id, by=yesterday, today=TODAY, now=now)
    with pytest.raises(FollowUpPast):
        put(session, actor, paper, now, follow_up_on=yesterday)
    paper.follow_up_on = yesterday
    session.flush()
    # A day that has passed meanwhile does not stop another change.
    put(session, actor, paper, now, new("a"), follow_up_on=yesterday)
    ids = [one.id for one in list_papers(session, case_id=case.id)]
    receive_papers(session, actor=actor, case_id=case.id, paper_ids=ids, today=TODAY, now=now)
    with pytest.raises(NothingAsked):
        ask_papers(session, actor=actor, case_id=case.id, by=TODAY, today=TODAY, now=now)


# --- receipts -------------------------------------------------------------------------------------


def receipt(
    session: Session,
    actor: Actor,
    case: Case,
    now: datetime,
    *,
    key: UUID | None = None,
    today: date = TODAY,
) -> PaperReceipt:
    return issue_receipt(
        session, actor=actor, case_id=case.id, request_key=key or uuid4(), today=today, now=now
    )


def receive_all_but(session: Session, actor: Actor, case: Case, now: datetime, but: int) -> None:
    ids = [paper.id for paper in list_papers(session, case_id=case.id)][but:]
    receive_papers(session, actor=actor, case_id=case.id, paper_ids=ids, today=TODAY, now=now)


def test_a_receipt_says_what_came_when_and_by_whom_and_what_is_missing(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    with pytest.raises(NothingReceived):
        receipt(session, actor, case, now)
    receive_all_but(session, actor, case, now, 2)

    given = receipt(session, actor, case, now)

    row = get_paper_receipt(session, actor=actor, paper_receipt_id=given.id)
    assert given.number == "TT-2026-0001"
    assert row.case_number == case.number
    assert {one["on"] for one in row.received} == {TODAY}
    assert {one["by"] for one in row.received} == {row.issued_by}
    assert [one["kind"] for one in row.missing] == ["kartu_peserta", "akta_kematian"]
    told = str(given.content)
    assert case.nik is not None
    for secret in (case.full_name, case.nik.full, "Hartin", "42000000", "42.000.000", "Rp"):
        assert secret not in told


def test_numbers_have_no_gap_begin_anew_each_year_and_a_repeat_gets_the_same(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    receive_all_but(session, actor, case, now, 1)
    key = uuid4()
    first = receipt(session, actor, case, now, key=key)
    again = receipt(session, actor, case, now, key=key)
    second = receipt(session, actor, case, now)
    later = receipt(session, actor, case, now, today=date(2027, 1, 4))

    assert first.id == again.id
    numbers = [first.number, second.number, later.number]
    assert numbers == ["TT-2026-0001", "TT-2026-0002", "TT-2027-0001"]


def test_a_receipt_is_never_changed(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    receive_all_but(session, actor, case, now, 1)
    given = receipt(session, actor, case, now)
    receive_all_but(session, actor, case, now, 0)

    row = get_paper_receipt(session, actor=actor, paper_receipt_id=given.id)
    assert [one["kind"] for one in row.missing] == ["kartu_peserta"]
    given.number = "TT-2026-9999"
    with pytest.raises(DatabaseError):
        session.flush()


def test_a_family_sees_the_receipts_of_its_case_alone(
    session: Session, actor: Actor, case: Case, now: datetime
) -> None:
    receive_all_but(session, actor, case, now, 1)
    given = receipt(session, actor, case, now)
    other = make_case(session)
    own = Actor(role=Role.FAMILY, case_id=case.id)
    foreign = Actor(role=Role.FAMILY, case_id=other.id)

    assert get_paper_receipt(session, actor=own, paper_receipt_id=given.id).receipt == given
    with pytest.raises(NotFound):
        get_paper_receipt(session, actor=foreign, paper_receipt_id=given.id)


# --- bytes ----------------------------------------------------------------------------------------


@pytest.fixture
def stored() -> Iterator[list[StoredFile]]:
    names = [storage.store(FileKind.PAPER, letter * 10) for letter in (b"a", b"b", b"c")]
    yield names
    for one in names:
        storage.discard(FileKind.PAPER, one.name)


def test_bytes_no_row_names_are_swept_and_those_of_live_files_stay(
    session: Session,
    actor: Actor,
    paper: Paper,
    now: datetime,
    clock: Clock,
    stored: list[StoredFile],
) -> None:
    kept, withdrawn, left_behind = stored
    put(session, actor, paper, now, NewFile(kept, PaperFileType.JPEG, 1))
    put(session, actor, paper, now, NewFile(withdrawn, PaperFileType.JPEG, 1))
    file = files_of(session, paper)[1]
    withdraw_file(session, actor=actor, paper_file_id=file.id, reason="salah", now=now)

    clock.set(datetime.fromtimestamp(2**31, tz=now.tzinfo))
    forget_paper_files()

    assert storage.read(FileKind.PAPER, kept.name, sha256=kept.sha256) == b"a" * 10
    for gone in (withdrawn, left_behind):
        with pytest.raises(storage.FileDamaged):
            storage.read(FileKind.PAPER, gone.name, sha256=gone.sha256)
