"""The regular task of tickets."""

from celery import shared_task

from openevent.tickets import expiring


@shared_task(ignore_result=True)
def expire() -> None:
    """Give back what was held too long."""
    expiring.expire_due()
