"""A call for speakers as pages show it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openevent.calendars.timezones import zone
from openevent.program import calling
from openevent.program.models import SpeakersCall
from openevent.web import words
from openevent.web.clocks import Span, clock, day


class Stage(StrEnum):
    """How far a call is."""

    TO_COME = "to come"
    OPEN = "open"
    CLOSED = "closed"
    OFF = "off"  # the event takes no sessions at all


@dataclass(frozen=True, kw_only=True)
class ShownCall:
    """A call, with its times as clocks at the event have them."""

    call: SpeakersCall
    stage: Stage
    announcement: str
    opens: str
    closes: str
    zone_name: str

    @classmethod
    def of(cls, call: SpeakersCall, now: datetime) -> "ShownCall":
        """The call as it is at this moment."""
        return cls(
            call=call,
            stage=_stage(call, now),
            announcement=words.shown(call.announcement),
            opens=_written(call.starts_at, call),
            closes=_written(calling.announced_end(call, now), call),
            zone_name=Span.of(call.starts_at, call.ends_at, call.event.timezone).zone_name,
        )

    @property
    def is_open(self) -> bool:
        """Whether it takes proposals."""
        return self.stage == Stage.OPEN


def _stage(call: SpeakersCall, now: datetime) -> Stage:
    if not call.event.is_sessions_speakers_enabled:
        return Stage.OFF
    if calling.is_open(call, now):
        return Stage.OPEN
    return Stage.TO_COME if now < call.starts_at else Stage.CLOSED


def _written(moment: datetime, call: SpeakersCall) -> str:
    there = moment.astimezone(zone(call.event.timezone))
    return f"{day(there.date())}, {clock(there)}"
