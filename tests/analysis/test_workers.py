"""Groups of tasks in processes: what is prepared for them, and what becomes of them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest

from verifier.analysis.checking.workers import spread
from verifier.errors import CaseError, Problem, message
from verifier.source import Span

GROUPS = [("a1", "a2"), ("b1",), ("a3",), ("b2", "b3")]


def _kin(group: Sequence[str]) -> str:
    return group[0][0]


class _Prepared:
    """What is prepared, by kin, and in which process."""

    def __init__(self) -> None:
        self.groups: list[tuple[str, ...]] = []
        self.process = 0

    def prepare(self, group: Sequence[str]) -> None:
        self.groups.append(tuple(group))
        self.process = os.getpid()

    def work(self, group: Sequence[str]) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
        for _ in group:
            yield os.getpid(), self.process, list(self.groups)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"


def _ends(process: int) -> bool:
    """Whether a process ends within some seconds."""
    until = time.monotonic() + 10
    while _alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not _alive(process)


def test_each_group_begins_with_what_was_prepared_for_its_kin() -> None:
    prepared = _Prepared()
    found = dict(spread(GROUPS, prepared.work, 2, prepared.prepare, _kin))
    assert set(found) == {task for group in GROUPS for task in group}
    known = {task: result for task, result in found.items() if result is not None}
    assert known["a1"][2] == [("a1", "a2")]
    assert known["a3"][2] == [("a1", "a2"), ("a3",)]
    assert known["b2"][2] == known["b3"][2] == [("b1",), ("b2", "b3")]
    workers = {task: worker for task, (worker, _, _) in known.items()}
    assert workers["a1"] == workers["a2"]
    assert len(set(workers.values())) == len(GROUPS)
    assert {_kin(task): nursery for task, (_, nursery, _) in known.items()}.keys() == {"a", "b"}
    assert known["a1"][1] == known["a3"][1] != known["b1"][1]
    assert prepared.groups == []  # not here
    assert not any(_alive(process) for one in known.values() for process in one[:2])


def test_one_job_does_all_in_this_process() -> None:
    prepared = _Prepared()
    found = [task for task, result in spread(GROUPS, prepared.work, 1) if result]
    assert found == [task for group in GROUPS for task in group]


def test_tasks_of_a_process_that_ends_are_lost_and_no_others() -> None:
    def work(group: Sequence[str]) -> Iterator[str]:
        for task in group:
            if task in {"a2", "b1"}:
                os.kill(os.getpid(), signal.SIGKILL)
            yield task.upper()

    found = dict(spread(GROUPS, work, 2, kin=_kin))
    assert found == {
        "a1": "A1", "a2": None, "b1": None, "a3": "A3", "b2": "B2", "b3": "B3",
    }


def test_all_that_a_preparing_process_would_have_begun_is_lost_with_it() -> None:
    def prepare(group: Sequence[str]) -> None:
        if group[0] == "a1":
            os.kill(os.getpid(), signal.SIGKILL)

    found = dict(spread(GROUPS, iter, 2, prepare, _kin))
    assert found == {"a1": None, "a2": None, "a3": None, "b1": "b1", "b2": "b2", "b3": "b3"}


@pytest.mark.parametrize("place", ["prepare", "work"])
def test_an_error_is_raised_here_and_ends_what_still_runs(place: str, tmp_path: Path) -> None:
    def fail(group: Sequence[str]) -> None:
        if group[0] == "a1":
            until = time.monotonic() + 10
            while not (tmp_path / "b").exists() and time.monotonic() < until:
                time.sleep(0.01)
            raise KeyError("wrong")

    def prepare(group: Sequence[str]) -> None:
        if place == "prepare":
            fail(group)

    def work(group: Sequence[str]) -> Iterator[str]:
        if group[0] == "b1":
            (tmp_path / "started").write_text(f"{os.getpid()} {os.getppid()}", encoding="utf-8")
            (tmp_path / "started").rename(tmp_path / "b")
            time.sleep(60)
        if place == "work":
            fail(group)
        yield from group

    with pytest.raises(KeyError, match="wrong"):
        list(spread(GROUPS, work, 2, prepare, _kin))
    worker, nursery = map(int, (tmp_path / "b").read_text(encoding="utf-8").split())
    assert _ends(worker)
    assert _ends(nursery)


@pytest.mark.parametrize("place", ["prepare", "work"])
def test_an_error_of_the_user_is_told_here_as_it_is_there(place: str) -> None:
    error = CaseError(Problem("wrong", Span("plan.lp"), message("`{name}` is wrong", name="x")))

    def prepare(_: Sequence[str]) -> None:
        if place == "prepare":
            raise error

    def work(group: Sequence[str]) -> Iterator[str]:
        yield group[0]
        raise error

    with pytest.raises(CaseError) as raised:
        list(spread(GROUPS, work, 2, prepare, _kin))
    assert raised.value.problems == error.problems
    assert str(raised.value) == str(error)


def test_who_stops_listening_ends_what_runs(tmp_path: Path) -> None:
    def work(group: Sequence[str]) -> Iterator[str]:
        (tmp_path / group[0]).write_text(f"{os.getpid()} {os.getppid()}", encoding="utf-8")
        yield group[0]
        time.sleep(60)
        yield from group[1:]

    run = spread(GROUPS, work, 2, kin=_kin)
    seen = {next(run).task, next(run).task}
    assert seen == {"a1", "b1"}
    assert isinstance(run, Generator)
    run.close()
    for name in seen:
        for process in map(int, (tmp_path / name).read_text(encoding="utf-8").split()):
            assert _ends(process)
