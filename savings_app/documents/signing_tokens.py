"""A key inside a token that speaks PKCS#11: it signs there and never leaves it."""

from __future__ import annotations

from contextlib import suppress

import pkcs11
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from savings_app.documents.signing import SigningKey, SigningKeyUnusable, public_key
from savings_app.signing_places import TokenPlace


def open_token_key(place: TokenPlace, *, pin: str) -> SigningKey:
    """The key of this label or id, with the certificate that stands beside it on the token.

    Call it after the fork of the process that signs; a key of this token opened before signs no
    more.

    Raises:
        SigningKeyUnusable
    """
    library = str(place.module)
    try:
        _begin(library)
        session = open_pkcs11_session(
            library,
            token_criteria=TokenCriteria(label=place.token, serial=place.serial),
            user_pin=pin or None,
        )
        signer = PKCS11Signer(
            session,
            cert_label=place.label,
            key_label=place.label,
            cert_id=place.key_id,
            key_id=place.key_id,
            other_certs_to_pull=None,
            # Every token knows this one; not all hash by themselves.
            use_raw_mechanism=True,
        )
        key = SigningKey(signer)
        public_key(key.certificate)
    except (PKCS11Error, ValueError, OSError) as error:
        raise SigningKeyUnusable(f"{place.module.name}: {type(error).__name__} {error}") from error
    return key


def _begin(library: str) -> None:
    """Whatever is open is closed: a child may not use what its parent opened, and of a session
    that broke the token still believes that somebody is there.
    """
    with suppress(PKCS11Error):
        pkcs11.lib(library).finalize()
    pkcs11.lib(library)
