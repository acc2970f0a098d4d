"""What was not decided is not told as proved, and what is easily found more is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE
from tests.compare.test_tools import plan
from verifier.analysis.comparing.along import followed
from verifier.analysis.comparing.lines import lines
from verifier.analysis.comparing.persons import better, largest
from verifier.analysis.comparing.results import Difference, Group, Judgement, Largest
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.comparing.verdicts import judge
from verifier.analysis.joining.joint import Joint, join
from verifier.analysis.joining.rooms import JointRooms
from verifier.analysis.joining.solver import Found, NoCase, Open, Question
from verifier.engines.smt_logic import Claim
from verifier.errors import message

TIMEOUT_MS = 20_000


@pytest.fixture
def joint(tmp_path: Path) -> Joint:
    """The village, and the same with fifty percent of aid for sixty."""
    sides = [load_side(Asked(str(path)), 1) for path in (VILLAGE, plan(tmp_path, rate="50"))]
    return join(sides[0].program, sides[1].program)


def judged(joint: Joint, name: str) -> Judgement:
    line = next(line for line in lines(joint) if line.name == name)
    return judge(joint, line, JointRooms(joint, TIMEOUT_MS), TIMEOUT_MS)


def aid_of_the_poor(joint: Joint) -> Largest:
    """Ten percent of what passes 1 500 yuan, of at most two million."""
    (loss,) = largest(joint, judged(joint, "total(aid)"), Group("poor"), TIMEOUT_MS)
    assert (loss.value, loss.exact) == (199_850_00, True)
    return loss


def test_cases_of_which_nothing_is_known_are_searched_for_persons_as_well(
    joint: Joint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(self: Question, *claims: Claim) -> Found | NoCase | Open:
        found = ask(self, *claims)
        stated = isinstance(found, Found) and found.values["says(critical_stated)"]
        return found if stated else Open(message("no answer"))

    ask = Question.find
    monkeypatch.setattr(Question, "find", find)
    judgement = judged(joint, "total(aid)")
    assert judgement.verdict is Difference.UNKNOWN  # whether somebody gains is not known
    assert (judgement.more, judgement.less, judgement.differs) == (None, True, True)
    assert [dict(room) for room in judgement.rooms] == [
        {"says(critical_stated)": True}, {"says(critical_stated)": False},
    ]


def test_a_search_that_gave_up_takes_a_person_that_another_found(joint: Joint) -> None:
    strong = aid_of_the_poor(joint)
    weak = replace(strong, value=1_00, exact=False, witness=None, values=None)
    others = replace(weak, group=Group("old"))
    first, second, third = better(joint, (weak, others, strong))
    assert (first.value, first.exact, first.group) == (199_850_00, False, Group("poor"))
    assert first.witness is not None
    # The person is not old, and what is certain stays as it is.
    assert (second, third) == (others, strong)


def test_a_search_that_gave_up_is_followed_to_where_the_difference_is_largest(
    joint: Joint,
) -> None:
    strong = aid_of_the_poor(joint)
    assert strong.values is not None
    # Of 3 000 yuan, 1 500 pass: ten percent are 150.
    values = {**strong.values, "in_scope(1)": 3_000_00}
    weak = replace(strong, value=150_00, exact=False, values=values)
    found, maps = followed(joint, weak)
    assert (found.value, found.exact) == (199_850_00, False)
    assert {drawn.input for drawn in maps} >= {"in_scope(1)", "basic(1)"}
    assert followed(joint, strong)[0] is strong


def test_nobody_is_called_unconcerned_who_was_not_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Above 2 000 yuan in place of 1 500: whether a visit has aid is asked of all together."""
    path = tmp_path / "village.lp"
    path.write_text(VILLAGE.read_text(encoding="utf-8").replace(
        "figure(aid_threshold, 1500, yuan, 1)", "figure(aid_threshold, 2000, yuan, 1)"
    ), encoding="utf-8")
    assert run(["compare", str(VILLAGE), str(path), "--visits", "1", "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "B for more people no aid for this visit, each visit" in out
    assert "no difference in any of these for: no category" in out
    assert out.count("no difference") == 1
