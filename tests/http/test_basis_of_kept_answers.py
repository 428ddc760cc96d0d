"""What is told of a kept answer stands on what it stands on: its measurements, and the knowledge that made it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from whichml import Recommendation
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, Settings, create_app

sys.path.append(str(Path(__file__).parents[1] / "evidence"))
from made_up_evidence import evidence, scores

pytestmark = pytest.mark.slow("answers from changed knowledge")

BRIEF: dict[str, Any] = {
    "task": "binary-classification",
    "data": {"modality": "tabular", "rows": 500, "features": 5},
}  # fmt: skip
RUN = evidence(*scores(logistic__regression=0.99, decision__tree=0.98, random__forest=0.85, constant__baseline=0.5))
MEASURED = {"brief": BRIEF, "evidence": [json.loads(RUN.to_json())]}
Serve = Callable[[Knowledge], FlaskClient]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Return a function that serves the answers of one store by the given knowledge."""
    store = AnswerStore(tmp_path / "answers.sqlite3")
    settings = Settings(read_rate="off", write_rate="off")
    return lambda knowledge: create_app(knowledge, store, settings=settings).test_client()


@pytest.fixture
def client(serve: Serve, knowledge: Knowledge) -> FlaskClient:
    return serve(knowledge)


@pytest.fixture
def measured(client: FlaskClient) -> str:
    return str(client.post("/v1/measured-recommendations", json=MEASURED).headers["Location"])


def whole(client: FlaskClient, address: str) -> Recommendation:
    return Recommendation.model_validate(client.get(f"{address}?include=justification").json)


def ranks(answer: Recommendation) -> dict[str, int]:
    field = (*answer.candidates, *answer.outclassed)
    return {name: each.rank for each in field for name in (each.algorithm, *each.equivalents)}


def moved_on(client: FlaskClient, kept: str, knowledge: Knowledge) -> Knowledge:
    """Return knowledge without a rule that a kept answer stands on, and without its second candidate."""
    answer = whole(client, kept)
    rule = min(JustificationGraph(answer).counting_rules)
    second = answer.candidates[1].algorithm
    later = knowledge.without(rules=[rule])
    return replace(later, algorithms={name: each for name, each in later.algorithms.items() if name != second})


def test_measured_algorithms_are_compared_by_what_was_measured(client: FlaskClient, measured: str) -> None:
    answer = whole(client, measured)
    place = ranks(answer)
    plain = ranks(whole(client, client.post("/v1/recommendations", json=BRIEF).headers["Location"]))
    assert place["decision-tree"] < place["random-forest"]
    assert plain["random-forest"] < plain["decision-tree"]
    told = client.get(f"{measured}/algorithms/random-forest/comparison/decision-tree").json
    assert (told["answer"], told["ahead"], told["from_answer_alone"]) == (answer.id, "decision-tree", False)
    assert [each["rank"] for each in told["explanations"]] == [place["random-forest"], place["decision-tree"]]


def test_a_record_says_that_a_measured_answer_takes_its_measurements(client: FlaskClient, measured: str) -> None:
    record = client.get(measured, headers={"Accept": "text/markdown"}).text
    assert "the same brief gets again with the same measurements and knowledge" in record


def test_a_what_if_of_a_measured_answer_stands_on_its_measurements(client: FlaskClient, measured: str) -> None:
    answer = whole(client, measured)
    told = client.post(f"{measured}/what-if", json={"changes": {"data.features": 9}}).json
    assert (told["has_moved_on"], told["measurements"]) == (False, "used")
    assert told["difference"]["answers"][0] == told["answer"] == answer.id
    assert told["difference"]["leaders"][0] == [each.algorithm for each in answer.candidates[:3]]
    again = client.post("/v1/measured-recommendations", json={**MEASURED, "brief": told["brief"]}).json
    assert told["difference"]["answers"][1] == again["id"]


def test_a_change_of_the_task_leaves_measurements_to_the_kept_brief(client: FlaskClient, measured: str) -> None:
    changes = {"changes": {"task": "regression"}}
    told = client.post(f"{measured}/what-if", json=changes).json
    assert told["measurements"] == "used-for-first"
    assert told["difference"]["answers"][1] == client.post("/v1/recommendations", json=told["brief"]).json["id"]
    page = client.post(f"{measured}/what-if", json=changes, headers={"Accept": "text/markdown"}).text
    assert "the changed one is answered without" in page


