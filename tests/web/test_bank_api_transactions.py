"""Lines sent by a bank's own system: counted, refused by place, done once."""

from __future__ import annotations

import copy
import json
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from savings_app.bank_api.kinds import Scope
from savings_app.bank_api.models import ApiRequest
from savings_app.consents.kinds import AnswerScope
from savings_app.reconciliation.models import BankFile, BankLine
from tests.api_clients import caller
from tests.conftest import Clock
from tests.domain.bank_rows import make_agreed

PUSH = "/api/v1/transactions"
PROBLEM = "application/problem+json"
_numbers = count(1)


@pytest.fixture(autouse=True)
def _standing(clock: Clock) -> None:
    """Tokens live by the clock of the tests."""


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def line(amount: str, direction: str = "credit", text: str = "SETOR") -> dict[str, str]:
    return {"on": "2026-11-20", "direction": direction, "amount": amount, "text": text}


def statement(number: str, *lines: dict[str, str], opening: str, closing: str) -> dict[str, Any]:
    return {
        "account_number": number,
        "currency": "IDR",
        "opening": opening,
        "closing": closing,
        "lines": list(lines),
    }


def welcome(session: Session) -> str:
    """The number of an account whose owner agreed to lines."""
    _recipient, account = make_agreed(session, scope=AnswerScope.LINES)
    return account.number.full


def body_of(number: str) -> dict[str, Any]:
    other = f"0077{next(_numbers):08}"
    return {
        "statements": [
            statement(
                number,
                line("1500000.00", text="SB-7K2M"),
                line("250000.50", "debit"),
                opening="0.00",
                closing="1249999.50",
            ),
            statement(other, line("5.00"), line("6.00"), opening="1.00", closing="12.00"),
        ]
    }


def test_lines_of_an_agreed_account_are_kept_and_others_refused_with_their_place(
    client: FlaskClient, session: Session
) -> None:
    sent = body_of(welcome(session))
    answer = client.post(PUSH, json=sent, headers={**caller(session), **key()})
    assert answer.status_code == 200
    told = answer.get_json()
    file = session.get_one(BankFile, UUID(told["id"]))
    assert (file.format, file.uploaded_by is not None) == ("api", True)
    assert (told["in"], told["new"], told["same"], told["refused"]) == (4, 2, 0, 2)
    assert told["problems"] == [
        {
            "pointer": "/statements/1/lines/0",
            "through": "/statements/1/lines/1",
            "detail": "Rekening ini tidak tercatat di sini atau tanpa persetujuan; tidak disimpan.",
        }
    ]
    kept = session.scalars(select(BankLine).order_by(BankLine.amount)).all()
    assert [(str(one.amount), one.text) for one in kept] == [
        ("250000.50", "SETOR"),
        ("1500000.00", "SB-7K2M"),
    ]


def test_a_later_push_adds_only_what_is_new(client: FlaskClient, session: Session) -> None:
    sent, headers = body_of(welcome(session)), caller(session)
    client.post(PUSH, json=sent, headers={**headers, **key()})
    first = sent["statements"][0]
    first["lines"].append(line("10.00"))
    first["closing"] = "1250009.50"
    told = client.post(PUSH, json=sent, headers={**headers, **key()}).get_json()
    assert (told["in"], told["new"], told["same"], told["refused"]) == (5, 1, 2, 2)


