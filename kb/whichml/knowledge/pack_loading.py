"""Packs taken into a knowledge base, each as a whole or not at all, whatever their order."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import KnownApplication, KnownCircumstance
from whichml.knowledge.pack_resolution import PackContents, resolve_pack
from whichml.knowledge.packs import PackFile
from whichml.model.briefs.recognised_application import NO_APPLICATION
from whichml.model.documents.errors import Place, Problem, RuleError, did_you_mean, in_order, quoted
from whichml.model.statements.design_facts import DecisionFacts
from whichml.model.statements.option_conflicts import circular_exclusions, told_circle
from whichml.model.statements.rule import Rule, RulePack
from whichml.model.statements.strata import CircleError, in_force, stratify

SELF = "whichml"
_OF_OWN_NAME: Final = ("patterns", "algorithms", "sources", "options", "applications", "circumstances")
"""Kinds of what a pack brings whose ids begin with its own."""


@dataclass(frozen=True, slots=True)
class RejectedPack:
    """A pack that is not loaded, and everything that is wrong with it.

    Attributes
    ----------
    pack : its id where it could be read, else how its file or entry point is called
    path : where it lies, None where that is not known
    """

    pack: str
    problems: tuple[Problem, ...]
    path: Path | None = None

    def is_below(self, paths: Iterable[Path]) -> bool:
        """Return whether the pack is one of the files, or lies in one of the folders."""
        return self.path is not None and any(self.path == path or self.path.parent == path for path in paths)

    def at_its_path(self) -> RejectedPack:
        """Return the same with the places in its file told by the path that it was found at, not by a short name."""
        if self.path is None:
            return self
        short, path = (self.path.name, f"{self.path.resolve().parent.name}/{self.path.name}"), str(self.path)
        problems = (
            replace(problem, where=replace(problem.where, name=path))
            if problem.where is not None and problem.where.name in short
            else problem
            for problem in self.problems
        )
        return replace(self, problems=tuple(problems))

    def __str__(self) -> str:
        said = "\n".join(str(problem) for problem in self.problems)
        return f"the rule pack {quoted(self.pack)} is not used:\n{said}"


@dataclass(frozen=True, slots=True)
class PackLoading:
    """A knowledge base with the packs that could be taken in, and those that were refused, by their ids."""

    knowledge: Knowledge
    refused: tuple[RejectedPack, ...]


def raise_problems(refused: Collection[RejectedPack]) -> None:
    """Raise all problems of the packs that were refused as one error, in their order; do nothing where none was."""
    if refused:
        raise RuleError(*in_order(problem for refusal in refused for problem in refusal.problems))


@dataclass(slots=True)
class _Applicant:
    """A pack on its way in."""

    pack: PackFile
    contents: PackContents = field(default_factory=PackContents)
    problems: list[Problem] = field(default_factory=list)

    def blame(self, path: tuple[str | int, ...], message: str, hint: str | None, code: str) -> None:
        self.problems.append(self.pack.document.problem(path, message, hint, code=code))


def load_shipped_packs(base: Knowledge, packs: Sequence[PackFile]) -> Knowledge:
    """Return the knowledge base with the packs that came with it; its digest stays.

    Raises
    ------
    RuleError
        With every problem of every pack.
    """
    loading = replace_packs(base, packs)
    raise_problems(loading.refused)
    return replace(loading.knowledge, digest=base.digest)


def replace_packs(base: Knowledge, packs: Sequence[PackFile], replaced: Collection[str] | None = None) -> PackLoading:
    """Return the knowledge base with these packs in the place of some of its own.

    They see each other, and their names are free, as those of shipped packs are. Derived facts stay declared even where
    the pack that concludes them goes: patterns, reductions and practice name them, and then they are never known.

    Parameters
    ----------
    replaced : ids of the packs that go; all where it is None, such as for a changed copy of all of them
    """
    left = tuple(pack for pack in base.packs if replaced is not None and pack.id not in replaced)
    kept = {rule for pack in left for rule in pack.rules}
    declared_anew = {name for pack in packs for name in pack.value.derives}
    declared = {name: told for name, told in base.declared.items() if name not in declared_anew}
    rules = tuple(rule for rule in base.rules if rule.id in kept)
    known = {name for pack in left for name in pack.applications}
    applications = {name: told for name, told in base.applications.items() if name in known}
    tellable = {name for pack in left for name in pack.circumstances}
    circumstances = {name: told for name, told in base.circumstances.items() if name in tellable}
    cleared = replace(
        base, rules=rules, packs=left, declared=declared, applications=applications, circumstances=circumstances
    )
    return _admit(cleared, packs, shipped=True)


def load_packs(base: Knowledge, packs: Sequence[PackFile]) -> PackLoading:
    """Return the knowledge base with further packs; one with any problem is refused whole.

    A pack sees what was shipped, what it brings itself, and what the packs bring that it requires. Two packs that
    bring the same id are both refused, so that their order never matters.
    """
    return _admit(base, packs, shipped=False)


def _admit(base: Knowledge, packs: Sequence[PackFile], *, shipped: bool) -> PackLoading:
    copies: dict[tuple[str, str], PackFile] = {}
    for pack in sorted(packs, key=lambda pack: (pack.id, pack.document.name)):
        copies.setdefault((pack.id, pack.digest), pack)  # the same pack twice, installed and in its folder, is one
    applicants = [_Applicant(pack) for pack in copies.values()]
    known_rules = {rule for pack in base.packs for rule in pack.rules}
    for applicant in applicants:
        _check_ids(applicant, base, known_rules, shipped)
    _refuse_shared_ids(applicants)
    while True:
        for applicant in applicants:
            _check_requirements(applicant, base, _loaded(applicants))
        standing = _loaded(applicants)
        for applicant in standing:
            visible = standing if shipped else _required(applicant, standing)
            texts = [other.pack.value for other in visible]
            applicant.contents, problems = resolve_pack(applicant.pack, base, texts)
            applicant.problems.extend(problems)
        if _loaded(applicants) == standing and not (
            _refuse_circles(base, standing) or _refuse_circular_options(base, standing)
        ):
            break
    knowledge = _joined(base, _loaded(applicants), shipped)
    refused = tuple(RejectedPack(a.pack.id, in_order(a.problems), a.pack.path) for a in applicants if a.problems)
    return PackLoading(knowledge, refused)


def _loaded(applicants: Iterable[_Applicant]) -> list[_Applicant]:
    return [applicant for applicant in applicants if not applicant.problems]


def _required(applicant: _Applicant, standing: Sequence[_Applicant]) -> list[_Applicant]:
    requires = applicant.pack.value.rulepack.requires
    return [other for other in standing if other is applicant or other.pack.id in requires]


def _check_ids(applicant: _Applicant, base: Knowledge, known_rules: Collection[str], shipped: bool) -> None:
    """Note every id that the base has already, stands twice in the pack, or lies outside the pack's own name."""
    taken: Mapping[str, Collection[str]] = {
        "rulepack": [pack.id for pack in base.packs],
        "rules": known_rules,
        "patterns": base.patterns,
        "algorithms": {*base.algorithms, *base.families},
        "sources": base.sources,
        "derives": base.declared,
        "applications": {*base.applications, NO_APPLICATION},
        "circumstances": base.circumstances,
        "options": {f"{d.id}.{o.id}" for d in base.decisions.values() for o in d.options},
    }
    seen: dict[tuple[str, str], Place] = {}
    own = f"{applicant.pack.id}-"
    for kind, identity, path in _brought(applicant.pack):
        name = identity.rpartition(".")[2] if kind == "options" else identity
        if identity in taken[kind]:
            message = f"the id '{name}' is shipped with whichml and cannot be given anew."
            applicant.blame(path, message, f"Choose another one, such as '{own}{name.rpartition('.')[2]}'.", "RP207")
        elif (kind, identity) in seen:
            message = f"the id '{name}' stands at {seen[kind, identity]} too."
            applicant.blame(path, message, "Ids are given once.", "RP206")
        elif not shipped and kind in _OF_OWN_NAME and not name.startswith(own):
            message = f"'{name}' lies outside the names of this pack."
            applicant.blame(path, message, f"Ids that a pack adds begin with its own: '{own}{name}'.", "RP208")
        seen.setdefault((kind, identity), applicant.pack.document.place(path))


