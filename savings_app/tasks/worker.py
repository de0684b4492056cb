"""What the job workers start from: `huey_consumer savings_app.tasks.worker.huey`.

Importing it imports every task.
"""

from __future__ import annotations

from savings_app.jobs import huey
from savings_app.tasks import (
    bank_files,
    bank_lines,
    deaths,
    document_bundles,
    document_runs,
    documents,
    imports,
    messages,
    paper_files,
    recordings,
    reminders,
    retention,
    snap_pulls,
    webhooks,
    work,
)

__all__ = [
    "bank_files",
    "bank_lines",
    "deaths",
    "document_bundles",
    "document_runs",
    "documents",
    "huey",
    "imports",
    "messages",
    "paper_files",
    "recordings",
    "reminders",
    "retention",
    "snap_pulls",
    "webhooks",
    "work",
]
