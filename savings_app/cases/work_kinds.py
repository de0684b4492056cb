"""The words of notes, visits after the payout, and becoming a paying member. Pure."""

from __future__ import annotations

from enum import StrEnum


class FollowUpState(StrEnum):
    PLANNED = "direncanakan"
    DONE = "selesai"
    STOPPED = "dihentikan"  # the family wishes no more of them; it can change its mind


class FollowUpOutcome(StrEnum):
    """How a visit went. All three count as done; none is a failure of the family."""

    MET = "bertemu"
    NOT_MET = "tidak_bertemu"
    NOT_WANTED = "tidak_ingin"


class FollowUpPlace(StrEnum):
    HOME = "rumah"
    VILLAGE_OFFICE = "kantor_desa"
    DINAS = "dinas"
    PHONE = "telepon"
    ELSEWHERE = "lain"


class StillArrived(StrEnum):
    """ "Apakah santunannya dulu masuk semua?", asked by somebody who comes later."""

    YES = "ya"
    NO = "tidak"
    UNSURE = "tidak_yakin"


class KeepsCard(StrEnum):
    """Who holds book, card and PIN. Asked without blame; the answer is help, not a finding."""

    RECIPIENT = "sendiri"
    FAMILY = "keluarga"
    SOMEBODY_ELSE = "orang_lain"
    NOT_SAID = "tidak_dijawab"


class PlanNow(StrEnum):
    """How the plan lives on. Changed is as good as followed, and no plan needs no reason."""

    FOLLOWED = "dijalankan"
    CHANGED = "berubah"
    NONE = "tidak_ada"
    NOT_SAID = "tidak_dijawab"


class ScholarshipNow(StrEnum):
    CLAIMED = "sudah"
    NOT_YET = "belum"
    NO_CHILD = "tidak_ada_anak"
    UNKNOWN = "tidak_tahu"


class OwnMembershipState(StrEnum):
    """An heir who may pay for himself from now on. Offered, never pushed."""

    OFFERED = "ditawarkan"
    THINKING = "dipikirkan"
    REGISTERED = "terdaftar"
    NOT_WANTED = "tidak_ingin"
