"""The plan of a sample family, on the screen and on paper: each method is one real action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from savings_app.cli.demo.message_deeds import MessageDeeds
from savings_app.money import Rupiah
from savings_app.planning import actions as planning
from savings_app.planning.actions import PaperPlan, StepAnswer, seen_of
from savings_app.planning.kinds import NeedKind, PlanStep
from savings_app.planning.queries import get_plan_view
from savings_app.planning.rules import Line, living_line
from savings_app.policy.rules import SchoolLevel

THOUSAND = Rupiah.of(1000)


class PlanDeeds(MessageDeeds):
    """What a family plans: question by question, "belum sekarang", or on the paper form."""

    def begins_plan(self, i: int = 0, *, until: PlanStep = PlanStep.REVIEW) -> UUID:
        """Answers question after question and stops before `until`. Parts of what it received."""
        plan = planning.begin_plan(
            self.session, actor=self.actor(i), recipient_id=self.heirs[i].id, now=self.now
        )
        for step, answer in self._answers(plan.amount).items():
            if step is until:
                break
            planning.answer_step(
                self.session,
                actor=self.actor(i),
                plan_id=plan.id,
                step=step,
                answer=answer,
                seen=None,
                today=self.today,
                now=self.now,
            )
        return plan.id

    def _answers(self, amount: Rupiah) -> Mapping[PlanStep, StepAnswer]:
        """A plan of this amount, in thousands; what no line uses stays free."""

        def part(percent: int) -> Rupiah:
            return Rupiah(amount.sen * percent // 100).rounded_down_to(THOUSAND)

        months = self.rng.choice((6, 8, 10))
        monthly = Rupiah(part(24).sen // months).rounded_down_to(THOUSAND)
        school_day = self.today.replace(year=self.today.year + 3, month=7, day=1)
        return {
            PlanStep.HOUSEHOLD: StepAnswer(household_members=4, school_children=2),
            PlanStep.NEEDS: StepAnswer(
                lines=(
                    Line(
                        NeedKind.DEBT,
                        part(6),
                        label="Utang di warung",
                        costs_monthly=Rupiah(part(6).sen // 20).rounded_down_to(THOUSAND),
                    ),
                    Line(NeedKind.MEDICAL, part(3), label="Sisa biaya rumah sakit"),
                )
            ),
            PlanStep.COMMEMORATION: StepAnswer(
                lines=(Line(NeedKind.COMMEMORATION, part(10), label="Hari ke-40"),)
            ),
            PlanStep.SCHOOL: StepAnswer(
                lines=(
                    Line(
                        NeedKind.SCHOOL,
                        part(8),
                        label="Anak pertama",
                        school_level=SchoolLevel.SMP,
                        yearly_need=Rupiah.of(3_500_000),
                    ),
                )
            ),
            PlanStep.BUSINESS: StepAnswer(
                lines=(Line(NeedKind.BUSINESS, part(12), label="Warung kecil"),)
            ),
            PlanStep.LIVING: StepAnswer(lines=(living_line(monthly=monthly, months=months),)),
            PlanStep.SAVING: StepAnswer(
                lines=(
                    Line(
                        NeedKind.SAVING,
                        part(20),
                        label="Sekolah anak",
                        wanted_on=school_day,
                        target=part(36),
                        in_name_of="anak pertama",
                    ),
                    Line(NeedKind.SAVING, part(8), label="Perbaikan rumah"),
                )
            ),
        }

    def agrees_plan(self, i: int = 0) -> None:
        """The whole plan, reviewed beside the suggestion and agreed."""
        plan_id = self.begins_plan(i)
        view = get_plan_view(
            self.session,
            actor=self.actor(i),
            recipient_id=self.heirs[i].id,
            plan_id=plan_id,
            today=self.today,
        )
        planning.finish_plan(
            self.session,
            actor=self.actor(i),
            plan_id=plan_id,
            shown=view.suggestion.amount if view.suggestion else None,
            seen=None,
            today=self.today,
            now=self.now,
        )

    def says_not_now(self, i: int = 0) -> None:
        planning.say_not_now(
            self.session,
            actor=self.actor(i),
            recipient_id=self.heirs[i].id,
            today=self.today,
            now=self.now,
        )

    def keys_paper(self, i: int = 0, *, signed_on: date) -> None:
        """The plan as the family wrote it on its printed form, keyed in beside it."""
        amount = get_plan_view(
            self.session, actor=self.actor(i), recipient_id=self.heirs[i].id
        ).amount
        planning.key_paper_plan(
            self.session,
            actor=self.actor(i),
            recipient_id=self.heirs[i].id,
            paper=PaperPlan(self._answers(amount), signed_on=signed_on, not_now=False),
            seen=seen_of(self.session, recipient_id=self.heirs[i].id),
            today=self.today,
            now=self.now,
        )
