"""The regular task of programmes."""

from celery import shared_task

from openevent.program import closing


@shared_task(ignore_result=True)
def close_ended() -> None:
    """Reject proposals that nobody decided on before their event ended."""
    closing.close_ended()
