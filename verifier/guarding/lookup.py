"""Where the configuration of a project lies. Every command looks, so this loads nothing else."""

from __future__ import annotations

from pathlib import Path

OWN = "mingzheng.toml"
SHARED = "pyproject.toml"


def config_files(folder: Path) -> tuple[Path, ...]:
    """The files that may hold the configuration, the nearest first.

    A `pyproject.toml` that names this program may still have no table for it.
    """
    found = []
    for place in (folder, *folder.parents):
        own, shared = place / OWN, place / SHARED
        if own.is_file():
            found.append(own)
        if _mentions(shared):
            found.append(shared)
    return tuple(found)


def _mentions(shared: Path) -> bool:
    """Whether the file of all tools may have a table for this one."""
    try:
        return b"tool.mingzheng" in shared.read_bytes()
    except OSError:
        return False
