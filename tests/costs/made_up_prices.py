"""Prices and throughputs that nobody asks, in the form in which facts state them, and briefs that they are for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from small_knowledge import CITED, ContentFolder
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation
from whichml.model.statements.running_costs import CostOffer, RunningCosts

TEXTS = {"task": "multiclass-classification", "data.modality": "text", "deployment.target": "cloud"}
SOLVES = {"solves": ["multiclass-classification"], "accepts": {"text": "raw"}}
MUST = {"quality": "cost-per-prediction", "priority": "must"}


def row(offer: str = "An offer", dated: str = "2026-11-27", **per: str) -> dict[str, Any]:
    """Return the price of an offer; underscores stand for hyphens."""
    priced = {unit.replace("_", "-"): amount for unit, amount in per.items()}
    return {
        "offer": offer,
        "provider": "Nobody",
        "dated": dated,
        "per": priced,
        "sources": [dict(each) for each in CITED],
    }


def price(folder: ContentFolder, identity: str, *rows: Mapping[str, Any], **facts: Any) -> None:
    """Add the prices of a service, unless its facts say that it is a machine."""
    folder.fact("prices", {
        "id": identity, "name": identity.replace("-", " "), "kind": "service", **facts, "rows": list(rows),
    })  # fmt: skip


def throughput(folder: ContentFolder, identity: str, of: str, machine: str, per_second: float, **facts: Any) -> None:
    """Add how many tokens a machine reads in a second for an algorithm, unless the facts count something else."""
    folder.fact("throughputs", {
        "id": identity, "name": f"{of} on {machine}", "of": [of], "machine": machine, "counts": "read-tokens", **facts,
        "rows": [{"setting": "somewhere", "per_second": per_second, "sources": CITED}],
    })  # fmt: skip


def both_ways(folder: ContentFolder) -> ContentFolder:
    """Add an algorithm that is bought by the token and one that is run on a machine of 1 USD an hour."""
    folder.algorithm("bought", **SOLVES).algorithm("run", family="tree-ensemble", **SOLVES)
    price(folder, "model", row(million_input_tokens="1 USD", million_output_tokens="5 USD"), of=["bought"])
    price(folder, "box", row(hour="1 USD"), kind="machine")
    throughput(folder, "run-on-box", "run", "box", 10_000.0)
    return folder


def asked(**fields: Any) -> Brief:
    """Return a brief on texts with further fields; two underscores stand for the dot."""
    return Brief.from_mapping({**TEXTS, **{name.replace("__", "."): value for name, value in fields.items()}})


def costs_of(answer: Recommendation) -> RunningCosts:
    """Return what predictions cost in an answer that says so."""
    assert answer.running_costs is not None
    return answer.running_costs


def offer_of(answer: Recommendation, algorithm: str) -> CostOffer:
    """Return the one offer for an algorithm."""
    (found,) = (each for each in costs_of(answer).offers if each.algorithm == algorithm)
    return found


def answered(folder: ContentFolder, **fields: object) -> Recommendation:
    """Return the answer to a brief that asks for costs."""
    return Advisor.of(folder.knowledge()).recommend(asked(**fields))
