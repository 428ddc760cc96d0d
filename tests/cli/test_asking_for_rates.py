"""`whichml new` asks what a currency is worth of which an amount was said."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from by_night import by_night, only_by_night
from whichml import Brief
from whichml.advise.interview import Interview
from whichml.advise.recommendation import Advisor
from whichml.model.documents.errors import BriefError

pytestmark = pytest.mark.slow("talks through interviews, each to its answer")


def test_an_amount_in_another_currency_is_asked_for_its_rate_and_then_known(run: Any, path: Path) -> None:
    known = ("binary", "tabular", "", "stakes.cost_false_positive")
    talk = run(
        "new", path, stdin=typed(*known, "about 5 euros", "much", "about 1.1", "back", "5 EUR", "1.2", "done", "", "")
    )
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("how many USD is one EUR? (such as 1.08)") == 2
    assert "`exchange_rates` takes a number above 0 for EUR" in unwrapped(talk)
    brief = Brief.load(path)
    assert brief.facts()["stakes.cost_false_positive"] == 6.0
    assert brief.exchange_rates == (("EUR", 1.2),)
    assert "\n  cost_false_positive: 5 EUR\n" in path.read_text("utf-8")


def test_a_rate_that_is_not_known_is_asked_for_once(run: Any, path: Path, advisor: Advisor) -> None:
    costs = ("stakes.cost_false_positive", "5 EUR", "unknown", "stakes.cost_false_negative", "80 EUR")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *costs, "done", "", ""))
    assert talk.stdout.count("how many USD is one EUR?") == 1
    assert "is in EUR: rules compare amounts in USD" in unwrapped(talk)
    interview = Interview(advisor, Brief.load(path))
    asked = [question.field for _ in range(9) if (question := interview.question()) is not None
             and (interview.pass_over(question.field) or True)]  # fmt: skip
    assert len(asked) == len({*asked}) == 9
    assert {"stakes.cost_false_positive", "stakes.cost_false_negative"}.isdisjoint(asked)


def test_a_rate_with_a_comma_is_refused_and_one_in_other_words_is_echoed(run: Any, path: Path) -> None:
    rates = ("1,08", "1,080", "108 %", "1.05 to 1.10", "about 1.08253719 USD")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "project.budget", "500 EUR", *rates, "done", "", ""))
    assert unwrapped(talk).count("can be read in two ways. Write a point and no comma, such as 1.08.") == 2
    assert unwrapped(talk).count("takes a number above 0 for EUR, not the text") == 2
    assert "   about 1.08253719 USD -> 1.08253719\n" in talk.stdout
    assert Brief.load(path).exchange_rates == (("EUR", 1.08253719),)


def test_a_rate_with_something_else_behind_it_is_asked_back(run: Any, path: Path) -> None:
    rates = ("60 cents", "stakes.cost_false_negative: 90 USD", "1.08 USD per EUR")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "project.budget", "500 EUR", *rates, "done", "", ""))
    assert "'60 cents' says 60, and 'cents' does not go with a rate." in unwrapped(talk)
    brief = Brief.load(path)
    assert (brief.exchange_rates, brief.facts()["stakes.cost_false_negative"]) == ((("EUR", 1.08),), 90.0)


@pytest.mark.parametrize("rate", ["1.08 $ for a €", by_night("1.08 US$"), by_night("1.08 $/€")])
def test_a_rate_may_have_signs_of_currencies_around_it(run: Any, path: Path, rate: str) -> None:
    run("new", path, stdin=typed("binary", "tabular", "", "project.budget", "500 EUR", rate, "done", "", ""))
    assert Brief.load(path).exchange_rates == (("EUR", 1.08),)


def test_a_rate_with_many_signs_behind_it_is_refused_at_once(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "clustering", "data.modality": "tabular"}))
    start = time.process_time()
    with pytest.raises(BriefError, match="does not go with a rate"):
        interview.take_rate("EUR", f"1.08 {'$' * 60}?q")
    assert time.process_time() - start < 1


@only_by_night
def test_what_can_be_typed_at_every_prompt_can_be_at_that_of_a_rate(run: Any, path: Path) -> None:
    said = ("project.budget", "500 EUR", "show", "why", "fields", "back", "600 USD", "project.budget", "7 EUR", "done")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *said, "", ""))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("how many USD is one EUR?") == 3
    assert talk.stdout.count("Start with ") == 2
    assert "   deployment.memory " in talk.stdout
    assert talk.stdout.count("\n4. ") == 3
    assert "\n  budget: 7 EUR\n" in path.read_text("utf-8")


def test_back_at_the_rate_of_a_bound_takes_the_bound_back(run: Any, path: Path) -> None:
    last = ("cost per prediction max 1 EUR", "back", "latency max 40 ms", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "done", *last))
    assert talk.exit_code == 0, talk.output
    assert [each.quality for each in Brief.load(path).requirements] == ["inference-latency"]


@only_by_night
def test_a_second_currency_is_passed_over_though_the_first_has_its_rate(run: Any, path: Path) -> None:
    costs = ("stakes.cost_false_positive: 5 EUR", "1.1", "stakes.cost_false_negative: 50 GBP", "unknown")
    rest = ("data.rows: 5000", "data.features: 20", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *costs, *rest))
    assert talk.stdout.count("how many USD is one GBP?") == 1
    brief = Brief.load(path)
    assert (brief.exchange_rates, brief.facts()["data.features"]) == ((("EUR", 1.1),), 20)


@pytest.mark.parametrize("rate", ["0.92 euros per dollar", "0.92 EUR", "0.92 €", "110 yen"])
def test_a_rate_that_is_told_in_another_currency_is_refused(advisor: Advisor, rate: str) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "clustering", "data.modality": "tabular"}))
    with pytest.raises(BriefError, match="does not go with a rate"):
        interview.take_rate("EUR", rate)
    assert interview.take_rate("EUR", "1.08 per EUR") == 1.08
