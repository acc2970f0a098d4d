"""What is read of a case so far: truths, numbers, what is taken as said, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.lexicon import called
from verifier.analysis.cases.questions import Option
from verifier.analysis.results import Assumption, AssumptionKind
from verifier.errors import Message, Problem, message
from verifier.source import Span
from verifier.words import Bilingual


class Collected:
    """Collects truths, numbers, assumptions and problems."""

    def __init__(self) -> None:
        self.booleans: dict[str, bool] = {}
        self.numbers: dict[str, int] = {}
        self.assumptions: list[Assumption] = []
        self.problems: list[Problem] = []

    def assume(self, kind: AssumptionKind, name: str, text: Message, visit: int) -> None:
        """Note what is taken as said; of a visit if it is not 0."""
        if visit:
            text = message("visit {visit}: {text}", visit=visit, text=text)
            name = f"{name}({visit})"
        self.assumptions.append(Assumption(kind, name, text, visit=visit))

    def assume_flag(
        self, name: str, text: Message, visit: int, label: Bilingual, answer: bool
    ) -> None:
        """Note that a circumstance is taken as it usually is."""
        self.assume(AssumptionKind.FLAG, name, text, visit)
        self.assumptions[-1] = replace(self.assumptions[-1], about=label, answer=answer)

    def refused(self, rule: str, entry: Entry, why: Message, mend: Message) -> None:
        """Note why a value cannot be read."""
        self.problem(rule, entry, message("`{path}`: {why}", path=entry.path, why=why), mend)

    def problem(self, rule: str, entry: Entry, what: Message, mend: Message | None = None) -> None:
        """Note what is wrong with an entry."""
        span = Span(entry.span.file, entry.span.line, entry.span.column)
        self.problems.append(Problem(rule, span, what, mend or Message("")))


def twice(entry: Entry, label: Bilingual) -> Problem:
    """Say that two keys answer one question."""
    return Problem(
        "duplicate-key",
        entry.span,
        message(
            "`{path}` says once more what another key says ({label})",
            path=entry.path,
            label=label,
        ),
        message("keep one of them"),
    )


def atom(predicate: str, argument: str, visit: int) -> str:
    """Name of an input: `says(applied)`, `flag(1,referral)`, `cost(1)`, `household_income`."""
    arguments = [*([str(visit)] if visit else []), *([argument] if argument else [])]
    if not predicate:
        return argument
    return f"{predicate}({','.join(arguments)})" if arguments else predicate


def names(options: Iterable[Option]) -> tuple[Message | str, ...]:
    """Answers, by identifier and label."""
    return tuple(called(str(option.value), option.label) for option in options)
