"""Instants as calendars know them: in UTC, to the second, within three centuries."""

from datetime import UTC, datetime, timedelta

from openevent.calendars.refusals import NaiveTime, TimeOutOfRange
from openevent.calendars.saying import said

FIRST = datetime(1900, 1, 1, tzinfo=UTC)
AFTER_LAST = datetime(2200, 1, 1, tzinfo=UTC)
# What stands for the time of something that has none.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def is_exact(moment: datetime) -> bool:
    """Whether `instant` gives the moment back as it is: a quick look, where that is what nearly all are."""
    return moment.tzinfo is UTC and not moment.microsecond and 1900 <= moment.year < 2200


def instant(moment: datetime) -> datetime:
    """The same instant in UTC, without fractions of a second, which iCalendar cannot say (RFC 5545, 3.3.5).

    Raises NaiveTime, TimeOutOfRange.
    """
    if moment.tzinfo is not UTC:
        moment = _in_utc(moment)
    if moment.microsecond:
        moment -= moment.microsecond * _MICROSECOND  # twice as fast as `replace`
    if not FIRST <= moment < AFTER_LAST:
        raise TimeOutOfRange(
            said(
                "%(moment)s is not between %(first)s and %(last)s.",
                moment=str(moment),
                first=FIRST.year,
                last=AFTER_LAST.year - 1,
            )
        )
    return moment


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise NaiveTime(said("%(moment)s has no time zone.", moment=str(moment)))
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # in the year 1 or 9999
        raise TimeOutOfRange(said("%(moment)s is in no year that calendars know.", moment=str(moment))) from error
