"""The guide to packs of one's own works as it is written: its pack loads, its tests pass, its commands run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from small_knowledge import ROOT
from whichml import KnowledgeBase
from whichml.authoring.cases import Expectation
from whichml.authoring.linting import lint
from whichml.authoring.mutation import survivors
from whichml.authoring.testing import run_tests
from whichml.authoring.workspace import open_workspace
from whichml.cli import whichml
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack

GUIDE = (ROOT / "docs/packs.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)\)")


def blocks(language: str) -> list[str]:
    return [body for found, body in BLOCK.findall(GUIDE) if found == language]


@pytest.fixture
def my_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the pack of the guide with its tests, below the folder in which the test now is."""
    monkeypatch.chdir(tmp_path)
    pack, claims, cases = blocks("yaml")
    home = tmp_path / "my-bank"
    home.mkdir()
    (home / "my-bank.yaml").write_text(pack + claims, encoding="utf-8")
    (home / "my-bank.test.yaml").write_text(cases, encoding="utf-8")
    return home


def test_the_pack_of_the_guide_loads_and_passes_its_tests(my_bank: Path, knowledge: KnowledgeBase) -> None:
    workspace = open_workspace(knowledge, [my_bank])
    assert workspace.refused == ()
    tested = run_tests(workspace)
    assert (tested.n_cases, tested.missed) == ({"my-bank": 3}, ())


def test_the_claim_of_the_guide_counts_and_lint_finds_nothing_wrong_with_it(
    my_bank: Path, knowledge: KnowledgeBase
) -> None:
    workspace = open_workspace(knowledge, [my_bank])
    report = lint(workspace.packs, workspace.knowledge, workspace.refused)
    assert [str(each.problem) for each in report.findings] == []
    assert "my-bank.risk-scorecard.stability" in {name.rpartition(".")[0] for name in workspace.knowledge.claims}


@pytest.mark.slow("changes every condition of a pack")
def test_mutation_finds_the_exception_that_the_guide_leaves_to_its_reader(
    my_bank: Path, knowledge: KnowledgeBase
) -> None:
    workspace = open_workspace(knowledge, [my_bank])
    report = survivors(workspace.knowledge, workspace.cases)
    found = {survivor.path for survivor in report.survivors}
    assert found == {("unless", "project.human_review"), ("algorithm", "interpretability")}


def without_comment(line: str) -> list[str]:
    return shlex.split(line, comments=True)


@pytest.mark.slow("lints, tests and mutates packs")
@pytest.mark.parametrize("part", range(4))
def test_the_commands_of_the_guide_run(part: int, my_bank: Path) -> None:
    commands = [without_comment(line) for block in blocks("sh") for line in block.splitlines()]
    mine = commands[part::4]
    (Path("our-briefs")).mkdir()
    for path in ("brief.yaml", "our-briefs/loan.yaml"):
        Path(path).write_text("task: binary-classification\ndata: {modality: tabular}\n", encoding="utf-8")
    Path("rules").symlink_to(ROOT / "rules")
    assert len(commands) == 9
    for program, *arguments in mine:
        if arguments[:2] == ["rules", "new"]:
            arguments += ["--in", str(my_bank)]
        done = CliRunner().invoke(whichml, [each for each in arguments if each != "--watch"])
        expected = 1 if "mutate" in arguments else 0
        assert (program, done.exit_code) == ("whichml", expected), arguments


def test_the_guide_shows_each_effect_with_an_example_that_loads(knowledge: KnowledgeBase) -> None:
    shown = re.findall(r"^\| `(\w+: .+?)` \|", GUIDE, re.MULTILINE)
    assert [each.partition(":")[0] for each in shown] == [
        "conclude", "prioritise", "decide", "forbid", "advise", "exclude", "rate", "caution",
    ]  # fmt: skip
    cited = "[{ref: mlip-book-ch25, locator: chapter 25, supports: it}]"
    rules = (f"  - {{id: b-{n}, title: T, then: {{{each}}}, sources: {cited}}}\n" for n, each in enumerate(shown))
    text = "rulepack: {id: b, version: 1, title: B, license: CC0-1.0}\nrules:\n" + "".join(rules)
    assert load_packs(knowledge, [parse_pack(text.encode(), "b.yaml")]).refused == ()


def test_every_expectation_of_the_guide_is_one() -> None:
    sentence = GUIDE.partition("`expect` takes")[2].partition("A brief that says")[0]
    assert set(re.findall(r"`(\w+)`", sentence)) == set(Expectation.model_fields)


def test_every_file_that_the_guide_names_exists() -> None:
    local = [link for link in LINK.findall(GUIDE) if "://" not in link]
    assert len(local) == 12
    assert [link for link in local if not (ROOT / "docs" / link).exists()] == []
