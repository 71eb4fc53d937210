"""How much work the time zones of a file may be: what others write must not keep us for longer than anyone waits."""

from dataclasses import dataclass, field

from openevent.calendars.refusals import Unreadable
from openevent.calendars.saying import Said, said

# A step is a month that is looked at for a rule, or a change of the clocks. Zones as Outlook writes them, from the year
# 1601 on, are about 1500 steps; all zones that there are, with two rules each, less than a million.
MOST_OF_ZONE = 50_000
MOST_OF_FILE = 1_000_000
# What it takes to understand a rule, before it is asked about any year.
A_RULE = 100


@dataclass(kw_only=True, slots=True)
class Effort:
    """The steps that are left for the zones of one file, or for one of them."""

    left: int = field(default_factory=lambda: MOST_OF_FILE)
    refusal: Said = field(
        default_factory=lambda: said("The file defines more time zones, or more changes in them, than are read here.")
    )
    whole: "Effort | None" = None

    def of_zone(self, name: str) -> "Effort":
        """The steps for one zone, which are some of these."""
        refusal = said("The time zone %(name)s has more rules and changes than are read here.", name=repr(name[:64]))
        return Effort(left=MOST_OF_ZONE, refusal=refusal, whole=self)

    def take(self, steps: int = 1) -> None:
        """Use up one step, or some; raises Unreadable where none is left."""
        if self.whole:
            self.whole.take(steps)
        self.left -= steps
        if self.left < 0:
            raise Unreadable(self.refusal)
