"""A report of evidence is one page that needs no network, shows what was measured, and treats names as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from whichml.export.amounts import bytes_in_words, seconds_in_words
from whichml.export.evidence_report import to_html
from whichml.export.evidence_table import learning_curves, rows_of
from whichml.model.statements.evidence import DataDescription, Evidence, Failure, Machine, Measurement


def measured(algorithm: str, measure: str, value: float, **more: Any) -> Measurement:
    stated: dict[str, Any] = {
        "algorithm": algorithm, "implementation": f"package.{algorithm}", "measure": measure, "quality": None,
        "unit": "share", "value": value, "low": value, "high": value, "n": 6, "rows": 500, "statistic": "mean",
        "procedure": "repeated-splits",
    }  # fmt: skip
    return Measurement(**{**stated, **more})


def latency(algorithm: str, seconds: float) -> Measurement:
    return measured(algorithm, "row-latency", seconds, unit="seconds", statistic="median")


def evidence(*measurements: Measurement, **more: Any) -> Evidence:
    data = {"name": "loans.csv", "digest": "d" * 64, "task": "binary-classification", "target": "default", "rows": 500,
            "features": 7, "notes": ("the column id was left out",)}  # fmt: skip
    stated: dict[str, Any] = {
        "data": DataDescription(**{**data, **more.pop("data", {})}),
        "machine": Machine(system="Linux", processor="some", n_cores=2, memory_bytes=8_000_000_000, python="3.11"),
        "versions": {"scikit-learn": "1.9"}, "metric": "ROC AUC", "splits": "2 times 5 folds", "seed": 0,
        "reference_seconds": 0.1, "measurements": measurements,
    }  # fmt: skip
    return Evidence(**{**stated, **more})


FOREST = [
    measured("random-forest", "score", 0.80, rows=100),
    measured("random-forest", "score", 0.91, low=0.88, high=0.93, values=(0.88, 0.91, 0.93)),
    measured("random-forest", "score-difference", 0.04, low=-0.01, high=0.09),
    latency("random-forest", 0.004),
]
LINEAR = [measured("linear-baseline", "score", 0.87, values=(0.86, 0.88)), latency("linear-baseline", 0.0002)]
SLOW = [measured("kernel-svm", "score", 0.90), latency("kernel-svm", 0.02)]
CONSTANT = [measured("constant-baseline", "score", 0.5), latency("constant-baseline", 0.00001)]


def test_rows_come_best_score_first_and_take_the_score_on_the_most_rows() -> None:
    rows = rows_of(evidence(*CONSTANT, *LINEAR, *SLOW, *FOREST))
    assert [row.algorithm for row in rows] == ["random-forest", "kernel-svm", "linear-baseline", "constant-baseline"]
    assert (rows[0].score, rows[0].rows, rows[0].scores) == (0.91, 500, (0.88, 0.91, 0.93))
    assert learning_curves(evidence(*FOREST))["random-forest"] == [(100, 0.80), (500, 0.91)]


def test_nobody_on_the_front_is_beaten_in_score_and_latency() -> None:
    rows = rows_of(evidence(*CONSTANT, *LINEAR, *SLOW, *FOREST))
    assert {row.algorithm for row in rows if row.is_on_front} == {"random-forest", "linear-baseline"}


def test_whether_somebody_is_on_the_front_is_open_while_a_better_score_has_no_latency() -> None:
    untimed = measured("kernel-svm", "score", 0.95)
    rows = rows_of(evidence(*CONSTANT, *LINEAR, untimed, *FOREST))
    assert [row.algorithm for row in rows if row.is_on_front] == []
    worse = measured("kernel-svm", "score", 0.6)
    on_front = [row.algorithm for row in rows_of(evidence(*LINEAR, worse, *FOREST)) if row.is_on_front]
    assert on_front == ["random-forest", "linear-baseline"]


def test_the_linear_baseline_has_one_row_by_its_name_as_an_algorithm_with_its_failures() -> None:
    twin = measured("logistic-regression", "score", 0.87, implementation="package.linear-baseline")
    failure = Failure(algorithm="linear-baseline", implementation="package.linear-baseline", stage="measure",
                      reason="time", message="too long", rows=500)  # fmt: skip
    rows = rows_of(evidence(*CONSTANT, *LINEAR, twin, failures=(failure,)))
    assert [(row.algorithm, row.is_linear_baseline) for row in rows] == [
        ("logistic-regression", True), ("constant-baseline", False),
    ]  # fmt: skip
    assert rows[0].failures == ("measure: time, too long",)


def test_what_was_not_tried_is_no_failure() -> None:
    missing = Failure(algorithm="catboost", implementation="c", stage="make", reason="not-installed", rows=0,
                      message="Not installed here; install with `pip install catboost`.")  # fmt: skip
    page = Page(to_html(evidence(*LINEAR, *FOREST, failures=(missing,))))
    assert "catboost: Not installed here; install with" in page.text
    assert "Not tried" in page.text
    assert "What failed" not in page.text


class Page(HTMLParser):
    """Collects tags, attributes that could fetch something, and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "data", "action")
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_scores_differences_times_failures_and_how_it_was_measured() -> None:
    failure = Failure(
        algorithm="catboost", implementation="c", stage="fit", reason="memory", message="more than 2 GB", rows=500
    )
    page = Page(to_html(evidence(*CONSTANT, *LINEAR, *SLOW, *FOREST, failures=(failure,))))
    for said in (
        "The best measured ROC AUC is 0.910, of random-forest, +0.040 beyond the linear baseline (-0.010 to +0.090).",
        "0.910 (0.880 to 0.930)", "4 ms", "200 µs", "catboost: fit: memory, more than 2 GB",
        "the column id was left out", "2 times 5 folds; seed 0", "scikit-learn 1.9",
    ):  # fmt: skip
        assert said in page.text
    assert page.tags.count("svg") == 3