def test_a_statement_that_does_not_add_up_refuses_all_and_keeps_nothing(
    client: FlaskClient, session: Session
) -> None:
    sent = body_of(welcome(session))
    sent["statements"][1]["closing"] = "12.01"
    sent["statements"].append(statement("00779999999", opening="0.00", closing="5.00"))
    answer = client.post(PUSH, json=sent, headers={**caller(session), **key()})
    assert (answer.status_code, answer.content_type) == (422, PROBLEM)
    assert answer.get_json()["type"] == "/api/v1/docs#bank-file-not-balanced"
    assert [one["pointer"] for one in answer.get_json()["problems"]] == [
        "/statements/1/closing",
        "/statements/2/closing",
    ]
    for table in (BankFile, BankLine):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_the_same_key_and_body_get_the_first_answer_to_the_byte(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sent, headers = body_of(welcome(session)), {**caller(session), **key()}
    first = client.post(PUSH, json=sent, headers=headers)
    again = client.post(PUSH, json=sent, headers=headers)
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert session.scalar(select(func.count()).select_from(BankFile)) == 1


def test_a_refusal_is_answered_again_too(client: FlaskClient, session: Session) -> None:
    sent, headers = body_of(welcome(session)), {**caller(session), **key()}
    sent["statements"][0]["closing"] = "0.01"
    first = client.post(PUSH, json=sent, headers=headers)
    again = client.post(PUSH, json=sent, headers=headers)
    assert (first.status_code, again.data, again.content_type) == (422, first.data, PROBLEM)
    assert session.scalar(select(func.count()).select_from(ApiRequest)) == 1


def test_a_key_given_to_another_body_is_refused_by_name(
    client: FlaskClient, session: Session
) -> None:
    sent, headers = body_of(welcome(session)), {**caller(session), **key()}
    client.post(PUSH, json=sent, headers=headers)
    other = copy.deepcopy(sent)
    other["statements"][0]["lines"][0]["text"] = "LAIN"
    answer = client.post(PUSH, json=other, headers=headers)
    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/api/v1/docs#idempotency-key-reused"


def test_a_key_of_one_client_says_nothing_to_another(client: FlaskClient, session: Session) -> None:
    sent, shared = body_of(welcome(session)), key()
    client.post(PUSH, json=sent, headers={**caller(session), **shared})
    answer = client.post(PUSH, json=sent, headers={**caller(session, bank="BSG"), **shared})
    assert answer.get_json()["new"] == 0


def test_the_same_lines_under_a_new_key_are_the_same_file(
    client: FlaskClient, session: Session
) -> None:
    sent, headers = body_of(welcome(session)), caller(session)
    client.post(PUSH, json=sent, headers={**headers, **key()})
    answer = client.post(PUSH, json=sent, headers={**headers, **key()})
    assert answer.status_code == 409
    assert answer.get_json()["type"] == "/api/v1/docs#bank-file-already-applied"


@pytest.mark.parametrize("sent", ["", "x", "123", "0" * 32])
def test_a_call_that_writes_needs_a_key(client: FlaskClient, session: Session, sent: str) -> None:
    headers = {**caller(session), "Idempotency-Key": sent}
    answer = client.post(PUSH, json=body_of(welcome(session)), headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["type"] == "/api/v1/docs#idempotency-key-missing"


def test_without_its_scope_nothing_is_taken_in(client: FlaskClient, session: Session) -> None:
    headers = {**caller(session, scopes=[Scope.PLEDGES]), **key()}
    answer = client.post(PUSH, json=body_of(welcome(session)), headers=headers)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "/api/v1/docs#scope-not-given")


BROKEN = {
    "no json": (b"{", 400, "json-broken"),
    "nothing": (b"", 400, "json-broken"),
    "not utf-8": (b'{"a": "\xff"}', 400, "json-not-text"),
    "a nul": (b'{"a": "\\u0000"}', 400, "json-not-text"),
    "half a letter": (b'{"a": "\\ud800"}', 400, "json-not-text"),
    "half a letter in a name": (b'{"\\udfff": 1}', 400, "json-not-text"),
    "a name twice": (b'{"statements": [], "statements": []}', 400, "json-key-twice"),
    "not a number": (b'{"a": NaN}', 400, "json-number-wild"),
    "infinity": (b'{"a": -Infinity}', 400, "json-number-wild"),
    "beyond a float": (b'{"a": 1e999}', 400, "json-number-wild"),
    "five thousand digits": (b'{"a": ' + b"9" * 5000 + b"}", 400, "json-number-wild"),
    "deep": (b"[" * 13 + b"]" * 13, 400, "json-too-deep"),
    "very deep": (b"[" * 100_000 + b"]" * 100_000, 400, "json-too-deep"),
    "a list": (b"[]", 422, "request-wrong"),
    "another name": (b'{"statements": [], "x": 1}', 422, "request-wrong"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_or_does_not_fit_is_refused_by_name(
    client: FlaskClient, session: Session, case: str
) -> None:
    data, status, name = BROKEN[case]
    headers = {**caller(session), **key(), "Content-Type": "application/json"}
    answer = client.post(PUSH, data=data, headers=headers)
    assert (answer.status_code, answer.content_type) == (status, PROBLEM)
    assert answer.get_json()["type"] == f"/api/v1/docs#{name}"
    assert session.scalar(select(func.count()).select_from(ApiRequest)) == 0


WRONG_VALUES: dict[str, list[object]] = {
    "/statements/0/lines/0/amount": ["1500000", "1500000.0", "0.00", "-1.00", "1,00", "1.00\n", 1],
    "/statements/0/lines/0/on": ["2026-02-30", "20261120", "2026-11-31", "1926-11-20", "२०२६"],
    "/statements/0/lines/0/direction": ["masuk"],
    "/statements/0/opening": ["1e3", "+1.00"],
    "/statements/0/account_number": ["123", "12345A", "1" * 21],
    "/statements/0/currency": ["USD"],
}


@pytest.mark.parametrize(
    ("pointer", "value"), [(place, one) for place, wrong in WRONG_VALUES.items() for one in wrong]
)
def test_a_value_that_does_not_fit_is_told_by_its_place_and_never_echoed(
    client: FlaskClient, session: Session, pointer: str, value: object
) -> None:
    sent = body_of(welcome(session))
    at: Any = sent
    *way, last = pointer.strip("/").split("/")
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    answer = client.post(PUSH, json=sent, headers={**caller(session), **key()})
    assert answer.status_code == 422
    assert pointer in {one["pointer"] for one in answer.get_json()["problems"]}
    details = json.dumps([one["detail"] for one in answer.get_json()["problems"]])
    assert str(value) not in details or str(value) == "1"


def test_another_type_and_too_large_a_body_are_refused(
    client: FlaskClient, session: Session
) -> None:
    headers = {**caller(session), **key()}
    form = client.post(PUSH, data={"a": "b"}, headers=headers)
    assert (form.status_code, form.content_type) == (415, PROBLEM)
    large = client.post(
        PUSH,
        data=b" " * (2 * 1024 * 1024 + 1),
        headers={**headers, "Content-Type": "application/json"},
    )
    assert (large.status_code, large.content_type) == (413, PROBLEM)
