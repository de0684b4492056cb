"""The words of a death that was heard of. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum


class DeathSource(StrEnum):
    """Who says so. The order is how much it weighs where two sources differ."""

    CIVIL_REGISTRY = "dukcapil"
    STAFF = "petugas"
    VILLAGE_BOOK = "buku_desa"
    IMAM = "daftar_imam"
    PUBLIC = "laporan_warga"


class DeathState(StrEnum):
    NO_CASE = "belum_ada_urusan"
    OPENED = "urusan_dibuka"
    NOT_PARTICIPANT = "bukan_peserta"
    DOUBLE = "laporan_ganda"  # joined to another line, which has its sources now
    WRONG = "keliru"  # nobody died, or not as written


class Match(StrEnum):
    """How a death was found in the registry, the surest first."""

    NIK = "nik"
    KPJ = "kpj"
    PERSON = "petugas"  # somebody of the Dinas chose it
    NAME_AND_BIRTH = "nama_lahir_desa"
    NIK_OTHER_NAME = "nik_nama_lain"
    NAME = "nama_desa"
    SEVERAL = "beberapa"  # of the same name in the same desa: nobody is chosen


class Told(StrEnum):
    """What a caseworker told the family about the cover."""

    COVERED = "terlindungi"
    NOT_COVERED = "tidak_terlindungi"
    LOOKING = "masih_ditelusuri"


class Found(StrEnum):
    """What the list is narrowed to by what the registry says."""

    PARTICIPANT = "peserta"
    PERHAPS = "dugaan"
    NOBODY = "tidak_ditemukan"
    ANY = "semua"
