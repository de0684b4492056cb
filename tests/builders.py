"""Rows for tests: plain typed functions, each with the least a test must say.

They add and flush, nothing more. People are invented; NIK serials are 9xxx.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from savings_app.access.models import User
from savings_app.access.passwords import make_hash
from savings_app.actors import Actor, Role
from savings_app.banks.kinds import Contract, DataPass, ProductKind
from savings_app.banks.models import (
    Bank,
    BankBranch,
    BankProduct,
    BankProductTerm,
    CooperationAgreement,
    CooperationData,
)
from savings_app.cases.kinds import (
    AccountPurpose,
    LetterState,
    NameCheck,
    PayoutKind,
    Programme,
    Relation,
    Stage,
    Turn,
)
from savings_app.cases.models import (
    AccessLetter,
    Account,
    BenefitComputation,
    BenefitPart,
    Case,
    Heir,
    Payout,
)
from savings_app.consents.models import AnswerScope, Consent, ConsentKind
from savings_app.consents.queries import find_live
from savings_app.deaths.actions.lines import remember_if_certain
from savings_app.deaths.kinds import DeathSource, DeathState
from savings_app.deaths.models import DeathNotice, DeathReport
from savings_app.deposits.models import Pledge, PledgeKind
from savings_app.deposits.rules import code_of
from savings_app.identifiers import KPJ, NIK, AccountNumber
from savings_app.money import Rupiah
from savings_app.policy.rules import FactStatus
from savings_app.reconciliation.models import BankFileProfile
from savings_app.reconciliation.readers.csv_headings import Role as Column
from savings_app.reconciliation.readers.profile import Profile
from savings_app.reconciliation.readers.profile_file import profile_facts
from savings_app.regions.models import Region
from savings_app.regions.rules import RegionKind
from savings_app.registry.models import Category, Participant, Payer, Segment, Sex

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DIED_ON = date(2026, 10, 1)
VILLAGE = "75.03.11.2003"
PASSWORD = "sandi-uji-2026"
CODE = "ABCD2345"

_serial = count(1)


def load_reference(session: Session) -> None:
    """The few regions, banks and categories that rows of tests point to."""
    if session.scalar(select(func.count()).select_from(Category)):
        return
    regions = [
        ("75", "Gorontalo", RegionKind.PROVINCE, None),
        ("75.03", "Bone Bolango", RegionKind.REGENCY, "75"),
        ("75.03.11", "Suwawa Timur", RegionKind.DISTRICT, "75.03"),
        (VILLAGE, "Dumbaya Bulan", RegionKind.VILLAGE, "75.03.11"),
        ("75.03.06", "Tilongkabila", RegionKind.DISTRICT, "75.03"),
        ("75.03.06.2007", "Tamboo", RegionKind.VILLAGE, "75.03.06"),
    ]
    for code, name, kind, parent in regions:
        session.add(Region(code=code, name=name, kind=kind, parent_code=parent))
        session.flush()
    for code, partner, digits in (("BRI", True, 15), ("BSG", True, None), ("BCA", False, 10)):
        session.add(
            Bank(
                code=code,
                national_code=None,
                name=f"Bank {code}",
                is_partner=partner,
                is_sharia=False,
                account_digits=digits,
                status=FactStatus.DRAFT,
            )
        )
    session.flush()
    for code in ("BRI", "BSG"):
        make_agreement(session, bank=get_bank(session, code))
    session.add(Category(code="pekerja_rentan", name="Pekerja rentan", starts=date(2018, 1, 1)))
    session.flush()


def get_bank(session: Session, code: str = "BRI") -> Bank:
    return session.scalars(select(Bank).where(Bank.code == code)).one()


def make_agreement(
    session: Session,
    *,
    bank: Bank,
    starts: date = date(2020, 1, 1),
    ends: date = date(2035, 12, 31),
    passes: Iterable[DataPass] = tuple(DataPass),
    region: str = "75.03",
) -> CooperationAgreement:
    """An agreement of the kabupaten's Dinas with this bank; by itself it lets everything pass."""
    agreement = CooperationAgreement(
        bank_id=bank.id,
        region_code=region,
        number=f"PKS {next(_serial)}/UJI",
        parties=f"Dinas, BPJS Ketenagakerjaan, {bank.name}",
        starts=starts,
        ends=ends,
        ended_on=None,
        ended_reason=None,
        stored_name=None,
        sha256=None,
        size=None,
        file_type=None,
        recorded_by=None,
        recorded_at=NOW,
        data=[CooperationData(data=one) for one in passes],
    )
    session.add(agreement)
    session.flush()
    return agreement


