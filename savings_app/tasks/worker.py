"""What the job workers start from: `huey_consumer savings_app.tasks.worker.huey`."""

from __future__ import annotations

from savings_app.jobs import huey

__all__ = ["huey"]
