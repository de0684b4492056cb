"""A desa by its name as lists write it, within its kecamatan. Pure.

`Dumbayabulan` is Dumbaya Bulan and `Bone Pantai` is Bonepantai; three names stand for two places
each, and no name is guessed between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from savings_app.imports.cells import Unreadable, plain, quoted
from savings_app.regions.queries import Place
from savings_app.words import _

_VILLAGE = re.compile(r"^(?:desa|ds|kelurahan|kel|kelurahan/desa|desa/kelurahan)\b[.:\s]*", re.I)
_DISTRICT = re.compile(r"^(?:kecamatan|kec)\b[.:\s]*", re.I)
_CUT = re.compile(r"\s*(?:[,;/(]|\bkec(?:amatan)?\b\.?)\s*", re.I)
_CODE_DIGITS = 10


class Villages:
    """The desa and kelurahan of a kabupaten, found by name or by code."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._by_code: dict[str, Place] = {}
        self._districts: dict[str, str] = {}
        for place in places:
            self._by_name[plain(place.name)].append(place)
            self._by_code[place.code.replace(".", "")] = place
            self._districts[plain(place.district)] = place.district_code
        self._found: dict[tuple[str | None, str | None], Place | str] = {}

    def find(self, village: str, district: str | None) -> Place:
        """The place of that name.

        Raises:
            Unreadable: no such desa (in that kecamatan), or two of that name.
        """
        key = (village, district)
        if key not in self._found:
            try:
                self._found[key] = self._find(village, district)
            except Unreadable as wrong:
                self._found[key] = str(wrong)
        found = self._found[key]
        if isinstance(found, str):
            raise Unreadable(found)
        return found

    def name_of(self, code: str) -> str:
        """`Desa, Kecamatan` of a Kemendagri code; the code itself where it is not of here."""
        place = self._by_code.get(code.replace(".", ""))
        return str(place) if place else code

    def check_district(self, district: str) -> None:
        """
        Raises:
            Unreadable: no kecamatan of that name.
        """
        if self._code_of(district) is None:
            raise Unreadable(_("Kecamatan “%(name)s” tidak dikenal.", name=quoted(district)))

    def _code_of(self, district: str) -> str | None:
        name = plain(_DISTRICT.sub("", district.strip()))
        return self._districts.get(name)

    def _find(self, village: str, district: str | None) -> Place:
        digits = village.replace(".", "").replace(" ", "")
        if digits.isdecimal() and len(digits) == _CODE_DIGITS and digits in self._by_code:
            return self._by_code[digits]
        parts = [part for part in _CUT.split(_VILLAGE.sub("", village.strip())) if part]
        name = _VILLAGE.sub("", parts[0]) if parts else ""
        # "Tamboo, Bonepantai" and "Tamboo Kec. Bonepantai" say the kecamatan themselves.
        code = self._code_of(district) if district else None
        if district is None and len(parts) > 1:
            code = self._code_of(parts[1].strip(" )"))
        found = self._by_name.get(plain(name), [])
        within = [place for place in found if code in {None, place.district_code}]
        if not found:
            raise Unreadable(_("Desa “%(name)s” tidak dikenal.", name=quoted(name)))
        if not within:
            raise Unreadable(_("Tidak ada desa “%(name)s” di kecamatan itu.", name=quoted(name)))
        if len(within) > 1:
            raise Unreadable(
                _(
                    "Ada dua desa bernama “%(name)s”: %(places)s. Tulis kecamatannya.",
                    name=within[0].name,
                    places=_(" dan ").join(str(place) for place in within),
                )
            )
        return within[0]
