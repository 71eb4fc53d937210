"""One's own account: profile, address, password, second factor, calendars, data."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from openevent.accounts import factors, uploading
from openevent.accounts.models import User
from openevent.events import creating, issuing, publishing
from openevent.events.models import Event, FeedToken
from openevent.jobs.models import Job
from openevent.lib import media
from tests.accounts.codes import code_now
from tests.accounts.mail import last_letter
from tests.conftest import PASSWORD, as_user, at
from tests.exports.lists import work_off
from tests.web.pages import parsed, signed_in, statements
from tests.web.pictures import picture

CHRISTMAS: dict[str, Any] = {
    "starts_at": at("2026-12-24 08:00"),
    "ends_at": at("2026-12-25 16:00"),
    "timezone": "Europe/Berlin",
}
NEW = "another long and secret sentence"
OPEN = ["/account/sign-in", "/account/sign-up", "/account/verify/again", "/account/forgotten"]
OWN = [
    *("/account", "/account/security", "/account/email", "/account/password", "/account/second-factor"),
    *("/account/second-factor/off", "/account/second-factor/codes", "/account/calendars", "/account/data"),
    "/account/erase",
]
POSTED = ["/account/sign-out-everywhere", "/account/data/export", "/account/calendars/1/renew"]


@pytest.fixture
def browser(olga: User) -> Client:
    """Olga's."""
    return signed_in(olga)


