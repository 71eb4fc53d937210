"""What is said of a speaker: how it is stored, and what of it only an event's team says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.lib import passages, pictures, structures, text
from openevent.lib.errors import Forbidden
from openevent.program.models import Speaker

HTML = frozenset({"short_biography", "long_biography", "speaking_experience", "sponsorship_required"})
ADDRESSES = frozenset(
    {
        *("photo_url", "thumbnail_image_url", "small_image_url", "icon_image_url"),
        *("website", "twitter", "facebook", "github", "mastodon", "linkedin", "instagram"),
    }
)
ANSWERS = frozenset({"complex_field_values", "speaker_positions"})
OF_THE_TEAM = frozenset({"is_featured", "order", "user"})


class TeamOnly(Forbidden):
    """Only the event's team, or only its organizers, say this of a speaker."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/data/attributes/{member.replace('_', '-')}")


def cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they are stored. Raises WrongValue for answers that are none."""
    kept = dict(facts)
    for name in HTML & kept.keys():
        kept[name] = passages.kept(kept[name], name)
    if "name" in kept:
        kept["name"] = text.one_line(kept["name"])
    if "email" in kept:
        kept["email"] = kept["email"].strip().lower()
    if "photo_url" in kept:
        known = pictures.variants(kept["photo_url"])  # none of other servers' pictures
        kept |= {f"{size}_image_url": known.get(size, "") for size in ("thumbnail", "small", "icon")}
    for name in ANSWERS & kept.keys():
        kept[name] = structures.answers(kept[name], name)
    return kept


def new(speaker: Speaker, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the facts that are not what the speaker's row holds."""
    return {name: value for name, value in facts.items() if getattr(speaker, name) != value}


def allowed(
    speaker: Speaker, facts: Mapping[str, Any], *, by: User, is_team: bool, may_override: bool
) -> dict[str, Any]:
    """The new facts, as far as this account may say them. Raises TeamOnly.

    Below the team a speaker's address is the account's own, whatever was sent. Without an address (overridden) are
    those whom organizers enter on behalf of somebody.
    """
    said = new(speaker, facts)
    if "is_email_overridden" in said and not may_override:
        sentence = _("Only organizers enter a speaker without the speaker's address.")
        if not said["is_email_overridden"]:
            sentence = _("This speaker was entered without an address. Only organizers enter one now.")
        raise TeamOnly("is_email_overridden", sentence)
    if not is_team:
        for name in sorted(OF_THE_TEAM & said.keys()):
            raise TeamOnly(
                name, _("Only the event's team sets a speaker's %(member)s.") % {"member": name.replace("_", "-")}
            )
        if "email" in said:
            said["email"] = by.email
    if said.get("is_email_overridden", speaker.is_email_overridden):
        said["email"] = ""
    return said
