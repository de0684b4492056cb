"""What banks told of a recipient's savings, as far as the recipient agrees (consent 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.actors import Permission
from savings_app.cases.queries.cases import get_case, get_recipient
from savings_app.cases.queries.money import get_account
from savings_app.consents.queries import may_staff_see_bank
from savings_app.db import get_session, transaction
from savings_app.deposits.actions import ask_for_day
from savings_app.deposits.kinds import PledgeKind
from savings_app.deposits.queries import PledgeProgress, get_progress
from savings_app.deposits.queries.account_words import AccountSaid, list_said
from savings_app.deposits.queries.photos import list_photos
from savings_app.deposits.sleep_rules import sleep_law, sleep_of
from savings_app.errors import DomainError, NotFound
from savings_app.reconciliation.queries.estimates import list_estimates_of
from savings_app.reconciliation.queries.movements import AccountMovement, list_last_movements
from savings_app.web.estimate_table import headings, product_words, rows_of
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import Form
from savings_app.web.guards import requires
from savings_app.web.passbook_photos import photo_response
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.bank_answers import answer_words, lines_words, sure_amount
from savings_app.words.formats import date_long, date_short, rupiah
from savings_app.words.labels import label

bp = Blueprint("savings", __name__, url_prefix="/savings")


class AskForm(Form):
    on = DateField(_("Tanggal yang ditanyakan kepada bank"), [Filled(_("Tulis harinya."))])


@bp.get("/<uuid:recipient_id>")
@requires(Permission.CASE_READ)
def show(recipient_id: UUID) -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    progress = get_progress(session, actor=g.actor, recipient_id=recipient_id, today=today)
    moved = list_last_movements(session, actor=g.actor, recipient_id=recipient_id)
    said = list_said(session, actor=g.actor, recipient_id=recipient_id, today=today)
    return render_template(
        "government/savings.html",
        case=get_case(session, actor=g.actor, case_id=recipient.case_id),
        recipient=recipient,
        progress=progress,
        photos=[
            [
                f"{one.bank_name} {one.number}",
                date_long(one.shows_on),
                gettext("didampingi") if one.assisted else gettext("sendiri"),
                gettext("dihapus keluarga")
                if one.removed_at
                else (gettext("Buka (dicatat)"), url_for(".photo", photo_id=one.id)),
            ]
            for one in list_photos(session, actor=g.actor, recipient_id=recipient_id)
        ],
        pledges=[_pledge_row(pledge) for pledge in progress.pledges],
        accounts=_account_rows(moved, {one.account_id: one for one in said}, today),
    )


@bp.get("/<uuid:recipient_id>/estimates")
@requires(Permission.CASE_READ)
def estimates(recipient_id: UUID) -> ResponseReturnValue:
    """What the accounts may have earned beside what the bank posted, while the family lets us."""
    session, today = get_session(), clock.today()
    recipient = get_recipient(session, actor=g.actor, recipient_id=recipient_id)
    found = list_estimates_of(session, actor=g.actor, recipient_id=recipient_id, today=today)
    return render_template(
        "government/savings_estimates.html",
        recipient=recipient,
        hidden=not may_staff_see_bank(session, recipient_id=recipient_id, lines=True),
        accounts=[
            {"account": one, "product": product_words(one), "rows": rows_of(one)} for one in found
        ],
        headings=headings(),
    )


@bp.get("/photos/<uuid:photo_id>")
@requires(Permission.CASE_READ)
def photo(photo_id: UUID) -> Response:
    """A photo the family handed in, while it lets staff see it; opening it is recorded."""
    return photo_response(photo_id)


def _pledge_row(pledge: PledgeProgress) -> list[str]:
    """What for, where, the latest word, and how we know it."""
    news = pledge.last_known
    if pledge.kind is PledgeKind.PAID_IN:
        told = lines_words(
            on=pledge.lines[-1].on if pledge.lines else None,
            confirmed=pledge.confirmed,
            amount=pledge.amount,
        )
    elif news is None or news.answer is None or news.asked is None:
        told = answer_words(None, sure=None, on=pledge.made_on, bank=pledge.bank_name)
    else:
        sure = sure_amount(news.answer, asked=news.asked, meant=news.meant)
        told = answer_words(news.answer, sure=sure, on=news.on, bank=news.bank_name)
    whose = f"{pledge.bank_name} {pledge.number}"
    called = pledge.goal or label("pledge", pledge.kind)
    return [
        f"{called}: {rupiah(pledge.amount)}",
        whose,
        told,
        label("evidence", news.source) if news else "",
    ]


def _account_rows(
    moved: Sequence[AccountMovement], said: dict[UUID, AccountSaid], today: date
) -> list[list[object]]:
    """Each account with its last movement and how it stands; the last cell asks the bank."""
    law = sleep_law(today)
    by_id = {one.account_id: one for one in moved}
    rows: list[list[object]] = []
    for account_id in dict.fromkeys([*by_id, *said]):
        known, word = by_id.get(account_id), said.get(account_id)
        one = known or word
        assert one is not None  # noqa: S101  the id comes from one of the two
        sleep = law and sleep_of(
            moved_on=known.last_on if known else None,
            said=word.status if word else None,
            today=today,
            law=law,
        )
        state = label("sleep", sleep) if sleep else gettext("Aktif sejauh yang kami tahu")
        rows.append(
            [
                f"{one.bank_name} {one.number}",
                state if word is None else f"{state} ({date_short(word.on)})",
                date_long(known.last_on) if known else "",
                (gettext("Tanyakan untuk satu hari"), url_for(".ask", account_id=account_id)),
            ]
        )
    return rows


@bp.route("/ask/<uuid:account_id>", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def ask(account_id: UUID) -> ResponseReturnValue:
    """Ask the bank about one day more than it is asked by itself."""
    session = get_session()
    account = get_account(session, actor=g.actor, account_id=account_id)
    recipient = get_recipient(session, actor=g.actor, recipient_id=account.recipient_id)
    form = AskForm.of_request()
    if form.submitted():
        try:
            with transaction() as writing:
                ask_for_day(
                    writing,
                    actor=g.actor,
                    account_id=account_id,
                    on=form.on.data,
                    today=clock.today(),
                    now=clock.now_utc(),
                )
        except NotFound:
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Ditanyakan. Bank menjawabnya di halaman “Masih ada?”."))
            return redirect(url_for(".show", recipient_id=recipient.id), 303)
    return render_template(
        "government/savings_ask.html", form=form, account=account, recipient=recipient
    )
