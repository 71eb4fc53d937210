"""Questions that many ask, and their answers."""

from django.db import models
from django.db.models import Q

from openevent.events.models.event import Event
from openevent.events.models.faq_type import FaqType


class Faq(models.Model):
    """A question and its answer."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="faqs")
    faq_type = models.ForeignKey(FaqType, on_delete=models.SET_NULL, null=True, blank=True, related_name="faqs")
    question = models.TextField()
    answer = models.TextField()  # HTML
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="faq_has_a_question"),
            models.CheckConstraint(condition=~Q(answer=""), name="faq_has_an_answer"),
        ]
        verbose_name = "FAQ"

    def __str__(self) -> str:
        return self.question
