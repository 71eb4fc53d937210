"""The tables of holders."""

from openevent.holders.models.followed_choices import FollowedChoices
from openevent.holders.models.told_session import ToldSession

__all__ = ["FollowedChoices", "ToldSession"]
