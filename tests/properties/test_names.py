"""Properties and documents share one space of names: what one derives the other must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from clingo.ast import ASTType

from verifier.language.loader import head_signature, load
from verifier.language.vocabulary import DECLARATIONS, READ_BY_TOOL
from verifier.places import core_files, document_files, property_files


def derived(*paths: Path) -> set[tuple[str, int]]:
    """Give what the rules of encodings derive, but for what is there to be added to."""
    rules = [s.node for s in load(paths, core=[]).statements if s.node.ast_type == ASTType.Rule]
    found = {name for rule in rules if (name := head_signature(rule)) is not None}
    return {name for name in found - DECLARATIONS if name[0] not in READ_BY_TOOL}


@pytest.mark.parametrize("path", [*document_files(), *core_files()], ids=lambda path: path.stem)
def test_no_property_derives_what_a_document_or_the_core_derives(path: Path) -> None:
    assert derived(*property_files()).isdisjoint(derived(path))


def test_no_two_properties_derive_the_same() -> None:
    seen: dict[tuple[str, int], str] = {}
    for path in property_files():
        for name in derived(path):
            assert name not in seen, (name, path.stem, seen[name])
            seen[name] = path.stem
