"""Rule packs change under a running server: sound ones take over whole, broken ones change nothing and are told."""

from __future__ import annotations

import gc
import io
import json
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from edited_packs import break_pack, write
from flask.testing import FlaskClient

from by_night import by_night, only_by_night
from small_knowledge import ContentFolder
from whichml.knowledge.base import Knowledge
from whichml.knowledge.finding import find_packs
from whichml.knowledge.loading import KnowledgeBase, OpenedKnowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.query import QueryPool
from whichml.model.documents.errors import KnowledgeError
from whichml_server import AnswerStore, Settings
from whichml_server.app import app_answering, shipped_queries
from whichml_server.heap import settle_heap
from whichml_server.reloading import Reloader
from whichml_server.rules_at_start import holds_back

pytestmark = pytest.mark.slow("compiles packs and starts servers")

BRIEF = json.dumps({"task": "binary-classification", "data": {"modality": "tabular", "rows": 5000}}).encode()
N_RELOADS = 20


@pytest.fixture(scope="module")
def queries() -> QueryPool:
    return shipped_queries()


Start = Callable[..., Reloader]


@pytest.fixture
def start(tmp_path: Path, queries: QueryPool) -> Start:
    def started(*rules: Path, **more: Any) -> Reloader:
        return Reloader(AnswerStore(tmp_path / "answers.sqlite3"), queries, rules, **more)

    return started


@pytest.fixture
def reloader(start: Start, packs: Path) -> Reloader:
    return start(packs)


@pytest.fixture
def client(reloader: Reloader) -> Iterator[FlaskClient]:
    with app_answering(lambda: reloader.api).test_client() as client:
        yield client


def ask(client: FlaskClient) -> dict[str, Any]:
    """Return the answer to the small brief."""
    response = client.post("/v1/recommendations", data=BRIEF, content_type="application/json")
    assert response.status_code == 201
    answer: dict[str, Any] = response.json
    return answer


def cautions(client: FlaskClient) -> set[str]:
    return {caution["text"] for candidate in ask(client)["candidates"] for caution in candidate["cautions"]}


def health(client: FlaskClient) -> tuple[set[str], dict[str, list[str]]]:
    """Return the packs in use that were not shipped, and the codes of those refused."""
    found = client.get("/healthz").json
    in_use = {pack["id"] for pack in found["packs"] if not pack["shipped"]}
    return in_use, {refused["pack"]: [p["code"] for p in refused["problems"]] for refused in found["refused"]}


def test_an_edited_pack_is_served_after_the_next_look(client: FlaskClient, reloader: Reloader, packs: Path) -> None:
    assert "the first word" in cautions(client)
    write(packs, "house", "the second word")
    assert reloader.look()
    assert "the second word" in cautions(client)
    assert "the first word" not in cautions(client)


@pytest.fixture
def collector() -> Iterator[None]:
    """Leave the garbage collector as it was."""
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@only_by_night
@pytest.mark.usefixtures("collector")
def test_knowledge_in_use_is_out_of_the_garbage_collectors_way(start: Start, packs: Path) -> None:
    reloader = start(packs, settle=settle_heap)
    former = weakref.ref(reloader.api.knowledge)
    assert not any(each is former() for each in gc.get_objects())
    write(packs, "house", "the second word")
    assert reloader.look()
    assert former() is None
    assert not any(each is reloader.api.knowledge for each in gc.get_objects())


def test_a_look_without_a_change_opens_nothing(client: FlaskClient, reloader: Reloader) -> None:
    before = reloader.api
    assert not reloader.look()
    assert reloader.api is before


def test_a_broken_edit_changes_no_answer_and_is_told(client: FlaskClient, reloader: Reloader, packs: Path) -> None:
    before = ask(client)
    break_pack(packs / "house.yaml")
    assert not reloader.look()
    assert ask(client) == before
    assert health(client) == ({"house"}, {"house": ["RP201"]})
    (problem,) = client.get("/healthz").json["refused"][0]["problems"]
    assert problem["where"].startswith("packs/house.yaml:8:")
    assert problem["hint"] == "Did you mean 'task'?"


def test_refused_packs_are_counted_for_whoever_watches_the_server(
    client: FlaskClient, reloader: Reloader, packs: Path
) -> None:
    def counted() -> tuple[int, bool]:
        n_refused = client.get("/readyz").json["n_refused_packs"]
        return n_refused, f"\nwhichml_refused_packs {n_refused}.0\n" in client.get("/metrics").text

    assert counted() == (0, True)
    break_pack(packs / "house.yaml")
    reloader.look()
    assert counted() == (1, True)


@pytest.mark.parametrize("text", ["", "rulepack: {id: house", "\x00", "- a list\n"])
def test_a_file_caught_half_written_changes_no_answer(
    client: FlaskClient, reloader: Reloader, packs: Path, text: str
) -> None:
    (packs / "house.yaml").write_text(text)
    assert not reloader.look()
    assert "the first word" in cautions(client)
    assert set(health(client)[1]) == {"packs/house.yaml"}


