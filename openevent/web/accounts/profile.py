"""What somebody says of themselves, and what others see of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from openevent.accounts import joining, uploading
from openevent.accounts.models import User
from openevent.lib.errors import Refused
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.forms import ProfileForm
from openevent.web.accounts.sections import around
from openevent.web.pictures import ours
from openevent.web.rendering import own_page, reader

PICTURE = frozenset({"picture", "without_picture"})


@own_page
def profile(request: HttpRequest) -> HttpResponse:
    """`/account`."""
    user = reader(request)
    said = {name: getattr(user, name) for name in ProfileForm.base_fields.keys() - PICTURE}
    form = asked(request, ProfileForm, initial=said, has_picture=bool(user.avatar_url))
    if form.is_valid():
        try:
            joining.change_profile(user, by=user, **_facts(user, form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your profile is as you said."))
            return HttpResponseRedirect("/account")
    picture = ours(user.thumbnail_image_url, user.avatar_url)
    context = {"title": _("Profile"), "picture": picture, "user": user, **around("/account")}
    return shown(request, "accounts/profile.html", form, **context)


def _facts(user: User, cleaned: dict[str, Any]) -> dict[str, Any]:
    facts = {name: value for name, value in cleaned.items() if name not in PICTURE}
    if cleaned["picture"] is not None:
        return {**facts, "avatar_url": _kept(user, cleaned["picture"].read(settings.UPLOAD_MAX_BYTES + 1))}
    return {**facts, "avatar_url": ""} if cleaned.get("without_picture") else facts


def _kept(user: User, content: bytes) -> str:
    """The address of an uploaded picture."""
    try:
        return uploading.picture(content, by=user)
    except Refused as refusal:
        refusal.pointer = "/data/picture"
        raise
