"""Why an algorithm leads, ranks lower or is out of a kept answer, and how two of them differ in it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from flask import Response

from whichml import Recommendation, __version__
from whichml.advise.assessment import Assessment
from whichml.export.comparison import AlgorithmComparison, compare_algorithms
from whichml.export.comparison_page import algorithms_page
from whichml.export.explanation import Explanation, explain, unknown_algorithm
from whichml.export.explanation_page import explanation_page
from whichml.export.kept_answers import read_answer
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError, Problem
from whichml_server.answers import kept_answer
from whichml_server.api import Api
from whichml_server.bodies import known_names
from whichml_server.links import RECOMMENDATIONS, link
from whichml_server.parameters import SLUG, Parameter
from whichml_server.problems import NOTHING_DIFFERS, OUTDATED, UNKNOWN_ID, Refusal
from whichml_server.sending import send_page

_SLUG_SCHEMA: Final = MappingProxyType({"type": "string", "pattern": f"^{SLUG}$"})
ALGORITHM: Final = Parameter(
    "algorithm", "Id of an algorithm.", _SLUG_SCHEMA, known=lambda knowledge: knowledge.algorithms, example="kernel-svm"
)
OTHER: Final = Parameter(
    "other", "Id of another algorithm.", _SLUG_SCHEMA, known=lambda knowledge: knowledge.algorithms,
    example="random-forest",
)  # fmt: skip


def get_explanation(api: Api, identity: str, algorithm: str) -> Response:
    """Return what a kept answer says of one algorithm, why and why not, with the reasons behind it."""
    kept = kept_answer(api, identity)
    known_algorithms(api, algorithm)
    path = f"{RECOMMENDATIONS}/{identity}"
    answer: list[Recommendation] = []

    def find() -> Explanation:
        answer.append(read_answer(kept.body))
        return explain(answer[0], api.knowledge, algorithm, steps_for(api, answer[0], algorithm))

    return send_page(
        api, f"{identity}-{algorithm}-{stamp(api)}", find, lambda found: explanation_page(found, answer[0]),
        (link(path, "up", "the answer"), link(f"/v1/algorithms/{algorithm}", "about")),
    )  # fmt: skip


def get_algorithm_comparison(api: Api, identity: str, algorithm: str, other: str) -> Response:
    """Return how two algorithms differ in a kept answer, by today's knowledge and without its measurements."""
    kept = kept_answer(api, identity)
    known_algorithms(api, algorithm, other)

    def find() -> AlgorithmComparison:
        brief = kept_brief(api, read_answer(kept.body))
        return compare_algorithms(api.advice.advisor(), api.recommend(brief), brief, (algorithm, other))

    path = f"{RECOMMENDATIONS}/{identity}"
    links = [link(f"{path}/algorithms/{each}", "about") for each in (algorithm, other)]
    if algorithm == other:
        message = f"{algorithm} is named twice, and does not differ from itself."
        raise Refusal(NOTHING_DIFFERS, [Problem(message, hint="Name two algorithms.")])
    tag = f"{identity}-{algorithm}-{other}-{stamp(api)}"
    return send_page(api, tag, find, algorithms_page, (link(path, "up", "the answer"), *links))


def steps_for(api: Api, answer: Recommendation, algorithm: str) -> Assessment | None:
    """Return the steps by which an algorithm is rated that shares a place; None for others, which need none."""
    shared = {name for each in (*answer.candidates, *answer.outclassed) for name in each.equivalents}
    if algorithm not in shared:
        return None
    try:
        return api.advice.advisor().assess(kept_brief(api, answer))
    except Refusal:
        return None


def stamp(api: Api) -> str:
    """Return what changes with the program and its knowledge, for an entity tag."""
    return f"{__version__}-{api.knowledge.digest[:16]}"


def known_algorithms(api: Api, *algorithms: str) -> None:
    """Refuse ids that no algorithm has, all together."""
    unknown = [each for each in dict.fromkeys(algorithms) if each not in api.knowledge.algorithms]
    problems = [problem for each in unknown for problem in unknown_algorithm(each, api.knowledge).problems]
    if problems:
        raise Refusal(UNKNOWN_ID, problems)


def kept_brief(api: Api, answer: Recommendation) -> Brief:
    """Return the brief of a kept answer; refuses one that today's knowledge cannot read any more."""
    try:
        return Brief.from_mapping(answer.brief, known_names(api.knowledge))
    except BriefError as error:
        raise Refusal(OUTDATED, error.problems) from None
