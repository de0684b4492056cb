"""One experiment: its draft, what it could show, its beginning and end, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.access.queries import names_of
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.experiments.actions.writing import (
    change_experiment,
    end_experiment,
    start_experiment,
    write_experiment,
)
from savings_app.experiments.interval_rules import Interval, smallest_effect
from savings_app.experiments.kinds import ExperimentState, Outcome, Topic, Variant
from savings_app.experiments.queries.experiments import get_experiment
from savings_app.experiments.rules import LONGEST, ExperimentPlan, Wording
from savings_app.outbox.kinds import Channel
from savings_app.reminders.kinds import Reason
from savings_app.reminders.rules import Reminder
from savings_app.reminders.wording import reminder_text
from savings_app.reports.queries.experiments import ShownTally, get_results
from savings_app.reports.rules import SMALLEST_SHOWN, Hidden
from savings_app.tasks.reminders import letterhead
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, MoneyForm, VersionedForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import take_along
from savings_app.web.spreadsheet import Cell
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label
from savings_app.words.language import use_language

bp = Blueprint("experiment", __name__, url_prefix="/experiments")

EXAMPLE_TOKEN = "…"  # noqa: S105


class ExperimentFields(Form):
    """What a draft says. Only the approval may wait."""

    name = TextField(_("Nama"), [required(_("Beri nama yang singkat.")), longest(120)])
    question = TextField(
        _("Apa yang ingin diketahui?"), [required(_("Tulis pertanyaannya.")), longest(300)]
    )
    topic = RadioField(
        _("Pengingat yang mana?"),
        [required(_("Pilih salah satu."))],
        choices=labelled("experiment_topic", Topic),
    )
    text_id = TextAreaField(
        _("Kata-kata B, bahasa Indonesia"), [required(_("Tulis kata-katanya.")), longest(LONGEST)]
    )
    text_en = TextAreaField(
        _("Kata-kata B, bahasa Inggris"), [required(_("Tulis kata-katanya.")), longest(LONGEST)]
    )
    other_id = TextAreaField(_("Kata-kata C, bahasa Indonesia"), [Optional(), longest(LONGEST)])
    other_en = TextAreaField(_("Kata-kata C, bahasa Inggris"), [Optional(), longest(LONGEST)])
    outcome = RadioField(
        _("Hasil utama yang dilihat"),
        [required(_("Pilih salah satu."))],
        choices=labelled("experiment_outcome", Outcome),
    )
    families = IntegerField(
        _("Berapa keluarga direncanakan ikut?"), [Filled(_("Tulis jumlahnya."))]
    )
    expected_percent = IntegerField(
        _("Berapa persen yang diperkirakan dengan kata-kata biasa?"),
        [Filled(_("Tulis perkiraannya."))],
    )
    starts_on = DateField(_("Hari pertama"), [Filled(_("Tulis tanggalnya."))])
    ends_on = DateField(_("Hari terakhir"), [Filled(_("Tulis tanggalnya."))])
    ethics_number = TextField(_("Nomor persetujuan etik"), [Optional(), longest(80)])
    ethics_body = TextField(_("Diberikan oleh"), [Optional(), longest(120)])
    ethics_on = DateField(_("Tanggal persetujuan"), [Optional()])

    def plan(self) -> ExperimentPlan:
        others = [Wording(_line(self.text_id.data), _line(self.text_en.data))]
        if _line(self.other_id.data) or _line(self.other_en.data):
            others.append(Wording(_line(self.other_id.data), _line(self.other_en.data)))
        return ExperimentPlan(
            name=self.name.data or "",
            question=self.question.data or "",
            topic=Topic(self.topic.data),
            outcome=Outcome(self.outcome.data),
            others=others,
            families=self.families.data or 0,
            expected_percent=self.expected_percent.data or 0,
            starts_on=self.starts_on.data,  # type: ignore[arg-type]  # filled, see its validator
            ends_on=self.ends_on.data,  # type: ignore[arg-type]
            ethics_number=self.ethics_number.data,
            ethics_body=self.ethics_body.data,
            ethics_on=self.ethics_on.data,
        )


class NewForm(MoneyForm, ExperimentFields):
    """Its request key makes a form that was sent twice one draft."""


class ChangeForm(VersionedForm, ExperimentFields):
    pass


class StartForm(VersionedForm):
    pass


class EndForm(VersionedForm):
    reason = TextField(_("Mengapa diakhiri?"), [required(_("Tulis alasannya.")), longest(300)])


def _line(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EXPERIMENT_RUN)
def new() -> ResponseReturnValue:
    form = NewForm.of_request()

    def write(session: Any) -> UUID:
        return write_experiment(
            session,
            actor=g.actor,
            plan=form.plan(),
            request_key=form.key(),
            now=clock.now_utc(),
        ).id

    said = gettext("Konsep disimpan. Belum ada pesan yang berubah.")
    return _done(form, write, said) or _form_page(form, None)


@bp.get("/<uuid:experiment_id>")
@requires(Permission.OVERVIEW_READ)
def show(experiment_id: UUID) -> ResponseReturnValue:
    return _page(experiment_id, StartForm())


@bp.route("/<uuid:experiment_id>/change", methods=["GET", "POST"])
@requires(Permission.EXPERIMENT_RUN)
def change(experiment_id: UUID) -> ResponseReturnValue:
    one = get_experiment(get_session(), actor=g.actor, experiment_id=experiment_id)
    if one.state is not ExperimentState.DRAFT:
        return redirect(url_for(".show", experiment_id=one.id), 303)
    texts = [text for other in one.others for text in (other.indonesian, other.english)]
    names = ("text_id", "text_en", "other_id", "other_en")
    form = ChangeForm.of_request(obj=one, **dict(zip(names, texts, strict=False)))

    def write(session: Any) -> UUID:
        return change_experiment(
            session,
            actor=g.actor,
            experiment_id=experiment_id,
            plan=form.plan(),
            version=form.seen_version(),
            now=clock.now_utc(),
        ).id

    return _done(form, write, gettext("Konsep diubah.")) or _form_page(form, one)


@bp.post("/<uuid:experiment_id>/start")
@requires(Permission.EXPERIMENT_RUN)
def start(experiment_id: UUID) -> ResponseReturnValue:
    form = StartForm.of_request()

    def begin(session: Any) -> UUID:
        return start_experiment(
            session,
            actor=g.actor,
            experiment_id=experiment_id,
            version=form.seen_version(),
            today=clock.today(),
            now=clock.now_utc(),
        ).id

    said = gettext("Dimulai. Keluarga yang setuju menerima salah satu susunan kata.")
    return _done(form, begin, said) or _page(experiment_id, form)


@bp.route("/<uuid:experiment_id>/end", methods=["GET", "POST"])
@requires(Permission.EXPERIMENT_RUN)
def end(experiment_id: UUID) -> ResponseReturnValue:
    one = get_experiment(get_session(), actor=g.actor, experiment_id=experiment_id)
    form = EndForm.of_request(version=one.version)

    def finish(session: Any) -> UUID:
        return end_experiment(
            session,
            actor=g.actor,
            experiment_id=experiment_id,
            reason=form.reason.data,
            version=form.seen_version(),
            now=clock.now_utc(),
        ).id

    said = gettext("Diakhiri. Semua pengingat memakai kata-kata biasa.")
    return _done(form, finish, said) or render_template(
        "government/experiment_end.html", form=form, one=one
    )


@bp.get("/<uuid:experiment_id>/results.<any(csv, xlsx):file_type>")
@requires(Permission.OVERVIEW_READ)
def results(experiment_id: UUID, file_type: str) -> ResponseReturnValue:
    """The figures of the page, the same numbers hidden."""
    one = get_experiment(get_session(), actor=g.actor, experiment_id=experiment_id)
    arms = get_results(get_session(), experiment=one, today=clock.today())
    return take_along(
        file_type,
        name="hasil-uji-pengingat",
        headings=[
            gettext("Hasil"),
            gettext("Kata-kata"),
            gettext("Keluarga"),
            gettext("Mencabut persetujuan"),
            gettext("Dihitung"),
            gettext("Ya"),
            gettext("Bagian (persen)"),
            gettext("Paling rendah (persen)"),
            gettext("Paling tinggi (persen)"),
            gettext("Beda dengan A (poin)"),
            gettext("Beda paling rendah (poin)"),
            gettext("Beda paling tinggi (poin)"),
            gettext("Bulannya belum lewat"),
            gettext("Belum ada kabar dari bank"),
        ],
        rows=[
            [
                label("experiment_outcome", outcome),
                label("experiment_variant", arm.variant),
                few(arm.families),
                few(arm.left),
                *_cells(arm.tallies[outcome]),
            ]
            for outcome in Outcome
            for arm in arms
        ],
    )


def _cells(tally: ShownTally) -> list[Cell]:
    difference = tally.difference
    return [
        few(tally.counted),
        few(tally.yes),
        *_percents(tally.share, tally.interval),
        *_percents(
            difference.value if difference else None, difference.interval if difference else None
        ),
        few(tally.waiting),
        few(tally.silent),
    ]


def _percents(value: float | None, interval: Interval | None) -> list[Cell]:
    if value is None or interval is None:
        return ["", "", ""]
    return [_tenths(one) for one in (value, interval.low, interval.high)]


def _tenths(share: float) -> str:
    """A share as percent with one decimal, as it is written in Indonesian."""
    return f"{share * 100:.1f}".replace(".", ",")


def few(count: int | Hidden) -> Cell:
    """A count as it is read aloud, where it is hidden."""
    return gettext("kurang dari %(least)s", least=SMALLEST_SHOWN) if count is Hidden.FEW else count


def _done(form: Any, act: Callable[[Any], UUID], said: str) -> ResponseReturnValue | None:
    """The way on once it is done; None where the form is to be shown, with what was refused."""
    if not form.submitted():
        return None
    try:
        with transaction() as session:
            experiment_id = act(session)
    except (NotFound, Conflict):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return None
    flash(said)
    return redirect(url_for(".show", experiment_id=experiment_id), 303)


def _form_page(form: Any, one: Any) -> str:
    return render_template(
        "government/experiment_form.html", form=form, one=one, ordinary=_ordinary()
    )


def _ordinary() -> list[tuple[str, str]]:
    """Each topic and what is said today, as it leaves."""
    return [(label("experiment_topic", topic), _sent(topic, None)) for topic in Topic]


def _sent(topic: Topic, wording: Wording | None, *, language: str = "id") -> str:
    """A message as a telephone shows it, with a goal that is nobody's."""
    with use_language(language):
        reminder = Reminder(Reason(topic.value), "", gettext("sekolah"))
        _subject, text = reminder_text(
            reminder,
            channel=Channel.SMS,
            head=letterhead(),
            token=EXAMPLE_TOKEN,
            wording=wording,
        )
    return text


def _page(experiment_id: UUID, form: Any) -> str:
    session = get_session()
    one = get_experiment(session, actor=g.actor, experiment_id=experiment_id)
    form.version.data = str(one.version)
    effect = smallest_effect(
        families=one.families, variants=len(one.variants), expected=one.expected_percent / 100
    )
    people = {one.written_by, one.changed_by, one.started_by, one.ended_by}
    return render_template(
        "government/experiment.html",
        form=form,
        one=one,
        names=names_of(session, {user_id for user_id in people if user_id}),
        messages=[
            (variant, _sent(one.topic, wording), _sent(one.topic, wording, language="en"))
            for variant in one.variants
            for wording in (one.wording_of(variant),)
        ],
        effect=effect,
        points=None if effect.difference is None else ceil(effect.difference * 100),
        arms=get_results(session, experiment=one, today=clock.today()) if one.started_at else (),
        outcomes=[one.outcome, *(other for other in Outcome if other is not one.outcome)],
        ordinary_variant=Variant.A,
        may_run=g.actor.may(Permission.EXPERIMENT_RUN),
        is_own=g.actor.user_id in {one.written_by, one.changed_by},
        smallest=SMALLEST_SHOWN,
        few=few,
    )
