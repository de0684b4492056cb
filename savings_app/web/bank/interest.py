"""What an account should have earned beside what the bank posted, for the bank's own officer."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.queries.products import list_own_products
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError, NotFound, NotPermitted
from savings_app.reconciliation.actions.products import say_product
from savings_app.reconciliation.queries.estimates import get_estimates
from savings_app.web.estimate_table import headings, product_words, rows_of
from savings_app.web.fields import DateField, Filled
from savings_app.web.forms import Form, required
from savings_app.web.guards import requires
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

bp = Blueprint("interest", __name__, url_prefix="/interest")


class ProductForm(Form):
    product_id = SelectField(_("Produk rekening ini"), [required(_("Pilih produknya."))])
    starts = DateField(_("Sejak"), [Filled(_("Tulis sejak kapan."))])


@bp.route("/<uuid:account_id>", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def show(account_id: UUID) -> ResponseReturnValue:
    session, today = get_session(), clock.today()
    account = get_estimates(session, actor=g.actor, account_id=account_id, today=today)
    form = ProductForm.of_request()
    form.product_id.choices = [
        ("", gettext("Pilih produk")),
        *(
            (str(row.product.id), row.product.name)
            for row in list_own_products(session, actor=g.actor, today=today)
        ),
    ]
    if form.submitted():
        assert form.starts.data is not None  # noqa: S101  # `Filled` saw it
        try:
            with transaction() as session:
                say_product(
                    session,
                    actor=g.actor,
                    account_id=account_id,
                    product_id=UUID(form.product_id.data),
                    starts=form.starts.data,
                    today=today,
                    now=clock.now_utc(),
                )
        except (NotFound, NotPermitted):
            raise
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Produk rekening dicatat."))
            return redirect(url_for(".show", account_id=account_id), 303)
    return render_template(
        "bank/interest.html",
        account=account,
        product=product_words(account),
        headings=headings(),
        rows=rows_of(account),
        form=form,
    )
