"""What every test shares: a cache of Programs that is not the user's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep Programs for this run only."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MINGZHENG_CACHE", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()