@only_by_night
def test_a_mended_pack_takes_over(client: FlaskClient, reloader: Reloader, packs: Path) -> None:
    break_pack(packs / "house.yaml")
    reloader.look()
    write(packs, "house", "the second word")
    assert reloader.look()
    assert "the second word" in cautions(client)
    assert health(client) == ({"house"}, {})


def test_a_broken_pack_holds_back_the_sound_ones_that_changed_with_it(
    client: FlaskClient, reloader: Reloader, packs: Path
) -> None:
    write(packs, "yard", "a word of the yard")
    break_pack(packs / "house.yaml")
    assert not reloader.look()
    assert health(client)[0] == {"house"}


def test_a_pack_added_to_a_watched_folder_appears(client: FlaskClient, reloader: Reloader, packs: Path) -> None:
    write(packs, "yard", "a word of the yard")
    assert reloader.look()
    assert {"the first word", "a word of the yard"} <= cautions(client)
    shown = client.get("/v1/rules?pack=yard").json["rules"]
    assert [(rule["id"], rule["pack"]) for rule in shown] == [("yard-asks-for-care", "yard")]
    assert client.get("/v1/rules/yard-asks-for-care").json["where"] == "packs/yard.yaml:6"


@pytest.mark.parametrize("others", [[], by_night(["yard"])])
def test_a_pack_removed_from_a_folder_is_gone(
    client: FlaskClient, reloader: Reloader, packs: Path, others: list[str]
) -> None:
    for other in others:
        write(packs, other, "another word")
    (packs / "house.yaml").unlink()
    assert reloader.look()
    assert "the first word" not in cautions(client)
    assert health(client)[0] == set(others)


def test_a_folder_that_is_gone_is_taken_for_one_that_is_being_replaced(
    client: FlaskClient, reloader: Reloader, packs: Path
) -> None:
    packs.rename(packs.with_name("away"))
    assert not reloader.look()
    assert health(client) == ({"house"}, {"packs": ["RP210"]})
    packs.with_name("away").rename(packs)
    write(packs, "house", "the second word")
    assert reloader.look()
    assert health(client) == ({"house"}, {})


def test_where_no_pack_may_be_missing_an_emptied_folder_takes_no_rules_away(start: Start, packs: Path) -> None:
    reloader = start(packs, holds_back=holds_back(Settings(strict_rules=True)))
    client = app_answering(lambda: reloader.api).test_client()
    (packs / "house.yaml").unlink()
    assert not reloader.look()
    assert health(client) == ({"house"}, {"packs": ["RP210"]})
    write(packs, "house", "the second word")
    break_pack(write(packs, "yard", "a word of the yard"))
    assert not reloader.look()
    assert "the first word" in cautions(client)
    (packs / "yard.yaml").unlink()
    assert reloader.look()
    assert "the second word" in cautions(client)


def test_a_newcomer_cannot_drive_out_a_pack_in_use(client: FlaskClient, reloader: Reloader, packs: Path) -> None:
    impostor = (packs / "house.yaml").read_text("utf-8").replace("the first word", "the impostor's word")
    (packs / "impostor.yaml").write_text(impostor, encoding="utf-8")
    assert not reloader.look()
    assert health(client)[0] == {"house"}
    assert "the first word" in cautions(client)


def test_a_broken_pack_at_the_start_keeps_nobody_from_answers(
    start: Start, packs: Path, caplog: pytest.LogCaptureFixture
) -> None:
    break_pack(write(packs, "yard", "a word of the yard"))
    reloader = start(packs, packs / "nowhere")
    logged = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert ["'yard'" in line for line in logged] == [False, True]
    assert "packs/yard.yaml:8:" in logged[1]
    client = app_answering(lambda: reloader.api).test_client()
    assert "the first word" in cautions(client)
    assert health(client) == ({"house"}, {"yard": ["RP201"], "nowhere": ["RP210"]})
    write(packs, "house", "the second word")
    assert reloader.look()
    assert health(client) == ({"house"}, {"yard": ["RP201"], "nowhere": ["RP210"]})
    write(packs, "yard", "a word of the yard")
    assert reloader.look()
    assert health(client) == ({"house", "yard"}, {"nowhere": ["RP210"]})


def test_a_path_where_nothing_was_is_looked_at_too(start: Start, tmp_path: Path) -> None:
    reloader = start(tmp_path / "later.yaml")
    write(tmp_path, "later", "a word of later")
    assert reloader.look()
    assert [pack.id for pack in reloader.api.knowledge.packs if not pack.shipped] == ["later"]


def test_health_tells_no_folder_of_the_machine(start: Start, packs: Path, tmp_path: Path) -> None:
    long = tmp_path / ("a folder with a long name " * 4).strip() / "and spaces"
    empty = tmp_path / "empty"
    empty.mkdir()
    reloader = start(packs, long, empty, tmp_path / "nowhere" / "pack.yaml")
    found = app_answering(lambda: reloader.api).test_client().get("/healthz")
    assert [refused["pack"] for refused in found.json["refused"]] == ["and spaces", "empty", "pack.yaml"]
    assert str(tmp_path) not in found.text
    assert tmp_path.parent.name not in found.text


