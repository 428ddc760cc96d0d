"""gunicorn's threaded worker, in which no client can hold a thread.

The main loop reads each request to its end and writes each answer, and threads only compute. gunicorn's own worker has
a thread read and write, so that as many clients as there are threads stop it by sending half a request, or by reading
no answer. The arbiter, the life of a worker, its parser and its WSGI side are gunicorn's.
"""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, Final

from gunicorn.http import wsgi
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.workers.gthread import ThreadWorker

from whichml_server.bare_problems import counted_refusal, fault_in_words
from whichml_server.connection_policy import CONTINUE, Address, ConnectionPolicy, quietest, slowest_readers
from whichml_server.connections import BYTES_READ_AT_ONCE, Connection, ConnectionState, Exchange, Outbox
from whichml_server.framing import WrongRequest
from whichml_server.lanes import Lanes
from whichml_server.metrics import EXTENSION, ServerMetrics
from whichml_server.settings import Settings

_SECONDS_BETWEEN_SWEEPS: Final = 0.25
_STATUS: Final = ((LimitRequestLine, 414), (LimitRequestHeaders, 431), (ExpectationFailed, 417),
                  (UnsupportedTransferCoding, 501), (ParseException, 400))  # fmt: skip


class WhichmlWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """A process that answers requests; `settings` is set before the first is made."""

    settings: ClassVar[Settings] = Settings()

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.policy = ConnectionPolicy(self.settings)
        self._connections: set[Connection] = set()
        self._next_sweep = 0.0

    def init_process(self) -> None:
        """Start the threads, then gunicorn's part."""
        wsgi.SERVER = "whichml"
        chosen = self.settings
        self._lanes = Lanes(chosen.threads, chosen.sparql_processes, chosen.prefix)
        super().init_process()

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin to take connections, or end it: who came before the end is taken, and who comes later is refused."""
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            self.policy.linger()
            for listener in self.sockets:
                while self.accept(listener):
                    pass
                listener.close()

    def accept(self, listener: socket.socket) -> bool:
        """Take a new connection, if there is one; where there are too many, one that was quiet for the longest goes."""
        try:
            sock, client = listener.accept()
        except OSError as cause:
            if cause.errno in (errno.EMFILE, errno.ENFILE):
                self._close(*quietest(self._connections))
            return False
        connection = Connection(sock, client, listener.getsockname(), self.policy)
        self._close(*self.policy.in_the_way(connection.host, self._connections))
        self.nr_conns += 1
        self._connections.add(connection)
        self._await_request(connection, b"")
        return True

    def _await_request(self, connection: Connection, arrived: bytes) -> None:
        connection.state = ConnectionState.READING
        connection.await_request()
        self._watch(connection, selectors.EVENT_READ, self._read)
        if arrived:
            self._take(connection, arrived)

    def _read(self, connection: Connection) -> None:
        data = connection.receive()
        if data == b"":
            self._close(connection)
        elif data:
            self._take(connection, data)

    def _take(self, connection: Connection, data: bytes) -> None:
        """Go on with a request; once it is whole, have it answered."""
        try:
            request = connection.take(data)
        except WrongRequest as refusal:
            self._refuse(connection, refusal.status, refusal.detail)
            return
        if request is not None:
            self._submit(connection, request)
        elif connection.waits_for_continue:
            with suppress(OSError):  # the next read tells that the client is gone
                connection.sock.send(CONTINUE)

    def _submit(self, connection: Connection, request: bytes) -> None:
        self._unwatch(connection)
        connection.state = ConnectionState.ANSWERING
        exchange = Exchange(self.cfg, request, connection.client, connection.server)
        future = self._lanes.of(request).submit(partial(self.handle, exchange))
        if future is None:
            detail = "too many requests of this kind wait to be answered; ask again in a few seconds."
            self._refuse(connection, 503, detail, {"Retry-After": "5"})
            return
        answered = partial(self.method_queue.defer, self._answered, connection, exchange)
        future.add_done_callback(answered)

    def _answered(self, connection: Connection, exchange: Exchange, future: Future[bool]) -> None:
        keep = not future.cancelled() and future.exception() is None and bool(future.result())
        connection.say(exchange.sock.gathered(), keep)
        self._write(connection)

    def _refuse(self, connection: Connection, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        said = counted_refusal(self._metrics, connection.host, status, detail, headers or {}, self.settings.prefix)
        connection.say(said, keep=False)
        connection.await_end()
        self._write(connection)

    def _write(self, connection: Connection) -> None:
        """Have the answer leave; then await the next request, or let the client close."""
        connection.state = ConnectionState.WRITING
        try:
            if not connection.flush():
                self._watch(connection, selectors.EVENT_WRITE, self._write)
                return
        except OSError:
            self._close(connection)
            return
        if connection.keep:
            self._await_request(connection, connection.take_rest())
        else:
            self._leave(connection)

    def _leave(self, connection: Connection) -> None:
        """Say that nothing follows, and read what still comes: closing at once would take the answer back."""
        connection.state = ConnectionState.LEAVING
        connection.await_end()
        try:
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(connection)
            return
        self._watch(connection, selectors.EVENT_READ, self._drain)

    def _drain(self, connection: Connection) -> None:
        if connection.receive() == b"":
            self._close(connection)

    def _watch(self, connection: Connection, event: int, react: Callable[[Connection], None]) -> None:
        self._unwatch(connection)
        self.poller.register(connection.sock, event, lambda _: react(connection))

    def _unwatch(self, connection: Connection) -> None:
        with suppress(KeyError, ValueError):  # it was not watched
            self.poller.unregister(connection.sock)

    def _close(self, *connections: Connection) -> None:
        for connection in self._connections.intersection(connections):
            self._unwatch(connection)
            self._connections.remove(connection)
            self.nr_conns -= 1
            connection.sock.close()

    def murder_pending(self) -> None:
        """Give up connections that took longer than they may; gunicorn's loop calls this each time it turns."""
        now = self.policy.clock()
        if now < self._next_sweep:
            return
        self._next_sweep = now + _SECONDS_BETWEEN_SWEEPS
        self._metrics.connections.set(len(self._connections))
        for connection in list(self._connections):
            if connection.is_late:
                self._expire(connection)
        self._close(*slowest_readers(self._connections))

    def _expire(self, connection: Connection) -> None:
        """Give a connection up, unless something came that was not looked at yet."""
        if connection.state is ConnectionState.READING:
            self._take_up_what_came(connection)
            if connection not in self._connections or not connection.is_late:
                return
        if connection.state is ConnectionState.READING and connection.has_begun:
            self._unwatch(connection)
            self._refuse(connection, 408, self.policy.too_slow)
        else:
            self._close(connection)

    def _take_up_what_came(self, connection: Connection) -> None:
        """Read what waits, up to the longest request: this process may be late, and not the client."""
        for _ in range(0, self.policy.longest_request, BYTES_READ_AT_ONCE):
            if connection.state is not ConnectionState.READING or not (data := connection.receive()):
                return
            self._take(connection, data)

    def murder_keepalived(self, force: bool = False) -> None:
        """Close everything where the process ends; else `murder_pending` sees to it."""
        if force:
            self._close(*self._connections)
            self._lanes.shutdown()

    def _cap_keepalive(self, deadline: float) -> None:
        """Close idle connections by the deadline; gunicorn calls this when the process is to end."""
        for connection in self._connections:
            if connection.state is ConnectionState.READING:
                connection.hurry(deadline)

    def handle_error(self, req: object, client: Outbox, addr: Address, exc: Exception) -> None:
        """Answer with a problem document what gunicorn's parser refuses, or the app failed at."""
        status = next((status for kind, status in _STATUS if isinstance(exc, kind)), 500)
        if status == 500:
            self.log.exception("a request could not be answered")
        host, detail = str(addr[0]) if addr else "", fault_in_words(status, exc)
        client.sendall(counted_refusal(self._metrics, host, status, detail, prefix=self.settings.prefix))

    @property
    def _metrics(self) -> ServerMetrics:
        metrics: ServerMetrics = self.wsgi.extensions[EXTENSION]
        return metrics
