"""A made-up plan whose text marks its figures, changes of it, and files of each format."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from verifier.accounting.account import Account, read_account
from verifier.accounting.audit import Audit, compare
from verifier.accounting.readers import read_text
from verifier.programs import Document

FOLDER = Path(__file__).resolve().parent / "plan"
ENCODING = FOLDER / "plan.lp"
PLAN = Document("plan", ENCODING)
NEAR = 6
"""Figures so near to each other are swapped: all pairs within a sentence are."""
_MARKED = re.compile(r"\{([^}]*)\}")
_NEXT = dict(zip("0123456789０１２３４５６７８９", "1234567890１２３４５６７８９０", strict=True))
_NEXT |= dict(zip("一二两三四五六七八九十", "二三三四五六七八九十九", strict=True))


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose figures are known: what stands between them, and the figures."""

    between: tuple[str, ...]
    figures: tuple[str, ...]

    def text(self, figures: tuple[str, ...] | None = None) -> str:
        """Put the text together, with other figures if they are given."""
        parts = [self.between[0]]
        used = self.figures if figures is None else figures
        for figure, after in zip(used, self.between[1:], strict=True):
            parts += [figure, after]
        return "".join(parts)


def marked() -> Marked:
    """Read the text of the plan."""
    parts = _MARKED.split((FOLDER / "plan.txt").read_text(encoding="utf-8"))
    return Marked(tuple(parts[::2]), tuple(parts[1::2]))


def other_value(figure: str) -> str:
    """Change one digit of a figure, the last that stands for a quantity."""
    places = [n for n, character in enumerate(figure) if character in _NEXT]
    return figure[: places[-1]] + _NEXT[figure[places[-1]]] + figure[places[-1] + 1 :]


def changes(plan: Marked) -> Iterator[tuple[str, str]]:
    """Name each change of one figure of the text, and give the changed text."""
    for place, figure in enumerate(plan.figures):
        before, after = plan.figures[:place], plan.figures[place + 1 :]
        yield f"changed {place} {figure}", plan.text((*before, other_value(figure), *after))
        yield f"dropped {place} {figure}", plan.text((*before, "", *after))
        yield f"added {place} {figure}", plan.text((*before, f"{figure}、{figure}", *after))
    for one in range(len(plan.figures)):
        for other in range(one + 1, min(one + NEAR, len(plan.figures))):
            figures = list(plan.figures)
            figures[one], figures[other] = figures[other], figures[one]
            if figures != list(plan.figures):
                yield f"swapped {one} and {other}", plan.text(tuple(figures))


def account(path: Path = ENCODING) -> Account:
    """Read the account of the plan, or of a changed encoding of it."""
    return read_account(Document("plan", path))


def held_against(read: Account, path: Path) -> Audit:
    """Hold an account against a file."""
    return compare(read, read_text(path))


def write_pdf(path: Path, pages: list[list[str]]) -> None:
    """Write lines as a PDF: one line of text below the other, in a font that maps to Unicode."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            b"1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
        ),
    ]
    kids = []
    for lines in pages:
        shown = b"".join(
            f"1 0 0 1 50 {800 - 16 * n} Tm <{line.encode('utf-16-be').hex()}> Tj\n".encode()
            for n, line in enumerate(lines)
        )
        objects.append(_stream(b"BT /F 12 Tf\n" + shown + b"ET"))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(
        content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
            len(objects) + 1, len(content)
        )
    )


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
