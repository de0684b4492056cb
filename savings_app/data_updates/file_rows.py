"""The rows of a returned list beside the lines of the list: what becomes of each. Pure of SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from savings_app.data_updates.kinds import Answer
from savings_app.data_updates.rules import (
    AnswerContradicts,
    AnswerDayBeforeBirth,
    AnswerDayInFuture,
    AnswerNeedsDay,
    AnswerNeedsDetail,
    Replacement,
    ReplacementWithoutStop,
    check_answer,
)
from savings_app.data_updates.sheet.layout import Fact, normalised
from savings_app.data_updates.sheet.reading import FoundRow
from savings_app.errors import DomainError
from savings_app.identifiers import KPJ, NIK
from savings_app.imports.kinds import Outcome
from savings_app.registry.rules import (
    BirthInFuture,
    NikAndReason,
    NikOrReasonNeeded,
    Sex,
    check_participant,
)

# Where in the file a refused answer stands, and the code of its sentence.
_PLACES: Mapping[type[DomainError], tuple[Fact, str]] = {
    AnswerNeedsDay: (Fact.DIED_ON, "day_needed"),
    AnswerDayInFuture: (Fact.DIED_ON, "day_in_future"),
    AnswerDayBeforeBirth: (Fact.DIED_ON, "day_before_birth"),
    AnswerContradicts: (Fact.DIED_ON, "day_contradicts"),
    AnswerNeedsDetail: (Fact.DETAIL, "detail_needed"),
    ReplacementWithoutStop: (Fact.NEW_NAME, "replacement_without_stop"),
    NikOrReasonNeeded: (Fact.NEW_NIK, "nik_or_reason"),
    NikAndReason: (Fact.NEW_NIK_REASON, "nik_and_reason"),
    BirthInFuture: (Fact.NEW_BORN_ON, "birth_in_future"),
}


class _Line(Protocol):
    id: Any
    number: Any
    full_name: Any
    answer: Any
    died_on: Any
    detail: Any
    note: Any
    new_name: Any
    new_nik: Any
    new_nik_missing_reason: Any
    new_kpj: Any
    new_born_on: Any
    new_sex: Any
    new_category: Any
    answered_by: Any
    answered_at: Any
    version: Any


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands on a line, in the list or in a file."""

    line_id: UUID
    number: int
    full_name: str
    born_on: date | None
    answer: Answer
    died_on: date | None
    detail: str | None
    note: str | None
    replacement: Replacement | None
    version: int = 0
    answered_by: UUID | None = None
    answered_at: datetime | None = None

    @classmethod
    def of(cls, line: _Line, born_on: date | None) -> Stated:
        instead = None
        if line.new_name is not None:
            instead = Replacement(
                full_name=line.new_name,
                nik=line.new_nik,
                nik_missing_reason=line.new_nik_missing_reason,
                kpj=line.new_kpj,
                born_on=line.new_born_on,
                sex=line.new_sex,
                category=line.new_category,
            )
        return cls(
            line_id=line.id,
            number=line.number,
            full_name=line.full_name,
            born_on=born_on,
            answer=line.answer,
            died_on=line.died_on,
            detail=line.detail,
            note=line.note,
            replacement=instead,
            version=line.version,
            answered_by=line.answered_by,
            answered_at=line.answered_at,
        )

    def says(self) -> tuple[object, ...]:
        """What the desa said: equal where nothing is new."""
        return (self.answer, self.died_on, self.detail, self.note, self.replacement)

    def to_json(self) -> dict[str, Any]:
        instead = self.replacement
        return {
            "line_id": str(self.line_id),
            "number": self.number,
            "full_name": self.full_name,
            "answer": self.answer.value,
            "died_on": _iso(self.died_on),
            "detail": self.detail,
            "note": self.note,
            "version": self.version,
            "answered_by": str(self.answered_by) if self.answered_by else None,
            "answered_at": self.answered_at.isoformat() if self.answered_at else None,
            "replacement": instead
            and {
                "full_name": instead.full_name,
                "nik": instead.nik.full if instead.nik else None,
                "nik_missing_reason": instead.nik_missing_reason,
                "kpj": instead.kpj.full if instead.kpj else None,
                "born_on": _iso(instead.born_on),
                "sex": instead.sex.value if instead.sex else None,
                "category": instead.category,
            },
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Stated:
        instead = kept["replacement"]
        return cls(
            line_id=UUID(kept["line_id"]),
            number=kept["number"],
            full_name=kept["full_name"],
            born_on=None,
            answer=Answer(kept["answer"]),
            died_on=_day(kept["died_on"]),
            detail=kept["detail"],
            note=kept["note"],
            replacement=instead
            and Replacement(
                full_name=instead["full_name"],
                nik=NIK(instead["nik"]) if instead["nik"] else None,
                nik_missing_reason=instead["nik_missing_reason"],
                kpj=KPJ(instead["kpj"]) if instead["kpj"] else None,
                born_on=_day(instead["born_on"]),
                sex=Sex(instead["sex"]) if instead["sex"] else None,
                category=instead["category"],
            ),
        )


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of the file with what becomes of it; problems are {column, why} without any name."""

    row: int
    outcome: Outcome
    line_id: UUID | None
    found: dict[str, Any] | None
    before: dict[str, Any] | None
    problems: Sequence[dict[str, str | None]]


def compare_rows(
    rows: Iterable[FoundRow], lines: Sequence[Stated], *, today: date
) -> list[ComparedRow]:
    """Every row of the file ends in exactly one outcome; lines it leaves out stay as they are."""
    by_key = {line.line_id: line for line in lines}
    by_number = {line.number: line for line in lines}
    seen: set[UUID] = set()
    compared = []
    for row in rows:
        line, fault = _find(row, by_key, by_number)
        if line is not None and line.line_id in seen:
            fault = (None, "line_twice")
        if line is not None:
            seen.add(line.line_id)
        problems = [fault] if fault else list(row.problems)
        compared.append(_compare(row, line, problems, today))
    return compared


def _find(
    row: FoundRow, by_key: Mapping[UUID, Stated], by_number: Mapping[int, Stated]
) -> tuple[Stated | None, tuple[str | None, str] | None]:
    """The line of a row: by its key, else by its number in the list where the name agrees."""
    if row.key is not None:
        if row.key in by_key:
            return by_key[row.key], None
        return None, (Fact.KEY.value, "other_list")
    line = by_number.get(row.number or 0)
    if line is None:
        return None, (Fact.NUMBER.value, "not_on_list")
    if normalised(line.full_name) != normalised(row.name):
        return None, (Fact.NAME.value, "other_person")
    return line, None


def _compare(
    row: FoundRow, line: Stated | None, problems: list[tuple[str | None, str]], today: date
) -> ComparedRow:
    stated = None
    if line is not None and not problems:
        stated = replace(
            line,
            answer=row.answer,
            died_on=row.died_on,
            detail=row.detail,
            note=row.note,
            replacement=row.replacement,
        )
        problems = _faults(stated, today)
    if problems or line is None or stated is None:
        told = [{"column": column, "why": why} for column, why in problems]
        line_id = line.line_id if line else None
        return ComparedRow(row.row, Outcome.REFUSED, line_id, None, None, told)
    if stated.says() == line.says():
        return ComparedRow(row.row, Outcome.SAME, line.line_id, None, None, ())
    outcome = Outcome.NEW if line.answer is Answer.NONE else Outcome.CHANGED
    return ComparedRow(row.row, outcome, line.line_id, stated.to_json(), line.to_json(), ())


def _faults(stated: Stated, today: date) -> list[tuple[str | None, str]]:
    """The same rules as on the page."""
    try:
        check_answer(
            answer=stated.answer,
            died_on=stated.died_on,
            detail=stated.detail,
            replaced=stated.replacement is not None,
            born_on=stated.born_on,
            today=today,
        )
        if stated.replacement is not None:
            check_participant(
                nik=stated.replacement.nik,
                nik_missing_reason=stated.replacement.nik_missing_reason,
                born_on=stated.replacement.born_on,
                months=None,
                today=today,
            )
    except DomainError as refusal:
        fact, why = _PLACES[type(refusal)]
        return [(fact.value, why)]
    return []


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
