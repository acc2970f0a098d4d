"""Checks of parsed encodings that need no grounding. Each finding says where, what, and the mend.

The rules: `wide-number`, `statement`, `choice`, `disjunction`, `negation`, `theory`,
`figure-arithmetic`, `bare-number`, `no-clause`, `undefined`, `unused`, `undeclared`, `scheme`,
`reserved`, `twice`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from clingo.ast import ASTType

from verifier.errors import Problem, message
from verifier.language.account import account_problems
from verifier.language.clauses import place_in
from verifier.language.compared import compared
from verifier.language.constants import undeclared
from verifier.language.loader import (
    Source,
    Statement,
    head_signature,
    signature,
)
from verifier.language.predicates import conditions, misspelt, symbolic_atoms
from verifier.language.reserved import reserved
from verifier.language.schemes import own_schemes
from verifier.language.text import code, read
from verifier.language.tree import Tree
from verifier.language.vocabulary import (
    DECLARATIONS,
    FIGURES,
    STRUCTURAL_LITERALS,
)

_VALUES = {
    ("figure", 4): slice(1, 2), ("open", 3): slice(1, 2), ("parameter", 5): slice(2, 3),
    ("bounds", 5): slice(1, 3),
}
"""Where declarations have their values."""
_WIDEST = 2**31 - 1
_NUMBER = re.compile(r"(?<!\w)(?:0x[0-9A-Fa-f]+|0o[0-7]+|0b[01]+|\d+)")
_REFUSED = frozenset({
    ASTType.Script, ASTType.External, ASTType.Minimize, ASTType.Edge, ASTType.Heuristic,
    ASTType.ProjectAtom, ASTType.ProjectSignature, ASTType.Definition, ASTType.ShowSignature,
    ASTType.ShowTerm, ASTType.TheoryDefinition,
})
_DEFINING = frozenset({"input", "let", "sum", "min", "max"})


def wide_numbers(path: Path) -> Iterator[Problem]:
    """Numbers that clingo would wrap silently at 32 bits; read from the text, before it parses."""
    try:
        text = read(path)
    except OSError:
        return  # the loader says what is wrong with the file
    for match in _NUMBER.finditer(code(text)):
        if _whole(match[0]) > _WIDEST:
            yield Problem(
                "wide-number", place_in(path, text, match.start()),
                message("`{number}` does not fit 32 bits and would be changed silently",
                        number=match[0]),
                message("use a larger unit (wan_yuan), or write the number in quotes"),
            )


def _whole(token: str) -> int:
    # Not by int(token, 0), which refuses leading zeros.
    return int(token, {"0x": 16, "0o": 8, "0b": 2}.get(token[:2], 10))


def lint(source: Source) -> tuple[Problem, ...]:
    """Every finding in the statements of documents and properties; the core is not looked at."""
    problems: list[Problem] = []
    for statement in source.statements:
        if not statement.core:
            problems += _statement(statement)
    wrong = {problem.span for problem in problems}
    # A name in a statement that is wrong in itself need not be misspelt as well.
    problems += (problem for problem in misspelt(source) if problem.span not in wrong)
    problems += undeclared(source)
    problems += (problem for problem in compared(source) if problem.span not in wrong)
    problems += own_schemes(source)
    problems += reserved(source)
    problems += _twice(source)
    problems += account_problems(source)
    return tuple(sorted(problems, key=lambda p: (p.span, p.rule)))


def _statement(statement: Statement) -> Iterator[Problem]:
    node = statement.node
    part = node.ast_type == ASTType.Program and (node.name != "base" or node.parameters)
    if node.ast_type in _REFUSED or part:
        yield Problem(
            "statement", statement.span,
            message("this statement has no place in an encoding: {text}", text=str(node)[:60]),
            message("state rules and declarations only"),
        )
    if node.ast_type != ASTType.Rule:
        return
    if head := tuple(_head(statement)):
        yield from head
        return
    yield from _negation(statement)
    yield from _theory(statement)
    yield from tuple(_figures(statement)) or _computed(statement)
    if statement.property_file:
        return
    yield from _bare_numbers(statement)
    if statement.tag and not statement.span.clause and not _about_cases(node):
        yield Problem(
            "no-clause", statement.span,
            message("the rule stands under no clause"),
            message("write `%@ <clause>` above it, with `%  zh:` and `%  en:` lines"),
        )


def _about_cases(node: Tree) -> bool:
    """Whether the rule says which cases can exist, which is no clause of the document."""
    return head_signature(node) == ("impossible", 2)


def _head(statement: Statement) -> Iterator[Problem]:
    kind = statement.node.head.ast_type
    if kind == ASTType.Aggregate:
        yield Problem(
            "choice", statement.span,
            message("a choice leaves the result of the rule open"),
            message("declare a category, flag, reading or open value; the core makes the choice"),
        )
    elif kind in (ASTType.Disjunction, ASTType.HeadAggregate):
        yield Problem(
            "disjunction", statement.span,
            message("a rule with several alternative heads leaves the result open"),
            message("write one rule for each head, with its condition"),
        )


def _negation(statement: Statement) -> Iterator[Problem]:
    """Classical negation: an atom of its own that the grounder keeps apart from its opposite."""
    for atom in symbolic_atoms(statement.node):
        if atom.symbol.ast_type == ASTType.UnaryOperation:
            yield Problem(
                "negation", statement.span,
                message("`{text}` is negated by a minus sign", text=str(atom)),
                message("write `not`, or give the opposite a name of its own"),
            )
            return


def _theory(statement: Statement) -> Iterator[Problem]:
    """`&is` compares and stands in bodies; the others define and stand in heads."""
    node = statement.node
    if node.head.ast_type == ASTType.TheoryAtom and node.head.term.name == "is":
        yield Problem(
            "theory", statement.span, message("`&is` stands in a head"),
            message("write `&let {{ … }} = …` to define an amount"),
        )
    for literal in node.body:
        atom = getattr(literal, "atom", None)
        if atom is None or atom.ast_type != ASTType.TheoryAtom:
            continue
        if atom.term.name in _DEFINING:
            yield Problem(
                "theory", statement.span,
                message("`&{name}` stands in a body", name=atom.term.name),
                message("use `&is {{ … }} > …` for a comparison"),
            )


def _figures(statement: Statement) -> Iterator[Problem]:
    """A figure reaches amounts by name: a body that reads its value invites 32-bit arithmetic."""
    for part in [*statement.node.body, *conditions(statement.node.head)]:
        for atom in symbolic_atoms(part):
            found = signature(atom.symbol)
            if found is not None and found[0] in FIGURES and found in DECLARATIONS:
                yield Problem(
                    "figure-arithmetic", statement.span,
                    message("the body reads the value of a figure (`{text}`)", text=str(atom)),
                    message("use the figure by its name in an amount or in `&is`, and years by "
                            "`in_year`, `from_year`, `until_year`"),
                )
                return


def _computed(statement: Statement) -> Iterator[Problem]:
    """A declared value that is computed: the grounder counts in 32 bits and wraps silently."""
    head = head_signature(statement.node)
    if head not in _VALUES or head not in DECLARATIONS:
        return
    arguments = statement.node.head.atom.symbol.arguments
    # The year of a parameter is found by a variable; a value that is was computed, or read.
    found = any(
        part.ast_type == ASTType.Variable
        for argument in arguments[_VALUES[head]] for part in argument.walk()
    )
    if found or any(p.ast_type == ASTType.BinaryOperation for p in statement.node.head.walk()):
        yield Problem(
            "figure-arithmetic", statement.span,
            message("the declared value is computed (`{text}`)", text=str(statement.node)),
            message("write the value itself"),
        )


def _bare_numbers(statement: Statement) -> Iterator[Problem]:
    """A number of the document inside an amount, without a figure's name."""
    atoms = [statement.node.head, *(getattr(b, "atom", None) for b in statement.node.body)]
    for atom in atoms:
        if atom is None or atom.ast_type != ASTType.TheoryAtom:
            continue
        for value in _theory_numbers(atom):
            if value not in STRUCTURAL_LITERALS:
                yield Problem(
                    "bare-number", statement.span,
                    message("`{number}` stands in an amount without a figure's name",
                            number=value),
                    message("declare figure(name, {number}, unit, place) and use the name",
                            number=value),
                )


