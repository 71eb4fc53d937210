"""An event's facts in groups, each a form and a page of its own."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.events.models import Event, EventSubTopic, EventTopic, EventType
from openevent.web.forms import Line, Moment, Words
from openevent.web.organising.fields import Address, Html, countries, currencies
from openevent.web.organising.settings.subjects import Subject, SubTopic
from openevent.web.organising.writing import Editing


class Facts(Editing):
    """Some facts of an event; fields are named as its columns."""

    def __init__(self, data: Any = None, *, event: Event) -> None:
        known = {name: getattr(event, name) for name in self.base_fields if name != "version"}
        # What nobody has decided on is shown.
        known |= {name: True for name in ("has_owner_info", "is_map_shown") if name in known and known[name] is None}
        super().__init__(data, initial={**known, "version": event.revision})
        for field in self.fields.values():
            if isinstance(field, Moment):
                field.timezone = event.timezone
        self.watch(event)


class Basics(Facts):
    """What it is, and when."""

    name = Line(label=_("Name"), max_length=255)
    starts_at = Moment(label=_("Begins"))
    ends_at = Moment(label=_("Ends"), help_text=_("At most 20 days after it begins."))
    description = Html(label=_("Description"), required=False, rows=12)
    event_type = Subject(label=_("Kind of event"), queryset=EventType.objects.filter(deleted_at=None))
    event_topic = Subject(label=_("Topic"), queryset=EventTopic.objects.filter(deleted_at=None))
    event_sub_topic = SubTopic(
        label=_("Part of the topic"),
        queryset=EventSubTopic.objects.filter(event_topic__deleted_at=None).select_related("event_topic"),
    )
    privacy = forms.ChoiceField(
        label=_("Who finds it once it is published"),
        choices=[
            (Event.Privacy.PUBLIC, _("Everybody: it is listed, and search finds it")),
            (Event.Privacy.PRIVATE, _("Who has its address: it is in no list")),
        ],
        widget=forms.RadioSelect,
    )
    external_event_url = Address(label=_("Its own web page"), required=False)


class Place(Facts):
    """Where it is, here or online."""

    location_name = Line(
        label=_("Place and address"),
        max_length=500,
        required=False,
        help_text=_("As people find it: the house, the street, the town."),
    )
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    is_map_shown = forms.BooleanField(label=_("Show a link to a map"), required=False)
    online = forms.BooleanField(label=_("It takes place online"), required=False)
    public_stream_link = Address(label=_("Address of the stream or meeting"), required=False)
    stream_autoplay = forms.BooleanField(label=_("The stream plays by itself"), required=False)
    stream_loop = forms.BooleanField(label=_("The stream begins again at its end"), required=False)


class Organiser(Facts):
    """Who invites, and how people are to be with each other."""

    owner_name = Line(label=_("Who organises it"), max_length=255, required=False)
    owner_description = Html(label=_("About them"), required=False, rows=5)
    has_owner_info = forms.BooleanField(label=_("Show what is said about them on the event’s page"), required=False)
    code_of_conduct = Html(label=_("Code of conduct"), required=False, rows=8)


class Features(Facts):
    """What there is at the event."""

    is_sessions_speakers_enabled = forms.BooleanField(
        label=_("Sessions and speakers can be added"),
        required=False,
        help_text=_("Those that are there stay, also when this is switched off."),
    )
    is_sponsors_enabled = forms.BooleanField(label=_("Sponsors are shown, and can be added"), required=False)
    schedule_published_on = Moment(
        label=_("The schedule is published since"),
        required=False,
        help_text=_("Programs learn from it that there is a schedule to follow."),
    )
    is_calendar_mail_enabled = forms.BooleanField(
        label=_("Tell ticket holders by letter, for their calendars, when the event moves"), required=False
    )
    is_team_mail_enabled = forms.BooleanField(
        label=_("Tell the team by letter of new proposals and orders"),
        required=False,
        help_text=_("The owner, organizers and coorganizers, in one letter an hour at most."),
    )


class Payment(Facts):
    """How tickets are paid for."""

    payment_currency = forms.ChoiceField(label=_("Currency"), choices=currencies, required=False)
    payment_country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    can_pay_by_stripe = forms.BooleanField(
        label=_("By card, through Stripe"),
        required=False,
        help_text=_("Needs a Stripe account: link it on the page “Stripe”."),
    )
    can_pay_by_bank = forms.BooleanField(label=_("By bank transfer"), required=False)
    bank_details = Words(label=_("Bank details"), rows=3, required=False)
    can_pay_by_invoice = forms.BooleanField(label=_("Against an invoice"), required=False)
    invoice_details = Words(label=_("What to say about invoices"), rows=3, required=False)
    can_pay_by_cheque = forms.BooleanField(label=_("By cheque"), required=False)
    cheque_details = Words(label=_("Where cheques go"), rows=3, required=False)
    can_pay_onsite = forms.BooleanField(label=_("At the door"), required=False)
    onsite_details = Words(label=_("How to pay at the door"), rows=3, required=False)

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data, event=event)
        field = self.fields["payment_currency"]
        if isinstance(field, forms.ChoiceField):
            field.choices = currencies(event.payment_currency)


class Selling(Facts):
    """What buyers are asked and told."""

    ticket_url = Address(
        label=_("Tickets are sold elsewhere, at"), required=False, help_text=_("Leave it empty to sell them here.")
    )
    after_order_message = Html(label=_("What buyers read after their order"), required=False, rows=4)
    refund_policy = Words(label=_("When money is given back"), rows=4, required=False)
    is_ticket_form_enabled = forms.BooleanField(
        label=_("Ask for every attendee’s name, and not for the address alone"), required=False
    )
    is_billing_info_mandatory = forms.BooleanField(label=_("Buyers must say to whom the invoice goes"), required=False)
    is_tax_enabled = forms.BooleanField(label=_("Prices have a tax"), required=False)
    is_donation_enabled = forms.BooleanField(
        label=_("There are tickets for which buyers say the price"), required=False
    )
    show_remaining_tickets = forms.BooleanField(label=_("Show how many tickets are left"), required=False)
    is_badges_enabled = forms.BooleanField(label=_("There are badges"), required=False)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Facts that belong together, and the page on which they are changed."""

    path: str  # after “settings”
    name: str | Promise
    form: type[Facts]
    about: str | Promise = ""


GROUPS = (
    Group(path="", name=_("Basics"), form=Basics),
    Group(path="place", name=_("Place"), form=Place),
    Group(path="organiser", name=_("About the organiser"), form=Organiser),
    Group(path="features", name=_("Features"), form=Features),
    Group(
        path="payment",
        name=_("Payment"),
        form=Payment,
        about=_("Details are told to buyers who have ordered, and to nobody else."),
    ),
    Group(path="selling", name=_("Selling"), form=Selling),
)
BY_PATH = {group.path: group for group in GROUPS}
