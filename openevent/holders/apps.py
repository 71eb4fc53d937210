"""The Django app of holders."""

from django.apps import AppConfig


class HoldersConfig(AppConfig):
    """Owns the tables of what people who hold tickets were told of the programme."""

    name = "openevent.holders"
    label = "holders"
    verbose_name = "Holders"
