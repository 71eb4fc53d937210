"""Deleting an item of one's favourites: the session is no favourite any more."""

from http import HTTPStatus

from radicale.item import Item

from openevent.events.revising import EventGone
from openevent.feeds.caldav import items, plugins, principals
from openevent.program import favouring
from openevent.program.models import FavouriteSession


def remove(path: str, if_match: str) -> HTTPStatus:
    """Take the mark away: 204, 404 where there is none, 412 where the item is another than was seen."""
    found = plugins.at([part for part in path.split("/") if part])
    token = principals.named(path.strip("/").partition("/")[0])
    if not isinstance(found, Item) or token is None:
        return HTTPStatus.NOT_FOUND
    if if_match not in ("*", found.etag):
        return HTTPStatus.PRECONDITION_FAILED
    number = items.number(found.href or "")
    marks = FavouriteSession.objects.select_related("session").filter(user=token.user, session=number)
    for favourite in marks:
        try:
            favouring.remove(favourite)
        except EventGone:
            return HTTPStatus.NOT_FOUND
    return HTTPStatus.NO_CONTENT
