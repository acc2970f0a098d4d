"""What the parser and the grounder say in English, as messages that can be translated.

What is not known here is passed on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from verifier.errors import Message, message

_UNEXPECTED = re.compile(
    r"(?:syntax|lexer) error, unexpected (?P<found>.+?)(?:, expecting (?P<expected>.+))?"
)
_UNSAFE = re.compile(
    r"unsafe variables in: (?P<rule>.+?)(?P<notes>(?: \S+: note: '\w+' is unsafe)*)"
)
_VARIABLE = re.compile(r"note: '(\w+)' is unsafe")
_SAYINGS: tuple[tuple[re.Pattern[str], Callable[[str], Message]], ...] = (
    (re.compile(r"operation undefined: (?P<what>.+)"),
     lambda what: message("operation undefined: {what}", what=what)),
    (re.compile(r"tuple ignored: (?P<what>.+)"),
     lambda what: message("`{what}` is no number and is not counted", what=what)),
    (re.compile(r"atom does not occur in any rule head: (?P<what>.+)"),
     lambda what: message("nothing derives `{what}`", what=what)),
    (re.compile(r"no definition found for theory atom: (?P<what>[^/]+).*"),
     lambda what: message("there is no theory atom `&{what}`", what=what)),
    (re.compile(r"theory head atom used in body: (?P<what>[^/]+).*"),
     lambda what: message("`&{name}` stands in a body", name=what)),
    (re.compile(r"theory body atom used in head: (?P<what>[^/]+).*"),
     lambda what: message("`&{name}` stands in a head", name=what)),
    (re.compile(r"missing definition for operator: (?P<what>.+)"),
     lambda what: message("`{what}` is no operator of amounts", what=what)),
    (re.compile(r"unexpected operator: (?P<what>\S+).*"),
     lambda what: message("`{what}` is no operator of amounts", what=what)),
)
_TOKENS = {
    "EOF": message("the end of the file"),
    "<EOF>": message("the end of the file"),
    "<IDENTIFIER>": message("a name"),
    "<VARIABLE>": message("a variable"),
    "<NUMBER>": message("a number"),
    "<STRING>": message("a text in quotes"),
}
_MEND = message("correct the statement at this place")


def explained(said: str) -> tuple[Message, Message]:
    """What is wrong, and the mend, by what the parser or grounder says in one line."""
    if match := _UNEXPECTED.fullmatch(said):
        found = _token(match["found"])
        mend = message("look here and just before for a period, a comma or a bracket that is "
                       "missing or too many")
        if match["expected"] is None:
            return message("unexpected here: {found}", found=found), mend
        expected = tuple(map(_token, re.split(", | or ", match["expected"])))
        return (message("unexpected here: {found}; possible are {expected}", found=found,
                        expected=expected), mend)
    if match := _UNSAFE.fullmatch(said):
        return (message("unsafe variables in: {rule}", rule=match["rule"]), _bind(match["notes"]))
    for pattern, told in _SAYINGS:
        if match := pattern.fullmatch(said):
            return told(match["what"]), _MEND
    return message("{text}", text=said), _MEND


def _bind(notes: str) -> Message:
    names = tuple(f"`{name}`" for name in _VARIABLE.findall(notes))
    if not names:
        return _MEND
    return message("give {names} values by a condition without `not`, such as visit(V)",
                   names=names)


def _token(token: str) -> Message:
    return _TOKENS.get(token) or message("`{token}`", token=token.strip('"'))
