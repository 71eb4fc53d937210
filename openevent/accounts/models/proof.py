"""A secret that was posted to a mailbox."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from openevent.accounts.models.user import User


class Proof(models.Model):
    """Whoever brings the secret reads that mailbox. Good once and for a while; only its hash is kept."""

    class Purpose(models.TextChoices):
        """What the secret is good for."""

        VERIFY_EMAIL = "verify-email", "to show that the address is one's own"
        RESET_PASSWORD = "reset-password", "to set another password"

    purpose = models.CharField(max_length=14, choices=Purpose)
    # Empty where the address has no account: the row is written all the same, so that it takes the same time.
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="proofs")
    email = models.EmailField("e-mail address", max_length=254)  # to which the secret was posted
    token_hash = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, as 64 hex characters
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)  # used itself, or void because another was

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["verify-email", "reset-password"]), name="proof_purpose_known"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="proof_email_in_lower_case"),
            models.CheckConstraint(condition=Q(("token_hash__regex", r"^[0-9a-f]{64}$")), name="proof_keeps_a_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} for {self.email}"