def words(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("path", [*OWN, *POSTED])
def test_nobody_has_an_account_of_their_own(db: None, client: Client, path: str) -> None:
    answer = client.post(path) if path in POSTED else client.get(path)

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/sign-in")


@pytest.mark.parametrize("path", [*OWN, *OPEN])
def test_pages_hold_nothing_that_their_policy_forbids(browser: Client, path: str) -> None:
    page = parsed((Client() if path in OPEN else browser).get(path))

    assert page.xpath("//*/@style | //style | //script[not(@src)]") == []
    assert [one for one in page.xpath("//*/@src") if not one.startswith(("/", "data:"))] == []


@pytest.mark.parametrize("path", POSTED)
def test_what_is_done_is_sent_as_a_form(browser: Client, path: str) -> None:
    answer = browser.get(path)

    assert (answer.status_code, answer["Location"]) == (302, path.rpartition("/")[0])


# --- profile ----------------------------------------------------------------------------------------------------------


def test_a_profile_is_what_its_owner_says(browser: Client, olga: User) -> None:
    answer = browser.post("/account", {"first_name": "Olga", "last_name": "Organiser", "is_profile_public": "on"})

    olga.refresh_from_db()
    assert (answer.status_code, olga.full_name, olga.is_profile_public) == (302, "Olga Organiser", True)
    assert parsed(browser.get("/account")).xpath("//input[@name='first_name']/@value") == ["Olga"]


def test_a_picture_is_uploaded_shown_and_taken_away(browser: Client, olga: User) -> None:
    browser.post("/account", {"picture": picture()})
    olga.refresh_from_db()
    shown = parsed(browser.get("/account")).xpath("//img/@src")
    browser.post("/account", {"without_picture": "on"})

    assert media.PATH in olga.avatar_url
    assert shown == [olga.thumbnail_image_url[olga.thumbnail_image_url.index(media.PATH) :]]
    olga.refresh_from_db()
    assert (olga.avatar_url, olga.thumbnail_image_url) == ("", "")


def test_what_is_no_picture_is_refused_and_nothing_is_saved(browser: Client, olga: User) -> None:
    answer = browser.post("/account", {"first_name": "Olga", "picture": SimpleUploadedFile("x.svg", b"<svg/>")})

    olga.refresh_from_db()
    assert (answer.status_code, olga.first_name) == (422, "")
    assert "A picture must be PNG" in words(answer)


def test_no_more_of_a_picture_is_read_than_one_may_have(
    browser: Client, olga: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_MAX_BYTES, read = 1000, list[int]()

    def picture(content: bytes, *, by: User) -> str:
        read.append(len(content))
        return ""

    monkeypatch.setattr(uploading, "picture", picture)
    browser.post("/account", {"picture": SimpleUploadedFile("x.png", b"x" * 5000)})

    assert read == [1001]


@pytest.mark.parametrize("sent", [{"first_name": "x" * 101}, {"company": "\0" * 300 + "x" * 300}])
def test_a_profile_that_is_too_long_is_refused(browser: Client, sent: dict[str, str]) -> None:
    assert browser.post("/account", sent).status_code == 422


# --- address and password ---------------------------------------------------------------------------------------------


def test_another_address_needs_the_password_and_is_proven_anew(browser: Client, olga: User) -> None:
    wrong = browser.post("/account/email", {"email": "new@example.org", "password": "wrong"})
    answer = browser.post("/account/email", {"email": "new@example.org", "password": PASSWORD})

    olga.refresh_from_db()
    assert (wrong.status_code, answer.status_code) == (422, 302)
    assert (olga.email, olga.is_verified) == ("new@example.org", False)
    assert "/account/verify?code=" in last_letter("new@example.org").text
    assert "has another e-mail address now" in last_letter("olga@example.org").text


def test_an_address_of_somebody_else_is_refused(browser: Client, olga: User, ann: User) -> None:
    answer = browser.post("/account/email", {"email": ann.email, "password": PASSWORD})

    olga.refresh_from_db()
    assert (answer.status_code, olga.email) == (422, "olga@example.org")


def test_another_password_keeps_this_browser_and_ends_all_others(browser: Client, olga: User) -> None:
    elsewhere, program = Client(), as_user(olga)
    elsewhere.force_login(olga)

    wrong = browser.post("/account/password", {"old_password": "wrong", "new_password": NEW})
    weak = browser.post("/account/password", {"old_password": PASSWORD, "new_password": "short"})
    answer = browser.post("/account/password", {"old_password": PASSWORD, "new_password": NEW})

    olga.refresh_from_db()
    assert (wrong.status_code, weak.status_code, answer.status_code) == (422, 422, 302)
    assert olga.check_password(NEW)
    assert [one.get("/account").status_code for one in (browser, elsewhere)] == [200, 302]
    assert program.get(f"/v1/users/{olga.pk}").status_code == 401


def test_signing_out_everywhere_ends_browsers_and_programs(browser: Client, olga: User) -> None:
    elsewhere, program = Client(), as_user(olga)
    elsewhere.force_login(olga)

    browser.post("/account/sign-out-everywhere")

    assert [one.get("/account").status_code for one in (browser, elsewhere)] == [302, 302]
    assert program.get(f"/v1/users/{olga.pk}").status_code == 401


def test_passwords_are_given_again_so_often_only(browser: Client, olga: User, settings: Any) -> None:
    settings.PASSWORD_CHECKS_PER_ACCOUNT = 1
    browser.post("/account/email", {"email": "new@example.org", "password": "wrong"})

    answer = browser.post("/account/email", {"email": "new@example.org", "password": PASSWORD})

    assert "Too many attempts." in words(answer)


# --- second factor ----------------------------------------------------------------------------------------------------


def key_in(answer: Any) -> str:
    (key,) = parsed(answer).xpath("//input[@name='key']/@value")
    return str(key)


def test_the_second_factor_is_set_up_with_a_picture_and_its_codes_are_shown_once(browser: Client, olga: User) -> None:
    shown = browser.get("/account/second-factor")
    key = key_in(shown)
    answer = browser.post("/account/second-factor", {"key": key, "code": code_now(key), "password": PASSWORD})

    codes = parsed(answer).xpath("//ul[@class='secrets']//code/text()")
    (file,) = parsed(answer).xpath("//a[@download]/@href")
    assert parsed(shown).xpath("//img/@src")[0].startswith("data:image/svg+xml")
    assert key in re.sub(r"\s", "", parsed(shown).xpath("string(//code[@class='key'])"))
    assert (factors.is_on(olga), len(codes), answer["Cache-Control"]) == (True, 10, "no-store")
    assert file.partition(",")[2].split("%0A")[:-1] == codes
    assert codes[0] not in words(browser.get("/account/security"))
    factors.check(olga, codes[0])


@pytest.mark.parametrize(
    "sent",
    [
        {"code": "000000"},
        {"password": "wrong"},
        {"key": "short"},
        {"key": "\0" * 32},
        {"key": ""},
        {"code": "\0"},
        {"code": "9" * 500},
    ],
)
def test_it_stays_off_where_something_is_wrong(browser: Client, olga: User, sent: dict[str, str]) -> None:
    key = key_in(browser.get("/account/second-factor"))

    answer = browser.post("/account/second-factor", {"key": key, "code": code_now(key), "password": PASSWORD, **sent})

    assert (answer.status_code, factors.is_on(olga)) == (422, False)
    assert len(base64.b32decode(key_in(answer))) == 20
    assert (key_in(answer) == key) is ("key" not in sent)


def test_who_turns_it_on_by_two_clicks_sees_the_codes(browser: Client, olga: User) -> None:
    key = key_in(browser.get("/account/second-factor"))
    form = {"key": key, "code": code_now(key), "password": PASSWORD}

    first, second = [browser.post("/account/second-factor", form) for _click in range(2)]

    shown = [parsed(answer).xpath("//ul[@class='secrets']//code/text()") for answer in (first, second)]
    assert (len(shown[0]), shown[0]) == (10, shown[1])
    for wrong in ({"password": "wrong"}, {"key": factors.new_key()}, {"code": code_now(key, steps=1)}):
        assert browser.post("/account/second-factor", {**form, **wrong})["Location"] == "/account/security"


@pytest.mark.parametrize("path", ["second-factor", "calendars", "email", "password"])
def test_what_is_made_or_shown_once_is_sent_by_one_click(browser: Client, path: str) -> None:
    page = parsed(browser.get(f"/account/{path}"))

    assert page.xpath("//main//form[@data-once]/@action") == [f"/account/{path}"]
    assert page.xpath("//script[contains(@src, 'web/pressed')]") != []


@pytest.mark.parametrize("path", ["sign-up", "reset?code=x", "verify?code=x", "verify/again", "forgotten"])
def test_letters_and_accounts_are_asked_for_by_one_click(db: None, client: Client, path: str) -> None:
    page = parsed(client.get(f"/account/{path}"))

    assert page.xpath("//main//form[@data-once]/@action") == [f"/account/{path.partition('?')[0]}"]
    assert page.xpath("//script[contains(@src, 'web/pressed')]") != []


@pytest.fixture
def codes(olga: User) -> list[str]:
    """The recovery codes of olga's second factor."""
    key = factors.new_key()
    return factors.turn_on(olga, key, code_now(key))


def test_it_is_turned_off_with_the_password(browser: Client, olga: User, codes: list[str]) -> None:
    wrong = browser.post("/account/second-factor/off", {"password": "wrong"})
    still = factors.is_on(olga)
    browser.post("/account/second-factor/off", {"password": PASSWORD})

    assert (wrong.status_code, still, factors.is_on(olga)) == (422, True, False)


def test_other_recovery_codes_are_made_with_the_password(browser: Client, olga: User, codes: list[str]) -> None:
    wrong = browser.post("/account/second-factor/codes", {"password": "wrong"})
    answer = browser.post("/account/second-factor/codes", {"password": PASSWORD})

    fresh = parsed(answer).xpath("//ul[@class='secrets']//code/text()")
    assert (wrong.status_code, len(fresh), set(fresh) & set(codes)) == (422, 10, set())


def test_who_has_one_sets_up_no_other_and_who_has_none_has_no_codes(
    browser: Client, codes: list[str], mallory: User
) -> None:
    stranger = Client()
    stranger.force_login(mallory)

    assert browser.get("/account/second-factor")["Location"] == "/account/security"
    assert "There is no second factor." in words(stranger.post("/account/second-factor/codes", {"password": PASSWORD}))


# --- calendars --------------------------------------------------------------------------------------------------------


def made(user: User, name: str = "My telephone", event: Event | None = None) -> FeedToken:
    return issuing.issue(user, name=name, scope="favourites", event=event)[0]


def test_a_calendar_is_made_and_its_addresses_are_told_once(browser: Client, olga: User, event: Event) -> None:
    answer = browser.post("/account/calendars", {"name": "My desk", "scope": "team", "event": str(event.pk)})

    page = parsed(answer)
    (url,) = page.xpath("//input[@id='address']/@value")
    token = FeedToken.objects.get()
    assert (token.name, token.scope, token.event) == ("My desk", "team", event)
    assert answer["Cache-Control"] == "no-store"
    assert Client().get(url.partition("8000")[2]).status_code == 200
    assert any(one.startswith("webcal://") for one in page.xpath("//a/@href"))
    assert url not in words(browser.get("/account/calendars"))


def test_the_list_says_which_program_asked_when(browser: Client, olga: User, event: Event) -> None:
    token = made(olga, event=event)
    ago = timezone.now() - timedelta(minutes=10)
    FeedToken.objects.filter(pk=token.pk).update(last_fetched_at=ago, last_program="Apple Calendar")
    made(olga, "Unused")

    shown = words(browser.get("/account/calendars"))

    assert "Last fetched by Apple Calendar, 10 minutes ago." in shown
    assert "Sessions that I have marked · Autumn Conference" in shown
    assert "Not fetched yet." in shown


def test_a_calendar_is_renamed_renewed_and_revoked(browser: Client, olga: User) -> None:
    token, secret = issuing.issue(olga, name="My telephone", scope="favourites")
    here = f"/account/calendars/{token.pk}"

    nameless = browser.post(here, {"name": " "})
    browser.post(here, {"name": "My old telephone"})
    renewed = parsed(browser.post(f"{here}/renew")).xpath("//input[@id='address']/@value")[0].partition("8000")[2]
    after = Client().get(f"/feeds/{secret}.ics").status_code, Client().get(renewed).status_code
    browser.post(f"{here}/revoke")

    token.refresh_from_db()
    assert (nameless.status_code, token.name, after) == (422, "My old telephone", (410, 200))
    assert Client().get(renewed).status_code == 410
    assert "My old telephone" not in words(browser.get("/account/calendars")).partition("<main")[2].partition("<h2>")[2]
    assert browser.get(here).status_code == 404


def test_others_calendars_are_nobody_s_page(olga: User, mallory: User, client: Client) -> None:
    token = made(olga, "Olga's own")
    client.force_login(mallory)
    here = f"/account/calendars/{token.pk}"

    found = [
        client.get(here),
        client.post(here, {"name": "x"}),
        *(client.post(f"{here}/{do}") for do in ("renew", "revoke")),
    ]

    assert [answer.status_code for answer in found] == [404] * 4
    assert "s own</a>" not in words(client.get("/account/calendars"))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "x", "scope": "everything"},
        {"name": "x", "scope": "team", "event": "999999999999999999999999"},
        {"name": "x", "scope": "team", "event": "\0"},
        {"name": "x" * 300, "scope": "team"},
    ],
)
def test_what_is_no_calendar_is_refused(browser: Client, sent: dict[str, str]) -> None:
    assert browser.post("/account/calendars", sent).status_code == 422
    assert not FeedToken.objects.exists()


