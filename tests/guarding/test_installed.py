"""Configuration, hook and action on a scratch repository, from an installed package."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.guarding.plans import plan

ROOT = Path(__file__).resolve().parent.parent.parent
INPUT = re.compile(r"\$\{\{ (inputs|github)\.([\w-]+) \}\}")


@dataclass(frozen=True)
class Machine:
    """An environment with the package installed, and nothing of this checkout in the way."""

    folder: Path
    environment: Mapping[str, str] = field(repr=False)

    def run(self, *command: str, where: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a folder, with more variables."""
        return subprocess.run(
            command, cwd=where, env={**self.environment, **more}, capture_output=True, text=True,
            check=False,
        )


def steps() -> list[dict[str, Any]]:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    found: list[dict[str, Any]] = action["runs"]["steps"]
    return found


def perform(
    machine: Machine, step: Mapping[str, Any], where: Path, **inputs: str
) -> subprocess.CompletedProcess[str]:
    """Do a step of the action as a runner does: expressions only where the file has them."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    values = {name: item.get("default", "") for name, item in action["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}

    def filled(text: str) -> str:
        return INPUT.sub(
            lambda m: str(ROOT) if m[1] == "github" else values[m[2]], text
        )

    assert INPUT.search(step["run"]) is None  # a value of a user is never part of a script
    environment = {name: filled(text) for name, text in step["env"].items()}
    folder = where / filled(step.get("working-directory", "."))
    return machine.run(
        "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], where=folder,
        RUNNER_TEMP=str(machine.folder), GITHUB_STEP_SUMMARY=str(machine.folder / "summary.md"),
        **environment,
    )


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Install the package by the action's own step, with what is here in place of an index."""
    folder = tmp_path_factory.mktemp("runner")
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = kept | {
        "PATH": f"{folder}/mingzheng/bin:{os.environ['PATH']}",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "MINGZHENG_CACHE": str(folder / "cache"),
        "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
        "LC_ALL": "en_GB.UTF-8",
    }
    found = Machine(folder, environment)
    bare = folder / "bin"
    bare.mkdir()
    (bare / "python3").symlink_to(sys.executable)
    environment["PATH"] = f"{bare}:{environment['PATH']}"
    done = perform(found, steps()[0], folder)
    assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def repository(machine: Machine, tmp_path: Path) -> Iterator[Path]:
    """Make a repository with a plan, its configuration and the baseline of its findings."""
    (tmp_path / "plans").mkdir()
    plan(tmp_path / "plans")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.mingzheng]\ndocuments = ["plans/village.lp"]\nvisits = 1\nlang = "en"\n'
        'properties = ["no_double_subsidy", "annual_limits"]\nbaseline = "plans/baseline.json"\n',
        encoding="utf-8",
    )
    script = machine.folder / "mingzheng" / "bin" / "mingzheng"
    done = machine.run(
        str(script), "check", "--write-baseline", "plans/baseline.json", where=tmp_path
    )
    assert done.returncode == 0, done.stderr
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "plan"]):
        done = machine.run("git", *command, where=tmp_path)
        assert done.returncode == 0, done.stderr
    yield tmp_path


