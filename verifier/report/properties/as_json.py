"""The general properties as JSON data."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.properties.declared import Property
from verifier.report.catalogue import Words
from verifier.report.properties.as_text import asked_of, rounding_of


def property_json(item: Property, words: Words) -> dict[str, object]:
    """Give a property as data."""
    return {
        "property": item.id,
        "kind": item.kind.value,
        "title": words.text(item.title),
        "why": words.text(item.why),
        "phrase": words.text(item.phrase),
        "speaks_of": words.text(item.speaks_of),
        "asked_of": asked_of(item.kind, words),
        "rounding": rounding_of(item.kind, words),
        "example": words.text(item.example),
    }


def properties_json(found: Sequence[Property], words: Words) -> list[object]:
    """Give several properties as data."""
    return [property_json(item, words) for item in found]
