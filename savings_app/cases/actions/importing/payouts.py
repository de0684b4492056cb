"""Payout lists of BPJS: each row becomes a payout by the rules of one written down by hand.

Nothing is guessed: a case is found by a number, a recipient by the account or the name. What was
recorded by hand already is the same, not a second payout. An undo takes back by rows of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from savings_app.actors import Permission
from savings_app.cases.actions.payouts import record_payout, reverse_payout
from savings_app.cases.import_payouts import FACTS, PaidLine, read_paid_line
from savings_app.cases.kinds import AccountPurpose, PayoutKind
from savings_app.cases.money_rules import ImportNeedsPerson, check_payout_day, names_agree
from savings_app.cases.queries.payees import (
    KEYS,
    PaidCase,
    PaidCases,
    Payee,
    count_paid,
    find_imported_payouts,
    list_due,
)
from savings_app.errors import DomainError
from savings_app.imports.handlers import (
    AskedKind,
    Assessed,
    BatchFact,
    Context,
    Fact,
    FoundRow,
    LeftStanding,
    Trouble,
    Undoing,
    Writing,
)
from savings_app.imports.kinds import ImportKind, Outcome
from savings_app.imports.models import ImportBatch
from savings_app.money import ZERO, Rupiah
from savings_app.regions.rules import is_within
from savings_app.words import gettext, lazy_gettext
from savings_app.words.formats import rupiah
from savings_app.words.labels import label
from savings_app.words.refusals import sentence


def _kinds(session: Session, region: str, today: date) -> list[tuple[str, str]]:
    return [(one.value, label("payout_kind", one)) for one in PayoutKind]


class Payouts:
    """The kind `pencairan`."""

    kind = ImportKind.PAYOUTS
    permission = Permission.PAYOUT_RECORD
    facts: Sequence[Fact] = FACTS
    keys: Sequence[str] = ("nik", "kpj", "case_number", "account")
    asked: Sequence[BatchFact] = (
        BatchFact(
            "kind",
            lazy_gettext("Jenis"),
            AskedKind.CHOICE,
            lazy_gettext("Bila daftarnya tidak berkolom jenis. Tanpa ini: santunan."),
            choices=_kinds,
        ),
    )

    def assess(
        self, session: Session, rows: Sequence[FoundRow], *, context: Context
    ) -> list[Assessed]:
        lines = [read_paid_line(row, today=context.today, told=context.facts) for row in rows]
        wanted: dict[str, set[str]] = {name: set() for name in KEYS}
        for line in lines:
            for name in KEYS:
                if line.get(name):
                    wanted[name].add(line.get(name))
        cases = PaidCases(session, wanted)
        found = [_find_payee(line, cases, context) for line in lines]
        paid = count_paid(session, case_ids={case.id for case, _payee in found if case})
        seen: Counter[tuple[Any, ...]] = Counter()
        done = [
            _decide(line, case, payee, paid, seen, context.today)
            for line, (case, payee) in zip(lines, found, strict=True)
        ]
        _point_out_unusual(
            session,
            [
                (line, case.id)
                for line, (case, _payee), row in zip(lines, found, done, strict=True)
                if case and row.outcome is Outcome.NEW and line.get("kind") is PayoutKind.BENEFIT
            ],
        )
        return done

    def apply(self, session: Session, rows: Sequence[Assessed], *, writing: Writing) -> None:
        """
        Raises:
            ImportNeedsPerson: money is written down by somebody.
        """
        if writing.actor is None:
            raise ImportNeedsPerson
        assert writing.context.batch_id is not None  # noqa: S101  only a preview has none
        for n, row in enumerate(rows, 1):
            payout = record_payout(
                session,
                actor=writing.actor,
                request_key=request_key(writing.context.batch_id, n),
                today=writing.context.today,
                now=writing.now,
                **row.work,
            )
            row.subject_id = payout.id

    def undo(self, session: Session, *, of: Undoing) -> list[LeftStanding]:
        """Each payout is reversed with the batch's reason; one a bank's line is matched to stays.

        Raises:
            ImportNeedsPerson
        """
        if of.actor is None:
            raise ImportNeedsPerson
        batch = session.get_one(ImportBatch, of.batch_id)
        keys = {request_key(of.batch_id, n): n for n in range(1, batch.rows_new + 1)}
        left = []
        for payout in find_imported_payouts(session, keys=keys):
            try:
                reverse_payout(
                    session,
                    actor=of.actor,
                    payout_id=payout.id,
                    reason=batch.undo_reason or "",
                    request_key=uuid5(payout.id, "undo"),
                    now=of.now,
                )
            except DomainError as refusal:
                left.append(LeftStanding(payout.id, sentence(refusal)))
        return left


def request_key(batch_id: UUID, n: int) -> UUID:
    """The key of the n-th payout of a batch: applied twice, it is recorded once."""
    return uuid5(batch_id, f"payout {n}")


# --- whose it is -----------------------------------------------------------------------------


def _find_payee(
    line: PaidLine, cases: PaidCases, context: Context
) -> tuple[PaidCase | None, Payee | None]:
    """The case and the account, or the reason added to the line."""
    case = _find_case(line, cases)
    if case is None:
        return None, None
    if not is_within(case.region_code, context.region):
        line.trouble.append(Trouble(None, gettext("Urusan ini di luar wilayah kerja Anda.")))
        return None, None
    name = line.get("full_name")
    if name and not names_agree(name, case.full_name):
        what = gettext("Nama tenaga kerjanya ditulis lain daripada di urusan ini.")
        line.notes.append(Trouble("full_name", what))
    return case, _choose(line, case)


def _find_case(line: PaidLine, cases: PaidCases) -> PaidCase | None:
    named = {name: cases.of(name, line.get(name)) for name in KEYS if line.get(name)}
    if not named:
        if not line.trouble:
            what = gettext("KPJ, NIK, dan nomor santunan semuanya kosong.")
            line.trouble.append(Trouble("kpj", what))
        return None
    known = [found for found in named.values() if found]
    fact = next(iter(named))
    if not known:
        what = gettext("Tidak ada urusan santunan dengan nomor ini.")
        line.trouble.append(Trouble(fact, what))
        return None
    agreed = set.intersection(*known)
    if len(agreed) != 1:
        what = gettext("Nomor-nomor di baris ini menunjuk lebih dari satu urusan.")
        line.trouble.append(Trouble(fact, what))
        return None
    return cases.get(agreed.pop())


def _choose(line: PaidLine, case: PaidCase) -> Payee | None:
    """The account by its number, else the recipient's only one by name."""
    usable = [
        one
        for one in case.accounts
        if line.get("kind") is not PayoutKind.BENEFIT or one.purpose is AccountPurpose.BENEFIT
    ]
    number, name = line.get("account"), line.get("recipient")
    if number is not None:
        # A spreadsheet drops the zeros an account begins with.
        wanted = number.full.lstrip("0")
        found = [one for one in usable if one.number.lstrip("0") == wanted]
        empty = gettext("Rekening ini tidak tercatat untuk penerima urusan ini.")
    else:
        found = [one for one in usable if not name or names_agree(name, one.name, one.holder)]
        empty = gettext("Penerima ini tidak punya rekening yang tercatat di urusan ini.")
    fact = "account" if number is not None else "recipient"
    if len(found) != 1:
        several = gettext("Ada lebih dari satu penerima atau rekening yang cocok.")
        line.trouble.append(Trouble(fact, several if found else empty))
        return None
    if number is not None and name and not names_agree(name, found[0].name, found[0].holder):
        what = gettext("Nama penerimanya lain daripada nama di rekening ini.")
        line.notes.append(Trouble("recipient", what))
    return found[0]


