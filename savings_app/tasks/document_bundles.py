"""Files for a printer: the documents of a run behind one another, in parts.

The run's row says that they are wanted; a message only names the run. A part holds a hundred
documents in memory, and nobody's more than a moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from huey.api import crontab

from savings_app import clock, storage
from savings_app.access.queries import find_actor
from savings_app.db import get_session, read_anew, transaction
from savings_app.documents.binding import bind
from savings_app.documents.pages import fill_page
from savings_app.documents.pdf import render_pdf
from savings_app.documents.rendering import Render
from savings_app.documents.run_output import (
    Leaf,
    MadePart,
    find_bundle_wanted,
    forget_bundles,
    in_parts,
    keep_bundle,
    list_bundles_wanted,
    list_leaves,
)
from savings_app.documents.run_queries import RunFacts, get_run_facts
from savings_app.documents.run_rules import BUNDLE_KEPT
from savings_app.jobs import huey
from savings_app.storage import FileKind
from savings_app.tasks import rendering
from savings_app.tasks.application import worker_application
from savings_app.tasks.documents import jobs_run
from savings_app.words import gettext
from savings_app.words.labels import label
from savings_app.words.language import use_language

log = structlog.get_logger()
LEFT_BEHIND = timedelta(minutes=5)


@huey.task()  # type: ignore[untyped-decorator]
def _make(run_id: str) -> None:
    with worker_application().app_context():
        make_bundle(UUID(run_id), render=rendering.render)


@huey.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def _sweep() -> None:
    with worker_application().app_context():
        now = clock.now_utc()
        for run_id in list_bundles_wanted(get_session(), before=now - LEFT_BEHIND):
            make_bundle(run_id, render=rendering.render)


@huey.periodic_task(crontab(hour="18", minute="50"))  # type: ignore[untyped-decorator]  # 02.50 WITA
def _forget() -> None:
    with worker_application().app_context():
        forget_old_bundles()


def enqueue_bundle(run_id: UUID) -> None:
    """Ask a worker for the bundle; call it after the transaction that asked for it."""
    if jobs_run():
        _make(str(run_id))


def make_bundle(run_id: UUID, *, render: Render = render_pdf) -> None:
    """Put together what whoever asked may see; nothing where it is made already."""
    wanted = find_bundle_wanted(read_anew(), run_id=run_id)
    if wanted is None:
        return
    user_id, asked_at = wanted
    session = get_session()
    actor = find_actor(session, user_id=user_id)
    if actor is None:
        log.info("bundle of a run asked for by nobody", run=str(run_id))
        return
    leaves = list_leaves(session, actor=actor, run_id=run_id)
    facts = get_run_facts(session, run_id=run_id)
    cut = list(in_parts(leaves))
    parts = [
        _made(facts, number, len(cut), part, render=render, at=asked_at)
        for number, part in enumerate(cut, start=1)
    ]
    with transaction() as session:
        gone = keep_bundle(
            session, run_id=run_id, asked_at=asked_at, parts=parts, now=clock.now_utc()
        )
    for name in [part.stored.name for part in parts] if gone is None else gone:
        storage.discard(FileKind.DOCUMENT, name)


def _made(
    facts: RunFacts,
    number: int,
    parts: int,
    leaves: Sequence[Leaf],
    *,
    render: Render,
    at: datetime,
) -> MadePart:
    title = title_of(facts)
    places = Counter(f"{leaf.village}, {leaf.district}" for leaf in leaves)
    cover = fill_page(
        "pdf/run-cover.html",
        language=facts.language,
        title=title,
        number=number,
        parts=parts,
        count=len(leaves),
        first=leaves[0].number,
        last=leaves[-1].number,
        places=list(places.items()),
    )
    data, pages = bind(
        render(cover, identifier=facts.id.hex[:16].encode(), sheet=facts.sheet, at=at),
        (_bytes_of(leaf) for leaf in leaves),
        title=title,
    )
    return MadePart(leaves, pages, storage.store(FileKind.DOCUMENT, data))


def title_of(facts: RunFacts) -> str:
    """What the run prints, and where, in its language."""
    with use_language(facts.language):
        return gettext("%(kind)s, %(place)s", kind=label("document", facts.kind), place=facts.place)


def _bytes_of(leaf: Leaf) -> bytes:
    if leaf.stored_name is None or leaf.sha256 is None:
        raise LookupError("a leaf without its bytes was not left out")
    return storage.read(FileKind.DOCUMENT, leaf.stored_name, sha256=leaf.sha256)


def forget_old_bundles() -> None:
    """Parts are kept for a week: they tell of many families and can be made again."""
    with transaction() as session:
        gone = forget_bundles(session, made_before=clock.now_utc() - BUNDLE_KEPT)
    for name in gone:
        storage.discard(FileKind.DOCUMENT, name)
