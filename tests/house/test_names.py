"""Public names have one meaning each, and names that were given up stay away."""

from __future__ import annotations

import ast
import tokenize
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow("reads every file")

# public names with several definitions, each with its reason
_PUBLIC_SCHEMA = "names of two public documents, `recommendation/1` and `evidence/1`, that their schemas show"
_COMMAND = "the command, and the function that it calls"
SEVERAL_DEFINITIONS = {
    "Measurement": _PUBLIC_SCHEMA,
    "explain": _COMMAND,
    "recommend": _COMMAND,
    "serve": _COMMAND,
    "verify": _COMMAND,
    "export": "two commands of one name, `whichml export` and `whichml kb export`",
    "main": "what runs a module as a program",
    "sources": "the command, and the pages of the reference about the same",
}  # fmt: skip
# names that said nothing, or something else in every room, with what says it now
RETIRED = {
    "AnyCrew": "TrialPool", "Asked": "RequiredConditions", "Begun": "ScaffoldedFiles", "Bench": "FoldContext",
    "Brought": "TrialResult", "CitedWork": "CitedSource", "ClusterCrew": "ClusterPool", "Consideration": "Assessment",
    "Counted": "PairwiseWins", "Crew": "WorkerPool", "Decided": "ResolvedDecisions",
    "Demand": "Constraint", "Described": "PreparedDataSet", "Dissent": "FactConflict", "Draft": "ParseContext",
    "Elicited": "PracticeData", "Ended": "WorkFailure",
    "Foretold": "OrderAccuracy",
    "Gathered": "ProbeResults", "Graded": "GradedAnswer", "Ground": "AvailableEvidence",
    "Grounds": "JustificationGraph", "Held": "SatisfiedConditions", "Kept": "CachedTrial, BoundOutcome",
    "KeptTrials": "TrialCache", "Leaning": "SubjectPoints", "Mapped": "MethodMapping", "Odds": "LogOddsInterval",
    "Opened": "OpenedKnowledge", "OutOfReach": "UntestableClaim", "Prepared": "PreparedKnowledge",
    "Reach": "OpenReductions", "Reached": "Applicability", "Returned": "WorkReturned", "Seen": "PriorAssessment",
    "Served": "AnswerQuality", "Sieve": "Screening", "Sifter": "Screener", "Sight": "CapabilityObservation",
    "Spent": "ResourceUsage", "Spot": "Position", "Standing": "ScoredAlternative", "Standings": "ScaledScores",
    "Swaps": "PermutationControl", "Swept": "SweptImplementation",
    "Taken": "EvidenceSelection", "Tally": "PermutationCount", "Warned": "AlgorithmCaution",
    "WithinReach": "TestableClaim", "Written": "PackValue",
    "admission": "loading", "admit": "load_packs", "crew": "pool", "demand": "constraint", "demands": "constraints",
    "dissents": "conflicts", "hopeless": "too_inaccurate", "sieve": "screening", "sift": "screen",
    "sifter": "screener", "silenced": "overridden",
}  # fmt: skip


def public_names(modules: list[Path]) -> dict[str, list[str]]:
    """Return the classes and functions of modules that are public, each with the files that define it."""
    found = defaultdict(list)
    for path in modules:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                found[node.name].append(str(path))
    return dict(found)


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return every name in the code of a module, comments and texts left out."""
    with path.open("rb") as file:
        return frozenset(token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.NAME)


def test_a_public_name_is_defined_once(modules: list[Path]) -> None:
    defined = public_names(modules)
    assert len(defined) > 1000
    assert {name for name, paths in defined.items() if len(paths) > 1} == SEVERAL_DEFINITIONS.keys()


def test_retired_names_do_not_come_back(modules: list[Path]) -> None:
    back = {f"{path}: {name}": RETIRED[name] for path in modules for name in names_in(path) & RETIRED.keys()}
    assert back == {}


def test_what_took_the_place_of_a_retired_name_is_there(modules: list[Path]) -> None:
    written = frozenset().union(*(names_in(path) for path in modules))
    assert {new for names in RETIRED.values() for new in names.split(", ")} - written == set()
