"""Read a regulation from its TOML file. Every problem is found before the file is refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from savings_app.errors import DomainError, Problem
from savings_app.money import LARGEST_RUPIAH, ZERO, Rupiah
from savings_app.regulation.rules import (
    Bracket,
    Force,
    Regulation,
    RegulationStatus,
    Version,
)
from savings_app.words import _

LARGEST_FILE = 1024 * 1024
HUNDRED = Decimal(100)
PERCENT_DECIMALS = 6
CODE_LENGTH, TITLE_LENGTH, NAME_LENGTH = 60, 200, 60
REGION_CODE = re.compile(r"[1-9]\d(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)
TOP_KEYS = ("code", "title", "issuer_region", "force", "version")
VERSION_KEYS = (
    "starts",
    "status",
    "included_parts",
    "deductible_needs",
    "minimum_free",
    "no_suggestion_below",
    "rounding",
    "covered_first_by",
    "minimum_free_per_member",
    "bracket",
)
BRACKET_KEYS = ("up_to", "percent")
Choice = TypeVar("Choice", bound=StrEnum)


class RegulationRefused(DomainError):
    """The file is no regulation we can compute with. Fact: `problems`, all of them."""

    field = "file"


def parse_regulation(content: bytes) -> Regulation:
    """The regulation in a TOML file of at most a megabyte.

    Raises:
        RegulationRefused: its `problems` name a key path (`version[1].bracket[2].up_to`, counted
            from 1), or the line where the file stops being TOML.
    """
    problems: list[Problem] = []
    regulation = _regulation(_Table(_document(content), "", problems))
    if problems or regulation is None:
        raise RegulationRefused(problems=problems)
    return regulation


def version_content(version: Version) -> dict[str, object]:
    """The version as plain JSON, to be kept; `parse_version` reads it back."""
    return {
        "starts": version.starts.isoformat(),
        "status": version.status.value,
        "included_parts": list(version.included_parts),
        "deductible_needs": list(version.deductible_needs),
        "minimum_free": version.minimum_free.rupiah,
        "no_suggestion_below": version.no_suggestion_below.rupiah,
        "rounding": version.rounding.rupiah,
        "covered_first_by": dict(version.covered_first_by),
        "minimum_free_per_member": version.minimum_free_per_member.rupiah,
        "bracket": [
            {"percent": str(bracket.percent)}
            if bracket.up_to is None
            else {"up_to": bracket.up_to.rupiah, "percent": str(bracket.percent)}
            for bracket in version.brackets
        ],
    }


def parse_version(content: Mapping[str, object]) -> Version:
    """The version that `version_content` wrote.

    Raises:
        RegulationRefused: it is not such a content.
    """
    problems: list[Problem] = []
    table = {**content, "starts": date.fromisoformat(str(content["starts"]))}
    if isinstance(rows := content.get("bracket"), list):
        table["bracket"] = [{**row, "percent": Decimal(row["percent"])} for row in rows]
    version = _version(_Table(table, "", problems))
    if problems or version is None:
        raise RegulationRefused(problems=problems)
    return version


def _document(content: bytes) -> dict[str, object]:
    if len(content) > LARGEST_FILE:
        raise RegulationRefused(
            problems=[
                Problem(None, _("Berkas lebih besar dari 1 MB; peraturan tidak sebesar itu."))
            ]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = _("Berkas bukan teks UTF-8; simpan ulang sebagai UTF-8.")
        raise RegulationRefused(problems=[Problem(f"line {line}", what)]) from error
    try:
        return tomllib.loads(text, parse_float=_decimal)
    # A number of thousands of digits is a ValueError, a thousand brackets a RecursionError.
    except (ValueError, RecursionError) as error:
        line = _line_of(error, text)
        what = _("Tulisan di sini bukan TOML yang benar. Bagian sebelumnya masih terbaca.")
        raise RegulationRefused(problems=[Problem(f"line {line}", what)]) from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("nan")


def _line_of(error: Exception, text: str) -> int:
    """The line a TOML error names; the last one where it names the end or none."""
    found = re.search(r"at line (\d+)", str(error))
    if found:
        return int(found[1])
    long_number = re.search(r"\d{4000}", text.replace("_", ""))
    if long_number:
        return text.replace("_", "")[: long_number.start()].count("\n") + 1
    return text.rstrip("\n").count("\n") + 1


class _Table:
    """A table of the file with its place; what is wrong with a key goes to `problems`."""

    def __init__(self, keys: Mapping[str, object], place: str, problems: list[Problem]) -> None:
        self.keys = keys
        self.place = place
        self.problems = problems

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def refuse(self, key: str, what: str) -> None:
        self.problems.append(Problem(self.at(key), what))

    def only(self, known: tuple[str, ...]) -> None:
        for key in self.keys:
            if key not in known:
                self.refuse(key, _("Kunci ini tidak dikenal."))

    def text(self, key: str, *, longest: int) -> str | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            self.refuse(
                key, _("Harus teks dalam tanda kutip, 1–%(longest)s huruf.", longest=longest)
            )
            return None
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in list(kind):
            choices = ", ".join(f'"{one}"' for one in kind)
            self.refuse(key, _("Hanya boleh %(choices)s.", choices=choices))
            return None
        return kind(value)

    def day(self, key: str) -> date | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.refuse(key, _("Harus tanggal tanpa tanda kutip, misalnya 2026-01-01."))
            return None
        return value

    def amount(self, key: str, *, least: int = 0) -> Rupiah | None:
        value = self._get(key)
        if value is None:
            return None
        # bool is an int in Python; `true` is no amount.
        if type(value) is not int or not least <= value <= LARGEST_RUPIAH:
            self.refuse(
                key,
                _(
                    "Harus rupiah bulat dari %(least)s sampai %(largest)s, tanpa titik dan kutip.",
                    least=least,
                    largest=LARGEST_RUPIAH,
                ),
            )
            return None
        return Rupiah.of(value)

    def percent(self, key: str) -> Decimal | None:
        value = self._get(key)
        if value is None:
            return None
        number = Decimal(value) if type(value) is int else value
        if not isinstance(number, Decimal) or not _is_percent(number):
            self.refuse(
                key, _("Harus angka dari 0 sampai 100, paling banyak enam angka di belakang koma.")
            )
            return None
        return number

    def names(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.refuse(key, _('Harus daftar nama, misalnya ["utang", "pengobatan"].'))
            return ()
        for number, name in enumerate(value, start=1):
            if not _is_name(name):
                self.refuse(f"{key}[{number}]", _("Harus nama dalam tanda kutip."))
        return tuple(name for name in value if isinstance(name, str))

    def tables(self, key: str) -> list[_Table]:
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            self.refuse(key, _("Harus satu atau lebih tabel, masing-masing dengan kurung ganda."))
            return []
        return [
            _Table(table, f"{self.at(key)}[{number}]", self.problems)
            for number, table in enumerate(value, start=1)
        ]

    def _get(self, key: str) -> object:
        """The value, or None with the problem noted: TOML itself has no null."""
        if key not in self.keys:
            self.refuse(key, _("Belum ada; kunci ini wajib."))
        return self.keys.get(key)


def _is_percent(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PERCENT_DECIMALS and 0 <= number <= HUNDRED


def _is_name(name: object) -> bool:
    return isinstance(name, str) and bool(name.strip()) and len(name) <= NAME_LENGTH


def _regulation(table: _Table) -> Regulation | None:
    table.only(TOP_KEYS)
    code = table.text("code", longest=CODE_LENGTH)
    title = table.text("title", longest=TITLE_LENGTH)
    region = table.text("issuer_region", longest=len("75.03.11.2003"))
    if region is not None and not REGION_CODE.fullmatch(region):
        table.refuse("issuer_region", _('Harus kode wilayah Kemendagri, misalnya "75.03".'))
    force = table.choice("force", Force)
    read = [(one, _version(one)) for one in table.tables("version")]
    _refuse_repeated_starts(read)
    versions = [version for _place, version in read if version is not None]
    if code is None or title is None or region is None or force is None or not versions:
        return None
    ordered = tuple(sorted(versions, key=lambda version: version.starts))
    return Regulation(code, title, region, force, ordered)


def _refuse_repeated_starts(read: list[tuple[_Table, Version | None]]) -> None:
    seen: dict[object, str] = {}
    for table, _version_read in read:
        starts = table.keys.get("starts")
        if isinstance(starts, date) and starts in seen:
            table.refuse("starts", _("Sama dengan %(other)s.", other=seen[starts]))
        elif isinstance(starts, date):
            seen[starts] = table.at("starts")


def _version(table: _Table) -> Version | None:
    table.only(VERSION_KEYS)
    starts, status = table.day("starts"), table.choice("status", RegulationStatus)
    parts, needs = table.names("included_parts"), table.names("deductible_needs")
    free, below = table.amount("minimum_free"), table.amount("no_suggestion_below")
    rounding = table.amount("rounding", least=1)
    per_member: Rupiah | None = ZERO
    if "minimum_free_per_member" in table.keys:
        per_member = table.amount("minimum_free_per_member")
    covered = _covered_first_by(table, needs)
    brackets = _brackets(table)
    if (
        starts is None
        or status is None
        or free is None
        or below is None
        or rounding is None
        or per_member is None
    ):
        return None
    return Version(
        starts=starts,
        status=status,
        included_parts=parts,
        deductible_needs=needs,
        minimum_free=free,
        no_suggestion_below=below,
        rounding=rounding,
        brackets=brackets,
        covered_first_by=covered,
        minimum_free_per_member=per_member,
    )


def _covered_first_by(table: _Table, needs: tuple[str, ...]) -> dict[str, str]:
    value = table.keys.get("covered_first_by", {})
    if not isinstance(value, dict):
        table.refuse(
            "covered_first_by", _('Harus tabel, misalnya { doa_arwah = "biaya_pemakaman" }.')
        )
        return {}
    for need, part in value.items():
        key = f"covered_first_by.{need}"
        if need not in needs:
            table.refuse(key, _("Kebutuhan ini tidak ada dalam deductible_needs."))
        if not _is_name(part):
            table.refuse(key, _("Harus nama bagian santunan dalam tanda kutip."))
    return {need: part for need, part in value.items() if isinstance(part, str)}


def _brackets(table: _Table) -> tuple[Bracket, ...]:
    tables = table.tables("bracket")
    brackets, highest = [], ZERO
    for number, one in enumerate(tables, start=1):
        one.only(BRACKET_KEYS)
        up_to = None
        if number < len(tables):
            up_to = one.amount("up_to")
            if up_to is not None and up_to <= highest:
                one.refuse("up_to", _("Harus lebih tinggi dari lapisan sebelumnya."))
            highest = max(highest, up_to or ZERO)
        elif "up_to" in one.keys:
            one.refuse("up_to", _("Lapisan terakhir tidak berbatas atas; hapus kunci ini."))
        percent = one.percent("percent")
        brackets.append(Bracket(up_to, percent or Decimal(0)))
    return tuple(brackets)
