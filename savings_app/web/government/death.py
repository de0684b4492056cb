"""One death that was heard of: who says so, who it is, what the family was told, what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SearchField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session, transaction
from savings_app.deaths.actions.deciding import (
    answer_family,
    choose_participant,
    join_with,
    mark_line,
    put_aside,
    rule_out_participant,
    take_apart,
    take_up_again,
)
from savings_app.deaths.kinds import DeathState, Told
from savings_app.deaths.queries.candidates import list_doubles
from savings_app.deaths.queries.notices import (
    FoundParticipant,
    get_notice_page,
    search_registry,
)
from savings_app.deaths.queries.scope import get_notice
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.registry.queries import get_coverage
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, VersionedForm, labelled, longest, required
from savings_app.web.government.coverage_answer import answer_sentence
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.refusals import sentence
from savings_app.words.warnings import warning_sentence

bp = Blueprint("death", __name__, url_prefix="/deaths")


class ReasonForm(VersionedForm):
    reason = TextField(_("Alasan"), [Filled(_("Tulis alasannya.")), longest(300)])


class AnswerForm(VersionedForm):
    told = RadioField(
        _("Apa yang disampaikan?"),
        [required(_("Pilih apa yang disampaikan."))],
        coerce=Told,
        choices=labelled("death_told", Told),
    )
    told_to = TextField(_("Kepada siapa"), [Filled(_("Tulis siapa yang dikabari.")), longest(120)])
    answered_on = DateField(_("Kapan"), [Filled(_("Tulis kapan keluarga dikabari."))])
    answer = TextField(_("Catatan"), [Optional(), longest(500)])


class SearchForm(Form):
    q = SearchField(_("Nama, NIK lengkap, atau KPJ lengkap"), [longest(120)])


@bp.get("/<uuid:notice_id>")
@requires(Permission.CASE_READ)
def show(notice_id: UUID) -> ResponseReturnValue:
    session = get_session()
    page = get_notice_page(session, actor=g.actor, notice_id=notice_id)
    waits = page.notice.state is DeathState.NO_CASE
    known = page.notice.match_confirmed and page.participant is not None
    return render_template(
        "government/death.html",
        page=page,
        notice=page.notice,
        waits=waits,
        may_record=g.actor.may(Permission.DEATH_RECORD),
        cover=_cover(page.notice.participant_id, page.notice.died_on) if known else None,
        days=(clock.today() - page.notice.died_on).days,
        doubles=list_doubles(session, notice=page.notice) if waits else (),
    )


def _cover(participant_id: UUID | None, died_on: date) -> dict[str, Any] | None:
    """Covered on the day of death, by whom, for how many months, and the rows behind it."""
    if participant_id is None:
        return None
    coverage = get_coverage(
        get_session(), actor=g.actor, participant_id=participant_id, day=died_on
    )
    return {
        "sentence": answer_sentence(coverage.answer),
        "warnings": [warning_sentence(one) for one in coverage.answer.warnings],
        "answer": coverage.answer,
        "rows": list(reversed(coverage.rows)),
    }


def _decide(notice_id: UUID, done: str, deed: Callable[[Any], Any]) -> ResponseReturnValue:
    """One press of a button on the line's page; a refusal is said there too."""
    try:
        with transaction() as session:
            notice_id = deed(session).id
    except (Conflict, NotFound):
        raise
    except DomainError as refusal:
        flash(sentence(refusal))
    else:
        flash(done)
    return redirect(url_for(".show", notice_id=notice_id), 303)


def _seen() -> int | None:
    """The version the page showed."""
    return VersionedForm(request.form).seen_version()


@bp.post("/<uuid:notice_id>/participant/<uuid:participant_id>")
@requires(Permission.DEATH_RECORD)
def choose(notice_id: UUID, participant_id: UUID) -> ResponseReturnValue:
    """It is this participant, or it is not: the button says which."""
    if request.form.get("answer") == "no":
        return _decide(
            notice_id,
            gettext("Dicatat: bukan orang itu."),
            lambda session: rule_out_participant(
                session,
                actor=g.actor,
                notice_id=notice_id,
                version=_seen(),
                participant_id=participant_id,
                now=clock.now_utc(),
            ),
        )
    return _decide(
        notice_id,
        gettext("Pesertanya sudah dipastikan."),
        lambda session: choose_participant(
            session,
            actor=g.actor,
            notice_id=notice_id,
            version=_seen(),
            participant_id=participant_id,
            now=clock.now_utc(),
        ),
    )


@bp.post("/<uuid:notice_id>/mark")
@requires(Permission.DEATH_RECORD)
def mark(notice_id: UUID) -> ResponseReturnValue:
    """ "Perlu diperiksa" is taken off, or put on again: the button says which."""
    checked = request.form.get("mark") != "on"
    return _decide(
        notice_id,
        gettext("Tandanya dilepas.") if checked else gettext("Ditandai lagi."),
        lambda session: mark_line(
            session,
            actor=g.actor,
            notice_id=notice_id,
            version=_seen(),
            checked=checked,
            now=clock.now_utc(),
        ),
    )


