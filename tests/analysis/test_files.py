from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases import said
from verifier.analysis.cases.entries import Entry
from verifier.analysis.cases.files import LIMIT, read_file
from verifier.errors import CaseError

TOML = "year = 2022\n[[visits]]\ncost = 12.50\n"
YAML = "year: 2022\nvisits:\n  - cost: 12.50\n"
JSON = '{"year": 2022, "visits": [{"cost": 12.50}]}'


def value(entry: Entry, *path: str | int) -> object:
    for step in path:
        if isinstance(step, int):
            assert isinstance(entry.value, tuple)
            entry = entry.value[step]
        else:
            assert isinstance(entry.value, dict)
            entry = entry.value[step]
    return entry.value


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def refused(source: str, stdin: bytes = b"") -> str:
    with pytest.raises(CaseError) as caught:
        read_file(source, io.BytesIO(stdin))
    return "\n".join(f"{p.span}: " for p in caught.value.problems) + said(caught.value)


@pytest.mark.parametrize(("name", "text"), [("c.toml", TOML), ("c.yaml", YAML), ("c.json", JSON)])
def test_decimals_are_exact_in_every_format(tmp_path: Path, name: str, text: str) -> None:
    entry = read_file(write(tmp_path, name, text), io.BytesIO())
    cost = value(entry, "visits", 0, "cost")
    assert not isinstance(cost, float)
    assert Decimal(str(cost)) == Decimal("12.50")


@pytest.mark.parametrize("text", [TOML, YAML, JSON, "# a case\n\n" + TOML, "# a case\n" + YAML])
def test_standard_input_is_told_by_its_content(text: str) -> None:
    entry = read_file("-", io.BytesIO(text.encode()))
    assert str(value(entry, "year")) == "2022"


def test_entries_know_their_key_and_line(tmp_path: Path) -> None:
    entry = read_file(write(tmp_path, "c.yaml", YAML), io.BytesIO())
    assert isinstance(entry.value, dict)
    visits = entry.value["visits"].value
    assert isinstance(visits, tuple) and isinstance(visits[0].value, dict)
    cost = visits[0].value["cost"]
    assert (cost.path, cost.span.line) == ("visits[1].cost", 3)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    entry = read_file(write(tmp_path, "c.toml", b"\xef\xbb\xbfyear = 2022"), io.BytesIO())
    assert value(entry, "year") == 2022


def test_dates_of_toml_and_yaml_stay_text(tmp_path: Path) -> None:
    entry = read_file(write(tmp_path, "c.toml", "day = 2022-07-01"), io.BytesIO())
    assert value(entry, "day") == "2022-07-01"
    entry = read_file(write(tmp_path, "c.yaml", "day: 2022-07-01"), io.BytesIO())
    assert value(entry, "day") == "2022-07-01"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("c.toml", "year = ", "this is not valid TOML"),
        ("c.toml", "year = 1\nyear = 2", "this is not valid TOML"),
        ("c.toml", "year = " + "9" * 5000, "this is not valid TOML"),
        ("c.yaml", "a: [1", "this is not valid YAML"),
        ("c.yaml", "a: 1\na: 2", "the key `a` stands twice"),
        ("c.yaml", "a: &x 1\nb: *x", "is a reference"),
        ("c.yaml", "? [1]\n: 2", "a key must be a word"),
        ("c.yaml", "a: 1\n---\nb: 2", "more than one YAML document"),
        ("c.yaml", "a: !!python/object:os.system x", ""),
        ("c.yaml", "- 1", "the file holds no keys with values"),
        ("c.yaml", "a: \x01", "this is not valid YAML"),
        ("c.json", "{", "this is not valid JSON"),
        ("c.json", "", "this is not valid JSON"),
        ("c.json", '{"a": 1, "a": 2}', "the key `a` stands twice"),
        ("c.json", "[1]", "the file holds no keys with values"),
        ("c.json", "[" * 100_000, "nested too deeply"),
        ("c.yaml", "[" * 5_000, "nested too deeply"),
        ("c.txt", "year = 1", "`.txt` is not the suffix of a case file"),
        ("c.toml", b"year = \xff", "the file is not UTF-8 (byte 7)"),
        ("c.toml", b"\x00\x01", "null characters"),
        ("c.toml", b"#" * (LIMIT + 1), "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: str | bytes, expected: str
) -> None:
    if not expected:
        entry = read_file(write(tmp_path, name, content), io.BytesIO())
        assert value(entry, "a") == "x"  # a tag makes no object, the text stays text
        return
    text = refused(write(tmp_path, name, content))
    assert expected in text
    assert name in text


def test_the_line_of_an_error_is_told(tmp_path: Path) -> None:
    assert ":2:" in refused(write(tmp_path, "c.toml", "year = 1\nvisits ="))
    assert ":2:" in refused(write(tmp_path, "c.json", '{"year": 1,\n x}'))
    assert ":2:" in refused(write(tmp_path, "c.yaml", "a: 1\na: 2"))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refused(str(tmp_path / "none.toml"))
    assert "cannot be read" in refused(str(tmp_path))
    assert "there is no such file" in refused("a\0b.toml")


def test_an_empty_file_is_an_empty_case(tmp_path: Path) -> None:
    assert read_file(write(tmp_path, "c.toml", ""), io.BytesIO()).value == {}
    assert read_file(write(tmp_path, "c.yaml", ""), io.BytesIO()).value == {}
    assert read_file("-", io.BytesIO()).value == {}
