"""Every single figure changed, dropped, added or swapped, on either side, is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accounting.sample import (
    ENCODING,
    NEAR,
    PLAN,
    account,
    changes,
    held_against,
    marked,
    other_value,
    write_pdf,
)
from verifier.accounting.audit import (
    AdditionalSection,
    MissingSection,
    OtherCount,
    OtherFigures,
    OtherOrder,
    audit,
    compare,
)
from verifier.accounting.readers import read_text

TEXT = marked()
ACCOUNT = account()
LINES = ENCODING.read_text(encoding="utf-8").splitlines()
FIGURE = re.compile(r"(?P<head>(?:figure|aside|mention)\()(?P<rest>.*)\)\.$")
PLACE = {"figure(": re.compile(r"\d+$"), "aside(": re.compile(r"^\d+"),
         "mention(": re.compile(r"^\d+")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT.text(), encoding="utf-8")
    return path


def test_the_plan_and_its_text_agree(file: Path) -> None:
    found = audit(PLAN, file)
    assert found.differences == ()
    assert (found.sections, found.sentences, found.figures) == (11, 17, len(TEXT.figures))


@pytest.mark.parametrize("change", list(changes(TEXT)), ids=lambda change: change[0])
def test_every_change_of_the_text_is_found(change: tuple[str, str], file: Path) -> None:
    name, text = change
    file.write_text(text, encoding="utf-8")
    found = held_against(ACCOUNT, file).differences
    assert found
    # A place is of the text if the text has a figure there at all.
    assert all(isinstance(item, OtherFigures) and item.place for item in found), name


def encodings() -> Iterator[tuple[str, str]]:
    """Name each change of one figure of the encoding, and give the changed encoding."""
    places = [n for n, line in enumerate(LINES) if FIGURE.match(line)]
    for n in places:
        line = LINES[n]
        yield f"dropped {n + 1} {line}", _with({n: ""})
        yield f"added {n + 1} {line}", _with({n: f"{line}\n{_added(line)}"})
        if not line.startswith("mention"):
            yield f"changed {n + 1} {line}", _with({n: _changed(line)})
    for n, other in ((n, o) for n in places for o in places if 0 < o - n < NEAR):
        if _placed(LINES[n]) != _placed(LINES[other]):
            one, two = _swapped(LINES[n], LINES[other])
            yield f"swapped {n + 1} and {other + 1}", _with({n: one, other: two})
    for n, line in enumerate(LINES):
        if line.startswith(("number(", "in_force(")):
            yield f"changed {n + 1} {line}", _with({n: _changed(line)})


def _with(changed: dict[int, str]) -> str:
    text = "\n".join(changed.get(n, line) for n, line in enumerate(LINES))
    return text.replace("../../encodings/", f"{ENCODING.parents[2]}/encodings/")


def _changed(line: str) -> str:
    """Change a digit of the value, which follows the name or the place."""
    head, arguments = line.split("(", 1)
    parts = arguments.split(", ")
    at = 2 if head == "in_force" else 1
    return f"{head}({', '.join([*parts[:at], other_value(parts[at]), *parts[at + 1 :]])}"


def _added(line: str) -> str:
    if line.startswith("figure("):
        return line.replace("figure(", "figure(another_", 1)
    return line


def _placed(line: str) -> str:
    match = FIGURE.match(line)
    assert match is not None
    found = PLACE[match["head"]].search(match["rest"])
    assert found is not None
    return found[0]


def _swapped(one: str, other: str) -> tuple[str, str]:
    """Exchange the places of two figures of a sentence."""
    return _at(one, _placed(other)), _at(other, _placed(one))


def _at(line: str, place: str) -> str:
    match = FIGURE.match(line)
    assert match is not None
    return f"{match['head']}{PLACE[match['head']].sub(place, match['rest'])})."


@pytest.mark.parametrize("change", list(encodings()), ids=lambda change: change[0])
def test_every_change_of_the_encoding_is_found(
    change: tuple[str, str], file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "changed.lp"
    path.write_text(change[1], encoding="utf-8")
    assert held_against(account(path), file).differences


def test_two_swapped_figures_are_shown_with_both_places(file: Path) -> None:
    figures = list(TEXT.figures)
    one, other = figures.index("100元"), figures.index("90%")
    figures[one], figures[other] = figures[other], figures[one]
    file.write_text(TEXT.text(tuple(figures)), encoding="utf-8")
    (found,) = held_against(ACCOUNT, file).differences
    assert isinstance(found, OtherFigures)
    assert found.number == "二（一）1.2"
    assert [w.figure.shown for w in found.written] == ["80%", "100元", "90%"]
    assert [d.figure.shown for d in found.encoded] == ["80%", "90%", "100元"]
    line = TEXT.text().splitlines().index("给予８０％—90%的资助，但是不得低于100元。对其他人员") + 1
    assert {w.place.line for _, w in found.pairs if w} == {line}
    assert {LINES[d.span.line - 1] for d, _ in found.pairs if d} <= {
        "figure(share, range(80,90), percent, 1).", "figure(least, 100, yuan, 3).",
    }


@pytest.mark.parametrize(("old", "new", "kind"), [
    ("（一）部门职责。", "（三）部门职责。", MissingSection),
    ("（一）部门职责。", "（三）部门职责。", AdditionalSection),
    ("三、附则", "三、附则\n\n（二）另一节。甲是乙。", AdditionalSection),
    ("（二）医疗救助", "（一）医疗救助", AdditionalSection),
    ("不设\n待遇等待期。", "不设\n待遇等待期。另有规定的除外。", OtherCount),
    ("1.一般资助。", "", MissingSection),
    ("同时停止执行。", "同时停止执行。另行通知。", OtherCount),
])
def test_other_sections_and_sentences_are_found(
    file: Path, old: str, new: str, kind: type
) -> None:
    text = TEXT.text()
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert kind in {type(item) for item in held_against(ACCOUNT, file).differences}


def test_sections_in_another_order_are_found(file: Path) -> None:
    text = TEXT.text()
    first, second = text.index("（一）资助参保。"), text.index("（二）医疗救助")
    end = text.index("三、附则")
    file.write_text(text[:first] + text[second:end] + text[first:second] + text[end:], "utf-8")
    assert OtherOrder in {type(item) for item in held_against(ACCOUNT, file).differences}


def test_an_additional_sentence_with_figures_does_not_hide_the_others(file: Path) -> None:
    text = TEXT.text().replace("　　年度起付线", "　　另有补助60元。年度起付线")
    file.write_text(text, encoding="utf-8")
    count, figures = held_against(ACCOUNT, file).differences
    assert isinstance(count, OtherCount) and isinstance(figures, OtherFigures)
    assert [w.figure.shown for _, w in figures.pairs if w] == ["60元"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_of_every_encoding_are_read(file: Path, encoding: str) -> None:
    file.write_text(TEXT.text(), encoding=encoding)
    assert held_against(ACCOUNT, file).differences == ()


def test_windows_line_ends_are_read(file: Path) -> None:
    file.write_bytes(TEXT.text().replace("\n", "\r\n").encode())
    assert held_against(ACCOUNT, file).differences == ()


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs of the text, each on one line."""
    joined: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("- 1 -\n", "")):
        lines = block.strip().splitlines()
        if "青医发" in block or "青禾县医疗保障局" in block:
            joined += lines
        else:
            joined.append("".join(line.strip() for line in lines))
    return joined