def test_the_installed_program_is_not_this_checkout(machine: Machine, tmp_path: Path) -> None:
    done = machine.run(
        str(machine.folder / "mingzheng" / "bin" / "python"), "-c",
        "import verifier, verifier.places as p; print(verifier.__file__); print(p.ENCODINGS)",
        where=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    for line in done.stdout.split():
        assert Path(line).is_relative_to(machine.folder)


def test_the_installed_program_has_its_skeleton_and_its_schema(
    machine: Machine, tmp_path: Path
) -> None:
    for command in (["new", "plan.lp"], ["lint", "plan.lp"], ["check", "--json-schema"]):
        done = machine.run("mingzheng", *command, where=tmp_path)
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["title"] == "mingzheng check"


def test_the_configuration_holds_in_the_repository(machine: Machine, repository: Path) -> None:
    """The sum of old people rises from 50 to 60 yuan: ten more are granted twice."""
    done = machine.run("mingzheng", "check", where=repository / "plans")
    assert done.returncode == 0, done.stderr
    plan(repository / "plans", old_sum="60")
    done = machine.run("mingzheng", "check", where=repository / "plans")
    assert done.returncode == 1
    assert "largest harm 50.00 yuan → 60.00 yuan" in " ".join(done.stdout.split())


def test_the_hook_stops_a_commit_that_changes_a_finding(
    machine: Machine, repository: Path
) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["language"], hook["require_serial"]) == ("python", True)
    pattern = re.compile(hook["files"])
    assert pattern.search("plans/village.lp") and not pattern.search("README.md")
    script = repository / ".git" / "hooks" / "pre-commit"
    entry = " ".join(shlex.quote(word) for word in shlex.split(hook["entry"]))
    script.write_text(
        f"#!/bin/sh\nexec {entry} $(git diff --cached --name-only | grep -E '{hook['files']}')\n",
        encoding="utf-8",
    )
    script.chmod(0o755)

    def commit() -> subprocess.CompletedProcess[str]:
        return machine.run("git", "commit", "-q", "-a", "-m", "change", where=repository)

    plan(repository / "plans", before="% another layout\n")
    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
    plan(repository / "plans", old_sum="60")
    done = commit()
    assert done.returncode == 1
    told = " ".join((done.stdout + done.stderr).split())
    assert "largest harm 50.00 yuan → 60.00 yuan" in told
    log = machine.run("git", "log", "--oneline", where=repository)
    assert len(log.stdout.splitlines()) == 2


def test_the_action_annotates_a_change_and_writes_sarif_and_a_summary(
    machine: Machine, repository: Path
) -> None:
    done = perform(machine, steps()[2], repository)
    assert done.returncode == 0, done.stdout + done.stderr
    plan(repository / "plans", old_sum="60")
    done = perform(machine, steps()[2], repository)
    assert done.returncode == 1
    assert "::error file=plans/village.lp,line=" in done.stdout
    assert "60.00 yuan" in done.stdout
    (run,) = json.loads((repository / "mingzheng.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == [
        "annual_limits", "no_double_subsidy", "guard",
    ]
    summary = (machine.folder / "summary.md").read_text(encoding="utf-8")
    assert "changes since the baseline: 1" in summary


def test_the_action_compares_with_the_base_of_a_change(
    machine: Machine, repository: Path
) -> None:
    """Ten yuan more for old people, who may be poor as well and have the whole already."""
    plan(repository / "plans", old_sum="60")
    plan(repository, old_sum="60").rename(repository / "later.lp")
    compare = steps()[1]
    inputs = {"documents": "plans/village.lp later.lp", "base": "HEAD"}
    summary = machine.folder / "summary.md"
    summary.unlink(missing_ok=True)
    done = perform(machine, compare, repository, **inputs)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::notice::later.lp is not there at HEAD" in done.stdout
    told = summary.read_text(encoding="utf-8")
    assert "old\\_sum: 50.00 yuan → 60.00 yuan" in told
    assert "| contribution subsidy | B never less | gain up to 10.00 yuan |" in told
    done = perform(machine, compare, repository, **inputs, fail_on_change="gain")
    assert done.returncode == 1
    done = perform(machine, compare, repository, **inputs, fail_on_change="loss")
    assert done.returncode == 0
    done = perform(machine, compare, repository, documents="plans/village.lp", base="nowhere")
    assert done.returncode == 2 and "::error::the checkout has no revision nowhere" in done.stdout


def test_the_action_takes_its_inputs(machine: Machine, repository: Path) -> None:
    done = perform(
        machine, steps()[2], repository, documents="village.lp", working_directory="plans",
        arguments="--property dearer_plan --baseline=", fail_on="violated", sarif="found.sarif",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repository / "plans" / "found.sarif").is_file()
