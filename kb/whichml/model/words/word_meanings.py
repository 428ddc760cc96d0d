"""What each word of a closed list means, in a few words, and what else people say for it.

The one place that holds both, for fields whose words are no terms of the ontology: what tasks and modalities mean
stands there, and what laws and norms are called under `kb/facts/regulations/`. What people say is written in lower
case with hyphens, and is found inside an answer too: `must not leave the hospital` says `not-leave-the-hospital`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class WordMeaning(NamedTuple):
    """What a word means, as a clause, and what else people say for it."""

    meaning: str
    said: tuple[str, ...] = ()


def _table(text: str) -> Mapping[str, WordMeaning]:
    """Return lines of the form `word: meaning | said, said` by their words; what follows may begin lines with `|`."""
    found: dict[str, WordMeaning] = {}
    for line in re.sub(r"\n\s*\|", " |", text.strip()).splitlines():
        word, _, rest = line.strip().partition(": ")
        meaning, *said = rest.split(" | ")
        listed = (each.strip() for part in said for each in part.split(","))
        found[word] = WordMeaning(meaning.strip(), tuple(each for each in listed if each))
    return MappingProxyType(found)


PLACES: Final = (
    "house", "building", "hospital", "clinic", "practice", "company", "firm", "organisation", "organization", "bank",
    "school", "university", "office", "agency", "authority", "ministry", "plant", "factory", "laboratory", "lab",
    "premises", "site", "network", "data-centre", "data-center", "datacentre", "datacenter", "dc", "campus", "enclave",
)  # fmt: skip
"""Where data or a server may be whose owner rents neither."""
_THINGS: Final = ("device", "phone", "machine", "sensor", "handset", "watch", "car", "vehicle", "browser")


def _kept_at(places: tuple[str, ...]) -> tuple[str, ...]:
    """Return how people say that something does not leave any of some places."""
    ways = ("not-leave-the-", "not-leave-our-", "not-leave-", "never-leave-the-", "never-leaves-the-", "stay-in-the-",
            "stay-at-the-", "stay-on-the-", "stays-in-the-", "stays-on-the-", "kept-in-the-", "kept-on-the-",
            "nothing-leaves-the-", "nothing-leaves-our-", "no-data-leaves-the-", "no-data-leaves-our-",
            )  # fmt: skip
    return tuple(f"{way}{place}" for place in places for way in ways)


def _with_places(table: Mapping[str, WordMeaning]) -> Mapping[str, WordMeaning]:
    """Return the table of residency with every way to say where data are kept."""
    kept = {"stays-in-organisation": PLACES, "stays-on-device": _THINGS}
    return MappingProxyType({
        word: each._replace(said=(*each.said, *_kept_at(kept[word]))) if word in kept else each
        for word, each in table.items()
    })  # fmt: skip


WORD_MEANINGS: Final[Mapping[str, Mapping[str, WordMeaning]]] = MappingProxyType({
    "data.target": _table("""
        count: a number of events or pieces, such as calls in an hour | counts, whole-numbers, number-of-events
        positive: above zero, such as a price or a duration | never-negative, prices, durations, price, duration
        heavy-tailed: mostly small, and now and then very large | long-tail, skewed, few-very-large
        bounded: between two limits, such as a share or a score | share, percentage, between-0-and-1
        ordinal: grades in an order, without distances | grades, ratings, stars
        multi-output: several numbers at once | several-numbers, several-targets, vector
    """),
    "data.feedback": _table("""
        full: for every case it is learnt what was right | always, every-case, all-of-it
        partial: only for what was chosen or shown
            | only-for-what-was-shown, some-of-it, clicks-only, only-from-clicks, from-clicks
            | implicit, implicit-feedback, explicit-ratings
        delayed: for every case, but long after | later, after-weeks, after-months
        none: it is never learnt what was right | never, no-feedback, nothing
    """),
    "data.relation": _table("""
        linear: each feature adds its share, more is proportionally more | proportional, straight-line
        monotone: more of a feature always means more, or always less | always-up, always-down, one-way | monotonic
        nonlinear: curves, thresholds, or features that work together | non-linear, complex, complicated, interactions
    """),
    "data.arrival": _table("""
        batch: now and then, many at once | static, fixed, one-off, periodic
            | once, in-bulk, nightly, weekly, daily, monthly, export, all-at-once, file, every-night, every-day
            | every-morning, every-week, every-month, once-a-day, once-a-week, once-a-month, overnight
        micro-batch: every few minutes or so | every-few-minutes, every-minute, hourly
        stream: one by one, as things happen
            | continuously, streaming, one-by-one, live, as-they-happen, as-they-come, as-it-comes, as-they-arrive
            | continuous, real-time, online
    """),
    "data.growth": _table("""
        static: hardly any come | no, hardly, hardly-any, not-at-all, none, fixed, does-not-grow, no-growth
        slow: a few per cent in a year | slowly, a-little, some
        fast: the data double within a year or so | quickly, rapidly, doubles, a-lot
    """),
    "data.drift": _table("""
        none: what holds today holds for years | stable, no, hardly, not-at-all, never, no-drift, constant
            | low-drift, no-change, stationary
        slow: over months or years | slowly, gradually, over-years, over-months, a-little, seasonal
            | gradual, moderate, medium, mild, low, small | slight, some
        fast: within days or weeks, or when somebody reacts | quickly, rapidly, over-days, over-weeks, suddenly
            | strong, high, rapid, sudden, severe, heavy, frequent
    """),
    "data.label_quality": _table("""
        very-low: hardly better than guessed | guesses, unreliable
        low: many are wrong | bad, poor, noisy, many-errors | weak, weak-labels | inconsistent, noisy-labels
        medium: some are wrong, or people would differ | fair, ok, okay, so-so, mixed, some-errors
            | moderate, crowdsourced | crowd, crowd-workers, some-noise
        high: few are wrong | good, reliable, few-errors | clean, expert-labels, expert-labelled
            | expert, verified, checked
        very-high: measured, or checked by several people | perfect, very-good, excellent, measured
            | gold, gold-standard
    """),
    "data.privacy": _table("""
        public: anybody may see them | open, open-data, published, no-personal-data | none
        internal: nobody outside may see them, and nobody is harmed | business-data, company-data, no-personal-data
            | low, confidential, proprietary | trade-secret, secret, restricted, anonymised, anonymized
        personal: they speak of people who can be identified
            | customer-data, personal-data, user-data, employee-data, guest-data | medium, moderate, gdpr
            | pii, contains-pii, pseudonymised, pseudonymized
        sensitive: health, money, beliefs, children
            | patient-data, patients, health-data, health-records, medical, medical-records, children, bank-data
            | high, very-high, strict, phi, hipaa, special-category | biometric, biometrics, biometric-data
        stays-on-device: they may not leave the device | on-device-only, never-leaves-the-device
            | must-stay-on-device, on-device
    """),
    "data.residency": _with_places(_table("""
        anywhere: any service may have them, also models that others host
            | no-limit, no-restriction, cloud-is-fine, no-limits, no-problem, may-leave-the-house, anyone-may-have-them
        no-hosted-models: a rented machine may hold them, no vendor's model may see them
            | no-vendor-models, no-llm-vendor, no-external-models, rented-servers-only
        stays-in-organisation: only servers of your own
            | in-the-house, in-house, inhouse, on-premises, on-premise, on-prem, own-servers, our-servers
            | own-data-centre, own-data-center, own-datacentre, own-datacenter, no-cloud, nothing-to-the-cloud
            | lan-only, intranet-only, internal-network-only, local-network-only
            | own-network, our-network, stay-with-us, stays-with-us, stay-internal, not-leave-us
            | within-the-company, within-the-organisation, within-the-hospital
        stays-on-device: only the device that records them | on-device, on-the-device, on-the-phone
    """)),
    "data.label_origin": _table("""
        all-cases: of all cases, or of a random part | all, every-case, random-sample, random, everybody
        chosen-cases: of cases that somebody or a former model chose
            | only-those, only-the-ones, those-that-were-checked, inspected-ones, chosen, selected
            | approved-ones, accepted-ones
        logged-propensities: chosen, and the chance of each choice is on record
            | propensities, logged-probabilities, randomised-choices
        simulated: out of a simulator | simulation, simulator, synthetic
    """),
    "data.known_shift": _table("""
        behind: in the data already | past, in-the-past, already, happened, in-the-data | before, last-year
        ahead: still to come | future, in-the-future, to-come, coming, soon, next-year, planned, not-yet
        both: one in the data and one to come | past-and-future, behind-and-ahead
    """),
    "data.assignment": _table("""
        random: by lot, whoever it was | randomly, at-random, by-lot, lottery, draw, drawn, randomised, randomized, coin
            | rct, experiment, randomised-trial, randomized-trial, a-b-test, ab-test
        rule: by a threshold or rule that is written down, such as an age above 60
            | by-rule, threshold, cutoff, cut-off, score, by-a-threshold, written-rule, eligibility
        chosen: people, or those who were treated, decided
            | by-choice, choice, voluntary, volunteers, self-selected, people-decided, doctors-decided, applied-for-it
            | observational, observed, registry, register-data, retrospective
    """),
    "data.target_unit": _table("""
        money: an amount of money | currency, euro, euros, eur, dollar, dollars, usd, gbp, chf, costs, amount-of-money
        time: how long something takes or lasts | duration, seconds, minutes, hours, days, weeks, months, years
        other: anything else, such as pieces, degrees or litres | neither, pieces, units, degrees, kilograms, litres
    """),
    "data.seasonality": _table("""
        none: no rhythm | no, no-season, not-seasonal
        one: one rhythm, such as the week | weekly, yearly, daily, annual, one-season, yes-weekly, yes-yearly
        several: several, such as day, week and year | many, daily-and-weekly, weekly-and-yearly, multiple, two, three
    """),
    "data.group_count": _table("""
        known: it is given beforehand | given, fixed
        unknown: it has to be found out | not-known, to-be-found, open
    """),
    "data.group_shape": _table("""
        compact: round groups of much the same size | round, even
        any: any shape, size or density | any-shape, irregular, uneven
    """),
    "data.actions": _table("""
        discrete: a list of choices | choices, a-list, options, on-or-off
        continuous: numbers, such as a force or a dose | numbers, a-number, values
        mixed: some are numbers and some are on or off or whole | both, mixed-integer, on-off-and-numbers
    """),
    "data.preferences": _table("""
        one-side: those who are assigned have wishes, places have none
            | one-sided, only-one-side, one, wishes-of-one-side
        both-sides: two sides rank each other, such as pupils and schools, be it by rules of priority
            | two-sided, both, two-sides, each-other, mutual, rank-each-other
    """),
    "deployment.target": _table("""
        cloud: rented servers | aws, azure, google-cloud, gcp, rented-server, rented-servers, hosted
            | kubernetes, serverless, saas, public-cloud, api | vpc, lambda, databricks, snowflake
        on-premises: servers of your own
            | own-server, own-servers, our-servers, our-server, on-prem, on-premise, in-house, data-centre
            | data-center, datacentre, server-room, in-the-house, server-in-the-house
            | hospital, hospital-server, private-cloud, own-cluster, cluster, slurm, datacenter, hpc
            | internal-server, internal-servers, on-prem-kubernetes, on-prem-cluster
        edge-server: a server near the source of the data, in a shop, plant or vehicle
            | gateway, local-server, industrial-pc, edge-pc, edge-computer
        desktop: somebody's computer | laptop, pc, workstation, computer | notebook, local-machine
            | macbook, excel, spreadsheet
        browser: a web page on somebody's machine | in-the-browser, in-browser, client-side
        phone: a mobile phone or tablet | smartphone, mobile, tablet, app, iphone, android, ios, ipad
        wearable: a watch, a hearing aid, glasses | watch, smartwatch, hearing-aid, glasses, wristband
        edge-device: a small computer in a device
            | raspberry-pi, jetson, camera, smart-camera, embedded-linux, single-board-computer
            | edge, edge-box, embedded-device, jetson-nano, jetson-orin
            | edge-gpu, edge-npu, edge-ai, edge-ai-box
        vehicle: a car, robot, ship or aircraft | car, robot, drone, truck, train, ship, aircraft, tractor
        microcontroller: a chip with kilobytes of memory | mcu, arduino, esp32, cortex-m, stm32, sensor-node
        fpga: logic that is wired for the purpose | programmable-logic
            | zynq, zynqmp, ultrascale, kintex, kintex-7, artix, artix-7, virtex, virtex-7, spartan-6, spartan-7, versal
            | cyclone-iv, cyclone-v, cyclone-10, stratix, stratix-10, arria-10, agilex, ecp5, ice40, polarfire
            | zu2cg, zu2eg, zu3cg, zu3eg, zu4ev, zu5ev, zu7ev, zu7eg, zu9eg, zu11eg, zu15eg
        asic: a chip made for the purpose | own-chip
        plc: a controller of machines | sps, programmable-logic-controller
        none: nothing: a study or a one-time report | nowhere, report, study, one-off, one-time, analysis-only
            | research, publication
    """),
    "deployment.connectivity": _table("""
        always: the network is always there | yes, permanent, online, wired, always-online | full, good, stable
        intermittent: sometimes it is away | sometimes, mostly, now-and-then, patchy, unreliable, often
            | limited, occasional, poor, spotty | lorawan, lora, satellite-link, daily-sync, flaky
        never: there is none | no, offline, air-gapped, not-connected | none
    """),
    "deployment.interaction": _table("""
        batch: many at once, nobody waits
            | nightly, overnight, nobody-waits, once-a-day, once-a-week, once-a-month, list, a-list, report
            | weekly-list, daily-list, every-morning, every-night, every-day, every-week
            | offline, nightly-batch, scheduled, bulk
        online: a program asks and goes on when it has the answer | api, service, web-service, request, on-demand
            | rest, rest-api, synchronous, sync, http, near-real-time, request-response | async, asynchronous
        interactive: a person looks at the screen and waits
            | waits, waiting, somebody-waits, on-the-screen, while-typing
        stream: every event is predicted as it comes
            | streaming, per-event, every-event, continuously, as-it-comes, as-they-come, as-it-arrives, as-they-arrive
        real-time: a late prediction is worthless, as in a control loop | realtime, hard-deadline, control-loop
    """),
    "deployment.accelerator": _table("""
        none: the processor alone | no, cpu, cpu-only, no-gpu, nothing, raspberry-pi, raspberry-pi-4
        gpu: a graphics card | gpus, nvidia, graphics-card, cuda, a100, h100
            | t4, a10, l4, v100, rtx, a4000, a5000, a6000, l40, h200
            | cuda-gpu, jetson, jetson-nano, jetson-orin, jetson-orin-nano
        npu: a unit for neural networks on the chip | neural-engine, ai-accelerator, coral
        tpu: a tensor unit, on servers a vendor's alone | tensor-processing-unit
    """),
    "deployment.update_cadence": _table("""
        never: it stays as it was delivered | not-at-all, fixed, no-updates | static, none
        yearly: once in a year or so | annually, annual | rarely, seldom
        monthly: once in a month or so | month-by-month
        weekly: once in a week or so | week-by-week
        daily: every day or night | nightly, overnight, every-night
        hourly: every hour | hour-by-hour
        per-event: with every event
            | continuously, online-learning, instantly, immediately, with-every-event, each-event
            | continuous, online, real-time, streaming
    """),
    "deployment.telemetry": _table("""
        none: nothing comes back | no, nothing, never
        limited: counts or samples | some, a-little, partly, samples, summaries
        full: every input and prediction can be recorded | all, everything, yes, every-prediction, logs
    """),
    "deployment.prediction_unit": _table("""
        row: a case in a table | case, record, customer, patient, booking, transaction, stay
        query: a search or question | question, search
        document: a text, from e-mail to contract | text, article, e-mail, email, letter, ticket
        image: one picture | picture, photo, scan
        frame: one picture of a film | video-frame
        minute: a minute of recording | minute-of-audio
        user: a person who is shown something | person, visitor
        pair: two records that are compared | two-records
        series: one series over time | time-series, product, meter
        plan: a whole plan | schedule, roster, tour
    """),
    "deployment.applied_by": _table("""
        hand: with pencil, card or in the head | people, paper, pencil, on-paper, by-hand, card, in-the-head
        computer: by a program | program, software, machine
    """),
    "project.released_to": _table("""
        team: nobody but those who make them | us, ourselves, nobody-else, developers, testers, only-us
        organisation: others in the house | organization, company, in-house, colleagues, other-departments, internal
        partners: some outside, under a contract | partner, vendor, supplier, researchers, contractors, under-contract
        public: anybody | everybody, open-data, published, anyone, the-public, download, internet
    """),
    "project.made_for": _table("""
        software-tests: a program, its load or its functions are tried with them
            | testing, tests, test-data, load-test, load-tests, demo, demonstration, software-testing, development
        known-truth: methods, vendors or students are tried on them, and what is true in them has to be known
            | benchmark, ground-truth, teaching, exercise, exercises, comparison-of-methods, method-comparison
        stand-in: in place of real records that others may not see
            | sharing, hand-out, handing-out, publication, anonymisation, anonymization, privacy, release
        training-examples: a model learns from them, mostly beside real ones
            | training, training-data, augmentation, rare-cases, oversampling, model-training
        scenarios: possible courses that a calculation or a simulation runs through
            | simulation, simulation-input, planning, what-if, stress-test, design, long-series, futures
    """),
    "project.ruled_out": _table("""
        neural-networks: networks of any size, those that others trained too
            | neural-network, neural-nets, neural-net, neural-models, neural, nn, ann
        deep-learning: networks of many layers, those that others trained too
            | deep-networks, deep-neural-networks, deep-models, deep-nets, dnn, dl, transformers, deep-neural-network
        language-models: large language models, one's own or somebody's
            | llm, llms, large-language-models, language-model, generative-ai, genai, chatgpt, gpt
        closed-models: models whose weights nobody else may have
            | proprietary, proprietary-models, closed-source, closed-weights, commercial-models
        ensembles: many models whose votes are added, such as forests and boosting
            | ensemble, boosting, boosted-trees, random-forests, forests
    """),
    "project.programming_languages": _table("""
        python: Python | py, pandas, django, flask, pyspark
        r: R | rstats, tidyverse, shiny
        julia: Julia | jl
        matlab: MATLAB | octave, simulink
        sql: queries of a database | postgres, postgresql, bigquery, plsql, t-sql, dbt
        java: Java, Kotlin and Scala | kotlin, scala, jvm, spring, android
        csharp: C# and .NET | dotnet, net, asp-net
        cpp: C and C++ | c, cplusplus, arduino
        javascript: JavaScript and TypeScript | js, typescript, ts, node, nodejs, node-js, react
        other: another language | go, golang, rust, php, laravel, swift, objective-c, ruby
    """),
    "project.team_ml_skill": _table("""
        very-low: nobody has trained a model | none, no-experience, nobody, beginners, no-ml-experience
        low: somebody has followed courses | little, junior, courses, some-courses | beginner, novice, basic, limited
            | data-analysts, analysts | chemist, physician, clinician, domain-expert
        medium: they have brought a model into use | some, average, ok, okay, one-data-scientist, intermediate
            | moderate
        high: they run several models | good, experienced, senior, data-scientists, several-data-scientists
            | strong, advanced | statistician, biostatistician, ml-engineer, ml-engineers
        very-high: they do research of their own | expert, experts, very-good, researchers, phd
    """),
    "stakes.cost_of_mistakes": _table("""
        very-low: nobody minds | none, nothing-happens, trivial | negligible
        low: a little time or money | small, little, annoying, minor, cheap
        medium: noticeable, and can be put right | moderate, average, some-money, ok
        high: much money, or harm to people's chances | bad, serious, expensive, costly, severe | significant, major
        very-high: health, freedom, or the business itself
            | very-bad, catastrophic, fatal, deadly, life-threatening, disaster | critical, injury, injuries, death
    """),
    "stakes.specification": _table("""
        none: nobody could write the rules down | no, not-at-all, impossible
        partial: some rules are known, others are not | partly, some-rules, some, rules-of-thumb
        complete: the right answer follows from written rules
            | fully, completely, all-rules, entirely, known, written, written-down, all-written-down, given, fixed
    """),
    "stakes.explanation": _table("""
        none: nobody asks why | no, not-needed, nobody-asks | not-required, unnecessary, low | optional, nice-to-have
        post-hoc: reasons beside each prediction, worked out afterwards
            | reasons, main-reasons, the-passage, shap, afterwards, feature-importance, some-explanation
            | partial, local, per-decision, per-prediction, saliency, saliency-maps, reason-codes, required, needed
            | some, medium, desired, lime, highlights, yes, global, must | high, important
        full: a person can follow the model itself
            | complete, glass-box, white-box, readable-model, fully, transparent, coefficients, equation, formula
            | odds-ratio, odds-ratios, rate-ratio, rate-ratios, hazard-ratio, hazard-ratios, risk-ratio, risk-ratios
    """),
})  # fmt: skip
"""By field and word; in the order of the words."""
