"""The addresses of one's own account."""

from django.urls import URLPattern, path

from openevent.web.accounts import entering

urlpatterns: list[URLPattern] = [
    path("account/sign-in", entering.sign_in),
    path("account/sign-out", entering.sign_out),
]
