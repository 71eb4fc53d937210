"""The Django app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Owns the tables of users, ended sessions, letters, proofs, allowances and idempotency keys."""

    name = "openevent.accounts"
    label = "accounts"
    verbose_name = "Accounts"
