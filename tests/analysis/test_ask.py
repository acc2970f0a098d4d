"""What is asked for next, and what is never asked for."""

from __future__ import annotations

import random

import pytest

from tests.cases import VILLAGE, said
from verifier.analysis.asking.ask import Asked, Interview, answered, begin, next_question
from verifier.analysis.asking.entries import count_visits, has_visits, with_visits
from verifier.analysis.cases.case import read_case, visit_entries
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.questions import Choice, Flag, Held, Number, Question, Table
from verifier.analysis.compute import compute
from verifier.errors import CaseError
from verifier.program.sorts import show
from verifier.programs import Document, documents, find
from verifier.source import Span

EMPTY = Entry({}, "", Span(""))
DOCUMENT = Document("village", VILLAGE)


def started(visits: int, document: Document = DOCUMENT) -> Interview:
    return begin(document, with_visits(EMPTY, visits), {})


def asked(interview: Interview) -> Asked:
    found = next_question(interview)
    assert found is not None
    return found


def all_asked(interview: Interview, answers: dict[str, str]) -> tuple[Interview, list[str]]:
    """Answer by the name of the question, and list what was asked."""
    names = []
    while (question := next_question(interview)) is not None:
        names.append(question.question.name)
        interview = answered(interview, question, answers.get(question.question.name, ""))
    return interview, names


def test_the_year_is_asked_for_first_and_cannot_be_passed() -> None:
    interview = started(0)
    question = asked(interview)
    assert question.question.name == "year"
    with pytest.raises(CaseError) as error:
        answered(interview, question, "")
    assert "the year is needed" in said(error.value)
    assert asked(answered(interview, question, "2022")) != question


def test_the_category_is_asked_for_after_the_year() -> None:
    interview = started(1)
    interview = answered(interview, asked(interview), "2022")
    assert asked(interview).question.name == "held"


def test_a_visit_is_asked_for_as_a_bill_is_read() -> None:
    answers = {"year": "2022", "held": "poor", "kind": "inpatient", "level": "1", "cost": "30000",
               "in_scope": "30000", "basic": "0"}
    _, names = all_asked(started(2), answers)
    read = ["kind", "level", "cost", "in_scope", "basic"]
    assert names[:2] == ["year", "held"]
    assert [name for name in names if name in read] == read * 2


def test_what_cannot_matter_any_more_is_not_asked_for() -> None:
    # Nobody without a category has aid or a subsidy, so nothing of the care matters (二.1). The
    # amounts do, as long as it is not said that nothing was applied for.
    _, names = all_asked(started(1), {"year": "2022", "held": ""})
    assert {"kind", "level", "designated", "before_recognition"}.isdisjoint(names)
    # An outpatient has no aid either, whatever the institution.
    _, names = all_asked(started(1), {"year": "2022", "held": "poor", "kind": "outpatient"})
    assert "level" not in names[names.index("kind") :]


def test_nothing_is_asked_for_twice_also_if_it_is_passed() -> None:
    _, names = all_asked(started(1), {"year": "2022", "held": "poor"})
    assert len(names) == len(set(names))
    assert "cost" in names


def test_what_is_already_said_is_not_asked_for() -> None:
    visit = Entry({"就诊类型": Entry("住院", "kind", Span(""))}, "visits[1]", Span(""))
    tree = Entry(
        {"年度": Entry("2022", "年度", Span("")), "就诊": Entry((visit,), "就诊", Span(""))},
        "",
        Span(""),
    )
    assert has_visits(tree)
    interview, names = all_asked(begin(DOCUMENT, tree, {}), {"held": "贫困人口", "cost": "1"})
    assert "year" not in names and "kind" not in names and "held" in names
    assert len(visit_entries(interview.tree)) == 1


@pytest.mark.parametrize("text, what", [
    ("rich", "is no category of this document"),
    ("poor、rich", "is no category of this document"),
])  # fmt: skip
def test_a_wrong_answer_is_told_and_changes_nothing(text: str, what: str) -> None:
    interview = answered(started(0), asked(started(0)), "2022")
    question = asked(interview)
    with pytest.raises(CaseError) as error:
        answered(interview, question, text)
    assert what in said(error.value)
    assert asked(interview) == question


