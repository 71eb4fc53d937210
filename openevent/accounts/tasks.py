"""The tasks of accounts: sending letters, and tidying up."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from openevent.accounts import limits, posting, proofs, repeating, tokens


@shared_task(ignore_result=True)
def send(letter_id: int) -> None:
    """Send a letter."""
    posting.send(letter_id)


@shared_task(ignore_result=True)
def send_due() -> None:
    """Tell again of letters that wait."""
    posting.sweep()


@shared_task(ignore_result=True)
def sweep() -> None:
    """Forget what counts no more: ended sessions, used proofs, spent allowances, old letters, kept answers."""
    SessionStore.clear_expired()
    tokens.sweep()
    proofs.sweep()
    limits.sweep()
    posting.forget()
    repeating.sweep()
