"""What properties of a document say, fault by fault; each wanted finding is by the text alone."""

from __future__ import annotations

from tests.properties.checked import findings
from verifier.analysis.results import Finding, Verdict
from verifier.report.catalogue import Words


def of(name: str, item: str) -> Finding:
    (found,) = findings(f"faults/{name}", item)
    return found


def failing(found: Finding) -> set[str]:
    return {name.partition(",")[2] for name in found.failing}


def told(found: Finding, language: str = "en") -> str:
    assert found.reason is not None
    return Words("zh" if language == "zh" else "en").tell(found.reason)


def test_a_line_without_a_fund_is_told_where_another_line_has_one() -> None:
    found = of("one_sum_funded", "payment_funded")
    assert failing(found) == {"line_unfunded(old)"}
    assert told(found) == (
        "the document does not state who pays the contribution subsidy of: old person"
    )
    # A line that grants nothing needs no fund.
    assert "payment_funded,line(rich)" not in found.ranged_over


def test_one_sentence_may_name_the_fund_of_all_lines() -> None:
    found = of("whole_subsidy_funded", "payment_funded")
    assert found.verdict is Verdict.BY_CONSTRUCTION
    assert found.ranged_over == ("payment_funded,payment(subsidy)",)


def test_a_value_is_missing_only_if_the_document_names_it_and_nobody_sets_it() -> None:
    found = of("values", "named_is_given")
    assert failing(found) == {
        "about(about_rate)", "no_value(orphan_sum)", "no_value(watch_line)",
    }
    assert told(found) == (
        "the document states an approximate value only, and not who sets it: rate of aid; "
        "the document states neither a value nor who sets it: subsidy of orphans, "
        "line of monitoring"
    )
    assert told(found, "zh") == (
        "本文件只写约数，未写由谁确定：救助比例；本文件既未写数值，也未写由谁确定：孤儿资助额、监测标准"
    )
    assert "named_is_given,value(later_sum)" not in found.ranged_over


def test_who_is_needier_than_somebody_listed_is_missed_through_the_whole_order() -> None:
    """The neediest, poor and old people are needier than neighbours, who are listed.

    The list of the neediest misses nobody, and that of subsidies has no order to break.
    """
    found = of("order", "listed_with_peers")
    assert failing(found) == {
        f"missing({who},direct)" for who in ("neediest", "poor", "old")
    }
    assert "old person / aid without applying" in told(found)


def test_who_is_left_out_needs_no_body_that_recognises_it() -> None:
    found = of("one_sum_funded", "recognised_once")
    assert failing(found) == {"nobody(old)", "nobody(poor)"}
