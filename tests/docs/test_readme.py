"""What README.md and CONTRIBUTING.md show is what happens."""

from __future__ import annotations

import doctest
import gc
import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from small_knowledge import script
from whichml import Brief, KnowledgeBase, recommend
from whichml.cli import whichml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)\)|`((?:kb|rules|ontology|tests|scripts|server)/[\w./-]*)`")


def blocks(language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(README) if found == language]


@pytest.fixture(scope="module")
def filling() -> ModuleType:
    return script("fill_documents")


@pytest.mark.slow("runs the commands whose output documents show")
@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/formats.md"])
def test_counts_tables_and_what_commands_print_are_up_to_date(name: str, filling: ModuleType) -> None:
    written = (ROOT / name).read_text("utf-8")
    assert filling.filled(written) == written, "run: make generate"


def test_the_readme_shows_three_commands_with_what_they_print() -> None:
    shown = blocks("console")
    assert [block.split()[2] for block in shown] == ["recommend", "explain", "compare"]
    assert all(len(block.splitlines()) > 5 for block in shown)


@pytest.mark.slow("runs commands")
def test_what_a_generated_part_says_is_replaced(filling: ModuleType) -> None:
    old = "a\n<!-- generated: counts -->\n| rules | 1 |\n<!-- end -->\n```console\n$ echo new\nold\n```\n"
    new = filling.filled(old)
    assert "| rules | 1 |" not in new
    assert new.startswith("a\n<!-- generated: counts -->\n| what | how much |\n")
    assert new.endswith("```console\n$ echo new\nnew\n```\n")


@pytest.mark.slow("runs commands")
def test_a_command_of_the_readme_that_fails_is_named(filling: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="whichml recommend nowhere"):
        filling.printed_by("whichml recommend nowhere.yaml")


def test_the_python_examples_of_the_readme_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = blocks("python")
    parsed = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    outcome = doctest.DocTestRunner().run(parsed)
    assert outcome.attempted == 6
    assert outcome.failed == 0


def test_the_brief_of_the_readme_is_answered(tmp_path: Path) -> None:
    (brief,) = blocks("yaml")
    (tmp_path / "brief.yaml").write_text(brief, "utf-8")
    assert recommend(Brief.load(tmp_path / "brief.yaml"), KnowledgeBase.load()).candidates


def run_here(command: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    """Run a command in this process, which has opened the knowledge; nothing is kept as if it ended with the command.

    The commands whose output the README shows run in processes of their own.
    """
    program, *arguments = shlex.split(command, comments=True)
    assert program == "whichml"
    monkeypatch.setattr(gc, "freeze", lambda: None)
    return CliRunner().invoke(whichml, arguments, catch_exceptions=False)


@pytest.mark.slow("runs commands")
def test_further_commands_of_the_readme_run(monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = [block for block in blocks("sh") if "whichml export" in block]
    commands = block.splitlines()
    assert len(commands) == 7
    monkeypatch.chdir(ROOT)
    for command in commands:
        done = run_here(command, monkeypatch)
        assert (done.exit_code, bool(done.stdout)) == (0, True), command


@pytest.mark.slow("runs commands")
def test_the_commands_of_the_readme_about_the_knowledge_base_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (block,) = [block for block in blocks("sh") if block.startswith("whichml kb sparql")]
    commands = block.splitlines()
    assert len(commands) == 3
    monkeypatch.chdir(tmp_path)
    for command in commands:
        done = run_here(command, monkeypatch)
        assert (done.exit_code, done.stderr) == (0, ""), command
    assert (tmp_path / "kb.owl").stat().st_size > 1_000_000


def test_every_make_target_that_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set()
    for name in ("README.md", "CONTRIBUTING.md", "docs/formats.md"):
        named |= set(re.findall(r"(?:`|^|`\S+ )make ([a-z-]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test", "bench", "generate"} <= named <= targets


def test_every_file_that_the_documents_name_exists() -> None:
    named: list[tuple[str, Path]] = []
    for name in ("README.md", "CONTRIBUTING.md", "docs/formats.md"):
        for link, path in LINK.findall((ROOT / name).read_text("utf-8")):
            if "://" not in (link or path):
                named.append((name, (ROOT / name).parent / link if link else ROOT / path))
    assert len(named) > 15
    assert [each for each in named if not each[1].exists()] == []


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve as the README says, on a free port; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    (line,) = [block.strip() for block in blocks("sh") if block.startswith("whichml serve")]
    program, *arguments = line.replace("8000", port).split()
    server = subprocess.Popen([BIN / program, *arguments, "--store", tmp_path / "answers.sqlite3"], cwd=ROOT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


@pytest.mark.slow("starts the server")
@pytest.mark.skipif(shutil.which("curl") is None, reason="the commands are those of curl")
def test_the_http_commands_of_the_readme_run(address: str) -> None:
    (block,) = [block for block in blocks("sh") if block.startswith("curl")]
    post, get = block.replace("http://127.0.0.1:8000", address).splitlines()
    created = subprocess.run(["bash", "-c", post], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    head, _, body = created.replace("\r\n", "\n").partition("\n\n")
    assert " 201 " in head.splitlines()[0]
    answer = json.loads(body)
    assert re.search(rf"^Location: \S*/v1/recommendations/{answer['id']}$", head, re.MULTILINE | re.IGNORECASE)
    read = subprocess.run(["bash", "-c", get.replace("ID", answer["id"])], cwd=ROOT, capture_output=True, text=True)
    assert answer["candidates"][0]["name"] in read.stdout
    assert re.search("^# ", read.stdout, re.MULTILINE)
