"""Completion: a ground program becomes one acyclic Program.

Completion is right for tight programs only, so a program whose atoms or amounts depend on
themselves is refused with the cycle named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from verifier.errors import LanguageError, Problem, message
from verifier.grounding.model import GroundProgram, GroundRule, GroundTerm, TheoryAtom
from verifier.program import values
from verifier.program.applying import applying
from verifier.program.labels import parse_term
from verifier.program.lacking import STATED, gives, lack, needs
from verifier.program.model import (
    AmountAlternative,
    AmountDefinition,
    AtomAlternative,
    AtomDefinition,
    BoolInput,
    Constraint,
    Fact,
    NumberInput,
    Program,
    Rounding,
    Rule,
)
from verifier.program.names import definition_key, names_used
from verifier.program.sorts import Sort
from verifier.program.terms import (
    FALSE,
    TRUE,
    Aggregate,
    AtLeast,
    Atom,
    Choice,
    Expression,
    Formula,
    Operator,
    conjunction,
    disjunction,
    negation,
)
from verifier.program.units import UndefinedError, Units
from verifier.source import Span

_OPERATORS: Mapping[str, Operator] = {o: o for o in ("<", "<=", ">", ">=", "=", "!=")}
_AGGREGATES: Mapping[str, Choice] = {"sum": "sum", "min": "min", "max": "max"}


@dataclass(frozen=True, slots=True)
class Origins:
    """What the loader knows about the source: rules by tag, and where values are declared."""

    rules: Mapping[str, Rule]
    values: Mapping[str, Span]


def build(
    ground: GroundProgram, origins: Origins, document: str, visits: int,
    rounding: Rounding = Rounding.HALF_UP,
) -> Program:
    """Complete `ground`; LanguageError for units, undefined or cyclic amounts, free atoms."""
    return _Builder(ground, origins).program(document, visits, rounding)


class _Builder:
    def __init__(self, ground: GroundProgram, origins: Origins) -> None:
        self._ground = ground
        self._origins = origins
        self._facts = _grouped(ground.facts)
        self._values = values.policy_values(self._facts, origins.values)
        self._by_head: dict[int, list[GroundRule]] = {}
        self._choices: set[int] = set()
        self._constraints: list[GroundRule] = []
        self._memo: dict[int, Formula] = {}
        self._sort_rules()
        self._declared = values.sorts(self._facts)
        self._units = Units(self._sorts())

    def program(self, document: str, visits: int, rounding: Rounding) -> Program:
        inputs = self._inputs()
        definitions = applying(
            self._ordered([*self._atoms(), *self._amounts()]), self._origins.rules,
            self._origins.values,
        )
        constraints = tuple(
            Constraint(tag, body) for tag, body in map(self._body, self._constraints)
            if body != FALSE
        )
        return Program(
            document, visits, rounding, inputs, tuple(self._values.values()), definitions,
            constraints, dict(self._origins.rules), self._facts,
        )

    def _sort_rules(self) -> None:
        for rule in self._ground.rules:
            if rule.choice:
                self._choices.update(rule.head)
            elif len(rule.head) > 1:
                raise LanguageError(Problem(
                    "disjunction", self._span(rule),
                    message("a rule with several alternative heads leaves the result open"),
                    message("write one rule for each head, with its condition"),
                ))
            elif not rule.head:
                self._constraints.append(rule)
                continue
            for atom in rule.head:
                self._by_head.setdefault(atom, []).append(rule)

    def _span(self, rule: GroundRule) -> Span:
        tag = self._tag(rule)
        return self._origins.rules[tag].span if tag else Span("core")

    def _tag(self, rule: GroundRule) -> str:
        return next((self._ground.tags[a] for a, _ in rule.body if a in self._ground.tags), "")

    # Booleans

    def _body(self, rule: GroundRule) -> tuple[str, Formula]:
        span = self._span(rule)
        literals = [
            (weight, self._literal(atom, span)) for atom, weight in rule.body
            if atom not in self._ground.tags
        ]
        if rule.bound is None:
            return self._tag(rule), conjunction(*(f for _, f in literals))
        return self._tag(rule), AtLeast(rule.bound, tuple(literals))

    def _literal(self, literal: int, span: Span) -> Formula:
        formula = self._atom(abs(literal), span)
        return formula if literal > 0 else negation(formula)

    def _atom(self, atom: int, span: Span) -> Formula:
        if atom not in self._memo:
            self._memo[atom] = self._read(atom, span)
        return self._memo[atom]

    def _read(self, atom: int, span: Span) -> Formula:
        theory = self._ground.theory.get(atom)
        if theory is not None:
            return self._comparison(theory, span)
        rules = self._by_head.get(atom, [])
        name = self._ground.symbols.get(atom)
        if name is None:
            return disjunction(*(self._body(rule)[1] for rule in rules))
        if any(not rule.choice and not rule.body for rule in rules):
            return TRUE
        return Atom(name) if rules else FALSE

    def _comparison(self, atom: TheoryAtom, span: Span) -> Formula:
        if atom.guard is None:
            raise LanguageError(Problem(
                "theory", span, message("`&{name}` stands in a body", name=atom.name),
                message("use `&is {{ … }} > …` for a comparison"),
            ))
        left = single(atom, span)
        with self._placed(span):
            return self._units.comparison(_OPERATORS[atom.guard[0]], left, atom.guard[1], span)

    def _atoms(self) -> Iterable[AtomDefinition]:
        for atom, name in sorted(self._ground.symbols.items(), key=lambda item: item[1]):
            rules = self._by_head.get(atom, [])
            if atom in self._choices or not rules or self._atom(atom, Span()) == TRUE:
                continue
            alternatives = tuple(AtomAlternative(*self._body(rule)) for rule in rules)
            yield AtomDefinition(name, tuple(a for a in alternatives if a.body != FALSE))

    def _inputs(self) -> tuple[BoolInput | NumberInput, ...]:
        booleans = []
        for atom in self._choices:
            name = self._ground.symbols.get(atom, "")
            for rule in self._by_head[atom]:
                _, body = self._body(rule)
                if body != TRUE or not rule.choice:
                    raise LanguageError(Problem(
                        "choice", self._span(rule),
                        message("`{name}` is chosen and also derived", name=name),
                        message("let a choice rest on declarations only, and derive another atom"),
                    ))
            booleans.append(BoolInput(name, values.functor(name) == "reads"))
        bounds = values.bounds(self._facts, self._declared)
        numbers = []
        for head, span in self._theory_heads("input"):
            name = str(single(head, span))
            if values.functor(name) not in bounds:
                raise LanguageError(Problem(
                    "bounds", span, message("the input `{name}` has no bounds", name=name),
                    message("declare bounds({name}, low, high, reason, reason)",
                            name=values.functor(name)),
                ))
            numbers.append(NumberInput(
                name, self._units.sort_of(name, span), *bounds[values.functor(name)]
            ))
        booleans.sort(key=lambda i: i.name)
        numbers.sort(key=lambda i: i.name)
        return (*booleans, *numbers)

    # Amounts

    def _theory_heads(self, *names: str) -> Iterable[tuple[TheoryAtom, Span]]:
        for literal, atom in self._ground.theory.items():
            if atom.name in names and literal in self._by_head:
                yield atom, self._span(self._by_head[literal][0])

    def _sorts(self) -> dict[str, Sort]:
        """The sort of every name that a theory term can use."""
        sorts = {name: value.sort for name, value in self._values.items()}
        asked = {defined_name(atom, span) for atom, span in self._theory_heads("input")}
        for atom, span in self._theory_heads("input", "let", "sum", "min", "max"):
            name = defined_name(atom, span)
            declared = self._declared.get(values.functor(name))
            if declared is None:
                raise LanguageError(Problem(
                    "no-sort", span, message("`{name}` has no declared sort", name=name),
                    message("declare quantity({name}, money, label, label)",
                            name=values.functor(name)),
                ))
            if name in self._values:
                raise LanguageError(Problem(
                    "twice", span, message("`{name}` is a figure and is computed", name=name),
                    message("give the computed amount a name of its own"),
                ))
            if atom.name != "input" and name in asked:
                raise LanguageError(Problem(
                    "twice", span,
                    message("`{name}` is asked of the case and is computed", name=name),
                    message("give the computed amount a name of its own"),
                ))
            sorts[name] = declared
        return sorts

    def _amounts(self) -> Iterable[AmountDefinition]:
        found: dict[str, list[AmountAlternative]] = {}
        for literal, atom in self._ground.theory.items():
            if atom.name not in ("let", "sum", "min", "max"):
                continue
            for rule in self._by_head.get(literal, []):
                span = self._span(rule)
                name = defined_name(atom, span)
                tag, guard = self._body(rule)
                if guard != FALSE:
                    with self._placed(span, parse_term(name)):
                        value = self._value(atom, name, span)
                    found.setdefault(name, []).append(AmountAlternative(tag, guard, value))
        for name in sorted(found):
            yield AmountDefinition(name, self._units.sort_of(name, Span()), tuple(found[name]))

    @contextmanager
    def _placed(self, span: Span, defined: Fact | None = None) -> Iterator[None]:
        """Put an error in what the core says to the statement of the document that it rests on."""
        try:
            yield
        except LanguageError as error:
            if span.file != "core":
                raise
            raise self._in_document(error, defined) from None

    def _in_document(self, error: LanguageError, defined: Fact | None) -> LanguageError:
        (problem,) = error.problems
        lacking = parse_term(error.name) if isinstance(error, UndefinedError) else None
        spans = [
            self._span(rule)
            for atom, name in self._ground.symbols.items() if values.functor(name) in STATED
            for rule in self._by_head.get(atom, ()) if self._tag(rule)
            if (
                gives(parse_term(name), defined) if lacking is None
                else needs(parse_term(name), lacking)
            )
        ]
        if not spans:
            return error
        what, mend = (lacking and lack(lacking)) or (problem.what, problem.mend)
        return LanguageError(Problem(problem.rule, min(spans), what, mend))

    def _value(self, atom: TheoryAtom, name: str, span: Span) -> Expression:
        sort = self._units.sort_of(name, span)
        if atom.name == "let":
            assert atom.guard is not None  # the theory definition demands a guard
            return self._units.expression(atom.guard[1], sort, span)
        # Equal tuples count once, whichever of their conditions hold.
        conditions: dict[tuple[GroundTerm, ...], Formula] = {}
        for element in atom.elements:
            condition = conjunction(*(self._literal(c, span) for c in element.condition))
            before = conditions.get(element.terms, FALSE)
            conditions[element.terms] = disjunction(before, condition)
        return Aggregate(_AGGREGATES[atom.name], tuple(
            (condition, self._units.expression(terms[0], sort, span))
            for terms, condition in conditions.items() if condition != FALSE
        ))

    # Order

    def _ordered(
        self, definitions: list[AtomDefinition | AmountDefinition]
    ) -> tuple[AtomDefinition | AmountDefinition, ...]:
        nodes = {definition_key(d): d for d in definitions}
        graph = {key: sorted(names_used(d) & nodes.keys()) for key, d in nodes.items()}
        try:
            order = tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise self._cycle([nodes[key] for key in error.args[1]]) from None
        return tuple(nodes[key] for key in order)

    def _cycle(self, cycle: list[AtomDefinition | AmountDefinition]) -> LanguageError:
        tags = [a.rule for d in cycle for a in d.alternatives if a.rule]
        span = self._origins.rules[tags[0]].span if tags else Span("core")
        path = " → ".join(f"`{d.name}`" for d in reversed(cycle))
        return LanguageError(Problem(
            "cycle", span, message("definitions depend on themselves: {path}", path=path),
            message("let each depend only on what comes before it in the order of payers"),
        ))


def single(atom: TheoryAtom, span: Span) -> GroundTerm:
    """The one term between the braces of a theory atom; LanguageError if there is not one."""
    if len(atom.elements) != 1 or len(atom.elements[0].terms) != 1 or atom.elements[0].condition:
        raise LanguageError(Problem(
            "theory", span,
            message("`&{name}` takes one term without condition between its braces",
                    name=atom.name),
            message("use `&sum`, `&min` or `&max` for several"),
        ))
    return atom.elements[0].terms[0]


def defined_name(atom: TheoryAtom, span: Span) -> str:
    """The name that a theory atom in a head defines."""
    term = single(atom, span) if atom.name in ("let", "input") else atom.guard and atom.guard[1]
    if not isinstance(term, str):
        raise LanguageError(Problem(
            "theory", span, message("`&{name}` defines no name", name=atom.name),
            message("write the name of the amount alone on the defined side"),
        ))
    return term


def _grouped(facts: tuple[Fact, ...]) -> dict[str, tuple[Fact, ...]]:
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.name, []).append(fact)
    return {name: tuple(found) for name, found in grouped.items()}

