"""`whichml store` lists and deletes kept answers, and carries them from one store to another."""

import gzip
import json
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

from whichml_server.store import AnswerStore, StoredAnswer

pytestmark = pytest.mark.slow("keeps answers and carries them over")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def kept(n, task="regression"):
    identity, title = f"{n:032x}", f"No {n}"
    told = {"schema": "recommendation/1", "id": identity, "knowledge": {"digest": "digest"}, "said": "größer > \u2028"}
    body = json.dumps({**told, "brief": {"task": task, "title": title}}).encode()
    return StoredAnswer(identity, "recommendation/1", "digest", body, task, title, NOON + timedelta(n), "some code")


@pytest.fixture
def store(tmp_path):
    store = AnswerStore(tmp_path / "answers.sqlite3")
    for n in range(3):
        store.put(kept(n, task=("ranking", "regression")[n % 2]))
    store.put_document(kept(1).id, "text/markdown", "digest", "# Größer".encode())
    return store


def test_list_prints_the_newest_first(run, store):
    lines = run("store", "list", "--store", store.path).stdout.splitlines()
    assert [line.split()[-1] for line in lines if line.split()[-2:-1] == ["No"]] == ["2", "1", "0"]


def test_list_breaks_no_id_so_that_it_can_be_taken_over(run, store):
    lines = run("store", "list", "--store", store.path).stdout.splitlines()
    assert [line.split()[1] for line in lines if " UTC " in line] == [kept(n).id for n in (2, 1, 0)]
    assert max(map(len, lines)) <= 80


def test_list_filters_and_leads_on(run, store):
    place = ("--store", store.path, "--format", "json")
    found = json.loads(run("store", "list", *place, "--task", "ranking", "--limit", "1").stdout)
    assert [each["title"] for each in found["answers"]] == ["No 2"]
    more = json.loads(run("store", "list", *place, "--task", "ranking", "--cursor", found["cursor"]).stdout)
    assert ([each["title"] for each in more["answers"]], more["cursor"]) == (["No 0"], None)
    span = run("store", "list", *place, "--since", "2026-03-02", "--until", "2026-03-03").stdout
    assert [each["title"] for each in json.loads(span)["answers"]] == ["No 1"]


def test_list_of_an_empty_store_says_so(run, tmp_path):
    AnswerStore(tmp_path / "empty.sqlite3").close()
    assert "None." in run("store", "list", "--store", tmp_path / "empty.sqlite3").stdout


@pytest.mark.parametrize("command", [("list",), ("vacuum",), ("export", "-"), ("delete", "0" * 32)])
def test_a_store_that_is_not_there_is_refused_and_not_made(run, tmp_path, command):
    place = tmp_path / "folder" / "none.db"
    refusal = run("store", *command, "--store", place)
    assert (refusal.exit_code, refusal.stdout) == (2, "")
    assert f"there is no store of answers at {place}." in refusal.stderr
    assert list(tmp_path.iterdir()) == []


def test_list_refuses_a_task_that_there_is_not(run, store):
    for task, said in (("regresion", "Did you mean 'regression'?"), ("nope", "Tasks are binary-classification,")):
        refusal = run("store", "list", "--store", store.path, "--task", task)
        assert (refusal.exit_code, refusal.stdout) == (2, "")
        assert f"unknown task '{task}'" in refusal.stderr
        assert said in " ".join(refusal.stderr.split())


def test_list_refuses_a_cursor_that_no_page_gave(run, store):
    refusal = run("store", "list", "--store", store.path, "--cursor", "nonsense")
    assert (refusal.exit_code, "none that a page gave" in refusal.stderr) == (2, True)


def test_delete_removes_what_is_named(run, store):
    assert run("store", "delete", kept(0).id, kept(2).id, "--store", store.path).stdout == "Deleted 2 answers.\n"
    assert [each.title for each in store.list().items] == ["No 1"]


def test_delete_of_an_answer_that_is_not_there_deletes_none(run, store):
    refusal = run("store", "delete", kept(0).id, "0" * 31 + "f", "--store", store.path)
    assert refusal.exit_code == 2
    assert "there is no answer" in refusal.stderr
    assert store.get(kept(0).id) is not None


@pytest.mark.parametrize("name", ["answers.jsonl", "answers.jsonl.gz"])
def test_what_was_exported_can_be_imported_to_the_last_byte(run, store, tmp_path, name):
    other = AnswerStore(tmp_path / "other.sqlite3")
    assert run("store", "export", tmp_path / name, "--store", store.path).exit_code == 0
    assert (
        run("store", "import", tmp_path / name, "--store", other.path).stdout == "Imported 3 answers; 0 were there.\n"
    )
    assert list(other.everything()) == [kept(n, ("ranking", "regression")[n % 2]) for n in range(3)]
    assert [each.created for each in other.everything()] == [NOON + timedelta(n) for n in range(3)]
    assert other.document(kept(1).id, "text/markdown", "digest") == "# Größer".encode()
    assert (
        run("store", "import", tmp_path / name, "--store", other.path).stdout == "Imported 0 answers; 3 were there.\n"
    )
    assert sorted(path.name for path in tmp_path.glob(f"*{name}*")) == [name]


