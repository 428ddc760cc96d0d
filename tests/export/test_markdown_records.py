"""An answer as a decision record: the sections of MADR, every number in its references, every text escaped."""

import re
from datetime import date
from pathlib import Path

import pytest

from whichml.export.citations import works_cited
from whichml.export.decision_record import decision_record, to_markdown

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    path for path in (ROOT / "kb/facts/scenarios").glob("*.yaml") if not path.name.endswith(".expected.yaml")
)
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


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_number_cited_is_a_reference_and_every_reference_is_cited(answer_to, knowledge, path):
    body, _, tail = to_markdown(answer_to(path), knowledge).partition("## References")
    listed = [int(n) for n in re.findall(r"^(\d+)\. ", tail.partition("## More Information")[0], flags=re.MULTILINE)]
    assert listed == list(range(1, len(listed) + 1))
    assert _numbers(body) == set(listed)
    assert len(listed) > 5


def test_every_reference_names_a_place_that_the_answer_cites(fraud, knowledge):
    cited = {citation for node in fraud.justification.nodes for citation in node.sources}
    works = works_cited(decision_record(fraud, knowledge).blocks, fraud.sources).works
    places = {f"{citation.locator}: {citation.supports}" for citation in cited}
    assert len(works) > 10
    assert {entry.words for work in works for entry in work.below} <= places
    assert {work.ref for work in works} <= set(fraud.sources)


def test_each_of_the_top_three_stands_with_claims_rules_or_evidence_and_levels(plain, knowledge):
    document = to_markdown(plain, knowledge).partition("## Pros and Cons of the Options")[2].partition("\n## ")[0]
    parts = document.split("\n### ")[1:]
    assert len(parts) == 3
    for part, candidate in zip(parts, plain.candidates, strict=False):
        assert part.startswith(f"{candidate.rank}. {candidate.name} ({candidate.algorithm})")
        good = [line for line in part.splitlines() if line.startswith("* Good, because ")]
        assert good
        met = [line for line in good if " clear of a must: " in line]
        assert len(met) == len(candidate.met)
        ranked = [line for line in good if line not in met]
        assert all(re.search(r" is [a-z.-]+ \(.* of the weight\), by (claim|rule|evidence) `", line) for line in ranked)


def test_what_practice_says_of_the_leader_stands_once_with_where_it_says_so(fraud, knowledge):
    document = to_markdown(fraud, knowledge).partition("## Pros and Cons of the Options")[2]
    of_leader = document.split("\n### ")[1].splitlines()
    (said,) = (line for line in of_leader if " established practice speaks for it here (+" in line)
    assert said.startswith("* Good, because ")
    assert re.search(r" where .* briefs\) \[\d+\]$", said)


def test_the_leader_is_the_option_that_is_chosen(fraud, knowledge):
    assert f"Chosen option: “{fraud.candidates[0].name}”, because " in to_markdown(fraud, knowledge)


def test_the_record_names_the_answer_and_the_knowledge_that_it_stands_on(fraud, knowledge):
    document = to_markdown(fraud, knowledge)
    assert f"`{fraud.id}`" in document
    assert f"`{knowledge.digest}`" in document


def test_the_same_answer_gives_the_same_bytes_and_the_date_is_the_only_difference(fraud, knowledge):
    plain = to_markdown(fraud, knowledge)
    dated = to_markdown(fraud, knowledge, date(2026, 3, 1))
    assert plain == to_markdown(fraud, knowledge)
    assert dated.replace("date: 2026-03-01\n", "") == plain


def test_where_nothing_is_left_the_record_chooses_nothing(answer_to, knowledge):
    document = to_markdown(answer_to(CLI_BRIEFS / "nothing-left.yaml"), knowledge)
    assert "No option is chosen" in document
    assert "## Pros and Cons" not in document


def test_a_hostile_brief_adds_no_markup_heading_link_or_invisible_character(answer_to, knowledge):
    document = to_markdown(answer_to(CLI_BRIEFS / "hostile.yaml"), knowledge)
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
    assert "inference-placement: **" in to_markdown(fraud, poorer)
