"""What a user can get wrong: one clear message in either language, exit code 2, no traceback."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import run
from tests.cases import VILLAGE

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = str(VILLAGE)
VISIT = "kind=inpatient,level=1,cost={cost},in_scope=30000,basic=0,critical_billed=0"
PERSON = ["--year", "2022", "--category", "poor"]
FAST = ["--visits", "1", "--verdicts-only", "--property", "annual_limits"]
ENGLISH = re.compile(r"\b[a-z]+ [a-z]+\b")
QUOTED = re.compile(r"`[^`]*`|/\S+|\w+\.\w+\S*")


def told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], *, on: str = "err"
) -> tuple[str, str]:
    """Run a command that must fail, in both languages, and give what it says."""
    said = []
    for language in ("zh", "en"):
        assert run([*arguments, "--lang", language]) == 2
        streams = capsys.readouterr()
        text, other = (streams.err, streams.out) if on == "err" else (streams.out, streams.err)
        assert other == "" and "Traceback" not in text
        assert 1 <= len(text.splitlines()) <= 2, text
        said.append(text)
    chinese = QUOTED.sub("", said[0])
    assert re.search("[\u4e00-\u9fff]", chinese), chinese
    assert not ENGLISH.search(chinese), chinese
    assert not re.search("[\u4e00-\u9fff]", QUOTED.sub("", said[1])), said[1]
    return said[0], said[1]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with files of which none is right."""
    monkeypatch.chdir(tmp_path)
    contents: dict[str, bytes] = {
        "empty.lp": b"", "latin.lp": b"% caf\xe9\n", "nothing.lp": b"% a comment\n",
        "binary.lp": bytes(range(256)), "full.lp": "p.\nq（a)。\n".encode(),
        "empty.toml": b"", "broken.toml": b"year = = 3\n",
        "broken.yaml": b"a: [1\n b", "broken.json": b'{"a": }', "utf16.toml": b"\xff\xfey\x00",
        "twice.json": b'{"year": 2022, "year": 2023}', "list.json": b"[1]",
        "deep.json": b"[" * 9999,
        "waiver.toml": b"[[waiver]]\n", "empty.txt": b"", "broken.pdf": b"%PDF-1.7",
        "broken.docx": b"PK", "latin.txt": b"\xe9\xff\xff",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.lp").mkdir()
    return tmp_path


COMMANDS = ["schema", "compute", "check", "worst", "readings", "idle", "coverage", "watch"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_document_that_is_none(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name, said in (
        ("nowhere", "no document is called `nowhere`"), ("nowhere.lp", "there is no such file"),
        ("folder.lp", "this is a folder"), ("folder", "no document is called `folder`"),
    ):
        assert said in told(capsys, [command, name])[1]


@pytest.mark.parametrize("command", ["schema", "check", "coverage"])
@pytest.mark.parametrize(("name", "said"), [
    ("empty.lp", "empty.lp: the file states nothing"),
    ("nothing.lp", "nothing.lp: the file states nothing"),
    ("latin.lp", "latin.lp: the file is not UTF-8 (byte 5)"),
    ("binary.lp", "binary.lp: the file is not UTF-8 (byte 128)"),
    ("full.lp", "full.lp:2:2: full-width “（”"),
])
def test_a_file_that_is_no_encoding(
    command: str, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in told(capsys, [command, name])[1]
    assert said in told(capsys, ["lint", name], on="out")[1]
    assert said in told(capsys, ["compare", DOCUMENT, name])[1]


@pytest.mark.parametrize(("name", "said"), [
    ("nowhere.toml", "there is no such file"), ("folder", "it is a folder"),
    ("broken.toml", "broken.toml:1:8: this is not valid TOML"),
    ("broken.yaml", "broken.yaml:2:3: this is not valid YAML"),
    ("broken.json", "broken.json:1:7: this is not valid JSON"),
    ("utf16.toml", "the file is not UTF-8"), ("list.json", "the file holds no keys with values"),
    ("twice.json", "the key `year` stands twice"), ("deep.json", "nested too deeply"),
])
def test_a_case_waiver_or_baseline_that_cannot_be_read(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--case", name], ["--waivers", name], ["--baseline", name]
    commands = ["compute", DOCUMENT], ["check", DOCUMENT, *FAST], ["check", DOCUMENT, *FAST]
    for command, more in zip(commands, arguments, strict=True):
        assert said in telling(capsys, [*command, *more])[1]


def telling(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[str, str]:
    """As `told`, of what quotes a parser of Python, which speaks English."""
    said = []
    for language in ("zh", "en"):
        assert run([*arguments, "--lang", language]) == 2
        streams = capsys.readouterr()
        assert streams.out == "" and "Traceback" not in streams.err
        said.append(streams.err)
    assert re.search("[\u4e00-\u9fff]", said[0])
    return said[0], said[1]


@pytest.mark.parametrize(("cost", "said"), [
    ("-1", "is -1.00, not between 0.00 and 2000000.00"), ("1.005", "finer than a fen"),
    ("9" * 400, "is not an amount in yuan"), ("1e400", "is not an amount in yuan"),
    ("nan", "is not an amount in yuan"), ("", "is not an amount in yuan"),
    ("2000000.01", "is 2000000.01, not between"),
])
def test_a_wrong_number(cost: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compute", DOCUMENT, *PERSON, "--visit", VISIT.format(cost=cost)]
    text = told(capsys, arguments)[1]
    assert said in text
    assert len(text) < 300


@pytest.mark.parametrize(("arguments", "said"), [
    (["--year", "2022", "--category", "rich"], "`rich`, which is no category"),
    (["--year", "1999"], "`1999`, which this document does not know"),
    ([*PERSON, "--set", "nothing=1"], "`nothing` is no value or reading"),
    ([*PERSON, "--set", "aid_rate"], "`aid_rate` is not of the form NAME=VALUE"),
    ([*PERSON, "--set", "aid_rate=200"], "is 200%, not between 0% and 100%"),
    ([*PERSON, "--set", "aid_rate=x"], "`x` is not a percentage"),
    ([*PERSON, "--set", "aid_rate=50", "--set", "aid_rate=60"], "`aid_rate` is given twice"),
    ([*PERSON, "--set", "proper=nothing"], "`nothing` is no reading of `proper`"),
    ([*PERSON, "--set", "rounding=sideways"], "`sideways` is no way to round"),
    ([*PERSON, "--year", "2023"], "`--year` is given twice"),
    ([*PERSON, "--why", "nothing"], "`nothing` is no line of this result"),
])
def test_a_wrong_case_or_setting(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = ["--visit", VISIT.format(cost=30000)]
    assert said in told(capsys, ["compute", DOCUMENT, *arguments, *visit])[1]


@pytest.mark.parametrize(("arguments", "said"), [
    (["nothing"], "there is no command `nothing`"), (["chek"], "did you mean `check`?"),
    (["list", "x"], "`x` is one argument too many"), (["list", "--format"], "`--lang` is none of"),
    (["check", "--all-readings=yes"], "`--all-readings` takes no value"),
    (["check", "--al"], "there is no option `--al`; did you mean"),
    (["check", DOCUMENT, "--visits", "0"], "`0` is not a whole number from 1 to 20"),
    (["check", DOCUMENT, "--visits", "9" * 400], "9` is not a whole number from 1 to 20"),
    (["check", DOCUMENT, "--timeout", "soon"], "`soon` is not a whole number from 1 to 3600"),
    (["check", DOCUMENT, "--format", "pdf"], "`pdf` is none of text, json, sarif"),
    (["check", DOCUMENT, "--visits", "1", "--visits=2"], "`--visits` is given twice"),
    (["check", DOCUMENT, "--fail-on", "x"], "`x` is no kind of finding"),
    (["check", DOCUMENT, "--property-file", "nowhere.lp"], "nowhere.lp: there is no such file"),
    (["check", DOCUMENT, "--property-file", "folder"], "folder: this is a folder"),
    (["check", DOCUMENT, "--property-file", "empty.lp"], "empty.lp: the file states nothing"),
    (["check", DOCUMENT, "--waivers", "waiver.toml"], "`waiver[1].document` is missing"),
    (["check", DOCUMENT, "--write", "json=folder"], "cannot be written (it is a folder)"),
    (["check", DOCUMENT, "--write", "json=no/x"], "cannot be written (there is no such file"),
    (["check", DOCUMENT, "--write-baseline", "folder"], "cannot be written (it is a folder)"),
    (["check", DOCUMENT, "--write-baseline", "list.json"], "holds no keys with values"),
    (["check", DOCUMENT, "--export", "empty.toml"], "`empty.toml` cannot be made a folder"),
    (["compare", DOCUMENT, DOCUMENT, "--apart", "nothing"], "`nothing` is no category"),
    (["compare", DOCUMENT, DOCUMENT, "--same", "nothing=poor"], "`nothing` is no category"),
    (["compare", DOCUMENT, DOCUMENT, "--same", "poor=nothing"], "`nothing` is no category"),
    (["cliffs", DOCUMENT], "`--along` is missing"),
    (["worst", DOCUMENT, "--least-cost", "-1"], "a cost is no negative amount"),
    (["worst", DOCUMENT, "--basic-share", "200"], "a share lies between 0 and 100 percent"),
    (["worst", DOCUMENT, "--category", "rich"], "no category of this document is called `rich`"),
    (["readings", DOCUMENT, "--topic", "nothing"], "no ambiguity is called `nothing`"),
    (["properties", "annual_limit"], "choose one of `annual_limits`"),
    (["audit", "luan_2021", "nowhere.txt"], "there is no such file"),
    (["audit", "luan_2021", "empty.txt"], "the file is empty"),
    (["audit", "luan_2021", "folder"], "cannot be read"),
    (["new", "folder.lp"], "the file is there already"), (["new", "X.lp"], "small letters"),
    (["new", "no/x.lp"], "cannot be written (there is no such file or folder)"),
])
def test_a_wrong_option_or_argument(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, arguments)[1]
    assert said in text
    assert len(text) < 1000


@pytest.mark.parametrize("name", ["broken.pdf", "broken.docx", "latin.txt"])
def test_a_text_that_cannot_be_read(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert name in telling(capsys, ["audit", "luan_2021", name])[1]


@pytest.mark.parametrize(("file", "text"), [
    ("mingzheng.toml", "visits = ["), ("pyproject.toml", "[tool.mingzheng\n"),
])
def test_a_broken_configuration(
    folder: Path, file: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    assert f"{file}:" in telling(capsys, ["list"])[1]


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "list"]) == 0
    assert "Lu'an" in capsys.readouterr().out
    assert run(["--lang", "zh"]) == 2
    assert "缺少 `COMMAND`" in capsys.readouterr().err


def test_an_option_at_the_end_without_its_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--lang", "zh", "--format"]) == 2
    assert "`--format` 需要一个值" in capsys.readouterr().err


def test_a_missing_property_file_is_told_though_the_document_is_known_already(
    capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", DOCUMENT, *FAST]) == 0
    capsys.readouterr()
    told(capsys, ["check", DOCUMENT, *FAST, "--property-file", "nowhere.lp"])


@pytest.mark.parametrize("arguments", [
    ["check", "locked.lp"], ["lint", "locked.lp"], ["compare", DOCUMENT, "locked.lp"],
    ["check", DOCUMENT, "--property-file", "locked.lp"], ["new", "locked.lp"],
    ["check", DOCUMENT, *FAST, "--write-baseline", "locked.json"],
])
def test_a_folder_without_permission(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that may not be entered does not even tell whether it has a file."""
    look = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> object:
        if self.name.startswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return look(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    assert "locked" in told(capsys, arguments)[1]
    assert "(no permission)" in told(capsys, arguments)[1]



def test_a_reader_who_has_enough_ends_the_program_quietly() -> None:
    """As in `mingzheng … | head`."""
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "properties"], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 1


@pytest.mark.parametrize(("redirected", "english", "chinese"), [
    (">&-", "the standard output is closed", "标准输出已关闭"),
    ("> /dev/full", "the output cannot be written (no space is left)",
     "输出无法写入（没有剩余空间）"),
])
@pytest.mark.parametrize("command", ["list", "properties", "list --format json", "--help"])
def test_an_output_that_takes_nothing(
    command: str, redirected: str, english: str, chinese: str
) -> None:
    for language, said in (("en", english), ("zh", chinese)):
        done = subprocess.run(
            f"{sys.executable} -m cli.main --lang {language} {command} {redirected}", cwd=ROOT,
            shell=True, stderr=subprocess.PIPE, text=True, check=False,
        )
        assert done.returncode == 2
        assert done.stderr.startswith(said + "\n  → ") and len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(("command", "code"), [("list", 0), ("list --no-such-option", 2)])
def test_without_a_place_for_errors_the_exit_code_stays(command: str, code: int) -> None:
    done = subprocess.run(
        f"{sys.executable} -m cli.main {command} 2>&-", cwd=ROOT, shell=True, check=False,
        stdout=subprocess.PIPE, text=True,
    )
    assert done.returncode == code
    assert ("luan_2021" in done.stdout) is (code == 0)


def test_a_closed_standard_input_is_an_empty_one() -> None:
    """As a daemon starts programs: a case by flags needs no input, and one from it is none."""
    for more, code in (("--year 2023 --category 低保对象", 3), ("--case -", 2)):
        done = subprocess.run(
            f"{sys.executable} -m cli.main compute luan {more} <&-", cwd=ROOT, shell=True,
            capture_output=True, text=True, check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("limit", ["-v 2000000", "-t 15"])
def test_limits_of_whoever_started_the_program_are_kept(limit: str) -> None:
    """That a container's limit is lower than that of a grounding is no fault of the encoding."""
    done = subprocess.run(
        f"ulimit {limit}; {sys.executable} -m cli.main lint {DOCUMENT}",
        cwd=ROOT, shell=True, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_is_not_done_for_superiors_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for more in (["--second-opinion"], ["--export", "scripts"]):
        assert run(["check", "luan", "--superior", "anhui_2021_8", "--lang", "en", *more]) == 2
        assert "leave them out" in capsys.readouterr().err
    assert not Path("scripts").exists()
