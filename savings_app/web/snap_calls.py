"""A call signed as SNAP says: in time, by the client the token was given to, and not twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, request

from savings_app import clock
from savings_app.bank_api.actions.keys import use_external_id
from savings_app.bank_api.rules import SnapSignatureWrong, is_in_time
from savings_app.cases.letter_codes import unseal
from savings_app.db import transaction
from savings_app.snap.signing_rules import parse_timestamp, symmetric_text, verify_symmetric
from savings_app.storage import sealing_key

if TYPE_CHECKING:
    from savings_app.bank_api.models import ApiClient

LARGEST_BODY = 2 * 1024 * 1024


def check_signed(client: ApiClient, *, token: str) -> None:
    """
    Raises:
        SnapSignatureWrong, SnapExternalIdUsed
    """
    timestamp = request.headers.get("X-TIMESTAMP", "")
    now = clock.now_utc()
    if not is_in_time(parse_timestamp(timestamp), now=now):
        raise SnapSignatureWrong
    if (request.content_length or 0) > LARGEST_BODY:
        abort(413)
    text = symmetric_text(
        method=request.method,
        path=request.path,
        token=token,
        body=request.get_data(),
        timestamp=timestamp,
    )
    signature = request.headers.get("X-SIGNATURE", "")
    if not any(verify_symmetric(text, signature, secret=one) for one in _secrets(client)):
        raise SnapSignatureWrong
    external_id = request.headers.get("X-EXTERNAL-ID", "")
    with transaction() as session:
        use_external_id(session, client_id=client.id, external_id=external_id, today=clock.today())


def _secrets(client: ApiClient) -> list[str]:
    """The present secret, and for a day the one before it."""
    until = client.old_secret_until
    old = client.old_snap_secret if until and clock.now_utc() < until else None
    return [unseal(one, key=sealing_key()) for one in (client.snap_secret, old) if one]
