"""Settings from the environment, read once. Each is described in docs/operations.md.

Nothing is required outside production: a missing secret is made in the data folder (mode 0600).
`SAVINGS_APP_ENV=production` refuses made-up secrets and names what is missing.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from savings_app.signing_places import SigningPlace, SigningPlaceWrong, read_place

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
MEGABYTE = 1024 * 1024
ENVIRONMENTS = ("demo", "production")
MOST_PROXIES = 5
NEEDED_IN_PRODUCTION = (
    "DATABASE_URL",
    "SAVINGS_APP_SECRET",
    "SAVINGS_APP_ADDRESS",
    "SAVINGS_APP_SIGNING",
)


class SettingMissing(RuntimeError):
    """A setting has no value, or none we know; production would otherwise run unprotected."""


def from_environment(environment: Mapping[str, str] | None = None) -> dict[str, object]:
    """The application's settings.

    Raises:
        SettingMissing: in production, a secret or an address without a value; an environment we
            do not know, so that a slip of the finger never runs unprotected.
    """
    env = os.environ if environment is None else environment
    environment_name = env.get("SAVINGS_APP_ENV") or "demo"
    if environment_name not in ENVIRONMENTS:
        raise SettingMissing(f"SAVINGS_APP_ENV ({' / '.join(ENVIRONMENTS)})")
    production = environment_name == "production"
    data = Path(env.get("SAVINGS_APP_DATA") or ROOT / "instance").resolve()
    if production:
        missing = [name for name in NEEDED_IN_PRODUCTION if not env.get(name)]
        if missing:
            raise SettingMissing(", ".join(missing))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "PRODUCTION": production,
        "SAVINGS_APP_DATA": data,
        "DATABASE_URL": env.get("DATABASE_URL") or f"sqlite:///{data / 'savings.sqlite3'}",
        "SECRET_KEY": env.get("SAVINGS_APP_SECRET") or kept_secret(data / "keys" / "session.key"),
        "ADDRESS": (env.get("SAVINGS_APP_ADDRESS") or "http://127.0.0.1:8000").rstrip("/"),
        "SIGNING": _signing(env.get("SAVINGS_APP_SIGNING")),
        "SIGNING_PIN": env.get("SAVINGS_APP_SIGNING_PIN") or "",
        "SIGNING_TOKEN": env.get("SAVINGS_APP_SIGNING_TOKEN") or "",
        "SENDER": env.get("SAVINGS_APP_SENDER") or "Dinas Nakerkum Bone Bolango",
        "SMTP": env.get("SAVINGS_APP_SMTP") or "",
        "MAIL_FROM": env.get("SAVINGS_APP_MAIL_FROM") or "",
        "SMS": _gateway(env, "SAVINGS_APP_SMS"),
        "WHATSAPP": _gateway(env, "SAVINGS_APP_WHATSAPP"),
        "SNAP": env.get("SAVINGS_APP_SNAP") or "",
        "SNAP_SECRETS": _named(env, "SAVINGS_APP_SNAP_SECRET_"),
        # Trials on one machine: never where real banks are told.
        "WEBHOOKS_LOCAL": not production and env.get("SAVINGS_APP_WEBHOOKS_LOCAL") == "1",
        "PROXIES": _proxies(env.get("SAVINGS_APP_PROXIES")),
        "MAX_CONTENT_LENGTH": 11 * MEGABYTE,
        "SESSION_COOKIE_NAME": "layanan",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": production,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
    }


def _named(env: Mapping[str, str], prefix: str) -> dict[str, str]:
    """What stands behind the names that begin so, by the rest of the name."""
    return {
        name.removeprefix(prefix): value
        for name, value in env.items()
        if name.startswith(prefix) and value
    }


def _gateway(env: Mapping[str, str], name: str) -> str:
    """The address of a gateway; without a place for the number everybody's would go to one."""
    address = env.get(name) or ""
    if address and "{to}" not in address:
        raise SettingMissing(f"{name} ({{to}})")
    return address


def _signing(text: str | None) -> SigningPlace | None:
    """Where the key that signs documents is; None for the sample this service makes itself."""
    try:
        return read_place(text) if text else None
    except SigningPlaceWrong as wrong:
        raise SettingMissing(f"SAVINGS_APP_SIGNING ({wrong})") from None


def _proxies(text: str | None) -> int:
    """How many of our own proxies stand before the application, each adding to the header."""
    number = text or "0"
    if not number.isdecimal() or int(number) > MOST_PROXIES:
        raise SettingMissing(f"SAVINGS_APP_PROXIES (0-{MOST_PROXIES})")
    return int(number)


def kept_secret(path: Path) -> str:
    """The secret in this file, made on first use and readable by its owner only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")
