"""Instants with their offset from UTC, as ISO 8601, RFC 3339 and XML Schema write them, and durations in hours."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MINUTE = timedelta(minutes=1)


def local(moment: datetime, zone: tzinfo) -> datetime:
    """The instant as clocks in the zone show it; `isoformat` gives its true offset, also when clocks are set back.

    RFC 3339 and XML Schema know offsets of whole minutes only. Where a zone had another (Monrovia until 1972), the
    time is told in the next whole minute's offset, so that the instant is exact.
    """
    shown = moment.astimezone(zone)
    offset = shown.utcoffset() or timedelta(0)
    if offset % _MINUTE:
        return shown.astimezone(timezone(offset - offset % _MINUTE + _MINUTE))
    return shown


def utc(moment: datetime) -> str:
    """The instant in UTC, with "Z" (RFC 3339, 5.6)."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def hours(length: timedelta) -> str:
    """A duration as HH:MM, with as many hours as it takes; a begun minute counts.

    Some writers put days before the hours, which some readers take for hours.
    """
    minutes = -(-length // _MINUTE)
    return f"{minutes // 60:02}:{minutes % 60:02}"
