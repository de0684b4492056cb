"""One family with a row of every kind, and the people who must not see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from savings_app.access.models import User
from savings_app.actors import Role
from savings_app.cases.actions.hand_overs import Plan as HandOverPlan
from savings_app.cases.actions.hand_overs import plan_hand_over
from savings_app.cases.complaint_kinds import ComplaintChannel
from savings_app.cases.complaint_rules import first_instance, make_number
from savings_app.cases.hand_over_kinds import Occasion
from savings_app.cases.kinds import (
    BringsIt,
    ComplaintAbout,
    ComplaintState,
    PaperFileType,
    PaperKind,
    PaperState,
    ReferredTo,
)
from savings_app.cases.models import (
    AccessLetter,
    Account,
    AssistedVisit,
    BenefitComputation,
    BenefitPart,
    Case,
    CaseNote,
    Claim,
    Complaint,
    DisputeReferral,
    FollowUpVisit,
    HandOver,
    Heir,
    Paper,
    PaperFile,
    PaperReceipt,
)
from savings_app.cases.work_kinds import FollowUpState
from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.consents.models import Consent
from savings_app.corrections.kinds import CorrectionState, CorrectionSubject
from savings_app.corrections.models import CorrectionRequest
from savings_app.coverage.kinds import BasisKind, BasisStatus
from savings_app.coverage.models import LegalBasis
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deposits.kinds import AccountStatus, Answer, PledgeKind
from savings_app.deposits.models import AccountWord, BankAnswer, PassbookPhoto, Pledge
from savings_app.documents.certificate_actions import note_certificate
from savings_app.documents.certificate_facts import read_certificate
from savings_app.documents.models import Document
from savings_app.documents.rules import DocumentKind, DocumentState, Sheet, Wanted
from savings_app.documents.run_actions import start_run
from savings_app.documents.run_rules import RunWanted
from savings_app.identifiers import BULLET
from savings_app.imports.kinds import BatchState, ImportKind
from savings_app.imports.models import ImportBatch
from savings_app.literacy.actions import SessionPlan, plan_session
from savings_app.literacy.models import LearningSession
from savings_app.money import Rupiah
from savings_app.outbox.kinds import Channel, Failure, MessagePurpose, MessageState
from savings_app.outbox.models import Message
from savings_app.planning.kinds import PlanState, PlanStep
from savings_app.planning.models import Plan
from savings_app.policy.rules import FactStatus
from savings_app.reconciliation.models import BankSection, Match
from savings_app.regions.models import HolidayChange
from savings_app.reminders.kinds import Reason
from savings_app.reminders.models import Contact
from savings_app.retention.kinds import HoldOrigin
from savings_app.retention.models import RetentionHold
from savings_app.support.kinds import SupportKind, SupportState
from savings_app.support.models import SupportRequest
from savings_app.worklist.kinds import WarningKind, WarningState
from savings_app.worklist.models import CaseWarning, WarningCase
from tests.api_clients import from_bank
from tests.builders import (
    NOW,
    TODAY,
    VILLAGE,
    actor_of,
    find_agreement,
    get_bank,
    make_account,
    make_branch,
    make_case,
    make_consent,
    make_letter,
    make_nik,
    make_notice,
    make_participant,
    make_payout,
    make_pledge,
    make_product,
    make_profile,
    make_recipient,
    make_user,
)
from tests.domain.bank_rows import make_line
from tests.domain.letter_rows import make_signed_letter
from tests.domain.snap_rows import make_pull
from tests.listed import lines_of, make_batch, make_list
from tests.signing_keys import make_pair
from tests.trials import make_draft

NUMBER = "003900000987654"
SAVING_NUMBER = "003900000123459"
PHONE = "081200009999"
STORY = "Potongan diminta di balai."
DEAD = "Ramli Tersembunyi"
REPORTER = "Saudara Tersembunyi"
NOTE = "Catatan untuk rekan, bukan untuk keluarga."


@dataclass(frozen=True, slots=True)
class World:
    """The family's rows by the name routes call them, and what of it nobody else may read."""

    ids: dict[str, UUID | str]
    secrets: tuple[str, ...]
    shared: tuple[str, ...]  # of these, what a brother of the same case knows too
    case_id: UUID
    owner: Heir
    sibling: Heir
    letter: AccessLetter
    consents: tuple[Consent, ...]
    caseworker: User
    officer: User
    pledge: Pledge
    document: Document
    staff_complaint: Complaint


