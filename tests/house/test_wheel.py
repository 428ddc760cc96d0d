"""The wheel answers in an environment that holds nothing of the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from whichml.knowledge.content import Content

WHERE = "from whichml.knowledge.content import Content; c = Content.shipped(); print(c.root, len(c.files), c.digest)"


@dataclass(frozen=True)
class Installation:
    """An environment with the wheel in it, and a folder of its own to work in."""

    wheel: Path
    prefix: Path
    elsewhere: Path

    def run(self, *command: str | Path) -> str:
        """Return what a command of this environment prints."""
        program, *arguments = command
        return _run([self.prefix / "bin" / program, *arguments], self.elsewhere)


def _run(command: Sequence[str | Path], folder: Path) -> str:
    outside = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WHICHML", "VIRTUAL"))
    }
    environment = {**outside, "XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installation(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Build the wheel, and install it where the dependencies of the tests can be seen but not the checkout.

    A path file names the folder of the dependencies. Python does not read the path files inside that folder, so the
    editable install of the checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("wheel")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, root],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    prefix = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", prefix], check=True)
    python = prefix / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, wheel], check=True, cwd=elsewhere)
    packages = Path(_run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], elsewhere).strip())
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Installation(wheel, prefix, elsewhere)


def test_an_installed_wheel_answers_from_the_content_inside_it(installation: Installation, root: Path) -> None:
    shutil.copy(root / "kb/facts/scenarios/credit-card-fraud.yaml", installation.elsewhere / "fraud.yaml")
    answer = json.loads(installation.run("whichml", "recommend", "fraud.yaml", "--format", "json"))
    assert answer["candidates"][0]["rank"] == 1
    assert answer["candidates"][0]["algorithm"]
    content_root, n_files, digest = installation.run("python", "-c", WHERE).split()
    assert Path(content_root).is_relative_to(installation.prefix)
    assert int(n_files) == len(Content.shipped().files)
    assert answer["knowledge"]["digest"] == digest
    assert list((installation.elsewhere / "cache").rglob("*.sqlite3"))


def test_an_installed_wheel_and_the_checkout_hold_the_same_knowledge(installation: Installation) -> None:
    _, _, digest = installation.run("python", "-c", WHERE).split()
    assert digest == Content.shipped().digest


def test_an_installed_wheel_serves_http_too(installation: Installation) -> None:
    where = installation.run("python", "-c", "import whichml_server; print(whichml_server.__file__)").strip()
    assert Path(where).is_relative_to(installation.prefix)


def test_a_wheel_holds_all_content_and_both_licenses_and_no_tests(installation: Installation) -> None:
    names = zipfile.ZipFile(installation.wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"whichml", "whichml_server", "whichml-0.1.0.dist-info"}
    assert "whichml-0.1.0.dist-info/licenses/LICENSE" in names
    shipped = Content.shipped()
    assert {f"whichml/content/{shipped.name_of(path)}" for path in shipped.files} <= set(names)
    assert "whichml/py.typed" in names
