"""A document held against its superior, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.analysis.joining.sides import OTHER, Side
from verifier.analysis.superiors.results import Held, HeldAgainst, Kind
from verifier.report.catalogue import Words
from verifier.report.joining.words import assumption_words
from verifier.report.layout import Page, left, width, wrap
from verifier.report.naming import Naming, quantity
from verifier.report.persons import told
from verifier.report.verdicts import toned, verdict_words


def superior_text(held: Sequence[HeldAgainst], words: Words, page: Page) -> str:
    """Write what was found of documents and their superiors."""
    return "\n\n".join("\n".join(_Text(one, words, page).lines()) for one in held) + "\n"


def kind_words(kind: Kind, words: Words) -> str:
    """Name how a line binds."""
    match kind:
        case Kind.FLOOR:
            return words.say("at least")
        case Kind.CEILING:
            return words.say("at most")
        case Kind.UNIFORM:
            return words.say("exactly")
        case Kind.PERMISSION:
            return words.say("if at all, at most")


class _Text:
    def __init__(self, held: HeldAgainst, words: Words, page: Page) -> None:
        self.held = held
        self.words = words
        self.page = page
        self.names = {side: Naming(one.program, words) for side, one in held.sides.items()}

    def lines(self) -> Iterator[str]:
        """Write the table, then what is broken or not decided."""
        first, second = (self.held.sides[side] for side in Side)
        if self.held.through is None:
            title = self.words.say("{document} held against {superior}", document=first.label,
                                   superior=self._superior(second.label))
        else:
            title = self.words.say("{document} and {other} under what {superior} makes uniform",
                                   document=first.label, other=second.label,
                                   superior=self._superior(self.held.through.label))
        yield from (self.page.bold(line) for line in wrap(title, self.page.columns))
        verdicts = [verdict_words(f.verdict, self.words) for f in self.held.findings]
        columns = max(map(width, verdicts), default=0)
        for finding, verdict in zip(self.held.findings, verdicts, strict=True):
            first_line, *rest = wrap(self._line(finding), self.page.columns - columns - 4)
            yield f"  {toned(finding.verdict, left(verdict, columns), self.page)}  {first_line}"
            yield from (" " * (columns + 4) + line for line in rest)
        for finding in self.held.findings:
            if finding.witness is not None:
                yield ""
                yield from self._breach(finding)
        yield ""
        yield self.page.bold(self.words.say("assumed by every verdict"))
        limits = map(self.words.tell, self.held.limits)
        assumed = assumption_words(self.held.joint, self.names, self.held.used, self.words)
        for text in (*limits, *assumed):
            yield from wrap(text, self.page.columns, "    ", "  ")

    def _superior(self, label: str) -> str:
        one = self.held.through or self.held.sides[Side.RIGHT]
        return f"{label} ({one.document.number})" if one.document.number else label

    def _line(self, finding: Held) -> str:
        line = finding.binding
        parts = [
            line.clause, self.words.text(line.label), kind_words(line.kind, self.words),
            self.words.tell(line.grade.words),
        ]
        if line.restated_by:
            parts.append(self.words.say("restated by {numbers}", numbers=line.restated_by))
        if finding.reason is not None:
            parts.append(self.words.tell(finding.reason))
        if finding.tolerance:
            parts.append(
                self.words.say("rounding of {count} fen allowed", count=finding.tolerance)
            )
        return " · ".join(parts)

    def _breach(self, finding: Held) -> Iterator[str]:
        witness = finding.witness
        if witness is None:
            return
        mark = toned(finding.verdict, verdict_words(finding.verdict, self.words), self.page)
        yield f"{mark}  {self.page.bold(self.words.text(finding.binding.label))}"
        program = self.held.sides[Side.LEFT].program
        case = witness.replays[Side.LEFT].case
        who, visits = told(program, case, self.words)
        yield from self._wrapped(self.words.named(self.words.say("person"), who))
        for visit in visits:
            yield from self._wrapped(visit)
        for side, one in self.held.sides.items():
            sort = self.names[side].sort(finding.binding.output)
            given = witness.amounts.get(side)
            amount = self.words.say("no value") if given is None else quantity(given, sort)
            clauses = self.words.join((finding.clauses or {}).get(side, ())) or "-"
            name = self.names[side].amount(finding.binding.output)
            yield from self._wrapped(f"{one.label}: {name} {amount}   {clauses}")
            values = tuple(
                f"{self.names[side].amount(n)} = {quantity(v, self.names[side].sort(n))}"
                for n, v in witness.values[side].items()
            )
            if values:
                yield from self._wrapped(
                    self.words.say("what it leaves open: {values}", values=values)
                )
        yield from self._sizes(finding)

    def _sizes(self, finding: Held) -> Iterator[str]:
        if finding.largest is not None:
            sort = self.names[Side.LEFT].sort(finding.binding.output)
            amount = quantity(finding.largest, sort)
            yield from self._wrapped(
                self.words.say("the largest breach is {amount}", amount=amount) if finding.exact
                else self.words.say("the largest breach is at least {amount}", amount=amount)
            )
        if finding.hangs_on:
            texts = tuple(self._value(name, v) for name, v in finding.hangs_on.items())
            yield from self._wrapped(self.words.say("it would hold with {values}", values=texts))

    def _value(self, name: str, value: int) -> str:
        side = Side.RIGHT if name.endswith(OTHER) else Side.LEFT
        bare = name.removesuffix(OTHER)
        if bare not in {v.name for v in self.held.sides[side].program.values}:
            side = Side.RIGHT
        naming = self.names[side]
        return f"{naming.amount(bare)} = {quantity(value, naming.sort(bare))}"

    def _wrapped(self, text: str) -> Iterator[str]:
        yield from wrap(text, self.page.columns, "    ", "  ")
