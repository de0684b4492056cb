"""What can be asked for, and how far it is. Pure."""

from __future__ import annotations

from enum import StrEnum


class SupportKind(StrEnum):
    """A closed list: what the Dinas itself has, and what BPJS offers after a claim."""

    COOPERATIVE = "koperasi"
    BUSINESS = "umkm"
    TRAINING = "pelatihan_bpjs"


class SupportState(StrEnum):
    ASKED = "diminta"
    IN_TOUCH = "dihubungi"
    ENDED = "selesai"
    WITHDRAWN = "ditarik"


OPEN_STATES = (SupportState.ASKED, SupportState.IN_TOUCH)


class SupportStepKind(StrEnum):
    """What a caseworker writes down: a talk, or how it ended. None is better than another."""

    CONTACT = "dihubungi"
    ATTENDED = "ikut"
    HELPED = "dibantu"
    DECLINED = "tidak_jadi"
    UNAVAILABLE = "tidak_tersedia"


ENDS = tuple(kind for kind in SupportStepKind if kind is not SupportStepKind.CONTACT)
