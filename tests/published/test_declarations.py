"""A declaration that is wrong is refused with file and line; one that has changed asks for a new derivation."""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from shipped_content import shipped_facts
from small_knowledge import ROOT, ContentFolder
from whichml.knowledge.content import Content
from whichml.knowledge.reading import read_fact_files
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.declaration import Declaration, read_declaration, read_declarations
from whichml_workshop.published.derivation import derive
from whichml_workshop.published.derived import Derived, read_derived
from whichml_workshop.published.raw import read_study
from whichml_workshop.published.readers import READERS
from whichml_workshop.published.study import Outcome, Regime, Study

pytestmark = pytest.mark.slow("reads made-up studies")
TABLE = gzip.compress(b"data,method,score\n", mtime=0)
DECLARATION = f"""\
id: small
source: made-up
origin: https://example.org/study
commit: 0123456789ab
licence: MIT
files:
  - {{path: small/table.csv.gz, sha256: "{hashlib.sha256(TABLE).hexdigest()}"}}
reader: tabarena
protocol:
  settings: default
  metric: accuracy
  splits: ten folds
mapping:
  Line: {{algorithm: plain-line}}
  Tree: {{algorithm: plain-tree, why: "grown to the end"}}
left_out:
  Dice: throws dice
"""
FILE = "facts/published/small.yaml"
SHIPPED = sorted((ROOT / "kb/facts/published").glob("*.yaml"))
FEWEST_SHIPPED = 7


@dataclass(frozen=True)
class Fault:
    """One change to the good declaration, and the line and words of the refusal."""

    name: str
    old: str
    new: str
    said: str


FAULTS = [
    Fault("unknown algorithm", "algorithm: plain-line", "algorithm: plain-lien",
          f"{FILE}:14:21: unknown algorithm 'plain-lien'.\nDid you mean 'plain-line'?"),
    Fault("unknown source", "source: made-up", "source: made-op",
          f"{FILE}:2:9: unknown source 'made-op'.\nDid you mean 'made-up'?"),
    Fault("unknown reader", "reader: tabarena", "reader: tabarina",
          f"{FILE}:8:9: unknown reader 'tabarina'.\nDid you mean 'tabarena'?"),
    Fault("licence that does not allow it", "licence: MIT", "licence: CC-BY-NC-4.0", f"{FILE}:5:10: "),
    Fault("no licence", "licence: MIT\n", "", f"{FILE}:1:1: `licence` is missing."),
    Fault("one algorithm", "algorithm: plain-tree", "algorithm: plain-line",
          f"{FILE}:14:3: a study of one algorithm compares nothing."),
    Fault("method on both sides", "Dice: throws dice", "Tree: is a tree",
          f"{FILE}:15:21: 'Tree' is both mapped and left out."),
    Fault("method left out for no reason", "Dice: throws dice", 'Dice: ""', f"{FILE}:17:9: "),
    Fault("id that is not the file's name", "id: small", "id: smaller",
          f"{FILE}:1:5: the file is called small.yaml, its id is 'smaller'."),
    Fault("path out of the raw material", "path: small/", "path: ../small/",
          f"{FILE}:7:12: "),
    Fault("digest that is none", 'sha256: "', 'sha256: "0', f"{FILE}:7:"),
    Fault("commit that is none", "commit: 0123456789ab", "commit: latest", f"{FILE}:4:9: "),
    Fault("unknown settings", "settings: default", "settings: best", f"{FILE}:10:13: "),
    Fault("unknown key", "reader: tabarena", "reader: tabarena\nweight: 2", f"{FILE}:9:1: unknown key 'weight'."),
]  # fmt: skip
N_FAULTS = 14
SMALL_STUDY = Study(
    {"a": Regime("regression", "tabular")},
    (Outcome("a", "Line", 0.5), Outcome("a", "Tree", 0.75), Outcome("a", "Dice", 0.0)),
)


@pytest.fixture
def good(folder: ContentFolder) -> ContentFolder:
    folder.algorithm("plain-line").algorithm("plain-tree")
    (folder.root / "facts/published").mkdir()
    return state(folder, DECLARATION)


def state(folder: ContentFolder, text: str) -> ContentFolder:
    (folder.root / FILE).write_text(text, encoding="utf-8")
    return folder


def declared(folder: ContentFolder) -> tuple[Declaration, ...]:
    content = folder.content
    facts = read_fact_files(content)
    return read_declarations(content, facts.algorithms, facts.sources, READERS)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw/small").mkdir(parents=True)
    (tmp_path / "raw/small/table.csv.gz").write_bytes(TABLE)
    return tmp_path / "raw"


def test_the_declaration_is_good_before_it_is_broken(good: ContentFolder) -> None:
    (declaration,) = declared(good)
    assert declaration.text.mapping["Tree"].why == "grown to the end"
    assert declaration.derived_path.name == "small.json"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_declaration_is_refused_with_place_and_remedy(good: ContentFolder, fault: Fault) -> None:
    assert DECLARATION.count(fault.old) == 1, f"the fault {fault.name!r} has no single place"
    state(good, DECLARATION.replace(fault.old, fault.new))
    with pytest.raises(KnowledgeError) as refusal:
        declared(good)
    assert fault.said in str(refusal.value)
    for problem in refusal.value.problems:
        assert re.match(rf"{re.escape(FILE)}:\d+:\d+: .", str(problem)), "a problem without its place"


