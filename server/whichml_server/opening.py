"""The store that a server keeps its answers in, as its settings say."""

from __future__ import annotations

from whichml_server.settings import Settings
from whichml_server.store import AnswerStore, Retention, open_store


def open_answers(settings: Settings) -> AnswerStore:
    """Return the store that the settings name; it keeps as much as they say.

    Raises
    ------
    ServerError
        Where it cannot be used.
    """
    return open_store(settings.store, Retention(settings.keep_days, settings.keep_bytes))
