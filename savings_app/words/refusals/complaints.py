"""Refusals of complaints, their answers, and of asking again."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ComplaintEmpty": _("Tulis apa yang terjadi, dengan kata Anda sendiri."),
    "ComplaintTooLong": _("Paling banyak %(longest)s huruf. Bagian terpenting saja sudah cukup."),
    "StaffComplaintWhileAssisted": _(
        "Laporan tentang petugas tidak dapat dibuat saat petugas mendampingi, agar tetap rahasia. "
        "Masuklah sendiri dengan surat Anda, atau datang ke Inspektorat."
    ),
    "AnswerEmpty": _("Tulis jawaban untuk keluarga."),
    "ComplaintAlreadyAnswered": _("Laporan ini sudah dijawab. Jawabannya ditampilkan di bawah."),
    "AlreadyAppealed": _(
        "“Belum puas” sudah disampaikan satu kali. Sesudah ini, lapor lewat SP4N-LAPOR! atau "
        "Ombudsman."
    ),
    "NothingToAppeal": _("Laporan ini belum dijawab. Tunggu dahulu jawabannya."),
    "ComplaintNotAnswered": _("Laporan ditutup sesudah dijawab. Tulis dahulu jawabannya."),
    "NotToCheck": _("Tandanya sudah berubah. Muat ulang halamannya."),
    "ComplaintClosed": _("Laporan ini sudah ditutup."),
    "AlreadyWithInspectorate": _("Laporan ini sudah ada di Inspektorat."),
    "CaseNumberUnknown": _(
        "Nomor santunan ini tidak ada di wilayah Anda. Periksa, atau kosongkan bila pelapor tidak "
        "tahu nomornya."
    ),
    "CaseNumberNeeded": _("Tulis nomor santunan penerima yang melapor."),
    "RecipientUnclear": _(
        "Urusan ini mempunyai beberapa penerima. Tulis nomor di surat aksesnya, misalnya "
        "%(example)s."
    ),
    "ReporterNameNeeded": _("Tulis nama pelapor, atau pilih “Tanpa nama”."),
    "ReceivedInFuture": _("Tanggal diterima belum tiba."),
    "PlaceNeeded": _("Pilih desa atau kelurahan, agar laporan sampai ke kabupaten yang tepat."),
    "ReportNotFound": _(
        "Nomor dan kode ini tidak cocok, atau terlalu sering dicoba. Periksa catatan Anda dan coba "
        "lagi lima belas menit lagi."
    ),
    "AskerHandledCase": _(
        "Anda pernah mengerjakan urusan ini. Yang bertanya ulang harus orang lain, agar keluarga "
        "bebas menjawab."
    ),
    "AskedInFuture": _("Tanggal bertanya belum tiba."),
    "AskedBeforePayment": _("Santunan baru dibayar pada %(paid_on)s."),
}
