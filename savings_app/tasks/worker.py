"""What the job workers start from: `huey_consumer savings_app.tasks.worker.huey`.

Importing it imports every task.
"""

from __future__ import annotations

from savings_app.jobs import huey
from savings_app.tasks import bank_files, deaths, documents, imports, paper_files, work

__all__ = ["bank_files", "deaths", "documents", "huey", "imports", "paper_files", "work"]
