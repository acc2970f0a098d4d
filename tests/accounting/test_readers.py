"""Files that cannot be read, or are of another document, end with one message and exit code 2."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import run
from tests.accounting.sample import ENCODING, marked, write_pdf
from verifier.accounting.readers import read_text
from verifier.errors import TextError


def empty(path: Path) -> None:
    path.write_bytes(b"")


def blank(path: Path) -> None:
    path.write_text(" \n\n", encoding="utf-8")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


def nulls(path: Path) -> None:
    path.write_bytes(b"a\0b" * 100)


def no_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\nnothing")


def picture(path: Path) -> None:
    write_pdf(path, [[]])


def locked(path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    write_pdf(path, [["一、要求"]])
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def other_zip(path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")


def tracked(path: Path) -> None:
    import docx
    from docx.oxml import OxmlElement

    document = docx.Document()
    document.add_paragraph("一、要求")._p.append(OxmlElement("w:ins"))
    document.save(str(path))


def other_document(path: Path) -> None:
    path.write_text("甲乡办法\n乡发〔2020〕1号\n一、要求\n甲是乙。\n", encoding="utf-8")


def no_sections(path: Path) -> None:
    path.write_text("青禾县医疗救助方案\n甲是乙。\n", encoding="utf-8")


Bad = tuple[str, Callable[[Path], None], str]
BAD: list[Bad] = [
    ("a.txt", empty, "the file is empty"),
    ("a.txt", blank, "there is no text"),
    ("a.txt", binary, "no text in UTF-8"),
    ("a.txt", nulls, "no text in UTF-8"),
    ("a.doc", blank, "kind `.doc`"),
    ("a", blank, "kind ``"),
    ("a.pdf", blank, "no PDF"),
    ("a.pdf", no_pdf, "no PDF"),
    ("a.pdf", picture, "there is no text"),
    ("a.pdf", locked, "password"),
    ("a.docx", blank, "no Word document"),
    ("a.docx", other_zip, "no Word document"),
    ("a.docx", tracked, "tracked changes"),
    ("a.txt", other_document, "乡发〔2020〕1号"),
    ("a.txt", no_sections, "no section"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad[1].__name__}-{bad[0]}")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_bad_files_end_with_2(
    bad: Bad, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, said = bad
    path = tmp_path / name
    make(path)
    assert run(["audit", str(ENCODING), str(path), "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert out == "" and str(path) in err and "→" in err
    assert "Traceback" not in err
    assert said in err or language == "zh"


def test_a_missing_file_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(ENCODING), "nowhere.txt", "--lang", "en"]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(TextError):
        read_text(path)


def test_a_document_with_another_number_is_a_difference_not_another_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(marked().text().replace("〔2022〕7", "〔2023〕7"), encoding="utf-8")
    assert run(["audit", str(ENCODING), str(path), "--lang", "en"]) == 1
    assert "题头.1" in capsys.readouterr().out


def test_libraries_of_formats_are_imported_only_when_needed(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "plan.txt"
    path.write_text(marked().text(), encoding="utf-8")
    code = (
        "import sys; from cli.main import run; code = run(sys.argv[1:]); "
        "print(code, sorted({'docx', 'pypdf', 'lxml', 'z3'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "audit", str(ENCODING), str(path)],
        capture_output=True, text=True, check=True, cwd=ENCODING.parents[3],
    )
    assert done.stdout.splitlines()[-1] == "0 []"
