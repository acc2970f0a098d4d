"""The configuration of a project, as defaults of the options of commands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from verifier.guarding.config import NOTHING, Config, find_config

Defaults = Mapping[str, Mapping[str, object]]


def configuration() -> Config:
    """Read the configuration of the project that the working folder lies in."""
    return find_config(Path.cwd())


def defaults(config: Config) -> Defaults:
    """Give what is set, by command and parameter."""
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
    return {"check": {name: value for name, value in values.items() if value is not None}}
