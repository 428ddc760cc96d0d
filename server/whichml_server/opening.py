"""The store that a server keeps its answers in, as its settings say."""

from __future__ import annotations

from whichml_server.settings import Settings
from whichml_server.store import AnswerStore, Retention, open_store
from whichml_server.store.postgresql import PostgresDatabase


def open_answers(settings: Settings) -> AnswerStore:
    """Return the store that the settings name; it keeps as much as they say.

    Raises
    ------
    ServerError
        Where it cannot be used.
    """
    return open_store(settings.store, Retention(settings.keep_days, settings.keep_bytes))


def check_store(settings: Settings) -> None:
    """Raise `ServerError` where the settings name a database that cannot be one; nothing is opened for that."""
    if settings.store is not None and "://" in settings.store:
        PostgresDatabase(settings.store).close()
