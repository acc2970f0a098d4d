"""What every property is asked with: program, readings, session; and what an answer becomes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from verifier.analysis import replay as rerun
from verifier.analysis.results import (
    Counterexample,
    Finding,
    LargestHarm,
    Verdict,
)
from verifier.analysis.sensitivity import holding_values
from verifier.analysis.simplest import simplest
from verifier.engines.exact import Evaluation, derive
from verifier.engines.smt import (
    Claim,
    Copy,
    Quantity,
    Satisfiable,
    Session,
    Undecided,
    Unsatisfiable,
    Variant,
    all_of,
    any_of,
    less_equal,
    number,
)
from verifier.engines.smt_search import Extreme, maximise
from verifier.errors import Message, message
from verifier.program.model import NumberInput, Program, Rule
from verifier.program.names import cone, definition_key, term_keys
from verifier.program.specialise import specialise

Claims: TypeAlias = tuple[tuple[str, Claim], ...]

_TOGETHER = 6
"""Claims that are asked at once."""
_GLANCE = 1_000
"""Milliseconds for each try to find open values with which a property holds."""
_CONVINCING = 100_00
"""A simple person is shown with a harm of a hundred yuan, if there is one with so much."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What an engine found to fail, for a report: claims per instance, and how to measure it."""

    claims: Claims
    harms: Mapping[str, Quantity]
    copies: tuple[Copy, ...]
    scope: Claim
    compared: Mapping[str, str] = field(default_factory=dict)


