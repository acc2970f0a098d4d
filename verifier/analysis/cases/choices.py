"""Answers of a case that are picked from a list: one word, or the categories that are held."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from verifier.analysis.cases.collected import Collected, atom, names
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.lexicon import Lexicon
from verifier.analysis.cases.questions import Choice, Held
from verifier.analysis.results import AssumptionKind
from verifier.errors import message
from verifier.program.model import Argument


def read_choice(
    into: Collected, question: Choice, entry: Entry | None, visit: int, around: Entry
) -> None:
    """Read one answer; what is not said is the default, and a missing year is a problem."""
    if entry is not None:
        if (value := _option(into, question, entry)) is not None:
            choose(into, question, value, visit)
        return
    if question.default is not None:
        choose(into, question, question.default, visit)
        label = next(o.label for o in question.options if o.value == question.default)
        text = message(
            "{field}: {value}, as nothing else is said", field=question.label, value=label
        )
        into.assume(AssumptionKind.DEFAULT, question.name, text, visit)
    elif question.name == "year":
        years = names(question.options)
        into.problem(
            "missing",
            around,
            message("the year is missing"),
            message("add `year`, one of {years}", years=years) if around.span.file
            else message(
                "say what the case is with `--case FILE`, or its year with `--year`, one of "
                "{years}", years=years,
            ),
        )


def _option(into: Collected, question: Choice, entry: Entry) -> Argument | None:
    value = entry.value
    if isinstance(value, Decimal) and _is_short_whole(value):
        word = str(int(value))
    elif isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        word = str(value)
    else:
        into.problem(
            "type",
            entry,
            message("`{path}` must be one word or number", path=entry.path),
            message("possible are {words}", words=names(question.options)),
        )
        return None
    lexicon = Lexicon([(str(o.value), o.label, o) for o in question.options])
    option = lexicon.find(word)
    if option is not None:
        return option.value
    if question.reason is not None:
        what = message(
            "`{path}` is `{word}`, which this document does not know ({reason})",
            path=entry.path,
            word=word[:60],
            reason=question.reason,
        )
    else:
        what = message(
            "`{path}` is `{word}`, which this document does not know",
            path=entry.path,
            word=word[:60],
        )
    into.problem("unknown-value", entry, what, lexicon.mend(word))
    return None


def choose(into: Collected, question: Choice, value: Argument, visit: int) -> None:
    """Answer a choice."""
    for option in question.options:
        name = atom(question.name, str(option.value), visit)
        into.booleans[name] = option.value == value


def read_held(into: Collected, question: Held, entry: Entry | None) -> None:
    """Read categories, for all moments or moment by moment; those not named are not held."""
    moments = Lexicon([(str(m.value), m.label, m) for m in question.moments])
    held: set[tuple[Argument, Argument]] = set()
    if entry is not None and isinstance(entry.value, Mapping):
        for key, item in entry.value.items():
            moment = moments.find(key)
            if moment is None:
                what = message("`{path}` is not a moment of a case", path=item.path)
                into.problem("unknown-key", item, what, moments.mend(key))
            else:
                held |= {(value, moment.value) for value in _list(into, question, item)}
    elif entry is not None:
        values = _list(into, question, entry)
        held = {(value, moment.value) for value in values for moment in question.moments}
    for option in question.options:
        for moment in question.moments:
            pair = (option.value, moment.value)
            into.booleans[f"{question.name}({pair[0]},{pair[1]})"] = pair in held


def _list(into: Collected, question: Held, entry: Entry) -> list[Argument]:
    items = entry.value if isinstance(entry.value, tuple) else (entry,)
    lexicon = Lexicon([(str(o.value), o.label, o) for o in question.options])
    found: list[Argument] = []
    for item in items:
        if not isinstance(item.value, str):
            into.problem(
                "type",
                item,
                message("`{path}` must be the name of a category", path=item.path),
                message("possible are {words}", words=names(question.options)),
            )
            continue
        option = lexicon.find(item.value)
        if option is None:
            what = message(
                "`{path}` is `{word}`, which is no category of this document",
                path=item.path,
                word=item.value[:60],
            )
            into.problem("unknown-value", item, what, lexicon.mend(item.value))
        else:
            found.append(option.value)
    return found


def _is_short_whole(value: Decimal) -> bool:
    """Whether a decimal is a year, a level or the like, written as 2023 or 2023.0."""
    return value.is_finite() and value.adjusted() < 9 and value == value.to_integral_value()  # noqa: PLR2004
