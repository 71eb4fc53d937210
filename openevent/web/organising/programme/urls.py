"""The addresses of sessions, speakers, the call and the review of an event."""

from django.urls import URLPattern, re_path

from openevent.web.organising.programme import asking, call, review, session, sessions, speakers
from openevent.web.paths import IDENTIFIER, NUMBER

HERE = rf"^manage/{IDENTIFIER}"

urlpatterns: list[URLPattern] = [
    re_path(rf"{HERE}/sessions$", sessions.table),
    re_path(rf"{HERE}/sessions/state$", sessions.decide),
    re_path(rf"{HERE}/sessions/new$", session.new),
    re_path(rf"{HERE}/sessions/{NUMBER}$", session.edit),
    re_path(rf"{HERE}/sessions/{NUMBER}/row$", sessions.row),
    re_path(rf"{HERE}/sessions/{NUMBER}/speakers$", session.speakers),
    re_path(rf"{HERE}/sessions/{NUMBER}/delete$", session.delete),
    re_path(rf"{HERE}/sessions/{NUMBER}/restore$", session.restore),
    re_path(rf"{HERE}/speakers$", speakers.table),
    re_path(rf"{HERE}/speakers/new$", speakers.new),
    re_path(rf"{HERE}/speakers/{NUMBER}$", speakers.edit),
    re_path(rf"{HERE}/speakers/{NUMBER}/row$", speakers.row),
    re_path(rf"{HERE}/speakers/{NUMBER}/delete$", speakers.delete),
    re_path(rf"{HERE}/speakers/{NUMBER}/restore$", speakers.restore),
    re_path(rf"{HERE}/call$", call.settings),
    re_path(rf"{HERE}/call/questions$", asking.questions),
    re_path(rf"{HERE}/call/delete$", call.delete),
    re_path(rf"{HERE}/call/enable$", call.enable),
    re_path(rf"{HERE}/review$", review.table),
    re_path(rf"{HERE}/review/{NUMBER}$", review.one),
    re_path(rf"{HERE}/review/{NUMBER}/rate$", review.rate),
    re_path(rf"{HERE}/review/{NUMBER}/state$", review.decide),
    re_path(rf"{HERE}/review/{NUMBER}/message$", review.write),
]
