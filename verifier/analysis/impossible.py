"""Why a case cannot exist, in the words of the encoding."""

from __future__ import annotations

from verifier.engines.exact_types import Evaluation
from verifier.errors import Message, Problem, message
from verifier.program.labels import Labels, parse_term
from verifier.program.model import Program
from verifier.program.names import atoms_in
from verifier.source import Span

_IMPOSSIBLE = "impossible"


def refusal(program: Program, evaluation: Evaluation) -> tuple[Problem, ...]:
    """List the constraints that a case breaks."""
    labels = Labels(program.facts)
    problems: dict[str, Problem] = {}
    for constraint in evaluation.broken:
        names = [
            name
            for name in dict.fromkeys(atoms_in(constraint.body))
            if name.startswith(f"{_IMPOSSIBLE}(") and evaluation.atoms[name] is True
        ]
        for name in names:
            problems[name] = _explained(program, labels, name)
        if not names:
            rule = program.rules.get(constraint.rule)
            problems[str(constraint)] = Problem(
                "impossible",
                rule.span if rule else Span(),
                message("this case cannot exist: {rule}", rule=rule.text if rule else "-"),
            )
    return tuple(problems.values())


def _explained(program: Program, labels: Labels, name: str) -> Problem:
    kind, *rest = parse_term(name).arguments
    reason = labels.explanation(str(kind))
    what: Message = message("this case cannot exist: {reason}", reason=reason or str(kind))
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