@bp.route("/<uuid:notice_id>/find", methods=["GET", "POST"])
@requires(Permission.DEATH_RECORD)
def find(notice_id: UUID) -> ResponseReturnValue:
    """Search the registry for who it is; a search is sent, never linked."""
    session = get_session()
    notice = get_notice(session, actor=g.actor, notice_id=notice_id)
    form = SearchForm.of_request()
    found: list[FoundParticipant] | None = None
    if form.submitted():
        try:
            found = search_registry(session, actor=g.actor, text=form.q.data or "")
        except DomainError as refusal:
            form.show(refusal)
    return render_template("government/death_find.html", form=form, notice=notice, found=found)


@bp.route("/<uuid:notice_id>/answer", methods=["GET", "POST"])
@requires(Permission.DEATH_RECORD)
def answer(notice_id: UUID) -> ResponseReturnValue:
    """What a caseworker told the family. Nothing is sent to anybody from here."""
    notice = get_notice(get_session(), actor=g.actor, notice_id=notice_id)
    form = AnswerForm.of_request(obj=notice)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                answer_family(
                    session,
                    actor=g.actor,
                    notice_id=notice_id,
                    version=form.seen_version(),
                    told=form.told.data,
                    told_to=form.told_to.data,
                    answer=form.answer.data,
                    answered_on=form.answered_on.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except Conflict as conflict:
            notice = get_notice(get_session(), actor=g.actor, notice_id=notice_id)
            form, status = AnswerForm(obj=notice), 409
            form.show(conflict)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Jawaban kepada keluarga dicatat."))
            return redirect(url_for(".show", notice_id=notice_id), 303)
    return render_template("government/death_answer.html", form=form, notice=notice), status


@bp.route("/<uuid:notice_id>/aside/<any(not_participant, wrong):way>", methods=["GET", "POST"])
@requires(Permission.DEATH_RECORD)
def aside(notice_id: UUID, way: str) -> ResponseReturnValue:
    """`bukan peserta` or `keliru`, with the reason."""
    state = DeathState.WRONG if way == "wrong" else DeathState.NOT_PARTICIPANT
    return _with_reason(
        notice_id,
        state,
        lambda session, form: put_aside(
            session,
            actor=g.actor,
            notice_id=notice_id,
            version=form.seen_version(),
            state=state,
            reason=form.reason.data,
            now=clock.now_utc(),
        ),
    )


@bp.route("/<uuid:notice_id>/again", methods=["GET", "POST"])
@requires(Permission.DEATH_RECORD)
def again(notice_id: UUID) -> ResponseReturnValue:
    """What was put aside waits again."""
    return _with_reason(
        notice_id,
        DeathState.NO_CASE,
        lambda session, form: take_up_again(
            session,
            actor=g.actor,
            notice_id=notice_id,
            version=form.seen_version(),
            reason=form.reason.data,
            now=clock.now_utc(),
        ),
    )


def _with_reason(
    notice_id: UUID, state: DeathState, deed: Callable[[Any, ReasonForm], Any]
) -> ResponseReturnValue:
    notice = get_notice(get_session(), actor=g.actor, notice_id=notice_id)
    form: ReasonForm = ReasonForm.of_request(version=notice.version)
    status = 200
    if form.submitted():
        try:
            with transaction() as session:
                deed(session, form)
        except Conflict as conflict:
            notice = get_notice(get_session(), actor=g.actor, notice_id=notice_id)
            form, status = ReasonForm(obj=notice), 409
            form.show(conflict)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Keputusan dicatat."))
            return redirect(url_for(".show", notice_id=notice_id), 303)
    page = render_template(
        "government/death_reason.html", form=form, notice=notice, state=state.value
    )
    return page, status


@bp.post("/<uuid:notice_id>/join/<uuid:other_id>")
@requires(Permission.DEATH_RECORD)
def join(notice_id: UUID, other_id: UUID) -> ResponseReturnValue:
    return _decide(
        notice_id,
        gettext("Kedua catatan disatukan; semua sumbernya tersimpan."),
        lambda session: join_with(
            session,
            actor=g.actor,
            notice_id=notice_id,
            version=_seen(),
            other_id=other_id,
            now=clock.now_utc(),
        ),
    )


@bp.post("/<uuid:notice_id>/sources/<uuid:report_id>/apart")
@requires(Permission.DEATH_RECORD)
def apart(notice_id: UUID, report_id: UUID) -> ResponseReturnValue:
    return _decide(
        notice_id,
        gettext("Sumber ini menjadi catatan tersendiri."),
        lambda session: take_apart(
            session,
            actor=g.actor,
            notice_id=notice_id,
            report_id=report_id,
            now=clock.now_utc(),
        ),
    )
