"""Independent questions, shared by several processes; the answers come in the order asked."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORK: list[Callable[[Any], Any]] = []
"""What a worker process does with an item; set once when it starts."""


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Iterator[tuple[Item, Result]]:
    """Each item with what `work` makes of it; results are sent between processes, `work` is not."""
    jobs = min(jobs, len(items))
    if jobs <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from ((item, work(item)) for item in items)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _settle, (work,)) as pool:
        waiting = [pool.submit(_do, item) for item in items]
        try:
            for item, future in zip(items, waiting, strict=True):
                yield item, future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _settle(work: Callable[[Any], Any]) -> None:
    _WORK[:] = [work]


def _do(item: Any) -> Any:  # noqa: ANN401
    return _WORK[0](item)
