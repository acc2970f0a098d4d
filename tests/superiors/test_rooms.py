"""A line whose premise rests on how a bill is stated is asked of every bill."""

from __future__ import annotations

from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.joining.joint import join
from verifier.analysis.joining.rooms import JointRooms
from verifier.analysis.joining.sides import Side
from verifier.analysis.joining.solver import Pair
from verifier.program.terms import Atom


def test_bills_alone_are_asked_only_where_the_premise_does_not_rest_on_them() -> None:
    program = load_side(Asked("luan_2021"), 1).program
    joint = join(program, program)
    rooms = JointRooms(joint, 20_000)
    pair: Pair = tuple(joint.amounts[side]["total(aid)"] for side in Side)  # type: ignore[assignment]
    assert len(rooms.settings((pair,))) == 1
    assert len(rooms.settings((pair,), (Atom("says(critical_stated)"),))) == 2
