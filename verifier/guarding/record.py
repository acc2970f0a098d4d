"""A finding as it is kept, waived and compared: what it says, without the persons who show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from verifier.analysis.results import CheckedDocument, Finding, Verdict
from verifier.properties.declared import PropertyKind, properties


@dataclass(frozen=True, slots=True)
class Harm:
    """The largest harm in fen; if not `exact`, the search gave up and it may be larger."""

    amount: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a finding.

    Attributes:
        document: Identifier of the document.
        property_id: Identifier of the property.
        comparison: What is compared, for a property on two persons; empty for another.
        verdict: The verdict.
        failing: The instances that fail, in order.
        harm: The largest harm; None if it is no amount, or was not sought.
        ranged_over: How many instances the property looked at.
        tolerance: In fen, what rounding alone may change and is allowed.
        review: What a reviewer is to see of it, line by line; no part of what is compared.
    """

    document: str
    property_id: str
    comparison: str
    verdict: Verdict
    failing: tuple[str, ...] = ()
    harm: Harm | None = None
    ranged_over: int = 0
    tolerance: int = 0
    review: tuple[str, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about: the same finding of another run has the same key."""
        return self.document, self.property_id, self.comparison

    @property
    def instances(self) -> tuple[str, ...]:
        """What fails; or what was compared, where nothing is known to fail."""
        return self.failing or ((self.comparison,) if self.comparison else ())

    @property
    def fingerprint(self) -> str:
        """A name of the finding that no edit of the encoding's lines changes."""
        return hashlib.sha256("\0".join(self.key).encode()).hexdigest()[:32]


def records(checked: CheckedDocument) -> tuple[Record, ...]:
    """The records of the findings on a document, in their order."""
    pairs = {p.id for p in properties(checked.program) if p.kind is PropertyKind.PAIR}
    return tuple(_record(finding, finding.property in pairs) for finding in checked.findings)


def _record(finding: Finding, pair: bool) -> Record:
    largest = finding.largest
    found = finding.counterexample
    harm = None
    if largest is not None:
        harm = Harm(largest.value, largest.exact)
    elif found is not None and found.harm is not None:
        harm = Harm(found.harm, False)
    return Record(
        finding.document,
        finding.property,
        finding.ranged_over[0] if pair and finding.ranged_over else "",
        finding.verdict,
        tuple(sorted(finding.failing)),
        harm,
        len(finding.ranged_over),
        finding.tolerance,
    )
