"""The words of a case: states, kinds, whose turn. Pure, so that rules and pages share them."""

from __future__ import annotations

from enum import StrEnum

from savings_app.policy.rules import Programme, SchoolLevel

__all__ = [
    "AccountPurpose",
    "BringsIt",
    "ComplaintAbout",
    "ComplaintState",
    "HeirAnswer",
    "HeirStep",
    "HeirTier",
    "LetterState",
    "NameCheck",
    "PaperFileType",
    "PaperKind",
    "PaperState",
    "PayoutKind",
    "PlanOutcome",
    "Programme",
    "ReferredTo",
    "Relation",
    "SchoolLevel",
    "SharedAccountReason",
    "Stage",
    "Turn",
]


class Stage(StrEnum):
    """Where a case stands; kept on the row by `cases.stage`, computed by `cases.rules`."""

    PAPERS = "papers"  # papers, account or letter still missing
    READY = "ready"  # everything there, the claim can go out
    CLAIMED = "claimed"  # with BPJS
    PAID = "paid"  # paid, the family has not said yet what arrived
    ARRIVED = "arrived"  # the family said it arrived in full
    SHORT = "short"  # paid is not entitled, or the family says something is missing
    FINISHED = "finished"  # every recipient has a plan or said "belum sekarang"


class Turn(StrEnum):
    """Whose turn it is."""

    DINAS = "dinas"
    FAMILY = "family"
    BPJS = "bpjs"
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"


class Relation(StrEnum):
    SPOUSE = "pasangan"
    CHILD = "anak"
    PARENT = "orang_tua"
    GRANDCHILD = "cucu"
    GRANDPARENT = "kakek_nenek"
    SIBLING = "saudara"
    PARENT_IN_LAW = "mertua"
    NAMED = "penerima_wasiat"
    OTHER = "lainnya"


class HeirStep(StrEnum):
    """The questions of PP 44/2015 Ps. 40(2), in its order; each is asked when all before are no."""

    SPOUSE_OR_CHILD = "pasangan_anak"
    BLOOD_LINE = "garis_lurus"  # parents, grandparents, grandchildren
    SIBLING = "saudara_kandung"
    PARENT_IN_LAW = "mertua"
    NAMED = "wasiat"  # a person named in a will made before a notary


class HeirAnswer(StrEnum):
    YES = "ada"
    NO = "tidak_ada"
    UNKNOWN = "belum_tahu"


class HeirTier(StrEnum):
    """Who the law names: the first question answered yes, or nobody where all are no."""

    SPOUSE_OR_CHILD = "pasangan_anak"
    BLOOD_LINE = "garis_lurus"
    SIBLING = "saudara_kandung"
    PARENT_IN_LAW = "mertua"
    NAMED = "wasiat"
    NOBODY = "tidak_ada"


class ReferredTo(StrEnum):
    """Where a dispute was taken. The software takes no side."""

    VILLAGE = "kantor_desa"
    RELIGIOUS_OFFICE = "kua"
    RELIGIOUS_COURT = "pengadilan_agama"
    DISTRICT_COURT = "pengadilan_negeri"
    BPJS = "bpjs"


class PlanOutcome(StrEnum):
    """Both are finished, and neither is better."""

    AGREED = "agreed"
    NOT_NOW = "not_now"


class PaperKind(StrEnum):
    """What BPJS asks for (PP 44/2015 Ps. 40(3) and practice)."""

    PARTICIPANT_CARD = "kartu_peserta"
    DEATH_CERTIFICATE = "akta_kematian"
    HEIR_LETTER = "surat_ahli_waris"
    HEIR_IDENTITY = "ktp_ahli_waris"
    FAMILY_CARD = "kartu_keluarga"
    MARRIAGE_BOOK = "buku_nikah"
    BIRTH_CERTIFICATE = "akta_kelahiran"
    GUARDIAN_PROOF = "bukti_perwalian"
    WILL = "akta_wasiat"  # a notary's deed
    COURT_RULING = "penetapan_pengadilan"
    BURIAL_PROOF = "bukti_pemakaman"  # who arranged the burial, where nobody receives
    PASSBOOK = "buku_tabungan"
    ACCIDENT_REPORT = "laporan_kecelakaan"


class PaperFileType(StrEnum):
    """What is kept of an upload; every photo is kept as a JPEG."""

    JPEG = "jpg"
    PDF = "pdf"


class PaperState(StrEnum):
    MISSING = "belum"
    RECEIVED = "ada"
    UNAVAILABLE = "belum_bisa"  # "belum bisa didapat", with the reason


class BringsIt(StrEnum):
    FAMILY = "keluarga"
    VILLAGE = "desa"
    CIVIL_REGISTRY = "dukcapil"
    DINAS = "dinas"
    BANK = "bank"
    EMPLOYER = "pemberi_kerja"


class LetterState(StrEnum):
    ISSUED = "issued"  # the code still opens the door
    USED = "used"  # the family chose its kata masuk
    REPLACED = "replaced"


class AccountPurpose(StrEnum):
    BENEFIT = "santunan"  # BPJS pays into it
    SAVING = "simpanan"  # a pledge's other account: SimPel, deposito


class NameCheck(StrEnum):
    """How the holder's name is known."""

    FAMILY_PROOF = "bukti_keluarga"  # the passbook shown
    ASKED = "ditanyakan"  # the partner bank has been asked
    CONFIRMED = "ya"
    DIFFERENT = "tidak"


class SharedAccountReason(StrEnum):
    """Why two recipients have one account number, as a person decided."""

    GUARDIAN = "wali"  # the guardian's account, for a minor
    SAME_PERSON = "orang_sama"  # the same person receives in two cases
    JOINT = "bersama"  # an account of two names
    WRITTEN_WRONG = "salah_catat"  # the other record is wrong and will be ended


class PayoutKind(StrEnum):
    """Only BENEFIT counts in "paid ≠ entitled"; the others are lines of their own."""

    BENEFIT = "santunan"
    SCHOLARSHIP = "beasiswa"
    JHT = "jht"
    JP = "jp"
    LATE_COMPENSATION = "kompensasi"


class ComplaintAbout(StrEnum):
    AMOUNT = "jumlah"  # not all of it arrived
    ASKED_FOR_PART = "potongan"  # somebody asks for a part
    STAFF = "petugas"  # goes to the Inspektorat alone
    OTHER = "lain"


class ComplaintState(StrEnum):
    OPEN = "terbuka"
    ANSWERED = "dijawab"
    APPEALED = "banding"  # the answer was not enough; the next instance looks at it
    CLOSED = "ditutup"
