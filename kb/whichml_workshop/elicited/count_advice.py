"""How common advice is and what it is worth, written down: `python -m whichml_workshop.elicited.count_advice`.

It answers the briefs of the tuning part of tests/panel, some 1,700 that were not chosen for any advice, and writes
kb/facts/elicited/advice.json. Nothing is held against what answerers said: a count tells how often whichml says a
thing, not whether that is right. Beside the counts stands what readers gave each piece where it was told.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from whichml.advise.recommendation import Advisor
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.advice_counts import AdviceCounts
from whichml.knowledge.content import ADVICE, Content
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.statements.recommendation import Recommendation
from whichml_workshop.elicited.fit import PANEL
from whichml_workshop.elicited.graded_points import grades_of, read_graded
from whichml_workshop.elicited.panel import read_panel


def count_advice(answers: Iterable[Recommendation]) -> AdviceCounts:
    """Return in how many answers each pattern is, and in how many each rule warns of the leader."""
    patterns: Counter[str] = Counter()
    cautions: Counter[str] = Counter()
    n_answers = 0
    for answer in answers:
        n_answers += 1
        patterns.update({each.pattern for each in answer.patterns})
        graph = JustificationGraph(answer)
        told = answer.candidates[0].cautions if answer.candidates else ()
        cautions.update({node.about for each in told for node in graph.nodes(each.because) if node.kind == "rule"})
    return AdviceCounts(
        briefs=n_answers, patterns=dict(sorted(patterns.items())), cautions=dict(sorted(cautions.items()))
    )


def main() -> int:
    """Answer the tuning part and write how often each piece of advice was given."""
    content, knowledge = Content.shipped(), KnowledgeBase.load()
    briefs = read_panel(content.root / PANEL).of("tuning").briefs
    advisor = Advisor.of(knowledge)
    counted = count_advice(advisor.recommend(brief) for brief in briefs.values())
    counts = counted.model_copy(update={"grades": grades_of(read_graded(content.root / PANEL))})
    path = content.facts / ADVICE
    path.write_text(f"{counts.model_dump_json(by_alias=True)}\n", "utf-8")
    n_told = len(counts.patterns) + len(counts.cautions)
    sys.stdout.write(f"{n_told} pieces of advice in {counts.briefs} answers written to {content.name_of(path)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
