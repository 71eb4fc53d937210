"""What worker and scheduler do, once and then an end: for programs of tests."""

from kombu.simple import SimpleQueue

from openevent.accounts import posting
from openevent.celery import app
from openevent.holders import sweeping


def work() -> None:
    """Do what waits in the queue. Each message is taken before it is worked off, as a worker does."""
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue(app.conf.task_default_queue)
        while (task := _taken(queue)) is not None:
            name, args = task
            app.tasks[name](*args)


def _taken(queue: SimpleQueue) -> tuple[str, list[object]] | None:
    try:
        message = queue.get(block=False)
    except queue.Empty:
        return None
    message.ack()
    return message.headers["task"], message.payload[0]


def catch_up() -> None:
    """Send again what was lost, and do it."""
    sweeping.sweep()
    posting.sweep()
    work()


def follow() -> None:
    """Tell of what moved since, and send it."""
    sweeping.follow()
    sweeping.follow_choices()
    catch_up()
