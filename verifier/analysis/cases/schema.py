"""The JSON Schema of a case, from the questions that a Program asks.

A key may be written as identifier or label, so each question is a property under all its names;
`oneOf` sees to it that it is answered under one of them at most. What a schema cannot say (bills
that do not add up) is left to `compute`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from verifier.analysis.cases.case import MAX_VISITS
from verifier.analysis.cases.numerals import FALSE_WORDS, NUMERAL, SUFFIXES, TRUE_WORDS
from verifier.analysis.cases.questions import (
    VISITS,
    Choice,
    Flag,
    Held,
    Number,
    Option,
    Question,
    Table,
    questions,
)
from verifier.analysis.documents import describe
from verifier.program.model import Program
from verifier.program.sorts import PERCENT_SCALE, Sort, show
from verifier.words import Bilingual, Language

Schema: TypeAlias = Mapping[str, "Schema"] | Sequence["Schema"] | str | bool | int

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CENTS = 100


def case_schema(program: Program, language: Language) -> dict[str, Schema]:
    """Describe the cases of a document; titles are in one language, names in both."""
    asked = questions(program)
    info = describe(program)
    visit = _object([(q.name, q.label, _question(q, language)) for q in asked.visit], language)
    visits: dict[str, Schema] = {"type": "array", "maxItems": MAX_VISITS, "items": visit}
    entries = [(q.name, q.label, _question(q, language)) for q in asked.person]
    person = _object([*entries, (VISITS.en, VISITS, visits)], language)
    year = next((q for q in asked.person if q.name == "year"), None)
    required = [{"required": [name]} for name in _names("year", year.label)] if year else []
    rules = person.pop("allOf", [])
    assert isinstance(rules, list)
    return {
        "$schema": _DIALECT,
        "title": info.title.text(language),
        "description": info.number,
        **person,
        "allOf": [*rules, *([{"anyOf": required}] if required else [])],
    }


def _names(name: str, label: Bilingual) -> list[str]:
    return list(dict.fromkeys((name, label.zh, label.en)))


def _object(
    entries: Iterable[tuple[str, Bilingual, dict[str, Schema]]], language: Language
) -> dict[str, Schema]:
    properties: dict[str, Schema] = {}
    rules: list[Schema] = []
    entries = list(entries)
    taken = {name for name, _, _ in entries}
    labels = [word for n, label, _ in entries for word in {label.zh, label.en} - {n}]
    for name, label, schema in entries:
        names = [
            word
            for word in _names(name, label)
            if word == name or (word not in taken and labels.count(word) == 1)
        ]
        title: dict[str, Schema] = {"title": label.text(language)}
        properties |= {word: {**title, **schema} for word in names}
        rules += [
            {"not": {"required": [first, second]}}
            for place, first in enumerate(names)
            for second in names[place + 1 :]
        ]
    found: dict[str, Schema] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return {**found, "allOf": rules} if rules else found


def _question(question: Question, language: Language) -> dict[str, Schema]:
    match question:
        case Choice():
            schema = _options(question.options)
            if question.default is not None:
                schema["default"] = (
                    question.default if isinstance(question.default, int) else str(question.default)
                )
            return schema
        case Held():
            item = _options(question.options)
            many: dict[str, Schema] = {
                "anyOf": [item, {"type": "array", "items": item}],
            }
            moments = [(str(m.value), m.label, many) for m in question.moments]
            return {"anyOf": [*_list(many["anyOf"]), _object(moments, language)]}
        case Flag():
            words = [case for word in (*TRUE_WORDS, *FALSE_WORDS) for case in (word,)]
            return {"anyOf": [{"type": "boolean"}, {"enum": words}], "default": question.default}
        case Number():
            return _number(question, language)
        case Table():
            entries = [
                (str(option.value), option.label, _number(number, language))
                for option, number in question.entries
            ]
            return _object(entries, language)


def _list(schema: Schema) -> list[Schema]:
    assert isinstance(schema, list)
    return schema


def _options(options: Iterable[Option]) -> dict[str, Schema]:
    words: dict[Schema, None] = {}
    for option in options:
        if isinstance(option.value, int):
            words[option.value] = None
        words |= dict.fromkeys((str(option.value), option.label.zh, option.label.en))
    return {"enum": list(words)}


def _number(number: Number, language: Language) -> dict[str, Schema]:
    if number.sort is Sort.DATE:
        return {"type": "string", "format": "date"}
    suffix = SUFFIXES.get(number.sort, "")
    pattern = rf"^\s*{NUMERAL}\s*({suffix})?\s*$" if suffix else rf"^\s*{NUMERAL}\s*$"
    scale = PERCENT_SCALE // _CENTS if number.sort in (Sort.MONEY, Sort.PERCENT) else 1
    numeric: dict[str, Schema] = {
        "type": "number",
        "minimum": -(-number.low // scale),
        "maximum": number.high // scale,
    }
    found: dict[str, Schema] = {"anyOf": [{"type": "string", "pattern": pattern}, numeric]}
    unit = {Sort.MONEY: Bilingual("元", "yuan"), Sort.PERCENT: Bilingual("%", "%")}.get(
        number.sort, Bilingual("", "")
    )
    bounds = f"{show(number.low, number.sort)}–{show(number.high, number.sort)} "
    description = f"{bounds}{unit.text(language)}".strip()
    if number.reason is not None:
        description += f" ({number.reason.text(language)})"
    return {**found, "description": description}
