"""Documents that are checked together: those that are not in the cache are made at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import VILLAGE
from verifier import compilation, programs
from verifier.analysis.checking.checked import check_documents
from verifier.analysis.checking.options import Options
from verifier.errors import LanguageError
from verifier.program.model import Program

ASKED = Options(simplest=False, only=("dates_complete",), jobs=2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHENG_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that this process compiles itself."""
    found: list[str] = []
    compiled = compilation.compile_program

    def counted(files: list[Path], name: str, visits: int) -> Program:
        found.append(name)
        return compiled(files, name, visits)

    monkeypatch.setattr(compilation, "compile_program", counted)
    return found


def plans(tmp_path: Path, *more: str) -> list[programs.Document]:
    """The village several times over, each with something added."""
    found = []
    for place, text in enumerate(more):
        path = tmp_path / f"village_{place}.lp"
        path.write_text(VILLAGE.read_text(encoding="utf-8") + text, encoding="utf-8")
        found.append(programs.Document(path.stem, path))
    return found


def test_several_are_made_in_processes_of_their_own(tmp_path: Path, made: list[str]) -> None:
    documents = plans(tmp_path, "", "\n")
    together = check_documents(documents, 1, ASKED)
    assert made == []
    again = check_documents(documents, 1, replace(ASKED, jobs=1))
    assert made == []
    assert [d.findings for d in together.documents] == [d.findings for d in again.documents]


def test_one_is_made_here(tmp_path: Path, made: list[str]) -> None:
    check_documents(plans(tmp_path, ""), 1, ASKED)
    assert made == ["village_0"]


def test_what_is_wrong_with_one_is_said_here(tmp_path: Path) -> None:
    documents = plans(tmp_path, "", "\nundefined_word(X) :- no_such_word(X).\n")
    with pytest.raises(LanguageError) as caught:
        check_documents(documents, 1, ASKED)
    assert all(p.span.file.endswith("village_1.lp") for p in caught.value.problems)
