"""A municipality and its district, both made up and complete; each kind of breach is planted.

Amounts are by hand, from the two plans: the bill of a visit is at most two million yuan.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.main import run
from verifier.analysis.comparing.results import ComparedSide
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.joining.sides import Side
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.options import HoldOptions
from verifier.analysis.superiors.results import Held
from verifier.analysis.superiors.superior import hold_against, hold_together
from verifier.engines.smt import why
from verifier.errors import CaseError
from verifier.report.catalogue import Words

HERE = Path(__file__).resolve().parent
OPTIONS = HoldOptions(1, 20_000)


def side(path: Path) -> ComparedSide:
    return load_side(Asked(str(path)), 1)


CITY = HERE / "city.lp"
KEPT = {Verdict.PROVED, Verdict.BY_CONSTRUCTION}
LINE_OF_CITY, LIMIT_OF_CITY = "application_line@b", "application_limit@b"


def edited(folder: Path, file: str, *edits: tuple[str, str]) -> Path:
    text = (HERE / file).read_text(encoding="utf-8")
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path = folder / file
    path.write_text(text, encoding="utf-8")
    return path


def findings(district: Path, city: Path = CITY) -> dict[str, Held]:
    held = hold_against(side(district), side(city), OPTIONS)
    return {finding.binding.id: finding for finding in held.findings}


def broken(district: Path, name: str) -> Held:
    """The one line that the district breaks; it keeps all others."""
    found = findings(district)
    assert {n for n, f in found.items() if f.verdict not in KEPT} == {name}
    return found[name]


def amounts(found: Held) -> tuple[int, int]:
    assert found.witness is not None
    return found.witness.amounts[Side.LEFT], found.witness.amounts[Side.RIGHT]


def test_a_district_that_keeps_every_line() -> None:
    found = findings(HERE / "district.lp")
    assert set(found) == {
        "full_subsidy", "old_subsidy", "poor_aid", "poor_more", "old_aid", "by_application",
    }
    assert {f.verdict for f in found.values()} == {Verdict.PROVED}


def test_below_a_floor(tmp_path: Path) -> None:
    """Fifty percent instead of sixty: ten percent of two million."""
    path = edited(tmp_path, "district.lp", (
        "figure(poor_rate, 70, percent, 1)", "figure(poor_rate, 50, percent, 1)"))
    found = broken(path, "poor_aid")
    assert (found.verdict, found.less, found.largest, found.exact) == (
        Verdict.VIOLATED, True, 200_000_00, True)
    lower, least = amounts(found)
    assert least - lower >= 200_000_00 - found.tolerance
    assert found.clauses == {Side.LEFT: ("2.1",), Side.RIGHT: ("二.1",)}
    assert found.hangs_on is None


def test_above_a_ceiling(tmp_path: Path) -> None:
    """Eighty yuan where fifty are the most."""
    path = edited(tmp_path, "district.lp", (
        "figure(old_sum, 40, yuan, 1)", "figure(old_sum, 80, yuan, 1)"))
    found = broken(path, "old_subsidy")
    assert (found.verdict, found.less, found.largest) == (Verdict.VIOLATED, False, 30_00)
    assert amounts(found) == (80_00, 50_00)
    assert found.clauses == {Side.LEFT: ("1.2",), Side.RIGHT: ("一.2",)}


def test_not_the_same_as_elsewhere(tmp_path: Path) -> None:
    """Ninety percent of 320 yuan instead of all: 32 yuan less."""
    path = edited(tmp_path, "district.lp", (
        "figure(poor_share, 100, percent, 1)", "figure(poor_share, 90, percent, 1)"))
    found = broken(path, "full_subsidy")
    assert (found.verdict, found.less, found.largest) == (Verdict.VIOLATED, True, 32_00)
    assert amounts(found) == (288_00, 320_00)


@pytest.mark.parametrize(("low", "high", "less", "most"), [
    (40, 200, False, 150), (40, 55, True, 10), (0, 90, True, 50), (0, 320, False, 270),
])
def test_the_larger_of_too_little_and_too_much(
    tmp_path: Path, *, low: int, high: int, less: bool, most: int
) -> None:
    """Of the old, who applied is granted one sum, and others another one: 50 yuan are due to all.

    More than the contribution of 320 yuan is paid to nobody.
    """
    city = edited(tmp_path, "city.lp", (
        "binding(old_subsidy, ceiling,", "binding(old_subsidy, uniform,"))
    path = edited(tmp_path, "district.lp", ("figure(old_sum, 40, yuan, 1).\n", ""), (
        "&let { grant(old) } = old_sum :- subsidised(old).",
        f"figure(low_sum, {low}, yuan, 2).\n"
        f"figure(high_sum, {high}, yuan, 3).\n"
        "&let { grant(old) } = low_sum :- subsidised(old), says(applied).\n"
        "&let { grant(old) } = high_sum :- subsidised(old), not says(applied)."))
    found = findings(path, city)["old_subsidy"]
    assert (found.verdict, found.less, found.largest, found.exact) == (
        Verdict.VIOLATED, less, most * 100, True)
    assert amounts(found) == ((low if less else high) * 100, 50_00)


def test_more_than_is_permitted_and_nothing_at_all(tmp_path: Path) -> None:
    """A limit of 1 500 yuan where 1 000 are allowed: 500 too many. To pay nothing is allowed."""
    path = edited(tmp_path, "district.lp", (
        "figure(more_limit, 800, yuan, 2)", "figure(more_limit, 1500, yuan, 2)"))
    found = broken(path, "poor_more")
    assert (found.verdict, found.less, found.largest) == (Verdict.VIOLATED, False, 500_00)
    none = edited(tmp_path, "district.lp", (
        "figure(more_rate, 50, percent, 1)", "figure(more_rate, 0, percent, 1)"))
    assert findings(none)["poor_more"].verdict is Verdict.PROVED


def test_what_is_only_remembered_convicts_nobody(tmp_path: Path) -> None:
    path = edited(tmp_path, "district.lp", (
        "figure(old_rate, 30, percent, 1)", "figure(old_rate, 20, percent, 1)"))
    found = broken(path, "old_aid")
    assert (found.verdict, found.largest) == (Verdict.UNDETERMINED, 200_000_00)
    assert "市〔2020〕9号" in str(found.reason)
    seen = edited(tmp_path, "city.lp", (
        "binding(old_aid, floor, total(aid), old_alone, remembered,",
        "binding(old_aid, floor, total(aid), old_alone, seen,"))
    assert findings(path, seen)["old_aid"].verdict is Verdict.VIOLATED


def test_what_an_open_value_would_heal_is_not_decided(tmp_path: Path) -> None:
    """The share of aid by application is set elsewhere, at most 50 %; the district pays 40 %."""
    path = edited(tmp_path, "district.lp", (
        "figure(application_rate, 50, percent, 1)", "figure(application_rate, 40, percent, 1)"))
    found = broken(path, "by_application")
    assert found.verdict is Verdict.UNDETERMINED
    assert found.hangs_on is not None
    (name, value), = found.hangs_on.items()
    assert name.startswith("application_rate")
    assert value <= 40_00


def test_a_figure_that_a_line_binds_has_the_clause_where_it_stands(tmp_path: Path) -> None:
    """The district's own line of 140 yuan, where 100 are the most, is a figure and no rule's."""
    last = "account(topup,V,all) :- visit(V)."
    city = edited(tmp_path, "city.lp", (last, last + """
