"""A brief in its normal form, and in that form without what its prose alone says."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import BaseModel

from whichml.model.documents.document import Plain
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS, BriefFields
from whichml.model.format.brief_form import plain_requirement, plain_value


def given_values(brief: BriefFields) -> dict[str, object]:
    """Return the typed values of `task` and the groups' fields that a brief gives, by dotted name."""
    given: dict[str, object] = {"task": brief.task}
    for name in GROUPS:
        group: BaseModel = getattr(brief, name)
        given.update((f"{name}.{inner}", found) for inner, found in vars(group).items() if found is not None)
    return given


def normal_form(brief: BriefFields) -> dict[str, Plain]:
    """Return a brief as plain values that are the same for every brief that says the same."""
    given: dict[str, object] = {name: getattr(brief, name) for name in ("id", "title", "notes")}
    given["evidence"] = brief.evidence or None
    given.update(given_values(brief))
    nested: dict[str, Plain] = {}
    for name in BRIEF_FIELDS:
        found = given.get(name)
        if found is None:
            continue
        group, _, inner = name.partition(".")
        if inner:
            fields = nested.setdefault(group, {})
            assert isinstance(fields, dict)
            fields[inner] = plain_value(found)
        else:
            nested[name] = plain_value(found)
    if brief.exchange_rates:
        nested["exchange_rates"] = dict(brief.exchange_rates)
    if brief.requirements:
        nested["requirements"] = [plain_requirement(requirement) for requirement in brief.requirements]
    if brief.priorities:
        nested["priorities"] = [plain_value(tie) for tie in brief.priorities]
    return nested


def stated_form(nested: Mapping[str, Plain], read: Collection[str]) -> dict[str, Plain]:
    """Return a brief in normal form without the fields that were read from its prose, by dotted name.

    Read again it says the same; with other prose it says what that does.

    Examples
    --------
    >>> stated_form({"task": "clustering", "data": {"modality": "tabular", "group_count": "unknown"}},
    ...             ["data.group_count"])
    {'task': 'clustering', 'data': {'modality': 'tabular'}}
    """
    stated: dict[str, Plain] = {}
    for name, value in nested.items():
        if name not in GROUPS or not isinstance(value, dict):
            stated[name] = value
        elif rest := {inner: each for inner, each in value.items() if f"{name}.{inner}" not in read}:
            stated[name] = rest
    return stated
