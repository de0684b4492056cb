"""What can be done with a plan. No function here commits."""

from savings_app.planning.actions.drafts import (
    StepAnswer,
    answer_step,
    begin_plan,
    change_amount,
)
from savings_app.planning.actions.finishing import finish_plan, revise_plan, say_not_now
from savings_app.planning.actions.paper import PaperPlan, key_paper_plan, seen_of
from savings_app.planning.actions.using import use_money

__all__ = [
    "PaperPlan",
    "StepAnswer",
    "answer_step",
    "begin_plan",
    "change_amount",
    "finish_plan",
    "key_paper_plan",
    "revise_plan",
    "say_not_now",
    "seen_of",
    "use_money",
]
