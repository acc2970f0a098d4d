"""What is proved of a random small plan, no random case of it contradicts."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.properties.plans import plan
from tests.properties.random_plans import lines
from tests.random_cases import random_case
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding, Verdict
from verifier.engines import exact
from verifier.errors import LanguageError
from verifier.program.model import Program
from verifier.properties.declared import instances

ASKED = (
    "annual_limits", "conflict_free", "counts_what_is_left", "gap_free", "highest_identity",
    "mine", "no_double_aid", "nothing_negative", "payers_within_cost",
)
PROVED = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}
CASES = 60


def contradicted(loaded: Program, found: list[Finding], seed: int) -> set[str]:
    """The properties among these of which a random case is a counterexample."""
    rng = random.Random(seed)
    outputs = [str(fact.arguments[0]) for fact in loaded.facts["output"]]
    names = {n: f.property for f in found for n in instances(loaded, "violation", f.property)}
    asked = {f.property: f for f in found}
    broken: set[str] = set()
    for _ in range(CASES):
        evaluation = exact.evaluate(loaded, random_case(loaded, rng), outputs)
        broken |= {p for n, p in names.items() if evaluation.atoms.get(n)}
        if any(fault.certain for fault in evaluation.conflicts):
            broken.add("conflict_free")
        # Where a condition rests on an amount with two values, nothing is said of gaps.
        elif any(fault.certain for fault in evaluation.gaps):
            broken.add("gap_free")
    return broken & asked.keys()


def tried(seed: int) -> Counter[str]:
    """Check a plan, and look for cases that contradict what was proved; what was seen of it."""
    text = lines(random.Random(seed))
    seen: Counter[str] = Counter()
    try:
        two = plan(text, ("plan", "aid"), 2)
    except LanguageError:
        return Counter(refused=1)
    found = list(check(two, Options(only=ASKED, simplest=False, timeout_ms=5_000)))
    proved = [f for f in found if f.verdict in PROVED]
    assert not contradicted(two, proved, seed), text
    always = [f for f in proved if f.any_visits]
    for visits in (3, 4) if always else ():
        assert not contradicted(plan(text, ("plan", "aid"), visits), always, seed), text
    violated = [f for f in found if f.verdict is Verdict.VIOLATED]
    seen.update(
        proved=len(proved), always=len(always), violated=len(violated),
        met=len(contradicted(two, violated, seed)),
    )
    return seen


@pytest.mark.parametrize("seed", range(8))
def test_no_case_contradicts_a_proof(seed: int) -> None:
    assert tried(seed)["proved"]


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_no_case_contradicts_proofs_of_hundreds_of_plans(block: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(100 + 40 * block, 140 + 40 * block):
        seen += tried(seed)
    # The cases are such as find what is wrong: else that they find nothing would say nothing.
    assert seen["proved"] > 100 and seen["always"] > 60
    assert seen["met"] > 0.5 * seen["violated"] > 10
    assert seen["refused"] < 20
