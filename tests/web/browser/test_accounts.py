"""One's own account, from signing up on."""

import re
import time
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.accounts.codes import code_at
from tests.web.browser.site import PASSWORD, Site
from tests.web.browser.visitor import Visitor

NEW = "another long and secret sentence"


def link_in(letter: str) -> str:
    """The path of the page that the letter leads to."""
    found = re.search(r"^https?://[^/]+(/account/\S+)$", letter, re.MULTILINE)
    assert found is not None, letter
    return found[1]


def signs_up(visitor: Visitor, address: str) -> None:
    """From the first page to an account with a proven address."""
    visitor.open("/account/sign-in?next=/account")
    visitor.look("sign-in")
    visitor.main.get_by_role("link", name="Make one").click()
    visitor.look("sign-up")
    visitor.page.get_by_label("E-mail address").fill(address)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.main.get_by_role("button", name="Make an account").click()
    expect(visitor.main).to_contain_text("open the link in that letter")
    visitor.open(link_in(visitor.site.letter_to(address, "Is this your address?")))
    visitor.look("verify")
    visitor.main.get_by_role("button", name="Yes, it is mine").click()
    expect(visitor.main).to_contain_text("The address is yours.")


def test_somebody_signs_up_and_protects_the_account_with_a_second_factor(site: Site, visitor: Visitor) -> None:
    address = f"ann-{time.time_ns()}@example.org"
    signs_up(visitor, address)
    visitor.look("profile")

    visitor.main.get_by_role("link", name="Signing in").click()
    visitor.look("security")
    visitor.main.get_by_role("link", name="Turn it on").click()
    visitor.look("turn-on")
    key = visitor.page.locator("input[name=key]").input_value()
    used = time.time()
    visitor.page.get_by_label("Code that the app shows").fill(code_at(key, used))
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.main.get_by_role("button", name="Turn it on").click()
    expect(visitor.main.get_by_role("heading", name="Recovery codes")).to_be_visible()
    visitor.look("codes")
    codes = visitor.page.locator(".secrets code").all_inner_texts()
    with visitor.page.expect_download() as download:
        visitor.main.get_by_role("link", name="Save as a file").click()
    assert download.value.path().read_text().split() == codes

    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.page.goto("/account/sign-in?next=/account/security")
    visitor.page.get_by_label("E-mail address").fill(address)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.main.get_by_role("button", name="Sign in").click()
    expect(visitor.main.get_by_role("heading", name="Second factor")).to_be_visible()
    visitor.look("code")
    visitor.page.get_by_label("Code").fill(code_at(key, used))  # used already
    visitor.main.get_by_role("button", name="Sign in").click()
    expect(visitor.main).to_contain_text("This code is wrong, or was used.")
    visitor.page.get_by_label("Code").fill(code_at(key, used + 30))
    visitor.main.get_by_role("button", name="Sign in").click()

    expect(visitor.page).to_have_url(f"{site.url}/account/security")
    expect(visitor.main).to_contain_text("10 recovery codes are left.")
    visitor.look("security-on")


def test_somebody_makes_calendars_of_their_own(site: Site, visitor: Visitor) -> None:
    visitor.sign_in(site.somebody("ann"), "/account/calendars")
    visitor.look("calendars-none")
    visitor.page.get_by_label("Name").fill("My telephone")
    visitor.main.get_by_role("button", name="Make it").click()
    expect(visitor.main).to_contain_text("is not shown again")
    visitor.look("calendar-told")

    visitor.main.get_by_role("link", name="My calendars").last.click()
    visitor.look("calendars")
    visitor.main.get_by_role("link", name="My telephone").click()
    visitor.look("calendar")
    visitor.page.goto("/account/calendars")
    visitor.main.get_by_role("button", name="Revoke").click()
    expect(visitor.main).to_contain_text("“My telephone” opens nothing any more.")

    visitor.open("/account/data")
    visitor.look("data")
    visitor.open("/account/erase")
    visitor.look("erase")


def test_a_password_is_forgotten_and_set_anew_without_a_script(site: Site, plain: Visitor) -> None:
    address = site.somebody("ann")
    plain.open("/account/sign-in")
    plain.main.get_by_role("link", name="I do not know my password").click()
    plain.page.get_by_label("E-mail address").fill(address)
    plain.main.get_by_role("button", name="Send the letter").click()
    expect(plain.main).to_contain_text("a letter is on its way")
    plain.open(link_in(site.letter_to(address, "A new password")))
    plain.page.get_by_label("New password").fill(NEW)
    plain.main.get_by_role("button", name="Set the password").click()
    expect(plain.main).to_contain_text("You have a new password.")

    plain.page.get_by_label("E-mail address").fill(address)
    plain.page.get_by_label("Password", exact=True).fill(NEW)
    plain.main.get_by_role("button", name="Sign in").click()
    expect(plain.page).to_have_url(f"{site.url}/account")
    plain.page.get_by_role("button", name="Sign out").click()

    expect(plain.main.get_by_role("status")).to_contain_text("You are signed out.")


def test_who_comes_next_sees_no_page_of_who_has_signed_out(site: Site, keeping: Visitor) -> None:
    address = site.somebody("ann")
    keeping.sign_in(address, then="/account/security")
    keeping.open("/orders")
    keeping.open("/account")
    keeping.page.evaluate("window.isKept = true")
    keeping.open("/account/email")
    back(keeping)
    assert keeping.page.evaluate("window.isKept")  # the browser shows the very page again

    keeping.page.get_by_role("button", name="Sign out").click()
    expect(keeping.main).to_contain_text("You are signed out.")

    for path in ("/account", "/orders", "/account/security"):
        back(keeping)
        expect(keeping.page).to_have_url(f"{site.url}/account/sign-in?{urlencode({'next': path})}")


def back(visitor: Visitor) -> None:
    """Press “back”. Of a page that the browser has kept the driver hears nothing: it would wait for it to load."""
    before = visitor.page.url
    visitor.page.evaluate("setTimeout(() => history.back())")
    expect(visitor.page).not_to_have_url(before)
