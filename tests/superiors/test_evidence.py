"""The five documents against what there is evidence of above them."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from cli.main import run
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.joining.sides import Side
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.documents import superiors_of, superiors_of_all
from verifier.analysis.superiors.evidence import all_superiors, bindings
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import Grade, Held
from verifier.analysis.superiors.superior import hold_against
from verifier.compilation import lint_files
from verifier.places import ENCODINGS, document_files, superior_files
from verifier.programs import Document, find, load_program

NATIONAL = {
    "critical_illness_2024", "seven_departments_2021", "seven_departments_2021_line",
    "social_assistance_2014", "state_council_2021_42", "state_council_2021_42_limit",
    "state_council_2021_42_line",
}
OF = {
    "luan_2021": {"anhui_2021_8"},
    "qianjiang_2023": {"chongqing_2022_116"},
    "tongcheng_2021": set(),
    "tongnan_2021": {"chongqing_2021_66", "chongqing_2021_68"},
    "wuhan_2022": {"hubei_2021_68"},
}


KEPT = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}


@cache
def held(document: str) -> dict[tuple[str, str], Held]:
    by_place = dict(superiors_of_all([find(document)], HoldOptions(1, 10_000, False, 2)))
    found = [by_place[place] for place in range(len(by_place))]
    assert [one.sides[Side.RIGHT].document.id for one in found] == [
        Path(path).stem for path in superiors_of(found[0].sides[Side.LEFT].program)
    ]
    return {
        (one.sides[Side.RIGHT].document.id, f.binding.id): f for one in found for f in one.findings
    }


@pytest.mark.parametrize("path", superior_files(), ids=lambda path: path.stem)
def test_a_superior_is_a_whole_encoding_and_says_how_it_is_known(path: object) -> None:
    found = next(p for p in superior_files() if p == path)
    assert lint_files([found]) == ()
    for line in bindings(load_program(Document(found.stem, found), 1)):
        assert line.label.zh != line.id, "a line without a label"
        # What no text says names the text that would.
        assert line.grade.convicts or line.text_needed
        assert line.grade is not Grade.RESTATED or line.restated_by


@pytest.mark.parametrize("document", [path.stem for path in document_files()])
def test_documents_find_their_superiors_by_number(document: str) -> None:
    program = load_side(Asked(document), 1).program
    stems = {path.rpartition("/")[2].removesuffix(".lp") for path in superiors_of(program)}
    assert stems == NATIONAL | OF[document]


@pytest.mark.parametrize("document", [path.stem for path in document_files()])
def test_no_document_breaks_what_a_text_says(document: str) -> None:
    verdicts = {f.verdict for f in held(document).values()}
    assert verdicts <= {*KEPT, Verdict.UNDETERMINED, Verdict.VACUOUS}


def test_aid_counts_only_what_insurance_left() -> None:
    for document in OF:
        assert held(document)["social_assistance_2014", "after_insurance"].verdict in KEPT
        assert held(document)["state_council_2021_42", "below_lines"].verdict in KEPT


def test_a_stay_that_is_not_aided_needs_the_text_above() -> None:
    """Qianjiang aids no ordinary stay of up to 30 000 yuan; 42号 is known by two sentences."""
    found = held("qianjiang_2023")["state_council_2021_42", "least_aid"]
    assert found.verdict is Verdict.UNDETERMINED
    assert "国办发〔2021〕42号" in str(found.reason)
    assert found.witness is not None
    assert found.witness.amounts[Side.LEFT] < found.witness.amounts[Side.RIGHT]


def test_the_least_rate_is_kept_within_a_limit_that_both_share() -> None:
    """Tongnan: not below 70 %, within a limit that it does not give; the limit is the city's."""
    found = held("tongnan_2021")
    assert found["chongqing_2021_66", "least_aid"].verdict is Verdict.PROVED
    assert found["chongqing_2021_66", "unified_subsidy"].verdict is Verdict.PROVED


def test_stable_exit_is_not_subsidised_by_medical_aid() -> None:
    """Tongnan pays it from money of the district; Wuhan does not say who pays its 320 yuan."""
    line = "seven_departments_2021", "stable_exit_restated"
    for document in ("luan_2021", "tongcheng_2021", "tongnan_2021"):
        assert held(document)[line].verdict in KEPT
    found = held("wuhan_2022")[line]
    assert (found.verdict, found.hangs_on) == (Verdict.UNDETERMINED, {"aid_fund_part": 0})
    assert held("qianjiang_2023")[line].verdict is Verdict.VACUOUS  # it has no such category


def test_some_sum_for_minimum_living_and_fallen_back() -> None:
    """Tongcheng leaves both sums to others; the others give a share of the contribution."""
    line = "state_council_2021_42", "fixed_sum"
    for document in ("luan_2021", "tongnan_2021", "wuhan_2022"):
        assert held(document)[line].verdict in KEPT
    found = held("tongcheng_2021")[line]
    assert found.verdict is Verdict.UNDETERMINED
    assert set(found.hangs_on or ()) == {"minimum_living_sum", "returned_sum"}


def test_lines_of_chongqing() -> None:
    found = held("qianjiang_2023")
    for line in ("annual_limits", "ordinary_limit", "top_up_limit"):
        assert found["chongqing_2022_116", line].verdict in KEPT
    # 70 percent for everybody is no more than minimum living has, where that is no less than 70.
    assert found["state_council_2021_42", "others_below"].verdict in KEPT
    assert held("tongnan_2021")["chongqing_2021_68", "monitoring_line"].verdict in KEPT
    assert held("tongnan_2021")["chongqing_2021_66", "phase_out"].verdict in KEPT