def make_world(session: Session) -> World:
    """A family of Suwawa Timur whose account is at BRI, with one brother beside it."""
    participant = make_participant(session, full_name="Zubaidah Tersembunyi")
    caseworker = make_user(session, region="75.03.11")
    case = make_case(session, participant=participant, opened_by=caseworker)
    case.number, case.serial = "BB-2026-0777", 777  # pages give BB-2026-0001 as an example
    owner = make_recipient(session, case=case, full_name="Mawarti Tersembunyi")
    owner.nik, owner.phone = make_nik(), PHONE
    sibling = make_recipient(session, case=case, full_name="Jafar Uji")
    sibling.share = Rupiah.of(20_000_000)
    owner.share = Rupiah.of(22_000_000)
    account = make_account(session, recipient=owner, number=NUMBER)
    saving = make_account(session, recipient=owner, number=SAVING_NUMBER)
    consents = (
        make_consent(session, recipient=owner, kind=ConsentKind.TELL_BANK),
        make_consent(
            session, recipient=owner, kind=ConsentKind.BANK_ANSWERS, scope=AnswerScope.LINES
        ),
    )
    officer = make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session))
    pledge = make_pledge(session, account=account, made_on=TODAY - timedelta(days=60))
    paid_in = make_pledge(session, account=saving, kind=PledgeKind.PAID_IN, amount=1_234_567)
    line = make_line(session, account=account, amount=42_000_000)
    payout = make_payout(session, account=account)
    answer = _add(session, _answer(pledge, officer))
    rows = _rows(session, owner, caseworker)
    notice, other = _notices(session)
    report = session.scalars(select(DeathReport).where(DeathReport.notice_id == notice.id)).one()
    letter = make_letter(session, recipient=owner)
    number = case.number
    nik = owner.nik
    assert nik is not None
    assert participant.nik is not None
    assert participant.kpj is not None
    return World(
        ids={
            "batch_id": _batch_of(session, caseworker),
            "match_batch_id": _match_batch(session, saving, paid_in, officer),
            "import_kind": "peserta",
            "account_id": account.id,
            "agreement_id": find_agreement(session).id,
            "hold_id": _hold(session, case, caseworker),
            **from_bank(session, owner),
            "key_id": uuid4(),
            "delivery_id": uuid4(),
            "product_id": make_product(session, bank=get_bank(session)).id,
            "profile_id": make_profile(session, bank=get_bank(session)).id,
            "branch_id": make_branch(session, bank=get_bank(session)).id,
            "file_type": "csv",
            "month": "2026-10",
            "region_code": VILLAGE,
            "set_id": answer.request_key,
            "photo_id": _photo(session, owner, account.id),
            "scan_id": make_signed_letter(session, owner, caseworker),
            "word_id": _account_word(session, account.id, officer.id),
            "case_id": case.id,
            "heir_id": owner.id,
            "recipient_id": owner.id,
            "participant_id": participant.id,
            "record_id": make_participant(session, full_name="Zubaida Tersembunyi").id,
            "payout_id": payout.id,
            "pledge_id": pledge.id,
            "line_id": line.id,
            "file_id": _file_of(session, line.section_id),
            "pull_id": make_pull(session, account=account).id,
            **_listed(session, case),
            "token": rows["document"].token,
            "fingerprint": _certificate(session),
            "run_id": _run(session, caseworker),
            "part_number": "1",
            "code": "id",
            "kind": "kept",
            "document_kind": "benefit",
            "name": "household",
            "notice_id": notice.id,
            "other_id": other.id,
            "report_id": report.id,
            "reference": report.reference or "",
            "way": "wrong",
            "lesson_slug": "utang",
            "support_id": _support(session, owner).id,
            "recording_place": "home",
            "recording_language": "gorontalo",
            "calculator_slug": "term-deposit",
            "heir_step": "pasangan_anak",
            "hand_over_id": _hand_over(session, owner, caseworker).id,
            "experiment_id": make_draft(session).id,
            "learning_session_id": _session(session, owner, caseworker).id,
            # A guess: who holds the real one got a message, and may stop them.
            "stop_token": f"bukan-{_reminded(session, owner).stop_token}",
            **{f"{name}_id": row.id for name, row in rows.items()},
        },
        secrets=(
            owner.full_name,
            participant.full_name,
            number,
            nik.full,
            str(nik),
            participant.nik.full,
            str(participant.nik),
            participant.kpj.full,
            NUMBER,
            f"{BULLET}{NUMBER[-4:]}",
            f"{BULLET}{SAVING_NUMBER[-4:]}",
            PHONE,
            STORY,
            DEAD,
            REPORTER,
            NOTE,
            pledge.code,
            "1.234.567",
        ),
        shared=(participant.full_name, number),
        case_id=case.id,
        owner=owner,
        sibling=sibling,
        letter=letter,
        consents=consents,
        caseworker=caseworker,
        officer=officer,
        pledge=pledge,
        document=rows["document"],
        staff_complaint=rows["staff_complaint"],
    )


