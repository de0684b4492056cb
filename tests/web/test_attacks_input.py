"""What no browser of ours would send: answered with a page, on both databases, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from urllib.parse import quote

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from savings_app.actors import ROLE_PERMISSIONS, Role
from savings_app.web.public.language import own_path
from tests.builders import make_user
from tests.databases import POSTGRESQL, SQLITE
from tests.web.doors import enter_as, enter_with
from tests.web.test_attacks_strangers import SENT, addresses
from tests.web.world import World, make_world

HUGE = "9" * 5000
BEYOND = "9" * 25
MEGABYTE = 1024 * 1024


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


def enter(client: FlaskClient, session: Session, world: World, role: Role) -> None:
    if role is Role.FAMILY:
        enter_with(client, world.letter)
    elif role is Role.BANK_OFFICER:
        enter_as(client, world.officer)
    else:
        enter_as(client, make_user(session, role=role))


NUL = "a\x00b"
FIELDS = ("q", "email", "password", "number", "secret", "text", "about", "story", "goal", "answer")
HOSTILE: list[Callable[[str], str]] = [  # a NUL ends a request, so it comes by itself
    lambda address: f"{address}?page={BEYOND}&before={BEYOND}&year={BEYOND}&state=answered",
    lambda address: f"{address}?page=999999999&year=-1&before=-1&state=answered",
    lambda address: f"{address}?q={quote(NUL)}&case={quote(NUL)}&on={quote(NUL)}&numbers=full",
    lambda address: f"{address}?q=%25_%5C%5C%ED%A0%80&district=%27&stage=%3Cb%3E&on=2026-02-30",
]


@pytest.mark.parametrize("role", [Role.FAMILY, Role.BANK_OFFICER, Role.SUPERVISOR, Role.AUDITOR])
def test_no_query_string_breaks_a_page(
    app: Flask, client: FlaskClient, session: Session, role: Role
) -> None:
    world = make_world(session)
    enter(client, session, world, role)
    for method, address, permission, _row in addresses(app, world):
        if method != "GET" or permission not in ROLE_PERMISSIONS[role]:
            continue
        for hostile in HOSTILE:
            page = client.get(hostile(address))
            assert page.status_code < 500, hostile(address)


@pytest.mark.parametrize("role", [Role.FAMILY, Role.BANK_OFFICER, Role.SUPERVISOR, Role.AUDITOR])
def test_no_form_breaks_a_page(
    app: Flask, client: FlaskClient, session: Session, role: Role
) -> None:
    world = make_world(session)
    forms = (
        dict.fromkeys((*FIELDS, *SENT), NUL),
        {**SENT, "version": HUGE, "months": HUGE, "amount": HUGE, "choices": NUL},
        {
            **SENT,
            "request_key": NUL,
            "rows-0-account": str(world.ids["account_id"]),
            "rows-0-asked": HUGE,
            "rows-0-answer": "yes",
            "paper": NUL,
        },
    )
    for method, address, permission, _row in addresses(app, world):
        if method != "POST" or permission not in (None, *ROLE_PERMISSIONS[role]):
            continue
        for form in forms:
            enter(client, session, world, role)
            page = client.post(address, data=form)
            assert page.status_code < 500, f"{address} {form}"


@pytest.mark.parametrize(
    "address", ["/d/%00", "/d/" + "x" * 5000, "/language/%00", "/family/consents/%00", "/%00"]
)
def test_no_address_breaks_the_service(client: FlaskClient, session: Session, address: str) -> None:
    world = make_world(session)
    enter_with(client, world.letter)
    assert client.open(address, method="GET").status_code < 500
    assert client.open(address, method="POST").status_code < 500


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://jahat.invalid/",
        "//jahat.invalid",
        "/\\jahat.invalid",
        "\\\\jahat.invalid",
        "/\t/jahat.invalid",
        "\t//jahat.invalid",
        " //jahat.invalid",
        "/\n/jahat.invalid",
        "/\r\nSet-Cookie: a=b",
        "/\t/[",
        "//[",
        "/\x00/jahat.invalid",
        "javascript:alert(1)",
        "/%2F/jahat.invalid",
        "%2F%2Fjahat.invalid",
        "http:///jahat.invalid",
        "jahat.invalid",
    ],
)
def test_nobody_is_led_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    found = own_path(elsewhere)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert not set("\t\r\n\x00\\") & set(found)
    page = client.get(f"/language/id?next={quote(elsewhere)}")
    assert page.status_code in (303, 400)
    if page.status_code == 303:
        assert page.location.startswith("/")
        assert not page.location.startswith("//")


def test_the_host_header_leads_nowhere(client: FlaskClient, session: Session) -> None:
    page = client.get("/family/", headers={"Host": "jahat.invalid"})
    assert page.location == "/sign-in?next=/family/"
    page = client.get("/", headers={"Host": "jahat.invalid", "X-Forwarded-Host": "jahat.invalid"})
    assert "jahat" not in page.text


NAMES = [
    "../../../etc/passwd",
    "a\x00.csv",
    "<b>.csv",
    "Mawarti 7503110101709001.csv",
    "",
    "x" * 900,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_name_is_read_and_forgotten(
    app: Flask, client: FlaskClient, session: Session, name: str
) -> None:
    world = make_world(session)
    enter_as(client, world.officer)
    page = client.post("/bank/files/upload", data={"file": (BytesIO(b"a;b\n1;2\n"), name)})
    assert page.status_code in (200, 303, 400)
    assert not name or name not in page.text
    page = client.post("/verify", data={"file": (BytesIO(b"%PDF-1.7 bukan"), name)})
    assert page.status_code in (200, 400)


@pytest.mark.parametrize("address", ["/bank/files/upload", "/verify"])
def test_more_than_a_request_may_weigh_is_refused_with_a_page(
    client: FlaskClient, session: Session, address: str
) -> None:
    enter_as(client, make_world(session).officer)
    page = client.post(address, data={"file": (BytesIO(b"0" * 11 * MEGABYTE), "besar.csv")})
    page.request.environ["wsgi.input"].close()
    assert page.status_code == 413
    assert "Berkas terlalu besar" in page.text


def test_another_content_type_is_an_empty_form(client: FlaskClient, session: Session) -> None:
    enter_as(client, make_world(session).officer)
    for kind in ("application/json", "text/plain", "multipart/form-data", "text/xml", "x/y"):
        for address in ("/bank/files/upload", "/verify", "/sign-in", "/staff/sign-in"):
            page = client.post(address, data=b"{}", content_type=kind)
            assert page.status_code in (200, 400), f"{address} {kind}"


def hostile_pdfs() -> list[bytes]:
    """Whole PDFs whose insides are not what a reader expects."""
    found = []
    for title in (
        pikepdf.Array([1]),
        pikepdf.Dictionary(A=1),
        pikepdf.Name("/SURAT"),
        b"\xff\xfe\xd8\x00",
        b"\xd8\x00\xdc",
    ):
        pdf = pikepdf.new()
        pdf.docinfo["/Title"] = title
        out = BytesIO()
        pdf.save(out)
        found.append(out.getvalue())
    no_info = pikepdf.new()
    no_info.trailer["/Info"] = no_info.make_indirect(pikepdf.Array([1]))
    out = BytesIO()
    no_info.save(out)
    locked = BytesIO()
    pikepdf.new().save(locked, encryption=pikepdf.Encryption(user="a", owner="b"))
    return [*found, out.getvalue(), locked.getvalue(), b"%PDF-1.7\n%%EOF", b"\x00" * 100]


@pytest.mark.parametrize("data", hostile_pdfs(), ids=range(9))
def test_a_hostile_pdf_is_only_unknown(client: FlaskClient, data: bytes) -> None:
    page = client.post("/verify", data={"file": (BytesIO(data), "surat.pdf")})
    assert page.status_code == 200


@pytest.mark.parametrize(
    "token", ["abcdefghjkmnpqr", "abcdefghjkmnpqrt", "%25", "_" * 16, "' OR 1"]
)
def test_a_guessed_token_says_nothing(client: FlaskClient, session: Session, token: str) -> None:
    world = make_world(session)
    page = client.get(f"/d/{token}")
    assert page.status_code == 200
    assert world.document.number not in page.text
