"""What a server counts and measures, as Prometheus reads it, over all of its processes."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, current_app, g, request

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

EXTENSION: Final = "whichml-metrics"
FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where processes share what they count; prometheus_client looks at it when it is first imported."""
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_REFUSED_PACKS: Final = b"""\
# HELP whichml_refused_packs Rule packs that cannot be used as they lie there; a former version may be in use.
# TYPE whichml_refused_packs gauge
whichml_refused_packs %.1f
"""


class ServerMetrics:
    """Counters and times of one app; where `FOLDER_VARIABLE` is set, of all processes that have it."""

    def __init__(self) -> None:
        # not before the environment says whether there are several processes
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._registry = CollectorRegistry()
        self.requests = Counter(
            "whichml_requests", "Requests, by route, method and status.", ["route", "method", "status"],
            registry=self._registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "whichml_request_seconds", "How long the app took for a request, by route and method.", ["route", "method"],
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self.refused = Counter(
            "whichml_refused_requests", "Requests refused before they reached the app, by status.", ["status"],
            registry=self._registry,
        )  # fmt: skip
        self.connections = Gauge(
            "whichml_connections", "Open connections.", registry=self._registry, multiprocess_mode="livesum"
        )

    def exposed(self, n_refused_packs: int) -> tuple[bytes, str]:
        """Return everything in the text format of Prometheus, and its media type.

        Parameters
        ----------
        n_refused_packs : rule packs that cannot be used as they lie there, which all processes read alike
        """
        # see above
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry: CollectorRegistry = self._registry
        if FOLDER_VARIABLE in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + _REFUSED_PACKS % n_refused_packs, CONTENT_TYPE_LATEST


def measure_requests(app: Flask) -> None:
    """Have an app count its requests, by the route and not by the path, of which anybody can make any number."""
    metrics = app.extensions[EXTENSION] = ServerMetrics()

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        method = request.method if request.method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS") else "other"
        metrics.requests.labels(route_of_request(), method, str(response.status_code)).inc()
        metrics.seconds.labels(route_of_request(), method).observe(time.perf_counter() - g.began)
        return response

    app.before_request(begin)
    app.after_request(end)


def route_of_request() -> str:
    """Return the route that answers the request under way, as its rule is written; `none` where there is none."""
    return request.url_rule.rule if request.url_rule is not None else "none"


def metrics_in_use() -> ServerMetrics:
    """Return the metrics of the app that answers the request under way."""
    found: ServerMetrics = current_app.extensions[EXTENSION]
    return found
