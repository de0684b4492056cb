"""Who is in a journey and what they tell each other: on paper or by mouth, never from the database.

Every journey has a family of its own, so that several can run on one service.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from savings_app import clock

TODAY = clock.today()
DIED_ON = TODAY - timedelta(days=21)


@dataclass(frozen=True)
class Person:
    full_name: str
    nik: str
    born_on: date


@dataclass
class Story:
    """`window` is how the journey is seen; the rest is what has been told so far.

    `nik` numbers have a 9xxx serial and belong to nobody.
    """

    window: str
    deceased: Person
    spouse: Person
    child: Person
    account: str  # the spouse's, at BRI: fifteen digits
    child_account: str
    saving_account: str  # the child's at BRI, for what the spouse puts aside
    family_name: str = ""
    word: str = "perahu biru"
    complaint: str = "Ada orang di kantor desa minta lima ratus ribu."
    staff_complaint: str = "Seorang petugas meminta kartu dan PIN saya."
    answer: str = "Kami sudah memeriksa bersama BPJS: tidak ada potongan apa pun."
    told: dict[str, str] = field(default_factory=dict)

    def remember(self, **facts: str) -> None:
        self.told |= facts

    def recall(self, fact: str) -> str:
        """What an earlier part of the journey told."""
        assert fact in self.told, f"The part of the journey that tells the {fact} did not end."
        return self.told[fact]


def family_of(window: str) -> Story:
    """The family of one journey."""
    number = {"desk": 1, "plain": 2, "phone": 3}[window]
    name = {"desk": "Tangahu", "plain": "Mopangga", "phone": "Ladiku"}[window]
    return Story(
        window,
        family_name=name,
        deceased=Person(f"Umar {name}", f"750311120378941{number}", date(1978, 3, 12)),
        spouse=Person(f"Ratna {name}", f"750311550382942{number}", date(1982, 3, 15)),
        child=Person(f"Fikri {name}", f"750311041115943{number}", date(2015, 11, 4)),
        account=f"00210100943050{number}",
        child_account=f"719500430{number}",
        saving_account=f"00210100943060{number}",
    )
