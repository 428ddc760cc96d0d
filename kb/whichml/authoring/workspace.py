"""The packs that somebody works on, read where they lie, with everything that their rules meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from whichml.authoring.cases import Case, cases_file_of, read_cases
from whichml.knowledge.base import Knowledge
from whichml.knowledge.finding import pack_places
from whichml.knowledge.pack_loading import PackLoading, RejectedPack, load_packs, raise_problems, replace_packs
from whichml.knowledge.packs import PackFile, read_pack
from whichml.model.documents.errors import Problem, RuleError, in_order


@dataclass(frozen=True, slots=True)
class Workspace:
    """Packs under work, whatever their state.

    Attributes
    ----------
    packs : those that could be read
    refused : those that could not, and those that were read and not loaded
    knowledge : the shipped knowledge with the loaded ones
    cases : by the id of each loaded pack, the tests beside it; none where there is no such file
    broken_tests : what is wrong with files of tests
    files : every file that was looked at, for whoever looks out for changes
    replaced : which shipped packs these stand in the place of, and which are not beside them, as sentences; nothing
        where all shipped packs are there, as they are or in another state
    """

    packs: tuple[PackFile, ...]
    refused: tuple[RejectedPack, ...]
    knowledge: Knowledge
    cases: Mapping[str, tuple[Case, ...]]
    broken_tests: tuple[Problem, ...]
    files: tuple[Path, ...]
    replaced: str = ""

    def sound_knowledge(self) -> Knowledge:
        """Return the knowledge with all packs.

        Raises
        ------
        RuleError
            With everything that is wrong with a pack that was refused.
        """
        raise_problems(self.refused)
        return self.knowledge


def open_workspace(shipped: Knowledge, paths: Collection[Path]) -> Workspace:
    """Return the packs at some paths, each a file or a folder, on top of the shipped knowledge.

    Where one of a folder has the id of a shipped pack, they are a whole set of packs, such as the folder `rules/` of a
    checkout or a changed copy of it, and stand in the place of all shipped ones. A file that is named by itself takes
    the place of the shipped pack with its id alone. What has no such id joins the shipped ones.

    Raises
    ------
    RuleError
        Where there is nothing at a path.
    """
    opened = _opened(shipped, paths)
    cases, broken = _cases(opened.packs, opened.knowledge)
    looked_at = tuple(each for path in opened.files for each in (path, cases_file_of(path)))
    return replace(opened, cases=cases, broken_tests=broken, files=looked_at)


def sound_knowledge_at(shipped: Knowledge, paths: Collection[Path]) -> Knowledge:
    """Return the knowledge of `open_workspace` with all packs, without reading the tests beside them.

    Raises
    ------
    RuleError
        Where there is nothing at a path, or with everything that is wrong with a pack that was refused.
    """
    return _opened(shipped, paths).sound_knowledge()


def _opened(shipped: Knowledge, paths: Collection[Path]) -> Workspace:
    """Return the packs at some paths, as if no tests stood beside them."""
    files = list(dict.fromkeys(place.path for path in paths for place in pack_places(path)))
    packs: list[PackFile] = []
    refused: list[RejectedPack] = []
    for path in files:
        try:
            packs.append(read_pack(path, str(path)))
        except RuleError as refusal:
            refused.append(RejectedPack(str(path), refusal.problems, path))
    are_alone = all(path.is_file() for path in paths)
    loading = _loading(shipped, packs, are_alone=are_alone)
    told = _replaced(shipped, packs, are_alone=are_alone)
    return Workspace(tuple(packs), (*refused, *loading.refused), loading.knowledge, {}, (), tuple(files), told)


def _loading(shipped: Knowledge, packs: Sequence[PackFile], *, are_alone: bool) -> PackLoading:
    """Return the knowledge with these packs, of which those with ids of shipped ones stand in the place of these.

    Parameters
    ----------
    are_alone : whether each was named by itself, so that the other shipped ones stay
    """
    own = {pack.id for pack in shipped.packs} & {pack.id for pack in packs}
    if not own:
        return load_packs(shipped, packs)
    return replace_packs(shipped, packs, own if are_alone else None)


def _replaced(shipped: Knowledge, packs: Sequence[PackFile], *, are_alone: bool) -> str:
    """Return which shipped packs these stand in the place of, as sentences; nothing where no shipped pack goes."""
    own = {pack.id for pack in packs}
    taken = sorted(pack.id for pack in shipped.packs if pack.id in own)
    left = sorted(pack.id for pack in shipped.packs if pack.id not in own)
    if not taken or not left:
        return ""
    named = f"{', '.join(taken)} {'is an id' if len(taken) == 1 else 'are ids'} of packs that come with whichml. "
    if are_alone:
        return f"{named}Here the file stands in the place of that one; an answer refuses it beside the shipped packs."
    return (
        f"{named}So the folder stands in the place of all of them, and no rule of {', '.join(left)} is beside it. An "
        "answer refuses it beside the shipped packs: choose another id unless this is a changed copy of them."
    )


def _cases(
    packs: Iterable[PackFile], knowledge: Knowledge
) -> tuple[Mapping[str, tuple[Case, ...]], tuple[Problem, ...]]:
    loaded = {pack.id for pack in knowledge.packs}
    found: dict[str, tuple[Case, ...]] = {}
    broken: list[Problem] = []
    for pack in packs:
        if pack.id not in loaded or pack.path is None:
            continue
        beside = cases_file_of(pack.path)
        try:
            found[pack.id] = read_cases(beside, str(beside), knowledge) if beside.is_file() else ()
        except RuleError as refusal:
            broken.extend(refusal.problems)
    return found, in_order(broken)
