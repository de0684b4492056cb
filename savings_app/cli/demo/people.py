"""Invented people: plain Indonesian and Gorontalo-style names, and numbers that cannot exist.

A NIK ends in 9xxx, a telephone number begins with 0800-000, a card with 00 and an account with 999.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from savings_app.identifiers import KPJ, NIK, AccountNumber
from savings_app.registry.rules import Sex

MEN = (  # noqa: SIM905
    "Yusup Suleman Karim Sarton Usman Djafar Ridwan Hamzah Iswan Rahmat Ismail Taufik Arifin "
    "Yamin Hasan Anwar Rustam Zulkifli Fahmi Irwan Noldi Risman Salim Mansur Idris Saiful Amran"
).split()
WOMEN = (  # noqa: SIM905
    "Hartin Rukmin Hasna Ramla Nurmin Warni Zenab Maryam Risna Saira Fatma Salma Yulin Nurhayati "
    "Rosmin Asna Selvi Ratna Sumiyati Herlina Mariam Nurlaila Wirna Hadijah Suriyati Meylan Iyam"
).split()
CLANS = (  # noqa: SIM905
    "Lamusu Pakaya Dunggio Polapa Lihawa Nusi Tolinggi Manto Kaluku Biya Tahir Mohi Ahmad Yunus "
    "Rahman Kadir Daud Harun Abdullah Hunowu Mooduto Hulopi Baruadi Bumulo Kasim Laiya Olii"
).split()
ACCOUNT_DIGITS = {"BRI": 15, "BSG": 14, "BSI": 10}
DAYS_A_YEAR = 365.25
CARD_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who never lived."""

    full_name: str
    sex: Sex
    born_on: date
    nik: NIK
    phone: str


class People:
    """Draws people, cards and accounts; the same `rng` and day always give the same."""

    def __init__(self, rng: random.Random, *, today: date, village: str) -> None:
        self.rng = rng
        self.today = today
        self.village = village

    def draw(self, sex: Sex, *, age: int, clan: str | None = None) -> Person:
        """A person of about this age, of a clan if one is given."""
        first = self.rng.choice(MEN if sex is Sex.MALE else WOMEN)
        days = int(age * DAYS_A_YEAR) + self.rng.randrange(1, 360)
        born_on = self.today - timedelta(days=days)
        return Person(
            full_name=f"{first} {clan or self.rng.choice(CLANS)}",
            sex=sex,
            born_on=born_on,
            nik=self.nik(sex, born_on),
            phone=f"0800000{self.rng.randrange(10_000):04}",
        )

    def nik(self, sex: Sex, born_on: date) -> NIK:
        """Of the kecamatan the family lives in; a woman's day is written with 40 added."""
        district = self.village.replace(".", "")[:6]
        day = born_on.day + (40 if sex is Sex.FEMALE else 0)
        return NIK(f"{district}{day:02}{born_on:%m%y}9{self.rng.randrange(1_000):03}")

    def card(self) -> KPJ:
        return KPJ(f"00{self.rng.randrange(10**CARD_DIGITS):0{CARD_DIGITS}}")

    def account(self, bank: str) -> AccountNumber:
        """A number of the bank's usual length, of a branch that no bank has."""
        digits = ACCOUNT_DIGITS[bank] - 3
        return AccountNumber(f"999{self.rng.randrange(10**digits):0{digits}}")
