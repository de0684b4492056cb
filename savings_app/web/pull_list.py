"""Pulls over SNAP as the officer and the desk see them: one list, told the same way to both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.db import get_session, transaction
from savings_app.errors import Conflict, DomainError, NotFound, NotPermitted
from savings_app.snap.actions import retry_failed, retry_pull
from savings_app.snap.kinds import PullState
from savings_app.snap.queries import OUTSTANDING, SORTING, PullFilter, PullRow, get_pull_row
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import VersionedForm
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext, ngettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short, in_wita, moment_long
from savings_app.words.labels import label


class PullFilterForm(FilterForm[PullFilter]):
    state = KindFilter(_("Keadaan"), PullState, group="snap_pull_state")

    def wanted(self) -> PullFilter:
        return PullFilter(state=self.state.chosen)


def pull_listing(place: str, whose: Column[PullRow]) -> Listing[PullRow]:
    """The list at the endpoints below `place`; `whose` is the column of what was asked about."""
    show = f"{place}.show"
    return Listing(
        name="permintaan-mutasi",
        endpoint=f"{place}.index",
        export=f"{place}.export",
        sorting=SORTING.chosen,
        private=(),
        columns=_columns(lambda row: url_for(show, pull_id=row.id), whose),
    )


def pull_page(
    template: str,
    pull_id: UUID,
    whose: Callable[[PullRow], tuple[str, str]],
    form: VersionedForm | None = None,
) -> str:
    """One pull: why it is as it is and what to do. `whose` names what was asked about."""
    row = get_pull_row(get_session(), actor=g.actor, pull_id=pull_id)
    return render_template(
        template,
        row=row,
        form=form or VersionedForm(data={"version": row.version}),
        whose=whose(row),
        days=days(row),
        cause=cause(row),
        remedy=remedy(row),
        can_retry=row.state in OUTSTANDING,
    )


def retry_one(
    template: str, pull_id: UUID, whose: Callable[[PullRow], tuple[str, str]]
) -> ResponseReturnValue:
    """Ask again; a refusal is told on the page itself."""
    form = VersionedForm.of_request()
    try:
        with transaction() as session:
            retry_pull(
                session,
                actor=g.actor,
                pull_id=pull_id,
                seen_version=form.seen_version(),
                now=clock.now_utc(),
            )
    except (Conflict, NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        form.show(refusal)
        return pull_page(template, pull_id, whose, form)
    flash(gettext("Dicoba lagi dalam beberapa menit."))
    return redirect(url_for(".show", pull_id=pull_id), 303)


def retry_every() -> ResponseReturnValue:
    """Ask again whatever failed and this person may see."""
    with transaction() as session:
        count = retry_failed(session, actor=g.actor, now=clock.now_utc())
    flash(ngettext("%(count)s permintaan dicoba lagi.", "%(count)s permintaan dicoba lagi.", count))
    return redirect(url_for(".index"), 303)


def days(row: PullRow) -> str:
    return f"{date_short(row.first_on)} – {date_short(row.last_on)}"


def cause(row: PullRow) -> str:
    """Why it brought nothing, with the bank's own code."""
    if row.cause is None:
        return ""
    words = label("snap_pull_cause", row.cause)
    return f"{words} ({row.last_code})" if row.last_code else words


def remedy(row: PullRow) -> str:
    """What to do about it; nothing while it is tried again by itself."""
    if row.cause is None:
        return ""
    if row.state is PullState.WAITING:
        return gettext("Dicoba lagi sendiri pada %(when)s.", when=moment_long(row.next_try_at))
    return label("snap_pull_remedy", row.cause)


def _columns(
    address: Callable[[PullRow], str], whose: Column[PullRow]
) -> Sequence[Column[PullRow]]:
    return (
        Column(_("Hari"), lambda row: (days(row), address(row)), sort="days"),
        whose,
        Column(
            _("Keadaan"),
            lambda row: label("snap_pull_state", row.state),
            sort="urgency",
            under=cause,
            under_heading=_("Sebab"),
        ),
        Column(_("Yang perlu dilakukan"), remedy),
        Column(_("Baris"), lambda row: row.rows_in, number=True),
        Column(_("Baru"), lambda row: row.rows_new, number=True),
        Column(_("Ditolak"), lambda row: row.rows_refused, number=True),
        Column(_("Ditanyakan"), lambda row: date_short(in_wita(row.asked_at).date()), sort="asked"),
    )