def test_the_page_needs_no_network() -> None:
    html = to_html(evidence(*CONSTANT, *LINEAR, *FOREST))
    page = Page(html)
    assert "script" not in page.tags
    assert [target for target in page.fetched if not target.startswith("#")] == []
    assert re.findall(r"url\((?!#)", html) == []


def test_names_from_the_data_are_text_in_the_page_and_in_its_drawings() -> None:
    name = '<script>alert("x")</script>\u202e.csv'
    html = to_html(evidence(*LINEAR, *FOREST, data={"name": name, "target": "<img src=x>"}, metric="<b>AUC</b> $x_$"))
    page = Page(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "b" not in page.tags
    assert '<script>alert("x")</script>\\u202e.csv' in page.text


def test_the_same_evidence_gives_the_same_page() -> None:
    assert to_html(evidence(*LINEAR, *FOREST)) == to_html(evidence(*LINEAR, *FOREST))


def test_evidence_without_any_measurement_gives_a_page_all_the_same() -> None:
    page = Page(to_html(evidence(complete=False)))
    assert "No candidate was measured." in page.text


class Nesting(HTMLParser):
    """Follows which elements are open, and keeps what is closed without having been opened last."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.heads: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "th":
            self.heads.append(dict(attrs).get("scope"))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


FAILED = Failure(algorithm="catboost", implementation="c", stage="fit", reason="crash", message="<b>", rows=5)
SHAPES = {
    "one candidate": evidence(*FOREST),
    "all": evidence(*CONSTANT, *LINEAR, *SLOW, *FOREST, failures=(FAILED,)),
    "failures alone": evidence(failures=(FAILED,)),
    "the constant alone": evidence(*CONSTANT),
    "nothing": evidence(complete=False),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_element_is_closed_every_id_is_one_and_every_head_says_what_it_heads(shape: str) -> None:
    page = Nesting(to_html(SHAPES[shape]))
    assert (page.open, page.wrong) == ([], [])
    assert len(page.ids) == len(set(page.ids))
    assert set(page.heads) <= {"col", "row"}


def test_the_table_can_be_pasted_as_markdown() -> None:
    html = to_html(evidence(*LINEAR, *FOREST, metric="a|b"))
    lines = html.partition("<pre>")[2].partition("</pre>")[0].splitlines()
    assert lines[0].startswith("| candidate | a\\|b | beyond linear | beyond constant | training")
    assert lines[2].startswith("| random-forest | 0.910 (0.880 to 0.930) | +0.040")
    assert {line.replace("\\|", "").count("|") for line in lines} == {12}


def test_nothing_has_no_sign() -> None:
    page = Page(to_html(evidence(measured("ridge", "score", -0.0001, low=-0.0002, high=0.1))))
    assert "0.000 (0.000 to 0.100)" in page.text
    assert "-0.000" not in page.text


def test_who_was_not_measured_at_all_is_among_the_failed_and_not_in_the_table() -> None:
    html = to_html(evidence(*LINEAR, failures=(FAILED,)))
    assert "catboost" not in html.partition("</table>")[0]
    assert "<li>catboost: fit: crash, &lt;b&gt;</li>" in html


def test_other_measures_and_facts_of_the_data_are_told() -> None:
    noise = measured("random-forest", "score-loss-under-noise", 0.0123)
    joules = measured("random-forest", "training-joules", 0.02, unit="joules", estimated=True, statistic="median")
    page = Page(to_html(evidence(*FOREST, noise, joules, data={"facts": {"data.rows": 1_500, "data.sparse": False}})))
    for said in ("score-loss-under-noise", "0.012", "20 mJ", "median, estimated", "data.rows: 1,500", "sparse: false"):
        assert said in page.text


@pytest.mark.parametrize(
    ("seconds", "words"), [(1.5, "1.5 s"), (0.0421, "42.1 ms"), (3e-5, "30 µs"), (2e-9, "2 ns"), (None, "not measured")]
)
def test_durations_are_told_in_a_unit_that_fits(seconds: float | None, words: str) -> None:
    assert seconds_in_words(seconds) == words


@pytest.mark.parametrize(("n_bytes", "words"), [(12, "12 B"), (1500, "1.5 kB"), (2e6, "2 MB"), (3.2e9, "3.2 GB")])
def test_amounts_of_memory_are_told_in_a_unit_that_fits(n_bytes: float, words: str) -> None:
    assert bytes_in_words(n_bytes) == words
