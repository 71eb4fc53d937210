"""The roles that there are, by name."""

from django.db import models
from django.db.models import Q

from openevent.events.built_in import TITLES


class RoleQuerySet(models.QuerySet["Role"]):
    """Questions about roles."""

    def named(self, name: str) -> "Role | None":
        """The role of this name, if there is one."""
        return self.filter(name=name).first()


class Role(models.Model):
    """A role's name, as programs say it, and its title, as people read it.

    Only the built-in ones open anything; a site may keep further names for its own use.
    """

    BUILT_IN = frozenset(TITLES)

    name = models.CharField(max_length=100, unique=True)
    title_name = models.CharField("title", max_length=255, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="role_has_a_name")]

    def __str__(self) -> str:
        return self.title_name or self.name
