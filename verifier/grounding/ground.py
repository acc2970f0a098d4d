"""Ground parsed encodings with clingo. Only this package uses `clingo.Control`.

A grounding can explode in size (every rule instance is counted as it comes) and in time (a join
that yields nothing for hours). clingo cannot be stopped from within while it grounds, so an
encoding that is not the package's own is grounded in a forked child process with a limit of
processor time and of memory, which the kernel keeps; the result comes back by a pipe. A fork and
not a new interpreter, because the parsed statements need not be parsed again, which is most of the
time. The child grounds, writes, and leaves by `_exit`. Without fork, only the size is bounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import clingo
from clingo import ast
from clingo.symbol import Symbol, SymbolType
from clingo.theory_atoms import TheoryTerm, TheoryTermType

from verifier.errors import LanguageError, Problem
from verifier.grounding.limits import Limits, bounded, too_large
from verifier.grounding.model import (
    GroundProgram,
    GroundRule,
    GroundTerm,
    Operation,
    TheoryAtom,
    TheoryElement,
)
from verifier.language.loader import Source, Statement, head_signature, parser_problem
from verifier.language.vocabulary import ACCOUNT
from verifier.program.model import Argument, Fact
from verifier.source import Span

OPERATORS = frozenset("+-*/")


class _TooLargeError(Exception):
    """The ground program exceeds the limit of rules."""


class _Observer(clingo.Observer):
    def __init__(self, limit: int) -> None:
        self.rules: list[GroundRule] = []
        self._limit = limit

    def rule(self, choice: bool, head: Sequence[int], body: Sequence[int]) -> None:
        self._add(GroundRule(choice, tuple(head), tuple((b, 1) for b in body)))

    def weight_rule(
        self, choice: bool, head: Sequence[int], lower_bound: int, body: Sequence[tuple[int, int]]
    ) -> None:
        self._add(GroundRule(choice, tuple(head), tuple(body), lower_bound))

    def _add(self, rule: GroundRule) -> None:
        if len(self.rules) >= self._limit:
            raise _TooLargeError
        self.rules.append(rule)


def control(source: Source, constants: Mapping[str, int], said: list[str]) -> clingo.Control:
    """A Control with the statements of `source` added and nothing grounded yet."""
    arguments = [f"-c{name}={value}" for name, value in constants.items()]
    built = clingo.Control(arguments, logger=lambda _code, text: said.append(text))
    with ast.ProgramBuilder(built) as builder:
        for statement in source.statements:
            if not _of_account(statement):
                builder.add(statement.node.origin)
        for tag in source.rules:
            ast.parse_string(f"#external rule({clingo.String(tag)}).", builder.add)
    return built


def _of_account(statement: Statement) -> bool:
    """Whether it accounts for a sentence of the document, which no Program needs."""
    node = statement.node
    return node.ast_type == ast.ASTType.Rule and head_signature(node) in ACCOUNT


def ground(
    source: Source, constants: Mapping[str, int], limits: Limits | None = None
) -> GroundProgram:
    """Ground `source`, in a process of its own if it is not the package's.

    Raises:
        LanguageError: The grounder finds fault with an encoding.
        GroundingError: The grounding exceeds `limits`.
    """
    kept = limits or Limits()
    if source.packaged and limits is None:
        return _ground(source, constants, kept)
    return bounded(lambda: _ground(source, constants, kept), source, kept)


def _ground(source: Source, constants: Mapping[str, int], limits: Limits) -> GroundProgram:
    said: list[str] = []
    observer = _Observer(limits.rules)
    try:
        built = control(source, constants, said)
        built.register_observer(observer)
        built.ground([("base", [])])
    except _TooLargeError:
        raise too_large(source, limits, _most_instances(built, observer, source)) from None
    except RuntimeError as error:
        raise LanguageError(*_problems(said, str(error))) from None
    if said:
        raise LanguageError(*_problems(said, ""))
    return _freeze(built, observer)


def _most_instances(built: clingo.Control, observer: _Observer, source: Source) -> Span | None:
    """The rule that most ground rules come from, or the declaration that most atoms come from."""
    tags = {
        atom.literal: atom.symbol.arguments[0].string
        for atom in built.symbolic_atoms.by_signature("rule", 1)
    }
    count = Counter(tags[a] for rule in observer.rules for a, _ in rule.body if a in tags)
    if count and 2 * count.most_common(1)[0][1] > len(observer.rules):
        return source.rules[count.most_common(1)[0][0]].span
    atoms = Counter(
        (atom.symbol.name, len(atom.symbol.arguments)) for atom in built.symbolic_atoms
    )
    return next((s for f, _ in atoms.most_common() if (s := source.declares(f)) is not None), None)


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
    facts.sort(key=str)
    return GroundProgram(
        tuple(observer.rules), symbols, theory_atoms(built), tags, tuple(facts)
    )


def theory_atoms(built: clingo.Control) -> dict[int, TheoryAtom]:
    """The theory atoms of what was grounded, by their literals."""
    return {
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
