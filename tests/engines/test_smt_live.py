"""Which assertions play a part: going on from a walk comes to the same as walking at once."""

from __future__ import annotations

import random

from tests.properties.checked import program
from verifier.engines.smt import Session
from verifier.engines.smt_live import Walk
from verifier.program.model import AmountDefinition, BoolInput


def test_a_walk_that_goes_on_sees_what_one_walk_sees() -> None:
    loaded, rng = program("own_payment_monotone_holds", 2), random.Random(7)
    session = Session(tagged=True)
    person = session.copy(loaded)
    person.encode(d.name for d in loaded.definitions)
    store = session._store
    always = [use.node for use in person.always()]
    amounts = [d.name for d in loaded.definitions if isinstance(d, AmountDefinition)]
    flags = [i.name for i in loaded.inputs if isinstance(i, BoolInput)]
    cut_off = 0
    for _ in range(60):
        known = {name: rng.random() < 0.5 for name in rng.sample(flags, 4)}
        truths = {person.name: person.truths(known)}
        roots = [person.node(name) for name in rng.sample(amounts, 3)]
        marks = sorted(set(store.marks.values()))
        needed = rng.choice([None, frozenset(rng.sample(marks, len(marks) // 3))])
        begun = Walk(store, truths, needed=needed).after(always, frozenset())
        cut = frozenset(rng.sample([person.node(name) for name in amounts], 3))
        if begun.passes(cut):
            continue
        whole = Walk(store, truths, needed=needed).after([*roots, *always], cut).part
        further = begun.after(roots, cut).part
        assert further.nodes == whole.nodes
        assert [c.key for c in further.facts] == [c.key for c in whole.facts]
        uncut = Walk(store, truths).after([*roots, *always], frozenset()).part
        assert whole.nodes <= uncut.nodes
        named = [n for n in whole.nodes if n in store.marks and store.asserts(n)]
        assert needed is None or all(store.marks[n] in needed for n in named)
        cut_off += whole.nodes != uncut.nodes
    assert cut_off > 5
