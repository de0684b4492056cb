"""What every command shares: one JSON document or readable text, exit codes, and typed options.

Exit 0: done. Exit 1: understood but refused, `{"refused": NAME, "problems": [{place, what}]}`.
Exit 2 with nothing on stdout: a wrong option, or a text that is no number or date (click's own).
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import click

from savings_app.errors import DomainError, Problem, RuleWarning
from savings_app.money import LARGEST_RUPIAH, Rupiah
from savings_app.words import _
from savings_app.words.formats import rupiah
from savings_app.words.refusals import sentence
from savings_app.words.warnings import warning_sentence

Document = dict[str, Any]
MONEY_DECIMALS = 2
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class AmountRefused(DomainError):
    """Amounts that are numbers but no amounts of money. Fact: `problems`, all of them."""


def command(
    *, text: Callable[[Document], str], places: Mapping[str, str] | None = None
) -> Callable[[Callable[..., Document]], click.Command]:
    """Make a command of a function that returns the document `--json` prints.

    `text` writes the same document for people. `places` names the option for the field of a
    refusal where they differ (`{"died_on": "died"}`). A `DomainError` is a refusal: its fact
    `problems`, else its own sentence. Anything else unexpected is one sentence and exit 1.
    """

    def decorate(function: Callable[..., Document]) -> click.Command:
        @functools.wraps(function)
        def run(*, as_json: bool, **given: object) -> None:
            try:
                document = function(**given)
            except click.ClickException:
                raise
            except DomainError as refusal:
                _tell_refusal(refusal, as_json=as_json, places=places or {})
                raise click.exceptions.Exit(1) from None
            except Exception as error:
                tell_unexpected(error, as_json=as_json)
                raise click.exceptions.Exit(1) from None
            click.echo(_as_json(document) if as_json else text(document))

        named = click.option("--json", "as_json", is_flag=True, help=_("Satu dokumen JSON."))(run)
        return click.command(help=(function.__doc__ or "").strip())(named)

    return decorate


def tell_unexpected(error: Exception, *, as_json: bool) -> None:
    """One plain sentence for what should not have happened; never a traceback."""
    what = _("Terjadi kesalahan yang tidak terduga (%(kind)s).", kind=type(error).__name__)
    if isinstance(error, OSError):
        what = _("Berkas atau folder tidak dapat dipakai: %(why)s.", why=error)
    elif type(error).__name__ == "SettingMissing":
        what = _("Pengaturan ini belum ada: %(names)s.", names=error)
    _tell(type(error).__name__, [Problem(None, what)], as_json=as_json)


def warnings_shown(warnings: Iterable[RuleWarning]) -> list[Document]:
    """Each warning with its sentence, as every command prints them."""
    return [{"code": one.code, "text": warning_sentence(one)} for one in warnings]


def problems_shown(problems: Iterable[Problem]) -> list[Document]:
    """Each problem with its place, as every command prints them."""
    return [{"place": one.place, "what": one.what} for one in problems]


def warning_lines(document: Document) -> list[str]:
    """The warnings of a document as lines for people."""
    return [f"! {one['text']}" for one in document["warnings"] or ()]


def shown_amount(amount: str) -> str:
    """`"20000000.00"` as people read it: `Rp20.000.000`."""
    return rupiah(Rupiah.from_decimal(Decimal(amount)))


def read_amounts(given: Iterable[tuple[str, Decimal]]) -> list[Rupiah]:
    """Amounts of money with at most two decimals, each beside its place.

    Raises:
        AmountRefused: every one that is below zero, too large or too finely divided.
    """
    problems, amounts = [], []
    for place, number in given:
        what = _wrong_with(number)
        if what is None:
            amounts.append(Rupiah.from_decimal(number))
        else:
            problems.append(Problem(place, what))
    if problems:
        raise AmountRefused(problems=problems)
    return amounts


def _wrong_with(number: Decimal) -> str | None:
    if number < 0:
        return _("Jumlah tidak boleh di bawah nol.")
    if number > LARGEST_RUPIAH:
        return _(
            "Jumlah ini terlalu besar. Paling banyak %(largest)s.",
            largest=rupiah(Rupiah.of(LARGEST_RUPIAH)),
        )
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MONEY_DECIMALS:
        return _(
            "Paling banyak dua angka di belakang titik desimal; tulis seribu sebagai 1000, "
            "bukan 1.000."
        )
    return None


def _tell_refusal(refusal: DomainError, *, as_json: bool, places: Mapping[str, str]) -> None:
    problems = refusal.facts.get("problems")
    if not isinstance(problems, list | tuple) or not problems:
        place = places.get(refusal.field, refusal.field) if refusal.field else None
        problems = [Problem(place, sentence(refusal))]
    _tell(type(refusal).__name__, problems, as_json=as_json)


def _tell(name: str, problems: Iterable[Problem], *, as_json: bool) -> None:
    if as_json:
        click.echo(_as_json({"refused": name, "problems": problems_shown(problems)}))
        return
    for problem in problems:
        click.echo(f"{problem.place}: {problem.what}" if problem.place else problem.what, err=True)


def _as_json(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def choice(kind: type[StrEnum]) -> click.Choice[str]:
    """One of the values of an enum, as they are written on the command line and in JSON."""
    return click.Choice([one.value for one in kind])


class Day(click.ParamType[date]):
    """An ISO date, `2026-11-22`, and one the calendar has."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        what = _("%(value)r bukan tanggal; tulis misalnya 2026-11-22.", value=value)
        # Python reads more shapes than this one; `20261122` is more likely a slip.
        if not _ISO_DATE.fullmatch(value):
            self.fail(what, param, ctx)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(what, param, ctx)


class Number(click.ParamType[Decimal]):
    """A decimal number with a point, of any size: what it may be is for the rules to say."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        if isinstance(value, Decimal):
            return value
        if not _NUMBER.fullmatch(value):
            self.fail(
                _("%(value)r bukan angka; tulis misalnya 1500000 atau 12.5.", value=value),
                param,
                ctx,
            )
        try:
            return Decimal(value)
        except InvalidOperation:
            # An exponent beyond what Decimal holds.
            return Decimal("-Infinity" if value.startswith("-") else "Infinity")


class NamedNumber(click.ParamType[tuple[str, Decimal]]):
    """`NAME=NUMBER`, such as `utang=3000000`."""

    name = "name=amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Decimal]:
        if isinstance(value, tuple):
            return value
        name, equals, number = value.partition("=")
        if not equals or not name.strip():
            self.fail(
                _("%(value)r bukan NAMA=JUMLAH, misalnya utang=3000000.", value=value), param, ctx
            )
        return name.strip(), NUMBER.convert(number, param, ctx)


DAY, NUMBER, NAMED_NUMBER = Day(), Number(), NamedNumber()
