"""What several threads write, written in one transaction: a disk that is slow to sync is waited for once by all."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from typing import Any

from sqlalchemy import Connection

from whichml_server.store.database import Outcome
from whichml_server.store.deadlines import seconds_left
from whichml_server.store.stored import StoreUnavailable

_Wish = tuple[Callable[[Connection], Any], Future[Any]]


class SharedWriting:
    """Transactions of one thread at a time, each for all that was asked for when it began.

    What cannot be done together is done once more, each in a transaction of its own: a large answer on a disk that is
    nearly full, or a defect in one work, is no matter of the others. What cannot begin is refused together.

    Parameters
    ----------
    transaction : returns a connection in a transaction that is done when the block ends; it is told for how many
        seconds it may wait to begin
    seconds : how long to wait for the turn of a thread and, in what is left of it, for the transaction to begin
    busy : returns what is raised where that takes longer
    """

    def __init__(
        self,
        transaction: Callable[[float], AbstractContextManager[Connection]],
        seconds: float,
        busy: Callable[[], StoreUnavailable],
    ) -> None:
        self._transaction = transaction
        self._seconds = seconds
        self._busy = busy
        self._turn = threading.Lock()
        self._wishes: deque[_Wish] = deque()

    @property
    def n_waiting(self) -> int:
        """Return how many works are asked for whose transaction has not begun."""
        return len(self._wishes)

    def write(self, work: Callable[[Connection], Outcome]) -> Outcome:
        """Return what the work returns, once its transaction is done; whoever has the turn does it for all."""
        until = time.monotonic() + self._seconds
        done: Future[Outcome] = Future()
        wish: _Wish = (work, done)
        self._wishes.append(wish)
        if self._turn.acquire(timeout=self._seconds):
            try:
                if not done.done():
                    self._grant_all(until)
            finally:
                self._turn.release()
        elif self._takes_back(wish):
            raise self._busy()
        return done.result()

    def _takes_back(self, wish: _Wish) -> bool:
        """Return whether a wish is asked for no more; False where its transaction has begun."""
        try:
            self._wishes.remove(wish)
        except ValueError:
            return False
        return True

    def _grant_all(self, until: float) -> None:
        """Do what is asked for by now, together; where that began and failed, each by itself."""
        granted: list[_Wish] = []
        try:
            with self._transaction(seconds_left(until)) as connection:
                granted += self._taken()
                outcomes = [work(connection) for work, _ in granted]
        except BaseException as failure:
            if len(granted) > 1 and isinstance(failure, Exception):
                self._grant_each(granted, until)
                return
            _tell_failure(granted or self._taken(), failure)  # where it did not begin, all have waited for the same
            raise
        for (_, done), outcome in zip(granted, outcomes, strict=True):
            done.set_result(outcome)

    def _grant_each(self, wishes: list[_Wish], until: float) -> None:
        """Do each in a transaction of its own, so that none fails because of another.

        Failures are told and not raised: the thread at work may have got what it wished for itself.
        """
        left = deque(wishes)
        while left:
            granted: list[_Wish] = []
            try:
                with self._transaction(seconds_left(until)) as connection:
                    granted.append(left.popleft())
                    work, done = granted[0]
                    outcome = work(connection)
            except Exception as failure:
                _tell_failure(granted or left, failure)
                if not granted:  # none of those that are left would begin
                    return
            except BaseException as failure:
                _tell_failure([*granted, *left], failure)
                raise
            else:
                done.set_result(outcome)

    def _taken(self) -> list[_Wish]:
        """Return what is asked for by now, which is asked for no more."""
        taken: list[_Wish] = []
        with suppress(IndexError):
            while True:
                taken.append(self._wishes.popleft())
        return taken


def _tell_failure(wishes: Iterable[_Wish], failure: BaseException) -> None:
    for _, done in wishes:
        done.set_exception(failure)
