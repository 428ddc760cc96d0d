"""Requests that are generated from the OpenAPI description get what it describes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from by_night import IS_NIGHT
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app
from whichml_server.settings import Settings

N_CASES = 20_000 if IS_NIGHT else 1_000
BRIEFS_AGAIN = ["POST /v1/measured-recommendations", "POST /v1/briefs/check"]
"""What takes the briefs that are examples at `POST /v1/recommendations` too, where alone they are sent by day."""
# a schema cannot say that facts of a brief contradict each other (422), or that a text is no SPARQL (400)
VALID_GETS = ["2xx", "304", "400", "404", "409", "422", "503"]
CONFIG: dict[str, Any] = {
    "seed": 1,
    "headers": {"Accept-Encoding": "identity"},  # in process nothing would unpack a body
    "generation": {
        # by day these and the examples of the description are still above 1,000 requests
        "max-examples": 400 if IS_NIGHT else 13, "deterministic": not IS_NIGHT, "database": "none", "no-shrink": True,
    },
    "checks": {"positive_data_acceptance": {"expected-statuses": VALID_GETS}},
    "phases": {"coverage": {"enabled": IS_NIGHT}, "stateful": {"enabled": True}},
    "operations": [{"include-name": BRIEFS_AGAIN, "phases": {"examples": {"enabled": IS_NIGHT}}}],
}  # fmt: skip

slow = pytest.mark.slow("sends a thousand requests")
pytestmark = [
    slow,
    pytest.mark.filterwarnings("default"),  # what a generator warns of is its own affair
]


@schemathesis.serializer("application/sparql-query")
def as_query(context: object, value: object) -> bytes:
    """Return a query as it is sent: schemathesis does not know the media type."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def test_no_generated_request_gets_what_is_not_described(knowledge: Knowledge, tmp_path: Path) -> None:
    unlimited = Settings(read_rate="off", write_rate="off")
    app = create_app(knowledge, AnswerStore(tmp_path / "answers.sqlite3"), settings=unlimited)
    config = SchemathesisConfig.from_dict(CONFIG)
    n_cases: Counter[str] = Counter()
    wrong: list[str] = []
    for event in from_schema(schemathesis.openapi.from_wsgi("/v1/openapi.json", app, config=config)).execute():
        if isinstance(event, events.ScenarioFinished):
            n_cases[event.phase.value] += len(event.recorder.cases)
            wrong += failures_in(event)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(str(event))
    assert wrong == []
    assert sum(n_cases.values()) >= N_CASES, n_cases
    assert min(n_cases[phase] for phase in ("examples", "fuzzing", "stateful")) > 0


def failures_in(scenario: events.ScenarioFinished) -> list[str]:
    """Return each failed check, with the command that repeats its request."""
    return [
        f"{scenario.label}: {check.failure_info.failure.message}\n{check.failure_info.code_sample}"
        for checks in scenario.recorder.checks.values()
        for check in checks
        if check.failure_info is not None
    ]
