"""Rule packs that change while the server runs: looked for, read anew, and taken over as a whole or not at all."""

from __future__ import annotations

import importlib
import logging
import os
import queue
import signal
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from whichml import KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.finding import named_by_the_environment
from whichml.knowledge.loading import OpenedKnowledge
from whichml.knowledge.pack_loading import SELF, RejectedPack
from whichml.knowledge.packs import PackFile
from whichml.knowledge.query import QueryPool
from whichml.model.documents.errors import Problem, WhichmlError
from whichml_server.accepted_packs import AcceptanceRecord
from whichml_server.api import Api
from whichml_server.cached_advice import CachedAdvice
from whichml_server.store import AnswerStore

SECONDS_BETWEEN_LOOKS = 2.0
_ENDINGS = (".yaml", ".yml")
logger = logging.getLogger(__name__)

Open = Callable[[], OpenedKnowledge[KnowledgeBase]]
Mark = tuple[object, ...]


class Reloader:
    """The `Api` in use, replaced when the packs behind it change.

    New knowledge is built aside and takes over in one step; a request under way keeps the `Api` that it began with.
    Where a pack that is in use would be refused as it now lies there, everything stays as it was, and the next change
    is tried again. A pack that was refused before and still is stands in nobody's way.

    Processes that are forked from one that has this value serve the same packs: each notes what it took into use, and
    takes up first what another has noted, so that one which begins while a file is broken serves what all others do.

    Parameters
    ----------
    store, queries : what each `Api` has besides its knowledge
    rules : files and folders of packs, besides those that `KnowledgeBase.open` finds by itself
    open_knowledge : opens the knowledge; None for `KnowledgeBase.open` with the rules
    settle : called each time knowledge was taken into use, such as `settle_heap` in a process that does nothing else
    holds_back : whether a refused pack keeps a change from taking over; by default, where it is in use

    Raises
    ------
    KnowledgeError, RuleError
        Where the shipped content has to be built and something is wrong with it.
    """

    def __init__(
        self,
        store: AnswerStore,
        queries: QueryPool,
        rules: Sequence[Path] = (),
        open_knowledge: Open | None = None,
        settle: Callable[[], None] | None = None,
        holds_back: Callable[[RejectedPack, Knowledge], bool] | None = None,
    ) -> None:
        self._named = (*rules, *named_by_the_environment())
        self._open: Open = open_knowledge or (lambda: KnowledgeBase.open(None, rules))
        self._settle: Callable[[], None] = settle or (lambda: None)
        self._holds_back: Callable[[RejectedPack, Knowledge], bool] = holds_back or is_in_use
        self._one_at_a_time = threading.Lock()
        self._asked: queue.SimpleQueue[bool] = queue.SimpleQueue()
        seen = _marks(self._named)
        opened = self._open()
        self._seen = _marked(opened.watched, seen)
        for refusal in opened.refused:
            logger.warning("%s", refusal)
        self._shipped = opened.shipped
        self._accepted, self._number = AcceptanceRecord(), 0
        self._api = Api(opened.knowledge, _compiled(opened.knowledge), store, queries, opened.refused)
        self._settle()

    @property
    def api(self) -> Api:
        """Return what is in use now."""
        return self._api

    def look(self) -> bool:
        """Read the packs anew where a watched file or folder has changed; return whether new knowledge took over."""
        with self._one_at_a_time:
            has_caught_up = self._catch_up()
            return (_marks(self._seen) != self._seen and self._take_over()) or has_caught_up

    def reload(self) -> bool:
        """Read the packs anew whether or not something has changed; return whether new knowledge took over."""
        with self._one_at_a_time:
            has_caught_up = self._catch_up()
            return self._take_over() or has_caught_up

    def catch_up(self) -> bool:
        """Take into use what other processes did since this one was forked; return whether there was anything."""
        with self._one_at_a_time:
            return self._catch_up()

    def ask(self) -> None:
        """Ask the watching thread for a reload at once; safe inside a signal handler."""
        self._asked.put(True)

    @contextmanager
    def watching(self, seconds: float = SECONDS_BETWEEN_LOOKS) -> Iterator[None]:
        """Look every so many seconds, and reload on SIGHUP where the platform has it and this is the main thread."""
        thread = self._watching(seconds)
        thread.start()
        try:
            with _asked_by_a_signal(self.ask):
                yield
        finally:
            self._asked.put(False)
            thread.join()

    def use_store(self, store: AnswerStore) -> None:
        """Keep answers in another store from now on, such as one that this process opened itself."""
        with self._one_at_a_time:
            self._api = replace(self._api, store=store)

    def watch(self, seconds: float) -> None:
        """Look every so many seconds from now on, as long as somebody holds this value."""
        self._watching(seconds).start()

    def watch_in_every_process(self, seconds: float) -> None:
        """Look every so many seconds from now on, in this process and in each that is forked from it."""
        self.watch(seconds)
        if hasattr(os, "register_at_fork"):
            held = weakref.ref(self)  # a hook stays as long as the process
            os.register_at_fork(after_in_child=lambda: _watch_anew(held, seconds))

    def _watching(self, seconds: float) -> threading.Thread:
        watched = (weakref.ref(self), self._asked, seconds)
        return threading.Thread(target=_watch, args=watched, name="whichml-reloading", daemon=True)

    def watch_after_fork(self, seconds: float) -> None:
        """Look from now on in a child, whose parent may have been reading packs as it forked."""
        self._one_at_a_time = threading.Lock()  # whoever holds the former one is in the parent
        self._asked = queue.SimpleQueue()
        self.watch(seconds)

    def _catch_up(self) -> bool:
        """Take into use what another process noted, whatever lies there now."""
        accepted = self._accepted.since(self._number)
        if accepted is None or self._shipped is None:
            return False
        self._number = accepted.number
        try:
            knowledge = KnowledgeBase.joined(self._shipped, accepted.packs)
            advice = _compiled(knowledge)
        except Exception:
            logger.exception("the rule packs that other processes use cannot be taken into use")
            return False
        self._use(knowledge, advice)
        logger.info("the rule packs of the other processes were taken up; the knowledge is now %s", knowledge.digest)
        return True

    def _use(self, knowledge: Knowledge, advice: CachedAdvice) -> None:
        self._api = replace(self._api, knowledge=knowledge, advice=advice)
        self._settle()

    def _take_over(self) -> bool:
        """Open and compile aside; then take over, or keep everything and say what is wrong.

        What was seen is noted last, so that a process that is forked in between looks again.
        """
        seen = _marks((*self._seen, *self._named))  # before reading: what changes meanwhile is seen by the next look
        importlib.invalidate_caches()  # a package may have been installed since
        try:
            opened = self._open()
            marked = _marked(opened.watched, seen)
            if any(self._holds_back(refusal, self._api.knowledge) for refusal in opened.refused):
                self._keep(opened.refused, marked)
                return False
            if _is_same(opened.knowledge, self._api.knowledge):
                knowledge, advice = self._api.knowledge, self._api.advice
            else:
                knowledge, advice = opened.knowledge, _compiled(opened.knowledge)
        except Exception as failure:
            self._keep((*self._packs_refused(), _as_refusal(failure)), seen)
            return False
        if knowledge is opened.knowledge and not self._note(opened.packs):
            return self._catch_up()  # what was read may be older than what others use; the next look reads again
        for refusal in opened.refused:
            if refusal not in self._api.refused:
                logger.warning("%s", refusal)
        self._shipped = opened.shipped
        self._api = replace(self._api, refused=opened.refused)
        self._use(knowledge, advice)
        self._seen = marked
        logger.info("the rule packs were read anew; the knowledge is now %s", knowledge.digest)
        return True

    def _note(self, packs: Sequence[PackFile]) -> bool:
        """Note what is to be used by all processes; return whether none has taken something else meanwhile."""
        try:
            number = self._accepted.note(packs, self._number)
        except OSError:
            logger.exception("a process that begins later may serve former rule packs")
            return True
        self._number = number if number is not None else self._number
        return number is not None

    def _packs_refused(self) -> tuple[RejectedPack, ...]:
        return tuple(refusal for refusal in self._api.refused if refusal.pack != SELF)

    def _keep(self, refused: tuple[RejectedPack, ...], seen: dict[Path, Mark]) -> None:
        for refusal in refused:
            if refusal not in self._api.refused:
                logger.warning("%s\nEverything stays in use as it was before the change.", refusal)
        self._api = replace(self._api, refused=refused)
        self._seen = seen


