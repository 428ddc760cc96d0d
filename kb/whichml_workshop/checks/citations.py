"""Citations that carry more than they say, and levels taken over: `python -m whichml_workshop.checks.citations`.

One place in a source (a work and a locator) may stand behind three qualities of a subject. A claim on a further quality
needs words of its own there: its `supports` differs from what claims on other qualities cite from the place, and names
its quality (`naming`). A level that comes from a family is inherited: it is not said a second time below, and not left
to stand for an algorithm whose capabilities tell it apart.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.entities import Claim
from whichml.knowledge.rival_claims import can_hold_together, distances_above
from whichml.knowledge.taxonomy import QualityTerm
from whichml.model.statements.facts import Citation
from whichml.model.values.needed_capabilities import NEEDED
from whichml_workshop.introspection.comparison import HIGH

MOST_QUALITIES: Final = 3
LOW: Final = 1.0
_SURENESS: Final = ("low", "medium", "high")
_WORD: Final = re.compile(r"[a-z0-9]+")
_ENDING: Final = re.compile(r"(?<=[a-z]{3})(ing|ed|es|s|e)$")
_SMALL_WORDS: Final = frozenset({"a", "an", "and", "at", "by", "in", "of", "on", "or", "the", "to", "with"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One statement that its citation or its family does not carry; `str` gives file, line and what is wrong.

    Attributes
    ----------
    where : file and line
    """

    where: str
    subject: str
    quality: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: `{self.quality}` of {self.subject} {self.message}"

    @property
    def file(self) -> str:
        """Return the file in which it stands."""
        return self.where.rpartition(":")[0]


def find_faults(knowledge: Knowledge, qualities: Mapping[str, QualityTerm]) -> tuple[Fault, ...]:
    """Return what citations and families do not carry, in the order of files and lines.

    Parameters
    ----------
    qualities : of the ontology, with the words that name them
    """
    names = {quality.id: tuple(map(_stems, quality.naming_words)) for quality in qualities.values()}
    found = [*_overloaded(knowledge, names), *_repeated(knowledge), *_told_apart(knowledge)]
    return tuple(sorted(found, key=_in_order))


def is_named(quality: QualityTerm, text: str) -> bool:
    """Return whether a text names a quality.

    One of its naming words has to stand in the text: all parts of it, in any order, small words and the endings -s,
    -es, -e, -ed and -ing aside. `time of training` names what `training time` names.
    """
    return _is_named(tuple(map(_stems, quality.naming_words)), text)


def _is_named(names: Iterable[frozenset[str]], text: str) -> bool:
    said = _stems(text)
    return any(name <= said for name in names)


def _stems(text: str) -> frozenset[str]:
    return frozenset(_ENDING.sub("", word) for word in _WORD.findall(text.lower()) if word not in _SMALL_WORDS)


def _overloaded(knowledge: Knowledge, names: Mapping[str, Sequence[frozenset[str]]]) -> Iterator[Fault]:
    """Yield the claims without words of their own at places where more than three qualities have none."""
    for subject, claims in knowledge.claims_of.items():
        places: dict[tuple[str, str], list[tuple[Claim, Citation]]] = {}
        for claim in claims:
            for citation in claim.sources:
                places.setdefault((citation.ref, _plain(citation.locator)), []).append((claim, citation))
        for cited in places.values():
            bare = [each for each in cited if not _has_own_words(*each, cited, names)]
            resting = {claim.quality for claim, _ in bare}
            if len(resting) <= MOST_QUALITIES:
                continue
            for claim, citation in bare:
                yield Fault(
                    claim.where,
                    subject,
                    claim.quality,
                    f"is one of {len(resting)} qualities without words of their own at one place of {citation.ref}: "
                    f"'{citation.locator}' says '{citation.supports}'.",
                )


