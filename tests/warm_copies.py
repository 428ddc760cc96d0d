"""Processes that are copies of one that has imported what they need; see `warm_process.py`."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any


class WarmProcess:
    """A process that has imported some modules, and whose copies run programs; it ends with this one.

    Parameters
    ----------
    options : those of Python, such as `-I`
    modules : the names of what it imports
    environment : its variables, which decide what it can import
    """

    def __init__(self, options: Sequence[str], modules: Sequence[str], environment: Mapping[str, str]) -> None:
        command = [sys.executable, *options, Path(__file__).with_name("warm_process.py"), *modules]
        self._process = subprocess.Popen(
            command, env={**environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._news = threading.Condition()
        self._started: list[int] = []
        self._ended: dict[int, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        atexit.register(self._end)

    def copy(
        self, *command: str, folder: Path, environment: Mapping[str, str], out: Path, err: Path, own_group: bool = False
    ) -> WarmCopy:
        """Start a copy that runs `-c` and code, or the file of a program, with its arguments.

        Parameters
        ----------
        out, err : the files that what it prints is added to
        own_group : whether it is the first of a group of processes, which can be ended as one
        """
        order = {
            "command": command, "folder": str(folder), "environment": {**environment}, "out": str(out),
            "err": str(err), "own_group": own_group,
        }  # fmt: skip
        stdin = self._process.stdin
        assert stdin is not None
        with self._news:
            stdin.write(json.dumps(order) + "\n")
            stdin.flush()
            self._news.wait_for(lambda: self._started or self._is_gone)
            return WarmCopy(self._started.pop(), self)

    def ended(self, pid: int, timeout: float | None) -> int | None:
        """Return the exit code of a copy, negative where a signal ended it; None where it runs on after a while."""
        with self._news:
            self._news.wait_for(lambda: pid in self._ended or self._is_gone, timeout)
            assert not self._is_gone, "the process that copies are made of has ended"
            return self._ended.get(pid)

    @property
    def _is_gone(self) -> bool:
        return self._process.poll() is not None

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told: dict[str, Any] = json.loads(line)
            with self._news:
                if "started" in told:
                    self._started.append(told["started"])
                else:
                    self._ended[told["ended"]] = os.waitstatus_to_exitcode(told["status"])
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def _end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class WarmCopy:
    """A copy that runs, to be waited for and sent signals like what `subprocess.Popen` starts."""

    def __init__(self, pid: int, parent: WarmProcess) -> None:
        self.pid = pid
        self._parent = parent

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self._parent.ended(self.pid, 0)

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code once it has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            Where it runs on.
        """
        code = self._parent.ended(self.pid, timeout)
        if code is None:
            raise subprocess.TimeoutExpired("a warm copy", timeout or 0)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


@cache
def warm_server() -> WarmProcess:
    """Return the process whose copies serve."""
    modules = ("whichml_server", "whichml_server.gunicorn_server", "whichml_server.waitress_server")
    return WarmProcess((), modules, {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
