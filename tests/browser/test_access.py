"""axe-core finds nothing to mend on any page, in any look, language and width."""

from collections.abc import Iterable, Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.actions.blocks import block
from accounts.actions.erasure import ask_for_erasure
from accounts.models import User
from articles.blocks import Block, Kind
from articles.models import Draft
from groups.actions import ask, invite, volunteer
from groups.models import Group, Membership
from tests.browser.axe import faults_of, faults_of_all
from tests.browser.conftest import Browse, Trouble, Words
from tests.conftest import Room
from tests.test_matrix import MATRIX

EMPTY = """form => {
  form.noValidate = true;
  for (const field of form.querySelectorAll("input[type=text], textarea")) field.value = "";
}"""
# Not a page.
NO_PAGES = {
    "health",
    "metrics",
    "ready",
    "service_worker",
    "accounts:portrait",
    "discussions:legacy_file",
    "discussions:names",
    "discussions:now",
    "discussions:partners",
    "articles:picture",
    "articles:draft_picture",
    "groups:calendar",
    "groups:emblem",
    "groups:events",
    "groups:invitation_emblem",
}
OTHER_PEOPLES = "Failed to load resource: the server responded with a status of 40"


def names_open_to(role: str) -> Iterator[str]:
    """The names in the matrix that show this role a page of their own."""
    for name in sorted(MATRIX.keys() - NO_PAGES):
        if MATRIX[name].expected("get", role) == "200":
            yield name


def urls_of(names: Iterable[str], things: dict[str, str]) -> dict[str, str]:
    return {name: reverse(name, args=[things[arg] for arg in MATRIX[name].args]) for name in names}


@pytest.fixture
def full_things(things: dict[str, str]) -> dict[str, str]:
    """The things of the matrix, the draft with blocks to look over."""
    draft = Draft.objects.get(pk=things["draft"])
    draft.blocks = [Block("A title", Kind.HEADING, 2), Block("Words to *look* over.")]
    draft.save()
    return things


# --- Every page ----------------------------------------------------------------------------------


def test_strangers_pages(full_things: dict[str, str], browse: Browse, language: str) -> None:
    page = browse(language=language)

    assert faults_of_all(page, urls_of(names_open_to("anonymous"), full_things)) == []


