"""The pitfall lint: the shipped ontology has none, and each code finds its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph

from by_night import only_by_night
from whichml.knowledge.content import Content
from whichml_workshop.checks import lint
from whichml_workshop.checks.lint import CODES, OntologyPitfall, lint_ontology
from whichml_workshop.checks.stated import StatedKnowledge

FIXTURES = Path(__file__).parent / "lint"
BROKEN = sorted(FIXTURES.glob("KBL*.ttl"))
MARK = re.compile(r"# (KBL\d\d)$")


def findings_in(path: Path, folder: Path) -> tuple[OntologyPitfall, ...]:
    """Return the findings of a broken file, read together with the sound one."""
    together = folder / path.name
    together.write_text(path.read_text() + "\n" + (FIXTURES / "sound.ttl").read_text())
    return lint_ontology(together, path.name, Graph(), {"known"})


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_causes_its_code_on_the_marked_lines_and_no_other(path: Path, tmp_path: Path) -> None:
    marks = [(number, mark[1]) for number, line in enumerate(path.read_text().splitlines(), start=1)
             if (mark := MARK.search(line))]  # fmt: skip
    assert {code for _, code in marks} == {path.name[:5]}
    assert sorted({(found.where.line, found.code) for found in findings_in(path, tmp_path)}) == marks


def test_every_code_has_a_broken_file() -> None:
    assert len(BROKEN) == 15
    assert {path.name[:5] for path in BROKEN} == set(CODES)


def test_the_sound_file_causes_nothing(tmp_path: Path) -> None:
    prefixes = tmp_path / "prefixes.ttl"
    prefixes.write_text(BROKEN[0].read_text().partition("\n\n")[0])
    assert findings_in(prefixes, tmp_path) == ()


def test_a_finding_names_file_line_and_code(tmp_path: Path) -> None:
    (found,) = findings_in(FIXTURES / "KBL03-origin.ttl", tmp_path)
    assert re.fullmatch(r"KBL03-origin\.ttl:\d+: KBL03 task/rootless says no `dcterms:source`, .*", str(found))


@pytest.mark.slow("lints the whole ontology")
def test_the_shipped_ontology_has_no_pitfall(stated: StatedKnowledge) -> None:
    path = stated.content.ontology / "whichml.ttl"
    usage = stated.facts + Graph().parse(stated.content.ontology / "shapes.ttl", format="turtle")
    assert [str(found) for found in lint_ontology(path, "ontology/whichml.ttl", usage, stated.compiled.sources)] == []


@pytest.mark.slow("lints the whole ontology")
@only_by_night
def test_the_command_prints_what_it_finds(
    stated: StatedKnowledge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ontology = tmp_path / "ontology"
    ontology.mkdir()
    for name in ("whichml.ttl", "shapes.ttl"):
        (ontology / name).write_text((stated.content.ontology / name).read_text())
    with (ontology / "whichml.ttl").open("a") as file:
        file.write("\nwml:Stray skos:scopeNote 'Never declared.' .\n")
    broken = Content(tmp_path, ontology, stated.content.rules, stated.content.facts)
    monkeypatch.setattr(lint, "state_knowledge", lambda content: stated)
    monkeypatch.setattr(Content, "shipped", lambda: broken)
    assert lint.main() == 1
    assert re.search(r"^ontology/whichml\.ttl:\d+: KBL05 wml:Stray ", capsys.readouterr().out)
