"""Two persons who are compared, as the exact engine computes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from verifier.analysis import replay as rerun
from verifier.analysis.checking.alike import related
from verifier.engines.exact import Evaluation
from verifier.program.terms import TRUE, Atom
from verifier.properties.declared import Comparison, Variation


def meet(
    pair: Comparison, varying: Iterable[Variation], evaluations: Sequence[Evaluation]
) -> bool:
    """Whether two can exist, are alike, and are each as the comparison says."""
    premises = (pair.first, pair.second)
    met = all(
        premise == TRUE or (isinstance(premise, Atom) and e.atoms.get(premise.name) is True)
        for premise, e in zip(premises, evaluations, strict=True)
    )
    possible = not any(e.broken for e in evaluations)
    return possible and met and all(related(v, *evaluations) for v in varying)


def wronged(
    pair: Comparison, varying: Iterable[Variation], tolerance: int,
    evaluations: Sequence[Evaluation],
) -> bool:
    """Whether two meet the premise and compare the wrong way by more than this and the bound."""
    harm = wrong_by(pair, evaluations)
    return harm is not None and harm > tolerance + pair.bound and meet(pair, varying, evaluations)


def wrong_by(pair: Comparison, evaluations: Sequence[Evaluation]) -> int | None:
    """By how much two persons compare the wrong way; None if an amount of theirs has no value."""
    first, second = (rerun.amount(e, pair.amount) for e in evaluations)
    if first is None or second is None:
        return None
    if pair.relation == "equals":
        return abs(second - first)
    return first - second if pair.relation == "at_least" else second - first
