"""Laws of a trade or a country are asked about where the brief's own words leave room for them."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief, KnowledgeBase, recommend
from whichml.model.format.law_scope import _PLACE_OF, _TRADES_OF, SAID, SaidInProse, is_law_of
from whichml.model.format.plausible_facts import is_likely
from whichml.model.format.plausible_stakes import may_apply
from whichml.model.values.regulations import REGULATIONS
from whichml.model.words.places import jurisdictions_in
from whichml.model.words.trades import trades_in

HAZARD = {"task": "object-detection", "data.modality": ("image",), "deployment.interaction": "real-time"}


def asked(title: str, **fields: Any) -> str:
    """Return what the answer asks of laws; nothing where it asks nothing."""
    given = {
        "task": "multiclass-classification",
        "title": title,
        "data": {"modality": "image", "labelled_rows": 20_000, "classes": 4},
        "deployment": {"interaction": "real-time", "target": "edge-device"},
        **fields,
    }
    answer = recommend(Brief.from_mapping(given), KnowledgeBase.load())
    return next((each.effect for each in answer.open_questions if each.field == "stakes.regulation"), "")


def test_safety_norms_of_vehicles_and_aircraft_are_no_question_of_a_sorter_of_cherries() -> None:
    said = asked("Sort coffee cherries by camera and air jet")
    assert not any(law in said for law in ("iso-26262", "aviation", "do-178c", "en-50128"))


def test_safety_norms_of_a_trade_are_asked_where_the_title_is_of_that_trade() -> None:
    said = asked("See pedestrians from the camera of a truck")
    assert "iso-26262" in said
    assert "do-178c" not in said


def test_a_brief_without_prose_is_asked_about_every_law_that_its_fields_leave_room_for() -> None:
    assert may_apply("do-178c", {**HAZARD, SAID: SaidInProse.of("")})
    assert not may_apply("do-178c", {**HAZARD, SAID: SaidInProse.of("Count bottles")})


@pytest.mark.parametrize(
    ("law", "prose", "expected"),
    [
        ("ecoa", "Score loan applications", True),
        ("ecoa", "Score loan applications in Nakuru, Kenya", False),
        ("ecoa", "Score loan applications in Ohio", True),
        ("ecoa", "Which water mains to renew", False),
        ("eu-ai-act", "Doors of lifts in Singapore", False),
        ("eu-ai-act", "Doors of lifts in Vienna", True),
        ("eu-ai-act", "Doors of lifts", True),
        ("lift-directive", "Doors of lifts in Oslo", True),
        ("lift-directive", "Doors of trams in Oslo", False),
        ("uk-gdpr", "Letters to the council in Leeds", True),
        ("gdpr", "Letters to the council in Leeds", False),
        ("gdpr", "Parcels between Leeds and Dublin", True),
        ("mdr", "Find caries on photos of teeth", True),
        ("mdr", "Find cracks on photos of rails", False),
        ("iso-14971", "Find caries on photos of teeth in Lahore", True),
    ],
)
def test_a_law_is_of_its_trade_and_its_country(law: str, prose: str, expected: bool) -> None:
    said = SaidInProse.of(prose)
    assert said is not None
    assert is_law_of(law, said) is expected


def test_the_currency_of_a_brief_points_to_a_country_unless_it_counts_everywhere() -> None:
    assert not jurisdictions_in("Loans of 20,000 EUR or USD, it tells us")
    said = SaidInProse.of("Loans of members", "KES")
    assert said is not None
    assert said.places == {"elsewhere"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("parts made in south africa and new zealand", {"elsewhere"}),
        ("Polish is spoken there", {"eu"}),
        ("polish the parts", set()),
        ("English, French and Spanish letters", set()),
        ("Hospitals of São Paulo", {"brazil"}),
        ("U.S. and U.K. shops", {"us", "uk"}),
    ],
)
def test_countries_are_known_by_name_and_words_alike_are_none(text: str, places: set[str]) -> None:
    assert jurisdictions_in(text) == places


def test_a_machine_that_learns_or_computes_is_none_of_machinery() -> None:
    assert not trades_in("A support vector machine on a virtual machine, by machine learning")
    assert trades_in("A machine that packs") == {"machines"}


def test_a_vehicle_that_the_fields_name_is_one_of_the_road_unless_the_prose_names_another() -> None:
    known = {**HAZARD, "deployment.target": "vehicle"}
    assert may_apply("iso-26262", {**known, SAID: SaidInProse.of("See the rows of a field")})
    assert not may_apply("iso-26262", {**known, SAID: SaidInProse.of("See the runway from a drone")})


def test_every_law_that_names_its_country_is_told_apart_by_it() -> None:
    assert len(_PLACE_OF) == 40
    assert {*_PLACE_OF, *_TRADES_OF} <= REGULATIONS.keys()
    named = {"(EU)": "eu", "(US)": "us", "(US states)": "us", "(China)": "china", "(Brazil)": "brazil"}
    for law, name in REGULATIONS.items():
        place = next((place for mark, place in named.items() if mark in name), None)
        assert place is None or _PLACE_OF.get(law) == place, law


def test_no_charge_of_a_phone_lasts_a_month() -> None:
    assert not is_likely("deployment.battery_life", 60 * 86_400, {"deployment.target": "phone"})
    assert is_likely("deployment.battery_life", 60 * 86_400, {"deployment.target": "microcontroller"})
