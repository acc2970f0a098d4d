from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE, said
from tests.guarding.plans import SUBSIDY, checked, plan
from verifier.analysis.checking.checked import check_document
from verifier.analysis.checking.options import Options
from verifier.analysis.results import CheckedDocument, Verdict
from verifier.errors import CaseError
from verifier.guarding.baseline import Asked
from verifier.guarding.outcome import Guard, Status, guard
from verifier.guarding.record import Harm, Record
from verifier.guarding.waivers import Judged, Standing, judge, read_waivers
from verifier.programs import Document
from verifier.report.checking.exits import exit_code

GIVEN = {
    "document": '"village"',
    "property": '"no_double_subsidy"',
    "instances": '["no_double_subsidy,pair(old,poor)"]',
    "harm": "50.00",
    "reason": '"the county settles it by hand"',
    "decided_by": '"the bureau"',
    "expires": "2999-12-31",
}
TODAY = datetime.date(2026, 11, 22)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file with one waiver, some of whose keys are other ones; None leaves a key out."""

    def to_file(**others: str | None) -> Path:
        lines = [f"{key} = {value}" for key, value in {**GIVEN, **others}.items() if value]
        path = tmp_path / "mingzheng-waivers.toml"
        path.write_text("[[waiver]]\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    return to_file


@pytest.fixture(scope="module")
def document() -> CheckedDocument:
    """Check the property once."""
    options = Options(only=("no_double_subsidy",))
    return check_document(Document("village", VILLAGE), 1, options)


def test_a_waived_finding_does_not_fail_but_is_counted_apart(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [str(plan(tmp_path)), *SUBSIDY, "--waivers", str(write())]
    code, data = checked(capsys, *arguments)
    assert code == 0
    (finding,) = data["documents"][0]["findings"]
    assert (finding["verdict"], finding["status"]) == ("violated", "waived")
    (waiver,) = data["waivers"]
    assert (waiver["standing"], waiver["expires"]) == ("covers", "2999-12-31")
    assert waiver["harm"] == {"amount": "50.00", "exact": True}
    assert run(["check", *arguments, "--lang", "en"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "waived by the bureau until 2999-12-31" in out
    assert "waivers: 1 hold, 0 fail, 0 not asked for" in out
    assert "the county settles it by hand" in out


@pytest.mark.parametrize(
    ("others", "standing"),
    [
        ({"expires": "2020-01-01"}, "expired"),
        ({"harm": "49.99"}, "grown"),
        ({"harm": None}, "grown"),
        ({"harm": None, "harm_at_least": "49.99"}, "grown"),
        ({"instances": '["no_double_subsidy,pair(a,b)"]'}, "gone"),
        ({"instances": "[]"}, "gone"),
        ({"property": '"annual_limits"'}, "not_asked"),
        ({"document": '"another"'}, "not_asked"),
        ({"verdict": '"unknown"'}, "grown"),
    ],
)
def test_a_waiver_that_does_not_cover_the_finding_hides_nothing(
    document: CheckedDocument, write: Write, others: dict[str, str | None], standing: str
) -> None:
    rules = Guard(waivers=read_waivers(write(**others)))
    outcome = guard([document], rules, Asked(1, False, True, ("no_double_subsidy",)), TODAY)
    assert [judged.standing.value for judged in outcome.waivers] == [standing]
    assert outcome.count(Status.COUNTS) == 1
    assert exit_code(outcome) == 1


def test_a_finding_that_has_grown_counts_again(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sum of old people rises from 50 to 60 yuan, and with it what is granted twice."""
    path = str(plan(tmp_path, old_sum="60"))
    assert run(["check", path, *SUBSIDY, "--waivers", str(write()), "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "more than was waived: largest harm 50.00 yuan → 60.00 yuan" in out
    assert "0 hold, 1 fail" in out


def test_a_smaller_harm_is_still_covered(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = checked(
        capsys, str(plan(tmp_path, old_sum="40")), *SUBSIDY, "--waivers", str(write())
    )
    assert code == 0


def test_a_waiver_of_what_is_mended_fails_the_run(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    mended = "%@ 一.3\n%  zh: 就高\n%  en: the highest\nhighest_wins(subsidy).\n"
    path = plan(tmp_path, after=mended)
    code, data = checked(capsys, str(path), *SUBSIDY, "--waivers", str(write()))
    assert code == 1
    assert data["waivers"][0]["standing"] == "gone"
    assert data["documents"][0]["findings"][0]["status"] == "holds"


def test_the_harm_must_be_sought_for_a_waiver_to_hold(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    code, data = checked(
        capsys, str(plan(tmp_path)), *SUBSIDY, "--verdicts-only", "--waivers", str(write())
    )
    assert code == 1
    assert data["waivers"][0]["standing"] == "grown"


def standing(waiver: Path, *found: Record) -> Judged:
    (result,) = judge(read_waivers(waiver), found, [("village", ())], TODAY)
    return result


def record(*failing: str, harm: Harm | None = None) -> Record:
    names = tuple(f"no_double_subsidy,{name}" for name in failing)
    return Record("village", "no_double_subsidy", "", Verdict.VIOLATED, names, harm)


def test_more_instances_than_were_waived_are_growth(write: Write) -> None:
    harm = Harm(50_00, True)
    assert standing(write(), record("pair(old,poor)", harm=harm)).standing is Standing.COVERS
    more = record("pair(old,poor)", "pair(old,weak)", harm=harm)
    assert standing(write(), more).standing is Standing.GROWN


def test_a_search_that_gave_up_is_covered_only_if_that_was_waived(write: Write) -> None:
    gave_up = record("pair(old,poor)", harm=Harm(50_00, False))
    assert standing(write(), gave_up).standing is Standing.GROWN
    at_least = write(harm=None, harm_at_least="50")
    assert standing(at_least, gave_up).standing is Standing.COVERS
    more = record("pair(old,poor)", harm=Harm(50_01, False))
    assert standing(at_least, more).standing is Standing.GROWN


def test_an_amount_that_is_missing_now_is_not_known_to_be_smaller(write: Write) -> None:
    assert standing(write(), record("pair(old,poor)")).standing is Standing.GROWN


def test_a_waiver_holds_on_its_last_day(write: Write) -> None:
    found = record("pair(old,poor)", harm=Harm(50_00, True))
    assert standing(write(expires="2026-11-22"), found).standing is Standing.COVERS
    assert standing(write(expires="2026-11-21"), found).standing is Standing.EXPIRED


@pytest.mark.parametrize(
    ("others", "text"),
    [
        ({"reason": None}, "`waiver[1].reason` is missing"),
        ({"decided_by": '" "'}, "not a text"),
        ({"expires": '"soon"'}, "not a date such as 2026-12-31"),
        ({"harm": '"1.005"'}, "an amount of yuan"),
        ({"harm": "true"}, "an amount of yuan"),
        ({"harm_at_least": "1"}, "both `harm` and `harm_at_least`"),
        ({"verdict": '"proved"'}, "`waiver[1].verdict` is `proved`"),
        ({"instances": '"x"'}, "not a list"),
        ({"expire": "2026-01-01"}, "`expire` is no key of this table | did you mean `expires`?"),
    ],
)
def test_a_wrong_waiver_is_refused(
    write: Write, others: dict[str, str | None], text: str
) -> None:
    with pytest.raises(CaseError) as caught:
        read_waivers(write(**others))
    assert text in said(caught.value)


def test_a_finding_is_waived_once(write: Write) -> None:
    path = write()
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(CaseError, match="is waived twice"):
        read_waivers(path)


def test_two_documents_of_one_name_cannot_be_told_apart(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    paths = [str(plan(tmp_path)), str(plan(tmp_path / "other"))]
    assert run(["check", *paths, *SUBSIDY, "--waivers", str(write()), "--lang", "en"]) == 2
    assert "two documents are called `village`" in capsys.readouterr().err


def told(tmp_path: Path, capsys: pytest.CaptureFixture[str], waiver: Path, *more: str) -> str:
    """What a run says of a waiver that fails."""
    arguments = [str(plan(tmp_path)), *SUBSIDY, "--waivers", str(waiver), "--lang", "en", *more]
    assert run(["check", *arguments]) == 1
    return " ".join(capsys.readouterr().out.split())


def test_a_harm_that_was_not_determined_is_not_called_larger(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """The harm is 50 yuan; 80 are waived, and nobody looked for the largest harm."""
    document = [str(plan(tmp_path)), *SUBSIDY, "--verdicts-only", "--lang", "en"]
    assert run(["check", *document, "--waivers", str(write(harm="80"))]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "the largest harm was not determined: at least 50.00 yuan; 80.00 yuan are waived" in out
    assert "more than was waived" not in out


def test_a_name_that_nothing_has_is_told_beside_those_that_fail(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = write(instances='["pair(old,poor)"]')
    out = told(tmp_path, capsys, wrong)
    assert "nothing that fails is called `pair(old,poor)`" in out
    assert "what fails is `no_double_subsidy,pair(old,poor)`" in out
    assert "what fails is `no_double_subsidy,pair(old,poor)`" in told(
        tmp_path, capsys, write(instances=None)
    )


def test_a_property_that_the_document_does_not_have_is_told(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = plan(tmp_path)
    name = "no_double_subsidies"
    arguments = ["--visits", "1", "--verdicts-only", "--waivers", str(write(property=f'"{name}"'))]
    assert run(["check", str(path), *arguments, "--lang", "en"]) == 1
    assert f"`village` has no property `{name}`" in " ".join(capsys.readouterr().out.split())


def test_a_document_that_nobody_knows_is_refused(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = plan(tmp_path)
    waivers = str(write(document='"vilage"'))
    assert run(["check", str(path), *SUBSIDY, "--waivers", waivers, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "no document is called `vilage`" in err
    assert "`village`" in err
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "vilage.lp").write_text("", encoding="utf-8")
    assert run(["check", str(path), *SUBSIDY, "--waivers", waivers, "--lang", "en"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "not asked for · vilage · no_double_subsidy" in out


def test_a_waiver_may_be_late_and_too_small(
    tmp_path: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    out = told(tmp_path, capsys, write(expires="2020-01-01", harm="49.99"))
    assert "largest harm 49.99 yuan → 50.00 yuan; the waiver is expired as well" in out
