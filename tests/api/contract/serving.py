"""The server as schemathesis asks it: in this process, on the test's own connection, as one actor after the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction

from openevent.accounts import tokens
from tests.api.matrix.world import World

Start = Callable[..., Any]


@contextmanager
def kept_open() -> Iterator[None]:
    """A request ends, and the connection does not: the test's transaction is on it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Server:
    """A WSGI application; each request in a transaction of its own, which is rolled back where `forgets`.

    schemathesis asks from a thread of its own, one request at a time, while the test's thread waits.
    """

    def __init__(self, world: World, *, forgets: bool) -> None:
        self.world = world
        self.forgets = forgets
        self.handler = WSGIHandler()
        self.connection: Any = connections["default"]
        self.connection.inc_thread_sharing()
        self.statuses: Counter[int] = Counter()
        self.tokens = {
            actor: tokens.access_token(user, fresh=True) if user is not None else ""
            for actor, user in world.users.items()
        }

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """The answer, read to its end while its transaction is open."""
        connections["default"] = self.connection
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # whoever asks here undoes no coding
        with kept_open(), transaction.atomic():
            answer = self.handler(environ, self.counted(start_response))
            try:
                content = b"".join(answer)
            finally:
                answer.close()
            if self.forgets:
                transaction.set_rollback(True)
        return [content]

    def counted(self, start_response: Start) -> Start:
        def start(status: str, headers: Any, *rest: Any) -> Any:
            self.statuses[int(status[:3])] += 1
            return start_response(status, headers, *rest)

        return start
