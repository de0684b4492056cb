"""Corrections by request: whose facts, which facts, and how far a request is."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "correction_subject": {
        "peserta": _("Data peserta"),
        "ahli_waris": _("Data penerima"),
        "gabung": _("Dua data, satu orang"),
        "pisah": _("Pisahkan data yang digabung"),
        "santunan": _("Perhitungan santunan"),
    },
    "correction_state": {
        "diajukan": _("Menunggu orang kedua"),
        "disetujui": _("Disetujui"),
        "ditolak": _("Ditolak"),
        "ditarik": _("Ditarik pengaju"),
    },
    # The facts of a person, as they are called in front of people.
    "fact": {
        "full_name": _("Nama lengkap"),
        "nik": _("NIK"),
        "nik_missing_reason": _("Alasan belum ada NIK"),
        "kpj": _("KPJ"),
        "born_on": _("Tanggal lahir"),
        "sex": _("Jenis kelamin"),
        "segment": _("Segmen"),
        "category": _("Kategori"),
        "payer": _("Penanggung iuran"),
        "months_contributed": _("Bulan iuran"),
        "region_code": _("Desa, kecamatan"),
        "member_since": _("Peserta sejak"),
        "stopped_on": _("Berhenti sejak"),
        "stop_reason": _("Alasan berhenti"),
        "relation": _("Hubungan dengan almarhum"),
        "is_recipient": _("Menerima santunan"),
        "phone": _("Nomor telepon"),
        "school_level": _("Jenjang sekolah"),
        "guardian_name": _("Nama wali"),
        "guardian_nik": _("NIK wali"),
        "guardian_proof": _("Bukti perwalian"),
        "guardian_until": _("Perwalian sampai"),
    },
    "told": {
        "case:correct": _("Data almarhum pada urusan diperbaiki"),
        "correction:request": _("Perbaikan data diajukan"),
        "correction:approve": _("Perbaikan data disetujui"),
        "correction:reject": _("Perbaikan data ditolak"),
        "correction:withdraw": _("Perbaikan data ditarik pengaju"),
    },
    "audit": {
        "correction:show-numbers": _("Nomor lengkap pada perbaikan data dibuka"),
    },
}
