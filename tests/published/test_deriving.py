"""Deriving writes the same bytes each time, keeps to the studies that are asked for, and needs the raw tables."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from small_knowledge import ROOT, ContentFolder
from whichml.knowledge.content import Content
from whichml_workshop.published import derive
from whichml_workshop.published.declaration import read_declaration
from whichml_workshop.published.derived import read_derived
from whichml_workshop.published.raw import has_raw_tables

pytestmark = pytest.mark.slow("reads made-up studies")
SETS = "dataset_name,problem_type,num_instances,num_features,num_classes,percentage_cat_features"
ARENA = "dataset,method,method_subtype,imputed,metric_error,time_train_s,time_infer_s"
TABLES = {
    "tabarena/dataset_metadata.csv.gz": (SETS, "wine,regression,3000,12,,25", "tea,regression,300,5,,0"),
    "tabarena/results_per_split.csv.gz": (
        ARENA,
        "wine,GBM (default),default,False,0.5,2,1",
        "wine,RF (default),default,False,0.75,1,1",
        "tea,GBM (default),default,False,0.25,2,1",
        "tea,RF (default),default,False,0.125,1,1",
    ),
}
COMMITTED = sorted((ROOT / "kb/facts/published").glob("*.yaml"))


def packed(lines: tuple[str, ...]) -> bytes:
    return gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)


def declaration(identity: str) -> str:
    files = "".join(
        f'  - {{path: {path}, sha256: "{hashlib.sha256(packed(lines)).hexdigest()}"}}\n'
        for path, lines in TABLES.items()
    )
    return (
        f"id: {identity}\nsource: made-up\norigin: https://example.org/study\ncommit: 0123456789ab\nlicence: MIT\n"
        f"files:\n{files}reader: tabarena\nprotocol: {{settings: default, metric: accuracy, splits: ten folds}}\n"
        "mapping:\n  GBM: {algorithm: boosted}\n  RF: {algorithm: forest}\n"
    )


@pytest.fixture
def declared(folder: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> ContentFolder:
    """Return a content with two studies of the same raw tables, which the command takes for the shipped one."""
    folder.algorithm("boosted").algorithm("forest")
    (folder.root / "facts/published").mkdir()
    for identity in ("one", "two"):
        (folder.root / f"facts/published/{identity}.yaml").write_text(declaration(identity), encoding="utf-8")
    monkeypatch.setattr(Content, "shipped", lambda: folder.content)
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for path, lines in TABLES.items():
        file = tmp_path / "raw" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(packed(lines))
    return tmp_path / "raw"


def derived_files(folder: ContentFolder) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (folder.root / "facts/published").glob("*.json")}


def test_a_declared_study_is_derived_from_its_raw_tables(
    declared: ContentFolder, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert derive.main([str(raw)]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("one: 2 data sets, ")
    found = read_derived(declared.root / "facts/published/one.json", "one")
    assert {each.data: each.default for each in found.standings} == {
        "wine": {"boosted": 1.0, "forest": 0.0},
        "tea": {"boosted": 0.0, "forest": 1.0},
    }


def test_deriving_twice_gives_the_same_bytes(declared: ContentFolder, raw: Path) -> None:
    derive.main([str(raw)])
    once = derived_files(declared)
    derive.main([str(raw)])
    assert derived_files(declared) == once
    assert set(once) == {"one", "two"}


def test_one_study_can_be_derived_alone(declared: ContentFolder, raw: Path) -> None:
    assert derive.main([str(raw), "--only", "two"]) == 0
    assert set(derived_files(declared)) == {"two"}


def test_a_study_that_nobody_declared_is_refused(
    declared: ContentFolder, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert derive.main([str(raw), "--only", "too", "one"]) == 2
    assert "no study 'too' is declared.\nDid you mean 'two'?" in capsys.readouterr().err
    assert derived_files(declared) == {}


def test_a_folder_without_raw_tables_is_told_and_changes_nothing(
    declared: ContentFolder, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    derive.main([str(raw)])
    before = derived_files(declared)
    capsys.readouterr()
    assert derive.main([str(tmp_path / "nowhere")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{name}: none of its tables is in {tmp_path / 'nowhere'}; it stays as it is" for name in ("one", "two")
    ]
    assert derived_files(declared) == before


def test_a_study_of_which_a_table_is_missing_is_refused_and_left_as_it_is(
    declared: ContentFolder, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (raw / "tabarena/dataset_metadata.csv.gz").unlink()
    assert derive.main([str(raw)]) == 2
    assert "facts/published/one.yaml:7:12: tabarena/dataset_metadata.csv.gz is missing" in capsys.readouterr().err
    assert derived_files(declared) == {}


def test_a_table_that_has_changed_is_refused(
    declared: ContentFolder, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (raw / "tabarena/results_per_split.csv.gz").write_bytes(packed((ARENA,)))
    assert derive.main([str(raw)]) == 2
    assert "tabarena/results_per_split.csv.gz has the digest" in capsys.readouterr().err


def test_the_shipped_studies_stay_as_they_are_without_raw_tables(
    content: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (content.facts / "published").glob("*.json")}
    assert derive.main([str(tmp_path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(COMMITTED) >= 18
    assert all(line.endswith("it stays as it is") for line in told)
    assert {path: path.read_bytes() for path in (content.facts / "published").glob("*.json")} == before


def test_raw_tables_are_there_as_soon_as_one_of_them_is(declared: ContentFolder, raw: Path, tmp_path: Path) -> None:
    one = read_declaration(declared.root / "facts/published/one.yaml", "one.yaml")
    assert [has_raw_tables(one, folder) for folder in (raw, tmp_path)] == [True, False]
    (raw / "tabarena/dataset_metadata.csv.gz").unlink()
    assert has_raw_tables(one, raw)
