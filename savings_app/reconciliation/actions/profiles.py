"""A shape of a bank's tables is taught, changed as a new version, and ended with its reason."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.audit.actions import record
from savings_app.cases.letter_rules import ReasonNeeded
from savings_app.db import check_version, take_turn
from savings_app.errors import Conflict, Problem
from savings_app.reconciliation.actions.files import BANK_FILE_LINE, add_file, count
from savings_app.reconciliation.models import BankFile, BankFileProfile, BankFileState
from savings_app.reconciliation.profile_rules import ProfileEnded, ProfileHeadingsTaken
from savings_app.reconciliation.queries.files import (
    assess_file,
    check_may_hand_in,
    check_own_bank,
    check_unseen,
    get_file,
)
from savings_app.reconciliation.queries.profiles import find_live_profile, get_profile
from savings_app.reconciliation.readers import BankFile as FoundFile
from savings_app.reconciliation.readers import FileFormat
from savings_app.reconciliation.readers.profile import Profile, check_profile
from savings_app.reconciliation.readers.profile_file import profile_facts
from savings_app.storage import StoredFile
from savings_app.words.formats import in_wita

REPLACED = "diganti versi %(revision)s"


def hold_file(
    session: Session,
    *,
    actor: Actor,
    bank_id: UUID,
    stored: StoredFile,
    format: FileFormat,
    problems: tuple[Problem, ...],
    now: datetime,
) -> BankFile:
    """Keep a table nobody has taught yet, as long as any waiting file: its shape can be taught.

    Raises:
        NotPermitted, NotFound, AgreementNotInForce
        BankFileAlreadyApplied, BankFileAlreadyStaged
    """
    check_may_hand_in(session, actor=actor, bank_id=bank_id, today=in_wita(now).date())
    take_turn(session, line=BANK_FILE_LINE)
    check_unseen(session, bank_id=bank_id, sha256=stored.sha256)
    nothing = FoundFile(format=format, sections=(), problems=())
    file = add_file(session, actor, bank_id, stored, nothing, BankFileState.STAGED, now)
    file.problems = [asdict(problem) for problem in problems]
    session.flush()
    _record_file(session, actor, now, "bank-file:hold", file)
    return file


def teach_profile(
    session: Session,
    *,
    actor: Actor | None,
    bank_id: UUID,
    profile: Profile,
    file_id: UUID | None = None,
    found: FoundFile | None = None,
    now: datetime,
) -> BankFileProfile:
    """Keep a shape under its name: a new one, or the next version of the live one of that name.

    The waiting file with `file_id`, which reads as `found`, is read with it from now on. What is in
    use already is left as it is. `actor=None` is a command.

    Raises:
        NotPermitted, NotFound
        Conflict: the file no longer waits.
        ProfileNamesTwice, ProfileLacksDay, ProfileLacksAmounts, ProfileMarksClash
        ProfileHeadingsTaken: another live shape has its headings.
    """
    check_own_bank(session, actor=actor, bank_id=bank_id)
    check_profile(profile)
    take_turn(session, line=BANK_FILE_LINE)
    live = find_live_profile(session, bank_id=bank_id, name=profile.name)
    _check_headings(session, bank_id, profile, live)
    if live is None or live.shape != profile_facts(profile):
        live = _add_version(session, actor, bank_id, profile, live, now)
    if file_id is not None and found is not None and actor is not None:
        file = get_file(session, actor=actor, file_id=file_id)
        session.refresh(file)
        if file.state is not BankFileState.STAGED:
            raise Conflict
        count(file, assess_file(session, bank_id=bank_id, found=found))
        file.profile_id = live.id
        session.flush()
    return live


def _check_headings(
    session: Session, bank_id: UUID, profile: Profile, live: BankFileProfile | None
) -> None:
    if not profile.headings:
        return
    other = session.scalar(
        select(BankFileProfile).where(
            BankFileProfile.bank_id == bank_id,
            BankFileProfile.ended_at.is_(None),
            BankFileProfile.signature == profile.signature,
        )
    )
    if other is not None and (live is None or other.id != live.id):
        raise ProfileHeadingsTaken(name=other.name)


def _add_version(
    session: Session,
    actor: Actor | None,
    bank_id: UUID,
    profile: Profile,
    live: BankFileProfile | None,
    now: datetime,
) -> BankFileProfile:
    name = live.name if live else profile.name
    last = session.scalar(
        select(func.max(BankFileProfile.revision)).where(
            BankFileProfile.bank_id == bank_id, BankFileProfile.name == name
        )
    )
    revision = (last or 0) + 1
    if live is not None:
        _end(live, actor, REPLACED % {"revision": revision}, now)
    taught = BankFileProfile(
        bank_id=bank_id,
        name=name,
        revision=revision,
        signature=profile.signature,
        shape=profile_facts(profile),
        taught_by=actor.user_id if actor else None,
        taught_at=now,
        ended_by=None,
        ended_at=None,
        end_reason=None,
    )
    session.add(taught)
    session.flush()
    _record(session, actor, now, "bank-file-profile:teach", taught)
    return taught


def end_profile(
    session: Session,
    *,
    actor: Actor,
    profile_id: UUID,
    reason: str,
    seen_version: int | None,
    now: datetime,
) -> BankFileProfile:
    """No file is read with it any more; those that were stay as they are.

    Raises:
        NotPermitted, NotFound, Conflict, ReasonNeeded, ProfileEnded
    """
    profile = get_profile(session, actor=actor, profile_id=profile_id)
    check_own_bank(session, actor=actor, bank_id=profile.bank_id)
    if not reason.strip():
        raise ReasonNeeded
    take_turn(session, line=BANK_FILE_LINE)
    session.refresh(profile)
    if profile.ended_at is not None:
        raise ProfileEnded
    check_version(profile, seen_version)
    _end(profile, actor, reason.strip(), now)
    session.flush()
    _record(session, actor, now, "bank-file-profile:end", profile)
    return profile


def _end(profile: BankFileProfile, actor: Actor | None, reason: str, now: datetime) -> None:
    profile.ended_at, profile.end_reason = now, reason
    profile.ended_by = actor.user_id if actor else None


def _record(
    session: Session, actor: Actor | None, now: datetime, action: str, profile: BankFileProfile
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject="bank_file_profile",
        subject_id=profile.id,
        name=profile.name,
        revision=profile.revision,
    )


def _record_file(
    session: Session, actor: Actor, now: datetime, action: str, file: BankFile
) -> None:
    record(session, actor=actor, now=now, action=action, subject="bank_file", subject_id=file.id)
