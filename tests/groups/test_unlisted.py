"""Groups that only those find who have their address."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from groups import actions
from groups.models import Ban, Group, JoinRequest
from tests.conftest import Room, SignIn
from tests.page import html_of, page_of


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


@pytest.fixture
def hidden(group: Group) -> Group:
    Group.objects.filter(pk=group.pk).update(
        visibility="unlisted", joining="open", description="By lamplight."
    )
    group.refresh_from_db()
    return group


def at(group: Group) -> str:
    return reverse("groups:at", args=[group.code])


def is_in(group: Group, user: User) -> bool:
    return Group.objects.of(user).filter(pk=group.pk).exists()


def test_address_shows_the_face_and_nothing_inside(
    hidden: Group, bob: User, carols: Client
) -> None:
    html = html_of(carols.get(at(hidden)))

    assert "By lamplight." in html
    assert "2 members" in html
    assert bob.display_name not in html


def test_without_the_address_there_is_nothing(hidden: Group, carols: Client) -> None:
    for name in ("group", "join_request"):
        assert carols.get(reverse(f"groups:{name}", args=[hidden.pk])).status_code == 404
    for name in ("join", "join_request"):
        url = reverse(f"groups:{name}", args=[hidden.pk])
        for code in ("", "?code=", "?code=another", "?code=%00"):
            assert carols.post(f"{url}{code}").status_code == 404


def test_wrong_address_leads_nowhere(hidden: Group, carols: Client) -> None:
    for code in ("another", hidden.code[:-1], "\0"):
        assert carols.get(reverse("groups:at", args=[code])).status_code == 404


def test_private_group_has_no_address(
    hidden: Group, bob: User, carols: Client, sign_in: SignIn
) -> None:
    Group.objects.update(visibility="private", joining="invitation")

    for client in (Client(), sign_in(bob)):
        assert client.get(at(hidden)).status_code == 404
    join = reverse("groups:join", args=[hidden.pk])
    assert carols.post(f"{join}?code={hidden.code}").status_code == 404


def test_who_has_the_address_joins_by_its_rules(hidden: Group, carol: User, carols: Client) -> None:
    (form,) = page_of(carols.get(at(hidden))).at("main").all("form")

    carols.post(form.attributes["action"])

    assert is_in(hidden, carol)


def test_who_has_the_address_asks_and_then_finds_the_group_until_it_is_answered(
    hidden: Group, carol: User, carols: Client
) -> None:
    Group.objects.update(joining="request")
    (form,) = page_of(carols.get(at(hidden))).at("main").all("form")

    answer = carols.post(form.attributes["action"], {"note": "Me?"}, follow=True)

    assert answer.redirect_chain == [(hidden.get_absolute_url(), 302)]
    assert "You have asked to join" in page_of(answer).at("main").text
    withdraw = reverse("groups:join_request_withdraw", args=[hidden.pk])
    assert carols.post(withdraw).headers["Location"] == "/"
    assert carols.get(hidden.get_absolute_url()).status_code == 404
    assert carols.post(withdraw).headers["Location"] == "/"


def test_refusal_leads_back_to_the_address(hidden: Group, carol: User, carols: Client) -> None:
    Ban.objects.create(group=hidden, user=carol)
    join = reverse("groups:join", args=[hidden.pk])

    answer = carols.post(f"{join}?code={hidden.code}")

    assert answer.headers["Location"] == at(hidden)
    assert not is_in(hidden, carol)


def test_members_are_led_from_the_address_to_the_group(
    hidden: Group, bob: User, sign_in: SignIn
) -> None:
    answer = sign_in(bob).get(at(hidden))

    assert answer.headers["Location"] == hidden.get_absolute_url()


def test_strangers_see_the_face_and_are_led_to_an_account(hidden: Group, bob: User) -> None:
    stranger = Client()

    page = stranger.get(at(hidden))
    answer = stranger.post(at(hidden), {"account": "new"})

    assert "By lamplight." in html_of(page)
    assert bob.display_name not in html_of(page)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Location"].startswith(reverse("account_signup"))


def test_picture_is_not_shown_to_strangers(hidden: Group) -> None:
    Group.objects.update(picture="0f" * 16)

    assert not page_of(Client().get(at(hidden))).at("main").all("img")


def test_only_public_texts_are_named_on_the_face(room: Room, carols: Client) -> None:
    Group.objects.update(visibility="unlisted")

    before = html_of(carols.get(at(room.group)))
    Article.objects.update(visibility="public")
    after = html_of(carols.get(at(room.group)))

    assert "On Lamps" not in before
    assert "On Lamps" in after


def test_address_of_a_listed_group_leads_to_its_page(alice: User, carols: Client) -> None:
    listed = actions.found(Group(name="The Terrace"), founder=alice).group

    assert carols.get(at(listed)).headers["Location"] == listed.get_absolute_url()
    assert not JoinRequest.objects.exists()
