"""The encodings and a second reading of the texts, written apart, agree on random and edge cases.

The second readings import nothing of the project; this file and `draw` alone know both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.second_reading import luan_2021, wuhan_2022
from tests.second_reading.draw import Draw
from verifier.analysis.outputs import outcomes, outputs
from verifier.engines.exact import evaluate
from verifier.programs import find, load_program

Reading = Callable[[Mapping[str, Any], Mapping[str, int], Mapping[str, str]], dict[str, Any]]
READINGS: dict[str, Reading] = {
    "luan_2021": luan_2021.compute,
    "wuhan_2022": wuhan_2022.compute,
}
CASES = 400
LONG = 10_000
VISITS = 3


def _compare(document: str, wanted: int, seed: int) -> None:
    """Cases that can exist, until there are enough; every output and outcome of each."""
    program = load_program(find(document), VISITS)
    draw, compared, tried = Draw(program, seed), 0, 0
    names = outputs(program, VISITS)
    while compared < wanted:
        tried += 1
        assert tried < wanted * 20, "hardly any drawn case can exist"
        drawn = draw.case()
        result = evaluate(program, drawn.assignment)
        if result.broken:
            continue
        compared += 1
        expected = READINGS[document](drawn.case, drawn.values, drawn.readings)
        mine: dict[str, Any] = {}
        for name in names:
            value = result.amounts[name]
            assert value is not None and value.exact, name
            mine[name] = value.low
        mine.update({n: result.atoms[n] for n in outcomes(program, VISITS)})
        different = {
            n: (mine[n], expected[n]) for n in mine if n in expected and mine[n] != expected[n]
        }
        assert not different, (different, drawn.case, drawn.readings, drawn.values)
        assert set(names) <= expected.keys()


@pytest.mark.parametrize("document", sorted(READINGS))
def test_random_cases_agree(document: str) -> None:
    """A few hundred cases of each document, edges as much as insides."""
    _compare(document, CASES, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("document", sorted(READINGS))
def test_ten_thousand_cases_agree(document: str) -> None:
    """The same for ten thousand cases of each document."""
    _compare(document, LONG, seed=2)
