"""A server is told everything before it starts, and says what is wrong with that, and where."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from edited_packs import break_pack

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app
from whichml_server.errors import ServerError
from whichml_server.settings import EXTENSION, Settings
from whichml_server.settings_reading import read_settings, variable_of

DIGEST = sha256(b"a secret").hexdigest()


def refused(environment: dict[str, str], file: Path | None = None) -> str:
    with pytest.raises(ServerError) as raised:
        read_settings(environment, file)
    return str(raised.value)


def test_without_a_word_a_server_listens_to_its_machine_alone() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.believed_hosts == ("localhost", "127.0.0.1", "[::1]")


def test_every_setting_has_a_variable_and_a_description() -> None:
    variables = {variable_of(name) for name in Settings.model_fields}
    assert len(variables) == len(Settings.model_fields) > 20
    assert "WHICHML_STORE" not in variables  # it names the compiled knowledge
    assert variable_of("store") == "WHICHML_ANSWERS"
    assert all(field.description for field in Settings.model_fields.values())


def test_what_is_chosen_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "server.yaml"
    file.write_text("port: 1\nthreads: 2\nworkers: 3\n", encoding="utf-8")
    settings = read_settings({"WHICHML_SETTINGS": str(file), "WHICHML_PORT": "4", "WHICHML_THREADS": "5"}, port=6)
    assert (settings.port, settings.threads, settings.workers) == (6, 5, 3)


def test_lists_are_written_with_commas_in_the_environment(tmp_path: Path) -> None:
    settings = read_settings({
        "WHICHML_TRUSTED_HOSTS": "whichml.example.org, .example.com",
        "WHICHML_CORS_ORIGINS": "https://portal.example.org",
        "WHICHML_TOKENS": f"ci:write:{DIGEST},portal:read:{sha256(b'other').hexdigest()}",
    })  # fmt: skip
    assert settings.believed_hosts == ("whichml.example.org", ".example.com")
    assert [(token.name, token.may) for token in settings.tokens] == [("ci", "write"), ("portal", "read")]


def test_a_file_says_the_same_as_lists(tmp_path: Path) -> None:
    file = tmp_path / "server.yaml"
    file.write_text(
        f"open_reading: false\ntokens: [{{name: ci, may: write, sha256: {DIGEST}}}]\nrules: ['{tmp_path}']\n"
        "read_rate: [60/minute, 1000/day]\n",
        encoding="utf-8",
    )
    settings = read_settings({}, file)
    assert not settings.open_reading
    assert settings.tokens[0].is_of(DIGEST)
    assert settings.rules == (tmp_path,)
    assert settings.read_rate == "60/minute;1000/day"


@pytest.mark.parametrize("written", ["[{0}, {1}]", "'{0}, {1}'", "\n- {0}\n- {{name: b, may: read, sha256: {2}}}"])
def test_tokens_are_written_in_a_file_as_in_the_environment(tmp_path: Path, written: str) -> None:
    file = tmp_path / "server.yaml"
    text = written.format(f"a:write:{DIGEST}", f"b:read:{DIGEST}", DIGEST)
    file.write_text(f"tokens: {text}\n", encoding="utf-8")
    tokens = read_settings({}, file).tokens
    assert [(token.name, token.may, token.sha256) for token in tokens] == [
        ("a", "write", DIGEST),
        ("b", "read", DIGEST),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tokens: [{name: ci}]", "token 1 is not written as"),
        ("tokens: 5", "what is wanted is a list of `name:read:SHA-256 of the token`"),
        ("tokens: [{name: ci, may: write, sha256: hunter2}]", "token 1 needs its SHA-256"),
        ("cors_origins: 5", "what is wanted is a list of texts, each the origin"),
        ("rules: [[1]]", "`rules`, entry 1, cannot be"),
        ("workers: 1.5", "what is wanted is a whole number from 1 to 64"),
    ],
)
def test_a_file_is_refused_in_the_words_of_who_wrote_it(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "server.yaml"
    file.write_text(f"{written}\n", encoding="utf-8")
    message = refused({}, file)
    assert f"{file}:1:" in message
    assert said in message
    assert "hunter2" not in message
    assert not re.search(r"Field|BearerToken|Input|pydantic", message)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PORT", "70000", "WHICHML_PORT cannot be '70000'"),
        ("PORT", "eighty", "a whole number from 0 to 65535"),
        ("WORKERS", "0", "a whole number from 1 to 64"),
        ("REQUEST_SECONDS", "inf", "a finite number above 0 and up to 86400"),
        ("PREFIX", "whichml/", "WHICHML_PREFIX cannot be 'whichml/'"),
        ("CORS_ORIGINS", "javascript:alert(1)", "is no origin such as https://portal.example.org"),
        ("TRUSTED_HOSTS", "a b", "is no name of a host"),
        ("WRITE_RATE", "12 bananas", "a rate is written as `60/minute`"),
        ("OPEN_READING", "maybe", "what is wanted is `true` or `false`"),
        ("TOKENS", "ci:admin:abc", "token 1 may `read` or `write`"),
        ("TOKENS", f"ci:read:{DIGEST},b", "token 2 is not written as `name:read:SHA-256 of the token` or"),
        ("TOKENS", f"c i:read:{DIGEST}", "the name of token 1 takes"),
        ("TOKENS", f"ci:read:{DIGEST}:more", "token 1 is not written as"),
        ("TOKENS", "ci:read:abc", "token 1 needs its SHA-256: 64 digits"),
        ("KEEP_DAYS", "0", "a number above 0"),
        ("SERVER", "apache", "'auto', 'gunicorn' or 'waitress'"),
        ("WRITE_RATE", "0/minute", "nobody could ask anything"),
        ("READ_RATE", "60/minute;0/hour", "nobody could ask anything"),
        ("RATE_STORAGE", "rediss+x://host", "counted in `memory://`, or in `redis://HOST:PORT`"),
        ("RATE_STORAGE", "somewhere", "counted in `memory://`, or in `redis://HOST:PORT`"),
        ("RATE_STORAGE", "memcached://host:1", "the package that speaks memcached:// is not installed"),
        ("RULES", "/nowhere/at/all", "names '/nowhere/at/all', where there is no file and no folder"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_variable_and_what_it_is_for(
    variable: str, value: str, said: str
) -> None:
    message = refused({f"WHICHML_{variable}": value})
    assert said in message
    assert f"WHICHML_{variable}" in message
    assert "\nIt is " in message
    assert not re.search(r"Field|BearerToken|Input|\^|https?://errors", message)


def test_a_file_is_refused_with_line_and_column_of_everything_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "server.yaml"
    file.write_text("port: 99999\nworker: 3\n", encoding="utf-8")
    message = refused({}, file)
    assert f"{file}:1:7: the setting `port` cannot be '99999'" in message
    assert f"{file}:2:1: unknown setting 'worker'.\nDid you mean 'workers'?" in message


def test_a_file_that_is_missing_or_has_two_readings_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    told = f"the file of settings {missing} cannot be read: No such file or directory.\n"
    assert refused({"WHICHML_SETTINGS": str(missing)}) == f"{told}WHICHML_SETTINGS names it."
    assert refused({}, missing) == f"{told}--settings names it."
    (tmp_path / "twice.yaml").write_text("port: 1\nport: 2\n", encoding="utf-8")
    assert "the key 'port' is given twice" in refused({}, tmp_path / "twice.yaml")


def test_a_misspelt_variable_is_refused_and_one_of_the_library_is_not() -> None:
    assert "Did you mean 'WHICHML_WORKERS'?" in refused({"WHICHML_WORKER": "3"})
    read_settings({"WHICHML_STORE": "knowledge.snapshot", "WHICHML_CACHE": "cache", "WHICHML_NIGHTLY": "1"})


def test_a_place_of_answers_in_the_variable_of_the_compiled_knowledge_is_refused(tmp_path: Path) -> None:
    answers = tmp_path / "answers.db"
    AnswerStore(answers).close()
    for place in (str(answers), "postgresql://whichml:secret@db/answers"):
        message = refused({"WHICHML_STORE": place})
        assert "WHICHML_STORE names the file of the compiled knowledge" in message
        assert "Where answers are kept says WHICHML_ANSWERS." in message
        assert "secret" not in message


def test_settings_that_contradict_each_other_are_refused() -> None:
    assert "needs `tokens`" in refused({"WHICHML_OPEN_READING": "false"})
    assert "have one name" in refused({"WHICHML_TOKENS": f"ci:read:{DIGEST},ci:write:{DIGEST}"})
    assert "more than `threads`" in refused({"WHICHML_MAX_CONNECTIONS": "10", "WHICHML_THREADS": "10"})


def test_what_is_shown_tells_no_secret() -> None:
    shown = str(read_settings({
        "WHICHML_TOKENS": f"ci:write:{DIGEST}", "WHICHML_ANSWERS": "postgresql://whichml:secret@db/answers",
    }).shown())  # fmt: skip
    assert "ci:write" in shown
    assert "postgresql://whichml:***@db/answers" in shown
    by_query = read_settings({"WHICHML_ANSWERS": "postgresql://db/answers?user=me&password=hidden&sslmode=require"})
    assert by_query.shown()["store"] == "postgresql://db/answers?user=me&password=***&sslmode=require"
    assert DIGEST not in shown
    assert "secret" not in shown


@pytest.mark.parametrize("password", ["p/w@x", "@", "a@b@c", "one\ntwo@three"])
def test_a_password_that_makes_a_url_ambiguous_is_refused_and_no_part_of_it_printed(password: str) -> None:
    for name in ("WHICHML_ANSWERS", "WHICHML_RATE_STORAGE", "WHICHML_STORE"):
        said = refused({name: f"postgresql://whichml:{password}@database/whichml"})
        assert "://whichml:***@database" in said
        if name == "WHICHML_ANSWERS":
            assert "an `@` in a name or a password is written as `%40`" in said
    encoded = "postgresql://whichml:p%2Fw%40x@database/whichml?options=a@b"
    assert read_settings({"WHICHML_ANSWERS": encoded}).store == encoded


def test_a_refused_token_is_not_printed() -> None:
    assert "hunter2" not in refused({"WHICHML_TOKENS": "ci:write:hunter2"})
    assert "hunter2" not in refused({"WHICHML_RATE_STORAGE": "nothing://me:hunter2@host"})


def test_an_app_has_the_settings_that_it_was_made_with(knowledge: Knowledge, tmp_path: Path) -> None:
    settings = Settings(port=1)
    app = create_app(knowledge, AnswerStore(tmp_path / "answers.sqlite3"), settings=settings)
    assert app.extensions[EXTENSION] is settings


def test_an_app_made_without_arguments_is_as_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHICHML_ANSWERS", str(tmp_path / "here.sqlite3"))
    monkeypatch.setenv("WHICHML_RELOAD_SECONDS", "3600")
    with create_app().test_client() as client:
        assert client.get("/healthz").json["status"] == "ok"
    assert (tmp_path / "here.sqlite3").exists()


@pytest.mark.slow("loads packs anew")
def test_a_server_without_which_no_rule_pack_may_be_does_not_start_without_one(packs: Path, tmp_path: Path) -> None:
    settings = Settings(rules=(packs,), strict_rules=True, store=str(tmp_path / "here.sqlite3"), reload_seconds=3600)
    create_app(settings=settings)
    break_pack(packs / "house.yaml")
    with pytest.raises(ServerError, match=r"house.yaml:8:\d+: RP201"):
        create_app(settings=settings)
    create_app(settings=settings.model_copy(update={"strict_rules": False}))
