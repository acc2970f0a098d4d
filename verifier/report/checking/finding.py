"""One finding as text: its title, its notes, and the person who is wronged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verifier.analysis.results import (
    CheckedDocument,
    Counterexample,
    Finding,
    LargestHarm,
    Replay,
    Verdict,
)
from verifier.program.sorts import Sort, show
from verifier.properties.declared import Property, PropertyKind, properties
from verifier.report.catalogue import Words
from verifier.report.computing.as_text import clause_lines
from verifier.report.derivations import Derivations
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming, quantity
from verifier.report.persons import bill_words, person_words, visit_words


def verdict_words(verdict: Verdict, words: Words) -> str:
    """Name a verdict."""
    match verdict:
        case Verdict.PROVED:
            return words.say("proved")
        case Verdict.BY_CONSTRUCTION:
            return words.say("by construction")
        case Verdict.VIOLATED:
            return words.say("violated")
        case Verdict.VACUOUS:
            return words.say("vacuous")
        case Verdict.UNKNOWN:
            return words.say("unknown")
        case Verdict.UNDETERMINED:
            return words.say("undetermined")


class FindingText:
    """Puts the findings on one document into words."""

    def __init__(self, checked: CheckedDocument, words: Words, page: Page) -> None:
        self.checked = checked
        self.program = checked.program
        self.words = words
        self.page = page
        self.naming = Naming(checked.program, words)
        self.declared: Mapping[str, Property] = {p.id: p for p in properties(checked.program)}

    def title(self, finding: Finding) -> str:
        """Name what it is about."""
        declared = self.declared.get(finding.property)
        title = self.words.text(declared.title) if declared else finding.property
        if declared is not None and declared.kind is PropertyKind.PAIR and finding.ranged_over:
            return f"{title}: {self.naming.instance(finding.ranged_over[0])}"
        return title

    def notes(self, finding: Finding) -> list[str]:
        """Say what a reader must know beside the verdict."""
        notes = []
        if finding.reason is not None:
            notes.append(self.words.tell(finding.reason))
        if finding.ranged_over:
            notes.append(self.words.say("ranged over {count}", count=len(finding.ranged_over)))
        if finding.failing:
            notes.append(self.words.say("{count} fail", count=len(finding.failing)))
        if finding.confirmed is not None and finding.obligations:
            notes.append(self.words.say(
                "{count} of {whole} refutations confirmed by a second solver",
                count=finding.confirmed, whole=finding.obligations,
            ))
        if finding.tolerance:
            notes.append(self.words.say("rounding of {count} fen allowed", count=finding.tolerance))
        return notes

    def toned(self, verdict: Verdict, text: str) -> str:
        """Colour a text by a verdict."""
        match verdict:
            case Verdict.PROVED | Verdict.BY_CONSTRUCTION:
                return self.page.green(text)
            case Verdict.VIOLATED:
                return self.page.red(text)
            case _:
                return self.page.yellow(text)

    def largest_harm(self, harm: LargestHarm) -> str:
        """Say how large the harm is at most."""
        amount = show(harm.value, Sort.MONEY)
        if harm.at_bounds:
            names = tuple(self.naming.amount(name) for name in harm.at_bounds)
            return self.words.say(
                "at most {amount} yuan within the bounds; it may grow with {names}",
                amount=amount,
                names=names,
            )
        if not harm.exact:
            return self.words.say("at least {amount} yuan; the search gave up", amount=amount)
        return self.words.say("at most {amount} yuan", amount=amount)

    # -- violations --------------------------------------------------------------------------

    def violation(self, place: int) -> Iterator[str]:
        """Write who is wronged by the finding at a place, by how much, and by which clauses."""
        finding = self.checked.findings[place]
        replays = self.checked.replays.get(place, ())
        found = finding.counterexample
        if found is None:
            return
        mark = self.toned(finding.verdict, verdict_words(finding.verdict, self.words))
        yield f"{mark}  {self.page.bold(self.title(finding))}"
        declared = self.declared.get(finding.property)
        if declared is not None and declared.why.zh:
            yield from wrap(self.words.text(declared.why), self.page.columns, "  ", "  ")
        yield f"  {self.words.say('where')}: {self._instance(found)}"
        for number, replay in enumerate(replays, 1):
            yield from self._person(replay, number if len(replays) > 1 else 0, found)
        if found.harm is not None:
            amount = show(found.harm, Sort.MONEY)
            yield f"  {self.page.bold(self.words.say('harm: {amount} yuan', amount=amount))}"
        if finding.largest is not None:
            text = f"{self.words.say('largest harm')}: {self.largest_harm(finding.largest)}"
            yield from wrap(text, self.page.columns, "    ", "  ")
        yield from self._values(self.words.say("with"), found.values, found)
        yield from self._hangs(finding)
        for number, replay in enumerate(replays, 1):
            if len(replays) > 1:
                yield f"  {self.words.say('person {number}', number=number)}:"
            others = [other for other in replays if other is not replay]
            yield from self._derivation(replay, others)
        clauses = [
            self.checked.clauses[rule] for rule in found.rules if rule in self.checked.clauses
        ]
        if clauses:
            yield f"  {self.words.say('by these clauses')}:"
            yield from (f"  {line}" for line in clause_lines(clauses, self.words, self.page))

    def _instance(self, found: Counterexample) -> str:
        # `property,witness`; a comparison and an amount are terms, with commas of their own.
        head, _, witness = found.instance.partition(",")
        return self.naming.instance(found.instance if "(" in head or not witness else witness)

    def _person(self, replay: Replay, number: int, found: Counterexample) -> Iterator[str]:
        who = self.words.say("person")
        if number:
            who = self.words.say("person {number}", number=number)
        text = " · ".join(person_words(self.program, replay.case, self.words))
        yield from wrap(f"{who}: {text}", self.page.columns, "    ", "  ")
        for visit in range(1, self.program.visits + 1):
            bill = bill_words(self.program, replay.case, visit, self.words)
            if not bill:
                continue
            facts = visit_words(self.program, replay.case, visit, self.words)
            head = self.words.say("visit {visit}", visit=visit)
            text = f"{head}: {' · '.join([*facts, *bill])}"
            yield from wrap(text, self.page.columns, "      ", "    ")
        if found.compared:
            value = replay.evaluation.amounts.get(found.compared)
            amount = self.naming.value(value, self.naming.sort(found.compared))
            yield f"    {self.naming.amount(found.compared)} = {amount}"

    def _values(
        self, title: str, values: Mapping[str, int], found: Counterexample
    ) -> Iterator[str]:
        """Give the open values that the derivation of the harm rests on."""
        used = {
            step.name
            for place, finding in enumerate(self.checked.findings)
            if finding.counterexample is found
            for replay in self.checked.replays.get(place, ())
            for step in replay.steps
        }
        texts = [
            f"{self.naming.amount(name)} = {quantity(value, self.naming.sort(name))}"
            for name, value in values.items()
            if name in used
        ]
        if texts:
            yield from wrap(f"{title}: {self.words.join(texts)}", self.page.columns, "    ", "  ")

    def _hangs(self, finding: Finding) -> Iterator[str]:
        """Say with which open values it would hold."""
        if finding.holds_with is None:
            return
        texts = tuple(
            f"{self.naming.amount(name)} = {quantity(value, self.naming.sort(name))}"
            for name, value in finding.holds_with.items()
        )
        text = self.words.say("it would hold with {values}", values=texts)
        yield from wrap(text, self.page.columns, "    ", "  ")

    def _derivation(self, replay: Replay, others: Sequence[Replay]) -> Iterator[str]:
        """Derive what is compared, leaving out what is the same for another person."""
        derivations = Derivations(
            self.program, replay.evaluation, replay.steps, self.checked.clauses, self.naming
        )
        for step in replay.steps:
            line = derivations.line(step)
            if not step.expressions or line.trivial or line.zero:
                continue
            if any(o.evaluation.amounts.get(step.name) == step.value for o in others):
                continue
            value = self.naming.value(line.value, self.naming.sort(step.name))
            text = f"{self.naming.amount(step.name)} = {line.formulas[0]}"
            if line.formulas[0] != value:
                text = f"{text} = {value}"
            clauses = self.words.join(line.clauses)
            yield from wrap(f"{text}   {clauses}", self.page.columns, " " * 8, " " * 4)
