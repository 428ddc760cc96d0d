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

_OPTIONS: Final[dict[int, int]] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}
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
        return cls.holding(zstd.decompress(packed))

    def to_bytes(self) -> bytes:
        """Return the dictionary as it is kept."""
        return zstd.compress(self.text.dict_content, _LEVEL_OF_DICTIONARIES)


def packed_body(body: bytes, dictionary: Dictionary | None = None) -> bytes:
    """Return a body packed, against a dictionary where one is given, with a checksum."""
    return zstd.compress(body, options=_OPTIONS, zstd_dict=dictionary.text.as_digested_dict if dictionary else None)


def unpacked_body(packed: bytes, dictionary: Dictionary | None = None) -> bytes:
    """Return a packed body; `StoreUnavailable` where it is not what was packed."""
    try:
        return zstd.decompress(packed, zstd_dict=dictionary.text.as_digested_dict if dictionary else None)
    except zstd.ZstdError as failure:
        raise StoreUnavailable.because("what is kept is damaged") from failure
