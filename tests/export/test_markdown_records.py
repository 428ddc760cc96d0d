"""An answer as a decision record: the sections of MADR, every number in its references, every text escaped."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from whichml import Brief, WhichmlError, recommend
from whichml.export.baselines import baseline_beside
from whichml.export.citations import works_cited
from whichml.export.decision_record import full_record, to_full_markdown, to_html_page, to_markdown
from whichml.export.escaping import in_markdown
from whichml.export.field_values import value_in_words
from whichml.export.naming import Naming
from whichml.export.record_details import RecordDetails
from whichml.export.requirement_status import statuses_of

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    path for path in (ROOT / "kb/facts/scenarios").glob("*.yaml") if not path.name.endswith(".expected.yaml")
)
N_WORDS = 1200
CLI_BRIEFS = ROOT / "tests/cli/briefs"
MADR = (
    "## Context and Problem Statement", "## Decision Drivers", "## Considered Options", "## Decision Outcome",
    "### Consequences", "### Confirmation", "## Pros and Cons of the Options", "## More Information",
)  # fmt: skip


def _numbers(text):
    return {int(n) for group in re.findall(r"(?<!\\)\[(\d+(?:, \d+)*)\]", text) for n in group.split(", ")}


def test_all_scenarios_are_collected():
    assert len(SCENARIOS) == 12


def test_the_sections_of_madr_stand_in_their_order(fraud, knowledge):
    lines = to_markdown(fraud, knowledge).splitlines()
    assert [line for line in lines if line in MADR] == list(MADR)


def test_a_record_on_few_events_cites_the_rule_of_thumb_and_says_why_more_utility_is_no_choice(knowledge):
    few = {"modality": "tabular", "rows": 45, "events": 12, "features": 5, "privacy": "sensitive"}
    brief = {"task": "survival-analysis", "data": few, "project": {"application": "clinical-prognosis"}}
    record = to_markdown(recommend(Brief.from_mapping(brief), knowledge), knowledge)
    assert re.search(r"asks for care: Choose few columns beforehand.* \[\d+\]", record)
    assert "Peduzzi, Concato, Feinstein" in record
    assert "has more and is no choice: far behind" in record


@pytest.mark.slow("writes the record of every scenario")
@pytest.mark.parametrize("path", [*SCENARIOS, *CLI_BRIEFS.glob("*.yaml")], ids=lambda path: path.stem)
def test_a_record_to_paste_fits_two_printed_pages(answer_to, knowledge, path):
    try:
        answer = answer_to(path)
    except WhichmlError:
        return
    assert len(to_markdown(answer, knowledge).split()) <= N_WORDS


def test_no_text_of_a_brief_makes_a_record_longer_than_two_pages(knowledge):
    many = " ".join(["word"] * 900)
    asked = ("accuracy", "calibration", "explainability", "interpretability", "privacy", "robustness", "security")
    bounds = [{"quality": name, "min": "low", "priority": "should", "why": many} for name in asked]
    brief = {"task": "binary-classification", "title": many, "notes": many, "data": {"modality": "tabular"}}
    answer = recommend(Brief.from_mapping({**brief, "requirements": bounds}), knowledge)
    assert len(to_markdown(answer, knowledge).split()) <= N_WORDS


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_record_names_three_options_and_the_baseline_that_the_first_screen_names(answer_to, knowledge, path):
    answer = answer_to(path)
    section = to_markdown(answer, knowledge).partition("## Considered Options")[2].partition("\n## ")[0]
    options = section.strip().splitlines()
    sound = [each for each in answer.outclassed if each.practice.mistake < 0.5]
    named = [in_markdown(each.name) for each in (*answer.candidates, *sound)[:3]]
    assert sum(not line.startswith(("* Baseline", "* Not ")) for line in options) == len(named) + 1
    assert [name for name, line in zip(named, options, strict=False) if name not in line] == []
    baseline = baseline_beside(answer, knowledge)
    assert baseline is None or f"* Baseline: **{in_markdown(baseline.name)}**, because " in section


def test_a_record_says_of_each_requirement_how_every_option_stands_to_it(fraud, knowledge):
    document = to_markdown(fraud, knowledge)
    for each in statuses_of(fraud, fraud.candidates[0]):
        asked = f"{Naming(knowledge).bounded(each.requirement)} {each.requirement.bound}"
        (row,) = (line for line in document.splitlines() if line.startswith(f"| {asked} | "))
        assert row.split(" | ")[1] == each.status


def test_what_is_open_or_at_risk_is_confirmed_first(fraud, knowledge):
    confirmation = to_markdown(fraud, knowledge).partition("### Confirmation")[2].partition("\n## ")[0]
    first, *_ = (line for line in confirmation.splitlines() if line.startswith("* "))
    assert first.startswith("* Recall at least 0.8. ")


def test_the_full_record_is_the_record_to_paste_and_the_rest_behind_it(fraud, knowledge):
    short, full = to_markdown(fraud, knowledge), to_full_markdown(fraud, knowledge)
    assert full.startswith(short.partition("## References")[0])
    titles = re.findall(r"^## (.*)$", full, re.MULTILINE)
    assert {"What Counts", "All Options", "Architecture Decisions", "Why Not the Others"} <= set(titles)
    assert titles[-2:] == ["References", "More Information"]


def test_the_page_says_what_the_record_says(fraud, knowledge):
    page = to_html_page(fraud, knowledge, RecordDetails(date(2026, 3, 1)))
    said = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page.partition("<body>")[2])))
    assert "Status: proposed, 2026-03-01." in said
    for line in re.findall(r"^\* ([\w ,]+)$", to_markdown(fraud, knowledge), re.MULTILINE):
        assert line in said
    assert 'name="viewport" content="width=device-width' in page


@pytest.mark.slow("writes the record of every scenario")
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
@pytest.mark.parametrize("write", [to_markdown, to_full_markdown])
def test_every_number_cited_is_a_reference_and_every_reference_is_cited(answer_to, knowledge, path, write):
    body, _, tail = write(answer_to(path), knowledge).partition("## References")
    listed = [int(n) for n in re.findall(r"^(\d+)\. ", tail.partition("## More Information")[0], flags=re.MULTILINE)]
    assert listed == list(range(1, len(listed) + 1))
    assert _numbers(body) == set(listed)
    assert len(listed) > (5 if write is to_full_markdown else 2)


def test_every_reference_names_a_place_that_the_answer_cites(fraud, knowledge):
    cited = {citation for node in fraud.justification.nodes for citation in node.sources}
    works = works_cited(full_record(fraud, knowledge).blocks, fraud.sources).works
    places = {f"{citation.locator}: {citation.supports}" for citation in cited}
    assert len(works) > 10
    assert {entry.words for work in works for entry in work.below} <= places
    assert {work.ref for work in works} <= set(fraud.sources)


def test_each_of_the_top_three_stands_with_claims_rules_or_evidence_and_levels(plain, knowledge):
    document = to_full_markdown(plain, knowledge).partition("## Pros and Cons in Full")[2].partition("\n## ")[0]
    parts = document.split("\n### ")[1:]
    assert len(parts) == 3
    for part, candidate in zip(parts, plain.candidates, strict=False):
        assert part.startswith(f"{candidate.rank}. {candidate.name} ({candidate.algorithm})")
        good = [line for line in part.splitlines() if line.startswith("* Good, because ")]
        assert good
        met = [line for line in good if " clear of a must: " in line]
        assert len(met) == len(candidate.met)
        practised = [line for line in good if line.startswith("* Good, because language models lean to it")]
        ranked = [line for line in good if line not in (*met, *practised)]
        assert all(
            re.search(r" is [a-z.-]+ \(.* of the weight(; .+?)?\), by (claim|rule|evidence) `", line) for line in ranked
        )


def test_what_practice_says_of_the_leader_stands_once_with_where_it_says_so(fraud, knowledge):
    document = to_full_markdown(fraud, knowledge).partition("## Pros and Cons in Full")[2]
    of_leader = document.split("\n### ")[1].splitlines()
    (said,) = (line for line in of_leader if " language models lean to it here (+" in line)
    assert said.startswith("* Good, because ")
    assert re.search(r" where .* (briefs|as its family|\([+-]\d\.\d)\) \[\d+\]$", said)


def test_the_leader_is_the_option_that_is_chosen(fraud, knowledge):
    assert f"Chosen option: “{fraud.candidates[0].name}”, because " in to_markdown(fraud, knowledge)


def test_the_record_names_the_main_decisions_that_follow_and_counts_the_rest(fraud, knowledge):
    names, option_of = Naming(knowledge), {each.decision: each.option for each in fraud.decisions}
    (told,) = (line for line in to_markdown(fraud, knowledge).splitlines() if line.startswith("Architecture: "))
    training = names.option("training-mode", option_of["training-mode"]).lower()
    n_musts = sum(each.strength == "must" for each in fraud.decisions)
    said = told.removeprefix("Architecture: ").split("; ")
    assert 0 < n_musts < 4, "what leaves no choice stands first, and what readers ask for most behind it"
    assert [part.endswith(" (must)") for part in said[:4]] == [place < n_musts for place in range(4)]
    assert said[n_musts] == f"{names.decision('training-mode').lower()}: {training}"
    assert told.count(": ") == 1 + 4
    assert f"; {len(fraud.decisions) - 4} more with " in told


def test_the_record_names_the_answer_and_the_knowledge_that_it_stands_on(fraud, knowledge):
    document = to_markdown(fraud, knowledge)
    assert f"`{fraud.id}`" in document
    assert f"`{knowledge.digest}`" in document


def test_the_same_answer_gives_the_same_bytes_and_the_date_is_the_only_difference(fraud, knowledge):
    plain = to_markdown(fraud, knowledge)
    dated = to_markdown(fraud, knowledge, RecordDetails(date(2026, 3, 1)))
    assert plain == to_markdown(fraud, knowledge)
    assert dated.replace("date: 2026-03-01\n", "") == plain


def test_where_nothing_is_left_the_record_chooses_nothing(answer_to, knowledge):
    document = to_markdown(answer_to(CLI_BRIEFS / "nothing-left.yaml"), knowledge)
    assert "No option is chosen" in document
    assert "## Pros and Cons" not in document


@pytest.mark.parametrize("write", [to_markdown, to_full_markdown])
def test_a_hostile_brief_adds_no_markup_heading_link_or_invisible_character(answer_to, knowledge, write):
    document = write(answer_to(CLI_BRIEFS / "hostile.yaml"), knowledge)
    assert all(letter.isprintable() or letter == "\n" for letter in document)
    body = document.partition("## References")[0]
    outside_code = re.sub(r"`[^`\n]*`", "", body.replace("\\`", ""))
    assert "<" not in outside_code
    assert "](" not in outside_code.replace("\\](", "")
    assert "//evil" not in outside_code.replace(r"\://evil", "")
    assert re.search(r"(?<!\\)\*wow", outside_code) is None
    assert "A heading" in body
    assert [line for line in body.splitlines() if line.lstrip().startswith("#") and "A heading" in line] == []
    assert document.count("\n---\n") == 1


def test_a_record_of_an_answer_from_other_knowledge_falls_back_on_ids(fraud, knowledge):
    from dataclasses import replace

    leader = fraud.candidates[-1].algorithm
    poorer = replace(
        knowledge,
        algorithms={i: a for i, a in knowledge.algorithms.items() if i != leader},
        decisions={},
        components={},
        qualities={},
    )
    assert "inference-placement: **" in to_full_markdown(fraud, poorer)
    assert to_markdown(fraud, poorer)


def test_the_leader_is_chosen_for_what_was_measured_before_what_practice_or_claims_say(answer_to, plain, knowledge):
    outcome = to_markdown(plain, knowledge).partition("## Decision Outcome")[2].partition("### ")[0]
    assert f"“{plain.candidates[0].name}”, because accuracy is " in outcome
    assert re.search(r": it beats random forest on \d+% of such data sets", outcome)
    hostile = answer_to(CLI_BRIEFS / "hostile.yaml")
    outcome = to_markdown(hostile, knowledge).partition("## Decision Outcome")[2].partition("### ")[0]
    assert re.search(r", because language models would use it in \d+ of \d+ briefs of binary classification", outcome)


def test_what_is_measured_against_the_leader_is_told_as_what_it_rarely_wins(answer_to, knowledge):
    document = to_markdown(answer_to(CLI_BRIEFS / "hostile.yaml"), knowledge)
    assert re.search(r"^\* Bad, because it beats random forest on only \d+% ", document, re.MULTILINE)


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("data.label_delay", "2592000 s", "30 days"), ("deployment.memory", "40000 B", "40 kB"),
        ("data.rows", 20000, "20,000"), ("stakes.adversarial", False, "no"),
        ("project.unit_budget", "90 EUR", "90 EUR"),
        ("priorities", ["accuracy", ["privacy", "security"]], "accuracy, privacy = security"), ("data.rows", None, ""),
    ],
)  # fmt: skip
def test_values_of_a_brief_are_told_as_people_read_them(field, given, said):
    assert value_in_words(field, given) == said
