"""Parse encodings with their places and clauses, and tag the rules of documents.

In: paths of encodings. Out: a `Source`: statements ready for the grounder, the rules by their tags,
and what the parser said. Knows nothing of grounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from clingo import MessageCode, String, ast
from clingo.ast import AST, ASTType

from verifier.errors import LanguageError, Problem, because, message
from verifier.language.characters import unreadable
from verifier.language.clauses import clause_at
from verifier.language.copies import copied, needed, relocate
from verifier.language.includes import with_includes
from verifier.language.parser_words import explained
from verifier.language.text import code, read
from verifier.language.tree import Tree
from verifier.language.vocabulary import DECLARATIONS
from verifier.places import ENCODINGS, core_files, shown
from verifier.program.model import Rule
from verifier.source import Span

_CLAUSE = re.compile(r"^%@\s*(?P<clause>\S.*)$")
_WORDS = re.compile(r"^%\s+(?P<language>zh|en):\s*(?P<words>.*)$")
_POSITION = re.compile(
    r"^(?P<file>.*?):(?P<line>\d+):(?P<column>\d+)(?:-[\d:]+)?: (?:\w+: )?(?P<what>.*)$", re.S
)


_NOT_OPENED = re.compile(r"file could not be opened: *(?P<file>.*)")
_INTERNAL = re.compile(r'\[#inc_base\];?|;?rule\("(?:\\.|[^"\\])*"\)(?:;(?=not ))?')
"""What the grounder and the tags add to a rule that it quotes."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause comment: number, our words in Chinese and English, and its place."""

    id: str
    zh: str
    en: str
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """A parsed statement.

    `tag` is the identifier of a document's rule, empty otherwise; `property_file` says that the
    file declares a property, so that its rules are claims and stand under no clause.
    """

    node: Tree
    span: Span
    core: bool
    tag: str = ""
    property_file: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Parsed encodings: statements in order, tagged rules, clauses in order.

    `packaged` says that all of it comes with the package.
    """

    statements: tuple[Statement, ...]
    rules: dict[str, Rule]
    clauses: tuple[Clause, ...]
    packaged: bool = False

    def declares(self, found: tuple[str, int]) -> Span | None:
        """The first place where a document or property states an atom of this name and arity."""
        return next((
            s.span for s in self.statements
            if not s.core and s.node.ast_type == ASTType.Rule and head_signature(s.node) == found
        ), None)


def load(paths: Iterable[Path], *, core: Iterable[Path] | None = None) -> Source:
    """Parse core and `paths` (with what they include); LanguageError if one does not parse."""
    core_paths = core_files() if core is None else tuple(core)
    collector = _Collector()
    for path in core_paths:
        collector.parse(path, core=True)
    for path in paths:
        collector.parse(path, core=False)
    return collector.source()


class _Parsed(NamedTuple):
    """A statement as the parser hands it over, which takes no errors back."""

    node: AST
    span: Span
    core: bool
    tag: str


class _Collector:
    """Walks the statements of one file after another, keeping the clause that stands above."""

    def __init__(self) -> None:
        self._parsed: list[_Parsed] = []
        self.rules: dict[str, Rule] = {}
        self.clauses: list[Clause] = []
        self._clause = ""
        self._file = ""
        self._core = True
        self._packaged = True
        self._shown = ""

    def parse(self, path: Path, *, core: bool) -> None:
        self._core, self._clause = core, ""
        if not path.is_file():
            raise LanguageError(Problem(
                "no-file", Span(str(path)),
                message("this is a folder") if path.is_dir() else message("there is no such file"),
                message("check the path, or list the documents with `mingzheng list`"),
            ))
        parts = with_includes([path])
        for part in parts:
            _check_readable(part)
        if wrong := [problem for part in parts if part.is_file() for problem in unreadable(part)]:
            raise LanguageError(*wrong)
        said: list[str] = []
        try:
            if needed(parts):
                self._parse_copies(path, parts, said)
            else:
                ast.parse_files([str(path)], self._statement,
                                logger=lambda _code, text: said.append(text))
        except RuntimeError as error:
            problems = [parser_problem(text) for text in said or [f"{path}: {error}"]]
            # What the parser says after an error in a line is mostly a consequence of it.
            first = {(p.span.file, p.span.line): p for p in reversed(problems)}
            raise LanguageError(*sorted(first.values(), key=lambda p: p.span)) from None
        if not core and _blank(path):
            raise LanguageError(Problem(
                "empty", Span(shown(str(path))), message("the file states nothing"),
                message("`mingzheng new FILE` writes a document to begin with"),
            ))

    def _parse_copies(self, path: Path, parts: Sequence[Path], said: list[str]) -> None:
        """Parse copies of a file and of those that it includes, and tell of the files."""
        nodes: list[AST] = []
        with copied(parts) as copies:
            files = {copy: str(part) for part, copy in copies.items()}

            def say(_code: MessageCode, text: str) -> None:
                for copy, part in files.items():
                    text = text.replace(copy, part)
                said.append(text)

            ast.parse_files([copies[path]], nodes.append, logger=say)
        for node in nodes:
            try:
                relocate(node, files)
            except RecursionError:
                begin = node.location.begin
                where = Span(files.get(begin.filename, begin.filename), begin.line)
                raise LanguageError(too_deep(where)) from None
            self._statement(node)

    def source(self) -> Source:
        parsed = [Statement(_tree(p), p.span, p.core, p.tag) for p in self._parsed]
        claims = {
            s.span.file for s in parsed
            if s.node.ast_type == ASTType.Rule and head_signature(s.node) == ("property", 4)
        }
        statements = tuple(
            replace(s, property_file=True) if s.span.file in claims else s for s in parsed
        )
        return Source(statements, self.rules, tuple(self.clauses), self._packaged)

    def _statement(self, node: AST) -> None:
        begin = node.location.begin
        if begin.filename != self._file:
            self._file, self._clause = begin.filename, ""
            self._shown = shown(begin.filename)
            self._packaged = self._packaged and packaged(begin.filename)
        if node.ast_type == ASTType.Comment:
            self._comment(str(node.value), Span(self._shown, begin.line, begin.column))
            return
        span = Span(self._shown, begin.line, begin.column, self._clause)
        tag = ""
        if node.ast_type == ASTType.Rule and not self._core and _carries_rule(node):
            tag = f"{span.file}:{span.line}:{span.column}"
            self.rules[tag] = Rule(tag, span, str(node))
            node = _tagged(node, tag)
        self._parsed.append(_Parsed(node, span, self._core, tag))

    def _comment(self, text: str, span: Span) -> None:
        if match := _CLAUSE.match(text):
            self._clause = match["clause"].strip()
            self.clauses.append(Clause(self._clause, "", "", span))
        elif (match := _WORDS.match(text)) and self.clauses:
            last = self.clauses[-1]
            words = {"zh": last.zh, "en": last.en} | {match["language"]: match["words"].strip()}
            self.clauses[-1] = Clause(last.id, words["zh"], words["en"], last.span)


def _tree(parsed: _Parsed) -> Tree:
    try:
        return Tree(parsed.node)
    except RecursionError:
        raise LanguageError(too_deep(parsed.span)) from None


def _check_readable(path: Path) -> None:
    """LanguageError for a file that is there and cannot be read; the parser reports the others."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LanguageError(Problem(
            "encoding", Span(shown(str(path))),
            message("the file is not UTF-8 (byte {position})", position=error.start),
            message("save the file as UTF-8"),
        )) from None
    except FileNotFoundError:
        return
    except OSError as error:
        raise LanguageError(Problem(
            "no-file", Span(shown(str(path))),
            message("the file cannot be read ({reason})", reason=because(error)),
            message("check the path and the permissions"),
        )) from None


