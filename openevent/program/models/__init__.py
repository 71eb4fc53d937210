"""The tables of the programme."""

from openevent.program.models.microlocation import Microlocation
from openevent.program.models.session import Session, SessionSpeaker
from openevent.program.models.session_type import SessionType
from openevent.program.models.speaker import Speaker
from openevent.program.models.track import Track

__all__ = ["Microlocation", "Session", "SessionSpeaker", "SessionType", "Speaker", "Track"]
