"""Which open values a property needs, and which persons are tried again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.main import run
from tests.cases import VILLAGE
from tests.properties.plans import plan
from verifier.analysis.checking.check import check_all
from verifier.analysis.checking.encoding import Base, Encoding
from verifier.analysis.checking.hint_files import hints_of
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.sensitivity import needed
from verifier.analysis.hinted import Hinted
from verifier.analysis.results import Finding, Verdict
from verifier.engines.smt import Assignment, Copy, Manner
from verifier.program.model import Program, Rounding

NAMES = tuple(f"v{n}" for n in range(24))


@given(st.frozensets(st.sampled_from(NAMES), max_size=6))
def test_what_is_kept_is_what_is_needed(wanted: frozenset[str]) -> None:
    def holds(values: Mapping[str, int]) -> bool:
        return wanted <= values.keys()

    assert needed(dict.fromkeys(NAMES, 7), holds) == dict.fromkeys(wanted, 7)


def test_one_of_many_is_found_with_few_questions() -> None:
    asked: list[int] = []

    def holds(values: Mapping[str, int]) -> bool:
        asked.append(len(values))
        return "v5" in values

    assert needed(dict.fromkeys(NAMES, 7), holds) == {"v5": 7}
    assert len(asked) <= 1 + 2 * 5  # all at once; then 24 are halved five times


OPEN = """\
% Made for a test: a limit that the plan leaves open rises, and nobody pays less.
property(more_limit, pair, "上限提高", "a higher limit").
why(more_limit, "上限提高，自付减少", "what aid pays more, nobody pays himself").
speaks_of(more_limit, "未定的上限", "a limit that is left open").
phrase(more_limit, "年度限额", "the annual limit").
example(more_limit, "上限由一千提高到两万", "from 1000 to 20,000").
varies(more_limit, aid_ceiling, up).
pair(more_limit, T, held(C,T), held(C,T), at_least(own_total)) :-
    category(C), C = poor, moment(T).
moment(enrolment;treatment).
"""


def test_persons_may_differ_in_what_a_plan_leaves_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first comparison finds two whom the second one tries again."""
    own = tmp_path / "more_limit.lp"
    own.write_text(OPEN, encoding="utf-8")
    for more in ([], ["--verdicts-only"]):
        assert run([
            "check", str(VILLAGE), "--property-file", str(own), "--property", "more_limit",
            "--visits", "1", "--jobs", "1", "--fresh", "--format", "json", *more,
        ]) == 1
        found = json.loads(capsys.readouterr().out)["documents"][0]["findings"]
        assert [f["verdict"] for f in found] == ["violated", "violated"]


SUM = """\
#include "{base}".

%@ 一.1
%  zh: 老年人资助二百至四百元，数额另定；低于某数的另行处理
%  en: old people: from two to four hundred yuan, set elsewhere; less than a sum is too little
open(old_sum, range(200,400), yuan).
reason(old_sum, "数额另定", "set elsewhere").
figure(too_little, {too_little}, yuan, 1).
subsidised(old) :- counts(old).
&let {{ grant(old) }} = old_sum :- subsidised(old).

property(fair_sum, case, "资助适中", "a fair subsidy").
why(fair_sum, "试验", "a test").
speaks_of(fair_sum, "老年人", "old people").
scope(fair_sum, above) :- subsidised(old).
violation(fair_sum, above) :- subsidised(old), &is {{ grant(old) }} > contribution_due.
scope(fair_sum, below) :- subsidised(old).
violation(fair_sum, below) :-
    subsidised(old), not says(critical_stated), &is {{ grant(old) }} <= too_little.
"""
"""Who has no bill of critical-illness insurance is asked of in a second room only."""
PLAN = Path(__file__).resolve().parent / "documents" / "base" / "plan.lp"


