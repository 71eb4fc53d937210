"""Letters come in the language of who reads them, every kind of them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import translation

from openevent.accounts import factors, joining, passwords, proofs
from openevent.accounts.models import Letter, User
from openevent.accounts.proofs import Purpose
from openevent.events import contacting, inviting
from openevent.events.models import Event, RoleInvite
from openevent.program import letters as of_sessions
from openevent.program import notifying
from openevent.program.models import Session, Speaker
from openevent.tickets.models import Order, Payment, Refund
from openevent.tickets.paying import letters as of_payments
from tests.accounts.codes import code_now
from tests.accounts.mail import last_letter
from tests.conftest import PASSWORD, as_user

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
SIGN_UP, SIGN_IN, RESEND, FORGOTTEN = (
    "/account/sign-up",
    "/account/sign-in",
    "/account/verify/again",
    "/account/forgotten",
)
# What no language changes: addresses, secrets, names, what somebody wrote, and where a signature begins.
VALUE = re.compile(r"|http\S+|    \S.*|-- |Please send your slides\.|When does it begin\?|The card is lost\.")
Act = Callable[[], object]


def wants(user: User, language: str) -> User:
    return joining.change_profile(user, by=user, language_prefrence=language)


def words(letter: Letter) -> set[str]:
    """What the letter says, line by line, beside its values."""
    lines = [letter.subject, *letter.text.splitlines()]
    return {line for line in lines if not VALUE.fullmatch(line)}


@pytest.fixture
def acts(olga: User, ann: User, event: Event, session: Session, speaker: Speaker) -> dict[str, tuple[str, Act]]:
    """What has a letter written, by its kind, and to whom; the same letter when it is done again."""
    Letter.objects.all().delete()

    def offered(purpose: Any) -> Act:
        return lambda: proofs.offer(purpose, ann.email, User.objects.get(pk=ann.pk))

    def invited(role: str) -> Act:
        def act() -> None:
            RoleInvite.objects.all().delete()
            inviting.invite(event, ann.email, role, by=olga)

        return act

    def told(state: str) -> Act:
        return lambda: notifying.tell(Session.objects.get(pk=session.pk), state, by=olga)

    def noted(**said: str) -> Act:
        return lambda: notifying.notify(session, by=olga, **said)

    kinds: dict[str, tuple[str, Act]] = {
        "proof": (ann.email, offered(Purpose.VERIFY_EMAIL)),
        "password": (ann.email, offered(Purpose.RESET_PASSWORD)),
        "received": (ann.email, lambda: notifying.acknowledge(session, by=User.objects.get(pk=ann.pk))),
        "note": (ann.email, noted(message="Please send your slides.")),
        "decision by hand": (ann.email, noted()),
        "question": (olga.email, lambda: contacting.write(event, "When does it begin?", by=ann)),
    }
    for role in RoleInvite.RoleName.values:
        kinds[f"invitation, {role}"] = (ann.email, invited(role))
    for state in of_sessions.DECISIONS:
        kinds[f"decision, {state}"] = (ann.email, told(state))
        kinds[f"to the owner, {state}"] = (olga.email, told(state))
    return kinds


def test_of_no_letter_to_a_german_a_line_is_english(acts: dict[str, tuple[str, Act]], ann: User, olga: User) -> None:
    for kind, (to, act) in acts.items():
        for reader in (ann, olga):
            wants(reader, "")
        act()
        english = last_letter(to)
        for reader in (ann, olga):
            wants(reader, "de-CH")
        act()
        german = last_letter(to)

        assert (english.pk < german.pk, english.language, german.language) == (True, "en", "de"), kind
        assert words(english) & words(german) == set(), kind
        assert len(words(german)) >= 2, kind
        assert translation.get_language() == "en"


def test_a_german_is_told_in_german_what_became_of_the_account(ann: User) -> None:
    wants(ann, "de")
    ann.refresh_from_db()
    key = factors.new_key()

    factors.turn_on(ann, key, code_now(key))
    factors.turn_off(ann)
    joining.change_email(ann, "new@example.org", fresh=True)

    written = list(Letter.objects.order_by("pk").values_list("to", "subject", "language"))
    assert written == [
        ("ann@example.org", "Ein zweiter Faktor schützt Ihr Konto", "de"),
        ("ann@example.org", "Ihr Konto hat keinen zweiten Faktor mehr", "de"),
        ("ann@example.org", "Die Adresse Ihres Kontos hat sich geändert", "de"),
        ("new@example.org", "Ist das Ihre Adresse?", "de"),
    ]
    said = [text for text in Letter.objects.values_list("text", flat=True) if "Hello" in text or "account" in text[:90]]
    assert said == []


@pytest.mark.parametrize("was_done", [True, False])
def test_money_that_did_not_arrive_is_told_in_german_with_german_figures(event: Event, *, was_done: bool) -> None:
    order = Order(event=event)
    refund = Refund(amount=123456, payment=Payment(currency="EUR", order=order), failure="The card is lost.")

    written = {}
    for language, _name in site.LANGUAGES:
        with translation.override(language):
            subject, text = of_payments.not_given_back(order, refund, was_done=was_done)
        written[language] = {subject, *text.splitlines()}

    assert {line for line in written["en"] & written["de"] if not VALUE.fullmatch(line)} == set()
    assert [line for line in written["de"] if line.startswith("1.234,56\xa0€ der Bestellung")]
    assert [line for line in written["en"] if line.startswith("€1,234.56 of the order")]


def test_a_german_reads_until_when_a_letter_is_good_as_germans_write_it(ann: User) -> None:
    proofs.offer(Purpose.VERIFY_EMAIL, ann.email, wants(ann, "de"))

    text = last_letter(ann.email).text
    assert re.search(r"bis zum \d{1,2}\. [A-Z]\w+ 20\d\d, \d\d:\d\d Uhr \(UTC\)", text)
    assert re.search(r"^http://localhost:8000/account/verify\?code=[\w-]{43}$", text, re.MULTILINE)
    assert re.search(r"^    [\w-]{43}$", text, re.MULTILINE)


def test_each_of_several_readers_has_a_letter_in_their_own_language(
    session: Session, ann: User, tom: User, olga: User
) -> None:
    wants(ann, "de")
    wants(tom, "de")

    notifying.notify(session, by=olga, bcc=[tom.email, "nobody@example.org"])

    assert list(Letter.objects.order_by("pk").values_list("to", "subject", "language")) == [
        (ann.email, "Angenommen: Soldering for All", "de"),
        (tom.email, "Angenommen: Soldering for All", "de"),
        ("nobody@example.org", "Accepted: Soldering for All", "en"),
    ]


def test_what_the_team_wrote_stays_as_it_is(session: Session, ann: User, olga: User) -> None:
    wants(ann, "de")

    notifying.notify(session, by=olga, subject="Slides %(title)s", message="Send them: 100 % {title} %(event)s")

    letter = last_letter(ann.email)
    assert letter.subject == "Slides %(title)s"
    assert letter.text == (
        "Send them: 100 % {title} %(event)s\n\n-- \nZur Session „Soldering for All“ bei Autumn Conference.\n"
    )


def test_a_speaker_without_an_account_reads_the_language_in_which_the_team_decides(
    session: Session, speaker: Speaker, olga: User
) -> None:
    Speaker.objects.filter(pk=speaker.pk).update(user=None, email="bo@example.org")

    with translation.override("de"):
        notifying.tell(session, "accepted", by=olga)

    letter = last_letter("bo@example.org")
    assert (letter.subject, letter.language) == ("Angenommen: Soldering for All", "de")


def test_names_stay_in_one_line_in_german_letters_too(event: Event, olga: User) -> None:
    User.objects.filter(pk=olga.pk).update(public_name="Olga\nBcc: %(secret)s")

    with translation.override("de"):
        inviting.invite(event, "new@example.org", "moderator", by=User.objects.get(pk=olga.pk))

    letter = last_letter("new@example.org")
    assert (letter.subject, letter.language) == ("Einladung: Autumn Conference", "de")
    assert "Olga Bcc: %(secret)s lädt Sie in das Team der Veranstaltung\n" in letter.text
    assert "in der Rolle „Moderator“." in letter.text


def test_an_owner_who_has_said_nothing_is_not_taken_to_read_what_the_writer_reads(
    event: Event, olga: User, ann: User
) -> None:
    with translation.override("de"):
        contacting.write(event, "Wann geht es los?", by=ann)

    letter = last_letter(olga.email)
    assert (letter.subject, letter.language) == ("A question about Autumn Conference", "en")


# --- where the account learns its language ----------------------------------------------------------------------------


def test_who_signs_up_on_a_german_page_is_written_to_in_german_from_then_on(db: None) -> None:
    client = Client(headers=GERMAN)

    client.post(SIGN_UP, {"email": "new@example.org", "password": PASSWORD})
    letter = last_letter("new@example.org")
    passwords.ask_reset("new@example.org")  # by a program, say

    made = User.objects.get(email="new@example.org")
    assert (made.language_prefrence, letter.language, letter.subject) == ("de", "de", "Ist das Ihre Adresse?")
    assert (last_letter(made.email).language, last_letter(made.email).subject) == ("de", "Neues Passwort")


@pytest.mark.parametrize("said", ["", "Klingon"])
def test_who_has_said_nothing_that_is_known_is_answered_in_the_language_of_the_page(ann: User, said: str) -> None:
    User.objects.filter(pk=ann.pk).update(language_prefrence=said, is_verified=False)

    for path in (FORGOTTEN, RESEND):
        Client(headers=GERMAN).post(path, {"email": ann.email})

    assert [letter.language for letter in Letter.objects.filter(to=ann.email)] == ["de", "de"]
    assert User.objects.get(pk=ann.pk).language_prefrence == said


def test_who_wants_english_is_answered_in_english_on_a_german_page(ann: User) -> None:
    wants(ann, "en-GB")

    Client(headers=GERMAN).post(FORGOTTEN, {"email": ann.email})

    assert (last_letter(ann.email).language, last_letter(ann.email).subject) == ("en", "A new password")


@pytest.mark.parametrize("headers", [{}, GERMAN])
def test_who_signs_up_by_the_api_is_written_to_in_english(db: None, headers: dict[str, str]) -> None:
    sent = {"data": {"type": "user", "attributes": {"email": "new@example.org", "password": PASSWORD}}}

    answer = Client(headers=headers).post("/v1/users", sent, content_type="application/vnd.api+json")

    letter = last_letter("new@example.org")
    assert (answer.status_code, letter.language, letter.subject) == (201, "en", "Is this your address?")
    assert User.objects.get(email="new@example.org").language_prefrence == ""


def test_who_says_a_language_to_the_api_is_written_to_in_it(db: None) -> None:
    attributes = {"email": "new@example.org", "password": PASSWORD, "language-prefrence": "de-AT"}

    Client().post(
        "/v1/users", {"data": {"type": "user", "attributes": attributes}}, content_type="application/vnd.api+json"
    )

    assert last_letter("new@example.org").language == "de"


def test_the_templates_of_the_api_stay_english(event: Event, olga: User) -> None:
    wants(olga, "de")

    answer = as_user(olga).get("/v1/sessions/mails", headers=GERMAN)
    with translation.override("de"):
        spoken = of_sessions.templates()

    assert answer.json() == spoken == of_sessions.templates()
    assert spoken["accepted"]["subject"] == "Accepted: {title}"
    assert "your session “{title}” has been accepted for {event}." in spoken["accepted"]["message"]


def test_a_language_that_is_chosen_is_remembered_by_the_account(ann: User, client: Client) -> None:
    client.force_login(ann)

    client.post("/language", {"language": "de"})

    assert User.objects.get(pk=ann.pk).language_prefrence == "de"


@pytest.mark.parametrize("language", ["", "fr", "\0", "de-AT"])
def test_what_is_no_language_of_the_site_is_not_remembered(ann: User, client: Client, language: str) -> None:
    wants(ann, "en")
    client.force_login(ann)

    answer = client.post("/language", {"language": language})

    assert (answer.status_code, User.objects.get(pk=ann.pk).language_prefrence) == (302, "en")
    assert site.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_who_is_not_signed_in_or_blocked_changes_no_account(ann: User, client: Client) -> None:
    client.post("/language", {"language": "de"})
    client.force_login(ann)
    User.objects.filter(pk=ann.pk).update(is_blocked=True)

    answer = client.post("/language", {"language": "de"})

    assert (answer.status_code, User.objects.get(pk=ann.pk).language_prefrence) == (302, "")


def test_looking_at_pages_writes_nothing(ann: User, client: Client) -> None:
    client.force_login(ann)

    client.get("/language", {"language": "de"})
    client.get("/account", headers=GERMAN)

    assert User.objects.get(pk=ann.pk).language_prefrence == ""


def test_pages_are_in_the_accounts_language_on_another_device(ann: User) -> None:
    wants(ann, "de")
    device = Client()

    device.post(SIGN_IN, {"email": ann.email, "password": PASSWORD})

    assert '<html lang="de"' in device.get("/account").content.decode()


def test_what_was_chosen_in_this_browser_stays(ann: User) -> None:
    wants(ann, "de")
    device = Client(headers=GERMAN)
    device.post("/language", {"language": "en"})

    device.post(SIGN_IN, {"email": ann.email, "password": PASSWORD})

    assert '<html lang="en"' in device.get("/account").content.decode()
    assert User.objects.get(pk=ann.pk).language_prefrence == "de"
