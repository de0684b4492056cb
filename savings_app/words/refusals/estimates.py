"""Refusals when a bank says which product an account is of."""

from __future__ import annotations

from savings_app.words.marker import _

REFUSALS: dict[str, str] = {
    "ProductSaidAhead": _("Hari ini belum tiba. Sebut sejak kapan rekening ini memakainya."),
}
