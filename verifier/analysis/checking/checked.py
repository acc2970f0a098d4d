"""A document checked: its findings, with the persons of its counterexamples replayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from verifier import programs
from verifier.analysis import replay as rerun
from verifier.analysis.cases.settings import apply_settings, declared
from verifier.analysis.checking.check import Progress, check_all
from verifier.analysis.checking.hint_files import fitting, read_hints
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.workers import spread, uncollected
from verifier.analysis.documents import describe
from verifier.analysis.hinted import Hinted
from verifier.analysis.results import (
    Assumption,
    AssumptionKind,
    Case,
    CheckedDocument,
    Counterexample,
    Finding,
    Replay,
    Verdict,
)
from verifier.engines.exact import derive
from verifier.engines.exact_types import Assignment
from verifier.errors import MingzhengError, message
from verifier.language.clauses import clauses_of
from verifier.places import ENCODINGS
from verifier.program.labels import Labels, parse_term
from verifier.program.model import NumberInput, Program
from verifier.program.names import atoms_in
from verifier.program.sorts import show
from verifier.properties.declared import PropertyKind, properties
from verifier.words import Bilingual

_HOLD = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)


@dataclass(frozen=True, slots=True)
class Checked:
    """Documents checked at once, as far as it got: the rest is unknown if it was interrupted.

    Of all `tasks`, so many were `remembered` from an earlier check of the same.
    """

    documents: tuple[CheckedDocument, ...]
    interrupted: bool
    tasks: int
    remembered: int


def check_document(
    document: programs.Document,
    visits: int,
    options: Options,
    progress: Progress | None = None,
    files: Sequence[Path] = (),
) -> CheckedDocument:
    """Check the properties of a document for a number of visits, and those of more `files`."""
    checked = check_documents((document,), visits, options, progress, files)
    if checked.interrupted:
        raise KeyboardInterrupt
    return checked.documents[0]


def check_documents(
    documents: Sequence[programs.Document],
    visits: int,
    options: Options,
    progress: Progress | None = None,
    files: Sequence[Path] = (),
) -> Checked:
    """Check several documents at once."""
    with uncollected():
        return _check(documents, visits, options, progress, files)


def _check(
    documents: Sequence[programs.Document],
    visits: int,
    options: Options,
    progress: Progress | None,
    files: Sequence[Path],
) -> Checked:
    loaded = _loaded(documents, visits, files, options.jobs)

    def hints(place: int) -> Hinted:
        if not options.hinted:
            return {}
        return fitting(read_hints(documents[place].path), loaded[place], options)

    run = check_all(loaded, options, progress, hints)
    found = tuple(map(_checked, loaded, run.findings))
    return Checked(found, run.interrupted, run.tasks, run.remembered)


def _loaded(
    documents: Sequence[programs.Document], visits: int, files: Sequence[Path], jobs: int
) -> list[Program]:
    """The Programs of documents; those that are not in the cache are made at the same time."""

    def load(document: programs.Document) -> Program:
        return programs.load_program(document, visits, properties=True, more=files)

    def make(group: Sequence[programs.Document]) -> Iterator[None]:
        for document in group:
            with suppress(MingzhengError):  # it is said when the document is loaded here
                load(document)
            yield

    known = [
        programs.known_program(document, visits, properties=True, more=files)
        for document in documents
    ]
    missing = [(d,) for d, program in zip(documents, known, strict=True) if program is None]
    if min(jobs, len(missing)) > 1:
        for _ in spread(missing, make, jobs):
            pass
    return [program or load(d) for d, program in zip(documents, known, strict=True)]


def _checked(program: Program, findings: tuple[Finding, ...]) -> CheckedDocument:
    spans = {name: rule.span for name, rule in program.rules.items()}
    return CheckedDocument(
        describe(program),
        program,
        findings,
        _Replays(program, findings),
        clauses_of(spans, ENCODINGS),
        (
            *_scopes(program, findings), *_bounds(program), *_ranges(program),
            *_excluded(program), *_rounding(program), *declared(program),
        ),
    )


class _Replays(Mapping[int, tuple[Replay, ...]]):
    """By position of a finding, the persons of its counterexample; made when they are asked for."""

    def __init__(self, program: Program, findings: Sequence[Finding]) -> None:
        self._program = program
        self._shown = {
            place: (finding, finding.counterexample) for place, finding in enumerate(findings)
            if finding.counterexample is not None
        }
        self._made: dict[int, tuple[Replay, ...]] = {}

    def __getitem__(self, place: int) -> tuple[Replay, ...]:
        if place not in self._made:
            self._made[place] = _replayed(self._program, *self._shown[place])
        return self._made[place]

    def __iter__(self) -> Iterator[int]:
        return iter(self._shown)

    def __len__(self) -> int:
        return len(self._shown)


def _replayed(program: Program, finding: Finding, found: Counterexample) -> tuple[Replay, ...]:
    """Evaluate the persons once more, for the report."""
    readings = {
        item.name: item.name in {f"reads({t},{o})" for t, o in found.readings.items()}
        for item in program.inputs
        if item.name.startswith("reads(")
    }
    name = found.compared or f"harm({found.instance})"
    replays = []
    for who in found.persons:
        evaluation = rerun.evaluate(program, who, found.values, readings)
        root = name if name in evaluation.amounts else f"violation({found.instance})"
        known = root in evaluation.amounts or root in evaluation.atoms
        steps = derive(program, evaluation, root) if known else ()
        assignment = Assignment({**who.booleans, **readings}, {**who.numbers, **found.values})
        replays.append(Replay(Case(finding.visits, assignment, ()), evaluation, steps))
    return tuple(replays)


def _bounds(program: Program) -> tuple[Assumption, ...]:
    """What the inputs of a case are bounded by, each kind of input once."""
    labels = Labels(program.facts)
    found: dict[str, Assumption] = {}
    for item in program.inputs:
        bare = item.name.partition("(")[0]
        if not isinstance(item, NumberInput) or bare in found:
            continue
        text = message(
            "{name} lies between {low} and {high}: {reason}",
            name=labels.quantity(bare) or bare,
            low=show(item.low, item.sort),
            high=show(item.high, item.sort),
            reason=labels.bound(bare) or "-",
        )
        found[bare] = Assumption(AssumptionKind.BOUND, bare, text)
    return tuple(found.values())


def _ranges(program: Program) -> tuple[Assumption, ...]:
    """What the values that the document leaves open are bounded by."""
    labels = Labels(program.facts)
    found = []
    for value in program.values:
        if value.value is not None:
            continue
        text = message(
            "{name} lies between {low} and {high}: {reason}",
            name=value.name,
            low=show(value.low, value.sort),
            high=show(value.high, value.sort),
            reason=labels.reason(value.name) or value.span.clause or "-",
        )
        found.append(Assumption(AssumptionKind.BOUND, value.name, text))
    return tuple(found)


def _scopes(program: Program, findings: Sequence[Finding]) -> Iterator[Assumption]:
    """Of whom it was proved what compares two persons, who may be alike in more than is said."""
    proved = {f.property for f in findings if f.verdict in _HOLD}
    for item in properties(program):
        if item.id in proved and item.kind is PropertyKind.PAIR and item.speaks_of.zh:
            text = message("{property} is asked of {what}", property=item.title,
                           what=item.speaks_of)
            yield Assumption(AssumptionKind.SCOPE, item.id, text)


def _excluded(program: Program) -> tuple[Assumption, ...]:
    """The cases that cannot exist, each kind once: nothing is proved of them."""
    labels = Labels(program.facts)
    found: dict[str, Bilingual | str] = {}
    for constraint in program.constraints:
        terms = [parse_term(name) for name in atoms_in(constraint.body)]
        named = [str(t.arguments[0]) for t in terms if t.name == "impossible"]
        found |= {name: labels.explanation(name) or name for name in named}
        if not named and constraint.rule in program.rules:  # it says nothing but itself
            found[constraint.rule] = program.rules[constraint.rule].text
    return tuple(
        Assumption(AssumptionKind.EXCLUDED, name,
                   message("cases are left out that cannot be: {why}", why=why))
        for name, why in found.items()
    )


def _rounding(program: Program) -> tuple[Assumption, ...]:
    chosen = apply_settings(program, {}, None)
    return tuple(a for a in chosen.assumptions if a.kind is AssumptionKind.ROUNDING)
