"""gunicorn around an app that was made beforehand: processes that share its knowledge, and what signals do to them."""

from __future__ import annotations

import logging
import resource
import signal
import socket
import time
from types import FrameType
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from whichml_server.opening import open_answers
from whichml_server.reloading import Reloader
from whichml_server.samples import pack_like_samples
from whichml_server.settings import Settings
from whichml_server.store import leave_one_file
from whichml_server.turning_away import SECONDS_TO_SHAKE_HANDS, turn_newcomers_away
from whichml_server.worker import WhichmlWorker

_FILES_BESIDE_CONNECTIONS: Final = 200
_SECONDS_WITHOUT_A_TURN: Final = 60
_WAIT_FOR_A_START: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)
"""Signals that wait while a process starts: it would take them as the one above it does, and not end."""


def run_gunicorn(app: Flask, reloader: Reloader, listening: socket.socket, settings: Settings) -> None:
    """Answer on the socket in several processes until a signal ends them; leaves by `SystemExit`."""
    WhichmlWorker.settings = settings.model_copy(update={"max_connections": _affordable_connections(settings)})
    _WhichmlArbiter(_Application(app, reloader, listening, settings)).run()


def _affordable_connections(settings: Settings) -> int:
    """Return how many connections the open files of a process allow, after asking for as many as are wanted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = settings.max_connections + _FILES_BESIDE_CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(min(settings.max_connections, soft - _FILES_BESIDE_CONNECTIONS), settings.threads + 1)
    return settings.max_connections


class _Application(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """What gunicorn runs, and how."""

    def __init__(self, app: Flask, reloader: Reloader, listening: socket.socket, settings: Settings) -> None:
        self._app = app
        self._reloader = reloader
        self._listening = listening
        self._chosen = settings
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        chosen = self._chosen
        values: dict[str, Any] = {
            "bind": f"fd://{self._listening.detach()}",
            "worker_class": "whichml_server.worker.WhichmlWorker",
            "workers": chosen.workers,
            "threads": chosen.threads,
            "worker_connections": 1_000_000,  # the worker has limits of its own, and never stops to accept
            "timeout": _SECONDS_WITHOUT_A_TURN,
            "graceful_timeout": round(chosen.graceful_seconds + 0.5),
            "keepalive": max(1, round(chosen.keepalive_seconds)),
            "limit_request_line": 0,  # the head as a whole has a limit
            "forwarded_allow_ips": "",  # `trusted_proxies` says whom to believe
            "preload_app": True,  # processes share the memory of the knowledge
            "sendfile": False,
            "control_socket_disable": True,
            "logger_class": _QuietLogger,
            "proc_name": "whichml",
            "post_worker_init": self._begin,
            "child_exit": _forget,
            "on_exit": self._end,
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app that was made beforehand."""
        return self._app

    def _begin(self, worker: WhichmlWorker) -> None:
        """Give a process what it may not share with others: a store, a thread that watches packs, and SIGHUP."""
        store = open_answers(self._chosen)
        pack_like_samples(store, lambda: self._reloader.api)
        self._reloader.use_store(store)
        self._reloader.catch_up()  # before the first request: the others may have taken packs up since the start
        signal.signal(signal.SIGHUP, self._on_hangup)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WAIT_FOR_A_START)  # before there are threads, which inherit it
        self._reloader.watch(self._chosen.reload_seconds)

    def _end(self, arbiter: Arbiter) -> None:
        """Have the file of the answers hold all of them, once all processes have ended."""
        leave_one_file(self._chosen.store)

    def _on_hangup(self, number: int, frame: FrameType | None) -> None:
        self._reloader.ask()


def _forget(arbiter: Arbiter, worker: WhichmlWorker) -> None:
    """Take what an ended process had open out of the metrics; what it counted stays."""
    # the environment has to say first where processes share what they count
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


class _WhichmlArbiter(Arbiter):  # type: ignore[misc] # gunicorn has no types
    """The process above the others; on SIGHUP they read their packs, where gunicorn would start them anew."""

    def spawn_worker(self) -> int:
        """Start a process, and return its id; signals wait until it knows what to do about them."""
        signal.pthread_sigmask(signal.SIG_BLOCK, _WAIT_FOR_A_START)
        try:
            pid: int = super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _WAIT_FOR_A_START)
        return pid

    def stop(self, graceful: bool = True) -> None:
        """End all processes, after what they have taken; nobody comes any more from the first moment on."""
        if not self.reexec_pid and not self.master_pid:  # else another process goes on with the same sockets
            for listener in self.LISTENERS:
                turn_newcomers_away(listener.sock)
            time.sleep(SECONDS_TO_SHAKE_HANDS)
        super().stop(graceful)

    def handle_hup(self) -> None:
        """Have each process read its packs; one that is broken stays out, and all else stays in use."""
        self.kill_workers(signal.SIGHUP)


class _QuietLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's words in whichml's log, from warnings on; a request is logged by the app."""

    def setup(self, cfg: object) -> None:
        """Take the log of whichml instead of making one."""
        self.error_log = logging.getLogger("whichml_server.gunicorn")
        self.error_log.setLevel(logging.WARNING)
        self.cfg = cfg

    def access(self, *parts: object) -> None:
        """Do nothing."""

    def reopen_files(self) -> None:
        """Do nothing: the log goes to the standard streams."""

    def close_on_exec(self) -> None:
        """Do nothing: there are no files."""
