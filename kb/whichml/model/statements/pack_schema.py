"""The JSON Schema of a rule pack, made from the types that read it, for editors that complete and check YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from whichml.model.statements.conditions import FieldShape
from whichml.model.statements.fields import shapes_of
from whichml.model.statements.rule import WITHOUT_RULES, PackText, SelectorText
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import LEVELS

FILE_NAME: Final = "rulepack.schema.json"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SCALAR: Final = {"type": ["string", "number", "boolean"]}
_DERIVED: Final = {
    "description": "A fact that a pack declares under `derives`.",
    "anyOf": [_SCALAR, {"type": "array"}, {"type": "object", "minProperties": 1, "maxProperties": 1}],
}


def pack_json_schema() -> dict[str, Any]:
    """Return a JSON Schema (2020-12) of a pack.

    It knows the fields of a brief with their words, the operators that fit each, and the qualities; it is more lenient
    than reading a pack: names of algorithms, rules and sources, units and logic are left to `whichml rules lint`.
    """
    schema = PackText.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = schema["$defs"]
    definitions["Conditions"] = _conditions(shapes_of(QUALITIES, {}), definitions)
    definitions["AlgorithmSide"] = _algorithm_side(definitions)
    reference = {"$ref": "#/$defs/Conditions"}
    rule = definitions["RuleText"]["properties"]
    rule["when"] = rule["unless"] = reference
    rule["algorithm"] = {"$ref": "#/$defs/AlgorithmSide"}
    for claim in ("ClaimText", "PackClaim"):
        definitions[claim]["properties"]["scope"] = reference
    definitions["AlgorithmFacts"]["properties"]["candidate_when"] = reference
    for told in ("PointFacts", "LeadFacts", "BesideFacts", "MistakeFacts", "CircumstanceFacts"):
        definitions[told]["properties"] |= {key: _cases(reference) for key in ("when", "unless")}
    definitions["PackHeader"]["properties"]["version"] = {"type": ["string", "integer"]}
    for written in ("rate", "prioritise"):
        branch = definitions["EffectText"]["properties"][written]["anyOf"][0]
        branch["propertyNames"] = {"enum": sorted(QUALITIES)}
    schema["required"] = [name for name in schema["required"] if name != "rules"]
    schema["anyOf"] = [{"required": [name]} for name in ("rules", *WITHOUT_RULES)]
    return {"$schema": DIALECT, "$id": f"https://whichml.org/schema/{FILE_NAME}", **schema}


def _cases(conditions: Mapping[str, Any]) -> dict[str, Any]:
    """Return one set of conditions, or a list of several of which one has to hold."""
    return {"anyOf": [conditions, {"type": "array", "items": conditions}]}


def pack_schema_text() -> str:
    """Return the schema as the text of a file, the same each time."""
    return json.dumps(pack_json_schema(), indent=1, ensure_ascii=False) + "\n"


def _conditions(shapes: Mapping[str, FieldShape], definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "Fields and the test that each has to pass; all of them have to hold.",
        "properties": {path: _shared_test(shape, definitions) for path, shape in sorted(shapes.items())},
        "patternProperties": {r"^derived\.": _DERIVED},
        "additionalProperties": False,
    }


def _shared_test(shape: FieldShape, definitions: dict[str, Any]) -> dict[str, str]:
    """Return a reference to the tests that fit a field; fields that compare alike share one definition."""
    name = {"flag": "FlagTest", "number": "QuantityTest" if shape.to_number else "NumberTest"}.get(shape.kind, "")
    if not name:
        name = "LevelTest" if shape.words == LEVELS else f"WordTest:{shape.path}"
    definitions.setdefault(name, _test_of(shape))
    return {"$ref": f"#/$defs/{name}"}


def _test_of(shape: FieldShape) -> dict[str, Any]:
    known = _operator("known", {"type": "boolean"})
    if shape.kind == "flag":
        return {"anyOf": [{"type": "boolean"}, _operator("is", {"type": "boolean"}), known]}
    if shape.kind == "number":
        number: dict[str, Any] = {"type": ["number", "string"] if shape.to_number else "number"}
        return {"anyOf": [number, *_spans(number), known]}
    word: dict[str, Any] = {"enum": list(shape.words)} if shape.words else {"type": "string"}
    several = {"type": "array", "items": word, "minItems": 1}
    operators = [_operator("is", word), _operator("in", several), _operator("has", word)]
    return {"anyOf": [word, several, *operators, *(_spans(word) if shape.ordered else ()), known]}


def _spans(operand: Mapping[str, Any]) -> list[dict[str, Any]]:
    end = {"anyOf": [operand, {"type": "null"}]}
    pair = {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
    return [_operator("above", operand), _operator("below", operand), _operator("between", pair)]


def _operator(name: str, operand: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: operand}, "required": [name], "additionalProperties": False}


def _algorithm_side(definitions: dict[str, Any]) -> dict[str, Any]:
    side = SelectorText.model_json_schema(by_alias=True)
    definitions.update(side.pop("$defs", {}))
    level = _shared_test(FieldShape("level", "word", LEVELS, ordered=True), definitions)
    side["properties"] = {**side["properties"], **{str(quality): level for quality in sorted(QUALITIES)}}
    return side
