"""Choosing what an event is and what it is about, among names in the reader's language."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from openevent.events.models import EventSubTopic, EventTopic, EventType
from openevent.events.subject_names import called


class InOrder(ModelChoiceIterator[Any]):
    """The choices by what readers call them."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.offered()

    def offered(self) -> Iterator[tuple[Any, Any]]:
        """Those that there are."""
        return map(self.choice, sorted(self.queryset, key=_place))


class ByTopic(InOrder):
    """Sub-topics below their topics."""

    def offered(self) -> Iterator[tuple[Any, Any]]:
        """The topics, each with its parts."""
        parts = sorted(self.queryset, key=lambda part: (*_place(part.event_topic), *_place(part)))
        for topic, below in groupby(parts, key=lambda part: part.event_topic):
            yield called(topic.name), [self.choice(part) for part in below]


class Subject(forms.ModelChoiceField[Any]):
    """A kind of event or a topic, or none."""

    iterator = InOrder

    def __init__(self, queryset: Any, **further: Any) -> None:
        super().__init__(queryset, **{"required": False, "empty_label": "–", **further})

    def label_from_instance(self, obj: EventType | EventTopic | EventSubTopic) -> str:
        """What readers call it."""
        return called(obj.name)


class SubTopic(Subject):
    """A part of a topic, or none."""

    iterator = ByTopic


def _place(subject: EventType | EventTopic | EventSubTopic) -> tuple[str, int]:
    """Where it stands: letters with marks beside those without."""
    letters = unicodedata.normalize("NFKD", called(subject.name))
    return "".join(one for one in letters if not unicodedata.combining(one)).casefold(), subject.pk
