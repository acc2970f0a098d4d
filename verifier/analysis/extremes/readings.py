"""`readings`: every ambiguity of a document, whether it matters, for whom, and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from verifier import programs
from verifier.analysis.checking.workers import spread
from verifier.analysis.documents import describe
from verifier.analysis.extremes.admitted import admitted
from verifier.analysis.extremes.change import Change
from verifier.analysis.extremes.effect import Effort, effect_of
from verifier.analysis.extremes.results import (
    Admitted,
    Alternative,
    Ambiguity,
    Answer,
    Effect,
    Readings,
)
from verifier.engines.smt import Variant
from verifier.errors import CaseError, Problem, message
from verifier.language.clauses import Clause, clauses_of, sorted_clauses
from verifier.places import ENCODINGS
from verifier.program.labels import Labels
from verifier.program.model import AtomAlternative, Program
from verifier.program.names import Term, atoms_in
from verifier.program.readings import default_readings
from verifier.program.specialise import specialise
from verifier.source import Span

Progress = Callable[[str, str], None]
_Found = tuple[Effect, tuple[Admitted, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """Which topics (all, if none is named), for how many visits, with how much work."""

    visits: int
    effort: Effort
    only: tuple[str, ...] = ()
    jobs: int = 1


def readings(
    document: programs.Document, ask: Ask, progress: Progress | None = None
) -> Readings:
    """Ask of each option of each topic what it changes; CaseError for a topic that there is not."""
    program = programs.load_program(document, ask.visits)
    defaults = default_readings(program)
    if unknown := sorted(set(ask.only) - defaults.keys()):
        raise CaseError(Problem(
            "no-topic", Span(), message("no ambiguity is called `{name}`", name=unknown[0]),
            message("choose one of {names}", names=tuple(f"`{n}`" for n in sorted(defaults))),
        ))
    topics = [t for t in defaults if not ask.only or t in ask.only]
    options = _options(program)
    tasks = [(t, o) for t in topics for o in options[t] if o != defaults[t]]
    found: dict[tuple[str, str], _Found] = {}
    for task, effect in spread([[t] for t in tasks], partial(_work, program, ask), ask.jobs):
        if progress is not None:
            progress(program.document, task[0])
        found[task] = effect or (Effect(
            Answer.UNKNOWN, reason=message("the process that worked on it ended before it was done")
        ), ())
    return Readings(
        describe(program), program,
        tuple(_ambiguity(program, t, defaults[t], found) for t in topics),
    )


def _work(
    program: Program, ask: Ask, tasks: Sequence[tuple[str, str]]
) -> Iterator[_Found]:
    for topic, option in tasks:
        policy = _policy(program, topic, option)
        timeout_ms = ask.effort.timeout_ms
        effect = effect_of(Change(*policy, timeout_ms), ask.effort)
        bills = effect.answer is not Answer.YES
        yield effect, admitted(*policy, timeout_ms, bills)


def _options(program: Program) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in program.facts.get("option", ()):
        found.setdefault(str(fact.arguments[0]), []).append(str(fact.arguments[1]))
    return found


def _policy(
    program: Program, topic: str, option: str
) -> tuple[Program, dict[str, bool], Variant]:
    """Another option of one topic; the other topics are read as they are by default."""
    defaults = default_readings(program)
    chosen = {f"reads({t},{o})" for t, o in defaults.items()}
    ours = f"reads({topic},"
    names = [i.name for i in program.inputs if i.name.startswith("reads(")]
    fixed = {n: n in chosen for n in names if not n.startswith(ours)}
    before = {n: n in chosen for n in names if n.startswith(ours)}
    after = {n: n == f"{ours}{option})" for n in before}
    return specialise(program, fixed), {**fixed, **before}, Variant(after)


def _ambiguity(
    program: Program, topic: str, default: str, found: dict[tuple[str, str], _Found]
) -> Ambiguity:
    labels = Labels(program.facts)
    return Ambiguity(
        topic, labels.topic(topic), default, labels.reading(topic, default), labels.reason(topic),
        _clauses(program, topic),
        tuple(
            Alternative(option, labels.reading(topic, option), *about_it)
            for (about, option), about_it in found.items() if about == topic
        ),
    )


def _clauses(program: Program, topic: str) -> tuple[Clause, ...]:
    """The clauses of the rules that ask for an option of the topic."""
    start = f"reads({topic},"
    rules: dict[str, Span] = {}
    for definition in program.definitions:
        for item in definition.alternatives:
            term: Term = item.body if isinstance(item, AtomAlternative) else item.guard
            if item.rule and any(name.startswith(start) for name in atoms_in(term)):
                rules[item.rule] = program.rules[item.rule].span
    return sorted_clauses(clauses_of(rules, ENCODINGS).values())
