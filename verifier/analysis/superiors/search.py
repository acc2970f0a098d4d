"""The search for a person for whom a line of a superior is broken, and for what would heal it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.analysis.checking.judge import DOES_NOT_REPLAY
from verifier.analysis.checking.sensitivity import needed
from verifier.analysis.joining.open_values import Harm, OpenValues
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import (
    Found,
    Most,
    NoCase,
    Open,
    Pair,
    Question,
    Values,
    turned,
)
from verifier.analysis.results import Verdict
from verifier.analysis.superiors.healing import Healer, Healing
from verifier.analysis.superiors.questions import Questions
from verifier.analysis.superiors.replays import Reaching, Replays
from verifier.analysis.superiors.results import Binding, Held, Vain
from verifier.analysis.superiors.tries import Tries
from verifier.engines.smt import Claim
from verifier.errors import message
from verifier.program.terms import Formula

_STEP_MS = 1_000
_NOTHING: Values = {}
_STILL_UNVALUED = message("with values that would keep it, somebody has no amount, or two")


@dataclass(frozen=True, slots=True)
class Breach:
    """A line broken in one direction: the second amount of `pair` is larger than the first.

    It is so by more than `tolerance`, in fen; `less` says whether the lower document gives less.
    """

    line: Binding
    pair: Pair
    premise: Formula
    setting: Mapping[str, bool]
    tolerance: int
    less: bool

    def of(self, who: Reaching) -> int | None:
        """By how much it is broken for a person; None if they are no case of it."""
        if who.rise is None or any(who.values[n] != v for n, v in self.setting.items()):
            return None
        return who.rise if self.less else -who.rise


@dataclass(frozen=True, slots=True)
class Unvalued:
    """The amounts of a line, of which one has no value or two, in some cases."""

    line: Binding
    pair: Pair
    premise: Formula
    setting: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Search:
    """Questions about one line, of which `tries` come first; `persons` asks for the simplest."""

    asking: Questions
    replays: Replays
    persons: bool
    tries: Tries = field(default_factory=Tries)

    def reached(self, line: Binding, premise: Formula) -> Found | NoCase | Open:
        """A case that reaches the premise, by the exact engine too."""
        if self.tries.persons:
            answer: Found | NoCase | Open = Found(self.tries.persons[0].values)
        else:
            answer = self.asking.reached(premise)
        if isinstance(answer, Found):
            if self.replays.reached(line, answer.values) is None:
                return Open(DOES_NOT_REPLAY)
            self.tries.case(answer.values)
        return answer

    def beyond(self, breach: Breach, more: int, known: Values = _NOTHING) -> Found | NoCase | Open:
        """A case in which an amount is larger by more than so many fen, where so much is known."""
        if not known:
            for who, rise in self._hinted(breach):
                if rise > more:
                    return Found(who.values)

        def claim(question: Question) -> Claim:
            return question.beyond(breach.pair, more + 1)

        answer = (
            self.asking.settled(breach, known, claim) if known
            else self.asking.where(breach, claim)
        )
        if isinstance(answer, Found):
            return Found({**answer.values, **breach.setting})
        return answer

    def valueless(self, about: Unvalued, known: Values = _NOTHING) -> Found | NoCase | Open:
        """A case in which one of the amounts has no value, or two."""
        def claim(question: Question) -> Claim:
            return question.lacking(about.pair)

        if known:
            return self.asking.settled(about, known, claim)
        return self.asking.where(about, claim)

    def tolerated(self, breaches: Sequence[Breach]) -> int:
        """What is tolerated, if it has to be: if somebody needs it, or may."""
        for breach in breaches:
            if not breach.tolerance:
                continue
            if self.tries.knows(Vain.EQUAL):
                return breach.tolerance
            match self.beyond(breach, 0):
                case Found(values):
                    self.tries.case(values)
                    return breach.tolerance
                case Open():
                    self.tries.vain(Vain.EQUAL)
                    return breach.tolerance
                case NoCase():
                    pass
        return 0

    def _hinted(self, breach: Breach) -> Iterator[tuple[Reaching, int]]:
        """The persons to be tried who are cases of a breach or the opposite, and of what size."""
        for who in self.tries.persons:
            rise = breach.of(who)
            if rise is not None:
                yield who, rise

    # The person ----------------------------------------------------------------------------------

    def largest(
        self, breach: Breach, breaches: Sequence[Breach]
    ) -> tuple[Breach, Most | None]:
        """A large breach of a line, from one that somebody is a case of, with that of which it is.

        It is the largest if none has more in any setting, and in either direction.
        """
        most = self.most(breach)
        if most is None or not self.persons:
            return breach, most
        sure = most.exact
        vain = not sure and self.tries.knows(Vain.LARGER)
        for other in [one for one in breaches if one is not breach]:
            if vain and all(rise <= most.value for _, rise in self._hinted(other)):
                continue
            answer = self.beyond(other, most.value)
            if isinstance(answer, NoCase):
                continue
            larger = self.most(other) if isinstance(answer, Found) else None
            if larger is None or larger.value <= most.value:
                sure = False
            else:
                breach, most, sure = other, larger, sure and larger.exact
        return breach, replace(most, exact=sure)

    def most(self, breach: Breach) -> Most | None:
        """A large breach, if one is found soon and replays, and whether it is the largest."""
        found = self._most(breach)
        who = None if found is None else self.replays.reached(breach.line, found.case.values)
        sure = found is not None and who is not None and breach.of(who) == found.value
        return found if sure else None

    def _most(self, breach: Breach) -> Most | None:
        question = self.asking.line(breach)
        premise = question.some((breach.premise,))
        best = max(self._hinted(breach), key=lambda one: one[1], default=None)
        least = breach.tolerance + 1
        known = None
        if best is not None and best[1] >= least:
            known = Most(best[1], False, Found(best[0].values))
            if self.tries.knows(Vain.LARGER):
                return known
            least = known.value + 1
            claims = premise, question.beyond(breach.pair, least)
            if isinstance(question.find(*claims, timeout_ms=self._step_ms), NoCase):
                return replace(known, exact=True)
        steps: tuple[Claim, ...] = ()
        for _ in range(2):
            beyond = question.beyond(breach.pair, least)
            match question.most(
                breach.pair, premise, beyond, *steps, timeout_ms=self._step_ms
            ):
                case Most() as found:
                    case = Found({**found.case.values, **breach.setting})
                    known, least = replace(found, case=case), found.value + 1
                case NoCase() if known is not None:
                    known = replace(known, exact=True)
            if known is None or known.exact:
                break
            steps = self.asking.steps(breach)
        return known

    def shown(self, breach: Breach, most: Most | None) -> Held | None:
        """The breach with its person; None if no case replays."""
        largest = most if self.persons else None
        for values in self._cases(breach, largest):
            witness = self.replays.replayed(values, breach.line)
            if witness is None or len(witness.amounts) < len(Side):
                continue
            gap = witness.amounts[Side.RIGHT] - witness.amounts[Side.LEFT]
            if (gap if breach.less else -gap) > breach.tolerance:
                self.tries.shown(values)
                return Held(
                    breach.line, Verdict.VIOLATED, tolerance=breach.tolerance, less=breach.less,
                    largest=None if largest is None else largest.value,
                    exact=largest is None or largest.exact,
                    witness=witness, clauses=self.replays.clauses(witness),
                )
        return None

    def _cases(self, breach: Breach, most: Most | None) -> Iterator[Values]:
        """Persons who may be shown: the simplest of a breach about as large as the largest."""
        question = self.asking.line(breach)
        premise = question.some((breach.premise,))
        enough = breach.tolerance + 1
        least = enough if most is None else max(enough, most.value - breach.tolerance)
        if self.persons:
            for who, rise in self._hinted(breach):
                if rise >= least and self.tries.knows(Vain.SIMPLER):
                    yield who.values
            claims = premise, question.beyond(breach.pair, least)
            simple = question.simple(*claims, timeout_ms=self._step_ms)
            if isinstance(simple, Found):
                self.tries.vain(Vain.SIMPLER)
                yield {**simple.values, **breach.setting}
            if most is not None:
                yield most.case.values
        else:
            yield from (who.values for who, rise in self._hinted(breach) if rise >= enough)
        claims = premise, question.beyond(breach.pair, enough)
        plain = question.find(*claims, timeout_ms=self._step_ms)
        if isinstance(plain, Found):
            yield {**plain.values, **breach.setting}

    def lacking(self, about: Unvalued) -> Held | None:
        """The line with a person for whom an amount has no value or two; None if none replays."""
        question = self.asking.line(about)
        claims = question.some((about.premise,)), question.lacking(about.pair)
        for search in (question.simple, question.find) if self.persons else (question.find,):
            case = search(*claims, timeout_ms=self._step_ms)
            if not isinstance(case, Found):
                continue
            values = {**case.values, **about.setting}
            witness = self.replays.replayed(values, about.line)
            if witness is not None and len(witness.amounts) < len(Side):
                return Held(
                    about.line, Verdict.UNDETERMINED, self.replays.lack(witness), witness=witness,
                    clauses=self.replays.clauses(witness),
                )
        return None

    @property
    def _step_ms(self) -> int:
        return min(_STEP_MS, self.asking.timeout_ms)

    # What would heal it --------------------------------------------------------------------------

    def healing(
        self, worst: Found, breach: Breach, breaches: Sequence[Breach],
        unvalued: Sequence[Unvalued],
    ) -> Healing:
        """Open values with which nobody breaks a line, though it is reached.

        `worst` is a case of `breach`; `breaches` are all of the line, and `unvalued` is where its
        amounts may be without a value.
        """
        thoroughly = breach.line.grade.convicts

        def harmed(values: Mapping[str, int]) -> Found | NoCase | Open:
            for one in breaches:
                answer = self.beyond(one, one.tolerance, values)
                if not isinstance(answer, NoCase):
                    return answer
            for about in unvalued:
                found = self.valueless(about, values)
                if not isinstance(found, NoCase):
                    return found if isinstance(found, Open) else Open(_STILL_UNVALUED)
            return NoCase()

        if not thoroughly and self.tries.knows(Vain.HEALING):
            return NoCase()
        found: Healing | None = self._hinted_healing(worst, breach, harmed)
        if found is None:
            pairs = tuple(dict.fromkeys(one.pair for one in breaches))
            harm = Harm(breach.premise, pairs, breach.tolerance + 1)
            opened = OpenValues(self.asking.joint, harm, worst.values, self.asking.timeout_ms)

            def worse(person: Found, values: Mapping[str, int]) -> Iterator[Found]:
                yield self._worse(breach, breach.pair, person, values)
                if opened.limiting:  # who has little is possible with more values
                    yield self._worse(breach, turned(breach.pair), person, values)

            found = Healer(opened, harmed, worse).run(thoroughly=thoroughly)
        if isinstance(found, dict):
            self.tries.healed(found)
            self.tries.vain(Vain.FEWER)
        elif not thoroughly:
            self.tries.vain(Vain.HEALING)
        return found

    def _hinted_healing(
        self, worst: Found, breach: Breach,
        harmed: Callable[[Mapping[str, int]], Found | NoCase | Open],
    ) -> dict[str, int] | None:
        """The values that are hinted at, if they heal, and somebody like the worst can exist."""
        values = dict(self.tries.hint.healing)
        opened = {v.name for v in self.asking.joint.program.values}
        if not values or not opened.issuperset(values):
            return None
        truths = {name: said for name, said in worst.values.items() if isinstance(said, bool)}
        question = self.asking.line(breach)
        alike = question.settled({**truths, **values})
        if not isinstance(question.find(question.some((breach.premise,)), alike), Found):
            return None

        def heals(fewer: Mapping[str, int]) -> bool:
            return isinstance(harmed(fewer), NoCase)

        if not heals(values):
            return None
        return values if self.tries.knows(Vain.FEWER) else needed(values, heals)

    def _worse(self, breach: Breach, ahead: Pair, case: Found, known: Values) -> Found:
        """A case that breaks a line by much, with so much known, if that is found soon.

        If `ahead` is the pair with the sides exchanged, it is one that breaks it by little.
        """
        question = self.asking.knowing(breach, known, self._step_ms)
        most = question.most(
            ahead, question.some((breach.premise,)),
            question.beyond(breach.pair, breach.tolerance + 1),
        )
        if isinstance(most, Most):
            return Found({**most.case.values, **breach.setting})
        return Found({**breach.setting, **case.values})
