"""The tables of a store of answers, the same in every database."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, MetaData, String, Table, Text

VERSION: Final = 2
"""The version of these tables; each later one brings the step that leads to it."""

metadata: Final = MetaData()
dictionaries: Final = Table(
    "dictionaries",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
"""Texts that many answers share, by which their bodies are packed; they hold nothing that a client sent."""
TRIAL: Final = "trial"
"""How the id of a dictionary begins that is written to see whether anything can be, and is taken back."""

answers: Final = Table(
    "answers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("schema", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Column("n_packed", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("dictionary", String(64), ForeignKey(dictionaries.c.id)),
    Column("packed", LargeBinary, nullable=False),  # last, so that the others are read without it
    Index("answers_by_date", "created", "id", "n_packed"),
)
"""`created` in microseconds since 1970; `n_bytes` of the JSON, `n_packed` of what is kept of it."""

documents: Final = Table(
    "documents",
    metadata,
    Column("answer", String(64), primary_key=True),
    Column("form", String(64), primary_key=True),
    Column("knowledge", String(64), primary_key=True),
    Column("n_packed", BigInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
"""Answers as people read them, in a form, under the digest of the knowledge that made them, and what was measured."""
