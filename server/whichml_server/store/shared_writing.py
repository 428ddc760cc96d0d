"""What several threads write, written in one transaction: a disk that is slow to sync is waited for once by all."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection

from whichml_server.store.stored import StoreUnavailable

Outcome = TypeVar("Outcome")
_Wish = tuple[Callable[[Connection], Any], Future[Any]]


class SharedWriting:
    """Transactions of one thread at a time, each for all that was asked for when it began: all of it is done, or none.

    Parameters
    ----------
    transaction : returns a connection in a transaction that is done when the block ends
    seconds : how long to wait for the turn of a thread
    busy : returns what is raised where that takes longer
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        seconds: float,
        busy: Callable[[], StoreUnavailable],
    ) -> None:
        self._transaction = transaction
        self._seconds = seconds
        self._busy = busy
        self._turn = threading.Lock()
        self._wishes: deque[_Wish] = deque()

    def write(self, work: Callable[[Connection], Outcome]) -> Outcome:
        """Return what the work returns, once its transaction is done; whoever has the turn does it for all."""
        done: Future[Outcome] = Future()
        wish: _Wish = (work, done)
        self._wishes.append(wish)
        if self._turn.acquire(timeout=self._seconds):
            try:
                if not done.done():
                    self._grant_all()
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

    def _grant_all(self) -> None:
        granted: list[_Wish] = []
        try:
            with self._transaction() as connection:
                granted += self._taken()
                outcomes = [work(connection) for work, _ in granted]
        except BaseException as failure:
            for _, done in granted or self._taken():  # where it did not begin, all have waited for the same
                done.set_exception(failure)
            raise
        for (_, done), outcome in zip(granted, outcomes, strict=True):
            done.set_result(outcome)

    def _taken(self) -> list[_Wish]:
        """Return what is asked for by now, which is asked for no more."""
        taken: list[_Wish] = []
        with suppress(IndexError):
            while True:
                taken.append(self._wishes.popleft())
        return taken
