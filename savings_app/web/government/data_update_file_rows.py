"""The rows of a file that answers a list: what each was, what it becomes, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from savings_app.data_updates.queries.files import SORTING, FileRow
from savings_app.imports.kinds import Outcome
from savings_app.web.filters import KindFilter
from savings_app.web.forms import Form
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import date_short
from savings_app.words.labels import label


def _says(kept: Mapping[str, Any] | None) -> str:
    """An answer as a text; the new one is forgotten once the file is applied."""
    if kept is None:
        return ""
    parts = [label("update_answer", kept["answer"])]
    if kept["died_on"]:
        parts.append(date_short(date.fromisoformat(kept["died_on"])))
    if kept["detail"]:
        parts.append(kept["detail"])
    if kept["replacement"]:
        parts.append(gettext("pengganti: %(name)s", name=kept["replacement"]["full_name"]))
    return " · ".join(parts)


def _becomes(row: FileRow) -> str:
    """The new answer, or why the row is refused, with its columns."""
    if not row.problems:
        return _says(row.found)
    columns = ", ".join(sorted({one["column"] for one in row.problems if one["column"]}))
    reasons = " ".join(label("cell_fault", one["why"]) for one in row.problems)
    return gettext("%(column)s: %(what)s", column=columns, what=reasons) if columns else reasons


ROWS: Listing[FileRow] = Listing(
    name="baris-pemutakhiran",
    endpoint="government.data_update_files.show",
    export="government.data_update_files.export",
    sorting=SORTING.chosen,
    private=(),
    columns=(
        Column(
            _("Baris"), lambda row: str(row.number), taken=lambda row: row.number, sort="number"
        ),
        Column(_("Nama di daftar"), lambda row: row.full_name or ""),
        Column(_("Hasil"), lambda row: label("import_outcome", row.outcome), sort="outcome"),
        Column(_("Sebelumnya"), lambda row: _says(row.before)),
        Column(_("Menjadi, atau sebab ditolak"), _becomes),
    ),
)


class OutcomeForm(Form):
    outcome = KindFilter(_("Hasil"), Outcome, group="import_outcome")


def outcome_form() -> OutcomeForm:
    return OutcomeForm(ROWS.sent())
