"""Where everything is: the entry of the API, and which knowledge answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response
from pydantic import BaseModel, ConfigDict

from whichml import __version__
from whichml.export.counts import knowledge_counts
from whichml.model.statements.knowledge_stamp import PackStamp
from whichml_server.api import Api
from whichml_server.catalogue import as_json
from whichml_server.explanations import stamp
from whichml_server.links import link, reachable
from whichml_server.sending import JSON, send


class Entrance(BaseModel):
    """The entry of the API: addresses by what is there."""

    model_config = ConfigDict(frozen=True)

    version: str
    links: Mapping[str, str]


class KnowledgeVersion(BaseModel):
    """Which knowledge answers: its version, the digest of its content, its packs, and how much it holds."""

    model_config = ConfigDict(frozen=True)

    version: str
    digest: str
    packs: tuple[PackStamp, ...]
    counts: Mapping[str, int]


def pack_stamps(api: Api) -> tuple[PackStamp, ...]:
    """Return the rule packs in use."""
    return tuple(
        PackStamp(id=pack.id, version=pack.version, digest=pack.digest, shipped=pack.shipped)
        for pack in api.knowledge.packs
    )


def get_knowledge(api: Api) -> Response:
    """Return which knowledge answers, and how much it holds."""

    def write() -> bytes:
        found = KnowledgeVersion(
            version=api.knowledge.version,
            digest=api.knowledge.digest,
            packs=pack_stamps(api),
            counts=knowledge_counts(api.knowledge),
        )
        return found.model_dump_json().encode()

    links = [link(f"/v1/{each}", "related") for each in ("algorithms", "rules", "packs", "sources")]
    return send(api, f"knowledge-{stamp(api)}", JSON, write, links)


def get_entrance(api: Api, places: Mapping[str, str]) -> Response:
    """Return where everything is; `places` are paths by what is there."""
    shown = Entrance(version=__version__, links={name: reachable(path) for name, path in places.items()})
    return as_json(shown, link("/v1/openapi.json", "service-desc"))
