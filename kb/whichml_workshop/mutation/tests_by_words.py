"""Which tests speak of what a mutant changes: told by the words that they share with the code around it.

Hundreds of tests run the lines that every answer runs, and few of them look at what one line is for. A test of
behaviour bears the words of its matter: in the sentence that it is called, and in what it sets up and asserts.
"""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from whichml_workshop.mutation.source_mutants import SourceMutant

_WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class TestWords:
    """The words of tests.

    Attributes
    ----------
    of_tests : how much each word counts in a function of tests, by its id without a case
    rarity : of each word: the logarithm of how many functions there are for each that bears it
    """

    of_tests: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def below(cls, root: Path, folder: str) -> TestWords:
        """Return the words of the tests below a folder, given from the root of the checkout.

        Words of a name count twice: it is the sentence that says what is tested.
        """
        found = {}
        for path in sorted((root / folder).rglob("test_*.py")):
            text = path.read_text("utf-8")
            for function in _functions_of_tests(text):
                identity = f"{path.relative_to(root).as_posix()}::{function.name}"
                found[identity] = Counter(_words(_source(text, function))) + Counter(_words(function.name))
        bearing = Counter(word for words in found.values() for word in words)
        return cls(found, {word: math.log(len(found) / n) for word, n in bearing.items()})

    def affinity(self, test: str, words: Mapping[str, int]) -> float:
        """Return how much a test shares of some words, rare ones above all, for a test of its length."""
        own = self.of_tests.get(test.partition("[")[0], {})
        shared = sum(count * words[word] * self.rarity[word] for word, count in own.items() if word in words)
        return shared / math.sqrt(sum(own.values())) if shared else 0.0


def words_around(mutant: SourceMutant) -> Mapping[str, int]:
    """Return the words of the function around a mutant and of its module's name; those of its statement count twice."""
    lines = mutant.text.splitlines()
    (first, last), (begin, end) = mutant.statement, mutant.function
    if (begin, end) == (1, len(lines)):
        begin, end = first, last  # of a whole module nothing can be said
    stem = mutant.file.rpartition("/")[2].removesuffix(".py")
    found = Counter(_words("\n".join(lines[begin - 1 : end])))
    return found + Counter(_words("\n".join(lines[first - 1 : last]))) + Counter(_words(stem))


def _functions_of_tests(text: str) -> Iterable[ast.FunctionDef]:
    return (
        node for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )  # fmt: skip


def _source(text: str, function: ast.FunctionDef) -> str:
    first = min((decorator.lineno for decorator in function.decorator_list), default=function.lineno)
    return "\n".join(text.splitlines()[first - 1 : function.end_lineno])


def _words(text: str) -> set[str]:
    """Return the words of a text, each once; a plural is its singular."""
    found = _WORD.findall(text.lower().replace("_", " "))
    return {word[:-1] if word.endswith("s") and len(word) > 3 else word for word in found}
