"""The joint Program pays what each document pays: what became one there means the same in both."""

from __future__ import annotations

import random

import pytest

from tests.random_cases import random_case
from verifier import programs
from verifier.analysis.comparing.replays import on_side
from verifier.analysis.joining.joint import Joint, join
from verifier.analysis.joining.sides import Side, Treatment, Tying
from verifier.engines import exact
from verifier.program.terms import Expression, Formula

PAIRS = [
    ("tongnan_2021", "qianjiang_2023"),
    ("tongcheng_2021", "wuhan_2022"),
    ("luan_2021", "luan_2021"),
]


def joined(left: str, right: str, tying: Tying | None = None, visits: int = 2) -> Joint:
    first, second = (programs.load_program(programs.find(n), visits) for n in (left, right))
    return join(first, second, tying or Tying())


@pytest.mark.parametrize("all_readings", [False, True])
@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_both_sides_pay_what_they_pay_apart(left: str, right: str, all_readings: bool) -> None:
    joint = joined(left, right, Tying(all_readings=all_readings))
    rng = random.Random(f"{left} {right}")
    for _ in range(12):
        case = random_case(joint.program, rng)
        together = exact.evaluate(joint.program, case)
        values = {**case.booleans, **case.numbers}
        for side, program in joint.sides.items():
            apart = exact.evaluate(program, on_side(joint, side, values))
            assert not apart.broken
            assert _amounts(joint, side, together) == apart.amounts
            assert _truths(joint, side, together) == apart.atoms


def _amounts(
    joint: Joint, side: Side, found: exact.Evaluation
) -> dict[str, exact.Interval | None]:
    def value(term: Expression) -> exact.Interval | None:
        return exact.value_of(joint.program, found, term)

    return {name: value(term) for name, term in joint.amounts[side].items()}


def _truths(joint: Joint, side: Side, found: exact.Evaluation) -> dict[str, bool | None]:
    def truth(term: Formula) -> bool | None:
        return exact.truth_of(joint.program, found, term)

    return {name: truth(term) for name, term in joint.atoms[side].items()}


def test_a_document_with_itself_is_one() -> None:
    joint = joined("wuhan_2022", "wuhan_2022")
    assert joint.amounts[Side.LEFT] == joint.amounts[Side.RIGHT]
    assert joint.atoms[Side.LEFT] == joint.atoms[Side.RIGHT]
    assert joint.limits[Side.LEFT] == joint.limits[Side.RIGHT]
    assert joint.one_sided == ()


def test_what_one_side_asks_alone_is_listed_with_what_becomes_of_it() -> None:
    joint = joined("tongnan_2021", "qianjiang_2023", visits=1)
    found = {(o.side, o.field, o.name): o.treatment for o in joint.one_sided}
    assert found[Side.LEFT, "held", "stable_exit"] is Treatment.ABSENT
    assert found[Side.LEFT, "year", "2022"] is Treatment.ABSENT
    assert found[Side.RIGHT, "kind", "outpatient_major"] is Treatment.ABSENT
    # Nobody says that an institution is designated; it is taken to be.
    assert found[Side.RIGHT, "flag", "designated"] is Treatment.USUAL
    # A hospital has some level, whoever asks.
    assert found[Side.RIGHT, "question", "level"] is Treatment.FREE
    assert found[Side.LEFT, "number", "billed(application,1)"] is Treatment.NOTHING
    # Both have `borderline_minimum`: one calls it a household, the other the member of a family.
    assert found[Side.LEFT, "held", "borderline_minimum"] is Treatment.TIED


def test_names_of_different_meaning_can_be_set_apart_and_others_tied() -> None:
    tying = Tying(apart=frozenset({"borderline_minimum"}))
    apart = joined("tongnan_2021", "qianjiang_2023", tying, visits=1)
    found = {(o.side, o.name): o.treatment for o in apart.one_sided if o.field == "held"}
    assert found[Side.LEFT, "borderline_minimum"] is Treatment.ABSENT
    assert found[Side.RIGHT, "borderline_minimum"] is Treatment.ABSENT
    tied = joined("tongnan_2021", "qianjiang_2023",
                  Tying(same={"at_risk": "borderline"}), visits=1)
    names = {i.name for i in tied.program.inputs}
    assert "held(borderline,treatment)" in names
    assert "held(at_risk,treatment)" not in names
    assert tied.leaves.own[Side.RIGHT]["held(at_risk,treatment)"] == (
        "held(borderline,treatment)"
    )
