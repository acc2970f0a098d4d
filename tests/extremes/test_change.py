"""What a change of the policy does to anybody: proved, or shown by a person who is replayed."""

from __future__ import annotations

from pathlib import Path

from tests.cases import VILLAGE, village
from verifier.analysis.extremes.change import Change, without
from verifier.analysis.extremes.effect import Effort, effect_of
from verifier.analysis.extremes.results import Answer
from verifier.analysis.extremes.sameness import unchanged
from verifier.engines.smt import Variant
from verifier.program.model import Program
from verifier.programs import Document, load_program

EFFORT = Effort(5_000)
READ = {"reads(proper,designated_only)": True, "reads(proper,referral_too)": False}


def change(program: Program, **to: object) -> Change:
    return Change(program, READ, Variant(**to), 5_000)  # type: ignore[arg-type]


def test_a_reading_costs_at_most_what_it_takes_away() -> None:
    """Village 二.1: without a referral 60% of 2,000,000 − 1500 yuan is lost: 1,199,100.00."""
    other = {name: not truth for name, truth in READ.items()}
    found = effect_of(change(village(), settings=other), EFFORT)
    assert found.answer is Answer.YES
    assert found.differing[0] == "own_total"
    assert found.shifts is not None
    shift = found.shifts["own_total"]
    assert shift.more is not None and (shift.more.value, shift.more.exact) == (119_910_000, True)
    assert shift.less is None
    assert found.witness is not None
    before, after = (
        e.amounts["own_total"] for e in (found.witness.before, found.witness.after)
    )
    assert before is not None and after is not None and after.low - before.low >= 10_000


def test_a_figure_that_is_as_it_was_changes_nothing() -> None:
    found = effect_of(change(village(), settings={"aid_threshold": 150_000}), EFFORT)
    assert found.answer is Answer.NO


def test_a_higher_threshold_costs_sixty_percent_of_the_rise() -> None:
    """Village 二.1: 1500 → 1600 yuan takes 60% of 100 yuan from who is above both: 60.00."""
    found = effect_of(change(village(), settings={"aid_threshold": 160_000}), EFFORT)
    assert found.shifts is not None
    shift = found.shifts["own_total"]
    assert shift.more is not None and (shift.more.value, shift.more.exact) == (6_000, True)


def test_a_struck_rule_is_gone_from_the_program_that_is_replayed() -> None:
    program = village()
    rule = next(r for r, found in program.rules.items() if "rate(aid,C,V,aid_rate)" in found.text)
    left = without(program, [rule])
    assert not any(a.rule == rule for d in left.definitions for a in d.alternatives)
    assert effect_of(change(program, struck=(rule,)), Effort(5_000, amounts=False)).answer is (
        Answer.YES
    )


def test_what_other_rules_pay_is_gone_where_nothing_is_left_to_them() -> None:
    """Village 二.3: without the rule that leaves the top-up to others nothing of it is on the bill.

    So who has all of 2,000,000 yuan paid by it pays it without; the bill with it is another one.
    """
    program = village()
    rule = next(
        r for r, found in program.rules.items() if found.text.startswith("settled_otherwise")
    )
    struck = change(program, struck=(rule,))
    assert set(struck.grounds) == {"billed(topup,1)"}
    found = effect_of(struck, EFFORT)
    assert found.answer is Answer.YES and found.shifts is not None
    shift = found.shifts["own_total"]
    assert shift.more is not None and (shift.more.value, shift.more.exact) == (200_000_000, True)
    assert shift.less is None
    assert found.witness is not None
    assert found.witness.billed == {"billed(topup,1)": 0}


def test_what_other_rules_pay_stays_where_both_leave_it_to_them() -> None:
    assert not change(village(), settings={"aid_threshold": 160_000}).grounds


def test_what_others_make_up_for_is_proved_to_change_nothing(tmp_path: Path) -> None:
    """Care with a referral is proper by 二.1; that it is so of the poor as well moves nothing."""
    path = tmp_path / "plan.lp"
    path.write_text(VILLAGE.read_text("utf-8").replace("(village", "(plan") + """
%@ 三.1
%  zh: 贫困人口经转诊的定点就医同样规范
%  en: referred care of poor people at a designated institution is proper as well
proper(V) :- flag(V,designated), flag(V,referral), member(poor,V).
""", "utf-8")
    program = load_program(Document("plan", path), 1)
    (rule,) = (r for r, found in program.rules.items() if found.span.clause == "三.1")
    struck = change(program, struck=(rule,))
    assert struck.moved == {"atom proper(1)"}
    assert unchanged(struck, 5_000)
    # Without the rule that makes designated care proper the aid of most people goes.
    needed = next(
        r for r, found in program.rules.items() if "reads(proper,designated_only)" in found.text
    )
    assert not unchanged(change(program, struck=(needed,)), 5_000)
