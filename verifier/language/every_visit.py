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
from clingo.ast import ASTType

from verifier.language.loader import Source
from verifier.language.occurrences import RuleParts, Signature, Use, is_variable, variables
from verifier.language.tree import Tree
from verifier.program.model import ArgumentPlace, EveryVisit
from verifier.program.names import closure

_VISIT = ("visit", 1, 0)
_NEXT = ("next", 2)
_ORDER = frozenset({("visit", 1), _NEXT})
_STATE = ("carried", 1)
_VIOLATION, _HARM = ("violation", 2), ("harm", 2)
_CLAIMS = frozenset({_VIOLATION, ("scope", 2), _HARM})
_COMPARISONS = frozenset({("pair", 5), ("varies", 3)})
_CONSTRAINTS = frozenset({("impossible", 2)})
_MOST_VISITS = 2


def every_visit(source: Source) -> EveryVisit:
    """What the rules of `source` say of any visit."""
    rules = [RuleParts(s) for s in source.statements if s.node.ast_type == ASTType.Rule]
    claims = _CLAIMS | _COMPARISONS
    if not any(head in claims for rule in rules for head, _ in rule.declared):
        return EveryVisit()
    numbers = {
        s.node.name for s in source.statements if s.node.ast_type == ASTType.Definition
    }
    visits = _reached(rules, {_VISIT})
    state = frozenset(
        name for rule in rules if rule.core for head, name in rule.declared if head == _STATE
    )
    stating = [rule for rule in rules if not _carries(rule, state)]
    given = _reached(stating, {
        use.place for rule in stating for use in rule.head
        if use.place is not None and (
            use.term.name not in rule.bound if is_variable(use.term)
            else _numeric(use.term, numbers)
        )
    })
    uneven = [r for r in rules if not _even(r, visits, given, numbers, state) or _reads_claims(r)]
    return EveryVisit(
        visits, _properties(rules, uneven),
        frozenset(_alike(rules, uneven, _CONSTRAINTS)), state, _measured_alike(rules, uneven),
        _resting_on(rules, [
            *uneven, *(rule for rule in rules if not _ORDER.isdisjoint(rule.reads | rule.heads)),
        ]),
    )


def _reads_claims(rule: RuleParts) -> bool:
    """Whether a rule builds on what properties claim, other than to measure the harm."""
    asked = {head for head, _ in rule.asked} & _CLAIMS
    return bool(asked) and (not rule.heads <= _CLAIMS or (
        _VIOLATION in asked and _HARM not in rule.heads
    ))


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
    if _carries(rule, state):
        return True
    of_visits, of_numbers = rule.bound_at(visits), rule.bound_at(given)
    joined = len(of_visits) > _MOST_VISITS or not of_visits.isdisjoint(of_numbers | rule.counted)
    return not joined and _NEXT not in rule.reads and not any(
        _named(use, visits, numbers, of_numbers)
        or _tells_apart(use, rule, given, of_visits)
        for use in (*rule.head, *rule.body)
    )


def _named(
    use: Use, visits: Collection[ArgumentPlace], numbers: Collection[str],
    of_numbers: Collection[str],
) -> bool:
    """Whether a number stands where visits may; or a constant of the grounder, as how many."""
    if is_variable(use.term):
        return use.place in visits and use.term.name in of_numbers
    return _constant(use.term, numbers) or (use.place in visits and _numeric(use.term, numbers))


def _tells_apart(
    use: Use, rule: RuleParts, given: Collection[ArgumentPlace], of_visits: Collection[str]
) -> bool:
    """Whether a visit is computed with, or looked up among what is said of numbers."""
    if not is_variable(use.term) or use.term.name not in of_visits:
        return False
    if use.place is None:
        return not use.key
    return use.place in given and use.place[:2] not in rule.heads


def _carries(rule: RuleParts, state: Collection[str]) -> bool:
    """Whether a rule of the core says which visits there are, or carries a state through them."""
    return rule.core and (rule.heads <= _ORDER or {name for name, _ in rule.heads} <= {*state})


