"""Names of time zones as people and other programs write them."""

import re
from functools import cache
from importlib import resources

from django.utils.translation import gettext as _

from openevent.calendars import timezones
from openevent.lib.errors import Refused

# Names that begin so are the database's own way of naming; older ones such as US/Eastern, Singapore or Zulu are links.
REGIONS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/"),
    *("Indian/", "Pacific/"),
)


class UnknownZone(Refused):
    """No time zone has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is no time zone. Use a name of the IANA database, such as Europe/Berlin or America/New_York.")
            % {"name": name[:64]},
            pointer="/data/attributes/timezone",
        )


def _folded(name: str) -> str:
    parts = (part.strip() for part in name.split("/"))
    return re.sub(r"[\s_]+", "_", "/".join(parts)).casefold()


@cache
def _names() -> dict[str, str]:
    return {_folded(name): name for name in timezones.names()}


@cache
def _links() -> dict[str, str]:
    """The database's links: older name to present name (lines “L target name” of its text form)."""
    text = resources.files("tzdata").joinpath("zoneinfo/tzdata.zi").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line.startswith("L "))
    return {name: target for _letter, target, name in lines}


def recognised(name: str) -> str:
    """The IANA name that is meant; raises UnknownZone.

    Any case and spacing is understood (“US / Eastern”, “singapore”), and names without a region are replaced by the
    present ones (America/New_York, Asia/Singapore, UTC), which more calendar programs know.
    """
    known = _names().get(_folded(name))
    if known is None:
        raise UnknownZone(name)
    if known.startswith(REGIONS):
        return known
    target = _links().get(known, known)
    return "UTC" if target in {"Etc/UTC", "Etc/UCT"} else target


def of_city(name: str) -> str:
    """The zone that is meant by a name of ours, or by that of its city (“berlin”); raises UnknownZone.

    A city after which several zones are called (“Louisville”) means none.
    """
    ending = f"/{_folded(name)}"
    zones = [known for known in timezones.names() if known.startswith(REGIONS) and _folded(known).endswith(ending)]
    return zones[0] if len(zones) == 1 else recognised(name)
