"""Accounts on the admin pages."""

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import Group
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from openevent.accounts import passwords
from openevent.accounts.models import User
from openevent.lib.errors import Refused

admin.site.unregister(Group)  # staff may do everything: there are no groups to keep


class UserForm(forms.ModelForm[User]):
    """An account, with a field for a new password."""

    new_password = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to keep the present one. A new one signs the user out everywhere.",
    )

    class Meta:
        model = User
        fields = [
            *("email", "first_name", "last_name", "public_name"),
            *("is_verified", "is_admin", "is_super_admin", "is_blocked", "deleted_at"),
        ]

    def clean_new_password(self) -> str:
        """The new password, if it may be used."""
        password: str = self.cleaned_data["new_password"]
        if password:
            try:
                passwords.check(password, self.instance)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return password

    def clean_email(self) -> str:
        """The address in lower case, as it is stored."""
        email: str = self.cleaned_data["email"].lower()
        return email


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Find, make, block and verify accounts."""

    form = UserForm
    list_display = ["email", "public_name", "is_verified", "is_admin", "is_super_admin", "is_blocked", "created_at"]
    list_filter = ["is_verified", "is_admin", "is_super_admin", "is_blocked"]
    search_fields = ["email", "first_name", "last_name", "public_name"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody: the row carries roles, and an event would be left without its owner. Set `deleted_at` or block."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:  # noqa: ARG002 - Django's signature
        """Only super admins make staff."""
        return [] if _is_super_admin(request) else ["is_admin", "is_super_admin"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only super admins change super admins."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_super_admin or _is_super_admin(request))

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        """Save the account, and its new password where one was given."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("new_password"):
            passwords.set_password(obj, form.cleaned_data["new_password"])


def _is_super_admin(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_super_admin


class OwnPasswordForm(PasswordChangeForm):
    """One's own password; the new one signs out everywhere."""

    def save(self, commit: bool = True) -> User:  # noqa: ARG002 - Django's signature
        """Set the password as the domain does."""
        passwords.set_password(self.user, self.cleaned_data["new_password1"])
        return self.user


def change_own_password(request: HttpRequest) -> HttpResponseBase:
    """The page on which staff changes its own password."""
    view = PasswordChangeView.as_view(
        form_class=OwnPasswordForm,
        success_url=reverse("admin:password_change_done"),
        template_name="registration/password_change_form.html",
        extra_context=admin.site.each_context(request),
    )
    return view(request)
