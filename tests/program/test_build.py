from __future__ import annotations

from pathlib import Path

import pytest

from verifier.errors import LanguageError
from verifier.grounding.ground import ground
from verifier.language.loader import load
from verifier.language.stated import value_spans
from verifier.places import ENCODINGS
from verifier.program.build import Origins, build
from verifier.program.model import (
    AmountDefinition,
    AtomDefinition,
    BoolInput,
    NumberInput,
    Program,
    Rounding,
)
from verifier.program.sorts import Sort
from verifier.program.terms import (
    FALSE,
    TRUE,
    Aggregate,
    Amount,
    And,
    AtLeast,
    Atom,
    Compare,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Share,
)

P, Q = Atom("p(1)"), Atom("p(2)")
CHOICE = "{ p(1..2) }. { reads(t,a) }.\n"
MONEY = "".join(
    f'quantity({n}, money, "甲", "a"). bounds({n}, 0, 10, "甲", "a").\n' for n in "xyz"
)


def built(folder: Path, text: str, core: str = CHOICE) -> Program:
    chooser, path = folder / "core.lp", folder / "a.lp"
    chooser.write_text(core, encoding="utf-8")
    path.write_text(text or "#program base.\n", encoding="utf-8")  # an empty file is refused
    source = load([path], core=[ENCODINGS / "core" / "theory.lp", chooser])
    return build(
        ground(source, {}), Origins(source.rules, value_spans(source)), "a", 1, Rounding.UP
    )


def atom(program: Program, name: str) -> list[Formula]:
    (found,) = [d for d in program.definitions if d.name == name]
    assert isinstance(found, AtomDefinition)
    return [a.body for a in found.alternatives]


def amount(program: Program, name: str) -> AmountDefinition:
    (found,) = [d for d in program.definitions if d.name == name]
    assert isinstance(found, AmountDefinition)
    return found


def test_choices_are_inputs_and_readings_belong_to_the_policy(tmp_path: Path) -> None:
    program = built(tmp_path, "")
    assert program.inputs == (BoolInput("p(1)"), BoolInput("p(2)"), BoolInput("reads(t,a)", True))
    assert (program.document, program.visits, program.rounding) == ("a", 1, Rounding.UP)


def test_an_atom_is_what_its_rules_say(tmp_path: Path) -> None:
    program = built(tmp_path, "q :- p(1).\nq :- not p(1), p(2).\nr.\n")
    first, second = sorted(atom(program, "q"), key=lambda body: isinstance(body, And))
    assert first == P
    assert isinstance(second, And)
    assert set(second.items) == {Not(P), Q}
    assert atom(program, "r") == [TRUE]
    assert {a.rule.rpartition("/")[2] for d in program.definitions
            if isinstance(d, AtomDefinition) and d.name == "q" for a in d.alternatives} == {
        "a.lp:1:1", "a.lp:2:1"
    }


def test_facts_of_the_core_are_no_definitions(tmp_path: Path) -> None:
    program = built(tmp_path, "q :- fact, p(1).\n", CHOICE + "fact.\n")
    assert [d.name for d in program.definitions] == ["q"]
    assert atom(program, "q") == [P]


@pytest.mark.parametrize(("core", "bodies"), [
    ("1 { p(1..2) } 1.", [
        Not(AtLeast(1, ((1, P), (1, Q)))), AtLeast(2, ((1, P), (1, Q))),
    ]),
    ("{ p(1..2) } 1.", [AtLeast(2, ((1, P), (1, Q)))]),
])
def test_bounds_of_a_choice_are_constraints(
    tmp_path: Path, core: str, bodies: list[Formula]
) -> None:
    program = built(tmp_path, "", core)

    def truth(formula: Formula, true: set[str]) -> bool:
        match formula:
            case Atom(name):
                return name in true
            case Not(item):
                return not truth(item, true)
            case And(items):
                return all(truth(i, true) for i in items)
            case Or(items):
                return any(truth(i, true) for i in items)
            case AtLeast(bound, items):
                return sum(w for w, i in items if truth(i, true)) >= bound
            case _:
                return formula == TRUE

    definitions = {d.name: d for d in program.definitions}
    assert definitions == {}
    for true in (set(), {"p(1)"}, {"p(2)"}, {"p(1)", "p(2)"}):
        broken = any(truth(c.body, true) for c in program.constraints)
        assert broken == any(truth(body, true) for body in bodies)


def test_constraints_keep_their_rule(tmp_path: Path) -> None:
    program = built(tmp_path, "%@ 1\n:- p(1), not p(2).\n")
    (constraint,) = program.constraints
    assert constraint.rule.endswith("a.lp:2:1")
    assert isinstance(constraint.body, And)
    assert set(constraint.body.items) == {P, Not(Q)}


def test_weights_become_at_least(tmp_path: Path) -> None:
    program = built(tmp_path, "q :- #sum { 2 : p(1); 3 : p(2) } >= 3.\n")
    (body,) = atom(program, "q")
    assert body == AtLeast(3, ((2, P), (3, Q))) or body == AtLeast(3, ((3, Q), (2, P)))


