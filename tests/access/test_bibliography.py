"""The bibliography says how far each work was read, how much cites it, and what nobody read."""

from __future__ import annotations

from whichml.export.bibliography import UNREAD, cited_sources, debts
from whichml.knowledge.base import Knowledge


def test_every_work_is_listed_with_all_that_cites_it(knowledge: Knowledge) -> None:
    works = {work.source.id: work for work in cited_sources(knowledge)}
    assert list(works) == sorted(knowledge.sources)
    for claim in knowledge.claims.values():
        assert all(claim.id in works[citation.ref].claims for citation in claim.sources)
    n_cited = sum(len({citation.ref for citation in rule.sources}) for rule in knowledge.rules)
    assert sum(len(work.rules) for work in works.values()) == n_cited


def test_debts_are_the_works_that_nobody_read_with_the_heaviest_first(knowledge: Knowledge) -> None:
    found = debts(cited_sources(knowledge))
    assert {work.source.id for work in found} == {s.id for s in knowledge.sources.values() if s.access in UNREAD}
    weights = [len(work.claims_alone) + len(work.rules_alone) for work in found]
    assert weights == sorted(weights, reverse=True)


def test_what_stands_alone_on_unread_works_cites_no_other(knowledge: Knowledge) -> None:
    for work in cited_sources(knowledge):
        if work.source.access not in UNREAD:
            assert work.claims_alone == work.rules_alone == ()
        for name in work.claims_alone:
            refs = {citation.ref for citation in knowledge.claims[name].sources}
            assert work.source.id in refs
            assert {knowledge.sources[ref].access for ref in refs} <= set(UNREAD)
        for name in set(work.claims) - set(work.claims_alone):
            refs = {citation.ref for citation in knowledge.claims[name].sources}
            assert {knowledge.sources[ref].access for ref in refs} - set(UNREAD) or work.source.access not in UNREAD