def test_every_fault_is_collected_once() -> None:
    assert len(FAULTS) == len({fault.name for fault in FAULTS}) == N_FAULTS


def test_all_problems_of_all_declarations_are_told_together(good: ContentFolder) -> None:
    state(good, DECLARATION.replace("made-up", "made-op").replace("plain-line", "plain-lien"))
    (good.root / "facts/published/torn.yaml").write_text("id: [torn\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        declared(good)
    places = {(problem.where.name, problem.where.line) for problem in refusal.value.problems if problem.where}
    assert {(FILE, 2), (FILE, 14)} < places
    assert {name for name, _ in places} == {FILE, "facts/published/torn.yaml"}


def test_a_raw_table_with_another_digest_is_refused_where_its_digest_is_declared(
    good: ContentFolder, raw: Path
) -> None:
    (raw / "small/table.csv.gz").write_bytes(TABLE + b"\0")
    with pytest.raises(KnowledgeError, match=rf"{FILE}:7:40: small/table\.csv\.gz has the digest [0-9a-f]+\.\.\., not"):
        read_study(declared(good)[0], raw)


def test_a_raw_table_that_is_missing_is_refused_where_its_path_is_declared(good: ContentFolder, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=rf"{FILE}:7:12: small/table\.csv\.gz is missing"):
        read_study(declared(good)[0], tmp_path)


def test_a_study_whose_methods_are_all_named_can_be_derived(good: ContentFolder) -> None:
    assert derive(declared(good)[0], SMALL_STUDY).standings[0].default == {"plain-line": 0.0, "plain-tree": 1.0}


def test_a_method_that_is_neither_mapped_nor_left_out_is_refused(good: ContentFolder) -> None:
    state(good, DECLARATION.replace("left_out:\n  Dice: throws dice\n", ""))
    with pytest.raises(KnowledgeError, match=rf"{FILE}:14:3: the study measured 'Dice', which is neither mapped nor"):
        derive(declared(good)[0], SMALL_STUDY)


@pytest.mark.parametrize(("old", "new", "place"), [("  Tree:", "  Oak:", "15:8"), ("  Dice:", "  Coin:", "17:9")])
def test_a_method_that_the_study_lacks_is_refused(good: ContentFolder, old: str, new: str, place: str) -> None:
    state(good, DECLARATION.replace(old, new))
    with pytest.raises(KnowledgeError, match=rf"{FILE}:{place}: the study has no method '{new.strip(' :')}'\."):
        derive(declared(good)[0], SMALL_STUDY)


@pytest.mark.parametrize(
    ("old", "new", "decides"),
    [
        ("algorithm: plain-line", "algorithm: plain-tree", True),
        ("reader: tabarena", "reader: tabzilla", True),
        ("commit: 0123456789ab", "commit: 0123456789ac", True),
        ("splits: ten folds", "splits: five folds", False),
        ("Dice: throws dice", "Dice: rolls dice", False),
    ],
)
def test_the_digest_tells_what_decides_the_derivation(good: ContentFolder, old: str, new: str, decides: bool) -> None:
    path = good.root / FILE
    before = read_declaration(path, FILE).digest
    state(good, DECLARATION.replace(old, new))
    assert (read_declaration(path, FILE).digest != before) is decides


def test_a_derived_file_that_is_missing_or_torn_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    torn = tmp_path / "small.json"
    torn.write_bytes(b'{"schema":"published/1"')
    for path in (torn, tmp_path / "none.json"):
        with pytest.raises(KnowledgeError, match=r"python -m whichml_workshop\.published\.derive RAW"):
            read_derived(path, "facts/published/small.json")


def test_the_shipped_declarations_are_good(content: Content) -> None:
    facts = shipped_facts()
    found = read_declarations(content, facts.algorithms, facts.sources, READERS)
    assert len(found) == len(SHIPPED) >= FEWEST_SHIPPED


def test_every_reader_is_declared_by_a_study() -> None:
    assert set(READERS) == {read_declaration(path, path.name).text.reader for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_derived_is_of_the_declaration_beside_it(path: Path) -> None:
    derived = read_derived(path.with_suffix(".json"), path.stem)
    assert (derived.id, derived.declaration) == (path.stem, read_declaration(path, path.name).digest)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_derived_file_comes_back_byte_for_byte(path: Path) -> None:
    kept = path.with_suffix(".json").read_bytes()
    assert read_derived(path.with_suffix(".json"), path.stem).to_json() == kept
    assert b"NaN" not in kept


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_derived_speaks_of_mapped_algorithms_alone(path: Path) -> None:
    mapped = {each.algorithm for each in read_declaration(path, path.name).text.mapping.values()}
    derived = read_derived(path.with_suffix(".json"), path.stem)
    assert algorithms_in(derived) == mapped


def algorithms_in(derived: Derived) -> set[str]:
    paired = {name for pairs in derived.pairs for names in pairs.counts for name in names.split()}
    standing = {
        name
        for each in derived.standings
        for numbers in (each.default, each.tuned, each.log_loss, each.fit_seconds, each.predict_seconds)
        for name in numbers
    }
    return paired | standing
