"""Whether the server answers, whether it can do its work, and what it counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

from flask import Response
from pydantic import BaseModel, ConfigDict

from whichml.knowledge.pack_loading import RejectedPack
from whichml.model.documents.errors import quoted
from whichml.model.statements.knowledge_stamp import PackStamp
from whichml_server import about, catalogue
from whichml_server.api import Api
from whichml_server.metrics import metrics_in_use
from whichml_server.operations import Operation
from whichml_server.problems import UNAVAILABLE

# the folders of a path from the root of a machine; a web address has its slashes after a colon or a letter
_FOLDERS: Final = re.compile(r"(?<![\w.:/\\-])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'\"]+[/\\])+")


class PackProblem(BaseModel):
    """One thing that is wrong with a rule pack; `where` is its file with line and column."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    where: str | None
    hint: str | None


class RefusedPack(BaseModel):
    """A rule pack that is not in use as it lies there; its former version may be."""

    model_config = ConfigDict(frozen=True)

    pack: str
    problems: tuple[PackProblem, ...]


class Health(BaseModel):
    """That the server answers, its version, the digest of its knowledge, and the rule packs in use and refused."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ok"] = "ok"
    version: str
    knowledge: str
    packs: tuple[PackStamp, ...]
    refused: tuple[RefusedPack, ...]


class Readiness(BaseModel):
    """That the store can be used, the knowledge that answers come from, and how many rule packs are refused."""

    model_config = ConfigDict(frozen=True)

    status: Literal["ready"] = "ready"
    store: Literal["ok"] = "ok"
    knowledge: str
    n_algorithms: int
    n_refused_packs: int


def get_health(api: Api) -> Response:
    """Return that the server answers, and what it answers from."""
    packs = about.pack_stamps(api)
    refused = tuple(_as_refused(refusal) for refusal in api.refused)
    shown = Health(version=api.knowledge.version, knowledge=api.knowledge.digest, packs=packs, refused=refused)
    return catalogue.as_json(shown)


def get_readiness(api: Api) -> Response:
    """Return that answers can be made and kept; `StoreUnavailable` where they cannot be kept now."""
    api.store.check()
    shown = Readiness(
        knowledge=api.knowledge.digest, n_algorithms=len(api.knowledge.algorithms), n_refused_packs=len(api.refused)
    )
    return catalogue.as_json(shown)


def get_metrics(api: Api) -> Response:
    """Return what was counted and measured, by all processes together."""
    text, media_type = metrics_in_use().exposed(len(api.refused))
    return Response(text, headers={"Cache-Control": "no-store"}, content_type=media_type)


def _as_refused(refusal: RejectedPack) -> RefusedPack:
    """Return a refusal in words for everybody: the folders of the server's machine are its own affair."""
    problems = tuple(
        PackProblem(
            code=problem.code,
            message=_without_folders(problem.message, refusal.path),
            where=str(problem.where) if problem.where else None,
            hint=_without_folders(problem.hint, refusal.path) if problem.hint else None,
        )
        for problem in refusal.problems
    )
    return RefusedPack(pack=_without_folders(refusal.pack, refusal.path), problems=problems)


def _without_folders(text: str, path: Path | None) -> str:
    """Return the text with the last part of each absolute path alone, and of the pack's own path."""
    if path is not None:
        name = path.name or "."
        text = name if text == str(path) else text.replace(quoted(str(path)), quoted(name))
    return _FOLDERS.sub("", text)


OPERATIONS: Final = (
    Operation(
        "/healthz", "getHealth", "See whether the server answers",
        get_health, Health, is_open=True,
        is_counted=False, needs_token=False, hosts="anything", lane="probes",
    ),
    Operation(
        "/readyz", "getReadiness", "See whether the server can make and keep answers",
        get_readiness, Readiness, is_open=True, refusals=(UNAVAILABLE,),
        is_counted=False, needs_token=False, hosts="anything", lane="readiness",
    ),
    Operation(
        "/metrics", "getMetrics", "Get what the server counted, as Prometheus reads it",
        get_metrics, {"type": "string"}, media_types=("text/plain",), is_open=True,
        is_counted=False, hosts="any address", lane="probes",
    ),
)  # fmt: skip
"""The routes for whoever watches the server, in the order of the description.

Orchestrators ask for health and readiness by the address of a container, and have no token for it. Who gathers metrics
goes by an address too; a name that leads here can be anybody's, and a page of it never says an address instead.
"""
