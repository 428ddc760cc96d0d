"""Claims that move no answer, or not as they read: RP312 to RP316."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm, Claim
from whichml.knowledge.packs import PackFile
from whichml.knowledge.rival_claims import contradictions_among, distances_above, holds_first
from whichml.model.documents.document import Path
from whichml.model.documents.errors import Problem, pointer_to
from whichml.model.statements.conditions import Test, WordTest
from whichml.model.statements.facts import ClaimText
from whichml.model.statements.field_domains import tests_by_field
from whichml.model.values.needed_capabilities import NEEDED
from whichml.model.values.scale import position_of
from whichml.rules.lint.linted_rules import LintedRules

_TASK, _MODALITY, _ACCURACY = "task", "data.modality", "accuracy"
_OF_THE_PROJECT: Final = ("stakes.", "project.")
_OF_THE_WORK: Final = frozenset({
    "project.application", "project.circumstances", "project.made_for", "project.simulator", "stakes.specification",
})  # fmt: skip
"""Fields of the project that say what the work is, and so how well an algorithm does it."""
_MOST_NAMED: Final = 3


def doubtful_claims(subject: LintedRules) -> Iterator[Problem]:
    """Yield what is wrong with the claims of the linted packs."""
    for stated in _stated(subject):
        never = stated.why_it_never_counts()
        if never is not None:
            yield never
            continue
        yield from stated.about_the_project()
        yield from stated.against_capabilities()
        measured = tuple(stated.behind_measurements())
        yield from measured or stated.against_others()


def _stated(subject: LintedRules) -> Iterator[_StatedClaim]:
    """Yield the claims of the linted packs that were taken in, each where it stands."""
    for pack in subject.packs:
        for path, about, text in _texts(pack):
            claim = subject.knowledge.claims.get(f"{pack.id}.{text.identity(about)}")
            if claim is not None and claim.where == pack.where(path):
                yield _StatedClaim(subject, pack, path, claim)


def _texts(pack: PackFile) -> Iterator[tuple[Path, str, ClaimText]]:
    for index, facts in enumerate(pack.value.algorithms):
        yield from ((("algorithms", index, "claims", n), facts.id, text) for n, text in enumerate(facts.claims))
    yield from ((("claims", index), text.subject, text) for index, text in enumerate(pack.value.claims))


@dataclass(frozen=True, eq=False)
class _StatedClaim:
    """A claim of a pack and where it stands."""

    subject: LintedRules
    pack: PackFile
    path: Path
    claim: Claim

    @property
    def knowledge(self) -> Knowledge:
        return self.subject.knowledge

    @cached_property
    def algorithms(self) -> tuple[Algorithm, ...]:
        """Return the algorithms that it is about, without those that only help others."""
        known = (each for each in self.knowledge.algorithms.values() if each.facts.role != "helper")
        return tuple(each for each in known if self.claim.subject in each.lineage)

    @cached_property
    def regimes(self) -> tuple[tuple[Algorithm, str, str], ...]:
        """Return each algorithm with each task that it solves and each modality that it reads, in the scope.

        What is used through a reduction is rated for the task and the data that it leads to.
        """
        tests = tests_by_field(self.claim.scope)
        return tuple(
            (each, task, modality)
            for each in self.algorithms
            for task in each.facts.solves
            for modality in each.facts.accepts
            if all(test.accepts((task,)) for test in tests.get(_TASK, ()))
            and all(test.accepts((modality,)) for test in tests.get(_MODALITY, ()))
        )

    def why_it_never_counts(self) -> Problem | None:
        """Return why no answer can stand on it; None where one can."""
        for condition in self.claim.scope:
            if not self.subject.space.can_hold(condition):
                message = f"`{condition.text()}` can never hold, so that this claim never counts."
                return self._problem(("scope", condition.field), message, "Correct the value.", "RP313")
        if not self.regimes:
            message = f"nothing that '{self.claim.subject}' names solves such a task on such data by itself."
            hint = (
                "Correct `scope`. What is used through a reduction is rated for the task that it leads to."
                if self.claim.scope
                else "Helpers are never candidates, so that nothing is rated of them."
            )
            return self._problem(("scope",), message, hint, "RP313")
        ahead = [self._ahead(*regime) for regime in self.regimes]
        if all(ahead):
            first = next(each for each in ahead if each is not None)
            message = f"claims that go before this one hold wherever it does, such as {first.where} ({first.level})."
            hint = "More conditions go before fewer, then the nearer subject: say in `scope` where it holds."
            return self._problem(("scope",), message, hint, "RP313")
        return None

    def _ahead(self, algorithm: Algorithm, task: str, modality: str) -> Claim | None:
        """Return a claim that counts instead for an algorithm in a task on data of a modality."""
        given: Mapping[str, Sequence[Test]] = {
            **tests_by_field(self.claim.scope),
            _TASK: [WordTest(frozenset({task}))],
            _MODALITY: [WordTest(frozenset({modality}))],
        }
        distances = distances_above(self.knowledge, algorithm.id)
        rivals = self.knowledge.cells.get((algorithm.id, self.claim.quality), ())
        return next((r for r in rivals if holds_first(self.knowledge, r, self.claim, given, distances)), None)

    def about_the_project(self) -> Iterator[Problem]:
        """Yield each condition that says nothing of the data or of what runs where."""
        for condition in self.claim.scope:
            field = condition.field
            if field.startswith(_OF_THE_PROJECT) and field not in _OF_THE_WORK:
                message = f"`{field}` changes nothing of how much {self.claim.quality} an algorithm has."
                hint = "A claim holds for data of some kind; what a project wants is a rule's to say, such as `rate`."
                yield self._problem(("scope", field), message, hint, "RP312")

    def against_capabilities(self) -> Iterator[Problem]:
        """Yield that it gives more of a quality than what the algorithms can do allows."""
        needed = NEEDED.get(self.claim.quality)
        if needed is None or not self.claim.applicable or self.claim.low < position_of("high"):
            return
        unable = dict.fromkeys(each.id for each, *_ in self.regimes if each.facts.capabilities.get(needed) is False)
        if unable:
            lack = f"{_named(unable)} lack{'s' * (len(unable) == 1)}"
            message = f"`{self.claim.quality}` cannot be {self.claim.level} without `{needed}`, which {lack}."
            hint = "Correct the level, or claim it of those alone that have the capability."
            yield self._problem(("level",), message, hint, "RP314")

    def against_others(self) -> Iterator[Problem]:
        """Yield the first claim that tells as much of the same and shares no level, so that both count."""
        if self.claim.debate:
            return
        for algorithm in self.algorithms:
            cell = self.knowledge.cells.get((algorithm.id, self.claim.quality), ())
            for pair in contradictions_among(self.knowledge, cell, distances_above(self.knowledge, algorithm.id)):
                other = next((each for each in pair if each is not self.claim), None)
                if other is not None and self.claim in pair:
                    said = f"`{self.claim.quality}` is {self.claim.level} here and {other.level} in {other.where}"
                    message = f"{said}, which tells as much: answers take all between."
                    hint = "Say more in `scope`, which goes before, correct the level, or tell the dispute in `debate`."
                    yield self._problem(("level",), message, hint, "RP315")
                    return

    def behind_measurements(self) -> Iterator[Problem]:
        """Yield that what others measured counts wherever it holds."""
        groups = self.knowledge.strengths.groups if self.knowledge.strengths is not None else ()
        if self.claim.quality != _ACCURACY or not groups:
            return
        if all(
            any(
                task in group.tasks and modality in group.modalities and algorithm.id in group.by_algorithm
                for group in groups
            )
            for algorithm, task, modality in self.regimes
        ):
            message = f"accuracy of '{self.claim.subject}' was measured by others there, which goes before claims."
            hint = "Write a rule that says `rate`, or measure on your own table with `whichml probe`."
            yield self._problem(("quality",), message, hint, "RP316")

    def _problem(self, path: Path, message: str, hint: str, code: str) -> Problem:
        whole = (*self.path, *path)
        found = whole if whole in self.pack.document.positions else self.path
        return Problem(message, self.pack.document.place(found), pointer_to(found), hint, code=code)


def _named(names: Mapping[str, None]) -> str:
    shown = [f"'{name}'" for name in names][:_MOST_NAMED]
    more = len(names) - len(shown)
    return f"{', '.join(shown)} and {more} more" if more else " and ".join(shown)
