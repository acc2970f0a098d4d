"""Findings that an earlier check of the same made: when they are taken again, and when not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache as cache_of_this_run
from pathlib import Path

import pytest

from tests.cases import VILLAGE
from tests.random_cases import random_case
from verifier import cache, programs
from verifier.analysis.checking import work
from verifier.analysis.checking.check import Run, check_all
from verifier.analysis.checking.encoding import Base
from verifier.analysis.checking.needed import Parts
from verifier.analysis.checking.options import Options, Trust
from verifier.analysis.checking.tasks import Task, ordered, tasks_of
from verifier.analysis.hinted import Hinted
from verifier.analysis.results import Finding, Verdict
from verifier.engines import exact
from verifier.program.model import Program

FEW = ("further_category", "own_payment_monotone", "subsidy_within_contribution")
AGAIN = Options(remember=True, simplest=False, only=FEW)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MINGZHENG_CACHE", str(path))
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The tasks that the engines were given."""
    found: list[Task] = []
    findings = work.findings

    def counted(
        program: Program, options: Options, tasks: Sequence[Task], hints: Hinted, base: Base
    ) -> Iterator[tuple[Finding, ...]]:
        found.extend(tasks)
        return findings(program, options, tasks, hints, base)

    monkeypatch.setattr(work, "findings", counted)
    return found


def loaded(path: Path, visits: int = 1) -> Program:
    return programs.load_program(programs.Document("village", path), visits, properties=True)


@cache_of_this_run
def village(visits: int = 1) -> Program:
    return loaded(VILLAGE, visits)


def changed(tmp_path: Path, old: str, new: str) -> Program:
    """The village with another figure, in a file of the same name."""
    text = VILLAGE.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "village.lp"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return loaded(path)


def files(folder: Path) -> set[Path]:
    return set(folder.iterdir()) if folder.is_dir() else set()


def run(program: Program, options: Options = AGAIN) -> Run:
    return check_all((program,), options)


def test_the_same_check_asks_nothing_again(asked: list[Task]) -> None:
    first = run(village())
    assert first.remembered == 0
    assert len(asked) == first.tasks > 0
    asked.clear()
    second = run(village())
    assert asked == []
    assert second.remembered == second.tasks == first.tasks
    assert second.findings == first.findings


@pytest.mark.parametrize("options", [
    replace(AGAIN, remember=False),
    replace(AGAIN, simplest=True),
    replace(AGAIN, all_readings=True),
    replace(AGAIN, timeout_ms=9_000),
])
def test_what_is_asked_otherwise_is_asked(asked: list[Task], options: Options) -> None:
    first = run(village())
    asked.clear()
    assert run(village(), options).remembered == 0
    assert len(asked) == first.tasks


def test_a_check_that_may_not_remember_keeps_nothing(asked: list[Task], folder: Path) -> None:
    program = village()
    before = files(folder)
    run(program, replace(AGAIN, remember=False))
    assert files(folder) == before
    run(program)
    assert files(folder) > before


def test_proofs_that_are_to_be_kept_are_made_anew(
    asked: list[Task], tmp_path: Path, folder: Path
) -> None:
    first = run(village())
    asked.clear()
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    again = run(village(), replace(AGAIN, trust=Trust(scripts)))
    assert again.remembered == 0
    assert len(asked) == first.tasks
    assert list(scripts.iterdir())


def test_other_visits_are_other_questions(asked: list[Task]) -> None:
    run(village())
    asked.clear()
    other = run(village(visits=2))
    assert len(asked) == other.tasks
    assert {f.visits for f in other.findings[0]} == {2}


