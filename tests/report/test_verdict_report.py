"""The page of verdicts shows what is written beside what was measured, in words and drawn."""

from __future__ import annotations

import re
from typing import Any

from whichml.evidence.levels import MeasuredSpan
from whichml.evidence.verdict_rows import VerdictRow
from whichml.export.verdict_report import verdicts_to_html

SPAN = MeasuredSpan(1.0, 2.0, 3.0, (1.0, 1.5, 2.0, 3.0))


def row(claim: str, verdict: str, measured: MeasuredSpan | None = SPAN, **more: Any) -> VerdictRow:
    stated: dict[str, Any] = {
        "claim": claim, "quality": "accuracy", "subject": "ridge", "written": "high", "measured": measured,
        "verdict": verdict, "note": "", "debate": "", "where": "kb/facts/algorithms/ridge.yaml:7",
    }  # fmt: skip
    return VerdictRow(**{**stated, **more})


def page(*rows: VerdictRow) -> str:
    return verdicts_to_html(rows, {"a.accuracy": (3.0, 3.0), "b.accuracy": (0.0, 1.0)}, ["iris", "<wine>"])


def test_contradicted_claims_come_first_and_untestable_ones_are_counted_alone() -> None:
    html = page(row("a.accuracy", "confirmed"), row("b.accuracy", "contradicted"), row("c.x", "untestable", None))
    assert re.findall(r'<th scope="row">([a-c])', html) == ["b", "a"]
    assert "1 contradicted, 0 narrowed, 1 confirmed, 0 open, 1 untestable." in html


def test_a_drawing_says_in_words_what_it_shows_and_has_a_stroke_for_each_data_set() -> None:
    html = page(row("a.accuracy", "open"))
    assert 'role="img" aria-label="written high, measured low..high"' in html
    assert html.count('y1="11"') == 4
    assert html.count('class="written"') == html.count('class="measured"') == 1


def test_a_claim_on_one_level_is_drawn_wide_enough_to_be_seen_and_around_its_level() -> None:
    drawn = re.search(r'<rect x="([0-9.]+)" y="4" width="([0-9.]+)"', page(row("a.accuracy", "open")))
    assert drawn is not None
    left, width = map(float, drawn.groups())
    assert width >= 5
    assert left + width / 2 == 8 + 0.75 * (160 - 16)


def test_what_was_not_measured_is_told_as_nothing() -> None:
    assert "measured nothing" in page(row("a.accuracy", "open", None))


def test_foreign_words_are_text_in_the_page_and_nothing_is_fetched() -> None:
    html = page(row("a.accuracy", "open", note="<script>alert(1)</script>", debate="<b>"))
    assert "<script" not in html
    assert "&lt;wine&gt;" in html
    assert re.findall(r"src=|href=|url[(]", html) == []
