"""What other rules change: two sets of packs asked the same briefs, and how the answers differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from whichml.advise.recommendation import Advisor, Assessment
from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import level_in_words
from whichml.export.own_rules import OwnRules
from whichml.export.sureness import how_sure
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.algorithm_in_use import told_by_names
from whichml.model.briefs.brief import Brief, check_names
from whichml.model.documents.errors import BriefError
from whichml.model.statements.recommendation import Candidate, Recommendation

N_LEADERS = 5
_FIRST_CLAUSE: Final = re.compile(r"[.:](?= |$)")
Overriding = Mapping[tuple[str, str], tuple[str, ...]]
"""By an algorithm and a rule, the rules that take it away from the other one."""
_NOTHING_KNOWN: Final[Overriding] = MappingProxyType({})
_StateAbout = Literal[
    "excluded", "caution", "decision", "pattern", "priority", "tension", "unsupported", "set-aside",
    "candidate", "application", "point", "circumstance", "claim",
]  # fmt: skip


class Change(BaseModel):
    """One thing that differs between two answers: where, what it was, what it is; empty where it was not there.

    `rules` are those behind the new state, or behind the old where nothing is left of it.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    about: Literal["leaders", "lead"] | _StateAbout
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
    """Return how the answers to the briefs change from one knowledge base to the other.

    Each side reads a brief by its own names and words, as an answer does.

    Raises
    ------
    BriefError
        Where a brief names what neither of them knows.
    """
    before, after = Advisor.of(old), Advisor.of(new)
    return Difference(
        old=tuple(f"{pack.id}/{pack.version}" for pack in old.packs),
        new=tuple(f"{pack.id}/{pack.version}" for pack in new.packs),
        briefs=tuple(
            _change(
                name, old, before.recommend(_read_by(old, brief)), *after.recommend_with_steps(_read_by(new, brief))
            )
            for name, brief in briefs.items()
            if _is_sound(brief, old, new)
        ),
    )


def _change(
    name: str, knowledge: Knowledge, old: Recommendation, new: Recommendation, steps: Assessment
) -> BriefChange:
    found = compare_answers(name, old, new, _overriding(steps))
    claims = _told("claim", _claims(old, knowledge), _claims(new, steps.knowledge))
    return found.model_copy(update={"changes": (*found.changes, *claims)})


def _overriding(steps: Assessment) -> Overriding:
    """Return which standing rules take which others away from an algorithm, whether or not that lets it in."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for rule in steps.firing.standing:
        for algorithm in steps.screening.spoken_of.get(rule.id, ()):
            for other in rule.overrides:
                found[algorithm, other] = (*found.get((algorithm, other), ()), rule.id)
    return found


def _is_sound(brief: Brief, old: Knowledge, new: Knowledge) -> bool:
    """Return True where one of the two knows all that a brief names, which the other may yet lack; raises otherwise."""
    try:
        check_names(brief, known_names(old))
    except BriefError:
        check_names(brief, known_names(new))
    return True


def _read_by(knowledge: Knowledge, brief: Brief) -> Brief:
    """Return a brief as a knowledge base reads it; what only the other one knows, such as a circumstance, stays."""
    for tell in told_by_names(known_names(knowledge)):
        brief = brief.model_copy(update=tell(brief)[0])
    return brief


def compare_answers(
    name: str, old: Recommendation, new: Recommendation, overriding: Overriding = _NOTHING_KNOWN
) -> BriefChange:
    """Return how one answer differs from another to the same brief.

    Parameters
    ----------
    overriding : which rules of the new answer take which others away from an algorithm, as far as that is known
    """
    shown = _shown(old) & _shown(new)
    changes = [
        *_leaders(old, new),
        *_lead(old, new),
        *_told("candidate", _newcomers(old, new), _newcomers(new, old)),
        *_excluded(_exclusions(old, new), _exclusions(new, old), overriding),
        *_told("unsupported", _unsupported(old), _unsupported(new)),
        *_told("application", _application(old), _application(new)),
        *_told("point", _points(old), _points(new)),
        *_told("circumstance", _circumstances(old), _circumstances(new)),
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


def _told(about: _StateAbout, old: State, new: State) -> Iterable[Change]:
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


def _lead(old: Recommendation, new: Recommendation) -> Iterable[Change]:
    """Yield how clear the lead is where that changes, without what comes near it."""
    was, now = (_FIRST_CLAUSE.split(how_sure(each))[0] if each.candidates else "" for each in (old, new))
    if was and now and was != now:
        yield Change(about="lead", subject="of the first", old=was, new=now)


def _newcomers(answer: Recommendation, other: Recommendation) -> State:
    """Return the places of algorithms that the other answer does not know; that they are out changes nothing."""
    known = _known(other)
    return {name: place for name, place in _places(answer) if name not in known}


def _places(answer: Recommendation) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    for said, candidates in (("rank", answer.candidates), ("outclassed, rank", answer.outclassed)):
        for each in candidates:
            yield each.algorithm, (f"{said} {each.rank}", ())
            yield from ((name, (f"{said} {each.rank} with {each.algorithm}", ())) for name in each.equivalents)


def _known(answer: Recommendation) -> frozenset[str]:
    """Return the algorithms that an answer knows: each has a place in it, or is told why it has none."""
    told = [each.algorithm for each in answer.references]
    told += [*(each.algorithm for each in answer.unsupported), *(each.algorithm for each in answer.excluded)]
    return frozenset((*(name for name, _ in _places(answer)), *told))


def _exclusions(answer: Recommendation, other: Recommendation) -> State:
    """Return why algorithms are out, of those that the other answer knows."""
    known = _known(other)
    return {
        e.algorithm: (
            "; ".join(reason.text for reason in e.reasons),
            tuple(reason.rule for reason in e.reasons if reason.rule),
        )
        for e in answer.excluded
        if e.algorithm in known
    }


def _excluded(old: State, new: State, overriding: Overriding) -> Iterable[Change]:
    """Yield who is out, in or out otherwise; where a reason is gone, by who overrides its rule, or by that rule."""
    for change in _told("excluded", old, new):
        was, now = (state.get(change.subject, ("", ()))[1] for state in (old, new))
        come, gone = [rule for rule in now if rule not in was], [rule for rule in was if rule not in now]
        by = [name for rule in gone for name in overriding.get((change.subject, rule), ())]
        rules = tuple(dict.fromkeys((*come, *by))) or tuple(gone) or change.rules
        yield change.model_copy(update={"rules": rules})


def _unsupported(answer: Recommendation) -> State:
    return {each.algorithm: (each.missing, ()) for each in answer.unsupported}


def _application(answer: Recommendation) -> State:
    told = answer.application
    return {} if told is None else {told.application: (told.name, ())}


def _points(answer: Recommendation) -> State:
    told = answer.application
    return {} if told is None else {each.text: ("told", ()) for each in told.points}


def _circumstances(answer: Recommendation) -> State:
    return {each.circumstance: (each.text, ()) for each in answer.circumstances}


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


def _claims(answer: Recommendation, knowledge: Knowledge) -> State:
    """Return the levels that claims of packs of one's own set in an answer; those of an algorithm of theirs aside."""
    own = OwnRules(answer, knowledge, JustificationGraph(answer))
    return {claim.id: (level_in_words(claim.level), ()) for claim in own.claims}


def _rules(answer: Recommendation) -> frozenset[str]:
    return frozenset(JustificationGraph(answer).counting_rules)


def _rule_ids(nodes: Iterable[str]) -> tuple[str, ...]:
    return tuple(node.removeprefix("rule:") for node in nodes if node.startswith("rule:"))
