"""Findings that were made before: of the same part of a program, asked the same by the same code.

What a group of tasks finds is a function of the part of the program that it is given, of what is
asked, and of the code. A hash of all three is the name under which it is kept; so a rule that was
changed leaves what does not rest on it as it was. Only what was decided is kept: a verdict that was
unknown for want of time is asked again. A largest harm that was given up is kept as what it is, a
harm that some person suffers. Which person is shown may hang on what was encoded before, so that
what is remembered may show another than a check that decides everything anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from verifier import cache, errors, words
from verifier.analysis import hinted, results
from verifier.analysis.checking.options import Options, Trust
from verifier.analysis.checking.tasks import Task
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt_manner import Lead
from verifier.program.model import Rule
from verifier.source import Span

Written = Callable[[], str]
"""Writes the part of a program that the tasks are about, if that is needed."""

Found = tuple[tuple[Finding, ...], ...]
"""What each task of a group found, in their order."""

_MAKER = cache.Maker((".",), ("clingo", "z3_solver"))


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a group."""

    found: Found


_SHELF = cache.Shelf(Kept, cache.classes_of(results, hinted) | {
    (kind.__module__, kind.__name__)
    for kind in (Kept, Lead, Rule, Span, errors.Message, words.Bilingual)
})


def read(options: Options, part: Written, tasks: Sequence[Task]) -> Found | None:
    """What the tasks found before of a part of a program; None if that is not known."""
    kept = _SHELF.read(_name(options, part, tasks)) if _may(options) else None
    return None if kept is None or len(kept.found) != len(tasks) else kept.found


def write(options: Options, part: Written, tasks: Sequence[Task], found: Found) -> None:
    """Keep what the tasks found, if all of it was decided."""
    decided = all(f.verdict is not Verdict.UNKNOWN for findings in found for f in findings)
    if decided and _may(options):
        _SHELF.write(_name(options, part, tasks), Kept(found))


def _may(options: Options) -> bool:
    """Whether findings may be reused: not if something is to be done with each proof."""
    return options.remember and options.trust == Trust()


def _name(options: Options, part: Written, tasks: Sequence[Task]) -> str:
    asked = [(task.property.id, task.comparison) for task in tasks]
    return cache.key(
        {"program": part().encode()}, _MAKER, asked=asked, readings=options.all_readings,
        simplest=options.simplest, timeout=options.timeout_ms,
    )

