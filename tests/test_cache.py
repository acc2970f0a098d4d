from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from verifier import cache, programs
from verifier.errors import CaseError
from verifier.program import model
from verifier.program.model import Program, Rounding
from verifier.program.terms import TRUE

SHELF = programs._PROGRAMS
MAKER = cache.Maker(("program",), ("clingo",))
PROGRAM = Program("d", 1, Rounding.DOWN, (), (), (), (model.Constraint("r", TRUE),), {}, {})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MINGZHENG_CACHE", str(path))
    return path


def put(folder: Path, name: str, body: bytes) -> None:
    """Write an entry whose digest is right."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(hashlib.sha256(name.encode() + body).digest() + body)


def test_what_is_written_is_read() -> None:
    SHELF.write("a", PROGRAM)
    assert SHELF.read("a") == PROGRAM


def test_a_document_survives() -> None:
    program = programs.load_program(programs.documents()[0], 1)
    SHELF.write("a", program)
    assert SHELF.read("a") == program


def test_there_is_nothing_at_first() -> None:
    assert SHELF.read("a") is None


def test_an_entry_under_another_name_is_not_trusted(folder: Path) -> None:
    SHELF.write("a", PROGRAM)
    (folder / "a").rename(folder / "b")
    assert SHELF.read("b") is None


@pytest.mark.parametrize("position", [0, 31, 32, 60, -1])
def test_a_changed_entry_is_not_trusted(folder: Path, position: int) -> None:
    SHELF.write("a", PROGRAM)
    content = bytearray((folder / "a").read_bytes())
    content[position] ^= 1
    (folder / "a").write_bytes(content)
    assert SHELF.read("a") is None


@pytest.mark.parametrize("length", [0, 1, 32, 33, -1])
def test_a_truncated_entry_is_not_trusted(folder: Path, length: int) -> None:
    SHELF.write("a", PROGRAM)
    (folder / "a").write_bytes((folder / "a").read_bytes()[:length])
    assert SHELF.read("a") is None


def test_what_is_no_program_is_not_trusted(folder: Path) -> None:
    put(folder, "a", pickle.dumps({"document": "d"}))
    assert SHELF.read("a") is None


class Evil:
    """Runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (self.command,)


