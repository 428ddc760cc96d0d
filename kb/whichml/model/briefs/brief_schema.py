"""The JSON Schema of a brief, made from the types that read it."""

from __future__ import annotations

import json
from typing import Any, Final

from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.format.field_help import described, example_of
from whichml.model.statements.pack_schema import DIALECT
from whichml.model.values.qualities import QUALITIES

_WHERE_QUALITIES_STAND: Final = (
    "`Requirement.quality` in `$defs` lists the qualities, and docs/reference/brief.md says what each means."
)


def brief_json_schema() -> dict[str, Any]:
    """Return a JSON Schema (2020-12) that accepts nested and dotted names, for editors and API descriptions.

    It is more lenient than reading a brief: units, names of algorithms and qualities, and contradictions between
    fields are left to `Brief.parse`.
    """
    schema = Brief.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = schema["$defs"]
    for name in GROUPS:
        definition = definitions[name.capitalize()]
        schema["properties"][name] = {"anyOf": [{"$ref": f"#/$defs/{name.capitalize()}"}, {"type": "null"}]}
        definition.pop("required", None)
        for inner in list(definition["properties"]):
            _explain(definition["properties"][inner], f"{name}.{inner}")
            pointer = f"#/$defs/{name.capitalize()}/properties/{inner}"
            schema["properties"][f"{name}.{inner}"] = {"$ref": pointer}
    for name in BRIEF_FIELDS:
        if "." not in name:
            _explain(schema["properties"][name], name)
    schema["properties"]["requirements"]["description"] += f" {_WHERE_QUALITIES_STAND}"
    schema["properties"]["priorities"]["description"] += f" {_WHERE_QUALITIES_STAND}"
    definitions["Requirement"]["properties"]["quality"] |= {
        "description": f"What is bounded: one of {', '.join(QUALITIES)}, or one that a rule pack adds.",
        "examples": list(QUALITIES),
    }
    schema["required"] = ["task"]
    schema["anyOf"] = [
        {"required": ["data"], "properties": {"data": {"type": "object", "required": ["modality"]}}},
        {"required": ["data.modality"]},
    ]
    return {"$schema": DIALECT, **schema}


def brief_schema_text() -> str:
    """Return the schema as the text of a file, the same each time."""
    return json.dumps(brief_json_schema(), indent=1, ensure_ascii=False) + "\n"


def _explain(property_schema: dict[str, Any], path: str) -> None:
    """Add to the schema of a field what it means, its units and an example."""
    property_schema["description"] = described(path)
    property_schema["examples"] = [example_of(path)]