def test_a_measured_answer_does_not_differ_from_todays_while_nothing_has_changed(
    client: FlaskClient, measured: str
) -> None:
    told = client.get(f"{measured}/difference").json
    assert (told["has_moved_on"], told["measurements"], told["difference"]["changes"]) == (False, "used", [])
    assert told["answers"][0] == told["answers"][1]


def test_later_knowledge_answers_anew_on_the_measurements_that_were_kept(
    client: FlaskClient, serve: Serve, measured: str, knowledge: Knowledge
) -> None:
    rule = min(JustificationGraph(whole(client, measured)).counting_rules)
    today = serve(knowledge.without(rules=[rule]))
    told = today.get(f"{measured}/difference").json
    again = today.post("/v1/measured-recommendations", json=MEASURED).json
    assert (told["has_moved_on"], told["measurements"], told["answers"][1]) == (True, "used", again["id"])


def test_measurements_that_an_earlier_version_did_not_keep_are_told_as_missing(
    client: FlaskClient, tmp_path: Path, measured: str
) -> None:
    store = AnswerStore(tmp_path / "answers.sqlite3")
    kept = store.get(measured.rpartition("/")[2])
    assert kept is not None
    store.delete(kept.id)
    store.put(kept)  # the answer without what is kept beside it
    told = client.get(f"{measured}/algorithms/random-forest/comparison/decision-tree").json
    assert (told["ahead"], told["from_answer_alone"], told["turned_by"]) == ("decision-tree", True, [])
    assert client.get(f"{measured}/difference").json["measurements"] == "not-kept"
    changes = {"changes": {"data.rows": 400}}
    assert client.post(f"{measured}/what-if", json=changes).json["measurements"] == "not-kept"
    page = client.post(f"{measured}/what-if", json=changes, headers={"Accept": "text/markdown"}).text
    assert "were not kept" in page


def test_measurements_go_with_their_answer(client: FlaskClient, tmp_path: Path, measured: str) -> None:
    identity = measured.rpartition("/")[2]
    store = AnswerStore(tmp_path / "answers.sqlite3")
    assert [form for form, _, _ in store.documents_of(identity)] == ["measurements"]
    assert client.delete(measured).status_code == 204
    assert store.documents_of(identity) == ()


