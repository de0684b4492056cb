"""Refusals of experiments with the wording of reminders."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "WordingMissing": _("Tulis kata-kata lain yang akan dibandingkan, dalam dua bahasa."),
    "WordingLength": _("Tulis paling sedikit %(shortest)s dan paling banyak %(longest)s huruf."),
    "WordingTells": _(
        "“%(word)s” tidak boleh ada di pesan: telepon dipakai bersama. Jangan sebut jumlah uang "
        "atau kedukaan."
    ),
    "WordingPresses": _("“%(word)s” menekan atau menyalahkan. Menabung itu sukarela."),
    "WordingOutside": _(
        "“%(word)s” tidak boleh diuji: klaim, hak, dan doa arwah selalu memakai kata-kata biasa."
    ),
    "WordingHoldsAddress": _(
        "Tulis kalimat saja, tanpa alamat atau tanda seperti @ atau /. Nama pengirim dan cara "
        "berhenti ditambahkan sendiri."
    ),
    "WordingNamesSomebody": _(
        "“%(word)s” tampak seperti nama. Pesan tidak menyebut nama siapa pun; tulis dengan huruf "
        "kecil bila bukan nama."
    ),
    "WordingTwice": _("Kata-kata B dan C sama; tidak ada yang dapat dibandingkan."),
    "TopicNotAllowed": _("Pesan ini selalu memakai kata-kata biasa."),
    "FamiliesOutOfRange": _("Tulis jumlah keluarga dari %(least)s sampai %(most)s."),
    "ExpectedOutOfRange": _("Tulis angka dari 1 sampai 99."),
    "ExperimentDaysWrong": _("Hari terakhir harus sesudah hari pertama, paling lama tiga tahun."),
    "EthicsApprovalMissing": _(
        "Belum ada persetujuan etik: tulis nomor, pemberi, dan tanggalnya lebih dahulu."
    ),
    "EthicsApprovalInFuture": _("Persetujuan etik belum berlaku pada hari ini."),
    "ExperimentOver": _("Hari terakhirnya sudah lewat. Ubah dahulu tanggalnya."),
    "ExperimentNotDraft": _("Hanya konsep yang dapat diubah atau dimulai."),
    "ExperimentNotRunning": _("Hanya yang berjalan yang dapat diakhiri."),
    "ExperimentRuns": _("“%(name)s” masih berjalan untuk pengingat yang sama."),
    "ExperimentOwn": _(
        "Yang menulis atau terakhir mengubah konsep tidak memulainya; minta kepala bidang lain."
    ),
}
