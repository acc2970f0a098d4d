from __future__ import annotations

from tests.cases import VILLAGE
from verifier import programs
from verifier.programs import Document
from verifier.report.catalogue import Words
from verifier.report.naming import Naming


def test_an_amount_of_several_things_is_named_by_each() -> None:
    program = programs.load_program(Document("village", VILLAGE), 1)
    labels = {str(f.arguments[0]): str(f.arguments[1]) for f in program.facts["label"]}
    named = Naming(program, Words("zh")).amount("paid(pair(old,poor))")
    assert named.endswith(f"（{labels['old']} / {labels['poor']}）")
