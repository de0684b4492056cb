"""`savings-app bank-file check` and `import`: what a bank's file says, and taking it in."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from savings_app.cli.application import actor_named, running_app
from savings_app.cli.bank_file_profile import (
    ProfileOption,
    bank_named,
    find_profile,
    find_unsaved,
)
from savings_app.cli.output import Document, command, problems_shown, shown_amount
from savings_app.imports.bulk import without_collecting
from savings_app.money import Rupiah
from savings_app.reconciliation.import_rules import Assessment, BankFileNotBalanced
from savings_app.reconciliation.readers import (
    LARGEST_FILE,
    BankFile,
    Section,
    read_bank_file,
)
from savings_app.words import _, ngettext

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def read_limited(path: Path) -> bytes:
    """The file's bytes, but no more than show that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _amount(amount: Rupiah | None) -> str | None:
    return None if amount is None else str(amount)


def _section(section: Section) -> Document:
    return {
        "account": section.account_text,
        "currency": section.currency,
        "opening": _amount(section.opening),
        "closing": _amount(section.closing),
        "balanced": section.balanced,
        "lines": [
            {
                "on": line.on.isoformat(),
                "direction": line.direction.value,
                "amount": str(line.amount),
                "text": line.text,
            }
            for line in section.lines
        ],
    }


def _balance_sentence(section: Document) -> str:
    if section["balanced"] is None:
        return _("saldo tidak dapat diperiksa")
    return _("saldo cocok") if section["balanced"] else _("saldo TIDAK cocok")


def _text(document: Document) -> str:
    out = [_("Bentuk berkas: %(format)s", format=document["format"])]
    for section in document["sections"]:
        count = len(section["lines"])
        lines = ngettext("%(count)s transaksi", "%(count)s transaksi", count)
        out.append(f"{section['account'] or '–'}: {lines}, {_balance_sentence(section)}")
        for line in section["lines"]:
            sign = "+" if line["direction"] == "credit" else "−"
            out.append(f"  {line['on']}  {sign}{shown_amount(line['amount'])}  {line['text']}")
    out.extend(f"! {one['place']}: {one['what']}" for one in document["problems"])
    return "\n".join(out)


@command(text=_text)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--profile", type=ProfileOption(saved=False), help="Bentuk tabel bank ini.")
def check(file: Path, profile: str | None) -> Document:
    """Baca berkas bank tanpa menyimpan apa pun. Yang salah disebut dengan tempatnya."""
    chosen = find_unsaved(profile)
    found = read_bank_file(read_limited(file), name=file.name, chosen=chosen)
    return {
        "format": found.format.value,
        "sections": [_section(section) for section in found.sections],
        "problems": problems_shown(found.problems),
    }


def _import_text(document: Document) -> str:
    lines = [
        _("Baris di berkas: %(count)s", count=document["in"]),
        _("Baru: %(count)s", count=document["new"]),
        _("Sama dengan yang sudah ada: %(count)s", count=document["same"]),
        _("Ditolak: %(count)s", count=document["refused"]),
    ]
    problems = document["problems"]
    return "\n".join([*lines, *(f"! {one['place']}: {one['what']}" for one in problems)])


@command(text=_import_text, places={"file": "FILE"})
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--bank", required=True, help="Kode bank, misalnya BRI.")
@click.option("--apply", "applies", is_flag=True, help="Simpan; tanpa ini tidak ada yang ditulis.")
@click.option("--as", "email", help="E-mail petugas bank yang melakukannya.")
@click.option("--profile", type=ProfileOption(saved=True), help="Bentuk tabel bank ini.")
def import_(
    file: Path,
    bank: str,
    applies: bool,  # noqa: FBT001
    email: str | None,
    profile: str | None,
) -> Document:
    """Terima berkas bank: baris baru disimpan, yang sama dilewati, yang lain ditolak."""
    data = read_limited(file)
    with without_collecting(), running_app():
        from savings_app.db import get_session, transaction  # noqa: PLC0415
        from savings_app.reconciliation.actions.portions import is_large  # noqa: PLC0415
        from savings_app.reconciliation.queries.profiles import (  # noqa: PLC0415
            list_live_profiles,
        )

        session = get_session()
        bank_id = bank_named(session, bank)
        found = read_bank_file(
            data,
            name=file.name,
            known=list_live_profiles(session, bank_id=bank_id),
            chosen=find_profile(session, bank_id=bank_id, value=profile),
        )
        if applies and is_large(sum(len(section.lines) for section in found.sections)):
            return _apply_portions(bank_id, data, found, email)
        if applies:
            with transaction() as session:
                done = _apply(session, bank_id, data, found, email)
        else:
            done = _preview(session, bank_id, data, found, email)
    return {
        "in": done.rows_in,
        "new": done.new,
        "changed": 0,
        "same": done.same,
        "refused": done.refused,
        "problems": problems_shown(done.problems),
    }


def _apply(
    session: Session, bank_id: UUID, data: bytes, found: BankFile, email: str | None
) -> Assessment:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.reconciliation.actions.files import import_file  # noqa: PLC0415

    _file, done = import_file(
        session,
        actor=actor_named(session, email) if email else None,
        bank_id=bank_id,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        found=found,
        now=clock.now_utc(),
    )
    return done


def _apply_portions(bank_id: UUID, data: bytes, found: BankFile, email: str | None) -> Document:
    """A large file, portion by portion; given again after a kill it goes on."""
    from savings_app import clock  # noqa: PLC0415
    from savings_app.db import transaction  # noqa: PLC0415
    from savings_app.reconciliation.actions.portions import begin_import, cut  # noqa: PLC0415
    from savings_app.tasks.bank_files import write_portions  # noqa: PLC0415

    with transaction() as session:
        file = begin_import(
            session,
            actor=actor_named(session, email) if email else None,
            bank_id=bank_id,
            sha256=sha256(data).hexdigest(),
            size=len(data),
            found=found,
            now=clock.now_utc(),
        )
    count = len(cut(found))
    # Beside the document: people watch it, and a programme reads the standard output.
    with click.progressbar(length=count, label=_("Menulis"), file=sys.stderr) as bar:
        bar.update(file.portions_done)
        done = write_portions(file.id, found, told=lambda _done, _all: bar.update(1))
    return {
        "in": done.rows_in,
        "new": done.rows_new,
        "changed": 0,
        "same": done.rows_same,
        "refused": done.rows_refused,
        "problems": done.problems,
    }


def _preview(
    session: Session, bank_id: UUID, data: bytes, found: BankFile, email: str | None
) -> Assessment:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.reconciliation.queries.files import (  # noqa: PLC0415
        assess_file,
        check_may_hand_in,
        check_unseen,
    )

    actor = actor_named(session, email) if email else None
    check_may_hand_in(session, actor=actor, bank_id=bank_id, today=clock.today())
    check_unseen(session, bank_id=bank_id, sha256=sha256(data).hexdigest())
    done = assess_file(session, bank_id=bank_id, found=found)
    if done.stops:
        raise BankFileNotBalanced(problems=done.problems)
    return done
