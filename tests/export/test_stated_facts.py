"""What a brief states is told in the units and the currency that its readers know."""

from __future__ import annotations

from typing import Any

from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.decision_record import to_full_markdown
from whichml.export.stated_facts import stated_facts

LOANS: dict[str, Any] = {
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 84_000, "data.label_delay": "12 months",
    "deployment.memory": "48 GB", "project.budget": "120000 EUR", "stakes.cost_false_positive": "350 USD",
    "exchange_rates": {"EUR": 1.08},
}  # fmt: skip


def test_amounts_are_told_in_their_unit_and_money_as_it_was_given(advisor: Advisor) -> None:
    told = dict(stated_facts(advisor.recommend(Brief.from_mapping(LOANS))))
    assert told["data.label_delay"] == "365 days"
    assert told["deployment.memory"] == "48 GB"
    assert told["project.budget"] == "120000 EUR, taken as 129600 USD"
    assert told["stakes.cost_false_positive"] == "350 USD"
    assert told["data.rows"] == "84000"


def test_no_record_tells_an_amount_in_base_units(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(LOANS))
    record = to_full_markdown(answer, knowledge)
    assert not any(number in record for number in ("31536000", "48000000000"))
    texts = [node.text for node in answer.justification.nodes]
    assert not any("48000000000" in text or "31536000" in text for text in texts)
