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

from whichml_workshop.mutation.imported_names import imported_names_read, origins_in, stem_of
from whichml_workshop.mutation.source_mutants import SourceMutant

_WORD = re.compile(r"[a-z]{3,}")
_STEM = 6
"""How many letters tell a word from others; what follows is an ending more often than not."""


@dataclass(frozen=True, slots=True)
class TestWords:
    """The words of tests.

    Attributes
    ----------
    of_tests : how much each word counts in a function of tests, by its id without a case
    rarity : of each word: the logarithm of how many functions there are for each that bears it
    imported : what of other modules a function of tests reads, as `module.NAME`
    """

    of_tests: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)
    imported: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def below(cls, root: Path, folder: str) -> TestWords:
        """Return the words of the tests below a folder, given from the root of the checkout.

        Words of a name count twice: it is the sentence that says what is tested.
        """
        found, imported = {}, {}
        for path in sorted((root / folder).rglob("test_*.py")):
            text = path.read_text("utf-8")
            tree = ast.parse(text)
            origins = origins_in(tree)
            for function in _functions_of_tests(tree):
                identity = f"{path.relative_to(root).as_posix()}::{function.name}"
                found[identity] = Counter(_words(_source(text, function))) + Counter(_words(function.name))
                imported[identity] = frozenset(name for name, _ in imported_names_read(function, origins))
        bearing = Counter(word for words in found.values() for word in words)
        return cls(found, {word: math.log(len(found) / n) for word, n in bearing.items()}, imported)

    def affinity(self, test: str, words: Mapping[str, int]) -> float:
        """Return how much a test shares of some words, rare ones above all, for a test of its length."""
        own = self.of_tests.get(test.partition("[")[0], {})
        shared = sum(count * words[word] * self.rarity[word] for word, count in own.items() if word in words)
        return shared / math.sqrt(sum(own.values())) if shared else 0.0

    def reads(self, test: str, mutant: SourceMutant) -> bool:
        """Return whether a test reads a name that a mutant's statement gives a value; it need run no line for that."""
        imported = self.imported.get(test.partition("[")[0], frozenset())
        return any(f"{stem_of(mutant.file)}.{name}" in imported for name in mutant.names)


def words_around(mutant: SourceMutant) -> Mapping[str, int]:
    """Return the words of the function around a mutant and of its module's name; those of its statement count twice."""
    lines = mutant.text.splitlines()
    (first, last), (begin, end) = mutant.statement, mutant.function
    if (begin, end) == (1, len(lines)):
        begin, end = first, last  # of a whole module nothing can be said
    found = Counter(_words("\n".join(lines[begin - 1 : end])))
    return found + Counter(_words("\n".join(lines[first - 1 : last]))) + Counter(_words(stem_of(mutant.file)))


def _functions_of_tests(tree: ast.Module) -> Iterable[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def _source(text: str, function: ast.FunctionDef) -> str:
    first = min((decorator.lineno for decorator in function.decorator_list), default=function.lineno)
    return "\n".join(text.splitlines()[first - 1 : function.end_lineno])


def _words(text: str) -> set[str]:
    """Return the words of a text, each once; forms of a word are one, as `excluded` and `exclusions`."""
    found = _WORD.findall(text.lower().replace("_", " "))
    return {word.removesuffix("s")[:_STEM] if len(word) > 3 else word for word in found}
