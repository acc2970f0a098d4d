"""Cases whose answers are known apart from the encoding: by hand, or by the second reading."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from tests.golden.test_golden import FOLDER, is_refused, opened
from tests.mutants import plan_again
from tests.second_reading.draw import Draw
from tests.second_reading.named import NAMED, Named
from tests.second_reading.test_agreement import READINGS
from tests.second_reading.test_named import readings, statements
from verifier.analysis.outputs import outcomes, outputs, shown
from verifier.engines.exact import Assignment, Evaluation, Interval, evaluate
from verifier.engines.ranges import tighten
from verifier.errors import MingzhengError
from verifier.program.labels import parse_term
from verifier.program.model import Origin, Program, Rounding
from verifier.program.sorts import Sort
from verifier.programs import Document, load_program

Amount: TypeAlias = "tuple[int, int] | int | None"
"""Fen; two where only the ends of a range are known, None without a value."""

VISITS = 2
DRAWN = 150
"""So many cases of a second reading are drawn anywhere, and as many at the document's figures."""
DRAWN_OF = {"plan": 1000}
"""Of a small plan more are drawn in the same time."""
ALL_READINGS = {**READINGS, "plan": plan_again.compute}
ALL_NAMED = {**NAMED, "plan": plan_again.NAMED}


@dataclass(frozen=True, slots=True)
class Known:
    """A case and its answers: amounts, and what is true or (None) cannot be told.

    Or, of a case that cannot exist, the constraint by which it is refused.
    """

    name: str
    visits: int
    assignment: Assignment
    amounts: Mapping[str, Amount]
    facts: Mapping[str, bool | None] = field(default_factory=dict)
    rounding: Rounding = Rounding.HALF_UP
    refused: str = ""

    def agrees(self, program: Program) -> bool:
        """Whether a Program for so many visits gives these answers."""
        rounded = replace(program, rounding=self.rounding)
        try:
            found = evaluate(rounded, self.assignment)
            if self.refused:
                return is_refused(found, self.refused)
            if found.broken:
                return False
            if any(_truth(program, found, name) is not t for name, t in self.facts.items()):
                return False
            return self._amounts(rounded, found)
        except MingzhengError:  # the case is none of this Program
            return False

    def _amounts(self, program: Program, found: Evaluation) -> bool:
        answers = {name: found.amounts.get(name) for name in self.amounts}
        results = set(outputs(program, self.visits))
        loose = [n for n, value in answers.items()
                 if n in results and value is not None and not value.exact]
        answers |= tighten(program, self.assignment, loose, found).intervals if loose else {}
        return all(_amount(value) == self.amounts[name] for name, value in answers.items())


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Whom a document names, in lists and otherwise; as a case that is known."""

    named: Named
    name: str = "whom it names"
    visits: int = VISITS

    def agrees(self, program: Program) -> bool:
        """Whether a Program names the same in every reading."""
        return all(
            statements(program, reading) == set(self.named.statements(reading))
            for reading in (None, *readings(program))
        )


def by_hand(document: Document) -> tuple[Known, ...]:
    """Read the cases of a document that were computed by hand."""
    return tuple(_golden(document, path) for path in sorted(FOLDER.glob(f"{document.id}/*.toml")))


def _golden(document: Document, path: Path) -> Known:
    data = tomllib.load(io.BytesIO(path.read_bytes()), parse_float=Decimal)
    case, chosen = opened(document, path, data)
    facts = {
        name: None if truth == "undetermined" else truth
        for name, truth in data.get("facts", {}).items()
    }
    amounts = {name: _fen(value) for name, value in data.get("expect", {}).items()}
    amounts |= dict.fromkeys(data.get("absent", ()))
    return Known(
        path.stem, max(1, case.visits), case.assignment, amounts, facts, chosen.program.rounding,
        data.get("refused", ""),
    )


def _fen(value: str | list[str]) -> Amount:
    if isinstance(value, str):
        return int(Decimal(value) * 100)
    low, high = (int(Decimal(end) * 100) for end in value)
    return low, high


def by_second_reading(document: Document) -> tuple[Known | KnownNames, ...]:
    """Draw cases of a document, and have the second reading answer them; and whom it names."""
    program, wanted = load_program(document, VISITS), DRAWN_OF.get(document.id, DRAWN)
    return (
        KnownNames(ALL_NAMED[document.id]),
        *_drawn(document, program, _AtFigures(program, seed=3), wanted),
        *_drawn(document, program, Draw(program, seed=4), wanted),
    )


def _drawn(document: Document, program: Program, draw: Draw, wanted: int) -> Iterator[Known]:
    names = {*outputs(program, VISITS), *shown(program, VISITS)}
    facts = set(outcomes(program, VISITS))
    left = wanted
    while left:
        drawn = draw.case()
        found = evaluate(program, drawn.assignment)
        if found.broken:
            continue
        left -= 1
        answers = ALL_READINGS[document.id](drawn.case, drawn.values, drawn.readings)
        yield Known(
            f"{type(draw).__name__} {wanted - left}", VISITS, drawn.assignment,
            # What is shown only in some cases has no value in the others.
            {n: answers.get(n) for n in names},
            {n: bool(v) for n, v in answers.items() if n in facts},
        )


class _AtFigures(Draw):
    """Draws amounts at the figures of the document, and a fen beside them."""

    def __init__(self, program: Program, seed: int) -> None:
        super().__init__(program, seed)
        stated = [v for v in program.values if v.origin is Origin.FIGURE and v.value]
        sums = [v.value for v in stated if v.sort is Sort.MONEY and v.value]
        rates = [v.value for v in stated if v.unit == "percent" and v.value]
        self.edges = sorted({*sums, *(s * 10_000 // rate for s in sums for rate in rates)}) or [0]

    def money(self, most: int) -> int:
        """An amount: mostly at an edge."""
        if self.random.random() < 1 / 2:
            return super().money(most)
        edge = self.random.choice(self.edges) + self.random.choice((-1, 0, 1))
        return min(most, max(0, edge))


def _amount(value: Interval | None) -> Amount:
    if value is None:
        return None
    return value.low if value.exact else (value.low, value.high)


def _truth(program: Program, found: Evaluation, name: str) -> bool | None:
    if name in found.atoms:
        return found.atoms[name]
    # No rule can derive it, or it holds in every case.
    return any(str(fact) == name for fact in program.facts.get(parse_term(name).name, ()))
