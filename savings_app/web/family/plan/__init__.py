"""The family's plan: one question a page, kept at each step, in versions."""

from __future__ import annotations

from savings_app.web.family.plan.blueprint import bp

# Importing the modules puts their pages on the blueprint.
from savings_app.web.family.plan.paper import key_paper
from savings_app.web.family.plan.review import review
from savings_app.web.family.plan.steps import step
from savings_app.web.family.plan.use import use
from savings_app.web.family.plan.versions import show_version

__all__ = ["bp", "key_paper", "review", "show_version", "step", "use"]
