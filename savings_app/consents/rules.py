"""The words of each consent, by version, and the few rules about giving one.

Who agrees to something must be able to read later what it said: a change of the words is a new
version beside the old, never an edit (UU 27/2022 on explicit, separable, revocable consent).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from savings_app.consents.kinds import AnswerScope, ConsentKind
from savings_app.errors import DomainError
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import in_wita

WORDS_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Words:
    """What one consent says: its name, what it allows, what it never allows, and what stops."""

    title: str
    does: str
    does_not: str
    when_revoked: str


_FIRST: Mapping[ConsentKind, Words] = MappingProxyType(
    {
        ConsentKind.CLAIM_HELP: Words(
            title=_("Bantuan mengurus klaim"),
            does=_(
                "Petugas Dinas membantu menyiapkan berkas dan mengurus klaim santunan ke BPJS "
                "Ketenagakerjaan. Gratis."
            ),
            does_not=_("Petugas tidak menerima, memegang, atau mengambil uang santunan."),
            when_revoked=_(
                "Dinas berhenti membantu klaim. Hak Anda tidak berubah: Anda dapat mengurus "
                "sendiri di kantor BPJS Ketenagakerjaan."
            ),
        ),
        ConsentKind.TELL_BANK: Words(
            title=_("Dinas memberi tahu bank saya"),
            does=_(
                "Dinas memberi tahu bank saya nama dan nomor rekening saya, serta berapa dan "
                "sampai kapan saya berniat menabung di bank itu."
            ),
            does_not=_(
                "Bank tidak diberi tahu sebab meninggal, ahli waris lain, atau rencana pemakaian "
                "uang. Bank tidak boleh menahan uang saya."
            ),
            when_revoked=_("Nama dan rekening Anda langsung hilang dari halaman petugas bank."),
        ),
        ConsentKind.BANK_ANSWERS: Words(
            title=_("Bank saya menjawab layanan ini"),
            does=_(
                "Sebulan sekali bank menjawab apakah uang yang saya niatkan masih ada: ya, "
                "sebagian, atau tidak. Kalau saya memilih begitu, juga isi rekening: saldo, uang "
                "masuk, dan uang keluar."
            ),
            does_not=_(
                "Tidak ada yang dapat memindahkan atau menahan uang saya. Tanpa persetujuan ini "
                "tidak satu baris pun dari rekening saya disimpan di sini."
            ),
            when_revoked=_("Bank langsung tidak ditanya lagi. Jawaban lama tetap milik Anda."),
        ),
        ConsentKind.STAFF_SEES: Words(
            title=_("Petugas Dinas boleh melihat jawaban bank"),
            does=_(
                "Petugas, kepala bidang, dan pemeriksa yang mendampingi wilayah saya boleh melihat "
                "jawaban bank tentang simpanan saya."
            ),
            does_not=_(
                "Tetangga, aparat desa, dan ahli waris lain tetap tidak dapat melihatnya. Petugas "
                "tidak boleh menilai atau menegur."
            ),
            when_revoked=_("Jawaban bank langsung hanya dapat dilihat oleh Anda sendiri."),
        ),
        ConsentKind.MESSAGES: Words(
            title=_("Pesan ke telepon saya"),
            does=_(
                "Layanan ini boleh mengirim pesan pendek tentang urusan santunan ke telepon saya."
            ),
            does_not=_(
                "Pesan tidak memuat nama almarhum/almarhumah atau jumlah uang, dan tidak dikirim "
                "pada hari ke-1 sampai ke-7 dan hari ke-40."
            ),
            when_revoked=_("Tidak ada pesan lagi."),
        ),
        ConsentKind.PHOTO: Words(
            title=_("Foto dan berita"),
            does=_("Dinas boleh memakai foto dan cerita saya dalam berita."),
            does_not=_(
                "Tidak pernah ditanyakan saat penyerahan santunan, dan tanpa “ya” dari saya "
                "selalu tidak. Foto almarhum/almarhumah tidak dipakai."
            ),
            when_revoked=_("Foto dan cerita Anda tidak dipakai lagi."),
        ),
    }
)

# Messages come by the way the family chooses, no longer to a telephone alone.
_SECOND: Mapping[ConsentKind, Words] = MappingProxyType(
    {
        **_FIRST,
        ConsentKind.MESSAGES: Words(
            title=_("Pesan pengingat"),
            does=_(
                "Layanan ini boleh mengirim pesan pendek tentang urusan santunan, dengan cara yang "
                "saya pilih: SMS, WhatsApp, e-mail, atau surat lewat desa."
            ),
            does_not=_(
                "Pesan tidak memuat nama almarhum/almarhumah atau jumlah uang, dan tidak dikirim "
                "pada hari ke-1 sampai ke-7 dan hari ke-40."
            ),
            when_revoked=_("Tidak ada pesan lagi."),
        ),
    }
)

# One more to ask, where an experiment runs; the six stay as they are.
_THIRD: Mapping[ConsentKind, Words] = MappingProxyType(
    {
        **_SECOND,
        ConsentKind.LEARN: Words(
            title=_("Ikut belajar pesan mana yang membantu"),
            does=_(
                "Pengingat tentang niat menabung saya boleh memakai salah satu dari beberapa "
                "susunan kata, dipilih secara acak. Dinas lalu menghitung, tanpa nama dan bersama "
                "keluarga lain, apakah ada rencana dan apakah simpanan masih ada. Jawaban bank "
                "ikut dihitung hanya bila persetujuan 4 juga “ya”."
            ),
            does_not=_(
                "Santunan, bantuan klaim, jumlah uang, dan doa arwah tidak pernah berbeda karena "
                "ini. Pesan tidak bertambah. Tidak ada keluarga yang dinilai."
            ),
            when_revoked=_(
                "Pengingat langsung memakai kata-kata biasa lagi, dan keluarga Anda tidak dihitung "
                "lagi."
            ),
        ),
    }
)

WORDS: Mapping[str, Mapping[ConsentKind, Words]] = MappingProxyType(
    {"1": _FIRST, "2": _SECOND, "3": _THIRD}
)

SCOPE_WORDS: Mapping[AnswerScope, str] = MappingProxyType(
    {
        AnswerScope.KEPT_ONLY: _("Hanya “masih ada: ya atau tidak”"),
        AnswerScope.LINES: _("Juga isi rekening: saldo, uang masuk dan keluar"),
    }
)


class ConsentScopeMissing(DomainError):
    """Consent 3 says how far it goes: a yes or no, or balance and lines too."""

    field = "scope"


class ConsentHasNoScope(DomainError):
    """Only consent 3 has a scope."""

    field = "scope"


class ConsentIsTheFamilys(DomainError):
    """Staff record the paper consent to claim help; the others are given on the family's pages."""


