"""waitress where gunicorn does not run, held to the same limits: h11 reads each request first, and time is bounded.

waitress by itself waits for a request as long as a byte comes now and then, never gives up who reads no answer (it
closes a connection once that can be written to), and takes nobody more once it has as many connections as it may.
"""

from __future__ import annotations

import logging
import select
import socket
from contextlib import suppress
from typing import Any, Final

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

from whichml_server.bare_problems import counted_refusal, fault_in_words
from whichml_server.connection_policy import CONTINUE, ConnectionPolicy, HeldConnection, slowest_readers
from whichml_server.framing import HEAD_BYTES, WrongRequest
from whichml_server.metrics import EXTENSION, ServerMetrics
from whichml_server.settings import Settings
from whichml_server.turning_away import SECONDS_TO_SHAKE_HANDS, turn_newcomers_away

_NEVER_REACHED: Final = 1_000_000_000
"""For limits of waitress in whose place ours hold."""
_SECONDS_BETWEEN_SWEEPS: Final = 1
_MOST_TO_SELECT_FROM: Final = 400
"""Connections where the system has no `poll`; Windows selects from 512 sockets at most."""


def waitress_server(app: Flask, listening: socket.socket, settings: Settings) -> WhichmlServer:
    """Return a server that answers on the socket once its `run` is called."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait for each other is no warning
    limits = Adjustments(
        sockets=[listening],
        threads=settings.threads,
        ident="whichml",
        connection_limit=_NEVER_REACHED,
        cleanup_interval=_SECONDS_BETWEEN_SWEEPS,
        max_request_body_size=_NEVER_REACHED,
        max_request_header_size=2 * HEAD_BYTES,
        outbuf_high_watermark=_NEVER_REACHED,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=False,  # the app believes as many proxies as the settings say
    )
    most = None if hasattr(select, "poll") else _MOST_TO_SELECT_FROM
    return WhichmlServer(app, listening, limits, ConnectionPolicy(settings, most))


class _ProblemTask(ErrorTask):  # type: ignore[misc] # waitress has no types
    """Answers what waitress's own parser refuses, or the app failed at, with a problem document."""

    def execute(self) -> None:
        """Say it, and close."""
        error = self.request.error
        self.channel.say_problem(error.code, fault_in_words(error.code, error.body))
        self.wrote_header = True
        self.close_on_finish = True


class WhichmlChannel(HTTPChannel, HeldConnection):  # type: ignore[misc] # waitress has no types
    """A connection: a request reaches a thread once all of it has come, and the next one once the answer has left."""

    error_task_class = _ProblemTask
    close_when_flushed: bool

    def __init__(self, server: WhichmlServer, sock: socket.socket, addr: tuple[Any, ...], *more: Any, **named: Any):
        HeldConnection.__init__(self, server.policy, addr)
        self._n_said = 0
        self._is_leaving = False
        HTTPChannel.__init__(self, server, sock, addr, *more, **named)
        server.make_room_beside(self)

    @property
    def may_go(self) -> bool:
        """Return whether no thread works for the connection."""
        return not self.requests or self.total_outbufs_len > 0

    @property
    def n_bytes_leaving(self) -> int:
        """Return how much waits for the client to read it."""
        return int(self.total_outbufs_len)

    def readable(self) -> bool:
        """Return whether to read; takes up first what had come behind the request that is answered now."""
        if self._is_leaving:
            return not self.total_outbufs_len  # else a client that sends no more would be taken for gone
        if super().readable() and (rest := self.take_rest()):
            self.received(rest)
        return bool(super().readable()) or self._is_leaving

    def handle_read(self) -> None:
        """Read, and throw away what comes after the last word."""
        if self._is_leaving:
            with suppress(OSError):
                self.recv(65_536)  # closes where the client has closed
            return
        super().handle_read()

    def handle_write(self) -> None:
        """Send what is said; after the last answer the client is to close, where waitress would at once.

        The system takes an answer back that was not read yet where something came that nobody reads any more.
        """
        if self.close_when_flushed:
            self._leave()
            self.close_when_flushed = False
        super().handle_write()

    def received(self, data: bytes) -> bool:
        """Go on with a request; once it is whole, have it answered."""
        try:
            whole = self.take(data)
        except WrongRequest as refusal:
            self.refuse(refusal.status, refusal.detail)
            return False
        if whole is not None:
            self._submit(whole)
        elif self.waits_for_continue:
            self.send(CONTINUE)
        return True

    def _submit(self, whole: bytes) -> None:
        request = self.parser_class(self.adj)
        while whole and not request.completed:
            whole = whole[request.received(whole) :]
        if request.error is None and (whole or not request.completed):
            self.refuse(400, "this request cannot be read: it can be understood in two ways.")
            return
        with self.requests_lock:
            self.requests.append(request)
        self.server.add_task(self)

    def refuse(self, status: int, detail: str) -> None:
        """Answer a request that is not read to its end, and let the client close: what still comes is not read."""
        self.say_problem(status, detail)
        self.await_end()
        self._leave()

    def say_problem(self, status: int, detail: str) -> None:
        """Say that a request is refused."""
        prefix = self.policy.settings.prefix
        self.write_soon(counted_refusal(self.server.metrics, self.host, status, detail, prefix=prefix))

    def write_soon(self, data: Any) -> int:
        """Take a part of an answer, for which the client has a while, and longer where it is long."""
        self._n_said += len(data)
        if not self._is_leaving:
            self.await_reader(self._n_said)
        return int(super().write_soon(data))

    def _flush_some(self, do_close: bool = True) -> bool:
        has_sent = bool(super()._flush_some(do_close))
        if not self.total_outbufs_len:
            self._n_said = 0
            if self._is_leaving:
                self._end_where_all_is_said()
            else:
                self.await_request()
        return has_sent

    def _leave(self) -> None:
        """Say what is left to say and that nothing follows, and throw away what still comes."""
        self._is_leaving = True
        self._end_where_all_is_said()

    def _end_where_all_is_said(self) -> None:
        if not self.total_outbufs_len:
            self.await_end()
            with suppress(OSError):  # the client is gone
                self.socket.shutdown(socket.SHUT_WR)

    def hurry(self, deadline: float) -> None:
        """Keep a connection on which nothing is under way until then only."""
        if not self.requests and not self.total_outbufs_len:
            super().hurry(deadline)

    def look_at_time(self) -> None:
        """Give the connection up where it took longer than it may, and nothing came that was not looked at yet."""
        if not self.is_late:
            return
        self._take_up_what_came()
        if not self.is_late:
            return
        if self.has_begun:
            self.refuse(408, self.policy.too_slow)
        else:
            self.handle_close()

    def _take_up_what_came(self) -> None:
        """Read what waits, up to the longest request: this process may be late, and not the client."""
        for _ in range(0, self.policy.longest_request, self.adj.recv_bytes):
            if not self.readable() or self._is_leaving or not self._has_something_to_read():
                return
            self.handle_read()

    def _has_something_to_read(self) -> bool:
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing came, or the client is gone
            return False


