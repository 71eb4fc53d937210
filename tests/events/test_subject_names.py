"""What kinds, topics and sub-topics are called where one reads another language."""

from django.utils import translation

from openevent.events.models import EventSubTopic, EventTopic, EventType
from openevent.events.subject_names import OURS, called
from openevent.web import catalogs


def test_every_name_that_a_site_begins_with_is_in_the_catalogues(db: None) -> None:
    names = {row.name for model in (EventType, EventTopic, EventSubTopic) for row in model._default_manager.all()}

    said = catalogs.messages()
    assert names == OURS
    assert [name for name in OURS if said.get(name) is None] == []


def test_what_staff_added_is_said_as_it_was_written(db: None) -> None:
    with translation.override("de"):
        assert [called("Save"), called(""), called("Watch Fair")] == ["Save", "", "Watch Fair"]
