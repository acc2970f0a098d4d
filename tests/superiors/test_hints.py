"""Hints of superiors decide sooner, and never otherwise: what they say is computed anew."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import said
from verifier import programs
from verifier.analysis.checking.hint_files import place_of, read_hints, written
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.hinted import Hints
from verifier.analysis.joining.joint import join
from verifier.analysis.joining.sides import Side
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.documents import superiors_of
from verifier.analysis.superiors.hints import Known, Noted, known_of, lines_of, section_of
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import Held, LineHint, Vain
from verifier.analysis.superiors.superior import hold_against
from verifier.engines.smt_solver import Solver
from verifier.errors import CaseError
from verifier.program.model import NumberInput
from verifier.report.catalogue import Words
from verifier.report.superiors.as_json import superior_json

HERE = Path(__file__).resolve().parent
PLAIN = HoldOptions(1, 20_000)
HINTED = replace(PLAIN, hinted=True)
CITY = load_side(Asked(str(HERE / "city.lp")), 1)
PLANTED = {
    "figure(poor_share, 100, percent, 1)": "figure(poor_share, 95, percent, 1)",
    "figure(poor_rate, 70, percent, 1)": "figure(poor_rate, 55, percent, 1)",
    "figure(old_rate, 30, percent, 1)": "figure(old_rate, 20, percent, 1)",
    "figure(application_rate, 50, percent, 1)": "figure(application_rate, 40, percent, 1)",
}
"""Breaches of what convicts, of what is remembered only, and of what hangs on an open rate."""


def district(folder: Path, planted: Mapping[str, str] = PLANTED) -> Path:
    text = (HERE / "district.lp").read_text(encoding="utf-8")
    for before, after in planted.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    path = folder / "district.lp"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def lower(tmp_path_factory: pytest.TempPathFactory) -> ComparedSide:
    return load_side(Asked(str(district(tmp_path_factory.mktemp("plan")))), 1)


@pytest.fixture(scope="module")
def plain(lower: ComparedSide) -> tuple[Held, ...]:
    return hold_against(lower, CITY, PLAIN).findings


@pytest.fixture
def noted(lower: ComparedSide, tmp_path: Path) -> Known:
    """What a search hints at, by way of a file."""
    path = Path(shutil.copy(lower.entry, tmp_path))
    section = section_of([hold_against(lower, CITY, PLAIN)], PLAIN)
    place_of(path).write_text(written(Hints(superiors=section)), encoding="utf-8")
    return known_of(path, lower.program)


def hinted(lower: ComparedSide, known: Known, options: HoldOptions = HINTED) -> tuple[Held, ...]:
    return hold_against(lower, CITY, options, known).findings


def outcomes(findings: tuple[Held, ...]) -> list[object]:
    return [
        (f.binding.id, f.verdict, f.reason, f.tolerance, f.less, f.largest, f.exact, f.hangs_on,
         None if f.witness is None else f.witness.amounts)
        for f in findings
    ]


class Asking:
    """Counts what the solver is asked."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        decide = Solver.decide

        def counted(*arguments: object) -> object:
            self.asked += 1
            return decide(*arguments)  # type: ignore[arg-type]

        patch.setattr(Solver, "decide", counted)


