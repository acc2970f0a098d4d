"""From files to a Program: load, lint, ground, complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from verifier.errors import LanguageError, MingzhengError, Problem, message
from verifier.grounding.ground import ground
from verifier.grounding.limits import Limits
from verifier.grounding.model import GroundProgram
from verifier.language.every_visit import every_visit
from verifier.language.includes import encodings, with_includes
from verifier.language.lint import lint, wide_numbers
from verifier.language.loader import Source, load, too_deep
from verifier.language.stated import stated, value_spans
from verifier.places import property_files, shown
from verifier.program.build import Origins, build
from verifier.program.claimed import wrong_claims, wrong_topics
from verifier.program.declared import wrong_declarations, wrong_outputs
from verifier.program.model import Fact, Program
from verifier.source import Span


def compile_program(
    files: Sequence[Path], document: str, visits: int, limits: Limits | None = None
) -> Program:
    """The Program of the encodings in `files`; LanguageError or GroundingError if they are wrong.

    What is not the package's own is grounded within `limits`.
    """
    source = _checked(files)
    try:
        return compile_source(source, document, visits, limits)
    except LanguageError as error:
        entry = Span(shown(str(files[0])))
        found = dict.fromkeys(_in_document(source, p, entry) for p in error.problems)
        raise LanguageError(*found) from None
    except RecursionError:
        raise LanguageError(too_deep(Span(shown(str(files[0]))))) from None


def compile_source(
    source: Source, document: str, visits: int, limits: Limits | None = None
) -> Program:
    """The Program of parsed encodings; errors as of `compile_program`, in their own places."""
    grounded = ground(source, {"visits": visits}, limits)
    _check_declarations(source, grounded)
    program = build(grounded, Origins(source.rules, value_spans(source)), document, visits)
    _check_outputs(source, program)
    return replace(program, every_visit=every_visit(source))


def lint_files(files: Sequence[Path], limits: Limits | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with the encodings in `files`, core included where they use it.

    Several documents are looked at one by one.
    """
    found = (problem for group in encodings(files) for problem in _problems(group, limits))
    return tuple(dict.fromkeys(found))


def _problems(files: Sequence[Path], limits: Limits | None) -> tuple[Problem, ...]:
    try:
        compile_program(files, files[0].stem, 2, limits)
    except MingzhengError as error:
        return error.problems
    # What clashes with a general property is found where they stand together.
    return lint(load([*files, *(path for path in property_files() if path not in files)]))


def _in_document(source: Source, problem: Problem, entry: Span) -> Problem:
    """A problem that has no place that a user could mend, put to what a document lacks."""
    if problem.span.file not in {"", "core"}:
        return problem
    if problem.rule != "undefined-amount":
        return replace(problem, span=entry)
    places = stated(source)
    if ("property", "") in places and ("document", "") not in places:
        return Problem(
            "property-alone", places["property", ""],
            message("properties stand here, and no document"),
            message("check them with a document: `mingzheng check DOCUMENT --property-file FILE`"),
        )
    return replace(problem, span=entry, mend=message(
        "the core uses it: declare what the core asks of every document, such as `case_year` and "
        "`parameter(contribution, …)` for each year"
    ))


def _checked(files: Sequence[Path]) -> Source:
    source = load(files)
    # The grounder has wrapped a wide number by now, but nothing was made of it yet.
    wide = tuple(problem for path in with_includes(files) for problem in wide_numbers(path))
    if wide:
        raise LanguageError(*wide)
    problems = lint(source)
    if problems:
        raise LanguageError(*problems)
    return source


def _places(source: Source) -> Callable[[Fact], Span]:
    places = stated(source)

    def place_of(fact: Fact) -> Span:
        about = str(fact.arguments[0])
        return places.get((fact.name, about)) or places.get((fact.name, ""), Span())

    return place_of


def _check_declarations(source: Source, grounded: GroundProgram) -> None:
    places = _places(source)
    problems = (
        *wrong_declarations(grounded.facts, places), *wrong_topics(grounded.facts, places)
    )
    if problems:
        raise LanguageError(*problems)


def _check_outputs(source: Source, program: Program) -> None:
    places = _places(source)
    problems = (*wrong_outputs(program, places), *wrong_claims(program, places))
    if problems:
        raise LanguageError(*problems)
