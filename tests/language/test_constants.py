"""Names that nothing declares are refused where a misspelt one would make a dead rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import VILLAGE
from verifier.language.lint import lint
from verifier.language.loader import load
from verifier.places import document_files, property_files, superior_files

ENDED = 'outcome(r, "可", "r").\n'
PLAN = VILLAGE.read_text(encoding="utf-8")


def found(folder: Path, text: str, more: str = "") -> list[tuple[str, str, str]]:
    """What is undeclared in the village with `text` at its end, which begins with line 1."""
    path = folder / "village.lp"
    path.write_text(PLAN + "%@ 九.1\n%  zh: 甲\n%  en: a\n" + text, encoding="utf-8")
    files = [path]
    if more:
        files.append(folder / "own.lp")
        files[-1].write_text(more, encoding="utf-8")
    said = [p for p in lint(load(files)) if p.rule == "undeclared"]
    assert all(p.span.line > len(PLAN.splitlines()) or more for p in said)
    return [(str(p.what), str(p.mend), Path(p.span.file).name) for p in said]


@pytest.mark.parametrize(("atom", "name", "value", "near"), [
    ("flag(1,designatd)", "flag/2", "designatd", "designated"),
    ("kind(V,outpatien)", "kind/2", "outpatien", "outpatient"),
    ("place(_,in_distric)", "place/2", "in_distric", "in_district"),
    ("says(aplied)", "says/1", "aplied", "applied"),
    ("held(por,_)", "held/2", "por", "poor"),
    ("held(_,treatmnt)", "held/2", "treatmnt", "treatment"),
    ("enrolled(in_windw)", "enrolled/1", "in_windw", "in_window"),
    ("reads(propr,designated_only)", "reads/2", "propr", "proper"),
    ("reads(proper,referral_to)", "reads/2", "referral_to", "referral_too"),
    ("member(olld,V)", "member/2", "olld", "old"),
    ("counts(oold)", "counts/1", "oold", "old"),
    ("covers(aidd,_,_)", "covers/3", "aidd", "aid"),
    ("not flag(1,referal)", "flag/2", "referal", "referral"),
    ("flag(1,(designated;referal))", "flag/2", "referal", "referral"),
    ("pool(_,_,aid_yeer)", "pool/3", "aid_yeer", "aid_year"),
    ("from_year(old_summ)", "from_year/1", "old_summ", "old_sum"),
])
def test_a_misspelt_name_in_a_body(
    tmp_path: Path, atom: str, name: str, value: str, near: str
) -> None:
    said = found(tmp_path, f"r :- {atom}, visit(V).\n{ENDED}")
    assert [what for what, _, _ in said] == [f"`{name}` names `{value}`, which is not declared"]
    assert f"`{near}`" in said[0][1] and said[0][1].startswith("did you mean")


@pytest.mark.parametrize(("text", "name", "value"), [
    ("highest_wins(aidd).", "highest_wins/1", "aidd"),
    ("highest_wins(subsidi).", "highest_wins/1", "subsidi"),
    ("covers(aidd,poor,V) :- visit(V).", "covers/3", "aidd"),
    ("rate(aidd,poor,V,aid_rate) :- visit(V).", "rate/4", "aidd"),
    ("account(aidd,V,all) :- visit(V).", "account/3", "aidd"),
    ("threshold(topupp,poor,aid_threshold).", "threshold/3", "topupp"),
    ("pool(aidd,V,aid_year) :- visit(V).", "pool/3", "aidd"),
    ("pool(aid,V,aid_yeer) :- visit(V).", "pool/3", "aid_yeer"),
    ("ceiling(aid_yeer,poor,aid_ceiling).", "ceiling/3", "aid_yeer"),
    ("funded_by(aidd,aid_fund).", "funded_by/2", "aidd"),
    ("poorer(poor,odl,subsidy,\"一.1\").", "poorer/4", "odl"),
    ("poorer(poor,old,subsidi,\"一.1\").", "poorer/4", "subsidi"),
    ("same_grade(poor,old,treatmen,\"一.1\").", "same_grade/4", "treatmen"),
    ("listed(aid,(poor;odl)).", "listed/2", "odl"),
    ("default(flag,designatd).", "default/2", "designatd"),
    ("default(proper,designated_onyl).", "default/2", "designated_onyl"),
    ("default(propper,designated_only).", "default/2", "propper"),
    ('outcome(kind(1,inpatien), "可", "r").', "kind/2", "inpatien"),
])
def test_a_misspelt_name_in_a_head(tmp_path: Path, text: str, name: str, value: str) -> None:
    assert [what for what, _, _ in found(tmp_path, f"{text}\n")] == [
        f"`{name}` names `{value}`, which is not declared"
    ]


def test_what_nothing_is_like_is_to_be_declared(tmp_path: Path) -> None:
    (said,) = found(tmp_path, f"r :- says(xyz).\n{ENDED}")
    assert said[1] == "declare it by `case_flag/1`, or use one of `applied`, `critical_stated`"
    (said,) = found(tmp_path, f"r :- tier(tier_1).\n{ENDED}")
    assert said[1] == "declare it by `plan_tier/1`"
    (said,) = found(tmp_path, f"r :- level(1,3).\n{ENDED}")
    assert said[0] == "`level/2` names `3`, which is not declared"
    (said,) = found(tmp_path, 'same_grade(poor,old,xyz,"一.1").\n')
    assert said[1] == "use one of `subsidy`, `treatment`"


@pytest.mark.parametrize("text", [
    'visit_flag(F) :- further(F). further(extra). r :- flag(1,anything).',  # the grounder knows
    'visit_flag(X) :- X = extra. r :- flag(1,extra).',
    'r :- level(1,1..2).',
    'r :- flag(1,F), F != designatd.',  # no argument place
    'category(third). r :- member(third,1).',
    'funded_by(some_measure, purse).',
    'funded_by(elderly, purse).',
    'pool(aid,V,P) :- visit(V), of_pools(P). of_pools(more). ceiling(more,poor,aid_ceiling).',
])
def test_what_may_be_right_passes(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, f"{text}\n{ENDED}") == []


@pytest.mark.parametrize(("atom", "value"), [
    ("flag(V,designatd)", "designatd"),
    ("flag(V,referrla)", "referrla"),
    ("flag(V,in_waiting)", ""),  # perhaps of another document
    ("flag(V,undesignated)", ""),
    ("member(poor_2,V)", ""),
])
def test_a_property_may_speak_of_other_documents(tmp_path: Path, atom: str, value: str) -> None:
    own = (
        f'property(own, case, "甲", "a").\nviolation(own,V) :- visit(V), {atom}.\n'
    )
    said = found(tmp_path, "", own)
    assert [(what, file) for what, _, file in said] == (
        [(f"`flag/2` names `{value}`, which is not declared", "own.lp")] if value else []
    )


@pytest.mark.parametrize("path", [*document_files(), *superior_files()], ids=lambda p: p.stem)
def test_what_comes_with_the_package_is_declared(path: Path) -> None:
    assert lint(load([path, *property_files()])) == ()
