"""Committed evidence: one compact JSON file for each data set, and the verdicts that follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from whichml.knowledge.content import Content
from whichml.model.documents.errors import Place, ProbeError, Problem
from whichml.model.statements.evidence import Evidence

_DIGITS = 5


def evidence_folder(content: Content) -> Path:
    """Return the folder of the committed evidence."""
    return content.facts / "probes" / "evidence"


def verdicts_path(content: Content) -> Path:
    """Return the file of the committed verdicts."""
    return content.facts / "probes" / "verdicts.csv"


def read_committed(content: Content) -> tuple[Evidence, ...]:
    """Return the committed evidence in the order of the data sets' names; empty where there is none.

    Raises
    ------
    ProbeError
        With every file that is no evidence, or that is not named after its data set.
    """
    found: list[Evidence] = []
    problems: list[Problem] = []
    for path in content.files_in(evidence_folder(content), "*.json"):
        where = Place(content.name_of(path), 1, 1)
        try:
            evidence = Evidence.model_validate_json(path.read_bytes())
        except ValidationError as refusal:
            first = refusal.errors(include_url=False)[0]
            told = "/".join(map(str, first["loc"]))
            problems.append(Problem(f"this is no evidence: {told}: {first['msg']}.", where))
            continue
        if evidence.data.name != path.stem:
            problems.append(Problem(f"evidence of '{evidence.data.name}' stands in a file of another name.", where))
        found.append(evidence)
    if problems:
        raise ProbeError(*problems)
    return tuple(found)


def write_committed(evidence: Iterable[Evidence], content: Content) -> tuple[Path, ...]:
    """Write one file for each data set and return their paths; files of other data sets stay."""
    folder = evidence_folder(content)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for each in evidence:
        path = folder / f"{each.data.name}.json"
        path.write_text(compact_json(each), encoding="utf-8")
        written.append(path)
    return tuple(written)


def compact(evidence: Evidence) -> Evidence:
    """Return the evidence as it is committed: without single repetitions and notes on them, numbers to five digits."""
    measurements = tuple(
        found.model_copy(
            update={
                "values": (),
                "note": "",
                "value": _rounded(found.value),
                "low": _rounded(found.low),
                "high": _rounded(found.high),
                "ratio": None if found.ratio is None else _rounded(found.ratio),
            }
        )
        for found in evidence.measurements
    )
    return evidence.model_copy(
        update={"measurements": measurements, "reference_seconds": _rounded(evidence.reference_seconds)}
    )


def compact_json(evidence: Evidence) -> str:
    """Return the compact evidence as JSON with one measurement or failure a line, so that a diff can be read."""
    plain: dict[str, Any] = compact(evidence).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    plain = {"schema": evidence.schema_, **plain}
    lines = []
    for key, part in plain.items():
        if isinstance(part, list) and part and isinstance(part[0], dict):
            inner = ",\n  ".join(json.dumps(each, ensure_ascii=False) for each in part)
            lines.append(f" {json.dumps(key)}: [\n  {inner}\n ]")
        else:
            lines.append(f" {json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")
