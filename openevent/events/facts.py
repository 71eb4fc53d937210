"""What must hold of an event's facts, wherever they come from."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from openevent.accounts.models import User
from openevent.events.models import Event
from openevent.events.zones import recognised
from openevent.lib import money, passages, pictures, text, urls
from openevent.lib.countries import COUNTRIES
from openevent.lib.errors import Forbidden, Refused

MAX_DURATION = timedelta(days=20)
NAME_LENGTH = 255
MOST_DOCUMENTS, DOCUMENT_NAME, DOCUMENT_LINK = 50, 255, 2000
HTML = frozenset({"description", "owner_description", "code_of_conduct", "after_order_message"})
ADDRESSES = frozenset(
    {
        *("public_stream_link", "external_event_url", "ticket_url", "logo_url", "original_image_url"),
        *("large_image_url", "thumbnail_image_url", "icon_image_url"),
    }
)
# What the entries of the event's calendar say of the event: a change of these shows in each of them.
PLACE = frozenset({"location_name", "latitude", "longitude", "online", "public_stream_link"})
SHOWN_IN_ENTRIES = PLACE | {"name", "timezone", "owner_name"}
# What the event's own entry says beside that.
DATES = frozenset({"starts_at", "ends_at"})
SHOWN_IN_OWN_ENTRY = DATES | {
    *("description", "external_event_url", "large_image_url", "original_image_url", "logo_url"),
}
# What is told with what it was before, on the page of what changed.
TOLD = DATES | {"name", "location_name"}
# What the site's list of kinds and subjects has for it: rows, not values (`events.subjects`).
SUBJECTS = frozenset({"event_type", "event_topic", "event_sub_topic"})
# Who is shown to everybody first, the staff of the site decides, and not each team about itself.
OF_THE_STAFF = frozenset({"is_featured", "is_promoted", "is_demoted"})
# How tickets are paid for, and what buyers are asked and told.
METHODS = frozenset(
    {"can_pay_by_stripe", "can_pay_by_cheque", "can_pay_by_bank", "can_pay_by_invoice", "can_pay_onsite"}
)
# Providers of the published API through which this server takes no payments.
NOT_TAKEN = frozenset({"can_pay_by_paypal", "can_pay_by_omise", "can_pay_by_alipay", "can_pay_by_paytm"})
PAYMENT = (
    METHODS
    | NOT_TAKEN
    | frozenset(
        {
            *("payment_country", "payment_currency", "paypal_email", "cheque_details", "bank_details"),
            *("onsite_details", "invoice_details", "is_tax_enabled", "is_billing_info_mandatory"),
            *("is_donation_enabled", "is_ticket_form_enabled", "show_remaining_tickets", "is_badges_enabled"),
            *("is_calendar_mail_enabled", "is_team_mail_enabled"),
        }
    )
)
CHANGEABLE = SUBJECTS | frozenset(
    {
        *("name", "starts_at", "ends_at", "timezone", "privacy", "description", "owner_name", "owner_description"),
        *("has_owner_info", "code_of_conduct", "online", "location_name", "searchable_location_name", "latitude"),
        *("longitude", "is_map_shown", "public_stream_link", "stream_loop", "stream_autoplay", "external_event_url"),
        *("ticket_url", "logo_url", "original_image_url", "large_image_url", "thumbnail_image_url", "icon_image_url"),
        *("is_sessions_speakers_enabled", "is_cfs_enabled", "is_sponsors_enabled", "is_oneclick_signup_enabled"),
        *("is_featured", "is_promoted", "is_demoted", "is_announced", "is_chat_enabled", "is_videoroom_enabled"),
        *("is_document_enabled", "document_links", "chat_room_name", "schedule_published_on"),
        *("after_order_message", "refund_policy"),
    }
    | PAYMENT
)


class WrongFact(Refused):
    """A fact of an event cannot be so."""

    def __init__(self, member: str, sentence: str) -> None:
        super().__init__(sentence, pointer=f"/data/attributes/{member.replace('_', '-')}")
        self.member = member


def checked(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they are stored: names trimmed, HTML cleaned, the zone by its IANA name. Raises Refused."""
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise WrongFact(min(unknown), _("An event has no “%(member)s” that could be set.") % {"member": min(unknown)})
    kept = dict(facts)
    if "name" in kept:
        kept["name"] = checked_name(kept["name"])
    if "timezone" in kept:
        kept["timezone"] = recognised(kept["timezone"])
    for member in HTML & kept.keys():
        kept[member] = passages.kept(kept[member], member)
    for member in ADDRESSES & kept.keys():
        if kept[member] and not urls.is_absolute(kept[member]):
            raise WrongFact(member, urls.not_absolute(kept[member]))
    if "document_links" in kept:
        kept["document_links"] = checked_documents(kept["document_links"])
    if "original_image_url" in kept:
        kept |= sizes(kept["original_image_url"])
    check_coordinates(kept)
    check_payment(kept)
    if "description" in kept:
        kept["description_text"] = text.plain(kept["description"])
    return kept


