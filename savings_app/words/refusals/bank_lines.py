"""Refusals of saying what a bank's line is, and whose work it is."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ClassNotPossible": _("Baris ini tidak dapat menjadi itu. Pilih yang lain."),
    "LineSpokenOf": _(
        "Baris ini sudah ditetapkan atau dicocokkan. Batalkan dahulu bila itu keliru."
    ),
    "DecisionReversed": _("Penetapan ini sudah dibatalkan."),
    "LineTaken": _("Baris ini sedang diurus %(name)s."),
    "LineNoteEmpty": _("Tulis catatannya."),
}
