"""`savings-app migrate`, `user add`, `audit verify`: what an operator does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from savings_app.actors import STAFF_ROLES, Role
from savings_app.cli.application import running_app
from savings_app.cli.output import Document, command
from savings_app.errors import DomainError, Problem
from savings_app.words import _
from savings_app.words.refusals import sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from savings_app.banks.models import Bank

OF_A_REGION = (Role.CASEWORKER, Role.SUPERVISOR, Role.AUDITOR)


class BankUnknown(DomainError):
    """Fact: `code`."""

    field = "bank"


class RegionUnknown(DomainError):
    """Fact: `code`."""

    field = "region"


class ScopeNotUsed(DomainError):
    """A scope this role has no use for; storing it would look like a limit. Fact: `scope`."""


class AuditChainBroken(DomainError):
    """A row of the audit trail does not fit the one before. Fact: `row`."""


def _migrate_text(document: Document) -> str:
    before, after = document["before"] or _("kosong"), document["after"]
    made = document["made"]
    lines = [
        _("Basis data: %(before)s → %(after)s", before=before, after=after),
        _(
            "Wilayah: %(new)s baru, %(changed)s berubah, %(same)s tetap",
            **{name: made["regions"][name] for name in ("new", "changed", "same")},
        ),
        _("Bank baru: %(count)s", count=made["banks"]),
        _("Kategori baru: %(count)s", count=made["categories"]),
        _(
            "Versi peraturan contoh: %(new)s baru, %(changed)s berubah, %(same)s tetap",
            **{name: made["regulation"][name] for name in ("new", "changed", "same")},
        ),
    ]
    return "\n".join(lines)


@command(text=_migrate_text)
def migrate() -> Document:
    """Perbarui basis data ke versi program ini dan muat data rujukannya. Aman diulangi."""
    with running_app(migrated=False):
        from savings_app import db  # noqa: PLC0415

        engine = db.get_engine()
        before, _newest = db.find_revisions(engine)
        db.migrate(engine)
        after, _newest = db.find_revisions(engine)
        with db.transaction() as session:
            made = load_reference(session)
    return {"before": before, "after": after, "made": made}


def load_reference(session: Session) -> Document:
    """Regions, banks, categories and the example regulation; what was new, by kind."""
    from savings_app import clock  # noqa: PLC0415
    from savings_app.banks.actions import load_banks  # noqa: PLC0415
    from savings_app.regions.actions import load_regions  # noqa: PLC0415
    from savings_app.registry.reference import load_categories  # noqa: PLC0415
    from savings_app.regulation.actions import load_shipped_regulation  # noqa: PLC0415

    regions = load_regions(session)
    banks, categories = load_banks(session), load_categories(session)
    session.flush()
    regulation = load_shipped_regulation(session, now=clock.now_utc())
    return {
        "regions": {"new": regions.new, "changed": regions.changed, "same": regions.same},
        "banks": banks,
        "categories": categories,
        "regulation": {
            "code": regulation.code,
            "new": len(regulation.new),
            "changed": len(regulation.changed),
            "same": len(regulation.same),
        },
    }


def _user_text(document: Document) -> str:
    return "\n".join(
        (
            _("Pengguna ditambahkan."),
            _("E-mail      : %(email)s", email=document["email"]),
            _("Peran       : %(role)s", role=document["role"]),
            _("Kata sandi  : %(password)s", password=document["password"]),
            _("Kata sandi ini hanya ditampilkan sekali; minta pengguna segera menggantinya."),
        )
    )


@command(text=_user_text)
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice([role.value for role in STAFF_ROLES]),
    required=True,
    help="Peran pengguna.",
)
@click.option(
    "--region", help="Kode wilayah kerja, misalnya 75.03.11; tanpa ini seluruh kabupaten."
)
@click.option("--bank", help="Kode bank, untuk petugas bank.")
@click.option("--name", help="Nama lengkap; tanpa ini bagian depan e-mail.")
def add_user(
    email: str, role: str, region: str | None, bank: str | None, name: str | None
) -> Document:
    """Tambah pengguna; kata sandinya dibuat dan ditampilkan satu kali."""
    wanted = Role(role)
    _check_scope(wanted, region=region, bank=bank)
    with running_app():
        from savings_app import clock, db  # noqa: PLC0415
        from savings_app.access import actions, passwords  # noqa: PLC0415

        password = passwords.make_password()
        password_hash = passwords.make_hash(password)
        with db.transaction() as session:
            known_bank = _known_bank(session, bank)
            user = actions.add_user(
                session,
                actor=None,
                email=email,
                full_name=(name or "").strip() or email.partition("@")[0],
                role=wanted,
                region=_known_region(session, region) or _home_region(session, wanted),
                bank_id=known_bank.id if known_bank else None,
                password_hash=password_hash,
                now=clock.now_utc(),
            )
            return {
                "email": user.email,
                "role": user.role.value,
                "name": user.full_name,
                "region": user.region,
                "bank": known_bank.code if known_bank else None,
                "password": password,
            }


def _check_scope(role: Role, *, region: str | None, bank: str | None) -> None:
    if bank is not None and role is not Role.BANK_OFFICER:
        raise ScopeNotUsed(scope="--bank", field="bank")
    if region is not None and role not in OF_A_REGION:
        raise ScopeNotUsed(scope="--region", field="region")


def _known_region(session: Session, code: str | None) -> str | None:
    from savings_app.regions.queries import find_region  # noqa: PLC0415

    if code is None:
        return None
    region = find_region(session, code=code.strip())
    if region is None:
        raise RegionUnknown(code=code)
    return region.code


def _home_region(session: Session, role: Role) -> str | None:
    """Where the service is for one kabupaten, its staff work there unless told otherwise."""
    from savings_app.regions.queries import find_home_regency  # noqa: PLC0415

    return find_home_regency(session) if role in OF_A_REGION else None


def _known_bank(session: Session, code: str | None) -> Bank | None:
    from savings_app.banks.queries import find_bank_by_code  # noqa: PLC0415

    if code is None:
        return None
    bank = find_bank_by_code(session, code=code)
    if bank is None:
        raise BankUnknown(code=code)
    return bank


def _verify_text(document: Document) -> str:
    lines = [_("Jejak audit utuh: %(events)s peristiwa.", events=document["events"])]
    if document["last_hash"]:
        again = f"--since {document['events']} {document['last_hash']}"
        lines.append(_("Untuk pemeriksaan berikutnya, simpan: %(again)s", again=again))
    return "\n".join(lines)


@command(text=_verify_text)
@click.option(
    "--since",
    type=(click.IntRange(min=1), str),
    metavar="ROW HASH",
    help="Baris terakhir dari pemeriksaan terdahulu, disimpan di luar basis data.",
)
def verify_audit(since: tuple[int, str] | None) -> Document:
    """Buktikan bahwa tidak ada baris jejak audit yang diubah, hilang, atau disisipkan.

    Rantai saja tidak tahu bila baris terbarunya dibuang; --since membandingkannya.
    """
    with running_app():
        from savings_app.audit.queries import find_hash, prove_chain  # noqa: PLC0415
        from savings_app.db import get_session  # noqa: PLC0415

        proof = prove_chain(get_session())
        if since is not None and find_hash(get_session(), sequence=since[0]) != since[1]:
            proof = replace(proof, broken_at=min(since[0], proof.broken_at or since[0]))
    if proof.broken_at is not None:
        refusal = AuditChainBroken(row=proof.broken_at)
        refusal.facts["problems"] = [Problem(f"row {proof.broken_at}", sentence(refusal))]
        raise refusal
    return {
        "events": proof.events,
        "intact": True,
        "broken_at": None,
        "last_hash": proof.last_hash,
    }
