"""The forms of an account."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from openevent.events.models import Event, FeedToken
from openevent.web import pictures
from openevent.web.forms import Form, Line

NO_CODE = _("The link is not whole. Copy all of it from the letter.")

ASKED = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
OF_THE_APP = {"autocomplete": "one-time-code", "inputmode": "numeric"}

Scope = FeedToken.Scope
SCOPES = {
    Scope.FAVOURITES: _("Sessions that I have marked"),
    Scope.TICKET: _("My tickets, and sessions that I have marked"),
    Scope.SPEAKING: _("Sessions in which I speak"),
    Scope.TEAM: _("All of the events that I help to run, drafts too"),
}


class Password(forms.CharField):
    """A password: every character of it counts. `new` is for one that is chosen now (HTML, autofill)."""

    def __init__(self, *, new: bool = False, **further: Any) -> None:
        kind = "new-password" if new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": kind})
        super().__init__(**{"label": _("Password"), "strip": False, "widget": widget, **further})


class Address(Line):
    """An e-mail address, as somebody types it; what is one, the acts say."""

    def __init__(self, **further: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        super().__init__(**{"label": _("E-mail address"), "widget": widget, **further})


class SignInForm(Form):
    """Who one is."""

    email = Address()
    password = Password()


class SignUpForm(SignInForm):
    """A new account."""

    password = Password(new=True, help_text=_("At least 8 characters. A short sentence is easy to remember."))


class FactorForm(Form):
    """The second factor."""

    code = Line(
        label=_("Code"),
        max_length=100,
        widget=forms.TextInput(attrs=ASKED),
        help_text=_("Of your app, or one of your recovery codes."),
    )


class AddressForm(Form):
    """An address to which a letter is to go."""

    email = Address()


class CodeForm(Form):
    """What came in a letter."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=200, error_messages={"required": NO_CODE})


class NewPasswordForm(CodeForm):
    """Another password, for what came in a letter."""

    password = Password(new=True, label=_("New password"), help_text=SignUpForm.base_fields["password"].help_text)


class ProfileForm(Form):
    """What one says of oneself."""

    first_name = Line(label=_("First name"), max_length=100, required=False)
    last_name = Line(label=_("Last name"), max_length=100, required=False)
    public_name = Line(
        label=_("Public name"),
        max_length=200,
        required=False,
        help_text=_("What others see instead of your first and last name."),
    )
    company = Line(label=_("Company or organisation"), max_length=255, required=False)
    is_profile_public = forms.BooleanField(label=_("Everybody may see my profile"), required=False)
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("PNG, JPEG, WebP or GIF."),
        widget=forms.FileInput(attrs={"accept": pictures.TYPES}),
    )
    without_picture = forms.BooleanField(label=_("Show no picture"), required=False)

    def __init__(self, *args: Any, has_picture: bool, **further: Any) -> None:
        super().__init__(*args, **further)
        if not has_picture:
            del self.fields["without_picture"]


class EmailForm(Form):
    """Another address."""

    email = Address(label=_("New e-mail address"))
    password = Password()


class PasswordForm(Form):
    """Another password, for the present one."""

    old_password = Password(label=_("Present password"))
    new_password = Password(new=True, label=_("New password"), help_text=SignUpForm.base_fields["password"].help_text)


class ConfirmForm(Form):
    """The password, given again."""

    password = Password()


class FirstCodeForm(Form):
    """The first code of an app that has just been given its key."""

    key = forms.RegexField(r"^[A-Z2-7]{32}$", widget=forms.HiddenInput)
    code = Line(label=_("Code that the app shows"), max_length=100, widget=forms.TextInput(attrs=OF_THE_APP))
    password = Password()


class EraseForm(ConfirmForm):
    """The account, closed for ever."""

    is_meant = forms.BooleanField(label=_("I know that nobody can undo this"))


class CalendarForm(Form):
    """A calendar of one's own."""

    name = Line(label=_("Name"), max_length=255, help_text=_("By which you know it again: My telephone, say."))
    scope = forms.ChoiceField(label=_("What it shows"), choices=[])
    event = forms.ModelChoiceField(
        label=_("Of which event"), queryset=Event.objects.none(), required=False, empty_label=_("All my events")
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **further: Any) -> None:
        super().__init__(*args, **further)
        scope, event = self.fields["scope"], self.fields["event"]
        scope.choices = list(SCOPES.items())  # type: ignore[attr-defined]  # of the field's own kind
        event.queryset = events  # type: ignore[attr-defined]  # as above


class NameForm(Form):
    """Another name."""

    name = Line(label=_("Name"), max_length=255)