class Asked(NamedTuple):
    """A solver, the person in it, and the cases that it has found so far."""

    session: Session
    person: Copy
    cases: list[Satisfiable]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of claims: a case for each that some case makes true, a core for the others."""

    failing: Mapping[str, Satisfiable]
    cores: Mapping[str, frozenset[str]]
    reason: Message | None


@dataclass(frozen=True, slots=True)
class Question:
    """A program with the readings it is asked for."""

    program: Program
    default_readings: Mapping[str, str]
    settings: Mapping[str, bool]
    simplest: bool
    timeout_ms: int
    _default: Program = field(repr=False)
    """The program in the readings that are asked for."""
    _special: dict[object, Program] = field(default_factory=dict, repr=False, compare=False)
    """Programs that were specialised before, by what is known: results of a pure function."""
    proofs: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    """What was proved of the whole document and need not be proved for each property."""

    @staticmethod
    def of(program: Program, all_readings: bool, simple: bool, timeout_ms: int) -> Question:
        """A question under the default readings, or under every reading."""
        defaults = default_readings(program)
        settings = {} if all_readings else {
            i.name: i.name in {f"reads({t},{o})" for t, o in defaults.items()}
            for i in program.inputs if i.name.startswith("reads(")
        }
        return Question(
            program, defaults, settings, simple, timeout_ms, specialise(program, settings)
        )

    def narrowed(self, keys: Iterable[str]) -> Question:
        """The same question for claims on these definitions alone, without what they do not need.

        What makes a case impossible is always kept.
        """
        program = self._default
        wanted = {*keys, *(k for c in program.constraints for k in term_keys(c.body))}
        for fact in program.facts.get("abstracts", ()):
            wanted |= {f"amount {name}" for name in fact.arguments[1:]}
        kept = cone(program, wanted)
        definitions = tuple(d for d in program.definitions if definition_key(d) in kept)
        return replace(self, _default=replace(program, definitions=definitions), _special={})

    def session(self, known: Mapping[str, bool], keep: Collection[str] = ()) -> Asked:
        """A fresh solver with one person in it, of whom this much is known."""
        session = Session(tagged=True, timeout_ms=self.timeout_ms)
        settings = {**self.settings, **known}
        key = (frozenset(settings.items()), frozenset(keep))
        if key not in self._special:
            self._special[key] = specialise(self._default, settings, keep)
        program = self._special[key]
        return Asked(session, session.copy(program, "first", variant=Variant(settings)), [])

    def rules(self, ids: frozenset[str] | tuple[str, ...]) -> tuple[Rule, ...]:
        """Rules of the document by their identifiers, in the order of the text."""
        found = [self.program.rules[i] for i in ids]
        return tuple(sorted(found, key=lambda r: r.span))

    def reached(self, asked: Asked, claims: Claims) -> Judged:
        """Which claims some case makes true: all at once if that can be, else half by half."""
        found = {n: case for n, c in claims for case in asked.cases if case.holds(c)}
        left = tuple((n, c) for n, c in claims if n not in found)
        if not left:
            return Judged(found, {}, None)
        answer = asked.session.check(all_of(*(c for _, c in left)))
        if isinstance(answer, Satisfiable):
            asked.cases.append(answer)
            return Judged({**found, **{name: answer for name, _ in left}}, {}, None)
        if len(left) == 1:
            rest = self.judge(asked, left)
            return Judged({**found, **rest.failing}, rest.cores, rest.reason)
        half = len(left) // 2
        one = self.reached(asked, left[:half])
        two = self.reached(asked, left[half:])
        return Judged(
            {**found, **one.failing, **two.failing}, {**one.cores, **two.cores},
            one.reason or two.reason,
        )

    def judge(self, asked: Asked, claims: Claims) -> Judged:
        """Ask claims a few at a time: small questions are much faster than one large one."""
        failing: dict[str, Satisfiable] = {}
        cores: dict[str, frozenset[str]] = {}
        reason: Message | None = None
        waiting = [claims[i:i + _TOGETHER] for i in range(0, len(claims), _TOGETHER)]
        while waiting:
            group = waiting.pop()
            known = {n: case for n, c in group for case in failing.values() if case.holds(c)}
            failing.update(known)
            group = tuple((n, c) for n, c in group if n not in known)
            if not group:
                continue
            match asked.session.check(any_of(*(c for _, c in group))):
                case Unsatisfiable(core):
                    cores.update((n, core) for n, _ in group)
                case Satisfiable() as case if found := [n for n, c in group if case.holds(c)]:
                    asked.cases.append(case)
                    failing.update((n, case) for n in found)
                    waiting.append(tuple((n, c) for n, c in group if n not in found))
                case Undecided(why) if len(group) == 1:
                    reason = message("{reason}", reason=why)
                case Undecided():
                    waiting += [((n, c),) for n, c in group]
                case _:
                    reason = message("the case that the solver found does not replay")
        return Judged(
            {n: failing[n] for n, _ in claims if n in failing}, cores, reason
        )

    def proved(self, parts: Iterable[tuple[Asked, Claims, Judged]], finding: Finding) -> Finding:
        """A proof, with the fewest rules that carry it; by construction if there are none."""
        core: frozenset[str] = frozenset()
        minimal = True
        for asked, claims, judged in parts:
            if asked.session.refuted_without_rules(any_of(*(c for _, c in claims))):
                continue
            for name, claim in claims:
                found = Unsatisfiable(judged.cores.get(name, frozenset()))
                if found.core <= core:
                    continue
                if self.simplest:
                    found = asked.session.minimise(
                        found.core, claim, timeout_ms=self.timeout_ms
                    )
                core |= found.core
                minimal = minimal and self.simplest and found.minimal
        return replace(
            finding, verdict=Verdict.PROVED if core else Verdict.BY_CONSTRUCTION, reason=None,
            rules=self.rules(core), minimal=minimal or not core,
        )

    def failed(
        self, session: Session, failure: Failure, judged: Judged, finding: Finding
    ) -> Finding:
        """A violation with its simplest person and largest harm, if it replays."""
        failing = tuple(n for n, _ in failure.claims if n in judged.failing)
        case, largest = judged.failing[failing[0]], None
        if self.simplest:
            case, largest = self._persuade(session, case, failure, failing)
        shown = self._counterexample(case, failure, failing)
        for name in failing if shown is None else ():
            # The person with the largest harm may rest on an amount in conflict; others need not.
            shown = self._counterexample(judged.failing[name], failure, (name,))
            if shown is not None:
                break
        finding = replace(finding, failing=failing)
        if shown is None:
            return replace(
                finding, verdict=Verdict.UNKNOWN,
                reason=message("the case that the solver found does not replay"),
            )
        holds = self._escape(session, failure, judged) if self.simplest else None
        return replace(
            finding, verdict=Verdict.VIOLATED, reason=None, counterexample=shown,
            largest=largest, rules=self.rules(shown.rules), holds_with=holds,
            fails_with=None if holds is None else {n: shown.values[n] for n in holds},
        )

    def _escape(
        self, session: Session, failure: Failure, judged: Judged
    ) -> dict[str, int] | None:
        """Open values with which the property holds, if it hangs on them and they are found."""
        claim = any_of(*(c for n, c in failure.claims if n in judged.failing))
        return holding_values(
            session, failure.copies[0], claim, failure.scope, _GLANCE
        )

    def _persuade(
        self, session: Session, start: Satisfiable, failure: Failure, failing: tuple[str, ...]
    ) -> tuple[Satisfiable, LargestHarm | None]:
        """The simplest person, with a harm worth showing; and the largest harm of all."""
        instance, claims = failing[0], dict(failure.claims)
        largest: LargestHarm | None = None
        for name in failing:
            if name not in failure.harms:
                continue
            claim = claims[name]
            extreme = maximise(
                session, failure.harms[name], claim, timeout_ms=self.timeout_ms
            )
            if isinstance(extreme, Extreme) and (
                largest is None or extreme.value > largest.value
            ):
                largest, instance = self._largest(extreme, failure), name
        wanted = [claims[instance]]
        if largest is not None and instance in failure.harms:
            enough = number(min(_CONVINCING, largest.value))
            wanted.append(less_equal(enough, failure.harms[instance]))
        answer = session.check(*wanted)
        if not isinstance(answer, Satisfiable):
            return start, largest
        with session.scope(*wanted):
            return simplest(session, failure.copies, answer, self.timeout_ms), largest

    def _largest(self, extreme: Extreme, failure: Failure) -> LargestHarm:
        who = rerun.person(extreme.witness.cases[failure.copies[0].name])
        at_bounds = tuple(sorted(
            i.name for i in self.program.inputs
            if isinstance(i, NumberInput) and who.numbers.get(i.name) == i.high
        ))
        return LargestHarm(extreme.value, extreme.exact, at_bounds, who)

    def _counterexample(
        self, case: Satisfiable, failure: Failure, failing: tuple[str, ...]
    ) -> Counterexample | None:
        """What is shown, if the exact engine agrees; None otherwise."""
        cases = [case.cases[copy.name] for copy in failure.copies]
        evaluations = [rerun.replay(self.program, c) for c in cases]
        if any(e.broken for e in evaluations):
            return None
        values, readings = rerun.policy(self.program, cases[0])
        claims = dict(failure.claims)
        for instance in failing:
            if not case.holds(claims[instance]):
                continue
            compared = failure.compared.get(instance, "")
            if compared:
                amounts = [rerun.amount(e, compared) for e in evaluations]
                harm = None if None in amounts else abs(amounts[1] - amounts[0])  # type: ignore[operator]
                if not harm:
                    continue
            else:
                if evaluations[0].atoms.get(f"violation({instance})") is not True:
                    continue
                harm = rerun.amount(evaluations[0], f"harm({instance})")
            chosen = dict(self.default_readings) | {
                n[len("reads("):-1].split(",")[0]: n[len("reads("):-1].split(",")[1]
                for n, v in readings.items() if v
            }
            return Counterexample(
                tuple(rerun.person(c) for c in cases), instance, compared, harm, values, chosen,
                self._fired(evaluations, instance, compared),
            )
        return None

    def _fired(
        self, evaluations: list[Evaluation], instance: str, compared: str
    ) -> tuple[str, ...]:
        """The rules of the document in the derivation of what is shown."""
        rules: dict[str, None] = {}
        for evaluation in evaluations:
            name = compared or f"violation({instance})"
            for step in derive(self.program, evaluation, name):
                rules.update(dict.fromkeys(step.rules))
        return tuple(r for r in rules if not r.startswith("properties/"))


def default_readings(program: Program) -> dict[str, str]:
    """The default option of each topic."""
    topics = {str(f.arguments[0]) for f in program.facts.get("topic", ())}
    return {
        str(f.arguments[0]): str(f.arguments[1]) for f in program.facts.get("default", ())
        if str(f.arguments[0]) in topics
    }