class PhotoNotWithStaff(DomainError):
    """Consent 6 is never asked while staff sit with the family, so never at a hand-over."""


def is_older_than(signed_on: date, said: Iterable[tuple[datetime, datetime | None]]) -> bool:
    """Whether the recipient said something else of a consent on a day after the paper was signed.

    `said`: when each was given and taken back. What was said last holds, on paper or not.
    """
    moments = [moment for pair in said for moment in pair if moment is not None]
    return any(in_wita(moment).date() > signed_on for moment in moments)


def words_of(kind: ConsentKind, *, version: str = WORDS_VERSION) -> Words:
    """What this consent said in that version of the words."""
    return WORDS[version][kind]


def check_scope(*, kind: ConsentKind, scope: AnswerScope | None) -> None:
    """
    Raises:
        ConsentScopeMissing, ConsentHasNoScope
    """
    if kind is ConsentKind.BANK_ANSWERS and scope is None:
        raise ConsentScopeMissing
    if kind is not ConsentKind.BANK_ANSWERS and scope is not None:
        raise ConsentHasNoScope


def check_giver(*, kind: ConsentKind, by_staff: bool, assisted: bool) -> None:
    """Who may enter a yes. `by_staff`: from a paper; `assisted`: staff at the family's side.

    Taking a consent back has no such rule: whoever hears the family say no may record it.

    Raises:
        ConsentIsTheFamilys, PhotoNotWithStaff
    """
    if by_staff and kind is not ConsentKind.CLAIM_HELP:
        raise ConsentIsTheFamilys
    if assisted and kind is ConsentKind.PHOTO:
        raise PhotoNotWithStaff
