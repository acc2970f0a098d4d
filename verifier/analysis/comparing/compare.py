"""Compare two documents, or two versions of one: what changed, for whom, and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from verifier.analysis.comparing.along import followed
from verifier.analysis.comparing.changes import changes
from verifier.analysis.comparing.lines import lines, not_compared
from verifier.analysis.comparing.mixed import Mixtures, with_causes, with_effects
from verifier.analysis.comparing.persons import (
    better,
    groups,
    largest,
    largest_of_all,
    one_valued,
)
from verifier.analysis.comparing.results import (
    Along,
    Change,
    ComparedSide,
    Comparison,
    Difference,
    Group,
    Judgement,
    Largest,
    Line,
    OneValued,
    OnlyAdmits,
)
from verifier.analysis.comparing.sides import Asked, load_side
from verifier.analysis.comparing.tied import refuse_clashes, refuse_strangers
from verifier.analysis.comparing.verdicts import admits_more, judge, possible
from verifier.analysis.joining.joint import AS_NAMED, Joint, join
from verifier.analysis.joining.rooms import JointRooms
from verifier.analysis.joining.sides import OneSided, Side, Treatment, Tying
from verifier.analysis.joining.solver import inputs_of
from verifier.analysis.joining.workers import spread
from verifier.language.loader import Source
from verifier.program.model import Program

Progress = Callable[[str, str], None]

_STEP_MS = 1_000
"""The limit of each of the many small questions by which the largest difference is sought."""


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What a comparison is asked.

    `tying` says what is tied by name. `persons` asks for the largest differences, the maps and the
    causes; `timeout_ms` limits each question that a verdict hangs on; `jobs` is how many processes
    share the work.
    """

    visits: int = 2
    tying: Tying = AS_NAMED
    persons: bool = True
    timeout_ms: int = 10_000
    jobs: int = 1


def compare(
    left: Asked, right: Asked, options: CompareOptions, progress: Progress | None = None
) -> Comparison:
    """Compare two documents; CaseError, LanguageError or GroundingError if one cannot be read."""
    sides = {
        Side.LEFT: load_side(left, options.visits), Side.RIGHT: load_side(right, options.visits),
    }
    return compare_sides(sides, options, progress)


def compare_sides(
    sides: Mapping[Side, ComparedSide], options: CompareOptions, progress: Progress | None = None
) -> Comparison:
    """Compare two documents that are loaded; CaseError if they cannot be tied as asked."""
    refuse_strangers(options.tying, sides)
    refuse_clashes(options.tying, sides)
    task = _Task(sides, options, progress)
    results = tuple(task.results())
    judgements = tuple(judgement for judgement, _, _ in results)
    found, drawn = task.followed(tuple(one for _, found, _ in results for one in found))
    alone = tuple(one for _, _, found in results for one in found)
    changed: tuple[Change, ...] | None = None
    if same_document(sides):
        sources = {side: one.source() for side, one in sides.items()}
        changed = changes({side: one.program for side, one in sides.items()}, sources)
        if options.persons and changed:
            changed, found = task.caused(changed, judgements, found, sources)
    return Comparison(
        sides, task.joint, judgements, found, alone, drawn, changed,
        task.one_sided(judgements), tuple(task.admits()), task.used(judgements),
        options.persons, options.tying.all_readings,
    )


def same_document(sides: Mapping[Side, ComparedSide]) -> bool:
    """Whether both sides are versions of one document: by the number that they state."""
    left, right = sides[Side.LEFT].document, sides[Side.RIGHT].document
    return (left.number, left.place) == (right.number, right.place)


_Result = tuple[Judgement, tuple[Largest, ...], tuple[OneValued, ...]]
_Key = tuple[str, Group, bool]


