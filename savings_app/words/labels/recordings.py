"""Voices: the pages that can be spoken, and the languages."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "recording_language": {
        "gorontalo": _("Gorontalo"),
        "suwawa": _("Suwawa"),
        "indonesia": _("Indonesia"),
    },
    "place_kind": {"keluarga": _("Halaman keluarga"), "pelajaran": _("Pelajaran")},
    "spoken": {"ada": _("Ada"), "belum": _("Belum ada")},
    "recording_end": {"diganti": _("diganti"), "ditarik": _("ditarik")},
    "recording_place": {
        "home": _("Beranda keluarga"),
        "benefit": _("Hak Anda, bagian demi bagian"),
        "papers": _("Berkas syarat"),
        "receipt": _("Apakah semuanya sudah masuk?"),
        "missing": _("Ada yang kurang"),
        "plan-start": _("Rencana: mulai"),
        "plan-household": _("Rencana: keluarga"),
        "plan-needs": _("Rencana: utang dan kebutuhan mendesak"),
        "plan-commemoration": _("Rencana: doa arwah"),
        "plan-school": _("Rencana: sekolah"),
        "plan-business": _("Rencana: usaha"),
        "plan-living": _("Rencana: hidup sehari-hari"),
        "plan-saving": _("Rencana: simpanan"),
        "plan-review": _("Rencana: periksa dan setujui"),
        "plan-agreed": _("Rencana yang sudah dibuat"),
        "plan-use": _("Rencana: uang yang terpakai"),
        "pledges": _("Simpanan: niat"),
        "pledge-choice": _("Simpanan: disimpan atau disetor"),
        "savings": _("Simpanan dari waktu ke waktu"),
        "consents": _("Persetujuan Anda"),
        "reminders": _("Pengingat"),
        "visit": _("Kunjungan petugas"),
        "support": _("Bantuan memulai lagi"),
        "complaint": _("Laporan Anda dan jawabannya"),
        "documents": _("Surat dan laporan"),
        "word": _("Ganti kata masuk"),
    },
    "audit": {
        "recording:add": _("Rekaman suara disimpan"),
        "recording:replace": _("Rekaman suara diganti"),
        "recording:withdraw": _("Rekaman suara ditarik"),
    },
}
