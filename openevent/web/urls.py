"""The addresses of pages."""

from django.urls import URLPattern, path

from openevent.web import languages
from openevent.web.accounts.urls import urlpatterns as accounts
from openevent.web.buying.urls import urlpatterns as buying
from openevent.web.leading import back_to_pages
from openevent.web.organising.urls import urlpatterns as organising
from openevent.web.proposing.urls import urlpatterns as proposing
from openevent.web.public.urls import urlpatterns as public

urlpatterns: list[URLPattern] = back_to_pages(
    [
        path("language", languages.choose),
        *public,
        *accounts,
        *buying,
        *organising,
        *proposing,
    ]
)
