"""What the pages of every event in a desa have alike: its day, its families, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.db import transaction
from savings_app.errors import Conflict, DomainError, NotFound
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.forms import Form, VersionedForm, longest, required
from savings_app.web.listing import Column
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.cases.models import Case


class HeldForm(VersionedForm):
    """It took place; each kind of event asks for more."""

    on = DateField(_("Tanggal terlaksana"), [Filled(_("Tulis tanggal terlaksananya."))])


class CancelForm(VersionedForm):
    reason = TextField(_("Mengapa dibatalkan?"), [required(_("Tulis alasannya.")), longest(300)])


def event_columns(endpoint: str, argument: str) -> tuple[Column[Any], ...]:
    """When and where: `day`, `village`, `place`. The day leads to `endpoint`, by its `argument`."""
    return (
        Column(
            _("Tanggal"),
            lambda row: (date_short(row.day), url_for(endpoint, **{argument: row.id})),
            taken=lambda row: row.day,
            sort="day",
        ),
        Column(_("Desa, kecamatan"), lambda row: row.village, sort="place"),
        Column(_("Tempat"), lambda row: row.place),
    )


def family_choices(cases: Iterable[Case]) -> list[tuple[str, str]]:
    """Families to tick, by the number of the case and whose it is."""
    return [(str(case.id), f"{case.number} · {case.full_name}") for case in cases]


def ticked(values: Iterable[str] | None) -> list[UUID]:
    """The ids that were ticked; what is none did not come from our page."""
    found = []
    for text in values or ():
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def done(form: Form, act: Callable[[Session], str], said: str) -> ResponseReturnValue | None:
    """Do what was sent: `act` says the address of the way on, which is answered, and `said` there.

    None where the form is to be shown, with what was refused. What is not there, or was changed
    meanwhile, has its own page.
    """
    if not form.submitted():
        return None
    try:
        with transaction() as session:
            address = act(session)
    except (NotFound, Conflict):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return None
    flash(said)
    return redirect(address, 303)


def cancel_page(
    template: str, view: Any, cancel: Callable[..., object], *, then: str, said: str
) -> ResponseReturnValue:
    """Ask why the event of `view` will not take place, and let `cancel` do it."""
    form = CancelForm.of_request(version=view.event.version)

    def act(session: Session) -> str:
        reason, seen = form.reason.data, form.seen_version()
        cancel(session, actor=g.actor, reason=reason, seen_version=seen, now=clock.now_utc())
        return then

    return done(form, act, said) or render_template(template, form=form, view=view)
