"""The last lines of the first screen can be pasted into a shell, and kinds are named in one word of a sentence."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.first_screen import first_screen
from whichml.export.naming import Naming
from whichml.export.screen_room import WIDTH

Run = Callable[..., Result]
FIELDS = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 4_000}


def test_a_note_behind_the_next_command_stands_below_it_rather_than_break(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping(FIELDS))
    note = f"# answer {answer.id[:12]}"
    for source, is_behind in (("BRIEF", True), ("a-brief-of-a-long-name.yaml", False)):
        lines = printed(first_screen(answer, knowledge, source=source)).rstrip().splitlines()
        if is_behind:
            assert lines[-1].strip().startswith("$ whichml ")
            assert lines[-1].endswith(note)
        else:
            assert lines[-1].strip() == note
            assert lines[-2].strip().endswith(f"--brief {source}")
        assert all(len(line) <= WIDTH for line in lines[-2:])


def test_a_file_with_a_space_in_its_name_can_be_pasted_with_the_command(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "my brief.yaml"
    path.write_text("task: binary-classification\ndata: {modality: tabular, rows: 4000}\n", "utf-8")
    told = " ".join(run("recommend", str(path)).stdout.split())
    command = told[told.index("$ whichml probe") + 2 : told.index("# answer")]
    assert shlex.split(command)[-2:] == ["--brief", str(path)]


def test_the_next_command_takes_the_packs_that_the_answer_stands_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # names that fit a line
    path, house = Path("brief.yaml"), Path("our rules.yaml")
    path.write_text("task: binary-classification\ndata: {modality: tabular, rows: 4000}\n", "utf-8")
    house.write_text("rulepack: {id: house, version: 1, title: House, license: CC0-1.0}\nrules: []\n", "utf-8")
    told = " ".join(run("recommend", str(path), "--rules", str(house)).stdout.split())
    command = told[told.index("$ whichml probe") + 2 : told.index("# answer")]
    assert shlex.split(command)[-4:] == ["--brief", str(path), "--rules", str(house)]


def test_a_kind_with_a_comma_in_its_name_is_told_up_to_it(knowledge: KnowledgeBase) -> None:
    names = Naming(knowledge)
    assert "," in names.algorithm("transformer")
    assert names.kind("transformer") == "transformer"
