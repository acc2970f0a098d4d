"""Exit codes of a check: a violation outranks what is not decided."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.analysis.results import CheckedDocument, Verdict

PROVED = 0
VIOLATED = 1
UNDECIDED = 3


def exit_code(checked: Sequence[CheckedDocument]) -> int:
    """Find the exit code of all findings together."""
    verdicts = {finding.verdict for document in checked for finding in document.findings}
    if Verdict.VIOLATED in verdicts:
        return VIOLATED
    return PROVED if verdicts <= {Verdict.PROVED, Verdict.BY_CONSTRUCTION} else UNDECIDED
