"""A group's own page: what it reads, what comes next, who is in it, what was said of late."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import models as accounts
from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article, Collection
from groups import actions
from groups.models import Group, Membership, Place, Reading
from tests.conftest import Person, Room, SignIn
from tests.page import Element, cost, page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def chapters(alice: User) -> list[Article]:
    book = Collection.objects.create(title="The Book", added_by=alice, visibility="public")
    made = [
        publish(
            title=f"Chapter {number}",
            blocks=[Block("One."), Block("Two.")],
            added_by=alice,
            visibility="public",
        )
        for number in range(1, 4)
    ]
    for number, article in enumerate(made, start=1):
        article.collection, article.chapter = book, number
        article.save(update_fields=["collection", "chapter"])
    return made


def main_of(client: Client, group: Group) -> Element:
    return page_of(client.get(group.get_absolute_url())).at("main")


def finish(reading: Reading) -> None:
    Place.objects.filter(reading=reading).update(paragraph=None)


# --- What is read --------------------------------------------------------------------------------


def test_readings_stand_with_everyones_progress(room: Room, bobs: Client) -> None:
    (card,) = main_of(bobs, room.group).all(of_class="course")

    assert "On Lamps" in card.text
    assert "¶ 3" in card.text


def test_finished_reading_is_folded(room: Room, bobs: Client) -> None:
    finish(room.reading)

    main = main_of(bobs, room.group)

    assert not main.all(of_class="course")
    assert "On Lamps" in main.one(of_class="group-finished").text


def test_reading_is_not_over_while_everyone_has_paused(room: Room, alices: Client) -> None:
    Membership.objects.filter(group=room.group).update(state="paused")

    assert main_of(alices, room.group).all(of_class="course")


def test_next_chapter_is_offered_when_the_one_before_is_read(
    room: Room, alice: User, chapters: list[Article], alices: Client, bobs: Client
) -> None:
    reading = actions.start_reading(chapters[0], by=room.member(alice))
    assert not main_of(alices, room.group).all(of_class="group-next")
    finish(reading)

    assert "2. Chapter 2" in main_of(bobs, room.group).one(of_class="group-next").text
    assert not main_of(bobs, room.group).one(of_class="group-next").all("form")
    (form,) = main_of(alices, room.group).one(of_class="group-next").all("form")
    fields = {field.attributes["name"]: field.attributes["value"] for field in form.all("input")}
    for _time in range(2):
        alices.post(form.attributes["action"], fields)

    assert Reading.objects.filter(group=room.group, article=chapters[1]).count() == 1
    assert not main_of(alices, room.group).all(of_class="group-next")


def test_behind_the_last_chapter_comes_nothing(
    room: Room, alice: User, chapters: list[Article], alices: Client
) -> None:
    finish(actions.start_reading(chapters[2], by=room.member(alice)))

    assert not main_of(alices, room.group).all(of_class="group-next")


def test_next_chapter_that_one_may_not_read_is_not_named(
    room: Room, alice: User, chapters: list[Article], bobs: Client
) -> None:
    finish(actions.start_reading(chapters[0], by=room.member(alice)))
    Article.objects.filter(pk=chapters[1].pk).update(visibility="groups")
    Article.objects.filter(pk=chapters[2].pk).update(visibility="groups")

    assert not main_of(bobs, room.group).all(of_class="group-next")


# --- Who is there --------------------------------------------------------------------------------


def test_newcomer_is_welcomed_for_some_days(room: Room, carol: User, sign_in: SignIn) -> None:
    Group.objects.update(welcome="Take a chair.")
    actions.join(room.group, user=carol)
    carols = sign_in(carol)

    panel = main_of(carols, room.group).one(of_class="group-welcome")
    assert "Take a chair." in panel.text
    assert panel.one("a").attributes["href"] == f"{room.url}#place"

    Membership.objects.filter(user=carol).update(joined_at=timezone.now() - timedelta(days=4))
    assert not main_of(carols, room.group).all(of_class="group-welcome")


def test_who_returns_is_welcomed_again(room: Room, dave: User, sign_in: SignIn) -> None:
    Membership.objects.filter(user=dave).update(joined_at=timezone.now() - timedelta(days=400))
    actions.join(room.group, user=dave)

    assert main_of(sign_in(dave), room.group).all(of_class="group-welcome")


def test_leader_is_not_welcomed_to_their_own_group(room: Room, alices: Client) -> None:
    assert not main_of(alices, room.group).all(of_class="group-welcome")


def test_newcomer_learns_who_accompanies_them(
    room: Room, alice: User, carol: User, sign_in: SignIn
) -> None:
    joined = actions.join(room.group, user=carol)
    Membership.objects.filter(pk=joined.pk).update(companion=room.member(alice))

    assert "Alice accompanies you" in main_of(sign_in(carol), room.group).text


def test_paused_members_are_shown_as_paused(room: Room, heidi: User, alices: Client) -> None:
    people = main_of(alices, room.group).all(of_class="group-person")

    assert [p.text for p in people] == ["A Alice leads", "B Bob", "H Heidi paused"]


def test_some_faces_stand_for_many(room: Room, person: Person, alices: Client) -> None:
    for number in range(20):
        actions.join(room.group, user=person(f"m{number}"))

    main = main_of(alices, room.group)

    assert len(main.all(of_class="group-person")) == 12
    assert main.at("members-title").text == "22 members"
    assert main.all("a", href=reverse("groups:members", args=[room.group.pk]))


# --- What was said of late -----------------------------------------------------------------------


def said(client: Client, group: Group) -> list[str]:
    return [words.text for words in main_of(client, group).all(of_class="group-saying-words")]


def test_newest_voices_are_heard_within_the_horizon(
    room: Room, alice: User, alices: Client, bobs: Client
) -> None:
    room.say(alice, 1, "On the *first*.")
    room.say(alice, 5, "On the last.")

    assert said(alices, room.group) == ["On the last.", "On the first."]
    assert said(bobs, room.group) == ["On the first."]


def test_newest_voices_are_five(room: Room, bob: User, bobs: Client) -> None:
    for number in range(7):
        room.say(bob, 1, f"Thought {number}.")

    assert said(bobs, room.group) == [f"Thought {number}." for number in (6, 5, 4, 3, 2)]


def test_deleted_and_hidden_words_are_not_among_them(
    room: Room, alice: User, bob: User, alices: Client, bobs: Client
) -> None:
    deleted, hidden = room.say(bob, 1, "Deleted."), room.say(bob, 1, "Hidden.")
    type(deleted).objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
    type(hidden).objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())

    assert said(alices, room.group) == []
    assert "recent-title" not in str(main_of(alices, room.group))


def test_words_of_who_is_blocked_are_not_among_them(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    room.say(bob, 1, "Loud.")
    accounts.Block.objects.create(blocker=alice, blocked=bob)

    assert said(alices, room.group) == []


def test_voices_of_other_groups_are_not_among_them(room: Room, alice: User, alices: Client) -> None:
    room.say(alice, 1, "Inside.")
    other = actions.found(Group(name="Another"), founder=alice).group

    assert said(alices, other) == []


def test_voice_leads_to_its_place(room: Room, bob: User, bobs: Client) -> None:
    comment = room.say(bob, 2, "Here.")

    link = main_of(bobs, room.group).one(of_class="group-saying")

    assert link.attributes["href"] == comment.place_url


def test_page_costs_the_same_for_many_readings_members_and_voices(
    room: Room, alice: User, person: Person, alices: Client
) -> None:
    def grow(number: int) -> int:
        for name in range(number):
            actions.start_reading(room.reading.article, by=room.member(alice))
            member = person(f"m{number}-{name}")
            actions.join(room.group, user=member)
            room.say(member, 1, "Me too.")
        return cost(alices, room.group.get_absolute_url())

    assert grow(2) == grow(9)
