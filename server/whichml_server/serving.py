"""An app of the settings behind a server: gunicorn where it runs, else waitress."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import signal
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Flask

from whichml.knowledge.content import Content
from whichml.knowledge.loading import VERSION, current_store
from whichml_server.api import Api
from whichml_server.app import app_answering, shipped_queries
from whichml_server.errors import ServerError
from whichml_server.heap import settle_heap
from whichml_server.metrics import FOLDER_VARIABLE
from whichml_server.opening import open_answers
from whichml_server.reloading import Reloader
from whichml_server.request_log import log_to_stdout
from whichml_server.rules_at_start import check_start, holds_back
from whichml_server.samples import pack_like_samples
from whichml_server.settings import Settings
from whichml_server.settings_reading import KNOWLEDGE_VARIABLE, variable_of
from whichml_server.store import leave_one_file
from whichml_server.waitress_server import waitress_server

_LAST_PORT: Final = 65_535
_LONGEST_QUEUE: Final = 2_048
logger = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Answer requests until a signal ends it; rule packs that change are taken over meanwhile.

    SIGTERM lets what is under way be answered, SIGINT ends at once, SIGHUP has every process read its packs.

    Raises
    ------
    ServerError
        Where the address or the store cannot be used, the server that was chosen does not run here, or a rule pack is
        refused that may not be missing.
    KnowledgeError, RuleError
        Where the knowledge base has to be built and something is wrong with it.
    """
    uses_gunicorn = _runs_gunicorn(settings)
    listening = listening_socket(settings.host, settings.port)
    log_to_stdout()
    store = open_answers(settings)
    _say_what_takes_long()
    reloader = Reloader(
        store, shipped_queries(settings), settings.rules, settle=settle_heap, holds_back=holds_back(settings)
    )
    check_start(reloader.api.refused, settings)
    with _counted_together(), _end_told():
        app = app_answering(lambda: reloader.api, settings)
        _say_what_is_served(settings, listening, reloader.api)
        if uses_gunicorn:
            # gunicorn needs `fcntl`, which Windows does not have
            from whichml_server.gunicorn_server import run_gunicorn

            store.close()  # each process opens one of its own
            run_gunicorn(app, reloader, listening, settings)
        else:
            pack_like_samples(store, lambda: reloader.api)
            try:
                _run_waitress(app, reloader, listening, settings)
            finally:
                store.close()
                leave_one_file(settings.store)


@contextmanager
def _counted_together() -> Iterator[None]:
    """Give processes a folder to count requests in, as long as this one lives."""
    folder, owner = tempfile.mkdtemp(prefix="whichml-metrics-"), os.getpid()
    os.environ[FOLDER_VARIABLE] = folder
    try:
        yield
    finally:
        if os.getpid() == owner:  # a child that ends comes by here too
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _end_told() -> Iterator[None]:
    """Log that the server has ended, and was not killed, once its processes have."""
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:  # a child that ends comes by here too
            logger.info("ended")


def _say_what_takes_long() -> None:
    if current_store(Content.shipped()) is None:
        logger.warning(
            "the knowledge is compiled first, which takes a minute or two; `whichml kb build` does it before"
        )


def _say_what_is_served(settings: Settings, listening: socket.socket, api: Api) -> None:
    """Log where the server answers, what from, and with which settings; and what deserves a second look."""
    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}{settings.prefix}/"
    told = {"address": address, "version": VERSION, "knowledge": api.knowledge.digest, "settings": settings.shown()}
    logger.info("listening", extra={"fields": told})
    if not settings.is_local and not settings.tokens:
        logger.warning("everybody who reaches the server may have answers made and deleted: there are no `tokens`")
    if os.environ.get(KNOWLEDGE_VARIABLE) and "store" not in settings.model_fields_set:
        logger.warning(
            f"{KNOWLEDGE_VARIABLE} names the file of the compiled knowledge and not where answers are kept: "
            f"they are in the usual place, as {variable_of('store')} names no other"
        )


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the host's first address, IPv4 before IPv6; port 0 takes a free one.

    Raises
    ------
    ServerError
        Where the address cannot be used.
    """
    if not 0 <= port <= _LAST_PORT:
        raise _no_address(host, port, f"a port is a number from 0 to {_LAST_PORT}")
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = min(found, key=lambda entry: entry[0])
        return socket.create_server((address[0], port, *address[2:]), family=family, backlog=_LONGEST_QUEUE)
    except (OSError, ValueError) as cause:
        reason = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
        raise _no_address(host, port, reason) from None


def _no_address(host: str, port: int, reason: str) -> ServerError:
    hint = "Name another host or port."
    return ServerError.about(f"cannot listen on {host}, port {port}: {reason}.", hint=hint)


def _runs_gunicorn(settings: Settings) -> bool:
    runs = importlib.util.find_spec("fcntl") is not None and importlib.util.find_spec("gunicorn") is not None
    if settings.server == "gunicorn" and not runs:
        raise ServerError.about(
            "gunicorn does not run here.",
            hint="Choose `server: waitress`, or install whichml[server] on Linux or macOS.",
        )
    return runs and settings.server != "waitress"


def _run_waitress(app: Flask, reloader: Reloader, listening: socket.socket, settings: Settings) -> None:
    logger.warning(
        "waitress answers, in one process: nobody starts it anew if it is killed, and /healthz waits for other requests"
    )
    server = waitress_server(app, listening, settings)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: server.end())  # process 1 has no default that would end it
    with reloader.watching(settings.reload_seconds):
        server.run()
