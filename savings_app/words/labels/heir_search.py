"""Who receives by PP 44/2015 Pasal 40(2), and where a dispute is taken."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    # What each step asks about, in the order of the law.
    "heir_step": {
        "pasangan_anak": _("Suami, istri, atau anak"),
        "garis_lurus": _("Orang tua, kakek atau nenek, dan cucu"),
        "saudara_kandung": _("Saudara kandung"),
        "mertua": _("Mertua"),
        "wasiat": _("Orang yang disebut dalam wasiat"),
    },
    "heir_question": {
        "pasangan_anak": _("Apakah almarhum meninggalkan suami, istri, atau anak?"),
        "garis_lurus": _("Apakah masih ada orang tua, kakek atau nenek, atau cucu?"),
        "saudara_kandung": _("Apakah ada saudara kandung?"),
        "mertua": _("Apakah mertua masih ada?"),
        "wasiat": _("Apakah almarhum menyebut seseorang dalam wasiat di depan notaris?"),
    },
    "heir_answer": {
        "ada": _("Ya, ada"),
        "tidak_ada": _("Tidak ada"),
        "belum_tahu": _("Belum tahu, ditanyakan dulu"),
    },
    "heir_tier": {
        "pasangan_anak": _("Suami, istri, dan anak"),
        "garis_lurus": _("Orang tua, kakek dan nenek, serta cucu"),
        "saudara_kandung": _("Saudara kandung"),
        "mertua": _("Mertua"),
        "wasiat": _("Orang yang disebut dalam wasiat"),
        "tidak_ada": _("Tidak ada penerima menurut daftar ini"),
    },
    "referred_to": {
        "kantor_desa": _("Kantor desa atau kelurahan"),
        "kua": _("KUA"),
        "pengadilan_agama": _("Pengadilan Agama"),
        "pengadilan_negeri": _("Pengadilan Negeri"),
        "bpjs": _("Kantor BPJS Ketenagakerjaan"),
    },
}
