from __future__ import annotations

from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE
from tests.guarding.plans import checked, plan
from verifier.guarding.touched import touched_documents
from verifier.places import core_files
from verifier.programs import Document


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, one of which includes a part."""
    plan(tmp_path, after='#include "part.lp".\n')
    (tmp_path / "part.lp").write_text("% a part\n", encoding="utf-8")
    (tmp_path / "second.lp").write_text(
        VILLAGE.read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "mingzheng.toml").write_text(
        'documents = ["village.lp", "second.lp"]\nproperties = ["annual_limits"]\nvisits = 1\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(project: Path, *files: str) -> list[str]:
    documents = [Document(name, project / f"{name}.lp") for name in ("village", "second")]
    return [found.id for found in touched_documents(files, documents).documents]


def test_a_document_is_touched_by_what_it_includes(project: Path) -> None:
    assert names(project, "part.lp") == ["village"]
    assert names(project, "second.lp") == ["second"]
    assert names(project, "part.lp", "second.lp") == ["village", "second"]


def test_the_core_touches_every_document(project: Path) -> None:
    assert names(project, str(core_files()[0])) == ["village", "second"]


def test_a_document_that_the_project_does_not_name_is_checked_all_the_same(project: Path) -> None:
    text = (project / "second.lp").read_text(encoding="utf-8")
    (project / "third.lp").write_text(text, encoding="utf-8")
    assert names(project, "third.lp") == ["third"]


def test_a_file_that_no_document_reads_is_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "else.lp").write_text("a.\n", encoding="utf-8")
    assert run(["check", "--touched", "else.lp", "--lang", "en"]) == 0
    assert "no document of the project reads else.lp" in capsys.readouterr().err


def test_check_takes_only_the_documents_that_are_touched(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, data = checked(capsys, "--touched", "part.lp")
    assert code == 0
    assert [document["document"] for document in data["documents"]] == ["village"]