@pytest.mark.parametrize("change", ["_code", "_version"])
def test_other_code_asks_anew(
    asked: list[Task], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    program = village()
    first = run(program)
    asked.clear()
    monkeypatch.setattr(cache, change, lambda _: "other")
    assert run(program).remembered == 0
    assert len(asked) == first.tasks


def test_a_broken_entry_is_asked_anew(asked: list[Task], folder: Path) -> None:
    program = village()
    before = files(folder)
    first = run(program)
    for entry in files(folder) - before:
        content = bytearray(entry.read_bytes())
        content[-3] ^= 1
        entry.write_bytes(content)
    asked.clear()
    second = run(program)
    assert second.remembered == 0
    assert second.findings == first.findings
    assert len(asked) == first.tasks


def test_what_was_not_decided_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    program = village()
    findings = work.findings

    def out_of_time(
        part: Program, options: Options, tasks: Sequence[Task], hints: Hinted, base: Base
    ) -> Iterator[tuple[Finding, ...]]:
        for place, task in enumerate(tasks):
            unknown = Finding(task.property.id, part.document, Verdict.UNKNOWN)
            done = Finding(task.property.id, part.document, Verdict.PROVED)
            yield (done if place else unknown,)

    monkeypatch.setattr(work, "findings", out_of_time)
    run(program)
    monkeypatch.setattr(work, "findings", findings)
    assert run(program).remembered == 0


def test_what_was_done_before_an_interruption_is_remembered(
    monkeypatch: pytest.MonkeyPatch, asked: list[Task]
) -> None:
    program = village()
    groups = ordered([tuple(tasks_of(program, 0, AGAIN))])
    assert len(groups) > 1
    counted = work.findings

    def interrupted(
        part: Program, options: Options, tasks: Sequence[Task], hints: Hinted, base: Base
    ) -> Iterator[tuple[Finding, ...]]:
        if tuple(tasks) == groups[-1]:
            raise KeyboardInterrupt
        return counted(part, options, tasks, hints, base)

    monkeypatch.setattr(work, "findings", interrupted)
    assert run(program).interrupted
    monkeypatch.setattr(work, "findings", counted)
    asked.clear()
    again = run(program)
    assert tuple(asked) == groups[-1]
    assert again.remembered == again.tasks - len(groups[-1])


# What a change leaves as it was ------------------------------------------------------------------


def test_only_what_rests_on_a_changed_figure_is_asked_again(
    asked: list[Task], tmp_path: Path
) -> None:
    old = changed(tmp_path, "old_sum, 50", "old_sum, 50")
    first = run(old)
    asked.clear()
    new = changed(tmp_path, "old_sum, 50", "old_sum, 45")
    second = run(new)
    parts, groups = Parts(old), ordered([tuple(tasks_of(old, 0, AGAIN))])
    resting = [g for g in groups if "old_sum" in {v.name for v in parts.of(g).values}]
    assert {t.property.id for g in resting for t in g} >= {"subsidy_within_contribution"}
    assert set(asked) == {task for group in resting for task in group}
    assert 0 < second.remembered < second.tasks == first.tasks
    assert second.findings == run(new, replace(AGAIN, remember=False)).findings


@pytest.mark.parametrize("name", [d.id for d in programs.documents()])
def test_a_part_computes_what_the_whole_computes(name: str) -> None:
    """Each group of each document, on cases of the whole: every atom and amount of the part."""
    program = programs.load_program(programs.find(name), 2, properties=True)
    rng = random.Random(name)
    cases = [random_case(program, rng) for _ in range(3)]
    whole = [exact.evaluate(program, case) for case in cases]
    parts = Parts(program)
    sizes = set()
    for group in ordered([tuple(tasks_of(program, 0, Options()))]):
        part = parts.of(group)
        sizes.add(len(part.definitions))
        for case, all_of_it in zip(cases, whole, strict=True):
            here = exact.evaluate(part, case)
            assert here.broken == all_of_it.broken
            assert here.atoms == {n: all_of_it.atoms[n] for n in here.atoms}
            assert here.amounts == {n: all_of_it.amounts[n] for n in here.amounts}
            for task in group:
                assert not task.amount or task.amount in here.amounts
    assert len(sizes) > 1
