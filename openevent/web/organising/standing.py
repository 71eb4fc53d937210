"""How things are with an event: its numbers, and what is still missing."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openevent.accounts.models import User
from openevent.events import access
from openevent.events.models import Event
from openevent.lib import money, spoken
from openevent.program import conflicts
from openevent.program.models import Session, Speaker
from openevent.tickets import counting
from openevent.tickets.models import Order, Ticket
from openevent.web.organising.sections import address


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of the event, and the page on which one finds what was counted."""

    number: str
    name: str
    address: str
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that an event should have, or must have to be published."""

    name: str
    advice: str
    address: str
    is_done: bool
    is_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How things are, as of the rows (constant number of queries)."""

    event: Event
    states: Counter[str]
    problems: Counter[conflicts.Kind]
    speakers: int
    tickets: int
    sold: int
    earned: int
    unpaid: int

    @classmethod
    def of(cls, event: Event) -> "Standing":
        """The event's."""
        sessions = Session.objects.living().filter(event=event).order_by()
        orders = Order.objects.filter(event=event)
        return cls(
            event=event,
            states=Counter(sessions.values_list("state", flat=True)),
            problems=Counter(found.kind for found in conflicts.of_event(event).conflicts),
            speakers=Speaker.objects.filter(event=event, deleted_at=None).count(),
            tickets=Ticket.objects.living().filter(event=event).count(),
            sold=counting.standing(event),
            earned=counting.earned(event),
            unpaid=orders.filter(status=Order.Status.PLACED, amount__gt=0).count(),
        )

    @property
    def taking_place(self) -> int:
        """Sessions that the public sees."""
        return sum(self.states[state] for state in Session.PUBLIC_STATES)

    @property
    def overlaps(self) -> int:
        """What cannot be so: rooms and people needed twice, sessions outside the event."""
        return sum(number for kind, number in self.problems.items() if not kind.is_missing)

    def figures(self) -> list[Figure]:
        """The numbers, the most pressing marked."""
        return [*self._of_programme(), *(self._of_sales() if self.tickets else ())]

    def _of_programme(self) -> list[Figure]:
        if not self.event.is_sessions_speakers_enabled and not self.states:
            return []
        placed, overlaps = self.taking_place, self.overlaps
        pending, timeless = self.states[Session.State.PENDING], self.problems[conflicts.Kind.NO_TIME]
        return [
            self._figure(placed, ngettext("session takes place", "sessions take place", placed), "sessions"),
            self._figure(
                pending,
                ngettext("proposal waits for a decision", "proposals wait for a decision", pending),
                "sessions",
                is_urgent=True,
            ),
            self._figure(
                timeless, ngettext("session has no time", "sessions have no time", timeless), "schedule", is_urgent=True
            ),
            self._figure(
                overlaps,
                ngettext("conflict in the schedule", "conflicts in the schedule", overlaps),
                "schedule",
                is_urgent=True,
            ),
            self._figure(self.speakers, ngettext("speaker", "speakers", self.speakers), "speakers"),
        ]

    def _of_sales(self) -> list[Figure]:
        figures = [
            self._figure(self.sold, ngettext("ticket sold", "tickets sold", self.sold), "attendees"),
            self._figure(
                self.unpaid,
                ngettext("order waits for its money", "orders wait for their money", self.unpaid),
                "orders",
                is_urgent=True,
            ),
        ]
        if self.earned and self.event.payment_currency:
            earned = money.words(self.earned, self.event.payment_currency, str(spoken.locale()))
            figures.append(Figure(number=earned, name=_("earned"), address=address(self.event, "sales")))
        return figures

    def _figure(self, number: int, name: str, path: str, *, is_urgent: bool = False) -> Figure:
        return Figure(
            number=str(number), name=name, address=address(self.event, path), is_urgent=is_urgent and number > 0
        )

    def steps(self, user: User) -> list[Step]:
        """What is to be done before the event is published, and what it would be good to have; done ones, too."""
        return [
            *self._needed(user),
            *self._words(),
            *(self._programme() if self._has_programme() else ()),
            *self._entry(),
        ]

    def _needed(self, user: User) -> list[Step]:
        event = self.event
        has_dates = event.starts_at < event.ends_at
        return [
            self._step(_("Dates"), _("An event begins before it ends."), "settings", is_done=has_dates, is_needed=True),
            Step(
                name=_("Your e-mail address is confirmed"),
                advice=_("Only people with a confirmed e-mail address publish events."),
                address="/account",
                is_done=access.may_create(user),
                is_needed=True,
            ),
        ]

    def _words(self) -> list[Step]:
        event = self.event
        has_place = bool(event.location_name or (event.online and event.public_stream_link))
        has_picture = bool(event.original_image_url or event.logo_url)
        return [
            self._step(
                _("A description"),
                _("Say what it is about, and for whom."),
                "settings",
                is_done=bool(event.description),
            ),
            self._step(
                _("A place"), _("Say where it is, or the address of the stream."), "settings/place", is_done=has_place
            ),
            self._step(
                _("A picture"),
                _("Events with a picture are found and remembered."),
                "settings/pictures",
                is_done=has_picture,
            ),
            self._step(
                _("Who organises it"),
                _("People want to know who invites them."),
                "settings/organiser",
                is_done=bool(event.owner_name),
            ),
        ]

    def _has_programme(self) -> bool:
        return self.event.is_sessions_speakers_enabled or bool(self.states)

    def _programme(self) -> list[Step]:
        scheduled = self.taking_place > 0 and not self.problems[conflicts.Kind.NO_TIME]
        return [
            self._step(
                _("Sessions"), _("Accept proposals, or add sessions."), "sessions", is_done=self.taking_place > 0
            ),
            self._step(_("Times"), _("Give each session its time and room."), "schedule", is_done=scheduled),
            self._step(
                _("No conflicts"),
                _("A room or a speaker is needed twice at once."),
                "schedule",
                is_done=not self.overlaps,
            ),
        ]

    def _entry(self) -> list[Step]:
        has_tickets = self.tickets > 0 or bool(self.event.ticket_url)
        advice = _("Without tickets nobody can register. That is fine where everybody may just come.")
        return [self._step(_("Tickets"), advice, "tickets", is_done=has_tickets)]

    def _step(self, name: str, advice: str, path: str, *, is_done: bool, is_needed: bool = False) -> Step:
        return Step(name=name, advice=advice, address=address(self.event, path), is_done=is_done, is_needed=is_needed)
