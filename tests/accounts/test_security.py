"""Ways in and how they stand: addresses, password, the second step, and where one is signed in."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import BOBS_PASSWORD, Visitor, last_mail
from tests.page import Element, cost, page_of

HUB = "/profile/security/"
SESSIONS = "/profile/security/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0"


@pytest.fixture
def bobs(confirmed_bob: User, visitor: Visitor) -> Client:
    """A browser in which bob has signed in by his password."""
    visitor.sign_in()
    return visitor.client


@pytest.fixture
def sure(bobs: Client) -> Client:
    """The same, and he has just shown once more that it is him."""
    bobs.post(reverse("account_reauthenticate"), {"password": BOBS_PASSWORD})
    return bobs


def rows(client: Client, url: str = HUB) -> list[str]:
    return [row.text for row in page_of(client.get(url)).at("main").all(of_class="row")]


def codes_now(secret: str) -> str:
    counters = sorted(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def secret_of(user: User) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def asks_again(answer: HttpResponseBase) -> bool:
    return answer.headers.get("Location", "").startswith(reverse("account_reauthenticate"))


# --- How all stands ------------------------------------------------------------------------------


def test_hub_says_how_all_stands(bobs: Client) -> None:
    assert rows(bobs) == [
        "E-mail addresses bob@example.org",
        "Password Change",
        "Passkeys none",
        "Codes from an app off",
        "Browsers and devices one place",
    ]


def test_hub_counts(bobs: Client, bob: User) -> None:
    EmailAddress.objects.create(user=bob, email="bob@home.example", verified=True)
    secret_of(bob)
    RecoveryCodes.activate(bob)
    Visitor(Client()).sign_in()

    shown = rows(bobs)

    assert "E-mail addresses bob@example.org and one more" in shown
    assert "Codes from an app on" in shown
    assert "Recovery codes 10 left" in shown


def test_hub_costs_the_same_however_much_there_is(bobs: Client, bob: User) -> None:
    secret_of(bob)
    RecoveryCodes.activate(bob)
    before = cost(bobs, HUB)
    for number in range(3):
        EmailAddress.objects.create(user=bob, email=f"bob{number}@home.example", verified=True)
        Visitor(Client()).sign_in()

    assert cost(bobs, HUB) == before


# --- Showing again that it is oneself ------------------------------------------------------------

SENSITIVE = [
    ("mfa_activate_totp", {}),
    ("mfa_add_webauthn", {}),
    ("mfa_generate_recovery_codes", {}),
    ("account_email", {"action_add": "", "email": "bob@home.example"}),
]


@pytest.mark.parametrize(("name", "fields"), SENSITIVE)
def test_password_is_asked_for_again(name: str, fields: dict[str, str], bobs: Client) -> None:
    assert asks_again(bobs.post(reverse(name), fields))


def test_what_was_posted_goes_on_after_the_password(bobs: Client) -> None:
    fields = {"action_add": "", "email": "bob@home.example"}
    asked = bobs.post(reverse("account_email"), fields)

    bobs.post(asked.headers["Location"], {"password": BOBS_PASSWORD, "next": "/accounts/email/"})

    assert mail.outbox[-1].to == ["bob@home.example"]


def test_wrong_password_does_not_let_on(bobs: Client) -> None:
    asked = bobs.post(reverse("account_email"), {"action_add": "", "email": "bob@home.example"})
    before = len(mail.outbox)

    answer = bobs.post(asked.headers["Location"], {"password": "a guess"})

    assert page_of(answer).all(of_class="errorlist")
    assert len(mail.outbox) == before


def test_who_has_no_password_can_set_one(bob: User, confirmed_bob: User) -> None:
    bob.set_unusable_password()
    bob.save()
    client = Client()
    client.force_login(bob)
    new = "a lamp above the bakery"

    client.post(reverse("account_set_password"), {"password1": new, "password2": new})

    later = Visitor(Client())
    later.sign_in(password=new)
    assert later.is_signed_in


def test_session_without_the_second_factor_sets_no_password(confirmed_bob: User) -> None:
    confirmed_bob.set_unusable_password()
    confirmed_bob.save()
    secret_of(confirmed_bob)
    client = Client()
    client.force_login(confirmed_bob)

    answer = client.get(reverse("account_set_password"))

    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))


# --- Addresses -----------------------------------------------------------------------------------

CODE = re.compile(r"^ *([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


def add(client: Client, email: str) -> None:
    client.post(reverse("account_email"), {"action_add": "", "email": email})
    found = CODE.search(last_mail())
    assert found
    client.post(reverse("account_email_verification_sent"), {"code": found[1]})


def test_second_address_is_confirmed_and_signs_in(sure: Client) -> None:
    add(sure, "bob@home.example")

    later = Visitor(Client())
    later.sign_in("bob@home.example")
    assert later.is_signed_in


def test_address_that_is_not_confirmed_signs_nobody_in(sure: Client) -> None:
    sure.post(reverse("account_email"), {"action_add": "", "email": "bob@home.example"})

    later = Visitor(Client())
    later.sign_in("bob@home.example")
    assert not later.is_signed_in


def test_letters_go_to_the_address_that_is_chosen(sure: Client, bob: User) -> None:
    add(sure, "bob@home.example")

    sure.post(reverse("account_email"), {"action_primary": "", "email": "bob@home.example"})

    bob.refresh_from_db()
    assert bob.email == "bob@home.example"


def test_address_for_letters_stays(sure: Client, bob: User) -> None:
    sure.post(reverse("account_email"), {"action_remove": "", "email": "bob@example.org"})

    assert EmailAddress.objects.get(user=bob).email == "bob@example.org"


def test_other_address_goes(sure: Client, bob: User) -> None:
    add(sure, "bob@home.example")

    sure.post(reverse("account_email"), {"action_remove": "", "email": "bob@home.example"})

    assert EmailAddress.objects.get(user=bob).email == "bob@example.org"


def test_address_of_another_person_is_not_told_and_not_added(
    sure: Client, alice: User, bob: User
) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    taken = sure.post(reverse("account_email"), {"action_add": "", "email": "alice@example.org"})
    found = CODE.search(last_mail())
    assert found

    sure.post(reverse("account_email_verification_sent"), {"code": found[1]})

    assert taken.headers["Location"] == reverse("account_email_verification_sent")
    assert EmailAddress.objects.get(email="alice@example.org").user == alice


# --- The second step -----------------------------------------------------------------------------


def activate(client: Client) -> Element:
    page = page_of(client.get(reverse("mfa_activate_totp")))
    secret = page.one("input", id="secret").attributes["value"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": codes_now(secret)}, follow=True)
    return page_of(answer)


def test_square_for_the_app_is_drawn_in_the_page(sure: Client) -> None:
    page = page_of(sure.get(reverse("mfa_activate_totp")))

    assert page.one(of_class="square").all("path")
    assert not page.at("main").all("img")


def test_recovery_codes_are_shown_with_the_first_app(sure: Client, bob: User) -> None:
    page = activate(sure)

    assert len(page.one(of_class="codes").all("li")) == 10
    assert Authenticator.objects.filter(user=bob).count() == 2


def test_recovery_codes_can_be_kept_as_a_file(sure: Client) -> None:
    shown = [code.text for code in activate(sure).one(of_class="codes").all("li")]

    file = sure.get(reverse("mfa_download_recovery_codes"))

    assert "attachment" in file.headers["Content-Disposition"]
    assert file.content.decode().split() == shown


def test_password_alone_does_not_sign_in_any_more(confirmed_bob: User, visitor: Visitor) -> None:
    secret_of(confirmed_bob)

    answer = visitor.sign_in()

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not visitor.is_signed_in


def test_code_from_the_app_signs_in(confirmed_bob: User, visitor: Visitor) -> None:
    secret = secret_of(confirmed_bob)
    visitor.sign_in(next="/articles/new/")

    answer = visitor.client.post(reverse("mfa_authenticate"), {"code": codes_now(secret)})

    assert answer.headers["Location"] == "/articles/new/"
    assert visitor.is_signed_in


def test_code_from_the_app_signs_in_once(confirmed_bob: User, visitor: Visitor) -> None:
    code, later = codes_now(secret_of(confirmed_bob)), Visitor(Client())
    visitor.sign_in()
    visitor.client.post(reverse("mfa_authenticate"), {"code": code})
    later.sign_in()

    later.client.post(reverse("mfa_authenticate"), {"code": code})

    assert (visitor.is_signed_in, later.is_signed_in) == (True, False)


def test_recovery_code_signs_in_once(confirmed_bob: User, visitor: Visitor) -> None:
    secret_of(confirmed_bob)
    code = RecoveryCodes.activate(confirmed_bob).get_unused_codes()[3]
    later = Visitor(Client())
    for browser in (visitor, later):
        browser.sign_in()
        browser.client.post(reverse("mfa_authenticate"), {"code": code})

    assert (visitor.is_signed_in, later.is_signed_in) == (True, False)
    assert "Recovery codes 9 left" in rows(visitor.client)


def test_code_by_letter_does_not_leave_the_second_step_out(
    confirmed_bob: User, visitor: Visitor
) -> None:
    secret_of(confirmed_bob)
    visitor.client.post(reverse("account_request_login_code"), {"email": "bob@example.org"})
    found = CODE.search(last_mail())
    assert found

    visitor.client.post(reverse("account_confirm_login_code"), {"code": found[1]})

    assert not visitor.is_signed_in


def test_app_that_is_given_up_is_not_asked_for(
    sure: Client, confirmed_bob: User, visitor: Visitor
) -> None:
    activate(sure)

    sure.post(reverse("mfa_deactivate_totp"))

    later = Visitor(Client())
    later.sign_in()
    assert later.is_signed_in
    assert not Authenticator.objects.exists()


# --- By a letter ---------------------------------------------------------------------------------


def test_code_by_letter_signs_in(confirmed_bob: User, visitor: Visitor) -> None:
    ask = {"email": "bob@example.org", "next": "/articles/new/"}
    visitor.client.post(reverse("account_request_login_code"), ask)
    found = CODE.search(last_mail())
    assert found

    fields = {"code": found[1], "next": "/articles/new/"}
    answer = visitor.client.post(reverse("account_confirm_login_code"), fields)

    assert answer.headers["Location"] == "/articles/new/"
    assert visitor.is_signed_in


def test_unknown_address_gets_a_letter_without_a_code(visitor: Visitor) -> None:
    visitor.client.post(reverse("account_request_login_code"), {"email": "ruth@example.org"})

    assert not CODE.search(last_mail())


# --- Where one is signed in ----------------------------------------------------------------------


@pytest.fixture
def elsewhere(confirmed_bob: User) -> Visitor:
    """Bob in Firefox."""
    browser = Visitor(Client(headers={"User-Agent": FIREFOX}))
    browser.sign_in()
    return browser


def test_places_are_named_and_this_one_comes_first(bobs: Client, elsewhere: Visitor) -> None:
    here, other = rows(bobs, SESSIONS)

    assert "Here" in here
    assert "Sign out there" not in here
    assert "Firefox on Linux" in other
    assert "127.0.0.1" in other


def test_list_of_places_costs_the_same_however_many_there_are(
    bobs: Client, elsewhere: Visitor
) -> None:
    before = cost(bobs, SESSIONS)
    for _time in range(3):
        Visitor(Client()).sign_in()

    assert cost(bobs, SESSIONS) == before
    assert len(rows(bobs, SESSIONS)) == 5


def test_signing_out_there_takes_effect_at_once(bobs: Client, elsewhere: Visitor) -> None:
    third = Visitor(Client())
    third.sign_in()
    page = page_of(bobs.get(SESSIONS)).at("main")
    url = next(
        row.one("form").attributes["action"]
        for row in page.all(of_class="row")
        if "Firefox" in row.text
    )

    bobs.post(url)

    assert not elsewhere.is_signed_in
    assert third.is_signed_in
    assert Visitor(bobs).is_signed_in


def test_signing_out_everywhere_else_takes_effect_at_once(bobs: Client, elsewhere: Visitor) -> None:
    third = Visitor(Client())
    third.sign_in()

    bobs.post(SESSIONS)

    assert not elsewhere.is_signed_in
    assert not third.is_signed_in
    assert Visitor(bobs).is_signed_in
    assert len(rows(bobs, SESSIONS)) == 1


def test_nobody_is_signed_out_by_another(bobs: Client, elsewhere: Visitor, carol: User) -> None:
    page = page_of(bobs.get(SESSIONS)).at("main")
    (form,) = (form for form in page.all("form") if "/end/" in form.attributes.get("action", ""))
    carols = Client()
    carols.force_login(carol)

    carols.post(SESSIONS)
    answer = carols.post(form.attributes["action"])

    assert answer.status_code == 404
    assert elsewhere.is_signed_in


def test_new_password_signs_out_elsewhere_and_stays_here(bobs: Client, elsewhere: Visitor) -> None:
    new = "a lamp above the bakery"
    fields = {"oldpassword": BOBS_PASSWORD, "password1": new, "password2": new}

    answer = bobs.post(reverse("account_change_password"), fields)

    assert answer.headers["Location"] == HUB
    assert not elsewhere.is_signed_in
    assert Visitor(bobs).is_signed_in
    assert len(rows(bobs, SESSIONS)) == 1


def test_change_is_told_by_letter(bobs: Client) -> None:
    new = "a lamp above the bakery"
    fields = {"oldpassword": BOBS_PASSWORD, "password1": new, "password2": new}

    bobs.post(reverse("account_change_password"), fields)

    assert mail.outbox[-1].to == ["bob@example.org"]
