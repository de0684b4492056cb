"""Every route, with the ids of a family that is not the asker's: no page, no name, no number."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from savings_app.actors import ROLE_PERMISSIONS, Permission, Role
from savings_app.audit.models import AuditEvent
from savings_app.bank_api.kinds import Scope
from savings_app.cases.kinds import LetterState
from savings_app.consents.kinds import ConsentKind
from savings_app.web.guards import access_of
from tests.builders import get_bank, make_letter, make_user
from tests.web.doors import enter_as, enter_with
from tests.web.world import World, make_world, other_family, sign_away

FAMILY = ROLE_PERMISSIONS[Role.FAMILY]
# Plausible answers to every form, or a missing row check would hide behind a missing field.
SENT = {
    "answer": "Sudah ditelusuri.",
    "reason": "keliru",
    "decision": "approve",
    "kind": "savings",
    "agrees": "y",
    "disputed": "yes",
    "version": "1",
    "full_name": "Orang Baru",
    "relation": "lainnya",
    "is_recipient": "no",
    "state": "received",
    "brings": "family",
    "amount": "5.000.000",
    "text": "Untuk rekan.",
    "colleague": "nobody",
    "outcome": "bertemu",
    "place": "rumah",
    **{
        f"{day}-{part}": value
        for day in (
            "on",
            "done_on",
            "signed_on",
            "filed_on",
            "returned_on",
            "paid_on",
            "received_on",
        )
        for part, value in (("day", "20"), ("month", "11"), ("year", "2026"))
    },
}


# Of the bank itself, and of no family.
OF_THE_BANK = ("/bank/files/", "/bank/products/", "/bank/branches/", "/bank/pulls/")
# Kept by an administrator, who sees no family.
OF_THE_ADMINISTRATOR = "/government/bank-systems/"


def addresses(app: Flask, world: World) -> list[tuple[str, str, Permission | Scope | None, bool]]:
    """(method, address, permission, whether it names a row) of every route."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.build_only or rule.endpoint == "static":
            continue
        permission = access_of(app.view_functions[rule.endpoint])
        found += [
            (method, _filled(rule, world), permission, "uuid" in rule.rule)
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]
    return found


def _filled(rule: Rule, world: World) -> str:
    values = {name: world.ids[name] for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return built[1]


def bank_officer_of_another_bank(client: FlaskClient, session: Session, world: World) -> None:
    enter_as(client, make_user(session, role=Role.BANK_OFFICER, bank=get_bank(session, "BSG")))


def officer_after_the_bank_may_not_be_told(
    client: FlaskClient, session: Session, world: World
) -> None:
    sign_away(session, world, ConsentKind.TELL_BANK)
    enter_as(client, world.officer)


def officer_after_both_consents_ended(client: FlaskClient, session: Session, world: World) -> None:
    sign_away(session, world, ConsentKind.TELL_BANK, ConsentKind.BANK_ANSWERS)
    enter_as(client, world.officer)


def staff_of_another_region(role: Role) -> Callable[[FlaskClient, Session, World], None]:
    def enter(client: FlaskClient, session: Session, world: World) -> None:
        enter_as(client, make_user(session, role=role, region="75.03.06"))

    enter.__name__ = f"{role.value}_of_another_region"
    return enter


def staff_of_a_region_whose_code_begins_alike(
    client: FlaskClient, session: Session, world: World
) -> None:
    enter_as(client, make_user(session, role=Role.SUPERVISOR, region="75.03.1"))


def administrator(client: FlaskClient, session: Session, world: World) -> None:
    enter_as(client, make_user(session, role=Role.ADMINISTRATOR, region=None))


def family_of_another_case(client: FlaskClient, session: Session, world: World) -> None:
    enter_with(client, other_family(session))


def brother_of_the_same_case(client: FlaskClient, session: Session, world: World) -> None:
    enter_with(client, make_letter(session, recipient=world.sibling))


STRANGERS = [
    bank_officer_of_another_bank,
    officer_after_the_bank_may_not_be_told,
    officer_after_both_consents_ended,
    *(staff_of_another_region(role) for role in (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR)),
    staff_of_a_region_whose_code_begins_alike,
    administrator,
    family_of_another_case,
    brother_of_the_same_case,
]


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda one: one.__name__)
def test_a_stranger_gets_nothing_from_any_route(
    app: Flask,
    client: FlaskClient,
    session: Session,
    stranger: Callable[[FlaskClient, Session, World], None],
) -> None:
    world = make_world(session)
    stranger(client, session, world)
    owned = brother_of_the_same_case is stranger
    secrets = [one for one in world.secrets if not (owned and one in world.shared)]
    # The officer keeps what is the bank's own; only what a file says of an account is gone.
    own_file = stranger in (
        officer_after_the_bank_may_not_be_told,
        officer_after_both_consents_ended,
    )
    for method, address, permission, names_row in addresses(app, world):
        if address in ("/sign-out", "/staff/password"):
            continue
        before = _events(session, world)
        page = client.open(address, method=method, data=SENT if method == "POST" else None)
        where = f"{method} {address}"
        said = [secret for secret in secrets if secret in page.text]
        assert said == [], f"{where} says {said}"
        # A brother's own word is of his own.
        assert owned or _events(session, world) == before, f"{where} wrote about the case"
        if permission is None or (own_file and address.startswith(OF_THE_BANK)):
            continue
        if stranger is administrator and address.startswith(OF_THE_ADMINISTRATOR):
            continue
        if isinstance(permission, Scope):  # no cookie of anybody opens these
            assert page.status_code == 401, f"{where} answered {page.status_code}"
            continue
        # The papers of a case, and so their receipt, are those of all its recipients.
        of_all = owned and address.startswith("/family/paper-receipts/")
        if names_row and not of_all:
            assert page.status_code in (404, 403), f"{where} answered {page.status_code}"
        else:
            assert page.status_code in (200, 303, 403, 404), f"{where} answered {page.status_code}"


