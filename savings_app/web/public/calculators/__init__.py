"""Calculators anybody may use: nothing is kept, and what is typed stands in no address."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from savings_app import clock
from savings_app.errors import DomainError, NotFound
from savings_app.web.guards import public
from savings_app.web.public.calculators.answers import Answer
from savings_app.web.public.calculators.kinds import CALCULATORS
from savings_app.words.conventions import convention
from savings_app.words.warnings import warning_sentence

bp = Blueprint("calculators", __name__, url_prefix="/calculators")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    ways = [
        (one.title, url_for(".show", calculator_slug=slug), one.about)
        for slug, one in CALCULATORS.items()
    ]
    return render_template("public/calculators.html", ways=ways)


@bp.route("/<calculator_slug>", methods=["GET", "POST"])
@public
def show(calculator_slug: str) -> ResponseReturnValue:
    """The questions, and after them the answer with its convention.

    Raises:
        NotFound: there is no such calculator.
    """
    calculator = CALCULATORS.get(calculator_slug)
    if calculator is None:
        raise NotFound
    form = calculator.form.of_request()
    answer: Answer | None = None
    if form.submitted():
        try:
            answer = calculator.answer(form, clock.today())
        except DomainError as refusal:
            form.show(refusal)
    return render_template(
        "public/calculator.html",
        calculator=calculator,
        form=form,
        answer=answer,
        conventions=[convention(code) for code in calculator.conventions],
        warnings=[warning_sentence(one) for one in answer.warnings] if answer else [],
    )
