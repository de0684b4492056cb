"""Lembar klaim: what the form of BPJS asks about one recipient, in its order, ready to copy.

It shows full numbers, so opening it is recorded.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO
from uuid import UUID

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.cases.actions.claim_sheet import note_sheet_opened, note_sheet_taken
from savings_app.cases.claim_rules import (
    ClaimFacts,
    LetterDifference,
    claim_warnings,
    letter_differences,
)
from savings_app.cases.heir_rules import other_tiers
from savings_app.cases.paper_rules import PaperFileGone, file_name
from savings_app.cases.people_rules import is_minor
from savings_app.cases.queries.claim_sheet import ClaimSheet, get_claim_sheet
from savings_app.consents.kinds import ConsentKind
from savings_app.consents.queries import list_live_recipients
from savings_app.db import get_session, transaction
from savings_app.identifiers import Identifier
from savings_app.storage import FileDamaged, FileKind
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.labels import label
from savings_app.words.warnings import warning_sentence

CHUNK = 64 * 1024

bp = Blueprint("claim_sheet", __name__, url_prefix="/claim-sheets")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the form: what it asks, and the value to copy (empty: not known)."""

    asks: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the form."""

    heading: str
    lines: Sequence[Line]


@bp.get("/<uuid:recipient_id>")
@requires(Permission.CASE_EDIT)
def show(recipient_id: UUID) -> ResponseReturnValue:
    with transaction() as session:
        note_sheet_opened(session, actor=g.actor, recipient_id=recipient_id, now=clock.now_utc())
    sheet = get_claim_sheet(get_session(), actor=g.actor, recipient_id=recipient_id)
    return render_template(
        "government/claim_sheet.html",
        sheet=sheet,
        parts=parts_of(sheet),
        warnings=_warnings(sheet),
        differences=_differences(sheet),
    )


@bp.get("/<uuid:recipient_id>/zip")
@requires(Permission.CASE_EDIT)
def take(recipient_id: UUID) -> ResponseReturnValue:
    """Every file in the order of the form, and the sheet as text; built on disk, then sent."""
    with transaction() as session:
        sheet = note_sheet_taken(
            session, actor=g.actor, recipient_id=recipient_id, now=clock.now_utc()
        )
    bundle = tempfile.TemporaryFile()  # noqa: SIM115  closed when it was sent
    try:
        _fill(bundle, sheet)
    except FileDamaged as damaged:
        bundle.close()
        raise PaperFileGone from damaged
    size = bundle.tell()
    name = f"berkas-klaim-{sheet.case.number}-{sheet.recipient.position}.zip"
    return Response(
        _chunks(bundle),
        mimetype="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(size),
            "Cache-Control": "no-store",
        },
    )


def _chunks(bundle: IO[bytes]) -> Iterator[bytes]:
    with bundle:
        bundle.seek(0)
        while chunk := bundle.read(CHUNK):
            yield chunk


def _fill(bundle: IO[bytes], sheet: ClaimSheet) -> None:
    """One file in memory at a time; photos and PDFs do not get smaller by packing."""
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("00-lembar-klaim.txt", as_text(parts_of(sheet)))
        for position, one in enumerate(sheet.papers, 1):
            for number, row in enumerate(one.files, 1):
                name = file_name(
                    one.paper.kind,
                    position=position,
                    type_=row.file.type,
                    number=number if len(one.files) > 1 else 0,
                )
                data = storage.read(FileKind.PAPER, row.file.stored_name, sha256=row.file.sha256)
                archive.writestr(name, data)


def as_text(parts: Sequence[Part]) -> str:
    """The sheet as plain lines."""
    blocks = []
    for part in parts:
        lines = [f"{line.asks}: {line.value or '-'}" for line in part.lines]
        blocks.append("\n".join((part.heading.upper(), *lines)))
    return "\n\n".join(blocks) + "\n"


def _day(day: date | None) -> str:
    """As the form wants it typed: 17/08/1970."""
    return f"{day:%d/%m/%Y}" if day else ""


def _full(number: Identifier | None) -> str:
    return number.full if number else ""


def parts_of(sheet: ClaimSheet) -> list[Part]:
    """The form's pages in its order: relation, heir, worker, children, attachments."""
    return [
        Part(
            gettext("1. Program dan hubungan"),
            [
                Line(gettext("Program"), label("programme", sheet.case.programme)),
                Line(gettext("Hubungan"), label("relation", sheet.recipient.relation)),
            ],
        ),
        Part(gettext("2. Ahli waris"), _heir_lines(sheet)),
        Part(gettext("3. Tenaga kerja"), _worker_lines(sheet)),
        *_children_part(sheet),
    ]


