"""The officer keeps his bank's products: what each costs and yields, from which day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.validators import Optional, ValidationError

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.actions.products import TermFacts, add_product, add_terms, end_product
from savings_app.banks.kinds import Contract, ProductKind
from savings_app.banks.queries.products import (
    ProductRow,
    get_own_product,
    list_own_products,
    list_terms,
)
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.money import ZERO
from savings_app.paging import Order, TableSorting
from savings_app.web.columns import day_column, money_column
from savings_app.web.fields import DateField, Filled, PercentField, RupiahField, TextField
from savings_app.web.filters import FilterForm, KindFilter
from savings_app.web.forms import STALE, Form, VersionedForm, labelled, longest, required
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _
from savings_app.words.bank_products import amount_words, profit_words
from savings_app.words.labels import label

if TYPE_CHECKING:
    from savings_app.banks.models import BankProduct, BankProductTerm

bp = Blueprint("products", __name__, url_prefix="/products")
HUNDREDTHS = 100


def _hundredths(form: Form, field: PercentField) -> None:
    if field.data is not None and (field.data * HUNDREDTHS) % 1:
        raise ValidationError(gettext("Paling banyak dua angka di belakang koma."))


def _as_hundredths(percent: Decimal | None) -> int | None:
    return None if percent is None else int(percent * HUNDREDTHS)


class TermForm(Form):
    starts = DateField(_("Berlaku sejak"), [Filled(_("Tulis sejak kapan berlaku."))])
    rate = PercentField(_("Bunga setahun, persen (konvensional saja)"), [Optional(), _hundredths])
    nisbah = PercentField(_("Nisbah nasabah, persen (mudharabah saja)"), [Optional(), _hundredths])
    free = BooleanField(_("Tanpa biaya bulanan"))
    fee_month = RupiahField(_("Biaya sebulan"), [Optional()])
    minimum_opening = RupiahField(_("Setoran pertama paling sedikit"), [Optional()])
    minimum_balance = RupiahField(_("Saldo paling sedikit"), [Optional()])
    note = TextField(_("Keterangan"), [Optional(), longest(200)])
    source = TextField(_("Menurut apa"), [required(_("Tulis sumbernya.")), longest(200)])

    def terms(self) -> TermFacts:
        assert self.starts.data is not None  # noqa: S101  # `Filled` saw it
        return TermFacts(
            starts=self.starts.data,
            rate=_as_hundredths(self.rate.data),
            nisbah=_as_hundredths(self.nisbah.data),
            fee_month=ZERO if self.free.data else self.fee_month.data,
            minimum_opening=self.minimum_opening.data,
            minimum_balance=self.minimum_balance.data,
            note=self.note.data,
            source=self.source.data or "",
        )


class ProductForm(TermForm):
    name = TextField(_("Nama produk"), [Filled(_("Tulis namanya.")), longest(120)])
    kind = RadioField(
        _("Jenis"),
        [required(_("Pilih jenisnya."))],
        choices=labelled("product_kind", ProductKind),
    )
    contract = RadioField(
        _("Akad"), [required(_("Pilih akadnya."))], choices=labelled("contract", Contract)
    )


class EndForm(VersionedForm):
    ended_on = DateField(
        _("Tidak ditawarkan lagi sejak"), [Filled(_("Tulis sejak kapan tidak ditawarkan lagi."))]
    )
    reason = TextField(_("Mengapa diakhiri"), [required(_("Tulis alasannya.")), longest(200)])


class ProductFilterForm(FilterForm[ProductKind | None]):
    kind = KindFilter(_("Jenis"), ProductKind, group="product_kind")

    def wanted(self) -> ProductKind | None:
        return self.kind.chosen


class Row:
    """A product as its list shows it."""

    def __init__(self, found: ProductRow) -> None:
        self.id, self.name = found.product.id, found.product.name
        self.product, self.terms = found.product, found.terms

    @property
    def starts(self) -> date | None:
        return self.terms.starts if self.terms else None


SORTS: TableSorting[Row] = TableSorting(
    {
        "name": lambda row: (row.name,),
        "kind": lambda row: (label("product_kind", row.product.kind), row.name),
        "starts": lambda row: (row.starts or date.max, row.name),
    },
    default=Order("name"),
)


def _profit(row: Row) -> str:
    return _profit_of(row.product, row.terms)


def _profit_of(product: BankProduct, terms: BankProductTerm | None) -> str:
    return profit_words(
        product.contract.value,
        rate=terms.rate if terms else None,
        nisbah=terms.nisbah if terms else None,
    )


LISTING: Listing[Row] = Listing(
    name="produk-bank",
    endpoint="bank.products.index",
    export="bank.products.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(
            _("Produk"),
            lambda row: (row.name, url_for("bank.products.show", product_id=row.id)),
            sort="name",
        ),
        Column(_("Jenis"), lambda row: label("product_kind", row.product.kind), sort="kind"),
        Column(_("Hasilnya"), _profit),
        money_column(
            _("Biaya sebulan"),
            lambda row: row.terms.fee_month if row.terms else None,
            without=_("belum tercatat"),
        ),
        day_column(_("Ketentuan sejak"), lambda row: row.starts, sort="starts"),
        day_column(_("Ditawarkan sampai sebelum"), lambda row: row.product.ended_on),
    ),
)


def _rows(form: ProductFilterForm) -> Sequence[Row]:
    found = list_own_products(get_session(), actor=g.actor, today=clock.today())
    rows = [Row(one) for one in found if form.wanted() in {None, one.product.kind}]
    return SORTS.sorted(rows, LISTING.order())


@bp.post("/")
@requires(Permission.BANK_PRODUCT_EDIT)
def search() -> ResponseReturnValue:
    return LISTING.search(ProductFilterForm())


@bp.get("/")
@requires(Permission.BANK_PRODUCT_EDIT)
def index() -> ResponseReturnValue:
    form = ProductFilterForm(LISTING.sent())
    return render_template(
        "bank/products.html",
        form=form,
        shown=LISTING.page(LISTING.slice(_rows(form))),
        is_filtered=form.narrows(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_PRODUCT_EDIT)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _rows(ProductFilterForm(LISTING.sent())))


@bp.get("/<uuid:product_id>")
@requires(Permission.BANK_PRODUCT_EDIT)
def show(product_id: UUID) -> ResponseReturnValue:
    session = get_session()
    product = get_own_product(session, actor=g.actor, product_id=product_id)
    terms = list_terms(session, product_id=product_id)
    return render_template(
        "bank/product.html",
        product=product,
        terms=[(one, _profit_of(product, one), amount_words(one.fee_month)) for one in terms],
        amount=amount_words,
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def add() -> ResponseReturnValue:
    form = ProductForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                product = add_product(
                    session,
                    actor=g.actor,
                    name=form.name.data,
                    kind=ProductKind(form.kind.data),
                    contract=Contract(form.contract.data),
                    terms=form.terms(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Produk ditambahkan."))
            return redirect(url_for(".show", product_id=product.id), 303)
    return render_template("bank/product_form.html", form=form, product=None)


@bp.route("/<uuid:product_id>/terms", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def terms(product_id: UUID) -> ResponseReturnValue:
    """New terms from a day on; the old ones stay to be read."""
    product = get_own_product(get_session(), actor=g.actor, product_id=product_id)
    form: Any = TermForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                add_terms(
                    session,
                    actor=g.actor,
                    product_id=product_id,
                    terms=form.terms(),
                    now=clock.now_utc(),
                )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Ketentuan baru dicatat. Yang lama tetap ada."))
            return redirect(url_for(".show", product_id=product_id), 303)
    return render_template("bank/product_form.html", form=form, product=product)


@bp.route("/<uuid:product_id>/end", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def end(product_id: UUID) -> ResponseReturnValue:
    product = get_own_product(get_session(), actor=g.actor, product_id=product_id)
    form: Any = EndForm.of_request(version=product.version)
    status = 200
    if form.submitted():

        def act() -> None:
            with transaction() as session:
                end_product(
                    session,
                    actor=g.actor,
                    product_id=product_id,
                    version=form.seen_version(),
                    ended_on=form.ended_on.data,
                    reason=form.reason.data,
                    now=clock.now_utc(),
                )

        status = form.attempt(act)
        if status not in (200, STALE):
            flash(gettext("Produk diakhiri. Keluarga tidak melihatnya lagi sejak hari itu."))
            return redirect(url_for(".show", product_id=product_id), 303)
        product = get_own_product(get_session(), actor=g.actor, product_id=product_id)
        if status == STALE:
            form.version.data = str(product.version)
    return render_template("bank/product_end.html", form=form, product=product), status
