"""What other rules change: two sets of packs asked the same briefs, and how the answers differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from whichml.advise.recommendation import Advisor
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Candidate, Recommendation

N_LEADERS = 5


class Change(BaseModel):
    """One thing that differs between two answers: where, what it was, what it is; empty where it was not there.

    `rules` are those behind the new state, or behind the old where nothing is left of it.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    about: Literal[
        "leaders", "excluded", "caution", "decision", "pattern", "priority", "tension", "unsupported", "set-aside"
    ]
    subject: str
    old: str = ""
    new: str = ""
    rules: tuple[str, ...] = ()


class BriefChange(BaseModel):
    """How the answer to one brief changes."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    brief: str
    changes: tuple[Change, ...]
    rules_added: tuple[str, ...] = ()
    rules_removed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether the answers say the same."""
        return not (self.changes or self.rules_added or self.rules_removed)


class Difference(BaseModel):
    """How the answers to several briefs change from one set of packs to another; briefs in the order given."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    schema_: Literal["diff/1"] = Field(default="diff/1", serialization_alias="schema")
    old: tuple[str, ...]
    new: tuple[str, ...]
    briefs: tuple[BriefChange, ...]


def difference(old: Knowledge, new: Knowledge, briefs: Mapping[str, Brief]) -> Difference:
    """Return how the answers to the briefs change from one knowledge base to the other."""
    before, after = Advisor.of(old), Advisor.of(new)
    return Difference(
        old=tuple(f"{pack.id}/{pack.version}" for pack in old.packs),
        new=tuple(f"{pack.id}/{pack.version}" for pack in new.packs),
        briefs=tuple(
            compare_answers(name, before.recommend(brief), after.recommend(brief)) for name, brief in briefs.items()
        ),
    )


def compare_answers(name: str, old: Recommendation, new: Recommendation) -> BriefChange:
    """Return how one answer differs from another to the same brief."""
    shown = _shown(old) & _shown(new)
    changes = [
        *_leaders(old, new),
        *_told("excluded", _exclusions(old), _exclusions(new)),
        *_told("unsupported", _unsupported(old), _unsupported(new)),
        *_told("caution", _cautions(old, shown), _cautions(new, shown)),
        *_told("priority", _priorities(old), _priorities(new)),
        *_told("decision", _decisions(old), _decisions(new)),
        *_told("pattern", _patterns(old), _patterns(new)),
        *_told("tension", _tensions(old), _tensions(new)),
        *_told("set-aside", _set_aside(old), _set_aside(new)),
    ]
    rules_old, rules_new = _rules(old), _rules(new)
    return BriefChange(
        brief=name,
        changes=tuple(changes),
        rules_added=tuple(sorted(rules_new - rules_old)),
        rules_removed=tuple(sorted(rules_old - rules_new)),
    )


State = Mapping[str, tuple[str, tuple[str, ...]]]
"""What an answer says of each subject, and the rules behind it."""

_About = Literal["excluded", "caution", "decision", "pattern", "priority", "tension", "unsupported", "set-aside"]


def _told(about: _About, old: State, new: State) -> Iterable[Change]:
    for subject in sorted({*old, *new}):
        was, rules_was = old.get(subject, ("", ()))
        now, rules_now = new.get(subject, ("", ()))
        if was != now:
            rules = tuple(rule for rule in rules_now if rule not in rules_was) or rules_now or rules_was
            yield Change(about=about, subject=subject, old=was, new=now, rules=rules)


def _leaders(old: Recommendation, new: Recommendation) -> Iterable[Change]:
    was, now = _ranking(old.candidates[:N_LEADERS]), _ranking(new.candidates[:N_LEADERS])
    if was != now:
        yield Change(about="leaders", subject=f"the first {N_LEADERS}", old=was, new=now)


def _ranking(candidates: Sequence[Candidate]) -> str:
    return ", ".join(f"{candidate.rank}. {candidate.algorithm}" for candidate in candidates)


def _exclusions(answer: Recommendation) -> State:
    return {
        e.algorithm: (
            "; ".join(reason.text for reason in e.reasons),
            tuple(reason.rule for reason in e.reasons if reason.rule),
        )
        for e in answer.excluded
    }


def _unsupported(answer: Recommendation) -> State:
    return {each.algorithm: (each.missing, ()) for each in answer.unsupported}


def _shown(answer: Recommendation) -> frozenset[str]:
    return frozenset(candidate.algorithm for candidate in (*answer.candidates, *answer.outclassed))


def _cautions(answer: Recommendation, shown: frozenset[str]) -> State:
    """Return each warning with the candidates that it reaches, of those that both answers show."""
    reached: dict[str, set[str]] = {}
    rules: dict[str, dict[str, None]] = {}
    for candidate in (*answer.candidates, *answer.outclassed):
        for caution in candidate.cautions if candidate.algorithm in shown else ():
            reached.setdefault(caution.text, set()).add(candidate.algorithm)
            rules.setdefault(caution.text, {}).update(dict.fromkeys(_rule_ids(caution.because)))
    return {text: (", ".join(sorted(algorithms)), tuple(rules[text])) for text, algorithms in reached.items()}


def _priorities(answer: Recommendation) -> State:
    """Return the tier of each quality that counts; its weight moves with all others and would say little."""
    because = {node.id: node.because for node in answer.justification.nodes if node.kind == "priority"}
    return {
        p.quality: (p.tier, _rule_ids(step for node in p.because for step in because.get(node, ())))
        for p in answer.priorities
    }


def _decisions(answer: Recommendation) -> State:
    return {d.decision: (f"{d.option} ({d.strength})", _rule_ids(d.for_)) for d in answer.decisions}


def _patterns(answer: Recommendation) -> State:
    because = {node.id: node.because for node in answer.justification.nodes if node.kind == "advice"}
    unfollowed = {each.pattern: ("advised, not followed", _rule_ids(each.because)) for each in answer.not_followed}
    return unfollowed | {
        a.pattern: ("advised", _rule_ids(step for node in a.because for step in because.get(node, ())))
        for a in answer.patterns
    }


def _tensions(answer: Recommendation) -> State:
    return {tension.text: ("reported", _rule_ids(tension.because)) for tension in answer.tensions}


def _set_aside(answer: Recommendation) -> State:
    return {
        each.rule: (f"set aside{' for ' * bool(each.algorithms)}{', '.join(each.algorithms)}", (each.by,))
        for each in answer.set_aside
    }


def _rules(answer: Recommendation) -> frozenset[str]:
    return frozenset(JustificationGraph(answer).counting_rules)


def _rule_ids(nodes: Iterable[str]) -> tuple[str, ...]:
    return tuple(node.removeprefix("rule:") for node in nodes if node.startswith("rule:"))
