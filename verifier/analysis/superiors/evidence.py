"""What is known of superiors: the lines that bind, and how each of them is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from verifier import programs
from verifier.analysis.documents import describe
from verifier.analysis.results import DocumentInfo
from verifier.analysis.superiors.results import Binding, Grade, Kind
from verifier.places import superior_files
from verifier.program.labels import Labels
from verifier.program.model import Program


@dataclass(frozen=True, slots=True)
class Superior:
    """A superior of the package, and how many of its lines are known in each way."""

    document: DocumentInfo
    grades: Mapping[Grade, int]


def all_superiors() -> tuple[Superior, ...]:
    """The superiors that the package has evidence of."""
    found = []
    for path in superior_files():
        program = programs.load_program(programs.Document(path.stem, path), 1)
        known = Counter(line.grade for line in bindings(program))
        found.append(Superior(describe(program), {g: known[g] for g in Grade if known[g]}))
    return tuple(found)


def bindings(program: Program) -> tuple[Binding, ...]:
    """The lines of a superior that bind, in their order."""
    labels = Labels(program.facts)
    restated, needed = (
        [(str(f.arguments[0]), str(f.arguments[1])) for f in program.facts.get(name, ())]
        for name in ("restated_by", "text_needed")
    )
    found = []
    for fact in program.facts.get("binding", ()):
        name, kind, output, premise, grade, clause = (str(a) for a in fact.arguments)
        found.append(Binding(
            name, Kind(kind), output, premise, Grade(grade), clause,
            tuple(number for one, number in restated if one == name),
            tuple(number for one, number in needed if one == name),
            labels.symbol(name),
        ))
    return tuple(found)
