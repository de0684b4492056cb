"""What each calculator asks. Field names are those its rules refuse by."""

from __future__ import annotations

from decimal import Decimal

from wtforms import IntegerField, RadioField
from wtforms.validators import Optional

from savings_app.money import ZERO, Rupiah
from savings_app.web.fields import Filled, PercentField, RupiahField
from savings_app.web.forms import Form, choices, required
from savings_app.words import lazy_gettext as _

INTEREST, SHARING = "interest", "sharing"


class RateForm(Form):
    """A yearly rate; left empty it is money at home, or in a book without interest."""

    rate = PercentField(_("Bunga atau bagi hasil setahun, dalam persen"), [Optional()])

    @property
    def percent(self) -> Decimal:
        return self.rate.data or Decimal(0)


class StartForm(RateForm):
    start = RupiahField(_("Uang yang sudah ada"), [Optional()], zero_is_none=True)

    @property
    def has(self) -> Rupiah:
        return self.start.data or ZERO


class LastsForm(RateForm):
    start = RupiahField(_("Uang yang ada"), [Filled(_("Tulis uang yang ada."))])
    monthly = RupiahField(_("Dipakai sebulan"), [Filled(_("Tulis yang dipakai sebulan."))])


class HowMuchForm(StartForm):
    target = RupiahField(_("Jumlah yang ingin dicapai"), [Filled(_("Tulis jumlahnya."))])
    months = IntegerField(_("Dalam berapa bulan"), [Filled(_("Tulis berapa bulan."))])


class HowLongForm(StartForm):
    target = RupiahField(_("Jumlah yang ingin dicapai"), [Filled(_("Tulis jumlahnya."))])
    monthly = RupiahField(_("Disisihkan sebulan"), [Optional()], zero_is_none=True)


class WaitingForm(HowMuchForm):
    wait = IntegerField(_("Menunggu berapa bulan"), [Filled(_("Tulis berapa bulan menunggu."))])


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
    months = IntegerField(_("Berapa bulan"), [Filled(_("Tulis berapa bulan."))])
