"""The components pages are made of: what each promises, in the HTML it prints."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict

from savings_app.money import Rupiah
from savings_app.web.fields import DateField, RupiahField
from savings_app.web.forms import Form, MoneyForm, choices

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = sorted(path.stem for path in (ROOT / "templates" / "components").glob("*.html"))


class Question(MoneyForm):
    amount = RupiahField("Berapa yang ingin disimpan?")
    born_on = DateField("Tanggal lahir")
    cause = wtforms.RadioField("Penyebab", choices=choices([("a", "Sakit"), ("b", "Kecelakaan")]))
    note = wtforms.StringField("Catatan", [wtforms.validators.Optional()])


def component(app: Flask, name: str) -> Any:
    return getattr(app.jinja_env.get_template(f"components/{name}.html").module, name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_file_holds_the_macro_of_its_name(app: Flask, name: str) -> None:
    with app.test_request_context():
        assert component(app, name).name == name


def test_a_suggestion_stands_beside_the_amount_and_never_in_it(app: Flask) -> None:
    with app.test_request_context():
        html = component(app, "money_field")(Question().amount, suggestion=Rupiah.of(9_600_000))
    assert "Rp9.600.000" in html
    box = re.search(r"<input.*?>", html, re.DOTALL)
    assert box is not None
    assert 'value=""' in box.group()
    assert "placeholder" not in box.group()
    assert "9.600.000" not in box.group()


def test_two_equal_choices_are_drawn_from_the_same_class(app: Flask) -> None:
    yes = {"text": "Ya, isi jumlah", "name": "answer", "value": "yes"}
    later = {"text": "Belum sekarang", "name": "answer", "value": "later"}
    with app.test_request_context():
        html = component(app, "equal_choice")(yes, later)
    assert re.findall(r'<button class="([^"]*)"', html) == ["button", "button"]


def test_each_error_leads_to_a_control_that_exists(app: Flask) -> None:
    sent = MultiDict({"amount": "banyak", "born_on-day": "31", "born_on-month": "2"})
    with app.test_request_context():
        form: Form = Question(sent)
        assert not form.validate()
        summary = component(app, "error_summary")(form)
        field = component(app, "field")
        page = "".join(str(field(form[name])) for name in ("amount", "born_on", "cause", "note"))
    leads = re.findall(r'href="#([^"]+)"', summary)
    assert leads == ["amount", "born_on-day", "cause-0"]
    for lead in leads:
        assert f'id="{lead}"' in page
    assert page.count('aria-invalid="true"') == len(leads)
    assert 'value="31"' in page  # what was typed comes back


def test_a_form_carries_its_token_and_its_hidden_fields(app: Flask) -> None:
    with app.test_request_context():
        form = Question()
        html = component(app, "form_open")(form=form)
    assert 'name="csrf_token"' in html
    assert f'value="{form.request_key.data}"' in html


def test_a_short_date_in_a_cell_does_not_break_and_the_cell_is_escaped(app: Flask) -> None:
    rows = [
        [
            "27 Nov 2026",
            "<b> lewat 3 Agu 2026",
            ("7 Mei 2026", "/x"),
            "27 November 2026, BB-2026-0009-1",
        ]
    ]
    drawn = str(component(app, "table")("Uji", ["A", "B", "C", "D"], rows))
    assert '<th scope="row" role="rowheader"><span class="whole">27 Nov 2026</span></th>' in drawn
    assert '&lt;b&gt; lewat <span class="whole">3 Agu 2026</span>' in drawn
    assert '<a href="/x"><span class="whole">7 Mei 2026</span></a>' in drawn
    assert '<span>27 November 2026, <span class="whole">BB-2026-0009-1</span></span>' in drawn


def test_the_bar_gives_every_rupiah_its_share_and_skips_nothings(app: Flask) -> None:
    parts = [
        {"label": "Doa arwah", "amount": Rupiah.of(10_000_000)},
        {"label": "Sekolah", "amount": Rupiah.of(0)},
        {"label": "Disimpan", "amount": Rupiah.of(30_000_000)},
    ]
    with app.test_request_context():
        html = component(app, "allocation_bar")(parts, Rupiah.of(40_000_000), "Rencana")
    bar = html[: html.index("</svg>")]
    assert set(re.findall(r' width="([\d.]+)" height="46"', bar)) == {"119.5", "358.5"}
    assert "Sekolah" in html[html.index("<table") :]


# The desk copies texts, a lesson can be read aloud, a family's answers outlive a lost connection,
# and what stands in a box of money is said in words while it is written.
SCRIPTS = {
    "layouts/government.html": "desk.js",
    "components/say_amounts.html": "say.js",
    "layouts/family.html": "keep.js",
    "public/lesson.html": "read.js",
    "public/offline.html": "keep.js",
    "public/verify.html": "check.js",
}


def test_no_component_carries_its_own_style_or_script() -> None:
    """A script is a file, and one of five; every page works without it."""
    templates = ROOT / "templates"
    for path in templates.rglob("*.html"):
        text = path.read_text()
        script = SCRIPTS.get(path.relative_to(templates).as_posix())
        if script:
            own = rf'src="{{{{ static_url\("{script}"\) }}}}"'
            tag = rf"<script {own}( data-numbers=[^>]*)? defer></script>"
            text, tags = re.subn(tag, "", text)
            assert tags == 1, path
        assert not re.search(r"\sstyle=|<style|<script", text), path


def test_the_stylesheet_stays_small() -> None:
    static = ROOT / "savings_app" / "static"
    assert len(gzip.compress((static / "app.css").read_bytes())) <= 6_500
    assert len(gzip.compress((static / "desk.css").read_bytes())) <= 2_000
    assert len(gzip.compress((static / "keying.css").read_bytes())) <= 500
    for script in SCRIPTS.values():
        assert len(gzip.compress((static / script).read_bytes())) <= 2_000
