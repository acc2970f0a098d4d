"""One finding as text: its title, its notes, and the person who is wronged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verifier.analysis.results import (
    CheckedDocument,
    Counterexample,
    Finding,
    LargestHarm,
    Replay,
)
from verifier.program.sorts import Sort, show
from verifier.properties.declared import Property, PropertyKind, properties
from verifier.report.catalogue import Words
from verifier.report.computing.as_text import clause_lines
from verifier.report.derivations import Derivations
from verifier.report.layout import Page, wrap
from verifier.report.naming import Naming, quantity
from verifier.report.persons import told
from verifier.report.verdicts import toned, verdict_words


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
            return self.words.named(title, self.naming.instance(finding.ranged_over[0]))
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
        if finding.any_visits:
            notes.append(self.words.say("any number of visits"))
        if finding.tolerance:
            notes.append(self.words.say("rounding of {count} fen allowed", count=finding.tolerance))
        return notes

    def noted(self, finding: Finding, more: Sequence[str] = ()) -> str:
        """Name what a finding is about, with what a reader must know, and what else is said."""
        return self.words.noted(self.title(finding), (*self.notes(finding), *more))

    def largest_harm(self, harm: LargestHarm) -> str:
        """Say how large the harm is at most."""
        amount = show(harm.value, Sort.MONEY)
        if not harm.exact:
            return self.words.say("at least {amount} yuan; the search gave up", amount=amount)
        if harm.at_bounds:
            names = tuple(self.naming.amount(name) for name in harm.at_bounds)
            return self.words.say(
                "at most {amount} yuan within the bounds; it may grow with {names}",
                amount=amount,
                names=names,
            )
        return self.words.say("at most {amount} yuan", amount=amount)

    # -- violations --------------------------------------------------------------------------

    def violation(self, place: int) -> Iterator[str]:
        """Write who is wronged by the finding at a place, by how much, and by which clauses."""
        finding = self.checked.findings[place]
        replays = self.checked.replays.get(place, ())
        found = finding.counterexample
        if found is None:
            return
        mark = toned(finding.verdict, verdict_words(finding.verdict, self.words), self.page)
        yield f"{mark}  {self.page.bold(self.title(finding))}"
        declared = self.declared.get(finding.property)
        if declared is not None and declared.why.zh:
            yield from wrap(self.words.text(declared.why), self.page.columns, "  ", "  ")
        yield from self._named(self.words.say("where"), self._instance(found), 2)
        for number, replay in enumerate(replays, 1):
            yield from self._person(replay, number if len(replays) > 1 else 0, found)
        if found.harm is not None:
            amount = show(found.harm, Sort.MONEY)
            yield f"  {self.page.bold(self.words.say('harm: {amount} yuan', amount=amount))}"
        if finding.largest is not None:
            text = self.largest_harm(finding.largest)
            yield from self._named(self.words.say("largest harm"), text, 2)
        values = self._values(found.values, replays)
        if values:
            yield from self._named(self.words.say("with"), values, 2)
        if finding.holds_with is not None:
            text = self.words.say(
                "it would hold with {values}", values=tuple(self._equations(finding.holds_with))
            )
            yield from self._wrapped(text, 2)
        for number, replay in enumerate(replays, 1):
            if len(replays) > 1:
                yield from self._named(self.words.say("person {number}", number=number), "", 2)
            others = [other for other in replays if other is not replay]
            yield from self._derivation(replay, others, finding)
        clauses = [
            self.checked.clauses[rule] for rule in found.rules if rule in self.checked.clauses
        ]
        if clauses:
            yield from self._named(self.words.say("by these clauses"), "", 2)
            yield from (f"  {line}" for line in clause_lines(clauses, self.words, self.page))

    def _instance(self, found: Counterexample) -> str:
        # `property,witness`; a comparison and an amount are terms, with commas of their own.
        head, _, witness = found.instance.partition(",")
        return self.naming.instance(found.instance if "(" in head or not witness else witness)

    def _person(self, replay: Replay, number: int, found: Counterexample) -> Iterator[str]:
        who = self.words.say("person")
        if number:
            who = self.words.say("person {number}", number=number)
        text, visits = told(self.program, replay.case, self.words)
        yield from self._named(who, text, 2)
        for visit in visits:
            yield from self._wrapped(visit, 4)
        if found.compared:
            value = replay.evaluation.amounts.get(found.compared)
            amount = self.naming.value(value, self.naming.sort(found.compared))
            yield f"    {self.naming.amount(found.compared)} = {amount}"

    def _values(self, values: Mapping[str, int], replays: Sequence[Replay]) -> str:
        """Give the open values that the derivation of the harm rests on."""
        used = {step.name for replay in replays for step in replay.steps}
        shown = {name: value for name, value in values.items() if name in used}
        return self.words.join(list(self._equations(shown)))

    def _equations(self, values: Mapping[str, int]) -> Iterator[str]:
        for name, value in values.items():
            yield f"{self.naming.amount(name)} = {quantity(value, self.naming.sort(name))}"

    def _derivation(
        self, replay: Replay, others: Sequence[Replay], finding: Finding
    ) -> Iterator[str]:
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
            text = f"{self.naming.amount(step.name, (finding.property,))} = {line.formulas[0]}"
            if line.formulas[0] != value:
                text = f"{text} = {value}"
            clauses = self.words.join(line.clauses)
            yield from wrap(f"{text}   {clauses}", self.page.columns, " " * 8, " " * 4)

    def _named(self, name: str, text: str, indent: int) -> Iterator[str]:
        """Write what something is."""
        yield from self._wrapped(self.words.named(name, text), indent)

    def _wrapped(self, text: str, indent: int) -> Iterator[str]:
        yield from wrap(text.rstrip(), self.page.columns, " " * (indent + 2), " " * indent)
