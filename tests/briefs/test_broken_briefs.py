"""Every broken brief is refused with the message that stands beside it."""

from pathlib import Path

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

BROKEN = sorted(path for path in (Path(__file__).parent / "broken").iterdir() if path.suffix in (".yaml", ".json"))
N_BROKEN = 44


def test_every_broken_brief_is_collected_and_has_its_message() -> None:
    assert len(BROKEN) == N_BROKEN
    assert all(path.with_name(path.name + ".expected.txt").is_file() for path in BROKEN)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_a_broken_brief_is_refused_with_the_message_beside_it(path: Path) -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.parse(path.read_bytes(), path.name)
    assert str(refusal.value) + "\n" == path.with_name(path.name + ".expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_every_problem_of_a_broken_brief_says_where_and_what_would_be_right(path: Path) -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.parse(path.read_bytes(), path.name)
    for problem in refusal.value.problems:
        assert problem.where is not None
        assert problem.where.name == path.name
        assert problem.message.endswith(".")
        assert problem.hint
        assert problem.pointer is not None


@pytest.mark.parametrize(
    ("field", "given", "lists", "remedy"),
    [
        ("data.drift", "banana", "words", "It is one of none, "),
        ("task", "inspection list", "tasks", "Write `ranking` where "),
        ("data.rows", "many", "nothing", ""),
        ("priorities", ["odd-thing"], "qualities", "Known qualities: accuracy, "),
        ("priorities", ["latncy"], "nothing", "Did you mean 'inference-latency'?"),
    ],
)
def test_a_problem_says_what_its_hint_lists_and_what_would_be_right_without_the_meaning_of_the_field(
    field: str, given: object, lists: str, remedy: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({"task": "clustering", "data.modality": "tabular", field: given})
    (problem,) = refusal.value.problems
    assert problem.lists == lists
    assert problem.remedy.startswith(remedy)
    assert "Meaning: " not in problem.remedy
    assert (problem.hint or "").endswith(problem.meaning)
