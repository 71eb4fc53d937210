"""A person with an account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

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


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address and a password.

    A user without a usable password (made for somebody by an import, say) cannot sign in until one is set.
    """

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    public_name = models.CharField(max_length=200, blank=True)
    is_verified = models.BooleanField("address verified", default=False)
    is_admin = models.BooleanField("site staff", default=False)
    is_super_admin = models.BooleanField("super admin", default=False)
    is_blocked = models.BooleanField("blocked", default=False)
    # Tokens carry the generation in which they were made; a new generation makes all of them void at once.
    token_generation = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_an_email"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's attribute, answered from two facts
        """Whether the account may be used at all."""
        return not self.is_blocked and self.deleted_at is None

    @property
    def is_staff(self) -> bool:
        """Whether the account may do everything in every event, and use the admin pages."""
        return self.is_active and (self.is_admin or self.is_super_admin)

    def has_perm(self, _permission: str, _obj: object = None) -> bool:
        """Whether the admin pages let the user do this: staff may do everything there."""
        return self.is_staff

    def has_module_perms(self, _app_label: str) -> bool:
        """Whether the admin pages show this app to the user."""
        return self.is_staff
