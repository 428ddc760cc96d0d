"""`whichml kb` builds the store, shows things in it and counts them."""

import json

import pytest

from by_night import some_of
from whichml import KnowledgeBase
from whichml.export.records import ids_by_kind, record_of
from whichml.export.resources import KINDS
from whichml.knowledge.content import Content

COUNTS = {
    "algorithms", "families", "qualities", "claims", "cells", "claims_with_source", "patterns", "decisions",
    "components", "reductions", "mitigations", "applications", "circumstances", "rules", "packs", "sources",
    "claims_of_high_confidence", "claims_of_medium_confidence", "claims_of_low_confidence", "cells_that_apply",
    "unknown_cells", "studies", "studies_of_others", "compared_data_sets", "algorithms_with_strengths",
}  # fmt: skip
SHARES = {
    "share_of_claims_of_high_confidence", "share_of_claims_of_medium_confidence", "share_of_claims_of_low_confidence",
    "share_of_unknown_cells",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_thing_of_each_kind_is_shown_in_words_and_in_json(run, kind):
    identity = next(iter(kind.things(KnowledgeBase.load())))
    record = json.loads(run("kb", "show", f"{kind.name}:{identity}", "--format", "json").stdout)
    page = run("kb", "show", f"{kind.name}:{identity}").stdout
    assert (record["record"], record["id"]) == (kind.name, identity)
    assert f"({kind.name} {identity})" in " ".join(page.split())


def test_an_id_alone_means_the_first_kind_that_has_it(run):
    kinds = ids_by_kind(KnowledgeBase.load())
    (shared,) = set(kinds["family"]) & set(kinds["task"])
    assert json.loads(run("kb", "show", shared, "--format", "json").stdout)["record"] == "family"
    assert json.loads(run("kb", "show", f"task:{shared}", "--format", "json").stdout)["record"] == "task"


def test_an_algorithms_record_holds_what_it_solves_and_its_claims_with_the_inherited_ones_marked(run):
    record = json.loads(run("kb", "show", "random-forest", "--format", "json").stdout)
    named = {"id", "name", "families", "solves", "accepts", "implementations", "complexity", "description", "claims"}
    assert named <= set(record)
    subjects = {claim["subject"] for claim in record["claims"]}
    assert subjects <= {"random-forest", *record["families"]}
    assert len(subjects) > 1


def test_every_claim_of_every_record_has_levels_scope_and_sources():
    knowledge = KnowledgeBase.load()
    algorithm = next(kind for kind in KINDS if kind.name == "algorithm")
    n_claims = 0
    for identity in knowledge.algorithms:
        for claim in record_of(knowledge, algorithm, identity)["claims"]:
            n_claims += 1
            assert 0 <= claim["low"] <= claim["high"] <= 4
            assert isinstance(claim["scope"], dict)
            assert claim["sources"]
    assert n_claims == sum(len(claims) for claims in knowledge.cells.values())


def test_a_scope_is_a_mapping_from_field_to_its_test_in_words(run):
    claims = json.loads(run("kb", "show", "family:tree-ensemble", "--format", "json").stdout)["claims"]
    tests = {text for claim in claims for text in claim["scope"].values()}
    assert tests
    assert all(text.startswith("is ") for text in tests)


def test_an_option_is_shown_by_its_own_id_where_one_decision_has_it(run):
    whole = run("kb", "show", "update-rollout.scheduled").stdout
    for thing in ("scheduled", "option:scheduled"):
        assert run("kb", "show", thing).stdout == whole
    several = run("kb", "show", "none")
    assert several.exit_code == 2
    assert "'none' is an option of several decisions." in several.stderr
    assert ".none, " in several.stderr


def test_an_unknown_thing_is_refused_with_the_nearest_id(run):
    refusal = run("kb", "show", "random-forrest")
    assert refusal.exit_code == 2
    assert "Did you mean 'random-forest'?" in refusal.stderr


def test_stats_count_the_same_in_words_and_in_json(run):
    stats = json.loads(run("kb", "stats", "--format", "json").stdout)
    knowledge = KnowledgeBase.load()
    assert set(stats) == COUNTS | SHARES | {"version", "digest"}
    assert stats["cells"] == len(knowledge.cells)
    assert stats["claims_with_source"] == stats["claims"] == len(knowledge.claims)
    shares = {name.removeprefix("share_of_"): f" ({stats[name]:.0%})" for name in SHARES}
    *lines, version, digest = (line.strip() for line in run("kb", "stats").stdout.splitlines())
    assert (version, digest) == (f"version {knowledge.version}", f"digest {knowledge.digest}")
    assert [line.split(maxsplit=1) for line in lines] == [
        [str(n), name.replace("_", " ") + shares.get(name, "")] for name, n in stats.items() if name in COUNTS
    ]


def test_stats_name_the_knowledge_as_a_record_does(run):
    (line,) = (line for line in run("export", "lane-marking").stdout.splitlines() if line.startswith("* Knowledge:"))
    stats = run("kb", "stats").stdout.splitlines()
    assert line == f"* Knowledge: {stats[-2].strip()}, digest `{stats[-1].split()[-1]}`"


def test_stats_share_the_claims_among_the_confidences_and_tell_what_is_unknown(run):
    stats = json.loads(run("kb", "stats", "--format", "json").stdout)
    assert sum(stats[f"claims_of_{level}_confidence"] for level in ("high", "medium", "low")) == stats["claims"]
    assert 0 < stats["unknown_cells"] < stats["cells_that_apply"] < stats["algorithms"] * stats["qualities"]
    assert stats["share_of_unknown_cells"] == round(stats["unknown_cells"] / stats["cells_that_apply"], 4)
    assert stats["studies"] == stats["studies_of_others"] + 1
    assert 0 < stats["algorithms_with_strengths"] < stats["algorithms"]


def test_an_algorithm_that_was_compared_elsewhere_says_how_often_it_beats_whom_and_who_counted(run):
    record = json.loads(run("kb", "show", "catboost", "--format", "json").stdout)
    (tables,) = record["measured"]
    assert tables["reference"] == "random-forest"
    assert 0 < tables["low"] < tables["chance"] < tables["high"] < 1
    assert tables["data_sets"] == sum(study["data_sets"] for study in tables["studies"])
    assert {source["ref"] for source in tables["sources"]} <= set(KnowledgeBase.load().sources)
    page = " ".join(run("kb", "show", "catboost").stdout.split())
    shown = page.partition("MEASURED ELSEWHERE")[2].partition("CLAIMS")[0]
    assert f"beats random-forest on {tables['chance']:.0%} ({tables['low']:.0%} to {tables['high']:.0%})" in shown
    assert all(slope in shown for slope in tables["slopes"])
    assert all(f"{s['locator'].rpartition(', ')[2]}: {s['supports']}" in shown for s in tables["sources"])


def test_the_reference_of_a_group_is_said_to_be_one(run):
    page = " ".join(run("kb", "show", "exponential-smoothing").stdout.split())
    assert "forecasting of series: what the others are compared with" in page


def test_an_algorithm_that_nobody_compared_has_no_section_of_measurements(run):
    assert json.loads(run("kb", "show", "risk-scorecard", "--format", "json").stdout)["measured"] == []
    assert "MEASURED ELSEWHERE" not in run("kb", "show", "risk-scorecard").stdout


@pytest.mark.slow("builds the store")
def test_a_build_says_what_and_where_and_a_second_one_that_nothing_is_to_do(run, tmp_path, folder, monkeypatch):
    (folder.root / "ontology" / "shapes.ttl").write_text("", encoding="utf-8")  # they ask of qualities what it lacks
    folder.algorithm("one")
    monkeypatch.setattr(Content, "shipped", lambda: folder.content)
    store = tmp_path / "kept" / "knowledge.snapshot"
    monkeypatch.setenv("WHICHML_STORE", str(store))
    first = run("kb", "build")
    second = run("kb", "build")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.startswith("Built ")
    assert f"into {store} in " in first.stdout
    assert second.stdout.startswith("Up to date: ")


def test_force_builds_what_is_up_to_date(run, monkeypatch):
    KnowledgeBase.load()
    built = []
    monkeypatch.setattr(
        "whichml.knowledge.building.build_knowledge", lambda *given: built.append(given) or KnowledgeBase.load()
    )
    assert run("kb", "build", "--force").stdout.startswith("Built ")
    assert len(built) == 1


@pytest.mark.slow("compiles the content")
def test_content_that_is_wrong_is_refused_with_its_places_and_exit_2(run, tmp_path, folder, monkeypatch):
    folder.algorithm("ridge", role="winner")
    monkeypatch.setattr(Content, "shipped", lambda: folder.content)
    monkeypatch.setenv("WHICHML_STORE", str(tmp_path / "knowledge.snapshot"))
    refusal = run("kb", "build")
    assert refusal.exit_code == 2
    assert "facts/algorithms/ridge.yaml:" in refusal.stderr
    assert refusal.stdout == ""


@pytest.mark.slow("reads all claims")
def test_a_claim_over_which_sources_disagree_says_so(run):
    debated = {claim.id: claim for claim in KnowledgeBase.load().claims.values() if claim.debate}
    assert debated
    for claim in some_of([*debated.values()], 3):
        record = json.loads(run("kb", "show", claim.subject, "--format", "json").stdout)
        assert next(shown["debate"] for shown in record["claims"] if shown["id"] == claim.id) == claim.debate
        page = " ".join(run("kb", "show", claim.subject).stdout.split())
        assert f"Sources disagree {claim.debate}." in page
