"""Same brief, same knowledge, same bytes: in every process, thread, form and order."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from by_night import IS_NIGHT, by_night, only_by_night, some_of
from small_knowledge import ROOT, SCENARIOS, ContentFolder, brief, published_cases, rule
from whichml import Brief, Recommendation, recommend
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.statements.strata import stratify
from whichml.rules.oracle import run_naively

N_SEEDS = 3 if IS_NIGHT else 2
PROGRAM = """
import hashlib, sys
from whichml import Brief, KnowledgeBase, recommend
knowledge = KnowledgeBase.load()
for path in sys.argv[1:]:
    answer = recommend(Brief.load(path), knowledge)
    print(answer.id, hashlib.sha256(answer.to_json()).hexdigest())
"""


def marks(answers: list[Recommendation]) -> list[str]:
    return [f"{answer.id} {hashlib.sha256(answer.to_json()).hexdigest()}" for answer in answers]


@pytest.mark.slow("starts processes")
def test_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    paths = [str(path) for path in SCENARIOS[:4]]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *paths],
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT / "kb")},
            stdout=subprocess.PIPE, text=True,
        )
        for seed in range(N_SEEDS)
    ]  # fmt: skip
    told = [process.communicate()[0].split("\n") for process in running]
    assert [process.returncode for process in running] == [0] * N_SEEDS
    assert all(lines == told[0] for lines in told)
    assert len(told[0]) == len(paths) + 1


@pytest.mark.slow("starts processes")
@only_by_night
def test_the_answer_of_another_process_is_the_answer_here(knowledge: Knowledge) -> None:
    path = SCENARIOS[0]
    out = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], env={**os.environ, "PYTHONPATH": str(ROOT / "kb")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert out.stdout.split("\n")[:1] == marks([recommend(Brief.load(path), knowledge)])


@pytest.mark.slow("answers from many threads")
def test_threads_give_the_same_bytes(scenarios: Mapping[str, Brief], knowledge: Knowledge) -> None:
    briefs = list(scenarios.values())
    alone = marks([recommend(b, knowledge) for b in briefs])
    with ThreadPoolExecutor(6) as threads:
        together = marks(list(threads.map(lambda b: recommend(b, knowledge), briefs * 2)))
    assert together == alone * 2


@pytest.mark.slow("compiles knowledge time and again")
def test_what_was_asked_before_leaves_no_trace_in_an_answer(knowledge: Knowledge) -> None:
    briefs = [Brief.from_mapping(case["brief"]) for case in some_of([*published_cases().values()][::3], 3)]
    worn = Advisor.of(knowledge)
    forwards = marks([worn.recommend(b) for b in briefs])
    assert marks([worn.recommend(b) for b in reversed(briefs)]) == forwards[::-1]
    assert marks([Advisor.of(knowledge).recommend(b) for b in briefs[::12]]) == forwards[::12]


@pytest.mark.slow("compiles knowledge time and again")
@pytest.mark.parametrize(
    "change", [{"data__rows": 10}, by_night({"data__rows": 20, "data__features": 3}), by_night({"data__drift": "fast"})]
)
def test_a_fact_that_differs_does_not_read_like_the_former_one(knowledge: Knowledge, change: dict[str, object]) -> None:
    worn = Advisor.of(knowledge)
    worn.recommend(brief(data__rows=5, data__features=2, data__drift="slow"))
    assert worn.recommend(brief(**change)) == Advisor.of(knowledge).recommend(brief(**change))


@pytest.mark.slow("answers scenarios from the oracle too")
def test_the_engine_and_the_oracle_lead_to_the_same_bytes(
    scenarios: Mapping[str, Brief], knowledge: Knowledge, advisor: Advisor
) -> None:
    strata = stratify(knowledge.rules)
    naive = Advisor.running(knowledge, lambda facts: run_naively(knowledge.rules, strata, knowledge.shapes, facts))
    for name, given in some_of([*scenarios.items()], 3):
        assert naive.recommend(given).to_json() == advisor.recommend(given).to_json(), name


YAML_NESTED = b"""\
task: regression
data: {modality: [tabular], horizon: 2 days, rows: 20000}
deployment: {always_on: true}
requirements:
  - {quality: inference-latency, max: 40 ms, at: p99}
priorities: [accuracy, [inference-latency, robustness]]
"""
YAML_DOTTED = b"""\
# the same, with dots and in another order
priorities: [accuracy, [inference-latency, robustness]]
deployment.always_on: true
data.rows: 2e4
data.horizon: "48 hours"
data.modality: tabular
task: regression
requirements:
  - {at: p99, max: "40 ms", quality: inference-latency, priority: must}
"""
JSON_NESTED = json.dumps(yaml.safe_load(YAML_NESTED)).encode()


def in_forms() -> list[Brief]:
    return [
        Brief.parse(YAML_NESTED, "brief.yaml"), Brief.parse(YAML_DOTTED, "brief.yaml"),
        Brief.parse(JSON_NESTED, "brief.json"), Brief.from_mapping(yaml.safe_load(YAML_NESTED)),
    ]  # fmt: skip


def test_every_form_of_a_brief_gives_the_same_bytes(knowledge: Knowledge) -> None:
    assert len({recommend(given, knowledge).to_json() for given in in_forms()}) == 1


def test_a_bound_in_other_units_gives_the_same_bytes(knowledge: Knowledge) -> None:
    briefs = [brief(requirements=[{"quality": "inference-latency", "max": bound}]) for bound in ("40 ms", "0.04 s")]
    assert len({recommend(given, knowledge).to_json() for given in briefs}) == 1


def test_the_id_changes_with_the_brief_and_with_the_knowledge(knowledge: Knowledge) -> None:
    base = recommend(brief(), knowledge)
    assert recommend(brief(data__rows=5), knowledge).id != base.id
    assert recommend(brief(), knowledge.without(rules=[knowledge.rules[0].id])).id != base.id
    assert recommend(brief(), knowledge).id == base.id


def test_the_digest_and_packs_of_the_knowledge_are_stamped_on_the_answer(folder: ContentFolder) -> None:
    answer = folder.algorithm("one").rules(rule("r", {"caution": "Well."}), pack="own").answer()
    assert [(pack.id, pack.version) for pack in answer.knowledge.packs] == [("own", "1")]
    assert answer.knowledge.digest == folder.content.digest
