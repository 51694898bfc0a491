"""Members read one text in several languages, and share one progress and one discussion."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import mend_pairing, publish
from articles.models import Article
from groups.actions import start_reading
from groups.models import Group, Membership
from tests.articles.test_translations import HEBREW
from tests.conftest import Room, SignIn
from tests.page import cost, page_of


@pytest.fixture
def translation(room: Room, alice: User) -> Article:
    return publish(
        title="על נרות",
        blocks=HEBREW,
        language="he",
        added_by=alice,
        translation_of=room.reading.article,
    )


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def choose(client: Client, room: Room, language: str) -> int:
    url = reverse("discussions:language", args=[room.reading.pk])
    return client.post(url, {"language": language}).status_code


def text_of(client: Client, room: Room) -> list[str]:
    page = page_of(client.get(room.url))
    return [block.text for block in page.all(of_class="paragraph-text")]


def test_text_is_read_in_the_language_of_choice(
    room: Room, translation: Article, bobs: Client
) -> None:
    assert choose(bobs, room, "he") == 302
    page = page_of(bobs.get(room.url))
    text = page.one("article", of_class="text")
    assert (text.attributes["lang"], text.attributes["dir"]) == ("he", "rtl")
    assert text_of(bobs, room)[0] == "הפסקה הראשונה."
    assert page.has(f"paragraph-{room.paragraphs[0].pk}")


def test_choice_is_ones_own(
    room: Room, translation: Article, bobs: Client, sign_in: SignIn, alice: User
) -> None:
    choose(bobs, room, "he")
    assert text_of(sign_in(alice), room)[0] == "The first paragraph."


def test_own_language_is_shown_unasked(
    room: Room, translation: Article, bobs: Client, bob: User
) -> None:
    bob.language = "he"
    bob.save()
    assert text_of(bobs, room)[0] == "הפסקה הראשונה."
    choose(bobs, room, "en")
    assert text_of(bobs, room)[0] == "The first paragraph."


@pytest.mark.parametrize(
    ("pages", "languages", "first"),
    [
        ("es", ["ru", "he", "en"], "הפסקה הראשונה."),
        ("es", ["en", "he"], "The first paragraph."),
        ("es", ["ru"], "The first paragraph."),
        ("en", ["he"], "The first paragraph."),
        ("he", ["en"], "הפסקה הראשונה."),
    ],
)
def test_language_that_i_read_is_shown_behind_that_of_the_pages(
    pages: str,
    languages: list[str],
    first: str,
    room: Room,
    translation: Article,
    bobs: Client,
    bob: User,
) -> None:
    bob.language, bob.languages = pages, languages
    bob.save()

    assert text_of(bobs, room)[0] == first


def test_language_that_i_read_is_stronger_than_the_groups_and_weaker_than_my_choice(
    room: Room, translation: Article, bobs: Client, bob: User
) -> None:
    bob.language, bob.languages = "es", ["en"]
    bob.save()
    room.reading.language = "he"
    room.reading.save()
    assert text_of(bobs, room)[0] == "The first paragraph."

    choose(bobs, room, "he")
    assert text_of(bobs, room)[0] == "הפסקה הראשונה."


def test_what_is_not_translated_is_shown_in_the_original(
    room: Room, translation: Article, bobs: Client
) -> None:
    mend_pairing(translation, {translation.text[1]: None})
    choose(bobs, room, "he")
    page = page_of(bobs.get(room.url))
    second = page.at(f"paragraph-{room.paragraphs[1].pk}").one("p", of_class="block")
    assert second.text == "The second paragraph, with stress ."
    assert (second.attributes["lang"], second.attributes["dir"]) == ("en", "ltr")


def test_discussion_and_marks_are_shared(
    room: Room, translation: Article, bobs: Client, alice: User, bob: User
) -> None:
    choose(bobs, room, "he")
    room.say(alice, 2, "Said of the English words.")
    page = page_of(bobs.get(room.discussion_url(2)))
    assert page.one(of_class="discussion-quote").text == "הפסקה השנייה, עם דגש ."
    assert "Said of the English words." in page.at("threads").text
    bobs.post(room.marks_url, {"read_to": room.paragraphs[3].pk})
    assert room.place(bob).number == 5


def test_language_that_is_not_there_is_refused(
    room: Room, translation: Article, bobs: Client
) -> None:
    assert choose(bobs, room, "ru") == 400


def test_translation_costs_two_queries_however_long_it_is(
    room: Room, translation: Article, bobs: Client
) -> None:
    before = cost(bobs, room.url)
    choose(bobs, room, "he")
    assert cost(bobs, room.url) == before + 1


def test_reading_of_a_translation_shares_the_original(
    group: Group, translation: Article, bobs: Client, alice: User, bob: User
) -> None:
    bob.language = "ru"
    bob.save()
    leader = Membership.objects.get(group=group, user=alice)
    reading = start_reading(translation, by=leader)
    assert reading.article == translation.translation_of
    page = page_of(bobs.get(reading.get_absolute_url()))
    assert page.all(of_class="paragraph-text")[0].text == "הפסקה הראשונה."
