"""The files that every page loads, from memory: a style, two scripts and an icon of this app's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from types import MappingProxyType
from typing import Final, NamedTuple

_MEDIA_TYPES: Final = MappingProxyType({
    "page.css": "text/css", "page.js": "text/javascript", "htmx.min.js": "text/javascript", "icon.svg": "image/svg+xml",
})  # fmt: skip


class Asset(NamedTuple):
    """A file with what tells its version from every other one."""

    body: bytes
    media_type: str
    version: str


@lru_cache(maxsize=1)
def assets() -> Mapping[str, Asset]:
    """Return the files by their names."""
    folder = resources.files(__package__) / "static"
    read = {name: (folder / name).read_bytes() for name in _MEDIA_TYPES}
    return MappingProxyType({
        name: Asset(body, _MEDIA_TYPES[name], sha256(body).hexdigest()[:12]) for name, body in read.items()
    })  # fmt: skip
