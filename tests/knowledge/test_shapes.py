"""The shapes find what a compiled knowledge base lacks, and say in which file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from whichml.knowledge.graph import facts_graph, ontology_graph
from whichml.knowledge.shapes import check_shapes, read_shapes
from whichml.knowledge.stated_facts import StatedFacts
from whichml.knowledge.taxonomy import Taxonomy, read_taxonomy
from whichml.model.documents.errors import Place, Problem
from whichml.model.statements.facts import AlgorithmFacts, Citation, ClaimText, LevelRange, Source, UnitInterval

pytestmark = pytest.mark.slow("holds graphs against the shapes")
ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology" / "whichml.ttl"
SHAPES = ROOT / "ontology" / "shapes.ttl"
HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.ttl"))
SH = Namespace("http://www.w3.org/ns/shacl#")
PLACEHOLDER = Citation(ref="sound", locator="Table 1", supports="what is said")


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return read_taxonomy(ONTOLOGY)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_shapes(SHAPES)


@pytest.fixture(scope="module")
def problems(shapes: Graph) -> tuple[Problem, ...]:
    graph = ontology_graph(ONTOLOGY)
    for path in (HERE / "sound.ttl", *BROKEN):
        graph.parse(path, format="turtle")
    return check_shapes(graph, shapes)


def expected(path: Path) -> list[str]:
    mark = "# problem: "
    return [line.removeprefix(mark) for line in path.read_text().splitlines() if line.startswith(mark)]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_each_broken_file_causes_exactly_the_problems_it_announces(path: Path, problems: tuple[Problem, ...]) -> None:
    found = [problem for problem in problems if problem.where and problem.where.name == f"broken/{path.name}"]
    announced = expected(path)
    assert announced
    for beginning in announced:
        assert [problem for problem in found if problem.message.startswith(beginning)], beginning
    for problem in found:
        assert any(problem.message.startswith(beginning) for beginning in announced), problem.message


def test_every_shape_has_a_broken_file_of_its_own(shapes: Graph) -> None:
    names = {str(shape).rpartition("#")[2] for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    in_kebab_case = {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in names}
    assert len(BROKEN) == 21
    assert in_kebab_case == {path.stem for path in BROKEN}


def test_every_message_of_the_shapes_is_caused_by_some_broken_file(
    shapes: Graph, problems: tuple[Problem, ...]
) -> None:
    messages = {str(message) for message in shapes.objects(None, SH.message)}
    caused = {problem.message.split(": ", 1)[1].split(" Found '")[0] for problem in problems}
    assert len(messages) > 60
    assert messages <= caused


def test_facts_without_a_mistake_cause_no_problem(problems: tuple[Problem, ...]) -> None:
    assert not [problem for problem in problems if " sound:" in problem.message]


def test_a_stated_algorithm_with_its_claims_conforms(taxonomy: Taxonomy, shapes: Graph) -> None:
    found = problems_of(taxonomy, shapes, algorithm(family=("linear",)))
    assert not [problem for problem in found if "sound" in problem.message]


def test_an_unknown_family_is_a_problem_at_the_file_that_names_it(taxonomy: Taxonomy, shapes: Graph) -> None:
    (problem,) = [each for each in problems_of(taxonomy, shapes, algorithm(family=("liner",))) if "liner" in str(each)]
    assert problem.where == Place("kb/facts/algorithms/sound.yaml", 4, 1)


def test_a_problem_of_a_claim_is_placed_at_the_file_of_its_algorithm(taxonomy: Taxonomy, shapes: Graph) -> None:
    upside_down = claim("robustness", LevelRange(low="high", high="low"))
    found = problems_of(taxonomy, shapes, algorithm(family=("linear",), claims=(upside_down,)))
    (problem,) = [each for each in found if each.message.startswith("claim sound.robustness")]
    assert "lies above its upper end" in problem.message
    assert problem.where == Place("kb/facts/algorithms/sound.yaml", 4, 1)


def test_an_interval_in_units_is_compared_as_quantities_and_not_as_text(taxonomy: Taxonomy, shapes: Graph) -> None:
    fine = claim("inference-latency", UnitInterval(**{"from": "900 us", "to": "1 ms"}))
    backwards = claim("training-time", UnitInterval(**{"from": "1 min", "to": "2 s"}))
    found = problems_of(taxonomy, shapes, algorithm(family=("linear",), claims=(fine, backwards)))
    (told,) = [each.message for each in found if each.message.startswith("claim sound.")]
    assert told.startswith("claim sound.training-time: the interval of a claim ends before it starts")


def problems_of(taxonomy: Taxonomy, shapes: Graph, stated: AlgorithmFacts) -> tuple[Problem, ...]:
    where = {"algorithm/sound": "kb/facts/algorithms/sound.yaml:4"}
    graph = facts_graph(StatedFacts(sources=(source(),), algorithms=(stated,), stated_in=where), taxonomy)
    return check_shapes(graph + ontology_graph(ONTOLOGY), shapes)


def source() -> Source:
    return Source(
        id="sound", type="book", authors=("Somebody",), year=2020, title="A sound work", url="https://example.org/",
        access="whole", accessed="2026-11-25",
    )  # fmt: skip


def claim(quality: str, level: LevelRange | UnitInterval) -> ClaimText:
    return ClaimText(quality=quality, level=level, confidence="high", evidence="benchmark", sources=(PLACEHOLDER,))


def algorithm(family: tuple[str, ...], claims: tuple[ClaimText, ...] = ()) -> AlgorithmFacts:
    accuracy = ClaimText(
        quality="accuracy", level="high", scope={"data.modality": "tabular"}, confidence="high", evidence="benchmark",
        sources=(PLACEHOLDER,),
    )  # fmt: skip
    return AlgorithmFacts(
        id="sound", name="Sound", family=family, role="candidate", solves=("regression",), accepts={"tabular": "raw"},
        description="An algorithm without a mistake.", sources=(PLACEHOLDER,), claims=(accuracy, *claims),
    )  # fmt: skip
