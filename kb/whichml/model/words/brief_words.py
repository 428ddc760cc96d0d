"""What a brief as a whole speaks of: its task and its kind of data, by the points of all its words.

Who does not know the format tells his project under names of his own, often in prose alone. So every word counts, of
names as of values, and once more where it stands under a name that tells what is wanted, or at the head of the brief.
The points were fitted to hurried briefs and to those of the panel (`python -m whichml_workshop.descriptions.fit`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.values.vocabulary import MODALITIES, Modality, Task
from whichml.model.words.described_data import usual_modalities
from whichml.model.words.described_tasks import is_of, kinds_of, most_likely
from whichml.model.words.headings import heading_of
from whichml.model.words.word_points import SILENT, chances, features_of_task, word_points, word_stem

_WORD: Final = expression(r"[a-z]+")
_MOST_LETTERS: Final = 8_000
"""Letters of a brief that are read."""
_WANTED: Final = frozenset({
    "task", "goal", "what", "question", "aim", "purpose", "need", "needs", "want", "wanted", "wants", "output",
    "predict", "target", "problem", "use", "why", "title", "subject", "objective", "minimise", "maximise", "decide",
    "project", "name", "description", "outcome", "answer", "wish", "job", "find", "detect", "estimate", "forecast",
    "classify",
})  # fmt: skip
"""Words of the names under which people tell what they want."""
_SILENT: Final = frozenset(map(word_stem, SILENT)) | SILENT
_OF_ANY_TEXT: Final = SILENT | frozenset({
    "will", "would", "can", "could", "may", "might", "must", "shall", "should", "or", "no", "not", "never", "do",
    "does", "have", "has", "had", "if", "then", "than", "when", "where", "who", "whom", "which", "what", "how", "why",
    "any", "all", "some", "each", "every", "more", "most", "very", "just", "only", "also", "there", "here", "them",
    "their", "his", "her", "you", "your", "me", "us", "am", "being", "did", "because", "too", "want", "wants", "like",
    "need", "needs", "please", "hi", "about", "up", "out", "get", "between", "before", "after",
    "within", "without", "during", "per", "until", "since", "while", "through", "against", "both", "either", "other",
    "one", "two", "many", "few", "much", "now", "today", "still", "already", "yes", "ok", "etc", "via", "s", "t", "eg",
})  # fmt: skip
"""Words that any text has: they are counted, and never named as what speaks for a task."""
_STEMS_OF_ANY_TEXT: Final = frozenset(map(word_stem, _OF_ANY_TEXT)) | _OF_ANY_TEXT
_OF_TASK_ALONE: Final = 0.22
_OF_TASK_IN_SHORT: Final = 1.0
"""How much counts what the text under `task` says by the points of descriptions, beside the whole brief, and where that
tells little else."""
_OF_HEADING: Final = 0.35
"""The same of its title, or of the heading of its prose; .2 to 1 were tried on briefs that nothing is fitted to."""
_MOST: Final = 3
_FEW_WORDS: Final = 20
"""Known words below which a brief is short: it says little, and what it says is taken if it is clear."""
_CLEAR: Final = 0.4
"""The chance from which on the task of a short brief is taken."""
_FEWEST_OF_DATA, _LEAST_OF_DATA = 8, -2.0
"""Known words, and log-odds, from which on the words of a short brief tell its kind of data."""


def features_of_brief(given: Mapping[str, object]) -> set[str]:
    """Return what is looked up of a brief: beginnings of its words, and those of what is wanted once more.

    Where nothing says what is wanted all words may.

    Parameters
    ----------
    given : fields by any names, nested to any depth

    Examples
    --------
    >>> sorted(features_of_brief({"goal": "sort apples", "n": 300, "notes": "on a belt"}))
    ['appl', 'belt', 'goal', 'not', 'sort', 'w:appl', 'w:sort']
    """
    found: set[str] = set()
    n_letters, is_wanted_told = 0, False
    for place, (names, value) in enumerate(_entries(given, ())):
        n_letters += len(names) + len(value) + 1
        if n_letters > _MOST_LETTERS:
            break
        named, told = _stems(names.replace("_", " ")), _stems(value)
        found.update(named, told)
        if place == 0 or not _WANTED.isdisjoint(_WORD.findall(names.lower().replace("_", " "))):
            found.update(f"w:{stem}" for stem in told)
            is_wanted_told = is_wanted_told or bool(told)
    return found if is_wanted_told else found | {f"w:{stem}" for stem in found}


def _entries(value: object, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what stands in a brief, each with the names that lead to it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _entries(inner, (*names, str(name)))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _entries(inner, names)
    else:
        yield " ".join(names), "" if value is None else str(value)[:_MOST_LETTERS]


def _stems(text: str) -> list[str]:
    words = _WORD.findall(text.lower().replace("'", ""))
    return [stem for word in words if (stem := word_stem(word)) not in _SILENT and len(stem) > 1]


@dataclass(frozen=True)
class BriefWords:
    """The words of one brief.

    Attributes
    ----------
    given : its fields by any names
    """

    given: Mapping[str, object]

    @cached_property
    def features(self) -> frozenset[str]:
        """Return what is looked up of it."""
        return frozenset(features_of_brief(self.given))

    @cached_property
    def is_short(self) -> bool:
        """Return whether it says too little for all its words to be weighed against a name."""
        return self._n_known < _FEW_WORDS

    @cached_property
    def _n_known(self) -> int:
        table = word_points("whole-tasks")
        return sum(table.knows((each,)) for each in self.features if not each.startswith("w:"))

    def chances(self, wanted: str = "", kinds: Collection[str] = ()) -> Mapping[str, float]:
        """Return the chance of each task that is possible; none where no word for what is wanted is known.

        Parameters
        ----------
        wanted : what stands as its task
        kinds : its kinds of data, as far as they are clear
        """
        table, features = word_points("whole-tasks"), self.features
        if not table.knows(each for each in features if each.startswith("w:")):
            if self.is_short:
                return {}
            features = features | {f"w:{each}" for each in features}
        log_odds = table.log_odds(features)
        share = _OF_TASK_IN_SHORT if self.is_short else _OF_TASK_ALONE
        heading = "" if self.is_short else heading_of(self.given)  # alone it says what a project is about
        for said, counts in ((wanted, share), (heading, _OF_HEADING)):
            alone = word_points("tasks").log_odds(features_of_task(said, "", kinds)) if said else {}
            log_odds = {task: each + counts * alone.get(task, 0.0) for task, each in log_odds.items()}
        return chances({task: each for task, each in log_odds.items() if is_of(task, kinds)})

    def tasks(self, wanted: str = "", kinds: Collection[str] = ()) -> tuple[Task, ...]:
        """Return at most three tasks that it may have, the likeliest first; none where a short one is unclear.

        The parameters are those of `chances`; a short brief that has words for its task need not be clear.
        """
        chance = self.chances(wanted, kinds)
        if self.is_short and not wanted and max(chance.values(), default=0.0) < _CLEAR:
            return ()
        likeliest = most_likely(chance) if chance else ()
        if len(likeliest) != 1 or not self._rests_on_little(likeliest[0]):
            return likeliest
        said = {each for each in self.features if each.removeprefix("w:") not in _STEMS_OF_ANY_TEXT}
        log_odds = word_points("whole-tasks").log_odds(said)
        others = (task for task in chance if task != likeliest[0])
        return (*likeliest, max(others, key=log_odds.__getitem__))  # type: ignore[arg-type]  # a task, which has points

    def _rests_on_little(self, task: str) -> bool:
        """Return whether most of the words that speak most for a task are such as any text has."""
        strongest = self._words_for(task)[:_MOST]
        return sum(word in _OF_ANY_TEXT for word in strongest) * 2 > len(strongest)

    def modalities(self, task: str) -> tuple[Modality, ...]:
        """Return the kind of data that it most likely has, by its words and its task.

        A short brief has the usual kind of its task, where there is one, unless its words speak for another; none where
        they hardly speak for any.
        """
        log_odds = word_points("whole-data").log_odds({*self.features, f"task={task}"})
        likeliest = max(MODALITIES, key=lambda name: (log_odds[name], -MODALITIES.index(name)))
        usual = usual_modalities(task)
        if self.is_short and usual:
            return usual if log_odds[likeliest] < 0 else (likeliest,)
        if self.is_short and (self._n_known < _FEWEST_OF_DATA or log_odds[likeliest] < _LEAST_OF_DATA):
            return ()
        fitting = kinds_of(task)
        return (likeliest,) if not fitting or likeliest in fitting else fitting[:1]

    def words_for(self, task: str) -> tuple[str, ...]:
        """Return the words that speak most for a task, at most three, as they stand in the brief; none of any text."""
        return tuple(word for word in self._words_for(task) if word not in _OF_ANY_TEXT)[:_MOST]

    def _words_for(self, task: str) -> tuple[str, ...]:
        table = word_points("whole-tasks")
        told = table.told(self.features, task, len(self.features))
        stems = dict.fromkeys(each.removeprefix("w:") for each in told)
        texts = (f"{names} {value}".replace("_", " ") for names, value in _entries(self.given, ()))
        words = {word_stem(word): word for text in texts for word in _WORD.findall(text.lower().replace("'", ""))}
        return tuple(words[stem] for stem in stems if stem in words)
