"""What every property is asked with: program, readings, session; and what an answer becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    any_of,
    less_equal,
    number,
)
from verifier.engines.smt_search import Extreme, maximise
from verifier.errors import Message, message
from verifier.program.model import NumberInput, Program, Rule

_CONVINCING = 100_00
"""A simple person is shown with a harm of a hundred yuan, if there is one with so much."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What an engine found to fail, for a report: claims per instance, and how to measure it."""

    claims: tuple[tuple[str, Claim], ...]
    harms: Mapping[str, Quantity]
    copies: tuple[Copy, ...]
    scope: Claim
    compared: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A program with the readings it is asked for."""

    program: Program
    default_readings: Mapping[str, str]
    settings: Mapping[str, bool]
    simplest: bool
    timeout_ms: int

    @staticmethod
    def of(program: Program, all_readings: bool, simple: bool, timeout_ms: int) -> Question:
        """A question under the default readings, or under every reading."""
        defaults = default_readings(program)
        settings = {} if all_readings else {
            i.name: i.name in {f"reads({t},{o})" for t, o in defaults.items()}
            for i in program.inputs if i.name.startswith("reads(")
        }
        return Question(program, defaults, settings, simple, timeout_ms)

    def session(self) -> tuple[Session, Copy]:
        """A fresh solver with one person in it."""
        session = Session(tagged=True, timeout_ms=self.timeout_ms)
        return session, session.copy(self.program, "first", variant=Variant(self.settings))

    def rules(self, ids: frozenset[str] | tuple[str, ...]) -> tuple[Rule, ...]:
        """Rules of the document by their identifiers, in the order of the text."""
        found = [self.program.rules[i] for i in ids]
        return tuple(sorted(found, key=lambda r: r.span))

    def reached(
        self, session: Session, claims: tuple[tuple[str, Claim], ...]
    ) -> tuple[tuple[str, ...], Message | None]:
        """Which of the claims some case makes true; and why that is not known of the rest."""
        reached: set[str] = set()
        left = list(claims)
        while left:
            answer = session.check(any_of(*(c for _, c in left)))
            if isinstance(answer, Undecided):
                return tuple(sorted(reached)), message("{reason}", reason=answer.reason)
            if isinstance(answer, Unsatisfiable):
                break
            true = {name for name, claim in left if answer.holds(claim)}
            reached |= true
            left = [(name, claim) for name, claim in left if name not in true]
            if not true:  # an amount without a value: no case that can be replayed
                return tuple(sorted(reached)), message("{reason}", reason="replay")
        return tuple(sorted(reached)), None

    def proved(
        self, session: Session, core: Unsatisfiable, refuted: Claim, finding: Finding
    ) -> Finding:
        """A proof, with the fewest rules that carry it; by construction if there are none."""
        if core.core:
            core = session.minimise(core.core, refuted, timeout_ms=self.timeout_ms)
        verdict = Verdict.PROVED if core.core else Verdict.BY_CONSTRUCTION
        return Finding(
            finding.property, finding.document, verdict, ranged_over=finding.ranged_over,
            rules=self.rules(core.core), minimal=core.minimal or not core.core,
            tolerance=finding.tolerance,
        )

    def failed(
        self, session: Session, start: Satisfiable, failure: Failure, finding: Finding
    ) -> Finding:
        """A violation with its simplest person and largest harm, if it replays."""
        claim = any_of(*(c for _, c in failure.claims))
        failing, _ = self.reached(session, failure.claims)
        holds = holding_values(
            session, failure.copies[0], self.program, claim, failure.scope, self.timeout_ms
        )
        largest = None
        case = start
        if self.simplest:
            case, largest = self._persuade(session, start, failure)
        shown = self._counterexample(case, failure)
        base = Finding(
            finding.property, finding.document, Verdict.UNKNOWN,
            reason=message("the case that the solver found does not replay"),
            ranged_over=finding.ranged_over, failing=failing, tolerance=finding.tolerance,
        )
        if shown is None:
            return base
        verdict = Verdict.VIOLATED if holds is None else Verdict.UNDETERMINED
        return Finding(
            finding.property, finding.document, verdict,
            reason=None if holds is None else message("it depends on what the document leaves open"),
            ranged_over=finding.ranged_over, failing=failing, counterexample=shown,
            largest=largest, rules=self.rules(shown.rules), holds_with=holds,
            fails_with=None if holds is None else {n: shown.values[n] for n in holds},
            tolerance=finding.tolerance,
        )

    def _persuade(
        self, session: Session, start: Satisfiable, failure: Failure
    ) -> tuple[Satisfiable, LargestHarm | None]:
        """The simplest person, with a harm worth showing; and the largest harm of all."""
        instance = next((n for n, c in failure.claims if start.holds(c)), "")
        largest: LargestHarm | None = None
        for name, claim in failure.claims:
            if name not in failure.harms:
                continue
            extreme = maximise(
                session, failure.harms[name], claim, timeout_ms=self.timeout_ms
            )
            if isinstance(extreme, Extreme) and (
                largest is None or extreme.value > largest.value
            ):
                largest, instance = self._largest(extreme, failure), name
        claim = dict(failure.claims).get(instance, any_of(*(c for _, c in failure.claims)))
        wanted = [claim]
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

    def _counterexample(self, case: Satisfiable, failure: Failure) -> Counterexample | None:
        """What is shown, if the exact engine agrees; None otherwise."""
        cases = [case.cases[copy.name] for copy in failure.copies]
        evaluations = [rerun.replay(self.program, c) for c in cases]
        if any(e.broken for e in evaluations):
            return None
        values, readings = rerun.policy(self.program, cases[0])
        for instance, claim in failure.claims:
            if not case.holds(claim):
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

