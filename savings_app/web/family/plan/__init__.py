"""The family's plan: one question a page, kept at each step, in versions."""

from __future__ import annotations

from savings_app.web.family.plan import review, steps, versions
from savings_app.web.family.plan.blueprint import bp

__all__ = ["bp", "review", "steps", "versions"]
