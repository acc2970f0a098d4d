"""Of plans so small that every person can be computed, all that a check says is true."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

import pytest

from tests.properties.flag_plans import FLAGS, FlagPlan, flag_plan
from tests.properties.plans import plan
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Finding, Verdict
from verifier.engines import exact
from verifier.errors import LanguageError
from verifier.program.model import BoolInput, Program

ASKED = ("gap_free", "conflict_free", "mine", "two")
PROVED = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}
COMMON = {"year(2022)", "enrolled(in_window)", "kind(1,inpatient)", "place(1,in_district)"}
TRUTHS = (*FLAGS, "says(critical_stated)")
"""All that may be true of a person: the rest is as for everybody here."""

Truths = Mapping[str, bool]
Everybody = list[tuple[Truths, exact.Evaluation]]


def everybody(loaded: Program) -> Everybody:
    """Each person who can exist, computed."""
    outputs = [str(fact.arguments[0]) for fact in loaded.facts["output"]]
    found: Everybody = []
    for values in product((False, True), repeat=len(TRUTHS)):
        truths = dict(zip(TRUTHS, values, strict=True))
        true = COMMON | {name for name, value in truths.items() if value}
        booleans = {i.name: i.name in true for i in loaded.inputs if isinstance(i, BoolInput)}
        numbers = {i.name: 0 for i in loaded.inputs if not isinstance(i, BoolInput)}
        evaluation = exact.evaluate(loaded, exact.Assignment(booleans, numbers), outputs)
        if not evaluation.broken:
            found.append((truths, evaluation))
    return found


def harms(item: FlagPlan, persons: Everybody) -> list[int | None] | None:
    """By how much two persons compare the wrong way, if they have both; None if nobody is meant."""
    found: list[int | None] = []
    for (mine, first), (others, second) in product(persons, repeat=2):
        if not (first.atoms["pa"] and second.atoms["pb"]) or not alike(item.varying, mine, others):
            continue
        one, two = (amount(person, item.amount) for person in (first, second))
        if one is None or two is None:
            found.append(None)
        else:
            wrong = {"at_least": one - two, "at_most": two - one, "equals": abs(one - two)}
            found.append(wrong[item.relation])
    return found or None


def alike(varying: Mapping[str, str], mine: Truths, others: Truths) -> bool:
    """Whether two persons differ as a property lets them."""
    may = {"more": (False, True), "fewer": (True, False)}
    return all(
        mine[name] == others[name] or varying.get(name) == "free"
        or may.get(varying.get(name, "")) == (mine[name], others[name])
        for name in TRUTHS
    )


def amount(person: exact.Evaluation, name: str) -> int | None:
    """An amount of a person, in fen; None if it has no value."""
    value = person.amounts.get(name)
    return value.low if value is not None and value.exact else None


def false_statements(item: FlagPlan, persons: Everybody, found: Iterable[Finding]) -> list[str]:
    """What findings say that is not so."""
    said = {finding.property: finding for finding in found}
    wrong: list[str] = []

    def judge(name: str, *, wronged: bool, meant: bool = True) -> None:
        verdict = said[name].verdict
        if verdict in PROVED and (wronged or not meant):
            wrong.append(f"{name} is not {verdict.value}")
        if verdict is Verdict.VIOLATED and not wronged:
            wrong.append(f"{name} is not violated")

    def measure(name: str, suffered: list[int]) -> None:
        largest = said[name].largest
        if largest is None:
            return
        most = max(suffered, default=None)
        if most is None or largest.value > most or (largest.exact and largest.value < most):
            wrong.append(f"{name}: {largest.value} ({largest.exact}) is not {most}")

    judge("conflict_free", wronged=any(e.conflicts for _, e in persons))
    gaps = [bool(e.gaps) for _, e in persons]
    calm = any(e.gaps and not e.conflicts for _, e in persons)
    if said["gap_free"].verdict in PROVED and calm:
        wrong.append("gap_free is not proved")
    if said["gap_free"].verdict is Verdict.VIOLATED and not any(gaps):
        wrong.append("gap_free is not violated")
    violators = [e for _, e in persons if e.atoms.get("violation(mine,x)")]
    spoken = any(e.atoms.get(f"scope(mine,{i})") for _, e in persons for i in ("x", "y"))
    judge("mine", wronged=bool(violators), meant=spoken)
    measure("mine", [h for e in violators if (h := amount(e, "harm(mine,x)")) is not None])
    compared = harms(item, persons)
    suffered = [h for h in compared or () if h is not None and h > 0]
    judge("two", wronged=bool(suffered), meant=compared is not None)
    measure("two", suffered)
    return wrong


def tried(seed: int) -> Counter[str]:
    """Check a plan, and compute everybody; what was seen of it."""
    item = flag_plan(random.Random(seed))
    try:
        loaded = plan(item.lines, ("plan",), 1)
    except LanguageError:
        return Counter(refused=1)
    found = check(loaded, Options(only=ASKED, timeout_ms=3_000))
    assert not false_statements(item, everybody(loaded), found), (seed, item.lines)
    return Counter(finding.verdict.value for finding in found)


@pytest.mark.parametrize("seed", (1, 2, 3, 5, 1042, 1059))
def test_what_is_said_of_everybody_is_so(seed: int) -> None:
    assert tried(seed)


@pytest.mark.long
@pytest.mark.parametrize("block", range(10))
def test_what_is_said_of_everybody_is_so_in_hundreds_of_plans(block: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(2_000 + 40 * block, 2_040 + 40 * block):
        seen += tried(seed)
    # The plans are such as have something to say: else that nothing is false would say nothing.
    assert seen["proved"] + seen["by_construction"] > 30
    assert seen["violated"] > 30
    assert seen["refused"] < 20