def _watch(held: weakref.ref[Reloader], asked: queue.SimpleQueue[bool], seconds: float) -> None:
    """Look as long as somebody holds the reloader, which the thread itself does for the moment of a look alone.

    It looks at once: packs may have changed since the knowledge was opened that this process inherits.
    """
    is_first = True
    while True:
        try:
            is_to_reload = asked.get(timeout=0 if is_first else seconds)
        except queue.Empty:
            is_to_reload = None
        is_first = False
        reloader = held()
        if reloader is None or is_to_reload is False:
            return
        if is_to_reload:
            reloader.reload()
        else:
            reloader.look()
        del reloader


def _watch_anew(held: weakref.ref[Reloader], seconds: float) -> None:
    reloader = held()
    if reloader is not None:
        reloader.watch_after_fork(seconds)


def is_in_use(refusal: RejectedPack, knowledge: Knowledge) -> bool:
    """Return whether a pack of the knowledge is what was refused, or lay where nothing can be found any more.

    A pack that is refused before its id could be read is known by its file. An empty folder has lost its packs by
    somebody's will; a folder or file that is gone may be one that is being replaced.
    """
    packs = [pack for pack in knowledge.packs if not pack.shipped]
    if any(refusal.pack in (pack.id, pack.where) for pack in packs):
        return True
    if refusal.path is None or refusal.path.is_dir():
        return False
    name = refusal.path.resolve().name
    return any(pack.where == name or pack.where.startswith(f"{name}/") for pack in packs)


