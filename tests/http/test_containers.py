"""What containers are told: every setting, the port to ask, how long they may take to end, and what builds them."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from small_knowledge import read_plainly, script
from whichml_server.settings import Settings
from whichml_server.settings_reading import variable_of

ROOT = Path(__file__).parents[2]
_OF_THE_IMAGE = {variable_of("host"), variable_of("port")}


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    found: dict[str, Any] = read_plainly(ROOT / "compose.yaml")["services"]["whichml"]
    return found


@pytest.fixture(scope="module")
def health() -> ModuleType:
    return script("container_health")


def test_the_composed_server_gets_every_setting_but_where_it_listens(service: dict[str, Any]) -> None:
    assert {variable_of(name) for name in Settings.model_fields} - _OF_THE_IMAGE == service["environment"].keys()
    passed = [name for name, value in service["environment"].items() if value is None]
    assert len(passed) == len(service["environment"]) - 3


def test_the_composed_server_has_longer_to_end_than_it_takes_for_requests_under_way(service: dict[str, Any]) -> None:
    usual = re.fullmatch(r"\$\{STOP_GRACE_PERIOD:-(\d+)s\}", service["stop_grace_period"])
    assert usual is not None
    assert int(usual[1]) > Settings().graceful_seconds


@pytest.mark.parametrize(
    ("command", "port"),
    [
        ("whichml serve", "8000"),
        ("whichml serve --port 9000", "9000"),
        ("/sbin/docker-init -- whichml serve --port=9000 --workers 3", "9000"),
        ("whichml serve --port 1 --port 9000", "9000"),
    ],
)
def test_the_health_of_a_container_is_asked_at_the_port_that_its_options_name(
    health: ModuleType, command: str, port: str
) -> None:
    assert health.port_of(command.split(), {"WHICHML_PORT": "8000"}) == port


def test_the_image_asks_for_its_health_by_the_program_that_knows_the_port() -> None:
    image = (ROOT / "Dockerfile").read_text("utf-8")
    (copied,) = re.findall(r"COPY scripts/container_health\.py (\S+)", image)
    assert f'CMD ["python", "-I", "{copied}"]' in image


def test_what_builds_the_wheel_of_an_image_is_pinned() -> None:
    image = (ROOT / "Dockerfile").read_text("utf-8")
    for variable in ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"):
        assert f"{variable}=/src/constraints.txt" in image
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    assert re.search(r"^hatchling==\S+$", pinned, re.MULTILINE)
