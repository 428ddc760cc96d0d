"""Made-up answers to keep in a store, which reads none of them."""

from __future__ import annotations

import os

from whichml_server.store import StoredAnswer


def answer(identity: str, body: bytes = b"{}") -> StoredAnswer:
    return StoredAnswer(identity, "recommendation/1", "digest", body)


def large_answer(identity: str, n_bytes: int) -> StoredAnswer:
    """Return an answer that cannot be made smaller."""
    return answer(identity, os.urandom(n_bytes))
