"""The Django app of the programme."""

from django.apps import AppConfig


class ProgramConfig(AppConfig):
    """Owns the tables of tracks, rooms, session types, sessions and speakers."""

    name = "openevent.program"
    label = "program"
    verbose_name = "Programme"
