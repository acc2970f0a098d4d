"""From files to a Program: load, lint, ground, complete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from verifier.errors import LanguageError, MingzhengError, Problem
from verifier.grounding.ground import ground
from verifier.language.lint import lint, wide_numbers
from verifier.language.loader import Source, load, value_spans
from verifier.program.build import Origins, build
from verifier.program.model import Program


def compile_program(files: Sequence[Path], document: str, visits: int) -> Program:
    """The Program of the encodings in `files`; LanguageError or GroundingError if they are wrong."""
    source = _checked(files)
    grounded = ground(source, {"visits": visits})
    return build(grounded, Origins(source.rules, value_spans(source)), document, visits)


def lint_files(files: Sequence[Path]) -> tuple[Problem, ...]:
    """Everything that is wrong with the encodings in `files`, core included where they use it."""
    try:
        compile_program(files, files[0].stem, 2)
    except MingzhengError as error:
        return error.problems
    return ()


def _checked(files: Sequence[Path]) -> Source:
    wide = tuple(problem for path in files for problem in wide_numbers(path))
    if wide:
        raise LanguageError(*wide)
    source = load(files)
    problems = lint(source)
    if problems:
        raise LanguageError(*problems)
    return source
