"""Nobody learns from the entrance who has an account: not by its words, nor by its time.

With EXAMPLES=150 each way is taken fifty times and measured by the clock; otherwise a few times and
by the work it makes, which other programs on the machine do not disturb.
"""

import itertools
import time
from collections.abc import Callable
from statistics import median

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from tests.accounts.conftest import Visitor
from tests.conftest import EXAMPLES
from tests.page import bare

IS_THOROUGH = EXAMPLES >= 150
TIMES = EXAMPLES // 3
clock = time.perf_counter if IS_THOROUGH else time.process_time
# Parts of the longer time, and seconds, by which two ways may differ.
SHARE, SECONDS = (0.10, 0.005) if IS_THOROUGH else (0.25, 0.015)

type Way = Callable[[Visitor, str], HttpResponseBase]


def sign_up(visitor: Visitor, email: str) -> HttpResponseBase:
    return visitor.sign_up(email)


def sign_up_by_passkey(visitor: Visitor, email: str) -> HttpResponseBase:
    fields = {"display_name": "Ruth", "email": email}
    return visitor.client.post(reverse("account_signup_by_passkey"), fields, follow=True)


def sign_in(visitor: Visitor, email: str) -> HttpResponseBase:
    return visitor.sign_in(email, "not the password")


def ask_for_code(visitor: Visitor, email: str) -> HttpResponseBase:
    url = reverse("account_request_login_code")
    return visitor.client.post(url, {"email": email}, follow=True)


def ask_for_reset(visitor: Visitor, email: str) -> HttpResponseBase:
    return visitor.client.post(reverse("account_reset_password"), {"email": email}, follow=True)


WAYS: list[Way] = [sign_up, sign_up_by_passkey, sign_in, ask_for_code, ask_for_reset]


@pytest.mark.parametrize("way", WAYS)
def test_answer_is_the_same(way: Way, confirmed_bob: User) -> None:
    known = way(Visitor(Client()), "bob@example.org")
    unknown = way(Visitor(Client()), "ruth@example.org")

    assert known.status_code == unknown.status_code
    assert sorted(known.headers) == sorted(unknown.headers)
    assert bare(known).replace("bob@", "ruth@") == bare(unknown)


@pytest.mark.parametrize("way", [sign_up, ask_for_code])
def test_answer_to_a_wrong_code_is_the_same(way: Way, confirmed_bob: User) -> None:
    url = "account_email_verification_sent" if way is sign_up else "account_confirm_login_code"
    answers = []
    for email in ("bob@example.org", "ruth@example.org"):
        visitor = Visitor(Client())
        way(visitor, email)
        said = [
            visitor.client.post(reverse(url), {"code": "AAAA-AAAA"}, follow=True)
            for _time in range(4)
        ]
        answers.append([(page.status_code, bare(page).replace("bob@", "ruth@")) for page in said])

    assert answers[0] == answers[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", WAYS)
def test_answer_takes_as_long(way: Way, confirmed_bob: User, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    confirmed_bob.set_password("bob knows this")
    confirmed_bob.save()
    times: dict[bool, list[float]] = {True: [], False: []}
    fresh = (f"ruth{number}@example.org" for number in itertools.count())
    way(Visitor(Client()), next(fresh))
    for _time, is_known in itertools.product(range(TIMES), (True, False)):
        visitor = Visitor(Client())
        email = "bob@example.org" if is_known else next(fresh)
        begin = clock()
        way(visitor, email)
        times[is_known].append(clock() - begin)

    known, unknown = median(times[True]), median(times[False])
    allowed = max(SHARE * max(known, unknown), SECONDS)
    assert abs(known - unknown) <= allowed, f"{known:.4f} s known, {unknown:.4f} s unknown"
