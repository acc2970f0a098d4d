"""What became of mutants, as a table and a list of those that survive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.mutants.catch import Fate, Net
from tests.mutants.changes import Kind

HEADER = (
    "document", "kind", "mutants", "refused", "same", "equal", "mistakes",
    *(str(net) for net in Net), "caught", "survive", "share",
)

UNEXPLAINED = "NOT EXPLAINED"


def rows(document: str, fates: Sequence[Fate]) -> Iterator[tuple[str, ...]]:
    """One row for each kind of mistake, and one for all."""
    for kind in Kind:
        yield _row(document, kind, [f for f in fates if f.mutant.kind is kind])
    yield _row(document, "all", fates)


def _row(document: str, kind: str, fates: Sequence[Fate]) -> tuple[str, ...]:
    mistakes = sum(fate.mistake for fate in fates)
    survive = sum(fate.survives for fate in fates)
    counts = (
        len(fates), sum(fate.refused for fate in fates), sum(fate.same for fate in fates),
        sum(fate.equal for fate in fates), mistakes,
        *(sum(net in fate.by for fate in fates) for net in Net),
        mistakes - survive, survive,
    )
    return document, kind, *map(str, counts), share(fates)


def share(fates: Iterable[Fate]) -> str:
    """The share of mistakes that are caught, in percent and never rounded up."""
    mistakes = [fate for fate in fates if fate.mistake]
    if not mistakes:
        return "-"
    return f"{sum(not fate.survives for fate in mistakes) * 100 // len(mistakes)}%"


def table(lines: Iterable[tuple[str, ...]]) -> str:
    """Align the cells of rows in columns."""
    cells = [HEADER, *lines]
    widths = [max(len(row[n]) for row in cells) for n in range(len(HEADER))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def survivors(fates: Iterable[Fate], reasons: Mapping[str, str]) -> Iterator[str]:
    """Each mutant that survives, with where it is made and why nothing catches it."""
    for fate in fates:
        if fate.survives:
            mutant = fate.mutant
            why = reasons.get(mutant.name, UNEXPLAINED)
            yield f"{mutant.file}:{mutant.line}: [{mutant.kind}] {mutant.name}\n    {why}"
