"""Limits of time and size for a grounding: a child process that the kernel ends.

What the child gives back is pickled; the pipe is ours from end to end, so it is trusted.
"""

from __future__ import annotations

import math
import os
import pickle
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from clingo import SymbolType
from clingo.ast import ASTType

from verifier.errors import GroundingError, MingzhengError, Problem, message
from verifier.language.loader import Source, Statement
from verifier.language.tree import Tree
from verifier.source import Span

MAX_RULES = 200_000
"""More ground rules than this are refused: a hundred times as many as the largest document has."""

_PATIENCE = 4
"""How much longer than its processor time a grounding may take beside other processes."""

_OUT_OF_TIME = frozenset({getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)})

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a grounding may take: ground rules, seconds of processor time, bytes of memory."""

    rules: int = MAX_RULES
    seconds: int = 20
    memory: int = 2 * 1024**3


def bounded(work: Callable[[], _Result], source: Source, limits: Limits) -> _Result:
    """Do `work`, which grounds `source`, in a process that ends at the limits; GroundingError."""
    if not hasattr(os, "fork"):
        return work()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Threads of the parent hold nothing that the child needs: it grounds, writes and leaves.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, limits, writing)
    os.close(writing)
    try:
        answer = _read(reading, time.monotonic() + _PATIENCE * limits.seconds)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reading)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if answer and status == 0:
        result = pickle.loads(answer)
        if isinstance(result, _Raised):
            raise result.kind(*result.problems)
        if isinstance(result, MemoryError):
            raise _too_much(source, limits)
        if isinstance(result, BaseException):
            raise result
        return result  # type: ignore[no-any-return]
    if answer is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in _OUT_OF_TIME):
        raise _too_slow(source, limits)
    raise _too_much(source, limits)  # whoever has no memory left may die without a word


def too_large(source: Source, limits: Limits, span: Span | None) -> GroundingError:
    """The error of too many rules, most of them from `span`, or from whatever combines most."""
    return GroundingError(Problem(
        "too-large", span or _suspect(source),
        message("grounding exceeds {limit} rules", limit=limits.rules),
        message("bound the variables of the rule that combines the most atoms"),
    ))


def _too_much(source: Source, limits: Limits) -> GroundingError:
    return GroundingError(Problem(
        "too-large", _suspect(source),
        message("grounding takes more than {limit} MB of memory", limit=limits.memory // 10**6),
        message("bound the variables of the rule that combines the most atoms"),
    ))


def _too_slow(source: Source, limits: Limits) -> GroundingError:
    return GroundingError(Problem(
        "too-slow", _suspect(source),
        message("grounding takes more than {limit} seconds", limit=limits.seconds),
        message("most likely this rule combines too many values: join its variables by atoms that "
                "they share, and narrow intervals"),
    ))


def _work(work: Callable[[], object], limits: Limits, writing: int) -> NoReturn:
    """Be the child: work within the limits, write the result, and leave without cleaning up."""
    try:
        _limit(limits)
        result: object
        try:
            result = work()
        except Exception as error:  # the parent raises it
            result = error
        body = pickle.dumps(_shipped(result), protocol=5)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(body)
        os._exit(0)
    finally:
        os._exit(1)


def _shipped(result: object) -> object:
    """A result that survives pickling: errors of the project are made anew from their problems."""
    if isinstance(result, MingzhengError):
        return _Raised(type(result), result.problems)
    return result


@dataclass(frozen=True, slots=True)
class _Raised:
    kind: type[MingzhengError]
    problems: tuple[Problem, ...]


def _limit(limits: Limits) -> None:
    import resource

    def at_most(which: int, soft: int, hard: int) -> None:
        """Lower a limit; one that whoever started the program has set is kept if it is lower."""
        _, set_before = resource.getrlimit(which)
        if set_before != resource.RLIM_INFINITY:
            soft, hard = min(soft, set_before), min(hard, set_before)
        resource.setrlimit(which, (soft, hard))

    at_most(resource.RLIMIT_CORE, 0, 0)
    at_most(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1)
    used = _address_space()
    if used is not None:
        at_most(resource.RLIMIT_AS, used + limits.memory, used + limits.memory)
    # Whatever the grounder prints when it dies is not for the user.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stderr__.fileno() if sys.__stderr__ else 2)


def _address_space() -> int | None:
    """What the process holds already; None where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _read(reading: int, until: float) -> bytes | None:
    """Everything that the child writes; None if it does not end in time."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return None
        part = os.read(reading, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)


# Which rule is to blame, when the grounder was ended without a word -------------------------------


def _suspect(source: Source) -> Span:
    """The rule of a document that may combine the most values, by its variables and intervals."""
    own = [s for s in source.statements if not s.core]
    return max(own, key=_breadth).span if own else Span()


def _breadth(statement: Statement) -> float:
    """A guess at the order of magnitude of the instances of a rule."""
    names: set[str] = set()
    wide = 0.0
    for node in statement.node.walk():
        if node.ast_type == ASTType.Variable:
            names.add(node.name)
        elif node.ast_type == ASTType.Interval:
            wide += _width(node)
    return len(names) + wide


def _width(interval: Tree) -> float:
    ends = [
        end.symbol.number for end in (interval.left, interval.right)
        if end.ast_type == ASTType.SymbolicTerm and end.symbol.type is SymbolType.Number
    ]
    return math.log10(max(1, ends[1] - ends[0] + 1)) if len(ends) == 2 else 1.0  # noqa: PLR2004


