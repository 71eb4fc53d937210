"""An event as pages show it."""

from dataclasses import dataclass

from django.utils import timezone

from openevent.events.models import Event
from openevent.events.subject_names import called
from openevent.lib import addresses, text, urls
from openevent.web import pictures
from openevent.web.clocks import Span
from openevent.web.covers import Cover


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An event as pages show it."""

    event: Event
    span: Span
    picture: str
    path: str

    @classmethod
    def of(cls, event: Event) -> "Shown":
        """The event of this row."""
        return cls(
            event=event,
            span=Span.of(event.starts_at, event.ends_at, event.timezone),
            picture=pictures.ours(event.large_image_url, event.original_image_url, event.logo_url),
            path=addresses.event_page(event.identifier),
        )

    @property
    def cover(self) -> Cover:
        """What is shown where there is no picture."""
        return Cover.of(self.event.identifier)

    @property
    def image(self) -> str:
        """The absolute address of the event's picture, for sites that show a link to it; it may lie elsewhere."""
        event = self.event
        if self.picture:
            return urls.absolute(self.picture)
        written = (event.large_image_url, event.original_image_url, event.logo_url)
        return next((url for url in written if urls.is_absolute(url)), "")

    @property
    def is_running(self) -> bool:
        """Whether it has begun and is not over."""
        return self.event.starts_at <= timezone.now() < self.event.ends_at

    @property
    def is_over(self) -> bool:
        """Whether it is over."""
        return self.event.ends_at <= timezone.now()

    @property
    def subjects(self) -> list[str]:
        """What it is and what it is about, as readers call that: its kind and its topic, where they are said."""
        said = (self.event.event_type, self.event.event_topic)
        return [called(one.name) for one in said if one is not None and one.deleted_at is None]

    @property
    def place(self) -> str:
        """Where it is, in a line; empty where nobody has said."""
        return text.one_line(self.event.location_name)

    @property
    def map_url(self) -> str:
        """Where maps show the place; empty where nobody has said which."""
        event = self.event
        if event.latitude is None or event.longitude is None or event.is_map_shown is False:
            return ""
        at = f"{event.latitude:.6f}/{event.longitude:.6f}"
        return f"https://www.openstreetmap.org/?mlat={event.latitude:.6f}&mlon={event.longitude:.6f}#map=17/{at}"
