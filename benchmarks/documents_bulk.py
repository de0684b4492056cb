"""A run of many documents on two workers, beside twice one bare WeasyPrint; and what they hold.

`BENCH_DOCUMENTS` makes it shorter: 500 by itself, and twice as many for the memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from benchmarks.figure import Figure
from benchmarks.service import service
from savings_app import clock, db
from savings_app.access.models import User
from savings_app.access.queries import actor_of
from savings_app.actors import Role
from savings_app.cases.models import Heir
from savings_app.documents.models import Document
from savings_app.documents.pages import render_html
from savings_app.documents.pdf import STATIC
from savings_app.documents.rules import DocumentKind, Wanted
from savings_app.documents.run_actions import start_run
from savings_app.documents.run_models import DocumentRunRow
from savings_app.documents.run_rules import RowState, RunWanted

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS", "500"))
WORKERS = 2
LEAST_OF_BARE = 0.90
MOST_MEGABYTES = 150.0
# A worker as it is: warm before the clock runs, as it is in the middle of its day.
WORKER = """
import json, sys
from uuid import UUID
from savings_app.documents.pdf_process import resident
from savings_app.tasks.application import worker_application
from savings_app.tasks.document_runs import work_on
from savings_app.tasks.rendering import Renderer
from savings_app import clock
from savings_app.tasks.signing import signing_key

most = [0, 0]
own = Renderer()

def render(html, **facts):
    data = own.render(html, **facts)
    most[:] = max(most[0], resident()), max(most[1], own.resident)
    return data

with worker_application().app_context():
    signing_key()
    page = "<!doctype html><html lang=id><title>x</title><p>x"
    own.render(page, identifier=b"x" * 16, at=clock.now_utc())
    print("ready", flush=True)
    sys.stdin.readline()
    work_on(UUID(sys.argv[1]), render=render)
    print(json.dumps(most), flush=True)
own.close()
"""
# The library alone on the same pages, its fonts and our parsed CSS kept as ours are.
BARE = """
import sys, time
from pathlib import Path
import weasyprint
from weasyprint.text.fonts import FontConfiguration
fonts = FontConfiguration()
style = weasyprint.CSS(filename=sys.argv[2], font_config=fonts)
pages = [path.read_text() for path in sorted(Path(sys.argv[1]).glob("*.html"))]
def bare(html):
    page = weasyprint.HTML(string=html)
    page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
bare(pages[0])
started = time.perf_counter()
for html in pages:
    bare(html)
print(time.perf_counter() - started)
"""


def measure() -> list[Figure]:
    """The whole of a run: numbers, content, layout, signature, bytes on the disk, rows."""
    run_id = _begin(DOCUMENTS)
    ours, _held = _work(run_id, WORKERS)
    bare = _bare(run_id)
    _seconds, held = _work(_begin(2 * DOCUMENTS), 1)
    floor = bare / WORKERS
    return [
        Figure(
            f"a run of {DOCUMENTS} documents on two workers, beside two bare",
            ours,
            floor,
            "s",
            most=floor / LEAST_OF_BARE,
        ),
        Figure(
            f"memory of a worker after {2 * DOCUMENTS} documents",
            held[0] / 1e6,
            MOST_MEGABYTES,
            "MB",
            most=MOST_MEGABYTES,
        ),
        Figure(
            f"memory of its layout process after {2 * DOCUMENTS}",
            held[1] / 1e6,
            MOST_MEGABYTES,
            "MB",
            most=MOST_MEGABYTES,
        ),
    ]


def _begin(count: int) -> UUID:
    """A run of the sheet of a plan for so many recipients of one case."""
    with service().app.app_context(), db.transaction() as session:
        first = session.scalars(select(Heir).where(Heir.is_recipient)).first()
        user = session.scalars(select(User).where(User.role == Role.SUPERVISOR)).first()
        if first is None or user is None:
            raise SystemExit("there is no sample family")
        there = len(session.scalars(select(Heir.id).where(Heir.is_recipient)).all())
        names = {c.key for c in Heir.__table__.columns} - {"id", "version"}
        facts = {name: getattr(first, name) for name in names}
        session.add_all(Heir(**{**facts, "position": 100 + place}) for place in range(there, count))
        session.flush()
        return start_run(
            session,
            actor=actor_of(user, today=clock.today()),
            wanted=RunWanted(Wanted(DocumentKind.PLAN_FORM), user.region or ""),
            request_key=uuid4(),
            now=clock.now_utc(),
        ).id


def _work(run_id: UUID, workers: int) -> tuple[float, list[int]]:
    """Seconds until the run is done, and the most a worker and its layout process held."""
    app = service().app
    env = {
        **os.environ,
        "DATABASE_URL": str(app.config["DATABASE_URL"]),
        "SAVINGS_APP_DATA": str(app.config["SAVINGS_APP_DATA"]),
    }
    here = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(run_id)],
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _worker in range(workers)
    ]
    for one in here:
        assert one.stdout is not None  # noqa: S101  both are pipes
        one.stdout.readline()
    started = time.perf_counter()
    for one in here:
        assert one.stdin is not None  # noqa: S101  both are pipes
        one.stdin.write("go\n")
        one.stdin.flush()
    told = []
    for one in here:
        assert one.stdout is not None  # noqa: S101  both are pipes
        told.append(json.loads(one.stdout.readline()))
    seconds = time.perf_counter() - started
    for one in here:
        one.communicate()
    with app.app_context():
        states = set(
            db.read_anew().scalars(
                select(DocumentRunRow.state).where(DocumentRunRow.run_id == run_id)
            )
        )
    if states != {RowState.DONE}:
        raise SystemExit(f"the run is not done: {states}")
    return seconds, [max(column) for column in zip(*told, strict=True)]


def _bare(run_id: UUID) -> float:
    """Seconds one process needs for the same pages."""
    app = service().app
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        documents = db.read_anew().scalars(
            select(Document)
            .join(DocumentRunRow, DocumentRunRow.document_id == Document.id)
            .where(DocumentRunRow.run_id == run_id)
        )
        for place, document in enumerate(documents):
            html = render_html(document, address=app.config["ADDRESS"])
            Path(folder, f"{place:05}.html").write_text(html)
        done = subprocess.run(
            [sys.executable, "-c", BARE, folder, str(STATIC / "pdf.css")],
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout)
