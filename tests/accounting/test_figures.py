from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.accounting.figures import Kind, figures
from verifier.accounting.numerals import number


@pytest.mark.parametrize(("text", "value"), [
    ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百五", 150), ("一千五百", 1500),
    ("二〇二二", 2022), ("两万五千", 25_000), ("一万零五", 10_005),
    ("二万五千亿", 2_500_000_000_000),
    ("一亿二千万", 120_000_000), ("1.5万", 15_000), ("3千", 3000), ("1万5千", 15_000),
    ("12,000", 12_000), ("0.5", Fraction(1, 2)),
])
def test_numerals_are_read_exactly(text: str, value: int | Fraction) -> None:
    assert number(text) == value


@pytest.mark.parametrize(("text", "expected"), [
    ("80%-90%", [(Kind.PERCENT, 80), (Kind.PERCENT, 90)]),
    ("80-90%", [(Kind.PERCENT, 80), (Kind.PERCENT, 90)]),
    ("５０ ％左右", [(Kind.PERCENT, 50)]),
    ("百分之七点五", [(Kind.PERCENT, Fraction(15, 2))]),
    ("千分之五", [(Kind.PERCENT, Fraction(1, 2))]),
    ("七成五", [(Kind.PERCENT, 75)]),
    ("三分之一", [(Kind.SHARE, Fraction(1, 3))]),
    ("提高 5 个百分点", [(Kind.POINTS, 5)]),
    ("5万元", [(Kind.MONEY, 50_000)]),
    ("50000元", [(Kind.MONEY, 50_000)]),
    ("五万元", [(Kind.MONEY, 50_000)]),
    ("5-10万元", [(Kind.MONEY, 50_000), (Kind.MONEY, 100_000)]),
    ("5万-10万元", [(Kind.MONEY, 50_000), (Kind.MONEY, 100_000)]),
    ("超过1,500.50元", [(Kind.MONEY, Fraction(3001, 2))]),
    ("一、二级残疾人", [(Kind.LEVEL, 1), (Kind.LEVEL, 2)]),
    ("1-6级伤残", [(Kind.LEVEL, 1), (Kind.LEVEL, 6)]),
    ("2倍及以上", [(Kind.TIMES, 2)]),
    ("5 年过渡期", [(Kind.YEARS, 5)]),
    ("十二个月", [(Kind.MONTHS, 12)]),
    ("30日内、10个工作日", [(Kind.DAYS, 30), (Kind.DAYS, 10)]),
    ("7类人口", [(Kind.COUNT, 7)]),
    ("20人", [(Kind.PEOPLE, 20)]),
    ("2022 年、2023年度", [(Kind.YEAR, 2022), (Kind.YEAR, 2023)]),
    ("2021-2025年", [(Kind.YEAR, 2021), (Kind.YEAR, 2025)]),
])
def test_quantities(text: str, expected: list[tuple[Kind, int | Fraction]]) -> None:
    assert [(f.kind, *f.value) for f in figures(text)] == expected


@pytest.mark.parametrize(("text", "kind", "value"), [
    ("2021年12月21日", Kind.DATE, (2021, 12, 21)),
    ("二〇二一年十二月二十一日", Kind.DATE, (2021, 12, 21)),
    ("2021-12-21", Kind.DATE, (2021, 12, 21)),
    ("2021年12月", Kind.MONTH, (2021, 12)),
    ("7月1日", Kind.MONTH_DAY, (7, 1)),
    ("皖医保发〔2021〕8 号", Kind.PAPER, (2021, 8)),
    ("鄂发【2021】12号", Kind.PAPER, (2021, 12)),
    ("黔江府办发(2023)53号", Kind.PAPER, (2023, 53)),
])
def test_dates_and_papers(text: str, kind: Kind, value: tuple[int, ...]) -> None:
    (found,) = figures(text)
    assert (found.kind, found.value) == (kind, tuple(map(Fraction, value)))


@pytest.mark.parametrize("text", [
    "三重制度", "一站式", "一次性救助", "统一个人缴费", "十四五", "十九届", "单位：万元", "两病",
    "五保户", "六人社秘", "（2）", "百姓", "上一年度", "一定期限",
])
def test_words_with_numerals_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_space_divides_two_numbers_and_breaks_none() -> None:
    assert [f.value[0] for f in figures("95% 1 500元\n 5 万\n元")] == [95, 1, 500, 50_000]


def test_equal_values_fit_only_in_units_that_fit() -> None:
    def fits(one: str, other: str) -> bool:
        return figures(one)[0].fits(figures(other)[0])

    assert fits("5万元", "50,000元")
    assert fits("五成", "50%")
    assert not fits("50%", "50个百分点")
    assert not fits("5万元", "5元")
    assert not fits("7类", "7次")
    assert not fits("2年", "2个月")
    assert fits("皖政办〔2019〕14号", "按照皖政办〔2019〕14号")
    assert not fits("皖政办〔2019〕14号", "皖政〔2019〕14号")
    assert not fits("皖政办〔2019〕14号", "皖政办〔2019〕15号")
