"""The papers of a claim and what to do when one cannot be had: dated data, each with its source.

Pure but for reading `parameters/`, once a process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from savings_app.cases.kinds import BringsIt, HeirTier, PaperKind, Programme, Relation
from savings_app.policy.series import FactStatus

PARAMETERS = Path(__file__).with_name("parameters")


@dataclass(frozen=True, slots=True)
class PaperRule:
    """When a paper is needed, who usually brings it, and how sure we are of that.

    `tier` alone only says beside which tier of heirs the paper is explained.
    """

    kind: PaperKind
    brings: BringsIt
    law: str
    status: FactStatus
    checked_on: date
    source: str
    when: str | None = None  # "always", "minor", "tier"
    programme: Programme | None = None
    relation: Relation | None = None
    tier: HeirTier | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do about a paper; without `paper`, about any."""

    code: str
    paper: PaperKind | None
    law: str
    status: FactStatus
    checked_on: date
    source: str


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    document = tomllib.loads((PARAMETERS / f"{name}.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = document[table]
    return rows


@cache
def paper_rules() -> tuple[PaperRule, ...]:
    """Every paper there is, in the order of the form."""
    kinds: dict[str, Callable[[str], Any]] = {
        "kind": PaperKind,
        "brings": BringsIt,
        "status": FactStatus,
        "programme": Programme,
        "relation": Relation,
        "tier": HeirTier,
    }
    return tuple(
        PaperRule(**{name: kinds[name](v) if name in kinds else v for name, v in row.items()})
        for row in _rows("papers", "paper")
    )


@cache
def _steps() -> tuple[NextStep, ...]:
    return tuple(
        NextStep(
            code=str(row["code"]),
            paper=PaperKind(row["paper"]) if "paper" in row else None,
            law=str(row["law"]),
            status=FactStatus(row["status"]),
            checked_on=row["checked_on"],
            source=str(row["source"]),
        )
        for row in _rows("next_steps", "step")
    )


def next_steps(kind: PaperKind) -> tuple[NextStep, ...]:
    """What can be done about this paper, the most useful first."""
    return tuple(step for step in _steps() if step.paper in (kind, None))


def all_steps() -> tuple[NextStep, ...]:
    """Every step there is."""
    return _steps()
