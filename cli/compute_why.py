"""`compute --why` and `--why-not`: lines of a result explained."""

from __future__ import annotations

import click

from cli.base import Reader, echo_json
from verifier.analysis.explaining.lines import find_lines
from verifier.analysis.explaining.why import explain
from verifier.analysis.explaining.why_not import explain_not
from verifier.analysis.results import Computation
from verifier.report.computing.as_json import compute_json
from verifier.report.exits import UNDECIDED
from verifier.report.explaining.as_json import why_json, why_not_json
from verifier.report.explaining.as_text import why_text
from verifier.report.explaining.why_not_text import why_not_text


def tell_why(result: Computation, why: str | None, why_not: str | None, who: Reader) -> int:
    """Explain a line, or why it pays nothing, or both; CaseError if there is no such line.

    The exit code is that of what was asked: 3 if the line is not determined, or if it is not known
    whether a change helps.
    """
    explained = explain(result, find_lines(result, why, "--why")) if why is not None else ()
    lines = find_lines(result, why_not, "--why-not") if why_not is not None else ()
    refused = explain_not(result, lines)
    if who.json:
        data: dict[str, object] = dict(compute_json(result, who.words))
        if why is not None:
            data["why"] = why_json(result, explained, who.words)
        if why_not is not None:
            data["why_not"] = why_not_json(result, refused, who.words)
        echo_json(data)
    else:
        if why is not None:
            click.echo(why_text(result, explained, who.words, who.page), nl=False)
        if why_not is not None:
            click.echo(why_not_text(result, refused, who.words, who.page), nl=False)
    settled = all(item.determined for item in explained) and all(item.settled for item in refused)
    return 0 if settled else UNDECIDED
