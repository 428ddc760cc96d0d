"""Small content folders, written as a user would write them, and the knowledge that they state."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import yaml

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import ContentRead, compile_read
from whichml.knowledge.content import Content
from whichml.knowledge.cost_models import CostModel, CostModels, read_cost_models
from whichml.knowledge.packs import read_packs
from whichml.knowledge.reading import read_fact_files
from whichml.knowledge.strengths import Strengths, read_strengths
from whichml.knowledge.taxonomy import Taxonomy, read_taxonomy
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
SCENARIOS = sorted(p for p in (ROOT / "kb/facts/scenarios").glob("*.yaml") if not p.name.endswith(".expected.yaml"))
N_SCENARIOS = 12
N_CASES = {"published": 92, "held_out": 100, "further": 90}
SOURCE = "made-up"
CITED = [{"ref": SOURCE, "locator": "page 1", "supports": "what is said"}]
TASK, MODALITY = "binary-classification", "tabular"
BRIEF = {"task": TASK, "data.modality": MODALITY}


def read_plainly(path: Path) -> Any:
    """Return what a YAML file holds as another reader of YAML than that of whichml has it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def script(name: str) -> ModuleType:
    """Return a script of this repository as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Dumper(yaml.CSafeDumper):
    """Writes repeated values out instead of with anchors, which whichml refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@cache
def panel_paths() -> tuple[Path, ...]:
    """Return the briefs of the panel: twelve hundred paths, put in order once and not in each module."""
    return tuple(sorted((ROOT / "tests/panel/briefs").glob("*.yaml"), key=lambda path: path.name))


def hundred_of_panel() -> list[Path]:
    """Return every twelfth brief of the panel, a hundred of them."""
    return [*panel_paths()[::12][:100]]


@cache
def shipped_taxonomy() -> Taxonomy:
    return read_taxonomy(ONTOLOGY / "whichml.ttl")


def claim(quality: str, level: Any, scope: Mapping[str, Any] | None = None, confidence: str = "high") -> dict[str, Any]:
    """Return a claim as a fact file states it; `level` is a level, a range, an interval or `not-applicable`."""
    stated = {"quality": quality, "level": level, "confidence": confidence, "evidence": "literature", "sources": CITED}
    return {**stated, "scope": dict(scope)} if scope else stated


def rule(identity: str, then: Mapping[str, Any], when: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": identity, "title": f"The rule {identity}", "when": dict(when or {}), **more, "then": dict(then),
        "sources": CITED,
    }  # fmt: skip


def constant_cost(algorithm: str, measure: str, cost: float, scale: float = 0.0, **more: Any) -> CostModel:
    """Return a cost model of a classifier that is the same at every size.

    Parameters
    ----------
    cost : in reference work, or bytes
    scale : standard deviation of its logarithm
    """
    stated: dict[str, Any] = {
        "algorithm": algorithm, "implementation": f"made.up.{algorithm}", "task": "classification", "measure": measure,
        "terms": ("one",), "coefficients": (-50.0,), "fixed": cost, "inverse": ((0.0,),), "residual_scale": scale,
        "dof": 1000, "ranges": {"rows": (1, 1e9), "features": (1, 1e9), "classes": (2, 10)}, "n": 1001,
    }  # fmt: skip
    return CostModel(**{**stated, **more})


def strength(algorithm: str, log_odds: float, *slopes: float, **more: Any) -> dict[str, Any]:
    """Return the strength of an algorithm, of 200 data sets in two studies, hardly in doubt.

    Parameters
    ----------
    slopes : one for each further term of the group
    """
    coefficients = (log_odds, *slopes)
    backing = [{"source": SOURCE, "study": f"study-{n}", "sets": 100, "wins": 0.75} for n in (1, 2)]
    covariance = [[0.0] * len(coefficients)] * len(coefficients)
    stated = {"coefficients": coefficients, "covariance": covariance, "between": 0.1, "backing": backing}
    return {"algorithm": algorithm, **stated, **more}