def packaged(filename: str) -> bool:
    """Whether a file comes with the package."""
    return Path(filename).resolve().is_relative_to(ENCODINGS)


def head_signature(node: AST | Tree) -> tuple[str, int] | None:
    """Name and arity of the single atom in the head of a rule, if it has that form."""
    head = node.head
    if head.ast_type != ASTType.Literal or head.atom.ast_type != ASTType.SymbolicAtom:
        return None
    return signature(head.atom.symbol)


def signature(symbol: AST | Tree) -> tuple[str, int] | None:
    """Name and arity of a function term; pools count by their first alternative."""
    if symbol.ast_type == ASTType.Pool:
        symbol = symbol.arguments[0]
    if symbol.ast_type == ASTType.Function:
        return symbol.name, len(symbol.arguments)
    if symbol.ast_type == ASTType.SymbolicTerm:
        return str(symbol.symbol), 0
    return None


def _carries_rule(node: AST) -> bool:
    if node.head.ast_type == ASTType.Aggregate:
        return False
    return head_signature(node) not in DECLARATIONS


def _tagged(node: AST, tag: str) -> AST:
    """Add the literal `rule(tag)` to the body."""
    where = node.location
    argument = ast.SymbolicTerm(where, String(tag))
    atom = ast.SymbolicAtom(ast.Function(where, "rule", [argument], 0))
    literal = ast.Literal(where, ast.Sign.NoSign, atom)
    return node.update(body=[*node.body, literal])


def too_deep(span: Span) -> Problem:
    """What is wrong with a statement that nobody would write by hand."""
    return Problem(
        "too-deep", span, message("an amount or a condition nests too deeply"),
        message("define its parts as amounts of their own, or use `&sum`"),
    )


def parser_problem(text: str) -> Problem:
    """Turn a message of the parser or grounder (`file:line:col-col: error: …`) into a problem."""
    match = _POSITION.match(text)
    if match is None:
        return Problem("syntax", Span(), message("{text}", text=text.strip()),
                       message("correct the encoding"))
    what = _INTERNAL.sub("", " ".join(match["what"].split()))
    line = int(match["line"])
    span = Span(shown(match["file"]), line, int(match["column"]), clause_at(match["file"], line))
    if missing := _NOT_OPENED.match(what):
        return Problem("no-file", span, message("there is no file `{file}`", file=missing["file"]),
                       message("give its path from the folder of this file"))
    return Problem("syntax", span, *explained(what))


def _blank(path: Path) -> bool:
    """Whether a file has nothing but comments."""
    return not code(read(path)).strip()
