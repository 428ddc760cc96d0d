"""What a setting takes, in the words of whoever sets it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

from pydantic.fields import FieldInfo

_WHOLE, _NUMBER, _TEXT = "a whole number", "a number", "a text"
_NOUNS: Final[Mapping[str, str]] = MappingProxyType({
    "int_parsing": _WHOLE, "int_type": _WHOLE, "int_from_float": _WHOLE, "int_parsing_size": _WHOLE,
    "float_parsing": _NUMBER, "float_type": _NUMBER, "finite_number": "a finite number",
    "bool_parsing": "`true` or `false`", "bool_type": "`true` or `false`",
    "string_type": _TEXT, "string_too_short": "a text that is not empty",
    "string_pattern_mismatch": "a path with a slash before each part and none behind, such as `/whichml`",
    "tuple_type": "a list", "path_type": "a path",
})  # fmt: skip
_OUT_OF_RANGE: Final = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")


def wanted_value(found: Mapping[str, Any], field: FieldInfo) -> str:
    """Return what would be right in the place of what pydantic refused.

    Parameters
    ----------
    found : one of the errors of a `ValidationError`
    field : the setting
    """
    if found["type"] == "literal_error":
        return str(found["ctx"]["expected"])
    noun = _NOUNS.get(found["type"])
    if found["type"] in _OUT_OF_RANGE:
        noun = _NUMBER if float in (field.annotation, *get_args(field.annotation)) else _WHOLE
    return f"{noun}{_range_of(field)}" if noun else "another form"


def _range_of(field: FieldInfo) -> str:
    """Return the range of a number with the word before it, nothing where it has none."""
    least, above, most = (
        next((getattr(each, name) for each in field.metadata if hasattr(each, name)), None)
        for name in ("ge", "gt", "le")
    )
    begins = f" from {least}" if least is not None else f" above {above}" if above is not None else ""
    if most is None:
        return begins
    return f"{begins} to {most}" if least is not None else f"{begins} and up to {most}"
