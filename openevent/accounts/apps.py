"""The Django app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Owns the tables of users and ended sessions."""

    name = "openevent.accounts"
    label = "accounts"
    verbose_name = "Accounts"
