"""The forms of an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openevent.web.forms import Form, Line

NO_CODE = _("The link is not whole. Copy all of it from the letter.")


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


class AddressForm(Form):
    """An address to which a letter is to go."""

    email = Address()


class CodeForm(Form):
    """What came in a letter."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=200, error_messages={"required": NO_CODE})


class NewPasswordForm(CodeForm):
    """Another password, for what came in a letter."""

    password = Password(new=True, label=_("New password"), help_text=SignUpForm.base_fields["password"].help_text)
