"""What every statement about two documents together assumes, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from verifier.analysis.joining.joint import Joint
from verifier.analysis.joining.sides import Side
from verifier.report.catalogue import Words
from verifier.report.naming import Naming


def leaf_words(joint: Joint, names: Mapping[Side, Naming], name: str) -> str:
    """Name an input or open value of a joint Program."""
    for side in Side:
        for own, combined in joint.leaves.own[side].items():
            if combined == name:
                return names[side].amount(own)
    return name


def assumption_words(
    joint: Joint, names: Mapping[Side, Naming], used: Collection[str], words: Words
) -> Iterator[str]:
    """The assumptions; of open values, those that are `used`."""
    yield words.say(
        "the same identifier is the same thing on both sides; what either side excludes, and "
        "the bounds of both, hold for every case"
    )
    own = [set(joint.leaves.own[side].values()) for side in Side]
    tied = tuple(
        leaf_words(joint, names, v.name) for v in joint.program.values
        if v.name in used and all(v.name in one for one in own)
    )
    if tied:
        yield words.say(
            "open values that both sides name alike are the same: {names}", names=tied
        )
    if any(i.name.startswith("billed(") for p in joint.sides.values() for i in p.inputs):
        yield words.say(
            "what a document leaves to other rules is on the bill; where only one side leaves "
            "it open, it counts as nothing"
        )
    yield words.say("both sides are read with the core encodings of this installation")
