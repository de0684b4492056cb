"""The sentence for each refusal: what is wrong, where, and what to do. One home for all.

`REFUSALS` maps the name of a `DomainError` class to its Indonesian sentence; the facts of the
refusal fill its `%(name)s` places. A test checks that every refusal has one.
"""

from __future__ import annotations

from datetime import date, datetime

from savings_app.errors import DomainError
from savings_app.money import Rupiah
from savings_app.words.formats import date_long, moment_long, rupiah
from savings_app.words.language import gettext


def _(message: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return message


REFUSALS: dict[str, str] = {
    # everywhere
    "NotFound": _("Halaman atau data ini tidak ada, atau bukan untuk Anda."),
    "NotPermitted": _("Anda tidak berwenang melakukan ini."),
    "Conflict": _(
        "Data ini baru saja diubah orang lain. Isian terbaru ditampilkan; periksa lalu ulangi."
    ),
    "InvalidIdentifier": _("Nomor harus %(digits)s angka; yang ditulis %(found)s."),
    # the operator's commands
    "DatabaseAddressWrong": _("DATABASE_URL bukan alamat basis data yang dapat dipakai."),
    "DatabaseUnreachable": _("Basis data tidak dapat dipakai: %(why)s"),
    "DatabaseNotMigrated": _(
        "Basis data belum sesuai dengan versi program ini. Jalankan dahulu: savings-app migrate"
    ),
    "AmountRefused": _("Ada jumlah yang tidak dapat dipakai."),
    "MonthsNotWhole": _("Bulan iuran adalah bilangan bulat, mulai dari nol."),
    "BankUnknown": _("Bank %(code)s tidak ada di daftar bank."),
    "RegionUnknown": _("Wilayah %(code)s tidak ada di daftar wilayah."),
    "ScopeNotUsed": _("Peran ini tidak memakai %(scope)s."),
    "AuditChainBroken": _(
        "Rantai jejak audit terputus pada baris %(row)s: baris itu diubah, hilang, atau disisipkan."
    ),
    "NotHealthy": _("Ada yang perlu diperbaiki."),
    "FileNotWritable": _("Berkas %(path)s tidak dapat ditulis: %(why)s."),
    "DocumentNotMade": _("Dokumen %(number)s belum dapat dibuat: %(why)s."),
    "SampleDataInProduction": _("Data contoh tidak dibuat pada layanan yang sebenarnya."),
    # amounts
    "AmountMissing": _("Tulis jumlahnya dalam rupiah, misalnya 1.500.000."),
    "AmountNotANumber": _("Jumlah hanya boleh berisi angka dan titik, misalnya 1.500.000."),
    "AmountInWords": _("Tulis jumlah lengkap dengan angka, misalnya 1.500.000."),
    "AmountNotWhole": _("Tulis rupiah bulat tanpa sen, misalnya 1.000.000."),
    "AmountNotPositive": _("Jumlah harus lebih dari nol."),
    # signing in
    "PasswordTooShort": _("Kata sandi paling sedikit %(shortest)s huruf atau angka."),
    "PasswordTooLong": _("Kata sandi paling banyak %(longest)s huruf atau angka."),
    "PasswordLikeEmail": _("Kata sandi tidak boleh memuat nama dari alamat e-mail Anda."),
    "PasswordUnchanged": _("Kata sandi baru harus berbeda dari yang lama."),
    "PasswordsDiffer": _("Kedua tulisan berbeda. Tulis kata sandi baru yang sama dua kali."),
    "WrongPassword": _("Kata sandi sekarang tidak cocok."),
    "SignInRefused": _(
        "E-mail atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi. Sesudah lima kali "
        "tidak cocok, tunggu lima belas menit."
    ),
    "EmailInvalid": _("Alamat e-mail ini tidak lengkap, misalnya nama@contoh.go.id."),
    "EmailTaken": _("Alamat e-mail ini sudah dipakai pengguna lain."),
    "ScopeMissing": _("Peran ini memerlukan %(scope)s."),
    "FamilySignInRefused": _(
        "Nomor, kode atau kata masuk, dan tanggal lahir tidak cocok. Periksa ketiganya pada surat "
        "Anda, lalu coba lagi. Sesudah lima kali tidak cocok, tunggu lima belas menit, atau minta "
        "bantuan petugas Dinas."
    ),
    "WordTooShort": _("Kata masuk paling sedikit %(shortest)s huruf."),
    "WordTooLong": _("Kata masuk paling banyak %(longest)s huruf."),
    "WordLooksLikePin": _(
        "Pakai kata, bukan angka saja. Kata masuk bukan PIN bank dan bukan tanggal lahir."
    ),
    "WordIsNumber": _(
        "Nomor di surat bukan kata masuk; orang lain dapat membacanya di surat Anda."
    ),
    "WordWhileAssisted": _(
        "Kata masuk dipilih keluarga sendiri, tanpa petugas. Akhiri pendampingan, lalu masuk "
        "dengan kode di surat."
    ),
    "WordsDiffer": _("Kedua tulisan berbeda. Tulis kata masuk yang sama dua kali."),
    "ReasonNeeded": _("Tulis alasannya."),
    "BirthDateNeeded": _("Isi dahulu tanggal lahir penerima; dipakai untuk masuk dengan surat."),
    # participants
    "SearchTooShort": _("Tulis paling sedikit %(shortest)s huruf, atau NIK atau KPJ lengkap."),
    "NikTaken": _("NIK ini sudah tercatat untuk %(holder)s. Cari dahulu orangnya."),
    "KpjTaken": _("KPJ ini sudah tercatat untuk %(holder)s. Cari dahulu orangnya."),
    "ParticipantTwice": _(
        "Sudah ada peserta dengan nama, tanggal lahir, dan desa yang sama. Cari dahulu orangnya."
    ),
    "NikOrReasonNeeded": _("Tulis NIK, atau alasan mengapa belum ada NIK."),
    "NikAndReason": _("NIK sudah ditulis. Kosongkan alasan, atau kosongkan NIK."),
    "BirthInFuture": _("Tanggal lahir ini belum terjadi."),
    "PlaceOutsideScope": _("Pilih desa atau kelurahan di wilayah kerja Anda."),
    "CategoryUnknown": _("Pilih salah satu kategori yang ada."),
    # the benefit by law
    "DeathInFuture": _("Tanggal meninggal ini belum terjadi."),
    "NotYetInForce": _(
        "Aturan pertama yang dikenal layanan ini berlaku mulai %(first)s; tanggal ini lebih awal."
    ),
    "MonthsImpossible": _("Bulan iuran antara 0 dan %(most)s."),
    "WageNeeded": _("Untuk JKK, tulis upah sebulan yang dilaporkan ke BPJS."),
    "WageImpossible": _("Upah sebulan paling banyak %(largest)s."),
    # opening a case, heirs and papers
    "CaseAlreadyOpen": _("Santunan untuk orang ini sudah diurus dengan nomor %(number)s."),
    "DeathBeforeBirth": _("Tanggal meninggal lebih awal dari tanggal lahir, %(born_on)s."),
    "PhoneInvalid": _("Nomor telepon 8 sampai 15 angka, misalnya 0812 0000 0000."),
    "GuardianNeeded": _(
        "Penerima di bawah 18 tahun memerlukan wali: nama, NIK, bukti, dan sampai kapan."
    ),
    "GuardianshipEnded": _("Hari terakhir perwalian harus sesudah hari ini."),
    "DeceasedCannotReceive": _("NIK ini milik orang yang tercatat sudah meninggal."),
    "HeirTwice": _("Orang ini sudah tercatat pada nomor santunan yang sama: %(full_name)s."),
    "SchoolLevelOfChild": _("Jenjang sekolah hanya untuk anak almarhum."),
    "HeirHasHistory": _(
        "Untuk orang ini sudah ada surat, rekening, atau pencairan; ia tetap tercatat sebagai "
        "penerima."
    ),
    "SharesDoNotAddUp": _(
        "Bagian semua penerima berjumlah %(stated)s, sedangkan santunannya %(total)s. Selisihnya "
        "%(difference)s."
    ),
    "ShareMissing": _("Tulis bagian setiap penerima, atau kosongkan semuanya."),
    "PaperDayNeeded": _("Tulis tanggal berkas ini diterima."),
    "PaperDayImpossible": _(
        "Tanggal terima tidak lebih awal dari kematian dan tidak sesudah hari ini."
    ),
    # corrections of the benefit
    "CorrectionPending": _("Masih ada perbaikan yang menunggu persetujuan."),
    "CorrectionChangesNothing": _("Isian ini sama dengan yang sekarang berlaku."),
    "CorrectionDecided": _("Perbaikan ini sudah diputuskan."),
    "SamePerson": _("Yang mengajukan tidak dapat menyetujui. Mintalah orang kedua."),
    # pledges and what banks say
    "PledgeExceedsBenefit": _(
        "Yang dapat diniatkan tetap tersimpan sekarang paling banyak %(limit)s. Niat lain yang "
        "berjalan sudah %(kept)s."
    ),
    "PledgeDayNotAhead": _("Tulis tanggal sesudah hari ini."),
    "PledgeDayTooFar": _("Paling jauh sampai %(latest)s."),
    "PledgeNeedsBenefitAccount": _("Pilih rekening tempat santunan masuk."),
    "PledgeNeedsSavingAccount": _(
        "Pilih rekening lain, bukan rekening tempat santunan masuk. Bila belum ada, tambahkan dulu."
    ),
    "PledgeNotLive": _("Niat ini sudah diubah atau dibatalkan sebelumnya."),
    "AnswerDayAhead": _("Tanggal ini belum tiba. Pilih hari ini atau hari yang sudah lewat."),
    "NotForThatPledge": _("Setoran hanya untuk niat yang disetor ke rekening lain."),
    "DepositReversed": _("Setoran ini sudah dibatalkan sebelumnya."),
    "ConsentNotLive": _(
        "Penerima belum menyetujui ini, atau sudah mencabutnya (rekening %(number)s)."
    ),
    # consents
    "ConsentScopeMissing": _("Pilih sejauh mana bank boleh menjawab."),
    "ConsentHasNoScope": _("Pilihan itu hanya untuk persetujuan jawaban bank."),
    "ConsentIsTheFamilys": _(
        "Persetujuan ini diberikan keluarga sendiri di halamannya, atau didampingi. Di atas kertas "
        "petugas hanya mencatat bantuan mengurus klaim."
    ),
    "PhotoNotWithStaff": _(
        "Persetujuan foto dan berita tidak ditanyakan saat petugas mendampingi. Keluarga dapat "
        "memilihnya sendiri nanti, atau tidak sama sekali."
    ),
    # accounts, claims and payouts
    "HolderNameDiffers": _(
        "Nama di buku tabungan berbeda dari nama penerima. Periksa bukunya; bila memang orang yang "
        "sama, centang pernyataan ini."
    ),
    "AccountUsedElsewhere": _(
        "Nomor rekening ini sudah tercatat untuk penerima lain. Pilih alasannya bila memang benar."
    ),
    "AccountAlreadyRecorded": _("Rekening ini sudah tercatat untuk penerima yang sama."),
    "AccountNotLive": _("Pilih rekening penerima yang masih dipakai untuk santunan."),
    "BankNotPartner": _("Nama pemilik hanya dapat ditanyakan kepada bank mitra."),
    "NameCheckNotOpen": _("Tidak ada pertanyaan nama yang masih terbuka untuk rekening ini."),
    "ClaimBeforeDeath": _("Klaim tidak mungkin diajukan sebelum hari meninggal, %(died_on)s."),
    "ClaimInFuture": _("Tanggal klaim belum tiba. Catat klaim setelah diserahkan."),
    "ClaimStillOpen": _("Klaim tanggal %(filed_on)s masih berada di BPJS."),
    "ClaimNotOpen": _("Klaim ini sudah dikembalikan BPJS."),
    "ReturnedBeforeFiled": _("Klaim baru diajukan pada %(filed_on)s."),
    "ReturnInFuture": _("Tanggal kembali belum tiba."),
    "PayoutBeforeDeath": _("Santunan tidak mungkin dibayar sebelum hari meninggal, %(died_on)s."),
    "PayoutBeforeClaim": _("Santunan tidak mungkin dibayar sebelum klaim tanggal %(filed_on)s."),
    "PayoutWithoutClaim": _("Catat dahulu klaim di BPJS, baru pencairannya."),
    "PayoutInFuture": _("Tanggal pencairan belum tiba. Catat uang yang sudah dibayar."),
    "PayoutIsReversal": _("Baris pembatalan tidak dapat dibatalkan. Catat pencairan yang benar."),
    "PayoutAlreadyReversed": _("Pencairan ini sudah dibatalkan."),
    "PayoutHasCredit": _("Pencairan ini sudah dicocokkan dengan mutasi bank."),
    "CreditAlreadyReversed": _("Pencocokan ini sudah dibatalkan."),
    "HandedOverBeforeIssue": _("Surat ini baru diterbitkan pada %(issued_on)s."),
    "HandedOverInFuture": _("Tanggal penyerahan belum tiba."),
    # complaints
    "ComplaintEmpty": _("Tulis apa yang terjadi, dengan kata Anda sendiri."),
    "ComplaintTooLong": _("Paling banyak %(longest)s huruf. Bagian terpenting saja sudah cukup."),
    "StaffComplaintWhileAssisted": _(
        "Laporan tentang petugas tidak dapat dibuat saat petugas mendampingi, agar tetap rahasia. "
        "Masuklah sendiri dengan surat Anda, atau datang ke Inspektorat."
    ),
    "AnswerEmpty": _("Tulis jawaban untuk keluarga."),
    "ComplaintAlreadyAnswered": _("Laporan ini sudah dijawab. Jawabannya ditampilkan di bawah."),
    # what arrived
    "NothingPaidYet": _("Belum ada pencairan yang tercatat untuk Anda. Tanyakan kepada Dinas."),
    "NothingIsMissing": _(
        "Jumlah ini tidak kurang dari hak Anda, %(own)s. Bila semuanya sudah masuk, kembali dan "
        'pilih "Ya, semua".'
    ),
    # the plan
    "LinesExceedAmount": _(
        "Semua baris bersama-sama lebih %(over)s dari uang yang direncanakan, %(amount)s. Kurangi "
        "salah satu."
    ),
    "HouseholdImpossible": _("Jumlah orang antara 1 dan %(most)s."),
    "MoreChildrenThanPeople": _("Anak yang sekolah paling banyak %(members)s, seperti isi rumah."),
    "LivingMonthsImpossible": _("Jumlah bulan antara 1 dan %(most)s."),
    "WantedOnPassed": _("Tanggal %(on)s sudah lewat. Tulis hari yang akan datang."),
    "TooManyLines": _("Paling banyak %(most)s baris. Gabungkan beberapa baris menjadi satu."),
    "PlanAmountExceedsBenefit": _(
        "Jumlah ini lebih besar dari seluruh santunan, %(total)s. Tulis bagian Anda sendiri."
    ),
    "PlanAmountUnknown": _("Tulis berapa rupiah yang akan Anda terima."),
    "PlanFinished": _(
        "Rencana ini sudah selesai dan tidak berubah lagi. Buat versi baru untuk mengubahnya."
    ),
    "PlanNotComplete": _("Masih ada pertanyaan sebelumnya yang belum dijawab."),
    # the regulation
    "RegulationRefused": _("Berkas peraturan ini belum benar. Perbaiki yang disebut, lalu ulangi."),
    "NoVersionYet": _("Belum ada versi yang berlaku pada %(on)s; yang pertama mulai %(first)s."),
    "AmountBelowZero": _("Jumlah untuk %(name)s tidak boleh di bawah nol."),
    "VersionInForce": _(
        "Versi yang mulai %(starts)s sudah berlaku dan tidak dapat diganti. Buat versi baru."
    ),
    # assisted visits
    "VisitStillOpen": _("Akhiri pendampingan dahulu, baru halamannya ditandatangani."),
    "SignedBeforeVisit": _("Pendampingan baru dimulai pada %(began_on)s."),
    "SignedInFuture": _("Tanggal tanda tangan belum tiba."),
    # documents
    "NothingToPrint": _("Belum ada yang dapat dicetak: buat rencana atau niat menabung dahulu."),
    "StatementNeedsConsent": _(
        "Penerima belum menyetujui petugas melihat jawaban bank, jadi laporan ini hanya dapat "
        "dibuat oleh keluarga sendiri."
    ),
    "DocumentNotReady": _("Surat ini masih dibuat. Tunggu sebentar, lalu muat ulang."),
    "LetterPrintedOnce": _(
        "Surat akses hanya dapat diambil satu kali. Bila hilang, buat surat baru."
    ),
    # imports of bank files and what their lines are
    "BankFileAlreadyApplied": _("Berkas yang sama sudah diterapkan pada %(on)s."),
    "BankFileAlreadyStaged": _(
        "Berkas yang sama sudah diunggah pada %(on)s dan menunggu diterapkan."
    ),
    "BankFileNotBalanced": _(
        "Saldo awal ditambah semua transaksi tidak sama dengan saldo akhir, jadi tidak ada yang "
        "disimpan."
    ),
    "NothingChosen": _("Centang paling sedikit satu baris."),
    "ProposalChanged": _(
        "Usulan ini baru saja berubah, jadi belum ada yang dikonfirmasi. Periksa daftar terbaru."
    ),
    "MatchReversed": _("Pencocokan ini sudah dibatalkan."),
    # files
    "FileEmpty": _("Berkas ini kosong."),
    "FileTooLarge": _("Berkas ini terlalu besar. Paling besar %(megabytes)s MB."),
    "AmountTooLarge": _("Jumlah ini terlalu besar. Paling banyak %(largest)s."),
    # bank files
    "BankFileEmpty": _("Berkas ini kosong."),
    "BankFileTooLarge": _("Berkas ini lebih besar dari %(limit)s MiB."),
    "BankFileNotText": _("Berkas ini bukan teks, atau disandikan dengan cara yang tidak dikenal."),
    "UnsupportedFormat": _("Berkas %(format)s tidak dapat dibaca di sini. Pakai MT940 atau CSV."),
    "UnknownFormat": _(
        "Berkas ini bukan MT940, MT942, atau tabel CSV dengan judul kolom yang dikenal."
    ),
    "HeadingsUnclear": _("Judul kolom tabel ini kurang atau ada yang berarti sama."),
    "BankFileRefused": _("Berkas bank ini tidak dapat dibaca."),
}


def _written(fact: object) -> object:
    if isinstance(fact, Rupiah):
        return rupiah(fact)
    if isinstance(fact, datetime):
        return moment_long(fact)
    if isinstance(fact, date):
        return date_long(fact)
    return fact


def sentence(refusal: DomainError) -> str:
    """What to tell the user, in the language in use."""
    for kind in type(refusal).__mro__:
        if kind.__name__ in REFUSALS:
            facts = {name: _written(fact) for name, fact in refusal.facts.items()}
            return gettext(REFUSALS[kind.__name__], **facts)
    return gettext("Ini tidak dapat dilakukan.")
