"""Which inputs and open values two documents have in common, and what becomes of the others.

The same identifier is the same thing. What only one document asks is taken as a case has it that
does not speak of it: the usual answer if the document names one, otherwise no, and nothing of an
amount that other rules pay. A question that must have an answer and has no usual one stays open on
its side alone: every answer is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from verifier.analysis.joining.sides import OTHER, OneSided, Side, Treatment, Tying
from verifier.program.labels import Labels, parse_term
from verifier.program.model import BoolInput, NumberInput, PolicyValue, Program
from verifier.program.terms import Amount, Atom, Expression, Formula, Literal, Truth


@dataclass(frozen=True, slots=True)
class Leaves:
    """The inputs and values of a comparison, and what stands for them on each side.

    `fixed` gives, by side, the inputs that are constants of the comparison; `own` the combined
    name of each input and open value of a side.
    """

    inputs: tuple[BoolInput | NumberInput, ...]
    values: tuple[PolicyValue, ...]
    atoms: Mapping[Side, Mapping[str, Formula]]
    amounts: Mapping[Side, Mapping[str, Expression]]
    fixed: Mapping[Side, Mapping[str, bool | int]]
    own: Mapping[Side, Mapping[str, str]]
    one_sided: tuple[OneSided, ...]


def tie_leaves(left: Program, right: Program, tying: Tying) -> Leaves:
    """Tie the inputs and values of two Programs by name; what is known is a constant."""
    return _Tie(left, right, tying).leaves()


class _Tie:
    def __init__(self, left: Program, right: Program, tying: Tying) -> None:
        self.tying = tying
        self.programs = {Side.LEFT: left, Side.RIGHT: right}
        # By the names that both sides share.
        self.booleans = {
            s: {tying.common(s, i.name): i for i in p.inputs if isinstance(i, BoolInput)}
            for s, p in self.programs.items()
        }
        self.numbers = {
            s: {tying.common(s, i.name): i for i in p.inputs if isinstance(i, NumberInput)}
            for s, p in self.programs.items()
        }
        self.inputs: dict[str, BoolInput | NumberInput] = {}
        self.values: dict[str, PolicyValue] = {}
        self.atoms: dict[Side, dict[str, Formula]] = {s: {} for s in Side}
        self.amounts: dict[Side, dict[str, Expression]] = {s: {} for s in Side}
        self.fixed: dict[Side, dict[str, bool | int]] = {s: {} for s in Side}
        self.own: dict[Side, dict[str, str]] = {s: {} for s in Side}
        self.found: dict[OneSided, None] = {}

    def leaves(self) -> Leaves:
        for side in Side:
            self._readings(side)
            self._answers(side)
            self._numbers(side)
            self._values(side)
        return Leaves(
            tuple(self.inputs.values()), tuple(self.values.values()), self.atoms, self.amounts,
            self.fixed, self.own, tuple(self.found),
        )

    # Truths --------------------------------------------------------------------------------------

    def _readings(self, side: Side) -> None:
        topics = {s: _options(p) for s, p in self.programs.items()}
        usual = _defaults(self.programs[side])
        for item in self.booleans[side].values():
            name = item.name
            if not item.policy:
                continue
            topic, option = (str(a) for a in parse_term(name).arguments)
            shared = topics[Side.LEFT].get(topic) == topics[Side.RIGHT].get(topic)
            if not self.tying.all_readings:
                self._fix(side, name, option in usual.get(topic, ()))
            else:
                self._free(side, item, tied=shared)
                if not shared:
                    self._note(side, "topic", topic, Treatment.FREE)

    def _answers(self, side: Side) -> None:
        program = self.programs[side]
        usual = _defaults(program)
        single = {str(f.arguments[0]) for f in program.facts.get("field", ())
                  if str(f.arguments[1]) == "one"}
        groups: dict[tuple[str, int], list[str]] = {}
        for common, item in self.booleans[side].items():
            if not item.policy:
                about, visit, _ = _parts(item.name)
                groups.setdefault((about, visit), []).append(common)
        own = {common: item.name for common, item in self.booleans[side].items()}
        other = self.booleans[_opposite(side)]
        asked = {_parts(i.name)[:2] for i in other.values() if not i.policy}
        for (about, visit), names in groups.items():
            must = about in single
            together = any(name in other for name in names)
            defaults = [n for n in names if _parts(own[n])[2] in usual.get(about, ())]
            for name in names:
                answer = _parts(own[name])[2]
                if name in other:
                    self._free(side, self.booleans[side][name], tied=True)
                    self._called(side, about, (own[name], other[name].name))
                elif must and (about, visit) not in asked and not defaults:
                    self._free(side, self.booleans[side][name], tied=False)
                    self._note(side, "question", about, Treatment.FREE)
                else:
                    # The usual answer of a question with one is kept unless others are shared.
                    said = name in defaults and not (must and together)
                    self._fix(side, own[name], said)
                    self._note(
                        side, about, answer, Treatment.USUAL if said else Treatment.ABSENT
                    )

    # Numbers -------------------------------------------------------------------------------------

    def _numbers(self, side: Side) -> None:
        program = self.programs[side]
        paid_elsewhere = {str(f.arguments[0]) for f in program.facts.get("open_function", ())}
        for common, item in self.numbers[side].items():
            name = item.name
            twin = self.numbers[_opposite(side)].get(common)
            low, high = item.low, item.high
            if twin is not None and twin.sort is item.sort:
                low, high = max(low, twin.low), min(high, twin.high)
            bare = name.partition("(")[0]
            if twin is not None and twin.sort is item.sort and low <= high:
                if (low, high) != (item.low, item.high):
                    self._note(side, "bounds", bare, Treatment.OVERLAP)
                self._number(side, replace(item, low=low, high=high), tied=True)
            elif bare in paid_elsewhere:
                nothing = max(0, item.low)
                self.fixed[side][name] = nothing
                self.amounts[side][name] = Literal(nothing)
                self._note(side, "number", name, Treatment.NOTHING)
            else:
                self._number(side, item, tied=False)
                self._note(side, "number", name, Treatment.FREE)

    def _number(self, side: Side, item: NumberInput, *, tied: bool) -> None:
        name = self._name(side, item.name, tied)
        self.inputs[name] = NumberInput(name, item.sort, item.low, item.high)
        self.amounts[side][item.name] = Amount(name)

    def _values(self, side: Side) -> None:
        opposite = _opposite(side)
        others = {self.tying.common(opposite, v.name): v for v in self.programs[opposite].values}
        for value in self.programs[side].values:
            if value.value is not None:
                self.amounts[side][value.name] = Literal(value.value)
                continue
            twin = others.get(self.tying.common(side, value.name))
            range_ = _overlap(value, twin)
            if twin is None or range_ is None:
                self._note(side, "value", value.name, Treatment.FREE)
                name = self._name(side, value.name, False)
                self.values[name] = _renamed(value, name, (value.low, value.high))
            else:
                if range_ != (value.low, value.high):
                    self._note(side, "range", value.name, Treatment.OVERLAP)
                name = self._name(side, value.name, True)
                self.values.setdefault(name, _renamed(value, name, range_))
            self.amounts[side][value.name] = Amount(name)

    # Both ----------------------------------------------------------------------------------------

    def _free(self, side: Side, item: BoolInput, *, tied: bool) -> None:
        name = self._name(side, item.name, tied)
        if name in self.tying.known:
            self._fix(side, item.name, self.tying.known[name])
            return
        self.inputs[name] = BoolInput(name, item.policy)
        self.atoms[side][item.name] = Atom(name)

    def _fix(self, side: Side, name: str, truth: bool) -> None:
        self.atoms[side][name] = Truth(truth)
        self.fixed[side][name] = truth

    def _name(self, side: Side, name: str, tied: bool) -> str:
        if tied:
            combined = self.tying.common(side, name)
        else:
            combined = name if side is Side.LEFT else name + OTHER
        self.own[side][name] = combined
        return combined

    def _called(self, side: Side, about: str, names: tuple[str, str]) -> None:
        """Note an answer that the two sides call by different names."""
        labels = (
            Labels(self.programs[s].facts).option(about, _parts(name)[2]).zh
            for s, name in zip((side, _opposite(side)), names, strict=True)
        )
        if len(set(labels)) > 1:
            self._note(side, about, _parts(names[0])[2], Treatment.TIED)

    def _note(self, side: Side, about: str, name: str, treatment: Treatment) -> None:
        self.found[OneSided(side, about, name, treatment)] = None


def _opposite(side: Side) -> Side:
    return Side.RIGHT if side is Side.LEFT else Side.LEFT


def _parts(name: str) -> tuple[str, int, str]:
    """The question, the visit (0 for the person), and the answer: `kind(1,inpatient)`."""
    term = parse_term(name)
    first = term.arguments[0] if len(term.arguments) > 1 else 0
    if isinstance(first, int):
        return term.name, first, str(term.arguments[-1]) if term.arguments else ""
    return term.name, 0, str(first)


def _options(program: Program) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for fact in program.facts.get("option", ()):
        found.setdefault(str(fact.arguments[0]), set()).add(str(fact.arguments[1]))
    return {topic: frozenset(options) for topic, options in found.items()}


def _defaults(program: Program) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in program.facts.get("default", ()):
        found.setdefault(str(fact.arguments[0]), set()).add(str(fact.arguments[1]))
    return found


def _overlap(value: PolicyValue, twin: PolicyValue | None) -> tuple[int, int] | None:
    """The range that two values share that mean the same; None if they do not."""
    if twin is None or twin.value is not None or (twin.unit, twin.step) != (value.unit, value.step):
        return None
    low, high = max(value.low, twin.low), min(value.high, twin.high)
    return (low, high) if low <= high else None


def _renamed(value: PolicyValue, name: str, ends: tuple[int, int]) -> PolicyValue:
    return replace(value, name=name, low=ends[0], high=ends[1])

