"""Papers that only some claims need, what to do about a paper, and how a message names it."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "paper": {
        "akta_kelahiran": _("Akta kelahiran anak"),
        "bukti_perwalian": _("Bukti perwalian"),
        "akta_wasiat": _("Akta wasiat dari notaris"),
        "penetapan_pengadilan": _("Penetapan pengadilan"),
        "bukti_pemakaman": _("Keterangan siapa yang mengurus pemakaman"),
    },
    # In a message on a shared phone: nothing here says that somebody died.
    "paper_in_message": {
        "kartu_peserta": _("kartu peserta BPJS Ketenagakerjaan"),
        "akta_kematian": _("akta dari Dukcapil, seperti sudah dibicarakan"),
        "surat_ahli_waris": _("surat keterangan keluarga dari kantor desa"),
        "ktp_ahli_waris": _("KTP"),
        "kartu_keluarga": _("kartu keluarga (KK)"),
        "buku_nikah": _("buku nikah"),
        "akta_kelahiran": _("akta kelahiran anak"),
        "bukti_perwalian": _("surat keterangan wali"),
        "akta_wasiat": _("akta dari notaris"),
        "penetapan_pengadilan": _("surat penetapan dari pengadilan"),
        "bukti_pemakaman": _("surat keterangan dari kantor desa, seperti sudah dibicarakan"),
        "buku_tabungan": _("buku tabungan"),
        "laporan_kecelakaan": _("surat laporan dari tempat kerja"),
    },
    "next_step": {
        "kartu_cari_nomor": _(
            "Cari nomornya di daftar peserta Dinas, atau tanyakan ke BPJS di nomor 175."
        ),
        "akta_lapor_dukcapil": _(
            "Lapor ke Dukcapil dengan formulir F-2.01, dua saksi, KK, dan surat dari desa atau "
            "dokter. Gratis."
        ),
        "akta_surat_desa": _("Minta surat kematian di kantor desa lebih dahulu. Gratis."),
        "waris_tanda_tangan": _(
            "Semua ahli waris menandatangani di atas meterai dengan dua saksi, lalu kepala desa "
            "dan camat."
        ),
        "waris_musyawarah": _("Para ahli waris bermusyawarah di kantor desa. Dinas tidak memihak."),
        "ktp_dukcapil": _("Rekam atau cetak ulang KTP di Dukcapil; minta surat keterangan dulu."),
        "kk_dukcapil": _("Perbarui KK di Dukcapil bersama aktanya."),
        "nikah_kua": _("Minta duplikat buku nikah di KUA tempat menikah."),
        "nikah_isbat": _("Bila belum tercatat, tanyakan isbat nikah ke Pengadilan Agama."),
        "lahir_dukcapil": _("Urus akta kelahiran di Dukcapil. Gratis."),
        "wali_tanya_bpjs": _(
            "Minta surat keterangan wali di kantor desa; Dinas menanyakan ke BPJS apakah itu cukup."
        ),
        "wasiat_notaris": _("Minta salinan aktanya kepada notaris yang membuatnya."),
        "penetapan_ajukan": _("Ajukan permohonan ke pengadilan; Dinas menunjukkan tempatnya."),
        "pemakaman_desa": _("Minta keterangan kepala desa tentang siapa yang mengurusnya."),
        "tabungan_buka": _(
            "Buka rekening atas nama penerima dengan KTP dan KK, di bank mana pun. Kartu dan PIN "
            "dipegang penerima."
        ),
        "tabungan_wali": _(
            "Untuk anak: wali membuka rekening atas nama anak (QQ) dengan akta kelahiran dan KK."
        ),
        "lapor_pemberi_kerja": _("Pemberi kerja melapor ke BPJS; Dinas mengingatkannya."),
        "dinas_menanyakan": _("Petugas Dinas menanyakan, lalu memberi kabar."),
    },
    "told": {
        "paper:ask": _("Berkas diminta"),
        "paper-file:add": _("Foto atau PDF berkas disimpan"),
        "paper-file:withdraw": _("Foto atau PDF berkas ditarik"),
        "paper-receipt:issue": _("Tanda terima berkas diberikan"),
        "heir-search:answer": _("Jawaban tentang siapa yang berhak dicatat"),
        "dispute:refer": _("Sengketa dirujuk"),
        "dispute:outcome": _("Hasil rujukan sengketa dicatat"),
    },
    "audit": {
        "paper-file:read": _("Foto atau PDF berkas dibuka"),
        "claim-sheet:open": _("Lembar klaim dengan nomor lengkap dibuka"),
        "claim-sheet:take": _("Lembar klaim dan berkasnya diunduh"),
    },
}
