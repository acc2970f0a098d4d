"""Waivers and changes in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.guarding.changes import Aspect, Change
from verifier.guarding.outcome import Guarded, Outcome, Status
from verifier.guarding.record import Harm, Record
from verifier.guarding.waivers import Judged, Standing, Waiver, undetermined
from verifier.program.sorts import Sort, show
from verifier.properties.declared import properties
from verifier.report.catalogue import Words
from verifier.report.naming import Naming
from verifier.report.verdicts import verdict_words


class GuardWords:
    """Puts what a project accepts, and what changed, into words."""

    def __init__(self, outcome: Outcome, words: Words) -> None:
        self.outcome = outcome
        self.words = words
        self._titles = {
            (one.document.id, item.id): words.text(item.title)
            for one, _ in outcome.documents
            for item in properties(one.program)
        }
        self._naming = {
            one.document.id: Naming(one.program, words) for one, _ in outcome.documents
        }

    def notes(self, guarded: Guarded) -> list[str]:
        """Say what a finding means to the run, if it is not plain from its verdict."""
        notes = []
        if guarded.waiver is not None and guarded.status is Status.WAIVED:
            notes.append(self.words.say(
                "waived by {who} until {day}",
                who=guarded.waiver.decided_by, day=guarded.waiver.expires.isoformat(),
            ))
        if guarded.status is Status.IN_BASELINE:
            notes.append(self.words.say("as in the baseline"))
        if guarded.change is not None:
            texts = self.words.join(self.aspects(guarded.change))
            notes.append(self.words.say("changed: {what}", what=texts))
        return notes

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """The waivers, then the changes since the baseline, each with a title that counts them."""
        waivers, changes = self.outcome.waivers, self.outcome.changes
        if waivers:
            holding = sum(one.standing is Standing.COVERS for one in waivers)
            title = self.words.say(
                "waivers: {holding} hold, {failing} fail, {rest} not asked for",
                holding=holding, failing=len(self.outcome.failing_waivers),
                rest=len(waivers) - holding - len(self.outcome.failing_waivers),
            )
            yield title, [self.waiver(one) for one in waivers]
        if changes is not None:
            title = self.words.say(
                "changes since the baseline: {count}; as reviewed: {same}",
                count=len(changes), same=sum(
                    one.change is None for _, found in self.outcome.documents for one in found
                ),
            )
            yield title, [self.change(one) for one in changes]

    def name(self, document: str, property_id: str, instances: Sequence[str] = ()) -> str:
        """Name a property of a document, and what of it is meant."""
        title = self._titles.get((document, property_id), property_id)
        naming = self._naming.get(document)
        if naming is None or not instances:
            return f"{document} · {title}"
        texts = [_instance(naming, name, property_id) for name in instances]
        return f"{document} · {title}: {self.words.join(texts)}"

    def waiver(self, judged: Judged) -> str:
        """Tell one waiver: how it stands, and who decided it why."""
        waiver = judged.waiver
        name = self.name(waiver.document, waiver.property_id, waiver.instances)
        by = self.words.say(
            "{reason} ({who}, until {day})",
            reason=waiver.reason, who=waiver.decided_by, day=waiver.expires.isoformat(),
        )
        return f"{self.standing(judged)} · {name} · {by}"

    def standing(self, judged: Judged) -> str:
        """Say how a waiver stands to what was found."""
        text = self._standing(judged)
        if judged.late and judged.standing in (Standing.GONE, Standing.GROWN):
            text = self.words.listed((text, self.words.say("the waiver is expired as well")))
        return text

    def _standing(self, judged: Judged) -> str:
        match judged.standing:
            case Standing.COVERS:
                return self.words.say("waived")
            case Standing.NOT_ASKED:
                return self.words.say("not asked for")
            case Standing.EXPIRED:
                return self.words.say("the waiver is expired")
            case Standing.GONE:
                return self._gone(judged)
            case Standing.GROWN:
                return self._grown(judged)

    def _gone(self, judged: Judged) -> str:
        """Say what a waiver does not match: a property, what fails of it, or nothing."""
        waiver = judged.waiver
        if (waiver.document, waiver.property_id) not in self._titles:
            return self.words.say(
                "`{document}` has no property `{name}`",
                document=waiver.document, name=waiver.property_id,
            )
        if not judged.failing:
            return self.words.say("nothing of the property fails any more: take the waiver out")
        known = dict.fromkeys(name for record in judged.failing for name in record.instances)
        if not known:
            return self.words.say("what was found has no instances: leave `instances` out")
        failing = tuple(f"`{name}`" for name in known)
        strange = tuple(f"`{name}`" for name in waiver.instances if name not in known)
        if not strange:
            return self.words.say("`instances` is missing; what fails is {names}", names=failing)
        return self.words.say(
            "nothing that fails is called {strange}; what fails is {names}",
            strange=strange, names=failing,
        )

    def _grown(self, judged: Judged) -> str:
        waiver = judged.waiver
        open_harm = [r for r in judged.findings if undetermined(r.harm, waiver.harm)]
        texts = [self._growth(waiver, record) for record in judged.findings]
        parts = []
        if any(texts):
            what = self.words.join([text for text in texts if text])
            parts.append(self.words.say("more than was waived: {what}", what=what))
        parts += [
            self.words.say(
                "the largest harm was not determined: {now}; {waived} are waived (a longer "
                "`--timeout` may determine it, `harm_at_least` waives what the search found)",
                now=self.harm(record.harm), waived=self.harm(waiver.harm),
            )
            for record in open_harm
        ]
        return self.words.listed(parts)

    def _growth(self, waiver: Waiver, record: Record) -> str:
        """Say in what a finding is known to be other than was waived."""
        same = undetermined(record.harm, waiver.harm)
        was = Record(
            record.document, record.property_id, record.comparison, waiver.verdict,
            tuple(i for i in record.failing if i in waiver.instances),
            record.harm if same else waiver.harm, record.ranged_over, record.tolerance,
        )
        return self.words.join(self.aspects(Change(was, record)))

    def finding(self, record: Record) -> str:
        """Name what a finding is about."""
        instances = (record.comparison,) if record.comparison else ()
        return self.name(record.document, record.property_id, instances)

    def change(self, change: Change) -> str:
        """Tell one change."""
        return f"{self.finding(change.record)} · {self.words.join(self.aspects(change))}"

    def aspects(self, change: Change) -> list[str]:
        """Say in what a finding changed."""
        return [self._aspect(aspect, change) for aspect in change.aspects]

    def _aspect(self, aspect: Aspect, change: Change) -> str:
        before = change.before or change.record
        now = change.now or change.record
        was, is_now = (verdict_words(r.verdict, self.words) for r in (before, now))
        match aspect:
            case Aspect.NEW:
                return self.words.say("new: {verdict}", verdict=is_now)
            case Aspect.GONE:
                return self.words.say("gone; it was: {verdict}", verdict=was)
            case Aspect.VERDICT:
                return f"{was} → {is_now}"
            case Aspect.FAILING:
                return self._failing(before, now)
            case Aspect.HARM | Aspect.SCOPE | Aspect.TOLERANCE:
                return self._measure(aspect, before, now)

    def _measure(self, aspect: Aspect, before: Record, now: Record) -> str:
        if aspect is Aspect.HARM:
            return self.words.say(
                "largest harm {before} → {now}",
                before=self.harm(before.harm), now=self.harm(now.harm),
            )
        if aspect is Aspect.SCOPE:
            return self.words.say(
                "ranged over {before} → {now}", before=before.ranged_over, now=now.ranged_over
            )
        return self.words.say(
            "rounding allowed: {before} → {now} fen", before=before.tolerance, now=now.tolerance
        )

    def _failing(self, before: Record, now: Record) -> str:
        more = self._instances(now, [i for i in now.failing if i not in before.failing])
        less = self._instances(now, [i for i in before.failing if i not in now.failing])
        texts = []
        if more:
            texts.append(self.words.say("fails as well: {names}", names=more))
        if less:
            texts.append(self.words.say("no longer fails: {names}", names=less))
        return self.words.join(texts)

    def _instances(self, record: Record, names: Sequence[str]) -> tuple[str, ...]:
        naming = self._naming.get(record.document)
        if naming is None:
            return tuple(names)
        return tuple(_instance(naming, name, record.property_id) for name in names)

    def harm(self, harm: Harm | None) -> str:
        """Write a harm."""
        if harm is None:
            return self.words.say("no amount")
        amount = show(harm.amount, Sort.MONEY)
        if harm.exact:
            return self.words.say("{amount} yuan", amount=amount)
        return self.words.say("at least {amount} yuan", amount=amount)


def _instance(naming: Naming, name: str, property_id: str) -> str:
    """Name `property,witness` by its witness, and what somebody else wrote as it is."""
    try:
        return naming.instance(name.removeprefix(f"{property_id},"))
    except ValueError:
        return name
