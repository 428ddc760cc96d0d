"""Parts of documents as HTML that unfolds."""

from __future__ import annotations

from whichml import KnowledgeBase, Recommendation
from whichml.export.citations import places_in_full
from whichml.export.document import Entry, Mark, Paragraph, Section
from whichml.export.explanation import explain
from whichml.export.explanation_page import unfolding_explanation
from whichml.export.markdown import markdown_of
from whichml.export.page_fragment import fragment_of
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import PAGE
from whichml.export.words import Address, Strong
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import SourceRecord


def test_what_belongs_to_an_entry_is_folded_away_below_it_and_its_links_with_it() -> None:
    entry = Entry((Strong("Cost"), " is low ", Address("https://example.org/a")), Mark("+"), (Entry("by a claim"),))
    html = fragment_of((entry,), 3)
    summary, _, rest = html.partition("</summary>")
    assert summary.endswith('<li data-sign="+"><details><summary><strong>Cost</strong> is low')
    assert rest.index("https://example.org/a") < rest.index("by a claim")


def test_a_fragment_shows_texts_as_they_are_and_holds_no_page_around_them() -> None:
    html = fragment_of((Section("<b>", (Paragraph("<script>1</script>"), Entry("<i>", Mark('"')))),), 2)
    assert html.startswith("<h2>&lt;b&gt;</h2>")
    assert "<script>" not in html
    assert 'data-sign="&quot;"' in html


def test_a_work_that_is_named_is_a_link_where_it_can_be_opened_and_stays_a_name_where_not() -> None:
    open_to_all = SourceRecord(
        title='A "b"', authors=("C",), year=2020, url="https://example.org/?a=1&b", access="full"
    )
    local = open_to_all.model_copy(update={"url": "file:kb/facts"})
    entries = (Entry("so [a-work] and [local] and [none]"),)
    html = fragment_of(entries, 3, {"a-work": open_to_all, "local": local})
    linked = '<a href="https://example.org/?a=1&amp;b" title="C (2020). A &quot;b&quot;.">[a-work]</a>'
    assert f"so {linked} and [local] and [none]" in html


def test_a_place_stands_with_its_work_and_with_the_id_alone_where_the_work_is_gone(
    scenario_answers: dict[str, Recommendation],
) -> None:
    sources = scenario_answers["recidivism"].sources
    ref = next(ref for ref, source in sources.items() if source.doi)
    cited = [Citation(ref=each, locator="p. 7", supports="it holds") for each in (ref, "lost")]
    here, gone = places_in_full(cited, sources)
    assert "p. 7: it holds" in markdown_of(Section("", (here,)))
    assert sources[ref].title.split()[0] in markdown_of(Section("", (here,)))
    assert markdown_of(Section("", (gone,))).strip().endswith("`lost`")


def test_an_explanation_that_unfolds_cites_in_place_and_lists_no_works(
    scenario_answers: dict[str, Recommendation], knowledge: KnowledgeBase
) -> None:
    answer = scenario_answers["recidivism"]
    found = unfolding_explanation(explain(answer, knowledge, answer.candidates[0].algorithm), answer)
    assert "Sources" not in [block.title for block in found.blocks if isinstance(block, Section)]
    assert "https://" in fragment_of(found.blocks, 2)


def test_a_page_has_room_for_what_a_terminal_cuts(
    scenario_answers: dict[str, Recommendation], knowledge: KnowledgeBase
) -> None:
    answers = list(scenario_answers.values())
    on_terminal = [markdown_of(Section("", tuple(ScreenParts(each, knowledge).expected()))) for each in answers]
    on_page = [markdown_of(Section("", tuple(ScreenParts(each, knowledge, PAGE).expected()))) for each in answers]
    assert len("".join(on_terminal)) < len("".join(on_page))
    assert "…" not in "".join((*on_terminal, *on_page))
