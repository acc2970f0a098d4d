"""A computation as text: what is paid, why, what is open, what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.analysis.outputs import Section, never_paid, sections, visit_of
from verifier.analysis.results import (
    Assumption,
    AssumptionKind,
    Computation,
    Missing,
)
from verifier.language.clauses import Clause, text_order
from verifier.program.labels import parse_term
from verifier.report.catalogue import Words
from verifier.report.derivations import Derivations, Line
from verifier.report.layout import Page, left, plain, right, solid, width, wrap
from verifier.report.naming import Naming
from verifier.report.persons import person_words, visit_words


def compute_text(result: Computation, words: Words, page: Page) -> str:
    """Write a computation for a terminal or a pipe."""
    return "\n".join(_Text(result, words, page).lines()) + "\n"


class _Text:
    def __init__(self, result: Computation, words: Words, page: Page) -> None:
        self.result = result
        self.words = words
        self.page = page
        self.naming = Naming(result.program, words)
        self.derivations = Derivations(
            result.program, result.evaluation, result.steps, result.clauses, self.naming
        )
        self.sections = sections(result.program)
        self.told: set[str] = set()

    def lines(self) -> Iterator[str]:
        """Write all parts."""
        info = self.result.document
        heading = self.words.text(info.title)
        yield from (self.page.bold(line) for line in wrap(heading, self.page.columns))
        yield from wrap(" · ".join(filter(None, (info.number, self._person()))), self.page.columns)
        yield from self._amounts()
        yield from self._facts()
        yield from self._faults()
        yield from self._derivations()
        yield from self._missing()
        yield from self._assumptions()
        yield from self._clauses()

    def _person(self) -> str:
        return " · ".join(person_words(self.result.program, self.result.case, self.words))

    def _section(self, title: str) -> Iterator[str]:
        yield ""
        yield self.page.bold(title)

    # -- results -----------------------------------------------------------------------------

    def _amounts(self) -> Iterator[str]:
        groups: dict[str, list[str]] = {}
        absent = never_paid(self.result.program)
        listed = [name for name in self.result.amounts if name not in absent]
        for name in listed:
            groups.setdefault(self._group(name), []).append(name)
        shown = {name: self._money(name) for name in listed}
        labels = {name: self._label(name) for name in listed}
        label_width = min(max(map(width, labels.values()), default=0), self.page.columns // 2)
        value_width = max((width(v.partition(" ~ ")[0]) for v in shown.values()), default=0)
        for title, names in groups.items():
            yield from self._section(title)
            for name in names:
                label = left(labels[name], label_width)
                low, tilde, high = shown[name].partition(" ~ ")
                value = right(low, value_width) + tilde + high
                mark = " *" if name in self.result.wide else ""
                yield f"  {label}  {self._toned(name, value)}{mark}"
        if self.result.wide:
            yield ""
            note = self.words.say("the value lies in the range, which may be wider than need be")
            yield from wrap(f"* {note}", self.page.columns, "    ", "  ")

    def _group(self, name: str) -> str:
        visit = visit_of(name)
        if visit:
            facts = visit_words(self.result.program, self.result.case, visit, self.words)
            return " · ".join([self.words.say("visit {visit}", visit=visit), *facts])
        if self.sections[name] is Section.YEAR:
            return self.words.say("the year (yuan)")
        return self.words.say("enrolment (yuan)")

    def _label(self, name: str) -> str:
        term = parse_term(name)
        schemes = {str(fact.arguments[0]) for fact in self.result.program.facts.get("scheme", ())}
        if term.arguments and str(term.arguments[0]) in schemes:
            return self.words.text(self.naming.labels.symbol(term.arguments[0]))
        return self.naming.amount(name, known=term.arguments)

    def _money(self, name: str) -> str:
        return self.naming.value(self.result.amounts[name], self.naming.sort(name))

    def _toned(self, name: str, text: str) -> str:
        value = self.result.amounts[name]
        if value is None or not value.exact:
            return self.page.yellow(text)
        return self.page.dim(text) if value.low == 0 else text

    def _facts(self) -> Iterator[str]:
        if not self.result.facts:
            return
        yield from self._section(self.words.say("eligibility"))
        marks = {True: self.words.say("yes"), False: self.words.say("no")}
        open_mark = self.words.say("open")
        mark_width = max(width(mark) for mark in (*marks.values(), open_mark))
        for name, truth in self.result.facts.items():
            mark = open_mark if truth is None else marks[truth]
            text = self.naming.truth(name)
            if visit := visit_of(name):
                text = self.words.say("visit {visit}: {text}", visit=visit, text=text)
            line = f"  {left(mark, mark_width)}  {text}"
            if truth is not False and (clauses := self.derivations.of_fact(name)):
                line = f"{line}  {self.page.dim(self.words.join(clauses))}"
            yield self.page.yellow(line) if truth is None else line

    def _faults(self) -> Iterator[str]:
        if self.result.faults:
            yield from self._section(self.words.say("faults of the document"))
            for fault in self.result.faults:
                yield from wrap(self.words.tell(fault), self.page.columns, "    ", "  ")

    # -- why ---------------------------------------------------------------------------------

    def _derivations(self) -> Iterator[str]:
        yield from self._section(self.words.say("how it was computed"))
        for name, value in self.result.amounts.items():
            if not self._happened(name):
                continue
            zero = value is not None and value.low == value.high == 0
            steps = [s for s in self.derivations.amounts(name) if s.name not in self.told]
            self.told |= {step.name for step in steps}
            lines = [
                line
                for line in map(self.derivations.line, steps)
                if not line.trivial and (zero or not line.zero)
            ]
            if lines:
                yield f"  {self._headline(name)}"
            for line in lines:
                yield from self._step(line, name)

    def _happened(self, name: str) -> bool:
        """Whether a result is worth an explanation: not that of a year without visits."""
        return bool(self.result.case.visits) or self.sections[name] is not Section.YEAR

    def _headline(self, name: str) -> str:
        text = self._label(name)
        if visit := visit_of(name):
            text = self.words.say("visit {visit}: {text}", visit=visit, text=text)
        return f"{text}  {self._money(name)}"

    def _step(self, line: Line, name: str) -> Iterator[str]:
        """Write a step in one line if it fits, otherwise the formula below its name."""
        label = self.naming.amount(line.name, parse_term(name).arguments)
        result = self.naming.value(line.value, self.naming.sort(line.name))
        clauses = self.words.join([solid(clause) for clause in line.clauses])
        formula = self.words.either(line.formulas)  # several where it is open which rule applies
        if formula != result:
            formula = f"{formula} = {solid(result)}"
        whole = f"{label} = {formula}   {clauses}"
        if width(plain(whole)) + 4 <= self.page.columns:
            yield from wrap(whole, self.page.columns, first=" " * 4)
            return
        yield from wrap(f"{label}   {clauses}", self.page.columns, " " * 8, " " * 4)
        yield from wrap(f"= {formula}", self.page.columns, " " * 10, " " * 8)

    # -- what it rests on --------------------------------------------------------------------

    def _missing(self) -> Iterator[str]:
        if not self.result.missing:
            return
        yield from self._section(self.words.say("not determined without"))
        for item in self.result.missing:
            yield from wrap(missing_words(item, self.words), self.page.columns, "    ", "  ")

    def _assumptions(self) -> Iterator[str]:
        yield from self._section(self.words.say("assumed"))
        for text in assumption_lines(self.result.assumptions, self.words):
            yield from wrap(text, self.page.columns, "    ", "  ")

    def _clauses(self) -> Iterator[str]:
        used = dict.fromkeys(
            clause for name in self.result.amounts if self._happened(name)
            for clause in self.derivations.used(name)
        )
        if used:
            yield from self._section(self.words.say("clauses, in our words"))
            yield from clause_lines(used, self.words, self.page)


def clause_lines(clauses: Iterable[Clause], words: Words, page: Page) -> Iterator[str]:
    """Write clauses with their numbers, in the order of the text of the document."""
    unique = {(c.number, words.text(c.words)): c for c in clauses}
    ordered = sorted(unique, key=lambda key: text_order(key[0]))
    for number, text in ordered:
        yield from wrap(f"{solid(number)}  {text}", page.columns, "      ", "  ")


def missing_words(item: Missing, words: Words) -> str:
    """Say what is missing, in which range, and which clause leaves it open."""
    what = words.text(item.what)
    name = item.name if item.called is None else words.text(item.called)
    colon = "：" if words.language == "zh" else ": "
    parts = [name if what == item.name else f"{name}{colon}{what}"]
    if item.low:
        parts.append(words.say("from {low} to {high}", low=item.low, high=item.high))
    if item.clause:
        parts.append(words.say("left open by {clause}", clause=item.clause))
    return ("；" if words.language == "zh" else "; ").join(parts)


def assumption_lines(assumptions: Iterable[Assumption], words: Words) -> list[str]:
    """Write assumptions; circumstances that were not said share a line for each answer."""
    lines: list[str] = []
    flags: dict[tuple[bool, tuple[str, ...]], list[int]] = {}
    by_visit: dict[tuple[int, bool], list[str]] = {}
    for item in assumptions:
        if item.kind is AssumptionKind.FLAG and item.about is not None:
            by_visit.setdefault((item.visit, item.answer), []).append(words.text(item.about))
        else:
            lines.append(words.tell(item.text))
    for (visit, answer), labels in by_visit.items():
        flags.setdefault((answer, tuple(labels)), []).append(visit)
    for (answer, about), visits in flags.items():
        if answer:
            text = words.say("not said, so taken as yes: {flags}", flags=about)
        else:
            text = words.say("not said, so taken as no: {flags}", flags=about)
        if visits[0]:
            which = words.join([str(visit) for visit in visits])
            text = words.say("visit {visit}: {text}", visit=which, text=text)
        lines.append(text)
    return lines
