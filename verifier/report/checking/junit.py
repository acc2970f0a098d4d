"""Findings as JUnit XML: a suite for each document, a case for each finding."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from verifier.guarding.outcome import Outcome, Status
from verifier.report.catalogue import Words
from verifier.report.checking.messages import Said, failures, messages
from verifier.report.checking.places import Places

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GUARD = "guard"


def check_junit(outcome: Outcome, words: Words, places: Places) -> str:
    """Give a run as JUnit XML: failures fail the run, other findings that do not hold are skipped.

    A last suite has what fails a run besides its findings.
    """
    suites = ElementTree.Element("testsuites", name="mingzheng")
    by_document: dict[str, list[Said]] = {one.document.id: [] for one, _ in outcome.documents}
    for said in messages(outcome, words, places):
        by_document[said.document].append(said)
    for document, told in by_document.items():
        suite = ElementTree.SubElement(suites, "testsuite", name=_clean(document))
        for said in told:
            _case(suite, said)
    others = list(failures(outcome, words))
    if others:
        suite = ElementTree.SubElement(suites, "testsuite", name=_GUARD)
        for title, text in others:
            case = ElementTree.SubElement(
                suite, "testcase", classname=_GUARD, name=_clean(text)
            )
            ElementTree.SubElement(case, "failure", message=_clean(title)).text = _clean(text)
    for suite in suites:
        _count(suite)
    ElementTree.indent(suites)
    return ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ElementTree.Element, said: Said) -> None:
    record = said.guarded.record
    case = ElementTree.SubElement(
        suite, "testcase",
        classname=_clean(f"{record.document}.{record.property_id}"), name=_clean(said.title),
    )
    match said.guarded.status:
        case Status.HOLDS:
            return
        case Status.COUNTS:
            found = ElementTree.SubElement(case, "failure", type=record.verdict.value)
        case Status.WAIVED | Status.IN_BASELINE | Status.TOLERATED:
            found = ElementTree.SubElement(case, "skipped")
    found.set("message", _clean(said.line))
    if said.text:
        found.text = _clean(said.text)


def _count(suite: ElementTree.Element) -> None:
    """State how many cases a suite has, as readers of the format ask."""
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
