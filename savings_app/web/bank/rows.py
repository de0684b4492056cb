"""Pages of up to forty like questions: rows of a form, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from flask import flash, g, request

from savings_app import clock
from savings_app.db import transaction
from savings_app.deposits.actions import open_numbers
from savings_app.deposits.queries import GivenAnswer
from savings_app.errors import NotFound
from savings_app.identifiers import AccountNumber
from savings_app.words import gettext
from savings_app.words.labels import label

MOST_NAMED = 5  # a notice, not a list: the rows themselves are on the page that follows


def row_id(text: object) -> UUID:
    """The account a row is about, from its hidden field.

    Raises:
        NotFound: the row cannot come from our page.
    """
    try:
        return UUID(str(text))
    except ValueError as damaged:
        raise NotFound from damaged


def numbers_wanted() -> str | None:
    """ "full" where the officer asked for whole account numbers on this page, else None."""
    return "full" if request.args.get("numbers") == "full" else None


def shown_numbers(rows: Sequence[tuple[UUID, AccountNumber]]) -> dict[UUID, str]:
    """The account numbers as the page prints them: masked, or whole and recorded as opened."""
    masked = {account_id: str(number) for account_id, number in rows}
    if not rows or not numbers_wanted():
        return masked
    with transaction() as session:
        opened = open_numbers(session, actor=g.actor, account_ids=list(masked), now=clock.now_utc())
    return {**masked, **opened}


def say_outcome(
    recorded: int,
    refused: Iterable[AccountNumber],
    told: Mapping[AccountNumber, GivenAnswer] | None = None,
) -> None:
    """Tell how many answers stand, and name the accounts that could not be answered any more.

    `told`: what is recorded of accounts now; of a refused one it is what a colleague answered.
    """
    flash(gettext("%(count)s jawaban tersimpan.", count=recorded))
    numbers = [_with_answer(number, (told or {}).get(number)) for number in refused]
    if not numbers:
        return
    named = ", ".join(numbers[:MOST_NAMED])
    more = len(numbers) - MOST_NAMED
    if more > 0:
        named = gettext("%(named)s dan %(more)s lainnya", named=named, more=more)
    flash(
        gettext(
            "Tidak disimpan: rekening %(named)s. Persetujuan atau niatnya baru saja berubah, atau "
            "rekan Anda sudah menjawab.",
            named=named,
        )
    )


def _with_answer(number: AccountNumber, told: GivenAnswer | None) -> str:
    if told is None:
        return str(number)
    answer = label("bank_answer", told.answer)
    return gettext("%(number)s (rekan Anda: %(answer)s)", number=str(number), answer=answer)
