"""What each calculator asks. Field names are those its rules refuse by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import FieldList, FormField, RadioField, SelectField
from wtforms.validators import Optional

from savings_app.calculators.caution import BankKind
from savings_app.calculators.interest import Basis, Method
from savings_app.money import ZERO, Rupiah
from savings_app.web.fields import (
    AskedByTheRules,
    DateField,
    Filled,
    PercentField,
    RupiahField,
    WholeField,
)
from savings_app.web.forms import Form, choices, required
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

INTEREST, SHARING = "interest", "sharing"
RECORDED, NOT_RECORDED = "yes", "no"
ROWS = 6  # of balances: as many as a month of a passbook often has


def _rate() -> PercentField:
    """A yearly rate; left empty it is money at home, or in a book without interest."""
    return PercentField(_("Bunga atau bagi hasil setahun, dalam persen"), [Optional()])


def _start() -> RupiahField:
    return RupiahField(_("Uang yang sudah ada"), [Optional()], zero_is_none=True)


def _target() -> RupiahField:
    return RupiahField(_("Jumlah yang ingin dicapai"), [Filled(_("Tulis jumlahnya."))])


def _months() -> WholeField:
    return WholeField(_("Dalam berapa bulan"), [Filled(_("Tulis berapa bulan."))])


class GoalForm(Form):
    """What the goals share: money there is already, and a rate, either of which may be left out."""

    start: Any
    rate: Any

    @property
    def has(self) -> Rupiah:
        return self.start.data or ZERO

    @property
    def percent(self) -> Decimal:
        return self.rate.data or Decimal(0)


class LastsForm(GoalForm):
    start = RupiahField(_("Uang yang ada"), [Filled(_("Tulis uang yang ada."))])
    monthly = RupiahField(_("Dipakai sebulan"), [Filled(_("Tulis yang dipakai sebulan."))])
    rate = _rate()


class HowMuchForm(GoalForm):
    target = _target()
    months = _months()
    start = _start()
    rate = _rate()


class HowLongForm(GoalForm):
    target = _target()
    monthly = RupiahField(_("Disisihkan sebulan"), [Optional()], zero_is_none=True)
    start = _start()
    rate = _rate()


class WaitingForm(GoalForm):
    target = _target()
    months = _months()
    wait = WholeField(_("Menunggu berapa bulan"), [Filled(_("Tulis berapa bulan menunggu."))])
    start = _start()
    rate = _rate()


class SavingsForm(Form):
    balance = RupiahField(_("Saldo di rekening"), [Filled(_("Tulis saldonya."))])
    rate = PercentField(_("Bunga setahun, dalam persen"), [Filled(_("Tulis bunganya."))])
    fee = RupiahField(_("Biaya bank sebulan"), [Optional()], zero_is_none=True)


class DepositForm(Form):
    kind = RadioField(
        _("Jenis simpanan"),
        [required(_("Pilih jenisnya."))],
        choices=choices(
            [(INTEREST, _("Deposito dengan bunga")), (SHARING, _("Deposito syariah (bagi hasil)"))]
        ),
    )
    principal = RupiahField(_("Uang yang disimpan"), [Filled(_("Tulis jumlahnya."))])
    rate = PercentField(
        _("Bunga, atau perkiraan bagi hasil, setahun dalam persen"), [Filled(_("Tulis angkanya."))]
    )
    months = WholeField(_("Berapa bulan"), [Filled(_("Tulis berapa bulan."))])


class GuaranteeForm(Form):
    kind = RadioField(
        _("Jenis bank"),
        [required(_("Pilih jenis banknya."))],
        choices=choices(
            [
                (BankKind.COMMERCIAL, _("Bank umum, misalnya BRI atau Bank SulutGo")),
                (BankKind.RURAL, _("BPR atau BPR Syariah")),
            ]
        ),
    )
    amount = RupiahField(
        _("Semua simpanan Anda di bank itu"), [Filled(_("Tulis jumlah semua simpanan di sana."))]
    )
    rate = PercentField(_("Bunga setahun, dalam persen"), [Filled(_("Tulis bunganya."))])
    recorded = RadioField(
        _("Apakah tercatat di buku tabungan, bilyet, atau aplikasi bank?"),
        [required(_("Pilih ya atau belum."))],
        choices=choices([(RECORDED, _("Ya, tercatat")), (NOT_RECORDED, _("Belum, atau ragu"))]),
    )


class BalanceRow(Form):
    """A balance and for how many days it stood: both numbers or neither."""

    amount = RupiahField(_("Saldo"), [AskedByTheRules()], zero_is_none=True)
    days = WholeField(_("Berapa hari"), [AskedByTheRules()])

    is_needed = False

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        is_begun = self.is_needed or self.is_filled
        if is_begun and not self.amount.errors and not self.amount.typed.strip():
            self.amount.errors = [gettext("Tulis saldonya; 0 boleh.")]
        if is_begun and not self.days.errors and self.days.data is None:
            self.days.errors = [gettext("Tulis berapa hari saldo ini bertahan.")]
        return not self.errors

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in the row, right or wrong."""
        return any(text.strip() for field in self for text in field.raw_data or () if text)


class BalancesForm(Form):
    """Balances that change, each for so many days, in the order in which they stood."""

    method = RadioField(
        _("Saldo mana yang diberi bunga?"),
        [required(_("Pilih saldo mana; bank menuliskannya di syarat tabungan."))],
        choices=choices(
            [
                (Method.DAILY, _("Saldo tiap hari")),
                (Method.AVERAGE, _("Saldo rata-rata")),
                (Method.LOWEST, _("Saldo terendah")),
            ]
        ),
    )
    rows = FieldList(FormField(BalanceRow), min_entries=ROWS, max_entries=ROWS)
    rate = PercentField(_("Bunga setahun, dalam persen"), [Filled(_("Tulis bunganya."))])
    basis = SelectField(
        _("Setahun dihitung berapa hari?"),
        choices=choices(
            [
                (Basis.D365, _("365 hari")),
                (Basis.D360, _("360 hari")),
                (Basis.ACTUAL, _("Menurut kalender: 365 atau 366")),
            ]
        ),
    )
    starts = DateField(_("Hari pertama"), [Optional()])
    bears_from = RupiahField(_("Saldo paling kecil yang berbunga"), [Optional()], zero_is_none=True)

    def validate(self, extra_validators: Any = None) -> bool:
        self.rows[0].form.is_needed = True
        return super().validate(extra_validators)

    def balances(self) -> list[tuple[Rupiah, int]]:
        """The filled rows, in order; how many days there may be is for the rules to say."""
        return [
            (row.form.amount.data or ZERO, row.form.days.data or 0)
            for row in self.rows
            if row.form.is_filled
        ]
