"""Public keys of clients that call by SNAP, and what makes each of their calls a new one."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from savings_app.actors import Actor
from savings_app.bank_api.actions.clients import (
    MadeClient,
    check_keeper,
    open_client,
    record_of,
)
from savings_app.bank_api.models import ApiClientKey, ApiExternalId
from savings_app.bank_api.queries.clients import get_client, list_keys
from savings_app.bank_api.rules import (
    MOST_KEYS,
    PublicKeyKnown,
    PublicKeyUnusable,
    SnapExternalIdUsed,
    TooManyKeys,
    make_secret,
)
from savings_app.cases.letter_codes import seal
from savings_app.errors import NotFound
from savings_app.snap.signing_rules import KeyUnusable, public_key

KEPT_IDS = timedelta(days=2)
LONGEST_ID = 36


def add_public_key(
    session: Session,
    *,
    actor: Actor,
    client_id: UUID,
    version: int | None,
    pem: str,
    sealing: bytes,
    now: datetime,
) -> MadeClient:
    """One more key it may sign with; the first also makes the secret its calls are signed with.

    Raises:
        NotPermitted, NotFound, Conflict, ClientEnded
        PublicKeyUnusable, PublicKeyKnown, TooManyKeys
    """
    client = open_client(session, actor=actor, client_id=client_id, version=version)
    pem = "\n".join(line.strip() for line in pem.strip().splitlines()) + "\n"
    try:
        public_key(pem.encode())
    except KeyUnusable as wrong:
        raise PublicKeyUnusable from wrong
    fingerprint = hashlib.sha256(pem.encode()).hexdigest()
    live = list_keys(session, client_id=client_id)
    if any(one.fingerprint == fingerprint for one in live):
        raise PublicKeyKnown
    if len(live) >= MOST_KEYS:
        raise TooManyKeys
    session.add(
        ApiClientKey(
            client_id=client_id,
            pem=pem,
            fingerprint=fingerprint,
            added_by=actor.user_id,
            added_at=now,
            ended_at=None,
        )
    )
    secret = None
    if client.snap_secret is None:
        secret = make_secret()
        client.snap_secret = seal(secret, key=sealing)
    session.flush()
    told = fingerprint[:16]
    record_of(session, client, actor=actor, now=now, action="api-client:add-key", key=told)
    return MadeClient(client, "", secret)


def end_public_key(
    session: Session, *, actor: Actor, client_id: UUID, key_id: UUID, now: datetime
) -> None:
    """What is signed with it from now on is refused. A repeat changes nothing.

    Raises:
        NotPermitted, NotFound
    """
    check_keeper(actor)
    client = get_client(session, actor=actor, client_id=client_id)
    row = session.get(ApiClientKey, key_id)
    if row is None or row.client_id != client.id:
        raise NotFound
    if row.ended_at is None:
        row.ended_at = now
        told = row.fingerprint[:16]
        record_of(session, client, actor=actor, now=now, action="api-client:end-key", key=told)


def use_external_id(session: Session, *, client_id: UUID, external_id: str, today: date) -> None:
    """This number is used up for today.

    Raises:
        SnapExternalIdUsed: it was used today already, or is not digits, 36 at most.
    """
    if not (external_id.isascii() and external_id.isdigit() and len(external_id) <= LONGEST_ID):
        raise SnapExternalIdUsed
    session.execute(
        delete(ApiExternalId).where(
            ApiExternalId.client_id == client_id, ApiExternalId.on < today - KEPT_IDS
        )
    )
    used = select(ApiExternalId.id).where(
        ApiExternalId.client_id == client_id,
        ApiExternalId.on == today,
        ApiExternalId.external_id == external_id,
    )
    if session.scalar(used) is not None:
        raise SnapExternalIdUsed
    session.add(ApiExternalId(client_id=client_id, on=today, external_id=external_id))
    session.flush()
