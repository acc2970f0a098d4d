"""Proofs can be taken elsewhere: kept as SMT-LIB, and confirmed by another solver."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import z3

from tests.properties.checked import program
from verifier import programs
from verifier.analysis.checking import proof
from verifier.analysis.checking.check import check
from verifier.analysis.checking.options import Options, Trust
from verifier.analysis.results import Finding, Verdict
from verifier.engines import second
from verifier.engines.second import Opinion, second_opinion
from verifier.errors import EngineError
from verifier.report.catalogue import Words

FIVE = ("luan_2021", "qianjiang_2023", "tongcheng_2021", "tongnan_2021", "wuhan_2022")
PROOFS = (Verdict.PROVED, Verdict.BY_CONSTRUCTION)
ASKED = "(set-logic QF_LIA)(declare-fun x () Int)(assert {})(check-sat)"


def found(name: str, trust: Trust) -> list[Finding]:
    return list(check(program(name), Options(simplest=False, trust=trust)))


def test_the_second_solver_answers_for_itself() -> None:
    assert second_opinion(ASKED.format("(< x x)"), 1_000) is Opinion.CONFIRMED
    assert second_opinion(ASKED.format("(< x 1)"), 1_000) is Opinion.CONTRADICTED


def test_what_it_cannot_decide_in_time_is_said_to_be_so() -> None:
    whole = "".join(f"(declare-fun {name} () Int)" for name in "xyz")
    cubes = "(assert (= (+ (* x x x) (* y y y) (* z z z)) 42))"
    script = f"(set-logic QF_NIA){whole}{cubes}(check-sat)"
    assert second_opinion(script, 200) is Opinion.UNDECIDED


def test_every_proof_of_a_small_plan_is_confirmed() -> None:
    findings = found("poorer_never_less_holds", Trust(second=True))
    proofs = [f for f in findings if f.verdict in PROOFS and f.obligations]
    assert len(proofs) > 3
    assert [f.property for f in proofs if f.confirmed != f.obligations] == []


def test_without_being_asked_it_is_not_asked() -> None:
    findings = found("poorer_never_less_holds", Trust())
    assert {f.confirmed for f in findings} == {None}


def test_solvers_that_disagree_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "second_opinion", lambda *_: Opinion.CONTRADICTED)
    findings = found("poorer_never_less_holds", Trust(second=True))
    disputed = [f for f in findings if f.reason and "contradict" in Words("en").tell(f.reason)]
    assert disputed and {f.verdict for f in disputed} == {Verdict.UNKNOWN}
    assert not [f for f in findings if f.verdict in PROOFS and f.obligations]


def test_an_undecided_second_solver_leaves_the_proof_unconfirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof, "second_opinion", lambda *_: Opinion.UNDECIDED)
    findings = found("poorer_never_less_holds", Trust(second=True))
    proofs = [f for f in findings if f.verdict in PROOFS and f.obligations]
    assert proofs and {f.confirmed for f in proofs} == {0}


def test_a_missing_second_solver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match="cvc5"):
        second_opinion(ASKED.format("true"), 1_000)


def test_exported_scripts_are_refuted_by_whoever_reads_them(tmp_path: Path) -> None:
    findings = found("poorer_never_less_holds", Trust(export=tmp_path))
    wanted = sum(f.obligations for f in findings)
    scripts = sorted(tmp_path.glob("*.smt2"))
    assert len(scripts) == wanted > 3
    for script in scripts:
        solver = z3.Solver()
        solver.from_file(str(script))
        assert solver.check() == z3.unsat, script.name
        assert script.read_text("utf-8").startswith("; document poorer_never_less_holds, property ")


def test_scripts_are_the_same_in_every_run(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, jobs in ((one, 1), (two, 2)):
        folder.mkdir()
        options = replace(Options(simplest=False), trust=Trust(export=folder), jobs=jobs)
        list(check(program("poorer_never_less_holds"), options))
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


@pytest.mark.parametrize("document", FIVE)
def test_every_proof_of_the_five_documents_is_confirmed(document: str) -> None:
    loaded = programs.load_program(programs.find(document), 1, properties=True)
    options = Options(simplest=False, jobs=2, trust=Trust(second=True))
    proofs = [f for f in check(loaded, options) if f.verdict in PROOFS and f.obligations]
    assert len(proofs) > 5
    assert [(f.property, f.ranged_over) for f in proofs if f.confirmed != f.obligations] == []
