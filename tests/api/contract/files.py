"""Files that are there to be had: an export of the event, and a picture."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

from PIL import Image

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.exports import building, delivering, requesting
from openevent.jobs import running
from openevent.jobs.models import Job
from openevent.lib import media, pictures
from tests.api.matrix.expected import Actor
from tests.api.matrix.world import World

Parts = dict[str, list[str]]  # what stands in an address, by the names of its parameters


def files(world: World) -> Parts:
    """What leads to them."""
    owner = world.users[Actor.OWNER]
    assert owner is not None
    return picture() | (export(world.event, owner) if world.event.deleted_at is None else {})


def picture() -> Parts:
    """An uploaded one."""
    content = BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    media_id, name = media.keep(pictures.picture(content.getvalue())).split("/")[-2:]
    return {"media_id": [media_id], "name": [name, "Autumn-Conference.ics"]}


def export(event: Event, owner: User) -> Parts:
    """One that is done."""
    job = requesting.request(event, "ical", by=owner)
    running.run(str(job.pk), building.build)
    url = delivering.download_url(Job.objects.get(pk=job.pk), owner)
    return {"job_id": [str(job.pk)], "kind": ["ical"], **parse_qs(urlsplit(url).query)}
