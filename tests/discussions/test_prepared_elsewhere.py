"""Where else what is prepared is met: in overviews, searches, files, and when somebody goes."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.own import sections_of
from articles.actions import publish
from discussions import actions
from discussions.models import Comment, Help, Kind, Preparation, Thread
from groups.actions import found, start_reading
from groups.models import Group
from tests.accounts.leaving import leave_for_good
from tests.conftest import Room, SignIn
from tests.discussions.preparing import greetings, prepare
from tests.page import html_of, page_of

WORDS = "Who holds the lamp?"


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def test_overview_names_it_and_shows_what_is_prepared_alone(
    room: Room, alice: User, alices: Client
) -> None:
    prepare(room, alice, 3, WORDS, sort="source")
    room.say(alice, 3, "Something else.")
    url = reverse("discussions:overview", args=[room.reading.pk])

    page = page_of(alices.get(f"{url}?show=prepared"))

    assert page.one(of_class="thread-kind").text == "Preparation · Source"
    assert [words.text for words in page.all(of_class="voice-words")] == [WORDS]


def test_hidden_one_is_not_named_in_the_overview(room: Room, alice: User, bobs: Client) -> None:
    comment = prepare(room, alice, 2, WORDS, sort="source")
    Comment.objects.filter(pk=comment.pk).update(hidden_at=comment.created_at)

    page = page_of(bobs.get(reverse("discussions:overview", args=[room.reading.pk])))

    assert page.one(of_class="thread-kind").text == "Preparation"


def test_search_names_it(room: Room, alice: User, alices: Client) -> None:
    comment = prepare(room, alice, 3, WORDS)
    room.answer(comment, alice, "The lamp holds itself.")

    found = page_of(alices.get(f"{reverse('discussions:said')}?q=lamp")).all(of_class="found-text")

    tags = {item.one("a").text: [tag.text for tag in item.all(of_class="tag")] for item in found}
    assert tags == {"¶ 3 Who holds the lamp ?": ["Preparation"], "¶ 3 The lamp holds itself.": []}


def test_voices_and_news_count_it(room: Room, alice: User, bobs: Client) -> None:
    prepare(room, alice, 3, WORDS)

    label = page_of(bobs.get(room.url)).at(f"voices-{room.keys(3)[0]}").attributes["aria-label"]
    assert label == "Discussion of ¶ 3, 1 voice, 1 new"
    bobs.get(room.discussion_url(3))
    assert page_of(bobs.get(room.url)).at("news").text == ""


def test_earlier_words_are_kept(room: Room, alice: User, bobs: Client, alices: Client) -> None:
    comment = prepare(room, alice, 3, WORDS)
    url = reverse("discussions:edit", args=[comment.pk])
    alices.post(url, {"text": "Who lights the lamp?", "version": 1})

    assert "Who lights the lamp?" in greetings(bobs, room)[0]
    assert WORDS in html_of(bobs.get(reverse("discussions:history", args=[comment.pk])))


def test_kind_is_for_the_whole_group() -> None:
    assert Thread(kind=Kind.PREPARATION).is_public


# --- Files


def taken(client: Client, room: Room, kind: str) -> str:
    address = reverse("discussions:export", args=[room.reading.pk])
    content: str = client.get(address, {"format": kind}).content.decode()
    return content


@pytest.mark.parametrize("kind", ["html", "md"])
def test_files_for_people_name_it(kind: str, room: Room, alice: User, alices: Client) -> None:
    comment = prepare(room, alice, 3, WORDS, sort="gloss")
    room.answer(comment, alice, "It is I.")

    file = taken(alices, room, kind)

    assert file.count("Preparation · Gloss") == 1


def test_file_names_no_sort_of_what_is_hidden(room: Room, alice: User, bobs: Client) -> None:
    comment = prepare(room, alice, 2, WORDS, sort="gloss")
    room.answer(comment, alice, "It is I.")
    Comment.objects.filter(pk=comment.pk).update(hidden_at=comment.created_at)

    assert "Gloss" not in taken(bobs, room, "md")
    assert "preparation" not in taken(bobs, room, "jsonld")


def test_file_for_programs_says_what_each_is(room: Room, alice: User, alices: Client) -> None:
    for sort in Preparation.Sort:
        prepare(room, alice, 3, WORDS, sort=sort)

    items = json.loads(taken(alices, room, "jsonld"))["first"]["items"]

    assert [item["motivation"] for item in items] == ["questioning", "describing", "linking"]
    for item in items:
        words, tag = item["body"]
        assert words["value"] == WORDS
        assert (tag["purpose"], tag["value"]) == ("tagging", "preparation")


def test_brought_in_elsewhere_it_is_told_as_prepared(
    room: Room, alice: User, carol: User, alices: Client, sign_in: SignIn
) -> None:
    prepare(room, alice, 4, WORDS)
    blocks = [paragraph.block for paragraph in room.paragraphs]
    article = publish(title="On Lamps", blocks=blocks, added_by=carol)
    reading = start_reading(article, by=found(Group(name="The Attic"), founder=carol))
    file = SimpleUploadedFile("d.jsonld", taken(alices, room, "jsonld").encode())

    sign_in(carol).post(reverse("discussions:bringing", args=[reading.pk]), {"file": file})

    note = Comment.objects.get(reading=reading)
    assert note.thread.kind == Kind.NOTE
    assert note.source.startswith("*Alice prepared on ")
    assert note.source.endswith(WORDS)


def own(user: User) -> dict[str, list[Any]]:
    return {section.key: list(section.rows) for section in sections_of(user)}


def test_what_is_mine_holds_it_and_what_helped_me(room: Room, alice: User, bob: User) -> None:
    comment = prepare(room, alice, 3, WORDS, sort="source")
    actions.say_helped(comment, user=bob)

    assert own(alice)["comments"][0]["preparation"] == "Source"
    assert own(bob)["helps"][0]["address"] == comment.get_absolute_url()
    assert WORDS not in json.dumps(own(bob), default=str)


# --- When somebody goes


def test_words_that_stay_greet_without_a_name(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    prepare(room, alice, 3, WORDS)

    leave_for_good(alice, keeps_words=True)

    assert greetings(bobs, room)[0].startswith(f"Somebody who has left Question {WORDS}")


def test_words_that_go_take_all_of_it_along(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    comment = prepare(room, alice, 3, WORDS)
    actions.say_helped(comment, user=bob)

    leave_for_good(alice)

    assert not Preparation.objects.exists()
    assert not Help.objects.exists()
    assert greetings(bobs, room) == []


def test_who_goes_has_helped_nobody_any_more(room: Room, alice: User, bob: User) -> None:
    actions.say_helped(prepare(room, alice, 3, WORDS), user=bob)

    leave_for_good(bob, keeps_words=True)

    assert not Help.objects.exists()
