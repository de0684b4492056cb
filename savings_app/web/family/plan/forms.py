"""What each step of the plan asks. Nothing is filled in beforehand but the family's own answers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar, cast

import wtforms
from wtforms.validators import Optional, ValidationError

from savings_app.errors import Conflict
from savings_app.money import ZERO
from savings_app.planning.actions import StepAnswer
from savings_app.planning.kinds import STEP_KINDS, NeedKind, PlanStep
from savings_app.planning.queries import PlanView
from savings_app.planning.rules import MOST_LINES, Line, TooManyLines, living_line
from savings_app.policy.rules import SchoolLevel
from savings_app.web.fields import DateField, Filled, RupiahField, TextField
from savings_app.web.forms import Form, VersionedForm, choices, labelled, longest
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.formats import AmountMissing
from savings_app.words.refusals import sentence


class WholeNumberField(wtforms.IntegerField):
    """A small count, typed; an empty box is None and not a mistake by itself."""

    widget = wtforms.widgets.TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            super().process_formdata(valuelist)


class PlanRupiahField(RupiahField):
    """An amount of a plan: empty and 0 both say that there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, zero_is_none=True, **kwargs)
        self.type = "RupiahField"  # it is asked for as any other amount


class LineForm(Form):
    """One line: what for, and how much. An empty one is no line."""

    label = TextField(_("Untuk apa"), [longest(80)])
    amount = PlanRupiahField(_("Jumlah"))

    def validate_amount(self, field: RupiahField) -> None:
        if self.is_begun() and field.data is None and not field.process_errors:
            raise ValidationError(sentence(AmountMissing()))

    def is_begun(self) -> bool:
        return bool(self.label.data)

    def line(self, kind: NeedKind) -> Line | None:
        if self.amount.data is None:
            return None
        return Line(kind, self.amount.data, label=self.label.data)


class DebtLineForm(LineForm):
    """To whom, how much, and what it costs a month where it costs something."""

    label = TextField(_("Kepada siapa"), [longest(80)])
    amount = PlanRupiahField(_("Sisa utang"))
    costs_monthly = PlanRupiahField(_("Bunga atau biaya sebulan"))

    def is_begun(self) -> bool:
        return bool(self.label.data or self.costs_monthly.data)

    def line(self, kind: NeedKind) -> Line | None:
        plain = super().line(kind)
        return plain and replace(plain, costs_monthly=self.costs_monthly.data)


class SchoolLineForm(LineForm):
    """A child, its level and its need of a year; what is put aside is the family's own choice."""

    label = TextField(_("Nama anak, atau untuk apa"), [longest(80)])
    level = wtforms.SelectField(
        _("Jenjang sekolah"),
        filters=[lambda chosen: chosen or ""],
        choices=[
            *choices([], empty=_("Belum dipilih")),
            *labelled("school_level", SchoolLevel),
        ],
    )
    yearly_need = PlanRupiahField(_("Kebutuhan setahun"))
    amount = PlanRupiahField(_("Disisihkan dari uang ini"))

    def validate_amount(self, field: RupiahField) -> None:
        """Nothing has to be put aside for a child: a scholarship may pay all it needs."""
        if not self.yearly_need.data:
            super().validate_amount(field)

    def is_begun(self) -> bool:
        return bool(self.label.data or self.level.data or self.yearly_need.data)

    def line(self, kind: NeedKind) -> Line | None:
        if self.amount.data is None and not self.yearly_need.data:
            return None
        return Line(
            kind,
            self.amount.data or ZERO,
            label=self.label.data,
            school_level=self.school_level,
            yearly_need=self.yearly_need.data,
        )

    @property
    def school_level(self) -> SchoolLevel | None:
        chosen = str(self.level.data)
        return SchoolLevel(chosen) if chosen in set(SchoolLevel) else None


