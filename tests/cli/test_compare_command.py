"""`whichml compare` tells two algorithms, or two briefs, apart, and what makes the difference."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from by_night import only_by_night
from whichml import Brief, KnowledgeBase, Recommendation, recommend
from whichml.export import comparison

pytestmark = pytest.mark.slow("answers briefs and what lies between them")
Run = Callable[..., Result]


@pytest.fixture(scope="module", autouse=True)
def kept_changes() -> Iterator[Callable[[], None]]:
    """Look once for what would change an order, since each look takes dozens of answers; yield a way to look anew."""
    with pytest.MonkeyPatch.context() as patch:
        kept = cache(comparison.order_changes)
        patch.setattr(comparison, "order_changes", kept)
        yield kept.cache_clear


@pytest.fixture
def variant(fraud: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return a way to write a variant of the brief on fraud, by pieces of its text that are replaced."""

    def written(**replaced: str) -> Path:
        text = fraud.read_text("utf-8")
        for key, value in replaced.items():
            before = next(line for line in text.splitlines() if line.strip().startswith(f"{key}:"))
            text = text.replace(before, f"{before.partition(':')[0]}: {value}", 1)
        path = tmp_path / "variant.yaml"
        path.write_text(text, "utf-8")
        return path

    return written


def ahead_of(answer: Recommendation, one: str, other: str) -> str | None:
    """Return which of two algorithms goes first in an answer; None where it ranks neither."""
    ranked = [name for each in (*answer.candidates, *answer.outclassed) for name in (each.algorithm, *each.equivalents)]
    return next((name for name in ranked if name in (one, other)), None)


def compared(run: Run, *arguments: object) -> dict[str, Any]:
    found = run("compare", *arguments, "--format", "json")
    assert found.exit_code == 0, found.stderr
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def test_the_algorithm_with_the_better_rank_goes_before_the_other_in_either_order(run: Run, fraud: Path) -> None:
    one = compared(run, fraud, "lightgbm", "logistic-regression")
    other = compared(run, fraud, "logistic-regression", "lightgbm")
    assert one["ahead"] == other["ahead"] == "lightgbm"
    turned = {each["quality"]: each for each in other["qualities"]}
    for each in one["qualities"]:
        assert turned[each["quality"]]["difference"] == -each["difference"]
        assert turned[each["quality"]]["levels"] == each["levels"][::-1]


@pytest.mark.parametrize(
    "pair", [("explainable-boosting-machine", "lightgbm"), ("lightgbm", "explainable-boosting-machine")]
)
def test_what_goes_before_a_higher_utility_is_told_with_the_reason_that_counts_for_more(
    run: Run, tmp_path: Path, pair: tuple[str, str]
) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text("task: binary-classification\ndata: {modality: tabular, rows: 20000}\n", encoding="utf-8")
    told = compared(run, path, *pair)
    low, high = (each["utility"]["mean"] for each in sorted(told["explanations"], key=lambda each: each["rank"]))
    assert low < high, "the case of this test has gone; take another pair"
    assert told["text"].startswith(
        "Explainable boosting machine goes before LightGBM. "
        f"Utility speaks the other way: LightGBM has {high:.2f} against {low:.2f} and stands lower, "
        "as "
    )
    assert told["text"].endswith(" % would call it a mistake here.")
    assert "Most of that" not in told["text"]


def test_what_most_of_an_order_comes_from_speaks_for_the_one_ahead_and_has_the_higher_utility(run: Run) -> None:
    for pair in (("catboost", "logistic-regression"), ("xgboost", "decision-tree")):
        told = compared(run, "credit-card-fraud", *pair)
        by_name = dict(zip(told["algorithms"], told["explanations"], strict=True))
        behind = next(name for name in pair if name != told["ahead"])
        is_by_utility = by_name[told["ahead"]]["utility"]["mean"] >= by_name[behind]["utility"]["mean"]
        assert is_by_utility == ("Utility speaks the other way" not in told["text"])


