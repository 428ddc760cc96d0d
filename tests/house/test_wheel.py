"""Source archive and wheel hold the same, and the wheel answers where there is nothing of the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from by_night import only_by_night
from triples_of_store import triples_of
from tutorial_commands import run_tutorial
from whichml.knowledge.content import Content
from whichml.knowledge.content_archive import ARCHIVE, read_compiled
from whichml.knowledge.loading import built_store
from whichml.knowledge.snapshot import SHIPPED, read_triples

pytestmark = pytest.mark.slow("builds the wheel and installs it")

WHERE = (
    "from whichml.knowledge.content import Content; c = Content.shipped(); print(c.root, len([*c.parts()]), c.digest)"
)
ONTOLOGY = ("rdflib", "pyshacl", "owlready2")
MOST_BYTES = 3_900_000  # half a million of them are what is known of applications, a third of that of circumstances


@dataclass(frozen=True)
class Installation:
    """An environment with the wheel and the core dependencies in it, and a folder of its own to work in."""

    prefix: Path
    elsewhere: Path

    def process(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of this environment."""
        program, *arguments = command
        return _process([self.prefix / "bin" / program, *arguments], self.elsewhere, **more)

    def run(self, *command: str | Path) -> str:
        """Return what a command of this environment prints."""
        done = self.process(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    """Return the variables of a user who knows nothing of the checkout and whose home is a folder."""
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WHICHML", "VIRTUAL"))
    }
    return {**outside, "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder), **more}


def _process(command: Sequence[str | Path], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = environment_of(folder, **more)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _build(root: Path, folder: Path, *options: str) -> Path:
    """Return the wheel that is built into a folder."""
    command = [sys.executable, "-m", "build", *options, "--no-isolation", "--outdir", folder, root]
    done = _process(command, folder, PYTHONHASHSEED=str(len(options)))
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that the source archive gives."""
    return _build(root, tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def installation(wheel: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Install the wheel where the dependencies of the tests can be seen, but neither the checkout nor its extra.

    A path file names a folder of links to the dependencies. Python reads no path files in that folder, so the editable
    install of the checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("wheel")
    elsewhere, dependencies, prefix = folder / "elsewhere", folder / "dependencies", folder / "environment"
    elsewhere.mkdir()
    dependencies.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if path.name.partition("-")[0].lower() not in ONTOLOGY:
            (dependencies / path.name).symlink_to(path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", prefix], check=True)
    python = prefix / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, wheel], check=True, cwd=elsewhere)
    found = _process([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], elsewhere)
    (Path(found.stdout.strip()) / "dependencies.pth").write_text(f"{dependencies}\n")
    shutil.copy(root / "kb/facts/scenarios/credit-card-fraud.yaml", elsewhere / "fraud.yaml")
    return Installation(prefix, elsewhere)


def test_an_installed_wheel_answers_at_once_from_the_content_inside_it_and_keeps_nothing(
    installation: Installation,
) -> None:
    answer = json.loads(installation.run("whichml", "recommend", "fraud.yaml", "--format", "json"))
    assert answer["candidates"][0]["rank"] == 1
    assert answer["candidates"][0]["algorithm"]
    content_root, n_files, digest = installation.run("python", "-c", WHERE).split()
    assert Path(content_root).is_relative_to(installation.prefix)
    assert int(n_files) == len(Content.shipped().files)
    assert answer["knowledge"]["digest"] == digest == Content.shipped().digest
    assert sorted(path.name for path in installation.elsewhere.iterdir()) == ["fraud.yaml"]


@pytest.mark.parametrize("package", ONTOLOGY)
def test_the_installation_that_these_tests_ask_lacks_the_extra(installation: Installation, package: str) -> None:
    assert f"No module named '{package}'" in installation.process("python", "-c", f"import {package}").stderr


def test_an_installed_wheel_shows_asks_and_exports_what_it_knows(installation: Installation) -> None:
    assert "Random forest" in installation.run("whichml", "kb", "show", "random-forest")
    query = "SELECT ?algorithm { ?algorithm wml:solves task:clustering }"
    assert "algorithm:k-means" in installation.run("whichml", "kb", "sparql", query)
    assert installation.run("whichml", "kb", "export", "--format", "ttl").startswith("@prefix ")
    assert "Up to date: " in installation.run("whichml", "kb", "build")
    assert "## Decision Drivers" in installation.run("whichml", "export", "fraud.yaml")


@only_by_night
def test_an_installed_wheel_takes_up_a_pack_of_ones_own(installation: Installation) -> None:
    installation.run("whichml", "rules", "new", "pack", "my-bank")
    answer = json.loads(
        installation.run("whichml", "recommend", "fraud.yaml", "--rules", "my-bank", "--format", "json")
    )
    assert [pack["id"] for pack in answer["knowledge"]["packs"] if not pack["shipped"]] == ["my-bank"]
    assert installation.run("whichml", "rules", "test", "my-bank")
    assert installation.run("whichml", "rules", "diff", "my-bank", "my-bank")
    shutil.rmtree(installation.elsewhere / "my-bank")


@only_by_night
def test_the_tutorial_runs_as_it_is_written_where_the_wheel_is_installed(
    installation: Installation, tmp_path: Path
) -> None:
    path = f"{installation.prefix / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = environment_of(tmp_path, PATH=path, COLUMNS="120")
    assert run_tutorial(tmp_path, environment) == (7, 12)
    assert "# " in (tmp_path / "decision.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("command", "content", "said"),
    [
        ("recommend fraud.yaml", "own", "pip install 'whichml[ontology]'"),
        ("kb build --force", None, "pip install 'whichml[ontology]'"),
        ("rules test", None, "only a checkout of its repository holds them"),
        ("verify --set nobody", None, "the registry has no data set nobody"),
    ],
)
def test_what_an_installed_wheel_lacks_is_said_with_the_remedy(
    installation: Installation, command: str, content: str | None, said: str, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(Content.shipped().ontology, own / "ontology")
    chosen = {"WHICHML_CONTENT": str(own)} if content else {}
    refusal = installation.process("whichml", *command.split(), **chosen)
    assert refusal.returncode == 2
    assert said in refusal.stderr


def test_an_installed_wheel_serves_http_too(installation: Installation) -> None:
    where = installation.run("python", "-c", "import whichml_server; print(whichml_server.__file__)").strip()
    assert Path(where).is_relative_to(installation.prefix)


def test_the_archive_holds_the_files_of_the_checkout(wheel: Path, root: Path, repository_files: list[Path]) -> None:
    (path,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        held = {
            entry.name.partition("/")[2]: file.read()
            for entry in archive
            if (file := archive.extractfile(entry)) is not None
        }
    generated = {"PKG-INFO"}
    assert {name for name, raw in held.items() if name not in generated and (root / name).read_bytes() != raw} == set()
    packages = [each for each in repository_files if each.is_relative_to(root / "kb") or each.suffix == ".ttl"]
    assert {each.relative_to(root).as_posix() for each in packages} - held.keys() == set()


def test_the_archive_compiles_to_what_the_checkout_compiles_to_in_another_process(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        for name in (ARCHIVE, SHIPPED):
            (tmp_path / name).write_bytes(packed.read(f"whichml/content/{name}"))
    head, _, rest = built_store().read_bytes().partition(b"\n")
    assert read_compiled(tmp_path / ARCHIVE) == rest[: json.loads(head)["n_knowledge"]]
    assert read_triples(tmp_path / SHIPPED) == triples_of(built_store())


@only_by_night
def test_the_archive_and_the_checkout_give_the_same_wheel_byte_by_byte(wheel: Path, root: Path, tmp_path: Path) -> None:
    assert _build(root, tmp_path, "--wheel").read_bytes() == wheel.read_bytes()


def test_a_wheel_is_small_and_holds_what_answers_need_both_licenses_and_no_tests(wheel: Path, root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.stat().st_size <= MOST_BYTES
    assert {name.partition("/")[0] for name in names} == {"whichml", "whichml_server", f"whichml-{version}.dist-info"}
    assert f"whichml-{version}.dist-info/licenses/LICENSE" in names
    assert "whichml/py.typed" in names
    content = {name.removeprefix("whichml/content/") for name in names if name.startswith("whichml/content/")}
    loose = {Content.shipped().name_of(path) for path in Content.shipped().loose}
    assert content == {SHIPPED, ARCHIVE, *loose}
    assert {name.rpartition("/")[0] for name in loose} == {"kb/facts/scenarios", "kb/facts/probes"}
    assert len(loose) == 13
