"""What the job workers start from: `huey_consumer savings_app.tasks.worker.huey`.

Importing it imports every task.
"""

from __future__ import annotations

from savings_app.jobs import huey
from savings_app.tasks import bank_files, documents, paper_files

__all__ = ["bank_files", "documents", "huey", "paper_files"]
