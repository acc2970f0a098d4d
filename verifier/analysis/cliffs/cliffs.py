"""`cliffs`: a line of a case against one number, every break solved, with clauses and rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from verifier import programs
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.settings import declared
from verifier.analysis.cliffs.axis import Wanted, find_axis
from verifier.analysis.cliffs.grounds import Grounds
from verifier.analysis.cliffs.results import Axis, Break, Cliffs, Stretch
from verifier.analysis.compute import open_case
from verifier.analysis.documents import describe
from verifier.analysis.explaining.lines import named_lines
from verifier.analysis.impossible import refusal
from verifier.analysis.missing import find_missing
from verifier.analysis.outputs import outputs, shown
from verifier.analysis.results import Missing
from verifier.engines.exact import Evaluation, derive, evaluate
from verifier.engines.exact_along import along
from verifier.engines.exact_course import Cause, Course, Piece, State
from verifier.engines.exact_types import Assignment, Step
from verifier.errors import CaseError, Message, Problem, message
from verifier.places import ENCODINGS
from verifier.program.model import AmountDefinition, Program
from verifier.program.names import atoms_in
from verifier.source import Span

OWN = "own_total"
"""The line that is followed if none is named: what the person pays in the year."""


def cliffs(
    document: programs.Document,
    tree: Entry,
    settings: Mapping[str, Entry],
    wanted: Wanted,
    line: str | None = None,
) -> Cliffs:
    """Follow a line of a case along a number; CaseError if case, line or number is wrong."""
    case, chosen = open_case(document, tree, settings)
    program = chosen.program
    name = OWN if line is None else _line(program, case.visits, line)
    axis = find_axis(program, case.assignment.numbers, wanted)
    course = along(program, case.assignment, axis.names, (axis.low, axis.high), name)
    sort = next(
        d.sort for d in program.definitions
        if d.name == name and isinstance(d, AmountDefinition)
    )
    mapper = _Mapper(program, case.assignment, axis, name)
    return Cliffs(
        describe(program), program, case, name, sort, axis,
        tuple(mapper.stretch(piece) for piece in course.pieces),
        tuple(mapper.breaks(course)),
        mapper.missing(course),
        (*case.assumptions, *chosen.assumptions, *declared(program)),
    )


def _line(program: Program, visits: int, word: str) -> str:
    """The amount that a word stands for."""
    defined = {d.name for d in program.definitions if isinstance(d, AmountDefinition)}
    exact = word.strip().replace(" ", "")
    if exact in defined:
        return exact
    names = [n for n in (*outputs(program, visits), *shown(program, visits)) if n in defined]
    found = named_lines(program, names, word, "--line")
    if len(found) > 1:
        raise CaseError(Problem(
            "unknown-line", Span("--line"),
            message("`{word}` is a line of each visit", word=word),
            message("name one of {names}", names=tuple(f"`{n}`" for n in found)),
        ))
    return found[0]


class _Mapper:
    """Puts a course into stretches and breaks, with what the engine computes at single places."""

    def __init__(self, program: Program, assignment: Assignment, axis: Axis, line: str) -> None:
        self.program = program
        self.assignment = assignment
        self.axis = axis
        self.line = line
        self.grounds = Grounds(program)
        self.evaluations: dict[int, Evaluation] = {}

    def at(self, place: int) -> Evaluation:
        """Evaluate the case at one place."""
        if place not in self.evaluations:
            moved = {name: place + more for name, more in self.axis.names.items()}
            numbers = {**self.assignment.numbers, **moved}
            known = Assignment(self.assignment.booleans, numbers)
            self.evaluations[place] = evaluate(self.program, known)
        return self.evaluations[place]

    def stretch(self, piece: Piece) -> Stretch:
        """One piece, with the clauses of what moves in it, or why it has no value."""
        if piece.line is None:
            return Stretch(piece.low, piece.high, piece.state, reason=self._reason(piece))
        ends = (self.at(piece.low), self.at(piece.high))
        clauses = self.grounds.moving(self.line, ends) if piece.line.slope else ()
        return Stretch(
            piece.low, piece.high, piece.state, piece.line.at(piece.low), piece.line.slope,
            piece.added, None, clauses,
        )

    def _reason(self, piece: Piece) -> Message | None:
        if piece.state is not State.IMPOSSIBLE:
            return None
        return next((p.what for p in refusal(self.program, self.at(piece.low))), None)

    def breaks(self, course: Course) -> Iterator[Break]:
        """Where pieces meet."""
        for left, right in pairwise(course.pieces):
            if left.line is not None and left.line == right.line:
                continue  # the same line goes on, of cases that may or may not exist
            causes = course.causes.get(right.low, ())
            at = _meeting(causes, left, right)
            ends = (self.at(left.high), self.at(right.low))
            valued = left.line is not None and right.line is not None
            clauses = self.grounds.behind(causes, ends)
            if not clauses and valued:
                clauses = self.grounds.between(self.line, ends)
            yield Break(
                at, right.low,
                None if left.line is None else left.line.at(at),
                None if right.line is None else right.line.at(at),
                (self._paid(ends[0]), self._paid(ends[1])),
                clauses,
            )

    def _paid(self, evaluation: Evaluation) -> int | None:
        value = evaluation.amounts[self.line]
        return value.low if value is not None and value.exact and not evaluation.broken else None

    def missing(self, course: Course) -> tuple[Missing, ...]:
        """What else is not known and matters in the first piece of each kind that is open."""
        lacking: dict[str, tuple[Step, ...]] = {}
        for state in (State.OPEN, State.DOUBTFUL):
            place = next((p.low for p in course.pieces if p.state is state), None)
            if place is None:
                continue
            found = self.at(place)
            names = [self.line] if state is State.OPEN else [
                name for constraint in found.doubtful for name in atoms_in(constraint.body)
                if found.atoms[name] is None
            ]
            lacking |= {name: derive(self.program, found, name) for name in names}
        return find_missing(self.program, lacking, ENCODINGS)


def _meeting(causes: tuple[Cause, ...], left: Piece, right: Piece) -> Fraction:
    """Where two pieces meet before rounding: where a cause says, or where they cross."""
    places = [cause.at for cause in causes if cause.at is not None]
    near = [at for at in places if left.low <= at <= right.high]
    middle = Fraction(2 * right.low - 1, 2)
    return min(near, key=lambda at: abs(at - middle)) if near else Fraction(right.low)
