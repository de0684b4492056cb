"""The lessons of a session: cards for the leader, questions on paper, and their count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, HiddenField, IntegerField, StringField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.db import get_session
from savings_app.documents.content_session import session_content
from savings_app.documents.rules import DocumentKind
from savings_app.errors import NotFound
from savings_app.literacy.actions import record_answers
from savings_app.literacy.lessons import Lesson, lessons_named
from savings_app.literacy.queries import SessionView, get_session_view
from savings_app.web.fields import AskedByTheRules
from savings_app.web.forms import Form, VersionedForm
from savings_app.web.government.events import done
from savings_app.web.government.office_documents import PrintForm, issue
from savings_app.web.guards import requires
from savings_app.web.voices import players_of_lesson
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.language import current_language

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

bp = Blueprint("learning_cards", __name__, url_prefix="/learning-sessions")

# More than the questions of the most lessons of one session.
MOST_QUESTIONS = 20


class CountForm(Form):
    """A line: one question."""

    key = HiddenField()
    before = IntegerField(_("Benar sebelum belajar"), [AskedByTheRules()])
    after = IntegerField(_("Benar sesudah belajar"), [AskedByTheRules()])


class AnswersForm(VersionedForm):
    answered = IntegerField(_("Berapa orang menjawab"), [AskedByTheRules()])
    counts = StringField(_("Jawaban yang benar"))  # only a place for what is wrong with them
    questions = FieldList(FormField(CountForm), max_entries=MOST_QUESTIONS)

    def by_question(self) -> dict[str, tuple[int | None, int | None]]:
        return {row.key.data or "": (row.before.data, row.after.data) for row in self.questions}


@bp.get("/<uuid:learning_session_id>/cards")
@requires(Permission.CASE_READ)
def show(learning_session_id: UUID) -> ResponseReturnValue:
    """The cards one after another, for the screen or for paper, a card a page."""
    view, lessons = _lessons_of(learning_session_id)
    return render_template(
        "government/learning_cards.html",
        view=view,
        lessons=lessons,
        players={one.slug: players_of_lesson(one.slug) for one in lessons},
    )


@bp.get("/<uuid:learning_session_id>/questions")
@requires(Permission.CASE_READ)
def paper(learning_session_id: UUID) -> ResponseReturnValue:
    """The questions without a name, twice: before and after; the leader's key stands apart."""
    view, lessons = _lessons_of(learning_session_id)
    if not view.questions:
        raise NotFound
    return render_template("government/learning_questions.html", view=view, lessons=lessons)


@bp.post("/<uuid:learning_session_id>/materials")
@requires(Permission.CASE_EDIT)
def materials(learning_session_id: UUID) -> ResponseReturnValue:
    """Cards, questions and key as a numbered PDF, in the language it is asked for."""
    view, _here = _lessons_of(learning_session_id)
    form = PrintForm.of_request()
    if not form.submitted():
        raise NotFound  # only a hand-made request names a language or a sheet there is not
    event = view.event
    content = session_content(
        lessons_named(event.lessons, language=form.language.data),
        on=event.held_on or event.planned_on,
        place=event.place,
        village=view.village,
        topic=event.topic,
        leader=view.leader,
    )
    return issue(form.wanted(DocumentKind.SESSION_MATERIALS), content=content, subject_id=event.id)


@bp.route("/<uuid:learning_session_id>/answers", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def answers(learning_session_id: UUID) -> ResponseReturnValue:
    """The sheets are counted and keyed in."""
    view, lessons = _lessons_of(learning_session_id)
    if not view.questions:
        raise NotFound
    asked = {question.key: question for one in lessons for question in one.questions}
    form = AnswersForm.of_request(**_filled(view))

    def act(session: Session) -> str:
        record_answers(
            session,
            actor=g.actor,
            learning_session_id=learning_session_id,
            answered=form.answered.data,
            counts=form.by_question(),
            seen_version=form.seen_version(),
            now=clock.now_utc(),
        )
        return url_for("government.learning_session.show", learning_session_id=learning_session_id)

    return done(form, act, gettext("Jawaban dicatat.")) or render_template(
        "government/learning_answers.html", form=form, view=view, asked=asked
    )


def _lessons_of(learning_session_id: UUID) -> tuple[SessionView, Sequence[Lesson]]:
    """
    Raises:
        NotFound: no such session here, or it names no lesson.
    """
    view = get_session_view(get_session(), actor=g.actor, learning_session_id=learning_session_id)
    lessons = lessons_named(view.event.lessons, language=current_language())
    if not lessons:
        raise NotFound
    return view, lessons


def _filled(view: SessionView) -> dict[str, Any]:
    """What was written before, and a line for every question."""
    known = view.answers
    counts = known.counts if known else {}
    lines = [(question.key, *counts.get(question.key, (None, None))) for question in view.questions]
    return {
        "version": known.version if known else None,
        "answered": known.answered if known else None,
        "questions": [
            {"key": key, "before": before, "after": after} for key, before, after in lines
        ],
    }
