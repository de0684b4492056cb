"""What a cheap phone loads first: the heaviest family page and the stylesheet, compressed."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

from benchmarks.figure import Figure
from benchmarks.service import Service, service
from savings_app.config import ROOT

# The promise of docs: HTML and CSS together, so that the first answer is one round of packets.
LIMIT = 14_000
OK = 200
HOME = "/family/"

# What every page of a family loads beside itself.
WITH_EVERY_PAGE = ("app.css", "keep.js")


def measure() -> Figure:
    """The limit stands in the place of a floor: no page without us says the same."""
    here = service()
    client = _family(here)
    pages = {path: client.get(path) for path in _pages(here)}
    sizes = {
        path: len(gzip.compress(page.data, 6))
        for path, page in pages.items()
        if page.status_code == OK and page.mimetype == "text/html"
    }
    if HOME not in sizes:
        raise SystemExit(f"{HOME}: {pages[HOME].status}")
    heaviest = max(sizes, key=lambda path: sizes[path])
    static = ROOT / "savings_app" / "static"
    files = sum(len(gzip.compress((static / name).read_bytes(), 6)) for name in WITH_EVERY_PAGE)
    name = f"first load of {heaviest} (of {len(sizes)} pages)"
    return Figure(name, sizes[heaviest] + files, LIMIT, "B", most=LIMIT)


def _family(here: Service) -> FlaskClient:
    """The first family, signed in with its letter, its own word chosen."""
    family = here.made["families"][0]
    year, month, day = family["birth_date"].split("-")
    client = here.app.test_client()
    client.post(
        "/sign-in",
        data={
            "number": family["recipient"],
            "secret": family["code"],
            "born_on-day": day,
            "born_on-month": month,
            "born_on-year": year,
        },
    )
    word = {"word": "pohon kelapa tiga", "again": "pohon kelapa tiga"}
    client.post("/family/word/", data=word)
    return client


def _pages(here: Service) -> list[str]:
    """Every family page that needs nothing in its address."""
    return sorted(
        rule.rule
        for rule in here.app.url_map.iter_rules()
        if rule.rule.startswith("/family/") and "GET" in (rule.methods or ()) and not rule.arguments
    )
