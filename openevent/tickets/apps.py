"""The Django app of tickets."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Owns the tables of tickets, codes, taxes, orders and attendees."""

    name = "openevent.tickets"
    label = "tickets"
    verbose_name = "Tickets"
