from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import verifier
from cli.main import run
from tests.accounting.sample import ENCODING
from tests.cases import VILLAGE, said
from verifier import api

ROOT = Path(__file__).resolve().parent.parent.parent
VISIT = {
    "kind": "inpatient", "level": 1, "cost": 8000, "in_scope": 6500, "basic": 3000,
    "critical_billed": 0,
}
CASE = {"year": 2022, "categories": ["poor"], "critical_stated": True, "visits": [VISIT]}


def python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *(["-c"] if "\n" in code or ";" in code else []), code, *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_the_example_runs() -> None:
    """Of 6500 - 3000 = 3500 yuan, 2000 pass the threshold of 1500; 60% of them are 1200."""
    out = python("tests/api/example.py", str(VILLAGE))
    assert "luan_2021 六医保发〔2021〕1号" in out
    assert "aid in fen: 120000" in out
    assert "own payment: 3800.50" in out
    assert "refused: " in out
    assert "no_double_subsidy violated 5000" in out
    assert "annual_limits proved -" in out
    assert "at most 50.00 yuan" in out


def test_importing_loads_nothing_and_computing_no_prover() -> None:
    code = (
        "import sys, json; import verifier; "
        "print(json.dumps(sorted(m for m in sys.modules if m.startswith('verifier')))); "
        "verifier.compute(sys.argv[1], json.loads(sys.argv[2])); "
        "print(json.dumps(sorted({'z3', 'cvc5', 'rich', 'watchfiles'} & set(sys.modules))))"
    )
    lines = python(code, str(VILLAGE), json.dumps(CASE)).splitlines()
    assert [json.loads(line) for line in lines] == [["verifier"], []]


def test_what_is_offered_is_what_is_defined() -> None:
    assert verifier.__all__ == api.__all__
    for name in verifier.__all__:
        assert getattr(verifier, name) is getattr(api, name)
        assert name in dir(verifier)
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        _ = verifier.nothing  # type: ignore[attr-defined]


def test_functions_are_documented_and_typed() -> None:
    for name in api.__all__:
        item = getattr(api, name)
        assert item.__doc__
        if not isinstance(item, type):
            assert "return" in item.__annotations__


