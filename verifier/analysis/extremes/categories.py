"""Which categories a search for the worst looks at, as a user names them."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.analysis.cases.lexicon import Lexicon
from verifier.errors import CaseError, Problem, message
from verifier.program.labels import Labels, parse_term
from verifier.program.model import Program
from verifier.source import Span
from verifier.words import Bilingual

NONE = "none"
"""What is written for no category."""
NOBODY = Bilingual("无身份类别", "no category")


def label_of(program: Program, category: str) -> Bilingual:
    """The label of a category, or of none."""
    return Labels(program.facts).symbol(category) if category else NOBODY


def categories_of(program: Program, only: Sequence[str]) -> list[str]:
    """All categories and none, or those that are named."""
    known = list(dict.fromkeys(
        str(parse_term(i.name).arguments[0]) for i in program.inputs if i.name.startswith("held(")
    ))
    if not only:
        return [*known, ""]
    lexicon = Lexicon([(NONE, NOBODY, ""), *((c, label_of(program, c), c) for c in known)])
    found: list[str] = []
    for word in only:
        category = lexicon.find(word.strip())
        if category is None:
            raise CaseError(Problem(
                "no-category", Span("--category"),
                message("no category of this document is called `{name}`", name=word[:60]),
                lexicon.mend(word),
            ))
        found.append(category)
    return list(dict.fromkeys(found))
