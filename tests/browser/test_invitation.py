"""A private group lets in whoever has its link, and has them back there after signing up."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from groups.actions import invite, revoke
from groups.models import Invitation, Membership
from tests.browser.conftest import DESK, PHONE, Browse, Trouble, Words
from tests.browser.test_newcomer import EMAIL, confirm_address, fill_account
from tests.conftest import Room


@pytest.fixture
def link(room: Room, alice: User) -> str:
    """Alice's link into the cast's private group."""
    token = invite(room.member(alice)).token
    return reverse("groups:invitation", args=[token])


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

    page.get_by_role("button", name=words("Make an account to join")).click()
    fill_account(page, words)
    confirm_address(page, words, mailoutbox)

    expect(page).to_have_url(re.compile(f"{room.group.get_absolute_url()}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(room.group.name)
    member = Membership.objects.get(group=room.group, user__email=EMAIL)
    assert member.is_active
    assert member.user.time_zone == ("Asia/Jerusalem" if scripts else "UTC")


def test_person_with_an_account_comes_in_by_signing_in(
    room: Room, link: str, carol: User, browse: Browse, scripts: bool
) -> None:
    EmailAddress.objects.create(user=carol, email=carol.email, primary=True, verified=True)
    page = browse(scripts=scripts)
    page.goto(link)

    page.get_by_role("button", name="I have one: sign in").click()
    page.locator("[name=login]").fill(carol.email)
    page.locator("[name=password]").fill("carol knows this")
    page.locator("[name=password]").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(room.group.name)
    assert Membership.objects.of(carol).filter(group=room.group).exists()


def test_member_who_follows_a_link_stands_in_the_group(
    room: Room, link: str, bob: User, browse: Browse
) -> None:
    page = browse(bob)

    page.goto(link)

    expect(page).to_have_url(re.compile(f"{room.group.get_absolute_url()}$"))


def test_wrong_password_is_said_at_the_form(carol: User, browse: Browse) -> None:
    page = browse()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(carol.email)
    page.get_by_label("Password").fill("carol knows that")

    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("main").locator(".errorlist")).to_contain_text("not right")
    expect(page.get_by_label("Email")).to_have_value(carol.email)


def test_ended_link_lets_nobody_in(
    room: Room, alice: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("404")
    invitation = invite(room.member(alice))
    revoke(invitation)
    page = browse()

    page.goto(reverse("groups:invitation", args=[invitation.token]))

    expect(page.get_by_role("heading", level=1)).to_have_text("This link lets nobody in")
    assert room.group.name not in page.content()


# --- Inviting ------------------------------------------------------------------------------------

SHARE = "navigator.share = async (told) => { window.shared = told; }"


def test_leader_makes_a_link_and_shares_it(room: Room, alice: User, browse: Browse) -> None:
    page = browse(alice, screen=PHONE)
    page.add_init_script(SHARE)
    page.goto(reverse("groups:invitations", args=[room.group.pk]))

    page.get_by_label("for whom").fill("The class")
    page.get_by_text("1 week", exact=True).click()
    page.get_by_role("group", name="For how many").get_by_text("30", exact=True).click()
    page.get_by_role("button", name="Make a link").click()
    page.get_by_role("button", name="Share it").click()

    expect(page.get_by_role("listitem").filter(has_text="The class")).to_contain_text("0 of 30")
    invitation = Invitation.objects.get()
    link = page.get_by_label("The link: The class").input_value()
    assert link.endswith(reverse("groups:invitation", args=[invitation.token]))
    assert page.evaluate("window.shared") == {
        "text": "Come and read with us in “The Cellar”:",
        "url": link,
    }


def test_nothing_is_offered_that_the_browser_cannot_do(
    room: Room, link: str, alice: User, browse: Browse, scripts: bool
) -> None:
    page = browse(alice, scripts=scripts)
    page.add_init_script("Object.defineProperty(navigator, 'share', {value: undefined})")
    page.goto(reverse("groups:invitations", args=[room.group.pk]))

    expect(page.get_by_role("button", name="End it")).to_be_visible()
    expect(page.get_by_role("button", name="Share it")).to_be_hidden()


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_square_is_large_and_black_on_white(
    colours: str,
    screen: dict[str, Any],
    room: Room,
    link: str,
    alice: User,
    browse: Browse,
    language: str,
) -> None:
    page = browse(alice, language=language, screen=screen, color_scheme=colours)
    invitation = Invitation.objects.get()
    page.goto(reverse("groups:invitation_qr", args=[room.group.pk, invitation.pk]))

    box = page.get_by_role("main").locator("svg.qr").bounding_box()
    assert box
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] > min(screen["viewport"].values()) * 0.7
    assert box["y"] + box["height"] <= screen["viewport"]["height"]
    fills = page.locator("svg.qr > *").evaluate_all("all => all.map(e => getComputedStyle(e).fill)")
    assert fills == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    expect(page.get_by_role("banner")).to_have_count(0)


def test_list_of_addresses_is_sent_and_mended(
    room: Room, alice: User, browse: Browse, scripts: bool, mailoutbox: list[EmailMessage]
) -> None:
    page = browse(alice, scripts=scripts)
    page.goto(reverse("groups:letters", args=[room.group.pk]))
    field = page.get_by_label("E-mail addresses")

    field.fill("Noa <noa@x.org>; dan@y\nbob@example.org")
    page.get_by_role("button", name="Send the invitations").click()

    expect(page.get_by_role("status")).to_contain_text("1 invitation is on its way.")
    expect(field).to_have_value("dan@y")
    notice = page.get_by_role("region", name="nothing has gone out")
    expect(notice.get_by_role("listitem")).to_have_count(2)
    field.fill("dan@y.org")
    page.get_by_role("button", name="Send the invitations").click()
    expect(field).to_have_value("")
    assert [mail.to for mail in mailoutbox] == [["noa@x.org"], ["dan@y.org"]]
