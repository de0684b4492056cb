"""What the form's own shape refuses, in our words."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import StringField

from savings_app.web.fields import DateField, Filled, RupiahField, TextField
from savings_app.web.forms import Form, required


class Sample(Form):
    reason = TextField("Alasan", [required("Tulis alasannya.")])
    word = StringField("Kata", [required()])
    amount = RupiahField("Jumlah", [Filled("Tulis jumlahnya.")])
    on = DateField("Hari", [Filled("Tulis tanggalnya.")])


GOOD = {
    "reason": "salah catat",
    "word": "kata",
    "amount": "1.500.000",
    "on-day": "5",
    "on-month": "3",
    "on-year": "2026",
}


def errors_of(app: Flask, **changes: str) -> dict[str, list[str]]:
    with app.test_request_context("/", method="POST", data={**GOOD, **changes}):
        form = Sample.of_request()
        form.submitted()
        return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


def test_a_whole_form_has_no_errors(app: Flask) -> None:
    assert errors_of(app) == {}


@pytest.mark.parametrize("blank", ["", "   ", "\t", "\x00"])
def test_spaces_are_nothing_typed(app: Flask, blank: str) -> None:
    assert errors_of(app, reason=blank) == {"reason": ["Tulis alasannya."]}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-1", "lebih dari nol"),
        ("0", "lebih dari nol"),
        ("1e99", "hanya boleh berisi angka"),
        ("1.000.000,50", "tanpa sen"),
        ("Rp 1,5 juta", "lengkap dengan angka"),
        ("9" * 400, "terlalu besar"),
        ("١٢٣", "hanya boleh berisi angka"),
        ("", "Tulis jumlahnya."),
    ],
)
def test_a_wrong_amount_says_what_is_wrong(app: Flask, typed: str, says: str) -> None:
    (sentence,) = errors_of(app, amount=typed)["amount"]
    assert says in sentence


@pytest.mark.parametrize(
    "parts",
    [
        ("30", "2", "2026"),
        ("5", "13", "2026"),
        ("x", "3", "2026"),
        ("5", "3", "26"),
        ("9" * 10, "3", "2026"),
        ("5", "9" * 300, "2026"),
        ("5", "3", "9" * 10),
        ("٥", "3", "2026"),
    ],
)
def test_an_impossible_date_is_no_missing_date(app: Flask, parts: tuple[str, str, str]) -> None:
    day, month, year = parts
    (sentence,) = errors_of(app, **{"on-day": day, "on-month": month, "on-year": year})["on"]
    assert "Tanggal ini tidak ada" in sentence


def test_a_day_in_one_piece_is_as_impossible(app: Flask) -> None:
    for whole in ("2026-02-30", f"2026-03-{'9' * 300}", f"{'9' * 300}-03-05"):
        parts = {"on-day": "", "on-month": "", "on-year": "", "on": whole}
        assert "Tanggal ini tidak ada" in errors_of(app, **parts)["on"][0]