def sizes(url: str) -> dict[str, str]:
    """The smaller pictures that there are of this one; of other servers' pictures there are none here."""
    known = pictures.variants(url)
    return {f"{size}_image_url": known.get(size, "") for size in ("large", "thumbnail", "icon")}


def checked_name(name: str) -> str:
    """The name in one line, not blank, at most 255 characters."""
    words = text.one_line(name)
    if not words:
        raise WrongFact("name", _("An event needs a name."))
    if len(words) > NAME_LENGTH:
        raise WrongFact(
            "name",
            _("The name has %(count)s characters; at most %(most)s are possible.")
            % {"count": len(words), "most": NAME_LENGTH},
        )
    return words


def checked_documents(written: object) -> list[dict[str, str]]:
    """The documents, each with a name in one line and an absolute link, at most 50."""
    if not isinstance(written, list) or len(written) > MOST_DOCUMENTS:
        raise WrongFact(
            "document_links",
            _("document-links is a list of at most %(most)s documents.") % {"most": MOST_DOCUMENTS},
        )
    return [_document(one) for one in written]


def _document(written: object) -> dict[str, str]:
    name, link = (written.get("name"), written.get("link")) if isinstance(written, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(link, str) or not text.one_line(name):
        raise WrongFact("document_links", _("Each of the document-links has a name and a link."))
    words = text.one_line(name)
    if len(words) > DOCUMENT_NAME:
        raise WrongFact(
            "document_links",
            _("A document's name has at most %(most)s characters.") % {"most": DOCUMENT_NAME},
        )
    if not urls.is_absolute(link) or len(link) > DOCUMENT_LINK:
        raise WrongFact("document_links", urls.not_absolute(link))
    return {"name": words, "link": link}


def seen(event: Event) -> dict[str, str]:
    """What is told of the event with what it was before, as the log of changes keeps it."""
    return {
        "name": event.name,
        "location_name": event.location_name,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
    }


def check_decider(changed: Collection[str], by: User) -> None:
    """Raise Forbidden where somebody else than staff changes what the staff of the site decides."""
    if not by.is_staff and (member := min(OF_THE_STAFF.intersection(changed), default="")):
        name = member.replace("_", "-")
        raise Forbidden(
            _("Only the staff of this site sets “%(member)s”.") % {"member": name}, pointer=f"/data/attributes/{name}"
        )


def check_payment(facts: dict[str, Any]) -> None:
    """Raise WrongFact for no country, no currency, and a way to pay that there is not here."""
    country, currency = facts.get("payment_country"), facts.get("payment_currency")
    if country and country not in COUNTRIES:
        raise WrongFact(
            "payment_country",
            _("“%(country)s” is no country: two capital letters of ISO 3166, such as DE.") % {"country": country[:10]},
        )
    if currency and not money.is_currency(currency):
        raise WrongFact(
            "payment_currency",
            _("“%(currency)s” is no currency: three capital letters of ISO 4217, such as EUR.")
            % {"currency": currency[:10]},
        )
    for member in sorted(NOT_TAKEN & facts.keys()):
        if facts[member]:
            name = member.removeprefix("can_pay_by_")
            raise WrongFact(
                member,
                _("This server takes no payments through %(name)s. There is: stripe, bank, cheque, onsite, invoice.")
                % {"name": name},
            )


def takes_payments(event: Event) -> bool:
    """Whether there is a way to pay what costs something."""
    return any(getattr(event, method) for method in METHODS)


def check_coordinates(facts: dict[str, Any]) -> None:
    """Raise WrongFact for a latitude or longitude that is nowhere on Earth."""
    for member, limit in (("latitude", 90), ("longitude", 180)):
        value = facts.get(member)
        if value is not None and not -limit <= value <= limit:
            raise WrongFact(
                member,
                _("A %(member)s lies between -%(limit)s and %(limit)s degrees.") % {"member": member, "limit": limit},
            )


def check_dates(starts_at: datetime, ends_at: datetime) -> None:
    """Raise WrongFact unless the event ends after it starts and lasts at most 20 days."""
    if ends_at <= starts_at:
        raise WrongFact("ends_at", _("That is too early: an event ends after it begins."))
    if ends_at - starts_at > MAX_DURATION:
        raise WrongFact("ends_at", _("An event lasts at most %(days)s days.") % {"days": MAX_DURATION.days})
