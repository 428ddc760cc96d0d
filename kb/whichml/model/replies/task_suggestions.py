"""Which tasks a description in a project's own words may mean, each with what would make it that one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.replies.told_words import words_by_nearness
from whichml.model.values.vocabulary import TASKS, Task
from whichml.model.words.brief_aliases import ALIASES, BY_CLASSES
from whichml.model.words.brief_words import BriefWords
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.described_tasks import SURE, chances_of_tasks, most_likely
from whichml.model.words.headings import is_prose
from whichml.model.words.spoken_numbers import LONGEST
from whichml.model.words.spoken_words import tidy_word


class TaskSuggestion(NamedTuple):
    """A task that a description may mean; `where` says when it does, as a clause."""

    task: Task
    where: str


@cache
def _suggestions(text: str) -> tuple[tuple[re.Pattern[str], tuple[TaskSuggestion, ...]], ...]:
    """Return patterns with what they suggest: a pattern on a line, then `task: where` on indented lines below it."""
    found: list[tuple[re.Pattern[str], tuple[TaskSuggestion, ...]]] = []
    for line in text.strip("\n").splitlines():
        if not line.startswith(" "):
            found.append((re.compile(rf"\b(?:{line.strip()})", re.IGNORECASE), ()))
            continue
        task, _, where = line.strip().partition(": ")
        pattern, named = found[-1]
        known = next(each for each in TASKS if each == task)
        found[-1] = pattern, (*named, TaskSuggestion(known, where))
    return tuple(found)


_BY_WORDS: Final = r"""
(?:price|fee|rate|tax) (?:list|table|sheet|schedule)s?\b|(?:fixed|written|known|given|clear|legal|statutory|official|strict) (?:tariff|rule|formula|regulation|calculation|table)|rules? (?:(?:is|are|were|have been|has been) )?(?:all |fully |completely |already )?(?:written|fixed|known|laid down|given|clear|in a)|(?:rules?|laws?|statutes?|tariffs?|contracts?|standards?|rule-?books?|handbooks?|manuals?|tables?|lists?|formulas?|formulae) (?:alone )?(?:says?|gives?|tells?|sets?|fix(?:es)?|defines?|states?|determines?|decides?)\b|(?:follows?|calculated|computed|worked out|read|looked up) (?:directly )?(?:from|by|with|in) (?:an?|the|our|some|fixed|written) (?:[\w-]+ )?(?:rule|formula|table|list|law|contract|tariff)|formula(?:s|e)?\b|(?:no|without|nothing|not) (?:any |needs? |needing |has |to (?:be )?)*(?:learn|train|model|statistics)
    deterministic-computation: the answer follows from rules, a formula or a table that are written down, and nothing is learnt
    regression: a number is learnt from past cases, since no rules give it
which\b.*\bfirst\b|what\b.*\bfirst\b|inspection|check-?list|work-?list|priorit|triage|call list|in (?:which|what) order
    ranking: search results or recommendations are put in order, anew for each query or person
    binary-classification: cases are checked, and people manage so many: say how many in `project.cases_per_day` or `deployment.top_k`
yes.or.no|yes/no|whether\b|\bor not\b|will (?:they|it|he|she|an?|the|this|that|each|our)\b|(?:who|which|what)\b(?: [\w'-]+){0,4} (?:will|would|wo(?:n'?|n’)t|may|might|could|(?:is|are)(?: not)? (?:going|likely|about) to)\b|cancel|no.?shows?\b|drop(?:s|ping)? ?outs?\b|(?<!not )(?<!never )leav(?:e|es|ing)\b|churn|default\b|risk of
    binary-classification: each case gets a yes or no, with its probability
    survival-analysis: the time until it happens matters too, and for some it has not happened yet
how long\b|time (?:un)?til|when will|lifetime|remaining|days? (?:un)?til
    survival-analysis: the time until an event is asked for, which some cases have not reached yet
    regression: the time is known for every past case
how (?:many|much)\b.*\b(?:next|tomorrow|week|month|day|season|year)|demand|sales|load\b|consumption|next (?:week|month|day|year)|tomorrow|future
    forecasting: later values of a series are predicted from its past
    regression: a number is predicted for each case from what is known of the case
how (?:many|much)\b|number\b|amount|price|cost|value|estimat
    regression: a number is predicted for each case
    probabilistic-regression: the range in which the number will lie matters
