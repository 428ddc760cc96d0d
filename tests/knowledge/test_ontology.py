"""The ontology holds every public name, in a form that other tools can load."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TypeVar, get_args

import owlready2
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS

from small_knowledge import read_plainly, script
from whichml.knowledge.graph import WML, facts_graph, n_triples, ontology_graph
from whichml.knowledge.stated_facts import StatedFacts
from whichml.knowledge.taxonomy import Taxonomy, VocabularyTerm, read_taxonomy
from whichml.knowledge.triples import FACTS
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.evaluation_facts import QualityFacts
from whichml.model.statements.facts import Access, Confidence, EvidenceKind, MitigationFacts, ReductionFacts, Role
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import in_base_unit
from whichml.model.values.vocabulary import LEVELS, MODALITIES, TASKS, QualityId
from whichml_workshop.checks.reporting import problems_told

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology" / "whichml.ttl"
QUALITY_FILES = sorted((ROOT / "kb" / "facts" / "qualities").glob("*.yaml"))
SOURCES = ROOT / "kb" / "facts" / "sources"
SH = Namespace("http://www.w3.org/ns/shacl#")
Stated = TypeVar("Stated", ReductionFacts, MitigationFacts)

PARENTS = {
    "linear": "parametric-model", "online-linear": "linear incremental-learner", "naive-bayes": "parametric-model",
    "glass-box": "inherently-interpretable-model", "single-tree": "tree-based inherently-interpretable-model",
    "tree-ensemble": "tree-based ensemble", "boosting": "tree-based ensemble", "histogram-boosting": "boosting",
    "boosting-linear-hybrid": "ensemble", "streaming-tree": "tree-based incremental-learner",
    "exact-kernel-method": "kernel-method", "approximate-kernel-method": "kernel-method",
    "gaussian-process-model": "exact-kernel-method", "instance-based": "stores-training-rows",
    "shallow-neural-network": "neural-network", "deep-neural-network": "neural-network",
    "pretrained-network": "deep-neural-network", "pretrained-embedding": "pretrained-network",
    "statistical-forecaster": "forecaster",
}  # fmt: skip


def address(kind: str, identity: str) -> URIRef:
    return URIRef(f"{FACTS}{kind}/{identity}")


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return read_taxonomy(ONTOLOGY)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology_graph(ONTOLOGY)


@pytest.fixture(scope="module")
def facts() -> list[QualityFacts]:
    return [QualityFacts(**read_plainly(path)) for path in QUALITY_FILES]


def test_the_tasks_and_modalities_of_the_ontology_are_those_of_briefs(taxonomy: Taxonomy) -> None:
    assert set(taxonomy.tasks) == set(TASKS)
    assert set(taxonomy.modalities) == set(MODALITIES)


def test_no_public_id_ever_goes_and_new_ones_are_kept(taxonomy: Taxonomy) -> None:
    writing = script("write_public_ids")
    kept, found = writing.kept_ids(), writing.public_ids(taxonomy)
    assert kept - found == set(), "ids are permanent: deprecate the term, with its successor"
    assert found - kept == set(), "run: make generate"


def test_what_python_knows_of_qualities_is_what_the_ontology_says(taxonomy: Taxonomy) -> None:
    for name, each in taxonomy.qualities.items():
        known = QUALITIES[QualityId(name)]
        assert (known.better, known.scale, known.unit) == (each.better, each.scale, each.unit or None)
        dimension = known.dimension
        assert known.anchors == tuple(in_base_unit(a, dimension) if dimension else float(a) for a in each.anchors)
    assert len(QUALITIES) == len(taxonomy.qualities) >= 49


def test_the_module_of_qualities_is_the_one_that_is_generated(taxonomy: Taxonomy) -> None:
    writing = script("write_qualities")
    assert writing.PATH.read_text("utf-8") == writing.qualities_text(taxonomy), "run: make generate"


def test_every_quality_says_in_a_sentence_of_its_own_what_each_level_looks_like(taxonomy: Taxonomy) -> None:
    said = [(each.id, level, text) for each in taxonomy.qualities.values() for level, text in each.levels.items()]
    assert len(said) == len(QUALITIES) * len(LEVELS)
    assert all(tuple(each.levels) == LEVELS for each in taxonomy.qualities.values())
    assert len({text for _, _, text in said}) == len(said)
    sentence = re.compile(r"(?=.{,130}$)[A-Z][^.]*(\.\d[^.]*)*\.")
    assert [each for each in said if not sentence.fullmatch(each[2])] == []


def test_what_a_level_looks_like_names_the_anchors_that_bound_it(taxonomy: Taxonomy) -> None:
    for quality in taxonomy.qualities.values():
        if not quality.anchors:
            continue
        numbers = [anchor.split()[0] for anchor in quality.anchors]
        for place, text in enumerate(quality.levels.values()):
            bounds = numbers[max(0, place - 1) : place + 1]
            assert re.findall(r"\d[\d.]*\d|\d", text.replace(",", "")) == bounds, (quality.id, text)


def test_families_stand_below_their_public_parents(taxonomy: Taxonomy) -> None:
    for family, parents in PARENTS.items():
        assert set(parents.split()) <= set(taxonomy.ancestors(family)), family


def test_all_families_but_symbolic_ones_and_baselines_are_learned_models(taxonomy: Taxonomy) -> None:
    assert set(taxonomy.families) - taxonomy.below("learned-model") == {"symbolic", "optimizer", "baseline"}


def test_ancestors_come_nearest_first_and_each_once(taxonomy: Taxonomy) -> None:
    assert taxonomy.ancestors("online-linear") == (
        "online-linear", "incremental-learner", "linear", "learned-model", "parametric-model",
    )  # fmt: skip
    together = taxonomy.ancestors_of_all(("single-tree", "linear"))
    assert together[:2] == ("single-tree", "linear")
    assert len(together) == len(set(together))


def test_an_unknown_family_is_an_error_with_a_suggestion(taxonomy: Taxonomy) -> None:
    with pytest.raises(KnowledgeError, match="Did you mean 'exact-kernel-method'"):
        taxonomy.ancestors("exact-kernel-methods")


def test_every_public_term_has_label_definition_and_a_source_that_exists(taxonomy: Taxonomy) -> None:
    terms = public_terms(taxonomy)
    assert len(terms) == len(script("write_public_ids").public_ids(taxonomy)) > 200
    for term in terms:
        assert term.label, term.id
        assert term.definition.endswith("."), term.id
        assert len(term.definition.split()) <= 24, term.id
        assert term.sources, term.id
        for source in term.sources:
            assert (SOURCES / f"{source}.yaml").is_file(), f"{term.id}: {source}"


def test_families_and_groups_have_an_example_and_a_label_in_title_case(taxonomy: Taxonomy) -> None:
    classes: list[VocabularyTerm] = [*taxonomy.families.values(), *taxonomy.groups.values()]
    for term in classes:
        assert term.example, term.id
        assert all(word[0].isupper() or word == "and" for word in term.label.split()), term.label


def test_every_class_property_and_individual_has_a_label_and_a_definition(graph: Graph) -> None:
    skos = Namespace("http://www.w3.org/2004/02/skos/core#")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
    terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    assert len(terms) > 350
    for term in terms:
        assert len(list(graph.objects(term, skos.prefLabel))) == 1, term
        assert len(list(graph.objects(term, skos.definition))) == 1, term


def test_owlready2_loads_the_same_classes_and_individuals_as_rdflib(graph: Graph) -> None:
    world = owlready2.World()
    world.get_ontology(str(WML)).load(fileobj=io.BytesIO(n_triples(graph)))
    assert {each.iri for each in world.classes()} == {str(each) for each in graph.subjects(RDF.type, OWL.Class)}
    assert {each.iri for each in world.individuals()} == {
        str(each) for each in graph.subjects(RDF.type, OWL.NamedIndividual)
    }


def test_individuals_of_one_kind_differ_from_each_other(graph: Graph) -> None:
    listed = [list(Collection(graph, members)) for members in graph.objects(None, OWL.distinctMembers)]
    assert sorted(each for members in listed for each in members) == sorted(
        graph.subjects(RDF.type, OWL.NamedIndividual)
    )
    kinds = [{str(each).rpartition("/")[0] for each in members} for members in listed]
    assert len({kind for (kind,) in kinds}) == len(kinds) == 11


def test_no_name_is_of_two_kinds_and_every_property_in_use_is_declared(graph: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
    members = [set(graph.subjects(RDF.type, kind)) for kind in kinds]
    assert sum(map(len, members)) == len(set().union(*members))
    built_in = {each for each in set(graph.predicates()) if str(each).startswith((str(OWL), str(RDF), str(RDFS)))}
    assert set(graph.predicates()) - built_in <= set().union(*members[1:4])


def test_no_class_stands_below_two_disjoint_classes(graph: Graph) -> None:
    pairs = disjoint_pairs(graph)
    assert len(pairs) > 100
    for each in graph.subjects(RDF.type, OWL.Class):
        above = set(graph.transitive_objects(each, RDFS.subClassOf))
        assert not [pair for pair in pairs if set(pair) <= above], each


def test_terms_are_sorted_inside_each_section() -> None:
    sections = re.split(r"^#{20,}\n# .*\n#{20,}$", ONTOLOGY.read_text(), flags=re.MULTILINE)[1:]
    assert len(sections) == 18
    for section in sections:
        subjects = [line.split(" ", 1)[0] for line in section.splitlines() if re.match(r"[a-z]+:", line)]
        assert subjects == sorted(subjects)


def test_shapes_use_only_words_of_the_ontology(graph: Graph) -> None:
    shapes = Graph().parse(ROOT / "ontology" / "shapes.ttl", format="turtle")
    used = {each for triple in shapes for each in triple if str(each).startswith(str(WML))}
    assert len(used) > 40
    assert used <= set(graph.subjects())


def test_quality_files_describe_each_quality_once_and_cite_what_exists(
    facts: list[QualityFacts], taxonomy: Taxonomy
) -> None:
    assert {each.id for each in facts} == set(taxonomy.qualities) == {path.stem for path in QUALITY_FILES}
    for each in facts:
        assert {conflict.with_ for conflict in each.conflicts} <= set(taxonomy.qualities) - {each.id}
        cited = [*each.sources, *(source for conflict in each.conflicts for source in conflict.sources)]
        for source in {*(citation.ref for citation in cited), *(name.source for name in each.names)}:
            assert (SOURCES / f"{source}.yaml").is_file(), f"{each.id}: {source}"


def test_the_graph_of_quality_facts_uses_only_words_of_the_ontology(
    facts: list[QualityFacts], taxonomy: Taxonomy, graph: Graph
) -> None:
    stated = facts_graph(StatedFacts(qualities=facts), taxonomy)
    used = {each for triple in stated for each in triple if str(each).startswith(str(WML))}
    assert used <= set(graph.subjects())
    assert (address("quality", "accuracy"), WML.conflictsWith, address("quality", "interpretability")) in stated


def test_the_order_of_facts_leaves_no_trace_in_the_graph(facts: list[QualityFacts], taxonomy: Taxonomy) -> None:
    forth = facts_graph(StatedFacts(qualities=facts), taxonomy)
    back = facts_graph(StatedFacts(qualities=facts[::-1]), taxonomy)
    assert n_triples(forth) == n_triples(back)


SPOILT = {
    "a circle": (
        "wml:Ring rdfs:subClassOf wml:Algorithm , wml:Circle ; wml:id 'ring' ; "
        "skos:prefLabel 'R' ; skos:definition 'R.' ."
        "wml:Circle rdfs:subClassOf wml:Ring ; wml:id 'circle' ; skos:prefLabel 'C' ; skos:definition 'C.' .",
        "a family cannot be above itself",
    ),
    "no label": ("wml:Bare rdfs:subClassOf wml:Algorithm ; wml:id 'bare' .", "it needs `skos:prefLabel`"),
    "an id twice": (
        "wml:Twin rdfs:subClassOf wml:Algorithm ; wml:id 'linear' ; skos:prefLabel 'T' ; skos:definition 'T.' .",
        "the id 'linear' is used twice",
    ),
    "a quality without levels": (
        "quality:vague a wml:Upkeep ; wml:id 'vague' ; skos:prefLabel 'V' ; skos:definition 'V.' .",
        "it needs `wml:meansByMedium`",
    ),
    "half the anchors": ("quality:stability wml:endsLowAt '1' .", "all four anchors or none"),
    "an unknown class": (
        "quality:lost a owl:NamedIndividual , wml:Adaptability ; wml:id 'lost' ; skos:prefLabel 'L' .",
        "unknown class 'wml:Adaptability'",
    ),
    "no class": ("quality:lost a owl:NamedIndividual ; wml:id 'lost' .", "it needs a class"),
    "half a statement": ("wml:Torn rdfs:subClassOf", "this is not Turtle"),
}


@pytest.mark.parametrize("mistake", SPOILT)
def test_a_mistake_in_the_ontology_is_an_error_that_names_the_file(mistake: str, tmp_path: Path) -> None:
    statement, told = SPOILT[mistake]
    path = tmp_path / "ontology" / "whichml.ttl"
    path.parent.mkdir()
    path.write_text(f"{ONTOLOGY.read_text()}{statement}")
    with pytest.raises(KnowledgeError, match=re.escape(told)) as error:
        read_taxonomy(path)
    assert str(error.value).startswith("ontology/whichml.ttl:")


def test_a_mistake_in_the_ontology_is_told_with_the_line_of_its_term(tmp_path: Path) -> None:
    path = tmp_path / "whichml.ttl"
    path.write_text(ONTOLOGY.read_text() + SPOILT["no class"][0])
    line = ONTOLOGY.read_text().count("\n") + 1
    with pytest.raises(KnowledgeError, match=rf"whichml\.ttl:{line}:1: .*/quality/lost: it needs a class"):
        read_taxonomy(path)


def test_a_script_ends_with_the_problems_of_content_and_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"cannot read .*nowhere\.ttl"), problems_told():
        read_taxonomy(tmp_path / "nowhere.ttl")


def test_an_ontology_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"cannot read .*nowhere\.ttl"):
        read_taxonomy(tmp_path / "nowhere.ttl")


def test_levels_are_individuals_in_their_order(graph: Graph) -> None:
    ranks = {str(level): int(str(rank)) for level, rank in graph.subject_objects(WML.hasRank)}
    assert ranks == {f"{FACTS}level/{level}": rank for rank, level in enumerate(LEVELS)}


@pytest.mark.parametrize(
    ("kind", "words"),
    [(WML.Access, Access), (WML.Confidence, Confidence), (WML.Evidence, EvidenceKind), (WML.Role, Role)],
    ids=["access", "confidence", "evidence", "role"],
)
def test_words_that_fact_files_choose_from_are_individuals(graph: Graph, kind: URIRef, words: object) -> None:
    individuals = [str(each).rpartition("/")[2] for each in graph.subjects(RDF.type, kind)]
    assert sorted(individuals) == sorted(get_args(words))


def test_a_reduction_leads_from_one_end_to_the_other_and_its_ends_know_of_it(taxonomy: Taxonomy) -> None:
    (found,) = facts_of(ReductionFacts, "reductions", "recommendation-by-response-probability")
    node, task, other = address("reduction", found.id), address("task", found.from_), address("task", found.to)
    stated = facts_graph(StatedFacts(reductions=[found]), taxonomy)
    assert {(node, WML.reducesFrom, task), (node, WML.reducesTo, other), (task, WML.isReducibleTo, other)} <= set(
        stated
    )
    assert len(set(stated.objects(node, WML.hasCitation))) == len(found.sources) > 0


def test_a_mitigation_applies_to_families_and_algorithms_each_as_what_it_is(taxonomy: Taxonomy) -> None:
    found = facts_of(MitigationFacts, "mitigations", "robust-loss", "temperature-scaling")
    stated = facts_graph(StatedFacts(mitigations=found), taxonomy)
    robust, scaled = (address("mitigation", each.id) for each in found)
    assert set(stated.objects(robust, WML.appliesTo)) == {address("algorithm", name) for name in found[0].of}
    assert list(stated.objects(scaled, WML.appliesTo)) == [address("family", "neural-network")]
    assert list(stated.objects(scaled, WML.mitigates)) == [address("quality", "calibration")]


def facts_of(model: type[Stated], kind: str, *names: str) -> list[Stated]:
    paths = [ROOT / "kb" / "facts" / kind / f"{name}.yaml" for name in names]
    return [model.model_validate(read_plainly(path)) for path in paths]


def public_terms(taxonomy: Taxonomy) -> list[VocabularyTerm]:
    kinds = (
        taxonomy.families, taxonomy.groups, taxonomy.tasks, taxonomy.modalities, taxonomy.qualities,
        taxonomy.decisions, taxonomy.components,
    )  # fmt: skip
    options = [option for decision in taxonomy.decisions.values() for option in decision.options]
    return [*(term for kind in kinds for term in kind.values()), *options]


def disjoint_pairs(graph: Graph) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = list(graph.subject_objects(OWL.disjointWith))
    for statement in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        (listed,) = graph.objects(statement, OWL.members)
        members = list(Collection(graph, listed))
        pairs += [(one, other) for one in members for other in members if str(one) < str(other)]
    return pairs
