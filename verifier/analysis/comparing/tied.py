"""The identifiers that a user sets apart or ties: each is one thing of either document."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from verifier.analysis.cases.entries import refuse
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.joining.sides import Side, Tying
from verifier.errors import message
from verifier.program.labels import parse_term
from verifier.program.model import Argument, Program
from verifier.source import Span


def refuse_strangers(tying: Tying, sides: Mapping[Side, ComparedSide]) -> None:
    """CaseError for an identifier that the document it is said of does not have."""
    asked = [
        *(("--apart", side, name) for name in sorted(tying.apart) for side in Side),
        *(("--same", Side.LEFT, name) for name in tying.same.values()),
        *(("--same", Side.RIGHT, name) for name in tying.same),
    ]
    known = {side: _identifiers(one.program) for side, one in sides.items()}
    for option, side, name in asked:
        if name not in known[side]:
            near = difflib.get_close_matches(name, sorted(known[side]), n=3)
            raise refuse(
                "unknown-name",
                Span(option),
                message(
                    "`{name}` is no category, kind, circumstance, amount or value of {document}",
                    name=name, document=sides[side].label,
                ),
                message("did you mean {words}?", words=tuple(f"`{word}`" for word in near)) if near
                else message("its identifiers stand in the encoding"),
            )


def refuse_clashes(tying: Tying, sides: Mapping[Side, ComparedSide]) -> None:
    """CaseError where two things of the second document would be one of the first."""
    one = sides[Side.RIGHT]
    found: dict[str, str] = {}
    for leaf in (*one.program.inputs, *one.program.values):
        other = found.setdefault(tying.common(Side.RIGHT, leaf.name), leaf.name)
        if other == leaf.name:
            continue
        pairs = zip(_words(parse_term(other)), _words(parse_term(leaf.name)), strict=True)
        first, second = next(sorted(pair) for pair in pairs if pair[0] != pair[1])
        common = tying.same.get(first, first)
        raise refuse(
            "clash",
            Span("--same"),
            message("`{first}` and `{second}` of {document} would both be `{name}`",
                    first=first, second=second, document=one.label, name=common),
            message("tie both to different identifiers, or set `{name}` apart with --apart",
                    name=common),
        )


def _identifiers(program: Program) -> set[str]:
    leaves = (*program.inputs, *program.values)
    return {word for leaf in leaves for word in _words(parse_term(leaf.name))}


def _words(term: Argument) -> Iterator[str]:
    if isinstance(term, int):
        return
    if isinstance(term, str):
        yield term
        return
    yield term.name
    for argument in term.arguments:
        yield from _words(argument)