@pytest.mark.parametrize("failure", [KnowledgeError.about("the ontology is broken."), RuntimeError("a defect")])
def test_a_failure_to_open_anything_keeps_all_as_it_was(start: Start, packs: Path, failure: Exception) -> None:
    failures: list[Exception] = []

    def open_knowledge() -> OpenedKnowledge[KnowledgeBase]:
        if failures:
            raise failures.pop()
        return KnowledgeBase.open(None, (packs,))

    reloader = start(packs, open_knowledge=open_knowledge)
    client = app_answering(lambda: reloader.api).test_client()
    before = ask(client)
    failures.append(failure)
    assert not reloader.reload()
    assert ask(client) == before
    assert set(health(client)[1]) == {"whichml"}
    assert reloader.reload()
    assert health(client) == ({"house"}, {})


def test_a_request_under_way_keeps_the_knowledge_that_it_began_with(reloader: Reloader, packs: Path) -> None:
    class SlowBody(io.BytesIO):
        """A body that takes so long that the packs change before it has come."""

        def readinto(self, buffer: Any) -> int:
            write(packs, "house", "the second word")
            reloader.look()
            return super().readinto(buffer)

    began = reloader.api
    client = app_answering(lambda: reloader.api).test_client()
    response = client.post(
        "/v1/recommendations", input_stream=SlowBody(BRIEF), content_type="application/json", content_length=len(BRIEF)
    )
    assert response.status_code == 201
    assert response.json["knowledge"]["digest"] == began.knowledge.digest
    assert reloader.api.knowledge.digest != began.knowledge.digest
    assert "the second word" in cautions(client)


def test_requests_during_reloads_all_get_an_answer_of_one_version(
    start: Start, packs: Path, folder: ContentFolder
) -> None:
    small = folder.algorithm("one").algorithm("two").knowledge()

    def open_small() -> OpenedKnowledge[KnowledgeBase]:
        found = find_packs((packs,))
        admitted = load_packs(small, found.packs).knowledge
        base = KnowledgeBase(**{field.name: getattr(admitted, field.name) for field in fields(Knowledge)})
        return OpenedKnowledge(base, found.refused, found.watched)

    reloader = start(packs, open_knowledge=open_small)
    app = app_answering(lambda: reloader.api, Settings(read_rate="off", write_rate="off"))
    digests = {reloader.api.knowledge.digest}
    over: list[bool] = []

    def keep_asking(number: int) -> list[tuple[str, str]]:
        client, seen = app.test_client(), []
        while not over or not seen:
            answer = ask(client)
            (stamp,) = (pack for pack in answer["knowledge"]["packs"] if not pack["shipped"])
            seen.append((answer["knowledge"]["digest"], stamp["digest"]))
        return seen

    with ThreadPoolExecutor(3) as threads:
        asking = [threads.submit(keep_asking, number) for number in range(3)]
        for number in range(N_RELOADS):
            write(packs, "house", f"word number {number}")
            assert reloader.look()
            digests.add(reloader.api.knowledge.digest)
        over.append(True)
        seen = {pair for answers in asking for pair in answers.result()}
    assert len(digests) == N_RELOADS + 1
    assert {digest for digest, _ in seen} <= digests
    assert len({digest for digest, _ in seen}) == len({pack for _, pack in seen}) == len(seen) > 1


def test_former_knowledge_goes_though_pages_were_made_from_it(
    client: FlaskClient, reloader: Reloader, packs: Path
) -> None:
    identity = ask(client)["id"]
    assert "Next question" in client.get("/", query_string={"brief": BRIEF.decode()}).text
    assert client.get(f"/answers/{identity}").status_code == 200
    former = weakref.ref(reloader.api.knowledge)
    write(packs, "house", "the second word")
    assert reloader.look()
    gc.collect()
    assert former() is None


def test_packs_are_watched_as_long_as_somebody_answers_from_them(start: Start, packs: Path) -> None:
    reloader = start(packs)
    reloader.watch_in_every_process(3600)
    held = weakref.ref(reloader)
    del reloader
    gc.collect()
    assert held() is None


def test_the_order_of_the_paths_changes_no_digest(start: Start, packs: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(other, "yard", "a word of the yard")
    there, back = start(packs, other).api.knowledge, start(other, packs, packs).api.knowledge
    assert there.digest == back.digest
    assert [pack.id for pack in there.packs] == [pack.id for pack in back.packs]


def test_an_answer_outlives_the_pack_that_it_stands_on(client: FlaskClient, reloader: Reloader, packs: Path) -> None:
    answer = ask(client)
    (packs / "house.yaml").unlink()
    assert reloader.look()
    address = f"/v1/recommendations/{answer['id']}"
    assert client.get(address).json == answer
    record = client.get(address, headers={"Accept": "text/markdown"})
    assert record.status_code == 200
    assert "the first word" in record.text
    assert "The policy of the house" in record.text
    assert client.get("/v1/rules/house-asks-for-care").status_code == 404
