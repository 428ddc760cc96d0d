"""Drawings of evidence can be read: labels lie apart and inside, colours contrast, and words tell what they show."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whichml.export import chart
from whichml.export.document import Section
from whichml.export.evidence_drawings import drawings_of
from whichml.export.web_page import DARK, LIGHT, N_SERIES, html_of
from whichml.model.statements.evidence import DataDescription, Evidence, Machine, Measurement

pytestmark = pytest.mark.slow("makes up drawings by the hundred")
NAMES = ["ridge", "random-forest", "explainable-boosting-machine", "svm", "a-name-" + "x" * 60, *"abcdefghijklmno"]


def measured(algorithm: str, measure: str, value: float, **more: Any) -> Measurement:
    stated: dict[str, Any] = {
        "algorithm": algorithm, "implementation": "package.Model", "measure": measure, "quality": None,
        "unit": "share", "value": value, "low": value, "high": value, "n": 6, "rows": 500, "statistic": "mean",
        "procedure": "repeated-splits",
    }  # fmt: skip
    return Measurement(**{**stated, **more})


def evidence(scores: list[float], latencies: list[float], curves: list[float] | None = None) -> Evidence:
    """Return evidence of as many candidates as scores, and of a constant baseline far below."""
    taken = [measured("constant-baseline", "score", -5.0, values=(-5.0, -5.0))]
    taken.append(measured("constant-baseline", "row-latency", 1e-6, unit="seconds", statistic="median"))
    for name, score, latency in zip(NAMES, scores, latencies, strict=False):
        taken += [measured(name, "score", score - shift, rows=100) for shift in curves or ()]
        taken.append(measured(name, "score", score, values=(score - 0.01, score, score + 0.02)))
        taken.append(measured(name, "row-latency", latency, unit="seconds", statistic="median"))
    return Evidence(
        data=DataDescription(name="a.csv", digest="0" * 64, task="regression", target="y", rows=500, features=3),
        machine=Machine(system="Linux", processor="some", n_cores=2, memory_bytes=1, python="3.11"),
        versions={}, metric="r2", splits="2 times 5 folds", seed=0, reference_seconds=0.1, measurements=tuple(taken),
    )  # fmt: skip


def boxes(svg: str) -> tuple[tuple[float, float], list[tuple[float, float, float, float, str]]]:
    """Return the size of a drawing, and where its texts lie: left, top, right, bottom and the words."""
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    found = []
    for each in root.iter("{http://www.w3.org/2000/svg}text"):
        words, x, y = each.text or "", float(each.attrib["x"]), float(each.attrib["y"])
        long = len(words) * 6.6  # the mean letter of common sans-serif fonts at 13 px
        left = x - {"start": 0.0, "middle": long / 2, "end": long}[each.attrib["text-anchor"]]
        found.append((left, y - 11, left + long, y + 3, words))
    return (width, height), found


SCORES = st.lists(st.floats(-1, 1) | st.just(0.5), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(scores=SCORES, latencies=st.lists(st.floats(1e-7, 100) | st.just(1e-3), min_size=20, max_size=20))
def test_no_label_covers_another_or_runs_out_of_its_drawing(scores: list[float], latencies: list[float]) -> None:
    for drawn in drawings_of(evidence(scores, latencies, [0.2])):
        (width, height), found = boxes(drawn.svg)
        for left, top, right, bottom, words in found:
            inside = left >= 0 and right <= width and top + 2 >= 0 and bottom <= height
            assert inside, words
        for one, other in itertools.combinations(found, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 2 or other[3] <= one[1] + 2
            assert apart, (one, other)


def test_a_drawing_is_named_and_told_in_words() -> None:
    for drawn in drawings_of(evidence([0.9, 0.8], [1e-3, 1e-4], [0.2])):
        root = ET.fromstring(drawn.svg)
        assert root.attrib["role"] == "img"
        told = {each.attrib["id"]: each.text or "" for each in root if "id" in each.attrib}
        assert list(told) == root.attrib["aria-labelledby"].split()
        assert all("ridge" in words for name, words in told.items() if name.endswith("description"))


def test_the_constant_baseline_does_not_press_the_others_together() -> None:
    drawn = drawings_of(evidence([0.9, 0.8], [1e-3, 1e-4], [0.2]))
    assert [each.title for each in drawn] == ["Score against latency", "Learning curves", "Scores over splits"]
    assert all("-5" not in words for each in drawn for *_, words in boxes(each.svg)[1])
    assert "Not drawn: constant-baseline, r2 -5.000." in drawn[0].caption


def test_candidates_without_a_latency_are_told_beside_the_drawing() -> None:
    drawn = drawings_of(evidence([0.9, 0.8], [1e-3]))
    assert "Without a latency" not in drawn[0].caption
    untimed = measured("untimed", "score", 0.7, values=(0.6, 0.8))
    found = evidence([0.9], [1e-3])
    drawn = drawings_of(found.model_copy(update={"measurements": (*found.measurements, untimed)}))
    assert "Without a latency: untimed." in drawn[0].caption


def test_a_single_latency_lies_between_round_numbers() -> None:
    axis = chart.log_axis([0.00304], 0, 100)
    assert axis.ticks == (0.0025, 0.003, 0.0035)


def test_the_pareto_front_is_a_line_from_the_fastest_to_the_best() -> None:
    svg = drawings_of(evidence([0.9, 0.8, 0.7], [1e-3, 1e-4, 1e-2]))[0].svg
    steps = re.search(r'class="front" points="([^"]*)"', svg)
    assert steps is not None
    corners = [tuple(map(float, point.split(","))) for point in steps[1].split()]
    assert len(corners) == 3
    assert corners[0][0] < corners[-1][0]
    assert corners[0][1] > corners[-1][1]
    assert svg.count('class="hollow') == 1


def test_curves_take_the_points_of_the_learning_curve_where_notes_tell_them() -> None:
    found = evidence([0.9], [1e-3], [0.2])
    noted = measured("ridge", "rows-to-nine-tenths", 300, unit="rows", note="score by rows: 62: 0.512, 1,250: -0.903")
    drawn = drawings_of(found.model_copy(update={"measurements": (*found.measurements, noted)}))
    assert "0.512 with 62 rows, -0.903 with 1,250 rows" in drawn[1].svg


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_texts_and_marks_contrast_with_the_paper_in_light_and_dark(scheme: Any) -> None:
    assert min(contrast(scheme[name], scheme["paper"]) for name in ("ink", "quiet")) >= 4.5
    assert len(scheme["series"]) == N_SERIES
    assert min(contrast(colour, scheme["paper"]) for colour in (*scheme["series"], scheme["axis"])) >= 3


def test_a_page_has_both_schemes() -> None:
    page = html_of(Section("t"))
    assert "prefers-color-scheme: dark" in page
    assert f"--paper: {LIGHT['paper']}" in page
    assert f"--paper: {DARK['paper']}" in page


@given(numbers=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_ticks_of_an_axis_lie_on_it_and_can_be_told_apart(numbers: list[float]) -> None:
    axis = chart.linear_axis(numbers, 0, 100)
    assert len(axis.ticks) >= 2
    assert all(-1e-6 <= axis.at(tick) <= 100 + 1e-6 for tick in axis.ticks)
    assert len(set(chart.in_decimals(axis.ticks))) == len(axis.ticks)


@given(numbers=st.lists(st.floats(1e-9, 1e6), min_size=1, max_size=9))
def test_ticks_of_a_logarithmic_axis_lie_on_it(numbers: list[float]) -> None:
    axis = chart.log_axis(numbers, 0, 100)
    assert len(axis.ticks) >= 2
    assert all(-1e-6 <= axis.at(tick) <= 100 + 1e-6 for tick in axis.ticks)


@given(wanted=st.lists(st.floats(0, 100), min_size=1, max_size=12))
def test_labels_are_spread_in_their_order_and_inside(wanted: list[float]) -> None:
    found = chart.spread(wanted, 0, 100, 10)
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in found)
    ordered = [place for _, place in sorted(zip(wanted, found, strict=True))]
    least = min(10.0, 100 / max(1, len(wanted) - 1))
    assert all(after - before >= least - 1e-6 for before, after in itertools.pairwise(ordered))
