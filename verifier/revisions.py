"""An encoding as it was at a revision, read from git's store: the work tree is never touched.

The entry file and all that it includes are written to a folder of their own, each at its place in
the repository, and are read from there.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from verifier.errors import CaseError, Message, MingzhengError, Problem, message
from verifier.language.includes import included, redirected
from verifier.source import Span

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Revision:
    """Files of a revision: where the entry file was written, and how places in it are shown."""

    path: Path
    commit: str
    folder: Path
    label: str

    def shown(self, span: Span) -> Span:
        """A place as `REV:path`."""
        return replace(span, file=self._named(span.file))

    def _named(self, text: str) -> str:
        return text.replace(f"{self.folder.as_posix()}/", f"{self.label}:")

    def explained(self, error: MingzhengError) -> MingzhengError:
        """An error with its places and names as `REV:path`."""
        return type(error)(*(
            replace(p, span=self.shown(p.span), what=self._told(p.what), mend=self._told(p.mend))
            for p in error.problems
        ))

    def _told(self, text: Message) -> Message:
        params = tuple(
            (name, self._named(value) if isinstance(value, str) else value)
            for name, value in text.params
        )
        return Message(text.template, params)


@contextmanager
def at_revision(path: Path, revision: str) -> Iterator[Revision]:
    """The entry file `path` with its includes as they were; CaseError if git cannot give them."""
    git = _Git(path, revision)
    commit = git.commit()
    entry = git.place()
    with tempfile.TemporaryDirectory(prefix="mingzheng-") as made:
        folder = Path(made).resolve()
        waiting, seen = [entry], {entry}
        while waiting:
            place = waiting.pop()
            content = git.content(commit, place)
            if content is None:
                if place == entry:
                    raise git.refused("no-file-at-revision", message(
                        "there is no file `{file}` at `{revision}`", file=place, revision=revision
                    ), message("check the path, or choose a revision that has it"))
                continue  # the loader says which include is missing, and where
            text = _text(content, f"{revision}:{place}")
            targets = {name: _beside(place, name) for name in included(text)}
            for target in targets.values():
                if target not in seen and not target.startswith(("..", "/")):
                    seen.add(target)
                    waiting.append(target)
            where = folder / place
            where.parent.mkdir(parents=True, exist_ok=True)
            # Includes are sought from the working directory first: not those of a revision.
            where.write_text(redirected(
                text, {name: (folder / target).as_posix() for name, target in targets.items()}
            ), encoding="utf-8")
        yield Revision(folder / entry, commit, folder, revision)


def _beside(place: str, name: str) -> str:
    """Where an included file lies in the repository; what lies outside keeps its name."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(place), name))


def _text(content: bytes, label: str) -> str:
    if b"\0" in content:
        raise CaseError(Problem(
            "binary", Span(label), message("the file is binary, and no encoding"),
            message("choose a revision in which it is a text"),
        ))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(Problem(
            "encoding", Span(label),
            message("the file is not UTF-8 (byte {position})", position=error.start),
            message("save the file as UTF-8"),
        )) from None


class _Git:
    """The repository of a file, asked for one revision."""

    def __init__(self, path: Path, revision: str) -> None:
        self._path = path.absolute()
        self._revision = revision
        folder = self._path.parent
        while not folder.is_dir():  # the file, and its folder, may be of the revision alone
            folder = folder.parent
        self._folder = folder
        self._top = Path()

    def commit(self) -> str:
        """The commit of the revision."""
        top = self._run("rev-parse", "--show-toplevel")
        if top.returncode:
            raise self.refused("no-repository", message(
                "the file is in no git repository that can be read ({reason})", reason=_said(top)
            ), message("give the path of a file in a repository"))
        self._top = Path(os.fsdecode(top.stdout).rstrip("\n"))
        # A revision that begins with a dash would be an option.
        name = f"{self._revision}^{{commit}}"
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        if found.returncode or not found.stdout.strip():
            raise self.refused("no-revision", message(
                "the repository has no revision `{revision}`", revision=self._revision
            ), message("check its name with `git log`, or fetch it"))
        return found.stdout.decode("ascii").split()[-1]

    def place(self) -> str:
        """The path of the file inside the repository."""
        resolved = self._folder.resolve() / self._path.relative_to(self._folder)
        return PurePosixPath(resolved.relative_to(self._top.resolve()).as_posix()).as_posix()

    def content(self, commit: str, place: str) -> bytes | None:
        """The bytes of a file; None if the commit has none there."""
        listed = self._run("ls-tree", "-z", "--full-tree", commit, "--", place)
        if listed.returncode:
            raise self._broken(listed)
        entry = listed.stdout.partition(b"\t")[0].split()
        if len(entry) < 3 or entry[1] != b"blob":  # noqa: PLR2004  (mode, kind, object)
            return None
        read = self._run("cat-file", "blob", entry[2].decode("ascii"))
        if read.returncode:
            raise self._broken(read)
        return read.stdout

    def refused(self, rule: str, what: Message, mend: Message) -> CaseError:
        """The error of a file that git cannot give."""
        return CaseError(Problem(rule, Span(str(self._path)), what, mend))

    def _broken(self, done: subprocess.CompletedProcess[bytes]) -> CaseError:
        return self.refused("broken-repository", message(
            "git cannot read the repository ({reason})", reason=_said(done)
        ), message("repair it; `git fsck` says what is broken"))

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        environment["GIT_LITERAL_PATHSPECS"] = "1"
        try:
            return subprocess.run(
                ["git", "-C", str(self._folder), *arguments], capture_output=True, check=False,
                env=environment, timeout=_SECONDS, stdin=subprocess.DEVNULL,
            )
        except FileNotFoundError:
            raise self.refused("no-git", message("the program `git` is not installed"),
                               message("install git, or compare two files")) from None
        except subprocess.TimeoutExpired:
            raise self.refused("no-answer", message("git does not answer"),
                               message("check the repository with `git status`")) from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """The last line of what git said."""
    lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else str(done.returncode)
