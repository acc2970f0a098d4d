"""A comparison without a value is false under both documents: it makes no difference.

`strange(V)` is that an amount is more than nothing which only others have: it is true of nobody.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compare.test_honest import TIMEOUT_MS, judged
from tests.compare.test_presence import plan
from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.comparing.persons import largest
from verifier.analysis.comparing.results import Difference, Group, Judgement
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.comparing.verdicts import admits_more, possible
from verifier.analysis.joining import solver
from verifier.analysis.joining.joint import Joint, join
from verifier.analysis.joining.sides import Side
from verifier.engines.smt import Claim, Copy

EXTRA = """
%@ 三.1
%  zh: 另补
%  en: an extra sum
figure(extra_sum, 100, yuan, 1).
quantity(extra, money, "另补", "extra").
shows(extra(V)) :- visit(V).
"""
STRANGE = """
quantity(ghost, money, "影", "ghost").
&let { ghost(V) } = extra_sum :- visit(V), not says(applied).
strange(V) :- visit(V), says(applied), &is { ghost(V) } > 0.
"""
SAME = "&let { extra(V) } = extra_sum :- visit(V).\n"
MOST = "&let { extra(V) } = extra_sum :- visit(V), not strange(V).\n"
ODD = 'explain(odd, "奇怪", "odd").\n'


def joined(folder: Path, second: str) -> Joint:
    """The village that pays all an extra sum, and another one."""
    first, other = (
        load_side(Asked(plan(folder, name, EXTRA + text)), 1).program
        for name, text in (("first", SAME), ("second", second))
    )
    return join(first, other)


TWICE = (
    "figure(other_sum, 200, yuan, 2).\n"
    "&let { extra(V) } = other_sum :- visit(V), strange(V).\n"
)


@pytest.mark.parametrize("others", [TWICE, ""])
def test_what_is_paid_to_nobody_is_no_difference(tmp_path: Path, others: str) -> None:
    """The second document pays all others the same, and who is strange twice as much or nothing."""
    judgement = judged(joined(tmp_path, STRANGE + MOST + others), "extra(1)")
    assert (judgement.verdict, judgement.rooms) == (Difference.SAME, ())


def test_what_only_who_is_strange_would_keep_leaves_no_case(tmp_path: Path) -> None:
    odd = "impossible(odd, V) :- visit(V), not strange(V).\n"
    assert possible(joined(tmp_path, STRANGE + SAME + odd + ODD), TIMEOUT_MS) is False


def test_what_is_excluded_of_nobody_is_admitted_by_both(tmp_path: Path) -> None:
    joint = joined(tmp_path, STRANGE + SAME + "impossible(odd, V) :- strange(V).\n" + ODD)
    assert admits_more(joint, Side.LEFT, TIMEOUT_MS) is None
    odd = "impossible(odd, V) :- visit(V), says(applied).\n"
    found = admits_more(joined(tmp_path, SAME + odd + ODD), Side.LEFT, TIMEOUT_MS)
    assert found is not None and found.found


def _free_truths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the solver to think what it likes of comparisons without a value."""
    def nothing(_copy: Copy, _terms: object) -> tuple[Claim, ...]:
        return ()

    monkeypatch.setattr(solver, "true_with_values", nothing)


@pytest.mark.parametrize("others", [TWICE, ""])
def test_a_difference_that_does_not_replay_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: str
) -> None:
    _free_truths(monkeypatch)
    joint = joined(tmp_path, STRANGE + MOST + others)
    judgement = judged(joint, "extra(1)")
    assert (judgement.verdict, judgement.reason) == (Difference.UNKNOWN, DOES_NOT_REPLAY)
    assert not judgement.differs
    sought = Judgement(judgement.line, Difference.NEVER_LESS, more=True, rooms=({},))
    for found in largest(joint, sought, Group(""), TIMEOUT_MS):
        assert (found.value, found.exact) == (None, False)


def test_a_case_that_does_not_replay_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _free_truths(monkeypatch)
    odd = "impossible(odd, V) :- visit(V), not strange(V).\n"
    assert possible(joined(tmp_path, STRANGE + SAME + odd + ODD), TIMEOUT_MS) is None
    joint = joined(tmp_path, STRANGE + SAME + "impossible(odd, V) :- strange(V).\n" + ODD)
    found = admits_more(joint, Side.LEFT, TIMEOUT_MS)
    assert found is not None and (found.found, found.reason) == (False, DOES_NOT_REPLAY)