def test_conditions_of_a_body_are_conjoined(tmp_path: Path) -> None:
    program = built(tmp_path, "q :- p(X) : X = 1..2.\n")
    (body,) = atom(program, "q")
    assert isinstance(body, And)
    assert set(body.items) == {P, Q}


# Amounts -----------------------------------------------------------------------------------------


def test_inputs_have_sort_and_bounds_in_smallest_units(tmp_path: Path) -> None:
    program = built(tmp_path, MONEY + "&input { x }.\n")
    assert NumberInput("x", Sort.MONEY, 0, 1000) in program.inputs


def test_a_definition_has_guard_and_value(tmp_path: Path) -> None:
    text = MONEY + "&input { x }.\n&let { y } = x + 1 :- p(1).\n&let { y } = 0 :- not p(1).\n"
    first, second = sorted(
        amount(built(tmp_path, text), "y").alternatives, key=lambda a: isinstance(a.guard, Not)
    )
    assert (first.guard, first.value) == (P, Linear(100, ((1, Amount("x")),)))
    assert (second.guard, second.value) == (Not(P), Literal(0))


def test_equal_theory_atoms_in_two_heads_are_kept_apart(tmp_path: Path) -> None:
    text = MONEY + "&input { x }.\n&let { y } = x :- p(1).\n&let { y } = x :- p(2).\n"
    alternatives = amount(built(tmp_path, text), "y").alternatives
    assert {(a.rule.rpartition("/")[2], a.guard) for a in alternatives} == {
        ("a.lp:5:1", P), ("a.lp:6:1", Q)
    }


@pytest.mark.parametrize("function", ["sum", "min", "max"])
def test_elements_carry_their_conditions(tmp_path: Path, function: str) -> None:
    text = MONEY + f"&input {{ x }}.\n&{function} {{ x,1 : p(1); x,2 : not p(2); 0 }} = y.\n"
    (alternative,) = amount(built(tmp_path, text), "y").alternatives
    assert alternative.guard == TRUE
    assert isinstance(alternative.value, Aggregate)
    assert alternative.value.function == function
    assert set(alternative.value.elements) == {
        (P, Amount("x")), (Not(Q), Amount("x")), (TRUE, Literal(0))
    }


def test_equal_tuples_count_once(tmp_path: Path) -> None:
    text = MONEY + "&input { x }.\n&sum { x : p(1); x : p(2); x,1 : p(1) } = y.\n"
    (alternative,) = amount(built(tmp_path, text), "y").alternatives
    assert isinstance(alternative.value, Aggregate)
    conditions = [condition for condition, _ in alternative.value.elements]
    assert len(conditions) == 2
    assert P in conditions
    (other,) = [c for c in conditions if c != P]
    assert isinstance(other, Or)
    assert set(other.items) == {P, Q}


def test_comparisons_stand_in_bodies(tmp_path: Path) -> None:
    text = MONEY + "&input { x }.\nq :- not &is { x } >= 1.\nr :- &is { x * 2 } != 3.\n"
    program = built(tmp_path, text)
    assert atom(program, "q") == [Not(Compare(">=", Amount("x"), Literal(100)))]
    assert atom(program, "r") == [Compare("!=", Linear(0, ((2, Amount("x")),)), Literal(300))]


def test_definitions_stand_after_what_they_use(tmp_path: Path) -> None:
    text = MONEY + (
        "&let { z } = y :- b.\n&let { y } = x :- a.\na :- &is { x } > 0.\nb :- &is { y } > 0.\n"
        "&input { x }.\n"
    )
    names = [d.name for d in built(tmp_path, text).definitions]
    assert names == ["a", "y", "b", "z"]


@pytest.mark.parametrize(("text", "path"), [
    ("q :- r.\nr :- q.\nr :- p(1).\n", {"q", "r"}),
    (MONEY + "&let { x } = y.\n&let { y } = x.\n", {"x", "y"}),
    (MONEY + "&let { x } = 0 :- q.\nq :- &is { x } = 0.\n", {"x", "q"}),
    (MONEY + "&sum { x : p(1) } = x.\n", {"x"}),
])
def test_a_cycle_is_named(tmp_path: Path, text: str, path: set[str]) -> None:
    with pytest.raises(LanguageError) as caught:
        built(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.rule == "cycle"
    assert path <= set(dict(problem.what.params)["path"].replace("`", "").split(" → "))  # type: ignore[attr-defined]


def test_no_guard_is_false(tmp_path: Path) -> None:
    program = built(tmp_path, "q :- p(1), not p(1).\nr :- q.\n")
    assert all(a.body != FALSE for d in program.definitions
               if isinstance(d, AtomDefinition) for a in d.alternatives)


def test_a_percentage_of_money_is_a_share(tmp_path: Path) -> None:
    text = MONEY + "&input { x }.\nfigure(f, \"62.5\", percent, 1).\n&let { y } = f * x.\n"
    (alternative,) = amount(built(tmp_path, text), "y").alternatives
    assert alternative.value == Share(Amount("f"), Amount("x"))
