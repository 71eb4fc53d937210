"""The pages of one's own account, which one finds beside each other."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "/account": _("Profile"),
    "/account/security": _("Signing in"),
    "/account/calendars": _("My calendars"),
    "/account/data": _("My data"),
}


def around(path: str) -> dict[str, Any]:
    """What every page of an account shows: the sections, and which of them this is."""
    sections = [{"address": address, "name": name, "is_here": address == path} for address, name in SECTIONS.items()]
    return {"sections": sections}
