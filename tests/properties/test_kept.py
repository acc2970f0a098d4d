"""A hurried check loses no larger harm that an earlier one found, and believes in none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from cli.main import run
from tests.cases import VILLAGE
from verifier import programs
from verifier.analysis.checking import failure
from verifier.analysis.checking.check import check_all
from verifier.analysis.checking.hint_files import fitting, place_of, read_hints, written
from verifier.analysis.checking.options import Options
from verifier.analysis.hinted import Hint, Hints
from verifier.analysis.results import LargestHarm
from verifier.engines.smt import Asking, Claim, Limit, Quantity, Satisfiable
from verifier.engines.smt_search import Extreme, Measure

TASKS = (("day_within_bound", "day"), ("no_double_aid", ""))
"""Two persons are compared by one, the other speaks of one person."""
ASKED = [part for name, _ in TASKS for part in ("--property", name)]


def hurried(
    session: Asking, quantity: Quantity, *claims: Claim,
    known: Satisfiable | None = None, timeout_ms: Limit = None, measure: Measure | None = None,
) -> Extreme:
    """The search for the largest harm, given up at the first case."""
    del timeout_ms, measure
    case = known or session.check(*claims)
    assert isinstance(case, Satisfiable)
    return Extreme(case.value(quantity), False, case, "timeout")


def sought(*_: object, **__: object) -> NoReturn:
    raise AssertionError("a larger harm was sought")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "village.lp"
    path.write_text(VILLAGE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def write_hints(plan: Path) -> Hints:
    command = ["check", str(plan), "--visits", "1", *ASKED, "--jobs", "1", "--write-hints"]
    assert run(command) == 1
    return read_hints(plan)


def harms(plan: Path, hints: Hints) -> dict[str, LargestHarm]:
    """The largest harm of each property, found with hints alone."""
    program = programs.load_program(programs.Document("village", plan), 1, properties=True)
    options = Options(only=tuple(name for name, _ in TASKS))
    asked = fitting(hints, program, options)
    assert all(asked[task].sought is not None for task in TASKS)
    with pytest.MonkeyPatch.context() as nothing:
        nothing.setattr(failure, "maximise", sought)
        found = check_all((program,), options, hints=lambda _: asked).findings[0]
    return {f.property: f.largest for f in found if f.largest is not None}


def hurry(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Hints:
    """The hints that a check on a busy machine writes."""
    with monkeypatch.context() as busy:
        busy.setattr(failure, "maximise", hurried)
        return write_hints(plan)


def test_who_suffers_more_is_kept(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = harms(plan, hurry(plan, monkeypatch))
    place_of(plan).unlink()
    more = harms(plan, write_hints(plan))
    kept = harms(plan, hurry(plan, monkeypatch))
    for name, _ in TASKS:
        assert less[name].value < more[name].value
        assert (kept[name].value, kept[name].who) == (more[name].value, more[name].who)
        assert not kept[name].exact  # a hurried check does not know that nobody suffers more


def test_a_larger_harm_that_is_found_now_takes_the_place(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = harms(plan, hurry(plan, monkeypatch))
    more = harms(plan, write_hints(plan))
    assert all(less[name].value < more[name].value for name, _ in TASKS)


LIES: dict[str, Callable[[Hint], Hint]] = {
    "harmed by nothing": lambda h: replace(h, cases=tuple(tuple({} for _ in c) for c in h.cases)),
    "one too many": lambda h: replace(h, cases=tuple((*c, {}) for c in h.cases)),
    "out of bounds": lambda h: replace(h, cases=tuple(
        tuple({n: v if v is True else v * 10**6 for n, v in who.items()} for who in c)
        for c in h.cases
    )),
    "nobody": lambda h: replace(h, cases=()),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_nobody_is_believed_to_suffer_more(
    plan: Path, monkeypatch: pytest.MonkeyPatch, lie: Callable[[Hint], Hint]
) -> None:
    found = hurry(plan, monkeypatch)
    lies = replace(found, tasks={task: lie(hint) for task, hint in found.tasks.items()})
    assert lies != found
    place_of(plan).write_text(written(lies), encoding="utf-8")
    assert hurry(plan, monkeypatch) == found


def test_who_suffers_less_in_a_changed_plan_is_computed_again(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = harms(plan, write_hints(plan))
    text = plan.read_text(encoding="utf-8")
    changed = text.replace("figure(aid_rate, 60,", "figure(aid_rate, 30,")
    assert changed != text
    plan.write_text(changed, encoding="utf-8")
    kept = harms(plan, hurry(plan, monkeypatch))
    place_of(plan).unlink()
    largest = harms(plan, write_hints(plan))["no_double_aid"]
    assert largest.exact  # of the day it is not known
    assert kept["no_double_aid"].value <= largest.value < before["no_double_aid"].value
