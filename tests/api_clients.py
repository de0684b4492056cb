"""A bank's own system, with a token in its hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from savings_app.bank_api.actions.clients import MadeClient, add_client
from savings_app.bank_api.actions.tokens import issue_token
from savings_app.bank_api.kinds import (
    MismatchAbout,
    MismatchKind,
    RegistrationState,
    Scope,
    TokenWay,
)
from savings_app.bank_api.models import AccountRegistration, Mismatch
from savings_app.cases.models import Heir
from savings_app.identifiers import AccountNumber
from tests.builders import NOW, get_bank, load_reference

_serial = count(1)


def make_api_client(
    session: Session, *, bank: str = "BRI", scopes: Iterable[Scope] = tuple(Scope)
) -> MadeClient:
    """A client of this bank; by itself it may do everything."""
    load_reference(session)
    return add_client(
        session,
        actor=None,
        bank_id=get_bank(session, bank).id,
        name=f"Sistem uji {next(_serial)}",
        scopes=tuple(scopes),
        now=NOW,
    )


def make_token(
    session: Session, made: MadeClient, *, way: TokenWay = TokenWay.OAUTH, now: datetime = NOW
) -> str:
    """A live token with all scopes of the client."""
    token = f"uji-{uuid4().hex}"
    issue_token(
        session, client=made.client, token=token, way=way, scopes=made.client.granted, now=now
    )
    return token


def bearer(token: str) -> dict[str, str]:
    """The header that shows the token."""
    return {"Authorization": f"Bearer {token}"}


def make_registration(
    session: Session, made: MadeClient, *, recipient: Heir | None, number: str = "003900000777123"
) -> AccountRegistration:
    """An account the bank says it opened for this heir, or for nobody known here."""
    row = AccountRegistration(
        client_id=made.client.id,
        bank_id=made.client.bank_id,
        recipient_id=recipient.id if recipient else None,
        reference="BB-2026-0001-1",
        number=AccountNumber(number),
        holder_name=recipient.full_name if recipient else "Siapa Uji",
        branch="Unit Suwawa",
        state=RegistrationState.RECEIVED,
        received_at=NOW,
        decided_as=None,
        decided_by=None,
        decided_at=None,
        account_id=None,
    )
    session.add(row)
    session.flush()
    return row


def make_mismatch(
    session: Session, made: MadeClient, *, recipient: Heir | None, note: str | None = "Beda angka."
) -> Mismatch:
    """A report about a registered account of this heir, or of nobody known here."""
    row = Mismatch(
        client_id=made.client.id,
        bank_id=made.client.bank_id,
        about=MismatchAbout.REGISTRATION,
        subject_id=uuid4(),
        recipient_id=recipient.id if recipient else None,
        kind=MismatchKind.OTHER_AMOUNT,
        note=note,
        received_at=NOW,
        answer=None,
        answered_by=None,
        answered_at=None,
    )
    session.add(row)
    session.flush()
    return row


def from_bank(session: Session, owner: Heir) -> dict[str, UUID]:
    """A client, and what its bank told of this heir, by the names routes call them."""
    made = make_api_client(session)
    return {
        "client_id": made.client.id,
        "registration_id": make_registration(session, made, recipient=owner).id,
        "mismatch_id": make_mismatch(session, made, recipient=owner).id,
    }


def caller(
    session: Session, *, bank: str = "BRI", scopes: Iterable[Scope] = tuple(Scope)
) -> dict[str, str]:
    """The headers of a new client of this bank."""
    return bearer(make_token(session, make_api_client(session, bank=bank, scopes=scopes)))
