"""`savings-app doctor`: everything the service stands on, each tried and told."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from savings_app.cli.application import running_app
from savings_app.cli.output import Document, command
from savings_app.errors import DomainError, Problem
from savings_app.words import _
from savings_app.words.formats import date_long, in_wita

OWNER_ONLY = 0o077
WAITS_TOO_LONG = timedelta(minutes=15)
PLACES = 165  # 160 desa and 5 kelurahan of Bone Bolango
FONTS = ("source-sans-3-regular.woff2", "source-sans-3-bold.woff2")


class NotHealthy(DomainError):
    """Fact: `problems`, one for each check that failed."""


class _Bad(Exception):
    """A check failed; its text says what and what to do."""


def _text(document: Document) -> str:
    return "\n".join(f"✓ {one['check']:<14} {one['what']}" for one in document["checks"])


@command(text=_text)
def doctor() -> Document:
    """Periksa semua yang dibutuhkan layanan ini, dan sebutkan yang salah."""
    checks, problems = [], []
    with running_app():
        for name, check in _CHECKS.items():
            try:
                what = check()
            except _Bad as bad:
                problems.append(Problem(name, str(bad)))
            except Exception as error:
                problems.append(Problem(name, f"{type(error).__name__}: {error}"))
            else:
                checks.append({"check": name, "ok": True, "what": what})
    if problems:
        raise NotHealthy(problems=problems)
    return {"ok": True, "checks": checks}


def _database() -> str:
    from savings_app.db import find_revisions, get_engine  # noqa: PLC0415

    found, _newest = find_revisions(get_engine())
    return _("%(kind)s, versi %(revision)s", kind=get_engine().dialect.name, revision=found)


def _append_only() -> str:
    from savings_app.db import APPEND_ONLY_TABLES, get_session, list_unprotected  # noqa: PLC0415

    open_ones = list_unprotected(get_session())
    if open_ones:
        raise _Bad(_("tabel tanpa pelindung: %(tables)s", tables=", ".join(open_ones)))
    return _("%(count)s tabel hanya dapat ditambah", count=len(APPEND_ONLY_TABLES))


def _audit() -> str:
    from savings_app.audit.queries import prove_chain  # noqa: PLC0415
    from savings_app.db import get_session  # noqa: PLC0415

    proof = prove_chain(get_session())
    if proof.broken_at is not None:
        raise _Bad(_("rantai terputus pada baris %(row)s", row=proof.broken_at))
    return _("%(count)s peristiwa, utuh", count=proof.events)


def _reference() -> str:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.banks.queries import list_banks  # noqa: PLC0415
    from savings_app.db import get_session  # noqa: PLC0415
    from savings_app.regions.queries import count_places  # noqa: PLC0415
    from savings_app.regions.rules import BONE_BOLANGO  # noqa: PLC0415
    from savings_app.registry.queries import list_categories  # noqa: PLC0415
    from savings_app.regulation.queries import list_versions  # noqa: PLC0415

    session = get_session()
    counts = {
        "places": count_places(session, region=BONE_BOLANGO),
        "banks": len(list_banks(session)),
        "categories": len(list_categories(session, day=clock.today())),
        "versions": len(list_versions(session)),
    }
    what = _(
        "%(places)s desa dan kelurahan, %(banks)s bank, %(categories)s kategori, "
        "%(versions)s versi peraturan",
        **counts,
    )
    if counts["places"] < PLACES or 0 in counts.values():
        raise _Bad(_("%(what)s; jalankan savings-app migrate", what=what))
    return what


def _data_folder() -> str:
    from flask import current_app  # noqa: PLC0415

    folder = Path(str(current_app.config["SAVINGS_APP_DATA"]))
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"doctor")
    loose = [str(path) for path in _private(folder) if path.stat().st_mode & OWNER_ONLY]
    if loose:
        raise _Bad(_("dapat dibaca orang lain: %(paths)s", paths=", ".join(loose)))
    return _("dapat ditulis, kunci hanya untuk pemiliknya")


def _private(folder: Path) -> Iterator[Path]:
    """What only its owner may open: keys and kept files, and the folders that lead to them."""
    for name in ("keys", "files"):
        if (folder / name).exists():
            yield folder / name
    if (folder / "keys").exists():
        yield from (folder / "keys").iterdir()


def _fonts() -> str:
    from savings_app.documents.pdf import STATIC  # noqa: PLC0415

    missing = [name for name in FONTS if not (STATIC / "fonts" / name).is_file()]
    if missing:
        raise _Bad(_("huruf tidak ada: %(names)s", names=", ".join(missing)))
    return ", ".join(FONTS)


def _pdf() -> str:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.documents.pdf import render_pdf  # noqa: PLC0415

    page = '<html lang="id"><head><title>doctor</title></head><body><p>Rp42.000.000</p></body>'
    data = render_pdf(page, identifier=b"doctor", at=clock.now_utc())
    if not data.startswith(b"%PDF-"):
        raise _Bad(_("yang dibuat bukan PDF"))
    return _("satu halaman, %(size)s byte", size=len(data))


def _signing_key() -> str:
    from savings_app.db import get_session  # noqa: PLC0415
    from savings_app.documents.certificate_queries import check_not_revoked  # noqa: PLC0415
    from savings_app.documents.rules import CertificateRevoked  # noqa: PLC0415
    from savings_app.documents.signing import SigningKeyUnusable  # noqa: PLC0415
    from savings_app.tasks.signing import signing_key  # noqa: PLC0415

    try:
        facts = signing_key().facts
        check_not_revoked(get_session(), fingerprint=facts.fingerprint)
    except SigningKeyUnusable as unusable:
        raise _Bad(_("kunci tidak dapat dipakai: %(why)s", why=unusable)) from None
    except CertificateRevoked:
        raise _Bad(_("sertifikatnya sudah dicabut; pasang kunci baru")) from None
    what = _(
        "%(subject)s, berlaku sampai %(until)s, sidik %(fingerprint)s",
        subject=facts.subject,
        until=date_long(in_wita(facts.valid_until).date()),
        fingerprint=facts.fingerprint[:16],
    )
    return _("%(what)s; CONTOH, bukan sertifikat resmi", what=what) if facts.is_sample else what


def _jobs() -> str:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.db import get_session  # noqa: PLC0415
    from savings_app.documents.queries import list_unfinished  # noqa: PLC0415
    from savings_app.jobs import huey  # noqa: PLC0415

    waiting = huey.pending_count()
    left = list_unfinished(get_session(), before=clock.now_utc() - WAITS_TOO_LONG)
    if left:
        raise _Bad(
            _(
                "%(count)s dokumen menunggu lebih dari seperempat jam; apakah pekerja berjalan?",
                count=len(left),
            )
        )
    return _("%(count)s pesan di antrean, tidak ada dokumen yang tertinggal", count=waiting)


def _retention() -> str:
    from savings_app import clock  # noqa: PLC0415
    from savings_app.db import get_session  # noqa: PLC0415
    from savings_app.retention.queries.waiting import list_overdue  # noqa: PLC0415

    found = list_overdue(get_session(), today=clock.today())
    late = sum(one.accounts for one in found if one.has_period)
    if late:
        raise _Bad(
            _(
                "%(count)s rekening seharusnya sudah dihapus barisnya; jalankan savings-app "
                "retention run",
                count=late,
            )
        )
    if found:
        return _(
            "%(count)s rekening menunggu: masa simpan belum didaftarkan",
            count=sum(one.accounts for one in found),
        )
    return _("tidak ada yang terlambat dihapus")


def _translations() -> str:
    from savings_app.words.language import CATALOGS, LANGUAGES, SOURCE_LANGUAGE  # noqa: PLC0415

    others = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]
    folders = {language: CATALOGS / language / "LC_MESSAGES" for language in others}
    missing = [
        language
        for language, folder in folders.items()
        if any(folder.glob("*.po")) and not (folder / "messages.mo").is_file()
    ]
    if missing:
        raise _Bad(_("belum disusun: %(names)s; jalankan make setup", names=", ".join(missing)))
    return ", ".join(LANGUAGES)


_CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "append-only": _append_only,
    "audit": _audit,
    "reference": _reference,
    "data folder": _data_folder,
    "fonts": _fonts,
    "pdf": _pdf,
    "signing key": _signing_key,
    "jobs": _jobs,
    "retention": _retention,
    "translations": _translations,
}