def _support(session: Session, owner: Heir) -> SupportRequest:
    """Help it asked for, in its own words."""
    request = SupportRequest(
        recipient_id=owner.id,
        kind=SupportKind.BUSINESS,
        state=SupportState.ASKED,
        wish=STORY,
        by_family=True,
        asked_on=TODAY,
        asked_at=NOW,
        recorded_by=None,
        due_on=TODAY + timedelta(days=7),
        ended_on=None,
    )
    session.add(request)
    session.flush()
    return request


def _notices(session: Session) -> tuple[DeathNotice, DeathNotice]:
    """A death nobody has come for, reported on the public page, and another of the same desa."""
    notice = make_notice(session, full_name=DEAD)
    report = session.scalars(select(DeathReport).where(DeathReport.notice_id == notice.id)).one()
    report.reporter_name = REPORTER
    return notice, make_notice(session, full_name=f"{DEAD} Kedua")


def _listed(session: Session, case: Case) -> dict[str, UUID | str]:
    """The deceased on a list of the desa, and a file that answered it."""
    caseworker = session.get_one(User, case.opened_by)
    update = make_list(session, actor=actor_of(caseworker), region_code=case.region_code)
    batch = make_batch(session, state=BatchState.STAGED)
    batch.kind, batch.facts = ImportKind.DATA_UPDATE, {"data_update_id": str(update.id)}
    session.flush()
    return {
        "update_id": update.id,
        "update_line_id": lines_of(session, update)[0].id,
        "update_batch_id": batch.id,
    }


def _run(session: Session, caseworker: User) -> UUID:
    """Plan forms for everybody of the family's kecamatan, asked for and not made yet."""
    wanted = RunWanted(Wanted(DocumentKind.PLAN_FORM), "75.03.11")
    actor = actor_of(caseworker)
    return start_run(session, actor=actor, wanted=wanted, request_key=uuid4(), now=NOW).id


def _add(session: Session, row: BankAnswer) -> BankAnswer:
    session.add(row)
    session.flush()
    return row


def _batch_of(session: Session, caseworker: User) -> UUID:
    """A list of the family's kecamatan that was applied, with what it refused."""
    batch = ImportBatch(
        kind=ImportKind.PARTICIPANTS,
        source="Desa Tersembunyi",
        region_code="75.03.11",
        state=BatchState.APPLIED,
        stored_name=None,
        sha256="0" * 64,
        size=1,
        format="csv",
        sheet=None,
        header_row=1,
        column_map={},
        facts={},
        rows_in=1,
        rows_new=0,
        rows_changed=0,
        rows_same=0,
        rows_refused=1,
        rows_done=1,
        problems=[],
        uploaded_by=caseworker.id,
        uploaded_at=NOW,
        applied_by=caseworker.id,
        applied_at=NOW,
        undone_by=None,
        undone_at=None,
        undo_reason=None,
        worked_at=None,
    )
    session.add(batch)
    session.flush()
    return batch.id


def _file_of(session: Session, section_id: UUID) -> UUID:
    return session.get_one(BankSection, section_id).file_id


