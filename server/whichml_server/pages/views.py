"""The routes of the page: the form, kept answers, why and why not, and what can be taken away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from whichml.advise.question_choice import question_about
from whichml.export.explanation import Explanation, explain
from whichml.export.explanation_page import unfolding_explanation
from whichml.export.kept_answers import read_answer
from whichml.export.web_page import style_digest
from whichml.model.documents.errors import BriefError, WhichmlError
from whichml.model.statements.recommendation import Recommendation
from whichml_server.answer_basis import AnswerBasis
from whichml_server.answers import FULL, kept_answer
from whichml_server.api import Api
from whichml_server.explanations import explained
from whichml_server.hints import asked_over_http
from whichml_server.negotiation import content_type
from whichml_server.pages.answer_parts import AnswerParts, as_markup
from whichml_server.pages.assets import assets
from whichml_server.pages.changes import Changed, read_form
from whichml_server.pages.downloads import DOWNLOADS
from whichml_server.pages.forms import brief_form
from whichml_server.pages.unfinished import UnfinishedBrief, read_unfinished
from whichml_server.parameters import is_asked_for
from whichml_server.problems import NOT_FOUND, UNAVAILABLE, Refusal
from whichml_server.scenarios import shipped_scenarios
from whichml_server.store import StoredAnswer, StoreUnavailable

_HEADERS: Final = MappingProxyType({
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # an address may hold a brief
    "Cache-Control": "private, no-cache",
})  # fmt: skip
_RECORD_STYLE: Final = f"default-src 'none'; style-src '{style_digest()}'; frame-ancestors 'none'"


def page_routes(api_in_use: Callable[[], Api]) -> Blueprint:
    """Return the routes of the page, each of whose requests answers from what the function returns when it begins."""
    pages = Blueprint("pages", __name__, template_folder="templates")
    for page in PAGES:
        view = partial(_respond, page.respond, api_in_use)
        pages.add_url_rule(page.rule, page.respond.__name__, view, methods=[page.method])
    pages.register_error_handler(HTTPException, _problem_page)
    pages.register_error_handler(StoreUnavailable, _store_unavailable_page)
    pages.after_request(_complete)
    pages.context_processor(lambda: {"asset": _asset_address})
    return pages


def show_form(api: Api) -> AnyResponse:
    """Return the form with the unfinished brief in the address, and the answer to it as far as it goes."""
    try:
        begun = _begun(api)
    except BriefError as error:
        return _refused_page(api, error)
    page = _form_page(api, Changed(begun), 200)
    page.headers["Vary"] = "HX-Request"
    if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
        page.headers["HX-Push-Url"] = _address_of(begun)
    return page


def send_form(api: Api) -> AnyResponse:
    """Return where the unfinished brief that a form leaves is shown, or the form again with what is wrong with it."""
    changed = read_form(request.form, api.knowledge)
    if changed.problems:
        return _form_page(api, changed, 422)
    if not changed.begun.fits_an_address:
        return _form_page(api, changed, 200)
    return redirect(_address_of(changed.begun, _ANCHORS.get(changed.verb, "answer")), 303)


def keep_answer(api: Api) -> AnyResponse:
    """Keep the answer to the unfinished brief that a form leaves, and return where it is."""
    changed = read_form(request.form, api.knowledge)
    if changed.problems or changed.begun.brief is None:
        return _form_page(api, changed, 422)
    answer = api.recommend(changed.begun.brief)
    api.store.put(StoredAnswer.of(answer))
    return redirect(url_for(".show_answer", identity=answer.id), 303)


def show_answer(api: Api, identity: str) -> AnyResponse:
    """Return a kept answer as a page."""
    basis = AnswerBasis.of(api, kept_answer(api, identity))
    answer, turning = basis.answer, basis.facts_that_turn(api)
    is_current = answer.knowledge.digest == api.knowledge.digest
    parts = AnswerParts(answer, api.knowledge, turning)
    turned = [
        (fact, parts.screen.turned(fact), url_for(".show_form", answer=identity, ask=fact.field)) for fact in turning
    ]
    again = url_for(".show_form", answer=identity)
    return _page("answer.html", parts=parts, is_current=is_current, turned=turned, again=again, downloads=DOWNLOADS)


def show_rest(api: Api, identity: str) -> AnyResponse:
    """Return what a kept answer says beyond the first screen."""
    parts = AnswerParts(_answer_of(kept_answer(api, identity)), api.knowledge)
    return _page("unfolded.html", title=f"All else: {parts.title}", unfolded=parts.rest,
                 back=url_for(".show_answer", identity=identity))  # fmt: skip


def explain_kept(api: Api, identity: str, algorithm: str) -> AnyResponse:
    """Return what a kept answer says of one algorithm, down to sources."""
    basis = AnswerBasis.of(api, kept_answer(api, identity))
    back = url_for(".show_answer", identity=identity)
    return _explained(basis.answer, lambda: explained(api, basis, algorithm), back)


def explain_unfinished(api: Api, algorithm: str) -> AnyResponse:
    """Return what the answer to the unfinished brief in the address says of one algorithm."""
    try:
        begun = _begun(api)
    except BriefError as error:
        return _refused_page(api, error)
    if begun.brief is None:
        raise NotFound("the address names no brief.")
    answer, steps = api.advice.advisor().recommend_with_steps(begun.brief)
    return _explained(answer, lambda: explain(answer, api.knowledge, algorithm, steps), _address_of(begun))


def download(api: Api, identity: str, name: str) -> AnyResponse:
    """Return a file of a kept answer; `?full`, which a short record names, is the full one."""
    chosen = DOWNLOADS.get(f"full-{name}" if is_asked_for(request, FULL) else name) or DOWNLOADS.get(name)
    if chosen is None:
        raise NotFound(f"there is no {name[:60]!r} of an answer; there are {', '.join(DOWNLOADS)}.")
    response = Response(chosen.write(api, kept_answer(api, identity)), content_type=content_type(chosen.media_type))
    if chosen.media_type == "text/html":
        response.headers["Content-Security-Policy"] = _RECORD_STYLE
    else:
        response.headers["Content-Disposition"] = f'attachment; filename="whichml-{identity[:12]}-{name}"'
    return response


def asset(api: Api, name: str) -> AnyResponse:
    """Return a file that pages load; under its version it never changes."""
    found = assets().get(name)
    if found is None:
        raise NotFound("there is no such file.")
    response = Response(found.body, content_type=content_type(found.media_type))
    if request.args.get("v") == found.version:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


class PageRoute(NamedTuple):
    """One method on one path of the page; `cost` and `is_writing` are those of an `Operation`."""

    rule: str
    respond: Callable[..., AnyResponse]
    method: str = "GET"
    cost: int = 0
    is_writing: bool = False

    @property
    def name(self) -> str:
        """Return what the app calls the route."""
        return f"pages.{self.respond.__name__}"


PAGES: Final = (
    PageRoute("/static/<name>", asset),
    PageRoute("/", show_form, cost=1),
    PageRoute("/", send_form, method="POST"),
    PageRoute("/answers", keep_answer, method="POST", cost=1, is_writing=True),
    PageRoute("/answers/<identity>", show_answer, cost=2),
    PageRoute("/answers/<identity>/rest", show_rest),
    PageRoute("/answers/<identity>/why/<algorithm>", explain_kept),
    PageRoute("/answers/<identity>/<name>", download),
    PageRoute("/why/<algorithm>", explain_unfinished, cost=1),
)
_ANCHORS: Final = MappingProxyType({"answer": "question", "unknown": "question", "ask": "question",
                                    "recall": "question", "bound": "bounds", "drop": "bounds"})  # fmt: skip


def _respond(respond: Callable[..., AnyResponse], api_in_use: Callable[[], Api], **variables: str) -> AnyResponse:
    _refuse_foreign()
    return respond(api_in_use(), **variables)


def _asset_address(name: str) -> str:
    return url_for("pages.asset", name=name, v=assets()[name].version)


def _address_of(begun: UnfinishedBrief, anchor: str | None = None) -> str:
    """Return where an unfinished brief is shown."""
    parameters: dict[str, Any] = dict(begun.parameters())
    return url_for(".show_form", _anchor=anchor, **parameters)


def _refuse_foreign() -> None:
    """Refuse a form that another site has sent in the name of whoever looks at it."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Forbidden("forms are taken from this site alone.")