ALICES = list(names_open_to("alice"))
HALVES = (ALICES[: len(ALICES) // 2], ALICES[len(ALICES) // 2 :])


@pytest.mark.parametrize("names", HALVES, ids=["first", "second"])
def test_members_pages(
    names: list[str], full_things: dict[str, str], alice: User, browse: Browse, language: str
) -> None:
    page = browse(alice, language=language)

    assert faults_of_all(page, urls_of(names, full_things)) == []


def test_pages_of_one_who_has_spoken(
    full_things: dict[str, str], bob: User, browse: Browse, language: str
) -> None:
    page = browse(bob, language=language)
    names = [name for name in names_open_to("bob") if name not in ALICES]

    assert faults_of_all(page, urls_of(names, full_things)) == []


DOORS = [("open", "listed"), ("request", "unlisted"), ("invitation", "listed")]


@pytest.mark.parametrize(("joining", "visibility"), DOORS)
def test_group_from_outside(
    joining: str, visibility: str, room: Room, carol: User, browse: Browse, language: str
) -> None:
    Group.objects.update(joining=joining, visibility=visibility, description="We read slowly.")
    group = Group.objects.get()
    address = reverse("groups:at", args=[group.code])
    urls = {"directory": reverse("groups:directory"), "address": address}
    token = invite(Membership.objects.get(role="leader")).token
    urls["invitation"] = reverse("groups:invitation", args=[token])
    hers, strangers = browse(carol, language=language), browse(language=language)

    found = faults_of_all(hers, urls) + faults_of_all(strangers, {"address": address})

    assert found == []


def test_group_of_one_who_waits_to_be_let_in(
    group: Group, carol: User, browse: Browse, language: str
) -> None:
    Group.objects.update(joining="request", visibility="listed")
    ask(Group.objects.get(), user=carol, note="I bring tea.")
    page = browse(carol, language=language)

    assert faults_of_all(page, {"group": group.get_absolute_url()}) == []


def test_pages_of_one_who_pauses(
    full_things: dict[str, str], heidi: User, browse: Browse, language: str
) -> None:
    page = browse(heidi, language=language)
    names = ["groups:group", "groups:members", "groups:progress", "discussions:room"]

    assert faults_of_all(page, urls_of(names, full_things)) == []


def test_pages_of_one_who_has_blocked_another_and_goes(
    room: Room, alice: User, bob: User, browse: Browse, language: str
) -> None:
    block(bob, blocked=alice)
    ask_for_erasure(bob, keeps_words=True, heirs={})
    page = browse(bob, language=language)
    names = ["home", "accounts:blocks", "accounts:erasure"]

    assert faults_of_all(page, urls_of(names, {})) == []


def test_what_leaders_can_do_with_members(
    room: Room, heidi: User, alice: User, browse: Browse, language: str
) -> None:
    volunteer(room.member(alice), is_glad=True)
    page = browse(alice, language=language)
    page.goto(reverse("groups:members", args=[room.group.pk]))

    page.locator(".person-more > summary").last.click()

    expect(page.locator(".person-acts").last).to_be_visible()
    assert faults_of(page) == []


def test_pages_of_the_second_step(alice: User, browse: Browse, language: str) -> None:
    page = browse(alice, language=language)
    names = ["mfa_activate_totp", "mfa_add_webauthn"]
    behind = ["accounts:security", "mfa_view_recovery_codes", "mfa_deactivate_totp"]
    confirm_by_password(page, alice)
    found = faults_of_all(page, urls_of(names, {}))

    TOTP.activate(alice, generate_totp_secret())
    RecoveryCodes.activate(alice)
    found += faults_of_all(page, urls_of([*behind, "mfa_generate_recovery_codes"], {}))

    assert found == []


def test_steps_of_signing_in(alice: User, browse: Browse, language: str) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    TOTP.activate(alice, generate_totp_secret())
    page = browse(language=language)
    page.goto(reverse("account_request_login_code"))
    page.locator("[name=email]").fill(alice.email)
    page.locator("[name=email]").press("Enter")
    page.wait_for_url(f"**{reverse('account_confirm_login_code')}")
    found = faults_of(page)

    page = browse(language=language)
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(alice.email)
    page.locator("[name=password]").fill("alice knows this")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{reverse('mfa_authenticate')}*")

    assert found + faults_of(page) == []


def confirm_by_password(page: Page, user: User) -> None:
    page.goto(reverse("account_reauthenticate"))
    page.locator("[name=password]").fill(f"{user.display_name.lower()} knows this")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("/")


def test_pages_of_those_who_have_nothing_yet(carol: User, browse: Browse, language: str) -> None:
    page = browse(carol, language=language)
    names = ["home", "articles:library", "groups:directory"]

    assert faults_of_all(page, urls_of(names, {})) == []


def test_pages_that_refuse(
    full_things: dict[str, str], alice: User, browse: Browse, trouble: Trouble, language: str
) -> None:
    trouble.expect(OTHER_PEOPLES)
    page = browse(alice, language=language)
    urls = {"forbidden": urls_of(["discussions:edit"], full_things)["discussions:edit"]}
    urls["absent"] = "/no-such-page/"
    urls["ended"] = reverse("groups:invitation", args=["no-such-link"])

    assert faults_of_all(page, urls) == []


FORMS = ("accounts:profile", "articles:article_new", "groups:group_new")


@pytest.mark.parametrize("name", FORMS)
def test_forms_with_errors(
    name: str, alice: User, browse: Browse, trouble: Trouble, words: Words
) -> None:
    trouble.expect("422")
    page = browse(alice, language=words.language)
    page.goto(reverse(name))
    form = page.get_by_role("main").locator("form").first
    form.evaluate(EMPTY)

    form.get_by_role("button").last.click()

    expect(page.locator(".errorlist").first).to_be_visible()
    assert faults_of(page) == []