%@ 四.1
%  zh: 线不高于一百元
%  en: a line of a hundred yuan at most
figure(most_line, 100, yuan, 1).
&let { line } = most_line.
quantity(line, money, "线", "line").
binding(line_most, ceiling, line, poor_alone, seen, "四.1").
label(line_most, "线的上限", "the line: the most").
%@ 二.2
%  zh: 年度限额
%  en: the limit
"""))
    path = edited(tmp_path, "district.lp", (last, last + """
%@ 4.1
%  zh: 线
%  en: the line
figure(line, 140, yuan, 1).
&let { line_shown } = line.
quantity(line_shown, money, "所称线", "the line as it is shown").
%@ 2.2
%  zh: 年度限额
%  en: the limit
"""))
    found = findings(path, city)["line_most"]
    assert (found.verdict, amounts(found)) == (Verdict.VIOLATED, (140_00, 100_00))
    assert found.clauses == {Side.LEFT: ("4.1",), Side.RIGHT: ("四.1",)}


def test_two_districts_under_one_rule_are_held_against_each_other(tmp_path: Path) -> None:
    """Both could be told apart from the city; here one pays all and the other 95 %: 16 yuan."""
    other = edited(tmp_path, "district.lp", (
        "figure(poor_share, 100, percent, 1)", "figure(poor_share, 95, percent, 1)"))
    held = hold_together(side(HERE / "district.lp"), side(other), side(CITY), OPTIONS)
    (found,) = held.findings
    assert found.binding.id == "full_subsidy"
    assert (found.verdict, found.less, found.largest) == (Verdict.VIOLATED, False, 16_00)
    assert amounts(found) == (320_00, 304_00)
    own = side(HERE / "district.lp")
    same = hold_together(own, own, side(CITY), OPTIONS)
    assert [f.verdict for f in same.findings] == [Verdict.BY_CONSTRUCTION]


GAP = (
    "rate(aid,poor,V,poor_rate) :- covers(aid,poor,V).",
    "rate(aid,poor,V,poor_rate) :- covers(aid,poor,V), not says(applied).",
)
CONFLICT = (
    "rate(aid,poor,V,poor_rate) :- covers(aid,poor,V).",
    "rate(aid,poor,V,poor_rate) :- covers(aid,poor,V).\n"
    "figure(other_rate, 90, percent, 2).\n"
    "rate(aid,poor,V,other_rate) :- covers(aid,poor,V), says(applied).",
)


@pytest.mark.parametrize(("edit", "said"), [(GAP, "no amount"), (CONFLICT, "two amounts")])
def test_what_has_no_value_or_two_is_not_proved(
    tmp_path: Path, edit: tuple[str, str], said: str
) -> None:
    """A poor person who applied has no rate of aid, or both 70 and 90 percent; others have 70.

    What is aided further is what that aid leaves, and so has no amount either.
    """
    all_lines = findings(edited(tmp_path, "district.lp", edit))
    assert {n for n, f in all_lines.items() if f.verdict not in KEPT} == {"poor_aid", "poor_more"}
    found = all_lines["poor_aid"]
    assert found.verdict is Verdict.UNDETERMINED
    assert found.reason is not None and said in str(found.reason)
    assert found.hangs_on is None and found.largest is None
    assert found.witness is not None and set(found.witness.amounts) == {Side.RIGHT}
    person = found.witness.replays[Side.LEFT].case.assignment.booleans
    assert person["says(applied)"] and person["held(poor,treatment)"]


def test_a_superior_without_a_value_proves_nothing(tmp_path: Path) -> None:
    city = edited(tmp_path, "city.lp", (
        "rate(aid,poor,V,aid_rate) :- covers(aid,poor,V).",
        "rate(aid,poor,V,aid_rate) :- covers(aid,poor,V), not says(applied)."))
    found = findings(HERE / "district.lp", city)["poor_aid"]
    assert found.verdict is Verdict.UNDETERMINED
    assert found.witness is not None and set(found.witness.amounts) == {Side.LEFT}


def test_a_breach_outweighs_what_has_no_value(tmp_path: Path) -> None:
    path = edited(tmp_path, "district.lp", GAP, (
        "figure(poor_rate, 70, percent, 1)", "figure(poor_rate, 50, percent, 1)"))
    assert findings(path)["poor_aid"].verdict is Verdict.VIOLATED


@pytest.mark.parametrize("both", [True, False])
def test_districts_without_a_value_are_not_the_same(tmp_path: Path, *, both: bool) -> None:
    path = edited(tmp_path, "district.lp", (
        "&let { grant(poor) } = poor_share * contribution_due :- subsidised(poor).",
        "&let { grant(poor) } = poor_share * contribution_due :- subsidised(poor), "
        "not says(applied)."))
    other = path if both else HERE / "district.lp"
    (found,) = hold_together(side(path), side(other), side(CITY), OPTIONS).findings
    assert found.verdict is Verdict.UNDETERMINED
    assert found.reason is not None and "no amount" in str(found.reason)


WITHOUT_OLD = (
    ("category(poor; old).", "category(poor)."),
    ('label(old, "老年人", "old person").', ""),
    ("subsidised(old) :- counts(old).", ""),
    ("&let { grant(old) } = old_sum :- subsidised(old).", ""),
    ("covers(aid,old,V) :- member(old,V).", ""),
    ("rate(aid,old,V,old_rate) :- covers(aid,old,V).", ""),
    ("figure(old_sum, 40, yuan, 1).", ""),
    ("figure(old_rate, 30, percent, 1).", ""),
)
LINE = (
    "covers(application,anybody,V) :- says(applied), visit(V).",
    "covers(application,anybody,V) :- says(applied), visit(V).\n"
    "threshold(application,anybody,application_line).\n",
)
RATE_AND_LIMIT = (
    LINE,
    ("open(application_rate, range(0,50), percent).",
     "figure(application_rate, 50, percent, 1).\n"
     "open(application_line, range(10,2000), yuan).\n"
     "open(application_limit, range(1,100000), yuan).\n"
     'reason(application_line, "另定", "set elsewhere").\n'
     'reason(application_limit, "另定", "set elsewhere").\n'
     "pool(application,V,application_year) :- visit(V).\n"
     "ceiling(application_year,anybody,application_limit).\n"
     'label(application_year, "限额", "limit").'),
    ('reason(application_rate, "比例另定", "the share is set elsewhere").', ""),
)


def test_what_two_open_values_together_would_heal_is_not_violated(tmp_path: Path) -> None:
    """The district pays half above 1 000 yuan, up to 500 yuan.

    The city: half above an open line of 10 to 2 000 yuan, up to an open limit. Every limit is
    broken at the least line, and every line at the largest limit; with a line of 1 000 and a limit
    of 500 nobody is harmed.
    """
    city = edited(tmp_path, "city.lp", *RATE_AND_LIMIT)
    path = edited(
        tmp_path, "district.lp", LINE,
        ("figure(application_rate, 50, percent, 1).",
         "figure(application_rate, 50, percent, 1).\n"
         "figure(application_line, 1000, yuan, 2).\n"
         "figure(application_limit, 500, yuan, 3).\n"
         "pool(application,V,application_year) :- visit(V).\n"
         "ceiling(application_year,anybody,application_limit).\n"
         'label(application_year, "限额", "limit").'))
    found = findings(path, city)["by_application"]
    assert found.verdict is Verdict.UNDETERMINED
    line, limit = (found.hangs_on or {})[LINE_OF_CITY], (found.hangs_on or {})[LIMIT_OF_CITY]
    assert line >= 1000_00 and limit <= 500_00


def dear(folder: Path, most: str) -> Path:
    """The district pays fifty percent, of costs up to a limit."""
    return edited(folder, "district.lp", (
        "figure(poor_rate, 70, percent, 1).",
        "figure(poor_rate, 50, percent, 1).\n"
        "impossible(dear, V) :- visit(V), &is { cost(V) } > most.\n"
        f'explain(dear, "太贵", "too dear").\n{most}'))


REASON = 'reason(most, "另定", "set elsewhere").\n'


def test_a_value_that_decides_who_can_exist_heals_too(tmp_path: Path) -> None:
    """Fifty percent for sixty, of costs up to what is open: of no costs, both are nothing.

    The line is then kept by whoever is poor and has no costs, as with a figure of no yuan.
    """
    open_most = 'open(most, range(0,100), yuan).\nreason(most, "另定", "set elsewhere").\n'
    found = broken(dear(tmp_path, open_most), "poor_aid")
    assert (found.verdict, found.hangs_on) == (Verdict.UNDETERMINED, {"most": 0})
    assert found.largest == 10_00
    none = findings(dear(tmp_path, "figure(most, 0, yuan, 7).\n"))["poor_aid"]
    assert none.verdict is Verdict.PROVED


@pytest.mark.parametrize("limit", [
    # From one yuan on somebody has costs, and ten fen too little.
    "open(most, range(1,100), yuan).\n",
    # Below fifty yuan nobody can be poor, and with nobody to speak of no line is kept.
    "open(most, range(0,100), yuan).\n"
    "figure(fifty, 50, yuan, 9).\n"
    "impossible(poor, M) :- held(poor,M), &is { most } < fifty.\n"
    'explain(poor, "无贫困人口", "nobody is poor").\n',
])
def test_a_value_that_decides_who_can_exist_may_heal_nothing(tmp_path: Path, limit: str) -> None:
    found = findings(dear(tmp_path, limit + REASON))["poor_aid"]
    assert (found.verdict, found.hangs_on) == (Verdict.VIOLATED, None)


def test_what_no_open_values_heal_is_violated(tmp_path: Path) -> None:
    """The district pays nothing, and the city half above its open line, at least a yuan."""
    city = edited(tmp_path, "city.lp", *RATE_AND_LIMIT)
    path = edited(tmp_path, "district.lp", (
        "figure(application_rate, 50, percent, 1)", "figure(application_rate, 0, percent, 1)"))
    assert findings(path, city)["by_application"].verdict is Verdict.VIOLATED


def test_what_should_be_the_same_is_healed_in_both_directions(tmp_path: Path) -> None:
    """The city leaves 0 to 50 percent open; the district pays 35, or 60, never the same."""
    city = edited(tmp_path, "city.lp", (
        "binding(by_application, floor,", "binding(by_application, uniform,"))
    path = edited(tmp_path, "district.lp", (
        "figure(application_rate, 50, percent, 1)", "figure(application_rate, 35, percent, 1)"))
    found = findings(path, city)["by_application"]
    assert found.verdict is Verdict.UNDETERMINED
    assert list((found.hangs_on or {}).values()) == [35_00]
    more = edited(tmp_path, "district.lp", (
        "figure(application_rate, 50, percent, 1)", "figure(application_rate, 60, percent, 1)"))
    assert findings(more, city)["by_application"].verdict is Verdict.VIOLATED


def test_a_line_that_reaches_nobody_is_vacuous(tmp_path: Path) -> None:
    found = findings(edited(tmp_path, "district.lp", *WITHOUT_OLD))
    assert found["old_aid"].verdict is found["old_subsidy"].verdict is Verdict.VACUOUS


def test_a_plan_that_binds_nobody_is_no_superior() -> None:
    with pytest.raises(CaseError, match="declares no line that binds"):
        findings(HERE / "city.lp", HERE / "district.lp")


def test_a_premise_must_be_derived(tmp_path: Path) -> None:
    city = edited(tmp_path, "city.lp", (
        "binding(old_aid, floor, total(aid), old_alone,",
        "binding(old_aid, floor, total(aid), old_people,"))
    with pytest.raises(CaseError, match="`old_people`"):
        findings(HERE / "district.lp", city)


def test_how_a_line_is_known_is_said_in_chinese(tmp_path: Path) -> None:
    path = edited(tmp_path, "district.lp", (
        "figure(old_rate, 30, percent, 1)", "figure(old_rate, 20, percent, 1)"))
    reason = findings(path)["old_aid"].reason
    assert reason is not None and "证据：仅凭记忆" in Words("zh").tell(reason)


def test_a_question_that_takes_too_long_is_told_in_chinese() -> None:
    assert Words("zh").tell(why("timeout")) == "求解这一问题的时间已用尽"
    assert Words("zh").tell(why("(incomplete quantifiers)")) == "(incomplete quantifiers)"


def test_what_has_no_value_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(edited(tmp_path, "district.lp", GAP))
    asked = ["check", path, "--superior", str(CITY), "--visits", "1", "--fresh"]
    assert run([*asked, "--lang", "en"]) == 3
    out = " ".join(capsys.readouterr().out.split())
    assert "`district` gives this person no amount" in out and "no value" in out
    assert run([*asked, "--format", "json"]) == 3
    found = {f["line"]: f for f in json.loads(capsys.readouterr().out)["held"][0]["findings"]}
    assert found["poor_aid"]["amounts"]["a"] is None
    assert found["poor_aid"]["amounts"]["b"] is not None


def of_years(folder: Path, file: str, first: int, last: int) -> Path:
    """The contribution is 320 yuan in each of the years."""
    parameters = "\n".join(
        f"parameter(contribution, {y}, 320, yuan, stated)." for y in range(first, last + 1)
    )
    return edited(
        folder, file, ("case_year(2022).", f"case_year({first}..{last})."),
        ("bounds(year, 2022, 2022,", f"bounds(year, {first}, {last},"),
        ("parameter(contribution, 2022, 320, yuan, stated).", parameters))


def test_years_of_which_the_superior_does_not_speak_are_named(tmp_path: Path) -> None:
    held = hold_against(side(of_years(tmp_path, "district.lp", 2023, 2024)), side(CITY), OPTIONS)
    assert {f.verdict for f in held.findings} == {Verdict.VACUOUS}
    for found in held.findings:
        assert found.reason is not None
        said = Words("en").tell(found.reason)
        assert "speaks of 2022, and the document of 2023–2024" in said
    held = hold_against(side(of_years(tmp_path, "district.lp", 2022, 2024)), side(CITY), OPTIONS)
    assert {f.verdict for f in held.findings} == {Verdict.PROVED}
    assert "only 2022 of the years 2022–2024" in " ".join(map(str, held.limits))
    assert hold_against(side(HERE / "district.lp"), side(CITY), OPTIONS).limits == ()


def test_categories_that_the_document_calls_otherwise_are_named(tmp_path: Path) -> None:
    """Old people are `elderly` here: both lines on them are of nobody, and it is said why."""
    text = (HERE / "district.lp").read_text(encoding="utf-8")
    path = tmp_path / "district.lp"
    path.write_text(re.sub(r"\bold\b(?! person)", "elderly", text).replace("old_", "elderly_"),
                    encoding="utf-8")
    held = hold_against(side(path), side(CITY), OPTIONS)
    found = {f.binding.id: f for f in held.findings}
    for line in ("old_aid", "old_subsidy"):
        reason = found[line].reason
        assert found[line].verdict is Verdict.VACUOUS and reason is not None
        said = Words("zh").tell(reason)
        assert "没有类别 `old`（老年人）" in said and "`elderly` 名称相同" in said
    assert found["poor_aid"].verdict is Verdict.PROVED
    assert len(held.limits) == 1
    reason = findings(edited(tmp_path, "district.lp", *WITHOUT_OLD))["old_aid"].reason
    assert reason is not None
    assert "has no category `old` (old person); use these" in Words("en").tell(reason)
