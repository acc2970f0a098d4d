"""Messages as JUnit XML: a suite for each document, a case for each thing that was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from verifier.report.tools.told import Level, Told

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(told: Iterable[Told], suites: Iterable[str] = ()) -> str:
    """Give messages as JUnit XML: errors fail, what else does not hold is skipped.

    `suites` are there even if nothing was found of them.
    """
    root = ElementTree.Element("testsuites", name="mingzheng")
    by_suite: dict[str, list[Told]] = {name: [] for name in suites}
    for one in told:
        by_suite.setdefault(one.suite, []).append(one)
    for name, found in by_suite.items():
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(name))
        for one in found:
            _case(suite, one)
        _count(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, told: Told) -> None:
    case = ElementTree.SubElement(
        suite, "testcase",
        classname=_clean(f"{told.suite}.{told.rule}"), name=_clean(told.title),
    )
    if told.level is Level.HOLDS:
        return
    if told.level is Level.ERROR:
        found = ElementTree.SubElement(case, "failure", type=told.kind)
    else:
        found = ElementTree.SubElement(case, "skipped")
    found.set("message", _clean(told.line))
    if told.text:
        found.text = _clean(told.text)


def _count(suite: ElementTree.Element) -> None:
    """State how many cases a suite has, as readers of the format ask."""
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
