from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.main import run
from tests.accounting.sample import ENCODING
from verifier import programs
from verifier.accounting.account import read_account
from verifier.accounting.coverage import Coverage, Status, cover
from verifier.programs import Document

LINES = ENCODING.read_text(encoding="utf-8").replace(
    "../../encodings/", f"{ENCODING.parents[2]}/encodings/"
)


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_every_sentence_of_every_document_is_accounted_for(document: Document) -> None:
    coverage = cover(document)
    assert coverage.faults == ()
    missing = [
        c.number for _, found in coverage.sections for c in found if c.status is Status.MISSING
    ]
    assert missing == []
    assert coverage.complete


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_figures_of_every_document_count_from_one_in_each_sentence(document: Document) -> None:
    account = read_account(document)
    assert sum(len(s.figures) for s in account.sentences.values()) > 10
    for sentence in account.sentences.values():
        places = [figure.place for figure in sentence.figures]
        assert places == list(range(1, len(places) + 1)), sentence.number


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_no_clause_that_pays_is_encoded_in_part_or_not_at_all(document: Document) -> None:
    """`cover` finds it; here the same is asked of the declarations alone."""
    for sentence in read_account(document).sentences.values():
        assert not (sentence.informal and (sentence.rules or sentence.values))


def covered(folder: Path, text: str) -> Coverage:
    path = folder / "plan.lp"
    path.write_text(text, encoding="utf-8")
    return cover(Document("plan", path))


def changed(old: str, new: str) -> str:
    assert old in LINES
    return LINES.replace(old, new, 1)


def statuses(coverage: Coverage) -> dict[str, Status]:
    return {c.number: c.status for _, found in coverage.sections for c in found}


def test_each_sentence_of_the_plan_has_its_status(tmp_path: Path) -> None:
    coverage = covered(tmp_path, LINES)
    assert coverage.complete
    found = statuses(coverage)
    assert len(found) == 17
    assert found["题头.1"] is found["二（一）.1"] is found["二（一）1.1"] is Status.INFORMAL
    assert found["二（一）1.2"] is found["结尾.2"] is Status.ENCODED
    assert coverage.count(Status.ENCODED) == 8
    assert coverage.count(Status.MISSING) == 0


INFORMAL = 'informal(aim, "方针", "an aim").\n'
LATE = "figure(first, \"07-01\", month_day, 1).\nfigure(last, \"12-31\", month_day, 2).\n"


def test_a_sentence_of_which_nothing_is_said_is_missing(tmp_path: Path) -> None:
    coverage = covered(tmp_path, changed(INFORMAL, ""))
    assert statuses(coverage)["一.1"] is Status.MISSING
    assert not coverage.complete
    longer = changed('section("一", plain, 1', 'section("一", plain, 2')
    assert statuses(covered(tmp_path, longer))["一.2"] is Status.MISSING


def test_a_sentence_may_be_encoded_in_part_if_it_does_not_pay(tmp_path: Path) -> None:
    text = changed(LATE, LATE + 'partly("无等待期", "no waiting").\n')
    coverage = covered(tmp_path, text)
    assert coverage.complete
    assert statuses(coverage)["二（一）2.2"] is Status.PARTLY


@pytest.mark.parametrize(("old", "new", "rule"), [
    ("subsidised(weak) :-", 'partly("余下", "rest").\nsubsidised(weak) :-', "partly"),
    (INFORMAL, 'partly("余下", "rest").\n', "partly"),
    (LATE, LATE + INFORMAL, "informal"),
    (INFORMAL, INFORMAL + 'informal(duty, "又", "again").\n', "informal"),
    ('section("一", plain, 1', 'section("一", plain, 0', "no-sentence"),
    ("%@ 二（二）.3", "%@ 二（二）.4", "no-sentence"),
    ("figure(least, 100, yuan, 3)", "figure(least, 100, yuan, 4)", "place"),
    ("figure(least, 100, yuan, 3)", "figure(least, 100, yuan, 2)", "place"),
    ("%  en: within what can be borne\n", "", "no-words"),
])
def test_contradictions_of_an_account_are_faults(
    tmp_path: Path, old: str, new: str, rule: str
) -> None:
    coverage = covered(tmp_path, changed(old, new))
    assert {fault.rule for fault in coverage.faults} == {rule}
    assert all(fault.span.line for fault in coverage.faults)
    assert not coverage.complete


def test_declarations_of_the_account_are_no_rules() -> None:
    program = programs.load_program(Document("plan", ENCODING), 1)
    own = {rule.text.partition("(")[0] for rule in program.rules.values()} | program.facts.keys()
    assert "subsidised" in own
    assert not own & {"section", "informal", "partly", "aside", "mention"}


def test_the_command_lists_sentences_with_rules_and_places(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["coverage", "luan", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "二（二）6.4  encoded" in out
    assert "documents/luan_2021/aid.lp:" in out
    assert "0 missing" in out
    assert run(["coverage", "luan", "--lang", "zh"]) == 0
    assert "缺失 0" in capsys.readouterr().out


def test_the_command_ends_with_1_if_something_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.lp"
    path.write_text(changed(INFORMAL, ""), encoding="utf-8")
    assert run(["coverage", str(path), "--lang", "en"]) == 1
    assert "一.1  MISSING" in capsys.readouterr().out
    assert run(["coverage", str(path), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["counts"]["missing"] == 1 and data["complete"] is False
    found = {s["number"]: s for section in data["sections"] for s in section["sentences"]}
    assert found["一.1"]["status"] == "missing"
    assert found["一.1"]["figures"][0]["text"] == "五年"
    assert found["题头.1"]["kind"] == "notice"


def test_a_fault_is_shown_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.lp"
    path.write_text(changed(LATE, LATE + INFORMAL), encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index(INFORMAL.strip()) + 1
    assert run(["coverage", str(path), "--lang", "en"]) == 1
    assert f"{path}:" in (out := capsys.readouterr().out) and line
    assert "no formal content" in out


def test_an_encoding_without_account_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    village = ENCODING.parents[2] / "documents" / "village.lp"
    assert run(["coverage", str(village), "--lang", "en"]) == 2
    assert "which sections" in capsys.readouterr().err
    assert run(["audit", str(village), "a.txt", "--lang", "en"]) == 2
