"""What is tried too often: guessed passwords and codes, accounts and mails by the dozen."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from tests.accounts.conftest import Visitor, last_mail
from tests.page import page_of


@pytest.fixture(autouse=True)
def limits(settings: Settings, db: None) -> Iterator[None]:
    """The limits that a site has, which other tests go without."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def test_page_that_is_asked_too_often_says_so_in_the_sites_look(visitor: Visitor) -> None:
    for number in range(20):
        assert visitor.sign_up(f"ruth{number}@example.org").status_code == 200
        visitor.client.cookies.clear()

    answer = visitor.sign_up()

    assert answer.status_code == 429
    page = page_of(answer)
    assert page.at("main").one("h1").text == "A little slower"
    assert page.all(of_class="site-header")
    assert page.all("link", rel="stylesheet")
    assert page.at("main").one("a", of_class="button").attributes["href"] == "/"


def test_page_that_is_asked_too_often_says_so_in_the_readers_language(db: None) -> None:
    hebrew = Visitor(Client(headers={"Accept-Language": "he"}))
    for number in range(20):
        hebrew.sign_up(f"ruth{number}@example.org")
        hebrew.client.cookies.clear()

    head = page_of(hebrew.sign_up()).one("html").attributes

    assert (head["lang"], head["dir"]) == ("he", "rtl")


def test_password_cannot_be_guessed(confirmed_bob: User, visitor: Visitor) -> None:
    for number in range(20):
        Visitor(Client()).sign_in(password=f"guess {number}")

    visitor.sign_in()

    assert not visitor.is_signed_in


def test_some_wrong_passwords_are_forgiven(confirmed_bob: User, visitor: Visitor) -> None:
    for number in range(4):
        visitor.sign_in(password=f"guess {number}")

    visitor.sign_in()

    assert visitor.is_signed_in


def test_who_is_guessed_at_does_not_keep_others_out(
    confirmed_bob: User, alice: User, visitor: Visitor
) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    for number in range(6):
        visitor.sign_in(password=f"guess {number}")

    visitor.sign_in("alice@example.org", "alice knows this")

    assert visitor.is_signed_in


def test_code_cannot_be_guessed(visitor: Visitor) -> None:
    visitor.sign_up()
    code = next(line for line in last_mail().split() if len(line) == len("AAAA-AAAA"))
    for _ in range(4):
        visitor.confirm("AAAA-AAAA")

    visitor.confirm(code)

    assert not visitor.is_signed_in


def test_nobodys_mailbox_is_flooded(confirmed_bob: User, visitor: Visitor) -> None:
    for _ in range(30):
        visitor.client.post(reverse("account_reset_password"), {"email": "bob@example.org"})

    assert len(mail.outbox) <= 5
