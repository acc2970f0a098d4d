"""Programs on disk, by a hash of everything they were made from.

An entry is used only if its digest is right and it holds nothing but the classes of a Program, so a
stale, broken or foreign entry is never trusted: it is made anew. A cache that cannot be written to
is done without.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from verifier.program import model, sorts, terms
from verifier.source import Span

_FORMAT = 2
_ALLOWED = frozenset(
    (module.__name__, name)
    for module in (model, sorts, terms)
    for name, item in vars(module).items()
    if isinstance(item, type) and item.__module__ == module.__name__
) | {(Span.__module__, Span.__name__)}
"""Classes of their own only: what these modules import, such as `dataclass`, runs code."""


class _Unpickler(pickle.Unpickler):
    """Builds the classes of a Program and nothing else."""

    def find_class(self, module_name: str, global_name: str) -> object:
        if (module_name, global_name) in _ALLOWED:
            return super().find_class(module_name, global_name)
        raise pickle.UnpicklingError(f"{module_name}.{global_name}")


class _Pickler(pickle.Pickler):
    """Writes a member of an enumeration as its class and value.

    Some releases of Python write it as a call of `getattr`, which the reader rightly refuses.
    """

    def reducer_override(self, item: Any) -> Any:  # noqa: ANN401  (anything is pickled)
        if isinstance(item, Enum):
            return type(item), (item.value,)
        return NotImplemented


def folder() -> Path:
    """Where entries are kept: MINGZHENG_CACHE, or the user's cache folder."""
    named = os.environ.get("MINGZHENG_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "mingzheng"


def key(sources: Mapping[str, bytes], **settings: object) -> str:
    """The hash of sources and settings, and of the versions that make a Program of them."""
    digest = hashlib.sha256()
    for part in (_FORMAT, sys.version_info[:2], _version("clingo"), _code(), settings):
        digest.update(repr(part).encode())
    for name in sorted(sources):
        digest.update(f"{name}\0{len(sources[name])}\0".encode())
        digest.update(sources[name])
    return digest.hexdigest()


def read(name: str) -> model.Program | None:
    """The Program of an entry; None if there is none that can be trusted."""
    try:
        content = (folder() / name).read_bytes()
        digest, body = content[:32], content[32:]
        if hashlib.sha256(name.encode() + body).digest() != digest:
            return None
        program = _Unpickler(io.BytesIO(body)).load()
    except Exception:
        return None
    return program if isinstance(program, model.Program) else None


def write(name: str, program: model.Program) -> None:
    """Keep a Program; a cache that cannot be written to is passed over."""
    import tempfile

    buffer = io.BytesIO()
    _Pickler(buffer, protocol=5).dump(program)
    body = buffer.getvalue()
    content = hashlib.sha256(name.encode() + body).digest() + body
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
            file.write(content)
        Path(file.name).replace(folder() / name)
    except OSError:
        return


def _version(package: str) -> str:
    """Name and version of an installed package, from the folder that its installation made.

    importlib.metadata reads the same folder, but to import it takes half as long as clingo itself.
    """
    for entry in sys.path:
        try:
            names = os.listdir(entry or ".")
        except OSError:
            continue
        found = sorted(
            n for n in names if n.startswith(f"{package}-") and n.endswith(".dist-info")
        )
        if found:
            return " ".join(found)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _code() -> str:
    """A hash of the modules that turn sources into a Program."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for part in ("compilation.py", "language", "grounding", "program"):
        path = here / part
        for file in [path] if path.is_file() else sorted(path.glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
