"""A key at an agency's signing service, after the open interface of the Cloud Signature Consortium
(CSC API 1.0.4.0): only the hash of a document leaves this machine.
"""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

import aiohttp
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from savings_app.documents.signing import SigningKey, SigningKeyUnusable, public_key
from savings_app.signing_places import ServicePlace

PATIENCE = 30  # seconds for one answer
# A person with a telephone, or a browser, is asked for each signature: no worker can do that.
UNATTENDED = ("implicit", "explicit")


class ServiceSigner(Signer):
    """Signs by asking the service, over a connection of its own each time: a worker signs one
    document in each event loop, and no connection outlives its loop.
    """

    def __init__(
        self, service: CSCServiceSessionInfo, credential: CSCCredentialInfo, pin: str
    ) -> None:
        self.service, self.credential, self._pin = service, credential, pin
        super().__init__(
            signing_cert=credential.signing_cert, cert_registry=credential.as_cert_store()
        )

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  the library's own signature
    ) -> bytes:
        async with _connection() as http:
            authorization = _PinAuthorization(self.service, self.credential, http, self._pin)
            asked = _Asked(http, authorization, sign_timeout=PATIENCE)
            try:
                return await asked.async_sign_raw(data, digest_algorithm, dry_run=dry_run)
            except SigningError as error:
                raise (asked.refusal or error) from error


class _Asked(CSCSigner):
    """Remembers why the service did not sign, which the library only logs."""

    refusal: SigningError | None = None

    async def _do_commit(self, batch: Any) -> None:
        try:
            await super()._do_commit(batch)
        except SigningError as error:
            cause = error.__cause__
            self.refusal = SigningError(f"{error} ({cause})") if cause else error
            raise


class _PinAuthorization(CSCAuthorizationManager):
    """Asks leave for exactly the hash that is signed, with the PIN of the credential."""

    def __init__(
        self,
        service: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
        http: aiohttp.ClientSession,
        pin: str,
    ) -> None:
        super().__init__(service, credential)
        self._http, self._pin = http, pin

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        asked = self.format_csc_auth_request(hash_b64s=hash_b64s, pin=self._pin or None)
        service = self.csc_session_info
        address = service.endpoint_url("credentials/authorize")  # type: ignore[no-untyped-call]
        try:
            async with self._http.post(
                address, headers=self.auth_headers, json=asked, raise_for_status=True
            ) as answer:
                return self.parse_csc_auth_response(await answer.json())
        except (aiohttp.ClientError, TypeError) as error:
            raise SigningError("Authorization request failed") from error


def open_service_key(place: ServicePlace, *, token: str, pin: str) -> SigningKey:
    """The credential of the service, with the certificates it tells of.

    Raises:
        SigningKeyUnusable
    """
    service = CSCServiceSessionInfo(
        place.address, place.credential, oauth_token=token or None, api_ver=place.version
    )
    try:
        credential = asyncio.run(_ask_credential(service))
        _check_unattended(credential.response_data)
        public_key(credential.signing_cert)
    except (SigningError, OSError, ValueError, TypeError, AttributeError, LookupError) as error:
        why = f": {error.__cause__}" if error.__cause__ else ""
        raise SigningKeyUnusable(f"{place.address}: {error}{why}") from error
    return SigningKey(ServiceSigner(service, credential, pin))


async def _ask_credential(service: CSCServiceSessionInfo) -> CSCCredentialInfo:
    async with _connection() as http:
        return await fetch_certs_in_csc_credential(http, service, timeout=PATIENCE)


def _check_unattended(told: dict[str, Any]) -> None:
    if told.get("key", {}).get("status", "enabled") != "enabled":
        raise SigningKeyUnusable("the key is not enabled")
    if told.get("cert", {}).get("status", "valid") != "valid":
        raise SigningKeyUnusable(f"the certificate is {told['cert']['status']}")
    one_time = told.get("OTP", {}).get("presence")
    if told.get("authMode", "explicit") not in UNATTENDED or one_time in {True, "true"}:
        raise SigningKeyUnusable("the credential asks a person for every signature")


def _connection() -> aiohttp.ClientSession:
    """Follows no redirect, which would carry the PIN and the token elsewhere."""
    watched = aiohttp.TraceConfig()
    watched.on_request_redirect.append(_refuse_redirect)
    return aiohttp.ClientSession(
        trace_configs=[watched], timeout=aiohttp.ClientTimeout(total=PATIENCE)
    )


async def _refuse_redirect(*_told: object) -> NoReturn:
    raise aiohttp.ClientError("the service sends elsewhere")
