"""One run of documents: pause it, go on, try again, stop it, and take what it made along."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.csv_cells import as_text
from savings_app.db import transaction
from savings_app.documents.run_actions import cancel_run, pause_run, resume_run, retry_run
from savings_app.documents.run_output import Leaf, ask_bundle, take_part, take_run
from savings_app.errors import DomainError, NotFound, NotPermitted
from savings_app.storage import FileDamaged, FileKind
from savings_app.tasks.document_bundles import enqueue_bundle
from savings_app.tasks.document_runs import go_on
from savings_app.web.archive import archive
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words.formats import in_wita
from savings_app.words.labels import label
from savings_app.words.refusals import sentence

bp = Blueprint("document_run", __name__, url_prefix="/document-runs")
INDEX = "daftar.csv"


def _steer(run_id: UUID, act: Callable[..., object], done: str) -> ResponseReturnValue:
    """Do it, say so, and show the run; a refusal is said in its place."""
    try:
        with transaction() as session:
            act(session, actor=g.actor, run_id=run_id, now=clock.now_utc())
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
    else:
        flash(done)
    return redirect(url_for("government.document_runs.show", run_id=run_id), 303)


@bp.post("/<uuid:run_id>/pause")
@requires(Permission.CASE_EDIT)
def pause(run_id: UUID) -> ResponseReturnValue:
    done = gettext("Dijeda. Surat yang sedang dibuat diselesaikan dahulu.")
    return _steer(run_id, pause_run, done)


@bp.post("/<uuid:run_id>/resume")
@requires(Permission.CASE_EDIT)
def resume(run_id: UUID) -> ResponseReturnValue:
    answer = _steer(run_id, resume_run, gettext("Dilanjutkan."))
    go_on(run_id)
    return answer


@bp.post("/<uuid:run_id>/retry")
@requires(Permission.CASE_EDIT)
def retry(run_id: UUID) -> ResponseReturnValue:
    answer = _steer(run_id, retry_run, gettext("Yang gagal dicoba lagi."))
    go_on(run_id)
    return answer


@bp.post("/<uuid:run_id>/cancel")
@requires(Permission.CASE_EDIT)
def cancel(run_id: UUID) -> ResponseReturnValue:
    done = gettext("Dihentikan. Surat yang sudah jadi tetap berlaku dan dapat diunduh.")
    return _steer(run_id, cancel_run, done)


@bp.post("/<uuid:run_id>/bundle")
@requires(Permission.CASE_READ)
def bundle(run_id: UUID) -> ResponseReturnValue:
    """Have the files for a printer put together."""
    answer = _steer(run_id, ask_bundle, gettext("Berkas siap cetak sedang disusun."))
    enqueue_bundle(run_id)
    return answer


@bp.get("/<uuid:run_id>/zip")
@requires(Permission.CASE_READ)
def take(run_id: UUID) -> ResponseReturnValue:
    """Every document this person may see, in one archive, with a list in reading order."""
    now = clock.now_utc()
    try:
        with transaction() as session:
            leaves = take_run(session, actor=g.actor, run_id=run_id, now=now)
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
        return redirect(url_for("government.document_runs.show", run_id=run_id), 303)
    return _download(
        stream_with_context(archive(_files(leaves), at=in_wita(now))),
        "application/zip",
        f"{_name(now)}.zip",
    )


def _files(leaves: Sequence[Leaf]) -> Iterator[tuple[str, bytes]]:
    """One document after the other, and last the list of all, with what is not among them."""
    damaged: set[int] = set()
    for leaf in leaves:
        if leaf.left_out is None and leaf.stored_name and leaf.sha256:
            try:
                data = storage.read(FileKind.DOCUMENT, leaf.stored_name, sha256=leaf.sha256)
            except FileDamaged:
                damaged.add(leaf.position)
                continue
            yield leaf.path, data
    yield INDEX, _index(leaves, damaged)


def _index(leaves: Sequence[Leaf], damaged: set[int]) -> bytes:
    """The list, as spreadsheets of this country open it: no name of a person stands in it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    heads = [
        gettext("Urutan"),
        gettext("Kecamatan"),
        gettext("Desa"),
        gettext("Nomor penerima"),
        gettext("Nomor surat"),
        gettext("Berkas"),
        gettext("Mengapa tidak ada"),
    ]
    writer.writerow(heads)
    for leaf in leaves:
        why = label("left_out", leaf.left_out) if leaf.left_out else ""
        if leaf.position in damaged:
            why = gettext("Berkasnya rusak; laporkan")
        cells = [leaf.district, leaf.village, leaf.recipient_number, leaf.number or ""]
        place = "" if why else leaf.path
        writer.writerow([leaf.position, *(as_text(one) for one in cells), place, why])
    return text.getvalue().encode("utf-8-sig")


@bp.get("/<uuid:run_id>/parts/<int:part_number>")
@requires(Permission.CASE_READ)
def part(run_id: UUID, part_number: int) -> ResponseReturnValue:
    """One file for the printer, while every document in it may still be seen."""
    now = clock.now_utc()
    try:
        with transaction() as session:
            found = take_part(session, actor=g.actor, run_id=run_id, number=part_number, now=now)
            name, sha256 = found.stored_name, found.sha256
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
        return redirect(url_for("government.document_runs.show", run_id=run_id), 303)
    data = storage.read(FileKind.DOCUMENT, name, sha256=sha256)
    return _download(data, "application/pdf", f"{_name(now)}-{part_number}.pdf")


def _name(now: datetime) -> str:
    """Of a download: a day and nothing else."""
    return f"{gettext('cetak-massal')}-{in_wita(now).date().isoformat()}"


def _download(data: bytes | Iterator[bytes], mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, mimetype=mimetype, headers=headers)