class _Task:
    def __init__(
        self, sides: Mapping[Side, ComparedSide], options: CompareOptions,
        progress: Progress | None,
    ) -> None:
        self.sides = sides
        self.options = options
        self.joint = self._joined(sides[Side.RIGHT].program)
        self.rooms = JointRooms(self.joint, options.timeout_ms)
        self._progress = progress

    def _joined(self, right: Program) -> Joint:
        left = self.sides[Side.LEFT].program
        return join(left, right, self.options.tying)

    def _tell(self, item: str) -> None:
        if self._progress is not None:
            self._progress(self.joint.program.document, item)

    def results(self) -> Iterator[_Result]:
        """What is found of each line; all are vacuous if no case is possible on both sides."""
        found = lines(self.joint)
        if possible(self.joint, self.options.timeout_ms) is False:
            yield from ((Judgement(line, Difference.VACUOUS), (), ()) for line in found)
            return
        for line, result in spread(self._result, found, self.options.jobs):
            self._tell(line.name)
            yield result

    def _result(self, line: Line) -> _Result:
        judgement = judge(self.joint, line, self.rooms, self.options.timeout_ms)
        if not (self.options.persons and judgement.rooms):
            return judgement, (), ()
        step = min(_STEP_MS, self.options.timeout_ms)
        alone = tuple(one_valued(self.joint, judgement, step))
        # A result of each visit is summed up in one of the year, if it is an amount.
        if line.by_visit and not line.truth:
            return judgement, (), alone
        found: list[Largest] = []
        for group in () if line.by_visit else groups(self.joint):
            found += largest(self.joint, judgement, group, step)
        found[:0] = largest_of_all(self.joint, judgement, tuple(found), step)
        return judgement, tuple(found), alone

    def followed(
        self, found: tuple[Largest, ...]
    ) -> tuple[tuple[Largest, ...], tuple[Along, ...]]:
        """What was found, larger where that is easy, with the maps of those of one category."""
        pooled = list(better(self.joint, found))
        alone = [f for f in pooled if f.group.category is not None]
        drawn = spread(lambda item: followed(self.joint, item), alone, self.options.jobs)
        moved: dict[_Key, Largest] = {}
        maps: list[Along] = []
        for item, (largest_there, along) in drawn:
            moved[_key(item)] = largest_there
            maps += along
        every = tuple(moved.get(_key(f), f) for f in pooled)
        # A combination of categories may be one of them alone; the others keep their maps.
        again = better(self.joint, every)
        return tuple(
            one if _key(one) in moved else larger
            for one, larger in zip(every, again, strict=True)
        ), tuple(maps)

    def caused(
        self, changed: tuple[Change, ...], judgements: tuple[Judgement, ...],
        found: tuple[Largest, ...], sources: Mapping[Side, Source],
    ) -> tuple[tuple[Change, ...], tuple[Largest, ...]]:
        """The changes with what each of them does, and the persons with the changes behind them."""
        mixtures = Mixtures(sources, self.sides[Side.LEFT].program)
        joints: dict[int, tuple[Joint, JointRooms, dict[str, Line]]] = {}

        def differs(mixed: Program, line: Line) -> bool | None:
            if id(mixed) not in joints:
                joint = self._joined(mixed)
                by_name = {one.name: one for one in lines(joint)}
                joints[id(mixed)] = joint, JointRooms(joint, self.options.timeout_ms), by_name
            joint, rooms, by_name = joints[id(mixed)]
            if line.name not in by_name:
                return None
            verdict = judge(
                joint, by_name[line.name], rooms, self.options.timeout_ms
            ).verdict
            return None if verdict is Difference.UNKNOWN else verdict is not Difference.SAME

        if len(changed) == 1:
            effects = tuple(j.line.name for j in judgements if j.differs)
            only = (replace(changed[0], effects=effects),)
            return only, tuple(replace(f, causes=(changed[0].clause,)) for f in found)
        explained = with_effects(changed, judgements, mixtures, differs)
        return explained, tuple(with_causes(f, changed, mixtures) for f in found)

    def used(self, judgements: tuple[Judgement, ...]) -> frozenset[str]:
        """The inputs and open values that some line rests on."""
        pairs = [pair for judgement in judgements for pair in judgement.line.pairs]
        return frozenset(name for pair in pairs for name in inputs_of(self.joint, pair))

    def one_sided(self, judgements: tuple[Judgement, ...]) -> tuple[OneSided, ...]:
        """What only one side has; of open values, those that a line rests on."""
        used = self.used(judgements)
        values = {"value", "range"}
        own = self.joint.leaves.own
        # Versions of one document may put the same thing into other words.
        wording = {Treatment.TIED} if same_document(self.sides) else set()
        kept = (
            item for item in self.joint.one_sided
            if (item.field not in values or own[item.side][item.name] in used)
            and item.treatment not in wording
        )
        return (*kept, *not_compared(self.joint))

    def admits(self) -> Iterator[OnlyAdmits]:
        """Which side admits cases that the other excludes."""
        for side in Side:
            found = admits_more(self.joint, side, self.options.timeout_ms)
            if found is not None:
                yield found


def _key(found: Largest) -> _Key:
    return found.line.name, found.group, found.more