def test_once_knowledge_has_moved_on_algorithms_are_compared_as_the_answer_has_them(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    answer = whole(client, kept)
    first, second, third = (each.algorithm for each in answer.candidates[:3])
    today = serve(moved_on(client, kept, knowledge))
    for pair in ((first, second), (third, second), (first, answer.excluded[0].algorithm)):
        address = f"{kept}/algorithms/{pair[0]}/comparison/{pair[1]}"
        before, after = client.get(address).json, today.get(address).json
        assert (before["from_answer_alone"], after["from_answer_alone"]) == (False, True)
        for part in ("answer", "ahead", "text", "names"):
            assert after[part] == before[part]
        ranked = [each["rank"] for each in after["explanations"]]
        assert ranked == [each["rank"] for each in before["explanations"]]
    assert after["qualities"] == []
    both = f"{kept}/algorithms/{first}/comparison/{second}"
    assert client.get(both).json["qualities"] == today.get(both).json["qualities"]
    assert "told from the kept answer alone" in today.get(both, headers={"Accept": "text/html"}).text


def test_an_algorithm_that_knowledge_has_lost_is_explained_as_the_answer_has_it(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    second = whole(client, kept).candidates[1]
    today = serve(moved_on(client, kept, knowledge))
    told = today.get(f"{kept}/algorithms/{second.algorithm}")
    assert (told.status_code, told.json["rank"], told.json["name"]) == (200, 2, second.name)
    assert today.get(f"/answers/{kept.rpartition('/')[2]}/why/{second.algorithm}").status_code == 200
    other = today.post("/v1/recommendations", json=BRIEF).headers["Location"]
    assert today.get(f"{other}/algorithms/{second.algorithm}").status_code == 404


def test_once_knowledge_has_moved_on_why_says_that_it_is_told_from_the_answer_alone(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    leader, out = whole(client, kept).top(1)[0], whole(client, kept).excluded[0].algorithm
    today = serve(moved_on(client, kept, knowledge))
    for algorithm in (leader, out):
        address, page = f"{kept}/algorithms/{algorithm}", f"/answers/{kept.rpartition('/')[2]}/why/{algorithm}"
        told = [each.get(address).json["from_answer_alone"] for each in (client, today)]
        assert told == [False, True]
        for form in ({"Accept": "text/markdown"}, {"Accept": "text/html"}):
            told = [
                "told from the kept answer alone" in each.get(address, headers=form).text for each in (client, today)
            ]
            assert told == [False, True]
        told = ["told from the kept answer alone" in each.get(page).text for each in (client, today)]
        assert told == [False, True]


@pytest.mark.parametrize("query", ["", "?full"])
@pytest.mark.parametrize("form", ["text/markdown", "text/html"])
def test_a_record_says_below_its_title_that_knowledge_has_moved_on_and_else_stays(
    client: FlaskClient, serve: Serve, knowledge: Knowledge, form: str, query: str
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    before = client.get(f"{kept}{query}", headers={"Accept": form})
    after = serve(moved_on(client, kept, knowledge)).get(f"{kept}{query}", headers={"Accept": form})
    (note,) = [line for line in after.text.splitlines() if "The knowledge has moved on since" in line]
    title = next(n for n, line in enumerate(after.text.splitlines()) if line.startswith(("# ", "<h1>")))
    assert note in after.text.splitlines()[title : title + 3]
    assert f"the knowledge {knowledge.digest[:12]}" in note
    rest = after.text.replace(f"{note}\n\n" if form == "text/markdown" else f"{note}\n", "", 1)
    assert rest == before.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_an_answer_in_json_stays_to_the_byte_and_a_link_says_that_knowledge_has_moved_on(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    before, after = client.get(kept), serve(moved_on(client, kept, knowledge)).get(kept)
    assert after.data == before.data
    told = f'<{kept}/difference>; rel="related"; title="what today\'s knowledge says otherwise"'
    assert [told in str(each.headers) for each in (before, after)] == [False, True]


def test_what_excluded_an_algorithm_is_told_also_once_the_rule_is_gone(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    brief = {**BRIEF, "stakes": {"explanation": "full"}}
    kept = client.post("/v1/recommendations", json=brief).headers["Location"]
    before = client.get(f"{kept}/algorithms/xgboost").json["bars"]
    (rule,) = {bar["rule"] for bar in before}
    after = serve(knowledge.without(rules=[rule])).get(f"{kept}/algorithms/xgboost").json["bars"]
    for part in ("text", "rule", "where", "facts", "because"):
        assert [bar[part] for bar in after] == [bar[part] for bar in before]
    assert after[0]["lifted_by"][0] == "the brief no longer says: stakes.explanation is full"


def test_an_algorithm_that_came_later_is_none_that_the_answer_speaks_of(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    second = whole(client, kept).candidates[1].algorithm
    before = serve(moved_on(client, kept, knowledge)).post("/v1/recommendations", json=BRIEF).headers["Location"]
    assert "was not known when it was made" in client.get(f"{before}/algorithms/{second}").json["text"]


def test_a_what_if_by_later_knowledge_says_that_it_is(client: FlaskClient, serve: Serve, knowledge: Knowledge) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    today = serve(moved_on(client, kept, knowledge))
    told = today.post(f"{kept}/what-if", json={"changes": {"data.rows": 400}}).json
    assert told["has_moved_on"] is True
    assert told["difference"]["briefs"] == ["as it is kept, answered today", "with the changes"]
    assert told["difference"]["answers"][0] != told["answer"]
    assert client.post(f"{kept}/what-if", json={"changes": {"data.rows": 400}}).json["has_moved_on"] is False


def test_kept_answers_of_other_knowledge_are_compared_as_they_are(
    client: FlaskClient, serve: Serve, knowledge: Knowledge
) -> None:
    kept = client.post("/v1/recommendations", json=BRIEF).headers["Location"]
    today = serve(moved_on(client, kept, knowledge))
    other = today.post("/v1/recommendations", json={**BRIEF, "task": "regression"}).json["id"]
    told = today.get(f"{kept}/comparison/{other}").json
    assert told["from_answers_alone"] is True
    assert told["answers"] == [kept.rpartition("/")[2], other]
    assert told["leaders"][0] == [each.algorithm for each in whole(client, kept).candidates[:3]]
    assert all(each["leader"] is None for each in told["said"])
    assert told["rules"][0]


def test_an_answer_that_was_given_other_evidence_is_another_one_than_the_answer_without(client: FlaskClient) -> None:
    brief = {**BRIEF, "evidence": ["0" * 32]}
    other = {**MEASURED, "brief": brief}
    first, plain = (
        client.post("/v1/measured-recommendations", json=other),
        client.post("/v1/recommendations", json=brief),
    )
    again = client.post("/v1/measured-recommendations", json=other)
    assert f"is not used: {RUN.id}" in first.text
    assert RUN.id not in plain.text
    assert again.data == first.data
    assert first.json["id"] != plain.json["id"]