def strength_group(*strengths: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a group for the smallest brief, whose reference is the first; a level is worth 1 in log-odds."""
    stated = {
        "id": "small-group", "name": "small tables", "tasks": [TASK], "modalities": [MODALITY], "terms": ["one"],
        "axes": {}, "written": [-2, -1, 0, 1, 2], "written_spread": 0.5, "reference": strengths[0]["algorithm"],
    }  # fmt: skip
    return {**stated, **more, "strengths": strengths}


class ContentFolder:
    """A content folder under construction."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for kind in (
            "algorithms",
            "families",
            "qualities",
            "patterns",
            "decisions",
            "components",
            "sources",
            "evaluations",
        ):
            (root / "facts" / kind).mkdir(parents=True)
        (root / "rules").mkdir()
        (root / "ontology").mkdir()
        for name in ("whichml.ttl", "shapes.ttl"):  # what gates ask of the shipped ontology is over a hundred files
            shutil.copyfile(ONTOLOGY / name, root / "ontology" / name)
        self._write("facts/sources", SOURCE, {
            "id": SOURCE, "type": "book", "authors": ["Nobody"], "year": 2001, "title": "A book for tests",
            "url": "https://example.org/book", "access": "whole", "accessed": "2026-01-01",
        })  # fmt: skip

    def algorithm(self, identity: str, *claims: Mapping[str, Any], **facts: Any) -> ContentFolder:
        """Add an algorithm of high accuracy, unless its claims say something of accuracy."""
        stated = list(claims)
        if not any(c["quality"] == "accuracy" for c in stated):
            stated.append(claim("accuracy", "high"))
        self._write("facts/algorithms", identity, {
            "id": identity, "name": identity.capitalize(), "family": "linear", "role": "candidate",
            "solves": [TASK], "accepts": {MODALITY: "raw"}, "description": "Made up.", "sources": CITED, **facts,
            "claims": stated,
        })  # fmt: skip
        return self

    def family(self, identity: str, *claims: Mapping[str, Any]) -> ContentFolder:
        self._write("facts/families", identity, {"id": identity, "claims": list(claims)})
        return self

    def reduction(self, identity: str, **facts: Any) -> ContentFolder:
        """Add a way to treat one task, or one modality, as another."""
        stated = {"id": identity, "name": identity.capitalize(), "kind": "task", "how": "Go round.", "cost": "Longer."}
        (self.root / "facts" / "reductions").mkdir(exist_ok=True)
        self._write("facts/reductions", identity, {**stated, "sources": CITED, **facts})
        return self

    def regulation(self, identity: str, **facts: Any) -> ContentFolder:
        """Add a law; what has changed about it is cited."""
        if "status" in facts:
            facts["status"] = {**facts["status"], "sources": CITED}
        (self.root / "facts" / "regulations").mkdir(exist_ok=True)
        stated = {"id": identity, "name": identity.upper(), "meaning": "It asks for care.", "sources": CITED}
        self._write("facts/regulations", identity, {**stated, **facts})
        return self

    def source(self, identity: str, **facts: Any) -> ContentFolder:
        """Add a work that is like the one behind everything else."""
        stated = yaml.safe_load((self.root / "facts/sources" / f"{SOURCE}.yaml").read_text(encoding="utf-8"))
        self._write("facts/sources", identity, {**stated, "id": identity, **facts})
        return self

    def quality(self, identity: str, **facts: Any) -> ContentFolder:
        stated = {"id": identity, "metrics": [{"name": "a number"}], "procedure": "Measure it.", "sources": CITED}
        self._write("facts/qualities", identity, {**stated, **facts})
        return self

    def pattern(self, identity: str, **more: Any) -> ContentFolder:
        text = {key: f"The {key}." for key in ("context", "problem", "solution", "consequences")}
        facts = {"id": identity, "name": identity.capitalize(), "kind": "pattern", **text, "sources": CITED, **more}
        self._write("facts/patterns", identity, facts)
        return self

    def evaluation(self, identity: str, **facts: Any) -> ContentFolder:
        """Add how solutions of the task are judged; each choice of a list is cited."""
        cited = {key for key in facts if key not in ("tasks", "first_where")}
        stated = {key: [{**each, "sources": CITED} for each in facts.pop(key)] for key in cited}
        self._write("facts/evaluations", identity, {"id": identity, "tasks": [TASK], **facts, **stated})
        return self

    def decision(
        self,
        identity: str,
        options: Sequence[str],
        default: str | None = None,
        more: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    ) -> ContentFolder:
        """Add a decision; `more` holds, for options, what else their files say."""
        facts: dict[str, Any] = {
            "id": identity, "name": identity.capitalize(), "question": "Which?", "sources": CITED,
            "options": [
                {"id": o, "name": o.capitalize(), "definition": f"It is {o}.", **more.get(o, {}), "sources": CITED}
                for o in options
            ],
        }  # fmt: skip
        if default:
            facts["default"] = {"option": default, "reason": "Nothing speaks against it.", "sources": CITED}
        self._write("facts/decisions", identity, facts)
        return self

    def component(self, identity: str, *concerns: Mapping[str, Any], **facts: Any) -> ContentFolder:
        """Add a component; a concern is a `when` under which something is said of privacy."""
        told = [
            {"quality": "privacy", "text": f"Mind {number}.", "when": dict(when)}
            for number, when in enumerate(concerns)
        ]
        stated = {"id": identity, "name": identity.capitalize(), "definition": f"It is {identity}.", "concerns": told}
        self._write("facts/components", identity, {**stated, "sources": CITED, **facts})
        return self

    def rules(self, *rules: Mapping[str, Any], pack: str = "small", **more: Any) -> ContentFolder:
        header = {"id": pack, "version": 1, "title": "Small", "description": "Rules for a test.", "license": "CC0-1.0"}
        self._write("rules", pack, {"rulepack": header, **more, "rules": list(rules)})
        return self

    def costs(self, *models: CostModel) -> ContentFolder:
        """Add cost models, of sweeps on a machine that takes a second for the reference work."""
        found = CostModels(reference_seconds=1.0, machine="a made-up machine", source=SOURCE, models=models)
        (self.root / "facts/probes").mkdir(exist_ok=True)
        (self.root / "facts/probes/cost_models.json").write_bytes(found.to_json())
        return self

    def strengths(self, *groups: Mapping[str, Any]) -> ContentFolder:
        """Add what others measured."""
        (self.root / "facts/published").mkdir(exist_ok=True)
        found = Strengths.model_validate({"groups": groups})
        (self.root / "facts/published/strengths.json").write_bytes(found.to_json())
        return self

    def fact(self, kind: str, facts: Mapping[str, Any]) -> None:
        """Write a file of a kind that few tests need."""
        (self.root / "facts" / kind).mkdir(exist_ok=True)
        self._write(f"facts/{kind}", facts["id"], facts)

    def _write(self, folder: str, identity: str, value: Mapping[str, Any]) -> None:
        text = yaml.dump(dict(value), Dumper=_Dumper, sort_keys=False, width=150)
        (self.root / folder / f"{identity}.yaml").write_text(text, encoding="utf-8")

    @property
    def content(self) -> Content:
        """Return the content as it now lies on disk."""
        return Content(self.root, self.root / "ontology", self.root / "rules", self.root / "facts")

    def knowledge(self) -> Knowledge:
        content = self.content
        read = ContentRead(
            shipped_taxonomy(), read_fact_files(content), read_packs(content), content.digest,
            read_cost_models(content), read_strengths(content),
        )  # fmt: skip
        return compile_read(read, "test")

    def answer(self, **fields: Any) -> Recommendation:
        """Return the answer to the smallest brief with further fields; two underscores stand for the dot."""
        return Advisor.of(self.knowledge()).recommend(brief(**fields))


def with_special_forms(names: Iterable[str], knowledge: Knowledge) -> set[str]:
    """Return the algorithms of these names and those that specialise one of them: who accepts one accepts the other."""
    meant = set(names)
    return {algorithm.id for algorithm in knowledge.algorithms.values() if not meant.isdisjoint(algorithm.names)}


def brief(**fields: Any) -> Brief:
    """Return the smallest brief with further fields; two underscores stand for the dot."""
    return Brief.from_mapping({**BRIEF, **{name.replace("__", "."): value for name, value in fields.items()}})


def published_cases() -> dict[str, dict[str, Any]]:
    """Return the published cases by their files' names."""
    return cases_in("published")


def cases_in(folder: str) -> dict[str, dict[str, Any]]:
    """Return the cases of a folder below tests/cases by their files' names."""
    paths = sorted((ROOT / "tests/cases" / folder).glob("*.yaml"))
    found = {path.stem: read_plainly(path) for path in paths}
    assert len(found) == N_CASES[folder]
    return found
