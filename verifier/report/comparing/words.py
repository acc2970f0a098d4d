"""What a comparison says, in the words that all its forms share."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.analysis.comparing.results import (
    CHANGED,
    Along,
    Change,
    Difference,
    Group,
    Judgement,
    Largest,
    Line,
    Meaning,
    Sign,
    Stretch,
)
from verifier.analysis.joining.sides import Side
from verifier.program.labels import Labels, parse_term
from verifier.program.sorts import Sort, show
from verifier.report.comparing.changed import LETTERS, ChangeWords
from verifier.report.joining.words import assumption_words, leaf_words
from verifier.report.naming import quantity
from verifier.report.persons import bill_words, person_words, visit_words


class CompareWords(ChangeWords):
    """Puts the parts of one comparison into words of one language."""

    # The whole -----------------------------------------------------------------------------------

    def summary(self) -> str:
        """The result in a sentence."""
        judgements = self.comparison.judgements
        if self.comparison.unchanged:
            return self.words.say("no change for anyone: every result is proved to be the same")
        count = {d: sum(j.verdict is d for j in judgements) for d in Difference}
        if count[Difference.VACUOUS]:
            return self.words.say("nobody can be a case under both documents")
        differing = sum(count[d] for d in CHANGED)
        texts = [self.words.say(
            "{count} of {all} results differ", count=differing, all=len(judgements)
        )]
        if count[Difference.UNKNOWN]:
            texts.append(self.words.say("{count} not decided", count=count[Difference.UNKNOWN]))
        if not differing and (self.comparison.one_sided or self.comparison.admits):
            texts.append(self.words.say("one side can express what the other cannot"))
        return self.words.join(texts)

    def scope(self) -> str:
        """Of whom and of what the verdicts speak."""
        visits = self.comparison.joint.program.visits
        text = self.words.say(
            "for every person whom both documents can describe, with up to {visits} visits in a "
            "year", visits=visits,
        )
        how = (self.words.say("in every reading") if self.comparison.all_readings
               else self.words.say("each in its default readings"))
        return f"{text}; {how}" if self.words.language == "en" else f"{text}；{how}"

    def line(self, line: Line) -> str:
        """Name a result; one of each visit without its number."""
        naming = self.names[Side.LEFT]
        if line.truth:
            text = naming.truth(line.name)
        elif line.by_visit:
            arguments = parse_term(line.name).arguments
            text = naming.amount(line.name, (arguments[-1],))
        else:
            text = naming.amount(line.name)
        return self.words.say("{name}, each visit", name=text) if line.by_visit else text

    def verdict(self, judgement: Judgement) -> str:
        """Say how the second document stands to the first in a line."""
        truth = judgement.line.truth
        match judgement.verdict:
            case Difference.SAME:
                return self.words.say("the same for everyone")
            case Difference.NEVER_LESS:
                return self.words.say("B for more people") if truth else self.words.say(
                    "B never less")
            case Difference.NEVER_MORE:
                return self.words.say("B for fewer people") if truth else self.words.say(
                    "B never more")
            case Difference.MIXED:
                return self.words.say("mixed")
            case Difference.VACUOUS:
                return self.words.say("vacuous")
            case Difference.UNKNOWN:
                return self.words.say("unknown")

    def notes(self, judgement: Judgement) -> list[str]:
        """What belongs to a verdict."""
        notes = []
        if judgement.by_construction:
            notes.append(self.words.say("computed alike"))
        if judgement.reason is not None:
            notes.append(self.words.tell(judgement.reason))
        if judgement.tolerance:
            notes.append(self.words.say(
                "apart from rounding of up to {count} fen", count=judgement.tolerance
            ))
        return notes

    # Largest differences -------------------------------------------------------------------------

    def group(self, group: Group) -> str:
        """Name whom a difference is sought among."""
        if group.category is None:
            return self.words.say("any combination of categories")
        if not group.category:
            return self.words.say("no category")
        return self.words.text(Labels(self.comparison.joint.program.facts).symbol(group.category))

    def largest(self, found: Largest) -> str:
        """Say what a person gains or loses at most."""
        if found.line.truth:
            kind = self.words.say("only under B") if found.more else self.words.say("only under A")
            return kind if found.value else self.words.say(
                "{what}: not decided ({reason})", what=kind,
                reason=self.words.tell(found.reason) if found.reason else "-",
            )
        kind = self.direction(found)
        if found.value is None:
            return self.words.say(
                "{what}: not decided ({reason})", what=kind,
                reason=self.words.tell(found.reason) if found.reason else "-",
            )
        amount = show(found.value, Sort.MONEY)
        if not found.exact:
            return self.words.say("{what}: at least {amount} yuan", what=kind, amount=amount)
        if found.at_bounds:
            return self.words.say(
                "{what}: at most {amount} yuan within the bounds of {names}", what=kind,
                amount=amount, names=tuple(self.leaf(name) for name in found.at_bounds),
            )
        return self.words.say("{what}: at most {amount} yuan", what=kind, amount=amount)

    def direction(self, found: Largest) -> str:
        """Whether it is a gain, a loss, or only more or less."""
        meaning = found.line.meaning
        if meaning is Meaning.NEUTRAL:
            return self.words.say("largest rise") if found.more else self.words.say("largest fall")
        gain = found.more is (meaning is Meaning.BENEFIT)
        return self.words.say("largest gain") if gain else self.words.say("largest loss")

    def leaf(self, name: str) -> str:
        """Name an input or open value of the joint Program."""
        return leaf_words(self.comparison.joint, self.names, name)

    def person(self, found: Largest) -> Iterator[str]:
        """Describe the person, what the documents leave open, and what each document gives."""
        witness = found.witness
        if witness is None:
            return
        program = self.comparison.sides[Side.LEFT].program
        case = witness.replays[Side.LEFT].case
        yield self.words.say(
            "person: {text}", text=" · ".join(person_words(program, case, self.words))
        )
        for visit in range(1, program.visits + 1):
            bill = bill_words(program, case, visit, self.words)
            if bill:
                facts = visit_words(program, case, visit, self.words)
                yield self.words.say(
                    "visit {visit}: {text}", visit=visit, text=" · ".join([*facts, *bill])
                )
        values = {
            side: [f"{self.names[side].amount(n)} = {quantity(v, self.names[side].sort(n))}"
                   for n, v in shown.items()]
            for side, shown in witness.values.items()
        }
        for side, texts in values.items():
            if texts:
                yield self.words.say(
                    "open under {side}: {values}", side=LETTERS[side], values=tuple(texts)
                )
        if not found.line.truth:
            yield self.words.say(
                "A {first} yuan, B {second} yuan",
                first=show(witness.amounts[Side.LEFT], Sort.MONEY),
                second=show(witness.amounts[Side.RIGHT], Sort.MONEY),
            )

    def causes(self, found: Largest) -> str:
        """The changed clauses behind a difference."""
        return self.words.join([c or self.words.say("outside the clauses") for c in found.causes])

    # Maps ----------------------------------------------------------------------------------------

    def along(self, drawn: Along) -> str:
        """What a map is about."""
        return self.words.say(
            "{line}, {group}, along {input}", line=self.line(drawn.line),
            group=self.group(drawn.group), input=self.leaf(drawn.input),
        )

    def stretch(self, drawn: Along, stretch: Stretch) -> str:
        """One stretch of a map."""
        sort = self.sort(drawn.input)
        ends = f"{quantity(stretch.low, sort)} ~ {quantity(stretch.high, sort)}"
        if stretch.sign is Sign.EQUAL:
            same = self.words.say("the same, or apart by rounding only")
            return f"{ends}: {same}"
        first, last = (show(abs(v), Sort.MONEY) for v in (stretch.at_low, stretch.at_high))
        if stretch.sign is Sign.MORE:
            text = self.words.say("B more, by {first} at first, {last} at last", first=first,
                                  last=last)
        else:
            text = self.words.say("B less, by {first} at first, {last} at last", first=first,
                                  last=last)
        return f"{ends}: {text}"

    def sort(self, name: str) -> Sort:
        """The sort of an input."""
        return next((i.sort for i in self.comparison.joint.program.inputs
                     if i.name == name and hasattr(i, "sort")), Sort.MONEY)

    def effects_of(self, change: Change) -> Iterator[str]:
        """What a change does."""
        return self.effects(
            change, {j.line.name: self.line(j.line) for j in self.comparison.judgements}
        )

    def assumptions(self) -> Iterator[str]:
        """What every verdict of the comparison assumes."""
        return assumption_words(
            self.comparison.joint, self.names, self.comparison.used, self.words
        )
