"""Groups of tasks, spread over processes: a group is done by one process, in its order.

What a process has done before can change which of many cases a solver finds. So groups are made
without regard to how many processes there are, and every run of them finds the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext
from multiprocessing.process import BaseProcess
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Sequence[T]], Iterator[R]]
"""Does the tasks of a group and yields what became of each, in their order."""


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
    prepare: Callable[[Sequence[T]], None] = lambda _: None,
) -> Iterator[Done[T, R]]:
    """Yield every task when it is done; by as many processes as are asked for, if that can be.

    A process begins with what is there when it is forked, so something can be prepared for it.
    """
    if min(jobs, len(groups)) <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        for place, group in enumerate(groups):
            if place and not gc.isenabled():
                gc.collect()  # what was encoded for a group is garbage when it is done
            for task, result in zip(group, work(group), strict=True):
                yield Done(task, result)
        return
    pool = _Pool(groups, work, jobs, prepare)
    try:
        yield from pool.run()
    finally:
        pool.stop()


class _Running(NamedTuple, Generic[T]):
    process: BaseProcess
    left: list[T]


class _Pool(Generic[T, R]):
    """Processes that are forked for one group each, so that nothing need be sent to them."""

    def __init__(
        self, groups: Sequence[Sequence[T]], work: Work[T, R], jobs: int,
        prepare: Callable[[Sequence[T]], None],
    ) -> None:
        self._waiting = list(groups)
        self._work = work
        self._jobs = jobs
        self._prepare = prepare
        self._context: ForkContext = multiprocessing.get_context("fork")
        self._running: dict[Connection, _Running[T]] = {}

    def run(self) -> Iterator[Done[T, R]]:
        while self._waiting or self._running:
            while self._waiting and len(self._running) < self._jobs:
                self._start(self._waiting.pop(0))
            for ready in wait(list(self._running)):
                assert isinstance(ready, Connection)
                yield from self._received(ready)

    def stop(self) -> None:
        for connection, running in self._running.items():
            running.process.terminate()
            running.process.join()
            connection.close()

    def _start(self, group: Sequence[T]) -> None:
        self._prepare(group)
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_send, args=(theirs, self._work, group))
        process.daemon = True
        process.start()
        theirs.close()
        self._running[ours] = _Running(process, list(group))

    def _received(self, connection: Connection) -> Iterator[Done[T, R]]:
        running = self._running[connection]
        try:
            message: R | Exception = connection.recv()
        except EOFError:
            del self._running[connection]
            running.process.join()
            connection.close()
            yield from (Done(task, None) for task in running.left)
            return
        if isinstance(message, Exception):
            raise message
        yield Done(running.left.pop(0), message)


def _send(connection: Connection, work: Work[T, R], group: Sequence[T]) -> None:
    """Send what becomes of each task, or the error that ended the work."""
    gc.disable()  # what is encoded lives as long as the process, and is looked through in vain
    results = work(group)
    try:
        for _, result in zip(group, results, strict=False):  # so it is not freed: see the end
            connection.send(result)
    except Exception as error:
        connection.send(error)
    except KeyboardInterrupt:
        pass
    finally:
        connection.close()
    os._exit(0)  # to free what was encoded, term by term, takes long
