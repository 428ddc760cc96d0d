"""A team that programs in another language is told who implements a candidate there."""

from __future__ import annotations

from typing import Any, Final, get_args

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.first_screen import first_screen
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate
from whichml.model.values.vocabulary import ProgrammingLanguage

LANGUAGES: Final = get_args(ProgrammingLanguage)
COUNTS = {"task": "regression", "data.modality": "tabular", "data.target": "count", "stakes.explanation": "full"}


def leader(advisor: Advisor, **languages: Any) -> Candidate:
    told = {f"project.{name}": value for name, value in languages.items()}
    return advisor.recommend(Brief.from_mapping({**COUNTS, **told})).candidates[0]


def test_the_libraries_of_the_languages_of_the_team_are_told(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping({**COUNTS, "project.programming_languages": ["python", "r"]}))
    assert answer.candidates[0].libraries == ("R: stats::glm, mgcv::gam",)
    assert "library in R: stats::glm, mgcv::gam" in printed(first_screen(answer, knowledge))


@pytest.mark.parametrize("languages", [{}, {"programming_languages": "python"}, {"programming_languages": "other"}])
def test_nothing_is_told_of_other_languages(advisor: Advisor, languages: dict[str, Any]) -> None:
    assert leader(advisor, **languages).libraries == ()


@pytest.mark.parametrize(
    ("said", "meant"), [("C#", "csharp"), ("C++", "cpp"), ("TypeScript", "javascript"), (".NET", "csharp"), ("R", "r")]
)
def test_languages_are_known_by_the_names_that_people_write(said: str, meant: str) -> None:
    brief = Brief.from_mapping({**COUNTS, "project.stack": [said]})
    assert brief.facts()["project.programming_languages"] == (meant,)


def test_every_library_says_where_it_is(knowledge: Knowledge) -> None:
    libraries = [each for a in knowledge.algorithms.values() for named in a.facts.libraries.values() for each in named]
    assert libraries
    told = {language for a in knowledge.algorithms.values() for language in a.facts.libraries}
    assert told <= {*LANGUAGES} - {"python"}
    assert all(each.url.startswith("https://") for each in libraries)
