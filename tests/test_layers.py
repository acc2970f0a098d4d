"""Imports go down only: read from the source, without running it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cases import VILLAGE

ROOT = Path(__file__).resolve().parent.parent
OURS = ("verifier", "cli")
API = "verifier"
"""The package itself offers what the modules below it do; only itself is meant by its name."""

LAYERS = (
    ("verifier.source",),
    ("verifier.errors", "verifier.words", "verifier.places"),
    # What a Program is.
    (
        "verifier.program.sorts", "verifier.program.terms", "verifier.program.model",
        "verifier.program.names", "verifier.program.labels", "verifier.program.settled",
        "verifier.program.one_visit", "verifier.program.written",
        "verifier.program.specialise", "verifier.program.part", "verifier.program.readings",
    ),
    # Figures in texts, which the checks of the language read.
    ("verifier.accounting.numerals", "verifier.accounting.figures"),
    ("verifier.language",),
    ("verifier.grounding",),
    # How it is made.
    (
        "verifier.program.units", "verifier.program.values", "verifier.program.declared",
        "verifier.program.claimed", "verifier.program.lacking", "verifier.program.applying",
        "verifier.program.build",
    ),
    ("verifier.compilation", "verifier.cache"),
    ("verifier.revisions", "verifier.programs",),
    ("verifier.accounting",),
    ("verifier.engines",),
    ("verifier.properties",),
    ("verifier.analysis",),
    ("verifier.guarding", "verifier.drafting"),
    ("verifier.report",),
    (API, "verifier.api"),
    ("cli",),
)
"""From the lowest to the highest; modules of one layer may import each other."""

ENGINES = {
    "exact": ("exact", "ranges"),
    "smt": ("smt",),
    "boolean": ("boolean",),
    "second": ("second",),
}
"""The engines, by the beginnings of the names of their modules."""

MAY_CHECK = {"boolean": {"exact", "exact_walk"}}
"""The Boolean engine is the check of the exact one by clingo, and so knows it."""

CLI = ("cli", "verifier.analysis", "verifier.report", "verifier.programs", "verifier.errors",
       "verifier.accounting", "verifier.guarding", "verifier.drafting")
CLI_ALSO = {
    "cli.lint": {"verifier.compilation"},  # `lint` is about encodings that make no Program
    "cli.language": {"verifier.words"},
    "cli.configured": {"verifier.words"},
}

NO_AMOUNTS = {
    "cli.progress", "verifier.engines.smt_answers", "verifier.grounding.limits",  # clocks
    # How alike two words are.
    "verifier.analysis.cases.lexicon", "verifier.programs", "verifier.language.near",
}


def modules() -> dict[str, Path]:
    """Give each module of ours with its file."""
    found = {}
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(path: Path) -> Iterator[str]:
    """Yield what a file imports anywhere in it, down to names that are modules."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: relative import"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else node.module


def ours(path: Path) -> set[str]:
    return {name for name in imported(path) if name.partition(".")[0] in OURS}


def layer(module: str) -> int:
    """Find the layer with the longest name that `module` belongs to."""
    places = [
        (len(part), place) for place, parts in enumerate(LAYERS) for part in parts
        if module == part or (part != API and module.startswith(part + "."))
    ]
    assert places, f"{module} belongs to no layer"
    return max(places)[1]


def in_packages(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == p or module.startswith(p + ".") for p in packages)


WITH_CODE = [m for m, p in MODULES.items() if p.name != "__init__.py" or ours(p)]


@pytest.mark.parametrize("module", WITH_CODE)
def test_imports_go_down_only(module: str) -> None:
    upward = sorted(n for n in ours(MODULES[module]) if layer(n) > layer(module))
    assert not upward, f"{module} imports {upward} of a higher layer"


def engine(module: str) -> str:
    name = module.removeprefix("verifier.engines.")
    return next(e for e, starts in ENGINES.items() if name.startswith(starts))


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("verifier.engines.")])
def test_engines_do_not_import_each_other(module: str) -> None:
    short = module.removeprefix("verifier.engines.")
    for name in ours(MODULES[module]):
        if name.startswith("verifier.engines.") and engine(name) != engine(module):
            assert name.removeprefix("verifier.engines.") in MAY_CHECK.get(short, ()), name


def uses(path: Path, module: str, attribute: str) -> bool:
    """Say whether a file names `module.attribute`, or imports it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if (name, attr) == (
                module, attribute,
            ):
                return True
            case ast.ImportFrom(module=name) if name == module and any(
                a.name == attribute for a in node.names
            ):
                return True
    return False


def test_only_grounding_controls_clingo() -> None:
    users = {m for m, p in MODULES.items() if uses(p, "clingo", "Control")}
    assert users and all(in_packages(m, ("verifier.grounding",)) for m in users), users


def test_only_two_modules_know_z3() -> None:
    users = {
        m for m, p in MODULES.items() if any(n.partition(".")[0] == "z3" for n in imported(p))
    }
    assert users == {"verifier.engines.smt_native", "verifier.engines.smt_solver"}


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("cli")])
def test_commands_only_call(module: str) -> None:
    known = CLI_ALSO.get(module, set())
    strangers = {n for n in ours(MODULES[module]) if not in_packages(n, CLI)} - known
    assert not strangers


def floats(path: Path) -> Iterator[int]:
    """Yield the lines with a float literal or a call of `float`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(value=float()) | ast.Call(func=ast.Name(id="float")):
                yield node.lineno


@pytest.mark.parametrize("module", [m for m in MODULES if m not in NO_AMOUNTS])
def test_amounts_are_never_floats(module: str) -> None:
    assert list(floats(MODULES[module])) == []


def test_there_is_no_module_for_leftovers() -> None:
    leftovers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not {m for m in MODULES if leftovers & set(m.split("."))}


def test_compute_imports_neither_z3_nor_with_a_warm_cache_clingo() -> None:
    code = (
        "import sys; from cli.main import run; code = run(sys.argv[1:]); "
        "print(code, sorted({'z3', 'clingo', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    visit = "kind=inpatient,level=1,cost=30000,in_scope=30000,basic=0,critical_billed=0"
    arguments = ["compute", str(VILLAGE), "--year", "2022", "--category", "poor",
                 "--with", "critical_stated=yes", "--visit", visit]
    last = ""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True,
            check=True,
        )
        last = done.stderr.strip().splitlines()[-1]
        assert "z3" not in last
    assert last == "0 []"