def _theory_numbers(atom: Tree) -> Iterator[int]:
    # Terms after the first only tell elements apart.
    roots = [term for element in atom.elements for term in element.terms[:1]]
    if atom.guard is not None:
        roots.append(atom.guard.term)
    for root in roots:
        yield from _numbers(root, nested=False)


def _numbers(node: Tree, *, nested: bool) -> Iterator[int]:
    """Numbers in a theory term; those that name a visit inside `cost(1)` are not amounts."""
    if node.ast_type == ASTType.SymbolicTerm:
        if not nested and str(node.symbol).lstrip("-").isdigit():
            yield int(str(node.symbol))
        return
    inside = nested or node.ast_type == ASTType.TheoryFunction
    for child in node.children:
        yield from _numbers(child, nested=inside)


def _twice(source: Source) -> Iterator[Problem]:
    """Names that two declarations of values share."""
    names: Counter[str] = Counter()
    for statement in source.statements:
        if statement.node.ast_type != ASTType.Rule:
            continue
        found = head_signature(statement.node)
        if found is None or found not in DECLARATIONS or found[0] not in FIGURES:
            continue
        arguments = statement.node.head.atom.symbol.arguments
        name = str(arguments[0]) + (f"({arguments[1]})" if found[0] == "parameter" else "")
        names[name] += 1
        if names[name] == 2:  # noqa: PLR2004  (say it once)
            yield Problem(
                "twice", statement.span, message("`{name}` is declared twice", name=name),
                message("give each figure a name of its own"),
            )
