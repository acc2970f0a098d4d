"""What the documents say of themselves, and how a user may name one."""

from __future__ import annotations

from verifier import programs
from verifier.analysis.results import DocumentInfo
from verifier.errors import CaseError
from verifier.program.model import Program
from verifier.words import Bilingual


def describe(program: Program) -> DocumentInfo:
    """Read the declarations of a document."""
    name = next((str(f.arguments[0]) for f in program.facts.get("document", ())), program.document)
    titles = _rows(program, "document", name)
    places = _rows(program, "place", name)
    numbers = _rows(program, "number", name)
    dates = _rows(program, "in_force", name)
    return DocumentInfo(
        id=program.document,
        title=Bilingual(*titles[0][:2]) if titles else Bilingual(name, name),
        number=numbers[0][0] if numbers else "",
        place=Bilingual(*places[0][:2]) if places else Bilingual("", ""),
        issued=dates[0][0] if dates else "",
        in_force=dates[0][1] if dates else "",
        superiors=tuple(row[0] for row in _rows(program, "superior", name)),
    )


def _rows(program: Program, predicate: str, name: str) -> list[tuple[str, ...]]:
    return [
        tuple(str(argument) for argument in fact.arguments[1:])
        for fact in program.facts.get(predicate, ())
        if str(fact.arguments[0]) == name
    ]


def all_documents() -> tuple[DocumentInfo, ...]:
    """Describe the documents of the package."""
    return tuple(describe(programs.load_program(d, 1)) for d in programs.documents())


def find_document(name: str) -> programs.Document:
    """Find a document by identifier, beginning, path, number, or a part of its Chinese name."""
    try:
        return programs.find(name)
    except CaseError:
        if name.endswith(".lp") or name.isascii():
            raise
        found = [info.id for info in all_documents() if name in _called(info)]
        if len(found) != 1:
            raise
        return programs.find(found[0])


def _called(info: DocumentInfo) -> str:
    return " ".join((info.title.zh, info.place.zh, info.number))