unusual|odd\b|abnormal|anomal|strange|suspicious|defect|fault|fraud|leak|cheat|misus|abus|tamper|forg(?:ed|ery)|counterfeit
    outlier-detection: few or no examples of it are known
    binary-classification: past cases are known of which somebody said whether they were
group(?:s|ing)?\b|segment|cluster|types of
    clustering: the groups are not known beforehand
    multiclass-classification: the groups are known, with examples of each
which (?:department|category|class|kind|type|species|team|code)|categor|sort\b|assign|route\b|classif|label
    multiclass-classification: each case belongs to exactly one of several classes
    multilabel-classification: each case may have several labels at once
similar|find\b|finding|search|look(?:s|ing)? (?:up|for)\b|passage|retriev|right (?:book|page|document|article|product|file|part|place|answer|passage|recipe|song|film)|catalogu?e|quer(?:y|ies)
    retrieval: what fits a query is fetched from many items
    question-answering: the answer itself is wanted, in words
answer|question|chat|assistant|\bask\b
    question-answering: the answers stand in documents that are at hand
    text-generation: the text is written freely
    retrieval: it is enough to show the passage that holds the answer
recommend|suggest|offer|might like|next best
    recommendation: items are chosen for a person from past interactions
    ranking: given candidates are put in order
duplicate|same (?:person|customer|patient|company|record)|match
    record-linkage: records that speak of the same thing are brought together
schedul|plan\b|planning|roster|rota\b|timetable|tour\b|tours|route|shift|allocat
    planning: many decisions are made together, under constraints
    forecasting: only what has to be planned for is predicted
steer|control|set ?point|regulate
    control: a process is steered moment by moment
extract|fields? (?:from|of|in)|names? in|entit
    sequence-labelling: words of a text are marked for what they name
effect of|because of|campaign|voucher|would .* without|treatment
    treatment-effect-estimation: it is asked what an action changes, case by case
summar|shorten
    summarisation: a long text is said in few words
translat
    translation: a text is said in another language
transcri|dictat|speech|spoken|recording
    speech-to-text: what is said is written down
handwrit|\bocr\b|\bscan(?:s|ned)?\b|read .*(?:number|digit|plate|label|meter|page|sheet|form|text)
    text-recognition: what stands in pictures is written down, letter by letter
    sequence-labelling: some fields are wanted of each page
(?:where|count|how many)\b.*\b(?:image|picture|photo|video|frame|scan)|detect .*(?:image|picture|photo|video|camera)
    object-detection: things are found in images with their places
    image-segmentation: every pixel is assigned
made[ -]up|synthetic|fictit|imaginary|look real|(?:fake|mock|dummy|test) (?:data|records|patients|customers|transactions)
    data-synthesis: new records or series are made that resemble real ones
when did|change\b|turning point
    change-point-detection: the moment of a change is looked for
write|draft|compos|generat
    text-generation: text is written
