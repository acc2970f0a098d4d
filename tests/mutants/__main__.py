"""Hunt mutants, print the table and the survivors, and end with 1 if one is not explained."""

from __future__ import annotations

import sys

import click

from tests.mutants.explained import reasons
from tests.mutants.hunt import Asked, hunt, hunted
from tests.mutants.table import rows, survivors, table

_DOCUMENTS = {document.id: document for document in hunted()}


@click.command()
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1, type=click.Choice([*_DOCUMENTS]))
@click.option("--properties", type=click.Choice([*Asked]), default=Asked.SURVIVORS,
              help="Of which mutants the properties are asked.", show_default=True)
@click.option("--every", type=click.IntRange(1), default=1, help="Only each n-th mutant.")
def main(names: tuple[str, ...], properties: str, every: int) -> None:
    """Hold every mutant of documents against what can catch it."""
    lines: list[tuple[str, ...]] = []
    listed: list[str] = []
    unexplained = 0
    for name in names or _DOCUMENTS:
        fates = hunt(_DOCUMENTS[name], Asked(properties), every, progress=_progress)
        known = reasons(name)
        lines += rows(name, fates)
        listed += survivors(fates, known)
        unexplained += sum(f.survives and f.mutant.name not in known for f in fates)
    click.echo(table(lines))
    for line in listed:
        click.echo(line)
    sys.exit(1 if unexplained else 0)


def _progress(document: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{document} {done}/{of}" + ("\n" if done == of else ""), err=True, nl=False)


if __name__ == "__main__":
    main()