class DayOrMonthField(DateField):
    """A day, or only its month: then the first of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = "DateField"  # it is asked for as any other day

    wrong = _("Tulis bulan dan tahun lengkap, misalnya 7 dan 2028.")

    def _sent(self, formdata: Any) -> tuple[str, str, str]:
        day, month, year = super()._sent(formdata)
        return (day or "1" if month and year else day), month, year


class SavingLineForm(LineForm):
    """A pot: what for, what goes in now, what it is to hold, and from when it is used."""

    amount = PlanRupiahField(_("Disimpan sekarang"))
    target = PlanRupiahField(_("Yang dibutuhkan nanti"))
    wanted_on = DayOrMonthField(_("Dipakai mulai kapan"), [Optional()])
    in_name_of = TextField(_("Rekening atas nama siapa"), [longest(40)])

    def is_begun(self) -> bool:
        return bool(
            self.label.data or self.target.data or self.wanted_on.data or self.in_name_of.data
        )

    def line(self, kind: NeedKind) -> Line | None:
        plain = super().line(kind)
        return plain and replace(
            plain,
            target=self.target.data,
            wanted_on=self.wanted_on.data,
            in_name_of=self.in_name_of.data,
        )


class PlanForm(VersionedForm):
    """A form over a draft; `number` is the plan's version the user saw."""

    number = wtforms.HiddenField()

    def check_about(self, plan: PlanView) -> None:
        """
        Raises:
            Conflict: the form was filled from another draft than the one there is now.
        """
        if str(self.number.data or plan.number) != str(plan.number):
            raise Conflict


class StepForm(PlanForm):
    """What a step's page sends. Each step says what it answers and how it is filled again."""

    @abstractmethod
    def answer(self) -> StepAnswer:
        """What the action takes."""

    @classmethod
    @abstractmethod
    def data_of(cls, plan: PlanView) -> dict[str, Any]:
        """The family's own earlier answers, and nobody else's idea."""


class HouseholdForm(StepForm):
    members = WholeNumberField(_("Jumlah orang"), [Filled(_("Tulis jumlah orang, misalnya 4."))])
    school_children = WholeNumberField(
        _("Dari mereka, anak yang masih sekolah"),
        [Filled(_("Tulis jumlah anak, atau 0 bila tidak ada."))],
    )

    def answer(self) -> StepAnswer:
        return StepAnswer(
            household_members=self.members.data, school_children=self.school_children.data
        )

    @classmethod
    def data_of(cls, plan: PlanView) -> dict[str, Any]:
        return {"members": plan.household_members, "school_children": plan.school_children}


class LinesForm(StepForm):
    """Lines of one or more kinds; the field of a kind is named by its value."""

    step: ClassVar[PlanStep]

    def kinds(self) -> tuple[NeedKind, ...]:
        return STEP_KINDS[self.step]

    def field_of(self, kind: NeedKind) -> wtforms.FieldList[Any]:
        return cast("wtforms.FieldList[Any]", self[kind.value])

    def rows(self, kind: NeedKind) -> Iterator[LineForm]:
        for entry in self.field_of(kind).entries:
            yield entry.form

    def answer(self) -> StepAnswer:
        lines = [row.line(kind) for kind in self.kinds() for row in self.rows(kind)]
        return StepAnswer(lines=tuple(line for line in lines if line is not None))

    def add_row(self, kind: NeedKind) -> None:
        """One empty line more; what was typed stays.

        Raises:
            TooManyLines
        """
        field = self.field_of(kind)
        if len(field.entries) >= MOST_LINES:
            raise TooManyLines(most=MOST_LINES)
        field.append_entry()

    def drop_row(self, kind: NeedKind, at: int) -> None:
        """Without this line (counted from 0); one empty line always remains."""
        field = self.field_of(kind)
        if at < len(field.entries):
            del field.entries[at]
        if not field.entries:
            field.append_entry()

    @classmethod
    def data_of(cls, plan: PlanView) -> dict[str, Any]:
        return {
            kind.value: [
                {
                    "label": line.label,
                    "amount": line.amount or None,
                    "wanted_on": line.wanted_on,
                    "costs_monthly": line.costs_monthly,
                    "level": line.school_level.value if line.school_level else "",
                    "yearly_need": line.yearly_need,
                    "target": line.target,
                    "in_name_of": line.in_name_of,
                }
                for line in plan.lines_of(kind)
            ]
            for kind in STEP_KINDS[cls.step]
        }


