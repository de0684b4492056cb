"""What the rules say of the lines of some accounts, now; and what is written down of that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from savings_app.actors import Actor
from savings_app.banks.kinds import DataPass
from savings_app.bulk import in_chunks
from savings_app.cases.models import Account, Payout
from savings_app.consents.models import Consent
from savings_app.deposits.models import Pledge
from savings_app.deposits.queries import accounts_seen_by_bank
from savings_app.identifiers import AccountNumber
from savings_app.money import Rupiah
from savings_app.reconciliation.batch_rules import StoredLine
from savings_app.reconciliation.class_rules import ClassedLine, ToldLine, classify_lines
from savings_app.reconciliation.fit_rules import MatchReason, OpenLine, Proposal
from savings_app.reconciliation.kinds import LineClass, signed
from savings_app.reconciliation.line_words import line_words
from savings_app.reconciliation.matching_rules import list_fits
from savings_app.reconciliation.models import (
    BankFile,
    BankLine,
    BankSection,
    LineDecision,
    LineStanding,
    Match,
    SortedAccount,
)
from savings_app.reconciliation.queries.files import is_of_applied_file
from savings_app.reconciliation.queries.lines import (
    LINES_A_PAGE,
    LineRow,
    seen_lines,
    select_lines,
    stands,
    told_lines,
)
from savings_app.reconciliation.queries.targets import TargetRow, list_targets, select_targets


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A line and a target that fits it, for a person to confirm."""

    line: LineRow
    target: TargetRow
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Settled:
    """What every line of some accounts is, by line, and what is proposed."""

    classed: Mapping[UUID, ClassedLine]
    proposals: Mapping[UUID, ProposalRow]


def settle(session: Session, *, actor: Actor, numbers: Collection[AccountNumber]) -> Settled:
    """Ask the rules anew about these accounts, as far as this officer may see them."""
    passing = accounts_seen_by_bank(actor, passing=DataPass.PLEDGES)
    return settle_seen(session, seen=seen_lines(actor), passing=passing, numbers=numbers)


def settle_seen(
    session: Session,
    *,
    seen: ColumnElement[bool],
    numbers: Collection[AccountNumber],
    passing: ColumnElement[bool] | None = None,
) -> Settled:
    """The same for any condition on `Account`. All lines of an account stand together."""
    classed: dict[UUID, ClassedLine] = {}
    proposals: dict[UUID, ProposalRow] = {}
    for some in in_chunks(set(numbers)):
        rows, told = _told(session, seen=seen, numbers=some)
        targets = select_targets(session, seen=seen, passing=passing, numbers=some)
        target_rows = {row.id: row for row, _target in targets}
        found = classify_lines(told, [target for _row, target in targets], line_words())
        for row, one in zip(rows, found, strict=True):
            classed[row.line.id] = one
            if one.proposal is not None:
                target_id = one.proposal.target_id
                assert isinstance(target_id, UUID)  # noqa: S101  # the targets above have UUIDs
                proposals[row.line.id] = ProposalRow(row, target_rows[target_id], one.proposal)
    return Settled(classed=classed, proposals=proposals)


def _told(
    session: Session, *, seen: ColumnElement[bool], numbers: Sequence[AccountNumber]
) -> tuple[list[LineRow], list[ToldLine]]:
    of_these = (seen, Account.number.in_(numbers), is_of_applied_file())
    found = session.execute(
        select(
            BankLine,
            Account.id,
            Account.number,
            Account.holder_name,
            BankSection.opening,
            BankSection.closing,
        )
        .join(Account, Account.id == BankLine.account_id)
        .join(BankSection, BankSection.id == BankLine.section_id)
        .where(*of_these)
        .order_by(BankLine.on, BankLine.id)
    ).all()
    said = list_said(session, of_these)
    rows = [LineRow(*row[:4]) for row in found]
    told = [
        ToldLine(
            _open(row, found_one[4], found_one[5]), said.get(row.line.id), stored_line(row.line)
        )
        for row, found_one in zip(rows, found, strict=True)
    ]
    return rows, told


def stored_line(line: BankLine) -> StoredLine:
    """The line as the rules of batches see it."""
    return StoredLine(
        line.on,
        signed(line.direction, line.amount),
        line.content_hash,
        line.batch_hash,
        line.section_id,
    )


def _open(row: LineRow, opening: Rupiah | None, closing: Rupiah | None) -> OpenLine:
    line = row.line
    balances = [balance for balance in (opening, closing) if balance is not None]
    return OpenLine(
        line.id,
        row.number,
        line.on,
        line.direction,
        line.amount,
        line.text,
        max(balances) if balances else None,
        takes_back=line.takes_back,
    )


