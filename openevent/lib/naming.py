"""Where something is named: whatever is held by its address alone must not go while a row names it."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import JSONField, Model, Q, TextField, URLField
from django.db.models.functions import Cast


def is_named(words: str, *, but: Iterable[Model]) -> bool:
    """Whether any row of any table but these has the words in an address, a text or a structure (a query a table)."""
    mine: dict[type[Model], list[object]] = {}
    for row in but:
        mine.setdefault(type(row), []).append(row.pk)
    return any(_is_named_in(model, words, mine.get(model, [])) for model in apps.get_models())


def _is_named_in(model: type[Model], words: str, mine: list[object]) -> bool:
    columns = [field for field in model._meta.concrete_fields if isinstance(field, URLField | TextField | JSONField)]
    found = Q(pk__in=())
    for field in columns:
        found |= Q(**{f"words_{field.name}__contains": words})
    as_words = {f"words_{field.name}": Cast(field.name, TextField()) for field in columns}
    return bool(columns) and model._base_manager.annotate(**as_words).filter(found).exclude(pk__in=mine).exists()
