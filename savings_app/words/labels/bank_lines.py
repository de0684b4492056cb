"""What a bank's line is, why it was matched, and why it waits for a person."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "audit": {
        "match:confirm-all": _("Semua usulan yang pasti dikonfirmasi sekaligus"),
        "match:reverse-all": _("Konfirmasi sekaligus dibatalkan"),
        "bank-line:decide": _("Baris bank ditetapkan jenisnya"),
        "bank-line:reverse": _("Penetapan baris bank dibatalkan"),
        "bank-line:take": _("Baris bank diambil untuk diurus"),
        "bank-line:hand-back": _("Baris bank dikembalikan ke antrean"),
        "bank-line:note": _("Catatan pada baris bank ditulis"),
    },
    "line_history": {
        "datang": _("Masuk dari berkas bank"),
        "berkas_ditarik": _("Berkasnya ditarik kembali"),
        "dicocokkan": _("Dikonfirmasi"),
        "pencocokan_dibatalkan": _("Dibatalkan"),
        "ditetapkan": _("Ditetapkan"),
        "penetapan_dibatalkan": _("Penetapan dibatalkan"),
        "diambil": _("Diambil untuk diurus"),
        "dikembalikan": _("Dikembalikan ke antrean"),
        "diserahkan": _("Diserahkan kepada yang mencocokkan, karena bank menarik uangnya kembali"),
        "catatan": _("Catatan"),
    },
    "target_kind": {
        "payout": _("Pencairan BPJS"),
        "pledge": _("Niat menyetor"),
    },
    "line_class": {
        "pencairan": _("Pencairan BPJS"),
        "setoran": _("Setoran niat"),
        "setoran_sebagian": _("Sebagian dari setoran niat"),
        "diusulkan": _("Diusulkan, menunggu konfirmasi"),
        "imbal_hasil": _("Bunga, bagi hasil, atau bonus"),
        "pajak": _("Pajak atas bunga atau bagi hasil"),
        "biaya": _("Biaya bank"),
        "dikembalikan": _("Dibukukan lalu ditarik kembali"),
        "uang_keluar": _("Uang keluar"),
        "uang_masuk_lain": _("Uang masuk lain"),
        "pengecualian": _("Pengecualian, menunggu petugas"),
    },
    "match_reason": {
        "same_account": _("rekening sama"),
        "same_amount": _("jumlah sama"),
        "near_amount": _("jumlah hampir sama"),
        "part_amount": _("sebagian dari jumlahnya"),
        "within_dates": _("tanggal sesuai"),
        "late": _("sesudah tanggal niat"),
        "code_in_text": _("kode niat ada di berita"),
        "name_in_text": _("nama ada di berita"),
    },
    "exception_cause": {
        "tidak_ada_di_sistem": _("Tidak ada pencairan atau niat menyetor untuk rekening ini"),
        "jumlah_berbeda": _("Jumlahnya berbeda dari pencairan dan niat menyetor"),
        "di_luar_tanggal": _("Jumlahnya sama, tetapi tanggalnya terlalu jauh"),
        "sudah_ada_barisnya": _("Yang sesuai sudah dicocokkan dengan baris lain"),
        "kembar": _("Beberapa baris sama untuk satu pencairan atau niat"),
        "beberapa_kemungkinan": _("Sesuai dengan lebih dari satu pencairan atau niat"),
        "beberapa_niat_sekaligus": _("Satu setoran untuk beberapa niat sekaligus"),
        "kode_tidak_dikenal": _("Kode di berita bukan kode niat rekening ini"),
        "dikembalikan_sesudah_cocok": _("Bank menarik kembali baris yang sudah dicocokkan"),
        "pengembalian_tidak_jelas": _("Tidak jelas baris mana yang ditarik kembali"),
        "mungkin_tercatat_dua_kali": _("Mungkin uang yang sama dengan beberapa baris lain"),
        "jumlah_tidak_wajar": _(
            "Beritanya bunga, pajak, atau biaya, tetapi jumlahnya terlalu besar"
        ),
    },
    "exception_next": {
        "tidak_ada_di_sistem": _(
            "Bila bukan santunan atau setoran, catat sebagai uang masuk lain."
        ),
        "jumlah_berbeda": _(
            "Bila ini sebagian dari sebuah niat, pilih niatnya; bila bukan, catat apa baris ini."
        ),
        "di_luar_tanggal": _("Pilih sasarannya bila memang itu, dengan alasan."),
        "sudah_ada_barisnya": _(
            "Periksa baris yang sudah cocok. Bila itu keliru, batalkan; bila tidak, catat ini "
            "sebagai uang masuk lain."
        ),
        "kembar": _("Pilih baris yang benar; yang lain dicatat sebagai uang masuk lain."),
        "beberapa_kemungkinan": _("Pilih salah satu."),
        "beberapa_niat_sekaligus": _(
            "Satu baris hanya untuk satu niat. Pilih satu sebagai setorannya bila jumlahnya muat, "
            "atau catat sebagai uang masuk lain dan beri tahu Dinas."
        ),
        "kode_tidak_dikenal": _(
            "Kodenya mungkin salah tulis atau niatnya sudah diubah. Pilih niatnya, atau catat apa "
            "baris ini."
        ),
        "dikembalikan_sesudah_cocok": _(
            "Buka baris asalnya dan batalkan pencocokannya dengan alasan; sesudah itu keduanya "
            "tercatat sebagai dikembalikan."
        ),
        "pengembalian_tidak_jelas": _("Periksa baris yang dimaksud, lalu catat apa baris ini."),
        "mungkin_tercatat_dua_kali": _(
            "Satu rombongan di satu berkas, rinciannya di berkas lain. Kalau itu uang yang sama, "
            "catat yang satu sebagai uang masuk lain, atau tarik berkasnya kembali."
        ),
        "jumlah_tidak_wajar": _("Periksa di sistem bank, lalu catat apa baris ini."),
    },
}
