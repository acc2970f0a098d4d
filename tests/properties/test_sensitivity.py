"""Which open values a property needs, and which persons are tried again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from verifier.analysis.checking.encoding import Encoding
from verifier.analysis.checking.sensitivity import _needed
from verifier.engines.smt import Assignment, Copy
from verifier.program.model import Program, Rounding

NAMES = tuple(f"v{n}" for n in range(24))


@given(st.frozensets(st.sampled_from(NAMES), max_size=6))
def test_what_is_kept_is_what_is_needed(wanted: frozenset[str]) -> None:
    def holds(values: Mapping[str, int]) -> bool:
        return wanted <= values.keys()

    assert _needed(dict.fromkeys(NAMES, 7), holds) == dict.fromkeys(wanted, 7)


def test_one_of_many_is_found_with_few_questions() -> None:
    asked: list[int] = []

    def holds(values: Mapping[str, int]) -> bool:
        asked.append(len(values))
        return "v5" in values

    assert _needed(dict.fromkeys(NAMES, 7), holds) == {"v5": 7}
    assert len(asked) <= 1 + 2 * 5  # all at once; then 24 are halved five times


def test_persons_of_other_comparisons_differ_only_where_these_may() -> None:
    """They differed in `cost` and `year`; here persons may differ in `year` alone."""
    empty = Program("d", 1, Rounding.HALF_UP, (), (), (), (), {}, {})
    encoding = Encoding(empty, {}, 1000)
    policy = {"rate": 5}
    one = Assignment({"cost": 10, "year": False, "held": True, "room": False}, policy)
    other = Assignment({"cost": 99, "year": True, "held": True, "room": False}, policy)
    encoding.remember_wronged((one, other))
    encoding.remember_met((other, one))
    first, second = cast("tuple[Copy, Copy]", ("first", "second"))
    known = {first: {"room": True}, second: {"room": True, "held": False}}
    wronged = (
        Assignment({"cost": 10, "year": False, "held": True, "room": True}, policy),
        Assignment({"cost": 10, "year": True, "held": False, "room": True}, policy),
    )
    met = (
        Assignment({"cost": 99, "year": True, "held": True, "room": True}, policy),
        Assignment({"cost": 99, "year": False, "held": False, "room": True}, policy),
    )
    assert list(encoding.wronged(known, ("year",))) == [wronged]
    assert list(encoding.met(known, ("year",))) == [met, wronged]
