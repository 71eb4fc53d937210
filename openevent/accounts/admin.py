"""Accounts on the admin pages."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

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

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        """Save the account, and its new password where one was given."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("new_password"):
            passwords.set_password(obj, form.cleaned_data["new_password"])
