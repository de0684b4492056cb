"""An experiment, and which wording each family got. Assignments are never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from savings_app.cases.models import Case
from savings_app.db import Base, Versioned
from savings_app.experiments.kinds import ExperimentState, Outcome, Topic, Variant
from savings_app.experiments.rules import ExperimentPlan, Wording, variants_of


class Experiment(Versioned, Base):
    """Edited while a draft; once begun only its end is written. `wordings` are B and C."""

    __tablename__ = "experiment"
    __table_args__ = (
        Index(
            "uq_experiment_running",
            "topic",
            "region_code",
            unique=True,
            sqlite_where=text("state = 'berjalan'"),
            postgresql_where=text("state = 'berjalan'"),
        ),
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[ExperimentState]
    name: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(String(300))
    topic: Mapped[Topic]
    outcome: Mapped[Outcome]
    wordings: Mapped[list[Any]]
    families: Mapped[int]  # planned, all wordings together
    expected_percent: Mapped[int]  # of families with the outcome in the ordinary wording
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ethics_number: Mapped[str | None] = mapped_column(String(80))
    ethics_body: Mapped[str | None] = mapped_column(String(120))
    ethics_on: Mapped[date | None]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))  # None: its last day came
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(300))
    request_key: Mapped[UUID] = mapped_column(unique=True)

    @property
    def others(self) -> tuple[Wording, ...]:
        return tuple(Wording(one["id"], one["en"]) for one in self.wordings)

    @property
    def variants(self) -> tuple[Variant, ...]:
        return variants_of(len(self.wordings))

    @property
    def plan(self) -> ExperimentPlan:
        return ExperimentPlan(
            name=self.name,
            question=self.question,
            topic=self.topic,
            outcome=self.outcome,
            others=self.others,
            families=self.families,
            expected_percent=self.expected_percent,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            ethics_number=self.ethics_number,
            ethics_body=self.ethics_body,
            ethics_on=self.ethics_on,
        )

    def wording_of(self, variant: Variant) -> Wording | None:
        """What families of this variant read; None is the ordinary wording."""
        place = self.variants.index(variant)
        return self.others[place - 1] if place else None


class ExperimentAssignment(Base):
    """The wording of one family, drawn once. Append-only."""

    __tablename__ = "experiment_assignment"
    __table_args__ = (
        UniqueConstraint("experiment_id", "case_id", name="uq_experiment_family_once"),
    )

    experiment_id: Mapped[UUID] = mapped_column(ForeignKey(Experiment.id))
    case_id: Mapped[UUID] = mapped_column(ForeignKey(Case.id), index=True)
    variant: Mapped[Variant]
    assigned_on: Mapped[date]
    assigned_at: Mapped[datetime]
