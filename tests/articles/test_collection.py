"""Collections: their chapters in order, as far as one may read them, and the way between them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish, publish_book
from articles.blocks import Block, Kind
from articles.models import Article, Collection, Visibility
from groups import actions
from tests.conftest import Room, SignIn
from tests.page import Element, cost, page_of


def book(title: str = "A Book", *, by: User | None = None, chapters: int = 3) -> Collection:
    blocks = [
        block
        for number in range(1, chapters + 1)
        for block in (Block(f"Chapter {number}", Kind.HEADING, 1), Block("Words."))
    ]
    return publish_book(
        title=title, author="A. Gardener", blocks=blocks, added_by=by, visibility=Visibility.PUBLIC
    )


def chapters_of(collection: Collection) -> list[Article]:
    return list(collection.articles.order_by("chapter"))


def hide(thing: Article | Collection) -> None:
    thing.visibility = Visibility.GROUPS
    thing.save()


def titles(page: Element) -> list[str]:
    return [title.text for title in page.all(of_class="row-title")]


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def test_chapters_stand_in_their_order(bobs: Client) -> None:
    page = page_of(bobs.get(book().get_absolute_url()))

    assert page.one("h1").text == "A Book"
    assert page.one(of_class="text-author").text == "A. Gardener"
    assert titles(page) == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_chapter_that_is_not_for_me_is_not_there(bobs: Client) -> None:
    collection = book()
    hide(chapters_of(collection)[1])

    assert titles(page_of(bobs.get(collection.get_absolute_url()))) == ["Chapter 1", "Chapter 3"]


def test_collection_that_is_not_for_me_is_not_there(bobs: Client) -> None:
    collection = book()
    hide(collection)

    assert bobs.get(collection.get_absolute_url()).status_code == 404


def test_collection_of_a_chapter_that_my_group_reads_opens(
    room: Room, alice: User, bobs: Client
) -> None:
    collection = book(by=alice)
    chapters = chapters_of(collection)
    hide(collection)
    for chapter in chapters:
        hide(chapter)
    actions.start_reading(chapters[1], by=room.member(alice))

    assert titles(page_of(bobs.get(collection.get_absolute_url()))) == ["Chapter 2"]


def test_chapters_lead_to_their_neighbours(bobs: Client) -> None:
    collection = book()
    first, second, third = chapters_of(collection)

    page = page_of(bobs.get(second.get_absolute_url()))

    assert page.one("a", rel="prev").attributes["href"] == first.get_absolute_url()
    assert page.one("a", rel="next").attributes["href"] == third.get_absolute_url()
    assert page.one(of_class="over").one("a").attributes["href"] == collection.get_absolute_url()
    assert not page_of(bobs.get(first.get_absolute_url())).all("a", rel="prev")


def test_way_on_leaves_out_what_is_not_for_me(bobs: Client) -> None:
    first, second, third = chapters_of(book())
    hide(second)

    page = page_of(bobs.get(first.get_absolute_url()))

    assert page.one("a", rel="next").attributes["href"] == third.get_absolute_url()


def test_chapter_of_a_collection_that_is_not_for_me_stands_alone(bobs: Client) -> None:
    collection = book()
    hide(collection)
    first = chapters_of(collection)[0]

    page = page_of(bobs.get(first.get_absolute_url()))
    library = page_of(bobs.get(reverse("articles:library")))

    assert page.one(of_class="over").text == "Library"
    assert not page.all("a", rel="next")
    assert "Chapter 1" in titles(library)


def test_library_shows_the_collection_in_place_of_its_chapters(bobs: Client) -> None:
    book()
    publish(title="Alone", blocks=[Block("Words.")], visibility=Visibility.PUBLIC)

    page = page_of(bobs.get(reverse("articles:library")))

    assert titles(page) == ["A Book", "Alone"]
    assert page.all(of_class="row-facts")[0].text == "English · 3 chapters"


def test_leader_chooses_among_chapters_in_their_order(
    room: Room, alice: User, sign_in: SignIn
) -> None:
    collection = book()
    third = chapters_of(collection)[2]
    url = reverse("groups:reading_new", args=[room.group.pk])

    page = page_of(sign_in(alice).get(url, {"article": third.pk}))

    details = page.one("details")
    assert "open" in details.attributes
    assert titles(details) == ["A Book", "1. Chapter 1", "2. Chapter 2", "3. Chapter 3"]
    (checked,) = [radio for radio in page.all("input") if "checked" in radio.attributes]
    assert checked.attributes["value"] == str(third.pk)


def test_collection_costs_the_same_for_many_chapters(bobs: Client) -> None:
    few, many = book(chapters=2), book("Another", chapters=30)

    assert cost(bobs, few.get_absolute_url()) == cost(bobs, many.get_absolute_url()) <= 4
