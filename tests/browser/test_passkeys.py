"""Passkeys in Chromium, whose own authenticator answers at once, by a finger that always fits."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from tests.browser.conftest import Browse, Words

CODE = re.compile(r"^ *([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Device:
    """A browser on a device that keeps passkeys."""

    page: Page
    # Passkeys belong to a host with a name.
    site: str
    words: Words

    def visit(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def press(self, name: str) -> None:
        main = self.page.get_by_role("main")
        main.get_by_role("button", name=self.words(name), exact=True).click()

    def sign_in(self) -> None:
        self.visit(reverse("account_login"))
        self.page.locator("[name=login]").fill("bob@example.org")
        self.page.locator("[name=password]").fill("bob knows this")
        self.press("Sign in")

    def sign_out(self) -> None:
        self.visit(reverse("account_logout"))
        self.press("Sign out")
        expect(self.page.locator(".menu-button")).to_have_count(0)

    def add_passkey(self, name: str) -> None:
        self.sign_in()
        expect(self.page.locator(".menu-button")).to_be_visible()
        self.visit(reverse("mfa_add_webauthn"))
        self.page.locator("[name=password]").fill("bob knows this")
        self.press("Go on")
        self.page.locator("[name=name]").fill(name)
        self.press("Add a passkey")
        expect(self.page.locator(".codes li")).to_have_count(10)


class OpenDevice(Protocol):
    def __call__(self, language: str = "en") -> Device: ...


@pytest.fixture
def open_device(browse: Browse, site: str, settings: Settings) -> OpenDevice:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

    def opened(language: str = "en") -> Device:
        page = browse(language=language)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return Device(page, site.replace("127.0.0.1", "localhost"), Words(language))

    return opened


@pytest.fixture
def bob(transactional_db: None, person: Callable[[str], User]) -> User:
    made = person("bob")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def test_passkey_signs_in(open_device: OpenDevice, bob: User, language: str) -> None:
    device = open_device(language)
    device.add_passkey("My telephone")
    device.sign_out()

    device.visit(f"{reverse('account_login')}?next={reverse('accounts:security')}")
    device.press("With a passkey")

    heading = device.page.get_by_role("main").get_by_role("heading", level=1)
    expect(heading).to_have_text(device.words("My settings"))
    assert Authenticator.objects.filter(user=bob, type="webauthn").count() == 1


def test_passkey_is_the_second_step_after_the_password(open_device: OpenDevice, bob: User) -> None:
    device = open_device()
    device.add_passkey("My telephone")
    device.sign_out()

    device.sign_in()
    device.press("With a passkey")

    expect(device.page.locator(".menu-button")).to_be_visible()


def test_passkey_is_renamed_and_removed(open_device: OpenDevice, bob: User) -> None:
    device = open_device()
    device.add_passkey("My telephone")
    main = device.page.get_by_role("main")

    device.visit(reverse("mfa_list_webauthn"))
    main.get_by_role("link", name="Rename").click()
    device.page.locator("[name=name]").fill("הטלפון שלי")
    device.press("Save")
    expect(main).to_contain_text("הטלפון שלי")
    main.get_by_role("link", name="Remove").click()
    device.press("Remove it")

    expect(main).to_contain_text("You have none so far.")
    assert not Authenticator.objects.exists()


def test_device_without_a_passkey_changes_nothing(open_device: OpenDevice, bob: User) -> None:
    device = open_device()
    device.visit(reverse("account_login"))

    device.press("With a passkey")

    expect(device.page.locator(".toast")).to_contain_text("nothing has changed", timeout=70_000)


def test_account_is_made_with_a_passkey(open_device: OpenDevice) -> None:
    device = open_device()
    page = device.page
    device.visit(reverse("account_signup"))
    page.get_by_role("link", name="With a passkey instead of a password").click()
    page.locator("[name=display_name]").fill("Ruth")
    page.locator("[name=email]").fill("ruth@example.org")
    device.press("Go on")
    expect(page.locator("[name=code]")).to_be_visible()
    found = CODE.search(str(mail.outbox[-1].body))
    assert found
    page.locator("[name=code]").fill(found[1])
    device.press("Confirm")

    device.press("Make my passkey")

    expect(page.locator(".menu-button")).to_be_visible()
    assert not User.objects.get(email="ruth@example.org").has_usable_password()


def test_without_scripts_nothing_is_offered_that_needs_them(browse: Browse) -> None:
    page = browse(scripts=False)
    page.goto(reverse("account_login"))

    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="By a code in a letter")).to_be_visible()
    expect(page.get_by_role("button", name="With a passkey")).to_be_hidden()