def _properties(rules: Collection[RuleParts], uneven: Collection[RuleParts]) -> frozenset[str]:
    """The properties all of whose rules, for what they claim and how they compare, are alike."""
    found, doubtful = set[str](), set[str]()
    for heads in (_CLAIMS, _COMPARISONS):
        alike = set(_alike(rules, uneven, heads))
        found |= alike
        doubtful |= _stated(rules, heads).keys() - alike
    return frozenset() if "" in doubtful else frozenset(found - doubtful)


def _alike(
    rules: Iterable[RuleParts], uneven: Iterable[RuleParts], heads: frozenset[Signature]
) -> Iterator[str]:
    """The first arguments of heads whose rules, all the way down, speak of all visits alike."""
    reads = _reads(rules)
    stated = _stated(rules, heads)
    doubtful = {id(rule) for rule in uneven}
    touched = {head for rule in uneven for head in rule.heads} - heads
    for name, own in stated.items():
        if any(id(rule) in doubtful or _asks_another(rule, name, heads) for rule in own):
            continue
        rests_on = _cone({s for rule in own for s in rule.reads} - heads, reads, heads)
        if "" not in stated and rests_on.isdisjoint(touched):
            yield name


def _stated(
    rules: Iterable[RuleParts], heads: frozenset[Signature]
) -> dict[str, list[RuleParts]]:
    """The rules for these heads by their first arguments; those that may be any, by none."""
    stated: dict[str, list[RuleParts]] = {}
    for rule in rules:
        for head, name in rule.declared:
            if head in heads:
                stated.setdefault(name, []).append(rule)
    return stated


def _measured_alike(rules: Iterable[RuleParts], uneven: Iterable[RuleParts]) -> bool:
    """Whether all rules with amounts, but for claims and constraints, speak of all visits alike."""
    asked = [rule for rule in rules if rule.measures or ("output", 1) in rule.heads]
    if any(rule in asked for rule in uneven):
        return False
    # What a property claims is no amount, but the harm that it measures hangs on the claim.
    harmed = {
        name for rule in rules if _HARM in rule.heads
        for head, name in rule.asked if head in _CLAIMS
    }
    if any(head in _CLAIMS and name in harmed for rule in uneven for head, name in rule.declared):
        return False
    apart = _CLAIMS | _CONSTRAINTS
    touched = {head for rule in uneven for head in rule.heads} - apart
    named = {name for rule in asked for name in rule.reads}
    return _cone(named, _reads(rules), apart).isdisjoint(touched)


def _resting_on(
    rules: Iterable[RuleParts], seeds: Iterable[RuleParts]
) -> frozenset[Signature]:
    """The heads of some rules, and of all rules that read them, and so on."""
    read_by: dict[Signature, set[Signature]] = {}
    for rule in rules:
        for name in () if rule.stated else rule.reads:
            read_by.setdefault(name, set()).update(rule.heads)
    return closure({head for rule in seeds for head in rule.heads}, lambda n: read_by.get(n, ()))


def _reads(rules: Iterable[RuleParts]) -> dict[Signature, set[Signature]]:
    """What the rules for a head read."""
    reads: dict[Signature, set[Signature]] = {}
    for rule in rules:
        for head in rule.heads:
            reads.setdefault(head, set()).update(rule.reads)
    return reads


def _asks_another(rule: RuleParts, name: str, heads: frozenset[Signature]) -> bool:
    """Whether a rule asks for what another one of these heads says."""
    return any(head in heads and asked != name for head, asked in rule.asked)


def _cone(
    names: Iterable[Signature], reads: Mapping[Signature, Iterable[Signature]],
    without: frozenset[Signature],
) -> frozenset[Signature]:
    return closure(names, lambda name: (r for r in reads.get(name, ()) if r not in without))


def _constant(term: Tree, numbers: Collection[str]) -> bool:
    """Whether a term is a constant of the grounder."""
    if term.ast_type != ASTType.SymbolicTerm or term.symbol.type != SymbolType.Function:
        return False
    return term.symbol.name in numbers and not term.symbol.arguments


def _numeric(term: Tree, numbers: Collection[str]) -> bool:
    """Whether a term is a number, or is computed from numbers."""
    if term.ast_type != ASTType.SymbolicTerm:
        return True
    return _constant(term, numbers) or bool(term.symbol.type == SymbolType.Number)
