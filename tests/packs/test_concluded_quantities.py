"""A rule concludes durations, sizes, money, rates and shares as people write them, and conditions read them so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from small_knowledge import ContentFolder, brief, rule
from whichml.advise.recommendation import Advisor, recommend
from whichml.model.documents.errors import Problem, RuleError

Refused = Callable[[str, object], Problem]


@pytest.mark.parametrize(
    ("field", "written", "fact", "told"),
    [
        ("data.label_delay", "30 days", 2_592_000, "30 days"), ("data.label_delay", 30, 30, "30 s"),
        ("deployment.memory", "64 kB", 64_000, "64 kB"), ("project.unit_budget", "2.5 USD", 2.5, "2.5 USD"),
        ("data.minority_share", "60 %", 0.6, "0.6"), ("data.minority_share", 0.6, 0.6, "0.6"),
    ],
)  # fmt: skip
def test_a_quantity_is_concluded_in_its_base_unit_and_told_in_one_that_people_read(
    folder: ContentFolder, field: str, written: object, fact: float, told: str
) -> None:
    folder.algorithm("one").rules(
        rule("says", {"conclude": {field: written}}),
        rule("reads", {"caution": "Mind it."}, {field: {"between": [written, written]}}),
    )
    knowledge = folder.knowledge()
    assessment = Advisor.of(knowledge).assess(brief())
    assert assessment.firing.conclusions[field].value == fact
    texts = {node.id: node.text for node in recommend(brief(), knowledge).justification.nodes}
    assert texts[f"derived:{field}"] == f"{field} is {told}"


@pytest.fixture
def refused(folder: ContentFolder) -> Refused:
    def refusal_of(field: str, value: object) -> Problem:
        folder.algorithm("one").rules(rule("says", {"conclude": {field: value}}))
        with pytest.raises(RuleError) as refusal:
            folder.knowledge()
        (problem,) = refusal.value.problems
        return problem

    return refusal_of


def test_a_unit_that_does_not_fit_is_refused_with_the_units_and_what_a_plain_number_counts(refused: Refused) -> None:
    problem = refused("data.label_delay", "30 kB")
    assert problem.code == "RP205"
    assert "'30 kB' is a number of bytes, not a duration. Units: ns, us, ms, s" in problem.message
    assert problem.hint == "Its values: a number from 0 with a unit; a plain 1 is 1 s."


def test_a_share_above_one_is_refused_with_how_a_percentage_is_written(refused: Refused) -> None:
    problem = refused("data.minority_share", "130 %")
    assert (problem.code, problem.hint) == (
        "RP204", "Its values: a number from 0 to 1, or a percentage such as 60 %.",
    )  # fmt: skip


def test_a_condition_reads_a_percentage_of_a_share(folder: ContentFolder) -> None:
    knowledge = folder.algorithm("one").rules(
        rule("few", {"caution": "Mind it."}, {"data.minority_share": {"below": "5 %"}})
    ).knowledge()  # fmt: skip
    advisor = Advisor.of(knowledge)
    fires = [bool(advisor.assess(brief(data__minority_share=share)).firing.fired) for share in (0.049, 0.05)]
    assert fires == [True, False]