"""  # noqa: E501 - a line is a pattern, or a task with its condition
_BY_FEW_WORDS: Final = r"""
(?:spot|catch|expose|flag|uncover|identify|recogni[sz]e|detect)(?:s|es|ting|ing)?\b|(?:who|which)\b|[\w'-]+s (?:who|that)\b
    binary-classification: each case gets a yes or no, and past cases are known of which somebody said which they were
    outlier-detection: few or no examples of what is looked for are known
    multiclass-classification: each case belongs to one of several kinds
"""  # noqa: E501
"""What any question after which of many may ask for; it counts where nothing else is suggested."""
_MOST: Final = 4
MOST_NEAR: Final = 5
USUAL_TASKS: Final[tuple[Task, ...]] = (
    "binary-classification", "multiclass-classification", "regression", "forecasting", "clustering",
)  # fmt: skip
"""What is asked for most, to begin with where a description is near none."""
_KINDS: Final = (
    r"(?:kind|class|categor|type|species|department|code|label|brand|variet|sort|team|grade|folder|languag|material)"
)
_BY_FORM: Final[tuple[tuple[re.Pattern[str], Task], ...]] = (
    (
        expression(rf"\b(?:one|which) of (?:the |our |these )?(?:two|2)\b(?:\W+\w+)?\W+{_KINDS}", re.I),
        "binary-classification",
    ),
    (expression(rf"\bone of (?:the |our |these )?(?:[\w-]+ ){{0,3}}{_KINDS}", re.I), "multiclass-classification"),
    (expression(rf"\bwhich of (?:the |our |these )?(?:[\w-]+ ){{1,3}}{_KINDS}", re.I), "multiclass-classification"),
    (expression(r"\b(?:an?|the|its?) (?:yes[ /-]+(?:or[ -])?no)\b|\byes or no\b", re.I), "binary-classification"),
)
"""Forms of a question that ask for one task and no other."""
_SHORTEST_NAME: Final = 8
_SHORT_NAMES: Final = frozenset({"forecast", "ranking", "uplift", "bandit"})
_NOT_ALONE: Final = frozenset({
    "calculation", "prediction", "visualisation", "visualization", "detection", "compression", "suggestions",
    "dialogue", "localisation", "localization", "dispatching", "grouping", "embedding", "embeddings", "valuation",
    "rewriting", "summaries", "anomalies", "forecasts",
})  # fmt: skip
"""Names that stand for too much inside a sentence."""


def suggested_tasks(description: str, n_most: int = _MOST) -> tuple[TaskSuggestion, ...]:
    """Return the tasks that a description may mean, those of its first fitting words first; none where no word fits.

    Examples
    --------
    >>> [each.task for each in suggested_tasks("which halls to inspect first")]
    ['ranking', 'binary-classification']
    >>> suggested_tasks("banana")
    ()
    """
    if len(description) > 2 * LONGEST:
        return ()
    plain = description.replace("-", " ") if " " not in description else description
    found: dict[Task, TaskSuggestion] = {}
    for patterns in (_BY_WORDS, _BY_FEW_WORDS):
        if found:
            break
        for pattern, named in _suggestions(patterns):
            if pattern.search(plain):
                for each in named:
                    found.setdefault(each.task, each)
    return tuple(found.values())[:n_most]


def nearest_tasks(description: str, told: Mapping[str, Sequence[str]]) -> tuple[TaskSuggestion, ...]:
    """Return at most five tasks that are nearest to a description; none where it has no word that speaks of one.

    Prose that tells a whole project is read as a brief of its own.

    Parameters
    ----------
    told : what the program says of each task

    Examples
    --------
    >>> [each.task for each in nearest_tasks("fix the leak", {"planning": ("When is what fixed?",)})]
    ['outlier-detection', 'binary-classification']
    >>> nearest_tasks("zorbing", {"planning": ("When is what zorbed?",)})
    (TaskSuggestion(task='planning', where='When is what zorbed?'),)
    """
    suggested = {each.task: each for each in suggested_tasks(description, MOST_NEAR)}
    chance = chances_of_tasks(description)
    likely = [task for task in most_likely(chance) if task in told]
    sure = [task for task in likely if chance[task] >= SURE]
    near: Collection[str] = ()
    if not suggested and not likely and len(description) <= 2 * LONGEST:
        near = words_by_nearness(description, told)
    of_prose = BriefWords({"task": description}).tasks() if is_prose(description) else ()
    order = dict.fromkeys([*of_prose, *sure, *suggested, *likely, *(task for task in TASKS if task in near)])
    found = (suggested[task] if task in suggested else TaskSuggestion(task, told[task][-1]) for task in order)
    return tuple(found)[:MOST_NEAR]


def tasks_named(description: str) -> tuple[Task, ...]:
    """Return the task that a description names inside, or asks for by its form; several where it names several.

    Examples
    --------
    >>> tasks_named("forecast of tomorrow's demand per shop"), tasks_named("each letter belongs to one of 14 kinds")
    (('forecasting',), ('multiclass-classification',))
    >>> tasks_named("no forecast"), tasks_named("demand")
    ((), ())
    """
    tidy = tidy_word(description)
    if len(description) > 2 * LONGEST:
        return ()
    by_form = next((task for pattern, task in _BY_FORM if pattern.search(description)), None)
    if by_form == "binary-classification":
        return (by_form,)
    if not TIDY_DENIALS.isdisjoint(tidy.split("-")):
        return (by_form,) if by_form is not None else ()
    names = {name: meant for name, meant in ALIASES["task"].items() if meant != BY_CLASSES} | {
        each: each for each in TASKS
    }
    inside = {
        name for name in names
        if (len(name) >= _SHORTEST_NAME or name in _SHORT_NAMES) and name not in _NOT_ALONE
        and re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", tidy)
    }  # fmt: skip
    longest = {name for name in inside if not any(name != other and name in other for other in inside)}
    named = {by_form, *(names[name] for name in longest)}
    return tuple(task for task in TASKS if task in named)


def suggestions_in_words(suggestions: tuple[TaskSuggestion, ...]) -> str:
    """Return suggestions as sentences that say what to write."""
    return " ".join(f"Write `{each.task}` where {each.where}." for each in suggestions)