# --- what becomes of a row -------------------------------------------------------------------


def _decide(
    line: PaidLine,
    case: PaidCase | None,
    payee: Payee | None,
    paid: Mapping[tuple[Any, ...], int],
    seen: Counter[tuple[Any, ...]],
    today: date,
) -> Assessed:
    if case is not None and not line.trouble:
        _check_day(line, case, today)
    if line.trouble or payee is None:
        return Assessed(line.number, Outcome.REFUSED, trouble=line.trouble)
    kind = line.get("kind")
    key = (payee.recipient_id, kind, line.get("amount"), line.get("paid_on"))
    seen[key] += 1
    if seen[key] <= paid.get(key, 0):
        return Assessed(line.number, Outcome.SAME, trouble=line.notes)
    if seen[key] > 1 and kind is PayoutKind.BENEFIT:
        what = gettext("Baris ini dua kali di berkas: penerima, jumlah, dan harinya sama.")
        return Assessed(line.number, Outcome.REFUSED, trouble=[Trouble("amount", what)])
    if seen[key] > 1:
        what = gettext("Jumlah ini dua kali pada hari yang sama; dicatat dua kali.")
        line.notes.append(Trouble("amount", what))
    work = {
        "recipient_id": payee.recipient_id,
        "account_id": payee.account_id,
        "kind": kind,
        "amount": line.get("amount"),
        "paid_on": line.get("paid_on"),
    }
    return Assessed(line.number, Outcome.NEW, trouble=line.notes, work=work)


def _check_day(line: PaidLine, case: PaidCase, today: date) -> None:
    """The rules of a payout that is written down by hand, told with their place."""
    try:
        check_payout_day(
            paid_on=line.get("paid_on"),
            died_on=case.died_on,
            filed_on=case.filed_on,
            needs_claim=line.get("kind") is PayoutKind.BENEFIT,
            today=today,
        )
    except DomainError as refusal:
        line.trouble.append(Trouble("paid_on", sentence(refusal)))


def _point_out_unusual(session: Session, new: Sequence[tuple[PaidLine, UUID]]) -> None:
    """A santunan that, with all there is, makes another sum than the law gives: zeros too many.

    Pointed out and never refused: BPJS may have paid it so.
    """
    sums: dict[UUID, Rupiah] = {}
    for line, case_id in new:
        sums[case_id] = sums.get(case_id, ZERO) + line.get("amount")
    due = list_due(session, case_ids=sums)
    for line, case_id in new:
        if case_id not in due:
            continue
        entitled, paid = due[case_id].entitled, due[case_id].paid + sums[case_id]
        if paid != entitled:
            what = gettext(
                "Bukan jumlah yang biasa: santunan urusan ini menjadi %(paid)s, "
                "menurut hukum %(entitled)s."
            )
            shown = {"paid": rupiah(paid), "entitled": rupiah(entitled)}
            line.notes.append(Trouble("amount", what % shown))


PAYOUTS = Payouts()
