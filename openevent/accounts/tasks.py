"""The regular task of accounts."""

from celery import shared_task

from openevent.accounts import tokens


@shared_task(ignore_result=True)
def sweep() -> None:
    """Forget ended sessions whose tokens have ended by themselves."""
    tokens.sweep()
