"""Ask each tool each question, once of the plan as it is meant and once with a planted breach."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.measure import Place, Run, run

HERE = Path(__file__).parent
PROVED, BROKEN, NONE = "proved", "broken", "no answer"
CANNOT = "cannot say"
MISSING = "not installed"
OURS = "mingzheng"
MOST_MEGABYTES = 3000
_SPARE = 5
"""Seconds that a tool may work beyond its limit, if it was not stopped at that."""


def _bounded(seconds: int) -> list[str]:
    place = "tests.benchmarks.beside.bounded"
    return ["-m", place, str(MOST_MEGABYTES), str(seconds + _SPARE)]


@dataclass(frozen=True)
class Question:
    """A property, for so many visits, and the breach of it that is planted."""

    title: str
    short: str
    ours: str
    visits: int
    breach: str
    rate_open: bool = False

    @property
    def name(self) -> str:
        """The question as CrossHair's functions are called."""
        return f"{'open_' if self.rate_open else ''}{self.short}_{self.visits}"


MONOTONE = ("more cost never leaves less to pay", "monotone", "own_payment_monotone")
COST = ("payers never pay more than the cost", "cost", "payers_within_cost")
QUESTIONS = (
    Question("the best subsidy is paid, once", "best", "best_subsidy", 1, "summed"),
    Question(*COST, 1, "overlap"),
    Question(*COST, 2, "overlap"),
    Question("no annual limit is exceeded", "limits", "annual_limits", 2, "shared"),
    Question(*MONOTONE, 1, "cliff"),
    Question(*MONOTONE, 2, "cliff"),
    Question(*MONOTONE, 3, "cliff"),
    Question(f"{MONOTONE[0]}, 50 to 70 %", *MONOTONE[1:], 1, "cliff", rate_open=True),
)
EXPECTED = {True: PROVED, False: BROKEN}


@dataclass(frozen=True)
class Answer:
    """What a tool says to a question."""

    question: Question
    holds: bool
    tool: str
    verdict: str
    run: Run | None

    @property
    def wrong(self) -> bool:
        """Whether it is the opposite of what was planted."""
        return self.verdict in (PROVED, BROKEN) and self.verdict != EXPECTED[self.holds]


@dataclass(frozen=True)
class Tool:
    """A tool, the module that must be there, and how it is asked."""

    name: str
    module: str
    ask: Callable[[Place, Question, bool, int], tuple[str, Run | None]]


def _ours(here: Place, question: Question, holds: bool, seconds: int) -> tuple[str, Run | None]:
    plan = ("open_" if question.rate_open else "") + ("holds" if holds else question.breach)
    found = run(here, [
        *_bounded(seconds), "cli.main", "check", str(HERE / "plan" / f"{plan}.lp"),
        "--property", question.ours, "--visits", str(question.visits), "--verdicts-only",
        "--jobs", "1", "--format", "json", "--timeout", str(seconds),
    ], times=1, limit=seconds)
    if found.code is None:
        return NONE, found
    (document,) = json.loads(found.said)["documents"]
    verdicts = {item["verdict"] for item in document["findings"]}
    if "violated" in verdicts:
        return BROKEN, found
    return (PROVED if verdicts <= {"proved", "by_construction"} else NONE), found


def _crosshair(
    here: Place, question: Question, holds: bool, seconds: int
) -> tuple[str, Run | None]:
    name = f"{question.name}_{'holds' if holds else 'breaks'}"
    found = run(here, [
        *_bounded(seconds), "crosshair", "check", "--report_all", "--analysis_kind=asserts",
        f"--per_condition_timeout={seconds}", f"--per_path_timeout={seconds}",
        f"tests.benchmarks.beside.contracts.{name}",
    ], times=1, limit=seconds)
    if "Confirmed over all paths" in found.said:
        return PROVED, found
    return (BROKEN if "AssertionError" in found.said else NONE), found


def _clingcon(unit: int) -> Callable[[Place, Question, bool, int], tuple[str, Run | None]]:
    def ask(here: Place, question: Question, holds: bool, seconds: int) -> tuple[str, Run | None]:
        if question.rate_open:
            return CANNOT, None  # a rate times an amount would be a product of two variables
        found = run(here, [
            *_bounded(seconds), "clingcon", str(HERE / "clingcon.lp"), "--quiet=2",
            "-c", f"property={question.short}", "-c", f"visits={question.visits}",
            "-c", f"persons={2 if question.short == 'monotone' else 1}",
            "-c", f"breach={'none' if holds else question.breach}", "-c", f"unit={unit}",
        ], times=1, limit=seconds)
        if "UNSATISFIABLE" in found.said:
            return PROVED, found
        return (BROKEN if "SATISFIABLE" in found.said else NONE), found

    return ask


TOOLS = (
    Tool(OURS, "cli", _ours),
    Tool("CrossHair", "crosshair", _crosshair),
    Tool("clingcon", "clingcon", _clingcon(1)),
    Tool("clingcon, whole 50 yuan", "clingcon", _clingcon(5000)),
)

LIMITATIONS = f"""\
All three are told the same three clauses; amounts are whole fen, up to 2 million yuan a bill.
CrossHair     reads one order of branches, so two clauses that contradict each other, or a case
              without a clause, are no findings; it names no clauses that a proof rests on.
clingcon      has 32-bit integers and no product of two variables: no rate that is left open, and
              shares only in lowest terms, each rounding written as two inequalities by hand; in
              steps of 50 yuan it answers for bills of whole 50 yuan only, and allows three such
              steps to rounding where the others allow three fen. It names no clauses.
{OURS:<13} takes no loops of unknown length, and no definition that rests on itself; it also
              allows what the others leave out: categories held at enrolment and at treatment, late
              payment, places, and insurance on the bill in two parts."""


def answers(here: Place, questions: Sequence[Question], seconds: int) -> Iterator[Answer]:
    """Ask everything of every tool that is installed."""
    for question in questions:
        for holds in (True, False):
            for tool in TOOLS:
                if find_spec(tool.module) is None:
                    verdict, used = MISSING, None
                else:
                    verdict, used = tool.ask(here, question, holds, seconds)
                yield Answer(question, holds, tool.name, verdict, used)


def rows(found: Sequence[Answer], unit: float) -> list[list[str]]:
    """The cells of a table of answers."""
    return [
        [
            answer.question.title, str(answer.question.visits),
            "meant" if answer.holds else answer.question.breach, answer.tool,
            answer.verdict + (" (WRONG)" if answer.wrong else ""),
            "" if answer.run is None else f"{answer.run.seconds:.2f}",
            "" if answer.run is None else f"{answer.run.busy:.2f}",
            "" if answer.run is None else f"{answer.run.seconds / unit:.1f}",
            "" if answer.run is None else f"{answer.run.megabytes:.0f}",
        ]
        for answer in found
    ]


def missing() -> str:
    """How to install what is not there; empty if everything is."""
    gone = sorted({t.name.partition(",")[0] for t in TOOLS if find_spec(t.module) is None})
    if not gone:
        return ""
    return f"{' and '.join(gone)} not installed: pip install -e '.[benchmarks]'"