def _answer(pledge: Pledge, officer: User) -> BankAnswer:
    return BankAnswer(
        pledge_id=pledge.id,
        on=TODAY - timedelta(days=23),
        asked_amount=pledge.amount,
        answer=Answer.YES,
        answered_by=officer.id,
        answered_at=NOW,
        request_key=uuid4(),
        reverses_id=None,
        reason=None,
    )


def _rows(session: Session, owner: Heir, caseworker: User) -> dict[str, Any]:
    first = session.scalars(
        select(BenefitComputation).where(BenefitComputation.case_id == owner.case_id)
    ).one()
    rows: dict[str, Any] = {
        "basis": _basis(caseworker),
        "computation": BenefitComputation(
            case_id=owner.case_id,
            number=2,
            died_on=first.died_on,
            programme=first.programme,
            segment=first.segment,
            months_contributed=2,
            wage=None,
            children=[],
            total=Rupiah.of(10_000_000),
            scholarship=first.scholarship,
            warnings=[],
            reason="bulan iuran keliru",
            made_by=caseworker.id,
            made_at=NOW,
        ),
        "paper": Paper(
            case_id=owner.case_id,
            kind=PaperKind.DEATH_CERTIFICATE,
            brings=BringsIt.FAMILY,
            state=PaperState.MISSING,
            reason=None,
            received_on=None,
        ),
        "claim": Claim(
            case_id=owner.case_id,
            filed_on=TODAY - timedelta(days=20),
            receipt_number="TT-1",
            due_on=TODAY - timedelta(days=15),
            recorded_by=caseworker.id,
            recorded_at=NOW,
            returned_on=None,
            return_reason=None,
        ),
        "request": _correction(owner, caseworker),
        "complaint": some_complaint(owner, ComplaintAbout.AMOUNT),
        "staff_complaint": some_complaint(owner, ComplaintAbout.STAFF),
        "visit": AssistedVisit(
            recipient_id=owner.id,
            user_id=caseworker.id,
            began_at=NOW,
            ended_at=None,
            signed_on=None,
            signed_recorded_by=None,
        ),
        "plan": Plan(
            recipient_id=owner.id,
            number=1,
            state=PlanState.AGREED,
            reached=PlanStep.REVIEW,
            amount=Rupiah.of(22_000_000),
            household_members=3,
            school_children=0,
            started_at=NOW,
            finished_at=NOW,
            suggestion=None,
            suggestion_basis=None,
            assisted_by=None,
        ),
        "document": _document(owner),
        "note": _note(owner, caseworker),
        "follow_up": _follow_up(owner),
        "change": HolidayChange(
            day=date(2026, 12, 9), is_holiday=True, name="Hari uji", law="Keppres uji"
        ),
        "warning": _warning(),
        "message": _message(owner),
    }
    session.add_all(rows.values())
    session.flush()
    session.add(WarningCase(warning_id=rows["warning"].id, case_id=owner.case_id))
    rows |= _paper_rows(session, owner, rows["paper"], caseworker)
    for position, part in enumerate(
        ("santunan_sekaligus", "santunan_berkala", "biaya_pemakaman"), 1
    ):
        session.add(
            BenefitPart(
                computation_id=rows["computation"].id,
                position=position,
                part=part,
                amount=Rupiah.of(0),
                law="PP 82/2019 Pasal 34",
                status=FactStatus.VERIFIED,
            )
        )
    session.flush()
    return rows


def _correction(owner: Heir, caseworker: User) -> CorrectionRequest:
    return CorrectionRequest(
        subject=CorrectionSubject.HEIR,
        participant_id=None,
        heir_id=owner.id,
        case_id=owner.case_id,
        region_code=VILLAGE,
        full_name=owner.full_name,
        changes=[{"field": "guardian_nik", "before": None, "after": make_nik().full}],
        reason="Salah ketik",
        evidence="KTP",
        state=CorrectionState.REQUESTED,
        requested_by=caseworker.id,
        requested_at=NOW,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
    )


def _reminded(session: Session, owner: Heir) -> Contact:
    """The owner's own number, where it is reminded."""
    contact = Contact(
        recipient_id=owner.id,
        channel=Channel.SMS,
        address=PHONE,
        chosen_at=NOW,
        chosen_with=None,
        code_hash=None,
        code_sent_at=None,
        guesses=0,
        verified_at=NOW,
        stopped_at=None,
        stop_token="kunci-uji-berhenti",
    )
    session.add(contact)
    session.flush()
    return contact


