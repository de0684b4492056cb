"""The words of a participant, and what must hold before one is written down. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from savings_app.errors import DomainError
from savings_app.identifiers import NIK
from savings_app.policy.contribution import Payer
from savings_app.policy.rules import MOST_MONTHS, MonthsImpossible, Segment
from savings_app.registry.nik import Sex

__all__ = ["Payer", "Segment", "Sex", "StopReason"]


class StopReason(StrEnum):
    """Why a participant is paid for no more, as the pemutakhiran data says it."""

    DIED = "meninggal"
    MOVED = "pindah"
    DOUBLE_PAYER = "dibayar_ganda"
    NOT_ELIGIBLE = "tidak_memenuhi_syarat"
    SELF_PAYING = "menjadi_mandiri"
    OTHER = "lain"


class NikTaken(DomainError):
    """Another participant has this NIK. Fact: `holder`, who that is."""

    field = "nik"


class KpjTaken(DomainError):
    """Another participant has this KPJ. Fact: `holder`, who that is."""

    field = "kpj"


class ParticipantTwice(DomainError):
    """No NIK, and somebody of the same name and birth date lives in the same desa."""

    field = "full_name"


class NikOrReasonNeeded(DomainError):
    """Neither a NIK nor why there is none."""

    field = "nik"


class NikAndReason(DomainError):
    """A NIK and a reason for having none contradict each other."""

    field = "nik_missing_reason"


class BirthInFuture(DomainError):
    """The birth date has not come yet."""

    field = "born_on"


class PlaceOutsideScope(DomainError):
    """No such desa, or not one this user works for."""

    field = "region_code"


class CategoryUnknown(DomainError):
    """No such category, or one that has not started yet."""

    field = "category"


class CategoryTaken(DomainError):
    """There is a category of this name already."""

    field = "name"


def check_participant(
    *,
    nik: NIK | None,
    nik_missing_reason: str | None,
    born_on: date | None,
    months: int | None,
    today: date,
) -> None:
    """
    Raises:
        NikOrReasonNeeded, NikAndReason, BirthInFuture, MonthsImpossible
    """
    if nik is None and not nik_missing_reason:
        raise NikOrReasonNeeded
    if nik is not None and nik_missing_reason:
        raise NikAndReason
    if born_on is not None and born_on > today:
        raise BirthInFuture
    if months is not None and not 0 <= months <= MOST_MONTHS:
        raise MonthsImpossible(most=MOST_MONTHS)
