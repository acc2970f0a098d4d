"""What is installed, of the program and of what its results rest on."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

SOLVERS = ("clingo", "z3-solver", "cvc5")
"""The last one is for second opinions, and may be missing."""


def own_version() -> str:
    """The version of the program, as it is installed."""
    return _installed("mingzheng") or "0.0.0"  # run from a checkout


def versions() -> str:
    """A line for the program, and one for each of what it runs on."""
    found = [
        f"mingzheng {own_version()}",
        f"Python {'.'.join(map(str, sys.version_info[:3]))}",
        *(f"{name} {number}" for name in SOLVERS if (number := _installed(name))),
    ]
    return "\n".join(found)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
