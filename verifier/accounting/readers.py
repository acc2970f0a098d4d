"""Official texts as users have them (plain text, Word, PDF), as lines with their places."""

from __future__ import annotations

import codecs
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.errors import Message, Problem, TextError, because, message
from verifier.source import Span

if TYPE_CHECKING:
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_LARGEST = 50_000_000
"""Bytes; official plans are a thousand times smaller."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a text: its number, and its page where the text has pages (0 otherwise)."""

    page: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text, or a paragraph of a Word document."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a file. `paragraphs` says that each is a whole paragraph."""

    file: str
    lines: tuple[Line, ...]
    paragraphs: bool = False


def read_text(path: Path) -> Text:
    """Read a file by its ending; TextError if it cannot be read, with how to mend it."""
    readers = {".txt": _plain, ".docx": _word, ".pdf": _pdf}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _refuse(
            path, message("a text of the kind `{suffix}` cannot be read", suffix=path.suffix),
            message("save it as .txt, .docx or .pdf"),
        )
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= _LARGEST else b""
    except OSError as error:
        raise _refuse(
            path,
            message("the file cannot be read ({reason})", reason=because(error)),
            message("check the path and the permissions"),
        ) from None
    if size > _LARGEST:
        raise _refuse(path, message("the file is too large for an official text"),
                      message("give the text of one document"))
    if not content:
        raise _refuse(path, message("the file is empty"), message("check the path"))
    text = reader(path)
    if not any(line.text.strip() for line in text.lines):
        raise _refuse(
            path, message("there is no text in the file"),
            message("a scanned paper needs text recognition first"),
        )
    return text


def _refuse(path: Path, what: Message, mend: Message) -> TextError:
    return TextError(Problem("text", Span(str(path)), what, mend))


def _numbered(texts: Iterator[str], page: int = 0) -> tuple[Line, ...]:
    return tuple(Line(text, Place(page, number)) for number, text in enumerate(texts, 1))


def _plain(path: Path) -> Text:
    content = path.read_bytes()
    text = _decoded(content)
    if text is None or "\0" in text:
        raise _refuse(path, message("the file is no text in UTF-8, UTF-16 or GB18030"),
                      message("save it as text in UTF-8"))
    return Text(str(path), _numbered(iter(text.splitlines())))


def _decoded(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, or GB18030, which most older Chinese files are in."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _word(path: Path) -> Text:
    from zipfile import BadZipFile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError):
        # A part that is no XML is a SyntaxError of the parser.
        raise _refuse(path, message("the file is no Word document (.docx)"),
                      message("open it in a word processor and save it as .docx")) from None
    if document.element.xpath("//w:ins | //w:del"):
        raise _refuse(path, message("the file has tracked changes, so that it is two texts"),
                      message("accept or reject the changes first"))
    return Text(str(path), _numbered(_blocks(document.iter_inner_content())), paragraphs=True)


def _blocks(blocks: Iterator[Paragraph | Table]) -> Iterator[str]:
    """Paragraphs in the order of the document, a row of a table as one of them."""
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                # A merged cell stands in each of its places.
                cells = {id(cell._tc): cell for cell in row.cells}
                yield "；".join(_cell(cell) for cell in cells.values())
        else:
            yield block.text


def _cell(cell: _Cell) -> str:
    return " ".join(_blocks(cell.iter_inner_content()))


def _pdf(path: Path) -> Text:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    # What it can mend in a file is of no interest to who reads the text.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [page.extract_text() for page in PdfReader(path).pages]
    except FileNotDecryptedError:
        raise _refuse(path, message("the file is locked by a password"),
                      message("save it without a password")) from None
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        raise _refuse(path, message("the file is no PDF that can be read"),
                      message("open it in a viewer and save its text as .txt")) from None
    lines = [
        line for number, page in enumerate(pages, 1)
        for line in _numbered(iter(page.splitlines()), number)
    ]
    return Text(str(path), tuple(lines))
