"""Signing in and up as people do it, by address and password."""

from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User

BOBS_PASSWORD = "bob knows this"


@pytest.fixture
def confirmed_bob(bob: User) -> User:
    """Bob, who has confirmed his address and can sign in by his password."""
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    return bob


@dataclass
class Visitor:
    """A browser of somebody who is not signed in."""

    client: Client

    def sign_in(
        self, email: str = "bob@example.org", password: str = BOBS_PASSWORD, **more: str
    ) -> HttpResponseBase:
        fields = {"login": email, "password": password, **more}
        return self.client.post(reverse("account_login"), fields)

    def sign_up(self, email: str = "ruth@example.org", **more: str) -> HttpResponseBase:
        """Fill in the form and look at the page that comes after it."""
        fields = {
            "display_name": "Ruth",
            "email": email,
            "password1": "a lamp above the bakery",
            "time_zone": "Asia/Jerusalem",
        }
        return self.client.post(reverse("account_signup"), fields | more, follow=True)

    def confirm(self, code: str) -> HttpResponseBase:
        return self.client.post(reverse("account_email_verification_sent"), {"code": code})

    @property
    def is_signed_in(self) -> bool:
        return self.client.get(reverse("accounts:profile")).status_code == 200


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor(Client())


def last_mail() -> str:
    """The words of the mail that was sent last."""
    return str(mail.outbox[-1].body)
