"""The hints of a document, in a file beside its encoding: `plan.lp` has `plan.hints.json`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from verifier.analysis.cases.entries import refuse
from verifier.analysis.checking.options import Options
from verifier.analysis.hinted import Carried, Hint, Hinted, Hints, Sought, Values
from verifier.analysis.results import Finding
from verifier.engines.smt_manner import SEEDS, Lead
from verifier.errors import CaseError, because, message
from verifier.program.model import Program
from verifier.program.written import written as written_out
from verifier.properties.declared import PropertyKind, properties
from verifier.source import Span

_PLACE = re.compile(r"file='[^']*', line=\d+, column=\d+|(?<=')[^']*\.lp:\d+:\d+(?=')")
"""Where a rule stands is no part of what is asked."""
_FORMAT, _VERSION = "mingzheng-hints", 3


def place_of(encoding: Path) -> Path:
    """Where the hints of an encoding are."""
    return encoding.with_name(f"{encoding.stem}.hints.json")


def read_hints(encoding: Path) -> Hints:
    """The hints of an encoding; none if it has no file of them.

    CaseError if the file cannot be read, or holds something else.
    """
    path = place_of(encoding)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Hints()
    except (OSError, UnicodeDecodeError) as error:
        reason = because(error) if isinstance(error, OSError) else message("it is not UTF-8")
        raise refuse(
            "hints", Span(str(path)), message("the hints cannot be read ({reason})", reason=reason),
            message("delete the file; `mingzheng check --write-hints` writes it anew"),
        ) from None
    try:
        data = json.loads(text)
        found = Hints(_asked(data), dict(_tasks(data)), _superiors(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise no_hints(path) from None
    return found


def no_hints(path: Path) -> CaseError:
    """The error of a file that holds something else."""
    return refuse(
        "hints", Span(str(path)), message("this is no file of hints"),
        message("delete the file; `mingzheng check --write-hints` writes it anew"),
    )


def hints_of(program: Program, options: Options, findings: Iterable[Finding]) -> Hints:
    """What the findings of a check hint at."""
    pairs = pairs_of(program)
    return Hints(_fingerprint(program, options), {
        task_of(f, pairs): f.hint for f in findings if f.hint is not None
    })


def pairs_of(program: Program) -> frozenset[str]:
    """The properties of a program that compare two persons."""
    return frozenset(p.id for p in properties(program) if p.kind is PropertyKind.PAIR)


def task_of(finding: Finding, pairs: Collection[str]) -> tuple[str, str]:
    """What a finding is on, as hints name it, given the properties that compare two persons."""
    compared = finding.property in pairs and finding.ranged_over
    return finding.property, finding.ranged_over[0] if compared else ""


def fitting(hints: Hints, program: Program, options: Options) -> Hinted:
    """What hints say of a question.

    Who showed something may show it of another question, too; but what was sought in vain in
    another may be found in this one.
    """
    if not hints.tasks or hints.asked == _fingerprint(program, options):
        return hints.tasks
    return _elsewhere(hints)


def with_sought(before: Hints, now: Hints) -> Hints:
    """Hints with what an earlier check of the very same sought, where this one sought nothing."""
    if before.asked != now.asked:
        return now
    return replace(now, tasks={
        task: before.tasks[task] if _sought_more(before.tasks.get(task), hint) else hint
        for task, hint in now.tasks.items()
    })


def _sought_more(before: Hint | None, now: Hint) -> bool:
    sought = before is not None and (before.carried is not None or before.sought is not None)
    return sought and now.carried is None and now.sought is None


def joined(before: Hints, now: Hints) -> Hints:
    """Hints with those that are newer."""
    kept = before.tasks if before.asked == now.asked else _elsewhere(before)
    return Hints(now.asked, {**kept, **now.tasks}, now.superiors or before.superiors)


def _elsewhere(hints: Hints) -> Hinted:
    return {task: hint.of_any_question for task, hint in hints.tasks.items()}


def _fingerprint(program: Program, options: Options) -> str:
    """A name of what is asked of a program, and how long."""
    asked = (without_places(program), options.all_readings, options.timeout_ms)
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:32]


def without_places(program: Program) -> str:
    """A program as text, wherever its rules stand."""
    return _PLACE.sub("", written_out(program))


def written(hints: Hints) -> str:
    """The text of a file of hints, with a line for each task, and for each line of a superior."""
    lines = ",\n".join(
        json.dumps(_data(task, hint), ensure_ascii=False, separators=(",", ":"))
        for task, hint in sorted(hints.tasks.items(), key=lambda item: item[0])
    )
    head = f'"format": "{_FORMAT}", "version": {_VERSION}, "asked": "{hints.asked}"'
    more = ",\n".join(
        json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in hints.superiors
    )
    above = f', "superiors": [\n{more}\n]' if more else ""
    return f'{{{head}, "tasks": [\n{lines}\n]{above}}}\n'


def _data(task: tuple[str, str], hint: Hint) -> dict[str, object]:
    data: dict[str, object] = {"property": task[0], "comparison": task[1]}
    if hint.rounded:
        data["rounded"] = True
    if hint.ruled:
        data["ruled"] = True
    if hint.carried is not None:
        data["carried"] = sorted(hint.carried.rules)
        data["minimal"] = hint.carried.minimal
    if hint.sought is not None:
        data["sought"] = _sought_data(hint.sought)
    if hint.steps:
        data["steps"] = {n: "".join(map(str, held)) for n, held in hint.steps.items()}
    if hint.lead.needed is not None:
        data["needed"] = " ".join(sorted(hint.lead.needed))
    if hint.lead.seed:
        data["seed"] = hint.lead.seed
    if hint.cases:
        data["cases"] = [[dict(sorted(who.items())) for who in case] for case in hint.cases]
    return data


def _asked(data: Any) -> str:  # noqa: ANN401
    if not isinstance(data["asked"], str):
        raise TypeError(data["asked"])
    return data["asked"]


def _superiors(data: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """What `superiors.hints` reads."""
    found = data.get("superiors", [])
    if not isinstance(found, list):
        raise TypeError(found)
    return tuple(found)


def _tasks(data: Any) -> Iterator[tuple[tuple[str, str], Hint]]:  # noqa: ANN401
    """ValueError, or what Python says, if it is nothing that `written` writes."""
    # Earlier versions said less, in the same words.
    if data["format"] != _FORMAT or data["version"] not in range(1, _VERSION + 1):
        raise ValueError(data["format"])
    for item in data["tasks"]:
        hint = Hint(
            tuple(tuple(_values(who) for who in _some(case)) for case in item.get("cases", ())),
            {str(n): tuple(map(int, held)) for n, held in item.get("steps", {}).items()},
            item.get("rounded", False) is True,
            item.get("ruled", False) is True,
            _carried(item) if "carried" in item else None,
            _sought(item["sought"]) if "sought" in item else None,
            _lead(item),
        )
        yield (str(item["property"]), str(item["comparison"])), hint


def _sought_data(sought: Sought) -> dict[str, object]:
    data: dict[str, object] = {}
    if sought.worst is not None:
        data["worst"] = sought.worst
    if sought.exact:
        data["exact"] = True
    if sought.holds is not None:
        data["holds"] = dict(sorted(sought.holds.items()))
    return data


def _sought(data: Mapping[str, Any]) -> Sought:
    worst, holds = data.get("worst"), data.get("holds")
    if worst is not None and not _whole(worst):
        raise TypeError(worst)
    if holds is not None and not all(map(_whole, holds.values())):
        raise TypeError(holds)
    return Sought(worst, data.get("exact", False) is True, None if holds is None else dict(holds))


def _carried(item: Mapping[str, Any]) -> Carried:
    return Carried(frozenset(_names(item["carried"])), item.get("minimal", False) is True)


def _lead(item: Mapping[str, Any]) -> Lead:
    seed = item.get("seed", 0)
    if not _whole(seed) or not 0 <= seed < SEEDS:
        raise ValueError(seed)
    return Lead(frozenset(item["needed"].split()) if "needed" in item else None, seed)


def _names(names: Any) -> list[str]:  # noqa: ANN401
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError(names)
    return names


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _some(case: list[Any]) -> list[Any]:
    if not case:
        raise ValueError(case)
    return case


def _values(data: Mapping[str, Any]) -> Values:
    if not all(isinstance(value, bool | int) for value in data.values()):
        raise ValueError(data)
    return dict(data)
