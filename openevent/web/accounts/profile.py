"""What somebody says of themselves, and what others see of it."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from openevent.accounts import joining
from openevent.accounts.models import User
from openevent.lib.errors import Refused
from openevent.web import pictures
from openevent.web.accounts.answering import asked, shown
from openevent.web.accounts.forms import ProfileForm
from openevent.web.accounts.sections import around
from openevent.web.rendering import own_page, reader

PICTURE = frozenset({"picture", "without_picture"})


@own_page
def profile(request: HttpRequest) -> HttpResponse:
    """`/account`."""
    user = reader(request)
    form = asked(request, ProfileForm, initial=ProfileForm.known(user), has_picture=bool(user.avatar_url))
    if form.is_valid():
        with form.refusing():
            joining.change_profile(user, by=user, **_facts(user, form.cleaned_data))
            messages.success(request, _("Your profile is as you said."))
            return HttpResponseRedirect("/account")
    picture = pictures.ours(user.thumbnail_image_url, user.avatar_url)
    context = {"title": _("Profile"), "picture": picture, "user": user, **around("/account")}
    return shown(request, "accounts/profile.html", form, **context)


def _facts(user: User, cleaned: dict[str, Any]) -> dict[str, Any]:
    facts = {name: value for name, value in cleaned.items() if name not in PICTURE}
    if cleaned["picture"] is not None:
        return {**facts, "avatar_url": _kept(user, cleaned["picture"])}
    return {**facts, "avatar_url": ""} if cleaned.get("without_picture") else facts


def _kept(user: User, sent: UploadedFile[bytes]) -> str:
    """The address of an uploaded picture."""
    try:
        return pictures.stored(sent, by=user)
    except Refused as refusal:
        refusal.pointer = "/data/picture"
        raise
