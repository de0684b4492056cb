"""Voices for pages and lessons: what there is and what is missing, put there, heard, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField, HiddenField

from savings_app import clock, storage
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.literacy.lessons import Lesson, find_lesson
from savings_app.recordings.actions import NewRecording, add_recording, withdraw_recording
from savings_app.recordings.kinds import (
    PlaceKind,
    RecordingLanguage,
    Spoken,
    kind_of,
    places,
    slug_of,
)
from savings_app.recordings.queries import (
    SORTING,
    PlaceFilter,
    PlaceRow,
    list_history,
    list_places,
    mark_of,
)
from savings_app.recordings.rules import RecordingMissing, clean_recording
from savings_app.storage import FileEmpty, FileKind
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import Form, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.web.voices import language_named, sound
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.language import current_language

bp = Blueprint("recordings", __name__, url_prefix="/recordings")
ONE = "/<recording_place>/<recording_language>"
# An oversized file is read as far as this, to say how large it is.
MOST_READ = 1_000_000


def place_words(place: str) -> str:
    """What staff call a place: a page of the family, or a lesson by its title."""
    lesson = _lesson_of(place)
    return label("recording_place", place) if lesson is None else lesson.title


def _lesson_of(place: str) -> Lesson | None:
    slug = slug_of(place)
    return None if slug is None else find_lesson(slug, language=current_language())


def _seconds(row: PlaceRow) -> int | None:
    return round(row.found.recording.milliseconds / 1000) if row.found else None


def _state(row: PlaceRow) -> str:
    seconds = _seconds(row)
    there = label("spoken", row.spoken)
    return there if seconds is None else f"{there} · {gettext('%(count)s detik', count=seconds)}"


LISTING: Listing[PlaceRow] = Listing(
    name="rekaman",
    endpoint="government.recordings.index",
    export="government.recordings.export",
    sorting=SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Tempat"),
            lambda row: (
                place_words(row.place),
                url_for(
                    "government.recordings.show",
                    recording_place=row.place,
                    recording_language=row.language.value,
                ),
            ),
            sort="place",
            under=lambda row: label("place_kind", kind_of(row.place)),
            under_heading=_("Jenis"),
        ),
        Column(_("Bahasa"), lambda row: label("recording_language", row.language), sort="language"),
        Column(_("Rekaman"), _state, taken=lambda row: label("spoken", row.spoken)),
        Column(_("Diucapkan oleh"), lambda row: row.found.recording.spoken_by if row.found else ""),
        day_column(
            _("Diucapkan pada"),
            lambda row: row.found.recording.spoken_on if row.found else None,
            sort="spoken",
        ),
        Column(_("Diunggah oleh"), lambda row: row.found.uploaded_by if row.found else ""),
    ),
)


class PlaceFilterForm(FilterForm[PlaceFilter]):
    language = KindFilter(_("Bahasa"), RecordingLanguage, group="recording_language")
    kind = KindFilter(_("Jenis"), PlaceKind, group="place_kind")
    spoken = KindFilter(_("Rekaman"), Spoken, group="spoken")

    def wanted(self) -> PlaceFilter:
        return PlaceFilter(
            language=self.language.chosen, kind=self.kind.chosen, spoken=self.spoken.chosen
        )


class RecordingForm(Form):
    seen = HiddenField()  # which one stood there as the page was opened
    file = FileField(_("Rekaman"))
    spoken_by = TextField(_("Siapa yang berbicara"), [Filled(_("Tulis namanya.")), longest(80)])
    spoken_on = DateField(_("Tanggal diucapkan"), [Filled(_("Tulis tanggalnya."))])
    keeps_quiet = BooleanField(
        _("Sudah saya dengarkan: tidak ada nama, nomor, jumlah uang, atau kisah keluarga mana pun"),
        [required(_("Dengarkan dulu rekamannya, lalu centang."))],
    )

    def clean(self) -> tuple[bytes, int]:
        """The file as it may be kept, and its length in milliseconds.

        Raises:
            RecordingMissing, FileEmpty, and what `clean_recording` refuses.
        """
        if not self.file.data:
            raise RecordingMissing
        with closing(self.file.data) as sent:
            data = sent.stream.read(MOST_READ)
        if not data:
            raise FileEmpty
        return clean_recording(data)


class WithdrawForm(Form):
    reason = TextField(
        _("Mengapa ditarik"),
        [required(_("Tulis alasannya, misalnya kalimatnya sudah berubah.")), longest(200)],
    )


@bp.post("/")
@requires(Permission.CASE_READ)
def search() -> ResponseReturnValue:
    return LISTING.search(PlaceFilterForm())


@bp.get("/")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    form = PlaceFilterForm(LISTING.sent())
    return render_template(
        "government/recordings.html",
        form=form,
        shown=LISTING.page(LISTING.slice(_rows(form))),
        is_filtered=form.narrows(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.CASE_READ)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _rows(PlaceFilterForm(LISTING.sent())))


def _rows(form: PlaceFilterForm) -> Sequence[PlaceRow]:
    return list_places(get_session(), wanted=form.wanted(), order=LISTING.order())


@bp.get(ONE)
@requires(Permission.CASE_READ)
def show(recording_place: str, recording_language: str) -> ResponseReturnValue:
    """The one families hear now, and those before it."""
    return render_template(
        "government/recording.html", **_about(recording_place, recording_language)
    )


@bp.get(f"{ONE}.ogg")
@requires(Permission.CASE_READ)
def listen(recording_place: str, recording_language: str) -> ResponseReturnValue:
    return sound(recording_place, recording_language)


@bp.route(f"{ONE}/upload", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def upload(recording_place: str, recording_language: str) -> ResponseReturnValue:
    """A new one, beside the words that are to be read."""
    about = _about(recording_place, recording_language)
    live = about["live"]
    form = RecordingForm.of_request(seen=live.recording.sha256 if live else "")
    status = 200
    if form.submitted():
        try:
            _save(recording_place, language_named(recording_language), form)
        except Conflict as conflict:
            about = _about(recording_place, recording_language)
            live = about["live"]
            form.seen.data = live.recording.sha256 if live else ""
            form.show(conflict)
            status = 409
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Rekaman disimpan. Dengarkan sekali lagi: begini keluarga mendengarnya."))
            return redirect(_address(recording_place, recording_language), 303)
    page = render_template(
        "government/recording_upload.html", form=form, lesson=_lesson_of(recording_place), **about
    )
    return page, status


def _save(place: str, language: RecordingLanguage, form: RecordingForm) -> None:
    """The bytes first, outside the transaction; afterwards only those a row names are left."""
    assert form.spoken_on.data is not None  # noqa: S101  # `Filled` saw it
    clean, milliseconds = form.clean()
    stored = storage.store(FileKind.RECORDING, clean)
    unneeded: UUID | None = stored.name
    try:
        with transaction() as session:
            kept, replaced = add_recording(
                session,
                actor=g.actor,
                new=NewRecording(
                    place=place,
                    language=language,
                    stored=stored,
                    milliseconds=milliseconds,
                    spoken_by=form.spoken_by.data or "",
                    spoken_on=form.spoken_on.data,
                ),
                seen=form.seen.data or "",
                today=clock.today(),
                now=clock.now_utc(),
            )
            is_new = kept.stored_name == stored.name
        unneeded = replaced if is_new else stored.name
    finally:
        if unneeded is not None:
            storage.discard(FileKind.RECORDING, unneeded)


@bp.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def withdraw(recording_place: str, recording_language: str) -> ResponseReturnValue:
    """Families hear it no more, from the next page on; its bytes go."""
    about = _about(recording_place, recording_language)
    if about["live"] is None:
        raise NotFound
    form = WithdrawForm.of_request()
    if form.submitted():
        with transaction() as session:
            gone = withdraw_recording(
                session,
                actor=g.actor,
                place=recording_place,
                language=language_named(recording_language),
                reason=form.reason.data or "",
                now=clock.now_utc(),
            )
        storage.discard(FileKind.RECORDING, gone)
        flash(gettext("Ditarik. Keluarga tidak mendengarnya lagi."))
        return redirect(_address(recording_place, recording_language), 303)
    return render_template("government/recording_withdraw.html", form=form, **about)


def _about(place: str, language: str) -> dict[str, Any]:
    """
    Raises:
        NotFound: no such place, or no such language.
    """
    spoken = language_named(language)
    if place not in places():
        raise NotFound
    history = list_history(get_session(), place=place, language=spoken)
    live = next((one for one in history if one.recording.ended_at is None), None)
    address = url_for(
        ".listen",
        recording_place=place,
        recording_language=language,
        v=mark_of(live.recording) if live else "",
    )
    return {
        "place": place,
        "place_words": place_words(place),
        "language": spoken,
        "live": live,
        "seconds": round(live.recording.milliseconds / 1000) if live else 0,
        "past": [one for one in history if one.recording.ended_at is not None],
        "address": address,
    }


def _address(place: str, language: str) -> str:
    return url_for(".show", recording_place=place, recording_language=language)
