"""Each field says what it means, in which units, with an example: in its schema, its messages and its reference."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from whichml.cli import whichml
from whichml.export.reference import reference_pages
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import answer_form, example_of, example_text, question_text, units_in_words
from whichml.model.values.metrics import METRICS
from whichml.model.values.qualities import QUALITIES

SMALLEST: dict[str, object] = {"task": "regression", "data.modality": "tabular"}


@pytest.mark.parametrize("path", BRIEF_FIELDS)
def test_the_example_of_every_field_is_read_and_is_written_as_yaml(path: str) -> None:
    assert Brief.from_mapping({**SMALLEST, path: example_of(path)}).readings == ()
    lines = [f"{name}: {value}" for name, value in SMALLEST.items() if name != path]
    Brief.parse("\n".join((*lines, example_text(path))).encode(), "example.yaml")


def test_the_schema_tells_meaning_units_and_an_example_of_every_field() -> None:
    schema = brief_json_schema()
    for path, kind in BRIEF_FIELDS.items():
        group, _, inner = path.partition(".")
        told = schema["$defs"][group.capitalize()]["properties"][inner] if inner else schema["properties"][path]
        assert told["description"].startswith(kind.meaning)
        assert told["examples"] == [example_of(path)]
        assert units_in_words(kind) in told["description"]


@pytest.mark.parametrize("path", [path for path, kind in BRIEF_FIELDS.items() if kind.is_number])
def test_a_message_about_a_number_tells_its_meaning_and_an_example(path: str) -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({**SMALLEST, path: "many"})
    (problem,) = refusal.value.problems
    assert problem.hint is not None
    assert f"Meaning: {BRIEF_FIELDS[path].meaning} Example: `{example_text(path)}`." in problem.hint


def test_the_reference_tells_units_an_example_and_what_reads_each_field(knowledge: Knowledge) -> None:
    page = reference_pages(knowledge)["brief.md"]
    assert "| field | values | units | example | meaning | rules that read it | claims that depend on it |" in page
    row = next(line for line in page.splitlines() if line.startswith("| `data.horizon` |"))
    assert "ns, us, ms, s, min, hour, day, week, month, year | `14 days` | How far ahead forecasts reach;" in row


def test_the_reference_tells_what_each_word_of_a_field_means(knowledge: Knowledge) -> None:
    page = reference_pages(knowledge)["brief.md"]
    assert "| `data.residency` | `stays-in-organisation` | only servers of your own |" in page


def test_reference_and_schema_list_the_qualities_and_metrics_that_a_requirement_may_name(knowledge: Knowledge) -> None:
    part = reference_pages(knowledge)["brief.md"].partition("## What requirements and priorities name")[2]
    listed = part.partition("\n## ")[0]
    assert len(QUALITIES) > 40
    assert all(f"| `{quality}` |" in listed for quality in QUALITIES)
    assert all(f"| `{metric}` |" in listed for metric in METRICS)
    quality = brief_json_schema()["$defs"]["Requirement"]["properties"]["quality"]
    assert quality["examples"] == [*QUALITIES]
    assert "`Requirement.quality`" in brief_json_schema()["properties"]["requirements"]["description"]


def test_the_command_prints_the_schema_that_reads_briefs() -> None:
    printed = CliRunner().invoke(whichml, ["schema", "brief"])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == json.loads(json.dumps(brief_json_schema()))


@pytest.mark.parametrize(
    ("field", "asked", "form"),
    [
        ("data.rows", "How many rows at hand, labelled or not?", "Answer with a number, such as 20000;"),
        ("data.missing_share", "Share of the cells that are empty.", "Answer with a share, such as 5 %,"),
        ("data.sparse", "Most cells are zero.", "Answer yes or no."),
        (
            "data.horizon",
            "How far ahead forecasts reach; in survival analysis, the time by which risk is wanted.",
            "Answer with an amount and its unit, such as 14 days.",
        ),
        ("title", "What the project is, in a few words.", "Answer in a few words, such as `Approve loans`."),
        ("project.existing_algorithm", "The algorithm that is in use today.", "Answer with the id of an algorithm,"),
    ],
)
def test_a_question_says_what_is_counted_and_what_form_an_answer_has(field: str, asked: str, form: str) -> None:
    assert question_text(field) == asked
    assert answer_form(field).startswith(form)
