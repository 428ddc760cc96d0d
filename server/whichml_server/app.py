"""The Flask app: the routes of the table, errors as problem documents, and header fields for every response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from whichml.advise.recommendation import advisor_for
from whichml.knowledge.base import Knowledge
from whichml.knowledge.loading import built_store
from whichml.knowledge.query import USUAL, QueryPool
from whichml.knowledge.snapshot import read_turtle
from whichml_server.access import check_permissions, identify_clients
from whichml_server.api import Api
from whichml_server.bodies import BODY_BYTES
from whichml_server.cached_advice import CachedAdvice
from whichml_server.conditions import not_matched
from whichml_server.encoding import compress_for
from whichml_server.metrics import measure_requests
from whichml_server.negotiation import wanted_type
from whichml_server.opening import open_answers
from whichml_server.operations import Operation
from whichml_server.pages import page_routes, unfound_page
from whichml_server.parameters import check_parameters
from whichml_server.problems import NOT_ACCEPTABLE, PROBLEM_TYPE, UNAVAILABLE, Refusal, problem_response
from whichml_server.proxies import stand_behind
from whichml_server.rate_limits import limit_rates
from whichml_server.reloading import Reloader
from whichml_server.request_log import log_requests
from whichml_server.request_targets import heed_whole_addresses
from whichml_server.routes import OPERATIONS
from whichml_server.rules_at_start import check_start, holds_back
from whichml_server.samples import pack_like_samples
from whichml_server.settings import EXTENSION, Settings
from whichml_server.settings_reading import read_settings
from whichml_server.store import AnswerStore, StoreUnavailable

_HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cache-Control", "no-cache"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
MOST_WAITING_QUERIES: Final = 2
"""Each keeps a thread from other requests while it waits."""


def create_app(
    knowledge: Knowledge | None = None,
    store: AnswerStore | None = None,
    queries: QueryPool | None = None,
    settings: Settings | None = None,
) -> Flask:
    """Return the WSGI app that answers from a knowledge base and keeps its answers in a store.

    Without arguments, as WSGI servers call it, everything is as environment and file of settings say, and rule packs
    that change are taken over.

    Parameters
    ----------
    knowledge : what answers stand on, whatever changes on disk; None for what was shipped and the packs beside it
    store : where answers are kept; None for where the settings say
    queries : the processes that answer queries in SPARQL; None for those over the shipped knowledge base
    settings : None for those of environment and file

    Raises
    ------
    ServerError
        Where the settings are wrong, the store cannot be used, or a rule pack is refused that may not be missing.
    """
    settings = settings or read_settings()
    store = store or open_answers(settings)
    queries = queries or shipped_queries(settings)
    if knowledge is None:
        reloader = Reloader(store, queries, settings.rules, holds_back=holds_back(settings))
        check_start(reloader.api.refused, settings)
        reloader.watch_in_every_process(settings.reload_seconds)
        pack_like_samples(store, lambda: reloader.api)
        return app_answering(lambda: reloader.api, settings)
    api = Api(knowledge, CachedAdvice(partial(advisor_for, knowledge)), store, queries)
    pack_like_samples(store, lambda: api)
    return app_answering(lambda: api, settings)


def shipped_queries(settings: Settings | None = None) -> QueryPool:
    """Return the processes that answer queries about the graph of the shipped knowledge base."""
    chosen = settings or Settings()
    limits = replace(USUAL, seconds=chosen.sparql_seconds)
    n_waiting = max(0, min(MOST_WAITING_QUERIES, chosen.threads - chosen.sparql_processes - 1))
    return QueryPool(lambda: read_turtle(built_store()), limits, chosen.sparql_processes, n_waiting=n_waiting)


def app_answering(api_in_use: Callable[[], Api], settings: Settings | None = None) -> Flask:
    """Return the WSGI app each of whose requests answers from what the function returns when it begins."""
    app = Flask(__name__, static_folder=None)
    app.extensions[EXTENSION] = settings or Settings()
    app.config.update(MAX_CONTENT_LENGTH=BODY_BYTES + 1, PROPAGATE_EXCEPTIONS=False)
    app.url_map.merge_slashes = False
    for operation in OPERATIONS:
        respond = partial(_respond, operation, api_in_use)
        app.add_url_rule(operation.rule, operation.name, respond, methods=[operation.method])
    app.register_blueprint(page_routes(api_in_use))
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(StoreUnavailable, _store_unavailable)
    log_requests(app)  # what is registered first sees the response last, as it leaves
    measure_requests(app)
    chosen: Settings = app.extensions[EXTENSION]
    stand_behind(app, chosen)
    heed_whole_addresses(app)  # before proxies are heard, who know better
    identify_clients(app, chosen)
    app.before_request(_answer_about_all)
    limit_rates(app, chosen)
    check_permissions(app, chosen)
    app.after_request(_complete)
    return app


def _respond(operation: Operation, api_in_use: Callable[[], Api], **variables: str) -> Response:
    if not operation.is_open:
        check_parameters(request, operation.parameters)
    if NOT_ACCEPTABLE in operation.refusals and len(operation.media_types) == 1:  # of several the route chooses
        wanted_type(operation.media_types, "this is available")
    return operation.respond(api_in_use(), **variables)


def _answer_about_all() -> Response | None:
    """Return what the server as a whole takes, where that is asked for (`OPTIONS *`; RFC 9110, section 9.3.7)."""
    if request.method != "OPTIONS" or request.environ.get("PATH_INFO") not in ("*", "/*"):
        return None
    return Response(status=204, headers={"Allow": "GET, HEAD, POST, DELETE, OPTIONS"})


def _refused(error: HTTPException) -> Response:
    """Return an error as a problem document; for a browser outside of the API, that nothing is there as a page."""
    is_outside = isinstance(error, NotFound) and request.method in ("GET", "HEAD") and not _is_of_api(request.path)
    if is_outside and request.accept_mimetypes.best_match((PROBLEM_TYPE, "text/html")) == "text/html":
        return unfound_page()
    return problem_response(error)


def _is_of_api(path: str) -> bool:
    return path == "/v1" or path.startswith("/v1/")


def _store_unavailable(failure: StoreUnavailable) -> Response:
    """Return 503, and when it is worth to ask again."""
    return problem_response(Refusal(UNAVAILABLE, failure.problems, headers={"Retry-After": str(failure.seconds)}))


def _complete(response: Response) -> Response:
    """Return the response with the fields that all share, and as 304 or 412 where its conditions say so."""
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204  # `Allow` says it all
    if response.status_code == HTTPStatus.NO_CONTENT:
        response.headers.remove("Content-Type")
    if response.status_code in (200, 201) and request.method in ("GET", "HEAD", "POST"):
        response.add_etag()
        if not request.if_match.star_tag:  # what there is matches; werkzeug would refuse it
            response.make_conditional(request)
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            response = problem_response(not_matched())
    for name, text in _HEADERS:
        response.headers.setdefault(name, text)
    compress_for(request, response)
    return response
