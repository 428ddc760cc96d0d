"""`whichml starter` refuses what cannot become a project, in words and before anything is written."""

import re
import shutil

import pytest

from by_night import only_by_night
from small_knowledge import ROOT

TABLE = ROOT / "tests/data/breast_cancer.csv"


BRIEF = "task: {task}\ndata: {{modality: {modality}}}\n{more}"


@pytest.fixture
def given(tmp_path):
    def write(task="binary-classification", modality="tabular", more=""):
        path = tmp_path / "given.yaml"
        path.write_text(BRIEF.format(task=task, modality=modality, more=more), encoding="utf-8")
        return path

    return write


def test_a_folder_that_is_there_is_not_written_over(run, given, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("kept")
    refusal = run("starter", given(), "--output", tmp_path / "there")
    assert refusal.exit_code == 2
    assert "is there already, and is not written over" in refusal.stderr
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("task", "modality"), [("forecasting", "time-series"), ("binary-classification", "image")])
def test_what_is_no_supervised_table_is_refused_with_the_tasks_that_are(run, given, tmp_path, task, modality):
    refusal = run("starter", given(task, modality), "--output", tmp_path / "new")
    assert refusal.exit_code == 2
    assert "there is no starter for" in refusal.stderr
    assert "binary-classification, multiclass-classification, regression" in refusal.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.slow("imports every learner that is installed")
@pytest.mark.parametrize(
    ("algorithm", "said"),
    [("hoeffding-tree", "cannot be written as a plain call"), ("tabular-foundation-model", "is installed here"),
     ("random-forrest", "unknown algorithm")],
)  # fmt: skip
def test_an_algorithm_without_an_estimator_is_refused_with_those_that_have_one(run, given, tmp_path, algorithm, said):
    refusal = run("starter", given(), "--output", tmp_path / "new", "--algorithm", algorithm)
    assert refusal.exit_code == 2
    assert said in refusal.stderr
    assert "Possible with --algorithm: " in refusal.stderr or "Did you mean 'random-forest'?" in refusal.stderr


def test_groups_without_their_column_are_refused(run, given, tmp_path):
    brief = given("regression", "tabular, groups: 30")
    refusal = run("starter", brief, "--data", TABLE, "--target", "mean radius", "--output", tmp_path / "new")
    assert refusal.exit_code == 2
    assert "Give --group COLUMN" in refusal.stderr


def test_a_class_that_the_target_lacks_is_refused(run, given, tmp_path):
    refusal = run(
        "starter", given(), "--data", TABLE, "--target", "diagnosis", "--positive", "malign", "--output", tmp_path / "n"
    )
    assert refusal.exit_code == 2
    assert "has no class 'malign'" in refusal.stderr
    assert "'malignant'" in refusal.stderr


@pytest.mark.slow("probes a table")
def test_a_starter_takes_the_table_of_a_probe_and_refuses_it_when_it_changed(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(TABLE, "table.csv")
    probe = ("probe", "table.csv", "--target", "diagnosis", "--budget", "3s", "--top", 1, "--workers", 1)
    assert run(*probe, "--save", "seen", "--algorithm", "logistic-regression").exit_code == 0
    command = ("starter", "seen/brief.yaml", "--evidence", "seen", "--output")
    done = run(*command, "first")
    assert done.exit_code == 0, done.stderr
    assert 'DATA = HERE / "../table.csv"' in (tmp_path / "first" / "train.py").read_text("utf-8")
    with open("table.csv", "a", encoding="utf-8") as table:
        table.write(TABLE.read_text(encoding="utf-8").splitlines()[-1] + "\n")
    for more in ((), ("--data", "table.csv")):
        refusal = run(*command, "second", *more)
        assert refusal.exit_code == 2
        assert "has changed since it was probed" in refusal.stderr
    shutil.move("table.csv", "elsewhere.csv")
    assert "does not lie here" in run(*command, "second").stderr


@pytest.mark.slow("probes a table")
@only_by_night
def test_a_starter_finds_the_probed_table_where_it_lay_and_names_it_by_its_whole_path(run, tmp_path, monkeypatch):
    apart, here = tmp_path / "data" / "2026", tmp_path / "work" / "deep" / "er"
    apart.mkdir(parents=True)
    here.mkdir(parents=True)
    shutil.copy(TABLE, apart / "table.csv")
    monkeypatch.chdir(here)
    probe = ("probe", apart / "table.csv", "--target", "diagnosis", "--budget", "3s", "--top", 1, "--workers", 1)
    assert run(*probe, "--save", "seen", "--algorithm", "logistic-regression").exit_code == 0
    command = ("starter", "seen/brief.yaml", "--evidence", "seen", "--output")
    done = run(*command, "first")
    assert done.exit_code == 0, done.stderr
    program = (here / "first" / "train.py").read_text("utf-8")
    assert f'DATA = Path("{apart / "table.csv"}")' in program
    with open(apart / "table.csv", "a", encoding="utf-8") as table:
        table.write(TABLE.read_text(encoding="utf-8").splitlines()[-1] + "\n")
    assert "has changed since it was probed" in run(*command, "second").stderr
    (apart / "table.csv").unlink()
    assert "does not lie here" in run(*command, "second").stderr


@pytest.mark.slow("writes a starter")
def test_the_starter_of_the_readme_is_written(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (line,) = re.findall(r"^whichml (starter .*?)\s*#", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    done = run(*line.split())
    assert (done.exit_code, sorted(path.name for path in (tmp_path / "fraud").iterdir())) == (
        0, ["README.md", "brief.yaml", "requirements.txt", "train.py"],
    )  # fmt: skip
