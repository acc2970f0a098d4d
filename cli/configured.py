"""The configuration of a project, as defaults of the options of commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    values: dict[str, object] = {
        "documents": config.documents,
        "only": config.properties,
        "visits": config.visits,
        "timeout": config.timeout,
        "property_files": config.property_files,
        "waivers": config.waivers,
        "baseline": config.baseline,
        "form": config.format,
    }
    if config.fail_on is not None:
        values["fail_on"] = ",".join(kind.value for kind in config.fail_on) or NOTHING
    set_ = {name: value for name, value in values.items() if value is not None}
    return Configured(config.lang, {"check": set_})
