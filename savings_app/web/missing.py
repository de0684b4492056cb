"""What the bank should show and does not: the columns, for the bank's list and for the Dinas's."""

from __future__ import annotations

from savings_app.reconciliation.fit_rules import TargetKind
from savings_app.reconciliation.queries.missing import MissingFilter, MissingRow
from savings_app.web.columns import day_column, money_column
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.listing import Column
from savings_app.words import lazy_gettext as _
from savings_app.words.labels import label


class MissingFilterForm(FilterForm[MissingFilter]):
    kind = KindFilter(_("Jenis"), TargetKind, group="target_kind")

    def wanted(self) -> MissingFilter:
        return MissingFilter(kind=self.kind.chosen)


COLUMNS: tuple[Column[MissingRow], ...] = (
    Column(_("Jenis"), lambda row: label("target_kind", row.kind), sort="kind"),
    day_column(_("Dibayar, atau batas niat"), lambda row: row.on, sort="day"),
    Column(
        _("Rekening"),
        lambda row: str(row.number),
        under=lambda row: row.holder_name,
        under_heading=_("Nama"),
    ),
    money_column(_("Jumlah"), lambda row: row.amount, sort="amount"),
    money_column(_("Sudah terlihat"), lambda row: row.shown),
)
