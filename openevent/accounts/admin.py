"""Accounts and letters on the admin pages."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import Group
from django.contrib.auth.views import PasswordChangeView
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from openevent.accounts import access, factors, joining, passwords, posting, profiles, tokens
from openevent.accounts.models import Letter, User
from openevent.lib.errors import Refused

PICTURES = {"original_image_url", "thumbnail_image_url", "small_image_url", "icon_image_url"}

admin.site.unregister(Group)  # staff may do everything: there are no groups to keep
admin.site.unregister([Authenticator, EmailAddress])  # keys are nobody's to read; and no address is kept there


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
        fields: list[str] = []  # the page says which

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The page brings back what it showed, too: what differs is what whoever saves has changed, whatever
            # somebody else did meanwhile.
            field.show_hidden_initial = field is not self.fields["new_password"]

    def changed_columns(self) -> set[str]:
        """What of the row the page changes: members that were written anew, and what follows from them."""
        columns = {field.name for field in User._meta.concrete_fields}
        changed = columns.intersection(self.changed_data) - {"deleted_at"}
        return changed | (PICTURES if "avatar_url" in changed else set())

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
        """The address as it is stored; that of a deleted account, which is none, may stay."""
        email: str = self.cleaned_data["email"]
        try:
            return email if email == self.instance.email else joining.checked_email(email)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any] | None:
        """The profile as the domain keeps it, and an address that is free for whoever is restored."""
        cleaned = super().clean() or self.cleaned_data
        try:
            kept = profiles.checked({name: cleaned[name] for name in profiles.MEMBERS & cleaned.keys()})
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        for member, value in kept.items():
            setattr(self.instance, member, value)
        if self.instance.deleted_at and "deleted_at" in cleaned and not cleaned["deleted_at"]:
            if self.instance.erased_at:
                raise forms.ValidationError("The data of this account is erased: nobody can open it again.")
            self._check_free(joining.former_email(self.instance))
        return {**cleaned, **kept}

    def _check_free(self, address: str) -> None:
        if User.objects.by_email(address) is not None:
            raise forms.ValidationError(f"There is another account for {address} by now.")


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Find, make, block and verify accounts."""

    form = UserForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["email", "new_password", "is_verified", "is_blocked", "deleted_at"]}),
        ("Staff", {"fields": ["is_admin", "is_super_admin", "is_sales_admin", "is_marketer"]}),
        (
            "Profile",
            {
                "fields": [
                    *("first_name", "last_name", "public_name", "is_profile_public", "avatar_url", "details"),
                    *("contact", "company", "language_prefrence", "facebook_url", "twitter_url", "instagram_url"),
                    "google_plus_url",
                ]
            },
        ),
        (
            "Billing",
            {
                "classes": ["collapse"],
                "fields": [
                    *("billing_contact_name", "billing_phone", "billing_address", "billing_city"),
                    *("billing_zip_code", "billing_state", "billing_country", "billing_tax_info"),
                    "billing_additional_info",
                ],
            },
        ),
        ("What is known", {"fields": ["was_registered_with_order", "created_at", "last_accessed_at"]}),
    ]
    known = ("was_registered_with_order", "created_at", "last_accessed_at")
    list_display = ["email", "public_name", "is_verified", "is_admin", "is_super_admin", "is_blocked", "created_at"]
    list_filter = ["is_verified", "is_admin", "is_super_admin", "is_blocked"]
    search_fields = ["email", "first_name", "last_name", "public_name"]
    actions = ["turn_second_factor_off"]

    @admin.action(description="Turn the second factor off", permissions=["change"])
    def turn_second_factor_off(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        """For who has lost the app and the recovery codes; each is told by a letter."""
        found = [user for user in queryset if access.may_change(staff(request), user)]
        for user in found:
            factors.turn_off(user)
        self.message_user(request, f"For these accounts the password is enough now: {len(found)}.", messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody: the row carries roles, and an event would be left without its owner. Set `deleted_at` or block."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:  # noqa: ARG002 - Django's signature
        """Only super admins make staff."""
        return [*self.known] if _is_super_admin(request) else [*self.known, "is_admin", "is_super_admin"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only super admins change super admins."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_super_admin or _is_super_admin(request))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one account; what an act refuses is said above it, and nothing is saved."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[User], change: bool) -> None:
        """Save what was changed; what a new password, blocking and deleting do besides, they do here, too."""
        is_deleted, password = obj.deleted_at is not None, form.cleaned_data.get("new_password")
        if change:
            User.objects.select_for_update(no_key=True).get(pk=obj.pk)  # the page saves in a transaction
            obj.save(update_fields=form.changed_columns())  # type: ignore[attr-defined]  # a UserForm
            obj.refresh_from_db()
        else:
            obj.set_unusable_password()
            super().save_model(request, obj, form, change)
        if password:
            passwords.set_password(obj, password)
        if obj.is_blocked and "is_blocked" in form.changed_data:
            tokens.revoke_all(obj)
        if "deleted_at" in form.changed_data:
            (self.close if is_deleted else self.reopen)(obj, staff(request))

    def close(self, user: User, by: User) -> None:  # noqa: ARG002 - for whoever knows what stands in the way
        """Delete the account."""
        joining.delete(user)

    def reopen(self, user: User, by: User) -> None:
        """Restore the account."""
        joining.restore(user, by=by)


class DoubtFilter(admin.SimpleListFilter):
    """Letters of which nobody knows whether they were sent."""

    title = "doubt"
    parameter_name = "doubt"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's signature
        """There is one choice besides all."""
        return [("in", "In doubt")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Letter]) -> models.QuerySet[Letter]:  # noqa: ARG002 - Django's signature
        """The letters of the choice."""
        return queryset & Letter.objects.in_doubt() if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin[Letter]):
    """Look up what became of letters, and decide on those in doubt; what they say is for their readers alone."""

    fields = [
        *("to", "subject", "message_id", "once", "created_at", "sent_at", "attempts", "next_try_at"),
        *("handed_over_at", "error"),
    ]
    list_display = ["to", "subject", "created_at", "sent_at", "in_doubt", "error"]
    list_filter = [DoubtFilter]
    search_fields = ["to", "subject", "=message_id"]
    ordering = ["-created_at", "-id"]
    actions = ["send_again"]

    @admin.display(description="in doubt", boolean=True)
    def in_doubt(self, row: Letter) -> bool:
        """Whether somebody must decide."""
        return row.is_in_doubt

    @admin.action(description="Send letters in doubt again", permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: models.QuerySet[Letter]) -> None:
        """Send again what is in doubt among the chosen letters; the others stay as they are."""
        sent = posting.send_again(queryset)
        words = f"Sent again: {sent}." if sent else "Nothing was sent again."
        others = "" if sent == queryset.count() else " The others are not in doubt."
        self.message_user(request, words + others, messages.SUCCESS if sent else messages.WARNING)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody: acts write letters."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:  # noqa: ARG002 - as above
        """Nobody: letters are sent as they were written."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:  # noqa: ARG002 - as above
        """Nobody: old ones are forgotten by themselves."""
        return False


def staff(request: HttpRequest) -> User:
    """Who asks; the admin pages have made sure that it is somebody of the staff."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type checker
    return request.user


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
