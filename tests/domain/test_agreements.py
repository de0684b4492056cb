"""A cooperation agreement: what begins and ends with it, for the officer and for the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor, Role
from savings_app.audit.models import AuditEvent
from savings_app.banks.actions.agreements import (
    AgreementFacts,
    add_agreement,
    edit_agreement,
    end_agreement,
)
from savings_app.banks.kinds import DataPass
from savings_app.banks.models import CooperationAgreement
from savings_app.banks.queries.agreements import (
    AgreementFilter,
    AnnouncedEnd,
    agreed_until,
    get_agreement,
    has_agreement,
    list_agreements,
    list_announced_ends,
)
from savings_app.banks.rules import (
    AgreementBankUnknown,
    AgreementEndsBeforeStart,
    AgreementNotInForce,
    AgreementNumberTaken,
    AgreementOver,
    EndOutsideAgreement,
    NothingPasses,
    in_force_on,
)
from savings_app.cases.actions.accounts import record_name_answer
from savings_app.cases.kinds import NameCheck
from savings_app.cases.queries.money import get_account
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.deposits.actions import (
    AnswerGiven,
    ask_name_check,
    correct_answer,
    open_numbers,
    record_answers,
    record_name_answers,
)
from savings_app.deposits.kinds import Answer, PledgeKind
from savings_app.deposits.models import BankAnswer
from savings_app.deposits.queries import (
    get_bank_work,
    get_progress,
    list_given_answers,
    list_kept_questions,
    list_name_questions,
)
from savings_app.deposits.queries.pledges import find_pledge_by_code, get_pledge_of_bank
from savings_app.documents.asked import Asked
from savings_app.documents.content_savings import savings_content
from savings_app.documents.rules import DocumentKind, StatementNeedsAgreement, Wanted
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.money import Rupiah
from savings_app.reconciliation.actions.matching import Choice, match_line
from savings_app.reconciliation.queries.lines import count_open_lines, get_line
from tests.builders import (
    TODAY,
    actor_of,
    family_actor,
    find_agreement,
    get_bank,
    load_reference,
    make_account,
    make_agreement,
    make_consent,
    make_pledge,
    make_user,
)
from tests.domain.bank_rows import make_agreed, make_line, make_officer

ON = date(2026, 10, 31)
MADE = date(2026, 10, 5)


def supervisor(session: Session, region: str = "75.03") -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR, region=region))


def facts(session: Session, bank: str = "BCA") -> AgreementFacts:
    load_reference(session)
    return AgreementFacts(
        bank_id=get_bank(session, bank).id,
        number="7/PKS/2026",
        parties="Dinas, BPJS Ketenagakerjaan, Bank BCA",
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
        passes=[DataPass.STILL_THERE, DataPass.NAMES, DataPass.NAMES],
    )


def events(session: Session, action: str) -> list[AuditEvent]:
    return list(
        session.scalars(
            select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.sequence)
        )
    )


# --- the register --------------------------------------------------------------------------------


def test_writing_an_agreement_down_makes_the_bank_a_partner(
    session: Session, now: datetime
) -> None:
    wanted = facts(session)
    bank = get_bank(session, "BCA")
    assert not bank.is_partner
    row = add_agreement(session, actor=supervisor(session), facts=wanted, file=None, now=now)
    assert (row.region_code, row.passes) == ("75.03", [DataPass.STILL_THERE, DataPass.NAMES])
    assert bank.is_partner
    assert agreed_until(session, bank_id=bank.id, today=TODAY) == date(2027, 12, 31)
    (event,) = events(session, "agreement:add")
    assert event.facts["ends"] == "2027-12-31"


def test_what_is_wrong_is_refused_and_nothing_is_written(session: Session, now: datetime) -> None:
    good, actor = facts(session), supervisor(session)
    add_agreement(session, actor=actor, facts=good, file=None, now=now)
    before = session.scalar(select(func.count()).select_from(CooperationAgreement))
    for wrong, refusal in (
        (replace(good, bank_id=uuid4()), AgreementBankUnknown),
        (replace(good, number="8", ends=date(2025, 12, 31)), AgreementEndsBeforeStart),
        (replace(good, number="8", passes=[]), NothingPasses),
        (good, AgreementNumberTaken),
    ):
        with pytest.raises(refusal):
            add_agreement(session, actor=actor, facts=wrong, file=None, now=now)
    for role in (Role.CASEWORKER, Role.AUDITOR, Role.BANK_OFFICER, Role.ADMINISTRATOR):
        other = actor_of(make_user(session, role=role, bank=get_bank(session)))
        with pytest.raises(NotPermitted):
            add_agreement(session, actor=other, facts=replace(good, number="9"), file=None, now=now)
    assert session.scalar(select(func.count()).select_from(CooperationAgreement)) == before
    assert len(events(session, "agreement:add")) == 1


def test_a_change_is_kept_with_how_it_was_and_a_stale_one_is_refused(
    session: Session, now: datetime
) -> None:
    actor, wanted = supervisor(session), facts(session)
    row = add_agreement(session, actor=actor, facts=wanted, file=None, now=now)
    seen = row.version

    def change(version: int, **new: object) -> None:
        edit_agreement(
            session,
            actor=actor,
            agreement_id=row.id,
            version=version,
            facts=replace(wanted, **new),  # type: ignore[arg-type]
            file=None,
            now=now + timedelta(hours=1),
        )

    change(seen, ends=date(2028, 6, 30), passes=[DataPass.LINES, DataPass.NAMES])
    assert row.ends == date(2028, 6, 30)
    assert sorted(row.passes) == ["baris_rekening", "nama_rekening"]
    (event,) = events(session, "agreement:edit")
    assert event.facts["before_ends"] == "2027-12-31"
    assert event.facts["before_passes"] == "masih_ada nama_rekening"
    with pytest.raises(Conflict):
        change(seen)
    # What passes is part of what the other one saw.
    seen = row.version
    change(seen, passes=[DataPass.NAMES])
    with pytest.raises(Conflict):
        change(seen)
    with pytest.raises(AgreementBankUnknown):
        change(row.version, bank_id=get_bank(session, "BRI").id)


def test_ending_early_needs_a_day_within_it_and_happens_once(
    session: Session, now: datetime
) -> None:
    actor = supervisor(session)
    row = add_agreement(session, actor=actor, facts=facts(session), file=None, now=now)

    def end(on: date, by: Actor = actor) -> None:
        end_agreement(
            session,
            actor=by,
            agreement_id=row.id,
            version=None,
            ended_on=on,
            reason="Surat 12/2026",
            today=TODAY,
            now=now,
        )

    for outside in (date(2025, 12, 31), date(2028, 1, 1)):
        with pytest.raises(EndOutsideAgreement):
            end(outside)
    with pytest.raises(NotPermitted):
        end(TODAY, by=actor_of(make_user(session)))
    with pytest.raises(NotFound):
        end(TODAY, by=supervisor(session, "75.03.11"))
    assert row.ended_on is None
    end(TODAY)
    session.refresh(row)
    assert [row.ended_on, row.ended_reason] == [TODAY, "Surat 12/2026"]
    with pytest.raises(AgreementOver):
        end(TODAY + timedelta(days=1))
    with pytest.raises(AgreementOver):
        edit_agreement(
            session,
            actor=actor,
            agreement_id=row.id,
            version=None,
            facts=facts(session),
            file=None,
            now=now,
        )
    assert len(events(session, "agreement:end")) == 1
    assert agreed_until(session, bank_id=row.bank_id, today=TODAY) is None


def test_the_register_shows_those_ending_soon_first_and_only_of_ones_own_dinas(
    session: Session,
) -> None:
    load_reference(session)
    bri = find_agreement(session)
    bri.ends = TODAY + timedelta(days=60)
    over = make_agreement(session, bank=get_bank(session, "BCA"), ends=TODAY - timedelta(days=1))
    actor = supervisor(session)

    def listed(by: Actor = actor, **wanted: bool) -> list[object]:
        page = list_agreements(session, actor=by, wanted=AgreementFilter(**wanted), today=TODAY)  # type: ignore[arg-type]
        return [row.id for row in page.rows]

    bsg = find_agreement(session, "BSG")
    assert listed() == [bri.id, bsg.id, over.id]
    assert listed(holds=True) == [bri.id, bsg.id]
    assert listed(soon=True) == [bri.id]
    bsg.ended_on, bsg.ended_reason = TODAY + timedelta(days=61), "uji"
    session.flush()
    assert set(listed(soon=True)) == {bri.id, bsg.id}
    stranger = supervisor(session, "75.03.11")
    assert listed(stranger) == []
    with pytest.raises(NotFound):
        get_agreement(session, actor=stranger, agreement_id=bri.id)


def test_the_end_is_announced_sixty_days_ahead_unless_another_follows(session: Session) -> None:
    load_reference(session)
    actor, bri = supervisor(session), find_agreement(session)
    end = bri.ends = date(2027, 1, 22)
    session.flush()

    def said(day: date, by: Actor = actor) -> list[AnnouncedEnd]:
        return list(list_announced_ends(session, actor=by, today=day))

    assert said(date(2026, 11, 22)) == []
    assert said(date(2026, 11, 23)) == [AnnouncedEnd("Bank BRI", end)]
    assert said(end) == [AnnouncedEnd("Bank BRI", end)]
    assert said(end + timedelta(days=1)) == [AnnouncedEnd("Bank BRI", None)]
    assert said(end, actor_of(make_user(session))) == []
    make_agreement(session, bank=get_bank(session), starts=end + timedelta(days=1))
    assert said(end) == []


# --- the condition, in SQL and in Python ---------------------------------------------------------


def test_the_query_and_the_rule_are_one(session: Session) -> None:
    load_reference(session)
    bank = get_bank(session, "BRI")
    row = find_agreement(session)
    row.starts, row.ends = date(2026, 3, 1), date(2026, 3, 20)
    for ended in (None, date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 20)):
        row.ended_on, row.ended_reason = ended, "uji" if ended else None
        session.flush()
        for offset in range(-2, 23):
            day = row.starts + timedelta(days=offset)
            held = session.scalar(select(has_agreement(bank.id, on=day)))
            assert bool(held) is in_force_on(row, day), (ended, day)


# --- what it opens and closes --------------------------------------------------------------------


def end_now(session: Session, bank: str = "BRI") -> None:
    row = find_agreement(session, bank)
    row.ended_on, row.ended_reason = TODAY, "uji"
    session.flush()


def test_without_an_agreement_the_officer_sees_no_account_no_line_and_no_pledge(
    session: Session, now: datetime
) -> None:
    recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    _, asked = make_agreed(session, name_check=NameCheck.ASKED)
    pledge = make_pledge(session, account=account, made_on=MADE)
    saving = make_account(session, recipient=recipient)
    paid_in = make_pledge(session, account=saving, kind=PledgeKind.PAID_IN, made_on=MADE)
    line = make_line(session, account=account, amount=1_000_000)
    officer = make_officer(session)
    given = make_pledge(session, account=account, made_on=MADE)
    record_answers(
        session,
        actor=officer,
        on=date(2026, 11, 10),
        answers=[AnswerGiven(account.id, pledge.amount + given.amount, Answer.YES)],
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )

    def seen() -> dict[str, int]:
        return {
            "names": len(list_name_questions(session, actor=officer)),
            "kept": len(list_kept_questions(session, actor=officer, on=ON)),
            "given": len(list_given_answers(session, actor=officer, on=date(2026, 11, 10))),
            "lines": count_open_lines(session, actor=officer),
            "pledges": int(
                find_pledge_by_code(session, actor=officer, code=paid_in.code) is not None
            ),
            "numbers": len(open_numbers(session, actor=officer, account_ids=[account.id], now=now)),
        }

    assert set(seen().values()) == {1}
    end_now(session)
    assert set(seen().values()) == {0}
    work = get_bank_work(session, actor=officer, on=ON)
    assert (work.names, work.answers, work.given) == (0, 0, 0)
    for look in (
        lambda: get_account(session, actor=officer, account_id=account.id),
        lambda: get_line(session, actor=officer, line_id=line.id),
        lambda: get_pledge_of_bank(session, actor=officer, pledge_id=pledge.id),
    ):
        with pytest.raises(NotFound):
            look()
    assert session.get_one(type(asked), asked.id).name_check is NameCheck.ASKED


def test_without_an_agreement_the_officer_answers_and_confirms_nothing(
    session: Session, now: datetime
) -> None:
    _, account = make_agreed(session, scope=AnswerScope.LINES)
    _, asked = make_agreed(session, name_check=NameCheck.ASKED)
    pledge = make_pledge(session, account=account, made_on=MADE)
    line = make_line(session, account=account, amount=10_000_000)
    officer = make_officer(session)
    end_now(session)
    answers = [AnswerGiven(account.id, pledge.amount, Answer.YES)]
    for act in (
        lambda: record_answers(
            session,
            actor=officer,
            on=ON,
            answers=answers,
            request_key=uuid4(),
            today=TODAY,
            now=now,
        ),
        lambda: correct_answer(
            session,
            actor=officer,
            account_id=account.id,
            set_id=uuid4(),
            answer=Answer.NO,
            reason="keliru",
            request_key=uuid4(),
            now=now,
        ),
        lambda: record_name_answers(session, actor=officer, answers={asked.id: True}, now=now),
        lambda: match_line(session, actor=officer, choice=Choice(line.id, pledge.id), now=now),
    ):
        with pytest.raises(AgreementNotInForce):
            act()
    with pytest.raises(NotFound):
        record_name_answer(session, actor=officer, account_id=asked.id, matches=True, now=now)
    assert session.scalar(select(func.count()).select_from(BankAnswer)) == 0
    assert asked.name_check is NameCheck.ASKED


def test_an_officer_nobody_told_the_day_sees_nothing(session: Session) -> None:
    _, account = make_agreed(session)
    make_pledge(session, account=account, made_on=MADE)
    officer = make_officer(session)
    assert len(list_kept_questions(session, actor=officer, on=ON)) == 1
    assert not list_kept_questions(session, actor=replace(officer, acts_on=None), on=ON)


@pytest.mark.parametrize("left_out", list(DataPass))
def test_each_kind_of_data_passes_only_where_the_agreement_names_it(
    session: Session, left_out: DataPass
) -> None:
    recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    make_agreed(session, name_check=NameCheck.ASKED)
    make_pledge(session, account=account, made_on=MADE)
    saving = make_account(session, recipient=recipient)
    paid_in = make_pledge(session, account=saving, kind=PledgeKind.PAID_IN, made_on=MADE)
    make_line(session, account=account, amount=1_000_000)
    officer, agreement = make_officer(session), find_agreement(session)
    agreement.data = [one for one in agreement.data if one.data is not left_out]
    session.flush()
    passing = {
        DataPass.NAMES: bool(list_name_questions(session, actor=officer)),
        DataPass.STILL_THERE: bool(list_kept_questions(session, actor=officer, on=ON)),
        DataPass.LINES: bool(count_open_lines(session, actor=officer)),
        DataPass.PLEDGES: find_pledge_by_code(session, actor=officer, code=paid_in.code)
        is not None,
    }
    assert passing == {one: one is not left_out for one in DataPass}


def test_staff_ask_no_bank_without_an_agreement(session: Session, now: datetime) -> None:
    _, account = make_agreed(session, name_check=NameCheck.FAMILY_PROOF)
    worker = actor_of(make_user(session))
    end_now(session)
    with pytest.raises(AgreementNotInForce):
        ask_name_check(session, actor=worker, account_id=account.id, now=now)
    assert account.name_check is NameCheck.FAMILY_PROOF


def test_staff_see_no_bank_answer_after_the_end_and_the_family_sees_its_own(
    session: Session, now: datetime
) -> None:
    recipient, account = make_agreed(session)
    pledge = make_pledge(session, account=account, made_on=MADE)
    make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)
    record_answers(
        session,
        actor=make_officer(session),
        on=ON,
        answers=[AnswerGiven(account.id, pledge.amount, Answer.YES)],
        request_key=uuid4(),
        today=TODAY,
        now=now,
    )
    staff, family = actor_of(make_user(session)), family_actor(recipient)

    def known(actor: Actor) -> tuple[bool, tuple[str, ...]]:
        found = get_progress(session, actor=actor, recipient_id=recipient.id, today=TODAY)
        return found.pledges[0].last_known is not None, found.without_agreement

    assert known(staff) == known(family) == (True, ())
    end_now(session)
    assert known(family) == (True, ())
    assert known(staff) == (False, ("Bank BRI",))
    with pytest.raises(StatementNeedsAgreement):
        savings_content(session, Asked(staff, recipient, Wanted(DocumentKind.SAVINGS), TODAY))
    statement = savings_content(
        session, Asked(family, recipient, Wanted(DocumentKind.SAVINGS), TODAY)
    )
    assert statement["pledges"][0]["last"]["answer"] == "ya"
    # Another agreement opens it again.
    make_agreement(session, bank=get_bank(session), starts=TODAY)
    assert known(staff) == (True, ())
    assert Rupiah.of(10_000_000) == pledge.amount
