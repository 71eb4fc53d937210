"""Deny by default: a view says itself who may come in."""

from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request

__all__ = ["Denied", "Everyone", "SignedIn"]

Everyone = AllowAny
SignedIn = IsAuthenticated


class Denied(BasePermission):
    """What a view gets that says nothing."""

    def has_permission(self, request: Request, view: object) -> bool:  # noqa: ARG002 - the library's signature
        """Nobody."""
        return False
