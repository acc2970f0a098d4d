"""The hints of a document's superiors: a section of its own in the file of hints beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from verifier.analysis.checking.hint_files import no_hints, place_of, read_hints, without_places
from verifier.analysis.checking.hints import hinted_person
from verifier.analysis.hinted import Hint
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Values
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import HeldAgainst, LineHint, Vain
from verifier.program.model import Program


class Noted(NamedTuple):
    """A hint, with a name of the question that it was noted for."""

    asked: str
    hint: LineHint


@dataclass(frozen=True, slots=True)
class Known:
    """The hints of a document, by superior and line, and a name of the document as it is now."""

    document: str = ""
    lines: Mapping[tuple[str, str], Noted] = field(default_factory=dict)

    def fitting(
        self, superior: Program, joint: Program, options: HoldOptions
    ) -> dict[str, LineHint]:
        """The hints of one superior, by line, with whole persons of the joint Program.

        What was sought in vain in another question may be found in this one.
        """
        found: dict[str, LineHint] = {}
        mine = {line: noted for (name, line), noted in self.lines.items()
                if name == superior.document}
        asked = _asked(self.document, superior, options) if mine else ""
        for line, noted in mine.items():
            cases = tuple(_completed(joint, values) for values in noted.hint.cases)
            vain = noted.hint.vain if noted.asked == asked else frozenset[Vain]()
            found[line] = replace(noted.hint, cases=cases, vain=vain)
        return found


NOTHING = Known()


def known_of(encoding: Path, program: Program) -> Known:
    """What the file beside an encoding hints at; CaseError if it is no file of hints."""
    lines = lines_of(encoding)
    return Known(_digest(program) if lines else "", lines)


def lines_of(encoding: Path) -> Mapping[tuple[str, str], Noted]:
    """The same as it was noted, by superior and line."""
    section = read_hints(encoding).superiors
    try:
        return dict(_lines(section))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise no_hints(place_of(encoding)) from None


def section_of(found: Iterable[HeldAgainst], options: HoldOptions) -> tuple[Any, ...]:
    """What is noted of one document's superiors, as JSON data."""
    section: list[dict[str, Any]] = []
    for held in found:
        lower, superior = (held.sides[side].program for side in Side)
        asked = _asked(_digest(lower), superior, options)
        for finding in held.findings:
            if finding.hint is not None:
                section.append({
                    "superior": superior.document, "line": finding.binding.id, "asked": asked,
                    **_data(held.joint.program, finding.hint),
                })
    return tuple(section)


def _digest(program: Program) -> str:
    return hashlib.sha256(without_places(program).encode()).hexdigest()[:32]


def _asked(document: str, superior: Program, options: HoldOptions) -> str:
    """A name of what is asked: of which programs, and how long."""
    asked = (document, _digest(superior), options.persons, options.timeout_ms)
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:32]


# Persons -----------------------------------------------------------------------------------------


def _completed(program: Program, values: Values) -> Values:
    """A whole person; what is not said, or is nothing that the Program admits, is as by default."""
    (person,) = hinted_person(Hint(((values,),)), program, {})
    return {**person.inputs, **person.policy}


def _data(program: Program, hint: LineHint) -> dict[str, Any]:
    usual = _completed(program, {})
    data: dict[str, Any] = {}
    if hint.cases:
        data["cases"] = [
            {n: v for n, v in sorted(case.items()) if n in usual and v != usual[n]}
            for case in hint.cases
        ]
    if hint.healing:
        data["healing"] = dict(hint.healing)
    if hint.vain:
        data["vain"] = sorted(hint.vain)
    return data


# The section -------------------------------------------------------------------------------------


def _lines(section: Sequence[Any]) -> Iterator[tuple[tuple[str, str], Noted]]:
    """What a section says; TypeError, or what Python says, if it is nothing that is written."""
    for item in section:
        hint = LineHint(
            tuple(_values(case, bool | int) for case in item.get("cases", ())),
            _values(item.get("healing", {}), int),
            frozenset(map(Vain, item.get("vain", ()))),
        )
        yield (_text(item["superior"]), _text(item["line"])), Noted(_text(item["asked"]), hint)


def _values(data: Mapping[str, Any], kind: Any) -> dict[str, Any]:  # noqa: ANN401
    values = dict(data.items())
    wrong = [v for v in values.values() if not isinstance(v, kind)]
    if wrong or (kind is int and any(isinstance(v, bool) for v in values.values())):
        raise TypeError(data)
    return values


def _text(item: Any) -> str:  # noqa: ANN401
    if not isinstance(item, str):
        raise TypeError(item)
    return item
