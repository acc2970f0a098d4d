"""What catches a mutant: each net by itself, so that their shares can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tests.mutants.changes import Kind
from tests.mutants.equal import pays_the_same
from tests.mutants.known import VISITS, Known, KnownNames, by_hand, by_second_reading
from tests.mutants.mutate import Encoding, Mutant
from tests.mutants.promises import Promises
from tests.mutants.text import text_of
from verifier.accounting.account import read_account
from verifier.accounting.audit import compare
from verifier.compilation import compile_source
from verifier.errors import MingzhengError
from verifier.language.lint import lint
from verifier.language.loader import load
from verifier.places import property_files
from verifier.program.model import AmountDefinition, Program
from verifier.programs import Document

_STATING = (
    "poorer(", "same_grade(", "listed(", "recognised_by(", "watched_by(", "duty(", "set_by(",
    "exits(", "pays_nothing(", "funded_by(", "prevails_over(", "responsible(", "discretion(",
    "means(",
)
"""Heads of rules that say what no amount rests on."""


class Net(StrEnum):
    """What can catch a mutant."""

    HAND = "by hand"
    SECOND = "second reading"
    AUDIT = "audit"
    PROPERTY = "property"


_KNOWING = (Net.SECOND, Net.HAND)
"""Nets that are cases with known answers."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant.

    Attributes:
        mutant: The mutant.
        refused: It is no encoding that the tool accepts.
        same: It makes the same Program, so that it is no mistake.
        equal: It is proved to give everyone the same in every reading, so that it is none either.
        by: What catches it.
        promise: The property that says something else of it, or the check that refuses it
            together with the properties.
    """

    mutant: Mutant
    refused: bool = False
    same: bool = False
    equal: bool = False
    by: frozenset[Net] = frozenset()
    promise: str = ""

    @property
    def mistake(self) -> bool:
        """Whether it is an encoding with a mistake."""
        return not (self.refused or self.same or self.equal)

    @property
    def survives(self) -> bool:
        """Whether it is a mistake that nothing catches."""
        return self.mistake and not self.by


class Nets:
    """The nets of one document; it is written to a folder, and its mutants one after another."""

    def __init__(self, encoding: Encoding, folder: Path) -> None:
        self.encoding = encoding
        self.document = Document(encoding.id, encoding.write(folder / "original"))
        self.mutated = folder / "mutant"
        self.text = text_of(read_account(self.document))
        whole = _program(self.document, VISITS, properties=True)
        self.bones, self.whole = _bones(_program(self.document, VISITS)), _bones(whole)
        self.promises = Promises(whole)
        self._known: dict[Net, list[Known | KnownNames]] = {}

    def known(self, net: Net) -> list[Known | KnownNames]:
        """The cases of a net, those first that caught something last.

        ValueError if one has another answer of the document as it is: it would catch every mutant.
        """
        if net not in self._known:
            cases = by_hand if net is Net.HAND else by_second_reading
            known: list[Known | KnownNames] = [*cases(self.document)]
            programs = _Programs(self.document)
            if wrong := [c.name for c in known if not c.agrees(programs.of(c.visits))]:
                raise ValueError(f"{self.document.id}: {', '.join(wrong)}")
            self._known[net] = known
        return self._known[net]

    def try_on(self, mutant: Mutant, *, first: bool = False) -> Fate:
        """Hold a mutant against all but the properties, which take longer.

        If only the first net that catches it is asked for, the others stay unasked.
        """
        document = self._write(mutant)
        try:
            programs = _Programs(document)
            same = self._same(programs)
        except MingzhengError:
            return Fate(mutant, refused=True)
        if same:
            return Fate(mutant, same=True)
        by: set[Net] = set()
        if mutant.kind is Kind.FIGURE and compare(read_account(document), self.text).differences:
            by.add(Net.AUDIT)
        for net in _KNOWING:
            if not (first and by) and _caught(programs, self.known(net)):
                by.add(net)
        return Fate(mutant, by=frozenset(by))

    def ask_properties(self, fate: Fate) -> Fate:
        """Hold a mutant against the properties as well."""
        if not fate.mistake:
            return fate
        document = self._write(fate.mutant)
        try:
            promise = self.promises.broken_by(_program(document, VISITS, properties=True))
        except MingzhengError as error:  # `check` refuses it, such as an order that is none
            promise = error.problems[0].rule
        if promise is None:
            return fate
        return replace(fate, by=fate.by | {Net.PROPERTY}, promise=promise)

    def prove_equal(self, fate: Fate) -> Fate:
        """Find out whether a mutant that nothing catches gives everyone the same.

        Not asked where the rule states what no amount rests on: then it proves nothing.
        """
        if not fate.survives or fate.mutant.text.startswith(_STATING):
            return fate
        equal = pays_the_same(self.document.path, self._write(fate.mutant).path)
        return replace(fate, equal=equal)

    def _write(self, mutant: Mutant) -> Document:
        return replace(self.document, path=self.encoding.write(self.mutated, mutant))

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


def _caught(programs: _Programs, known: list[Known | KnownNames]) -> bool:
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
