"""The tables of the programme."""

from openevent.program.models.favourite_session import FavouriteSession
from openevent.program.models.feedback import Feedback
from openevent.program.models.microlocation import Microlocation
from openevent.program.models.session import Session, SessionSpeaker
from openevent.program.models.session_type import SessionType
from openevent.program.models.speaker import Speaker
from openevent.program.models.speakers_call import SpeakersCall
from openevent.program.models.track import Track

__all__ = [
    "FavouriteSession",
    "Feedback",
    "Microlocation",
    "Session",
    "SessionSpeaker",
    "SessionType",
    "Speaker",
    "SpeakersCall",
    "Track",
]
