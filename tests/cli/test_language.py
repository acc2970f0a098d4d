from __future__ import annotations

import pytest

from cli.language import chosen


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LC_ALL": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_TW", "LC_MESSAGES": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "en_GB"}, "en"),
    ],
)
def test_the_locale_gives_the_language(environment: dict[str, str], expected: str) -> None:
    assert chosen([], environment) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["list", "--lang", "en"], "en"),
        (["list", "--lang=zh"], "zh"),
        (["list", "--lang"], "zh"),
        (["list", "--lang", "fr"], "zh"),
        (["lint", "--", "--lang", "en"], "zh"),
    ],
)
def test_an_option_outweighs_the_locale(arguments: list[str], expected: str) -> None:
    assert chosen(arguments, {"LANG": "zh_CN.UTF-8"}) == expected
