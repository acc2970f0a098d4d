"""Measure, print tables, and end with 1 if a limit is passed or an answer is wrong."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from tests.benchmarks import growth, lines, plans
from tests.benchmarks.beside import compare
from tests.benchmarks.measure import Place, place, run, table
from verifier.program.model import Program

PARTS = ("compute", "check", "all", "full", "size", "visits", "categories", "rules", "beside")


@dataclass(frozen=True)
class Scope:
    """How much is measured."""

    small: bool
    seconds: int
    times: int
    documents: tuple[str, ...]

    @property
    def visits(self) -> range:
        """Numbers of visits of the tables."""
        return range(1, 4 if self.small else 9)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of categories and of clauses."""
        return (2, 4, 8) if self.small else (2, 4, 8, 16, 30)

    @property
    def questions(self) -> tuple[compare.Question, ...]:
        """What is asked of all tools."""
        return tuple(q for q in compare.QUESTIONS if q.visits == 1 or not self.small)


@click.command()
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS),
              help="Run this part only; all, if not given.")
@click.option("--small", is_flag=True, help="Fewer visits, sizes and questions: for a first look.")
@click.option("--seconds", type=int, default=60, show_default=True,
              help="Longest time of a property in a table, and of a question to a tool.")
@click.option("--times", type=click.IntRange(1, 9), default=3, show_default=True,
              help="How often a check is run.")
@click.option("--document", "documents", multiple=True, default=("luan_2021", "wuhan_2022"),
              show_default=True, help="Documents of the tables of growth.")
def main(
    parts: tuple[str, ...], small: bool, seconds: int, times: int, documents: tuple[str, ...]
) -> None:
    """Measure speed and size; the unit is a Python that imports clingo and click."""
    wanted = parts or PARTS
    scope = Scope(small, seconds, times, documents)
    with place() as here:
        _unit(here)
        unit = _unit(here)
        click.echo(f"unit: {unit:.3f} s; load {os.getloadavg()[0]:.1f} of {os.cpu_count()}")
        failed = _limits(here, scope, wanted)
        os.environ["MINGZHENG_CACHE"] = str(here.cache)
        _tables(scope, wanted)
        if "beside" in wanted:
            failed = _beside(here, scope, unit) or failed
    sys.exit(1 if failed else 0)


def _unit(here: Place) -> float:
    """Seconds of a unit, as the machine is now."""
    return run(here, ["-c", "import clingo, click"], times=9).seconds


def _limits(here: Place, scope: Scope, wanted: Iterable[str]) -> bool:
    """Measure what has a limit; each line is shown as soon as it is known.

    The unit is measured before and after each line, as a machine that others use is not as fast at
    all times.
    """
    measured: dict[str, Callable[[], Iterator[lines.Line]]] = {
        "compute": lambda: lines.compute(here),
        "check": lambda: lines.check(here, scope.times),
        "all": lambda: lines.everything(here, ("--verdicts-only",), lines.MOST_VERDICTS),
        "full": lambda: lines.everything(here, (), lines.MOST_FULL),
    }
    found: list[tuple[lines.Line, float]] = []
    before = _unit(here)
    for part in (p for p in measured if p in wanted):
        for line in measured[part]():
            after = _unit(here)
            unit, before = (before + after) / 2, after
            click.echo(f"  {line.name}: {line.run.seconds / unit:.1f} units", err=True)
            found.append((line, unit))
    if found:
        click.echo("\n" + table(lines.HEADS, [line.cells(unit) for line, unit in found]))
    return any(line.passed(unit) for line, unit in found)


def _tables(scope: Scope, wanted: Iterable[str]) -> None:
    for document in scope.documents:
        if "size" in wanted:
            click.echo("\n" + _sizes(document, growth.by_visits(document, scope.visits)))
        if "visits" in wanted:
            loaded = growth.by_visits(document, scope.visits)
            click.echo("\n" + _growth(f"{document}, visits", loaded, scope.seconds))
    with tempfile.TemporaryDirectory() as folder:
        for part, plan in (("categories", plans.of_categories), ("rules", plans.of_clauses)):
            if part in wanted:
                made = {n: plan(n, Path(folder)) for n in scope.sizes}
                title = "categories" if part == "categories" else "clauses"
                click.echo("\n" + _growth(title, growth.by_size(made), scope.seconds))
                click.echo("\n" + _sizes(title, growth.by_size(made)))


def _growth(title: str, loaded: Iterable[tuple[int, Program, float]], seconds: int) -> str:
    """Write seconds by size, and the power of the size with which they grow."""
    sizes, found = growth.times(loaded, seconds)
    rows = []
    for name, row in found.items():
        power = growth.exponent(sizes, row)
        cells = [f"> {seconds}" if t is None else f"{t:.2f}" for t in row]
        rows.append([name, *cells, "" if power is None else f"n^{power:.1f}"])
    return table([title, *map(str, sizes), "grows as"], rows)


def _sizes(title: str, loaded: Iterable[tuple[int, Program, float]]) -> str:
    """Write what a Program holds."""
    heads = ["rules", "inputs", "amounts", "atoms", "constraints"]
    rows = [[str(n), *map(str, growth.size(program))] for n, program, _ in loaded]
    return table([title, *heads], rows)


def _beside(here: Place, scope: Scope, unit: float) -> bool:
    """Ask all tools the same questions; whether one of them, or we, were wrong."""
    found = []
    for answer in compare.answers(here, scope.questions, scope.seconds):
        click.echo(f"  {answer.question.title}, {answer.tool}: {answer.verdict}", err=True)
        found.append(answer)
    heads = ("property", "visits", "plan", "tool", "verdict", "s", "busy", "units", "MB")
    click.echo("\n" + table(heads, compare.rows(found, unit)))
    click.echo(
        f"\nEach may take {scope.seconds} s and {compare.MOST_MEGABYTES} MB. {compare.LIMITATIONS}"
    )
    if gone := compare.missing():
        click.echo(gone)
    return any(answer.wrong for answer in found)


if __name__ == "__main__":
    main()
