"""Bank files: every row in one class, the same file once, nothing stored without a consent."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.cases.kinds import NameCheck
from savings_app.cases.models import Account
from savings_app.consents.models import AnswerScope, ConsentKind
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.reconciliation.actions.files import (
    apply_file,
    discard_file,
    import_file,
    stage_file,
)
from savings_app.reconciliation.import_rules import (
    BankFileAlreadyApplied,
    BankFileAlreadyStaged,
    BankFileNotBalanced,
)
from savings_app.reconciliation.models import BankFile, BankFileState, BankLine, BankSection
from savings_app.reconciliation.queries.files import (
    assess_file,
    count_files,
    get_file,
    list_files,
    list_sections,
)
from tests.bank_files import Row, as_stored, csv_file, csv_section, read
from tests.builders import (
    actor_of,
    get_bank,
    load_reference,
    make_account,
    make_consent,
    make_recipient,
    make_user,
)

OWN, STRANGER = "003901012345678", "003901099999999"
D1, D2, D3 = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)


def officer(session: Session, code: str = "BRI") -> Actor:
    load_reference(session)
    bank = get_bank(session, code)
    return actor_of(make_user(session, role=Role.BANK_OFFICER, bank=bank))


def welcome_account(
    session: Session, number: str = OWN, *, scope: AnswerScope = AnswerScope.LINES
) -> Account:
    """An account whose owner lets the bank answer."""
    recipient = make_recipient(session)
    make_consent(session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=scope)
    return make_account(session, recipient=recipient, number=number)


def stage(session: Session, actor: Actor, data: bytes, now: datetime) -> BankFile:
    assert actor.bank_id is not None
    return stage_file(
        session,
        actor=actor,
        bank_id=actor.bank_id,
        stored=as_stored(data),
        found=read(data),
        now=now,
    )


def apply(session: Session, actor: Actor, data: bytes, now: datetime) -> BankFile:
    """Handed in and applied."""
    file = stage(session, actor, data, now)
    return apply_file(session, actor=actor, file_id=file.id, found=read(data), now=now)


def lines(session: Session) -> list[BankLine]:
    return list(session.scalars(select(BankLine).order_by(BankLine.on, BankLine.occurrence)))


def counts(file: BankFile) -> tuple[int, int, int, int]:
    return file.rows_in, file.rows_new, file.rows_same, file.rows_refused


def test_rows_in_are_new_same_and_refused_each_with_place_and_reason(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session)
    data = csv_file(
        csv_section(OWN, [Row(D1, 42_000_000), Row(D2, -1_000_000)]),
        csv_section(STRANGER, [Row(D1, 5_000), Row(D2, 6_000), Row(D3, 7_000)]),
    )
    file = stage(session, actor, data, now)
    assert file.state is BankFileState.STAGED
    assert counts(file) == (5, 2, 0, 3)
    assert file.problems == [
        {
            "place": "line 13–15",
            "what": "Rekening ini tidak tercatat di sini atau tanpa persetujuan; tidak disimpan.",
        }
    ]
    assert STRANGER not in str(file.problems)
    assert lines(session) == []
    assessment = assess_file(session, bank_id=file.bank_id, found=read(data))
    assert [one.place for one in assessment.problems] == ["line 13", "line 14", "line 15"]

    applied = apply_file(session, actor=actor, file_id=file.id, found=read(data), now=now)
    assert applied.state is BankFileState.APPLIED
    assert counts(applied) == (5, 2, 0, 3)
    assert [str(line.amount) for line in lines(session)] == ["42000000.00", "1000000.00"]
    assert session.scalar(select(sa.func.count()).select_from(BankSection)) == 1


def test_the_same_file_is_refused_by_name_while_it_waits_and_after_it_is_applied(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    file = stage(session, actor, data, now)
    with pytest.raises(BankFileAlreadyStaged) as staged:
        stage(session, actor, data, now)
    assert staged.value.facts == {"on": now}
    apply_file(session, actor=actor, file_id=file.id, found=read(data), now=now)
    with pytest.raises(BankFileAlreadyApplied) as applied:
        stage(session, actor, data, now)
    assert applied.value.facts == {"on": now}
    other = officer(session, "BSG")
    assert stage(session, other, data, now).rows_new == 0


def test_a_discarded_file_can_be_handed_in_again(session: Session, now: datetime) -> None:
    actor = officer(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    first = stage(session, actor, data, now)
    discard_file(session, actor=actor, file_id=first.id, now=now)
    assert first.state is BankFileState.DISCARDED
    assert stage(session, actor, data, now).state is BankFileState.STAGED
    with pytest.raises(Conflict):
        discard_file(session, actor=actor, file_id=first.id, now=now)


def test_overlapping_files_add_only_what_is_new(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    apply(session, actor, csv_file(csv_section(OWN, [Row(D1, 100_000), Row(D2, 200_000)])), now)
    later = csv_file(
        csv_section(OWN, [Row(D2, 200_000), Row(D3, 300_000)], opening=100_000),
    )
    file = apply(session, actor, later, now)
    assert counts(file) == (2, 1, 1, 0)
    assert [line.amount.rupiah for line in lines(session)] == [100_000, 200_000, 300_000]


def test_equal_real_rows_are_all_kept(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    three = [Row(D1, 25, "BUNGA")] * 3
    file = apply(session, actor, csv_file(csv_section(OWN, three)), now)
    assert counts(file) == (3, 3, 0, 0)
    assert [line.occurrence for line in lines(session)] == [1, 2, 3]
    five = [Row(D1, 25, "BUNGA")] * 5
    assert counts(apply(session, actor, csv_file(csv_section(OWN, five)), now)) == (5, 2, 3, 0)


def test_one_account_written_in_two_ways_in_one_file_is_counted_together(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session, "1200007799880")
    statement = (
        ":20:A\n:25:{}\n:28C:1\n:60F:C261102IDR{},00\n:61:2611021102C100,00NTRFNONREF\n"
        ":86:SETOR\n:62F:C261102IDR{},00\n-\n"
    )
    data = (
        statement.format("1200007799880", 0, 100)
        + statement.format("BMRIIDJA/1200007799880", 100, 200)
    ).encode()
    file = apply(session, actor, data, now)
    assert counts(file) == (2, 2, 0, 0)
    assert [line.occurrence for line in lines(session)] == [1, 2]


def test_a_statement_that_stands_twice_in_a_file_is_counted_once(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session)
    part = csv_section(OWN, [Row(D1, 500_000)])
    file = apply(session, actor, csv_file(part, part), now)
    assert counts(file) == (2, 1, 0, 1)
    assert len(lines(session)) == 1


@pytest.mark.parametrize("scope", [None, AnswerScope.KEPT_ONLY])
def test_without_a_consent_to_lines_nothing_is_stored_but_the_totals_are_checked(
    session: Session, now: datetime, scope: AnswerScope | None
) -> None:
    actor = officer(session)
    if scope is None:
        make_account(session, recipient=make_recipient(session), number=OWN)
    else:
        welcome_account(session, scope=scope)
    file = apply(session, actor, csv_file(csv_section(OWN, [Row(D1, 42_000_000)])), now)
    assert counts(file) == (1, 0, 0, 1)
    assert lines(session) == []
    assert session.scalar(select(BankSection)) is None
    wrong = csv_file(csv_section(OWN, [Row(D2, 42_000_000)], missing=5_000))
    assert stage(session, actor, wrong, now).state is BankFileState.REFUSED


def test_a_section_that_does_not_balance_refuses_the_whole_file(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session)
    data = csv_file(
        csv_section(OWN, [Row(D1, 42_000_000)]),
        csv_section(STRANGER, [Row(D1, 5_000)], missing=1),
    )
    file = stage(session, actor, data, now)
    assert file.state is BankFileState.REFUSED
    assert counts(file) == (2, 0, 0, 2)
    assert "tidak sama dengan saldo akhir" in file.problems[0]["what"]
    with pytest.raises(Conflict):
        apply_file(session, actor=actor, file_id=file.id, found=read(data), now=now)
    assert lines(session) == []


def test_a_file_cut_off_before_its_closing_balance_is_refused(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session)
    whole = csv_section(OWN, [Row(D1, 42_000_000), Row(D2, -50_000)])
    cut = whole[: whole.index("Saldo Akhir")].encode()
    file = stage(session, actor, cut, now)
    assert file.state is BankFileState.REFUSED
    assert "tidak dapat dibuktikan" in file.problems[0]["what"]


def test_a_row_with_an_impossible_date_is_refused_and_the_others_are_stored(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session)
    text = csv_section(OWN, [Row(D1, 42_000_000), Row(D2, 10_000)])
    file = apply(session, actor, text.replace("03/11/2026", "31/02/2026").encode(), now)
    assert counts(file) == (2, 1, 0, 1)
    assert file.problems[0]["place"] == "line 6, column Tanggal"


def test_another_currency_is_never_read_as_rupiah(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    text = csv_section(OWN, [Row(D1, 100)]).replace("Mata Uang;IDR", "Mata Uang;USD")
    assert counts(stage(session, actor, text.encode(), now)) == (1, 0, 0, 1)


def test_a_consent_taken_back_between_preview_and_apply_is_in_effect(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    recipient = make_recipient(session)
    consent = make_consent(
        session,
        recipient=recipient,
        kind=ConsentKind.BANK_ANSWERS,
        scope=AnswerScope.LINES,
    )
    make_account(session, recipient=recipient, number=OWN)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    file = stage(session, actor, data, now)
    assert counts(file) == (1, 1, 0, 0)
    consent.revoked_at = now
    session.flush()
    applied = apply_file(session, actor=actor, file_id=file.id, found=read(data), now=now)
    assert counts(applied) == (1, 0, 0, 1)
    assert lines(session) == []


@pytest.mark.parametrize("taken_back", [ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS])
def test_what_was_stored_is_not_shown_once_a_consent_is_taken_back(
    session: Session, now: datetime, taken_back: ConsentKind
) -> None:
    actor = officer(session)
    recipient = make_recipient(session)
    consents = {
        ConsentKind.TELL_BANK: make_consent(
            session, recipient=recipient, kind=ConsentKind.TELL_BANK
        ),
        ConsentKind.BANK_ANSWERS: make_consent(
            session,
            recipient=recipient,
            kind=ConsentKind.BANK_ANSWERS,
            scope=AnswerScope.LINES,
        ),
    }
    make_account(session, recipient=recipient, number=OWN)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000), Row(D2, -500)], opening=1_000))
    file = apply(session, actor, data, now)
    (section,) = list_sections(session, actor=actor, file_id=file.id)
    assert str(section.number).endswith("5678")
    assert OWN not in str(section.number)
    assert (str(section.opening), section.lines) == ("1000.00", 2)
    consents[taken_back].revoked_at = now
    session.flush()
    assert list_sections(session, actor=actor, file_id=file.id) == []


def test_applying_twice_is_a_conflict_and_adds_nothing(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    file = apply(session, actor, data, now)
    with pytest.raises(Conflict):
        apply_file(session, actor=actor, file_id=file.id, found=read(data), now=now)
    assert len(lines(session)) == 1


def test_a_file_changed_since_it_was_seen_is_a_conflict(session: Session, now: datetime) -> None:
    actor = officer(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    file = stage(session, actor, data, now)
    session.flush()
    with pytest.raises(Conflict):
        apply_file(
            session,
            actor=actor,
            file_id=file.id,
            found=read(data),
            seen_version=file.version - 1,
            now=now,
        )


def test_another_banks_officer_finds_nothing(session: Session, now: datetime) -> None:
    actor, stranger = officer(session), officer(session, "BSG")
    welcome_account(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    file = stage(session, actor, data, now)
    with pytest.raises(NotFound):
        get_file(session, actor=stranger, file_id=file.id)
    with pytest.raises(NotFound):
        apply_file(session, actor=stranger, file_id=file.id, found=read(data), now=now)
    with pytest.raises(NotFound):
        discard_file(session, actor=stranger, file_id=file.id, now=now)
    with pytest.raises(NotFound):
        stage_file(
            session,
            actor=stranger,
            bank_id=file.bank_id,
            stored=as_stored(data),
            found=read(data),
            now=now,
        )
    assert count_files(session, actor=stranger) == 0
    assert stage(session, stranger, data, now).rows_refused == 1  # an account of the other bank


def test_an_officer_of_a_bank_that_is_no_partner_hands_in_nothing(
    session: Session, now: datetime
) -> None:
    with pytest.raises(NotFound):
        stage(session, officer(session, "BCA"), csv_file(csv_section(OWN, [Row(D1, 1)])), now)


def test_a_caseworker_hands_in_nothing(session: Session, now: datetime) -> None:
    actor = actor_of(make_user(session))
    data = csv_file(csv_section(OWN, [Row(D1, 1)]))
    with pytest.raises(NotPermitted):
        stage_file(
            session,
            actor=actor,
            bank_id=get_bank(session).id,
            stored=as_stored(data),
            found=read(data),
            now=now,
        )


def test_a_command_imports_in_one_step_or_writes_nothing(session: Session, now: datetime) -> None:
    load_reference(session)
    bank_id = get_bank(session).id
    welcome_account(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    stored = as_stored(data)
    file, assessment = import_file(
        session,
        actor=None,
        bank_id=bank_id,
        sha256=stored.sha256,
        size=stored.size,
        found=read(data),
        now=now,
    )
    assert (assessment.rows_in, assessment.new) == (1, 1)
    assert file.uploaded_by is None
    wrong = csv_file(csv_section(OWN, [Row(D2, 42_000_000)], missing=1))
    with pytest.raises(BankFileNotBalanced) as refusal:
        import_file(
            session,
            actor=None,
            bank_id=bank_id,
            sha256=as_stored(wrong).sha256,
            size=len(wrong),
            found=read(wrong),
            now=now,
        )
    assert refusal.value.facts["problems"]
    assert len(lines(session)) == 1


def test_a_stored_line_is_neither_changed_nor_deleted(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    apply(session, actor, csv_file(csv_section(OWN, [Row(D1, 42_000_000)])), now)
    for statement in (sa.text("UPDATE bank_line SET amount = 1"), sa.text("DELETE FROM bank_line")):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(statement)
    assert len(lines(session)) == 1


def test_the_trail_tells_who_did_what_without_a_number(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    file = apply(session, actor, csv_file(csv_section(OWN, [Row(D1, 42_000_000)])), now)
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == file.id).order_by(AuditEvent.sequence)
    ).all()
    assert [event.action for event in events] == ["bank-file:stage", "bank-file:apply"]
    assert events[1].user_id == actor.user_id
    assert events[1].facts == {"rows_in": 1, "rows_new": 1, "rows_same": 0, "rows_refused": 0}


def test_the_files_of_a_bank_are_listed_with_their_rows(session: Session, now: datetime) -> None:
    actor = officer(session)
    rows = [Row(date(2025, 12, 30), 5), Row(date(2026, 2, 1), 6)]
    apply(session, actor, csv_file(csv_section(OWN, rows)), now)
    stage(session, actor, csv_file(csv_section(OWN, [Row(D1, 5)])), now)
    assert [row.file.rows_in for row in list_files(session, actor=actor)] in ([2, 1], [1, 2])


def test_an_account_two_recipients_share_is_stored_once(session: Session, now: datetime) -> None:
    actor = officer(session)
    welcome_account(session)
    welcome_account(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    assert counts(apply(session, actor, data, now)) == (1, 1, 0, 0)
    again = csv_file(csv_section(OWN, [Row(D1, 42_000_000), Row(D2, 5)]))
    assert counts(apply(session, actor, again, now)) == (2, 1, 1, 0)


def test_nothing_of_a_shared_account_is_stored_while_one_of_its_owners_did_not_agree(
    session: Session, now: datetime
) -> None:
    """Nobody can write down a stranger's number as their own and have its lines told."""
    actor = officer(session)
    owner = make_recipient(session)
    make_account(session, recipient=owner, number=OWN)
    welcome_account(session)
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    assert counts(apply(session, actor, data, now)) == (1, 0, 0, 1)
    assert lines(session) == []


def test_nothing_is_stored_of_an_account_the_bank_says_is_somebody_elses(
    session: Session, now: datetime
) -> None:
    actor = officer(session)
    welcome_account(session).name_check = NameCheck.DIFFERENT
    session.flush()
    data = csv_file(csv_section(OWN, [Row(D1, 42_000_000)]))
    assert counts(apply(session, actor, data, now)) == (1, 0, 0, 1)
