"""What a comparison of totals leaves open is proved by way of the amounts before it."""

from __future__ import annotations

from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.joining.joint import join
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import NoCase, Pair, Question
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.steps import steps
from verifier.analysis.superiors.superior import hold_against
from verifier.engines.smt import negate
from verifier.places import ENCODINGS


def test_each_step_is_true_of_everybody_and_the_total_follows() -> None:
    superior = ENCODINGS / "superiors" / "chongqing_2021_66.lp"
    lower, above = load_side(Asked("tongnan_2021"), 1), load_side(Asked(str(superior)), 1)
    joint = join(lower.program, above.program)
    pair: Pair = tuple(joint.amounts[side]["total(aid)"] for side in Side)  # type: ignore[assignment]
    premise = joint.atoms[Side.RIGHT]["aided_at_home"]
    question = Question(joint, (pair,), {"says(critical_stated)": True}, 20_000, (premise,))
    spoken = question.some((premise,))
    known = steps(joint, question, pair, spoken)
    assert len(known) > 5
    for step in known:  # each follows without those before it
        assert isinstance(question.find(spoken, negate(step)), NoCase)


def test_a_total_within_a_limit_that_is_used_up_is_compared_to_the_fen() -> None:
    superior = ENCODINGS / "superiors" / "chongqing_2021_66.lp"
    lower, above = load_side(Asked("tongnan_2021"), 2), load_side(Asked(str(superior)), 2)
    held = hold_against(lower, above, HoldOptions(2, 10_000))
    found = {f.binding.id: f for f in held.findings}["least_aid"]
    assert (found.verdict, found.tolerance) == (Verdict.PROVED, 0)
