"""Everything that can be chosen about a server: checked once at its start, and the same in every process of it."""

from __future__ import annotations

import hmac
import os
import re
from pathlib import Path
from typing import Annotated, Final, Literal, Self, get_args

from flask import current_app
from limits import parse_many
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from whichml.model.documents.document import BRIEF_LIMITS

Access = Literal["read", "write"]
EXTENSION: Final = "whichml-settings"
"""Where an app has its settings, in `app.extensions`."""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]", "::1")
_ORIGIN: Final = re.compile(r"\*|https?://[A-Za-z0-9.\-\[\]:]+")
_HOST: Final = re.compile(r"\*|\.?[A-Za-z0-9.\-]+(?::\d+)?|\[[0-9A-Fa-f:]+\](?::\d+)?")
_TOKEN_NAME: Final = re.compile(r"[A-Za-z0-9._\-]{1,40}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FORM: Final = "`name:read:SHA-256 of the token` or `name:write:SHA-256 of the token`"
_PARTS_OF_A_TOKEN: Final = ("name", "may", "sha256")
_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~\-]+)*")


class BearerToken(BaseModel):
    """Who may do what with a bearer token, which itself is nowhere kept.

    Attributes
    ----------
    name : what the log calls its holder
    may : `write` includes `read`
    sha256 : of the token's bytes, as 64 hexadecimal digits
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=f"^{_TOKEN_NAME.pattern}$")]
    may: Access
    sha256: Annotated[str, Field(pattern=f"^{_SHA256.pattern}$")]

    def is_of(self, digest: str) -> bool:
        """Return whether the token has this SHA-256, in a time that tells nothing of where it differs."""
        return hmac.compare_digest(self.sha256, digest)


def _split(given: object) -> object:
    """Return the parts of a text with commas, as an environment variable has it; anything else as it is."""
    return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given


def _split_paths(given: object) -> object:
    return tuple(part for part in given.split(os.pathsep) if part) if isinstance(given, str) else given


def _read_tokens(given: object) -> object:
    """Return tokens as they are written: `name:write:sha256`, with commas between or in a list, or as mappings."""
    split = _split(given)
    if not isinstance(split, list | tuple):
        raise ValueError(f"what is wanted is a list of {_FORM}")  # noqa: TRY004 (pydantic takes a ValueError)
    return tuple(_read_token(number, each) for number, each in enumerate(split, 1))


def _read_token(number: int, given: object) -> object:
    """Return a token by its parts; a refusal tells nothing of what may be the token itself."""
    if isinstance(given, BearerToken):
        return given
    parts = dict(zip(_PARTS_OF_A_TOKEN, given.split(":"), strict=False)) if isinstance(given, str) else given
    n_parts = given.count(":") + 1 if isinstance(given, str) else len(_PARTS_OF_A_TOKEN)
    if not isinstance(parts, dict) or parts.keys() != set(_PARTS_OF_A_TOKEN) or n_parts != len(_PARTS_OF_A_TOKEN):
        raise ValueError(f"token {number} is not written as {_FORM}")
    if not _TOKEN_NAME.fullmatch(str(parts["name"])):
        raise ValueError(f"the name of token {number} takes 1 to 40 letters, digits, `.`, `_` and `-`")
    if parts["may"] not in get_args(Access):
        raise ValueError(f"token {number} may `read` or `write`, and nothing else")
    if not _SHA256.fullmatch(str(parts["sha256"])):
        raise ValueError(f"token {number} needs its SHA-256: 64 digits from 0 to 9 and a to f, as sha256sum prints it")
    return parts


def _each(pattern: re.Pattern[str], what: str) -> BeforeValidator:
    def check(given: object) -> object:
        split = _split(given)
        if not isinstance(split, list | tuple):
            raise ValueError(f"what is wanted is a list of texts, each the {what}")  # noqa: TRY004 (pydantic takes a ValueError)
        for part in split:
            if not pattern.fullmatch(str(part)):
                raise ValueError(f"{str(part)[:60]!r} is no {what}")
        return split

    return BeforeValidator(check)


def _rate(given: object) -> object:
    """Return rates as one text; refuse what the library of limits cannot read. Nothing, or `off`, limits nothing."""
    if isinstance(given, list | tuple):
        given = ";".join(map(str, given))
    if isinstance(given, str) and given not in ("", "off"):
        try:
            rates = parse_many(given)
        except ValueError:
            raise ValueError(
                "a rate is written as `60/minute`; several stand with `;` between, and `off` is none"
            ) from None
        if any(rate.amount < 1 for rate in rates):
            raise ValueError("nobody could ask anything; the least is `1/minute`, and `off` is for any number")
    return given


def _counting(given: object) -> object:
    """Refuse a place that nothing can count in here; whether a server is there is seen when it is asked."""
    scheme = given.partition("://")[0] if isinstance(given, str) and "://" in given else ""
    if scheme == "memory":
        return given  # to make one begins a thread
    try:
        if scheme.startswith("async+"):
            raise ConfigurationError(scheme)  # noqa: TRY301 (as the library says of others)
        storage_from_string(str(given), wrap_exceptions=True)
    except (ConfigurationError, ImportError) as cause:
        if "prerequisite" in str(cause):
            raise ValueError(f"the package that speaks {scheme}:// is not installed") from None
        raise ValueError(
            "requests are counted in `memory://`, or in `redis://HOST:PORT` with the package redis"
        ) from None
    except Exception as cause:
        raise ValueError(f"it cannot be read ({type(cause).__name__}); write it as `redis://HOST:PORT`") from None
    return given


def _place(given: object) -> object:
    """Refuse the URL of a database that can be read in two ways, one of which has half of a password as its host."""
    if isinstance(given, str) and "://" in given and given.partition("?")[0].count("@") > 1:
        raise ValueError("an `@` in a name or a password is written as `%40` in a URL, and a `/` as `%2F`")
    return given


Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
Rate = Annotated[str, BeforeValidator(_rate)]


class Settings(BaseModel):
    """What a server is told before it starts; nothing of it changes while it runs.

    Each field is set by the environment variable `WHICHML_` and its name in capitals (`store` by `WHICHML_ANSWERS`,
    for `WHICHML_STORE` names the compiled knowledge), or by its name in the YAML file that `WHICHML_SETTINGS` names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1, description="the address to listen on")
    port: int = Field(default=8000, ge=0, le=65_535, description="the port to listen on; 0 takes a free one")
    server: Literal["auto", "gunicorn", "waitress"] = Field(
        default="auto", description="which server runs the app; `auto` is gunicorn where it runs, else waitress"
    )
    workers: int = Field(default=2, ge=1, le=64, description="processes that answer; waitress has one")
    threads: int = Field(default=3, ge=1, le=128, description="requests that a process answers side by side")
    max_connections: int = Field(default=1000, ge=10, le=20_000, description="connections that a process keeps open")
    max_connections_per_client: int = Field(
        default=100, ge=1, le=20_000, description="connections that a process keeps open to one address"
    )
    request_seconds: Seconds = Field(
        default=30.0, description="how long a request may take to come, and an answer to be read"
    )
    keepalive_seconds: Seconds = Field(
        default=15.0, description="how long a connection may stay idle between two requests"
    )
    graceful_seconds: Seconds = Field(default=30.0, description="how long requests under way may take after SIGTERM")
    prefix: Annotated[str, Field(pattern=f"^{_PREFIX.pattern}$")] = Field(
        default="", description="the path in front of all addresses, where a proxy cuts it off, such as `/whichml`"
    )
    trusted_proxies: int = Field(
        default=0, ge=0, le=10, description="how many proxies stand in front; their `X-Forwarded-*` are believed"
    )
    trusted_hosts: Annotated[tuple[str, ...], _each(_HOST, "name of a host")] = Field(
        default=(), description="names that `Host` may say, `.example.org` for all below it, `*` for any; "
        "none given: those of this machine where it listens on them alone, else any",
    )  # fmt: skip
    body_bytes: int = Field(
        default=BRIEF_LIMITS.n_bytes,
        ge=1_000,
        le=BRIEF_LIMITS.n_bytes,
        description="bytes of the largest body that is read",
    )
    store: Annotated[str | None, BeforeValidator(_place)] = Field(
        default=None,
        min_length=1,
        description="where answers are kept: a file, or the URL of a database; else a usual place",
    )
    keep_days: float | None = Field(default=None, gt=0, description="days after which an answer may go; none keeps all")
    keep_bytes: int | None = Field(
        default=10_000_000_000, gt=0, description="bytes of all kept answers; the oldest go first; none keeps all"
    )
    tokens: Annotated[tuple[BearerToken, ...], BeforeValidator(_read_tokens)] = Field(
        default=(), description="who may read and write, as `name:write:SHA-256 of the token`; none lets everybody"
    )
    open_reading: bool = Field(default=True, description="whether reading needs no token where writing needs one")
    read_rate: Rate = Field(
        default="6000/minute", description="reading requests of one client in each worker; `off` for any number"
    )
    write_rate: Rate = Field(
        default="600/minute",
        description="what one client may have answered, kept or searched for in each worker; a what-if counts as 5, "
        "a comparison as 10",
    )
    rate_storage: Annotated[str, BeforeValidator(_counting)] = Field(
        default="memory://", description="where requests are counted; `redis://` for all workers as one"
    )
    cors_origins: Annotated[tuple[str, ...], _each(_ORIGIN, "origin such as https://portal.example.org")] = Field(
        default=(), description="origins whose pages may call the API from a browser; `*` for any"
    )
    rules: Annotated[tuple[Path, ...], BeforeValidator(_split_paths)] = Field(
        default=(), description="files and folders of further rule packs"
    )
    strict_rules: bool = Field(
        default=False,
        description="whether a rule pack that cannot be used keeps the server from starting, and later from taking up "
        "any change; else it answers without",
    )
    reload_seconds: Seconds = Field(
        default=2.0, description="how often rule packs are looked at; SIGHUP has them read at once"
    )
    sparql_processes: int = Field(default=1, ge=1, le=16, description="queries that a process answers side by side")
    sparql_seconds: Seconds = Field(default=5.0, description="how long one query may take")

    @model_validator(mode="after")
    def _make_sense_together(self) -> Self:
        if not self.open_reading and not self.tokens:
            raise ValueError("`open_reading: false` needs `tokens`, else nobody could read")
        if len({token.name for token in self.tokens}) < len(self.tokens):
            raise ValueError("two `tokens` have one name")
        if self.max_connections <= self.threads:
            raise ValueError("`max_connections` has to be more than `threads`")
        return self

    @property
    def is_local(self) -> bool:
        """Return whether the server listens to this machine alone."""
        return self.host in _LOOPBACK or self.host.startswith("127.")

    @property
    def believed_hosts(self) -> tuple[str, ...] | None:
        """Return the names that `Host` may say, None for any."""
        if "*" in self.trusted_hosts:
            return None
        return self.trusted_hosts or (_LOOPBACK[:3] if self.is_local else None)

    def shown(self) -> dict[str, object]:
        """Return what may be printed and logged: every setting, tokens by name, a database without its password."""
        values = self.model_dump(mode="json")
        values["tokens"] = [f"{token.name}:{token.may}" for token in self.tokens]
        for name in ("store", "rate_storage"):
            if values[name]:
                values[name] = without_password(values[name])
        return values


def without_password(text: str) -> str:
    """Return a text with three stars in the place of the password of an address, if it is one.

    A password may hold an `@` that should have been written otherwise: all up to the last one is left out.
    """
    before_host = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", text, flags=re.DOTALL)
    return re.sub(r"([?&](?:ssl)?password=)[^&]*", r"\1***", before_host)


def settings_in_use() -> Settings:
    """Return the settings of the app that answers the request under way."""
    found: Settings = current_app.extensions[EXTENSION]
    return found
