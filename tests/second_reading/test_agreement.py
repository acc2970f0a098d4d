"""The encodings and a second reading of the texts, written apart, agree on random and edge cases.

The second readings import nothing of the project; this file and `draw` alone know both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.second_reading import (
    luan_2021,
    qianjiang_2023,
    tongcheng_2021,
    tongnan_2021,
    wuhan_2022,
)
from tests.second_reading.draw import Draw, Drawn
from verifier.analysis.outputs import outcomes, outputs, shown
from verifier.engines.exact import Evaluation, evaluate
from verifier.program.labels import parse_term
from verifier.program.model import Program
from verifier.programs import find, load_program

Reading = Callable[[Mapping[str, Any], Mapping[str, int], Mapping[str, str]], dict[str, Any]]
READINGS: dict[str, Reading] = {
    "luan_2021": luan_2021.compute,
    "qianjiang_2023": qianjiang_2023.compute,
    "tongcheng_2021": tongcheng_2021.compute,
    "tongnan_2021": tongnan_2021.compute,
    "wuhan_2022": wuhan_2022.compute,
}
UNKNOWN_TO = {
    "luan_2021": {"hospital"},
    "qianjiang_2023": {"hospital", "application"},
    "tongcheng_2021": {"hospital", "topup"},
    "tongnan_2021": {"hospital"},
    "wuhan_2022": set[str](),
}
"""Payers that a document does not have: they pay nothing in any case."""
CASES = 1000
LONG = 10_000
VISITS = 3


def _found(program: Program, result: Evaluation) -> dict[str, Any]:
    """Every output, outcome and further amount of a case, by the encoding."""
    found: dict[str, Any] = {}
    for name in outputs(program, VISITS):
        value = result.amounts[name]
        assert value is not None and value.exact, name
        found[name] = value.low
    found.update({n: result.atoms[n] for n in outcomes(program, VISITS)})
    for name in shown(program, VISITS):
        if (further := result.amounts[name]) is not None:
            found[name] = further.low
    return found


def _cases(program: Program, wanted: int, seed: int) -> Iterator[tuple[Drawn, Evaluation]]:
    """Cases that can exist, until there are enough."""
    draw, left = Draw(program, seed), wanted
    for _ in range(wanted * 20):
        drawn = draw.case()
        result = evaluate(program, drawn.assignment)
        if not result.broken:
            left -= 1
            yield drawn, result
        if not left:
            return
    raise AssertionError("hardly any drawn case can exist")


def _known(document: str, name: str) -> bool:
    """The document has a clause that can make the output anything but zero."""
    term = parse_term(name)
    payer = str(term.arguments[0]) if term.name in {"paid", "total"} else term.name
    return payer not in UNKNOWN_TO[document]


def _compare(document: str, wanted: int, seed: int) -> None:
    """Compare every output and outcome; each is something in some case, or there is no rule.

    What is shown only in some cases has no value in the others, on both sides.
    """
    program = load_program(find(document), VISITS)
    declared = {*outputs(program, VISITS), *outcomes(program, VISITS)}
    further = shown(program, VISITS)
    reached: set[str] = set()
    for drawn, result in _cases(program, wanted, seed):
        expected = READINGS[document](drawn.case, drawn.values, drawn.readings)
        found = _found(program, result)
        different = {
            n: (found.get(n), expected.get(n)) for n in {*declared, *further}
            if found.get(n) != expected.get(n)
        }
        assert not different, (different, drawn.case, drawn.readings, drawn.values)
        assert declared <= expected.keys()
        reached.update(name for name in declared if found[name])
    assert reached == {name for name in declared if _known(document, name)}


@pytest.mark.parametrize("document", sorted(READINGS))
def test_random_cases_agree(document: str) -> None:
    """A thousand cases of each document, edges as much as insides."""
    _compare(document, CASES, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("document", sorted(READINGS))
def test_ten_thousand_cases_agree(document: str) -> None:
    """The same for ten thousand cases of each document."""
    _compare(document, LONG, seed=2)