def test_hints_decide_with_fewer_questions(
    lower: ComparedSide, noted: Known, plain: tuple[Held, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PROVED} <= {f.verdict for f in plain}
    assert any(f.hangs_on for f in plain) and any(f.largest for f in plain)
    count = Asking(monkeypatch)
    assert outcomes(hinted(lower, noted)) == outcomes(plain)
    few = count.asked
    assert outcomes(hinted(lower, noted, PLAIN)) == outcomes(plain)  # not asked to try them
    assert few * 4 < count.asked - few


def lies(known: Known, lie: LineHint) -> Known:
    return replace(known, lines={key: Noted(one.asked, lie) for key, one in known.lines.items()})


def nonsense(lower: ComparedSide, chance: random.Random) -> dict[str, bool | int]:
    found: dict[str, bool | int] = {"nobody": True}
    program = join(lower.program, CITY.program).program
    for item in (*program.inputs, *program.values):
        if chance.random() < 0.5:
            top = item.high if isinstance(item, NumberInput) else 10**9
            found[item.name] = chance.choice([True, False, -1, 10**15, top + 1, top, 7])
    return found


@pytest.mark.parametrize("seed", range(3))
def test_persons_who_are_made_up_change_nothing(
    lower: ComparedSide, noted: Known, plain: tuple[Held, ...], seed: int
) -> None:
    chance = random.Random(seed)
    lie = LineHint(tuple(nonsense(lower, chance) for _ in range(4)))
    assert outcomes(hinted(lower, lies(noted, lie))) == outcomes(plain)


@pytest.mark.parametrize("healing", [
    {"nothing": 0}, {"application_rate@b": 5000}, {"application_rate@b": -1},
    {"application_rate@b": 10**9}, {"poor_rate": 9000},
])
def test_values_that_do_not_heal_are_not_said_to(
    lower: ComparedSide, noted: Known, plain: tuple[Held, ...], healing: dict[str, int]
) -> None:
    found = hinted(lower, lies(noted, LineHint(healing=healing, vain=frozenset({Vain.FEWER}))))
    assert outcomes(found) == outcomes(plain)


def test_a_smaller_breach_is_not_said_to_be_the_largest(
    lower: ComparedSide, noted: Known, plain: tuple[Held, ...]
) -> None:
    known = {(f.binding.id): f for f in plain}
    poor = noted.lines["city", "poor_aid"]
    less = [{n: v // 2 if isinstance(v, int) and not isinstance(v, bool) and "(1)" in n else v
             for n, v in case.items()} for case in poor.hint.cases]
    small = LineHint(tuple(less))
    assert outcomes(hinted(lower, lies(noted, small))) == outcomes(plain)
    # Who says that a larger one was sought in vain is believed as far as it is told: not exact.
    found = {f.binding.id: f for f in hinted(lower, lies(noted, replace(
        small, vain=frozenset({Vain.LARGER, Vain.SIMPLER})
    )))}
    one = found["poor_aid"]
    assert one.verdict is known["poor_aid"].verdict and one.largest is not None
    assert known["poor_aid"].exact and known["poor_aid"].largest is not None
    assert not one.exact and one.largest < known["poor_aid"].largest


def test_whatever_was_in_vain_no_verdict_is_stronger(
    lower: ComparedSide, noted: Known, plain: tuple[Held, ...]
) -> None:
    found = hinted(lower, lies(noted, LineHint(vain=frozenset(Vain))))
    for one, before in zip(found, plain, strict=True):
        assert one.verdict is before.verdict
        assert one.tolerance >= before.tolerance
        assert one.largest == before.largest and one.exact <= before.exact


def test_what_was_in_vain_is_sought_again_in_another_question(
    lower: ComparedSide, noted: Known, tmp_path: Path
) -> None:
    joint = join(lower.program, CITY.program).program
    same = noted.fitting(CITY.program, joint, HINTED)
    assert any(hint.vain for hint in same.values())
    path = district(tmp_path, {**PLANTED, "figure(old_sum, 40, yuan, 1)":
                               "figure(old_sum, 45, yuan, 1)"})
    changed = replace(noted, document=known_of_changed(path, noted))
    for known, options in (
        (noted, replace(HINTED, timeout_ms=19_000)), (noted, replace(HINTED, persons=False)),
        (changed, HINTED),
    ):
        fits = known.fitting(CITY.program, joint, options)
        assert {n: (h.cases, h.healing) for n, h in fits.items()} == {
            n: (h.cases, h.healing) for n, h in same.items()
        }
        assert not any(hint.vain for hint in fits.values())


def known_of_changed(path: Path, noted: Known) -> str:
    side = load_side(Asked(str(path)), 1)
    section = [{"superior": s, "line": line, "asked": "-"} for s, line in noted.lines]
    place_of(path).write_text(written(Hints(superiors=tuple(section))), encoding="utf-8")
    return known_of(path, side.program).document


def test_hints_of_another_plan_say_what_they_can(noted: Known, tmp_path: Path) -> None:
    """The breaches are mended but one: nobody who is hinted at is shown for the others."""
    name = "figure(poor_rate, 70, percent, 1)"
    side = load_side(Asked(str(district(tmp_path, {name: PLANTED[name]}))), 1)
    assert outcomes(hinted(side, noted)) == outcomes(hold_against(side, CITY, PLAIN).findings)


BROKEN: Mapping[str, object] = {
    "no list": {}, "a word": ["x"], "no superior": [{"line": "a", "asked": ""}],
    "a fraction": [{"superior": "a", "line": "b", "asked": "", "cases": [{"cost(1)": 0.5}]}],
    "a truth for a value": [{"superior": "a", "line": "b", "asked": "", "healing": {"x": True}}],
    "an unknown word": [{"superior": "a", "line": "b", "asked": "", "vain": ["everything"]}],
    "a number for a name": [{"superior": 1, "line": "b", "asked": ""}],
}


@pytest.mark.parametrize("section", BROKEN.values(), ids=BROKEN)
def test_a_broken_section_is_one_message(tmp_path: Path, section: object) -> None:
    path = district(tmp_path)
    place_of(path).write_text(json.dumps({
        "format": "mingzheng-hints", "version": 1, "asked": "", "tasks": [], "superiors": section,
    }), encoding="utf-8")
    with pytest.raises(CaseError) as error:
        lines_of(path)
    assert "no file of hints" in said(error.value) and "--write-hints" in said(error.value)


def test_a_check_does_not_begin_with_a_broken_section(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = district(tmp_path)
    place_of(path).write_text(json.dumps({
        "format": "mingzheng-hints", "version": 1, "asked": "", "tasks": [], "superiors": [{}],
    }), encoding="utf-8")
    assert run(["check", str(path), "--visits", "1", "--lang", "en", "--fresh"]) == 2
    told = capsys.readouterr()
    assert "no file of hints" in told.err and told.out == ""
    asked = ["check", str(path), "--superior", str(HERE / "city.lp"), "--visits", "1", "--fresh",
             "--verdicts-only", "--lang", "en"]
    assert run(asked) == 2
    assert "no file of hints" in capsys.readouterr().err
    assert run([*asked, "--no-hints"]) != 2


def test_a_brief_check_keeps_the_section(lower: ComparedSide, tmp_path: Path) -> None:
    path = Path(shutil.copy(lower.entry, tmp_path))
    section = section_of([hold_against(lower, CITY, PLAIN)], PLAIN)
    place_of(path).write_text(written(Hints(superiors=section)), encoding="utf-8")
    before = lines_of(path)
    run(["check", str(path), "--verdicts-only", "--visits", "1", "--write-hints", "--lang", "en"])
    assert lines_of(path) == before and before and read_hints(path).tasks


def test_a_whole_check_writes_the_section(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = district(tmp_path, {})
    asked = ["check", str(path), "--visits", "1", "--lang", "en"]
    code = run([*asked, "--write-hints"])
    first = capsys.readouterr().out
    assert lines_of(path) and "social_assistance_2014" in {name for name, _ in lines_of(path)}
    assert run([*asked, "--fresh"]) == code
    assert capsys.readouterr().out == first


@cache
def sides(document: str) -> tuple[ComparedSide, tuple[ComparedSide, ...]]:
    below = load_side(Asked(document), 2)
    return below, tuple(load_side(Asked(path), 2) for path in superiors_of(below.program))


@pytest.mark.parametrize("document", programs.documents(), ids=lambda d: d.id)
def test_the_hints_of_a_document_are_of_the_document_as_it_is(document: programs.Document) -> None:
    below, above = sides(document.id)
    options = HoldOptions(2, 10_000, hinted=True)
    known = known_of(document.path, below.program)
    for side in above:
        joint = join(below.program, side.program).program
        fits = known.fitting(side.program, joint, options)
        noted = {line: one.hint for (name, line), one in known.lines.items()
                 if name == side.program.document}
        assert fits, f"run `mingzheng check {document.id} --write-hints`"
        assert {n: h.vain for n, h in fits.items()} == {n: h.vain for n, h in noted.items()}, (
            f"run `mingzheng check {document.id} --write-hints`"
        )


def test_what_hints_find_of_a_document_is_what_is_found_without() -> None:
    below, above = sides("wuhan_2022")
    (side,) = (one for one in above if one.document.id == "state_council_2021_42_limit")
    known = known_of(Path(below.entry), below.program)
    found = [
        hold_against(below, side, HoldOptions(2, 10_000, hinted=hinted), known)
        for hinted in (False, True)
    ]
    assert found[0].sides[Side.LEFT] == found[1].sides[Side.LEFT]
    assert outcomes(found[0].findings) == outcomes(found[1].findings)
    assert superior_json(found[:1], Words("en"))["held"] != []
