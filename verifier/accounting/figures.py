"""Figures in official texts: amounts, percentages, dates, years, counts and document numbers.

Every number in digits is a figure, whatever it counts. A Chinese numeral is one where a unit or a
measure word follows, for it is a part of words otherwise (`三重制度`, `一站式`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from verifier.accounting.numerals import CHINESE, MIXED, number

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NORMAL = str.maketrans(
    # A full-width comma divides clauses, an ASCII one thousands too.
    {code: chr(plain) for code, plain in _FULL_WIDTH.items() if plain != ord(",")}
    | dict.fromkeys("﹝【[", "〔")
    | dict.fromkeys("﹞】]", "〕")
    | dict.fromkeys("—–‐‑−~〜∼", "-")
    | {"﹪": "%", "○": "〇"}
)


class Kind(StrEnum):
    """What a figure measures, and so which figures it can equal."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    SHARE = "share"
    TIMES = "times"
    LEVEL = "level"
    PEOPLE = "people"
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    COUNT = "count"
    YEAR = "year"
    MONTH = "month"
    DATE = "date"
    MONTH_DAY = "month_day"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: kind, exact value, and how it is written.

    `value` is one number (yuan, percent, how many …), the parts of a date, or year and running
    number of a document, whose `word` is what stands before the year. Of a count, `word` is what is
    counted; empty means that this is not known.
    """

    kind: Kind
    value: tuple[Fraction, ...]
    shown: str
    word: str = ""
    offset: int = 0

    def fits(self, found: Figure) -> bool:
        """Whether `found`, of a text, is this figure: the same value in a unit that fits."""
        if self.kind is not found.kind or self.value != found.value:
            return False
        match self.kind:
            case Kind.PAPER:
                # What stands before it in the text may be no part of it: 按照皖政办〔2019〕14号.
                return found.word.endswith(self.word)
            case Kind.COUNT:
                return self.word in ("", found.word)
            case _:
                return True


_UNITS: dict[str, tuple[Kind, int]] = {
    "元": (Kind.MONEY, 1), "%": (Kind.PERCENT, 1), "成": (Kind.PERCENT, 10),
    "个百分点": (Kind.POINTS, 1), "百分点": (Kind.POINTS, 1), "倍": (Kind.TIMES, 1),
    "级": (Kind.LEVEL, 1), "人": (Kind.PEOPLE, 1), "名": (Kind.PEOPLE, 1),
    "年": (Kind.YEARS, 1), "周年": (Kind.YEARS, 1), "个月": (Kind.MONTHS, 1),
    "天": (Kind.DAYS, 1), "日": (Kind.DAYS, 1), "个工作日": (Kind.DAYS, 1),
    "工作日": (Kind.DAYS, 1), "个自然日": (Kind.DAYS, 1),
}
_COUNTED = (
    "月", "号", "周岁", "岁", "人次", "小时", "分钟", "周", "次", "户", "家", "所", "档", "类",
    "种", "项", "个", "份", "例", "笔", "条", "款",
)
_NO_UNIT = {
    "成": "立员年为果熟功", "次": "性", "项": "目", "类": "似", "级": "别",
    "人": "均员社民大代才口",
}
"""Before these, the character is no unit but a part of another word."""
_NO_NUMERAL_AFTER = frozenset("统唯逐单同专任万之进上下另每某这那")
"""After these, 一 is no number but a part of another word (`统一个人`, `上一年`)."""

_UNIT = "|".join(
    re.escape(unit) + (f"(?![{_NO_UNIT[unit]}])" if unit in _NO_UNIT else "")
    for unit in sorted([*_UNITS, *_COUNTED], key=len, reverse=True)
)
_ANY = f"(?:{MIXED}|{CHINESE})"
_DAY = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = "(?:(?:19|20|21)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})"
_BETWEEN = "(?:-+|[、至到或和及与])"

_PAPER = re.compile(r"[〔(](?P<a>[0-9]{4})[〕)]第?(?P<b>[0-9]+)号")
_DATES = (
    (Kind.DATE, re.compile(rf"(?P<a>{_YEAR})年(?P<b>{_DAY})月(?P<c>{_DAY})[日号]")),
    (Kind.DATE, re.compile(
        r"(?P<a>(?:19|20|21)[0-9]{2})(?P<sign>[-./])(?P<b>[0-9]{1,2})(?P=sign)"
        r"(?P<c>[0-9]{1,2})(?![0-9])"
    )),
    (Kind.MONTH, re.compile(rf"(?P<a>{_YEAR})年(?P<b>{_DAY})月")),
    (Kind.YEAR, re.compile(rf"(?P<a>{_YEAR})(?:年|(?={_BETWEEN}{_YEAR}年))")),
    (Kind.MONTH_DAY, re.compile(rf"(?P<a>{_DAY})月(?P<b>{_DAY})[日号]")),
)
_SHARE = re.compile(rf"(?P<whole>{_ANY})分之(?P<part>{_ANY})(?:点(?P<rest>{CHINESE}))?")
_QUANTITY = re.compile(rf"(?P<number>{_ANY})(?P<unit>{_UNIT})?")
_NEXT = re.compile(rf"{_BETWEEN}(?P<number>{_ANY})(?P<unit>{_UNIT})?")
_BEFORE = re.compile(r"[\u4e00-\u9fff]*$")
_SCALE = re.compile("[万亿]+$")
_CHINESE = frozenset("〇零一二两三四五六七八九十百千万亿")
_FIRST = _CHINESE | set("0123456789")
_TENTHS = frozenset("一二三四五六七八九")
_GAP = re.compile(r"\s+(?=[0-9])")
_MARK = re.compile(rf"[(][0-9]{{1,2}}[)](?!{_UNIT})")
"""The number of an item of a list, which is no figure."""
_HUNDRED, _THOUSAND = 100, 1000


STARTS_WITH_UNIT = re.compile(rf"\s*(?:{_UNIT}|[十百千万亿〔〕])")
"""What a number at the end of a line before belongs to."""


def normal(text: str) -> str:
    """A text with plain digits, signs and brackets, character by character."""
    return text.translate(_NORMAL)


def clean(text: str) -> tuple[str, tuple[int, ...]]:
    """A text with plain signs and without spaces, and where its characters were.

    Space between two digits stays, as it divides two numbers.
    """
    plain = normal(text)
    kept: list[int] = []
    for offset, character in enumerate(plain):
        between = bool(kept) and plain[kept[-1]].isdigit() and _GAP.match(plain, offset)
        if between or not character.isspace():
            kept.append(offset)
    joined = "".join(" " if plain[offset].isspace() else plain[offset] for offset in kept)
    return joined, tuple(kept)


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order."""
    return tuple(_scan(*clean(text)))


