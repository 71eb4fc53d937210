"""What a request is known by that may come twice, and what it was answered."""

import uuid

from django.db import models
from django.db.models import Q

from openevent.accounts.models.user import User

HASH = r"^[0-9a-f]{64}$"  # SHA-256


class IdempotencyKey(models.Model):
    """A key that an account gave to one of its requests: in somebody's hands, answered, or to be tried again.

    The answer is written in the transaction of the act, so either both are there or neither. Answers hold what is
    personal: they are forgotten when their time is over.
    """

    # By it a provider outside knows that an act is the same, whoever of us comes with it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, editable=False)  # of the act and the key
    request_hash = models.CharField(max_length=64, editable=False)  # of what was said
    expires_at = models.DateTimeField(db_index=True)

    # The claim under which a request does the act: whoever lost it can answer nothing any more.
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField()

    status = models.PositiveSmallIntegerField(null=True, blank=True)  # empty until it is answered
    headers = models.JSONField(default=dict, blank=True)
    body = models.BinaryField(null=True, blank=True)  # empty, too, for an answer that was too big to be kept

    class Meta:
        ordering = ["claimed_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key_hash"], name="idempotency_key_is_of_one_request"),
            models.CheckConstraint(
                condition=Q(("key_hash__regex", HASH), ("request_hash__regex", HASH)),
                name="idempotency_key_keeps_hashes",
            ),
            # What failed is tried again.
            models.CheckConstraint(
                condition=Q(status=None) | Q(status__range=(200, 499), claim=None),
                name="idempotency_key_answered_is_done",
            ),
            models.CheckConstraint(
                condition=Q(body=None) | Q(status__isnull=False), name="idempotency_key_body_is_of_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
