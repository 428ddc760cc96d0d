"""Bounds are read as people type them, and words for a quality lead to the nearest names or are refused with those."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.replies.typed_bound import bound_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.words.near_qualities import bounds_for, near_qualities, what_it_may_be

SMALLEST: dict[str, Plain] = {"task": "binary-classification", "data.modality": "tabular"}


def required(text: str) -> Brief:
    """Return a brief that requires what a text says."""
    bound = bound_of(text)
    entry: dict[str, Plain] = {"quality": bound.quality, bound.side: bound.amount}
    return Brief.from_mapping({**SMALLEST, "requirements": [{**entry, "at": bound.at} if bound.at else entry]})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("inference-latency max 40 ms (p99)", "inference-latency max 40 ms (p99)"),
        ("response time max 150 ms", "inference-latency max 150 ms"), ("within 150 ms", "inference-latency max 150 ms"),
        ("the latency must be below 200 ms on average", "inference-latency max 200 ms (mean)"),
        ("latency under 2 s in 99 % of cases", "inference-latency max 2 s (p99)"),
        ("latency at most 2 s at the 95th percentile", "inference-latency max 2 s (p95)"),
        ("inference-latency <40 ms", "inference-latency max 40 ms"), ("latency 40 ms", "inference-latency max 40 ms"),
        ("precision min 0.3", "precision min 0.3"), ("precision at least 30 %", "precision min 30 %"),
        ("a recall of at least 0.8", "recall min 0.8"), ("AUC >= 0.85", "roc-auc min 0.85"), ("f1 > 0.8", "f1 min 0.8"),
        ("false alarm rate max 1 %", "false-positive-rate max 1 %"), ("rmse no more than 5", "rmse max 5"),
        ("quadratic weighted kappa min 0.8", "weighted-kappa min 0.8"), ("kappa min 0.8", "cohen-kappa min 0.8"),
        ("precision@10 min 0.5", "precision-at-10 min 0.5"), ("recall 0.9", "recall min 0.9"),
        ("at most 24 GB memory", "inference-memory max 24 GB"), ("model size max 2 MB", "model-size max 2 MB"),
        ("throughput at least 100 per second", "inference-throughput min 100/s"),
        ("training time under two hours", "training-time max 2 hours"), ("data need max 500", "data-need max 500"),
        ("explainability min very high", "explainability min very-high"),
        ("explainability high", "explainability min high"),
        ("cost per prediction max 0.01 EUR", "cost-per-prediction max 0.01 EUR"),
        ("latency not above 40 ms", "inference-latency max 40 ms"), ("recall not below 0.9", "recall min 0.9"),
        ("latency must not exceed 40 ms", "inference-latency max 40 ms"), ("recall must exceed 0.9", "recall min 0.9"),
        ("recall must never drop below 0.9", "recall min 0.9"), ("rmse no greater than 5", "rmse max 5"),
        ("latency shouldn't be over 40 ms", "inference-latency max 40 ms"), ("not slower than 40 ms",
         "inference-latency max 40 ms"), ("rmse max two hundred and five", "rmse max 205"),
        ("dice coefficient above 0.8", "dice min 0.8"), ("rmse max 5e-3", "rmse max 0.005"),
        ("matthews correlation coefficient min 0.5", "matthews-correlation min 0.5"),
        ("this model size max 5 MB", "model-size max 5 MB"), ("it has to come within 2 s", "inference-latency max 2 s"),
    ],
)  # fmt: skip
def test_a_bound_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert bound_of(typed).text == meant
    assert len(required(typed).requirements) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("explanations", "has no amount.\nWrite one, such as `explainability min high`"),
        ("error-rate", "Write one, such as `error-rate max 0.05`"),
        ("few false alarms", "such as `precision min 0.9` or `false-positive-rate max 0.01`"),
        ("we must not miss anybody", "such as `recall min 0.9`"),
        ("speed max 3 s", "Write one of inference-latency, inference-throughput, training-time"),
        ("within 3 months", "inference-latency, training-time, update-latency, time-to-release"),
        ("max 2 GB", "inference-memory, model-size, training-memory"),
        ("accuracy min 0.9", "does not say by which metric.\nWrite the metric: `recall min 0.9`"),
        ("easy to explain max 3", "Near it is `explainability`"),
        ("latncy max 3 s", "Did you mean 'inference-latency'"),
        ("latency max 10-20 ms", "takes one amount, and '10-20 ms' says two"),
        ("latency max 10 ms to 20 ms", "says two"), ("latency between 10 and 20 ms", "'10 and 20 ms' says two"),
        ("recall min 80 % or 90 %", "says two"), ("rmse max two-three", "says two"), ("rmse max one-two", "says two"),
        ("rmse max 5–6", "says two"),
        ("throughput min 10 to 20 per second", "says two"), ("latency max two-three seconds", "says two"),
        ("cost per prediction in percent below 5", "unknown quality 'cost per prediction in percent'"),
        ("throughput min 5e-3 to 1", "says two"), ("", "is no bound"),
        ("max", "is no bound"), ("40", "is no bound"), ("banana", "is no bound"),
    ],
)  # fmt: skip
def test_what_is_no_bound_or_several_is_refused_with_what_would_be_right(typed: str, said: str) -> None:
    with pytest.raises(BriefError) as refusal:
        bound_of(typed)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("explaining it to people", ("explainability",)), ("memory while training", ("training-memory",)),
        ("how private it is", ("privacy",)), ("missing data", ("missing-value-handling",)), ("banana", ()),
    ],
)  # fmt: skip
def test_qualities_are_near_to_words_that_they_share(said: str, near: tuple[str, ...]) -> None:
    assert near_qualities(said, QUALITIES) == near


def test_what_is_said_of_mistakes_is_met_with_bounds_that_are_bounds() -> None:
    said = ("few false alarms", "do not miss a case", "hardly any mistakes")
    bounds = [each for words in said for each in bounds_for(words)]
    assert len(bounds) == 7
    for each in bounds:
        assert bound_of(each).text == each
    assert bounds_for("handling of missing values") == ()


def test_a_metric_among_the_priorities_is_told_what_it_is() -> None:
    assert what_it_may_be("recall", QUALITIES).startswith("It is a metric of `accuracy`: a bound such as `recall min ")
    assert what_it_may_be("auc", QUALITIES).startswith("It is a metric of `accuracy`: a bound such as `roc-auc min ")


@pytest.mark.parametrize("said", ["few false alarms", "Easy to explain!", "explain ability"])
def test_words_for_a_quality_in_a_brief_are_met_with_what_is_near_and_never_with_hyphens(said: str) -> None:
    given: dict[str, Plain] = {**SMALLEST, "priorities": [said], "requirements": [{"quality": said, "min": "high"}]}
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping(given)
    assert len(refusal.value.problems) == 2
    for problem in refusal.value.problems:
        assert problem.message == f"unknown quality '{said}'."
        assert problem.hint is not None
        assert "hyphens" not in problem.hint
        assert "Known qualities" not in problem.hint


def test_only_the_first_words_of_a_long_text_are_looked_up_among_the_qualities() -> None:
    assert what_it_may_be(f"{'x' * 60} latency", QUALITIES) == "Near it are `inference-latency`, `update-latency`."
    assert near_qualities(f"{'x ' * 60} latency", QUALITIES) == ()
    assert what_it_may_be(f"{'x ' * 60} latency", QUALITIES) == what_it_may_be("x " * 60, QUALITIES)


def test_a_bound_is_refused_beyond_the_length_that_an_answer_may_have() -> None:
    longest = f"latency max {' ' * 63}40 ms"
    assert len(longest) == 80
    assert bound_of(longest).text == "inference-latency max 40 ms"
    with pytest.raises(BriefError, match="has more than 80 characters"):
        bound_of(longest.replace("40", "400"))


@pytest.mark.slow("looks for the nearest names of thousands of words")
@pytest.mark.parametrize("words", ["odd thing ", "odd-thing-", "fast and cheap "])
def test_many_words_that_are_no_qualities_are_refused_with_the_first_fifty(words: str) -> None:
    priorities: list[Plain] = [f"{words}{number}" for number in range(3000)]
    entries: list[Plain] = [{"quality": name, "min": "high"} for name in priorities[:100]]
    for field, pointer, given_there in (("priorities", "", priorities), ("requirements", "/quality", entries)):
        with pytest.raises(BriefError) as refusal:
            Brief.from_mapping({**SMALLEST, field: given_there})
        assert [each.pointer for each in refusal.value.problems] == [f"/{field}/{n}{pointer}" for n in range(50)]


def test_a_value_is_told_of_once_where_its_word_is_refused_and_its_type_too() -> None:
    odd: list[Plain] = [{"quality": "odd thing", "min": 3}, {"quality": "speed", "sum": 3}]
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({**SMALLEST, "requirements": odd})
    assert {each.pointer for each in refusal.value.problems} == {
        "/requirements/0/quality", "/requirements/1/quality", "/requirements/1/sum",
    }  # fmt: skip


@given(
    st.text(max_size=40)
    | st.from_regex(r"(latency|recall|memory|cost|a)? ?(max|min|under|>)? ?[0-9.]{0,4} ?(ms|GB|%|EUR|)")
)
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_any_text_is_a_bound_that_a_brief_takes_or_is_refused_in_words(text: str) -> None:
    try:
        required(text)
    except BriefError as refusal:
        assert str(refusal)


def test_a_metric_behind_its_amount_may_have_to_be_reached() -> None:
    assert bound_of("must reach 0.75 AUC").text == "roc-auc min 0.75"
