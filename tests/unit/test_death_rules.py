"""Is it the same person, and is it the same death? In dated examples."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from savings_app.deaths.kinds import Match
from savings_app.deaths.rules import (
    AnswerDayImpossible,
    AnswerNeeded,
    CertificateBeforeDeath,
    DeathBornAfter,
    DeathDayInFuture,
    Known,
    Said,
    check_answer,
    check_death,
    compare,
    find_person,
    is_same_death,
    phone_in,
)
from savings_app.identifiers import KPJ, NIK

DESA = "75.03.11.2003"
OTHER_DESA = "75.03.06.2007"
BORN = date(1970, 8, 17)
NIK_1, NIK_2 = NIK("7503111708709001"), NIK("7503111708709002")
KPJ_1 = KPJ("01234567891")
DIED = date(2026, 10, 1)


def known(
    name: str = "Yusup Pakaya",
    *,
    nik: NIK | None = NIK_1,
    kpj: KPJ | None = KPJ_1,
    born_on: date | None = BORN,
    region_code: str = DESA,
) -> Known:
    return Known(uuid4(), name, region_code, nik, kpj, born_on)


@pytest.mark.parametrize(
    ("said", "match"),
    [
        (Said("YUSUP  PAKAYA", OTHER_DESA, nik=NIK_1), Match.NIK),
        (Said("Alm. Yusup Pakaya, S.Pd", OTHER_DESA, nik=NIK_1), Match.NIK),
        (Said("Yusuf Pakaya", DESA, nik=NIK_1, born_on=BORN), Match.NIK),
        # One wrong digit is another living person: a person decides.
        (Said("Ratna Biya", DESA, nik=NIK_1), Match.NIK_OTHER_NAME),
        (Said("Yusup Pakaya", OTHER_DESA, kpj=KPJ_1), Match.KPJ),
        (Said("Yusup Pakaya", DESA, born_on=BORN), Match.NAME_AND_BIRTH),
        (Said("Yusup Pakaya", DESA), Match.NAME),
        (Said("Yusup Pakaya", DESA, born_on=date(1971, 8, 17)), Match.NAME),
        # The same name and birthday with two NIKs: perhaps a slip, perhaps two people.
        (Said("Yusup Pakaya", DESA, nik=NIK_2, born_on=BORN), Match.NAME),
        (Said("Yusup Pakaya", OTHER_DESA, born_on=BORN), None),
        (Said("Yusup", DESA), None),
    ],
)
def test_how_a_source_and_a_participant_are_the_same_person(
    said: Said, match: Match | None
) -> None:
    assert compare(said, known()) is match


def test_the_surest_way_wins_and_a_suggestion_is_never_sure() -> None:
    by_nik, by_name = known("Yusup Pakaya"), known("Yusup Pakaya", nik=NIK_2, kpj=None)
    verdict = find_person(Said("Yusup Pakaya", DESA, nik=NIK_1), [by_name, by_nik])
    assert (verdict.match, verdict.participant_id, verdict.is_sure) == (Match.NIK, by_nik.id, True)
    alike = find_person(Said("Yusup Pakaya", DESA), [by_name])
    assert (alike.match, alike.participant_id, alike.is_sure) == (Match.NAME, by_name.id, False)


def test_of_two_of_one_name_nobody_is_chosen() -> None:
    verdict = find_person(Said("Yusup Pakaya", DESA), [known(), known(nik=NIK_2, kpj=None)])
    assert (verdict.match, verdict.participant_id, verdict.is_sure) == (Match.SEVERAL, None, False)


@pytest.mark.parametrize(
    ("one", "other", "days", "same"),
    [
        (Said("A Biya", DESA, nik=NIK_1), Said("B Olii", OTHER_DESA, nik=NIK_1), 90, True),
        (Said("Yusup Biya", DESA, nik=NIK_1), Said("Yusup Biya", DESA, nik=NIK_2), 0, False),
        (Said("Yusup Biya", DESA), Said("alm. YUSUP BIYA", DESA), 3, True),
        (Said("Yusup Biya", DESA), Said("Yusup Biya", DESA), 4, False),
        (Said("Yusup Biya", DESA), Said("Yusup Biya", OTHER_DESA), 0, False),
        (
            Said("Yusup Biya", DESA, born_on=BORN),
            Said("Yusup Biya", DESA, born_on=date(2001, 1, 1)),
            0,
            False,
        ),
        (Said("Yusup Biya", DESA, nik=NIK_1), Said("Yusup Biya", DESA), 1, True),
    ],
)
def test_when_two_sources_tell_of_one_death(
    one: Said, other: Said, days: int, *, same: bool
) -> None:
    later = date.fromordinal(DIED.toordinal() + days)
    assert is_same_death(one, DIED, other, later) is same
    assert is_same_death(other, later, one, DIED) is same


def test_a_death_happened_after_the_birth_and_before_today() -> None:
    check_death(died_on=DIED, born_on=BORN, certificate_on=DIED, today=DIED)
    with pytest.raises(DeathDayInFuture):
        check_death(died_on=date(2026, 10, 2), born_on=None, certificate_on=None, today=DIED)
    with pytest.raises(DeathBornAfter):
        check_death(died_on=BORN, born_on=DIED, certificate_on=None, today=DIED)
    with pytest.raises(CertificateBeforeDeath):
        check_death(died_on=DIED, born_on=None, certificate_on=BORN, today=DIED)


def test_the_family_is_told_after_the_death_and_not_tomorrow() -> None:
    check_answer(answered_on=DIED, died_on=DIED, today=DIED)
    with pytest.raises(AnswerNeeded):
        check_answer(answered_on=None, died_on=DIED, today=DIED)
    for day in (date(2026, 9, 30), date(2026, 10, 2)):
        with pytest.raises(AnswerDayImpossible):
            check_answer(answered_on=day, died_on=DIED, today=DIED)


def test_only_a_telephone_number_is_carried_over_as_one() -> None:
    assert phone_in("0812 0000 0001") == "081200000001"
    assert phone_in("rumah kepala dusun") is None
    assert phone_in(None) is None
