"""`worst`: the largest own payment, or share of the cost, that a plan allows for a category."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from verifier import programs
from verifier.analysis import replay as rerun
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.settings import Settings, apply_settings, declared
from verifier.analysis.checking.abstraction import Abstraction
from verifier.analysis.checking.simplest import simplest
from verifier.analysis.checking.workers import spread
from verifier.analysis.documents import describe
from verifier.analysis.extremes.bills import Bills
from verifier.analysis.extremes.categories import NOBODY, NONE, categories_of, label_of
from verifier.analysis.extremes.growth import growth
from verifier.analysis.extremes.resting import resting
from verifier.analysis.extremes.results import Most, Worst, Worsts
from verifier.analysis.extremes.where import circumstances
from verifier.analysis.results import Case
from verifier.engines import exact
from verifier.engines.smt import (
    Claim,
    Focus,
    Quantity,
    Satisfiable,
    Session,
    Undecided,
    Unsatisfiable,
    Variant,
    all_of,
    equal,
    less,
    less_equal,
    number,
    total,
    why,
)
from verifier.engines.smt_search import Extreme, maximise
from verifier.errors import Message, message
from verifier.program.labels import parse_term
from verifier.program.sorts import PERCENT_SCALE
from verifier.program.specialise import specialise

Progress = Callable[[str, str], None]

OWN = "own_total"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    For how many visits, which categories (all, if none is named), of which bills, in which
    circumstances, and whether the share of the cost is meant.
    """

    visits: int
    timeout_ms: int
    bills: Bills
    only: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    share: bool = False
    jobs: int = 1


def worst(
    document: programs.Document,
    question: Question,
    settings: Mapping[str, Entry],
    progress: Progress | None = None,
) -> Worsts:
    """Find the worst for each category; CaseError for a wrong setting or category."""
    program = programs.load_program(document, question.visits)
    chosen = apply_settings(program, settings, None)
    categories = categories_of(program, question.only)
    truths = circumstances(program, question.where)
    chosen = replace(chosen, booleans={**chosen.booleans, **truths})
    work = partial(_work, chosen, question)
    found: dict[str, Worst] = {}
    for category, result in spread([[c] for c in categories], work, question.jobs):
        if progress is not None:
            progress(program.document, category or NONE)
        found[category] = result or Worst(
            category, label_of(program, category), None,
            reason=message("the process that worked on it ended before it was done"),
        )
    return Worsts(
        describe(program), chosen.program, question.share, question.bills, question.where,
        (*chosen.assumptions, *declared(program)), tuple(found[c] for c in categories),
    )


def _work(chosen: Settings, question: Question, categories: Sequence[str]) -> Iterator[Worst]:
    for category in categories:
        yield _Search(chosen, question, category).run()


