"""One route as a value: what answers it, what it takes and returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Response
from pydantic import BaseModel

from whichml_server.parameters import Parameter
from whichml_server.problems import RefusalKind

LaneName = Literal["requests", "probes", "readiness", "queries"]
BodyForm = str | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    Attributes
    ----------
    path : as OpenAPI writes it, with its variables in braces
    name : permanent name of the operation, also for generated clients
    respond : called with the `Api`, and with the variables of the path by name, `{id}` as `identity`
    returns : form of the JSON body; a mapping is a JSON Schema
    media_types : forms of the body, the usual one first
    variables : of the path
    parameters : of the query; others are refused
    is_open : whether the route itself looks at the parameters, because others are ignored or all are told at once
    bodies : what the request's body may be, by media type; a name is one of the schemas of the description
    status : of the answer; 201 where something was made and kept, with its `Location`
    refusals : what can be wrong with a request
    cost : how many answers it takes as long as to be made, of which a client has a share; 0 for what is only read
    is_counted : whether it counts against the share of a client at all
    needs_token : whether a server that has tokens may ask for one
    hosts : what `Host` may say, beside the names of the server
    lane : which threads answer it
    of_one : name of the operation that shows one thing of this list; empty elsewhere
    """

    path: str
    name: str
    summary: str
    respond: Callable[..., Response]
    returns: type[BaseModel] | dict[str, Any]
    method: Literal["GET", "POST", "DELETE"] = "GET"
    media_types: tuple[str, ...] = ("application/json",)
    variables: tuple[Parameter, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    is_open: bool = False
    bodies: Mapping[str, BodyForm] = field(default_factory=dict)
    status: Literal[200, 201, 204] = 200
    refusals: tuple[RefusalKind, ...] = ()
    cost: int = 0
    is_counted: bool = True
    needs_token: bool = True
    hosts: Literal["none", "any address", "anything"] = "none"
    lane: LaneName = "requests"
    of_one: str = ""

    @property
    def rule(self) -> str:
        """Return the path as Flask writes it."""
        return self.path.replace("{id}", "<identity>").replace("{", "<").replace("}", ">")

    @property
    def is_writing(self) -> bool:
        """Return whether the operation changes what is kept."""
        return self.method == "DELETE" or self.status == 201
