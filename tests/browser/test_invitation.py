"""A private group lets in whoever has its link, and has them back there after signing up."""

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from groups.actions import invite, revoke
from groups.models import Membership
from tests.browser.conftest import Browse, Trouble, Words
from tests.browser.test_newcomer import EMAIL, NAME, confirm_address, fill_account
from tests.conftest import Room


@pytest.fixture
def link(room: Room, alice: User) -> str:
    """Alice's link into the cast's private group."""
    _invitation, token = invite(room.member(alice))
    return reverse("groups:invitation", args=[token])


def join(page: Page, room: Room, words: Words) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(room.group.name)
    page.get_by_role("button", name=words("Join this group")).click()
    size = words.count("%(size)s member", "%(size)s members", 3, size=3)
    expect(page.get_by_role("region", name=size)).to_contain_text(NAME)


def test_person_without_an_account_comes_in(
    room: Room,
    link: str,
    browse: Browse,
    words: Words,
    scripts: bool,
    mailoutbox: list[EmailMessage],
) -> None:
    page = browse(language=words.language, scripts=scripts, timezone_id="Asia/Jerusalem")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(room.group.name)

    page.get_by_role("link", name=words("Make an account to join")).click()
    fill_account(page, words)
    confirm_address(page, words, mailoutbox)
    join(page, room, words)

    member = Membership.objects.get(group=room.group, user__email=EMAIL)
    assert member.is_active
    assert member.user.time_zone == ("Asia/Jerusalem" if scripts else "UTC")


def test_person_with_an_account_signs_in_and_joins(
    room: Room, link: str, carol: User, browse: Browse, scripts: bool
) -> None:
    EmailAddress.objects.create(user=carol, email=carol.email, primary=True, verified=True)
    page = browse(scripts=scripts)
    page.goto(link)

    page.get_by_role("link", name="I have one: sign in").click()
    page.get_by_label("Email").fill(carol.email)
    page.get_by_label("Password").fill("carol knows this")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Join this group").click()

    expect(page.get_by_role("region", name="3 members")).to_contain_text("Carol")


def test_wrong_password_is_said_at_the_form(carol: User, browse: Browse) -> None:
    page = browse()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(carol.email)
    page.get_by_label("Password").fill("carol knows that")

    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("main").locator(".errorlist")).to_contain_text("not correct")
    expect(page.get_by_label("Email")).to_have_value(carol.email)


def test_ended_link_lets_nobody_in(
    room: Room, alice: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("404")
    invitation, token = invite(room.member(alice))
    revoke(invitation)
    page = browse()

    page.goto(reverse("groups:invitation", args=[token]))

    expect(page.get_by_role("heading", level=1)).to_have_text("This link lets nobody in")
    assert room.group.name not in page.content()
