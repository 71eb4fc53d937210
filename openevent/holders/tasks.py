"""The tasks of letters to ticket holders, and to teams."""

from celery import shared_task

from openevent.holders import reporting, sweeping, telling


@shared_task(ignore_result=True)
def tell(notice_id: int) -> None:
    """Write the letters of a notice."""
    telling.tell(notice_id)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Send lost notices again, and tell of events that moved, and of sessions that people chose."""
    sweeping.sweep()
    sweeping.follow()
    sweeping.follow_choices()


@shared_task(ignore_result=True)
def report() -> None:
    """Tell teams what people proposed and ordered."""
    reporting.report()
