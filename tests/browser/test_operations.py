"""The back room in a browser: it obeys the site's policy for content, in both directions."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.conftest import DESK, PHONE, Browse

LISTS = (
    "/admin/accounts/user/",
    "/admin/groups/group/",
    "/admin/account/emailaddress/",
    "/admin/django_tasks_database/dbtaskresult/",
)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_lists_show_without_complaint(
    language: str, direction: str, screen: dict[str, object], browse: Browse, erin: User
) -> None:
    page = browse(erin, language=language, screen=screen)

    for url in ("/admin/", *LISTS):
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def test_chosen_people_are_let_in_no_more(browse: Browse, erin: User, bob: User) -> None:
    page = browse(erin)
    page.goto(f"{LISTS[0]}?q=bob")

    page.locator("[name=_selected_action]").check()
    page.locator("[name=action]").select_option("let_in_no_more")
    page.get_by_role("button", name="Run").click()

    expect(page.get_by_text("Done for 1 person.")).to_be_visible()
    bob.refresh_from_db()
    assert not bob.is_active
