"""`whichml export` prints a document; `whichml serve` hands over to the server where that is installed."""

import json
import re
import sys
from pathlib import Path

import pytest

import whichml_server
from whichml import Brief, KnowledgeBase, recommend
from whichml.advise.recommendation import advisor_for
from whichml.advise.turning_facts import turning_facts
from whichml.export.decision_record import to_markdown
from whichml.export.record_details import RecordDetails


def test_export_prints_the_document_byte_for_byte(run, fraud):
    knowledge = KnowledgeBase.load()
    brief = Brief.load(fraud)
    turning = turning_facts(advisor_for(knowledge), brief)
    document = to_markdown(recommend(brief, knowledge), knowledge, RecordDetails(None, turning, Path(fraud).name))
    assert run("export", fraud, "--format", "markdown").stdout_bytes == document.encode()


@pytest.mark.slow("answers four times")
def test_the_record_goes_by_the_name_of_its_form_too_and_recommend_prints_it(run, fraud):
    document = run("export", fraud, "--full").stdout_bytes
    assert run("export", fraud, "--format", "madr", "--full").stdout_bytes == document
    assert run("recommend", fraud, "--format", "markdown", "--full").stdout_bytes == document


def test_a_record_bears_a_date_only_where_one_was_given(run, fraud):
    dated = run("export", fraud, "--date", "2026-03-01").stdout
    assert dated.startswith("---\nstatus: proposed\ndate: 2026-03-01\n---\n")
    assert run("export", fraud).stdout.startswith("---\nstatus: proposed\n---\n")


@pytest.fixture
def asked(fraud, tmp_path, monkeypatch):
    """A folder with a pack and a brief of which something cannot be read, and the options that both take."""
    pack = "rulepack: {id: my-bank, version: 1, title: Rules, license: CC0-1.0}\nrules: []\n"
    Path(tmp_path, "bank.yaml").write_text(pack)
    Path(tmp_path, "fraud.yaml").write_text(f"{Path(fraud).read_text()}\nsomething-else: 3\n")
    monkeypatch.chdir(tmp_path)
    return "fraud.yaml", "--lenient", "--rules", "bank.yaml", "--uncalibrated"


@pytest.mark.slow("runs several commands")
def test_the_commands_that_a_record_gives_get_its_answer_again(run, asked):
    record = run("export", *asked, "--task", "forecasting").stdout
    told, command = re.search("Answer: `([0-9a-f]+)`, as `whichml ([^`]+)` gives again", record).groups()
    assert json.loads(run(*command.split()).stdout)["id"] == told
    assert json.loads(run("recommend", "fraud.yaml", "--lenient", "--format", "json").stdout)["id"] != told
    (whole,) = re.findall("`whichml (export [^`]+)`", record)
    assert f"Answer: `{told}`" in run(*whole.split()).stdout


@pytest.mark.slow("runs several commands")
def test_the_probe_that_a_record_gives_has_no_option_of_the_commands_that_answer(run, asked):
    (command,) = re.findall("`whichml (probe [^`]+)`", run("export", *asked).stdout)
    assert command.endswith("--brief fraud.yaml --rules bank.yaml")


def test_a_date_that_is_none_is_refused(run, fraud):
    assert run("export", fraud, "--date", "yesterday\nstatus: accepted").exit_code == 2


def test_serve_hands_options_to_the_server_before_what_the_environment_says(run, tmp_path, monkeypatch):
    served = []
    monkeypatch.setattr(whichml_server, "serve", served.append)
    monkeypatch.setenv("WHICHML_PORT", "1")
    monkeypatch.setenv("WHICHML_THREADS", "3")
    store = str(tmp_path / "answers.sqlite3")
    assert run("serve", "--port", "8123", "--store", store).exit_code == 0
    assert served == [whichml_server.Settings(port=8123, threads=3, store=store)]


def test_serve_shows_its_settings_and_leaves(run, monkeypatch):
    monkeypatch.setattr(whichml_server, "serve", None)
    assert json.loads(run("serve", "--workers", "3", "--show").stdout)["workers"] == 3


def test_serve_shows_no_settings_whose_store_cannot_be(run):
    assert run("serve", "--store", "postgresql://nobody@localhost:1/answers", "--show").exit_code == 0
    refusal = run("serve", "--store", "mysql://localhost/answers", "--show")
    assert (refusal.exit_code, refusal.stdout) == (2, "")
    assert "none of a PostgreSQL database" in refusal.stderr


BROKEN = "rulepack: {id: my-bank, version: 1, title: Rules, license: CC0-1.0}\nruless: []\n"


def test_serve_shows_what_is_wrong_with_rule_packs(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("broken.yaml").write_text(BROKEN)
    shown = run("serve", "--rules", "broken.yaml", "--rules", "empty", "--show")
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["rules"] == ["broken.yaml", "empty"]
    assert "broken.yaml:2:1: RP105 unknown key 'ruless'" in shown.stderr
    assert "the folder 'empty' holds no rule pack" in shown.stderr


def test_serve_does_not_pass_settings_where_no_rule_pack_may_be_missing_and_one_is(run, tmp_path, monkeypatch):
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN)
    monkeypatch.setenv("WHICHML_STRICT_RULES", "true")
    assert run("serve", "--show").exit_code == 0
    refusal = run("serve", "--rules", broken, "--show")
    assert refusal.exit_code == 2
    assert "`strict_rules` lets no server start without a rule pack, and 1 rule pack cannot be used" in refusal.stderr
    assert f"{broken}:2:1: RP105 unknown key 'ruless'" in refusal.stderr


def test_serve_refuses_a_setting_with_the_name_of_its_variable(run, monkeypatch):
    monkeypatch.setenv("WHICHML_WORKERS", "many")
    refusal = run("serve")
    assert refusal.exit_code == 2
    assert "WHICHML_WORKERS cannot be 'many'" in refusal.stderr


@pytest.mark.parametrize("missing", ["whichml_server", "flask", "waitress"])
def test_serve_without_the_servers_packages_says_what_to_install(run, monkeypatch, missing):
    for name in [name for name in sys.modules if name.partition(".")[0] in ("whichml_server", missing)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    refusal = run("serve")
    assert refusal.exit_code == 2
    assert "pip install 'whichml[server]'" in refusal.stderr
    assert "Traceback" not in refusal.stderr


def test_an_answer_is_exported_as_json_ld_under_both_names_of_the_form(run, fraud):
    told = run("export", fraud, "--format", "json-ld").stdout
    assert json.loads(told)["@type"] == ["schema:ItemList", "prov:Entity"]
    assert run("export", fraud, "--format", "jsonld").stdout == told
    assert run("recommend", fraud, "--format", "json-ld").stdout == told
