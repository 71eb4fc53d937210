"""One's own account, from signing up on."""

from playwright.sync_api import expect

from tests.web.browser.site import Site
from tests.web.browser.visitor import Visitor


def test_somebody_signs_in_and_out(site: Site, visitor: Visitor) -> None:
    address = site.somebody("ann")

    visitor.open("/account/sign-in")
    visitor.look("sign-in")
    visitor.sign_in(address)
    visitor.page.get_by_role("button", name="Sign out").click()

    expect(visitor.main.get_by_role("status")).to_contain_text("You are signed out.")
