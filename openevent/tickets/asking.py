"""What the form of an event asks its attendees."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.lib import text
from openevent.lib.errors import Conflicting, Refused
from openevent.tickets import keeping
from openevent.tickets.forms import ALWAYS, ASKABLE
from openevent.tickets.keeping import Facts, Keeper, Links
from openevent.tickets.models import CustomForm


class WrongField(Refused):
    """A field cannot be so."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/data/attributes/{member.replace('_', '-')}")


class AskedAlready(Conflicting):
    """One form asks for one thing once."""


def add(field: CustomForm, *, by: User) -> CustomForm:
    """Ask for one thing more. Raises Refused."""
    return KEEPER.add(field, by=by)


def change(field: CustomForm, *, by: User, **facts: Any) -> CustomForm:
    """Ask for it otherwise. Raises Refused."""
    return KEEPER.change(field, by=by, **facts)


def remove(field: CustomForm, *, by: User) -> CustomForm:
    """Ask for it no more; what was said stays."""
    return KEEPER.remove(field, by=by)


def arrange(fields: Sequence[CustomForm], *, by: User) -> None:
    """Ask in this order. Raises Refused."""
    keeping.arrange(KEEPER, fields, by=by)


def restore(field: CustomForm, *, by: User) -> CustomForm:
    """Ask for it again. Raises AskedAlready."""
    return KEEPER.restore(field, by=by)


def identifier(written: str) -> str:
    """What a field asks for, as the form and the answers name it."""
    return text.one_line(written).replace("-", "_")


def nature(field_identifier: str) -> Facts:
    """Whether a field is the address, and whether it is one of the event's own."""
    return {"is_fixed": field_identifier == ALWAYS, "is_complex": field_identifier not in ASKABLE}


def _clean(_field: CustomForm, _event: Event, facts: Facts) -> Facts:
    kept = dict(facts)
    if "field_identifier" in kept:
        kept["field_identifier"] = identifier(kept["field_identifier"])
    if "name" in kept:
        kept["name"] = text.one_line(kept["name"])
    return kept


def _check(field: CustomForm, event: Event, _links: Links) -> None:
    for name, value in nature(field.field_identifier).items():
        setattr(field, name, value)
    if field.is_fixed and not (field.is_included and field.is_required):
        raise WrongField("is_required", _("The address is asked always: without it nobody gets a ticket."))
    if field.is_required and not field.is_included:
        raise WrongField("is_included", _("What is required is included in the form."))
    same = CustomForm.objects.filter(
        event=event, form=field.form, form_id=field.form_id, field_identifier=field.field_identifier, deleted_at=None
    )
    if field.deleted_at is None and same.exclude(pk=field.pk).exists():
        raise AskedAlready(
            _("The form asks for “%(field_identifier)s” already.") % {"field_identifier": field.field_identifier},
            pointer="/data/attributes/field-identifier",
        )


KEEPER: Keeper[CustomForm] = Keeper(clean=_clean, check=_check)
