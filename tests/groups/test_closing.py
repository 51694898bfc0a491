"""Closing a group for good."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from discussions.models import Comment, Thread
from groups import actions
from groups.models import Group, Mark, Membership, Reading
from tests.conftest import Room, SignIn
from tests.page import page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def url_of(group: Group) -> str:
    return reverse("groups:closing", args=[group.pk])


def test_page_says_what_goes_and_for_whom(room: Room, alices: Client) -> None:
    text = page_of(alices.get(url_of(room.group))).at("main").text

    assert "1 reading goes" in text
    assert "You and 1 other member" in text


@pytest.mark.parametrize("name", ["", "The Attic", "the cellar"])
def test_group_stays_without_its_name(name: str, room: Room, alices: Client) -> None:
    answer = alices.post(url_of(room.group), {"name": name})

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert Group.objects.filter(pk=room.group.pk).exists()


def test_group_goes_with_all_that_was_said_and_the_text_stays(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    first = room.say(bob, 1, "Once.")
    room.answer(room.answer(first, alice, "Twice."), bob, "Three times.")
    other = actions.found(Group(name="Another"), founder=alice)
    actions.start_reading(room.reading.article, by=other)

    answer = alices.post(url_of(room.group), {"name": " The  Cellar "}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "The Cellar is closed." in page_of(answer).at("toasts").text
    assert list(Group.objects.all()) == [other.group]
    assert Reading.objects.get().group == other.group
    assert not Comment.objects.exists()
    assert not Thread.objects.exists()
    assert not Mark.objects.exists()
    assert Article.objects.get().added_by == alice


def test_members_are_outside_at_once(
    room: Room, bob: User, alices: Client, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    alices.post(url_of(room.group), {"name": "The Cellar"})

    for url in (room.url, room.group.get_absolute_url(), room.reading.article.get_absolute_url()):
        assert bobs.get(url).status_code == 404
    assert bobs.get("/").status_code == 200


def test_member_cannot_close_it(room: Room, bob: User, sign_in: SignIn) -> None:
    answer = sign_in(bob).post(url_of(room.group), {"name": "The Cellar"})

    assert answer.status_code == 403
    assert Membership.objects.filter(group=room.group).exists()


def test_closing_what_is_closed_is_nothing(room: Room) -> None:
    actions.close(room.group)
    actions.close(room.group)

    assert not Group.objects.exists()
