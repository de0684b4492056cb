"""Which wording of a reminder helps: topics, states, outcomes."""

from __future__ import annotations

from savings_app.words.marker import _

LABELS: dict[str, dict[str, str]] = {
    "experiment_topic": {
        "tanggal_niat": _("Tanggal niat sudah dekat"),
        "belum_ada_kabar": _("Belum ada kabar dari bank"),
    },
    "experiment_state": {
        "konsep": _("Konsep"),
        "berjalan": _("Berjalan"),
        "selesai": _("Selesai"),
        "batal": _("Tidak dijalankan"),
    },
    "experiment_outcome": {
        "simpanan_3": _("Simpanan masih ada sesudah 3 bulan"),
        "simpanan_6": _("Simpanan masih ada sesudah 6 bulan"),
        "simpanan_12": _("Simpanan masih ada sesudah 12 bulan"),
        "rencana": _("Rencana disepakati dalam 3 bulan"),
    },
    "experiment_variant": {
        "A": _("A, kata-kata biasa"),
        "B": _("B"),
        "C": _("C"),
    },
    "experiment_verdict": {
        "lebih_sering": _("lebih sering daripada kata-kata biasa"),
        "lebih_jarang": _("lebih jarang daripada kata-kata biasa"),
        "belum_dapat_dikatakan": _("belum bisa dikatakan berbeda"),
    },
    "audit": {
        "experiment:write": _("Konsep uji kata-kata pengingat ditulis"),
        "experiment:change": _("Konsep uji kata-kata pengingat diubah"),
        "experiment:start": _("Uji kata-kata pengingat dimulai"),
        "experiment:end": _("Uji kata-kata pengingat diakhiri"),
        "experiment:drop": _("Konsep uji kata-kata pengingat tidak dijalankan"),
    },
}
