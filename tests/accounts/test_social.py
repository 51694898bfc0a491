"""Signing in by another site: off unless the environment names one, then on its pages."""

from importlib import import_module
from types import ModuleType

import pytest
from allauth.socialaccount import providers
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import clear_url_caches, reverse
from pytest_django import Settings

from accounts.models import User
from studygroup.configuration import Social, social
from tests.conftest import SignIn
from tests.page import Element, page_of

GOOGLE = {"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret"}
GITHUB = {"GITHUB_CLIENT_ID": "id", "GITHUB_CLIENT_SECRET": "secret"}
OIDC = {
    "OIDC_CLIENT_ID": "id",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_SERVER_URL": "https://login.example.org/realms/study",
    "OIDC_NAME": "The University",
}


# --- What the environment says -------------------------------------------------------------------


def test_nothing_is_on_by_itself() -> None:
    assert social({}) == Social()
    assert social({"GOOGLE_CLIENT_ID": "", "GITHUB_CLIENT_SECRET": "left over"}) == Social()


def test_each_is_switched_on_by_its_names() -> None:
    made = social(GOOGLE)

    assert made.apps == ["allauth.socialaccount.providers.google"]
    assert made.providers["google"]["APPS"] == [{"client_id": "id", "secret": "secret"}]
    assert made.origins == ["https://accounts.google.com"]


def test_all_can_be_on() -> None:
    made = social(GOOGLE | GITHUB | OIDC)

    assert list(made.providers) == ["google", "github", "openid_connect"]
    (app,) = made.providers["openid_connect"]["APPS"]
    assert app["settings"] == {"server_url": "https://login.example.org/realms/study"}
    assert (app["provider_id"], app["name"]) == ("oidc", "The University")
    assert made.origins[-1] == "https://login.example.org"


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({"GOOGLE_CLIENT_ID": "id"}, "GOOGLE_CLIENT_SECRET"),
        ({"GITHUB_CLIENT_ID": "id", "GITHUB_CLIENT_SECRET": ""}, "GITHUB_CLIENT_SECRET"),
        ({**OIDC, "OIDC_SERVER_URL": ""}, "OIDC_SERVER_URL"),
    ],
)
def test_half_a_name_is_told(environment: dict[str, str], missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=missing):
        social(environment)


# --- On the pages --------------------------------------------------------------------------------


def ways(client: Client, name: str = "account_login") -> list[Element]:
    page = page_of(client.get(reverse(name))).at("main")
    links = page.all("a", of_class="button")
    return [link for link in links if link.text.endswith(("Google", "University"))]


@pytest.fixture
def switched_on(settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with Google and a server of one's own."""
    made = social(GOOGLE | OIDC)
    # Other apps make all of them ready anew, and what they tell each other would stay told twice.
    for app in apps.get_app_configs():
        monkeypatch.setattr(type(app), "ready", lambda _app: None)
    settings.SOCIAL = made
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, *made.apps]
    settings.SOCIALACCOUNT_PROVIDERS = made.providers
    settings.ROOT_URLCONF = addresses().__name__


def addresses() -> ModuleType:
    """The site's addresses as they are with the settings of now."""
    providers.registry.loaded = False
    clear_url_caches()
    return import_module("tests.accounts.social_urls")


def test_pages_do_not_speak_of_what_is_off(db: None, bob: User, sign_in: SignIn) -> None:
    assert ways(Client()) == []
    assert "Accounts of other sites" not in page_of(sign_in(bob).get("/profile/security/")).text


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("name", ["account_login", "account_signup"])
def test_pages_offer_what_is_on(name: str) -> None:
    assert [link.text for link in ways(Client(), name)] == ["With Google", "With The University"]


@pytest.mark.usefixtures("switched_on")
def test_other_site_is_asked_only_by_post() -> None:
    (google, _university) = ways(Client())

    asked = Client().get(google.attributes["href"])
    sent = Client().post(google.attributes["href"])

    assert asked.status_code == 200
    assert page_of(asked).at("main").one("h1").text == "Sign in with Google"
    assert sent.headers["Location"].startswith("https://accounts.google.com/")
    assert "code_challenge" in sent.headers["Location"]


@pytest.mark.usefixtures("switched_on")
def test_accounts_of_other_sites_are_listed_and_taken_off(bob: User, sign_in: SignIn) -> None:
    SocialAccount.objects.create(user=bob, provider="google", uid="1", extra_data={"name": "B"})
    bobs = sign_in(bob)

    hub = page_of(bobs.get("/profile/security/")).text
    page = page_of(bobs.get(reverse("socialaccount_connections"))).at("main")

    assert "Accounts of other sites" in hub
    assert page.one("button", name="account").text == "Remove"


@pytest.mark.usefixtures("switched_on")
def test_failure_at_the_other_site_has_a_page() -> None:
    for name in ("socialaccount_login_cancelled", "socialaccount_login_error"):
        page = page_of(Client().get(reverse(name))).at("main")

        assert page.one("h1").text == "Not signed in"
