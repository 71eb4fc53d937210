"""What people say of themselves, and what must hold of it."""

from typing import Any

from openevent.lib import passages, pictures, text, urls
from openevent.lib.errors import Refused

NAMES = frozenset({"first_name", "last_name", "public_name", "company", "billing_contact_name"})
ADDRESSES = frozenset({"avatar_url", "facebook_url", "twitter_url", "instagram_url", "google_plus_url"})
WORDS = frozenset(
    {
        *("contact", "language_prefrence", "billing_phone", "billing_state", "billing_country", "billing_tax_info"),
        *("billing_address", "billing_city", "billing_zip_code", "billing_additional_info"),
    }
)
TEXTS = NAMES | ADDRESSES | WORDS | {"details"}
MEMBERS = TEXTS | {"is_profile_public"}


class WrongProfile(Refused):
    """Something cannot be said so."""


def checked(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are stored: names in one line, HTML cleaned, the avatar with its other sizes.

    Raises WrongProfile; and TypeError for members that nobody says of himself, which is a fault of the caller.
    """
    if unknown := facts.keys() - MEMBERS:
        raise TypeError(f"A profile has no {', '.join(sorted(unknown))}.")
    kept = {member: "" if value is None and member in TEXTS else value for member, value in facts.items()}
    for member in NAMES & kept.keys():
        kept[member] = text.one_line(kept[member])
    for member in ADDRESSES & kept.keys():
        _check_address(member, kept[member])
    if "details" in kept:
        kept["details"] = passages.kept(kept["details"], "details")
    if "avatar_url" in kept:
        kept |= _sizes(kept["avatar_url"])
    return kept


def _check_address(member: str, url: str) -> None:
    if url and not urls.is_absolute(url):
        raise WrongProfile(
            urls.not_absolute(url),
            pointer=f"/data/attributes/{member.replace('_', '-')}",
        )


def _sizes(avatar_url: str) -> dict[str, str]:
    """The avatar in all sizes that there are of it: pictures of other servers have none here."""
    sizes = pictures.variants(avatar_url)
    smaller = {f"{size}_image_url": sizes.get(size, "") for size in ("thumbnail", "small", "icon")}
    return {"original_image_url": avatar_url, **smaller}