def list_said(session: Session, of_these: Sequence[ColumnElement[bool]]) -> dict[UUID, LineClass]:
    """What persons said of these lines: a match that stands, or a decision.

    `of_these`: conditions on `BankLine` and its `Account`.
    """
    matches = session.execute(
        select(Match.line_id, Match.payout_id, Match.reasons)
        .join(BankLine, BankLine.id == Match.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(*of_these, stands(Match))
    )
    said = {line_id: class_of_match(payout_id, reasons) for line_id, payout_id, reasons in matches}
    decided = session.execute(
        select(LineDecision.line_id, LineDecision.kind)
        .join(BankLine, BankLine.id == LineDecision.line_id)
        .join(Account, Account.id == BankLine.account_id)
        .where(*of_these, stands(LineDecision))
    ).all()
    return {**dict(decided), **said}


def class_of_match(payout_id: UUID | None, reasons: Sequence[str]) -> LineClass:
    """What a line with a match is."""
    if payout_id is not None:
        return LineClass.PAYOUT
    is_part = MatchReason.PART_AMOUNT in reasons
    return LineClass.PART_DEPOSIT if is_part else LineClass.DEPOSIT


def list_candidates(session: Session, *, actor: Actor, row: LineRow) -> Sequence[ProposalRow]:
    """Every open target a person may choose for this line, the surest first."""
    targets = list_targets(session, actor=actor, numbers=[row.number])
    target_rows = {target_row.id: target_row for target_row, _target in targets}
    fits = list_fits(row.open, [target for _row, target in targets])
    return [
        ProposalRow(row, target_rows[fit.target_id], fit)
        for fit in fits
        if isinstance(fit.target_id, UUID)
    ]


# --- what is written down of it ---------------------------------------------------------------


def find_unsorted(
    session: Session, *, bank_id: UUID, limit: int, never: bool = False
) -> Sequence[AccountNumber]:
    """Numbers of accounts with lines of which something changed since their lines were sorted;
    only those that were `never` sorted, if that is asked.
    """
    with_lines, last = aliased(Account), SortedAccount.until_at
    has_lines = exists().where(
        with_lines.number == Account.number,
        with_lines.bank_id == Account.bank_id,
        BankLine.account_id == with_lines.id,
    )
    changed = or_(
        SortedAccount.id.is_(None),
        exists().where(
            Pledge.account_id == Account.id, or_(Pledge.made_at > last, Pledge.cancelled_at > last)
        ),
        exists().where(Payout.account_id == Account.id, Payout.recorded_at > last),
        exists().where(
            Consent.recipient_id == Account.recipient_id,
            or_(Consent.given_at > last, Consent.revoked_at > last),
        ),
        exists().where(
            BankSection.account_id == Account.id,
            BankFile.id == BankSection.file_id,
            or_(BankFile.applied_at > last, BankFile.undone_at > last),
        ),
    )
    return session.scalars(
        select(Account.number)
        .outerjoin(SortedAccount, SortedAccount.account_id == Account.id)
        .where(told_lines(bank_id), has_lines, SortedAccount.id.is_(None) if never else changed)
        .group_by(Account.number)
        .order_by(Account.number)
        .limit(limit)
    ).all()


def list_proposals(
    session: Session, *, actor: Actor, sure: bool = False, page: int = 1
) -> Sequence[ProposalRow]:
    """A page of what is proposed, by account and day; only what may be confirmed unseen with
    `sure`.
    """
    rows = session.execute(
        _proposed(actor, sure=sure)
        .order_by(Account.number, BankLine.on, BankLine.id)
        .limit(LINES_A_PAGE)
        .offset(LINES_A_PAGE * (page - 1))
    ).all()
    settled = settle(session, actor=actor, numbers={row[2] for row in rows})
    return [
        proposal
        for row in rows
        if (proposal := settled.proposals.get(row[0].id)) is not None
        and (proposal.proposal.sure or not sure)
    ]


def count_proposals(session: Session, *, actor: Actor, sure: bool = False) -> int:
    lines = _proposed(actor, sure=sure).with_only_columns(BankLine.id)
    return session.scalar(select(func.count()).select_from(lines.subquery())) or 0


def _proposed(actor: Actor, *, sure: bool) -> Select[BankLine, UUID, AccountNumber, str]:
    statement = select_lines(actor).join(
        LineStanding,
        and_(LineStanding.line_id == BankLine.id, LineStanding.kind == LineClass.PROPOSED),
    )
    return statement.where(LineStanding.sure) if sure else statement


def list_sure(session: Session, *, actor: Actor, until: datetime) -> dict[UUID, UUID]:
    """Line → target of what is proposed for sure, and was at that moment."""
    rows = session.execute(
        _proposed(actor, sure=True)
        .where(LineStanding.since_at <= until)
        .with_only_columns(BankLine.id, LineStanding.payout_id, LineStanding.pledge_id)
    )
    found = ((line_id, payout_id or pledge_id) for line_id, payout_id, pledge_id in rows)
    return {line_id: target_id for line_id, target_id in found if target_id is not None}
