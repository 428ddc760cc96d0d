"""Estimators are run within limits, and what cannot be run is said to be so and never guessed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from by_night import only_by_night
from whichml.knowledge.content import Content
from whichml.knowledge.implementation_paths import DottedPath, read_path
from whichml.model.documents.errors import ProbeError
from whichml_workshop.introspection import worker
from whichml_workshop.introspection.estimators import measure_path
from whichml_workshop.introspection.introspect import CANNOT_RUN, CONTRADICT, main
from whichml_workshop.introspection.measurement import CapabilityMeasurement
from whichml_workshop.introspection.worker import measure_paths


def measure_slowly(path: str, distribution: str) -> CapabilityMeasurement:
    """Take a minute over what is called slow, end over what is called deadly, and no time over anything else."""
    if path == "deadly":
        sys.exit(3)
    if path == "slow":
        time.sleep(60)
    return CapabilityMeasurement(path, distribution, "1", "measured")


def ask_the_network(path: str, distribution: str) -> CapabilityMeasurement:
    import socket

    try:
        socket.create_connection(("localhost", 9))
    except PermissionError as refusal:
        return CapabilityMeasurement(path, distribution, "1", "not importable", seen={"network": str(refusal)})
    return CapabilityMeasurement(path, distribution, "1", "measured")


@pytest.mark.parametrize("path", ["no_such_package.Model", "no_such_package"])
def test_what_is_not_installed_is_said_to_be_so_and_never_guessed(path: str) -> None:
    found = measure_path(path, "no-such-package")
    assert (found.status, dict(found.capabilities), found.version) == ("not installed", {}, "")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("one line of code", "no path"),
        ("vowpalwabbit --ftrl", "no path"),
        ("sklearn.svm.NoSuchEstimator", "not importable"),
        ("json.JSONDecoder", "another interface"),
        ("json", "another interface"),
    ],
)
def test_what_cannot_be_run_has_a_status_and_no_capabilities(path: str, status: str) -> None:
    found = measure_path(path, "")
    assert (found.status, dict(found.capabilities)) == (status, {})


def test_a_path_may_state_settings_of_its_class() -> None:
    assert read_path('a.b.C(loss="hinge", penalty=None)') == DottedPath("a.b", "C", {"loss": "hinge", "penalty": None})
    assert read_path("a.b.C(other.Thing)") is None


@only_by_night
@pytest.mark.slow("waits for processes that run out of time")
def test_an_estimator_that_takes_too_long_does_not_stop_the_next() -> None:
    paths = [("slow", "x"), ("quick", "x"), ("deadly", "x"), ("quick", "x")]
    found = measure_paths(paths, seconds_each=1, measure=measure_slowly)
    assert [one.status for one in found] == ["out of time", "measured", "out of time", "measured"]


@pytest.mark.slow("runs estimators in processes")
def test_an_estimator_under_trial_has_no_network() -> None:
    (found,) = measure_paths([("x", "x")], measure=ask_the_network)
    assert found.seen["network"] == "an estimator under trial may not use the network"


@only_by_night
@pytest.mark.slow("runs estimators twice")
def test_a_second_run_shows_the_same() -> None:
    paths = [("sklearn.ensemble.RandomForestClassifier", "scikit-learn"), ("sklearn.cluster.KMeans", "scikit-learn")]
    assert list(measure_paths(paths)) == list(measure_paths(paths))


@pytest.mark.slow("runs estimators in processes")
def test_without_scikit_learn_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(worker, "is_installed", lambda name: name != "sklearn")
    with pytest.raises(ProbeError, match="sklearn cannot be imported"):
        list(measure_paths([("sklearn.svm.SVC", "scikit-learn")]))
    assert main(["--check"]) == CANNOT_RUN
    assert "pip install 'whichml[probe]'" in capsys.readouterr().err


@pytest.mark.slow("starts a process")
def test_importing_the_module_leaves_scikit_learn_alone(tmp_path: Path) -> None:
    program = "import sys, whichml, whichml_workshop.introspection.introspect; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    names = loaded.stdout.split()
    assert "whichml_workshop.introspection.introspect" in names
    assert [name for name in ("sklearn", "scipy", "pandas", "joblib", "threadpoolctl") if name in names] == []


@only_by_night
@pytest.mark.slow("compiles the content and runs estimators")
def test_check_exits_with_one_and_prints_place_finding_and_right_form(
    content_copy: Content, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = content_copy.facts / "algorithms" / "ridge.yaml"
    path.write_text(path.read_text().replace("  sparse: true\n", "  sparse: false\n"))
    only = [("sklearn.linear_model.Ridge", "scikit-learn")]
    monkeypatch.setattr("whichml_workshop.introspection.introspect.paths_of", lambda files: only)
    assert main(["--check", "--write", "--format", "json"], content_copy) == CONTRADICT
    printed = json.loads(capsys.readouterr().out)
    assert printed["schema"] == "introspection/1"
    (problem,) = printed["contradictions"]
    assert problem["where"].startswith("kb/facts/algorithms/ridge.yaml:")
    assert problem["hint"] == "Write `sparse: true`."
    table = (content_copy.facts / "measured" / "introspection" / "capabilities.csv").read_text()
    assert len(table.splitlines()) == 2
    assert main(["--check"], content_copy) == CONTRADICT
    assert "contradiction: kb/facts/algorithms/ridge.yaml:" in capsys.readouterr().out
