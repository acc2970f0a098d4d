"""Policy values and bounds, read from the declarations of an encoding."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.errors import LanguageError, Problem, message
from verifier.program.model import Argument, Fact, Origin, PolicyValue
from verifier.program.sorts import PERCENT_SCALE, UNITS, Sort, scaled
from verifier.source import Span

Facts = Mapping[str, Sequence[Fact]]
MONTH_DAY = "month_day"
"""The unit of a day of the year."""


@dataclass(frozen=True, slots=True)
class _Declared:
    name: str
    value: Argument
    unit: str
    origin: Origin
    place: int = 0
    grade: str = ""
    about: str = ""


def functor(name: str) -> str:
    """The part of a quantity's name that its declaration names: `paid` of `paid(aid,1)`."""
    return name.partition("(")[0]


def policy_values(facts: Facts, spans: Mapping[str, Span]) -> dict[str, PolicyValue]:
    """Every figure, open value and parameter by name; LanguageError for one that cannot be read."""
    sources = {f.arguments[0]: str(f.arguments[1]) for f in facts.get("source", ())}
    above_whole = {str(f.arguments[0]) for f in facts.get("above_whole", ())}
    values: dict[str, PolicyValue] = {}
    for declared in _declared(facts):
        span = spans.get(declared.about, Span())
        if declared.name in values:
            raise LanguageError(Problem(
                "twice", span, message("`{name}` is declared twice", name=declared.name),
                message("give each figure a name of its own"),
            ))
        value = _value(declared, span, sources.get(declared.about, ""))
        _check_sensible(declared, value, may_exceed=declared.about in above_whole)
        values[declared.name] = value
    return values


def _check_sensible(declared: _Declared, value: PolicyValue, *, may_exceed: bool) -> None:
    """LanguageError for what no document says: less than nothing, or more than all of a thing."""
    shown = f"{declared.value} {declared.unit}"
    if value.low < 0:
        raise LanguageError(Problem(
            "value", value.span,
            message("`{name}` is {value}, which is negative", name=declared.name, value=shown),
            message("write what the document says, and subtract it in the rule"),
        ))
    if value.sort is Sort.PERCENT and value.high > PERCENT_SCALE and not may_exceed:
        raise LanguageError(Problem(
            "value", value.span,
            message("`{name}` is {value}, which is more than the whole", name=declared.name,
                    value=shown),
            message("correct it, or declare above_whole({name}) if the document does say so, as "
                    "of a line at 150% of a standard", name=declared.about),
        ))


def _declared(facts: Facts) -> Iterator[_Declared]:
    for fact in facts.get("figure", ()):
        name, value, unit, place = fact.arguments
        origin = Origin.OPEN if _is_range(value) else Origin.FIGURE
        figure = _Declared(str(name), value, str(unit), origin, int(str(place)), "", str(name))
        yield from _every_year(figure, facts) if unit == MONTH_DAY else (figure,)
    for fact in facts.get("open", ()):
        name, value, unit = fact.arguments
        yield _Declared(str(name), value, str(unit), Origin.OPEN, about=str(name))
    for fact in facts.get("parameter", ()):
        name, year, value, unit, grade = fact.arguments
        yield _Declared(
            f"{name}({year})", value, str(unit), Origin.PARAMETER, 0, str(grade), str(name)
        )


def _every_year(figure: _Declared, facts: Facts) -> Iterator[_Declared]:
    """A day of the year, as one date `name(Y)` for each year that a case can have."""
    for fact in facts.get("case_year", ()):
        year = int(str(fact.arguments[0]))
        yield replace(figure, name=f"{figure.name}({year})", value=_in_year(figure.value, year))


def _in_year(value: Argument, year: int) -> Argument:
    if isinstance(value, Fact):
        return replace(value, arguments=tuple(_in_year(a, year) for a in value.arguments))
    return f"{year:04d}-{value}"


def _is_range(value: Argument) -> bool:
    return isinstance(value, Fact) and value.name in ("range", "at_least", "at_most")


def _ends(value: Fact, sort: Sort) -> tuple[Argument, Argument]:
    """The least and the greatest value; a share is bounded by nothing and the whole."""
    match value.name, value.arguments, sort:
        case "range", (low, high), _:
            return low, high
        case "at_least", (low,), Sort.PERCENT:
            return low, 100
        case "at_most", (high,), Sort.PERCENT:
            return 0, high
    raise ValueError(value)


def _value(declared: _Declared, span: Span, source: str) -> PolicyValue:
    if declared.unit not in UNITS:
        raise LanguageError(Problem(
            "unit", span,
            message("`{name}` has the unknown unit `{unit}`", name=declared.name,
                    unit=declared.unit),
            message("use one of {units}", units=", ".join(sorted(UNITS))),
        ))
    sort, scale = UNITS[declared.unit]
    try:
        if isinstance(declared.value, Fact):
            low, high = (_number(a, sort, scale) for a in _ends(declared.value, sort))
            fixed = None
        else:
            low = high = fixed = _number(declared.value, sort, scale)
        if low > high:
            raise ValueError(declared.value)
    except (ValueError, TypeError):
        raise LanguageError(Problem(
            "value", span,
            message("`{name}` has the value `{value}`, which is none of {unit}",
                    name=declared.name, value=str(declared.value), unit=declared.unit),
            message("write a whole number, a decimal in quotes, or range(low, high)"),
        )) from None
    return PolicyValue(
        declared.name, sort, declared.unit, fixed, low, high, 1, declared.origin, span,
        declared.place, declared.grade, source,
    )


def _number(value: Argument, sort: Sort, scale: int) -> int:
    if sort is Sort.DATE:
        return datetime.date.fromisoformat(str(value)).toordinal()
    if isinstance(value, Fact):
        raise ValueError(value)
    return scaled(str(value), scale)


def sorts(facts: Facts) -> dict[str, Sort]:
    """The declared sort of each quantity, by functor."""
    return {str(f.arguments[0]): Sort(str(f.arguments[1])) for f in facts.get("quantity", ())}


def bounds(facts: Facts, declared: Mapping[str, Sort]) -> dict[str, tuple[int, int]]:
    """The bounds of numeric inputs in smallest units, by functor."""
    result: dict[str, tuple[int, int]] = {}
    for fact in facts.get("bounds", ()):
        name = str(fact.arguments[0])
        scale = 100 if declared.get(name) in (Sort.MONEY, Sort.PERCENT) else 1
        sort = declared.get(name, Sort.NUMBER)
        low, high = (_number(a, sort, scale) for a in fact.arguments[1:3])
        result[name] = (low, high)
    return result
