"""Which rules speak of every visit alike, so that what holds of one visit holds of each.

Rules do so unless they name a visit by its number, compute or compare with the number, count
visits, ask which visit follows which, or join more than two. Only the rules that carry a state of
the core from visit to visit may do that. What is not sure to speak of every visit alike counts as
not doing so: where visits may be, and where other numbers, is found by following the variables from
bodies to heads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from clingo import SymbolType
from clingo.ast import AST, ASTType

from verifier.language.loader import Source
from verifier.language.occurrences import RuleParts, Signature, is_variable, variables
from verifier.program.model import ArgumentPlace, EveryVisit

_VISIT = ("visit", 1, 0)
_NEXT = ("next", 2)
_ORDER = frozenset({("visit", 1), _NEXT})
_STATE = ("carried", 1)
_CLAIMS = frozenset({("violation", 2), ("scope", 2), ("harm", 2)})
_MOST_VISITS = 2


def every_visit(source: Source) -> EveryVisit:
    """What the rules of `source` say of any visit."""
    rules = [RuleParts(s) for s in source.statements if s.node.ast_type == ASTType.Rule]
    if not any(head in _CLAIMS for rule in rules for head, _ in rule.declared):
        return EveryVisit()
    numbers = {
        s.node.name for s in source.statements if s.node.ast_type == ASTType.Definition
    }
    visits = _reached(rules, {_VISIT})
    given = _reached((r for r in rules if not r.heads <= _ORDER), {
        use.place for rule in rules if not rule.heads <= _ORDER for use in rule.head
        if use.place is not None and not is_variable(use.term) and _numeric(use.term, numbers)
    })
    state = frozenset(
        name for rule in rules for head, name in rule.declared if head == _STATE
    )
    uneven = [r for r in rules if not _even(r, visits, given, numbers, state)]
    return EveryVisit(visits, frozenset(_properties(rules, uneven)))


def _reached(
    rules: Iterable[RuleParts], seeds: Iterable[ArgumentPlace]
) -> frozenset[ArgumentPlace]:
    """The argument places that what stands at the seeds may reach, from bodies to heads."""
    found = frozenset(seeds)
    while True:
        more = found
        for rule in rules:
            carried = rule.bound_at(found)
            more |= {
                use.place for use in rule.head
                if use.place is not None and not carried.isdisjoint(variables(use.term))
            }
        if more == found:
            return found
        found = more


def _even(
    rule: RuleParts, visits: Collection[ArgumentPlace], given: Collection[ArgumentPlace],
    numbers: Collection[str], state: Collection[str],
) -> bool:
    """Whether a rule speaks of every visit alike; the core may carry a state from one to another.

    `visits` are the places that visits may reach, `given` those that other numbers may.
    """
    if rule.core and (rule.heads <= _ORDER or {name for name, _ in rule.heads} <= {*state}):
        return True
    of_visits, of_numbers = rule.bound_at(visits), rule.bound_at(given)
    joined = len(of_visits) > _MOST_VISITS or not of_visits.isdisjoint(of_numbers | rule.counted)
    if joined or _NEXT in rule.reads:
        return False
    for use in (*rule.head, *rule.body):
        at_visit = use.place in visits
        if is_variable(use.term):
            named = at_visit and use.term.name in of_numbers
            computed = use.place is None and not use.key and use.term.name in of_visits
        else:
            named, computed = at_visit and _numeric(use.term, numbers), False
        if named or computed:
            return False
    return True


def _properties(rules: Iterable[RuleParts], uneven: Iterable[RuleParts]) -> Iterator[str]:
    """The properties whose rules, with all that these rest on, speak of every visit alike."""
    reads: dict[Signature, set[Signature]] = {}
    for rule in rules:
        for head in rule.heads:
            reads.setdefault(head, set()).update(rule.reads)
    doubtful = {id(rule) for rule in uneven}
    touched = {head for rule in rules if id(rule) in doubtful for head in rule.heads}
    claims: dict[str, list[RuleParts]] = {}
    for rule in rules:
        for head, name in rule.declared:
            if head in _CLAIMS:
                claims.setdefault(name, []).append(rule)
    for name, stated in claims.items():
        if any(id(rule) in doubtful or _asks_elsewhere(rule, name) for rule in stated):
            continue
        rests_on = _cone({s for rule in stated for s in rule.reads} - _CLAIMS, reads)
        if "" not in claims and rests_on.isdisjoint(touched - _CLAIMS):
            yield name


def _asks_elsewhere(rule: RuleParts, property_id: str) -> bool:
    """Whether a rule of a property asks for what another one claims."""
    return any(head in _CLAIMS and name != property_id for head, name in rule.asked)


def _cone(
    names: Iterable[Signature], reads: Mapping[Signature, Iterable[Signature]]
) -> frozenset[Signature]:
    seen: set[Signature] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [read for read in reads.get(name, ()) if read not in _CLAIMS]
    return frozenset(seen)


def _numeric(term: AST, numbers: Collection[str]) -> bool:
    """Whether a term is a number, or is computed from numbers."""
    if term.ast_type != ASTType.SymbolicTerm:
        return True
    symbol = term.symbol
    if symbol.type == SymbolType.Function:
        return symbol.name in numbers and not symbol.arguments
    return bool(symbol.type == SymbolType.Number)
