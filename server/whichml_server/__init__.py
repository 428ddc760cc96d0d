"""The HTTP face: recommendations and the knowledge base under `/v1`."""

from whichml_server.app import create_app
from whichml_server.serving import serve
from whichml_server.store import AnswerStore

__all__ = ["AnswerStore", "create_app", "serve"]