class WhichmlServer(TcpWSGIServer):  # type: ignore[misc] # waitress has no types
    """The server; where it has too many connections, one that was quiet for the longest goes."""

    channel_class = WhichmlChannel
    next_channel_cleanup: float

    def __init__(self, app: Flask, listening: socket.socket, limits: Adjustments, policy: ConnectionPolicy) -> None:
        self.policy = policy
        self._is_to_end = False
        self.metrics: ServerMetrics = app.extensions[EXTENSION]
        place = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(app, None, True, listening, adj=limits, sockinfo=place, bind_socket=False)

    def run(self) -> None:
        """Answer until `end` is called, then what was taken; an interrupt ends it at once."""
        with suppress(KeyboardInterrupt):
            while self._map and not self._is_to_end:
                self.turn()
            if self._is_to_end:
                self._answer_what_was_taken()
        self.task_dispatcher.shutdown()

    def end(self) -> None:
        """Have `run` take no more connections and return, once all that was taken is answered."""
        self._is_to_end = True
        self.pull_trigger()

    def readable(self) -> bool:
        """Return whether newcomers are taken; nothing is closed here, where waitress gives connections up.

        What is closed while a turn gathers what to wait for is waited for nevertheless, and its end is told of the
        newcomer who gets its number.
        """
        return bool(self.accepting)

    def turn(self, seconds: float = 1.0) -> None:
        """Do what there is to do within these seconds; give up first who took too long, now and then."""
        now = self.policy.clock()
        if now >= self.next_channel_cleanup:
            self.next_channel_cleanup = now + self.adj.cleanup_interval
            self.maintenance(now)
        self.asyncore.loop(timeout=seconds, map=self._map, use_poll=self.adj.asyncore_use_poll, count=1)

    def _answer_what_was_taken(self) -> None:
        turn_newcomers_away(self.socket)
        clock = self.policy.clock
        now = clock()
        while clock() < now + SECONDS_TO_SHAKE_HANDS:
            self.turn(SECONDS_TO_SHAKE_HANDS)
        while select.select([self.socket], [], [], 0)[0]:
            self.handle_accept()
        self.del_channel()
        self.socket.close()
        self.policy.linger()
        for channel in self.active_channels.values():
            channel.hurry(clock() + self.policy.idle_seconds)
        while self.active_channels and clock() < now + self.policy.settings.graceful_seconds:
            self.turn(0.1)
            self.maintenance(clock())

    def make_room_beside(self, newcomer: WhichmlChannel) -> None:
        """Close a connection where a new one is one too many, of all or of its client."""
        others = [channel for channel in self.active_channels.values() if channel is not newcomer]
        for channel in self.policy.in_the_way(newcomer.host, others):
            channel.handle_close()

    def maintenance(self, now: float) -> None:
        """Give up connections that took longer than they may, and answers that fill the memory."""
        self.metrics.connections.set(len(self.active_channels))
        for channel in list(self.active_channels.values()):
            channel.look_at_time()
        for channel in slowest_readers(self.active_channels.values()):
            channel.handle_close()
