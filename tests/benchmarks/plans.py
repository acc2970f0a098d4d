"""Plans of any size: as many categories, or as many clauses, as are asked for."""

from __future__ import annotations

from pathlib import Path

from verifier.programs import Document

_HEAD = """% A plan that is made to measure.
% Source: none (benchmark). Input: the core. Derived: see below. Output: subsidy, aid.

case_year(2022).
visit_flag(referral).
label(referral, "转诊", "referred").
parameter(contribution, 2022, 320, yuan, stated).
source(contribution, "试验", "a test").
"""
_CATEGORY = """
category(group_{n}).
label(group_{n}, "第{n}类", "group {n}").

%@ 一.{n}
%  zh: 第{n}类的资助和救助
%  en: subsidy and aid of group {n}
figure(sum_{n}, {sum}, yuan, 1).
figure(line_{n}, {line}, yuan, 2).
figure(rate_{n}, {rate}, percent, 3).
subsidised(group_{n}) :- counts(group_{n}).
&let {{ grant(group_{n}) }} = sum_{n} :- subsidised(group_{n}).
covers(aid,group_{n},V) :- member(group_{n},V), aided(V).
rate(aid,group_{n},V,rate_{n}) :- covers(aid,group_{n},V).
threshold(aid,group_{n},line_{n}).
"""
_POORER = """poorer(group_{n}, group_{next}, subsidy, "一.{n}").
poorer(group_{n}, group_{next}, treatment, "一.{n}").
"""
_COMMON = """
%@ 二.1
%  zh: 年度限额五万元，就高
%  en: up to fifty thousand yuan a year, and the best of it
figure(year_limit, 5, wan_yuan, 1).
account(aid,V,all) :- visit(V).
pool(aid,V,aid_year) :- visit(V).
ceiling(aid_year,C,year_limit) :- line(aid,C).
highest_wins(subsidy).
highest_wins(aid).
label(aid_year, "年度限额", "annual limit").
"""
_CLAUSE = """
%@ 三.{n}
%  zh: 第{n}种就诊，转诊的救助
%  en: care of kind {n}, aided if referred
figure(share_{n}, {share}, percent, 1).
visit_kind(kind_{n}).
label(kind_{n}, "第{n}种就诊", "care of kind {n}").
label(care_{n}, "第{n}种救助", "aid of kind {n}").
covers(aid,care_{n},V) :- member(_,V), kind(V,kind_{n}), flag(V,referral).
rate(aid,care_{n},V,share_{n}) :- covers(aid,care_{n},V).
"""
_ORDINARY = """
visit_kind(inpatient).
label(inpatient, "住院", "inpatient").

%@ 二.2
%  zh: 住院予以救助
%  en: inpatient care is aided
aided(V) :- kind(V,inpatient).
"""


def of_categories(count: int, folder: Path) -> Document:
    """Write a plan with so many categories, each poorer than the next, of four rules each."""
    return _written(folder, f"categories_{count}", count, 0)


def of_clauses(count: int, folder: Path) -> Document:
    """Write a plan with two categories and so many clauses on kinds of care."""
    return _written(folder, f"clauses_{count}", 2, count)


def _written(folder: Path, name: str, categories: int, clauses: int) -> Document:
    parts = [_HEAD]
    for n in range(1, categories + 1):
        # The poorer, the larger the sum and the rate, and the lower the line.
        parts.append(_CATEGORY.format(n=n, sum=10 * (31 - n), line=100 * n, rate=95 - 2 * n))
        if n < categories:
            parts.append(_POORER.format(n=n, next=n + 1))
    parts += [_ORDINARY, _COMMON]
    parts += [_CLAUSE.format(n=n, share=20 + n) for n in range(1, clauses + 1)]
    path = folder / f"{name}.lp"
    path.write_text("".join(parts), "utf-8")
    return Document(name, path)
