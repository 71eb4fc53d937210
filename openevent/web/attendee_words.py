"""What the members of attendees are called: who comes is asked by these words, and the event's team reads them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openevent.tickets.models import Attendee, CustomForm

LABELS: Mapping[str, str | Promise] = {
    "firstname": _("First name"),
    "lastname": _("Last name"),
    "email": _("E-mail address"),
    "address": _("Address"),
    "city": _("City"),
    "state": _("State or region"),
    "country": _("Country"),
    "job_title": _("Job title"),
    "phone": _("Telephone"),
    "company": _("Company"),
    "tax_business_info": _("Tax number"),
    "billing_address": _("Billing address"),
    "home_address": _("Home address"),
    "shipping_address": _("Shipping address"),
    "work_address": _("Address at work"),
    "work_phone": _("Telephone at work"),
    "gender": _("Gender"),
    "home_wiki": _("Home wiki"),
    "wiki_scholarship": _("Wiki scholarship"),
    "native_language": _("Native language"),
    "fluent_language": _("Languages spoken"),
    "website": _("Website"),
    "blog": _("Blog"),
    "twitter": "Twitter",
    "facebook": "Facebook",
    "github": "GitHub",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "age_group": _("Age group"),
    "birth_date": _("Date of birth"),
    "accept_video_recording": _("Consent to being filmed"),
    "accept_share_details": _("Consent to sharing these data with sponsors"),
    "accept_receive_emails": _("E-mails from the organisers"),
    "is_consent_form_field": _("Consent to the terms"),
    "is_consent_form_field_photo": _("Consent to photographs"),
    "is_consent_form_field_email": _("Consent to e-mails"),
    "is_consent_of_refund_policy": _("Consent to the refund policy"),
}


# The others are numbers.
AGES: Mapping[str, str | Promise] = {
    Attendee.Age.UNDER_18: _("Under 18"),
    Attendee.Age.UNSAID: _("I prefer not to say"),
}


def ages() -> list[tuple[str, str]]:
    """The age groups, each with what it is called."""
    return [(value, str(AGES.get(value, value))) for value in Attendee.Age.values]


def label(field: CustomForm) -> str | Promise:
    """What a question of an event's form is called: as its team says, else as it is known, else by its identifier."""
    known = LABELS.get(field.field_identifier)
    return field.name or known or field.field_identifier.replace("_", " ").capitalize()
