"""Lets schemathesis ask a server everything that its description says, and tells what was answered otherwise."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import unregister
from schemathesis.specs.openapi.schemas import OpenApiSchema

from openevent.api.resources.openapi import document
from tests.api.contract.leading import VIEWS, Leader

# Who may do what, the matrix asks of every route; what is taken is the domain's own to say.
CHECKS = {
    "not_a_server_error": {"enabled": True},
    "status_code_conformance": {"enabled": True},
    "content_type_conformance": {"enabled": True},
    "response_headers_conformance": {"enabled": True},
    "response_schema_conformance": {"enabled": True},
    "negative_data_rejection": {
        "enabled": True,
        "expected-statuses": ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "429"],
    },
    "use_after_free": {"enabled": True},
    "ensure_resource_availability": {"enabled": True},
    "missing_required_header": {"enabled": True},
    "unsupported_method": {"enabled": True},
    "allow_header_conformance": {"enabled": True},
    "positive_data_acceptance": {"enabled": False},
    "ignored_auth": {"enabled": False},
    "object_level_authorization": {"enabled": False},
}
# A form has no types: what is no file is another field, which nobody reads.
FORMS = {
    "include-path": ["/v1/upload/files", "/v1/events/import/json"],
    "checks": {"negative_data_rejection": {"enabled": False}},
}


@dataclass(kw_only=True)
class Asked:
    """What came of it."""

    findings: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    seconds: float = 0


def settings(phases: tuple[str, ...], *, examples: int, seed: int | None, seconds: int | None) -> SchemathesisConfig:
    """How schemathesis is to ask."""
    known: dict[str, Any] = {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")}
    given: dict[str, Any] = {
        "workers": 1,
        "continue-on-failure": True,
        "warnings": False,
        "checks": CHECKS,
        "phases": known,
        "generation": {
            "max-examples": examples,
            "deterministic": seed is not None,
            "database": "none",
            "no-shrink": True,
            "with-security-parameters": False,  # who asks, the leader says
        },
        "operations": [FORMS],
        "analysis": {"constants": {"enabled": False}},
        "suppress-health-check": ["all"],
    }
    if seed is not None:
        given["seed"] = seed
    if seconds is not None:
        given["max-time"] = seconds
    return SchemathesisConfig.from_dict(given)


def ask(leader: Leader, config: SchemathesisConfig, *, some: bool = False) -> Asked:
    """Everything asked as configured, or `some` of what is much alike; every failure and error, once each."""
    schema = schemathesis.openapi.from_dict(json.loads(document()), config=config)
    if some:
        schema = schema.include(is_one_of_some)
    schema.app = leader.server

    asked = Asked()
    for event in led(schema, leader):
        if isinstance(event, events.ScenarioFinished):
            take(event, asked)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            error = event.value if isinstance(event, events.NonFatalError) else event.exception
            asked.findings[f"error: {error!r}"[:500]] = getattr(event, "label", "")
        elif isinstance(event, events.EngineFinished):
            asked.seconds = event.running_time
    asked.requests = sum(leader.server.statuses.values())
    return asked


def led(schema: OpenApiSchema, leader: Leader) -> Iterator[events.EngineEvent]:
    """What happens while the schema's operations are asked, every case led."""

    def before_call(context: Any, case: schemathesis.Case, kwargs: Any) -> None:
        leader.lead(case)

    schemathesis.hook(before_call)
    try:
        yield from from_schema(schema).execute()
    finally:
        unregister(before_call)


def is_one_of_some(context: Any) -> bool:
    """Whether the operation is no relationship's, or one of every few of them: those are all made alike."""
    operation = context.operation
    is_relationship = VIEWS[operation.path].relation_name if operation.path in VIEWS else ""
    return not is_relationship or crc32(operation.label.encode()) % 4 == 0


def take(event: events.ScenarioFinished, asked: Asked) -> None:
    """The failures of a scenario, each by its operation and kind, with the request that shows it."""
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                name = f"{failure.operation}: {failure.title}: {failure.message}"
                asked.findings.setdefault(name[:1500], check.failure_info.code_sample[:1500])
