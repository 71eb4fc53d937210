"""The tables of holders."""

from openevent.holders.models.followed_choices import FollowedChoices
from openevent.holders.models.told_session import ToldSession
from openevent.holders.models.told_team import ToldTeam

__all__ = ["FollowedChoices", "ToldSession", "ToldTeam"]
