"""A process that prepares work and forks others for it, each of which begins with what is there.

Nothing of what is prepared need be sent to them, and who asks for the work need not have it. Orders
come by a socket: the place of a group, and where its results are to be sent.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Sequence[T]], Iterator[R]]
"""Does the tasks of a group and yields what became of each, in their order."""
Prepare = Callable[[Sequence[T]], None]
"""Makes what the work on a group begins with."""

_PLACE = 4
"""Bytes of a place."""
_STOP = {signal.SIGTERM}


class Nursery(Generic[T, R]):
    """Such a process for some groups, each of which can be begun once."""

    def __init__(
        self, groups: Sequence[Sequence[T]], work: Work[T, R], prepare: Prepare[T]
    ) -> None:
        """Fork it; it waits for orders."""
        self._groups = list(groups)
        self._context: ForkContext = multiprocessing.get_context("fork")
        self._orders, theirs = socket.socketpair()
        self._process = self._context.Process(
            target=_tend, args=(theirs, self._orders, self._groups, work, prepare), daemon=True
        )
        self._process.start()
        theirs.close()

    def begin(self, group: Sequence[T]) -> Connection:
        """Have a group prepared and begun; what becomes of its tasks is received one by one."""
        ours, theirs = self._context.Pipe(duplex=False)
        place = next(place for place, known in enumerate(self._groups) if known is group)
        order = place.to_bytes(_PLACE, "big")
        with suppress(ConnectionError):  # it has ended, and so will what is received
            socket.send_fds(self._orders, [order], [theirs.fileno()])
        theirs.close()
        return ours

    def end(self) -> None:
        """Wait until all that was begun is done."""
        with suppress(OSError):
            self._orders.shutdown(socket.SHUT_RDWR)  # others may have been forked with our end
        self._process.join()
        self._orders.close()

    def stop(self) -> None:
        """End it and all that it has forked."""
        self._process.terminate()
        self.end()


def _tend(
    orders: socket.socket, others_end: socket.socket, groups: Sequence[Sequence[T]],
    work: Work[T, R], prepare: Prepare[T],
) -> NoReturn:
    """Prepare the groups that are ordered, and fork a process for each."""
    gc.disable()  # what is prepared lives as long as the process, and is looked through in vain
    others_end.close()
    forked = set[int]()

    def stop(*_: object) -> NoReturn:
        for process in forked:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        for place, results in _ordered(orders):
            group = groups[place]
            try:
                prepare(group)
            except Exception as error:
                results.send(error)
            else:
                signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)  # none is forked and not known
                process = os.fork()
                if not process:
                    signal.signal(signal.SIGTERM, signal.SIG_DFL)
                    orders.close()
                    _send(results, work, group)
                forked.add(process)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
            results.close()
            forked -= {process for process in forked if os.waitpid(process, os.WNOHANG)[0]}
        for process in forked:
            os.waitpid(process, 0)
    except KeyboardInterrupt:
        stop()
    os._exit(0)  # to free what was prepared takes long


def _ordered(orders: socket.socket) -> Iterator[tuple[int, Connection]]:
    """Yield the place of each group that is ordered, and where its results are to be sent."""
    while True:
        place, (*results,), *_ = socket.recv_fds(orders, _PLACE, 1)
        if not place:
            return
        yield int.from_bytes(place, "big"), Connection(results[0], readable=False)


def _send(connection: Connection, work: Work[T, R], group: Sequence[T]) -> NoReturn:
    """Send what becomes of each task, or the error that ended the work; and end."""
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
        results = work(group)
        try:
            for _, result in zip(group, results, strict=False):
                connection.send(result)
        except Exception as error:
            connection.send(error)
        connection.close()
    finally:
        os._exit(0)  # to free what was encoded, term by term, takes long
