"""The five documents against what there is evidence of above them."""

from __future__ import annotations

import pytest

from cli.main import run
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.joining.sides import Side
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.documents import hold_document, superiors_of
from verifier.analysis.superiors.results import Grade, Held
from verifier.analysis.superiors.superior import bindings
from verifier.compilation import lint_files
from verifier.places import document_files, superior_files
from verifier.programs import Document, load_program

NATIONAL = {"seven_departments_2021", "social_assistance_2014", "state_council_2021_42"}
OF = {
    "luan_2021": {"anhui_2021_8"},
    "qianjiang_2023": {"chongqing_2022_116"},
    "tongcheng_2021": set(),
    "tongnan_2021": {"chongqing_2021_66"},
    "wuhan_2022": {"hubei_2021_68"},
}


def held(document: str) -> dict[tuple[str, str], Held]:
    found = hold_document(load_side(Asked(document), 1), 10_000, persons=False)
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
    assert verdicts <= {Verdict.PROVED, Verdict.BY_CONSTRUCTION, Verdict.UNDETERMINED}


def test_aid_counts_only_what_insurance_left() -> None:
    for document in OF:
        assert held(document)["social_assistance_2014", "after_insurance"].verdict in (
            Verdict.PROVED, Verdict.BY_CONSTRUCTION)


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
    assert run(["check", "luan", "--superior", "wuhan", "--lang", "en"]) == 2
    assert "declares no line that binds" in capsys.readouterr().err
