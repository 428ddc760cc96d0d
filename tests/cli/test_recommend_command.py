"""`whichml recommend --full` says what fits, why, why not the others, and what follows."""

import gc
import json
import re

import pytest
from click.testing import CliRunner

from by_night import some_of
from printed_documents import in_one_line
from whichml import Brief, KnowledgeBase, recommend
from whichml.cli import whichml
from whichml.knowledge.content import Content

SECTIONS = (
    "RECOMMENDED", "WHY NOT THE OTHERS", "WHAT COUNTS HERE", "ARCHITECTURE DECISIONS", "PATTERNS", "COMPONENTS",
    "MEASURE NEXT", "OPEN QUESTIONS", "SOURCES CITED ABOVE",
)  # fmt: skip


def test_json_is_the_answers_own_bytes_and_a_line_end(run, fraud):
    answer = recommend(Brief.load(fraud), KnowledgeBase.load())
    assert run("recommend", fraud, "--format", "json").stdout_bytes == answer.to_json() + b"\n"


def test_what_a_command_stands_on_is_out_of_the_garbage_collectors_way(fraud):
    gc.unfreeze()
    CliRunner().invoke(whichml, ["recommend", str(fraud)])
    assert gc.isenabled()
    assert not any(isinstance(each, KnowledgeBase) for each in gc.get_objects())


def test_every_section_of_the_page_has_its_heading_in_order(run, fraud):
    lines = run("recommend", fraud, "--full").stdout.splitlines()
    assert len(SECTIONS) == 9
    assert [line for line in lines if line in SECTIONS] == list(SECTIONS)


def test_each_of_the_top_three_is_named_with_its_range_and_a_cited_reason(run, brief_file):
    answer = recommend(Brief.load(brief_file("plain-table")), KnowledgeBase.load())
    page = run("recommend", brief_file("plain-table"), "--full").stdout
    shown = page.split("RECOMMENDED")[1].split("FURTHER CANDIDATES")[0]
    parts = re.split(r"^\d\. ", shown, flags=re.MULTILINE)[1:]
    assert len(parts) == len(answer.top(3)) == 3
    for part, candidate in zip(parts, answer.candidates, strict=False):
        flat = in_one_line(part)
        assert flat.startswith(f"{candidate.name} ({candidate.algorithm}) Mean utility {candidate.utility.mean:.2f} (")
        assert re.search(r"\+ [A-Z].*? is [a-z.-]+ \(\d+ % of the weight\), by .*? \[[a-z0-9]", flat)


def test_every_candidate_reference_and_decision_taken_or_open_is_on_the_page(run, fraud):
    knowledge = KnowledgeBase.load()
    answer = recommend(Brief.load(fraud), knowledge)
    page = in_one_line(run("recommend", fraud, "--full").stdout)
    named = [candidate.name for candidate in answer.candidates]
    named += [knowledge.algorithms[each.algorithm].facts.name for each in answer.references if each.serves]
    decisions = [each.decision for each in (*answer.decisions, *answer.not_decided)]
    assert sorted(decisions) == sorted(knowledge.decisions)
    assert answer.references
    named += [knowledge.decisions[decision].name for decision in decisions]
    assert [name for name in named if name not in page] == []


def test_an_exclusion_of_a_suitable_algorithm_names_its_rule_and_the_rest_is_counted(run, recidivism):
    page = in_one_line(run("recommend", recidivism, "--full").stdout)
    assert "XGBoost: a person cannot read how it decides" in page
    assert "(rule full-explanation-rules-out-opaque-models)" in page
    assert re.search(r"\d+ more do not solve binary classification or do not read these data\.", page)


@pytest.mark.slow("writes the whole page of scenarios")
def test_every_work_in_brackets_is_in_the_list_of_sources(run, fraud):
    page = run("recommend", fraud, "--full").stdout
    body, _, sources = page.partition("SOURCES CITED ABOVE")
    cited = {
        ref
        for group in re.findall(r"\[([a-z0-9][a-z0-9, +\-\n]*)\]", body)
        for ref in re.split(r",\s*| \+\d+|\s", group)
    }
    cited.discard("")
    listed = set(re.findall(r"^\s+\[([a-z0-9-]+)\]", sources, flags=re.MULTILINE))
    assert len(listed) > 10
    assert {ref for ref in cited if not ref.startswith("+")} <= listed


def test_a_brief_from_standard_input_gives_the_same_candidates_as_the_file(run, fraud):
    read = run("recommend", "-", "--format", "json", stdin=fraud.read_bytes())
    kept = run("recommend", fraud, "--format", "json")
    assert json.loads(read.stdout)["candidates"] == json.loads(kept.stdout)["candidates"]


def test_where_nothing_is_left_the_page_says_what_would_have_to_give(run, brief_file):
    answer = run("recommend", brief_file("nothing-left"), "--full")
    assert answer.exit_code == 0
    assert "Nothing is left" in answer.stdout
    assert "WHAT WOULD HAVE TO GIVE" in answer.stdout


@pytest.mark.slow("prints every page at every width")
@pytest.mark.parametrize("pages", [[], ["--full"]])
@pytest.mark.parametrize("width", ["20", "40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(run, fraud, monkeypatch, width, pages):
    monkeypatch.setenv("COLUMNS", width)
    lines = run("recommend", fraud, *pages).stdout.splitlines()
    assert max(len(line) for line in lines) <= int(width)


@pytest.mark.slow("answers many briefs")
@pytest.mark.parametrize("pages", [[], ["--full"]])
def test_a_page_that_is_no_terminal_has_neither_colour_nor_trailing_spaces(run, fraud, pages):
    page = run("recommend", fraud, *pages).stdout
    assert "\x1b" not in page
    assert [line for line in page.splitlines() if line != line.rstrip()] == []


def test_text_from_a_brief_is_shown_and_never_obeyed(run, brief_file):
    page = run("recommend", brief_file("hostile"), "--full").stdout
    flat = in_one_line(page)
    assert r"\x1b[31m[bold]red[/bold]\u202etxt.exe" in flat
    assert r"[/bold]\x07" in flat
    assert all(letter.isprintable() or letter == "\n" for letter in page)


def test_notices_are_warnings_on_stderr_and_the_answer_stays_clean(run, brief_file):
    answer = run("recommend", brief_file("doubtful"), "--format", "json")
    assert answer.exit_code == 0
    assert answer.stderr.startswith("warning: ")
    assert "doubtful.yaml:10:10" in answer.stderr
    assert json.loads(answer.stdout)["candidates"]


@pytest.mark.slow("checks every scenario")
def test_a_scenario_that_is_misspelt_is_named_and_no_scenario_warns_about_itself(run):
    refused = run("recommend", "lane-markng")
    assert refused.exit_code == 2
    assert "Did you mean the scenario 'lane-marking'?" in refused.stderr
    assert "scenario" not in run("recommend", "/none/such.yaml").stderr
    names = list(Content.shipped().scenarios)
    assert len(names) == 12
    assert [name for name in some_of(names, 3) if run("check", name).stderr] == []
