"""Why a case cannot exist, in the words of the encoding."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.engines.exact_types import Evaluation
from verifier.errors import Message, Problem, message
from verifier.program.labels import Labels, parse_term
from verifier.program.model import AtomDefinition, NumberInput, Program
from verifier.program.names import amounts_in, atoms_in
from verifier.program.sorts import Sort, show
from verifier.source import Span

_IMPOSSIBLE = "impossible"


def refusal(
    program: Program, evaluation: Evaluation, *, amounts: bool = False
) -> tuple[Problem, ...]:
    """List the constraints that a case breaks, with its amounts if they do not stand for others."""
    labels = Labels(program.facts)
    problems: dict[str, Problem] = {}
    compared: dict[str, frozenset[str]] = {}
    for constraint in evaluation.broken:
        names = [
            name
            for name in dict.fromkeys(atoms_in(constraint.body))
            if name.startswith(f"{_IMPOSSIBLE}(") and evaluation.atoms[name] is True
        ]
        for name in names:
            compared[name] = _compared(program, evaluation, name)
            told = compared[name] if amounts else ()
            problems[name] = _explained(program, labels, evaluation, name, told)
        if not names:
            rule = program.rules.get(constraint.rule)
            problems[str(constraint)] = Problem(
                "impossible",
                rule.span if rule else Span(),
                message("this case cannot exist: {rule}", rule=rule.text if rule else "-"),
            )
    # What some amounts break alone, they mostly break with others too: one message for one cause.
    return tuple(
        problem for name, problem in problems.items()
        if not any(other and other < compared.get(name, frozenset()) for other in compared.values())
    )


def _compared(program: Program, evaluation: Evaluation, name: str) -> frozenset[str]:
    """The amounts of money of the case that a constraint compares."""
    inputs = {
        item.name for item in program.inputs
        if isinstance(item, NumberInput) and item.sort is Sort.MONEY
    }
    return frozenset(
        amount
        for definition in program.definitions
        if isinstance(definition, AtomDefinition) and definition.name == name
        for alternative in definition.alternatives
        for amount in amounts_in(alternative.body)
        if amount in inputs
    )


def _amount(labels: Labels, evaluation: Evaluation, name: str) -> Message | None:
    """An amount of money with what it is; None if it is not known."""
    value = evaluation.amounts[name]
    label = labels.quantity(parse_term(name).name)
    if value is None or not value.exact or label is None:
        return None
    return message("{name} {amount} yuan", name=label, amount=show(value.low, Sort.MONEY))


def _explained(
    program: Program, labels: Labels, evaluation: Evaluation, name: str, compared: Iterable[str]
) -> Problem:
    kind, *rest = parse_term(name).arguments
    reason = labels.explanation(str(kind))
    what: Message = message("this case cannot exist: {reason}", reason=reason or str(kind))
    amounts = tuple(filter(None, (_amount(labels, evaluation, item) for item in sorted(compared))))
    if amounts:
        what = message(
            "this case cannot exist: {reason} ({amounts})",
            reason=reason or str(kind), amounts=amounts,
        )
    where = [argument for argument in rest if isinstance(argument, int)]
    moments = [argument for argument in rest if isinstance(argument, str)]
    if where:
        what = message("visit {visit}: {text}", visit=where[-1], text=what)
    elif moments:
        what = message("{moment}: {text}", moment=labels.symbol(moments[-1]), text=what)
    clause = next(
        (
            program.rules[alternative.rule].span
            for definition in program.definitions
            if definition.name == name
            for alternative in definition.alternatives
            if alternative.rule in program.rules
        ),
        Span(),
    )
    return Problem("impossible", clause, what, message("correct one of the facts it names"))
