"""Countries that a text names, as far as laws tell them apart: those of the EU and its single market, and others.

A closed list of countries with what their people are called, of currencies and of a few cities that are written
without their country. What a language is called in many countries, such as English, Spanish or Arabic, says
nothing, and neither do the euro and the dollar, in which people count everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, Literal

from whichml.model.documents.expressions import expression

Jurisdiction = Literal["eu", "us", "uk", "china", "brazil", "elsewhere"]
"""Whose laws may bind: `eu` with the states of the European Economic Area, `elsewhere` for all other countries."""

_IN_WORDS: Final[Mapping[Jurisdiction, str]] = {
    "eu": """
        europe, european union, eea, austria, austrian, austrians, vienna, belgium, belgian, flanders, brussels,
        antwerp, bulgaria, bulgarian, sofia, croatia, croatian, zagreb, cyprus, cypriot, czechia, czech, prague,
        denmark, danish, danes, copenhagen, estonia, estonian, tallinn, finland, finnish, finns, helsinki, france,
        paris, germany, german, germans, bavaria, bavarian, saxony, berlin, hamburg, munich, frankfurt, cologne,
        greece, greek, athens, hungary, hungarian, budapest, iceland, icelandic, reykjavik, ireland, irish, dublin,
        italy, italian, rome, milan, turin, naples, latvia, latvian, riga, liechtenstein, lithuania, lithuanian,
        vilnius, luxembourg, malta, maltese, netherlands, dutch, holland, amsterdam, rotterdam, norway, norwegian,
        oslo, poland, polish, warsaw, portugal, lisbon, romania, romanian, bucharest, slovakia, slovak, bratislava,
        slovenia, slovenian, ljubljana, spain, madrid, barcelona, catalan, catalonia, andalusia, sweden, swedish,
        stockholm, gothenburg
    """,
    "us": """
        united states, america, american, americans, california, texas, florida, ohio, illinois, michigan,
        pennsylvania, colorado, arizona, oregon, minnesota, wisconsin, iowa, kansas, nebraska, missouri, indiana,
        kentucky, tennessee, alabama, louisiana, oklahoma, arkansas, nevada, utah, virginia, maryland, massachusetts,
        connecticut, vermont, alaska, hawaii, carolina, dakota, idaho, wyoming, new york, new jersey, new mexico,
        new hampshire, boston, chicago, los angeles, san francisco, seattle, houston, dallas, denver, atlanta,
        philadelphia, detroit, medicare, medicaid
    """,
    "uk": """
        united kingdom, britain, british, england, scotland, scottish, scots, wales, welsh, northern ireland, london,
        manchester, birmingham, leeds, glasgow, edinburgh, cardiff, belfast, nhs
    """,
    "china": "china, chinese, beijing, shanghai, shenzhen, guangzhou, chengdu, wuhan, hangzhou",
    "brazil": "brazil, brazilian, brazilians, são paulo, sao paulo, rio de janeiro, brasília, brasilia",
    "elsewhere": """
        switzerland, swiss, zurich, geneva, bern, ukraine, ukrainian, kyiv, russia, moscow, belarus, moldova, moldovan,
        serbia, serbian, belgrade, bosnia, bosnian, kosovo, albania, albanian, montenegro, north macedonia, turkey,
        türkiye, turkish, istanbul, ankara, armenia, armenian, azerbaijan, tbilisi, canada, canadian, canadians,
        toronto, montreal, vancouver, quebec, ontario, alberta, mexico, mexican, guatemala, honduras, nicaragua,
        el salvador, costa rica, panama, cuba, cuban, jamaica, jamaican, haiti, dominican republic, puerto rico,
        colombia, colombian, bogotá, bogota, venezuela, ecuador, quito, peru, peruvian, lima, bolivia, bolivian,
        paraguay, uruguay, chile, chilean, santiago, argentina, argentine, argentinian, buenos aires, guyana, suriname,
        egypt, egyptian, cairo, morocco, moroccan, casablanca, algeria, algerian, tunisia, tunisian, libya, libyan,
        sudan, sudanese, ethiopia, ethiopian, addis ababa, eritrea, somalia, kenya, kenyan, kenyans, nairobi, mombasa,
        uganda, ugandan, kampala, rwanda, rwandan, kigali, burundi, tanzania, tanzanian, dar es salaam, malawi, zambia,
        zambian, lusaka, zimbabwe, harare, mozambique, maputo, angola, angolan, luanda, namibia, namibian, botswana,
        lesotho, eswatini, south africa, south african, johannesburg, cape town, durban, madagascar, mauritius,
        nigeria, nigerian, lagos, abuja, ghana, ghanaian, accra, ivory coast, abidjan, senegal, senegalese, dakar,
        mali, malian, burkina faso, niger, chad, cameroon, cameroonian, gabon, congo, congolese, kinshasa, benin, togo,
        liberia, sierra leone, guinea, gambia, mauritania, cape verde, israel, israeli, tel aviv, jerusalem, palestine,
        palestinian, jordan, jordanian, amman, lebanon, lebanese, beirut, syria, syrian, iraq, iraqi, baghdad, iran,
        iranian, tehran, kuwait, bahrain, qatar, qatari, doha, oman, omani, yemen, saudi arabia, saudi, riyadh, jeddah,
        united arab emirates, emirates, emirati, dubai, abu dhabi, kazakhstan, almaty, uzbekistan, tashkent,
        turkmenistan, kyrgyzstan, tajikistan, afghanistan, afghan, kabul, pakistan, pakistani, karachi, lahore, india,
        indian, indians, mumbai, delhi, bangalore, bengaluru, chennai, hyderabad, kolkata, pune, kerala, bangladesh,
        bangladeshi, dhaka, nepal, nepali, kathmandu, bhutan, sri lanka, colombo, myanmar, thailand, thai, bangkok,
        laos, cambodia, cambodian, vietnam, vietnamese, hanoi, saigon, malaysia, malaysian, kuala lumpur, singapore,
        singaporean, indonesia, indonesian, jakarta, philippines, philippine, filipino, manila, cebu, brunei,
        timor leste, japan, japanese, tokyo, osaka, korea, korean, koreans, seoul, taiwan, taiwanese, taipei, mongolia,
        mongolian, hong kong, macau, australia, australian, australians, sydney, melbourne, brisbane, perth,
        queensland, new zealand, auckland, fiji, papua new guinea, samoa, tonga
    """,
}
_IN_CAPITALS: Final[Mapping[Jurisdiction, str]] = {
    "eu": "EU EEA SEK NOK DKK ISK PLN CZK HUF RON BGN",
    "us": "US USA U.S U.S.A",
    "uk": "UK U.K GB GBP",
    "china": "PRC CNY",
    "brazil": "BRL",
    "elsewhere": (
        "UAE CHF JPY INR CAD AUD NZD UAH RUB TRY MXN ARS CLP COP PEN ZAR NGN KES EGP MAD AED SAR QAR ILS KRW TWD HKD "
        "SGD THB IDR MYR PHP VND PKR BDT GHS TZS UGX ETB XOF XAF LKR NPR KZT COP BOB UYU TND DZD MMK KHR RWF ZMW"
    ),
}
"""Short names and codes of currencies, which are words as well when they are not in capitals."""
_WORDS: Final = expression(r"U\.S(?:\.A)?|U\.K|[^\W\d_]+")
_WORDS_TOO: Final = frozenset({"polish", "turkey", "china", "chad", "cologne", "lima", "guinea", "jordan"})
"""Names that begin with a capital, since they are words for other things as well."""
_MOST_CHARACTERS: Final = 6_000


def jurisdictions_in(text: str) -> frozenset[Jurisdiction]:
    """Return whose laws the countries, cities and currencies point to that a text names; nothing where it names none.

    Examples
    --------
    >>> sorted(jurisdictions_in("A cooperative in Nakuru, Kenya, loans of KES 20,000")), jurisdictions_in("It tells us")
    (['elsewhere'], frozenset())
    >>> sorted(jurisdictions_in("Parts for the US, made in Poland"))
    ['eu', 'us']
    """
    return frozenset(_named(text))


def _named(text: str) -> Iterator[Jurisdiction]:
    words = _WORDS.findall(text[:_MOST_CHARACTERS])
    yield from (_CODES[word] for word in words if word in _CODES)
    lower = [each if each not in _WORDS_TOO or word[0].isupper() else "" for word in words for each in (word.lower(),)]
    yield from (_NAMES[word] for word in lower if word in _NAMES)
    yield from (_NAMES[name] for pair in pairwise(lower) if (name := " ".join(pair)) in _NAMES)
    yield from (
        _NAMES[name] for three in zip(lower, lower[1:], lower[2:], strict=False) if (name := " ".join(three)) in _NAMES
    )


_NAMES: Final[Mapping[str, Jurisdiction]] = {
    " ".join(name.split()): place for place, names in _IN_WORDS.items() for name in names.split(",")
}
_CODES: Final[Mapping[str, Jurisdiction]] = {
    code: place for place, codes in _IN_CAPITALS.items() for code in codes.split()
}