def test_qualities_of_candidates_are_those_of_the_answer(run: Run, fraud: Path, knowledge: KnowledgeBase) -> None:
    answer = recommend(Brief.load(fraud), knowledge)
    rated = {each.quality: each for each in answer.candidates[0].qualities}
    told = compared(run, fraud, answer.candidates[0].algorithm, "logistic-regression")
    levels = {each["quality"]: (each["levels"][0], each["weight"]) for each in told["qualities"]}
    assert levels.pop("established-practice")[1] == answer.candidates[0].practice.weight  # type: ignore[union-attr]
    assert levels == {name: (each.level, each.weight) for name, each in rated.items()}


def test_each_difference_names_the_rules_claims_or_measurements_behind_it(run: Run, fraud: Path) -> None:
    told = compared(run, fraud, "lightgbm", "logistic-regression")
    different = [q for q in told["qualities"] if q["better"] != "neither" and q["quality"] != "established-practice"]
    assert len(different) > 3
    assert all(each["backing"] for each in different)
    cited = {place["ref"] for each in different for node in each["backing"] for place in node["sources"]}
    assert cited
    assert cited <= told["sources"].keys()


def test_an_algorithm_that_is_out_is_told_with_what_bars_it_and_loses(run: Run, fraud: Path) -> None:
    told = compared(run, fraud, "kernel-svm", "lightgbm")
    assert told["ahead"] == "lightgbm"
    assert told["explanations"][0]["verdict"] == "excluded"
    page = run("compare", fraud, "kernel-svm", "lightgbm").stdout
    assert "(rule exact-kernel-methods-stop-at-50k-rows)" in " ".join(page.split())
    assert "lifted if it is no longer so that data.training_rows is above 50000" in " ".join(page.split())


def test_a_requirement_that_an_algorithm_is_out_for_is_missed(run: Run) -> None:
    told = compared(run, "cancer-prognosis", "random-forest", "decision-tree")
    missed = [each["quality"] for each in told["requirements"] if each["statuses"][0] == "missed"]
    assert missed == ["interpretability"]
    assert all(each["statuses"][1] != "missed" for each in told["requirements"])


