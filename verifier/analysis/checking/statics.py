"""Properties of the document itself: what it declares, whoever the person is.

No solver is asked. An instance fails if some case may make its `violation` true: what hangs on a
case at all is enough, as a document should be complete for every case. A property of
`each_category` fails only where the violation is certain for who is in one category alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial, reduce

from verifier.analysis.checking.question import Question
from verifier.analysis.checking.unreached import unreached
from verifier.analysis.results import Finding, Verdict
from verifier.errors import Message, message
from verifier.program.labels import Labels, parse_term
from verifier.program.model import Argument, Fact, Program
from verifier.program.settled import settled_atoms
from verifier.properties.declared import Property, instances
from verifier.words import Bilingual


def check(question: Question, item: Property) -> Finding:
    """The finding of one property of the document."""
    program = question.program
    truths = partial(_truth, question.stated, question.settled)
    looked_at = _instances(program, item, "scope", lambda name: truths(name) is not False)
    each = {str(f.arguments[0]) for f in program.facts.get("each_category", ())}
    if item.id in each:
        alone = [
            partial(_truth, question.stated, settled_atoms(
                program.definitions, {**question.settings, **one}
            )) for one in _alone(program)
        ]
        failing = _instances(
            program, item, "violation", lambda name: any(of(name) is True for of in alone)
        )
    else:
        failing = _instances(program, item, "violation", lambda name: truths(name) is not False)
    if not looked_at:
        return Finding(item.id, program.document, Verdict.VACUOUS, unreached(item))
    if not failing:
        return Finding(item.id, program.document, Verdict.BY_CONSTRUCTION, ranged_over=looked_at)
    faults = reduce(
        lambda one, next_one: message("{one}; {next_one}", one=one, next_one=next_one),
        _faults(program, item, failing),
    )
    return Finding(item.id, program.document, Verdict.VIOLATED, faults, looked_at, failing)


def _truth(
    stated: Container[str], settled: Mapping[str, bool | None], name: str
) -> bool | None:
    """The truth of an atom where some inputs are known; None where it depends on the case."""
    return True if name in stated else settled[name]


def _instances(
    program: Program, item: Property, predicate: str, wanted: Callable[[str], bool]
) -> tuple[str, ...]:
    names = instances(program, predicate, item.id)
    return tuple(name.partition("(")[2][:-1] for name in names if wanted(name))


def _alone(program: Program) -> Iterator[Mapping[str, bool]]:
    """What is held by who is in one category at all times and in no other, for each category."""
    held = {
        i.name: str(parse_term(i.name).arguments[0]) for i in program.inputs
        if i.name.startswith("held(")
    }
    for category in dict.fromkeys(held.values()):
        yield {name: mine == category for name, mine in held.items()}


def _faults(program: Program, item: Property, failing: tuple[str, ...]) -> Iterator[Message]:
    """What is wrong, in the words that the property has for each kind of fault, and with what."""
    words = {
        str(f.arguments[1]): Bilingual(str(f.arguments[2]), str(f.arguments[3]))
        for f in program.facts.get("fault", ()) if f.arguments[0] == item.id
    }
    labels = Labels(program.facts)
    found: dict[str, dict[Bilingual, None]] = {}
    for name in failing:
        witness = parse_term(f"_({name})").arguments[1]
        kind = witness.name if isinstance(witness, Fact) else str(witness)
        about = witness.arguments if isinstance(witness, Fact) else ()
        names = found.setdefault(kind, {})
        if about:
            names[_names(labels, about)] = None
    for kind, about_what in found.items():
        what = words.get(kind, Bilingual(kind, kind))
        yield message("{what}: {names}", what=what, names=tuple(about_what))


def _names(labels: Labels, about: Sequence[Argument]) -> Bilingual:
    names = [_name(labels, symbol) for symbol in about]
    return Bilingual(" / ".join(n.zh for n in names), " / ".join(n.en for n in names))


def _name(labels: Labels, symbol: Argument) -> Bilingual:
    return labels.quantity(str(symbol)) or labels.symbol(symbol)