def _has_own_words(
    claim: Claim,
    citation: Citation,
    cited: Iterable[tuple[Claim, Citation]],
    names: Mapping[str, Sequence[frozenset[str]]],
) -> bool:
    words = _plain(citation.supports)
    shared = any(_plain(there.supports) == words for other, there in cited if other.quality != claim.quality)
    return not shared and _is_named(names[claim.quality], citation.supports)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _repeated(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield the claims that say, no more surely, what would be inherited without them."""
    for subject, claims in knowledge.claims_of.items():
        distances = distances_above(knowledge, subject)
        for claim in claims:
            original = _original(knowledge, claim, distances)
            if original is not None:
                yield Fault(
                    claim.where,
                    subject,
                    claim.quality,
                    f"repeats {claim.level} from the family {original.subject} ({original.where}).",
                )


def _original(knowledge: Knowledge, claim: Claim, distances: Mapping[str, int]) -> Claim | None:
    """Return the claim of a family that a claim repeats; None where it is surer or settles what families dispute.

    Parameters
    ----------
    distances : of the families above the claim's subject, in steps, the nearest first
    """
    rivals = [
        each
        for family in distances
        if family != claim.subject
        for each in knowledge.claims_of.get(family, ())
        if each.quality == claim.quality and len(each.scope) == len(claim.scope)
    ]
    scope = frozenset(claim.scope)
    original = next((each for each in rivals if frozenset(each.scope) == scope), None)
    if original is None or not _says_the_same(original, claim):
        return None
    if _SURENESS.index(claim.confidence) > _SURENESS.index(original.confidence):
        return None
    as_near = [each for each in rivals if distances[each.subject] <= distances[original.subject]]
    disputed = any(
        not _says_the_same(each, claim) and can_hold_together(knowledge, each.scope, claim.scope) for each in as_near
    )
    return None if disputed else original


def _says_the_same(one: Claim, other: Claim) -> bool:
    return (one.level, one.interval, one.applicable) == (other.level, other.interval, other.applicable)


def _told_apart(knowledge: Knowledge) -> Iterator[Fault]:
    """Yield the algorithms that inherit a level which their capabilities rule out."""
    for identity, algorithm in knowledge.algorithms.items():
        for quality, capability in NEEDED.items():
            able = algorithm.facts.capabilities.get(capability)
            scopes: set[frozenset[object]] = set()
            for claim in knowledge.cells.get((identity, quality), ()):
                is_nearest = frozenset(claim.scope) not in scopes
                scopes.add(frozenset(claim.scope))
                if claim.subject == identity or not is_nearest or not _contradicts(claim, able):
                    continue
                yield Fault(
                    algorithm.where,
                    identity,
                    quality,
                    f"would be {claim.level} as in the family {claim.subject} ({claim.where}), and its `{capability}` "
                    f"is {str(able).lower()}.",
                )


def _contradicts(claim: Claim, able: bool | None) -> bool:
    if able is None or not claim.applicable:
        return False
    return claim.high <= LOW if able else claim.low >= HIGH


def _in_order(fault: Fault) -> tuple[str, int, str]:
    file, _, line = fault.where.rpartition(":")
    return file, int(line), fault.quality


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every fault of the shipped claims and counts by file; return 0, or 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.checks.citations", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="NAME", help="a fact file, or the id of an algorithm or family")
    only = {Path(name).stem for name in parser.parse_args(arguments).only}
    read = read_content(Content.shipped())
    knowledge = compile_read(read, version="gates")
    unknown = only - {*knowledge.algorithms, *knowledge.families}
    if unknown:
        parser.error(f"no algorithm and no family: {', '.join(sorted(unknown))}")
    found = _of(find_faults(knowledge, read.taxonomy.qualities), only)
    for fault in found:
        print(fault)
    for file, n_faults in sorted(Counter(fault.file for fault in found).items()):
        print(f"{n_faults:5} {file}", file=sys.stderr)
    print(f"{len(found)} faults", file=sys.stderr)
    return 1 if found else 0


def _of(faults: Iterable[Fault], only: Collection[str]) -> tuple[Fault, ...]:
    """Return the faults of some subjects, or all where none is named."""
    return tuple(fault for fault in faults if not only or fault.subject in only)


if __name__ == "__main__":
    raise SystemExit(main())
