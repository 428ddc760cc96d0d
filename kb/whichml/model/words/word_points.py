"""How much the words of a description speak for each of several names, by points learnt from many descriptions.

Language models in the roles of people who know no term of the field described projects, and said what is meant
(`tests/data/descriptions`). A linear model was fitted to that by `python -m whichml_workshop.descriptions.fit`,
which writes one table for tasks and one for kinds of data into `described/`. A point is a log-odds, as with established
practice: +0.7 doubles the odds of a name. The points of all words are added; nothing else is known of a text here.
"""

from __future__ import annotations

import json
import lzma
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from whichml.model.documents.expressions import expression

FOLDER: Final = Path(__file__).with_name("described")
LONGEST: Final = 600
"""Letters of a description that are read."""
TENTH: Final = 10
"""Points are kept to one decimal."""
PACKED: Final = "tables.xz"
"""The file of all tables in an installation, where they take half of the room."""
_NONE: Final = 0x140
"""The letter for no points, by its number; those before and behind it tell points below and above 0."""
_ZERO: Final = 128
"""The byte for no points where tables are packed."""
_TABLE_FILTER: Final = {"id": lzma.FILTER_LZMA2, "preset": lzma.PRESET_EXTREME | 9, "lc": 3, "lp": 0, "pb": 0}
"""Settings of xz that suit rows of single bytes."""
_WORD: Final = expression(r"[a-z]+|[/?]")
_ENDINGS: Final = ("ings", "ing", "edly", "ed", "es", "s", "ly")
SILENT: Final = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "by", "for", "to", "from", "with", "into", "over", "under", "and", "but",
    "is", "are", "be", "been", "was", "were", "it", "its", "he", "she", "they", "we", "our", "my", "i", "this", "that",
    "these", "those", "as", "so",
})  # fmt: skip
"""Words that say nothing by themselves, only beside others."""
_LEAST_STEM: Final = 3
_LONGEST_STEM: Final = 6


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, numbers left out; a slash and a question mark are words.

    Examples
    --------
    >>> words_of("How long until it's 50,000 km?")
    ['how', 'long', 'until', 'its', 'km', '?']
    """
    return _WORD.findall(text[:LONGEST].lower().replace("'", ""))


def word_stem(word: str) -> str:
    """Return the beginning of a word without its ending, so that `forecasts` and `forecasting` count together.

    Examples
    --------
    >>> word_stem("forecasting"), word_stem("forecasts"), word_stem("bus")
    ('foreca', 'foreca', 'bus')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word.removesuffix(ending)
            break
    return (word.removesuffix("e") if len(word) > _LEAST_STEM + 1 else word)[:_LONGEST_STEM]


def features_of_task(description: str, data: str, kinds: Iterable[str]) -> set[str]:
    """Return what is looked up of a task: its words, pairs of them and the first, those of its data, and their kinds.

    Parameters
    ----------
    description : what is to be done
    data : the data, as they are described; may be empty
    kinds : the names of the modalities, the main one first
    """
    named = [*kinds]
    return {
        *_features(description), *(f"data:{word_stem(each)}" for each in words_of(data)),
        *(f"kind:{each}" for each in named), *(f"main:{each}" for each in named[:1]),
    }  # fmt: skip


def features_of_data(data: str, description: str, task: str = "") -> set[str]:
    """Return what is looked up of a kind of data: its words, pairs of them, the first and the last, and the task.

    Parameters
    ----------
    data : the data, as they are described
    description : what is to be done with them; may be empty
    task : the name of the task; may be empty
    """
    return {
        *_features(data), *(f"{word_stem(each)}$" for each in words_of(data)[-1:]),
        *(f"task:{word_stem(each)}" for each in words_of(description)), *([f"named:{task}"] if task else []),
    }  # fmt: skip


def _features(text: str) -> Iterator[str]:
    """Yield the words of a text as they are and without endings, those beside one another, and the first."""
    words = words_of(text)
    spoken = [word for word in words if word not in SILENT]
    yield from spoken
    yield from map(word_stem, spoken)
    yield from (f"{word_stem(one)} {word_stem(next_one)}" for one, next_one in pairwise(words))
    yield from (f"^{word_stem(first)}" for first in words[:1])


