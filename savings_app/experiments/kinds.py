"""The words of an experiment. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class Topic(StrEnum):
    """The reminders whose wording may vary: this list is closed.

    Both are about what the family itself keeps. The scholarship is a right, an account that is
    about to rest a warning: everybody hears of them in the words that were thought over. Help with
    the claim, amounts and doa arwah are no topic at all. The values are those of the reminders.
    """

    PLEDGE_DATE = "tanggal_niat"
    NO_NEWS = "belum_ada_kabar"


class ExperimentState(StrEnum):
    DRAFT = "konsep"
    RUNNING = "berjalan"
    ENDED = "selesai"
    DROPPED = "batal"  # a draft that never began


class Variant(StrEnum):
    """A is always the ordinary wording, so that something new is compared with what there is."""

    A = "A"
    B = "B"
    C = "C"


class Outcome(StrEnum):
    """What is counted for a family. Months are those after the day its wording was drawn."""

    KEPT_3 = "simpanan_3"
    KEPT_6 = "simpanan_6"
    KEPT_12 = "simpanan_12"
    PLAN = "rencana"


KEPT_AFTER = {Outcome.KEPT_3: 3, Outcome.KEPT_6: 6, Outcome.KEPT_12: 12}
PLAN_WITHIN = 3  # months


class Verdict(StrEnum):
    """What an interval of a difference allows to say."""

    MORE = "lebih_sering"
    LESS = "lebih_jarang"
    CANNOT_SAY = "belum_dapat_dikatakan"
