"""Bodies made small: Zstandard (RFC 8878), against a text that answers have much in common with where there is one."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from typing import Final, Self

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from whichml_server.store.stored import StoreUnavailable

_LEVELS: Final = (3, 9)
"""The first is quick; the second is for the few that are large after it."""
_LARGE_BYTES: Final = 50_000
_LEVEL_OF_DICTIONARIES: Final = 9  # written once, and read at each start


@dataclass(frozen=True, slots=True, eq=False)
class Dictionary:
    """A text that bodies are packed against; its `id` is a hash of it."""

    id: str
    text: zstd.ZstdDict

    @classmethod
    def holding(cls, text: bytes) -> Self:
        """Return the dictionary of that text."""
        return cls(hashlib.sha256(text).hexdigest()[:32], zstd.ZstdDict(text, is_raw=True))

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Return a dictionary that was kept."""
        return cls.holding(unpacked_body(packed))

    def to_bytes(self) -> bytes:
        """Return the dictionary as it is kept."""
        return zstd.compress(self.text.dict_content, _LEVEL_OF_DICTIONARIES)


def packed_body(body: bytes, dictionary: Dictionary | None = None) -> bytes:
    """Return a body packed, against a dictionary where one is given, with a checksum."""
    packed = b""
    for level in _LEVELS:
        packed = zstd.compress(body, options=_options(level), zstd_dict=_digested(dictionary))
        if len(packed) <= _LARGE_BYTES:
            break
    return packed


def unpacked_body(packed: bytes, dictionary: Dictionary | None = None) -> bytes:
    """Return a packed body; `StoreUnavailable` where it is not what was packed."""
    try:
        return zstd.decompress(packed, zstd_dict=_digested(dictionary))
    except zstd.ZstdError as failure:
        raise StoreUnavailable.because("what is kept is damaged") from failure


def _options(level: int) -> dict[int, int]:
    return {zstd.CompressionParameter.compression_level: level, zstd.CompressionParameter.checksum_flag: 1}


def _digested(dictionary: Dictionary | None) -> tuple[zstd.ZstdDict, int] | None:
    return dictionary.text.as_digested_dict if dictionary else None
