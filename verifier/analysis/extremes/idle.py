"""`idle`: rules that change nothing for anybody, and figures that may have any value."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from verifier import programs
from verifier.analysis.checking.encoding import Asked
from verifier.analysis.checking.judge import judge
from verifier.analysis.checking.workers import spread
from verifier.analysis.documents import describe
from verifier.analysis.extremes.admitted import admitted
from verifier.analysis.extremes.change import Change
from verifier.analysis.extremes.effect import Effort, effect_of
from verifier.analysis.extremes.results import (
    Answer,
    Idle,
    IdleFigure,
    Idleness,
    IdleRule,
)
from verifier.analysis.outputs import outcomes, outputs, shown
from verifier.engines.smt import Claim, Domain, Satisfiable, Variant, all_of, any_of, negate
from verifier.errors import Message, message
from verifier.language.clauses import clauses_of
from verifier.places import ENCODINGS
from verifier.program.model import (
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    Origin,
    PolicyValue,
    Program,
)
from verifier.program.names import Dependencies, definition_key, term_keys
from verifier.program.readings import default_readings
from verifier.program.sorts import PERCENT_SCALE, Sort, show
from verifier.program.specialise import specialise
from verifier.program.terms import Amount, Formula, disjunction

_INPUT = re.compile(r"\s*&input\b")
Progress = Callable[[str, str], None]

_TIMES = 2
"""A figure is tried from nothing to so many times its value; a percentage up to the whole."""
_FROM_NOTHING = 1_000_00
"""A figure of nothing is tried up to so much, in its smallest unit."""
_TOGETHER = 8
"""Rules that one process looks at in a row."""


@dataclass(frozen=True, slots=True)
class Search:
    """For how many visits, and with how much work; `readings`: None asks for every reading."""

    visits: int
    timeout_ms: int
    jobs: int = 1


def idle(document: programs.Document, search: Search, progress: Progress | None = None) -> Idle:
    """Strike each rule and free each figure, and see whether any result of anybody changes.

    Under the default readings.
    """
    program = programs.load_program(document, search.visits)
    defaults = {f"reads({t},{o})" for t, o in default_readings(program).items()}
    settings = {i.name: i.name in defaults for i in program.inputs if i.name.startswith("reads(")}
    read = specialise(program, settings)
    work = _Work(program, read, settings, search.timeout_ms)
    rules = [r for r in sorted(program.rules, key=lambda r: program.rules[r].span)]
    figures = [
        v for v in program.values
        if v.origin is Origin.FIGURE and v.value is not None and v.span.clause
    ]
    tasks: list[str | PolicyValue] = [*rules, *figures]
    groups = [tasks[n:n + _TOGETHER] for n in range(0, len(tasks), _TOGETHER)]
    found: dict[str | PolicyValue, tuple[Idleness, Message | None]] = {}
    for task, result in spread(groups, work.done, search.jobs):
        if progress is not None:
            progress(program.document, task if isinstance(task, str) else task.name)
        found[task] = result or (Idleness.UNKNOWN, message(
            "the process that worked on it ended before it was done"
        ))
    return Idle(
        describe(program), program,
        tuple(IdleRule(program.rules[r], *found[r]) for r in rules),
        tuple(_figure(value, *found[value]) for value in figures),
        clauses_of({r: program.rules[r].span for r in rules}, ENCODINGS),
    )


def _figure(value: PolicyValue, idleness: Idleness, reason: Message | None) -> IdleFigure:
    domain = _domain(value)
    assert value.value is not None
    return IdleFigure(
        value.name, show(value.value, value.sort), show(domain.low, value.sort),
        show(domain.high, value.sort), value.span.clause, idleness, reason,
    )


def _domain(value: PolicyValue) -> Domain:
    assert value.value is not None
    if value.sort is Sort.PERCENT:
        return Domain(0, max(PERCENT_SCALE, value.value))
    if value.sort in (Sort.DATE, Sort.YEAR):
        return Domain(value.value - 366, value.value + 366)
    return Domain(0, _TIMES * value.value or _FROM_NOTHING)


class _Work:
    """Looks at rules and figures; what it needs of the Program is read once."""

    def __init__(
        self, program: Program, read: Program, settings: dict[str, bool], timeout_ms: int
    ) -> None:
        self.program = program
        self.read = read
        self.settings = settings
        self.timeout_ms = timeout_ms
        self.inputs = {r for r, found in program.rules.items() if _INPUT.match(found.text)}
        self.applying = {a.rule for d in program.definitions for a in d.alternatives} | self.inputs
        self.applying |= {c.rule for c in program.constraints}
        terms = [key for uses in Dependencies(program).uses.values() for key in uses]
        terms += [key for c in program.constraints for key in term_keys(c.body)]
        self.computed = {key.removeprefix("amount ") for key in terms}
        dependencies = Dependencies(read)
        results = [
            *outputs(read, read.visits), *shown(read, read.visits), *outcomes(read, read.visits)
        ]
        keys = [f"{kind} {name}" for name in results for kind in ("amount", "atom")]
        bodies = [key for c in read.constraints for key in term_keys(c.body)]
        self.limiting = dependencies.cone(bodies)
        self.used = dependencies.cone(keys) | self.limiting

    def done(
        self, tasks: Sequence[str | PolicyValue]
    ) -> Iterator[tuple[Idleness, Message | None]]:
        """Look at each of these."""
        for task in tasks:
            yield self._rule(task) if isinstance(task, str) else self._figure(task)

    def _change(self, change: Variant) -> Change:
        return Change(self.read, self.settings, change, self.timeout_ms)

    def _definitions(self, rule: str) -> list[AtomDefinition | AmountDefinition]:
        """The definitions that a result may rest on to which a rule contributes."""
        return [
            d for d in self.read.definitions
            if any(a.rule == rule for a in d.alternatives) and definition_key(d) in self.used
        ]

    def _rule(self, rule: str) -> tuple[Idleness, Message | None]:
        if any(c.rule == rule for c in self.program.constraints) or rule in self.inputs:
            return Idleness.CASES, None
        definitions = self._definitions(rule)
        if not definitions:
            return self._unused(rule), None
        change = self._change(Variant(struck=(rule,)))
        effect = effect_of(change, Effort(self.timeout_ms, amounts=False))
        if effect.answer is Answer.YES:
            return Idleness.MATTERS, None
        if effect.answer is Answer.UNKNOWN:
            needed = any(self._leaves_gap(change, d.name) for d in definitions)
            return (Idleness.MATTERS, None) if needed else (Idleness.UNKNOWN, effect.reason)
        # Only who exists with and without the rule was compared.
        keys = {definition_key(d) for d in definitions}
        return self._of_cases(keys, Variant(struck=(rule,))) or (
            self._why_idle(change, rule, definitions), None
        )

    def _leaves_gap(self, change: Change, name: str) -> bool:
        """Whether somebody's results need an amount that has no value without the rule.

        The solver takes such an amount for anything, so that its cases of other results need not
        replay.
        """
        if not any(d.name == name and isinstance(d, AmountDefinition)
                   for d in self.read.definitions):
            return False
        with change.session.subject() as subject:
            lost = all_of(
                change.before.valued(Amount(name)), negate(change.after.valued(Amount(name)))
            )
        for room in change.rooms:
            focus = change.session.focus(subject, {change.before: room, change.after: room})
            answer = focus.check(lost)
            if isinstance(answer, Satisfiable):
                found = change.replay(answer.cases)
                if found is not None and any(g.name == name and g.certain for g in found[1].gaps):
                    return True
        return False

    def _of_cases(
        self, keys: Collection[str], variant: Variant
    ) -> tuple[Idleness, Message | None] | None:
        """That other cases can exist after a change, or that it is not known; None if they cannot.

        `keys` are what the change bears on directly.
        """
        if self.limiting.isdisjoint(keys):
            return None
        found = admitted(self.read, self.settings, variant, self.timeout_ms)
        if any(one.answer is Answer.YES for one in found):
            return Idleness.CASES, None
        return (Idleness.UNKNOWN, found[0].reason) if found else None

    def _unused(self, rule: str) -> Idleness:
        """Why no result rests on a rule: no case, or another reading, or it is of other use."""
        if rule not in self.applying:
            return Idleness.NEVER
        now = any(a.rule == rule for d in self.read.definitions for a in d.alternatives)
        return Idleness.UNUSED if now else Idleness.OTHER_READING

    def _why_idle(
        self, change: Change, rule: str, definitions: list[AtomDefinition | AmountDefinition]
    ) -> Idleness:
        """Whether a rule without which nothing changes ever applies, and then says something."""
        applies = [(d, _applying(d, rule)) for d in definitions]

        def anywhere() -> Claim:
            return any_of(*(change.before.formula(body) for _, body in applies))

        def alone() -> Claim:
            return any_of(*(
                all_of(change.before.formula(body), negate(_still(change, d)))
                for d, body in applies
            ))

        if self._refuted(change, anywhere):
            return Idleness.NEVER
        return Idleness.REPEATS if self._refuted(change, alone) else Idleness.IDLE

    def _refuted(self, change: Change, claim: Callable[[], Claim]) -> bool:
        for room in change.rooms:
            with change.session.subject() as subject:
                wanted = claim()
            focus = change.session.focus(subject, {change.before: room, change.after: room})
            judged = judge(Asked(focus, (("", wanted),)))
            if judged.failing or judged.reason is not None:
                return False
        return True

    def _figure(self, value: PolicyValue) -> tuple[Idleness, Message | None]:
        if value.name not in self.computed:
            return self._uncomputed(value), None
        if f"amount {value.name}" not in self.used:
            return Idleness.UNUSED, None
        domain = _domain(value)
        reason: Message | None = None
        # A certain other value is a linear question; only a proof for all of them is not.
        others = [v for v in (domain.low, domain.high) if v != value.value]
        variants = [Variant({value.name: other}) for other in others]
        variants.append(Variant(freed={value.name: domain}))
        for variant in variants:
            effect = effect_of(self._change(variant), Effort(self.timeout_ms, amounts=False))
            if effect.answer is Answer.YES:
                return Idleness.MATTERS, None
            reason = effect.reason
        found = [self._of_cases({f"amount {value.name}"}, variant) for variant in variants]
        if (Idleness.CASES, None) in found:
            return Idleness.CASES, None
        if reason is not None:
            return Idleness.UNKNOWN, reason
        return next((one for one in found if one is not None), (Idleness.ANY, None))

    def _uncomputed(self, value: PolicyValue) -> Idleness:
        """Why nothing is computed with a figure."""
        name = re.compile(rf"\b{re.escape(value.name)}\b")
        users = [rule for rule, found in self.program.rules.items() if name.search(found.text)]
        if users and self.applying.isdisjoint(users):
            return Idleness.NEVER
        # The core asks for years, dates and levels of its own accord.
        money = value.sort in (Sort.MONEY, Sort.PERCENT)
        return Idleness.UNUSED if money and not users else Idleness.WORD


def _applying(definition: AtomDefinition | AmountDefinition, rule: str) -> Formula:
    bodies = [
        a.body if isinstance(a, AtomAlternative) else a.guard
        for a in definition.alternatives if a.rule == rule
    ]
    return disjunction(*bodies)


def _still(change: Change, definition: AtomDefinition | AmountDefinition) -> Claim:
    """What a definition says holds without the rule as well."""
    if isinstance(definition, AtomDefinition):
        return change.after.atom(definition.name)
    return change.after.guarded(definition.name)
