"""What becomes of a refusal while somebody acts on a page: it is shown, and the page goes on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from openevent.lib.errors import Refused
from openevent.web.rendering import NoPage


class Refusing:
    """A block whose refusal is shown, and goes no further. Only one that is `beyond` does: no page could show it."""

    def __init__(self, show: Callable[[Refused], object], beyond: type[Refused] = NoPage) -> None:
        self.show = show
        self.beyond = beyond

    def __enter__(self) -> None:
        """Nothing yet."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Whether it was shown, so that it is raised no further."""
        if not isinstance(error, Refused) or isinstance(error, self.beyond):
            return False
        self.show(error)
        return True


def told(request: HttpRequest) -> Refusing:
    """A block whose refusal the next page tells."""
    return Refusing(lambda refusal: messages.error(request, str(refusal)))
