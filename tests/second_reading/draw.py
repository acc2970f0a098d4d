"""Random cases of a Program, in the names of the encoding and as a second reading takes them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from verifier.engines.exact import Assignment
from verifier.program.labels import parse_term
from verifier.program.model import BoolInput, NumberInput, Origin, PolicyValue, Program
from verifier.program.sorts import Sort

_EDGES = (0, 1, 150_000, 300_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 35_555, 35_556)
"""Thresholds and limits of the documents in fen, and what lies a fen beside them."""


@dataclass(frozen=True)
class Drawn:
    """A case in the names of a Program, and as a second reading takes it."""

    assignment: Assignment
    case: dict[str, Any]
    values: dict[str, int]
    readings: dict[str, str]


@dataclass(frozen=True)
class _Frame:
    """What the visits of a case have in common."""

    stated: bool
    """The bill settles critical-illness insurance."""
    billing: set[str]
    """Schemes whose aid is on some bills."""
    late: dict[str, int]
    """Flags, and on how many first visits they are."""


class Draw:
    """Draws cases of one Program."""

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.random = random.Random(seed)
        self.inputs = {i.name for i in program.inputs}
        self.found: dict[tuple[str, int | None], list[str]] = {}
        self.categories = sorted({str(parse_term(n).arguments[0]) for n in self.inputs
                                  if n.startswith("held(")})
        self.dates = [i.name for i in program.inputs
                      if isinstance(i, NumberInput) and i.sort is Sort.DATE]
        self.billable = [str(t.arguments[0]) for t in map(parse_term, sorted(self.inputs))
                         if t.name == "billed" and str(t.arguments[-1]) == "1"]
        defaults = [(str(f.arguments[0]), str(f.arguments[1]))
                    for f in program.facts.get("default", ())]
        self.usual = dict(defaults)
        self.likely = {option for _, option in defaults}

    def options(self, predicate: str, visit: int | None = None) -> list[str]:
        """The last arguments that an input predicate takes."""
        if (predicate, visit) not in self.found:
            terms = [parse_term(n) for n in self.inputs if n.startswith(f"{predicate}(")]
            self.found[predicate, visit] = sorted({
                str(t.arguments[-1]) for t in terms
                if visit is None or str(t.arguments[0]) == str(visit)
            })
        return self.found[predicate, visit]

    def money(self, most: int) -> int:
        """An amount: an edge, round, or any."""
        kind = self.random.random()
        if kind < 0.35:
            return min(most, max(0, self.random.choice(_EDGES) + self.random.choice((-1, 0, 1))))
        if kind < 0.7:
            return min(most, self.random.randrange(0, 30) * 500_000)
        return self.random.randint(0, most)

    def _part(self, whole: int) -> int:
        """What a payer takes of an amount: a round share, which leaves something, or any."""
        if self.random.random() < 0.6:
            return whole * self.random.randint(0, 9) // 10
        return self.money(whole)

    def case(self) -> Drawn:
        """One case, its policy values, and its readings."""
        booleans = {i.name: False for i in self.program.inputs if isinstance(i, BoolInput)}
        numbers = {i.name: 0 for i in self.program.inputs if isinstance(i, NumberInput)}
        held = {m: self._held() for m in ("enrolment", "treatment")}
        kept = self.random.random()
        if kept < 0.5:
            held["enrolment"] = held["treatment"]
        elif kept < 0.7:  # newly recognised
            held["enrolment"] = set()
        year = self.random.choice(self.options("year"))
        case: dict[str, Any] = {
            "year": int(year), "held": held, "flags": self._some("says", None),
            "enrolled": self._chosen("enrolled"),
            "size": None, "tier": None, "household_income": None, "dates": {}, "visits": [],
        }
        for moment, categories in held.items():
            booleans.update({f"held({c},{moment})": True for c in categories})
        booleans.update({f"says({f})": True for f in case["flags"]})
        booleans[f"year({year})"] = booleans[f"enrolled({case['enrolled']})"] = True
        if sizes := self.options("size"):
            case["size"] = int(self.random.choice(sizes))
            booleans[f"size({case['size']})"] = True
        if tiers := self.options("tier"):
            case["tier"] = self.random.choice(tiers)
            booleans[f"tier({case['tier']})"] = True
        for name in self.dates:
            case["dates"][name] = self._day(int(year))
            numbers[name] = case["dates"][name].toordinal()
        if "household_income" in numbers:
            case["household_income"] = numbers["household_income"] = self.money(20_000_000)
        billing = {s for s in self.billable if self.random.random() < 0.4}
        frame = _Frame("critical_stated" in case["flags"], billing, self._late(case))
        for visit in range(1, self.program.visits + 1):
            case["visits"].append(self._visit(visit, booleans, numbers, frame))
        values = {
            v.name: self._value(v) for v in self.program.values if v.value is None
        }
        for name, value in values.items():  # no second tier costs less than the first
            values[name] = max(value, values.get(name.replace("tier_2", "tier_1"), 0))
        readings = self._readings()
        booleans.update({f"reads({t},{o})": True for t, o in readings.items()})
        published = {v.name: v.value for v in self.program.values
                     if v.origin is Origin.PARAMETER and v.value is not None}
        mine = {n: v for n, v in values.items() if "(" not in n}
        mine.update({n.partition("(")[0]: v for n, v in (published | values).items()
                     if n.endswith(f"({year})")})
        return Drawn(Assignment(booleans, {**numbers, **values}), case, mine, readings)

    def _chosen(self, field: str, visit: int | None = None) -> str:
        """Often the usual answer: most clauses speak of it."""
        options = self.options(field, visit)
        usual = self.usual.get(field, "inpatient" if field == "kind" else None)
        if usual in options and self.random.random() < 0.5:
            return str(usual)
        return self.random.choice(options)

    def _day(self, year: int) -> date:
        """A day of the year; a turn of a month as often as any other."""
        start = date(year, 1, 1).toordinal()
        if self.random.random() < 0.5:
            first = date(year, self.random.randint(1, 12), 1).toordinal()
            return date.fromordinal(max(start, first - self.random.randint(0, 1)))
        return date.fromordinal(self.random.randint(start, date(year, 12, 31).toordinal()))

    def _held(self) -> set[str]:
        return set(self.random.sample(self.categories, self.random.choice((0, 1, 1, 1, 2, 3))))

    def _some(self, predicate: str, visit: int | None) -> set[str]:
        return {f for f in self.options(predicate, visit)
                if self.random.random() < (0.75 if f in self.likely else 0.6)}

    def _late(self, case: dict[str, Any]) -> dict[str, int]:
        """Of flags that speak of the time before something: on how many first visits they are.

        Some documents ask for visits in the order of time; for the flags left out here any visit
        may have them. Only visits of a document's first year can precede its issue.
        """
        found = {
            f: self.random.choice((0, 0, 0, 0, 0, 0, *range(1, self.program.visits + 1)))
            for f in self.options("flag", 1)
            if f.startswith("before_") and self.random.random() < 0.9
        }
        first = case["year"] == int(min(self.options("year")))
        newly = bool(case["held"]["treatment"] - case["held"]["enrolment"])
        for flag in ("before_recognition", "before_marking"):
            if not newly or flag in found:
                found[flag] = newly and self.random.randint(0, self.program.visits)
        if "before_issue" in found and not (first and "critical_stated" in case["flags"]):
            found["before_issue"] = 0
        return found

    def _visit(
        self, visit: int, booleans: dict[str, bool], numbers: dict[str, int], frame: _Frame
    ) -> dict[str, Any]:
        drawn: dict[str, Any] = {"flags": self._some("flag", visit), "level": None}
        for flag, visits in frame.late.items():
            (drawn["flags"].add if visit <= visits else drawn["flags"].discard)(flag)
        booleans.update({f"flag({visit},{f})": True for f in drawn["flags"]})
        for field in ("kind", "place", "level"):
            if self.options(field, visit):
                chosen = self._chosen(field, visit)
                booleans[f"{field}({visit},{chosen})"] = True
                drawn[field] = int(chosen) if field == "level" else chosen
        left = drawn["cost"] = self.money(30_000_000)
        left = drawn["in_scope"] = left if self.random.random() < 0.5 else self.money(left)
        drawn["basic"] = self._part(left)
        left -= drawn["basic"]
        # A stay that costs less than the deductible has nothing of basic insurance.
        drawn["hospital_deductible"] = self.money(min(left, 100_000) if drawn["basic"] else 100_000)
        drawn["critical_billed"] = self._part(left) if frame.stated else 0
        left -= drawn["critical_billed"]
        for name in ("cost", "in_scope", "basic", "hospital_deductible", "critical_billed"):
            numbers[f"{name}({visit})"] = drawn[name]
        drawn["billed"] = {}
        for scheme in self.billable:
            billed = scheme in frame.billing and self.random.random() < 0.7
            most = left if self.random.random() < 1 / 4 else min(left, 500_000)
            amount = self.money(most) if billed else 0
            drawn["billed"][scheme] = numbers[f"billed({scheme},{visit})"] = amount
        return drawn

    def _value(self, value: PolicyValue) -> int:
        if value.unit in ("percent", "points"):
            return self.random.randint(value.low // 100, value.high // 100) * 100
        return max(value.low, self.money(value.high))

    def _readings(self) -> dict[str, str]:
        options: dict[str, list[str]] = {}
        for fact in self.program.facts.get("option", ()):
            options.setdefault(str(fact.arguments[0]), []).append(str(fact.arguments[1]))
        return {
            t: self.usual[t] if self.random.random() < 0.6 else self.random.choice(found)
            for t, found in options.items()
        }
