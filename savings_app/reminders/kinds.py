"""Why a reminder is sent. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum

from savings_app.experiments.kinds import Topic


class Reason(StrEnum):
    """In the order in which one is chosen where several are due."""

    PLEDGE_DATE = "tanggal_niat"  # the day a wish was made for is near
    SCHOLARSHIP = "beasiswa"  # claimed every year in July
    BALANCE_CHECK = "periksa_rekening"  # an account without any movement falls asleep at day 360
    NO_NEWS = "belum_ada_kabar"  # a whole month without a word from the bank


# They tell what a bank said or did not say: staff learn of it only with consent 4.
FROM_THE_BANK = frozenset({Reason.BALANCE_CHECK, Reason.NO_NEWS})

# The only reminders whose wording may be tried out; the list is closed where it is enforced.
MAY_VARY = frozenset(Reason(topic.value) for topic in Topic)