def test_an_entry_runs_nothing(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    body = pickle.dumps(Evil(f"touch {mark}"))
    put(folder, "a", body)
    assert SHELF.read("a") is None
    assert not mark.exists()
    pickle.loads(body)  # so that the test can fail
    assert mark.exists()


@pytest.mark.parametrize("name", [
    "dataclass", "Mapping", "__builtins__", "__loader__", "field", "parse", "conjunction",
    "Decimal", "StrEnum", "Program.__init__.__globals__",
])
@pytest.mark.parametrize("module", ["model", "sorts", "terms"])
def test_only_classes_of_programs_are_built(folder: Path, module: str, name: str) -> None:
    """What those modules import, or define beside classes, cannot be reached by an entry."""
    module = f"verifier.program.{module}"
    text = b"\x80\x04\x8c" + bytes([len(module)]) + module.encode()
    text += b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
    with pytest.raises(pickle.UnpicklingError):
        cache._unpickler(SHELF.classes, text).load()
    put(folder, "a", text)
    assert SHELF.read("a") is None


def test_a_cache_that_cannot_be_written_is_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.joinpath("file").write_text("")
    monkeypatch.setenv("MINGZHENG_CACHE", str(folder.parent / "file"))
    SHELF.write("a", PROGRAM)
    assert SHELF.read("a") is None


def test_entries_that_nobody_reads_make_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else is removed: the folder may be one that holds somebody's files."""
    monkeypatch.setattr(cache, "_MOST", 3)
    (folder / "notes").mkdir(parents=True)
    others = {folder / name for name in ("case.toml", "0123abcd", "notes")}
    for path in others:
        if not path.is_dir():
            path.write_text("mine")
        os.utime(path, (0, 0))
    first, second, third, fourth = (letter * 64 for letter in "abcd")
    for day, name in enumerate((first, second, third), 1):
        SHELF.write(name, PROGRAM)
        os.utime(folder / name, (day, day))
    assert SHELF.read(first) == PROGRAM  # read now, and so the newest
    SHELF.write(fourth, PROGRAM)
    assert {*folder.iterdir()} - others == {folder / n for n in (first, third, fourth)}
    assert others <= {*folder.iterdir()}


def test_nothing_but_entries_is_left_in_the_folder(folder: Path) -> None:
    SHELF.write("a", PROGRAM)
    SHELF.write("a", PROGRAM)
    assert [p.name for p in folder.iterdir()] == ["a"]


def test_the_key_depends_on_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def keys() -> list[str]:
        return [
            cache.key({"a": b"1"}, MAKER, document="d", visits=1),
            cache.key({"a": b"2"}, MAKER, document="d", visits=1),
            cache.key({"b": b"1"}, MAKER, document="d", visits=1),
            cache.key({"a": b"1", "b": b""}, MAKER, document="d", visits=1),
            cache.key({"a": b"1"}, MAKER, document="e", visits=1),
            cache.key({"a": b"1"}, MAKER, document="d", visits=2),
            cache.key({"a": b"1"}, cache.Maker(("language",), ("clingo",)), document="d", visits=1),
            cache.key({"a": b"1"}, cache.Maker(("program",), ()), document="d", visits=1),
        ]

    first = keys()
    assert len(set(first)) == len(first)
    assert keys() == first
    monkeypatch.setattr(cache, "_version", lambda package: "0")
    second = keys()
    monkeypatch.setattr(cache, "_code", lambda parts: "other")
    assert not {*first[:-1]} & {*second[:-1]}
    assert not {*first, *second} & {*keys()}


def test_any_module_anywhere_in_the_package_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where text only moves from one module to the next."""
    package = tmp_path / "package"
    (package / "deep" / "down").mkdir(parents=True)
    modules = [package / "cache.py", package / "deep" / "a.py", package / "deep" / "down" / "b.py"]
    monkeypatch.setattr(cache, "__file__", str(modules[0]))

    def hashed(*texts: str) -> str:
        for path, text in zip(modules, texts, strict=True):
            path.write_text(text)
        cache._code.cache_clear()
        return cache._code((".",))

    try:
        first = hashed("x = 1", "y = 2", "z = 3")
        assert hashed("x = 1", "y = 2", "z = 3") == first
        others = [
            hashed("x = 4", "y = 2", "z = 3"), hashed("x = 1", "y = 4", "z = 3"),
            hashed("x = 1", "y = 2", "z = 4"), hashed("x = 1y", " = 2", "z = 3"),
            hashed("x = 1", "y = 2z = 3", ""),
        ]
    finally:
        cache._code.cache_clear()
    assert len({first, *others}) == 1 + len(others)


# Stale entries -----------------------------------------------------------------------------------

TEXT = """\
case_year(2022).
visit_kind(inpatient).
label(inpatient, "住院", "inpatient").
parameter(contribution, 2022, 320, yuan, stated).
source(contribution, "试验", "a test").
"""


@pytest.mark.parametrize("line", ['#include "part.lp".', 'case_flag(b). #include "part.lp".'])
def test_a_changed_include_is_seen(tmp_path: Path, line: str) -> None:
    entry, part = tmp_path / "entry.lp", tmp_path / "part.lp"
    entry.write_text(f"{TEXT}{line}\n", encoding="utf-8")
    part.write_text("case_flag(a).\n", encoding="utf-8")
    document = programs.Document("entry", entry)

    def flags() -> list[str]:
        program = programs.load_program(document, 1)
        return [i.name for i in program.inputs if "says(a" in i.name]

    assert flags() == ["says(a)"]
    assert flags() == ["says(a)"]
    part.write_text("case_flag(aa).\n", encoding="utf-8")
    assert flags() == ["says(aa)"]


def test_a_broken_entry_is_made_anew(folder: Path) -> None:
    document = programs.documents()[0]
    program = programs.load_program(document, 1)
    (entry,) = folder.iterdir()
    good = entry.read_bytes()
    for bad in (b"", good[:-5], b"\0" * len(good)):
        entry.write_bytes(bad)
        assert programs.load_program(document, 1) == program
        assert entry.read_bytes() == good


# Documents by name -------------------------------------------------------------------------------


def test_documents_are_found_by_name_beginning_and_path() -> None:
    wuhan = programs.find("wuhan_2022")
    assert programs.find("wuhan") == wuhan
    assert programs.find(str(wuhan.path)) == wuhan
    assert {d.id for d in programs.documents()} >= {"luan_2021", "wuhan_2022"}


@pytest.mark.parametrize(("name", "hint"), [
    ("wuhna_2022", "`wuhan_2022`"), ("", "`luan_2021`"), ("zzz", "`luan_2021`"),
])
def test_a_name_that_is_none_is_answered_by_those_near(name: str, hint: str) -> None:
    with pytest.raises(CaseError) as caught:
        programs.find(name)
    (problem,) = caught.value.problems
    assert problem.rule == "no-document"
    assert hint in str(problem.mend)


def test_a_path_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"none\.lp"):
        programs.find(str(tmp_path / "none.lp"))
