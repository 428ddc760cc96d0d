"""What would turn the answer is asked before what limits hard, and no question to come is called idle untried."""

from __future__ import annotations

from small_knowledge import ContentFolder, claim, rule
from small_knowledge import brief as smallest
from whichml import Brief
from whichml.advise.assessment import Assessment
from whichml.advise.interview import Interview
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_causes import first_of
from whichml.advise.turning_facts import turning_facts
from whichml.model.documents.document import Plain


def test_what_the_answer_says_would_turn_it_is_asked_before_what_limits_hard(advisor: Advisor) -> None:
    said: dict[str, Plain] = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000, "data.labelled_rows": 20_000,
        "data.features": 20,
    }  # fmt: skip
    brief = Brief.from_mapping(said)
    before = first_of(Assessment(advisor, brief))
    told = [fact.field for fact in turning_facts(advisor, brief) if fact.first[:1] != before[:1]]
    interview, first = Interview(advisor, brief), list[str]()
    while "data.residency" not in first and (question := interview.question()) is not None:
        first.append(question.field)
        interview.pass_over(question.field)
    assert told
    assert {*told} <= {*first[:-1]}


def test_before_no_question_is_said_to_turn_the_first_it_is_tried_whether_telling_a_fact_at_all_would(
    folder: ContentFolder,
) -> None:
    derives = {"derived.some": {"values": "bool", "definition": "Only some are looked at."}}
    folder.algorithm("leader", claim("accuracy", "medium"), claim("explainability", "high"))
    folder.algorithm("rival", claim("accuracy", "high"), claim("explainability", "medium"), family="tree-ensemble")
    folder.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("counts-too", {"prioritise": {"explainability": "high"}}),
        rule("some", {"conclude": {"derived.some": True}}, {"project.cases_per_day": {"known": True}}),
        rule("few", {"exclude": "few are looked at"}, {"derived.some": True}, algorithm={"id": "leader"}),
        *(rule(f"mind-{n}", {"caution": "Mind it."}, {"stakes.safety_critical": True}, algorithm={"id": "leader"})
          for n in range(9)),
        derives=derives,
    )  # fmt: skip
    question = Interview(Advisor.of(folder.knowledge()), smallest(task="binary-classification")).question()
    assert question is not None
    assert (question.field, question.leaves, question.keeps_first) == ("project.cases_per_day", "nobody", False)
