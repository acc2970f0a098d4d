"""All mutants of an encoding, in the order of its files and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from clingo import ast
from clingo.ast import AST, ASTType

from tests.mutants.changes import CHANGES, Change, Kind, Surroundings
from verifier.language.clauses import read_clauses
from verifier.language.includes import with_includes
from verifier.language.loader import head_signature
from verifier.language.vocabulary import ACCOUNT


@dataclass(frozen=True, slots=True)
class Encoding:
    """The files of a document as they are now, by their paths from the folder of the entry file.

    What is made of it stays as it is when somebody edits the files meanwhile.
    """

    entry: str
    files: dict[str, bytes]

    @property
    def id(self) -> str:
        """How the document is called."""
        return Path(self.entry).stem

    def write(self, folder: Path, mutant: Mutant | None = None) -> Path:
        """Write the encoding, or a mutant of it, and give the path of its entry file."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                mutant.applied(content) if mutant and mutant.file == name else content
            )
        return folder / self.entry


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: the rule at `line` of `file`, from byte `begin` to `end`, is `text` instead."""

    kind: Kind
    what: str
    file: str
    line: int
    clause: str
    begin: int
    end: int
    text: str

    @property
    def name(self) -> str:
        """What it is called in reports and explanations; it has no line, as lines move."""
        return f"{Path(self.file).stem} {self.clause}: {self.what}"

    def applied(self, content: bytes) -> bytes:
        """Make the mistake in the content of its file; other rules keep their lines."""
        lines = content[self.begin : self.end].count(b"\n")
        return content[: self.begin] + self.text.encode() + b"\n" * lines + content[self.end :]


def read_encoding(entry: Path) -> Encoding:
    """Read the files of a document."""
    folder = entry.parent
    files = {
        path.resolve().relative_to(folder.resolve()).as_posix(): path.read_bytes()
        for path in with_includes([entry])
    }
    return Encoding(entry.name, files)


def mutants(encoding: Encoding) -> tuple[Mutant, ...]:
    """List every mutant, each with a name of its own."""
    rules = tuple(_rules(encoding))
    around = Surroundings.of(rule for _, rule in rules)
    found = [
        _mutant(encoding.files[file], file, rule, change)
        for file, rule in rules for kind in CHANGES for change in kind(rule, around)
    ]
    seen: Counter[str] = Counter()
    named = []
    for mutant in found:
        seen[mutant.name] += 1
        again = seen[mutant.name]
        named.append(replace(mutant, what=f"{mutant.what} ({again})") if again > 1 else mutant)
    return tuple(named)


def _rules(encoding: Encoding) -> Iterator[tuple[str, AST]]:
    """Every rule and declaration with its file; what accounts for a sentence is no part of it."""
    for name, content in encoding.files.items():
        # Files are read one by one: those that they include have their own turn.
        text = "\n".join(
            "" if line.startswith("#include") else line for line in content.decode().split("\n")
        )
        nodes: list[AST] = []
        ast.parse_string(text, nodes.append)
        for node in nodes:
            if node.ast_type == ASTType.Rule and head_signature(node) not in ACCOUNT:
                yield name, node


def _mutant(content: bytes, file: str, rule: AST, change: Change) -> Mutant:
    lines = content.split(b"\n")
    begin, end = (
        sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
        for place in (rule.location.begin, rule.location.end)
    )
    line = rule.location.begin.line
    above = [
        c.number for c in read_clauses(content.decode(), file) if c.span.line <= line
    ]
    clause = above[-1] if above else ""
    return Mutant(change.kind, change.what, file, line, clause, begin, end, change.text)
