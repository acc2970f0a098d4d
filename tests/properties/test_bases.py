"""A group begins with the same, whether it was prepared for in turn or has to be made alone."""

from __future__ import annotations

from tests.properties.checked import program as of_tests
from verifier.analysis.checking.bases import Bases
from verifier.analysis.checking.needed import Parts
from verifier.analysis.checking.options import Options
from verifier.analysis.checking.tasks import ordered, tasks_of


def test_a_group_begins_with_the_same_in_a_process_of_its_own() -> None:
    programs = (of_tests("annual_limits_breaks", 2), of_tests("own_payment_monotone_holds", 2))
    options = Options()
    groups = ordered([tuple(tasks_of(p, place, options)) for place, p in enumerate(programs)])
    parts = [Parts(program) for program in programs]

    def bases() -> Bases:
        return Bases(programs, groups, lambda group: parts[group[0].program].of(group), options)

    in_turn, encoded = bases(), []
    for group in groups:
        in_turn.prepare(group)
        base = in_turn._begun[group[0].program].base
        encoded.append([claim.term.native.sexpr() for claim in base.session.assertions])
    assert len(groups) > len(programs)
    for group, expected in zip(groups, encoded, strict=True):
        found = bases().take(group).session.assertions
        assert [claim.term.native.sexpr() for claim in found] == expected


def test_no_two_groups_in_one_process_begin_with_the_same_base() -> None:
    program, options = of_tests("annual_limits_breaks", 2), Options()
    groups = ordered([tuple(tasks_of(program, 0, options))])
    parts = Parts(program)
    bases = Bases((program,), groups, parts.of, options)
    taken = [bases.take(group) for group in groups]
    assert len({id(base.session) for base in taken}) == len(groups)
