"""How a complaint reached us, who answers it, and what was done with it. Pure."""

from __future__ import annotations

from enum import StrEnum


class ComplaintChannel(StrEnum):
    """The way it came in. Staff record all but the first, the public page and the second asking."""

    SERVICE = "layanan"  # the family, on its own page
    PHONE = "telepon"
    OFFICE = "kantor"
    LETTER = "surat"
    WHATSAPP = "whatsapp"
    PUBLIC = "umum"  # the public page, without signing in
    SECOND_ASKING = "tanya_ulang"  # somebody else asked again, and the family said no


RECORDED_CHANNELS = (
    ComplaintChannel.PHONE,
    ComplaintChannel.OFFICE,
    ComplaintChannel.LETTER,
    ComplaintChannel.WHATSAPP,
)


class Reporter(StrEnum):
    """Who says it, where staff write it down."""

    RECIPIENT = "penerima"
    OTHER = "orang_lain"
    NOBODY = "tanpa_nama"


class ComplaintInstance(StrEnum):
    """Who has to answer. Never anybody of the desa."""

    SUPERVISOR = "kepala_bidang"
    INSPECTORATE = "inspektorat"


class ComplaintDeed(StrEnum):
    """One line of a complaint's history."""

    OPENED = "dibuka"
    READ = "dibaca"
    ANSWERED = "dijawab"
    APPEALED = "banding"
    REFERRED = "dirujuk"
    CLOSED = "ditutup"
    CHECKED = "diperiksa"
    MARKED_AGAIN = "ditandai_lagi"


class ReferredTo(StrEnum):
    """Where a complaint was sent on to; the Inspektorat takes it over, the others stand beside."""

    BPJS = "bpjs_175"
    LAPOR = "sp4n_lapor"
    DISTRICT = "kecamatan"
    POLICE = "polisi"
    BANK = "bank"
    OMBUDSMAN = "ombudsman"
    INSPECTORATE = "inspektorat"


class CheckChannel(StrEnum):
    """How somebody asked again."""

    PHONE = "telepon"
    VISIT = "kunjungan"
    OFFICE = "kantor"


class CheckAnswer(StrEnum):
    """What was said when asked again. Only the first two end the asking."""

    ALL = "semua"
    SHORT = "kurang"
    UNSURE = "belum_tahu"
    NOT_REACHED = "tidak_terhubung"


DECISIVE = (CheckAnswer.ALL, CheckAnswer.SHORT)
