"""The addresses of one's own account."""

from django.urls import URLPattern, path

from openevent.web.accounts import entering, forgotten, joining

urlpatterns: list[URLPattern] = [
    path("account/sign-in", entering.sign_in),
    path("account/sign-out", entering.sign_out),
    path("account/sign-up", joining.sign_up),
    path("account/verify", joining.verify),
    path("account/verify/again", joining.resend),
    path("account/forgotten", forgotten.forgotten),
    path("account/reset", forgotten.reset),
]
