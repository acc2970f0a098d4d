"""Where the packaged encodings lie: inside the package once installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path


def _encodings() -> Path:
    package = Path(__file__).resolve().parent
    inside = package / "encodings"
    return inside if inside.is_dir() else package.parent / "encodings"


ENCODINGS = _encodings()


def core_files() -> tuple[Path, ...]:
    """The encodings that every document builds on."""
    return _in("core") + _in("parameters")


def property_files() -> tuple[Path, ...]:
    """The general properties."""
    return _in("properties")


def document_files() -> tuple[Path, ...]:
    """The entry files of the documents."""
    return _in("documents")


def superior_files() -> tuple[Path, ...]:
    """The entry files of documents above those of the package, as far as they are evidenced."""
    return _in("superiors")


def _in(folder: str) -> tuple[Path, ...]:
    return tuple(sorted((ENCODINGS / folder).glob("*.lp")))


def shown(filename: str) -> str:
    """A path as a reader wants it: packaged encodings without the place of installation."""
    path = Path(filename)
    try:
        return path.resolve().relative_to(ENCODINGS).as_posix()
    except ValueError:
        return filename
