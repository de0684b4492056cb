"""Refusals of a file somebody sends."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "FileEmpty": _("Berkas ini kosong."),
    "FileTooLarge": _("Berkas ini terlalu besar. Paling besar %(megabytes)s MB."),
}
