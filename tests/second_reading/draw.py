"""Random cases of a Program, in the names of the encoding and as a second reading takes them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from verifier.engines.exact import Assignment
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput, NumberInput, PolicyValue, Program

_EDGES = (0, 1, 150_000, 300_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 35_555, 35_556)
"""Thresholds and limits of the documents in fen, and what lies a fen beside them."""


@dataclass(frozen=True)
class Drawn:
    """A case in the names of a Program, and as a second reading takes it."""

    assignment: Assignment
    case: dict[str, Any]
    values: dict[str, int]
    readings: dict[str, str]


class Draw:
    """Draws cases of one Program."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.random = random.Random(seed)
        self.inputs = {i.name for i in program.inputs}

    def options(self, predicate: str, visit: int | None = None) -> list[str]:
        """The last arguments that an input predicate takes."""
        terms = [parse_term(n) for n in self.inputs if n.startswith(f"{predicate}(")]
        found = {
            str(t.arguments[-1]) for t in terms
            if visit is None or str(t.arguments[0]) == str(visit)
        }
        return sorted(found)

    def money(self, most: int) -> int:
        """An amount: an edge, round, or any."""
        kind = self.random.random()
        if kind < 0.35:
            return min(most, max(0, self.random.choice(_EDGES) + self.random.choice((-1, 0, 1))))
        if kind < 0.7:
            return min(most, self.random.randrange(0, 30) * 500_000)
        return self.random.randint(0, most)

    def case(self) -> Drawn:
        """One case, its policy values, and its readings."""
        booleans = {i.name: False for i in self.program.inputs if isinstance(i, BoolInput)}
        numbers = {i.name: 0 for i in self.program.inputs if isinstance(i, NumberInput)}
        held = {m: self._held() for m in ("enrolment", "treatment")}
        if self.random.random() < 0.6:
            held["enrolment"] = held["treatment"]
        year = self.random.choice(self.options("year"))
        case: dict[str, Any] = {
            "year": int(year), "held": held, "flags": self._some("says", None),
            "enrolled": self._enrolled(),
            "size": None, "household_income": None, "visits": [],
        }
        for moment, categories in held.items():
            booleans.update({f"held({c},{moment})": True for c in categories})
        booleans.update({f"says({f})": True for f in case["flags"]})
        booleans[f"year({year})"] = booleans[f"enrolled({case['enrolled']})"] = True
        if sizes := self.options("size"):
            case["size"] = int(self.random.choice(sizes))
            booleans[f"size({case['size']})"] = True
        if "household_income" in numbers:
            case["household_income"] = numbers["household_income"] = self.money(20_000_000)
        for visit in range(1, self.program.visits + 1):
            case["visits"].append(self._visit(visit, booleans, numbers, case["flags"]))
        values = {
            v.name: self._value(v) for v in self.program.values if v.value is None
        }
        readings = self._readings()
        booleans.update({f"reads({t},{o})": True for t, o in readings.items()})
        mine = {n: v for n, v in values.items() if "(" not in n}
        mine.update({n.partition("(")[0]: v for n, v in values.items() if n.endswith(f"({year})")})
        return Drawn(Assignment(booleans, {**numbers, **values}), case, mine, readings)

    def _enrolled(self) -> str:
        """Mostly the usual situation: few draws of categories go with the others."""
        if self.random.random() < 0.7:
            return "in_window"
        return self.random.choice(self.options("enrolled"))

    def _held(self) -> set[str]:
        categories = sorted({str(parse_term(n).arguments[0]) for n in self.inputs
                             if n.startswith("held(")})
        return set(self.random.sample(categories, self.random.choice((0, 1, 1, 1, 2, 3))))

    def _some(self, predicate: str, visit: int | None) -> set[str]:
        return {f for f in self.options(predicate, visit) if self.random.random() < 0.5}

    def _visit(
        self, visit: int, booleans: dict[str, bool], numbers: dict[str, int], flags: set[str]
    ) -> dict[str, Any]:
        drawn: dict[str, Any] = {"flags": self._some("flag", visit), "level": None}
        booleans.update({f"flag({visit},{f})": True for f in drawn["flags"]})
        for field in ("kind", "place", "level"):
            if options := self.options(field, visit):
                chosen = self.random.choice(options)
                booleans[f"{field}({visit},{chosen})"] = True
                drawn[field] = int(chosen) if field == "level" else chosen
        left = drawn["cost"] = self.money(30_000_000)
        left = drawn["in_scope"] = left if self.random.random() < 0.5 else self.money(left)
        drawn["basic"] = min(left, self.money(left))
        left -= drawn["basic"]
        drawn["hospital_deductible"] = self.money(min(left, 100_000))
        stated = "critical_stated" in flags
        drawn["critical_billed"] = self.money(left) if stated else 0
        left -= drawn["critical_billed"]
        for name in ("cost", "in_scope", "basic", "hospital_deductible", "critical_billed"):
            numbers[f"{name}({visit})"] = drawn[name]
        drawn["billed"] = {}
        for scheme in ("aid", "application"):
            if f"billed({scheme},{visit})" in numbers:
                amount = self.money(min(left, 500_000)) if self.random.random() < 0.5 else 0
                drawn["billed"][scheme] = numbers[f"billed({scheme},{visit})"] = amount
        return drawn

    def _value(self, value: PolicyValue) -> int:
        if value.unit == "percent":
            return self.random.randint(value.low // 100, value.high // 100) * 100
        return max(value.low, self.money(value.high))

    def _readings(self) -> dict[str, str]:
        defaults = {str(f.arguments[0]): str(f.arguments[1])
                    for f in self.program.facts.get("default", ())}
        options: dict[str, list[str]] = {}
        for fact in self.program.facts.get("option", ()):
            options.setdefault(str(fact.arguments[0]), []).append(str(fact.arguments[1]))
        return {
            t: defaults[t] if self.random.random() < 0.6 else self.random.choice(found)
            for t, found in options.items()
        }
