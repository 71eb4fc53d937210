"""Several people who do something in the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, in their order; each ran in a thread, and with a connection, of its own."""
    came: list[Any] = [None] * len(acts)
    begin = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            begin.wait()
            came[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - whatever it was, the test looks at it
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
