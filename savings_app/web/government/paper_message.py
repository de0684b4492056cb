"""A message to the family or the kantor desa about the papers, for a phone that is shared.

It is made of kinds of papers, days and the number of the case, and of nothing else: no name, no
NIK, no amount, and no word of a death.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.actions.papers import ask_papers
from savings_app.cases.kinds import BringsIt, PaperKind, PaperState
from savings_app.cases.queries.cases import get_case, list_papers
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_long
from savings_app.words.labels import label

bp = Blueprint("paper_message", __name__, url_prefix="/cases/<uuid:case_id>/message")
# The kantor desa can help with what the civil registry issues.
OF_THE_VILLAGE = (BringsIt.VILLAGE, BringsIt.CIVIL_REGISTRY)


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper that is asked for, and by when."""

    kind: PaperKind
    by: date | None


class AskForm(Form):
    by = DateField(_("Ditunggu paling lambat"), [Filled(_("Tulis tanggalnya."))])


def message(greeting: str, number: str, asked: Sequence[Asked]) -> str:
    """The text to be sent: `greeting` says to whom, `number` is that of the case."""
    days = {one.by for one in asked}
    day = days.pop() if len(days) == 1 else None
    please = gettext("Mohon disiapkan dan dibawa ke kantor Dinas:")
    if day is not None:
        please = gettext(
            "Mohon disiapkan dan dibawa ke kantor Dinas, paling lambat %(day)s:", day=date_long(day)
        )
    lines = [_line(one, told=day is not None) for one in asked]
    return "\n".join(
        (
            gettext("Dari Dinas Nakerkum Kabupaten Bone Bolango."),
            greeting,
            gettext("Nomor urusan: %(number)s", number=number),
            "",
            please,
            *lines,
            "",
            gettext(
                "Di Dinas semuanya tanpa biaya. Bila ada yang sulit didapat, beri tahu kami; kami "
                "membantu."
            ),
            gettext(
                "Kami tidak pernah meminta uang, kartu, atau PIN. Bila pesan ini salah alamat, "
                "mohon dihapus."
            ),
        )
    )


def _line(one: Asked, *, told: bool) -> str:
    name = label("paper_in_message", one.kind)
    if told or one.by is None:
        return f"- {name}"
    return gettext("- %(paper)s, paling lambat %(day)s", paper=name, day=date_long(one.by))


def _messages(number: str, papers: Sequence[Any]) -> list[dict[str, str]]:
    """One for each side that has something to bring."""
    missing = [paper for paper in papers if paper.state is PaperState.MISSING]
    sides = (
        (
            "family",
            gettext("Untuk keluarga"),
            gettext("Untuk keluarga yang sudah bertemu petugas kami."),
            (BringsIt.FAMILY,),
        ),
        (
            "village",
            gettext("Untuk kantor desa"),
            gettext("Untuk Kepala Desa: mohon bantuan untuk keluarga yang sudah kita bicarakan."),
            OF_THE_VILLAGE,
        ),
    )
    found = []
    for code, heading, greeting, brings in sides:
        asked = [Asked(p.kind, p.follow_up_on) for p in missing if p.brings in brings]
        if asked:
            text = message(greeting, number, asked)
            found.append({"code": code, "heading": heading, "text": text})
    return found


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def show(case_id: UUID) -> ResponseReturnValue:
    """The texts, and one day for all that is still missing."""
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    form = AskForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                ask_papers(
                    session,
                    actor=g.actor,
                    case_id=case_id,
                    by=form.by.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Tanggalnya masuk ke dalam pesan."))
            return redirect(url_for(".show", case_id=case_id), 303)
    papers = list_papers(get_session(), case_id=case_id)
    return render_template(
        "government/paper_message.html",
        form=form,
        case=case,
        messages=_messages(case.number, papers),
    )


@bp.get("/print")
@requires(Permission.CASE_EDIT)
def on_paper(case_id: UUID) -> ResponseReturnValue:
    """The same texts for who has no phone."""
    case = get_case(get_session(), actor=g.actor, case_id=case_id)
    papers = list_papers(get_session(), case_id=case_id)
    return render_template(
        "government/paper_message_print.html",
        case=case,
        messages=_messages(case.number, papers),
    )
