"""The regular tasks of tickets."""

from celery import shared_task

from openevent.tickets import checking, expiring, queueing


@shared_task(ignore_result=True)
def expire() -> None:
    """Give back what was held too long."""
    expiring.expire_due()


@shared_task(ignore_result=True)
def move_waiting_lists() -> None:
    """Offer what is free to who waits, and pass on what was not taken."""
    queueing.sweep()


@shared_task(ignore_result=True)
def let_in() -> None:
    """Check in whose tickets need no scan, at events that have begun."""
    checking.let_in_due()
