"""The configuration of a project, as defaults of the options of commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from verifier.guarding.lookup import config_files
from verifier.words import Language


@dataclass(frozen=True, slots=True)
class Configured:
    """What a project sets: its language, and by command the defaults of parameters."""

    lang: Language | None = None
    defaults: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def configuration() -> Configured:
    """Read the configuration of the project that the working folder lies in."""
    folder = Path.cwd()
    if not config_files(folder):
        return Configured()
    from verifier.guarding.config import NOTHING, find_config

    config = find_config(folder)
    shared = {"visits": config.visits, "timeout": config.timeout, "form": config.format}
    check = {
        **shared,
        "documents": config.documents,
        "only": config.properties,
        "property_files": config.property_files,
        "waivers": config.waivers,
        "baseline": config.baseline,
        "fail_on": _listed(config.fail_on, NOTHING),
    }
    compare = {**shared, "fail_on": _listed(config.fail_on_change, NOTHING)}
    watch = {name: check[name] for name in ("visits", "timeout", "only", "property_files")}
    own = {"property_files": config.property_files}
    return Configured(config.lang, {
        "check": _given(check), "compare": _given(compare), "watch": _given(watch),
        "repair": _given(own), "properties": _given(own),
    })


def _listed(kinds: Sequence[StrEnum] | None, nothing: str) -> str | None:
    """Kinds as an option takes them."""
    return None if kinds is None else ",".join(kind.value for kind in kinds) or nothing


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
