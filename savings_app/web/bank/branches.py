"""The officer keeps his bank's branches, where a family can go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField
from wtforms.validators import Optional

from savings_app import clock
from savings_app.actors import Permission
from savings_app.banks.actions.products import BranchFacts, add_branch, close_branch, edit_branch
from savings_app.banks.queries.products import get_own_branch, list_own_branches
from savings_app.db import get_session, transaction
from savings_app.errors import DomainError
from savings_app.paging import Order, TableSorting
from savings_app.web.columns import day_column
from savings_app.web.fields import DateField, Filled, TextField
from savings_app.web.filters import FilterForm
from savings_app.web.forms import STALE, VersionedForm, longest
from savings_app.web.guards import requires
from savings_app.web.listing import Column, Listing
from savings_app.words import gettext
from savings_app.words import lazy_gettext as _

if TYPE_CHECKING:
    from savings_app.banks.models import BankBranch

bp = Blueprint("branches", __name__, url_prefix="/branches")


class BranchForm(VersionedForm):
    name = TextField(_("Nama kantor"), [Filled(_("Tulis nama kantornya.")), longest(120)])
    address = TextField(_("Alamat"), [Filled(_("Tulis alamatnya.")), longest(200)])
    phone = TextField(_("Telepon"), [Optional(), longest(40)])

    def facts(self) -> BranchFacts:
        return BranchFacts(self.name.data or "", self.address.data or "", self.phone.data)


class CloseForm(VersionedForm):
    closed_on = DateField(_("Tutup sejak"), [Filled(_("Tulis sejak kapan tutup."))])


class BranchFilterForm(FilterForm[bool]):
    """The open ones, unless those that closed are wanted too."""

    all = BooleanField(_("Juga yang sudah tutup"))

    def wanted(self) -> bool:
        return bool(self.all.data)


SORTS: TableSorting[Any] = TableSorting(
    {"name": lambda row: (row.name,), "address": lambda row: (row.address, row.name)},
    default=Order("name"),
)
LISTING: Listing[Any] = Listing(
    name="kantor-bank",
    endpoint="bank.branches.index",
    export="bank.branches.export",
    sorting=SORTS.chosen,
    private=(),
    columns=(
        Column(
            _("Kantor"),
            lambda row: (row.name, url_for("bank.branches.edit", branch_id=row.id)),
            sort="name",
        ),
        Column(_("Alamat"), lambda row: row.address, sort="address"),
        Column(_("Telepon"), lambda row: row.phone or ""),
        day_column(_("Tutup sejak"), lambda row: row.closed_on),
    ),
)


def _rows(form: BranchFilterForm) -> Sequence[BankBranch]:
    today = clock.today()
    rows = [
        row
        for row in list_own_branches(get_session(), actor=g.actor)
        if form.wanted() or row.closed_on is None or row.closed_on > today
    ]
    return SORTS.sorted(rows, LISTING.order())


@bp.post("/")
@requires(Permission.BANK_PRODUCT_EDIT)
def search() -> ResponseReturnValue:
    return LISTING.search(BranchFilterForm())


@bp.get("/")
@requires(Permission.BANK_PRODUCT_EDIT)
def index() -> ResponseReturnValue:
    form = BranchFilterForm(LISTING.sent())
    return render_template(
        "bank/branches.html",
        form=form,
        shown=LISTING.page(LISTING.slice(_rows(form))),
        is_filtered=form.narrows(),
    )


@bp.get("/export.<any(csv, xlsx):file_type>")
@requires(Permission.BANK_PRODUCT_EDIT)
def export(file_type: str) -> ResponseReturnValue:
    return LISTING.file(file_type, _rows(BranchFilterForm(LISTING.sent())))


@bp.route("/add", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def add() -> ResponseReturnValue:
    form: Any = BranchForm.of_request()
    if form.submitted():
        try:
            with transaction() as session:
                add_branch(session, actor=g.actor, facts=form.facts(), now=clock.now_utc())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(gettext("Kantor ditambahkan."))
            return redirect(url_for(".index"), 303)
    return render_template("bank/branch_form.html", form=form, branch=None)


@bp.route("/<uuid:branch_id>", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def edit(branch_id: UUID) -> ResponseReturnValue:
    branch = get_own_branch(get_session(), actor=g.actor, branch_id=branch_id)
    form: Any = BranchForm.of_request(obj=branch)
    status = 200
    if form.submitted():

        def act() -> None:
            with transaction() as session:
                edit_branch(
                    session,
                    actor=g.actor,
                    branch_id=branch_id,
                    version=form.seen_version(),
                    facts=form.facts(),
                    now=clock.now_utc(),
                )

        status = form.attempt(act)
        if status not in (200, STALE):
            flash(gettext("Perubahan disimpan."))
            return redirect(url_for(".index"), 303)
        branch = get_own_branch(get_session(), actor=g.actor, branch_id=branch_id)
        if status == STALE:
            errors = form.form_errors
            form = BranchForm(obj=branch)
            form.form_errors = errors
    return render_template("bank/branch_form.html", form=form, branch=branch), status


@bp.route("/<uuid:branch_id>/close", methods=["GET", "POST"])
@requires(Permission.BANK_PRODUCT_EDIT)
def close(branch_id: UUID) -> ResponseReturnValue:
    branch = get_own_branch(get_session(), actor=g.actor, branch_id=branch_id)
    form: Any = CloseForm.of_request(version=branch.version)
    status = 200
    if form.submitted():

        def act() -> None:
            with transaction() as session:
                close_branch(
                    session,
                    actor=g.actor,
                    branch_id=branch_id,
                    version=form.seen_version(),
                    closed_on=form.closed_on.data,
                    now=clock.now_utc(),
                )

        status = form.attempt(act)
        if status not in (200, STALE):
            flash(gettext("Kantor ditutup. Keluarga tidak melihatnya lagi sejak hari itu."))
            return redirect(url_for(".index"), 303)
        branch = get_own_branch(get_session(), actor=g.actor, branch_id=branch_id)
        if status == STALE:
            form.version.data = str(branch.version)
    return render_template("bank/branch_close.html", form=form, branch=branch), status