@pytest.mark.parametrize("nonsense", ["%00", "%ED%A0%80", "9" * 400])
def test_what_is_no_event_is_no_choice(browser: Client, nonsense: str) -> None:
    assert browser.get(f"/account/calendars?event={nonsense}").status_code == 200


def test_strangers_choose_no_draft(event: Event, mallory: User, client: Client) -> None:
    Event.objects.filter(pk=event.pk).update(state="draft")
    client.force_login(mallory)

    page = client.get(f"/account/calendars?event={event.identifier}")
    answer = client.post(
        f"/account/calendars?event={event.identifier}", {"name": "x", "scope": "team", "event": str(event.pk)}
    )

    assert event.name not in words(page)
    assert answer.status_code == 422


def test_the_event_that_was_named_is_chosen_and_sent(browser: Client, ann: User, mallory: User) -> None:
    others = publishing.publish(creating.create(by=mallory, name="Another", **CHRISTMAS), by=mallory)
    page = parsed(browser.get(f"/account/calendars?event={others.identifier}"))
    (form,) = page.xpath("//main//form[@data-once]")

    answer = browser.post(form.action, dict(form.form_values()))

    assert (answer.status_code, FeedToken.objects.get().event) == (200, others)


def test_three_events_to_choose_from_are_asked_for_as_often_as_one(browser: Client, olga: User, event: Event) -> None:
    one = statements(browser, "/account/calendars")
    for name in ("Second", "Third"):
        creating.create(by=olga, name=name, **CHRISTMAS)

    assert statements(browser, "/account/calendars") == one
    assert len(parsed(browser.get("/account/calendars")).xpath("//select[@name='event']/option")) == 4