def test_an_export_goes_to_standard_output_too(run, store):
    lines = run("store", "export", "-", "--store", store.path).stdout_bytes.splitlines()
    assert [json.loads(line).get("kind") for line in lines] == [None, "answer", "answer", "document", "answer"]


def test_an_export_into_a_folder_that_is_not_there_is_refused(run, store, tmp_path):
    refusal = run("store", "export", tmp_path / "no" / "answers.jsonl", "--store", store.path)
    assert (refusal.exit_code, "cannot be written" in refusal.stderr) == (2, True)


GOOD = b'{"whichml": "answers/1"}\n'
PROMISED = b'{"whichml": "answers/1", "digest": "sha-256"}\n'
OTHER = ":2:1: the body of a is not what was exported: its SHA-256 is"
LINE = (
    b'{"kind": "answer", "id": "a", "schema": "r/1", "created": "2026-03-01T12:00:00Z", "knowledge": "d", "task": "",'
    b' "title": "", "made_by": "",'
    b' "body": "{\\"id\\":\\"a\\",\\"schema\\":\\"r/1\\",\\"knowledge\\":{\\"digest\\":\\"d\\"}}"}\n'
)
DOCUMENT = b'{"kind": "document", "answer": "a", "form": "text/html", "knowledge": "d", "text": "<p>"}\n'
BROKEN = {
    "empty": (b"", ":1:1: this is no export of answers"),
    "something else": (b"id,task\n", ":1:1: this is no export of answers"),
    "no JSON": (GOOD + LINE + b"nonsense\n", ":3:1: the line: Invalid JSON"),
    "cut off": (GOOD + LINE + LINE[:50], ":3:1: the line: Invalid JSON"),
    "unknown kind": (GOOD + b'{"kind": "surprise"}\n', ":2:1: the line: Input tag 'surprise'"),
    "missing": (GOOD + LINE.replace(b'"task": "",', b""), ":2:1: answer.task: Field required"),
    "unknown field": (GOOD + LINE.replace(b'"task"', b'"more": 1, "task"'), ":2:1: answer.more: Extra inputs"),
    "no date": (GOOD + LINE.replace(b"2026-03-01T12:00:00Z", b"yesterday"), ":2:1: answer.created: Input should be"),
    "an id that leads out": (
        GOOD + LINE.replace(b'"id": "a"', b'"id": "../a"'),
        ":2:1: answer.id: String should match",
    ),
    "another answer": (GOOD + LINE.replace(b'"id": "a"', b'"id": "b"'), ":2:1: the body of b is no JSON of an answer"),
    "invalid UTF-8": (GOOD + LINE.replace(b'"d"', b'"\xff"'), ":2:1: the line: Invalid JSON"),
    "NUL": (GOOD + LINE.replace(b'"d"', b'"\\u0000"'), ":2:1: answer.knowledge: String should match"),
    "another knowledge": (GOOD + LINE.replace(b'"d"', b'"e"'), ":2:1: knowledge of a is 'e', and its body says 'd'."),
    "another schema": (GOOD + LINE.replace(b'"r/1"', b'"r/2"'), ":2:1: schema of a is 'r/2', and its body says 'r/1'."),
    "another task": (
        GOOD + LINE.replace(b'"task": ""', b'"task": "x"'),
        ":2:1: task of a is 'x', and its body says ''.",
    ),
    "a document of nothing": (GOOD + DOCUMENT + LINE, ":2:1: no answer a stands before its document."),
    "a digest left out": (PROMISED + LINE, ":2:1: the line has no `sha256`, which the first line promises."),
    "another body": (PROMISED + LINE.replace(b'"id": "a"', b'"id": "a", "sha256": "%b"' % (b"0" * 64)), OTHER),
    "deep": (GOOD + b"[" * 100_000 + b"\n", ":2:1: the line: Invalid JSON"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_import_that_is_wrong_somewhere_is_refused_with_its_place_and_changes_nothing(run, tmp_path, case):
    text, message = BROKEN[case]
    (tmp_path / "broken.jsonl").write_bytes(text)
    refusal = run("store", "import", tmp_path / "broken.jsonl", "--store", tmp_path / "answers.sqlite3")
    assert refusal.exit_code == 2
    assert f"broken.jsonl{message}" in refusal.stderr
    assert not (tmp_path / "answers.sqlite3").exists()


@pytest.mark.parametrize(("part", "line"), [("said", 2), ("# Größer", 4)])
def test_an_answer_or_document_that_was_changed_on_its_way_is_refused_and_all_else_with_it(
    run, store, tmp_path, part, line
):
    run("store", "export", tmp_path / "answers.jsonl", "--store", store.path)
    text = (tmp_path / "answers.jsonl").read_text("utf-8")
    (tmp_path / "answers.jsonl").write_text(text.replace(part, part.swapcase(), 1), "utf-8")
    refusal = run("store", "import", tmp_path / "answers.jsonl", "--store", tmp_path / "other.sqlite3")
    assert refusal.exit_code == 2
    said = " ".join(refusal.stderr.split())
    assert f"answers.jsonl:{line}:1: the " in said
    assert re.search("is not what was exported: its SHA-256 is [0-9a-f]{64}, and [0-9a-f]{64} is expected.", said)
    assert not (tmp_path / "other.sqlite3").exists()


def test_an_export_of_before_there_were_digests_is_imported(run, tmp_path):
    (tmp_path / "old.jsonl").write_bytes(GOOD + LINE + DOCUMENT)
    command = ("store", "import", tmp_path / "old.jsonl", "--store", tmp_path / "answers.sqlite3")
    assert run(*command).stdout == "Imported 1 answer; 0 were there.\n"
    assert AnswerStore(tmp_path / "answers.sqlite3").document("a", "text/html", "d") == b"<p>"


def test_an_import_leaves_the_documents_of_answers_that_are_there(run, store, tmp_path):
    run("store", "export", tmp_path / "answers.jsonl", "--store", store.path)
    store.put_document(kept(1).id, "text/markdown", "digest", b"# Later")
    run("store", "import", tmp_path / "answers.jsonl", "--store", store.path)
    assert store.document(kept(1).id, "text/markdown", "digest") == b"# Later"


@pytest.mark.parametrize("text", [b"no gzip", gzip.compress(GOOD + LINE)[:-9]])
def test_an_import_that_is_no_whole_gzip_is_refused(run, tmp_path, text):
    (tmp_path / "broken.gz").write_bytes(text)
    refusal = run("store", "import", tmp_path / "broken.gz", "--store", tmp_path / "answers.sqlite3")
    assert (refusal.exit_code, "cannot be read" in refusal.stderr) == (2, True)


def test_vacuum_gives_back_the_space_of_what_was_deleted(run, store):
    for n in range(200):
        store.put(StoredAnswer(f"{n}", "recommendation/1", "digest", bytes(n for n in range(256)) * 200 + b"%d" % n))
        store.put_document(f"{n}", "text/html", "digest", b"<p>" * 5000)
    for n in range(200):
        store.delete(f"{n}")
    store.close()
    before = store.path.stat().st_size
    assert "Removed 0 answers" in run("store", "vacuum", "--store", store.path).stdout
    assert store.path.stat().st_size < before / 2
    assert len(store.list().items) == 3


def test_vacuum_removes_what_the_settings_do_not_keep(run, store, monkeypatch):
    monkeypatch.setenv("WHICHML_KEEP_DAYS", "1")
    assert run("store", "vacuum", "--store", store.path).stdout.startswith("Removed 3 answers")
    assert store.list().items == ()


@pytest.fixture
def settings(store, tmp_path):
    path = tmp_path / "server.yaml"
    path.write_text(f"store: {store.path}\nkeep_days: 1\n", encoding="utf-8")
    return path


def test_the_file_of_settings_says_where_answers_are_and_which_may_go(run, store, settings):
    assert "No 2" in run("store", "list", "--settings", settings).stdout
    assert run("store", "vacuum", "--settings", settings).stdout.startswith("Removed 3 answers")
    assert store.list().items == ()


def test_the_file_that_the_environment_names_counts_and_an_option_goes_before_it(run, store, settings, monkeypatch):
    monkeypatch.setenv("WHICHML_SETTINGS", str(settings))
    refusal = run("store", "vacuum", "--store", settings.with_name("other.sqlite3"))
    assert "there is no store of answers at" in refusal.stderr
    assert "`--settings` the server's file of settings" in " ".join(refusal.stderr.split())
    assert run("store", "vacuum").stdout.startswith("Removed 3 answers")


def test_a_store_without_the_servers_packages_says_what_to_install(run, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] in ("whichml_server", "sqlalchemy")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    refusal = run("store", "list", "--store", tmp_path / "answers.sqlite3")
    assert refusal.exit_code == 2
    assert "pip install 'whichml[server]'" in refusal.stderr


def test_a_place_that_holds_something_else_is_refused(run, tmp_path):
    (tmp_path / "notes.txt").write_text("not a store" * 1000)
    refusal = run("store", "list", "--store", tmp_path / "notes.txt")
    assert (refusal.exit_code, "cannot be used" in refusal.stderr) == (2, True)