@dataclass(frozen=True, slots=True)
class WordPoints:
    """The points of one table.

    Attributes
    ----------
    names : what words speak for
    usual : the log-odds of each name where no word speaks
    points : of each word, or whatever is looked up, the places of names and the points for them, in tenths
    """

    names: tuple[str, ...]
    usual: tuple[int, ...]
    points: Mapping[str, tuple[int, ...]]

    def knows(self, words: Iterable[str]) -> bool:
        """Return whether any of these words has points."""
        return any(word in self.points for word in words)

    def log_odds(self, features: Collection[str]) -> dict[str, float]:
        """Return what speaks for each name: the sum of the points of all that is looked up."""
        sums = [*self.usual]
        for feature in features:
            pairs = self.points.get(feature, ())
            for place, points in zip(pairs[::2], pairs[1::2], strict=True):
                sums[place] += points
        return {name: points / TENTH for name, points in zip(self.names, sums, strict=True)}

    def told(self, features: Collection[str], name: str, n_most: int) -> tuple[str, ...]:
        """Return the words that speak most for a name, the strongest first."""
        place = self.names.index(name)
        found = {
            feature: points
            for feature in features
            for at, points in zip(*(self.points.get(feature, ())[start::2] for start in (0, 1)), strict=True)
            if at == place and points > 0
        }
        return tuple(sorted(found, key=lambda feature: (-found[feature], feature)))[:n_most]

    def to_json(self) -> str:
        """Return the table as JSON: the words, and for each a text with a letter for each name, which tells points."""
        words = sorted(self.points)
        rows = (dict(zip(points[::2], points[1::2], strict=True)) for points in map(self.points.__getitem__, words))
        letters = ["".join(chr(_NONE + row.get(place, 0)) for place in range(len(self.names))) for row in rows]
        head = {"schema": "word-points/2", "names": self.names, "usual": self.usual, "words": words, "points": letters}
        return json.dumps(head, ensure_ascii=False, indent=0) + "\n"

    @classmethod
    def of_json(cls, stored: bytes) -> WordPoints:
        """Return the table that `to_json` wrote."""
        told = json.loads(stored)
        return cls.of_rows(told, told["words"], (map(ord, letters) for letters in told["points"]), _NONE)

    @classmethod
    def of_rows(
        cls, head: Mapping[str, Any], words: Iterable[str], rows: Iterable[Iterable[int]], none: int
    ) -> WordPoints:
        """Return the table of words with a number for each name, of which `none` says that there are no points."""
        points = {
            word: tuple(each for place, told in enumerate(row) if told != none for each in (place, told - none))
            for word, row in zip(words, rows, strict=True)
        }
        return cls(tuple(head["names"]), tuple(head["usual"]), points)


def chances(log_odds: Mapping[str, float]) -> dict[str, float]:
    """Return the chance of each name where exactly one is meant.

    Examples
    --------
    >>> chances({"one": 0.0, "other": 0.0})
    {'one': 0.5, 'other': 0.5}
    """
    most = max(log_odds.values())
    weights = {name: math.exp(each - most) for name, each in log_odds.items()}
    total = sum(weights.values())
    return {name: each / total for name, each in weights.items()}


@cache
def word_points(name: str) -> WordPoints:
    """Return the table of that name; it is read when it is first asked for.

    Parameters
    ----------
    name : `tasks` or `data` of descriptions, `whole-tasks` or `whole-data` of whole briefs
    """
    packed = FOLDER / PACKED
    return _unpacked(packed, name) if packed.exists() else WordPoints.of_json((FOLDER / f"{name}.json").read_bytes())


def pack_tables(folder: Path) -> Path:
    """Write the tables of a checkout into one file of a folder, as an installation has them, and return its path."""
    told = {path.stem: json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json"))}
    head = {name: {key: each[key] for key in ("names", "usual")} for name, each in told.items()}
    tables = [frozenset(each["words"]) for each in told.values()]
    all_words = sorted(frozenset().union(*tables))
    held = "".join(chr(ord("0") + sum(1 << n for n, words in enumerate(tables) if word in words)) for word in all_words)
    points = bytes(_ZERO + ord(letter) - _NONE for each in told.values() for row in each["points"] for letter in row)
    n_alike = [_n_alike(before, word) for before, word in pairwise(("", *all_words))]
    shared = "".join(chr(ord("0") + n) for n in n_alike)
    endings = "\n".join(word[n:] for word, n in zip(all_words, n_alike, strict=True))
    plain = b"\0".join((json.dumps(head).encode(), shared.encode(), endings.encode(), held.encode(), points))
    packed = folder / PACKED
    packed.write_bytes(lzma.compress(plain, filters=[_TABLE_FILTER]))
    return packed


def _n_alike(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _unpacked(packed: Path, name: str) -> WordPoints:
    """Return a table that `pack_tables` wrote: of each word how many letters begin the one before too, and the rest."""
    head, _, rest = lzma.decompress(packed.read_bytes()).partition(b"\0")
    told: dict[str, dict[str, Any]] = json.loads(head)
    shared, endings, held, points = rest.split(b"\0", 3)
    all_words, before, start = [], "", 0
    for n_alike, ending in zip(shared.decode(), endings.decode().split("\n"), strict=True):
        before = before[: ord(n_alike) - ord("0")] + ending
        all_words.append(before)
    for table, each in enumerate(told):
        words = [word for word, tables in zip(all_words, held, strict=True) if (tables - ord("0")) >> table & 1]
        width = len(told[each]["names"])
        if each == name:
            rows = (points[start + n * width : start + (n + 1) * width] for n in range(len(words)))
            return WordPoints.of_rows(told[name], words, rows, _ZERO)
        start += len(words) * width
    raise KeyError(name)