def test_three_calendars_are_asked_for_as_often_as_one(browser: Client, olga: User, event: Event) -> None:
    made(olga, event=event)
    one = statements(browser, "/account/calendars")
    made(olga, event=event)
    made(olga, event=event)

    assert statements(browser, "/account/calendars") == one


# --- data -------------------------------------------------------------------------------------------------------------


def test_all_that_is_held_is_a_file(browser: Client, olga: User, mallory: User) -> None:
    address = browser.post("/account/data/export")["Location"]
    waiting = words(browser.get(address))
    work_off()
    done = parsed(browser.get(address))
    stranger = Client()
    stranger.force_login(mallory)

    assert "The file is being made" in waiting
    (download,) = done.xpath("//a[@download]/@href")
    assert b"".join(Client().get(download)).startswith(b"{")
    assert stranger.get(address).status_code == 404
    assert browser.get(f"/account/data/{'0' * 8}-0000-0000-0000-{'0' * 12}").status_code == 404


def test_an_account_is_erased_with_the_password_and_an_oath(olga: User, client: Client) -> None:
    client.force_login(olga)

    without = client.post("/account/erase", {"password": PASSWORD})
    wrong = client.post("/account/erase", {"password": "wrong", "is_meant": "on"})
    olga.refresh_from_db()
    before = olga.erased_at
    answer = client.post("/account/erase", {"password": PASSWORD, "is_meant": "on"})

    olga.refresh_from_db()
    assert (without.status_code, wrong.status_code, before, answer.status_code) == (422, 422, None, 302)
    assert olga.erased_at is not None
    assert client.get("/account").status_code == 302
    assert Job.objects.filter(kind="erasure").exists()


def test_who_owns_an_event_hands_it_over_first(browser: Client, olga: User, event: Event) -> None:
    answer = browser.post("/account/erase", {"password": PASSWORD, "is_meant": "on"})

    olga.refresh_from_db()
    assert (answer.status_code, olga.erased_at) == (422, None)
    assert "Autumn Conference" in words(answer)
