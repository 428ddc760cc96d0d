"""Answers that were given, kept in a database, so that an address handed out once still answers after a restart."""

from whichml_server.store.answer_store import AnswerStore, default_store_path, leave_one_file, open_store
from whichml_server.store.listing import AnswerPage, AnswerSummary, CursorError
from whichml_server.store.retention import Retention
from whichml_server.store.stored import StoredAnswer, StoreUnavailable
from whichml_server.store.tables import VERSION

__all__ = [
    "VERSION",
    "AnswerPage",
    "AnswerStore",
    "AnswerSummary",
    "CursorError",
    "Retention",
    "StoreUnavailable",
    "StoredAnswer",
    "default_store_path",
    "leave_one_file",
    "open_store",
]
