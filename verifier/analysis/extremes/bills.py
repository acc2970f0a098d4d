"""Which bills a search looks at, as a user says it."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.analysis.cases.numerals import read_quantity
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.sorts import PERCENT_SCALE, Sort
from verifier.source import Span


@dataclass(frozen=True, slots=True)
class Bills:
    """Which bills are looked at.

    All, or those within the policy scope alone; of which basic insurance pays at least a share
    (hundredths of a percent); of years that cost at least so much, in fen.
    """

    within_scope: bool = False
    basic_share: int = 0
    least: int = 0


def bills_of(within_scope: bool, basic_share: str | None, least_cost: str | None) -> Bills:
    """Read the options; CaseError for what is no percentage or no amount."""
    share = _read(basic_share, Sort.PERCENT, "--basic-share")
    if not 0 <= share <= PERCENT_SCALE:
        raise _wrong("--basic-share", message("a share lies between 0 and 100 percent"))
    least = _read(least_cost, Sort.MONEY, "--least-cost")
    if least < 0:
        raise _wrong("--least-cost", message("a cost is no negative amount"))
    return Bills(within_scope, share, least)


def _read(text: str | None, sort: Sort, option: str) -> int:
    if text is None:
        return 0
    number = read_quantity(text, sort)
    if isinstance(number, Message):
        raise _wrong(option, message("`{path}`: {why}", path=option, why=number))
    return number


def _wrong(option: str, what: Message) -> CaseError:
    return CaseError(Problem("quantity", Span(option), what))
