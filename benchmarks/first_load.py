"""What a cheap phone loads first: each family page with all it links to, compressed.

Every family of the sample walks through all it can open, in each language. Its plan is begun anew
with every box filled, so that the questions are as long as they get.

    .venv/bin/python -m benchmarks.first_load

prints every page, the heaviest first.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

from flask.testing import FlaskClient

from benchmarks.figure import Figure
from benchmarks.service import Service, service
from savings_app.words import LANGUAGES

# The promise of docs: HTML, CSS, script and pictures together, one round of packets.
LIMIT = 14_000
OK = 200
HOME = "/family/"
WORD = {"word": "pohon kelapa tiga", "again": "pohon kelapa tiga"}
# What a page loads beside itself before anybody presses anything.
LOADED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon|manifest)"|script|img)[^>]*?(?:href|src)="([^"]+)"'
)
LINKED = re.compile(r'href="(/family/[^"#?]*)"')
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# What a family may answer to each question of its plan; as many lines as the page has room for.
FULL: dict[str, dict[str, str]] = {
    "household": {"members": "6", "school_children": "3"},
    "needs": {
        f"{kind}-{at}-{box}": text
        for kind in ("utang", "pengobatan", "mendesak")
        for at in range(3)
        for box, text in (
            ("label", f"kepada tetangga ke-{at}"),
            ("amount", "150.000"),
            ("costs_monthly", "15.000"),
        )
    },
    "commemoration": {"amount": "1.000.000"},
    "school": {
        f"sekolah-{at}-{box}": text
        for at in range(3)
        for box, text in (
            ("label", f"anak ke-{at}"),
            ("level", "smp"),
            ("yearly_need", "3.500.000"),
            ("amount", "500.000"),
        )
    },
    "business": {"usaha-0-label": "kios", "usaha-0-amount": "2.000.000"},
    "living": {"monthly": "500.000", "months": "6"},
    "saving": {
        f"simpanan-{at}-{box}": text
        for at in range(3)
        for box, text in (
            ("label", f"celengan ke-{at}"),
            ("amount", "500.000"),
            ("target", "15.000.000"),
            ("wanted_on-month", "7"),
            ("wanted_on-year", "2035"),
            ("in_name_of", "anak pertama"),
        )
    },
}


def measure() -> Figure:
    """The limit stands in the place of a floor: no page without us says the same."""
    sizes = measured_pages(service())
    heaviest = max(sizes, key=lambda page: sizes[page])
    name = f"first load of {heaviest} (of {len(sizes)} pages)"
    return Figure(name, sizes[heaviest], LIMIT, "B", most=LIMIT)


def measured_pages(here: Service) -> dict[str, int]:
    """Bytes of each family page's first load; of the pages of one kind the heaviest stands."""
    sizes: dict[str, int] = {}
    for family in here.made["families"]:
        client = _signed_in(here, family)
        _fill_the_plan(client)
        for language in LANGUAGES:
            client.get(f"/language/{language}")
            for path, size in _walked(client):
                page = f"{IDS.sub('…', path)} ({language})"
                sizes[page] = max(size, sizes.get(page, 0))
    if f"{HOME} (id)" not in sizes:
        raise SystemExit(f"{HOME} was not reached")
    return sizes


def _walked(client: FlaskClient) -> Iterator[tuple[str, int]]:
    """Every page that a link or an address without arguments leads to, with its bytes."""
    rules = client.application.url_map.iter_rules()
    waiting = [
        rule.rule
        for rule in rules
        if rule.rule.startswith("/family/") and "GET" in (rule.methods or ()) and not rule.arguments
    ]
    waiting += [f"/family/plan/{question}" for question in FULL]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        kind = IDS.sub("…", path)
        if kind in seen:
            continue
        seen.add(kind)
        page = client.get(path)
        if page.status_code != OK or page.mimetype != "text/html":
            continue
        yield path, _first_load(client, page.data)
        waiting += LINKED.findall(page.text)


def _first_load(client: FlaskClient, page: bytes) -> int:
    files = set(LOADED.findall(page.decode()))
    return _compressed(page) + sum(_compressed(client.get(file).data) for file in files)


def _compressed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def _signed_in(here: Service, family: dict[str, str]) -> FlaskClient:
    """A family with its letter, its own word chosen."""
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
    client.post("/family/word/", data=WORD)
    return client


def _fill_the_plan(client: FlaskClient) -> None:
    client.post("/family/plan/revise")
    client.post("/family/plan/", data={"do": "begin", "amount": "42.000.000"})
    for question, boxes in FULL.items():
        client.post(f"/family/plan/{question}", data={"do": "next", **boxes})


if __name__ == "__main__":
    found = measured_pages(service())
    for page in sorted(found, key=lambda page: -found[page]):
        print(f"{found[page]:>7,}  {page}")
