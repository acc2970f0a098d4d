"""Groups of tasks, spread over processes: a group is done by one process, in its order.

What a process has done before can change which of many cases a solver finds. So groups are made
without regard to how many processes there are, and every run of them finds the same.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Generic, NamedTuple

from verifier.analysis.checking.nursery import Nursery, Prepare, R, T, Work


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the collection of garbage: what is loaded and encoded is looked through in vain.

    It lives on in what is forked, too, where to look through it is to copy it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Done(NamedTuple, Generic[T, R]):
    """A task with its result; None if its process ended before."""

    task: T
    result: R | None


def spread(
    groups: Sequence[Sequence[T]], work: Work[T, R], jobs: int,
    prepare: Prepare[T] = lambda _: None,
    kin: Callable[[Sequence[T]], Hashable] = lambda _: None,
) -> Iterator[Done[T, R]]:
    """Yield every task when it is done; by as many processes as are asked for, if that can be.

    A process begins with what was prepared for its group and for those before it that are its
    `kin`: for each kin there is one process that prepares, beside those that work.
    """
    if min(jobs, len(groups)) <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        for place, group in enumerate(groups):
            if place and not gc.isenabled():
                gc.collect()  # what was encoded for a group is garbage when it is done
            for task, result in zip(group, work(group), strict=True):
                yield Done(task, result)
        return
    pool = _Pool(groups, work, jobs, prepare, kin)
    try:
        yield from pool.run()
    finally:
        pool.stop()


class _Pool(Generic[T, R]):
    """Processes that do one group each, forked where it was prepared."""

    def __init__(
        self, groups: Sequence[Sequence[T]], work: Work[T, R], jobs: int, prepare: Prepare[T],
        kin: Callable[[Sequence[T]], Hashable],
    ) -> None:
        self._groups = groups
        self._work = work
        self._jobs = jobs
        self._prepare = prepare
        self._kin = kin
        self._nurseries: dict[Hashable, Nursery[T, R]] = {}
        self._running: dict[Connection, list[T]] = {}

    def run(self) -> Iterator[Done[T, R]]:
        waiting = list(self._groups)
        while waiting or self._running:
            while waiting and len(self._running) < self._jobs:
                group = waiting.pop(0)
                self._running[self._nursery(group).begin(group)] = list(group)
            for ready in wait(list(self._running)):
                assert isinstance(ready, Connection)
                yield from self._received(ready)
        for nursery in self._nurseries.values():
            nursery.end()

    def stop(self) -> None:
        for nursery in self._nurseries.values():
            nursery.stop()
        for results in self._running:
            results.close()

    def _nursery(self, group: Sequence[T]) -> Nursery[T, R]:
        name = self._kin(group)
        if name not in self._nurseries:
            kin = [other for other in self._groups if self._kin(other) == name]
            self._nurseries[name] = Nursery(kin, self._work, self._prepare)
        return self._nurseries[name]

    def _received(self, results: Connection) -> Iterator[Done[T, R]]:
        left = self._running[results]
        try:
            message: R | Exception = results.recv()
        except EOFError:
            del self._running[results]
            results.close()
            yield from (Done(task, None) for task in left)
            return
        if isinstance(message, Exception):
            raise message
        yield Done(left.pop(0), message)
