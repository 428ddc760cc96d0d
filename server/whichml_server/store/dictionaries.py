"""The texts that bodies are packed against: kept once beside the answers, and read once by each process."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import Connection, select

from whichml_server.store.database import Database
from whichml_server.store.packing import Dictionary
from whichml_server.store.stored import StoreUnavailable
from whichml_server.store.tables import dictionaries


class Dictionaries:
    """The dictionaries of a store.

    Attributes
    ----------
    sample : returns the text for new answers, empty for none
    """

    def __init__(self, database: Database) -> None:
        self.sample: Callable[[], bytes] = bytes
        self._database = database
        self._making = threading.Lock()
        self._for_new: list[Dictionary | None] = []
        self._read: dict[str, Dictionary] = {}

    def for_new_answers(self) -> Dictionary | None:
        """Return what new answers are packed against, made by the first who asks; None for nothing.

        Nobody waits while it is made, which takes a while: what is kept meanwhile is packed against nothing.
        """
        if not self._for_new and self._making.acquire(blocking=False):
            try:
                if not self._for_new:  # else another thread was done since
                    text = self.sample()
                    self._for_new.append(Dictionary.holding(text) if text else None)
            finally:
                self._making.release()
        return self._for_new[0] if self._for_new else None

    def keep(self, dictionary: Dictionary, connection: Connection) -> None:
        """Keep a dictionary in the transaction of an answer that needs it, where it is not kept already."""
        wanted = dictionaries.c.id == dictionary.id
        if connection.execute(select(dictionaries.c.id).where(wanted)).one_or_none() is None:
            statement = self._database.insert(dictionaries).values(id=dictionary.id, packed=dictionary.to_bytes())
            connection.execute(statement.on_conflict_do_nothing())
        self._read.setdefault(dictionary.id, dictionary)

    def of(self, identity: str | None) -> Dictionary | None:
        """Return what an answer was packed against, None where nothing."""
        if identity is None:
            return None
        if identity not in self._read:
            with self._database.reading() as connection:
                wanted = select(dictionaries.c.packed).where(dictionaries.c.id == identity)
                packed = connection.execute(wanted).scalar_one_or_none()
            if packed is None:
                raise StoreUnavailable.because("what is kept is damaged")
            self._read[identity] = Dictionary.unpacked(packed)
        return self._read[identity]
