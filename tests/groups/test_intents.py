"""Who wants to come into a group and has no account yet is in it as soon as they have one."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import actions, intents
from groups.models import Ban, Group, Invitation, Membership
from tests.conftest import Person
from tests.page import Element, page_of

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
RUTH = "ruth@example.org"


@pytest.fixture
def invitation(group: Group, alice: User) -> Invitation:
    return actions.invite(Membership.objects.get(group=group, user=alice), max_uses=1)


@pytest.fixture
def link(invitation: Invitation) -> str:
    return reverse("groups:invitation", args=[invitation.token])


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def confirmed_carol(carol: User) -> User:
    EmailAddress.objects.create(user=carol, email=carol.email, verified=True, primary=True)
    return carol


def press(client: Client, link: str, account: str) -> Element:
    """The form to which the button on the page of this link leads."""
    button = page_of(client.get(link)).at("main").one("button", name="account", value=account)
    fields = {"account": button.attributes["value"]}
    return page_of(client.post(link, fields, follow=True)).at("main").all("form")[0]


def next_of(form: Element) -> dict[str, str]:
    """Where the form leads when it is done."""
    fields = form.all("input", name="next")
    return {field.attributes["name"]: field.attributes["value"] for field in fields}


def sign_up(client: Client, form: Element) -> None:
    fields = {
        "display_name": "Ruth",
        "email": RUTH,
        "password1": "a lamp above the bakery",
        "time_zone": "",
    }
    client.post(reverse("account_signup"), {**fields, **next_of(form)})


def confirm(client: Client) -> HttpResponseBase:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found
    return client.post(reverse("account_email_verification_sent"), {"code": found[0]}, follow=True)


def sign_in(client: Client, form: Element) -> HttpResponseBase:
    fields = {"login": "carol@example.org", "password": "carol knows this", **next_of(form)}
    return client.post(reverse("account_login"), fields, follow=True)


def path_of(answer: HttpResponseBase) -> str:
    """The address of the page that was reached in the end."""
    request: dict[str, Any] = vars(answer)["request"]
    return str(request["PATH_INFO"])


def is_in(group: Group, email: str) -> bool:
    return Membership.objects.present().filter(group=group, user__email=email).exists()


def test_newcomer_is_in_the_group_with_the_code_that_confirms_the_address(
    group: Group, link: str, stranger: Client
) -> None:
    sign_up(stranger, press(stranger, link, "new"))
    assert not is_in(group, RUTH)

    answer = confirm(stranger)

    assert is_in(group, RUTH)
    assert path_of(answer) == group.get_absolute_url()
    assert Invitation.objects.get().uses == 1


def test_newcomer_is_in_the_group_at_once_where_addresses_need_no_code(
    group: Group, link: str, stranger: Client, settings: object
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"  # type: ignore[attr-defined]

    sign_up(stranger, press(stranger, link, "new"))

    assert is_in(group, RUTH)


def test_who_has_an_account_is_in_the_group_by_signing_in(
    group: Group, link: str, stranger: Client, confirmed_carol: User
) -> None:
    answer = sign_in(stranger, press(stranger, link, "mine"))

    assert is_in(group, confirmed_carol.email)
    assert path_of(answer) == group.get_absolute_url()


def test_who_changes_their_mind_between_the_buttons_is_in_the_group_all_the_same(
    group: Group, link: str, stranger: Client, confirmed_carol: User
) -> None:
    press(stranger, link, "new")

    stranger.post(
        reverse("account_login"), {"login": confirmed_carol.email, "password": "carol knows this"}
    )

    assert is_in(group, confirmed_carol.email)


def test_looking_at_a_link_is_no_intent(
    group: Group, link: str, stranger: Client, confirmed_carol: User
) -> None:
    stranger.get(link)
    stranger.head(link)
    answer = sign_in(stranger, page_of(stranger.get(f"{reverse('account_login')}?next={link}")))

    assert not is_in(group, confirmed_carol.email)
    # Yet the page to come back to has the button.
    assert page_of(answer).at("main").one("button").text == "Join this group"


def test_other_browser_comes_back_to_the_invitation(
    group: Group, link: str, stranger: Client, confirmed_carol: User
) -> None:
    form = press(stranger, link, "mine")

    answer = sign_in(Client(), form)

    assert path_of(answer) == link
    assert not is_in(group, confirmed_carol.email)


def test_intent_is_done_once(
    group: Group, link: str, stranger: Client, confirmed_carol: User
) -> None:
    Invitation.objects.update(max_uses=None)
    sign_in(stranger, press(stranger, link, "mine"))
    actions.leave(Membership.objects.get(group=group, user=confirmed_carol))

    stranger.force_login(confirmed_carol)

    assert not is_in(group, confirmed_carol.email)


def test_intent_does_not_wait_for_whoever_comes_next(
    group: Group,
    link: str,
    stranger: Client,
    confirmed_carol: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = press(stranger, link, "mine")
    monkeypatch.setattr(intents, "LASTS", 0)

    sign_in(stranger, form)

    assert not is_in(group, confirmed_carol.email)


def end(invitation: Invitation) -> None:
    actions.revoke(invitation)


def expire(invitation: Invitation) -> None:
    past = timezone.now() - timedelta(days=1)
    Invitation.objects.update(created_at=past - timedelta(days=1), expires_at=past)


def fill(invitation: Invitation) -> None:
    Group.objects.update(size_limit=2)


def bar(invitation: Invitation) -> None:
    carol = User.objects.get(display_name="Carol")
    Ban.objects.create(group=invitation.group, user=carol)


@pytest.mark.parametrize(
    ("meanwhile", "status", "words"),
    [
        (end, 404, "This link lets nobody in"),
        (expire, 404, "This link lets nobody in"),
        (fill, 200, "This group is full."),
        (bar, 200, "You cannot join this group again."),
    ],
)
def test_what_happened_meanwhile_is_told_kindly(
    meanwhile: object,
    status: int,
    words: str,
    group: Group,
    invitation: Invitation,
    link: str,
    stranger: Client,
    confirmed_carol: User,
) -> None:
    assert callable(meanwhile)
    form = press(stranger, link, "mine")
    meanwhile(invitation)

    answer = sign_in(stranger, form)

    assert answer.status_code == status
    assert words in page_of(answer).text
    assert not is_in(group, confirmed_carol.email)
    assert stranger.get(reverse("home")).status_code == 200


def test_last_seat_that_somebody_else_took_is_gone(
    group: Group,
    invitation: Invitation,
    link: str,
    stranger: Client,
    confirmed_carol: User,
    person: Person,
) -> None:
    form = press(stranger, link, "mine")
    actions.accept(invitation, user=person("quick"))

    assert sign_in(stranger, form).status_code == 404
    assert not is_in(group, confirmed_carol.email)


def test_open_group_that_is_unlisted_is_joined_by_its_address(
    alice: User, stranger: Client, confirmed_carol: User
) -> None:
    attic = actions.found(
        Group(name="The Attic", visibility="unlisted", joining="open"), founder=alice
    ).group

    form = press(stranger, reverse("groups:at", args=[attic.code]), "mine")
    sign_in(stranger, form)

    assert is_in(attic, confirmed_carol.email)


@pytest.mark.parametrize(
    ("visibility", "joining"),
    [("private", "invitation"), ("unlisted", "request"), ("unlisted", "invitation")],
)
def test_group_that_is_not_open_any_more_is_not_joined_by_its_address(
    visibility: str, joining: str, alice: User, stranger: Client, confirmed_carol: User
) -> None:
    attic = actions.found(
        Group(name="The Attic", visibility="unlisted", joining="open"), founder=alice
    ).group
    form = press(stranger, reverse("groups:at", args=[attic.code]), "mine")
    Group.objects.filter(pk=attic.pk).update(visibility=visibility, joining=joining)

    sign_in(stranger, form)

    assert not is_in(attic, confirmed_carol.email)
