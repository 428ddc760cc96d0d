"""The JSON Schema of a brief, made from the types that read it."""

from __future__ import annotations

from typing import Any, Final

from whichml.model.brief import Brief
from whichml.model.brief_fields import BRIEF_FIELDS, GROUPS

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def brief_json_schema() -> dict[str, Any]:
    """Return a JSON Schema (2020-12) that accepts nested and dotted names, for editors and API descriptions.

    It is more lenient than reading a brief: units, names of algorithms and qualities, and contradictions between
    fields are left to `Brief.parse`.
    """
    schema = Brief.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = schema["$defs"]
    for name in GROUPS:
        definition = definitions[name.capitalize()]
        definition.pop("required", None)
        for inner in list(definition["properties"]):
            pointer = f"#/$defs/{name.capitalize()}/properties/{inner}"
            schema["properties"][f"{name}.{inner}"] = {"$ref": pointer}
    for name in GROUPS:
        group = {"anyOf": [{"$ref": f"#/$defs/{name.capitalize()}"}, {"type": "null"}]}
        schema["properties"][name] = group
    schema["required"] = ["task"]
    schema["anyOf"] = [
        {"required": ["data"], "properties": {"data": {"type": "object", "required": ["modality"]}}},
        {"required": ["data.modality"]},
    ]
    assert set(BRIEF_FIELDS) <= set(schema["properties"]), "every field of the format has a type"
    return {"$schema": _DIALECT, **schema}
