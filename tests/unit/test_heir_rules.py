"""Who receives: the order of PP 44/2015 Pasal 40(2), and nothing of inheritance."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from savings_app.cases.claim_papers import all_steps, next_steps, paper_rules
from savings_app.cases.heir_rules import (
    HeirStepNotReached,
    SaidByNeeded,
    SaidOnImpossible,
    check_said,
    check_step,
    ends_soon,
    other_tiers,
    search,
    tier_of,
)
from savings_app.cases.kinds import (
    HeirAnswer,
    HeirStep,
    HeirTier,
    PaperKind,
    Programme,
    Relation,
)
from savings_app.cases.paper_rules import needed_papers, papers_of_tier
from savings_app.config import ROOT
from savings_app.policy.series import FactStatus
from savings_app.words.labels import LABELS

YES, NO, UNKNOWN = HeirAnswer.YES, HeirAnswer.NO, HeirAnswer.UNKNOWN
STEPS = list(HeirStep)
TODAY = date(2026, 11, 23)


@dataclass
class Person:
    full_name: str
    relation: Relation


def test_the_first_question_is_about_the_widow_the_widower_and_the_children_as_one_tier() -> None:
    assert search({}).next_step is HeirStep.SPOUSE_OR_CHILD
    assert search({HeirStep.SPOUSE_OR_CHILD: YES}).tier is HeirTier.SPOUSE_OR_CHILD
    assert tier_of(Relation.SPOUSE) is tier_of(Relation.CHILD)


@pytest.mark.parametrize("asked", range(1, len(STEPS) + 1))
def test_each_question_follows_when_there_is_nobody_of_those_before(asked: int) -> None:
    found = search(dict.fromkeys(STEPS[:asked], NO))
    if asked == len(STEPS):
        assert (found.next_step, found.tier) == (None, HeirTier.NOBODY)
    else:
        assert (found.next_step, found.tier) == (STEPS[asked], None)


@pytest.mark.parametrize(
    ("yes", "tier"),
    [
        (HeirStep.BLOOD_LINE, HeirTier.BLOOD_LINE),
        (HeirStep.SIBLING, HeirTier.SIBLING),
        (HeirStep.PARENT_IN_LAW, HeirTier.PARENT_IN_LAW),
        (HeirStep.NAMED, HeirTier.NAMED),
    ],
)
def test_the_first_yes_names_the_tier(yes: HeirStep, tier: HeirTier) -> None:
    answers = dict.fromkeys(STEPS[: STEPS.index(yes)], NO) | {yes: YES}
    assert search(answers).tier is tier


def test_what_is_not_known_yet_is_asked_again_and_decides_nothing() -> None:
    found = search({HeirStep.SPOUSE_OR_CHILD: NO, HeirStep.BLOOD_LINE: UNKNOWN})
    assert (found.next_step, found.tier) == (HeirStep.BLOOD_LINE, None)


def test_an_earlier_answer_that_changes_to_yes_leaves_the_later_ones_unread() -> None:
    answers = dict.fromkeys(STEPS, NO) | {HeirStep.SPOUSE_OR_CHILD: YES}
    assert search(answers).tier is HeirTier.SPOUSE_OR_CHILD


def test_a_question_is_not_jumped() -> None:
    with pytest.raises(HeirStepNotReached):
        check_step(HeirStep.SIBLING, {HeirStep.SPOUSE_OR_CHILD: NO})
    with pytest.raises(HeirStepNotReached):
        check_step(HeirStep.BLOOD_LINE, {HeirStep.SPOUSE_OR_CHILD: UNKNOWN})
    check_step(HeirStep.BLOOD_LINE, {HeirStep.SPOUSE_OR_CHILD: NO})


def test_an_answer_has_somebody_who_gave_it_between_the_death_and_today() -> None:
    died = date(2026, 10, 1)
    with pytest.raises(SaidByNeeded):
        check_said(said_by="", said_on=TODAY, died_on=died, today=TODAY)
    for day in (died - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(SaidOnImpossible):
            check_said(said_by="Sri", said_on=day, died_on=died, today=TODAY)
    check_said(said_by="Sri", said_on=died, died_on=died, today=TODAY)


def test_a_recipient_of_another_tier_is_pointed_out_by_name() -> None:
    people = [Person("Hartin", Relation.SPOUSE), Person("Jafar", Relation.SIBLING)]
    (doubt,) = other_tiers(HeirTier.SPOUSE_OR_CHILD, people)
    assert (doubt.code, doubt.facts["name"]) == ("recipient_of_other_tier", "Jafar")
    assert other_tiers(None, people) == []


def test_a_guardianship_is_told_sixty_days_before_it_ends() -> None:
    assert ends_soon(TODAY + timedelta(days=60), today=TODAY)
    assert not ends_soon(TODAY + timedelta(days=61), today=TODAY)
    assert ends_soon(TODAY - timedelta(days=1), today=TODAY)
    assert not ends_soon(None, today=TODAY)


def test_each_tier_has_its_papers() -> None:
    def needs(relation: Relation, tier: HeirTier | None, *, minor: bool = False) -> set[PaperKind]:
        return set(
            needed_papers(
                programme=Programme.JKM, recipients=[relation], has_minor=minor, tier=tier
            )
        )

    base = needs(Relation.SIBLING, HeirTier.SIBLING)
    assert needs(Relation.SPOUSE, None) - base == {PaperKind.MARRIAGE_BOOK}
    assert needs(Relation.CHILD, None, minor=True) - base == {
        PaperKind.BIRTH_CERTIFICATE,
        PaperKind.GUARDIAN_PROOF,
    }
    assert needs(Relation.NAMED, HeirTier.NAMED) - base == {PaperKind.WILL}
    assert needs(Relation.OTHER, None) - base == {PaperKind.COURT_RULING}
    assert PaperKind.BURIAL_PROOF in needs(Relation.OTHER, HeirTier.NOBODY)
    for tier in HeirTier:
        kinds = [rule.kind for rule in papers_of_tier(tier)]
        assert kinds == sorted(kinds, key=list(PaperKind).index)


def test_what_nobody_verified_is_a_draft() -> None:
    drafts = {rule.kind for rule in paper_rules() if rule.status is FactStatus.DRAFT}
    assert {PaperKind.GUARDIAN_PROOF, PaperKind.WILL, PaperKind.COURT_RULING} <= drafts
    assert {rule.kind for rule in paper_rules()} == set(PaperKind)


def test_every_paper_has_a_next_step_and_every_step_its_words_and_its_source() -> None:
    for kind in PaperKind:
        assert len(next_steps(kind)) > 1
    assert {step.code for step in all_steps()} == set(LABELS["next_step"])
    assert all(step.source and step.law for step in all_steps())
    assert not any("Rp" in words for words in LABELS["next_step"].values())


def test_no_share_is_ever_computed() -> None:
    """Shares are typed by the heirs; no division or multiplication stands in code about them."""
    for name in (
        "heir_rules",
        "people_rules",
        "claim_rules",
        "actions/heirs",
        "actions/heir_search",
    ):
        tree = ast.parse((ROOT / "savings_app" / "cases" / f"{name}.py").read_text())
        sums = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mult | ast.Mod)
        ]
        assert sums == [], name
    assigned = []
    for path in (ROOT / "savings_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign):
                assigned += [
                    (path.name, ast.unparse(node.value))
                    for target in node.targets
                    if isinstance(target, ast.Attribute) and target.attr == "share"
                ]
    # As typed, or forgotten when the whole it was a part of changed.
    assert {value for _name, value in assigned} <= {"share", "None"}
