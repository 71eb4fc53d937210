"""The addresses of what an event's team sells."""

from django.urls import URLPattern, re_path

from openevent.web.organising.selling import (
    asked,
    attendees,
    codes,
    door,
    orders,
    refunds,
    sales,
    taxes,
    tickets,
)
from openevent.web.paths import IDENTIFIER, NUMBER, ORDER

HERE = rf"^manage/{IDENTIFIER}"
KIND = "(?P<kind>discount|access)"

urlpatterns: list[URLPattern] = [
    re_path(rf"{HERE}/tickets$", tickets.listed),
    re_path(rf"{HERE}/tickets/new$", tickets.new),
    re_path(rf"{HERE}/tickets/{NUMBER}$", tickets.edit),
    re_path(rf"{HERE}/tickets/{NUMBER}/delete$", tickets.remove),
    re_path(rf"{HERE}/tickets/{NUMBER}/move$", tickets.move),
    re_path(rf"{HERE}/tax$", taxes.edit),
    re_path(rf"{HERE}/tax/delete$", taxes.remove),
    re_path(rf"{HERE}/codes$", codes.listed),
    re_path(rf"{HERE}/codes/{KIND}/new$", codes.new),
    re_path(rf"{HERE}/codes/{KIND}/{NUMBER}$", codes.edit),
    re_path(rf"{HERE}/codes/{KIND}/{NUMBER}/switch$", codes.switch),
    re_path(rf"{HERE}/codes/{KIND}/{NUMBER}/delete$", codes.remove),
    re_path(rf"{HERE}/orders$", orders.listed),
    re_path(rf"{HERE}/orders/{ORDER}$", orders.shown),
    re_path(rf"{HERE}/orders/{ORDER}/paid$", orders.paid),
    re_path(rf"{HERE}/orders/{ORDER}/cancel$", orders.cancel),
    re_path(rf"{HERE}/orders/{ORDER}/refund$", refunds.refund),
    re_path(rf"{HERE}/orders/{ORDER}/notes$", orders.note),
    re_path(rf"{HERE}/orders/{ORDER}/resend$", orders.resend),
    re_path(rf"{HERE}/attendees$", attendees.listed),
    re_path(rf"{HERE}/attendees/{NUMBER}$", attendees.shown),
    re_path(rf"{HERE}/attendees/{NUMBER}/resend$", attendees.resend),
    re_path(rf"{HERE}/form$", asked.listed),
    re_path(rf"{HERE}/form/new$", asked.new),
    re_path(rf"{HERE}/form/{NUMBER}$", asked.edit),
    re_path(rf"{HERE}/form/{NUMBER}/delete$", asked.remove),
    re_path(rf"{HERE}/form/{NUMBER}/move$", asked.move),
    re_path(rf"{HERE}/door$", door.door),
    re_path(rf"{HERE}/door/look$", door.look),
    re_path(rf"{HERE}/sales$", sales.shown),
]
