"""Constants that a rule names and nothing declares: a misspelt one makes a rule that never holds.

A table says of an argument place which declarations give its values. Where one of these is not
ground, its values are known to the grounder alone, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, takewhile
from string import ascii_letters

from clingo import SymbolType
from clingo.ast import ASTType

from verifier.errors import Message, Problem, message
from verifier.language.loader import Source, Statement, packaged
from verifier.language.near import near
from verifier.language.occurrences import atoms_of
from verifier.language.tree import Tree
from verifier.program.model import ArgumentPlace

_MANY = 10_000
"""No interval of names is longer."""
_FEW = 12
"""So many values are listed in a message."""

_CATEGORY = ("category", 1, 0)
SCHEME = ("scheme", 1, 0)
_SITUATION = ("enrolment_situation", 1, 0)
_FLAG = ("visit_flag", 1, 0)
_FIGURE = ("figure", 4, 0)
_OPTION = ("option", 4, 1)
_TOPICS = (("topic", 3, 0), ("option", 4, 0))
_ANSWERS = (("reads", 2, 1), ("default", 2, 1))

_FIELDS: Mapping[str, ArgumentPlace] = {
    "held": _CATEGORY, "tier": ("plan_tier", 1, 0), "enrolled": _SITUATION,
    "says": ("case_flag", 1, 0), "kind": ("visit_kind", 1, 0), "place": ("care_place", 1, 0),
    "level": ("hospital_level", 1, 0), "flag": _FLAG,
}
"""What a case is asked, and where its answers are declared."""

_DECLARED: Mapping[ArgumentPlace, tuple[ArgumentPlace, ...]] = {
    ("held", 2, 0): (_CATEGORY,), ("held", 2, 1): (("moment", 1, 0),),
    ("member", 2, 0): (_CATEGORY,), ("counts", 1, 0): (_CATEGORY,),
    ("exits", 2, 0): (_CATEGORY,), ("listed", 2, 1): (_CATEGORY,),
    ("poorer", 4, 0): (_CATEGORY,), ("poorer", 4, 1): (_CATEGORY,),
    ("same_grade", 4, 0): (_CATEGORY,), ("same_grade", 4, 1): (_CATEGORY,),
    ("tier", 1, 0): (_FIELDS["tier"],), ("says", 1, 0): (_FIELDS["says"],),
    ("kind", 2, 1): (_FIELDS["kind"],), ("place", 2, 1): (_FIELDS["place"],),
    ("level", 2, 1): (_FIELDS["level"],),
    ("flag", 2, 1): (_FLAG,), ("formality", 1, 0): (_FLAG,),
    ("enrolled", 1, 0): (_SITUATION,), ("late_enrolment", 1, 0): (_SITUATION,),
    ("pays_late", 1, 0): (_SITUATION,), ("settled_when_paid", 1, 0): (_SITUATION,),
    ("dated_by", 2, 1): (_SITUATION,),
    ("reads", 2, 0): _TOPICS[:1], ("option", 4, 0): _TOPICS[:1],
    ("default", 2, 0): (("field", 4, 0), *_TOPICS[:1]),
    ("in_year", 1, 0): (_FIGURE,), ("from_year", 1, 0): (_FIGURE,),
    ("until_year", 1, 0): (_FIGURE,), ("from_level", 1, 0): (_FIGURE,),
    ("covers", 3, 0): (SCHEME,), ("rate", 4, 0): (SCHEME,), ("threshold", 3, 0): (SCHEME,),
    ("threshold_by_visit", 1, 0): (SCHEME,), ("account", 3, 0): (SCHEME,),
    ("counts_every_visit", 1, 0): (SCHEME,), ("counts_paid_again", 2, 0): (SCHEME,),
    ("pool", 3, 0): (SCHEME,), ("settled_otherwise", 2, 0): (SCHEME,),
    ("left_open", 1, 0): (SCHEME,), ("within_limit_of", 3, 0): (SCHEME,),
    ("highest_wins", 1, 0): (SCHEME,),
    ("pool", 3, 2): (("ceiling", 3, 0),), ("ceiling", 3, 0): (("pool", 3, 2),),
    ("funded_by", 2, 0): (SCHEME, _CATEGORY, ("subsidised", 1, 0)),
    ("recognised_by", 2, 0): (_CATEGORY,), ("watched_by", 2, 0): (_CATEGORY,),
    ("paid_from", 1, 0): (("funded_by", 2, 1),),
}
"""The values of an argument place are those of these places in the heads of rules."""

_BENEFITS = frozenset({"subsidy", "treatment"})
_FIXED: Mapping[ArgumentPlace, frozenset[str]] = {
    ("highest_wins", 1, 0): frozenset({"subsidy"}), ("funded_by", 2, 0): frozenset({"subsidy"}),
    ("poorer", 4, 2): _BENEFITS, ("same_grade", 4, 2): _BENEFITS,
}
"""Values that the language itself gives."""

SCHEME_PLACES = frozenset(
    place for place, sources in _DECLARED.items() if sources == (SCHEME,) and place not in _FIXED
)
"""Where a scheme stands and nothing else."""

_ANYTHING = frozenset({("funded_by", 2, 0), ("recognised_by", 2, 0), ("watched_by", 2, 0)})
"""Places that may name what is declared nowhere; only what is surely misspelt is said of them."""

_SOURCES = frozenset(chain(*_DECLARED.values(), _FIELDS.values(), _TOPICS, (_OPTION,)))


def undeclared(source: Source) -> Iterator[Problem]:
    """Each constant in a document or property that is none of the values its place has.

    A property is asked of other documents too: there only what is surely misspelt is said.
    """
    values = _Values(source)
    for statement in source.statements:
        if not statement.core:
            yield from dict.fromkeys(_undeclared(statement, values))


def _undeclared(statement: Statement, values: _Values) -> Iterator[Problem]:
    for term in statement.node.walk():
        if term.ast_type != ASTType.Function:
            continue
        for position, argument in enumerate(term.arguments):
            place = (term.name, len(term.arguments), position)
            known = values.of(place, term)
            if known is None:
                continue
            for value in sorted(set(named(argument)) - known):
                if place in SCHEME_PLACES and not near(value, known):
                    continue  # no slip: see `schemes`
                if _is_wrong(statement, place, value, known):
                    yield Problem(
                        "undeclared", statement.span,
                        message("`{name}/{arity}` names `{value}`, which is not declared",
                                name=place[0], arity=place[1], value=value),
                        _mend(place, value, known),
                    )


def _is_wrong(
    statement: Statement, place: ArgumentPlace, value: str, known: frozenset[str]
) -> bool:
    if not statement.property_file and place not in _ANYTHING:
        return True
    own = not packaged(statement.node.origin.location.begin.filename)
    return own and any(_one_slip(value, other) for other in known)


def _one_slip(one: str, other: str) -> bool:
    """Whether two names differ in one letter, or in the order of two."""
    start = _shared(one, other)
    one, other = one[start:], other[start:]
    end = _shared(one[::-1], other[::-1])
    one, other = one[:len(one) - end], other[:len(other) - end]
    if any(rest.strip(ascii_letters + "_") for rest in (one, other)):  # a number is no slip
        return False
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])  # noqa: PLR2004


def _shared(one: str, other: str) -> int:
    """With how many letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _mend(place: ArgumentPlace, value: str, known: frozenset[str]) -> Message:
    if names := near(value, known):
        return message("did you mean {names}", names=_quoted(names))
    sources = (_OPTION,) if place in _ANSWERS else _DECLARED.get(place, ())
    # A document declares no schemes.
    declared = _quoted(f"{name}/{arity}" for name, arity, _ in sources if name != SCHEME[0])
    if not declared:
        return message("use one of {words}", words=_quoted(sorted(known)))
    if not known or len(known) > _FEW:
        return message("declare it by {declarations}", declarations=declared)
    return message("declare it by {declarations}, or use one of {words}", declarations=declared,
                   words=_quoted(sorted(known)))


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


