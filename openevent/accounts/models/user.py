"""A person with an account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from openevent.lib.text import storable


def normal_email(email: str) -> str:
    """The address as it is stored and compared: trimmed, lower case, of characters that a database takes."""
    return storable(email).strip().lower()


class UserManager(BaseUserManager["User"]):
    """Questions about users."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail address, in whatever case it is written."""
        return self.get(email=normal_email(username or ""))

    def by_email(self, email: str) -> "User | None":
        """The user with this e-mail address, if there is one."""
        return self.filter(email=normal_email(email)).first()

    def active_by_email(self, email: str) -> "User | None":
        """The user with this e-mail address whose account may be used, if there is one."""
        return self.filter(email=normal_email(email), is_blocked=False, deleted_at=None).first()


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address and a password.

    A user without a usable password (made for somebody by an import, say) cannot sign in until one is set.
    """

    # Longer than any address: those of deleted accounts bear an ending, so that the address itself is free again.
    email = models.EmailField("e-mail address", max_length=512, unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    public_name = models.CharField(max_length=200, blank=True)
    is_profile_public = models.BooleanField(default=False)
    was_registered_with_order = models.BooleanField(default=False)

    avatar_url = models.URLField(max_length=2000, blank=True)
    original_image_url = models.URLField(max_length=2000, blank=True)
    thumbnail_image_url = models.URLField(max_length=2000, blank=True)
    small_image_url = models.URLField(max_length=2000, blank=True)
    icon_image_url = models.URLField(max_length=2000, blank=True)

    details = models.TextField(blank=True)  # HTML
    contact = models.CharField(max_length=255, blank=True)
    company = models.CharField(max_length=255, blank=True)
    language_prefrence = models.CharField(max_length=100, blank=True)  # spelt as the published API has it
    facebook_url = models.URLField(max_length=2000, blank=True)
    twitter_url = models.URLField(max_length=2000, blank=True)
    instagram_url = models.URLField(max_length=2000, blank=True)
    google_plus_url = models.URLField(max_length=2000, blank=True)

    billing_contact_name = models.CharField(max_length=255, blank=True)
    billing_phone = models.CharField(max_length=255, blank=True)
    billing_state = models.CharField(max_length=255, blank=True)
    billing_country = models.CharField(max_length=255, blank=True)
    billing_tax_info = models.CharField(max_length=255, blank=True)
    billing_address = models.CharField(max_length=500, blank=True)
    billing_city = models.CharField(max_length=255, blank=True)
    billing_zip_code = models.CharField(max_length=255, blank=True)
    billing_additional_info = models.TextField(blank=True)

    is_verified = models.BooleanField("address verified", default=False)
    is_admin = models.BooleanField("site staff", default=False)
    is_super_admin = models.BooleanField("super admin", default=False)
    is_sales_admin = models.BooleanField("sales admin", default=False)
    is_marketer = models.BooleanField("marketer", default=False)
    is_blocked = models.BooleanField("blocked", default=False)
    # Tokens carry the generation in which they were made; a new generation makes all of them void at once.
    token_generation = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    last_accessed_at = models.DateTimeField(null=True, blank=True)  # to the hour
    deleted_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)  # since then its data goes, for good

    # Whether the user asks with a token for which the password was given: tokens say it, no column does.
    has_fresh_token = False

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["erased_at"], name="user_erased", condition=models.Q(erased_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_an_email"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(deleted_at__isnull=False), name="user_erased_stays_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        """First and last name, as far as they are known."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's attribute, answered from two facts
        """Whether the account may be used at all."""
        return not self.is_blocked and self.deleted_at is None

    @property
    def is_staff(self) -> bool:
        """Whether the account may do everything in every event, and use the admin pages."""
        return self.is_active and (self.is_admin or self.is_super_admin)

    def get_session_auth_hash(self) -> str:
        """What a browser's session holds: another password, and signing out everywhere, end it, as they end tokens."""
        salt, value = "openevent.accounts.session", f"{self.token_generation} {self.password}"
        return salted_hmac(salt, value, algorithm="sha256").hexdigest()

    def has_perm(self, _permission: str, _obj: object = None) -> bool:
        """Whether the admin pages let the user do this: staff may do everything there."""
        return self.is_staff

    def has_module_perms(self, _app_label: str) -> bool:
        """Whether the admin pages show this app to the user."""
        return self.is_staff