@pytest.mark.parametrize(
    "text", ["poor;old", "贫困人口、老年人", "poor, 老年人", "old person；poor"]
)
def test_several_categories_are_given_in_one_answer(text: str) -> None:
    interview = answered(started(0), asked(started(0)), "2022")
    interview = answered(interview, asked(interview), text)
    case = compute(DOCUMENT, interview.tree, {}).case.assignment.booleans
    assert case["held(poor,enrolment)"] and case["held(old,treatment)"]


def test_a_label_with_a_comma_is_one_category() -> None:
    luan = find("luan_2021")
    interview = answered(started(0, luan), asked(started(0, luan)), "2023")
    text = "person of stable exit from poverty, not monitored"
    interview = answered(interview, asked(interview), text)
    assert compute(luan, interview.tree, {}).case.assignment.booleans["held(stable_exit,treatment)"]


def test_an_answer_that_cannot_be_is_refused() -> None:
    # Within the scope cannot be more than the whole cost.
    interview = started(1)
    answers = {
        "year": "2022",
        "held": "poor",
        "kind": "inpatient",
        "cost": "100",
        "critical_stated": "yes",
    }
    while (question := asked(interview)).question.name not in {"cost", "in_scope"}:
        interview = answered(interview, question, answers.get(question.question.name, ""))
    interview = answered(interview, question, "100")
    while (question := asked(interview)).question.name not in {"cost", "in_scope"}:
        interview = answered(interview, question, answers.get(question.question.name, ""))
    wrong = "200" if question.question.name == "in_scope" else "50"
    with pytest.raises(CaseError) as error:
        answered(interview, question, wrong)
    assert "cannot exceed the total cost" in said(error.value)


@pytest.mark.parametrize("text, visits", [("", 0), (" 3 ", 3), ("100", 100)])
def test_visits_are_counted(text: str, visits: int) -> None:
    assert count_visits(text) == visits


@pytest.mark.parametrize("text", ["-1", "101", "two", "1.5", "９", "9" * 50])
def test_what_is_no_number_of_visits_is_refused(text: str) -> None:
    with pytest.raises(CaseError) as error:
        count_visits(text)
    assert "is no number of visits" in said(error.value)


def drawn(question: Question, luck: random.Random) -> str:
    """A possible answer; small amounts, so that bills mostly add up."""
    match question:
        case Choice(options=options):
            return str(luck.choice(options).value)
        case Held(options=options):
            return str(luck.choice(options).value) if luck.random() < 0.8 else ""
        case Flag():
            return luck.choice(["yes", "no"])
        case Number(name=name, sort=sort, low=low):
            most = {"cost": 9_000_000, "in_scope": 8_000_000, "basic": 4_000_000}.get(name, 0)
            return show(low + most, sort)
        case Table():
            return "0"


@pytest.mark.parametrize("document", documents(), ids=lambda d: d.id)
@pytest.mark.parametrize("seed", range(3))
def test_what_was_not_asked_for_makes_no_difference(document: Document, seed: int) -> None:
    """Whatever is answered to the questions that were left out, the results are the same."""
    luck = random.Random(f"{document.id} {seed}")
    interview = started(1, document)
    known: set[Asked] = set()
    while (question := next_question(interview)) is not None:
        known.add(question)
        try:
            interview = answered(interview, question, drawn(question.question, luck))
        except CaseError:
            interview = answered(interview, question, "")
    result = compute(document, interview.tree, {})
    other = interview
    for item in (*_questions(interview, 0), *_questions(interview, 1)):
        if item not in known and not isinstance(item.question, Table):
            try:
                more = answered(other, item, drawn(item.question, luck))
                read_case(more.program, more.tree)  # a day of another situation is refused
            except CaseError:
                continue
            other = more
    again = compute(document, other.tree, {})
    assert {n: v for n, v in again.facts.items() if result.facts[n] is not None} == {
        n: v for n, v in result.facts.items() if v is not None
    }
    for name, value in result.amounts.items():
        if value is not None and value.exact:
            assert again.amounts[name] == value, name


def _questions(interview: Interview, visit: int) -> list[Asked]:
    from verifier.analysis.cases.questions import questions

    asked_for = questions(interview.program)
    return [Asked(q, visit) for q in (asked_for.visit if visit else asked_for.person)]