def _events(session: Session, world: World) -> int:
    return session.scalar(select(func.count()).where(AuditEvent.case_id == world.case_id)) or 0


def replaced_letter(client: FlaskClient, session: Session, world: World) -> None:
    world.letter.state = LetterState.REPLACED
    enter_with(client, world.letter)


def letter_signed_out_elsewhere(client: FlaskClient, session: Session, world: World) -> None:
    enter_with(client, world.letter)
    world.letter.session_epoch += 1


def inactive_user(client: FlaskClient, session: Session, world: World) -> None:
    world.caseworker.is_active = False
    enter_as(client, world.caseworker)


def user_with_a_new_password(client: FlaskClient, session: Session, world: World) -> None:
    enter_as(client, world.caseworker)
    world.caseworker.session_epoch += 1


def nobody(client: FlaskClient, session: Session, world: World) -> None:
    return


@pytest.mark.parametrize(
    "ended",
    [
        nobody,
        replaced_letter,
        letter_signed_out_elsewhere,
        inactive_user,
        user_with_a_new_password,
    ],
    ids=lambda one: one.__name__,
)
def test_an_ended_session_leads_every_route_to_the_door(
    app: Flask,
    client: FlaskClient,
    session: Session,
    ended: Callable[[FlaskClient, Session, World], None],
) -> None:
    world = make_world(session)
    for method, address, permission, _names_row in addresses(app, world):
        ended(client, session, world)
        session.flush()
        page = client.open(address, method=method, data=SENT if method == "POST" else None)
        said = [secret for secret in world.secrets if secret in page.text]
        assert said == [], f"{method} {address} says {said}"
        if isinstance(permission, Scope):
            assert page.status_code == 401, f"{method} {address}"
        elif permission is not None:
            door = "/sign-in" if permission in FAMILY else "/staff/sign-in"
            assert page.status_code == 303, f"{method} {address}"
            assert page.location.partition("?")[0] == door


def test_the_rightful_people_do_see_these_rows(client: FlaskClient, session: Session) -> None:
    """Or the tests above would prove nothing."""
    world = make_world(session)
    enter_with(client, world.letter)
    assert client.get(f"/family/plan/versions/{world.ids['plan_id']}").status_code == 200
    assert "1.234.567" in client.get("/family/pledges/").text
    enter_as(client, world.caseworker)
    page = client.get(f"/government/cases/{world.case_id}")
    assert world.owner.full_name in page.text
    enter_as(client, world.officer)
    assert "7654" in client.get("/bank/answers/given").text
    assert client.get(f"/bank/matches/{world.ids['line_id']}").status_code == 200
