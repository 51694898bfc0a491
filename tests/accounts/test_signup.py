"""Coming in: making an account, confirming the address, signing in and out, a new password."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import Visitor, last_mail
from tests.conftest import SignIn
from tests.page import bare, page_of

CODE = re.compile(r"^ *([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)
LINK = re.compile(r"https?://[a-z.]+(/accounts/\S+)")


def code() -> str:
    found = CODE.search(last_mail())
    assert found, last_mail()
    return found[1]


def reset_link() -> str:
    found = LINK.search(last_mail())
    assert found, last_mail()
    return found[1]


# --- Making an account ---------------------------------------------------------------------------


def test_name_and_time_zone_are_kept(visitor: Visitor) -> None:
    visitor.sign_up()

    ruth = User.objects.get(email="ruth@example.org")
    assert (ruth.display_name, ruth.time_zone) == ("Ruth", "Asia/Jerusalem")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500])
def test_unknown_time_zone_becomes_utc(zone: str, visitor: Visitor) -> None:
    visitor.sign_up(time_zone=zone)

    assert User.objects.get().time_zone == "UTC"


def test_address_is_kept_in_small_letters(visitor: Visitor) -> None:
    visitor.sign_up("Ruth@Example.org")

    assert User.objects.get().email == "ruth@example.org"


@pytest.mark.parametrize(
    "fault",
    [
        {"display_name": ""},
        {"display_name": "r" * 61},
        {"email": "nowhere"},
        {"password1": "short"},
        {"password1": "password123"},
    ],
    ids=str,
)
def test_form_with_a_fault_comes_back_filled(fault: dict[str, str], visitor: Visitor) -> None:
    page = page_of(visitor.sign_up(**fault))

    assert page.all(of_class="errorlist")
    typed = {"display_name": "Ruth", "email": "ruth@example.org"} | fault
    for name in ("display_name", "email"):
        assert page.one("input", name=name).attributes.get("value", "") == typed[name]
    assert not User.objects.exists()


def test_nobody_is_signed_in_before_the_address_is_confirmed(visitor: Visitor) -> None:
    page = page_of(visitor.sign_up())

    assert page.all("input", name="code")
    assert not visitor.is_signed_in


def test_code_is_mailed_to_the_address(visitor: Visitor) -> None:
    visitor.sign_up()

    (sent,) = mail.outbox
    assert sent.to == ["ruth@example.org"]
    assert code()


def test_code_from_the_mail_signs_in(visitor: Visitor) -> None:
    visitor.sign_up()

    visitor.confirm(code())

    assert visitor.is_signed_in


def test_code_is_taken_in_small_letters_and_without_its_dash(visitor: Visitor) -> None:
    visitor.sign_up()

    visitor.confirm(code().lower().replace("-", ""))

    assert visitor.is_signed_in


def test_another_code_does_not_sign_in(visitor: Visitor) -> None:
    visitor.sign_up()

    page = page_of(visitor.confirm("AAAA-AAAA"))

    assert page.all(of_class="errorlist")
    assert not visitor.is_signed_in


def test_code_of_another_browser_does_not_sign_in(visitor: Visitor) -> None:
    visitor.sign_up()
    other = Visitor(Client())

    other.confirm(code())

    assert not other.is_signed_in


def test_password_alone_does_not_sign_in_before_the_address_is_confirmed(visitor: Visitor) -> None:
    visitor.sign_up()
    later = Visitor(Client())

    later.sign_in("ruth@example.org", "a lamp above the bakery")

    assert not later.is_signed_in


def test_signing_up_leads_where_one_was_going(visitor: Visitor) -> None:
    form = page_of(visitor.client.get("/accounts/signup/?next=/articles/new/"))
    kept = form.one("input", type="hidden", name="next", value="/articles/new/")

    visitor.sign_up(next=kept.attributes["value"])
    answer = visitor.confirm(code())

    assert answer.headers["Location"] == "/articles/new/"


def test_way_from_signing_in_to_signing_up_keeps_where_one_was_going(visitor: Visitor) -> None:
    page = page_of(visitor.client.get("/accounts/login/?next=/articles/new/"))

    (link,) = [link for link in page.at("main").all("a") if "signup" in link.attributes["href"]]
    assert link.attributes["href"].endswith("?next=%2Farticles%2Fnew%2F")


@pytest.mark.parametrize("email", ["bob@example.org", "BOB@Example.Org"])
def test_page_does_not_tell_that_an_address_is_taken(
    email: str, confirmed_bob: User, visitor: Visitor
) -> None:
    taken = visitor.sign_up(email)
    free = Visitor(Client()).sign_up("ruth@example.org")

    assert taken.status_code == free.status_code
    same = bare(taken).replace("bob@example.org", "ruth@example.org")
    assert same.replace(email, "ruth@example.org") == bare(free)


@pytest.mark.parametrize("email", ["bob@example.org", "BOB@Example.Org"])
def test_mail_tells_that_an_address_is_taken(
    email: str, confirmed_bob: User, visitor: Visitor
) -> None:
    visitor.sign_up(email)

    (sent,) = mail.outbox
    assert [address.lower() for address in sent.to] == ["bob@example.org"]
    assert "already" in str(sent.body)
    assert User.objects.get() == confirmed_bob
    assert confirmed_bob.display_name == "Bob"


# --- Signing in and out --------------------------------------------------------------------------


@pytest.mark.parametrize("email", ["bob@example.org", "BOB@example.ORG", " Bob@Example.org "])
def test_address_in_any_case_signs_in(email: str, confirmed_bob: User, visitor: Visitor) -> None:
    visitor.sign_in(email)

    assert visitor.is_signed_in


def test_wrong_password_and_unknown_address_are_not_told_apart(
    confirmed_bob: User, visitor: Visitor
) -> None:
    wrong = visitor.sign_in("bob@example.org", "not his password")
    unknown = visitor.sign_in("ruth@example.org", "not his password")

    assert page_of(wrong).one(of_class="errorlist").text
    assert bare(wrong).replace("bob@", "ruth@") == bare(unknown)
    assert not visitor.is_signed_in


def test_signing_in_leads_where_one_was_going(confirmed_bob: User, visitor: Visitor) -> None:
    answer = visitor.sign_in(next="/articles/new/")

    assert answer.headers["Location"] == "/articles/new/"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(
    address: str, confirmed_bob: User, visitor: Visitor
) -> None:
    answer = visitor.sign_in(next=address)

    assert answer.headers["Location"] == "/"


def test_sign_in_gives_the_session_a_new_key(confirmed_bob: User, visitor: Visitor) -> None:
    visitor.client.session.save()
    before = visitor.client.session.session_key

    visitor.sign_in()

    assert visitor.client.session.session_key != before


def test_inactive_account_does_not_get_in(confirmed_bob: User, visitor: Visitor) -> None:
    confirmed_bob.is_active = False
    confirmed_bob.save()

    visitor.sign_in()

    assert not visitor.is_signed_in


def test_signing_out_ends_the_session(bob: User, sign_in: SignIn) -> None:
    bobs = sign_in(bob)

    answer = bobs.post(reverse("account_logout"), follow=True)

    assert page_of(answer).one(of_class="site-nav").all("a", href=reverse("account_login"))
    assert not Visitor(bobs).is_signed_in


def test_opening_the_page_of_signing_out_does_not_sign_out(bob: User, sign_in: SignIn) -> None:
    bobs = sign_in(bob)

    bobs.get(reverse("account_logout"))

    assert Visitor(bobs).is_signed_in


# --- A new password ------------------------------------------------------------------------------


def test_link_from_the_mail_sets_a_new_password(confirmed_bob: User, visitor: Visitor) -> None:
    visitor.client.post(reverse("account_reset_password"), {"email": "BOB@example.org"})
    page = page_of(visitor.client.get(reset_link(), follow=True))
    form = next(form for form in page.at("main").all("form") if form.all(name="password1"))

    new = "the gate was open"
    visitor.client.post(form.attributes["action"], {"password1": new, "password2": new})

    later, stale = Visitor(Client()), Visitor(Client())
    later.sign_in(password=new)
    stale.sign_in()
    assert (later.is_signed_in, stale.is_signed_in) == (True, False)


def test_link_from_the_mail_works_once(confirmed_bob: User, visitor: Visitor) -> None:
    visitor.client.post(reverse("account_reset_password"), {"email": "bob@example.org"})
    link, new = reset_link(), "the gate was open"
    where = visitor.client.get(link).headers["Location"]
    visitor.client.post(where, {"password1": new, "password2": new})

    again = page_of(Client().get(link, follow=True))

    assert not again.all("input", name="password1")


def test_new_password_signs_other_browsers_out(
    confirmed_bob: User, visitor: Visitor, sign_in: SignIn
) -> None:
    elsewhere = Visitor(sign_in(confirmed_bob))
    visitor.client.post(reverse("account_reset_password"), {"email": "bob@example.org"})
    where = visitor.client.get(reset_link()).headers["Location"]

    visitor.client.post(where, {"password1": "the gate was open", "password2": "the gate was open"})

    assert not elsewhere.is_signed_in


def test_page_does_not_tell_whether_an_address_has_an_account(
    confirmed_bob: User, visitor: Visitor
) -> None:
    url = reverse("account_reset_password")

    known = visitor.client.post(url, {"email": "bob@example.org"}, follow=True)
    unknown = Client().post(url, {"email": "ruth@example.org"}, follow=True)

    assert bare(known) == bare(unknown)
    assert [sent.to for sent in mail.outbox] == [["bob@example.org"], ["ruth@example.org"]]
    assert "/password/reset/key/" not in last_mail()