def make_profile(session: Session, *, bank: Bank, name: str = "Bentuk Uji") -> BankFileProfile:
    """A taught shape of a bank's tables, in use."""
    shape = Profile(
        name=name,
        columns=(Column.DATE, Column.TEXT, Column.DEBIT, Column.CREDIT),
        headings=("hari", "cerita", "ambil", "taruh"),
    )
    profile = BankFileProfile(
        bank_id=bank.id,
        name=name,
        revision=1,
        signature=shape.signature,
        shape=profile_facts(shape),
        taught_by=None,
        taught_at=NOW,
        ended_by=None,
        ended_at=None,
        end_reason=None,
    )
    session.add(profile)
    session.flush()
    return profile


def make_product(session: Session, *, bank: Bank, name: str = "Tabungan Uji") -> BankProduct:
    """A conventional savings product with terms of this year."""
    product = BankProduct(
        bank_id=bank.id,
        name=name,
        kind=ProductKind.SAVINGS,
        contract=Contract.CONVENTIONAL,
        ended_on=None,
        ended_reason=None,
    )
    session.add(product)
    session.flush()
    session.add(
        BankProductTerm(
            product_id=product.id,
            starts=date(2026, 1, 1),
            rate=25,
            nisbah=None,
            fee_month=Rupiah.of(5_000),
            minimum_opening=None,
            minimum_balance=None,
            note=None,
            source="Uji",
            status=FactStatus.DRAFT,
            recorded_by=None,
            recorded_at=NOW,
        )
    )
    session.flush()
    return product


def make_branch(session: Session, *, bank: Bank, name: str = "Unit Uji") -> BankBranch:
    branch = BankBranch(bank_id=bank.id, name=name, address="Jalan Uji", phone=None, closed_on=None)
    session.add(branch)
    session.flush()
    return branch


def find_agreement(session: Session, bank: str = "BRI") -> CooperationAgreement:
    """The one agreement of this bank that `load_reference` made."""
    return session.scalars(
        select(CooperationAgreement)
        .options(selectinload(CooperationAgreement.data))
        .where(CooperationAgreement.bank_id == get_bank(session, bank).id)
    ).one()