def _brought(pack: PackFile) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield what a pack gives an id: its kind, the id and the place."""
    text = pack.value
    yield "rulepack", pack.id, ("rulepack", "id")
    for kind in ("rules", "patterns", "algorithms", "sources", "applications", "circumstances"):
        yield from ((kind, each.id, (kind, index, "id")) for index, each in enumerate(getattr(text, kind)))
    yield from (("derives", name, ("derives", name)) for name in text.derives)
    for decision, options in text.options.items():
        for index, option in enumerate(options):
            yield "options", f"{decision}.{option.id}", ("options", decision, index, "id")


def _refuse_shared_ids(applicants: Sequence[_Applicant]) -> None:
    """Refuse every pack that brings an id which another brings too; of two versions of one pack, that is said once."""
    holders: dict[tuple[str, str], list[tuple[_Applicant, tuple[str | int, ...]]]] = {}
    for applicant in applicants:
        for kind, identity, path in _brought(applicant.pack):
            holders.setdefault((kind, identity), []).append((applicant, path))
    for (kind, identity), held in holders.items():
        for applicant, path in held:
            rivals = [(o, p) for o, p in held if kind == "rulepack" or o.pack.id != applicant.pack.id]
            others = sorted({str(o.pack.document.place(p)) for o, p in rivals if o is not applicant})
            if others:
                message = f"the id '{identity}' stands at {', '.join(others)} too."
                applicant.blame(path, message, "Load one of the packs, or rename.", "RP206")


def _check_requirements(applicant: _Applicant, base: Knowledge, standing: Sequence[_Applicant]) -> None:
    if applicant.problems:
        return
    versions = {SELF: base.version, **{pack.id: pack.version for pack in base.packs}}
    versions |= {other.pack.id: other.pack.value.rulepack.version for other in standing}
    for name, wanted in sorted(applicant.pack.value.rulepack.requires.items()):
        path = ("rulepack", "requires", name)
        if name not in versions:
            hint = did_you_mean(name, versions) or "Load that pack too, and mend it if it is refused."
            applicant.blame(path, f"the pack '{name}' is required and is not loaded.", hint, "RP209")
        elif not _meets(versions[name], wanted):
            message = f"{name} {wanted} is required, and this is {versions[name]}."
            applicant.blame(path, message, "Install a version that fits, or widen the range.", "RP209")


def _meets(version: str, wanted: str) -> bool:
    try:
        released = Version(version)
    except InvalidVersion:
        return True  # a base that is no release, such as the one of a gate
    return SpecifierSet(wanted).contains(released, prereleases=True)


def _refuse_circles(base: Knowledge, standing: Sequence[_Applicant]) -> bool:
    """Refuse the packs whose rules take part in a circle; return whether there was one."""
    try:
        stratify(in_force(_all_rules(base, standing)))
    except CircleError as circle:
        for applicant in standing:
            if circle.rules & {rule.id for rule in applicant.contents.rules}:
                applicant.problems.extend(circle.problems)
        return True
    return False


def _refuse_circular_options(base: Knowledge, standing: Sequence[_Applicant]) -> bool:
    """Refuse the packs whose options exclude others in a circle; return whether there was one."""
    circle = circular_exclusions(_with_options(decision, standing) for decision in base.decisions.values())
    if circle is None:
        return False
    for applicant in standing:
        for decision, options in applicant.pack.value.options.items():
            if decision in circle and any(not set(circle).isdisjoint(option.excludes) for option in options):
                applicant.blame(("options", decision), *told_circle(circle), "RP308")
    return True


def _all_rules(base: Knowledge, loaded: Iterable[_Applicant]) -> tuple[Rule, ...]:
    return (*base.rules, *(rule for applicant in loaded for rule in applicant.contents.rules))


def _joined(base: Knowledge, loaded: Sequence[_Applicant], shipped: bool) -> Knowledge:
    texts = [applicant.pack.value for applicant in loaded]
    rules = in_force(_all_rules(base, loaded))
    running = {rule.id for rule in rules}
    return replace(
        base,
        digest=_digest(base.digest, [applicant.pack for applicant in loaded]) if loaded else base.digest,
        algorithms={
            **base.algorithms,
            **{k: v for applicant in loaded for k, v in applicant.contents.algorithms.items()},
        },
        claims={**base.claims, **{k: v for applicant in loaded for k, v in applicant.contents.claims.items()}},
        rules=rules,
        superseded=base.superseded if shipped else {r.id: r for r in base.rules if r.id not in running},
        packs=(*base.packs, *(_as_pack(applicant, shipped) for applicant in loaded)),
        patterns={**base.patterns, **{pattern.id: pattern for text in texts for pattern in text.patterns}},
        decisions={d.id: _with_options(d, loaded) for d in base.decisions.values()},
        sources={**base.sources, **{source.id: source for text in texts for source in text.sources}},
        declared={**base.declared, **{name: fact for text in texts for name, fact in text.derives.items()}},
        applications={
            **base.applications,
            **{k: v for applicant in loaded for k, v in _applications_of(applicant.pack)},
        },
        circumstances={
            **base.circumstances,
            **{k: v for applicant in loaded for k, v in _circumstances_of(applicant.pack)},
        },
    )


def _applications_of(pack: PackFile) -> Iterator[tuple[str, KnownApplication]]:
    for index, facts in enumerate(pack.value.applications):
        yield facts.id, KnownApplication.of(facts, pack.where(("applications", index)))


def _circumstances_of(pack: PackFile) -> Iterator[tuple[str, KnownCircumstance]]:
    for index, facts in enumerate(pack.value.circumstances):
        yield facts.id, KnownCircumstance.of(facts, pack.where(("circumstances", index)))


def _as_pack(applicant: _Applicant, shipped: bool) -> RulePack:
    header = applicant.pack.value.rulepack
    return RulePack(
        id=header.id,
        version=header.version,
        title=header.title,
        where=applicant.pack.document.name,
        rules=tuple(rule.id for rule in applicant.pack.value.rules),
        applications=tuple(each.id for each in applicant.pack.value.applications),
        circumstances=tuple(each.id for each in applicant.pack.value.circumstances),
        description=header.description,
        license=header.license,
        requires=tuple(sorted(header.requires.items())),
        digest=applicant.pack.digest,
        shipped=shipped,
    )


def _with_options(decision: DecisionFacts, loaded: Sequence[_Applicant]) -> DecisionFacts:
    added = [option for applicant in loaded for option in applicant.pack.value.options.get(decision.id, ())]
    return decision.model_copy(update={"options": (*decision.options, *added)}) if added else decision


def _digest(base: str, packs: Sequence[PackFile]) -> str:
    total = hashlib.sha256(base.encode())
    for pack in packs:
        total.update(f"\0{pack.id}\0{pack.digest}".encode())
    return total.hexdigest()
