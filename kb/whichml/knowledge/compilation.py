"""Ontology, facts and packs made into one knowledge base: names resolved, spans placed, nothing left dangling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from whichml.knowledge import taxonomy as ontology
from whichml.knowledge.advice_counts import AdviceCounts, read_advice_counts
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import COST_MODELS, STRENGTHS, Content
from whichml.knowledge.cost_models import CostModels, read_cost_models
from whichml.knowledge.entities import Algorithm, Claim, Family, Quality, Term
from whichml.knowledge.pack_loading import load_shipped_packs
from whichml.knowledge.packs import PackFile, declared_facts, read_packs
from whichml.knowledge.practice import Practice, read_practice
from whichml.knowledge.reading import FactFiles, LocatedValue, as_stated, cited, read_fact_files
from whichml.knowledge.resolution import Resolver, SymbolTable, named_quality
from whichml.knowledge.strengths import Strengths, read_strengths
from whichml.model.documents.document import Document
from whichml.model.documents.errors import KnowledgeError, Problem, in_order, quoted
from whichml.model.statements.conditions import FieldShape
from whichml.model.statements.design_facts import ChainPart
from whichml.model.statements.evaluation_facts import (
    ASPECTS,
    Aspect,
    EvaluationFacts,
)
from whichml.model.statements.facts import AlgorithmFacts, ClaimText, ReductionFacts
from whichml.model.statements.fields import shapes_of
from whichml.model.statements.option_conflicts import circular_exclusions, told_circle
from whichml.model.values.qualities import QUALITIES

_RESOLVED: Final = frozenset({"algorithms", "families", "qualities", "reductions", "evaluations"})
"""Kinds of facts that are joined with the ontology, or whose conditions are read; the others are used as stated."""


@dataclass(frozen=True, slots=True)
class ContentRead:
    """All content as typed values, before names are resolved."""

    taxonomy: ontology.Taxonomy
    files: FactFiles
    packs: tuple[PackFile, ...]
    digest: str
    costs: CostModels | None = None
    strengths: Strengths | None = None
    practice: Practice | None = None
    advised: AdviceCounts | None = None


def read_content(content: Content) -> ContentRead:
    """Return what the files of the content say.

    Raises
    ------
    KnowledgeError, RuleError
        With every file that cannot be read.
    """
    return ContentRead(
        ontology.read_taxonomy(content.ontology / "whichml.ttl"),
        read_fact_files(content),
        read_packs(content),
        content.digest,
        read_cost_models(content),
        read_strengths(content),
        read_practice(content),
        read_advice_counts(content),
    )


def compile_content(content: Content, version: str) -> Knowledge:
    """Return the knowledge base that the content states; the errors are those of the two steps."""
    return compile_read(read_content(content), version)


def compile_read(read: ContentRead, version: str) -> Knowledge:
    """Return the knowledge base that the read content states.

    Raises
    ------
    KnowledgeError, RuleError
        With every problem: an unknown name, a unit that does not fit, a condition that cannot be read, a repeated id.
    """
    taxonomy, files = read.taxonomy, read.files
    declared = declared_facts(read.packs)
    compiler = _Compiler(taxonomy, files, shapes_of(QUALITIES, declared))
    claims = compiler.claims()
    algorithms = compiler.algorithms()
    reductions = compiler.reductions()
    evaluations = compiler.evaluations()
    compiler.check_names()
    problems = [*compiler.resolver.problems, *_unknown_to(files, read.costs), *_unmeasured(files, read.strengths)]
    if problems:
        raise KnowledgeError(*in_order(problems))
    without_rules = Knowledge(
        version=version,
        digest=read.digest,
        algorithms=algorithms,
        families={
            f.id: Family(f.id, f.label, f.definition, f.parents, taxonomy.ancestors(f.id), f.one_kind)
            for f in taxonomy.families.values()
        },
        qualities={q.id: compiler.quality(q) for q in taxonomy.qualities.values()},
        claims=claims,
        rules=(),
        packs=(),
        **as_stated(files, _RESOLVED),
        declared={},
        names={
            term.id: term.label
            for group in (taxonomy.tasks, taxonomy.modalities, taxonomy.components, taxonomy.decisions)
            for term in group.values()
        },
        tasks=_terms(taxonomy.tasks),
        modalities=_terms(taxonomy.modalities),
        costs=read.costs,
        strengths=read.strengths,
        reducible=reductions,
        judged=evaluations,
        practice=read.practice,
        advised=read.advised,
    )
    return load_shipped_packs(without_rules, read.packs)


def _unknown_to(files: FactFiles, costs: CostModels | None) -> Iterator[Problem]:
    """Yield what cost models name that no file states."""
    if costs is None:
        return
    file = f"kb/facts/{COST_MODELS.as_posix()}"
    if costs.source not in files.sources:
        yield Problem(f"{file} names the source {quoted(costs.source)}, which no file states.")
    for name in sorted({model.algorithm for model in costs.models} - set(files.algorithms)):
        yield Problem(
            f"{file} names the algorithm {quoted(name)}, which no file states.",
            hint="Sweep anew: python -m whichml_workshop.costs.sweep",
        )


def _unmeasured(files: FactFiles, strengths: Strengths | None) -> Iterator[Problem]:
    """Yield what strengths name that no file states."""
    file = f"kb/facts/{STRENGTHS.as_posix()}"
    groups = strengths.groups if strengths is not None else ()
    named = {each.algorithm for group in groups for each in group.strengths}
    cited = {backing.source for group in groups for each in group.strengths for backing in each.backing}
    for kind, unknown in (("algorithm", named - set(files.algorithms)), ("source", cited - set(files.sources))):
        for name in sorted(unknown):
            yield Problem(
                f"{file} names the {kind} {quoted(name)}, which no file states.",
                hint="Fit anew: python -m whichml_workshop.published.fit",
            )


def _terms(terms: Mapping[str, ontology.VocabularyTerm]) -> dict[str, Term]:
    return {t.id: Term(t.id, t.label, t.definition, t.example, t.synonyms, t.sources) for t in terms.values()}


class _Compiler:
    """Resolves fact files against the ontology and notes what is wrong."""

    def __init__(self, taxonomy: ontology.Taxonomy, files: FactFiles, shapes: Mapping[str, FieldShape]) -> None:
        self.taxonomy = taxonomy
        self.files = files
        names = SymbolTable(
            algorithms=files.algorithms,
            families=taxonomy.families,
            tasks=taxonomy.tasks,
            modalities=taxonomy.modalities,
            qualities=taxonomy.qualities,
            patterns=files.patterns,
            decisions={d.value.id: [option.id for option in d.value.options] for d in files.decisions.values()},
            sources=files.sources,
            capabilities={name for each in files.algorithms.values() for name in each.value.capabilities},
        )
        self.resolver = Resolver(names, shapes, taxonomy.ancestors_of_all)

    def claims(self) -> dict[str, Claim]:
        """Return every claim of every algorithm and family by its id."""
        found: dict[str, Claim] = {}
        for read, index, text in self._claim_texts():
            subject = read.value.id
            claim = self.resolver.claim(read.document, ("claims", index), text.identity(subject), subject, text)
            if claim.id in found:
                self.resolver.blame(
                    read.document,
                    ("claims", index),
                    f"this says `{text.quality}` in the scope of {found[claim.id].where} a second time.",
                    "Merge the two claims.",
                )
            found[claim.id] = claim
        return found

    def _claim_texts(self) -> Iterator[tuple[LocatedValue[Any], int, ClaimText]]:
        for reads in (self.files.algorithms, self.files.families):
            for read in reads.values():
                for index, text in enumerate(read.value.claims):
                    yield read, index, text

    def algorithms(self) -> dict[str, Algorithm]:
        """Return the algorithms with all their classes."""
        for read in self.files.algorithms.values():
            general = self.files.algorithms.get(read.value.specialises or "")
            if general is not None and general.value.specialises is not None:
                self.resolver.blame(
                    read.document,
                    ("specialises",),
                    f"'{general.value.id}' specialises '{general.value.specialises}' itself.",
                    "Name an algorithm that specialises no other.",
                )
            if like := read.value.computes_like:
                self.resolver.known(read.document, ("computes_like",), "algorithm", like, self.files.algorithms)
            self._check_other_names(read.document, read.value)
        found = {
            identity: self.resolver.algorithm(read.document, (), read.value)
            for identity, read in self.files.algorithms.items()
        }
        self._check_chains_of_names(found)
        return found

    def _check_chains_of_names(self, algorithms: Mapping[str, Algorithm]) -> None:
        """Note what is by itself another name of one thing and has other names itself.

        Through a reduction it can be one: there it is not told by its own name.
        """
        with_names = [algorithm for algorithm in algorithms.values() if algorithm.facts.same_as]
        for known in with_names:
            for index, each in enumerate(known.facts.same_as):
                for other in with_names if each.reduction is None else ():
                    if other is not known and not set(other.lineage).isdisjoint(each.of):
                        self.resolver.blame(
                            self.files.algorithms[known.id].document,
                            ("same_as", index, "of"),
                            f"'{other.id}' has other names in its own `same_as`.",
                            "Name what has no `same_as`: one thing has one name.",
                        )

    def _check_other_names(self, document: Document, facts: AlgorithmFacts) -> None:
        for index, each in enumerate(facts.same_as):
            self._check_subjects(document, ("same_as", index, "of"), each.of)
            if each.reduction is not None:
                path = ("same_as", index, "reduction")
                self.resolver.known(document, path, "reduction", each.reduction, self.files.reductions)

    def quality(self, term: ontology.QualityTerm) -> Quality:
        """Return a quality of the ontology with what its fact file says of measuring it."""
        named = named_quality(term.id)
        measured = self.files.qualities.get(term.id)
        return Quality(
            id=term.id,
            name=term.label,
            definition=term.definition,
            better=term.better,
            scale=term.scale,
            unit=named.unit or "" if named else "",
            anchors=named.anchors if named else (),
            measured_by=measured.value if measured else None,
            levels=term.levels,
        )

    def reductions(self) -> dict[str, tuple[ReductionFacts, str]]:
        """Return the reductions, and where they are stated; note names that they do not share with the ontology."""
        found = {}
        for identity, read in self.files.reductions.items():
            facts, document = read.value, read.document
            ends = self.taxonomy.tasks if facts.kind == "task" else self.taxonomy.modalities
            for key, end in (("from", facts.from_), ("to", facts.to)):
                self.resolver.known(document, (key,), facts.kind, end, ends)
            self._check_subjects(document, ("only",), facts.only)
            for name in facts.limits:
                self.resolver.known(document, ("limits", name), "quality", name, self.taxonomy.qualities)
            for key, named in (("needs", facts.needs), ("ends_in", facts.ends_in)):
                for index, name in enumerate(named):
                    self.resolver.known(document, (key, index), "algorithm", name, self.files.algorithms)
            self.resolver.conditions(document, ("when",), facts.when)
            self.resolver.conditions(document, ("usual",), facts.usual)
            found[identity] = facts, read.where()
        return found

    def evaluations(self) -> dict[str, tuple[EvaluationFacts, str]]:
        """Return how tasks are judged, and where that is said; note what two files say of one task."""
        found: dict[str, tuple[EvaluationFacts, str]] = {}
        said: dict[tuple[str, Aspect], str] = {}
        for identity, read in self.files.evaluations.items():
            facts, document = read.value, read.document
            for index, task in enumerate(facts.tasks):
                self.resolver.known(document, ("tasks", index), "task", task, self.taxonomy.tasks)
                for aspect in [each for each in ASPECTS if facts.listed(each) and not facts.first_where]:
                    other = said.setdefault((task, aspect), identity)
                    if other != identity:
                        message = f"'{other}' says what {aspect} {quoted(task)} has."
                        self.resolver.blame(document, ("tasks", index), message, "Say it in one file.")
            for index, baseline in enumerate(facts.baselines):
                path = ("baselines", index, "algorithm")
                known = self.resolver.known(document, path, "algorithm", baseline.algorithm, self.files.algorithms)
                solved = self.files.algorithms[baseline.algorithm].value.solves if known else facts.tasks
                if not set(solved) & set(facts.tasks):
                    hint = f"Name one that solves {' or '.join(facts.tasks)}."
                    self.resolver.blame(document, path, f"'{baseline.algorithm}' solves none of the tasks.", hint)
            for aspect in ASPECTS:
                for index, choice in enumerate(facts.listed(aspect)):
                    self.resolver.cases(document, (aspect, index, "when"), choice.when)
                    self.resolver.cases(document, (aspect, index, "unless"), choice.unless)
            self.resolver.cases(document, ("first_where",), facts.first_where)
            found[identity] = facts, read.where()
        return found

    def _check_subjects(self, document: Document, path: tuple[str | int, ...], subjects: Sequence[str]) -> None:
        for index, subject in enumerate(subjects):
            if subject not in self.files.algorithms:
                self.resolver.known(document, (*path, index), "algorithm or family", subject, self.taxonomy.families)

    def _check_firsts(self, document: Document, path: tuple[str | int, ...], part: ChainPart) -> None:
        """Note options of decisions that are not known, and what they would put first though it fills no such place."""
        for index, first in enumerate(part.first_where):
            if self.resolver.known(
                document, (*path, index, "decision"), "decision", first.decision, self.files.decisions
            ):
                options = {option.id for option in self.files.decisions[first.decision].value.options}
                self.resolver.known(document, (*path, index, "option"), "option", first.option, options)
            for place, subject in enumerate(first.of):
                self.resolver.known(document, (*path, index, "of", place), "part of its place", subject, part.of)

    def check_names(self) -> None:
        """Note every reference to something that no file states."""
        known = self.resolver.known
        for document, path, ref in cited(self.files):
            known(document, path, "source", ref, self.files.sources)
        for identity, family in self.files.families.items():
            known(family.document, ("id",), "family", identity, self.taxonomy.families)
        for identity, quality in self.files.qualities.items():
            known(quality.document, ("id",), "quality", identity, self.taxonomy.qualities)
            for index, conflict in enumerate(quality.value.conflicts):
                path = ("conflicts", index, "with")
                known(quality.document, path, "quality", conflict.with_, self.taxonomy.qualities)
            for index, other in enumerate(quality.value.otherwise):
                self.resolver.cases(quality.document, ("otherwise", index, "when"), other.when)
        for pattern in self.files.patterns.values():
            self.resolver.pattern(pattern.document, (), pattern.value)
            for index, part in enumerate(pattern.value.chain):
                self._check_subjects(pattern.document, ("chain", index, "of"), part.of)
                self._check_firsts(pattern.document, ("chain", index, "first_where"), part)
        for component in self.files.components.values():
            for index, concern in enumerate(component.value.concerns):
                path = ("concerns", index, "quality")
                known(component.document, path, "quality", concern.quality, self.taxonomy.qualities)
                self.resolver.cases(component.document, ("concerns", index, "when"), [concern.when])
            for index, decision in enumerate(component.value.decisions):
                known(component.document, ("decisions", index), "decision", decision, self.files.decisions)
            self.resolver.options(component.document, ("not_with",), component.value.not_with)
            self.resolver.cases(component.document, ("not_where",), component.value.not_where)
        for mitigation in self.files.mitigations.values():
            facts, document = mitigation.value, mitigation.document
            known(document, ("quality",), "quality", facts.quality, self.taxonomy.qualities)
            self._check_subjects(document, ("of",), facts.of)
            self.resolver.cases(document, ("where",), facts.where)
            if facts.pattern is not None:
                known(document, ("pattern",), "pattern", facts.pattern, self.files.patterns)
        for throughput in self.files.throughputs.values():
            machines = [name for name, read in self.files.prices.items() if read.value.kind == "machine"]
            known(throughput.document, ("machine",), "machine with prices", throughput.value.machine, machines)
        self._check_decisions()

    def _check_decisions(self) -> None:
        known = self.resolver.known
        for identity, read in self.files.decisions.items():
            for index, option in enumerate(read.value.options):
                self.resolver.option(read.document, ("options", index), identity, option)
            self.resolver.cases(read.document, ("not_where",), read.value.not_where)
            if not known(read.document, ("id",), "decision", identity, self.taxonomy.decisions):
                continue
            options = {option.id for option in self.taxonomy.decisions[identity].options}
            for index, option in enumerate(read.value.options):
                known(read.document, ("options", index, "id"), "option", option.id, options)
            if read.value.default:
                known(read.document, ("default", "option"), "option", read.value.default.option, options)
        if (circle := circular_exclusions(read.value for read in self.files.decisions.values())) is not None:
            self.resolver.blame(self.files.decisions[circle[0]].document, (), *told_circle(circle))