class _Search:
    """One category: its members and nobody else, in a session of their own."""

    def __init__(self, chosen: Settings, question: Question, category: str) -> None:
        self.question = question
        self.category = category
        self.chosen = chosen
        held = {
            i.name: str(parse_term(i.name).arguments[0]) == category
            for i in chosen.program.inputs if i.name.startswith("held(")
        }
        self.known = {**chosen.booleans, **held}
        self.program = specialise(chosen.program, self.known)
        session = Session(timeout_ms=question.timeout_ms)
        self.person = session.copy(
            self.program, "person", variant=Variant({**self.known, **chosen.numbers})
        )
        self.session = session

    def run(self) -> Worst:
        """The worst in every room, replayed."""
        label = label_of(self.program, self.category)
        best: tuple[Most, Satisfiable, Focus, list[Claim]] | None = None
        reason: Message | None = None
        sure = True
        for room in Abstraction.of(self.program).settings():
            with self.session.subject() as subject:
                own, cost = self.person.amount(OWN), self._cost()
                claims = [self._bills(), less_equal(number(self.question.bills.least), cost)]
            focus = self.session.focus(subject, {self.person: room})
            found = self._most(focus, own, cost, claims)
            if isinstance(found, Undecided):
                reason = why(found.reason)
                sure = False
                continue
            if found is None:
                continue
            sure = sure and found[0].exact  # more may be hidden where less was found
            if best is None or found[0].value > best[0].value:
                best = (*found, focus, [*claims, self._reaches(own, cost, found[0].value)])
        if best is None:
            return Worst(self.category, label, None, exists=reason is not None, reason=reason)
        most, start, focus, claims = best
        with focus.scope(*claims):
            case = simplest(focus, (self.person,), start, self.question.timeout_ms)
        shown = self._shown(case, most) or self._shown(start, most)
        if shown is None:
            return Worst(self.category, label, None, reason=message(
                "the case that the solver found does not replay"
            ))
        return replace(shown, label=label, most=replace(most, exact=sure))

    def _cost(self) -> Quantity:
        return total([(1, q) for q in self._visits("cost")])

    def _visits(self, name: str) -> list[Quantity]:
        visits = range(1, self.program.visits + 1)
        return [self.person.amount(f"{name}({visit})") for visit in visits]

    def _bills(self) -> Claim:
        """Which bills are looked at."""
        bills = self.question.bills
        wanted: list[Claim] = []
        for cost, scope, basic in zip(
            self._visits("cost"), self._visits("in_scope"), self._visits("basic"), strict=True
        ):
            if bills.within_scope:
                wanted.append(equal(cost, scope))
            if bills.basic_share:
                wanted.append(less_equal(
                    total(((bills.basic_share, scope),)), total(((PERCENT_SCALE, basic),))
                ))
        return all_of(*wanted)

    def _reaches(self, own: Quantity, cost: Quantity, value: int) -> Claim:
        if not self.question.share:
            return less_equal(number(value), own)
        return all_of(
            less(number(0), cost),
            less_equal(total(((value, cost),)), total(((PERCENT_SCALE, own),))),
        )

    def _most(
        self, focus: Focus, own: Quantity, cost: Quantity, claims: list[Claim]
    ) -> tuple[Most, Satisfiable] | Undecided | None:
        if self.question.share:
            return self._most_share(focus, own, cost, claims)
        found = maximise(focus, own, *claims, timeout_ms=self.question.timeout_ms)
        match found:
            case Unsatisfiable():
                return None
            case Undecided():
                return found
            case Extreme(value, known, witness, _):
                return Most(value, known, self._at_bounds(witness)), witness

    def _most_share(
        self, focus: Focus, own: Quantity, cost: Quantity, claims: list[Claim]
    ) -> tuple[Most, Satisfiable] | Undecided | None:
        """The largest share in hundredths of a percent, by halving with a proof at each step."""
        best: tuple[int, Satisfiable] | None = None
        low, high, known = -1, PERCENT_SCALE + 1, True
        while high - low > 1:
            middle = PERCENT_SCALE if high > PERCENT_SCALE else (low + high + 1) // 2
            answer = focus.check(*claims, self._reaches(own, cost, middle))
            match answer:
                case Satisfiable():
                    low, best = middle, (middle, answer)
                case Unsatisfiable():
                    high = middle
                case Undecided():
                    if best is None and middle == 0:
                        return answer
                    high, known = middle, False
        if best is None:
            return None
        return Most(best[0], known, self._at_bounds(best[1])), best[1]

    def _at_bounds(self, case: Satisfiable) -> tuple[str, ...]:
        return rerun.at_bounds(self.program, rerun.person(case.cases[self.person.name]))

    def _shown(self, case: Satisfiable, most: Most) -> Worst | None:
        """The person, if the exact engine computes what the solver found."""
        assignment = case.cases[self.person.name]
        who = rerun.person(assignment)
        values, readings = rerun.policy(self.program, assignment)
        numbers = {**who.numbers, **values, **self.chosen.numbers}
        known = exact.Assignment({**who.booleans, **readings}, numbers)
        evaluation = exact.evaluate(self.chosen.program, known)
        own = rerun.amount(evaluation, OWN)
        cost = sum(v for n, v in who.numbers.items() if n.startswith("cost("))
        if evaluation.broken or own is None:
            return None
        if self.question.share:
            if own * PERCENT_SCALE < most.value * cost:
                return None
        elif own < most.value:
            return None
        bills = self.question.bills
        return Worst(
            self.category, NOBODY, most,
            Case(self.program.visits, exact.Assignment(who.booleans, who.numbers), ()),
            resting(self.program, {**who.booleans, **readings}, [f"amount {OWN}"], values),
            evaluation,
            growth(self.chosen.program, known, bills.within_scope, bills.basic_share),
        )

