"""What every test shares: a cache of Programs that is not the user's, and Ctrl-C that is heard."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep Programs for this run only."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MINGZHENG_CACHE", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def interrupts_are_heard() -> Iterator[None]:
    """Let the processes that tests start be interrupted, also in a run behind a shell's `&`.

    Such a shell lets its processes ignore SIGINT, and whatever they start does so, too.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
