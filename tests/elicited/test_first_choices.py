"""What an answerer would use is counted apart from what a colleague could defend."""

from __future__ import annotations

from made_up_panel import PANEL

from whichml.knowledge.practice import Situation
from whichml_workshop.elicited.first_choices import used_by, with_first_choices
from whichml_workshop.elicited.panel import Answer, read_panel

ONE, TWO = Answer(top=("a", "b"), also=("c",), out=("d",)), Answer(top=("a",), also=("b", "d"), out=("c",))


def test_what_one_puts_among_its_first_three_is_used_unless_it_is_not_accepted() -> None:
    assert used_by((ONE, TWO)) == {"a", "b"}, "c and d can be defended"
    assert used_by((Answer(top=("a",)), Answer(top=("b",)), Answer(top=("b",), out=("a",)))) == {"b"}


def test_situations_of_a_task_and_of_a_task_on_data_alone_have_first_choices() -> None:
    names = sorted(path.stem for path in (PANEL / "briefs").glob("*.yaml"))[:12]
    panel = read_panel(PANEL, names)
    facts = [brief.facts() for brief in panel.briefs.values()]
    task, modality = facts[0]["task"], facts[0]["data.modality"]
    kinds = [{"task": task}, {"task": task, "data.modality": modality}, {"task": task, "data.arrival": "batch"}, {}]
    whole, on_data, *others = with_first_choices([Situation(when=each, briefs=1) for each in kinds], panel)
    of_task = [i for i, each in zip(panel.briefs, facts, strict=True) if each["task"] == task]
    for algorithm, n in whole.used.items():
        assert n == sum(algorithm in used_by(tuple(panel.answers[i].values())) for i in of_task)
        assert on_data.used.get(algorithm, 0) <= n
    assert whole.used
    assert not any(each.used for each in others)