def _is_same(one: Knowledge, other: Knowledge) -> bool:
    return (one.digest, one.packs) == (other.digest, other.packs)


def _compiled(knowledge: Knowledge) -> CachedAdvice:
    """Return the advice from the knowledge, compiled now, which lives no longer than the `Api` that holds it."""
    advisor = Advisor.of(knowledge)
    return CachedAdvice(lambda: advisor)


def _as_refusal(failure: Exception) -> RejectedPack:
    """Return why nothing could be opened; the log has the whole of it where it is a defect."""
    if isinstance(failure, WhichmlError):
        return RejectedPack(SELF, failure.problems)
    logger.error("the rule packs could not be read anew", exc_info=failure)
    return RejectedPack(SELF, (Problem(f"the rule packs could not be read anew: {type(failure).__name__}."),))


def _marked(watched: Iterable[Path], seen: Mapping[Path, Mark]) -> dict[Path, Mark]:
    """Return the marks of the watched paths, as they were before reading where that was noted."""
    return {path: seen[path] if path in seen else _mark(path) for path in watched}


def _marks(paths: Iterable[Path]) -> dict[Path, Mark]:
    return {path: _mark(path) for path in paths}


def _mark(path: Path) -> Mark:
    """Return what changes with a file, or with the files in a folder; the same value where there is nothing."""
    try:
        if path.is_dir():
            return tuple(sorted((file.name, *_stamp(file)) for file in path.iterdir() if file.suffix in _ENDINGS))
    except OSError:
        return ()
    return _stamp(path)


def _stamp(file: Path) -> Mark:
    try:
        found = file.stat()
    except OSError:
        return ()
    return (found.st_size, found.st_mtime_ns, found.st_ino)


@contextmanager
def _asked_by_a_signal(ask: Callable[[], None]) -> Iterator[None]:
    """Call the function on SIGHUP, as servers do by custom; without it the signal would end the process."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGHUP"):
        yield
        return

    def on_signal(number: int, frame: FrameType | None) -> None:
        ask()

    former = signal.signal(signal.SIGHUP, on_signal)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, former)