def in_letters(number: int) -> str:
    """1 as "A", 27 as "AA": names have no digits, which tests of amounts would find in them."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def make_user(
    session: Session,
    *,
    role: Role = Role.CASEWORKER,
    region: str | None = "75.03",
    bank: Bank | None = None,
    password: str | None = None,
) -> User:
    """A member of staff; give a password only to a test that signs in (hashing is slow)."""
    load_reference(session)
    number = next(_serial)
    user = User(
        email=f"{role.value}{number}-{secrets.token_hex(3)}@uji.invalid",
        full_name=f"Petugas Uji {in_letters(number)}",
        role=role,
        region=None if role is Role.BANK_OFFICER else region,
        bank_id=bank.id if bank else None,
        password_hash=make_hash(password) if password else "no password",
        is_active=True,
        failed_attempts=0,
        locked_until=None,
        session_epoch=1,
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user


def actor_of(user: User, *, acts_on: date = TODAY) -> Actor:
    return Actor(
        role=user.role,
        user_id=user.id,
        region=user.region,
        bank_id=user.bank_id,
        acts_on=acts_on,
    )


def family_actor(recipient: Heir, *, assisted_by: UUID | None = None) -> Actor:
    return Actor(
        role=Role.FAMILY,
        case_id=recipient.case_id,
        recipient_id=recipient.id,
        assisted_by=assisted_by,
    )


def make_nik(born_on: date = date(1970, 8, 17), *, sex: Sex = Sex.MALE) -> NIK:
    day = born_on.day + (40 if sex is Sex.FEMALE else 0)
    return NIK(f"750311{day:02}{born_on:%m%y}{9000 + next(_serial) % 1000:04}")


def make_participant(
    session: Session,
    *,
    region_code: str = VILLAGE,
    months: int | None = 44,
    segment: Segment = Segment.BPU,
    full_name: str = "Yusup Uji",
) -> Participant:
    load_reference(session)
    participant = Participant(
        full_name=full_name,
        nik=make_nik(),
        nik_missing_reason=None,
        kpj=KPJ(f"{secrets.randbelow(10**11):011}"),
        born_on=date(1970, 8, 17),
        sex=Sex.MALE,
        segment=segment,
        category="pekerja_rentan",
        payer=Payer.APBD,
        months_contributed=months,
        region_code=region_code,
        created_at=NOW,
    )
    session.add(participant)
    session.flush()
    return participant


def make_case(
    session: Session,
    *,
    participant: Participant | None = None,
    opened_by: User | None = None,
    died_on: date = DIED_ON,
    stage: Stage = Stage.PAPERS,
    turn: Turn = Turn.FAMILY,
    scholarship: dict[str, Any] | None = None,
) -> Case:
    """A JKM case with its first computation of Rp42.000.000 in force, and no heir yet."""
    participant = participant or make_participant(session)
    opened_by = opened_by or make_user(session)
    serial = (session.scalar(select(func.max(Case.serial)).where(Case.year == TODAY.year)) or 0) + 1
    case = Case(
        number=f"BB-{TODAY.year}-{serial:04}",
        year=TODAY.year,
        serial=serial,
        participant_id=participant.id,
        region_code=participant.region_code,
        full_name=participant.full_name,
        nik=participant.nik,
        kpj=participant.kpj,
        category=participant.category,
        payer=participant.payer,
        died_on=died_on,
        programme=Programme.JKM,
        segment=participant.segment,
        months_contributed=participant.months_contributed,
        wage=None,
        reporter_name="Pelapor Uji",
        reporter_relation="tetangga",
        reporter_phone=None,
        opened_on=TODAY,
        opened_at=NOW,
        opened_by=opened_by.id,
        stage=stage,
        turn=turn,
        due_on=None,
        disputed=False,
    )
    session.add(case)
    session.flush()
    make_benefit(session, case=case, made_by=opened_by, scholarship=scholarship)
    return case


def told_of(
    session: Session, *, state: DeathState, nik: NIK | None = None, full_name: str = "Ibu  Uji"
) -> DeathNotice:
    """A death that was heard of, without a case; known as certain where its state says so."""
    notice = DeathNotice(
        full_name=full_name,
        nik=nik,
        died_on=DIED_ON,
        recorded_at=NOW,
        region_code=VILLAGE,
        state=state,
        match_confirmed=False,
        ruled_out=[],
    )
    session.add(notice)
    session.flush()
    remember_if_certain(session, notice=notice, now=NOW)
    return notice


def make_benefit(
    session: Session, *, case: Case, made_by: User, scholarship: dict[str, Any] | None = None
) -> BenefitComputation:
    """The Rp42.000.000 of PP 82/2019, stored as the first computation."""
    computation = BenefitComputation(
        case_id=case.id,
        number=1,
        died_on=case.died_on,
        programme=case.programme,
        segment=case.segment,
        months_contributed=case.months_contributed,
        wage=None,
        children=[],
        total=Rupiah.of(42_000_000),
        scholarship=scholarship or {},
        warnings=[],
        reason=None,
        made_by=made_by.id,
        made_at=NOW,
    )
    session.add(computation)
    session.flush()
    parts = (
        ("santunan_sekaligus", 20_000_000),
        ("santunan_berkala", 12_000_000),
        ("biaya_pemakaman", 10_000_000),
    )
    for position, (part, amount) in enumerate(parts, 1):
        session.add(
            BenefitPart(
                computation_id=computation.id,
                position=position,
                part=part,
                amount=Rupiah.of(amount),
                law="PP 82/2019 Pasal 34",
                status=FactStatus.VERIFIED,
            )
        )
    session.flush()
    return computation


def make_recipient(
    session: Session,
    *,
    case: Case | None = None,
    born_on: date | None = date(1975, 3, 5),
    relation: Relation = Relation.SPOUSE,
    is_recipient: bool = True,
    share: Rupiah | None = None,
    full_name: str = "Hartin Uji",
) -> Heir:
    """An heir who is paid, of a new case unless one is given."""
    case = case or make_case(session)
    position = (
        session.scalar(select(func.count()).select_from(Heir).where(Heir.case_id == case.id)) or 0
    ) + 1
    heir = Heir(
        case_id=case.id,
        position=position,
        full_name=full_name,
        nik=None,
        born_on=born_on,
        relation=relation,
        phone=None,
        is_recipient=is_recipient,
        share=share,
        school_level=None,
        guardian_name=None,
        guardian_nik=None,
        guardian_proof=None,
        guardian_until=None,
        plan_outcome=None,
    )
    session.add(heir)
    session.flush()
    return heir


def make_letter(
    session: Session,
    *,
    recipient: Heir,
    state: LetterState = LetterState.USED,
    code: str | None = None,
    word: str | None = None,
) -> AccessLetter:
    """A letter; give code or word only to a test that signs in (hashing is slow)."""
    letter = AccessLetter(
        recipient_id=recipient.id,
        state=state,
        issued_at=NOW,
        issued_by=make_user(session).id,
        code_hash=make_hash(code) if code else "no code",
        code_sealed=None,
        handed_over_on=None,
        used_at=NOW if state is LetterState.USED else None,
        word_hash=(make_hash(word) if word else "no word") if state is LetterState.USED else None,
        failed_attempts=0,
        locked_until=None,
        session_epoch=1,
        reason=None,
    )
    session.add(letter)
    session.flush()
    return letter


def make_account(
    session: Session,
    *,
    recipient: Heir,
    bank: Bank | None = None,
    number: str | None = None,
    purpose: AccountPurpose = AccountPurpose.BENEFIT,
    name_check: NameCheck = NameCheck.FAMILY_PROOF,
) -> Account:
    account = Account(
        recipient_id=recipient.id,
        bank_id=(bank or get_bank(session)).id,
        number=AccountNumber(number or f"0039{secrets.randbelow(10**11):011}"),
        holder_name=recipient.full_name,
        purpose=purpose,
        name_check=name_check,
        name_checked_by=None,
        name_checked_at=None,
        recorded_by=None,
        recorded_at=NOW,
        ended_on=None,
    )
    session.add(account)
    session.flush()
    return account


def make_payout(
    session: Session,
    *,
    account: Account,
    amount: int = 42_000_000,
    paid_on: date = date(2026, 11, 10),
    kind: PayoutKind = PayoutKind.BENEFIT,
) -> Payout:
    recipient = session.get_one(Heir, account.recipient_id)
    payout = Payout(
        case_id=recipient.case_id,
        recipient_id=recipient.id,
        account_id=account.id,
        kind=kind,
        amount=Rupiah.of(amount),
        paid_on=paid_on,
        recorded_by=make_user(session).id,
        recorded_at=NOW,
        request_key=uuid4(),
        reverses_id=None,
        reason=None,
    )
    session.add(payout)
    session.flush()
    return payout


def make_consent(
    session: Session,
    *,
    recipient: Heir,
    kind: ConsentKind,
    scope: AnswerScope | None = None,
) -> Consent:
    consent = Consent(
        recipient_id=recipient.id,
        kind=kind,
        scope=scope,
        words_version="3" if kind is ConsentKind.LEARN else "1",
        given_at=NOW,
        given_with=None,
        revoked_at=None,
        revoked_with=None,
    )
    session.add(consent)
    session.flush()
    return consent


def let_staff_see(session: Session, *, recipient: Heir) -> Consent:
    """The bank answers, lines too (3), and staff may look at it (4): the fourth consent."""
    lines = AnswerScope.LINES
    if find_live(session, recipient_id=recipient.id, kind=ConsentKind.BANK_ANSWERS) is None:
        make_consent(session, recipient=recipient, kind=ConsentKind.BANK_ANSWERS, scope=lines)
    return make_consent(session, recipient=recipient, kind=ConsentKind.STAFF_SEES)


def make_pledge(
    session: Session,
    *,
    account: Account,
    kind: PledgeKind = PledgeKind.KEPT,
    amount: int = 10_000_000,
    code: str | None = None,
    made_on: date = TODAY,
    until_on: date = date(2028, 7, 1),
    pot_id: UUID | None = None,
) -> Pledge:
    pledge = Pledge(
        recipient_id=account.recipient_id,
        account_id=account.id,
        plan_id=None,
        kind=kind,
        amount=Rupiah.of(amount),
        until_on=until_on,
        goal="sekolah",
        pot_id=pot_id,
        code=code or code_of(next(_serial)),
        made_on=made_on,
        made_at=NOW,
        assisted_by=None,
        request_key=uuid4(),
        cancelled_at=None,
        replaced_by=None,
    )
    session.add(pledge)
    session.flush()
    return pledge


def make_notice(
    session: Session,
    *,
    full_name: str = "Yusup Uji",
    died_on: date = DIED_ON,
    region_code: str = VILLAGE,
    source: DeathSource = DeathSource.PUBLIC,
    nik: NIK | None = None,
    matched_at: datetime | None = None,
) -> DeathNotice:
    """A death that was heard of from one source, not compared with anything yet."""
    load_reference(session)
    notice = DeathNotice(
        full_name=full_name,
        nik=nik,
        died_on=died_on,
        region_code=region_code,
        recorded_at=NOW,
        state=DeathState.NO_CASE,
        match_confirmed=False,
        matched_at=matched_at,
        ruled_out=[],
    )
    session.add(notice)
    session.flush()
    public = source is DeathSource.PUBLIC
    report = DeathReport(
        notice_id=notice.id,
        source=source,
        full_name=full_name,
        nik=nik,
        died_on=died_on,
        region_code=region_code,
        reporter_name="Warga Uji" if public else None,
        reporter_reach="rumah kepala dusun" if public else None,
        reporter_relation="tetangga" if public else None,
        recorded_at=NOW,
        reference=f"LK-{secrets.token_hex(4)}".upper() if public else None,
    )
    session.add(report)
    session.flush()
    return notice
