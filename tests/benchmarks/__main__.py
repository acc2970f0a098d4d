"""Measure, print a table, and end with 1 if a limit is passed."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from tests.benchmarks import growth
from tests.benchmarks.measure import Place, Run, place, run, table

DOCUMENTS = ("wuhan_2022", "luan_2021")
MOST_COMPUTE = 4
MOST_CHECK = 60
MOST_MEGABYTES = 400
PARTS = ("compute", "check", "full", "growth", "size")

VISIT = "kind=inpatient,cost=50000,in_scope=45000,basic=25000,critical_billed=6500"
CASES = {
    "luan_2021": (
        "--year", "2023", "--category", "低保对象", "--with", "critical_stated=yes",
        "--visit", VISIT, "--set", "contribution=350", "--set", "minimum_share=85",
    ),
    "wuhan_2022": (
        "--year", "2023", "--category", "低保对象", "--with", "critical_stated=yes",
        "--visit", f"{VISIT},level=1,hospital_deductible=800", "--set", "contribution=350",
        "--set", "aid_rate_minimum_living=70", "--set", "aid_limit_minimum_living=50000",
        "--set", "rural_income=20000",
    ),
}


@dataclass(frozen=True)
class Line:
    """One measurement, and the most that it may be."""

    name: str
    run: Run
    most: int | None = None
    most_megabytes: int | None = None

    def passed(self, unit: float) -> bool:
        """Whether a limit is passed."""
        return (self.most is not None and self.run.seconds > self.most * unit) or (
            self.most_megabytes is not None and self.run.megabytes > self.most_megabytes
        )

    def cells(self, unit: float) -> tuple[str, ...]:
        """Give the cells of a row."""
        return (
            self.name, f"{self.run.seconds:.2f}", f"{self.run.seconds / unit:.1f}",
            "" if self.most is None else str(self.most), f"{self.run.megabytes:.0f}",
            "" if self.most_megabytes is None else str(self.most_megabytes), str(self.run.code),
            "too much" if self.passed(unit) else "",
        )


def compute_lines(here: Place) -> Iterator[Line]:
    """Time a computation, with the Program in the cache and without."""
    for document in DOCUMENTS:
        arguments = ["-m", "cli.main", "compute", document, *CASES[document]]
        if run(here, arguments, times=1).code:
            raise click.ClickException(f"the case of {document} is not fully stated")
        yield Line(f"compute {document}, cached", run(here, arguments), MOST_COMPUTE)

        def forget() -> None:
            shutil.rmtree(here.cache)

        yield Line(f"compute {document}, not cached", run(here, arguments, before=forget))


def check_lines(here: Place, more: tuple[str, ...], limits: bool, times: int) -> Iterator[Line]:
    """Time a check of both documents."""
    arguments = ["-m", "cli.main", "check", *DOCUMENTS, "--visits", "2", "--jobs", "2", *more]
    name = f"check of {len(DOCUMENTS)} documents {' '.join(more)}".strip()
    most = (MOST_CHECK, MOST_MEGABYTES) if limits else (None, None)
    yield Line(name, run(here, arguments, times), *most)


def growth_table(document: str, visits: range, seconds: int) -> str:
    """Write seconds with one visit, and how many times as long it takes with more."""
    rows = []
    for name, row in growth.times(document, visits, seconds).items():
        first = row[0]
        cells = [
            "-" if t is None or first is None else f"{t / first:.1f}" for t in row[1:]
        ]
        rows.append([name, "-" if first is None else f"{first:.2f} s", *cells])
    return table([document, "1 visit", *(f"x {n}" for n in visits[1:])], rows)


def size_table(document: str, visits: range) -> str:
    """Write what a Program holds."""
    rows = [[str(n), *map(str, growth.size(document, n))] for n in visits]
    return table([f"{document}, visits", "inputs", "amounts", "atoms", "constraints"], rows)


@click.command()
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS),
              help="Run this part only; all, if not given.")
@click.option("--visits", type=click.IntRange(1, 20), default=8, show_default=True,
              help="Most visits of the tables.")
@click.option("--seconds", type=int, default=60, show_default=True,
              help="Longest time of a property in the table of growth.")
@click.option("--times", type=click.IntRange(1, 9), default=3, show_default=True,
              help="How often a check is run.")
def main(parts: tuple[str, ...], visits: int, seconds: int, times: int) -> None:
    """Measure speed and size; the unit is a Python that imports clingo and click."""
    wanted = parts or PARTS
    with place() as here:
        bare = ["-c", "import clingo, click"]
        run(here, bare, times=1)
        unit = run(here, bare, times=9).seconds
        lines: list[Line] = []
        if "compute" in wanted:
            lines += compute_lines(here)
        if "check" in wanted:
            lines += check_lines(here, ("--verdicts-only",), True, times)
        if "full" in wanted:
            lines += check_lines(here, (), False, times)
        heads = ("", "s", "units", "most", "MB", "most", "exit", "")
        click.echo(f"unit: {unit:.3f} s; load {os.getloadavg()[0]:.1f} of {os.cpu_count()}\n")
        if lines:
            click.echo(table(heads, [line.cells(unit) for line in lines]))
        os.environ["MINGZHENG_CACHE"] = str(here.cache)
        for document in DOCUMENTS:
            if "size" in wanted:
                click.echo(f"\n{size_table(document, range(1, visits + 1))}")
            if "growth" in wanted:
                click.echo(f"\n{growth_table(document, range(1, visits + 1), seconds)}")
    sys.exit(1 if any(line.passed(unit) for line in lines) else 0)


if __name__ == "__main__":
    main()
