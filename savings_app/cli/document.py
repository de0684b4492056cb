"""`savings-app document render` and `document verify`: the same documents as on the pages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from savings_app.actors import Actor, Permission, Role
from savings_app.cli.application import actor_named, running_app
from savings_app.cli.output import Day, Document, choice, command
from savings_app.documents.rules import (
    OFFICE_KINDS,
    DocumentKind,
    Period,
    PeriodOnlyOfStatement,
    Sheet,
    Wanted,
)
from savings_app.errors import DomainError, NotFound, NotPermitted, Problem
from savings_app.words import _
from savings_app.words.language import LANGUAGES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.cases.models import Case, Heir
    from savings_app.documents.signature_check import SignatureVerdict


FAMILY_KINDS = [kind.value for kind in DocumentKind if kind not in OFFICE_KINDS]


class FileNotWritable(DomainError):
    """Facts: `path`, `why`."""

    field = "out"


class DocumentNotMade(DomainError):
    """Rendering failed; the number stays with the document. Facts: `number`, `why`."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which document, whose, and in whose name it goes out."""

    actor: Actor
    recipient_id: UUID
    wanted: Wanted


def _render_text(document: Document) -> str:
    return _(
        "%(number)s ditulis ke %(out)s (SHA-256 %(hash)s)",
        number=document["number"],
        out=document["out"],
        hash=document["hash"],
    )


@command(text=_render_text, places={"period": "from"})
@click.option("--case", "number", required=True, help="Nomor santunan, misalnya BB-2026-0001.")
@click.option("--kind", type=click.Choice(FAMILY_KINDS), required=True, help="Jenis dokumen.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Berkas PDF yang ditulis."
)
@click.option(
    "--recipient", type=click.IntRange(1), help="Penerima ke berapa; tanpa ini yang pertama."
)
@click.option("--as", "email", help="Pengguna yang menerbitkan.")
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default=SOURCE_LANGUAGE, help="Bahasa."
)
@click.option("--sheet", type=choice(Sheet), default=Sheet.A4.value, help="Kertas: a4 atau f4.")
@click.option("--from", "first", type=Day(), help="Hari pertama laporan simpanan.")
@click.option("--to", "last", type=Day(), help="Hari terakhirnya; keduanya dihitung.")
def render(
    number: str, kind: str, out: Path, recipient: int | None, email: str | None, **paper: Any
) -> Document:
    """Terbitkan satu dokumen dan tulis PDF-nya ke berkas.

    Tanpa --as dokumen terbit atas nama layanan sendiri, dengan hak seorang kepala bidang di wilayah
    urusan itu; surat akses atas nama petugas yang membuka urusan. Laporan simpanan tetap perlu
    persetujuan penerima. Surat akses baru mengakhiri kode yang lama. Tanpa --from dan --to laporan
    simpanan memuat semua hari sampai hari ini.
    """
    wanted = _wanted(DocumentKind(kind), **paper)
    with running_app(), _writable(out) as file:
        from savings_app.db import get_session  # noqa: PLC0415

        session = get_session()
        case = _case(session, number)
        actor = _actor(session, email, case, DocumentKind(kind))
        heir = _recipient(session, actor, case, recipient)
        named = f"{case.number}-{heir.position}"
        document_id = _issue(Order(actor, heir.id, wanted))
        made = _make(document_id, actor)
        file.write_bytes(made.pop("data"))
    return {**made, "recipient": named, "out": str(out)}


def _wanted(
    kind: DocumentKind, *, language: str, sheet: str, first: date | None, last: date | None
) -> Wanted:
    """What is asked for; one end of a period without the other is a missing option.

    Raises:
        PeriodOnlyOfStatement, PeriodEndsFirst, PeriodNotBegun, PeriodTooLong
    """
    from savings_app import clock  # noqa: PLC0415
    from savings_app.documents.statement_rules import period_of  # noqa: PLC0415

    if first is None and last is None:
        return Wanted(kind, language, Sheet(sheet))
    if kind is not DocumentKind.SAVINGS:
        raise PeriodOnlyOfStatement
    if first is None or last is None:
        missing = "--from" if first is None else "--to"
        raise click.UsageError(_("Pilihan %(name)s belum ada.", name=missing))
    period: Period = period_of(first, last, today=clock.today())
    return Wanted(kind, language, Sheet(sheet), period)


