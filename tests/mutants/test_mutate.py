"""Every mistake is made once, is named, and is nothing but the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.catch import Fate, Net
from tests.mutants.changes import Kind
from tests.mutants.explained import explanations
from tests.mutants.hunt import hunted
from tests.mutants.known import by_hand
from tests.mutants.mutate import Encoding, Mutant, mutants, read_encoding
from tests.mutants.table import HEADER, UNEXPLAINED, rows, share, survivors
from tests.mutants.text import text_of
from verifier.accounting.account import read_account
from verifier.accounting.audit import compare
from verifier.programs import Document, load_program

SMALL = """\
category(poor; old; ill).
label(poor, "贫困人口", "poor").
figure(share, range(80,90), percent, 1).
figure(full, 100, percent, 2).
figure(sum, "1.5", wan_yuan, 3).
figure(day, "06-30", month_day, 4).
figure(issued, "2021-12-31", date, 5).
parameter(contribution, 2022, 320, yuan, stated).
parameter(contribution, 2023, range(320,400), yuan, none).
open(limit, range(1,9), yuan).
%@ 一.1
covers(aid,poor,V) :-
    member(poor,V), not barred(V).
listed(aid, C) :- group(C).
&sum { base(V) : near(V), open(V) } = counted :- year(Y).
%@ 一.2
pool(aid,V,year) :- kind(V,inpatient).
pool(topup,V,year) :- visit(V).
account(aid,V,all) :- visit(V).
informal(aim, "poor", "poor").
"""
"""An encoding with everything that a mistake can be made in."""

FIGURES = [
    "figure(share,range(81,90),percent,1).", "figure(share,range(80,89),percent,1).",
    "figure(full,99,percent,2).", 'figure(sum,"2.5",wan_yuan,3).',
    'figure(day,"07-01",month_day,4).', 'figure(issued,"2022-01-01",date,5).',
    "parameter(contribution,2022,321,yuan,stated).",
]
CONDITIONS = [
    "covers(aid,poor,V) :- visit(V); not barred(V).", "covers(aid,poor,V) :- member(poor,V).",
    "listed(aid,C) :- category(C).",
    "&sum { base(V): near(V), open(V) } = counted.",
    "&sum { base(V): open(V) } = counted :- year(Y).",
    "&sum { base(V): near(V) } = counted :- year(Y).",
    "pool(aid,V,year) :- visit(V).", "pool(topup,V,year).", "account(aid,V,all).",
]
CATEGORIES = [
    "covers(aid,old,V) :- member(poor,V); not barred(V).",
    "covers(aid,poor,V) :- member(old,V); not barred(V).",
]
LIMITS = [
    "pool(aid,V,year(V)) :- kind(V,inpatient)."
    " ceiling(year(V),C,Q) :- ceiling(year,C,Q), visit(V).",
    "pool(aid,V,year(K)) :- kind(V,inpatient), kind(V,K)."
    " ceiling(year(K),C,Q) :- ceiling(year,C,Q), visit_kind(K).",
    "pool(aid,V,year_apart) :- kind(V,inpatient). ceiling(year_apart,C,Q) :- ceiling(year,C,Q).",
    "pool(topup,V,year(V)) :- visit(V). ceiling(year(V),C,Q) :- ceiling(year,C,Q), visit(V).",
    "pool(topup,V,year(K)) :- visit(V), kind(V,K)."
    " ceiling(year(K),C,Q) :- ceiling(year,C,Q), visit_kind(K).",
    "pool(topup,V,year_apart) :- visit(V). ceiling(year_apart,C,Q) :- ceiling(year,C,Q).",
    "account(aid,V,all(V)) :- visit(V).",
    "account(aid,V,all(K)) :- visit(V), kind(V,K).",
]


@pytest.fixture
def small(tmp_path: Path) -> Encoding:
    entry = tmp_path / "small.lp"
    entry.write_text(SMALL, encoding="utf-8")
    return read_encoding(entry)


@pytest.mark.parametrize(("kind", "expected"), [
    (Kind.FIGURE, FIGURES), (Kind.CONDITION, CONDITIONS), (Kind.CATEGORY, CATEGORIES),
    (Kind.LIMIT, LIMITS),
])
def test_every_mistake_of_a_kind_is_made(small: Encoding, kind: Kind, expected: list[str]) -> None:
    assert [m.text for m in mutants(small) if m.kind is kind] == expected


def test_a_mutant_differs_in_one_rule_and_keeps_the_lines_of_the_others(small: Encoding) -> None:
    lines = SMALL.splitlines()
    for mutant in mutants(small):
        changed = mutant.applied(small.files["small.lp"]).decode().splitlines()
        assert len(changed) == len(lines)
        different = [n for n, (a, b) in enumerate(zip(lines, changed, strict=True), 1) if a != b]
        assert different[0] == mutant.line
        assert changed[mutant.line - 1] == mutant.text
        # What stood on further lines of the rule is gone.
        assert all(changed[n - 1] == "" for n in different[1:])


def test_a_mutant_is_named_by_its_file_and_clause(small: Encoding) -> None:
    (found,) = [m for m in mutants(small) if m.text.startswith("listed")]
    assert found.name == "small 一.1: listed(aid,C) without `group(C)`"


def test_mutants_lie_in_the_file_that_is_included(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "rules.lp").write_text("%@ 一\na :- b.\n", encoding="utf-8")
    entry = tmp_path / "entry.lp"
    entry.write_text('#include "part/rules.lp".\n', encoding="utf-8")
    encoding = read_encoding(entry)
    (found,) = mutants(encoding)
    assert (found.file, found.line, found.clause) == ("part/rules.lp", 2, "一")
    path = encoding.write(tmp_path / "mutant", found)
    assert path.read_bytes() == entry.read_bytes()
    assert (tmp_path / "mutant/part/rules.lp").read_text("utf-8") == "%@ 一\na.\n"


@pytest.mark.parametrize("document", hunted(), ids=lambda d: d.id)
def test_the_text_that_stands_for_the_official_one_agrees(document: Document) -> None:
    account = read_account(document)
    found = compare(account, text_of(account))
    assert found.differences == ()
    assert found.figures == sum(len(s.figures) for s in account.sentences.values()) > 0


@pytest.mark.parametrize("document", hunted(), ids=lambda d: d.id)
def test_what_is_explained_is_a_mutant_of_the_document(document: Document) -> None:
    names = [mutant.name for mutant in mutants(read_encoding(document.path))]
    assert len(names) == len(set(names))
    given = [n for e in explanations() if e.document == document.id for n in e.mutants]
    assert len(given) == len(set(given))
    assert set(given) <= set(names)


def test_every_explanation_has_words_and_a_document() -> None:
    assert {e.document for e in explanations()} <= {d.id for d in hunted()}
    assert all(e.why.strip() and e.mutants for e in explanations())


def test_the_table_counts_mistakes_and_what_caught_them(small: Encoding) -> None:
    one, two, three, four, *_ = (Fate(m) for m in mutants(small))
    fates = [
        Fate(one.mutant, refused=True), Fate(two.mutant, same=True),
        Fate(three.mutant, by=frozenset({Net.AUDIT, Net.PROPERTY})), four,
    ]
    row = dict(zip(HEADER, list(rows("small", fates))[-1], strict=True))
    assert row == {
        "document": "small", "kind": "all", "mutants": "4", "refused": "1", "same": "1",
        "equal": "0", "mistakes": "2", "by hand": "0", "second reading": "0", "audit": "1",
        "property": "1", "caught": "1", "survive": "1", "share": "50%",
    }
    (line,) = survivors(fates, {})
    assert line.startswith("small.lp:5: [figure] small : figure sum is 2.5") and UNEXPLAINED in line
    assert "because" in next(survivors(fates, {four.mutant.name: "because"}))


def test_a_share_is_never_rounded_up() -> None:
    mutant = Mutant(Kind.FIGURE, "", "", 1, "", 0, 0, "")
    caught = Fate(mutant, by=frozenset({Net.AUDIT}))
    assert share([caught] * 999 + [Fate(mutant)]) == "99%"
    assert share([caught]) == "100%" and share([Fate(mutant, same=True)]) == "-"


@pytest.mark.parametrize("document", hunted(), ids=lambda d: d.id)
def test_a_case_by_hand_catches_nothing_where_nothing_is_wrong(document: Document) -> None:
    wrong = [
        case.name for case in by_hand(document)
        if not case.agrees(load_program(document, case.visits))
    ]
    assert wrong == []