def _message(owner: Heir) -> Message:
    """A letter that did not reach the desa."""
    return Message(
        recipient_id=owner.id,
        case_id=owner.case_id,
        purpose=MessagePurpose.REMINDER,
        reason=Reason.SCHOLARSHIP,
        about="2026",
        channel=Channel.LETTER,
        address=None,
        subject="Pengingat",
        text="Teks uji.",
        stop_address=None,
        state=MessageState.FAILED,
        tries=1,
        failure=Failure.INTERRUPTED,
        created_at=NOW,
        due_at=NOW,
        until_at=None,
        claimed_at=None,
        sent_at=None,
    )


def _warning() -> CaseWarning:
    return CaseWarning(
        kind=WarningKind.PAID_DIFFERS,
        key="uji",
        facts={"difference": -100},
        subject_user_id=None,
        first_seen_at=NOW,
        changed_at=NOW,
        gone_at=None,
        state=WarningState.OPEN,
    )


def _note(owner: Heir, caseworker: User) -> CaseNote:
    return CaseNote(
        case_id=owner.case_id,
        text=NOTE,
        written_by=caseworker.id,
        written_at=NOW,
        corrects_id=None,
        handed_to=None,
    )


def _follow_up(owner: Heir) -> FollowUpVisit:
    return FollowUpVisit(
        recipient_id=owner.id,
        month=1,
        due_on=TODAY,
        state=FollowUpState.PLANNED,
        from_paper=False,
        stopped_by_family=False,
    )


def _paper_rows(session: Session, owner: Heir, paper: Paper, caseworker: User) -> dict[str, Any]:
    """A file of a paper whose bytes are gone, a receipt, and a dispute that was referred."""
    rows = {
        "paper_file": PaperFile(
            paper_id=paper.id,
            position=1,
            type=PaperFileType.JPEG,
            stored_name=uuid4(),
            sha256="0" * 64,
            size=1000,
            pages=1,
            uploaded_by=caseworker.id,
            uploaded_at=NOW,
        ),
        "paper_receipt": PaperReceipt(
            case_id=owner.case_id,
            year=TODAY.year,
            serial=901,
            number=f"TT-{TODAY.year}-0901",
            content={"received": [], "missing": []},
            issued_by=caseworker.id,
            issued_at=NOW,
            request_key=uuid4(),
        ),
        "referral": DisputeReferral(
            case_id=owner.case_id,
            referred_to=ReferredTo.VILLAGE,
            referred_on=TODAY - timedelta(days=3),
            outcome=None,
            outcome_on=None,
            recorded_by=caseworker.id,
            recorded_at=NOW,
            request_key=uuid4(),
        ),
    }
    session.add_all(rows.values())
    session.flush()
    return rows


def _hand_over(session: Session, owner: Heir, caseworker: User) -> HandOver:
    """Planned, as the case's own page would."""
    return plan_hand_over(
        session,
        actor=actor_of(caseworker),
        case_ids=[owner.case_id],
        plan=HandOverPlan(TODAY, "Rumah keluarga", Occasion.FORTIETH_DAY, "Dinas"),
        now=NOW,
    )


def _session(session: Session, owner: Heir, caseworker: User) -> LearningSession:
    """Planned, as its own page would."""
    return plan_session(
        session,
        actor=actor_of(caseworker),
        case_ids=[owner.case_id],
        plan=SessionPlan(
            TODAY, VILLAGE, "Balai desa", "Membaca buku tabungan", caseworker.id, lessons=("utang",)
        ),
        request_key=uuid4(),
        today=TODAY,
        now=NOW,
    )


def _hold(session: Session, case: Case, by: User) -> UUID:
    """The Dinas holds erasure of this case back."""
    hold = RetentionHold(
        case_id=case.id,
        origin=HoldOrigin.OFFICE,
        reason="uji",
        held_by=by.id,
        held_at=NOW,
        released_by=None,
        released_at=None,
        release_reason=None,
    )
    session.add(hold)
    session.flush()
    return hold.id