@contextmanager
def _writable(out: Path) -> Iterator[Path]:
    """A file beside `out` that takes its place once it is whole; refused before anything else.

    Raises:
        FileNotWritable
    """
    out = out.resolve()
    try:
        if out.exists() and not out.is_file():
            raise IsADirectoryError(0, _("bukan berkas biasa"))
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=".pdf")
    except OSError as error:
        raise FileNotWritable(path=str(out), why=error.strerror or error) from error
    os.close(descriptor)
    path = Path(name)
    try:
        yield path
        path.replace(out)
    finally:
        path.unlink(missing_ok=True)


def _case(session: Session, number: str) -> Case:
    from savings_app.cases.queries.numbers import find_case_by_number  # noqa: PLC0415

    case = find_case_by_number(session, number=number)
    if case is None:
        what = _("Tidak ada urusan dengan nomor %(number)s.", number=number)
        raise NotFound(problems=[Problem("case", what)])
    return case


def _actor(session: Session, email: str | None, case: Case, kind: DocumentKind) -> Actor:
    if email is not None:
        actor = actor_named(session, email)
        if not actor.may(Permission.CASE_EDIT):
            raise NotPermitted(problems=[Problem("as", _("Peran ini tidak menerbitkan dokumen."))])
        return actor
    system = Actor(role=Role.SUPERVISOR, region=case.region_code)
    # A letter is handed over by a person; the operator has none, so it is the case's own.
    return replace(system, user_id=case.opened_by) if kind is DocumentKind.ACCESS else system


def _recipient(session: Session, actor: Actor, case: Case, position: int | None) -> Heir:
    from savings_app.cases.queries.cases import get_case, list_heirs  # noqa: PLC0415

    get_case(session, actor=actor, case_id=case.id)
    found = [heir for heir in list_heirs(session, case_id=case.id) if heir.is_recipient]
    chosen = [heir for heir in found if position in {None, heir.position}]
    if not chosen:
        what = _("Urusan ini tidak mempunyai penerima itu.")
        raise NotFound(problems=[Problem("recipient", what)])
    return chosen[0]


def _issue(order: Order) -> UUID:
    """Number and content now, as the pages do; an access letter with a new code."""
    from savings_app import clock, db  # noqa: PLC0415
    from savings_app.documents.actions import request_document  # noqa: PLC0415

    code = _new_code() if order.wanted.kind is DocumentKind.ACCESS else None
    with db.transaction() as session:
        now = clock.now_utc()
        letter = None
        if code is not None:
            from savings_app.cases.actions.letters import issue_letter  # noqa: PLC0415

            letter = issue_letter(
                session,
                actor=order.actor,
                recipient_id=order.recipient_id,
                code_hash=code[0],
                code_sealed=code[1],
                reason=_("Dicetak ulang dengan perintah operator"),
                now=now,
            )
        document = request_document(
            session,
            actor=order.actor,
            wanted=order.wanted,
            recipient_id=order.recipient_id,
            today=clock.today(),
            now=now,
            letter=letter,
        )
        return document.id


def _new_code() -> tuple[str, str]:
    """The hash and the sealed text of a new code. Slow, so before the transaction."""
    from savings_app.access.passwords import make_hash  # noqa: PLC0415
    from savings_app.cases.letter_codes import make_code, seal  # noqa: PLC0415
    from savings_app.storage import sealing_key  # noqa: PLC0415

    code = make_code()
    return make_hash(code), seal(code, key=sealing_key())


