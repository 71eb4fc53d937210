"""The tasks of tickets: holds that end, places that are passed on, money that comes and goes back."""

from celery import shared_task

from openevent.jobs import files, running
from openevent.tickets import books, checking, expiring, press, queueing
from openevent.tickets.paying import refunding, sweeping


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


@shared_task(ignore_result=True)
def refund(refund_id: int) -> None:
    """Give money back."""
    refunding.carry_out(refund_id)


@shared_task(ignore_result=True)
def settle() -> None:
    """Ask for payments, and go on with refunds, that are due."""
    sweeping.sweep()


@shared_task(ignore_result=True)
def print_paper(job_id: str) -> None:
    """Print tickets or an invoice."""
    running.run(job_id, press.work)


@shared_task(ignore_result=True)
def sweep_papers() -> None:
    """Forget old prints: they are printed again when somebody asks."""
    files.sweep(press.TASK)


@shared_task(ignore_result=True)
def close_books() -> None:
    """Erase what was kept of buyers for the books alone, once they need it no more."""
    books.sweep()
