"""Lets schemathesis ask a server everything that its description says, and tells what was answered otherwise."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import unregister
from schemathesis.schemas import BaseSchema

from openevent.api.resources.openapi import document
from tests.api.contract.leading import Leader

PHASES = ("examples", "coverage", "fuzzing", "stateful")
REFUSED = ("400", "401", "403", "404", "405", "406", "409", "410", "412", "413", "415", "422", "429")
# Who may do what, the matrix asks of every route; which right data is taken, the domain's rules say.
OFF = ("positive_data_acceptance", "ignored_auth", "object_level_authorization")
ON = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance"),
    *("response_schema_conformance", "use_after_free", "ensure_resource_availability", "missing_required_header"),
    *("unsupported_method", "allow_header_conformance"),
)
CHECKS: dict[str, Any] = {
    **{name: {"enabled": False} for name in OFF},
    **{name: {"enabled": True} for name in ON},
    "negative_data_rejection": {"enabled": True, "expected-statuses": list(REFUSED)},
}
# A form has no types: what is no file is another field, which nobody reads.
FORMS = {
    "include-path": ["/v1/upload/files", "/v1/events/import/json"],
    "checks": {"negative_data_rejection": {"enabled": False}},
}
# Deleting a feed token revokes it: its row stays, to be listed with the moment, and for programs to be told (410).
REVOKED = {
    "include-path-regex": r"^/v1/feed-tokens/",
    "checks": {"use_after_free": {"enabled": False}},
}
# What is no key in the address of an event's calendar makes it that of an event, “%00.ics”, which takes more methods.
EVENTS = {
    "include-path-regex": r"^/v1/events/\{key\}\.",
    "checks": {"unsupported_method": {"enabled": False}, "allow_header_conformance": {"enabled": False}},
}


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much is asked: everything, or what is at so many addresses, or at these."""

    phases: tuple[str, ...]
    seed: int
    examples: int  # of each operation
    addresses: int = 0  # 0: all
    paths: tuple[str, ...] = ()
    seconds: int | None = None  # None: until it is done

    def settings(self) -> SchemathesisConfig:
        """The same for schemathesis."""
        given: dict[str, Any] = {
            "seed": self.seed,
            "workers": 1,
            "continue-on-failure": True,
            "warnings": False,
            "checks": CHECKS,
            "phases": {name: {"enabled": name in self.phases} for name in PHASES},
            "generation": {
                "max-examples": self.examples,
                "database": "none",
                "no-shrink": True,
                "with-security-parameters": False,  # who asks, the leader says
            },
            "operations": [FORMS, REVOKED, EVENTS],
            "analysis": {"constants": {"enabled": False}},
            "suppress-health-check": ["all"],
        }
        return SchemathesisConfig.from_dict(given if self.seconds is None else {**given, "max-time": self.seconds})

    def schema(self) -> BaseSchema:
        """The description of the operations that are to be asked."""
        described = json.loads(document())
        if self.addresses or self.paths:
            self.cut(described["paths"])
        found: BaseSchema = schemathesis.openapi.from_dict(described, config=self.settings())
        return found

    def cut(self, paths: dict[str, Any]) -> None:
        """Take out the addresses that are not asked; what is left leads to none of them."""
        kept = Random(self.seed).sample(sorted(paths), self.addresses) if self.addresses else self.paths
        for path in sorted(paths.keys() - set(kept)):
            del paths[path]
        for answer in (
            answer for item in paths.values() for one in item.values() for answer in one["responses"].values()
        ):
            answer.pop("links", None)


@dataclass(kw_only=True)
class Asked:
    """What came of it: what was wrong, each with a request that shows it, and how many answers had which status."""

    findings: dict[str, str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0


def ask(leader: Leader, extent: Extent) -> Asked:
    """Everything to this extent, led by the leader."""
    schema = extent.schema()
    schema.app = leader.server
    asked = Asked(statuses=leader.server.statuses)
    for event in led(schema, leader):
        if isinstance(event, events.ScenarioFinished):
            asked.findings |= failures(event)
        elif isinstance(event, events.NonFatalError):
            asked.findings[f"{event.label}: {event.value!r}"[:1500]] = ""
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.EngineFinished):
            asked.seconds = event.running_time
    return asked


def led(schema: BaseSchema, leader: Leader) -> Iterator[events.EngineEvent]:
    """What happens while the schema's operations are asked, every case led."""

    def before_call(context: Any, case: schemathesis.Case[Any], kwargs: Any) -> None:
        leader.lead(case)

    schemathesis.hook(before_call)
    try:
        yield from from_schema(schema).execute()
    finally:
        unregister(before_call)


def failures(event: events.ScenarioFinished) -> dict[str, str]:
    """Those of a scenario, each by its operation and kind, with the request that shows it."""
    found = [check.failure_info for checks in event.recorder.checks.values() for check in checks if check.failure_info]
    return {
        f"{one.failure.operation}: {one.failure.title}: {one.failure.message}"[:1500]: one.code_sample[:1500]
        for one in found
    }
