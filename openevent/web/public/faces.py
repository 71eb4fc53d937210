"""The faces of speakers."""

from openevent.program.models import Speaker
from openevent.web import pictures
from openevent.web.covers import Face


def face(speaker: Speaker) -> Face:
    """The speaker's picture, or what stands for it."""
    return Face.of(speaker.name, pictures.ours(speaker.small_image_url, speaker.thumbnail_image_url, speaker.photo_url))
