"""Erasing exports: those that tell of somebody, and those that somebody asked for."""

from collections.abc import Collection

from django.db.models import Q

from openevent.accounts.models import User
from openevent.exports import delivering
from openevent.exports.kinds import KINDS
from openevent.exports.others import PERSONAL
from openevent.jobs import voiding
from openevent.jobs.models import Job


def forget(user: User, events: Collection[int]) -> int:
    """Take back what was made for the person or about them, and what was made of these events; says how many."""
    about = Q(kind=PERSONAL, parameters__user=user.pk) | Q(kind__in=KINDS, event__in=events)
    return voiding.void(Job.objects.filter(about | Q(asked_by=user), task=delivering.TASK))
