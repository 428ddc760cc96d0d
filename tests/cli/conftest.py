"""A way to run commands, and the briefs that they are run on."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from whichml.cli import whichml

ROOT = Path(__file__).parents[2]
BRIEFS = Path(__file__).parent / "briefs"
SCENARIOS = ROOT / "kb" / "facts" / "scenarios"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a way to run a command in this process, which goes on: nothing is kept as if it ended with the command."""
    monkeypatch.setattr(gc, "freeze", lambda: None)

    def invoke(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(whichml, [str(argument) for argument in arguments], input=stdin)

    return invoke


@pytest.fixture
def fraud() -> Path:
    return SCENARIOS / "credit-card-fraud.yaml"


@pytest.fixture
def recidivism() -> Path:
    return SCENARIOS / "recidivism.yaml"


@pytest.fixture
def brief_file() -> Callable[[str], Path]:
    return lambda name: BRIEFS / f"{name}.yaml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "brief.yaml"
