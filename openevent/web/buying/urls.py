"""The addresses of what visitors buy."""

from django.urls import URLPattern, path, re_path

from openevent.web.buying import cancelling, orders, papers, passing, paying, shop, subscribing, waiting
from openevent.web.paths import IDENTIFIER, NUMBER, ORDER

urlpatterns: list[URLPattern] = [
    re_path(rf"^e/{IDENTIFIER}/tickets$", shop.tickets),
    re_path(rf"^e/{IDENTIFIER}/tickets/{NUMBER}/wait$", waiting.join),
    path("orders", orders.mine),
    re_path(rf"^orders/waiting/{NUMBER}$", waiting.entry),
    re_path(rf"^orders/waiting/{NUMBER}/leave$", waiting.leave),
    re_path(rf"^orders/waiting/{NUMBER}/take$", waiting.take),
    re_path(rf"^orders/{ORDER}$", orders.page),
    re_path(rf"^orders/{ORDER}/pay$", paying.pay),
    re_path(rf"^orders/{ORDER}/paid$", paying.paid),
    re_path(rf"^orders/{ORDER}/cancel$", cancelling.cancel),
    re_path(rf"^orders/{ORDER}/calendar$", subscribing.subscribe),
    re_path(rf"^orders/{ORDER}/tickets\.pdf$", papers.tickets),
    re_path(rf"^orders/{ORDER}/tickets\.ics$", papers.calendar),
    re_path(rf"^orders/{ORDER}/tickets/{NUMBER}$", passing.ticket),
    re_path(rf"^orders/{ORDER}/tickets/{NUMBER}\.pdf$", papers.ticket),
    re_path(rf"^orders/{ORDER}/tickets/{NUMBER}\.svg$", papers.code),
    re_path(rf"^orders/{ORDER}/invoices/(?P<number>[^/]{{1,40}})\.pdf$", papers.invoice),
]
