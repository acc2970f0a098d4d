"""When the files of an encoding are saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from verifier.language.includes import with_includes

_WAIT = 1_000
"""Milliseconds until the files are looked at though nothing was told of them."""
_SETTLE = 100
"""Milliseconds in which several events are one save."""

State = Mapping[Path, tuple[int, int] | None]


def saves(files: Sequence[Path]) -> Iterator[None]:
    """Yield at once, and then whenever one of the files, or one that they include, has changed.

    A save while the caller is at work is not lost: the files are compared with what they were.
    """
    while True:
        before = _state(files)
        yield
        _until_other(files, before)


def _until_other(files: Sequence[Path], before: State) -> None:
    from watchfiles import watch  # only here, as no other command needs it

    if _state(files) != before:
        return
    folders = {path.parent.resolve() for path in before}
    for _ in watch(
        *folders, watch_filter=None, debounce=_SETTLE, step=_SETTLE // 2, rust_timeout=_WAIT,
        yield_on_timeout=True, recursive=False,
    ):
        if _state(files) != before:
            return


def _state(files: Sequence[Path]) -> State:
    """Time and size of each file; None for one that is not there."""
    return {path: _stamp(path) for path in with_includes(files)}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
