"""Which one more fact would change whom an answer puts first, found by answering again with it.

Rules and situations of practice that only one unknown field keeps from holding say which fields are worth a try, as do
numbers beyond which a reduction ends; each is then tried for real, so that what is told is what the answer would be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping, Sequence
from statistics import median_high, median_low
from typing import Final, NamedTuple

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.reduction_limits import limits_of_reductions
from whichml.advise.turning_causes import N_FIRST, first_of, is_turn, needs_a_cause
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.format.field_help import example_of
from whichml.model.format.field_relevance import is_worth_asking
from whichml.model.format.plausible_facts import (
    is_likely,
    is_plausible,
    is_plausibly_told,
    is_worth_telling,
    may_be_asked,
)
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import Condition, FieldShape, FlagTest, NumberTest, Test, WordTest
from whichml.model.statements.evidence import Evidence
from whichml.model.values.round_amounts import round_above, round_below
from whichml.model.values.vocabulary import FieldKind
from whichml.rules.selection import modalities_of

MayBeTold = Callable[[str, Mapping[str, object]], bool]
N_RIVALS: Final = 6
_MOST_FIELDS: Final = 5
_MOST_VALUES: Final = 2
_NEXT_TO_NOTHING: Final = 1e-3
"""What stands for a lower bound of zero, of which there is no double, in the base unit of its field."""
_OF_RULES_ALONE: Final = frozenset({"project.budget"})
"""Fields that so few briefs of any one task tell that practice says of them what holds of other tasks."""
_CADENCE: Final = "deployment.update_cadence"
_WRITTEN: Final = "symbolic"
"""The family of what people write down and nobody trains."""
_MOST_DOUBTED: Final = 0.25
"""The chance of being called a mistake from which nobody is told as the one to start with if a fact were so."""
_OF_RULES: Final = 1.0
"""What a field that rules wait for counts at least, in log-odds of practice."""
_OF_REDUCTIONS: Final = 10.0
"""The same for one that would end the reduction by which the leader is usable at all."""


class TurningFact(NamedTuple):
    """A fact that the brief leaves out, and the first three of the answer if it were so.

    Attributes
    ----------
    value : as a brief would write it
    said : the value in words, such as `weekly` or `about 60 days`
    first : ids of the first three then
    is_close : whether who led before is in a near-tie with who leads then
    """

    field: str
    value: Plain
    said: str
    first: tuple[str, ...]
    is_close: bool = False


_SELDOM_KNOWN: Final = frozenset({"data.relation"})
"""Fields that hardly anybody can answer: whether something is linear is what fitting two models tells."""


class Audience(NamedTuple):
    """What is tried, and which of it is told.

    Attributes
    ----------
    may_be_told : whether a field may well be told of a project of which so much is known
    may_be_so : whether a value of a field goes with what is known
    of_rules_alone : whether what practice says of a field alone is not tried
    is_turn : whether an answer with a field is worth telling beside that without it, and whether both leaders are close
    """

    may_be_told: MayBeTold
    may_be_so: Callable[[str, Plain, Mapping[str, object]], bool]
    of_rules_alone: Callable[[str], bool]
    is_turn: Callable[[Assessment, Assessment, str, bool], bool]


def _is_of_rules_alone(field: str) -> bool:
    return field in _OF_RULES_ALONE


def _needs_a_rule(field: str) -> bool:
    return field in _OF_RULES_ALONE or needs_a_cause(field)


def _changes(before: Assessment, then: Assessment, field: str, is_close: bool) -> bool:
    """Return whether the first of two answers are others, or another of them leads."""
    first, now = first_of(before), first_of(then)
    return set(now) != set(first) or now[:1] != first[:1]


def _is_worth_telling(field: str, known: Mapping[str, object]) -> bool:
    """Return whether a reader is to be told of a field, which somebody has to be able to find out before a model."""
    return field not in _SELDOM_KNOWN and is_worth_telling(field, known)


TOLD: Final = Audience(_is_worth_telling, is_likely, _needs_a_rule, is_turn)
"""What a reader is told: only what turns the answer for a reason, and is neither implied nor far from the brief."""
CHECKED: Final = Audience(is_worth_telling, is_likely, _is_of_rules_alone, _changes)
"""What who checks a brief is told: whatever might change the answer, unless it is implied or far from the brief."""
ASKED: Final = Audience(may_be_asked, is_plausible, _is_of_rules_alone, _changes)
"""What an interview asks: whatever might change the answer."""


def turning_facts(
    prepared: PreparedKnowledge,
    brief: Brief,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
    n_most: int = 2,
    but: Collection[str] = (),
    before: Assessment | None = None,
    n_fields: int = _MOST_FIELDS,
    tried: MutableMapping[str, TurningFact | None] | None = None,
    audience: Audience = TOLD,
) -> tuple[TurningFact, ...]:
    """Return the facts that would change the answer most, one for each field; those that change the leader first.

    Parameters
    ----------
    but : fields that are not to be tried
    before : of the brief as it is, where that is there already
    n_fields : how many are tried at most
    tried : what each field that was tried turned, of this brief and for one audience; it grows by what is tried now
    """
    before = before or Assessment(prepared, brief, evidence, calibration)
    first = first_of(before)
    tried = {} if tried is None else tried
    found: list[tuple[int, int, TurningFact]] = []
    rivals = before.order.shortlist[:N_RIVALS]
    n_tried = 0
    waiting = worth_a_try(
        prepared, before, rivals, but, len(FACT_FIELDS), audience.may_be_told, audience.of_rules_alone
    )
    for place, (name, tests) in enumerate(waiting):
        if name not in tried:
            values = list(_values_to_try(prepared, before, name, tests, audience))
            n_tried += bool(values)
            if n_tried > n_fields:
                break
            turned = list(_turned_by(prepared, before, name, values, audience, evidence, calibration))
            tried[name] = max(turned, key=lambda then: change_between(first, then.first), default=None)
        then = tried[name]
        if then is not None:
            found.append((-change_between(first, then.first), place, then))
        if sum(change <= -N_FIRST for change, _, _ in found) >= n_most:
            break
    return tuple(then for _, _, then in sorted(found, key=lambda each: each[:2])[:n_most])


def change_between(first: tuple[str, ...], then: tuple[str, ...]) -> int:
    """Return how much an answer changed: one for each newcomer, and as much as three for another leader."""
    return len(set(then) - set(first)) + N_FIRST * (first[:1] != then[:1])


def worth_a_try(
    prepared: PreparedKnowledge,
    before: Assessment,
    rivals: Sequence[str],
    but: Collection[str] = (),
    n_fields: int = _MOST_FIELDS,
    may_be_told: MayBeTold = is_plausibly_told,
    of_rules_alone: Callable[[str], bool] = _is_of_rules_alone,
) -> list[tuple[str, tuple[Test, ...]]]:
    """Return the unknown fields that practice, rules and reductions wait for, the weightiest first, with what for.

    Of fields that weigh the same the one comes first that most answered briefs tell.

    Parameters
    ----------
    rivals : the algorithms between which practice is to decide
    but : fields that are not to be tried
    n_fields : how many are returned at most
    may_be_told : whether a field may well be told of a project of which so much is known
    of_rules_alone : whether what practice says of a field counts nothing
    """
    weight: dict[str, float] = {}
    tests: dict[str, dict[Condition, None]] = {}
    waiting = before.practice.waiting(rivals) if before.practice is not None else ()
    for condition, spread in waiting:
        if of_rules_alone(condition.field):
            continue
        weight[condition.field] = weight.get(condition.field, 0.0) + spread
        tests.setdefault(condition.field, {})[condition] = None
    waiting_alike = ((prepared.questions.waiting(before.firing.facts), _OF_RULES),
                     (limits_of_reductions(before, rivals[0]) if rivals else (), _OF_REDUCTIONS))  # fmt: skip
    for conditions, least in waiting_alike:
        for condition in conditions:
            weight[condition.field] = max(weight.get(condition.field, 0.0), least)
            tests.setdefault(condition.field, {})[condition] = None
    known = before.brief.facts()
    task, modalities = str(known["task"]), modalities_of(known)
    target, privacy = known.get("deployment.target"), known.get("data.privacy")
    told_in = before.practice.told_in if before.practice is not None else {}
    fields = sorted(
        (
            name for name in weight
            if name in FACT_FIELDS and name not in known and name not in but
            and is_worth_asking(name, task, modalities, target, privacy) and may_be_told(name, known)
        ),
        key=lambda name: (-weight[name], -told_in.get(name, 0), name),
    )  # fmt: skip
    return [(name, tuple(condition.test for condition in tests[name])) for name in fields[:n_fields]]


def _values_to_try(
    prepared: PreparedKnowledge, before: Assessment, name: str, tests: tuple[Test, ...], audience: Audience
) -> Iterator[tuple[Plain, str, Brief]]:
    """Yield a few values of a field that the tests tell apart and that go with the brief, in words, and said there."""
    told = {notice.message for notice in before.brief.notices}
    for value, said in typical_values(prepared, name, tests):
        try:
            changed = before.brief.replace(name, value, in_words=False)
        except BriefError:  # it would contradict the rest of the brief
            continue
        doubts = (each.message for each in changed.notices if not (each.n_unread or each.is_kept))
        if any(message not in told for message in doubts):  # it would hardly go with the rest
            continue
        amount = changed.facts()[name]
        if audience.may_be_so(name, amount if isinstance(amount, int | float) else value, before.known):
            yield value, said, changed


def _turned_by(
    prepared: PreparedKnowledge, before: Assessment, name: str, values: Sequence[tuple[Plain, str, Brief]],
    audience: Audience, evidence: Sequence[Evidence], calibration: Calibration | None,
) -> Iterator[TurningFact]:  # fmt: skip
    """Yield the first three with each of some values of a field that turns them."""
    leaders = before.order.shortlist[:1]
    for value, said, changed in values:
        then = Assessment(prepared, changed, evidence, calibration)
        if not first_of(then) or _leads_implausibly(before, then, name):
            continue
        choices = [each for each in then.order.alternatives if not each.outclassed]
        near = {name for each in choices[1:] if each.near_tie for name in (each.scored.algorithm, *each.equivalents)}
        is_close = not near.isdisjoint(leaders)
        if audience.is_turn(before, then, name, is_close):
            yield TurningFact(name, value, said, first_of(then), is_close)


def _leads_implausibly(before: Assessment, then: Assessment, field: str) -> bool:
    """Return whether another leads then of which nobody would believe it.

    Many call it a mistake, and more than do of who leads now; or it solves the task, or reads the data, only in a way
    that is unusual here, which who leads now does not need. Nor does how often something is learnt anew make anybody
    write down by hand what was learnt.
    """
    leader, other = next(iter(before.order.shortlist), None), next(iter(then.order.shortlist), None)
    if leader is None or other is None or leader == other:
        return False
    if field == _CADENCE and _is_written(before, other) and not _is_written(before, leader):
        return True
    if _is_makeshift(then, other) and not _is_makeshift(before, leader):
        return True
    return _MOST_DOUBTED <= then.chance_of_mistake(other) > before.chance_of_mistake(leader)


def _is_written(assessment: Assessment, algorithm: str) -> bool:
    return _WRITTEN in assessment.knowledge.algorithms[algorithm].lineage


def _is_makeshift(assessment: Assessment, algorithm: str) -> bool:
    state = assessment.state_of(algorithm)
    return state.task or state.data


def typical_values(prepared: PreparedKnowledge, name: str, tests: tuple[Test, ...]) -> Iterator[tuple[Plain, str]]:
    """Yield a few values as a brief would write them, each with what it stands for in words."""
    shape, kind = prepared.knowledge.shapes[name], BRIEF_FIELDS[name]
    yield from _TYPICAL[shape.kind](shape, kind, tests)


def _flags(shape: FieldShape, kind: FieldKind, tests: Sequence[Test]) -> Iterator[tuple[Plain, str]]:
    for wanted in (True, False):
        if any(isinstance(test, FlagTest) and test.wanted is wanted for test in tests):
            yield wanted, "true" if wanted else "false"


def _words(shape: FieldShape, kind: FieldKind, tests: Sequence[Test]) -> Iterator[tuple[Plain, str]]:
    """Yield the word of each test that is nearest to the others: the least of many, the largest of what is below.

    Of words without an order, such as laws, one that serves as an example of the field comes first.
    """
    usual = example_of(shape.path) if shape.path in BRIEF_FIELDS and shape.many else []
    found: dict[str, None] = {}
    for test in tests:
        if isinstance(test, WordTest):
            named = [word for word in shape.words if word in test.allowed] or sorted(test.allowed)
            named.sort(key=lambda word: not (isinstance(usual, list) and word in usual))
            is_below = shape.ordered and named[0] == shape.words[0]
            found[named[-1] if is_below else named[0]] = None
    for word in list(found)[:_MOST_VALUES]:
        yield ([word] if shape.many else word), word


def _numbers(shape: FieldShape, kind: FieldKind, tests: Sequence[Test]) -> Iterator[tuple[Plain, str]]:
    """Yield a round number below the middle one of the upper bounds, and one above that of the lower ones.

    What no test accepts tells nothing: no number of rows is below 1, and round.
    """
    spans = [test for test in tests if isinstance(test, NumberTest)]
    highs = [test.high for test in spans if test.high is not None and test.high > 0 and test.low is None]
    lows = [test.low for test in spans if test.low is not None and test.high is None]
    below = [round_below(kind.kind, median_low(highs) / 2)] if highs else []
    above = [round_above(kind.kind, min(max(median_high(lows), _NEXT_TO_NOTHING) * 2, shape.largest))] if lows else []
    for amount in (*below, *above):
        if any(test.accepts(amount.magnitude) for test in spans):
            yield amount.value, f"about {amount.said}"


_TYPICAL: Final[Mapping[str, Callable[[FieldShape, FieldKind, Sequence[Test]], Iterator[tuple[Plain, str]]]]] = {
    "flag": _flags, "word": _words, "number": _numbers,
}  # fmt: skip
