"""The addresses of what an event's team works with."""

from django.urls import URLPattern, path, re_path

from openevent.web.organising import creating, invited, overview, parts, team
from openevent.web.organising.exporting.urls import urlpatterns as exporting
from openevent.web.organising.kinds import KINDS
from openevent.web.organising.programme.urls import urlpatterns as programme
from openevent.web.organising.scheduling.urls import urlpatterns as scheduling
from openevent.web.organising.selling.urls import urlpatterns as selling
from openevent.web.organising.settings import pages, stripe
from openevent.web.organising.settings.groups import GROUPS
from openevent.web.paths import IDENTIFIER, NUMBER

EVENT = rf"^manage/{IDENTIFIER}"
SETTINGS = rf"{EVENT}/settings"
PART = rf"{EVENT}/(?P<path>{'|'.join(kind.path for kind in KINDS)})"
GROUP = "|".join(group.path for group in GROUPS if group.path)
CODE = r"(?P<secret>[\w-]{1,100})"

urlpatterns: list[URLPattern] = [
    path("manage", overview.mine),
    path("manage/new", creating.new),
    re_path(rf"{EVENT}$", overview.overview),
    re_path(rf"{EVENT}/publish$", overview.publish),
    re_path(rf"{EVENT}/unpublish$", overview.unpublish),
    re_path(rf"{EVENT}/delete$", overview.delete),
    re_path(rf"{EVENT}/restore$", overview.restore),
    re_path(rf"{EVENT}/leave$", overview.leave),
    re_path(rf"{SETTINGS}$", pages.facts),
    re_path(rf"{SETTINGS}/(?P<path>{GROUP})$", pages.facts),
    re_path(rf"{SETTINGS}/zone$", pages.zone),
    re_path(rf"{SETTINGS}/pictures$", pages.images),
    re_path(rf"{SETTINGS}/stripe$", stripe.stripe),
    re_path(rf"{EVENT}/team$", team.members),
    re_path(rf"{EVENT}/team/owner$", team.hand_over),
    re_path(rf"{EVENT}/team/{NUMBER}$", team.change),
    re_path(rf"{EVENT}/team/{NUMBER}/remove$", team.dismiss),
    re_path(rf"{EVENT}/team/invitations/{NUMBER}/resend$", team.resend),
    re_path(rf"{EVENT}/team/invitations/{NUMBER}/withdraw$", team.withdraw),
    re_path(rf"{PART}$", parts.parts),
    re_path(rf"{PART}/{NUMBER}$", parts.part),
    re_path(rf"{PART}/{NUMBER}/remove$", parts.remove),
    re_path(rf"{PART}/{NUMBER}/restore$", parts.restore),
    re_path(rf"{PART}/{NUMBER}/(?P<where>up|down)$", parts.shift),
    re_path(rf"^invitations/{CODE}$", invited.invitation),
    re_path(rf"^invitations/{CODE}/accept$", invited.accept),
    re_path(rf"^invitations/{CODE}/decline$", invited.decline),
    *exporting,
    *programme,
    *selling,
    *scheduling,
]