def _rows(label: str, form: type[LineForm] = LineForm) -> wtforms.FieldList[Any]:
    return wtforms.FieldList(wtforms.FormField(form), label, min_entries=1, max_entries=MOST_LINES)


class NeedsForm(LinesForm):
    step = PlanStep.NEEDS
    utang = _rows(_("Utang"), DebtLineForm)
    pengobatan = _rows(_("Pengobatan"))
    mendesak = _rows(_("Kebutuhan mendesak"))


class SchoolForm(LinesForm):
    step = PlanStep.SCHOOL
    sekolah = _rows(_("Sekolah"), SchoolLineForm)


class BusinessForm(LinesForm):
    step = PlanStep.BUSINESS
    usaha = _rows(_("Usaha"))


class PotsForm(LinesForm):
    """The pots alone; whether there are any is asked beside them."""

    step = PlanStep.SAVING
    simpanan = _rows(_("Simpanan"), SavingLineForm)


class SavingForm(PotsForm):
    """The pots with their "Ya"."""

    def validate_simpanan(self, field: wtforms.FieldList[Any]) -> None:
        """ "Ya" needs an amount; who wants none has the other, equal, button."""
        if any(row.amount.data or row.errors for row in self.rows(NeedKind.SAVING)):
            return
        first = next(self.rows(NeedKind.SAVING)).amount
        missing = gettext('Tulis jumlah yang ingin disimpan, atau pilih "Belum sekarang".')
        first.errors = [missing]
        raise ValidationError(missing)


class CommemorationForm(StepForm):
    amount = PlanRupiahField(_("Doa arwah (mongaruwa)"))

    def answer(self) -> StepAnswer:
        if self.amount.data is None:
            return StepAnswer()
        return StepAnswer(lines=(Line(NeedKind.COMMEMORATION, self.amount.data),))

    @classmethod
    def data_of(cls, plan: PlanView) -> dict[str, Any]:
        return {"amount": next((x.amount for x in plan.lines_of(NeedKind.COMMEMORATION)), None)}


class LivingForm(StepForm):
    monthly = PlanRupiahField(_("Biaya hidup sebulan"))
    months = WholeNumberField(_("Untuk berapa bulan"))

    def validate_monthly(self, field: RupiahField) -> None:
        if self.months.data and field.data is None and not field.process_errors:
            raise ValidationError(sentence(AmountMissing()))

    def validate_months(self, field: WholeNumberField) -> None:
        if self.monthly.data is not None and field.data is None and not field.process_errors:
            raise ValidationError(gettext("Tulis untuk berapa bulan, misalnya 6."))

    def answer(self) -> StepAnswer:
        if self.monthly.data is None or self.months.data is None:
            return StepAnswer()
        return StepAnswer(lines=(living_line(monthly=self.monthly.data, months=self.months.data),))

    @classmethod
    def data_of(cls, plan: PlanView) -> dict[str, Any]:
        line = next(iter(plan.lines_of(NeedKind.LIVING)), None)
        return {"monthly": line and line.monthly, "months": line and line.months}


class AmountForm(VersionedForm):
    """Several recipients and no stated share: the family writes what it will receive."""

    amount = RupiahField(
        _("Berapa rupiah yang akan Anda terima?"),
        [Filled(_("Tulis jumlahnya dalam rupiah, misalnya 1.500.000."))],
    )


STEP_FORMS: dict[PlanStep, type[StepForm]] = {
    PlanStep.HOUSEHOLD: HouseholdForm,
    PlanStep.NEEDS: NeedsForm,
    PlanStep.COMMEMORATION: CommemorationForm,
    PlanStep.SCHOOL: SchoolForm,
    PlanStep.BUSINESS: BusinessForm,
    PlanStep.LIVING: LivingForm,
    PlanStep.SAVING: SavingForm,
}
