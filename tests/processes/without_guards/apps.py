"""The app that takes the guards away when all others are there."""

from importlib import import_module

from django.apps import AppConfig


class WithoutGuards(AppConfig):
    """No tables; only this."""

    name = "tests.processes.without_guards"

    def ready(self) -> None:
        """Take them away. What is replaced is there only now."""
        unguarded = import_module("tests.tickets.unguarded")
        unguarded.disable(unguarded.SELLING)
