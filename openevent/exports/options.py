"""What an export can be asked for beside its kind: the grammar of the feeds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.utils.translation import gettext as _

from openevent.events.models import Event
from openevent.lib import flags
from openevent.lib.errors import Malformed
from openevent.program import grammar
from openevent.program.models import Session
from openevent.program.models.session import SessionQuerySet
from openevent.program.selecting import EVERYTHING, Selection


def is_rich(profile: str) -> bool:
    """Whether this profile of a format is the rich one. Raises Malformed for one that there is not."""
    if profile not in {"plain", "rich"}:
        raise Malformed(_("“profile” must be plain or rich."), parameter="profile")
    return profile == "rich"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Which sessions, whether with what only some programs understand, and whether with those that are cancelled."""

    selection: Selection = EVERYTHING
    rich: bool = False
    cancelled: bool = False

    @classmethod
    def parse(cls, asked: Mapping[str, Iterable[str]]) -> "Options":
        """The options in a query: a selection, `profile=rich`, `cancelled=true`. Raises Malformed."""
        last = {name: ([*values] or [""])[-1] for name, values in asked.items()}
        return cls(
            selection=Selection.parse(asked),
            rich=is_rich(last.get("profile", "plain")),
            cancelled=flags.is_on(last.get("cancelled")),
        )

    @classmethod
    def read(cls, query: str) -> "Options":
        """The options that `query` wrote."""
        return cls.parse(dict(QueryDict(query).lists()))

    @classmethod
    def written(cls, query: str) -> "Options":
        """The options in a query written by hand: as `parse`, but raises Malformed for names that mean nothing, too."""
        try:
            asked = {
                name: [str(value) for value in values] for name, values in QueryDict(query.removeprefix("?")).lists()
            }
        except SuspiciousOperation as error:
            raise Malformed(_("The selection has too many members.")) from error
        options = cls.parse(asked)
        for name, values in asked.items():
            if name not in NAMES:
                raise Malformed(
                    _("“%(name)s” means nothing here. One selects by %(names)s.")
                    % {"name": name, "names": ", ".join(NAMES)},
                    parameter=name,
                )
            if not any(map(str.strip, values)) and name != "cancelled":
                raise Malformed(_("“%(name)s” has no value.") % {"name": name}, parameter=name)
        flags.asked(asked.get("cancelled", [None])[-1], "cancelled")
        return options

    @property
    def query(self) -> str:
        """The options as the query of an address: the same for what means the same, "" for none."""
        said = ("profile=rich" if self.rich else "", "cancelled=true" if self.cancelled else "")
        return "&".join(filter(None, (self.selection.query, *said)))

    def sessions(self, event: Event) -> SessionQuerySet | None:
        """The sessions that are asked for; None for all that take place. Raises Unknown for what is no part of it."""
        if not self.query or self == Options(rich=True):
            return None
        if self.selection.state:
            wanted = Session.objects.scheduled()
        else:
            wanted = Session.objects.of_feed() if self.cancelled else Session.objects.taking_place()
        return self.selection.of(event, wanted.filter(event=event))


# How OpenAPI writes them.
PARAMETERS = {
    **grammar.PARAMETERS,
    "profile": grammar.parameter(
        "profile", "rich: with what only some programs understand.", {"type": "string", "enum": ["plain", "rich"]}
    ),
    "cancelled": grammar.parameter(
        "cancelled", "true: with what was public and does not take place.", {"type": "string"}
    ),
}
NAMES = tuple(PARAMETERS)
NO_OPTIONS = Options()
