"""Questions about a case in words: what may be answered, and what an empty answer means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from verifier.analysis.asking.ask import Asked
from verifier.analysis.cases.questions import Choice, Flag, Held, Number, Option, Table
from verifier.program.sorts import Sort, show
from verifier.report.catalogue import Words


def question_text(asked: Asked, words: Words) -> str:
    """Write a question in one paragraph that ends where the answer is to be written."""
    label = words.text(asked.question.label)
    if asked.option is not None:
        label = words.say("{label} ({part})", label=label, part=asked.option.label)
    if asked.visit:
        label = words.say("visit {visit}: {text}", visit=asked.visit, text=label)
    return words.say("{question} ({hint}):", question=label, hint=_hint(asked, words))


def _hint(asked: Asked, words: Words) -> str:  # noqa: PLR0911  (one for each kind)
    question = asked.question
    match question:
        case Choice(options=options, default=None):
            if question.name == "year":
                return words.say("one of: {options}", options=_labels(options, words))
            return words.say("one of: {options}; Enter: not known", options=_labels(options, words))
        case Choice(options=options, default=value):
            default = next(option.label for option in options if option.value == value)
            return words.say(
                "one of: {options}; Enter: {default}",
                options=_labels(options, words),
                default=default,
            )
        case Held(options=options):
            return words.say(
                "any of: {options}; several with ; between them; Enter: none",
                options=_labels(options, words),
            )
        case Flag(default=True):
            return words.say("yes or no; Enter: yes")
        case Flag():
            return words.say("yes or no; Enter: no")
        case Number():
            return _range(question, words)
        case Table():
            return _range(_entry(asked, question), words)
    assert_never(question)


def _entry(asked: Asked, table: Table) -> Number:
    return next(number for option, number in table.entries if option == asked.option)


def _range(number: Number, words: Words) -> str:
    low, high = show(number.low, number.sort), show(number.high, number.sort)
    match number.sort:
        case Sort.MONEY:
            return words.say("yuan, {low} to {high}; Enter: not known", low=low, high=high)
        case Sort.PERCENT:
            return words.say("percent, {low} to {high}; Enter: not known", low=low, high=high)
        case Sort.DATE:
            return words.say("a date, {low} to {high}; Enter: not known", low=low, high=high)
        case _:
            return words.say("{low} to {high}; Enter: not known", low=low, high=high)


def _labels(options: Iterable[Option], words: Words) -> str:
    """Labels of answers; semicolons, as a label may have a comma in it."""
    texts = [words.text(option.label) for option in options]
    return ("；" if words.language == "zh" else "; ").join(texts)
