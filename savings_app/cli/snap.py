"""`savings-app snap check` and `pull`: whether a bank knows us, and what moved on the accounts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import click

from savings_app.cli.application import running_app
from savings_app.cli.operate import BankUnknown
from savings_app.cli.output import DAY, Document, command
from savings_app.errors import DomainError, Problem
from savings_app.words import _
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.snap.kinds import PullCause
    from savings_app.snap.models import SnapPull


class SnapCallFailed(DomainError):
    """The bank gave no token. Fact: `problems`, the cause in words."""

    field = "bank"


class RangeHalfNamed(DomainError):
    """One end of the range without the other."""

    field = "from"


def _check_text(document: Document) -> str:
    return _("%(bank)s memberi token: sambungan dan tanda tangan benar.", bank=document["bank"])


@command(text=_check_text)
@click.option("--bank", "code", required=True, help="Kode bank, misalnya BRI.")
def check(code: str) -> Document:
    """Minta token kepada bank, tidak lebih: apakah sambungan dan tanda tangan benar."""
    with running_app():
        from savings_app.snap.client import CallFailed  # noqa: PLC0415
        from savings_app.tasks.snap_pulls import check_token, settings_of  # noqa: PLC0415

        api = settings_of(code.upper())
        try:
            check_token(api)
        except CallFailed as failed:
            what = _told(failed.cause, failed.code)
            raise SnapCallFailed(problems=[Problem("bank", what)]) from None
    return {"bank": api.code, "ok": True}


def _told(cause: PullCause, code: str | None) -> str:
    words = label("snap_pull_cause", cause)
    return f"{words} ({code})" if code else words


def _pull_text(document: Document) -> str:
    out = [
        _("Rekening ditanyakan: %(count)s", count=document["accounts"]),
        *(f"{label('snap_pull_state', one)}: {count}" for one, count in document["states"].items()),
        _("Baris diterima: %(count)s", count=document["in"]),
        _("Baru: %(count)s", count=document["new"]),
        _("Sama dengan yang sudah ada: %(count)s", count=document["same"]),
        _("Ditolak: %(count)s", count=document["refused"]),
    ]
    out.extend(f"! {one['what']}: {one['count']}" for one in document["problems"])
    return "\n".join(out)


@command(text=_pull_text)
@click.option("--bank", "code", required=True, help="Kode bank, misalnya BRI.")
@click.option("--from", "first", type=DAY, help="Hari pertama; tanpa ini yang belum diterima.")
@click.option("--to", "last", type=DAY, help="Hari terakhir, paling lambat kemarin.")
def pull(code: str, first: date | None, last: date | None) -> Document:
    """Tanyakan mutasi kepada bank untuk rekening yang pemiliknya setuju."""
    if (first is None) != (last is None):
        raise RangeHalfNamed
    with running_app():
        from savings_app.banks.queries import find_bank_by_code  # noqa: PLC0415
        from savings_app.db import get_session  # noqa: PLC0415
        from savings_app.snap.pull_rules import Span  # noqa: PLC0415
        from savings_app.tasks.snap_pulls import pull_now, settings_of  # noqa: PLC0415

        api = settings_of(code.upper())
        bank = find_bank_by_code(get_session(), code=api.code)
        if bank is None:
            raise BankUnknown(code=code)
        span = Span(first, last) if first is not None and last is not None else None
        return _document(pull_now(bank.id, api, span))


def _document(pulls: list[SnapPull]) -> Document:
    causes = Counter(_told(one.cause, one.last_code) for one in pulls if one.cause is not None)
    return {
        "accounts": len(pulls),
        "states": dict(Counter(one.state.value for one in pulls)),
        "in": sum(one.rows_in for one in pulls),
        "new": sum(one.rows_new for one in pulls),
        "changed": 0,
        "same": sum(one.rows_same for one in pulls),
        "refused": sum(one.rows_refused for one in pulls),
        "repeated": sum(one.rows_repeated for one in pulls),
        "problems": [{"what": what, "count": count} for what, count in causes.most_common()],
    }
