"""What was made once, on disk, by a hash of everything it was made from.

An entry is used only if its digest is right and it holds nothing but the classes of its shelf, so a
stale, broken or foreign entry is never trusted: it is made anew. A cache that cannot be written to
is done without.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

_FORMAT = 4
_MOST = 500
"""Entries of a folder; all documents of the package, checked in two ways, make about a hundred."""

_ENTRY = re.compile("[0-9a-f]{64}")

T = TypeVar("T")


def classes_of(*modules: ModuleType) -> frozenset[tuple[str, str]]:
    """The classes that modules define; what they import, such as `dataclass`, runs code."""
    return frozenset(
        (module.__name__, name)
        for module in modules
        for name, item in vars(module).items()
        if isinstance(item, type) and item.__module__ == module.__name__
    )


class _Pickler(pickle.Pickler):
    """Writes a member of an enumeration as its class and value, and a dataclass as its fields.

    Some releases of Python write the first as a call of `getattr`, which the reader rightly
    refuses; and what they do to read the second takes twice as long as to make it anew.
    """

    def reducer_override(self, item: Any) -> Any:  # noqa: ANN401  (anything is pickled)
        if isinstance(item, Enum):
            return type(item), (item.value,)
        if is_dataclass(item) and not isinstance(item, type):
            return type(item), tuple(getattr(item, part.name) for part in fields(item))
        return NotImplemented


def folder() -> Path:
    """Where entries are kept: MINGZHENG_CACHE, or the user's cache folder."""
    named = os.environ.get("MINGZHENG_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "mingzheng"


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes entries: modules and folders of this package, and packages that they use."""

    code: tuple[str, ...]
    packages: tuple[str, ...]


def key(sources: Mapping[str, bytes], maker: Maker, **settings: object) -> str:
    """The hash of sources and settings, and of what makes an entry of them."""
    digest = hashlib.sha256()
    versions = [_version(package) for package in maker.packages]
    for part in (_FORMAT, sys.version_info[:2], versions, _code(maker.code), settings):
        digest.update(repr(part).encode())
    for name in sorted(sources):
        digest.update(f"{name}\0{len(sources[name])}\0".encode())
        digest.update(sources[name])
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """Entries of one kind: instances of `kind`, of `classes` by module and name."""

    kind: type[T]
    classes: frozenset[tuple[str, str]]

    def read(self, name: str) -> T | None:
        """An entry; None if there is none that can be trusted."""
        try:
            content = (folder() / name).read_bytes()
            digest, body = content[:32], content[32:]
            if hashlib.sha256(name.encode() + body).digest() != digest:
                return None
            found = _unpickler(self.classes, body).load()
        except Exception:
            return None
        with suppress(OSError):  # what is read often stays longest
            os.utime(folder() / name)
        return found if isinstance(found, self.kind) else None

    def write(self, name: str, item: T) -> None:
        """Keep an entry; a cache that cannot be written to is passed over."""
        import tempfile

        buffer = io.BytesIO()
        _Pickler(buffer, protocol=5).dump(item)
        body = buffer.getvalue()
        content = hashlib.sha256(name.encode() + body).digest() + body
        try:
            folder().mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
                file.write(content)
            Path(file.name).replace(folder() / name)
            _make_room()
        except OSError:
            return


def _make_room() -> None:
    """Remove the entries that were not read for longest: a folder does not grow for ever.

    It may be a folder that holds other files, too; only what is named by a hash is an entry.
    """
    entries = [path for path in folder().iterdir() if _ENTRY.fullmatch(path.name)]
    entries.sort(key=lambda path: path.stat().st_mtime)
    for entry in entries[:-_MOST]:
        entry.unlink(missing_ok=True)


def _unpickler(classes: frozenset[tuple[str, str]], body: bytes) -> pickle.Unpickler:
    """What builds these classes and nothing else."""

    class _Unpickler(pickle.Unpickler):
        def find_class(self, module_name: str, global_name: str) -> object:
            if (module_name, global_name) in classes:
                return super().find_class(module_name, global_name)
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")

    return _Unpickler(io.BytesIO(body))


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


@cache
def _code(parts: tuple[str, ...]) -> str:
    """A hash of modules and folders of this package, with all that is in them."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for part in parts:
        path = here / part
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(here)}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
