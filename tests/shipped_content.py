"""The shipped content as its files say it, read once by each process of tests."""

from __future__ import annotations

from functools import cache

from whichml.knowledge.compilation import ContentRead, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.reading import FactFiles


@cache
def shipped_read() -> ContentRead:
    """Return all that the shipped content says; nobody changes it."""
    return read_content(Content.shipped())


def shipped_facts() -> FactFiles:
    """Return the shipped facts with their places."""
    return shipped_read().files
