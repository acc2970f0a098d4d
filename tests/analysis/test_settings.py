from __future__ import annotations

import pytest

from tests.cases import said, tree, village
from verifier.analysis.cases.settings import Settings, apply_settings, flag_entries, flatten
from verifier.analysis.results import AssumptionKind
from verifier.errors import CaseError
from verifier.program.model import Rounding


def apply(*pairs: str, year: int | None = 2023) -> Settings:
    return apply_settings(village(), flag_entries(pairs, "--set"), year)


def refused(*pairs: str, year: int | None = 2023) -> str:
    with pytest.raises(CaseError) as caught:
        apply(*pairs, year=year)
    return said(caught.value)


def test_readings_are_the_defaults_if_nothing_is_set() -> None:
    settings = apply()
    assert settings.booleans["reads(proper,designated_only)"] is True
    assert settings.booleans["reads(proper,referral_too)"] is False
    assert settings.program.rounding is Rounding.HALF_UP


@pytest.mark.parametrize("pair", ["proper=referral_too", "“规范就医”=还须转诊"])
def test_a_reading_is_chosen_by_name_or_label(pair: str) -> None:
    settings = apply(pair)
    assert settings.booleans["reads(proper,referral_too)"] is True
    assert settings.booleans["reads(proper,designated_only)"] is False


@pytest.mark.parametrize("name", ["contribution", "contribution.2023", "contribution(2023)"])
def test_a_parameter_is_set_for_a_year(name: str) -> None:
    assert apply(f"{name}=380").numbers == {"contribution(2023)": 38_000}


def test_a_parameter_without_a_year_needs_the_year_of_a_case() -> None:
    assert "`contribution(2023)`" in refused("contribution=380", year=None)


@pytest.mark.parametrize("way", ["down", "舍去"])
def test_rounding_is_set(way: str) -> None:
    settings = apply(f"rounding={way}")
    assert settings.program.rounding is Rounding.DOWN
    assert any(a.kind is AssumptionKind.ROUNDING and a.name == "down" for a in settings.assumptions)


def test_a_figure_may_be_replaced_and_that_is_an_assumption() -> None:
    settings = apply("aid_rate=75%")
    assert settings.numbers == {"aid_rate": 7_500}
    text = next(a.text for a in settings.assumptions if a.name == "aid_rate")
    assert str(text) == "aid_rate is set to 75%; the document says 60%"


@pytest.mark.parametrize("value", ["1000", "20000"])
def test_the_ends_of_a_range_belong_to_it(value: str) -> None:
    assert apply(f"aid_ceiling={value}").numbers == {"aid_ceiling": int(value) * 100}


@pytest.mark.parametrize("value", ["999.99", "20000.01", "-1"])
def test_out_of_range_is_refused_with_range_and_reason(value: str) -> None:
    text = refused(f"aid_ceiling={value}")
    assert "not between 1000.00 and 20000.00" in text
    assert "the ceiling is set elsewhere" in text


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("aid_rate=101", "not between 0% and 100%"),
        ("aid_threshold=-1", "which is negative"),
        ("aid_ceiling=much", "is not an amount in yuan"),
        ("aid_ceiling=nan", "is not an amount in yuan"),
        ("aid_rate=0.001", "finer than a hundredth of a percent"),
        ("aid_celing=5000", "did you mean `aid_ceiling`"),
        ("proper=nothing", "`nothing` is no reading of `proper`"),
        ("rounding=sideways", "is no way to round"),
        ("proper", "not of the form NAME=VALUE"),
        ("=3", "not of the form NAME=VALUE"),
        ("contribution.1999=350", "no value or reading"),
    ],
)
def test_what_is_wrong_with_a_setting_is_told(pair: str, expected: str) -> None:
    assert expected in refused(pair)


def test_the_clause_that_leaves_a_value_open_is_named() -> None:
    with pytest.raises(CaseError) as caught:
        apply("aid_ceiling=1")
    assert caught.value.problems[0].span.clause == "二.2"


def test_setting_a_thing_twice_is_refused() -> None:
    assert "given twice" in refused("aid_ceiling=1000", "aid_ceiling=2000")
    assert "given twice" in refused("contribution=360", "contribution.2023=360")


def test_a_file_of_values_may_nest_years() -> None:
    entries = flatten(tree({"contribution": {"2023": "360"}, "proper": "referral_too"}))
    settings = apply_settings(village(), entries, None)
    assert settings.numbers == {"contribution(2023)": 36_000}
    assert settings.booleans["reads(proper,referral_too)"] is True
