from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from verifier import programs
from verifier.errors import GroundingError, LanguageError
from verifier.grounding.ground import ground
from verifier.grounding.limits import Limits, bounded
from verifier.grounding.model import GroundProgram, Operation
from verifier.language.loader import Source, load
from verifier.places import ENCODINGS
from verifier.program.model import Fact

ROOT = Path(__file__).resolve().parents[2]
GROUNDS = """
import sys
from pathlib import Path
from verifier.errors import GroundingError
from verifier.grounding.ground import ground
from verifier.grounding.limits import Limits
from verifier.language.loader import load
from verifier.places import ENCODINGS
try:
    found = load([Path(sys.argv[1])], core=[ENCODINGS / "core" / "theory.lp"])
    ground(found, {}, Limits(rules=10**9, memory=60_000_000, seconds=300))
except GroundingError as error:
    print(error)
"""

THEORY = [ENCODINGS / "core" / "theory.lp"]


def source(folder: Path, text: str) -> Source:
    path = folder / "a.lp"
    path.write_text(text, encoding="utf-8")
    return load([path], core=THEORY)


def grounded(folder: Path, text: str, **constants: int) -> GroundProgram:
    return ground(source(folder, text), constants)


def test_rules_keep_their_tags(tmp_path: Path) -> None:
    program = grounded(tmp_path, "%@ 1\np(1..2).\nq(X) :- p(X), X > 1.\n")
    bodies = {
        program.symbols[rule.head[0]]: {program.tags[a] for a, _ in rule.body if a in program.tags}
        for rule in program.rules if rule.head and rule.head[0] in program.symbols
    }
    file = str(tmp_path / "a.lp")
    assert bodies == {"p(1)": {f"{file}:2:1"}, "p(2)": {f"{file}:2:1"}, "q(2)": {f"{file}:3:1"}}


def test_facts_are_terms(tmp_path: Path) -> None:
    program = grounded(tmp_path, 'label(a, "甲", f(1,b)). label(-3, x, y).\n#defined p/0.\n')
    # `label/3` is a declaration, so it carries no tag and stays a fact.
    assert program.facts == (
        Fact("label", (-3, "x", "y")), Fact("label", ("a", "甲", Fact("f", (1, "b"))))
    )


def test_terms_of_amounts(tmp_path: Path) -> None:
    program = grounded(tmp_path, "v(1). &let { a(V) } = (b(V) + 2) * -c / 3 :- v(V).")
    (atom,) = program.theory.values()
    assert atom.elements[0].terms == ("a(1)",)
    assert atom.guard == ("=", Operation("/", (
        Operation("*", (Operation("+", ("b(1)", 2)), Operation("-", ("c",)))), 3
    )))


def test_conditions_of_elements_are_literals(tmp_path: Path) -> None:
    program = grounded(tmp_path, "{ p(1..2) }. &sum { a,X : p(X), not p(1) } = b.")
    (atom,) = program.theory.values()
    names = {abs(c): program.symbols.get(abs(c)) for e in atom.elements for c in e.condition}
    assert {"p(1)", "p(2)"} >= {n for n in names.values() if n} != set()
    assert any(c < 0 for e in atom.elements for c in e.condition)


def test_constants_are_set(tmp_path: Path) -> None:
    program = grounded(tmp_path, "label(n, n, n).", n=7)
    assert program.facts == (Fact("label", (7, 7, 7)),)


def test_what_the_grounder_finds_fault_with(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"a\.lp:2:.*operation undefined"):
        grounded(tmp_path, "p(a).\nq(X+1) :- p(X).\n")


# Limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_a_process_of_its_own_changes_nothing(document: programs.Document) -> None:
    files = load([document.path])
    assert files.packaged
    assert ground(files, {"visits": 2}) == ground(files, {"visits": 2}, Limits())


def test_a_file_outside_the_package_gets_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        child = fork()
        forks.append(child)
        return child

    monkeypatch.setattr(os, "fork", counted)
    ground(load([programs.documents()[0].path]), {"visits": 1})
    assert len(forks) == 0
    grounded(tmp_path, "p.")
    assert len(forks) == 1


def test_size_is_limited_where_there_is_no_fork(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(GroundingError, match=r"a\.lp:2:.*exceeds 100 rules"):
        ground(source(tmp_path, "p(1..9).\nq(X,Y,Z) :- p(X), p(Y), p(Z).\n"), {}, Limits(rules=100))


def test_so_many_rules_are_allowed_and_no_more(tmp_path: Path) -> None:
    text = source(tmp_path, "label(1..20, a, b).")
    rules = len(ground(text, {}).rules)
    assert len(ground(text, {}, Limits(rules=rules)).rules) == rules
    with pytest.raises(GroundingError):
        ground(text, {}, Limits(rules=rules - 1))


def test_time_is_limited(tmp_path: Path) -> None:
    text = "p(1..900).\nq :- p(A), p(B), p(C), p(D), A + B + C + D < 0.\nr :- p(1).\n"
    start = time.monotonic()
    with pytest.raises(GroundingError, match=r"a\.lp:2:.*more than 1 seconds"):
        ground(source(tmp_path, text), {}, Limits(seconds=1))
    assert time.monotonic() - start < 15


def test_memory_is_limited(tmp_path: Path) -> None:
    text = "p(1..2000).\nlabel(f(A,B,C), A, B) :- p(A), p(B), p(C).\n"
    (tmp_path / "a.lp").write_text(text, encoding="utf-8")
    # In a process of its own: what this one has freed would be used first.
    told = subprocess.run(
        [sys.executable, "-c", GROUNDS, str(tmp_path / "a.lp")], capture_output=True, text=True,
        check=False, cwd=ROOT,
    )
    assert "more than 60 MB" in told.stdout, told


def test_a_process_that_says_nothing_is_ended(tmp_path: Path) -> None:
    """A child that neither computes nor ends uses no processor time."""
    start = time.monotonic()
    with pytest.raises(GroundingError, match="more than 1 seconds"):
        bounded(lambda: time.sleep(60), source(tmp_path, "p."), Limits(seconds=1))
    assert time.monotonic() - start < 30


def test_no_process_and_no_file_is_left(tmp_path: Path) -> None:
    files = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        grounded(tmp_path, "p.")
    assert len(list(Path("/proc/self/fd").iterdir())) == files
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_it_works_beside_threads(tmp_path: Path) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert grounded(tmp_path, "%@ 1\np.").rules
    finally:
        stop.set()
        thread.join()


def test_what_goes_wrong_in_the_child_is_raised(tmp_path: Path) -> None:
    def broken() -> int:
        raise ZeroDivisionError("text")

    with pytest.raises(ZeroDivisionError, match="text"):
        bounded(broken, source(tmp_path, "p."), Limits())
