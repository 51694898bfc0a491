"""Stopping letters by the address that is in each of them (RFC 8058)."""

import re

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from accounts.letters import Letter, send, stop_url
from accounts.models import User
from groups.models import Group, Membership
from groups.notifications import tell_role
from tests.page import page_of

SITE = "https://study.example"


@pytest.fixture
def url(bob: User) -> str:
    return stop_url(bob).removeprefix(SITE)


def test_letters_about_groups_say_where_one_click_stops_them(group: Group, bob: User) -> None:
    tell_role.enqueue(Membership.objects.get(group=group, user=bob).pk, None)

    letter = mail.outbox[0]
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop_url(bob)}>"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop_url(bob) in letter.body


def test_letters_about_an_account_cannot_be_stopped(db: None) -> None:
    send(Letter("Your code", ["123"]), to="ruth@example.org")

    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_one_click_stops_them_without_signing_in_or_a_token_of_a_form(bob: User, url: str) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(url, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    bob.refresh_from_db()
    assert bob.mail == User.Mail.NEVER


def test_looking_stops_nothing_and_shows_a_button_that_does(bob: User, url: str) -> None:
    client = Client(enforce_csrf_checks=True)

    page = page_of(client.get(url))

    bob.refresh_from_db()
    assert bob.mail == User.Mail.AT_ONCE
    (form,) = [f for f in page.all("form", method="post") if "action" not in f.attributes]
    assert form.one("button").text == "Stop these letters"
    assert bob.display_name not in page.one("main").text


@pytest.mark.parametrize("kind", ["changed", "other"])
def test_token_that_we_did_not_make_for_this_is_refused(kind: str, bob: User, url: str) -> None:
    token = re.sub(r"\d+:", f"{bob.pk + 1}:", url.split("/")[-2])
    if kind == "other":
        token = signing.Signer(salt="elsewhere").sign(str(bob.pk))

    answer = Client().post(reverse("accounts:mail_stop", args=[token]))

    assert answer.status_code == 404
    bob.refresh_from_db()
    assert bob.mail == User.Mail.AT_ONCE
