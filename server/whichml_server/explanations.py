"""Why an algorithm leads, ranks lower or is out of a kept answer, and how two of them differ in it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from flask import Response

from whichml import Recommendation, __version__
from whichml.advise.assessment import Assessment
from whichml.export.comparison import AlgorithmComparison, compare_algorithms, compare_in_answer
from whichml.export.comparison_page import algorithms_page
from whichml.export.explanation import Explanation, algorithms_of, explain, unknown_algorithm
from whichml.export.explanation_page import explanation_page
from whichml.model.documents.errors import Problem
from whichml_server.answer_basis import AnswerBasis
from whichml_server.answers import kept_answer
from whichml_server.api import Api
from whichml_server.links import RECOMMENDATIONS, link
from whichml_server.parameters import SLUG, Parameter
from whichml_server.problems import NOTHING_DIFFERS, UNKNOWN_ID, Refusal
from whichml_server.sending import send_page
from whichml_server.store import StoredAnswer

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
    basis = AnswerBasis.of(api, kept)
    known_algorithms(api, basis.answer, algorithm)
    path = f"{RECOMMENDATIONS}/{identity}"
    return send_page(
        api, f"{answer_tag(api, kept)}-{algorithm}",
        lambda: explained(api, basis, algorithm),
        lambda found: explanation_page(found, basis.answer),
        (link(path, "up", "the answer"), link(f"/v1/algorithms/{algorithm}", "about")),
    )  # fmt: skip


def get_algorithm_comparison(api: Api, identity: str, algorithm: str, other: str) -> Response:
    """Return how two algorithms differ in a kept answer, from the answer alone where it cannot be retraced."""
    kept = kept_answer(api, identity)
    basis, pair = AnswerBasis.of(api, kept), (algorithm, other)
    known_algorithms(api, basis.answer, *pair)

    def find() -> AlgorithmComparison:
        if not basis.can_be_retraced:
            return compare_in_answer(basis.answer, api.knowledge, pair)
        measured, advisor = (basis.evidence, basis.calibration), api.advice.advisor()
        steps = advisor.assess(basis.brief(api), *measured)
        return compare_algorithms(advisor, basis.answer, steps, pair, *measured)

    path = f"{RECOMMENDATIONS}/{identity}"
    links = [link(f"{path}/algorithms/{each}", "about") for each in pair]
    if algorithm == other:
        message = f"{algorithm} is named twice, and does not differ from itself."
        raise Refusal(NOTHING_DIFFERS, [Problem(message, hint="Name two algorithms.")])
    tag = f"{answer_tag(api, kept)}-{algorithm}-{other}"
    return send_page(api, tag, find, algorithms_page, (link(path, "up", "the answer"), *links))


def explained(api: Api, basis: AnswerBasis, algorithm: str) -> Explanation:
    """Return what a kept answer says of one algorithm; WhichmlError where nobody knows it."""
    found = explain(basis.answer, api.knowledge, algorithm, steps_for(api, basis, algorithm))
    return found.model_copy(update={"from_answer_alone": not basis.can_be_retraced})


def steps_for(api: Api, basis: AnswerBasis, algorithm: str) -> Assessment | None:
    """Return the steps by which an algorithm is rated that shares a place; None for others, which need none."""
    answer = basis.answer
    shared = {name for each in (*answer.candidates, *answer.outclassed) for name in each.equivalents}
    if algorithm not in shared or basis.measurements == "not-kept":
        return None
    try:
        return api.advice.advisor().assess(basis.brief(api), basis.evidence, basis.calibration)
    except Refusal:
        return None


def stamp(api: Api) -> str:
    """Return what changes with the program and its knowledge, for an entity tag."""
    return f"{__version__}-{api.knowledge.digest[:16]}"


def answer_tag(api: Api, kept: StoredAnswer) -> str:
    """Return what changes with a kept answer, the program that made it, and what tells of it today."""
    return f"{kept.id}-{kept.made_by[:8]}-{stamp(api)}"


def known_algorithms(api: Api, answer: Recommendation, *algorithms: str) -> None:
    """Refuse ids that no algorithm has, today or in the answer, all together."""
    known = api.knowledge.algorithms.keys() | algorithms_of(answer)
    unknown = [each for each in dict.fromkeys(algorithms) if each not in known]
    problems = [problem for each in unknown for problem in unknown_algorithm(each, api.knowledge).problems]
    if problems:
        raise Refusal(UNKNOWN_ID, problems)