def test_settings_and_files_are_taken_as_on_a_command_line(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    result = verifier.compute(VILLAGE, path, {"aid_rate": 50})
    aid = result.amounts["paid(aid,1)"]
    assert aid is not None and (aid.low, aid.high) == (1000_00, 1000_00)
    assert verifier.as_json(result)["document"] == "village"
    assert "1000.00" in verifier.as_text(result, "en")


def test_a_float_is_refused() -> None:
    with pytest.raises(verifier.MingzhengError) as caught:
        verifier.compute(VILLAGE, {**CASE, "visits": [{**VISIT, "cost": 8000.5}]})
    assert "never as float" in said(caught.value)


def test_a_document_that_there_is_not_is_refused() -> None:
    with pytest.raises(verifier.MingzhengError):
        verifier.load("nowhere")
    with pytest.raises(verifier.MingzhengError):
        verifier.load(Path("nowhere"))


def test_the_other_commands_are_offered_too(tmp_path: Path) -> None:
    assert verifier.load("luan", 1).document == "luan_2021"
    assert verifier.lint(VILLAGE) == ()
    assert "visits" in json.dumps(verifier.case_schema(VILLAGE, "en"))
    covered = verifier.coverage(ENCODING)
    assert covered.complete
    assert verifier.as_json(covered) and "17" in verifier.as_text(covered, "en")
    held = verifier.audit(ENCODING, ENCODING.with_suffix(".txt"))
    assert held.differences and verifier.as_json(held) and verifier.as_text(held, "en")


def test_documents_are_compared() -> None:
    found = verifier.compare(VILLAGE, VILLAGE, visits=1, verdicts_only=True)
    assert isinstance(found, verifier.Comparison)
    assert found.unchanged
    assert verifier.as_json(found)["unchanged"] is True
    assert verifier.as_text(found, "en")


def test_a_line_is_explained_and_why_it_does_not_pay() -> None:
    """Sixty percent of 2 000; with 1 500 yuan paid before, the threshold is not passed."""
    result = verifier.compute(VILLAGE, CASE)
    why = verifier.explain(result, "aid(1)")
    assert [item.name for item in why] == ["paid(aid,1)"]
    assert "1200.00" in verifier.explanation_text(result, why, "en")
    nothing = verifier.compute(VILLAGE, {**CASE, "visits": [{**VISIT, "in_scope": 4500}]})
    kept = verifier.explain_not(nothing, "aid(1)")
    assert isinstance(kept[0], verifier.WhyNot)
    assert "threshold" in verifier.explanation_text(nothing, kept, "en")


def test_a_case_is_mapped_along_a_number() -> None:
    """Above 3 000, of which insurance pays all, aid begins with 1 500; 8 000 is the whole cost."""
    found = verifier.cliffs(VILLAGE, CASE, "in_scope", line="total(aid)")
    assert [item.at for item in found.breaks] == [3_000_00, 4_500_00, 8_000_00]
    assert verifier.as_json(found)["along"] and "4500.00" in verifier.as_text(found, "en")


def test_searches_over_every_person_are_offered() -> None:
    """A poor person pays all of two million but 60 % of what passes 1 500."""
    worst = verifier.worst(VILLAGE, categories=["poor"], within_scope=True)
    (item,) = worst.found
    assert item.most is not None
    assert verifier.as_json(worst) and verifier.as_text(worst, "en")
    read = verifier.readings(VILLAGE, visits=1, verdicts_only=True)
    assert [found.topic for found in read.ambiguities] == ["proper"]
    assert verifier.as_json(read) and verifier.as_text(read, "en")
    idle = verifier.idle(VILLAGE, visits=1)
    assert verifier.as_json(idle) and verifier.as_text(idle, "en")
    repaired = verifier.repair(VILLAGE, "annual_limits")
    assert verifier.as_json(repaired)
    assert "nothing to repair" in verifier.as_text(repaired, "en")


def test_documents_are_held_against_one_above_them() -> None:
    folder = ROOT / "tests" / "superiors"
    (held,) = verifier.hold([folder / "district.lp"], folder / "city.lp", visits=1)
    assert held.findings
    assert verifier.as_json([held]) and verifier.as_text([held], "en")


def test_the_general_properties_are_listed() -> None:
    assert "annual_limits" in [item.id for item in verifier.list_properties()]


SMALL_AID = (
    "% Aid of a visit stays below a hundred yuan. Output: scope/2, violation/2.\n"
    'property(small_aid, case, "救助不多", "aid stays small").\n'
    'why(small_aid, "试验", "a test").\n'
    "scope(small_aid, visit(V)) :- visit(V).\n"
    "violation(small_aid, visit(V)) :- visit(V), &is { paid(aid,V) } > 10000.\n"
)


def test_properties_of_ones_own_are_checked(tmp_path: Path) -> None:
    """The village aids nobody by more than 100 yuan? It does: sixty percent has no such bound."""
    own = tmp_path / "small_aid.lp"
    own.write_text(SMALL_AID, encoding="utf-8")
    found = verifier.check(VILLAGE, visits=1, properties=["small_aid"], property_files=[own])
    (finding,) = found.findings
    assert finding.verdict is verifier.Verdict.VIOLATED
    assert finding.failing == ("small_aid,visit(1)",)


def test_properties_of_ones_own_are_listed_and_repaired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No bill is larger than two million, nor is any aid: of that nothing is to be repaired."""
    own = tmp_path / "small_aid.lp"
    own.write_text(SMALL_AID.replace("> 10000", "> 2000000"), encoding="utf-8")
    more = ["--property-file", str(own), "--lang", "en"]
    assert run(["properties", "small_aid", *more]) == 0
    assert "aid stays small" in capsys.readouterr().out
    assert run(["properties", *more]) == 0
    assert "small_aid" in capsys.readouterr().out
    assert run(["repair", str(VILLAGE), "small_aid", *more]) == 0
    assert "there is nothing to repair" in " ".join(capsys.readouterr().out.split())
