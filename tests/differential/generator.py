"""Random small encodings as text, in every construct of the language.

Everything in them is right by the rules of the language; what they say is nonsense. Each layer of
definitions uses only what stands before it, so that none is cyclic.
"""

from __future__ import annotations

import random
from typing import TypeVar

_T = TypeVar("_T")

FLAGS = ("a", "b", "c", "d")
YEARS = (2022, 2023, 2024)
OPERATORS = ("<", "<=", ">", ">=", "=", "!=")

HEAD = """\
document(random, "随机", "random").
case_year(2022..2024).
visit_kind(inpatient; outpatient).
case_flag(a; b; c; d).
transition_year(2022).
topic(t, "甲", "t").
option(t, narrow, "窄", "narrow").
option(t, wide, "宽", "wide").
option(t, neither, "无", "neither").
default(t, narrow).
quantity(x, money, "甲", "x").
quantity(y, money, "乙", "y").
quantity(z, money, "丙", "z").
quantity(persons, count, "人数", "persons").
quantity(factor, number, "倍数", "factor").
quantity(share, percent, "比例", "share").
quantity(day, date, "日期", "day").
bounds(x, 0, 1000, "有界", "bounded").
bounds(y, -50, 300, "有界", "bounded").
bounds(z, 0, 3, "有界", "bounded").
bounds(persons, 0, 6, "有界", "bounded").
bounds(factor, 1, 3, "有界", "bounded").
bounds(share, 0, 120, "有界", "bounded").
bounds(day, "2022-01-01", "2024-12-31", "有界", "bounded").
%@ 0
%  zh: 甲
%  en: a
&input { x }.
&input { y }.
&input { z }.
&input { persons }.
&input { factor }.
&input { share }.
&input { day }.
figure(one_year, 2023, year, 0).
figure(m_yuan, 320, yuan, 1).
figure(m_decimal, "12.34", yuan, 2).
figure(m_wan, "0.05", wan_yuan, 3).
figure(m_fen, 7, fen, 4).
figure(p_whole, 75, percent, 5).
figure(p_decimal, "62.5", percent, 6).
figure(p_points, 5, points, 7).
figure(p_range, range(70,80), percent, 8).
figure(n_times, 2, times, 9).
figure(c_people, 3, people, 10).
figure(c_days, 30, days, 11).
figure(d_first, "2022-07-01", date, 12).
open(m_open, range(0,200), yuan).
open(p_open, range(5,15), percent).
open(n_open, range(1,4), times).
reason(m_open, "未定", "open").
parameter(levy, 2022, 320, yuan, stated).
parameter(levy, 2023, range(350,400), yuan, none).
parameter(levy, 2024, "380.5", yuan, remembered).
source(levy, "试验", "a test").
quantity(levy_due, money, "应缴", "due").
quantity(part, money, "份额", "part").
"""

LEAVES = {
    "money": ["x", "y", "z", "m_yuan", "m_decimal", "m_wan", "m_fen", "m_open", "levy_due"],
    "percent": ["share", "p_whole", "p_decimal", "p_points", "p_range", "p_open"],
    "number": ["factor", "n_times", "n_open"],
    "count": ["persons", "c_people", "c_days"],
    "date": ["day", "d_first"],
    "year": ["one_year"],
}