def _scan(text: str, offsets: tuple[int, ...]) -> Iterator[Figure]:
    at = 0
    while at < len(text):
        found = None
        if mark := _MARK.match(text, at):
            at = mark.end()
            continue
        if text[at] in "〔(":
            found = _paper(text, at)
        elif text[at] in _FIRST:
            found = _date(text, at) or _share(text, at) or _quantity(text, at)
        if found is None:
            # What is no figure as a whole holds none in part: 十四五 is a name.
            numeral = _QUANTITY.match(text, at)
            at += len(numeral["number"]) if numeral else 1
            continue
        figure, at = found
        yield replace(figure, offset=offsets[figure.offset])


_Found: TypeAlias = "tuple[Figure, int] | None"


def _paper(text: str, at: int) -> _Found:
    match = _PAPER.match(text, at)
    before = _BEFORE.search(text, 0, at)
    if match is None or before is None:
        return None
    value = Fraction(match["a"]), Fraction(match["b"])
    return Figure(Kind.PAPER, value, match[0], before[0], at), match.end()


def _date(text: str, at: int) -> _Found:
    for kind, pattern in _DATES:
        if match := pattern.match(text, at):
            parts = [match[name] for name in "abc" if name in pattern.groupindex]
            return Figure(kind, tuple(map(number, parts)), match[0], "", at), match.end()
    return None


def _share(text: str, at: int) -> _Found:
    match = _SHARE.match(text, at)
    if match is None:
        return None
    whole, part = number(match["whole"]), number(match["part"])
    if match["rest"]:
        digits = [str(int(number(digit))) for digit in match["rest"]]
        part += Fraction("0." + "".join(digits))
    if whole in (_HUNDRED, _THOUSAND):
        return Figure(Kind.PERCENT, (part * 100 / whole,), match[0], "", at), match.end()
    return Figure(Kind.SHARE, (part / whole,), match[0], "", at), match.end()


def _quantity(text: str, at: int) -> _Found:
    match = _QUANTITY.match(text, at)
    if match is None:
        return None
    numeral, unit, scale = match["number"], match["unit"] or "", ""
    value = number(numeral)
    if not unit:
        # 80-90%, 5-10万元: the first of a range has the unit of the second.
        unit, scale = _inherited(text, match.end(), value)
        value *= number("1" + scale)
    if numeral[0] in _CHINESE and not _counts(text, at, numeral, unit):
        return None
    kind, each = _UNITS.get(unit, (Kind.COUNT, 1))
    word = unit if kind is Kind.COUNT else ""
    end = match.end()
    if unit == "成" and text[end : end + 1] in _TENTHS:  # 七成五 is 75%
        value += number(text[end]) / 10
        end += 1
    shown = text[at:end] if match["unit"] else numeral + scale + unit
    return Figure(kind, (value * each,), shown, word, at), end


def _inherited(text: str, at: int, value: Fraction) -> tuple[str, str]:
    """Unit and multiplying characters that a bare number takes from the number after it."""
    scale = ""
    while match := _NEXT.match(text, at):
        tail = _SCALE.search(match["number"])
        bare = match["number"][: tail.start()] if tail else ""
        if tail and bare and value < number(bare):
            scale = tail[0]
        if match["unit"]:
            return match["unit"], scale
        at = match.end()
    return "", ""


def _counts(text: str, at: int, numeral: str, unit: str) -> bool:
    """Whether a Chinese numeral is a number here, and no part of another word."""
    if not unit or not set(numeral) - set("百千万亿"):
        return False
    return not (numeral == "一" and text[at - 1 : at] and text[at - 1] in _NO_NUMERAL_AFTER)