def _begun(api: Api) -> UnfinishedBrief:
    """Return the unfinished brief that the address holds, or that begins from the kept answer that it names."""
    identity = request.args.get("answer", "")
    kept = AnswerBasis.of(api, kept_answer(api, identity)).brief(api) if identity else None
    return read_unfinished(request.args, api.knowledge, kept)


def _answer_of(kept: StoredAnswer) -> Recommendation:
    return read_answer(kept.body)


def _form_page(api: Api, changed: Changed, status: int) -> Response:
    """Return the page of an unfinished brief: its form, and the answer where there is a brief."""
    begun = changed.begun
    if begun.brief is None:
        form = brief_form(changed, api.knowledge, None, None)
        return _page("start.html", status, form=form, scenarios=shipped_scenarios().values())
    passed_over = frozenset(begun.unknown)
    question = question_about(begun.asked) if begun.asked else api.advice.question(begun.brief, passed_over)
    turning = (question.turning,) if question is not None and question.turning is not None else ()
    parts = AnswerParts(api.recommend(begun.brief), api.knowledge, turning)
    form = brief_form(changed, api.knowledge, question, parts)
    return _page("form.html", status, form=form, parts=parts)


def _refused_page(api: Api, error: BriefError) -> Response:
    """Return the first page with what is wrong with the address, and the brief in it to be mended."""
    text = request.args.get("brief", "")
    return _form_page(api, Changed(UnfinishedBrief(), {"text": (text,)}, error.problems), 422)


def _explained(answer: Recommendation, find: Callable[[], Explanation], back: str) -> Response:
    try:
        section = unfolding_explanation(find(), answer)
    except WhichmlError as error:
        raise NotFound("\n".join(str(asked_over_http(each)) for each in error.problems)) from None
    return _page("unfolded.html", title=section.title, unfolded=as_markup(section.blocks, 2), back=back)


def _page(template: str, status: int = 200, **shown: object) -> Response:
    return make_response(render_template(f"pages/{template}", **shown), status)


def _problem_page(error: HTTPException) -> Response:
    """Return an HTTP error as a page with the words of the problem document, and its header fields."""
    problems = getattr(error, "problems", ())
    kind = getattr(error, "kind", None)
    page = _page("problem.html", error.code or 500, title=kind.title if kind else error.name,
                 detail=error.description, problems=problems)  # fmt: skip
    fields = error.headers if hasattr(error, "headers") else {}
    page.headers.update(fields)
    return page


def unfound_page() -> Response:
    """Return that there is nothing at an address that no route has, as a page."""
    detail = "There is nothing at this address."
    page = _page("problem.html", NOT_FOUND.status, title=NOT_FOUND.title, detail=detail, asset=_asset_address)
    return _complete(page)


def _store_unavailable_page(failure: StoreUnavailable) -> Response:
    return _problem_page(Refusal(UNAVAILABLE, failure.problems, headers={"Retry-After": str(failure.seconds)}))


def _complete(response: Response) -> Response:
    for name, text in _HEADERS.items():
        response.headers.setdefault(name, text)
    return response
