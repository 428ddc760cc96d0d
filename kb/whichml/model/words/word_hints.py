"""What speaks for a word of a closed list from inside an answer: other names that are too short, and mere hints."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.words.word_meanings import PLACES

_LOCAL: Final = ("shop", "store", "plant", "factory", "mill", "vehicle", "ship", "train", "warehouse", "branch")
"""Places where a server stands near the source of the data."""


_OWN: Final = (
    "office", "company", "department", "hospital", "clinic", "practice", "university", "school", "ministry",
    "laboratory", "lab", "campus", "town-hall", "city-hall", "council", "municipal", "basement", "in-house",
)  # fmt: skip
"""Whose or where a server is that nobody rents: `town hall server`."""


def _served_at(places: tuple[str, ...]) -> tuple[str, ...]:
    """Return how people say that a server stands at any of some places."""
    ways = ("server-in-the-", "server-in-our-", "server-in-a-", "server-in-each-", "server-in-every-", "server-at-the-",
            "server-of-the-", "server-on-the-")  # fmt: skip
    return tuple(f"{way}{place}" for place in places for way in ways)


INSIDE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType({
    "data.modality": MappingProxyType({
        "tabular": ("table", "spreadsheet", "csv", "excel", "columns", "database"),
        "text": ("text", "letters", "articles", "e-mails", "emails", "messages", "reports", "notes", "documents",
                 "reviews", "contracts", "comments", "sentences", "transcripts"),
        "image": ("image", "picture", "photo", "photograph", "scans", "x-rays", "micrograph"),
        "audio": ("audio", "sound", "speech", "microphone", "music", "noise"),
        "video": ("video", "film", "footage"),
        "time-series": ("time-series", "signal", "vibration", "ecg", "eeg", "accelerometer", "load-curve"),
        "event-stream": ("clicks", "log-line", "event-log"),
        "interactions": ("ratings", "who-bought-what", "users-and-items"),
        "graph": ("graph", "nodes", "edges"),
    }),
    "deployment.target": MappingProxyType({
        "on-premises": (
            *_served_at((*(each for each in PLACES if each not in _LOCAL), "basement", "cellar", "town-hall")),
            *(f"{each}-server" for each in _OWN),
        ),
        "edge-server": _served_at(_LOCAL),
        "desktop": ("pc",), "microcontroller": ("mcu",), "vehicle": ("car", "ship"), "cloud": ("aws", "gcp"),
    }),
    "deployment.interaction": MappingProxyType({
        "interactive": ("sees", "looks-at", "watches", "asks-and-waits"),
    }),
})  # fmt: skip
"""What stands inside an answer for a word beside its other names: of fields whose names are a vocabulary of their own,
and what is too short, or says too little, to be another name."""
HINTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType({
    "data.modality": MappingProxyType({
        "tabular": ("customers", "orders", "bookings", "invoices", "forms", "records", "measurements", "lab-values",
                    "questionnaires", "surveys", "attributes", "properties", "applications"),
        "text": ("tickets", "complaints", "questions", "descriptions", "papers", "pdf"),
        "image": ("drawings", "slides", "satellite", "camera"),
        "audio": ("recordings", "calls", "voice"),
        "time-series": ("hourly", "daily", "weekly", "monthly", "per-hour", "per-day", "per-week", "over-time",
                        "weather", "holidays", "meter", "readings", "temperature", "consumption", "demand", "sales",
                        "history-of"),
        "event-stream": ("events", "logs", "transactions"),
        "interactions": ("purchases", "likes", "plays"),
        "graph": ("links", "relations", "transfers"),
    }),
    "deployment.target": MappingProxyType({
        "cloud": ("server", "servers"), "on-premises": ("server", "servers"), "edge-server": ("server", "servers"),
    }),
})  # fmt: skip
"""What only hints at a word, and counts where an answer says none by its name."""