class Generator:
    """Writes one encoding; the same seed gives the same text."""

    def __init__(self, seed: int | str) -> None:
        """Start with the declarations."""
        self._rng = random.Random(seed)
        self._lines: list[str] = []
        self._leaves = {sort: list(names) for sort, names in LEAVES.items()}
        self._atoms = [f"says({f})" for f in FLAGS]
        self._rules = 0

    def text(self, layers: int = 7) -> str:
        """Write the encoding."""
        self._add("&let { levy_due } = levy(Y) :- year(Y).")
        for flag in FLAGS:
            guard = self._choose([f"says({flag})", f"says({flag})", f"not says({flag})"])
            self._add(f"&let {{ part({flag}) }} = {self._expression('money', 1)} :- {guard}.")
        for layer in range(layers):
            self._choose([self._atom, self._amount, self._amount, self._amount])(layer)
        for n in range(self._rng.randrange(3)):
            self._add(f"impossible(c{n},1) :- {self._body(3)}.")
        shown = [f'outcome({a}, "甲", "{a}").' for a in self._atoms if not a.startswith("says")]
        return "\n".join([HEAD, *self._lines, *shown, ""])

    def _choose(self, items: list[_T]) -> _T:
        return self._rng.choice(items)

    def _add(self, line: str) -> None:
        """Write a rule, often under a clause of its own."""
        self._rules += 1
        if self._rng.random() < 0.5:
            self._lines.append(f"%@ {self._rules}\n%  zh: 甲\n%  en: a")
        self._lines.append(line)

    # Definitions

    def _atom(self, layer: int) -> None:
        name = f"atom{layer}"
        for _ in range(self._rng.randint(1, 3)):
            self._add(f"{name} :- {self._body()}.")
        self._atoms.append(name)

    def _amount(self, layer: int) -> None:
        sort = self._choose(["money"] * 6 + ["percent", "count", "number", "date", "year"])
        name = f"amount{layer}"
        self._lines.append(f'quantity({name}, {sort}, "甲", "{name}").')
        self._choose([
            self._total, self._disjoint, self._overlapping, self._equal, self._gap,
            self._aggregate, self._aggregate, self._over_flags,
        ])(name, sort)
        self._leaves[sort].append(name)

    def _total(self, name: str, sort: str) -> None:
        self._add(f"&let {{ {name} }} = {self._expression(sort)}.")

    def _disjoint(self, name: str, sort: str) -> None:
        atom = self._choose(self._atoms)
        self._add(f"&let {{ {name} }} = {self._expression(sort)} :- {atom}.")
        self._add(f"&let {{ {name} }} = {self._expression(sort)} :- not {atom}.")

    def _overlapping(self, name: str, sort: str) -> None:
        self._add(f"&let {{ {name} }} = {self._expression(sort)} :- {self._body()}.")
        self._add(f"&let {{ {name} }} = {self._expression(sort)} :- {self._body()}.")

    def _equal(self, name: str, sort: str) -> None:
        """Two clauses that say the same: one theory atom in two heads."""
        value = self._expression(sort)
        self._add(f"&let {{ {name} }} = {value} :- {self._body()}.")
        self._add(f"&let {{ {name} }} = {value} :- {self._body()}.")

    def _gap(self, name: str, sort: str) -> None:
        self._add(f"&let {{ {name} }} = {self._expression(sort)} :- {self._body()}.")

    def _aggregate(self, name: str, sort: str) -> None:
        elements = []
        for n in range(self._rng.randint(1, 4)):
            condition = self._choose(["", "", self._condition()])
            elements.append(f"{self._expression(sort)},{n}{condition}")
        function = self._choose(["sum", "min", "max"] if sort != "date" else ["min", "max"])
        guard = self._choose(["", "", f" :- {self._body()}"])
        self._add(f"&{function} {{ {'; '.join(elements)} }} = {name}{guard}.")

    def _over_flags(self, name: str, sort: str) -> None:
        if sort != "money":
            return self._aggregate(name, sort)
        function = self._choose(["sum", "min", "max"])
        sign = self._choose(["", "not "])
        negated = "case_flag(F), " if sign else ""
        more = self._choose(["", "; 0", f"; {self._expression('money', 1)}"])
        self._add(f"&{function} {{ part(F),F : {negated}{sign}says(F){more} }} = {name}.")
        return None

    def _condition(self) -> str:
        literals = [self._literal(theory=False) for _ in range(self._rng.randint(1, 2))]
        return f" : {', '.join(literals)}"

    # Bodies

    def _body(self, least: int = 1) -> str:
        return "; ".join(self._literal() for _ in range(self._rng.randint(least, 3)))

    def _literal(self, *, theory: bool = True) -> str:  # noqa: PLR0911  (one for each kind)
        sign = self._choose(["", "", "not "])
        kinds = ["atom"] * 4 + ["year", "reading", "relation"]
        kinds += ["comparison"] * 4 + ["count", "sum", "all", "some"] if theory else []
        match self._choose(kinds):
            case "atom":
                return sign + self._choose(self._atoms)
            case "year":
                return f"{sign}year({self._choose(list(YEARS))})"
            case "reading":
                return f"{sign}reads(t,{self._choose(['narrow', 'wide', 'neither'])})"
            case "relation":
                return sign + self._choose([
                    "in_year(one_year)", "from_year(one_year)", "until_year(one_year)",
                    "transition", "after_transition",
                ])
            case "comparison":
                return sign + self._comparison()
            case "count":
                bound = self._rng.randint(1, 3)
                operator = self._choose([">=", "<=", "=", "!=", ">"])
                return f"{sign}#count {{ F : says(F) }} {operator} {bound}"
            case "sum":
                weights = "; ".join(
                    f"{self._rng.randint(2, 4)},{n} : {self._choose(self._atoms)}" for n in range(3)
                )
                return f"{sign}#sum {{ {weights} }} {self._choose(['>=', '<'])} 4"
            case "all":
                return "says(F) : case_flag(F), F != a"
            case _:
                return "1 { says(a); year(2023) }"

    def _comparison(self) -> str:
        sort = self._choose(["money"] * 4 + ["percent", "count", "number", "date", "year"])
        left, right = self._expression(sort), self._expression(sort, 1)
        return f"&is {{ {left} }} {self._choose(list(OPERATORS))} {right}"

    # Expressions

    def _expression(self, sort: str, depth: int = 2) -> str:  # noqa: PLR0911
        def of(other: str) -> str:
            return self._expression(other, depth - 1)

        if depth == 0 or self._rng.random() < 0.25:
            return self._choose(self._leaves[sort])
        if sort == "date":
            return self._choose([f"({of('date')} + {of('count')})", f"({of('date')} - 1)"])
        if sort == "year":
            return self._choose([f"({of('year')} + 1)", f"({of('year')} - {of('count')})"])
        if sort == "count" and self._rng.random() < 0.2:
            return f"({of('date')} - {of('date')})"
        if sort == "percent":
            return self._choose([
                f"({of('percent')} + {of('percent')})", f"(100 - {of('percent')})",
                f"({of('percent')} * {of('percent')})", f"({of('percent')} / (1 + 1))",
            ])
        if sort == "number":
            return self._choose([
                f"({of('number')} + 1)", f"({of('number')} * {of('number')})",
                f"({of('number')} / (1 + 1))",
            ])
        return self._choose([
            f"({of(sort)} + {of(sort)})",
            f"({of(sort)} - {of(sort)})",
            f"({of(sort)} - {self._choose(['1', '100'])})",
            f"(-({of(sort)}))",
            f"({of('percent')} * {of(sort)})",
            f"({of(sort)} * {of('percent')})",
            f"({of('number')} * {of(sort)})",
            f"({of(sort)} * {of('count')})",
            f"((1 + 1) * {of(sort)})",
            f"({of(sort)} / {self._choose(['100', '(1 + 1)', '(1 + 1 + 1)'])})",
        ])