def _heir_lines(sheet: ClaimSheet) -> list[Line]:
    heir, row = sheet.recipient, sheet.account
    lines = [
        Line(gettext("Nama lengkap"), heir.full_name),
        Line(gettext("NIK"), _full(heir.nik)),
        Line(gettext("Tanggal lahir"), _day(heir.born_on)),
        Line(gettext("Telepon"), heir.phone or ""),
        Line(gettext("Bank"), row.bank.name if row else ""),
        Line(gettext("Nomor rekening"), _full(row.account.number) if row else ""),
        Line(gettext("Nama di buku tabungan"), row.account.holder_name if row else ""),
    ]
    if heir.guardian_name:
        lines += [
            Line(gettext("Nama wali"), heir.guardian_name),
            Line(gettext("NIK wali"), _full(heir.guardian_nik)),
            Line(gettext("Bukti perwalian"), heir.guardian_proof or ""),
        ]
    return lines


def _worker_lines(sheet: ClaimSheet) -> list[Line]:
    case, person = sheet.case, sheet.participant
    lines = [
        Line(gettext("Nama lengkap"), case.full_name),
        Line(gettext("NIK"), _full(case.nik)),
        Line(gettext("KPJ"), _full(case.kpj)),
        Line(gettext("Tanggal lahir"), _day(person.born_on)),
        Line(gettext("Tanggal meninggal"), _day(case.died_on)),
    ]
    known = (
        (gettext("Tempat meninggal"), case.died_at_place or ""),
        (gettext("Nomor akta kematian"), case.certificate_number or ""),
        (gettext("Tanggal akta kematian"), _day(case.certificate_on)),
    )
    return [*lines, *(Line(asks, value) for asks, value in known if value)]


def _children_part(sheet: ClaimSheet) -> list[Part]:
    """Always there, so that the sheet is numbered as the form is."""
    if not sheet.children:
        return [Part(gettext("4. Anak"), [Line(gettext("Anak"), "")])]
    lines = []
    for number, child in enumerate(sheet.children, 1):
        lines += [
            Line(gettext("Nama anak %(number)s", number=number), child.full_name),
            Line(gettext("NIK anak %(number)s", number=number), _full(child.nik)),
            Line(gettext("Tanggal lahir anak %(number)s", number=number), _day(child.born_on)),
        ]
        if child.school_level:
            level = label("school_level", child.school_level)
            lines.append(Line(gettext("Jenjang sekolah anak %(number)s", number=number), level))
    return [Part(gettext("4. Anak"), lines)]


def _warnings(sheet: ClaimSheet) -> list[str]:
    """To look at once more; a person decides."""
    heir = sheet.recipient
    consented = list_live_recipients(
        get_session(), case_id=sheet.case.id, kind=ConsentKind.CLAIM_HELP
    )
    facts = ClaimFacts(
        recipient=heir.full_name,
        holder=sheet.account.account.holder_name if sheet.account else None,
        is_minor=is_minor(heir.born_on, clock.today()),
        guardian=heir.guardian_name,
        guardian_until=heir.guardian_until,
        missing_papers=sheet.missing_papers,
        disputed=sheet.case.disputed,
        has_consent=heir.id in consented,
        has_card_number=sheet.case.kpj is not None,
    )
    found = [*claim_warnings(facts, today=clock.today()), *other_tiers(sheet.tier, [heir])]
    return [warning_sentence(one) for one in found]


def _differences(sheet: ClaimSheet) -> list[str]:
    """Where the two names differ, letter by letter, for who compares passbook and KTP."""
    if sheet.account is None:
        return []
    found = letter_differences(sheet.recipient.full_name, sheet.account.account.holder_name)
    if found is None:
        return [gettext("Kedua nama itu lain sama sekali, bukan salah satu huruf.")]
    return [_said(one) for one in found]


def _said(one: LetterDifference) -> str:
    if not one.theirs:
        return gettext(
            "Huruf ke-%(at)s: “%(ours)s” ada pada nama penerima, tidak ada di buku tabungan.",
            at=one.at,
            ours=one.ours,
        )
    if not one.ours:
        return gettext(
            "Sebelum huruf ke-%(at)s: di buku tabungan ada “%(theirs)s”.",
            at=one.at,
            theirs=one.theirs,
        )
    return gettext(
        "Huruf ke-%(at)s: nama penerima “%(ours)s”, buku tabungan “%(theirs)s”.",
        at=one.at,
        ours=one.ours,
        theirs=one.theirs,
    )