def _photo(session: Session, owner: Heir, account_id: UUID) -> UUID:
    """The family's own photo of its passbook; its bytes are nowhere."""
    photo = PassbookPhoto(
        recipient_id=owner.id,
        account_id=account_id,
        shows_on=TODAY,
        stored_name=uuid4(),
        sha256="0" * 64,
        size=1,
        handed_in_at=NOW,
        assisted_by=None,
        request_key=uuid4(),
        removed_at=None,
    )
    session.add(photo)
    session.flush()
    return photo.id


def _account_word(session: Session, account_id: UUID, officer_id: UUID) -> UUID:
    """The bank said how the account stands."""
    word = AccountWord(
        account_id=account_id,
        on=TODAY,
        status=AccountStatus.INACTIVE,
        said_by=officer_id,
        said_at=NOW,
        request_key=uuid4(),
        reverses_id=None,
        reason=None,
    )
    session.add(word)
    session.flush()
    return word.id


def _basis(caseworker: User) -> LegalBasis:
    """Of the family's own desa: no other kecamatan reads it."""
    return LegalBasis(
        kind=BasisKind.VILLAGE_BUDGET,
        number="7/UJI/2026",
        title="APBDes uji",
        issuer="Kepala desa uji",
        region_code=VILLAGE,
        starts=TODAY,
        ends=None,
        status=BasisStatus.IN_FORCE,
        stored_name=None,
        sha256=None,
        size=None,
        file_type=None,
        recorded_by=caseworker.id,
        recorded_at=NOW,
    )


def some_complaint(owner: Heir, about: ComplaintAbout) -> Complaint:
    """Open, by the recipient, written down now."""
    return Complaint(
        number=make_number(),
        case_id=owner.case_id,
        recipient_id=owner.id,
        region_code=VILLAGE,
        typed_case_number=None,
        channel=ComplaintChannel.SERVICE,
        instance=first_instance(about),
        about=about,
        text=STORY,
        state=ComplaintState.OPEN,
        reporter_name=None,
        reporter_contact=None,
        received_on=TODAY,
        opened_at=NOW,
        due_on=TODAY + timedelta(days=18),
        recorded_by=None,
        assisted_by=None,
        answer=None,
        answered_by=None,
        answered_at=None,
        appealed_at=None,
        code_hash=None,
        failed_attempts=0,
        locked_until=None,
        request_key=uuid4(),
    )


def _document(owner: Heir) -> Document:
    return Document(
        kind=DocumentKind.SAVINGS,
        year=TODAY.year,
        serial=901,
        number=f"UJI-{TODAY.year}-901",
        token="abcdefghjkmnpqrs",
        case_id=owner.case_id,
        recipient_id=owner.id,
        letter_id=None,
        language="id",
        sheet=Sheet.A4,
        state=DocumentState.PENDING,
        content={},
        issued_at=NOW,
        issued_by=None,
        assisted_by=None,
        rendered_at=None,
        sha256=None,
        stored_name=None,
        stored_sha256=None,
        tries=0,
        failure=None,
        replaced_by=None,
        withdrawn_reason=None,
    )


def _certificate(session: Session) -> str:
    """One documents were signed with; its public half is for anybody."""
    facts = read_certificate(make_pair("Dinas Uji").pem())
    note_certificate(session, facts=facts, now=NOW)
    return facts.fingerprint


def _match_batch(session: Session, saving: Account, pledge: Pledge, officer: User) -> UUID:
    """One click of the officer that confirmed the line of a pledge."""
    batch_id = uuid4()
    match = Match(
        line_id=make_line(session, account=saving, amount=1_234_567).id,
        payout_id=None,
        pledge_id=pledge.id,
        confirmed_by=officer.id,
        confirmed_at=NOW,
        reasons=["same_amount"],
        reverses_id=None,
        reason=None,
        batch_id=batch_id,
    )
    session.add(match)
    session.flush()
    return batch_id


def sign_away(session: Session, world: World, *kinds: ConsentKind) -> None:
    """The family took these consents back."""
    for consent in world.consents:
        if consent.kind in kinds:
            consent.revoked_at = NOW
    session.flush()


def other_family(session: Session) -> AccessLetter:
    """A family of another village."""
    participant = make_participant(session, region_code="75.03.06.2007", full_name="Lain Uji")
    case = make_case(session, participant=participant)
    return make_letter(session, recipient=make_recipient(session, case=case))