@pytest.mark.parametrize("name", [None, "dropped", "changed"])
def test_word_documents_are_read_with_their_tables(tmp_path: Path, name: str | None) -> None:
    import docx

    text = TEXT.text()
    if name is not None:
        text = next(t for n, t in changes(TEXT) if n.startswith(f"{name} ") and n.endswith("95%"))
    document = docx.Document()
    for paragraph in paragraphs(text):
        before, table, _ = paragraph.partition("特困人员 ")
        if table and "执行" in before:
            document.add_paragraph(before)
            rows = [row.rsplit(" ", 1) for row in paragraph[len(before) :].split("；")]
            made = document.add_table(rows=len(rows), cols=2)
            for n, row in enumerate(rows):
                for m, cell in enumerate(row):
                    made.cell(n, m).text = cell
        else:
            document.add_paragraph(paragraph)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    found = held_against(ACCOUNT, path)
    assert found.paragraphs
    assert [type(item) for item in found.differences] == ([] if name is None else [OtherFigures])


@pytest.mark.parametrize("changed", [False, True])
def test_pdf_files_are_read_page_by_page(tmp_path: Path, changed: bool) -> None:
    text = TEXT.text().replace("- 1 -\n", "")
    if changed:
        text = text.replace("有效期为3年", "有效期为2年")
    lines = [line for line in text.splitlines() if line.strip()]
    path = tmp_path / "plan.pdf"
    write_pdf(path, [[*lines[:20], "— 1 —"], [*lines[20:], "2"]])
    found = held_against(ACCOUNT, path)
    if not changed:
        assert found.differences == ()
        return
    (item,) = found.differences
    assert isinstance(item, OtherFigures)
    ((_, written),) = item.pairs
    assert written is not None
    assert (written.place.page, written.figure.shown) == (2, "2年")


def test_figures_of_the_tables_of_an_encoding_are_compared_by_value_and_unit(file: Path) -> None:
    text = TEXT.text().replace("50000元", "5万元").replace("七成", "百分之七十")
    file.write_text(text, encoding="utf-8")
    assert compare(ACCOUNT, read_text(file)).differences == ()
    file.write_text(text.replace("5 个百\n分点", "5 %"), encoding="utf-8")
    assert len(compare(ACCOUNT, read_text(file)).differences) == 1
