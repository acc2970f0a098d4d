from __future__ import annotations

from pathlib import Path

import pytest

from tests.accounting.sample import FOLDER, account
from verifier.accounting.readers import read_text
from verifier.accounting.text import TextSection, text_sections
from verifier.language.account import Section
from verifier.source import Span
from verifier.words import Bilingual


def read(folder: Path, text: str, *known: tuple[str, bool, int]) -> tuple[TextSection, ...]:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    sections = {n: Section(n, t, c, Bilingual("", ""), Span()) for n, t, c in known}
    return text_sections(read_text(path), sections)


def outline(sections: tuple[TextSection, ...]) -> list[tuple[str, int]]:
    return [(section.number, len(section.sentences)) for section in sections]


@pytest.mark.parametrize("text", [
    "一、要求\n甲是乙。丙是丁。\n二、待遇\n（一）资助\n给予资助。\n1.一般。甲。\n2．其他。乙。丙。\n",
    "# 一、 要求\n\n甲是乙。丙是\n\n\n丁。\n**二、待遇**\n(一)资助\n给予资助。\n"
    "１．一般。甲。\n２、其他。乙。丙。",
])
def test_headings_of_every_form_make_the_same_sections(tmp_path: Path, text: str) -> None:
    found = outline(read(tmp_path, text))
    assert found == [("一", 2), ("二", 0), ("二（一）", 1), ("二（一）1", 2), ("二（一）2", 3)]


def test_a_heading_on_its_own_line_counts_where_the_account_says_so(tmp_path: Path) -> None:
    run_in = "一、要求\n（一）资助。甲是乙。\n"
    own_line = "一、要求\n（一）资助\n甲是乙。\n"
    for text in (run_in, own_line):
        assert outline(read(tmp_path, text, ("（一）", True, 2), ("一（一）", True, 2)))[1][1] == 2
    assert outline(read(tmp_path, own_line, ("一（一）", False, 1)))[1][1] == 1


def test_figures_of_a_heading_are_never_lost(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "一、2021年的工作\n给予50元。\n", ("一", False, 1))
    assert [f.shown for f in section.sentences[0].figures] == ["2021年", "50元"]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_heading(tmp_path: Path) -> None:
    text = (
        "一、要求\n" + "按照上级的有关规定和本县的实际情况，对下列人员按照标准给\n"
        "予救助，其中特困人员的标准是每年按照医院的级别，也就是第\n"
        "一、二级医院的标准执行，其他人员按照规定的标准执行的，按\n2.5万元执行。\n"
    )
    (section,) = read(tmp_path, text)
    assert [f.shown for f in section.sentences[0].figures] == ["一级", "二级", "2.5万元"]


def test_page_numbers_are_left_out_and_figures_kept(tmp_path: Path) -> None:
    text = "一、要求\n甲的限额为\n- 12 -\n第 3 页 共 9 页\n5\n50\n万元，有效期\n13\n为3年。\n"
    (section,) = read(tmp_path, text)
    assert [f.shown for f in section.sentences[0].figures] == ["50万元", "3年"]


def test_a_point_between_characters_ends_a_sentence_and_one_in_a_number_does_not(
    tmp_path: Path,
) -> None:
    (section,) = read(tmp_path, "一、要求\n给予支付.县乡提高1.5倍。“甲。”乙！\n")
    assert [s.text for s in section.sentences] == [
        "给予支付.", "县乡提高1.5倍。", "“甲。”", "乙！",
    ]


def test_what_surrounds_the_sections_is_divided_as_the_account_expects() -> None:
    known = {section.number: section for section in account().sections}
    found = outline(text_sections(read_text(FOLDER / "plan.txt"), known))
    assert found == [(section.number, section.sentences) for section in known.values()]


def test_places_are_lines_of_the_file(tmp_path: Path) -> None:
    (section,) = read(tmp_path, "一、要求\n甲是乙，限额\n为5元。丙为\n6元。\n")
    assert [s.place.line for s in section.sentences] == [2, 3]
    assert [place.line for s in section.sentences for place in s.places] == [3, 4]


def test_a_heading_over_two_lines_is_none_of_the_sentences(tmp_path: Path) -> None:
    long = "二、巩固成果并且完善农村低收入人口的医疗保障和救助待遇政策并\n进一步加强管理\n"
    for after in ("（一）资助。甲是乙。\n", "甲是乙，丙是丁。丁是戊。\n"):
        found = read(tmp_path, f"一、要求\n甲是乙。\n{long}{after}", ("二", False, 0))
        assert outline(found)[:2] == [("一", 1), ("二", 0 if "一" in after else 2)]
    full = "二、巩固成果并且完善农村低收入人口的医疗保障和救助待遇政策\n"
    found = read(tmp_path, f"一、要求\n甲是乙。\n{full}（一）资助。甲是乙。\n")
    assert outline(found) == [("一", 1), ("二", 0), ("二（一）", 2)]


def test_a_number_that_a_line_divides_is_one(tmp_path: Path) -> None:
    line = "一、要求。按照上级的有关规定，并且结合本县的实际情况，标准为15"
    (section,) = read(tmp_path, f"{line}\n00元，级别为二级。\n")
    assert [f.shown for f in section.sentences[1].figures] == ["1500元", "二级"]
