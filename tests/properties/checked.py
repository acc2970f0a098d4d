"""Documents of these tests, checked; and cases of them by the exact engine alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from verifier import programs
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options
from verifier.analysis.results import Counterexample, Finding, Person
from verifier.engines import exact
from verifier.places import property_files
from verifier.program.model import NumberInput, Program

DOCUMENTS = Path(__file__).resolve().parent / "documents"
PROPERTIES = tuple(path.stem for path in property_files())


def program(name: str, visits: int = 1) -> Program:
    """Load a document of these tests with the general properties."""
    path = DOCUMENTS / f"{name}.lp"
    return programs.load_program(programs.Document(path.stem, path), visits, properties=True)


@cache
def findings(name: str, *only: str, visits: int = 1, timeout_ms: int = 10_000) -> list[Finding]:
    """Check properties of a document."""
    options = Options(only=only, timeout_ms=timeout_ms)
    return list(check(program(name, visits), options))


def finding(name: str, only: str, visits: int = 1) -> Finding:
    """Check a property that makes one finding."""
    (found,) = findings(name, only, visits=visits)
    return found


def shown(found: Finding) -> Counterexample:
    """Give the counterexample of a violation."""
    assert found.counterexample is not None, found
    return found.counterexample


def evaluated(loaded: Program, who: Person, example: Counterexample) -> exact.Evaluation:
    """Evaluate a person of a counterexample by the exact engine."""
    readings = {f"reads({topic},{option})" for topic, option in example.readings.items()}
    chosen = {i.name: i.name in readings for i in loaded.inputs if i.name.startswith("reads(")}
    outputs = [str(fact.arguments[0]) for fact in loaded.facts.get("output", ())]
    return exact.evaluate(
        loaded,
        exact.Assignment({**who.booleans, **chosen}, {**who.numbers, **example.values}),
        outputs,
    )


def by_hand(
    loaded: Program, true: frozenset[str], numbers: Mapping[str, int]
) -> exact.Evaluation:
    """Evaluate a case of which all but this is no, nothing, and a stay in the district."""
    usual = {"year(2022)", "enrolled(in_window)", "kind(1,inpatient)", "place(1,in_district)"}
    booleans = {
        i.name: i.name in true | usual for i in loaded.inputs if not isinstance(i, NumberInput)
    }
    amounts = {i.name: numbers.get(i.name, 0) for i in loaded.inputs if isinstance(i, NumberInput)}
    return exact.evaluate(loaded, exact.Assignment(booleans, amounts))


def amount(evaluation: exact.Evaluation, name: str) -> int:
    """Give an amount that is known, in fen."""
    value = evaluation.amounts[name]
    assert value is not None and value.exact, name
    return value.low
