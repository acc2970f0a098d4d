"""Readers of the three formats: exact numbers, no key twice, and the place of what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from verifier.analysis.cases.entries import Entry, below, convert, refuse
from verifier.errors import message
from verifier.source import Span

if TYPE_CHECKING:
    import yaml

_AT_LINE = re.compile(
    r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|.*)\)$", re.S
)


def read_toml(text: str, source: str) -> Entry:
    """Read TOML; decimals stay exact."""
    import tomllib  # readers are imported when they are needed, to start quickly

    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except ValueError as error:  # also of an integer that is too long to convert
        match = _AT_LINE.match(str(error))
        last = text.count("\n") + 1  # where an error has no line, it is at the end
        line = int(match["line"] or last) if match else 0
        what = match["what"] if match else str(error)
        raise refuse(
            "syntax",
            Span(source, line, int(match["column"] or 0) if match else 0),
            message("this is not valid TOML: {what}", what=what),
            message("write `key = value`, texts and Chinese keys in quotes, visits as [[visits]]"),
        ) from None
    return convert(data, Span(source))


class _Twice(ValueError):
    """An object of JSON has a key twice."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def read_json(text: str, source: str) -> Entry:
    """Read JSON; numbers stay exact, and a key that stands twice is refused."""
    import json

    try:
        data = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=Decimal,
            object_pairs_hook=_unique,
        )
    except json.JSONDecodeError as error:
        raise refuse(
            "syntax",
            Span(source, error.lineno, error.colno),
            message("this is not valid JSON: {what}", what=error.msg),
            message('write {{"key": value, …}}, texts and keys in double quotes'),
        ) from None
    except _Twice as error:
        raise refuse(
            "duplicate-key",
            Span(source),
            message("the key `{key}` stands twice", key=str(error)),
            message("keep one of them"),
        ) from None
    return convert(data, Span(source))


def read_yaml(text: str, source: str) -> Entry:
    """Read YAML from its nodes: each entry has its line, and no number passes through a float."""
    import yaml  # only here, as it takes longer than all of a small case

    try:
        nodes = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refuse(
            "syntax",
            Span(source, mark.line + 1, mark.column + 1) if mark else Span(source),
            message("this is not valid YAML: {what}", what=error.problem or error.context or ""),
            message("write `key: value`, with spaces for indentation"),
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise refuse(
            "syntax",
            Span(source),
            message("this is not valid YAML: {what}", what=str(error).splitlines()[0]),
        ) from None
    if len(nodes) > 1:
        raise refuse(
            "syntax",
            Span(source, nodes[1].start_mark.line + 1),
            message("there is more than one YAML document"),
            message("give one person-year in a file"),
        )
    return _YamlNodes(source).entry(nodes[0], "") if nodes else convert({}, Span(source))


class _YamlNodes:
    """Turns nodes into entries."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.seen: set[int] = set()

    def entry(self, node: yaml.Node, path: str) -> Entry:
        span = Span(self.source, node.start_mark.line + 1, node.start_mark.column + 1)
        if id(node) in self.seen:
            raise refuse(
                "alias",
                span,
                message("`{path}` is a reference (`*name`), which a case does not need", path=path),
                message("write the value out"),
            )
        self.seen.add(id(node))
        if isinstance(node.value, str):
            return Entry(_scalar(node), path, span)
        if node.tag.endswith(":map"):
            return Entry(self._mapping(node, path), path, span)
        items = [self.entry(item, f"{path}[{n}]") for n, item in enumerate(node.value, 1)]
        return Entry(tuple(items), path, span)

    def _mapping(self, node: yaml.Node, path: str) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            line = Span(self.source, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node.value, str):
                raise refuse("key", line, message("a key must be a word"))
            key = str(key_node.value)
            if key in found:
                raise refuse(
                    "duplicate-key",
                    line,
                    message("the key `{key}` stands twice", key=key),
                    message("keep one of them"),
                )
            found[key] = self.entry(value_node, below(path, key))
        return found


def _scalar(node: yaml.Node) -> str | bool | None:
    match node.tag.rpartition(":")[2]:
        case "bool":
            return str(node.value).lower() in {"yes", "true", "on"}
        case "null":
            return None
        case _:
            return str(node.value)


_TOML_LINE = re.compile(r"""^\s*(\[+[^\[\]]+\]+\s*(#.*)?$|[\w"'.\-]+\s*=)""")


def reader_for(suffix: str) -> Callable[[str, str], Entry] | None:
    """Find the reader of a suffix."""
    readers = {".toml": read_toml, ".yaml": read_yaml, ".yml": read_yaml, ".json": read_json}
    return readers.get(suffix)


def likely_reader(text: str) -> Callable[[str, str], Entry]:
    """Tell the format by the first line that says something."""
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith("{"):
        return read_json
    return read_toml if not first or _TOML_LINE.match(first) else read_yaml
