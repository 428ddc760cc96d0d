"""The HTTP face: recommendations and the knowledge base under `/v1`."""

from whichml_server.app import create_app
from whichml_server.opening import check_store
from whichml_server.rules_at_start import check_start, refused_packs
from whichml_server.serving import serve
from whichml_server.settings import Settings
from whichml_server.settings_reading import read_settings
from whichml_server.store import AnswerStore

__all__ = [
    "AnswerStore",
    "Settings",
    "check_start",
    "check_store",
    "create_app",
    "read_settings",
    "refused_packs",
    "serve",
]