def _make(document_id: UUID, actor: Actor) -> Document:
    """Render now, here, and take the bytes; those of an access letter leave once."""
    from savings_app import clock, db, storage  # noqa: PLC0415
    from savings_app.cases.letter_codes import unseal_bytes  # noqa: PLC0415
    from savings_app.documents.actions import forget_bytes, note_opened  # noqa: PLC0415
    from savings_app.documents.certificate_queries import check_signature  # noqa: PLC0415
    from savings_app.documents.queries import get_document  # noqa: PLC0415
    from savings_app.tasks.documents import make_document  # noqa: PLC0415

    make_document(document_id)
    document = get_document(db.get_session(), actor=actor, document_id=document_id)
    if document.rendered_at is None:
        raise DocumentNotMade(number=document.number, why=document.failure or "?")
    with db.transaction() as session:
        document = note_opened(session, actor=actor, document_id=document_id, now=clock.now_utc())
        name, stored, sha256 = document.stored_name, document.stored_sha256, document.sha256
        once = document.kind is DocumentKind.ACCESS
        if once:
            forget_bytes(session, document_id=document_id)
    assert name is not None  # noqa: S101  note_opened refuses what has none
    data = storage.read(storage.FileKind.DOCUMENT, name, sha256=stored or "")
    if once:
        data = unseal_bytes(data, key=storage.sealing_key())
        storage.discard(storage.FileKind.DOCUMENT, name)
    return {
        "number": document.number,
        "kind": document.kind.value,
        "hash": sha256,
        "sha256": sha256,
        "signature": _signature(check_signature(db.get_session(), data)),
        "replaced_by": None,
        "data": data,
    }


def _signature(verdict: SignatureVerdict) -> Document:
    signed, revoked = verdict.signed_at, verdict.revoked_at
    return {
        "present": verdict.present,
        "valid": verdict.holds,
        "intact": verdict.intact,
        "covers_file": verdict.covers_file,
        "ours": verdict.ours,
        "sample": verdict.is_sample,
        "subject": verdict.subject,
        "fingerprint": verdict.fingerprint,
        "signed_at": signed.isoformat() if signed else None,
        "revoked_at": revoked.isoformat() if revoked else None,
    }


def _verify_text(document: Document) -> str:
    said = {
        "genuine": _("Asli dan masih berlaku."),
        "changed": _("Nomornya milik layanan ini, tetapi isi berkas sudah diubah."),
        "replaced": _("Asli, tetapi sudah diganti yang lebih baru."),
        "withdrawn": _("Asli, tetapi sudah ditarik."),
        "unknown": _("Bukan dokumen yang diterbitkan layanan ini."),
    }
    lines = [said[document["status"]]]
    if document["number"]:
        lines.append(_("Nomor: %(number)s", number=document["number"]))
    if document["replaced_by"]:
        lines.append(_("Diganti oleh: %(number)s", number=document["replaced_by"]))
    lines.append(_signature_text(document["signature"]))
    return "\n".join(lines)


def _signature_text(signature: Document) -> str:
    if not signature["present"]:
        return _("Tanpa tanda tangan elektronik.")
    if signature["revoked_at"]:
        return _("Ditandatangani dengan kunci kami yang sudah dicabut.")
    if signature["valid"]:
        what = _("Ditandatangani oleh %(subject)s; utuh.", subject=signature["subject"])
        if signature["sample"]:
            return _("%(what)s Sertifikat contoh, bukan sertifikat resmi.", what=what)
        return what
    if signature["intact"] and not signature["ours"]:
        return _("Tanda tangan di dalamnya bukan milik layanan ini.")
    return _("Tanda tangan di dalamnya tidak cocok dengan isi berkas.")


@command(text=_verify_text)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def verify(file: Path) -> Document:
    """Periksa apakah berkas ini dokumen layanan ini, dan masih berlaku."""
    with running_app():
        from savings_app.db import get_session  # noqa: PLC0415
        from savings_app.documents.certificate_queries import check_signature  # noqa: PLC0415
        from savings_app.documents.verification import check_bytes  # noqa: PLC0415
        from savings_app.storage import LARGEST_BYTES, FileKind  # noqa: PLC0415

        # One byte over what any document can be is enough to know that it is none of ours.
        with file.open("rb") as opened:
            data = opened.read(LARGEST_BYTES[FileKind.DOCUMENT] + 1)
        found = check_bytes(get_session(), data)
        verdict = check_signature(get_session(), data)
    return {
        "status": found.status.value,
        "number": found.number,
        "kind": found.kind.value if found.kind else None,
        "issued_at": found.issued_at.isoformat() if found.issued_at else None,
        "hash": found.sha256,
        "sha256": found.sha256,
        "signature": _signature(verdict),
        "replaced_by": found.replaced_by,
    }