def test_the_line_of_critical_illness_insurance_is_half_of_the_income() -> None:
    for document in ("tongcheng_2021", "tongnan_2021"):
        assert held(document)["critical_illness_2024", "line_at_most"].verdict in KEPT
        assert held(document)["seven_departments_2021_line", "uniform_line"].verdict in KEPT
    found = held("luan_2021")["critical_illness_2024", "line_at_most"]
    assert (found.verdict, found.hangs_on) == (Verdict.UNDETERMINED, {"critical_threshold": 0})


def test_what_has_no_amount_is_shown_as_unchecked() -> None:
    for document in OF:
        found = held(document)["seven_departments_2021", "no_excess"]
        assert found.verdict is Verdict.VACUOUS
        assert found.reason is not None and "no such result" in str(found.reason)


PLANTED = {
    # The district's 100 yuan of 2022 are paid from the aid fund.
    "stable exit from the aid fund": (
        "tongnan_2021", "phase_out.lp", "funded_by(stable_exit, district_funds).",
        "funded_by(stable_exit, aid_fund).", "seven_departments_2021", "stable_exit_restated",
        Verdict.VIOLATED, 100_00,
    ),
    # 60 instead of 50 percent of up to 200,000 yuan: 20,000 too many.
    "a higher line": (
        "tongcheng_2021", "insurance.lp", "figure(critical_line_share, 50, percent, 1).",
        "figure(critical_line_share, 60, percent, 1).", "critical_illness_2024", "line_at_most",
        Verdict.VIOLATED, 20_000_00,
    ),
    # Nothing at all for minimum living in tier 1: at least one yuan is missing.
    "no sum for minimum living": (
        "tongnan_2021", "subsidy.lp", "figure(tier_1_minimum_living, 90, percent, 4).",
        "figure(tier_1_minimum_living, 0, percent, 4).", "state_council_2021_42", "fixed_sum",
        Verdict.VIOLATED, 1_00,
    ),
    # Three times the standard of up to 100,000 yuan, not twice; what is derived convicts nobody.
    "another multiple": (
        "tongnan_2021", "monitoring.lp", "figure(monitoring_multiple, 2, times, 2).",
        "figure(monitoring_multiple, 3, times, 2).", "chongqing_2021_68", "monitoring_line",
        Verdict.UNDETERMINED, 100_000_00,
    ),
    # 50,000 instead of 30,000 yuan.
    "a larger top-up": (
        "qianjiang_2023", "topup.lp", "figure(top_up_limit, 3, wan_yuan, 8).",
        "figure(top_up_limit, 5, wan_yuan, 8).", "chongqing_2022_116", "top_up_limit",
        Verdict.UNDETERMINED, 20_000_00,
    ),
}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_breach_is_found_with_its_size(name: str, tmp_path: Path) -> None:
    document, file, before, after, superior, line, verdict, largest = PLANTED[name]
    shutil.copytree(ENCODINGS / "documents" / document, tmp_path / document)
    entry = Path(shutil.copy(ENCODINGS / "documents" / f"{document}.lp", tmp_path))
    text = (tmp_path / document / file).read_text(encoding="utf-8")
    assert text.count(before) == 1
    (tmp_path / document / file).write_text(text.replace(before, after), encoding="utf-8")
    above = load_side(Asked(str(ENCODINGS / "superiors" / f"{superior}.lp")), 1)
    held = hold_against(load_side(Asked(str(entry)), 1), above, HoldOptions(1, 10_000))
    found = {f.binding.id: f for f in held.findings}[line]
    assert (found.verdict, found.largest) == (verdict, largest)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "qianjiang", "--superior", "国办发〔2021〕42号", "--visits", "1"]
    assert run([*arguments, "--lang", "en"]) == 3
    out = "".join(capsys.readouterr().out.split())  # lines are broken anywhere in Chinese words
    assert "(国办发〔2021〕42号)" in out
    assert "atleast·derived" in out and "thetextof国办发〔2021〕42号isneeded" in out
    assert "thelargestbreachis1000000.00" in out
    assert run([*arguments, "--format", "json", "--lang", "zh"]) == 3
    assert '"format": "mingzheng-superior"' in capsys.readouterr().out
    assert run(["check", "--superior", "国办发〔2021〕42号", "--lang", "en"]) == 2
    capsys.readouterr()
    assert run(["check", "luan", "--superior", "wuhan", "--lang", "en"]) == 2
    assert "declares no line that binds" in capsys.readouterr().err


def test_what_can_be_a_superior_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "luan", "--superior", "nosuch", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "no superior is called `nosuch`" in told and "`critical_illness_2024`" in told
    assert "luan_2021" not in told
    assert run(["check", "luan", "--superior", "critical_illnes", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "`critical_illness_2024`" in told and "`hubei_2021_68`" not in told
    assert run(["check", "luan", "--superior", "nosuch.lp", "--lang", "en"]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_superiors_are_listed_with_their_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert [one.document.id for one in all_superiors()] == [p.stem for p in superior_files()]
    assert run(["list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["document"] for one in listed] == [p.stem for p in document_files()]
    assert run(["list", "--superiors", "--format", "json"]) == 0
    found = {one["document"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(found) == {path.stem for path in superior_files()}
    # Two lines as quoted, one restated, one derived, one remembered.
    assert found["state_council_2021_42"]["evidence"] == {
        "seen": 2, "restated": 1, "derived": 1, "remembered": 1,
    }
    assert run(["list", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "critical_illness_2024" in out and "见于原文 2、据转述 1、推导 1、仅凭记忆 1" in out
