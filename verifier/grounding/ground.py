"""Ground parsed encodings with clingo. Only this package uses `clingo.Control`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import clingo
from clingo import ast
from clingo.symbol import Symbol, SymbolType
from clingo.theory_atoms import TheoryTerm, TheoryTermType

from verifier.errors import GroundingError, LanguageError, message, Problem
from verifier.grounding.model import (
    GroundProgram, GroundRule, GroundTerm, Operation, TheoryAtom, TheoryElement,
)
from verifier.language.loader import Source, parser_problem
from verifier.program.model import Argument, Fact
from verifier.source import Span

OPERATORS = frozenset("+-*/")
MAX_RULES = 2_000_000
"""More ground rules than this are refused: no document comes near a hundredth of it."""


class _TooLarge(Exception):
    """The ground program exceeds MAX_RULES."""


class _Observer(clingo.Observer):
    def __init__(self) -> None:
        self.rules: list[GroundRule] = []

    def rule(self, choice: bool, head: Sequence[int], body: Sequence[int]) -> None:
        self._add(GroundRule(choice, tuple(head), tuple((b, 1) for b in body)))

    def weight_rule(
        self, choice: bool, head: Sequence[int], lower_bound: int, body: Sequence[tuple[int, int]]
    ) -> None:
        self._add(GroundRule(choice, tuple(head), tuple(body), lower_bound))

    def _add(self, rule: GroundRule) -> None:
        if len(self.rules) >= MAX_RULES:
            raise _TooLarge
        self.rules.append(rule)


def control(source: Source, constants: Mapping[str, int], said: list[str]) -> clingo.Control:
    """A Control with the statements of `source` added and nothing grounded yet."""
    arguments = [f"-c{name}={value}" for name, value in constants.items()]
    built = clingo.Control(arguments, logger=lambda _code, text: said.append(text))
    with ast.ProgramBuilder(built) as builder:
        for statement in source.statements:
            builder.add(statement.node)
        for tag in source.rules:
            ast.parse_string(f"#external rule({clingo.String(tag)}).", builder.add)
    return built


def ground(source: Source, constants: Mapping[str, int]) -> GroundProgram:
    """Ground `source`; LanguageError for what the grounder finds fault with."""
    said: list[str] = []
    try:
        built = control(source, constants, said)
        observer = _Observer()
        built.register_observer(observer)
        built.ground([("base", [])])
    except _TooLarge:
        raise GroundingError(Problem(
            "too-large", Span(source.statements[-1].span.file),
            message("grounding exceeds {limit} rules", limit=MAX_RULES),
            message("bound the variables of the rule that combines the most atoms"),
        )) from None
    except RuntimeError as error:
        raise LanguageError(*_problems(said, str(error))) from None
    if said:
        raise LanguageError(*_problems(said, ""))
    return _freeze(built, observer)


def _problems(said: list[str], fallback: str) -> list[Problem]:
    unique = dict.fromkeys(said)
    return [parser_problem(text) for text in unique] or [parser_problem(fallback)]


def _freeze(built: clingo.Control, observer: _Observer) -> GroundProgram:
    symbols: dict[int, str] = {}
    tags: dict[int, str] = {}
    facts: list[Fact] = []
    for atom in built.symbolic_atoms:
        symbol = atom.symbol
        if symbol.name == "rule" and atom.is_external:
            tags[atom.literal] = symbol.arguments[0].string
            continue
        if atom.is_fact:
            facts.append(_fact(symbol))
        symbols[atom.literal] = str(symbol)
    theory = {
        atom.literal: TheoryAtom(
            atom.term.name,
            tuple(
                TheoryElement(tuple(_term(t) for t in e.terms), tuple(e.condition))
                for e in atom.elements
            ),
            None if atom.guard is None else (atom.guard[0], _term(atom.guard[1])),
        )
        for atom in built.theory_atoms
    }
    facts.sort(key=str)
    return GroundProgram(tuple(observer.rules), symbols, theory, tags, tuple(facts))


def _fact(symbol: Symbol) -> Fact:
    return Fact(symbol.name, tuple(_argument(a) for a in symbol.arguments))


def _argument(symbol: Symbol) -> Argument:
    if symbol.type is SymbolType.Number:
        return symbol.number
    if symbol.type is SymbolType.String:
        return symbol.string
    if symbol.type is SymbolType.Function and not symbol.arguments:
        return symbol.name
    if symbol.type is SymbolType.Function:
        return _fact(symbol)
    return str(symbol)


def _term(term: TheoryTerm) -> GroundTerm:
    match term.type:
        case TheoryTermType.Number:
            return term.number
        case TheoryTermType.Symbol:
            return term.name
        case TheoryTermType.Function if term.name in OPERATORS:
            return Operation(term.name, tuple(_term(a) for a in term.arguments))
        case _:
            return str(term)