def test_a_change_that_would_turn_the_order_does_so_when_the_brief_says_it(
    run: Run, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    brief = tmp_path / "brief.yaml"
    brief.write_text(
        "task: binary-classification\ndata: {modality: tabular, rows: 20000, features: 25}\n"
        "deployment: {target: cloud, update_cadence: monthly}\nproject: {team_size: 3}\n",
        encoding="utf-8",
    )
    pair = ("explainable-boosting-machine", "logistic-regression")
    told = compared(run, brief, *pair)
    (change, *_) = told["turned_by"]
    field, _, value = change["said"].partition(" were ")
    now, then = (
        recommend(given, knowledge) for given in (Brief.load(brief), Brief.load(brief).replace(field, value))
    )  # fmt: skip
    assert then.candidates[0].algorithm == change["leader"]
    assert ahead_of(now, *pair) == told["ahead"]
    assert ahead_of(then, *pair) not in (told["ahead"], None)


def test_siblings_in_a_near_tie_share_a_place(run: Run, fraud: Path, knowledge: KnowledgeBase) -> None:
    ranks = recommend(Brief.load(fraud), knowledge)
    head = next(each for each in (*ranks.candidates, *ranks.outclassed) if each.equivalents)
    one, other = head.algorithm, head.equivalents[0]
    told = compared(run, fraud, one, other)
    assert told["ahead"] is None
    assert told["turned_by"] == []
    page = run("compare", fraud, one, other).stdout
    assert "Both share one place here." in page
    assert "What follows is said of" not in page


def test_the_page_has_a_section_for_each_thing_that_differs(run: Run, fraud: Path) -> None:
    lines = run("compare", fraud, "lightgbm", "logistic-regression").stdout.splitlines()
    sections = [
        "QUALITY BY QUALITY", "WHAT MAKES THE DIFFERENCE", "ESTABLISHED PRACTICE", "REQUIREMENTS", "WHAT TO KNOW",
        "WHAT WOULD HAVE TO CHANGE", "SOURCES",
    ]  # fmt: skip
    assert [line for line in lines if line in sections] == sections
    assert max(map(len, lines)) <= 80


def test_a_single_fact_that_changes_the_leader_is_named(run: Run, fraud: Path, variant: Callable[..., Path]) -> None:
    told = compared(run, fraud, variant(update_cadence="per-event", features="90"))
    assert [each["path"] for each in told["said"] if each["explains"]] == ["deployment.update_cadence"]
    assert "deployment.update_cadence alone makes the difference." in told["text"]
    assert told["leaders"][0][0] != told["leaders"][1][0]


@pytest.mark.parametrize(
    ("requirements", "cause"),
    [
        ("[]", "Each of deployment.target and deployment.memory alone is enough for that."),
        (
            "[{quality: inference-memory, max: 8 kB}, {quality: inference-latency, max: 10 us}]",
            "Each of deployment.target, deployment.memory, requirements: inference-memory and 1 more alone"
            " is enough for that.",
        ),
    ],
)
def test_facts_each_of_which_changes_the_leader_alone_are_named(
    run: Run, tmp_path: Path, requirements: str, cause: str
) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    table = "task: binary-classification\ndata.modality: tabular\n"
    first.write_text(table, "utf-8")
    device = "deployment: {memory: 64 kB, target: microcontroller}\n"
    second.write_text(f"{table}{device}requirements: {requirements}\n", "utf-8")
    assert compared(run, first, second)["text"].endswith(f" the second. {cause}")


def test_what_rules_weights_and_decisions_make_of_two_briefs_is_told(
    run: Run, fraud: Path, variant: Callable[..., Path]
) -> None:
    told = compared(run, fraud, variant(explanation="full"))
    alone = [{rule["rule"] for rule in rules} for rules in told["rules"]]
    assert "full-explanation-rules-out-opaque-models" in alone[1]
    assert not alone[0] & alone[1]
    assert [each["options"] for each in told["decisions"] if each["decision"] == "explanation-form"] == [
        ["After the fact", "Inherent"]
    ]
    left = {each["algorithm"]: each["rules"] for each in told["left"]}
    assert left["lightgbm"] == ["full-explanation-rules-out-opaque-models"]


def test_a_bound_and_the_order_of_priorities_count_as_differences(
    run: Run, fraud: Path, variant: Callable[..., Path]
) -> None:
    told = compared(run, fraud, variant(max="0.5 USD", priorities="[accuracy]"))
    assert {each["path"] for each in told["said"]} == {"requirements: cost-per-prediction", "priorities"}
    assert told["weights"]


def test_a_leader_that_stays_is_said_to_lead_both(run: Run, fraud: Path, variant: Callable[..., Path]) -> None:
    told = compared(run, fraud, variant(features="99"))
    assert told["text"].endswith(" leads both; the first three are the same.")
    assert [(each["path"], each["first"], each["second"]) for each in told["said"]] == [("data.features", "100", "99")]


CONTROL = """
task: control
data: {{modality: time-series, actions: continuous, decision_variables: {variables}}}
deployment: {{target: plc, control_period: {period}}}
stakes: {{regulation: {laws}}}
requirements:
  - {{quality: inference-latency, max: {latency}}}
"""


@pytest.fixture
def controls(tmp_path: Path) -> Callable[..., Path]:
    """Return a way to write a brief on control, whose step asks for more than its requirement does."""

    def written(variables: int = 1, period: str = "2 s", latency: str = "3 s", laws: str = "[]") -> Path:
        path = tmp_path / f"{variables}-{period}-{latency}-{len(laws)}.yaml"
        path.write_text(CONTROL.format(variables=variables, period=period, latency=latency, laws=laws), "utf-8")
        return path

    return written


def test_briefs_whose_control_period_bounds_the_latency_are_compared_by_what_they_say(
    run: Run, controls: Callable[..., Path]
) -> None:
    told = compared(run, controls(), controls(variables=8, period="1 s", latency="4 s"))
    assert {each["path"] for each in told["said"]} == {
        "data.decision_variables", "deployment.control_period", "requirements: inference-latency",
    }  # fmt: skip
    bounds = next(each for each in told["said"] if each["path"].startswith("requirements"))
    assert ("3 s" in bounds["first"], "4 s" in bounds["second"]) == (True, True)


def test_a_list_that_says_that_nothing_applies_is_not_called_unsaid(run: Run, controls: Callable[..., Path]) -> None:
    page = run("compare", controls(), controls(laws="[machinery]")).stdout
    assert "stakes.regulation: none; machinery" in " ".join(page.split())


def test_where_no_fact_alone_explains_it_that_is_said(run: Run) -> None:
    told = compared(run, "credit-card-fraud", "lane-marking")
    assert not any(each["explains"] for each in told["said"])
    assert told["text"].endswith("No single difference that was tried does that.")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (("lihtgbm", "lightgbm"), "Did you mean 'lightgbm'?"),
        (("random-forst", "desicion-tree"), "unknown algorithm 'desicion-tree'."),
        (("lightgbm", "lightgbm"), "'lightgbm' is named twice."),
        (("lightgbm",), "'lightgbm' is an algorithm, and one alone."),
        (("credit-card-fraud",), "the two briefs say the same"),
        (("nowhere.yaml",), "the brief 'nowhere.yaml' cannot be read"),
        (("a", "b", "c"), "Name two algorithms behind one brief, or two briefs."),
        (("lane-marking", "--evidence", "x"), "go with two algorithms"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_would_be_right(
    run: Run, others: tuple[str, ...], said: str
) -> None:
    refusal = run("compare", "credit-card-fraud", *others)
    assert refusal.exit_code == 2
    assert said in refusal.stderr
    assert refusal.stdout == ""


def test_two_briefs_on_standard_input_are_refused(run: Run) -> None:
    assert run("compare", "-", "-", stdin=b"task: regression").exit_code == 2


@only_by_night
def test_the_same_comparison_has_the_same_bytes(
    run: Run, fraud: Path, variant: Callable[..., Path], kept_changes: Callable[[], None]
) -> None:
    other = variant(growth="slow")
    for arguments in ((fraud, "lightgbm", "kernel-svm"), (fraud, other)):
        first = run("compare", *arguments, "--format", "json").stdout_bytes
        kept_changes()
        assert first == run("compare", *arguments, "--format", "json").stdout_bytes


def test_hostile_briefs_add_nothing_to_a_page_but_text(
    run: Run, brief_file: Callable[[str], Path], fraud: Path
) -> None:
    for arguments in ((brief_file("hostile"), "lightgbm", "decision-tree"), (brief_file("hostile"), fraud)):
        page = run("compare", *arguments).stdout
        assert all(letter.isprintable() or letter == "\n" for letter in page)


def test_tables_fit_the_terminal_with_every_word_and_what_hardly_counts_stands_in_a_line(run: Run) -> None:
    page = run("compare", "lane-marking", "convolutional-network", "transformer").stdout
    table = page.partition("\nREQUIREMENTS\n")[2].partition("\n\n")[0]
    assert "…" not in table
    assert "fine-tuned" in table
    assert max(map(len, page.splitlines())) <= 80
    qualities = page.partition("QUALITY BY QUALITY\n")[2].partition("\n\n")[0]
    assert "(1 %)" not in qualities
    assert 1 <= " ".join(qualities.split()).count("of little weight (1 % or less each): ") <= 3
    assert "Tuning effort" in " ".join(qualities.split())
