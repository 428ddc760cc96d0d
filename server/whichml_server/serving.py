"""The app behind waitress, on an address of this machine."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from flask import Flask
from waitress.server import create_server

from whichml_server.app import app_answering, shipped_queries
from whichml_server.errors import ServerError
from whichml_server.heap import settle_heap
from whichml_server.reloading import SECONDS_BETWEEN_LOOKS, Reloader
from whichml_server.store import AnswerStore, default_store_path

LARGEST_BODY_BYTES: Final = 16_000_000
"""Up to here a body that is too large gets a problem document; beyond, waitress ends the request in its own words."""

_LARGEST_HEAD_BYTES: Final = 16_384
_N_THREADS: Final = 4
_LAST_PORT: Final = 65_535


def serve(
    host: str,
    port: int,
    store_path: Path | None = None,
    rules: Sequence[Path] = (),
    seconds_between_looks: float = SECONDS_BETWEEN_LOOKS,
) -> None:
    """Answer requests until interrupted; rule packs that change are taken over meanwhile.

    Parameters
    ----------
    host, port : where to listen
    store_path : file of the answers; None for `WHICHML_ANSWERS`, else the usual place among the user's data
    rules : files and folders of further rule packs; one that is refused is logged, and keeps nobody from answers
    seconds_between_looks : how often the packs are looked at; SIGHUP has them read at once

    Raises
    ------
    ServerError
        Where the address or the store cannot be used.
    KnowledgeError, RuleError
        Where the knowledge base has to be built and something is wrong with it.
    """
    store = AnswerStore(store_path or default_store_path())
    reloader = Reloader(store, shipped_queries(), rules, settle=settle_heap)
    server = listening_server(app_answering(lambda: reloader.api), host, port)
    with reloader.watching(seconds_between_looks):
        server.run()


def listening_server(app: Flask, host: str, port: int) -> Any:
    """Return a waitress server that listens and answers once its `run` is called; port 0 takes a free one.

    Raises
    ------
    ServerError
        Where the address cannot be used.
    """
    try:
        listening = _socket_at(host, port)
    except (OSError, ValueError) as cause:
        reason = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
        raise ServerError.about(
            f"cannot listen on {host}, port {port}: {reason}.", hint="Name another host or port."
        ) from None
    return create_server(
        app,
        sockets=[listening],
        threads=_N_THREADS,
        ident="whichml",
        max_request_body_size=LARGEST_BODY_BYTES,
        max_request_header_size=_LARGEST_HEAD_BYTES,
    )


def _socket_at(host: str, port: int) -> socket.socket:
    """Return a socket bound to the host's first address, IPv4 before IPv6."""
    if not 0 <= port <= _LAST_PORT:
        raise ValueError(f"a port is a number from 0 to {_LAST_PORT}")
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = min(found, key=lambda entry: entry[0])
    return socket.create_server((address[0], port, *address[2:]), family=family)
