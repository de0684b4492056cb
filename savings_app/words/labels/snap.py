"""Statements asked of a bank over SNAP: how it went, and what to do where it did not."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "snap-pull:plan": _("Mutasi ditanyakan kepada bank"),
        "snap-pull:finish": _("Mutasi diterima dari bank"),
        "snap-pull:fail": _("Mutasi tidak diterima dari bank"),
        "snap-pull:retry": _("Permintaan mutasi dicoba lagi"),
    },
    "snap_pull_state": {
        "menunggu": _("Menunggu"),
        "selesai": _("Selesai"),
        "gagal": _("Gagal"),
        "dihentikan": _("Dihentikan"),
    },
    "snap_pull_cause": {
        "tanda_tangan": _("Bank menolak tanda tangan kami"),
        "token": _("Bank tidak menerima token"),
        "ditolak": _("Bank menolak permintaan"),
        "terlalu_sering": _("Terlalu sering bertanya menurut bank"),
        "bank_terganggu": _("Layanan bank terganggu"),
        "tidak_menjawab": _("Bank tidak menjawab"),
        "sambungan_tidak_aman": _("Sertifikat bank tidak dapat dipercaya"),
        "jawaban_rusak": _("Jawaban bank tidak terbaca"),
        "jawaban_terlalu_besar": _("Jawaban bank terlalu besar"),
        "halaman_tanpa_akhir": _("Halaman dari bank tidak berakhir"),
        "dialihkan": _("Alamat bank mengalihkan ke tempat lain"),
        "nomor_permintaan_ganda": _("Nomor permintaan dianggap ganda oleh bank"),
        "tidak_seimbang": _("Saldo dan transaksi dari bank tidak cocok"),
        "belum_disetel": _("Sambungan ke bank belum disetel"),
        "tanpa_persetujuan": _("Persetujuan pemilik tidak ada lagi"),
        "tanpa_perjanjian": _("Perjanjian kerja sama tidak berlaku"),
        "kesalahan_di_sini": _("Terjadi kesalahan di layanan ini"),
    },
    # What a person does about it.
    "snap_pull_remedy": {
        "tanda_tangan": _("Minta pengelola memeriksa kunci dan rahasia, lalu coba lagi."),
        "token": _("Minta pengelola memeriksa kunci di bank, lalu coba lagi."),
        "ditolak": _("Tanyakan kepada bank dengan kode jawabannya, lalu coba lagi."),
        "terlalu_sering": _("Tunggu sebentar, lalu coba lagi."),
        "bank_terganggu": _("Tunggu layanan bank pulih, lalu coba lagi."),
        "tidak_menjawab": _("Periksa apakah layanan bank berjalan, lalu coba lagi."),
        "sambungan_tidak_aman": _("Jangan diteruskan. Minta pengelola bertanya kepada bank."),
        "jawaban_rusak": _("Coba lagi; bila tetap, tanyakan kepada bank."),
        "jawaban_terlalu_besar": _("Unggah berkas rekening koran untuk hari-hari ini."),
        "halaman_tanpa_akhir": _("Tanyakan kepada bank; sementara itu unggah berkasnya."),
        "dialihkan": _("Minta pengelola memeriksa alamat bank."),
        "nomor_permintaan_ganda": _("Coba lagi; bila tetap, tanyakan kepada bank."),
        "tidak_seimbang": _("Tidak ada yang disimpan. Bandingkan dengan rekening koran."),
        "belum_disetel": _("Minta pengelola menyetel sambungan ke bank."),
        "tanpa_persetujuan": _("Tidak perlu apa-apa; rekening ini tidak ditanyakan lagi."),
        "tanpa_perjanjian": _("Catat perjanjian yang berlaku, lalu coba lagi."),
        "kesalahan_di_sini": _("Coba lagi; bila tetap, laporkan kepada pengelola."),
    },
}
