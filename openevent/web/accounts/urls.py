"""The addresses of one's own account."""

from django.urls import URLPattern, path, re_path

from openevent.web.accounts import calendars, data, entering, forgotten, joining, profile, second_factor, security
from openevent.web.paths import NUMBER

urlpatterns: list[URLPattern] = [
    path("account", profile.profile),
    path("account/sign-in", entering.sign_in),
    path("account/sign-in/code", entering.code),
    path("account/sign-out", entering.sign_out),
    path("account/sign-out-everywhere", security.sign_out_everywhere),
    path("account/sign-up", joining.sign_up),
    path("account/verify", joining.verify),
    path("account/verify/done", joining.verified),
    path("account/verify/again", joining.resend),
    path("account/forgotten", forgotten.forgotten),
    path("account/reset", forgotten.reset),
    path("account/security", security.security),
    path("account/email", security.email),
    path("account/password", security.password),
    path("account/second-factor", second_factor.turn_on),
    path("account/second-factor/off", second_factor.turn_off),
    path("account/second-factor/codes", second_factor.renew_codes),
    path("account/calendars", calendars.calendars),
    re_path(rf"^account/calendars/{NUMBER}$", calendars.rename),
    re_path(rf"^account/calendars/{NUMBER}/renew$", calendars.renew),
    re_path(rf"^account/calendars/{NUMBER}/revoke$", calendars.revoke),
    path("account/data", data.data),
    path("account/data/export", data.export),
    path("account/data/<uuid:job_id>", data.exported),
    path("account/erase", data.erase),
]
