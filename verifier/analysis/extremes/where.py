"""Circumstances that a user fixes for everybody: `kind=inpatient`, `referral=no`."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.analysis.cases.collected import atom
from verifier.analysis.cases.lexicon import Lexicon
from verifier.analysis.cases.questions import Choice, Flag, Option, questions
from verifier.errors import CaseError, Message, Problem, message
from verifier.program.model import Program
from verifier.source import Span

_TRUTHS = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def circumstances(program: Program, words: Iterable[str]) -> dict[str, bool]:
    """The truths of inputs, at every visit where they are of a visit; CaseError for a wrong one."""
    asked = questions(program)
    known = [
        (q.name, q.label, (q, of_visit))
        for of_visit, found in ((False, asked.person), (True, asked.visit))
        for q in found if isinstance(q, Choice | Flag)
    ]
    lexicon = Lexicon(known)
    truths: dict[str, bool] = {}
    for word in words:
        key, _, value = word.partition("=")
        found = lexicon.find(key.strip())
        if found is None:
            raise _wrong(message("`{name}` is no circumstance of a case", name=key[:60]),
                         lexicon.mend(key))
        question, of_visit = found
        said: dict[str, bool] = {}
        visits = range(1, program.visits + 1) if of_visit else (0,)
        for visit in visits:
            if isinstance(question, Flag):
                said[atom(question.field, question.name, visit)] = _truth(word, value.strip())
            else:
                option = _option(question, value.strip())
                said |= {
                    atom(question.name, str(o.value), visit): o == option
                    for o in question.options
                }
        if any(truths.get(name, truth) != truth for name, truth in said.items()):
            raise _wrong(message("`{name}` contradicts another `--where`", name=word[:60]),
                         message("say of each circumstance one thing; ask for another by itself"))
        truths |= said
    return truths


def _truth(word: str, value: str) -> bool:
    if not value:
        return True
    if value.casefold() not in _TRUTHS:
        raise _wrong(message("`{name}` is neither yes nor no", name=word[:60]),
                     message("write it as NAME, NAME=yes or NAME=no"))
    return _TRUTHS[value.casefold()]


def _option(question: Choice, value: str) -> Option:
    lexicon = Lexicon([(str(o.value), o.label, o) for o in question.options])
    found = lexicon.find(value)
    if found is None:
        raise _wrong(
            message("`{name}` is no answer to `{question}`", name=value[:60],
                    question=question.name),
            lexicon.mend(value),
        )
    return found


def _wrong(what: Message, mend: Message) -> CaseError:
    return CaseError(Problem("circumstance", Span("--where"), what, mend))