class _Values:
    """The values of argument places, as the heads of all rules give them."""

    def __init__(self, source: Source) -> None:
        self._given: dict[ArgumentPlace, frozenset[str] | None] = {}
        self._options: dict[str, set[str]] = {}
        for statement in source.statements:
            if statement.node.ast_type == ASTType.Rule:
                for atom in atoms_of(statement.node.head):
                    if atom.ast_type == ASTType.Function:
                        self._take(atom)

    def of(self, place: ArgumentPlace, term: Tree) -> frozenset[str] | None:
        """The values of an argument place in a term; None if they are not known."""
        if place in _ANSWERS:
            return self._answers(term)
        sources = _DECLARED.get(place)
        if sources is None:
            return _FIXED.get(place)
        return self._all(sources, _FIXED.get(place, frozenset()))

    def _take(self, atom: Tree) -> None:
        for position, argument in enumerate(atom.arguments):
            place = (atom.name, len(atom.arguments), position)
            if place in _SOURCES:
                before = self._given.get(place, frozenset())
                self._given[place] = (
                    None if before is None or _open(argument) else before.union(named(argument))
                )
        if (atom.name, len(atom.arguments), 1) == _OPTION:
            for topic in named(atom.arguments[0]):
                self._options.setdefault(topic, set()).update(named(atom.arguments[1]))

    def _all(
        self, sources: Iterable[ArgumentPlace], fixed: frozenset[str] = frozenset()
    ) -> frozenset[str] | None:
        found = [self._given.get(source, frozenset()) for source in sources]
        known = [values for values in found if values is not None]
        return fixed.union(*known) if len(known) == len(found) else None

    def _answers(self, term: Tree) -> frozenset[str] | None:
        """The answers to what the first argument asks: a topic, or a field of a case."""
        about = list(named(term.arguments[0]))
        if len(about) != 1 or self._all(_TOPICS) is None:
            return None
        if term.name == "default" and about[0] in _FIELDS:
            return self._all((_FIELDS[about[0]],))
        options = self._options.get(about[0])
        return None if options is None or self._all((_OPTION,)) is None else frozenset(options)


def named(argument: Tree) -> Iterator[str]:
    """The constants that an argument is or may be."""
    match argument.ast_type:
        case ASTType.SymbolicTerm:
            yield str(argument.symbol)
        case ASTType.Pool:
            for one in argument.arguments:
                yield from named(one)
        case ASTType.Interval if (numbers := _numbers(argument)) is not None:
            yield from map(str, numbers)
        case ASTType.Function if not _open(argument):
            yield str(argument)


def _open(argument: Tree) -> bool:
    """Whether only the grounder knows what an argument is."""
    match argument.ast_type:
        case ASTType.SymbolicTerm:
            return False
        case ASTType.Pool | ASTType.Function:
            return any(_open(one) for one in argument.arguments)
        case ASTType.Interval:
            return _numbers(argument) is None
        case _:
            return True


def _numbers(interval: Tree) -> range | None:
    """The numbers of an interval, if it has two numbers for its ends and is not long."""
    ends = [
        end.symbol.number for end in (interval.left, interval.right)
        if end.ast_type == ASTType.SymbolicTerm and end.symbol.type is SymbolType.Number
    ]
    if len(ends) != 2 or ends[1] - ends[0] > _MANY:  # noqa: PLR2004
        return None
    return range(ends[0], ends[1] + 1)