def check_of_sum(too_little: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a full check tells of a plan, by who is subsidised with too little."""
    plan = folder / "sum.lp"
    plan.write_text(SUM.format(base=PLAN, too_little=too_little), encoding="utf-8")
    assert run([
        "check", str(plan), "--property", "fair_sum", "--visits", "1", "--jobs", "1", "--fresh",
        "--lang", "en",
    ]) in (1, 3)
    return capsys.readouterr().out


def test_values_that_wrong_nobody_in_any_room_are_said_to_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Above 250 nobody is subsidised with too little, and 300 are not above 320."""
    told = check_of_sum(250, tmp_path, capsys)
    assert "it would hold with old_sum = 300.00" in told


def test_values_that_wrong_somebody_in_another_room_are_not_said_to_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has a bill is not wronged up to 320; who has none is, by whatever is not above that."""
    told = check_of_sum(320, tmp_path, capsys)
    assert "violated" in told and "a fair subsidy" in told
    assert "it would hold" not in told


def test_persons_of_other_comparisons_differ_only_where_these_may() -> None:
    """They differed in `cost`, `year` and `rate`; here persons may differ in the last two alone."""
    empty = Program("d", 1, Rounding.HALF_UP, (), (), (), (), {}, {})
    encoding = Encoding(Base.of(empty, {}, 1000, Manner()))
    low, high = {"rate": 5, "limit": 7}, {"rate": 6, "limit": 8}
    one = Assignment({"cost": 10, "year": False, "held": True, "room": False}, low)
    other = Assignment({"cost": 99, "year": True, "held": True, "room": False}, high)
    encoding.remember_wronged((one, other))
    encoding.remember_met((other, one))
    first, second = cast("tuple[Copy, Copy]", ("first", "second"))
    known = {first: {"room": True}, second: {"room": True, "held": False}}
    wronged = (
        Assignment({"cost": 10, "year": False, "held": True, "room": True}, low),
        Assignment(
            {"cost": 10, "year": True, "held": False, "room": True}, {"rate": 6, "limit": 7}
        ),
    )
    met = (
        Assignment({"cost": 99, "year": True, "held": True, "room": True}, high),
        Assignment(
            {"cost": 99, "year": False, "held": False, "room": True}, {"rate": 5, "limit": 8}
        ),
    )
    assert list(encoding.wronged(known, ("year", "rate"))) == [wronged]
    assert list(encoding.met(known, ("year", "rate"))) == [met, wronged]


SPOKEN = """
open(vv, range(0,1000), yuan).
reason(vv, "另定", "set elsewhere").
figure(nothing, 0, yuan, 4).
figure(half, 500, yuan, 5).
&let { extra } = hundred :- &is { vv } >= half.
spoken :- &is { extra } > nothing.
"""
"""Of nobody is it said that they are spoken of, unless the sum that is set elsewhere is large."""

CLAIMED = SPOKEN + """
property(mine, case, "试验", "a test").
why(mine, "试验", "a test").
scope(mine, x) :- spoken.
violation(mine, x) :- spoken, &is { vv } >= half.
&let { harm(mine, x) } = vv :- violation(mine, x).
"""
COMPARED = SPOKEN + """
property(mine, pair, "试验", "a test").
why(mine, "试验", "a test").
&let { bonus } = vv :- says(applied), &is { vv } >= half.
&let { bonus } = nothing :- not says(applied).
&let { bonus } = nothing :- &is { vv } < half.
varies(mine, says(applied), free).
pair(mine, all, spoken, spoken, equals(bonus)).
"""
OTHERWISE = "&let { extra } = five :- &is { vv } < half.\n"
ELSEWHERE = """
quantity(other, money, "别的", "another").
&let { other } = five :- &is { vv } >= half.
apart :- &is { other } > nothing.
quantity(further, money, "再一个", "one more").
&let { further } = six :- apart.
output(further).
"""


def of_mine(lines: str, hints: Hinted | None = None) -> tuple[Program, Finding]:
    loaded = plan(lines, ("plan",), 1)
    known = None if hints is None else lambda _: hints
    ((found,),) = check_all((loaded,), Options(only=("mine",)), hints=known).findings
    return loaded, found


@pytest.mark.parametrize("lines", [CLAIMED, COMPARED], ids=["claimed", "compared"])
def test_values_with_which_nobody_is_spoken_of_are_not_said_to_help(lines: str) -> None:
    """With less than five hundred yuan the sum that is asked for has no value: nobody has more."""
    loaded, found = of_mine(lines)
    assert found.verdict is Verdict.VIOLATED and found.holds_with is None
    # Nor if a hint says so.
    tasks = hints_of(loaded, Options(), (found,)).tasks
    lies = {
        task: replace(hint, sought=replace(hint.sought, holds={"vv": 0}))
        for task, hint in tasks.items() if hint.sought is not None
    }
    assert lies
    _, again = of_mine(lines, lies)
    assert again.verdict is Verdict.VIOLATED and again.holds_with is None


@pytest.mark.parametrize("lines", [CLAIMED, COMPARED], ids=["claimed", "compared"])
@pytest.mark.parametrize("more", ["", ELSEWHERE], ids=["all has a value", "another has none"])
def test_values_with_which_somebody_is_spoken_of_are_said_to_help(lines: str, more: str) -> None:
    """Then it is five yuan, so that everybody is spoken of, whatever something else lacks."""
    loaded, found = of_mine(lines + OTHERWISE + more)
    assert found.verdict is Verdict.VIOLATED and found.holds_with == {"vv": 0}
    _, again = of_mine(lines + OTHERWISE + more, hints_of(loaded, Options(), (found,)).tasks)
    assert again.verdict is Verdict.VIOLATED and again.holds_with == {"vv": 0}
