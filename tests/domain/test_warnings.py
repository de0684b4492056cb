"""Odd things are found with their reason, and a person's word on them stands until facts change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Actor, Role
from savings_app.cases.event_kinds import EventState
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.kinds import AccountPurpose, LetterState, Relation
from savings_app.cases.models import (
    Case,
    Claim,
    HandOver,
    HandOverFamily,
    HandOverWitness,
    Heir,
    Payout,
)
from savings_app.cases.work_rules import NoteEmpty
from savings_app.deaths.actions.lines import remember_if_certain
from savings_app.deaths.kinds import DeathState
from savings_app.errors import Conflict, NotFound, NotPermitted
from savings_app.identifiers import KPJ, NIK
from savings_app.money import Rupiah
from savings_app.policy.series import parameter
from savings_app.worklist.actions import Refreshed, decide_warning, refresh_warnings
from savings_app.worklist.kinds import WarningKind, WarningState, WorkKind
from savings_app.worklist.models import CaseWarning
from savings_app.worklist.queries.signals import find_signs
from savings_app.worklist.queries.warnings import (
    WarningFilter,
    WarningRow,
    count_open_warnings,
    get_warning,
    iterate_warnings,
    list_warnings,
)
from savings_app.worklist.queries.work import WorkFilter, count_work, iterate_work
from tests.builders import (
    NOW,
    TODAY,
    VILLAGE,
    actor_of,
    make_account,
    make_case,
    make_letter,
    make_nik,
    make_participant,
    make_payout,
    make_recipient,
    make_user,
    told_of,
)
from tests.web.test_government_cases import counted


@pytest.fixture
def supervisor(session: Session) -> Actor:
    return actor_of(make_user(session, role=Role.SUPERVISOR))


_people = count(1)


def somebody(session: Session) -> Heir:
    """A recipient of a case of its own; every deceased has another name."""
    participant = make_participant(session, full_name=f"Peserta Uji {next(_people)}")
    return make_recipient(session, case=make_case(session, participant=participant))


def refresh(session: Session) -> Refreshed:
    return refresh_warnings(session, actor=None, today=TODAY, now=NOW)


def warnings(session: Session, actor: Actor, **wanted: object) -> list[WarningRow]:
    page = list_warnings(session, actor=actor, wanted=WarningFilter(**wanted))  # type: ignore[arg-type]
    return list(page.rows)


def kinds(session: Session) -> list[WarningKind]:
    return sorted(sign.kind for sign in find_signs(session, today=TODAY))


def test_families_with_nothing_odd_bring_no_warning(session: Session) -> None:
    for _ in range(3):
        recipient = somebody(session)
        recipient.nik = make_nik()
        make_payout(session, account=make_account(session, recipient=recipient))
    session.flush()
    assert kinds(session) == []


def test_the_same_recipient_in_two_cases(session: Session, supervisor: Actor) -> None:
    first, second = somebody(session), somebody(session)
    first.nik = second.nik = make_nik()
    session.flush()
    refresh(session)
    (row,) = warnings(session, supervisor)
    assert (row.kind, row.facts) == (WarningKind.SAME_PERSON, {"cases": 2})
    assert {case_id for case_id, _number in row.cases} == {first.case_id, second.case_id}


def test_two_cases_of_one_death_by_nik_kpj_or_name_and_days(session: Session) -> None:
    one = session.get_one(Case, somebody(session).case_id)
    two = session.get_one(Case, somebody(session).case_id)
    assert kinds(session) == []
    two.died_on = one.died_on + timedelta(days=1)
    two.nik = one.nik
    session.flush()
    (sign,) = find_signs(session, today=TODAY)
    assert (sign.kind, sign.facts) == (WarningKind.SAME_DEATH, {"by": "nik"})
    two.nik, two.kpj = None, one.kpj
    session.flush()
    assert [s.facts["by"] for s in find_signs(session, today=TODAY)] == ["kpj"]
    two.kpj, two.died_on = KPJ("00000000001"), one.died_on
    two.full_name = one.full_name.upper()
    session.flush()
    assert [s.facts["by"] for s in find_signs(session, today=TODAY)] == ["nama"]


def test_one_account_for_several_recipients_but_not_a_guardians(session: Session) -> None:
    first, second = somebody(session), somebody(session)
    number = "003900000123456"
    make_account(session, recipient=first, number=number)
    make_account(session, recipient=second, number=number)
    assert kinds(session) == [WarningKind.SAME_ACCOUNT]
    first.guardian_nik = second.guardian_nik = make_nik()
    session.flush()
    assert kinds(session) == []


def test_two_heirs_of_one_family_on_one_account_but_not_on_their_guardians(
    session: Session, supervisor: Actor
) -> None:
    mother = somebody(session)
    case = session.get_one(Case, mother.case_id)
    brother = make_recipient(session, case=case, relation=Relation.SIBLING, full_name="Adik Uji")
    number = "003900000123456"
    for heir in (mother, brother):
        make_account(session, recipient=heir, number=number)
    refresh(session)
    (row,) = warnings(session, supervisor)
    assert (row.kind, row.facts) == (WarningKind.SAME_ACCOUNT, {"cases": 1, "recipients": 2})
    brother.guardian_name = mother.full_name.upper()  # her NIK is not known yet
    session.flush()
    assert kinds(session) == []
    mother.nik = make_nik()
    session.flush()
    assert kinds(session) == []
    brother.guardian_name, brother.guardian_nik = "Paman Uji", make_nik()
    session.flush()
    assert kinds(session) == [WarningKind.SAME_ACCOUNT]


def test_a_childs_savings_account_that_two_heirs_fill_is_nothing_odd(session: Session) -> None:
    mother = somebody(session)
    case = session.get_one(Case, mother.case_id)
    for heir in (mother, make_recipient(session, case=case, full_name="Adik Uji")):
        make_account(session, recipient=heir, number="3001", purpose=AccountPurpose.SAVING)
    assert kinds(session) == []


def test_a_case_that_was_taken_back_is_compared_with_nothing(session: Session) -> None:
    first, second = somebody(session), somebody(session)
    number = "003900000123456"
    for heir in (first, second):
        make_account(session, recipient=heir, number=number)
    first.phone = second.phone = "081200000001"
    one, two = (session.get_one(Case, heir.case_id) for heir in (first, second))
    one.kpj, two.reporter_name = two.kpj, one.full_name
    session.flush()
    assert kinds(session) == [
        WarningKind.SAME_DEATH,
        WarningKind.DEAD_PERSON,
        WarningKind.SAME_ACCOUNT,
        WarningKind.SAME_PHONE,
    ]
    first.nik = second.nik = make_nik()
    session.flush()
    assert WarningKind.SAME_PERSON in kinds(session)
    one.withdrawn_at = NOW
    session.flush()
    assert kinds(session) == []


def test_one_phone_for_recipients_of_several_cases_but_not_of_one(session: Session) -> None:
    first, second = somebody(session), somebody(session)
    brother = make_recipient(session, case=session.get_one(Case, first.case_id))
    first.phone = brother.phone = "081200000001"
    session.flush()
    assert kinds(session) == []
    second.phone = first.phone
    session.flush()
    assert kinds(session) == [WarningKind.SAME_PHONE]


def test_a_dead_person_as_heir_guardian_or_reporter(session: Session) -> None:
    dead = make_case(session, participant=make_participant(session, full_name="Almarhum Uji"))
    case = make_case(session, participant=make_participant(session, full_name="Lain Uji"))
    heir = make_recipient(session, case=case)
    heir.nik = dead.nik
    case.reporter_name = "almarhum uji"
    other = make_recipient(session, case=case, relation=Relation.CHILD)
    other.guardian_nik = dead.nik
    session.flush()
    found = {sign.facts["as"] for sign in find_signs(session, today=TODAY)}
    assert found == {"penerima", "wali", "pelapor"}


def witness(session: Session, family: Heir, *, nik: NIK | None) -> None:
    hand_over = HandOver(
        region_code=VILLAGE,
        state=next(iter(EventState)),
        occasion=next(iter(Occasion)),
        planned_on=TODAY,
        place="Balai desa",
        office="Dinas",
        planned_by=make_user(session).id,
        planned_at=NOW,
    )
    session.add(hand_over)
    session.flush()
    session.add(HandOverFamily(hand_over_id=hand_over.id, case_id=family.case_id))
    session.add(
        HandOverWitness(
            hand_over_id=hand_over.id, position=1, full_name="Saksi", role="saksi", nik=nik
        )
    )
    session.flush()


def test_a_dead_person_as_witness_of_a_hand_over(session: Session) -> None:
    dead = make_case(session, participant=make_participant(session, full_name="Almarhum Uji"))
    family = somebody(session)
    witness(session, family, nik=dead.nik)
    (sign,) = find_signs(session, today=TODAY)
    assert sign.facts == {"as": "saksi"}
    assert sign.case_ids == frozenset({dead.id, family.case_id})


def test_a_witness_and_a_reporter_who_stand_only_in_a_list_of_the_dead(session: Session) -> None:
    family = somebody(session)
    nik = make_nik()
    witness(session, family, nik=nik)
    case = session.get_one(Case, family.case_id)
    case.reporter_name = "ibu uji"
    assert kinds(session) == []
    notice = told_of(session, state=DeathState.NOT_PARTICIPANT, nik=nik)
    found = list(find_signs(session, today=TODAY))
    assert sorted(sign.facts["as"] for sign in found) == ["pelapor", "saksi"]
    assert {sign.case_ids for sign in found} == {frozenset({case.id})}
    notice.state = DeathState.WRONG
    remember_if_certain(session, notice=notice, now=NOW)
    assert kinds(session) == []


def test_a_name_that_somebody_only_told_of_makes_no_reporter_dead(session: Session) -> None:
    family = somebody(session)
    session.get_one(Case, family.case_id).reporter_name = "Ibu Uji"
    notice = told_of(session, state=DeathState.NO_CASE, nik=None)
    assert kinds(session) == []
    notice.match_confirmed = True
    remember_if_certain(session, notice=notice, now=NOW)
    assert kinds(session) == [WarningKind.DEAD_PERSON]


def test_a_death_with_a_notice_and_a_case_is_told_once(session: Session) -> None:
    dead = make_case(session, participant=make_participant(session, full_name="Almarhum Uji"))
    notice = told_of(session, state=DeathState.OPENED, nik=dead.nik)
    notice.match_confirmed, notice.participant_id = True, dead.participant_id
    notice.case_id = dead.id
    remember_if_certain(session, notice=notice, now=NOW)
    heir = somebody(session)
    heir.nik = dead.nik
    session.flush()
    (sign,) = find_signs(session, today=TODAY)
    assert sign.case_ids == frozenset({dead.id, heir.case_id})


def test_somebody_heard_of_as_dead_receives(session: Session) -> None:
    heir = somebody(session)
    heir.nik = make_nik()
    notice = told_of(session, state=DeathState.NO_CASE, nik=heir.nik)
    (sign,) = find_signs(session, today=TODAY)
    assert (sign.kind, sign.facts) == (WarningKind.DEAD_PERSON, {"as": "penerima"})
    notice.state = DeathState.WRONG
    session.flush()
    assert kinds(session) == []


def test_who_died_after_having_received_is_no_warning(session: Session) -> None:
    heir = somebody(session)
    make_payout(session, account=make_account(session, recipient=heir))
    died_later = make_case(session, participant=make_participant(session, full_name="Ibu Uji"))
    died_later.died_on = date(2026, 11, 20)  # ten days after the money came
    heir.nik = died_later.nik
    session.flush()
    assert kinds(session) == []


def test_who_died_before_anything_was_paid_is_a_warning_also_after_the_case_opened(
    session: Session,
) -> None:
    heir = somebody(session)
    died_later = make_case(session, participant=make_participant(session, full_name="Ibu Uji"))
    died_later.died_on = TODAY + timedelta(days=1)
    heir.nik = died_later.nik
    session.flush()
    assert kinds(session) == [WarningKind.DEAD_PERSON]


def test_paid_is_not_entitled(session: Session, supervisor: Actor) -> None:
    account = make_account(session, recipient=somebody(session))
    make_payout(session, account=account, amount=37_000_000)
    refresh(session)
    (row,) = warnings(session, supervisor)
    assert row.facts == {"difference": -Rupiah.of(5_000_000).sen}
    make_payout(session, account=account, amount=5_000_000)
    assert refresh(session).gone == 1
    assert warnings(session, supervisor, state=WarningState.OPEN) == []


def alone(session: Session, user: User) -> Payout:
    """A case of which one official did account, letter, claim and payout."""
    recipient = somebody(session)
    account = make_account(session, recipient=recipient)
    account.recorded_by = user.id
    letter = make_letter(session, recipient=recipient, state=LetterState.ISSUED)
    letter.issued_by = user.id
    session.add(
        Claim(
            case_id=recipient.case_id,
            filed_on=date(2026, 11, 2),
            receipt_number=None,
            due_on=date(2026, 11, 5),
            recorded_by=user.id,
            recorded_at=NOW,
            returned_on=None,
            return_reason=None,
        )
    )
    payout = Payout(
        case_id=recipient.case_id,
        recipient_id=recipient.id,
        account_id=account.id,
        kind="santunan",
        amount=Rupiah.of(42_000_000),
        paid_on=date(2026, 11, 10),
        recorded_by=user.id,
        recorded_at=NOW,
        request_key=uuid4(),
    )
    session.add(payout)
    session.flush()
    return payout


def test_one_official_alone_on_many_cases_of_a_month(session: Session) -> None:
    user = make_user(session)
    enough = parameter("warning_signs").on(TODAY).amounts["alone_cases"]
    for _ in range(enough - 1):
        alone(session, user)
    assert kinds(session) == []
    alone(session, user)
    (sign,) = find_signs(session, today=TODAY)
    assert (sign.kind, sign.subject_user_id) == (WarningKind.ONE_OFFICIAL, user.id)
    assert sign.facts == {"month": "2026-11-01", "payouts": enough, "alone": enough}


def test_an_account_changed_days_before_the_payout(session: Session) -> None:
    recipient = somebody(session)
    user = make_user(session)
    first = make_account(session, recipient=recipient)
    second = make_account(session, recipient=recipient)
    first.recorded_at = NOW - timedelta(days=60)
    second.recorded_at = NOW - timedelta(days=16)  # 7 November
    second.recorded_by = user.id
    make_payout(session, account=second, paid_on=date(2026, 11, 14))
    (sign,) = find_signs(session, today=TODAY)
    assert (sign.kind, sign.facts, sign.subject_user_id) == (
        WarningKind.ACCOUNT_CHANGED,
        {"days": 7},
        user.id,
    )
    second.recorded_at -= timedelta(days=1)
    session.flush()
    assert kinds(session) == []


def test_a_decision_stands_until_the_facts_change(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    account = make_account(session, recipient=somebody(session))
    make_payout(session, account=account, amount=37_000_000)
    assert refresh(session) == Refreshed(new=1, changed=0, gone=0, same=0)
    (row,) = warnings(session, supervisor)
    decide_warning(
        session,
        actor=supervisor,
        warning_id=row.id,
        version=row.version,
        state=WarningState.EXPLAINED,
        note="BPJS membayar sisanya Senin.",
        now=now,
    )
    assert refresh(session) == Refreshed(new=0, changed=0, gone=0, same=1)
    assert count_open_warnings(session, actor=supervisor) == 0
    make_payout(session, account=account, amount=1_000_000)
    assert refresh(session).changed == 1
    (again,) = warnings(session, supervisor, state=WarningState.OPEN)
    assert (again.id, again.note) == (row.id, None)


def test_a_decision_says_what_was_found_and_is_not_written_over(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    make_payout(session, account=make_account(session, recipient=somebody(session)), amount=1)
    refresh(session)
    (row,) = warnings(session, supervisor)
    common = {
        "actor": supervisor,
        "warning_id": row.id,
        "state": WarningState.REFERRED,
        "now": now,
    }
    with pytest.raises(NoteEmpty):
        decide_warning(session, version=row.version, note=" ", **common)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        decide_warning(session, version=row.version + 1, note="Ada.", **common)  # type: ignore[arg-type]
    assert session.scalars(select(CaseWarning.state)).one() is WarningState.OPEN


def test_a_warning_about_the_work_of_staff_is_a_supervisors_and_the_auditors(
    session: Session, supervisor: Actor, now: datetime
) -> None:
    user, colleague = make_user(session), make_user(session)
    for _ in range(parameter("warning_signs").on(TODAY).amounts["alone_cases"]):
        alone(session, user)
    refresh(session)
    (row,) = warnings(session, supervisor)

    def decide(actor: Actor) -> None:
        decide_warning(
            session,
            actor=actor,
            warning_id=row.id,
            version=None,
            state=WarningState.EXPLAINED,
            note="Satu petugas saja.",
            now=now,
        )

    for nobody in (user, colleague):
        with pytest.raises(NotFound):
            decide(actor_of(nobody))
    with pytest.raises(NotFound):
        decide(actor_of(make_user(session, role=Role.SUPERVISOR, region="75.03.06")))

    def listed(actor: Actor) -> bool:
        wanted = WorkFilter(kind=WorkKind.WARNING)
        return any(iterate_work(session, actor=actor, wanted=wanted, today=TODAY))

    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    for reader in (supervisor, auditor):
        assert [one.subject for one in warnings(session, reader)] == [user.full_name]
        assert count_open_warnings(session, actor=reader, case_id=row.cases[0][0]) == 1
    for stranger in (actor_of(user), actor_of(colleague)):
        assert warnings(session, stranger) == []
        assert list(iterate_warnings(session, actor=stranger, wanted=WarningFilter())) == []
        assert count_open_warnings(session, actor=stranger) == 0
        assert (
            count_work(session, actor=stranger, today=TODAY).by_kind.get(WorkKind.WARNING) is None
        )
        assert not listed(stranger)
        with pytest.raises(NotFound):
            get_warning(session, actor=stranger, warning_id=row.id)
    assert listed(supervisor)
    decide(supervisor)
    assert not listed(supervisor)


def test_a_supervisor_reads_nothing_about_himself_but_the_auditor_does(session: Session) -> None:
    user = make_user(session, role=Role.SUPERVISOR)
    for _ in range(parameter("warning_signs").on(TODAY).amounts["alone_cases"]):
        alone(session, user)
    refresh(session)
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    (row,) = warnings(session, auditor)
    himself = actor_of(user)
    assert warnings(session, himself) == []
    assert count_open_warnings(session, actor=himself) == 0
    assert count_work(session, actor=himself, today=TODAY).by_kind.get(WorkKind.WARNING) is None
    with pytest.raises(NotFound):
        get_warning(session, actor=himself, warning_id=row.id)


def test_the_auditor_decides_a_warning_about_the_only_supervisor_and_none_about_families(
    session: Session, now: datetime
) -> None:
    user = make_user(session, role=Role.SUPERVISOR)
    for _ in range(parameter("warning_signs").on(TODAY).amounts["alone_cases"]):
        alone(session, user)
    make_payout(session, account=make_account(session, recipient=somebody(session)), amount=1)
    refresh(session)
    auditor = actor_of(make_user(session, role=Role.AUDITOR))
    by_kind = {row.kind: row for row in warnings(session, auditor)}
    assert set(by_kind) == {WarningKind.ONE_OFFICIAL, WarningKind.PAID_DIFFERS}

    def decide(kind: WarningKind) -> None:
        decide_warning(
            session,
            actor=auditor,
            warning_id=by_kind[kind].id,
            version=None,
            state=WarningState.EXPLAINED,
            note="Memang hanya ada satu orang bulan itu.",
            now=now,
        )

    def waiting() -> int:
        return count_work(session, actor=auditor, today=TODAY).by_kind.get(WorkKind.WARNING, 0)

    assert waiting() == 1
    with pytest.raises(NotPermitted):
        decide(WarningKind.PAID_DIFFERS)
    decide(WarningKind.ONE_OFFICIAL)
    assert waiting() == 0
    states = {row.kind: row.state for row in warnings(session, auditor)}
    assert states == {
        WarningKind.ONE_OFFICIAL: WarningState.EXPLAINED,
        WarningKind.PAID_DIFFERS: WarningState.OPEN,
    }


def test_a_warning_is_seen_where_one_of_its_cases_lies(session: Session) -> None:
    here = somebody(session)
    far = make_participant(session, region_code="75.03.06.2007", full_name="Jauh Uji")
    there = make_recipient(session, case=make_case(session, participant=far))
    here.nik = there.nik = make_nik()
    session.flush()
    refresh(session)
    village = actor_of(make_user(session, region="75.03.06"))
    (row,) = warnings(session, village)
    assert [case_id for case_id, _number in row.cases] == [there.case_id]
    assert warnings(session, actor_of(make_user(session, region="75.03.01"))) == []
    assert len(warnings(session, actor_of(make_user(session, role=Role.AUDITOR)))) == 1


def test_looking_for_signs_asks_as_often_for_many_cases_as_for_few(session: Session) -> None:
    def odd() -> None:
        recipient = somebody(session)
        recipient.nik = session.scalars(select(Heir.nik).where(Heir.nik.is_not(None))).first()
        recipient.nik = recipient.nik or make_nik()
        make_payout(session, account=make_account(session, recipient=recipient), amount=1)
        session.flush()

    odd()
    with counted(session) as few:
        list(find_signs(session, today=TODAY))
    for _ in range(8):
        odd()
    with counted(session) as many:
        list(find_signs(session, today=TODAY))
    assert len(few) == len(many)
