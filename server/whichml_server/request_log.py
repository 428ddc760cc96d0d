"""One line of JSON for each request, and for everything else that a server says."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import uuid
from typing import Any, Final

from flask import Flask, Response, g, request

from whichml_server.metrics import route_of_request

_OF_A_CLIENT: Final = re.compile(r"[A-Za-z0-9._\-]{1,64}")
_ANSWER: Final = re.compile(r"/v1/recommendations/([0-9a-f]{32})(?:/|$)")
_LONGEST_PATH: Final = 200
_MOST_IN_A_WHILE: Final = 10
_WHILE_SECONDS: Final = 60.0
logger = logging.getLogger("whichml_server.requests")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: time, level, what happened, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its end."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        told: dict[str, Any] = {"time": f"{moment}.{record.msecs:03.0f}Z", "level": record.levelname.lower()}
        told |= {"event": record.getMessage(), **getattr(record, "fields", {})}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True, default=str)


class NoFlood(logging.Filter):
    """Lets a message pass ten times a minute; the next that passes then says how many did not."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is written."""
        if record.name == logger.name:
            return True
        kind = record.exc_info[0] if record.exc_info else None
        key = (record.name, record.pathname, record.lineno, kind)
        since, n_times = self._seen.get(key, (record.created, 0))
        if record.created - since > _WHILE_SECONDS:
            if n_times > _MOST_IN_A_WHILE:
                record.fields = {**getattr(record, "fields", {}), "left_out": n_times - _MOST_IN_A_WHILE}
            since, n_times = record.created, 0
        self._seen[key] = (since, n_times + 1)
        return n_times < _MOST_IN_A_WHILE


def log_to_stdout() -> None:
    """Have everything that the server and the library say written as lines of JSON, requests included."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    handler.addFilter(NoFlood())
    for name in ("whichml_server", "whichml", "waitress"):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.propagate = False
        log.setLevel(logging.INFO)


def log_requests(app: Flask) -> None:
    """Have an app log each request once, under an id that the response tells too."""

    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _OF_A_CLIENT.fullmatch(given) else uuid.uuid4().hex
        g.log_began = time.perf_counter()

    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        if logger.isEnabledFor(logging.INFO):
            logger.info("request", extra={"fields": _told(response)})
        return response

    app.before_request(begin)
    app.after_request(end)


def log_refusal(status: int, detail: str, client: str) -> None:
    """Log a request that was refused before it reached the app."""
    logger.info("refused", extra={"fields": {"status": status, "detail": detail[:_LONGEST_PATH], "client": client}})


def _told(response: Response) -> dict[str, object]:
    told: dict[str, object] = {
        "request": g.request_id,
        "method": request.method[:20],
        "path": request.path[:_LONGEST_PATH],
        "route": route_of_request(),
        "status": response.status_code,
        "ms": round(1000 * (time.perf_counter() - g.log_began), 1),
        "bytes": response.calculate_content_length() or 0,
        "client": request.remote_addr,
    }
    if (holder := g.get("token_name")) is not None:
        told["token"] = holder
    answer = _ANSWER.search(response.headers.get("Location", "")) or _ANSWER.search(request.path)
    if answer is not None:
        told["answer"] = answer[1]
    return told
