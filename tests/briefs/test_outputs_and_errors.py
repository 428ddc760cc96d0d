"""What briefs ask for of numbers: distributions of them, and bounds of errors in the unit of the target."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief


def required(task: str, **others: object) -> list[tuple[str, object, str]]:
    brief = Brief.from_mapping({"task": task, "data": {"modality": "tabular"}, **others}, lenient=True)
    return [(each.metric or each.quality, getattr(each.bound, "text", each.bound), each.priority)
            for each in brief.requirements]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said", "priority"),
    [
        ("output", "full p(z) for each, not a number", "must"), ("output", "full distribution", "must"),
        ("output", "distribution, instead of a point estimate", "must"), ("output", "distribution", "should"),
        ("output", "quantiles P5..P95", "should"), ("output", "p10/p50/p90", "should"),
        ("predict", "P(full)", "should"),
    ],
)  # fmt: skip
def test_who_wants_the_distribution_of_a_number_asks_how_sure_it_is(name: str, said: str, priority: str) -> None:
    assert required("regression", **{name: said}) == [("uncertainty-quantification", "high", priority)]


@pytest.mark.parametrize(
    ("task", "said"), [("regression", "a number, no distribution"), ("regression", "one value"),
                       ("clustering", "full p(z)"), ("binary-classification", "P(fraud)")],
)  # fmt: skip
def test_who_wants_a_number_or_a_class_does_not(task: str, said: str) -> None:
    assert required(task, output=said) == []


@pytest.mark.parametrize(
    ("quality", "said", "bound"),
    [("max-error", "8 K", 8.0), ("mae", "9.4 h", 9.4), ("rmse", "0.3 mg/l", 0.3), ("mae", "2 °C", 2.0)],
)
def test_a_bound_of_an_error_is_in_the_unit_of_the_target(quality: str, said: str, bound: float) -> None:
    ((metric, at_most, _),) = required("regression", requirements=[{"quality": quality, "max": said}])
    assert (metric, float(str(at_most))) == (quality, bound)


@pytest.mark.parametrize(
    ("quality", "said", "read"),
    [("max-error", "8K", []), ("mae", "5 percent", [("mae", "5 %", "must")]), ("bias", "0.002*(1+z)", []),
     ("r2", "3 K", [])],
)  # fmt: skip
def test_what_may_be_another_amount_is_no_bound_of_an_error(
    quality: str, said: str, read: list[tuple[str, str, str]]
) -> None:
    found = required("regression", requirements=[{"quality": quality, "max": said}])
    assert [tuple(map(str, each)) for each in found] == read
