"""What catches a mutant: each net by itself, so that their shares can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tests.mutants.changes import Kind
from tests.mutants.known import VISITS, Known, by_hand, by_second_reading
from tests.mutants.mutate import Encoding, Mutant
from tests.mutants.promises import Key, Said, broken_promise, promises
from tests.mutants.text import text_of
from verifier.accounting.account import read_account
from verifier.accounting.audit import compare
from verifier.accounting.readers import Text
from verifier.compilation import compile_source
from verifier.errors import MingzhengError
from verifier.language.lint import lint
from verifier.language.loader import load
from verifier.places import property_files
from verifier.program.model import AmountDefinition, Program
from verifier.programs import Document


class Net(StrEnum):
    """What can catch a mutant."""

    HAND = "by hand"
    SECOND = "second reading"
    AUDIT = "audit"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant.

    `refused` says that it is no encoding that the tool accepts, `same` that it makes the same
    Program, so that it is no mistake; `promise` is the property that says something else of it, or
    the check that refuses it together with the properties.
    """

    mutant: Mutant
    refused: bool = False
    same: bool = False
    by: frozenset[Net] = frozenset()
    promise: str = ""

    @property
    def survives(self) -> bool:
        """Whether it is a mistake that nothing catches."""
        return not (self.refused or self.same or self.by)


class Nets:
    """The nets of one document; its mutants are written to a folder, one after another."""

    def __init__(self, encoding: Encoding, folder: Path) -> None:
        self.encoding = encoding
        self.folder = folder
        document = Document(encoding.id, encoding.write(folder))
        self.known = {Net.HAND: [*by_hand(document)], Net.SECOND: [*by_second_reading(document)]}
        self.text: Text = text_of(read_account(document))
        self.bones, self.whole = (
            _bones(_program(document, VISITS, properties=p)) for p in (False, True)
        )
        self._document = document
        self._promises: dict[Key, Said] | None = None

    @property
    def promises(self) -> dict[Key, Said]:
        """What the properties say of the document itself."""
        if self._promises is None:
            self._write(None)
            self._promises = promises(_program(self._document, VISITS, properties=True))
        return self._promises

    def try_on(self, mutant: Mutant) -> Fate:
        """Hold a mutant against all but the properties, which take longer."""
        document = self._write(mutant)
        try:
            programs = _Programs(document)
            same = self._same(programs)
        except MingzhengError:
            return Fate(mutant, refused=True)
        if same:
            return Fate(mutant, same=True)
        by = {net for net, known in self.known.items() if _caught(programs, known)}
        if mutant.kind is Kind.FIGURE and compare(read_account(document), self.text).differences:
            by.add(Net.AUDIT)
        return Fate(mutant, by=frozenset(by))

    def ask_properties(self, fate: Fate) -> Fate:
        """Hold a mutant against the properties as well."""
        if fate.refused or fate.same:
            return fate
        expected = self.promises
        document = self._write(fate.mutant)
        try:
            promise = broken_promise(_program(document, VISITS, properties=True), expected)
        except MingzhengError as error:  # `check` refuses it, such as an order that is none
            promise = error.problems[0].rule
        if promise is None:
            return fate
        return replace(fate, by=fate.by | {Net.PROPERTY}, promise=promise)

    def _write(self, mutant: Mutant | None) -> Document:
        return replace(self._document, path=self.encoding.write(self.folder, mutant))

    def _same(self, programs: _Programs) -> bool:
        """Whether it is the same, to cases and to properties."""
        if _bones(programs.of(VISITS)) != self.bones:
            return False
        return _bones(_program(programs.document, VISITS, properties=True)) == self.whole


class _Programs:
    """The Programs of an encoding by number of visits; MingzhengError if it is refused."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = load([document.path])
        if problems := lint(self.source):
            raise MingzhengError(*problems)
        self.made: dict[int, Program] = {}

    def of(self, visits: int) -> Program:
        if visits not in self.made:
            self.made[visits] = compile_source(self.source, self.document.id, visits)
        return self.made[visits]


def _program(document: Document, visits: int, *, properties: bool = False) -> Program:
    files = [document.path, *(property_files() if properties else ())]
    return compile_source(load(files), document.id, visits)


def _caught(programs: _Programs, known: list[Known]) -> bool:
    """Whether a case has another answer; that case comes first for the next mutant."""
    for place, case in enumerate(known):
        if not case.agrees(programs.of(case.visits)):
            known.insert(0, known.pop(place))
            return True
    return False


def _bones(program: Program) -> tuple[object, ...]:
    """A Program without the places of its rules and values."""
    return (
        program.inputs,
        tuple((v.name, v.sort, v.value, v.low, v.high, v.step) for v in program.values),
        tuple(sorted(map(repr, _definitions(program)))),
        frozenset(constraint.body for constraint in program.constraints),
        program.facts,
    )


def _definitions(program: Program) -> Iterator[tuple[object, ...]]:
    for definition in program.definitions:
        if isinstance(definition, AmountDefinition):
            values = {repr((a.guard, a.value)) for a in definition.alternatives}
            yield definition.name, sorted(values)
        else:
            yield definition.name, sorted({repr(a.body) for a in definition.alternatives})
