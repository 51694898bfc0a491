"""Members quote words of the paragraph; whoever hears the comment sees what it speaks of."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article
from discussions.actions import delete, hide, open_thread
from discussions.actions.erasure import erase_words
from discussions.exports.words import my_comments
from discussions.models import Comment, Quotation
from discussions.quoting import Quote
from groups.actions import read_in
from tests.articles.revising import revised_of
from tests.articles.test_translations import HEBREW
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, cost, html_of, page_of

WORDS = "with stress"
GONE = "These words have since changed."


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def quoting(room: Room, bob: User) -> Comment:
    """Bob's comment on the stress in the second paragraph."""
    return say(room, bob, Quote(WORDS, "The second paragraph, ", ".", 22, 33, "en"))


@pytest.fixture
def translation(room: Room, alice: User) -> Article:
    article = room.reading.article
    return publish(
        title="על נרות", blocks=HEBREW, language="he", added_by=alice, translation_of=article
    )


def say(room: Room, author: User, quotation: Quote) -> Comment:
    return open_thread(
        room.reading,
        room.paragraphs[1],
        author=author,
        source="Why here?",
        key=uuid.uuid4(),
        quotation=quotation,
    )


def filled(quote: str, prefix: str = "", suffix: str = "") -> dict[str, str]:
    around = {"quote_prefix": prefix, "quote_suffix": suffix}
    return {"text": "Why here?", "key": str(uuid.uuid4()), "quote": quote, **around}


def quotation_in(client: Client, room: Room, number: int = 2) -> Element:
    threads = page_of(client.get(room.discussion_url(number))).at("threads")
    return threads.one("blockquote", of_class="quotation")


def say_instead(room: Room, words: str, *, by: User) -> None:
    """Revise the second paragraph to these words."""
    article = room.reading.article
    first, _second, *others = [paragraph.block for paragraph in article.text]
    revised_of(article, [first, Block(words), *others], by=by)


# --- Quoting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_quoted_words_stand_above_those_of_the_comment(
    headers: dict[str, str], room: Room, bobs: Client
) -> None:
    answer = bobs.post(room.discussion_url(2), filled(WORDS), headers=headers)

    assert answer.status_code in {200, 302}
    quotation = quotation_in(bobs, room)
    assert quotation.text == WORDS
    assert (quotation.attributes["lang"], quotation.attributes["dir"]) == ("en", "ltr")
    assert quotation.one("a").attributes["data-quoted"] == "22 33"
    kept = Quotation.objects.get()
    assert (kept.prefix, kept.suffix, kept.language) == ("The second paragraph, ", ".", "en")


def test_neighbours_tell_which_of_several_words_are_meant(room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), filled("s", prefix="with stre", suffix="s."))

    assert Quotation.objects.get().start == 31


def test_form_without_quoted_words_quotes_none(room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), filled(" "))

    assert Comment.objects.exists()
    assert not Quotation.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("the third paragraph", "The paragraph does not have these words."),
        ("x" * 1001, "at most 1000 characters"),
    ],
)
def test_words_that_the_paragraph_does_not_have_are_refused_and_kept(
    quote: str, told: str, headers: dict[str, str], room: Room, bobs: Client
) -> None:
    answer = bobs.post(room.discussion_url(2), filled(quote), headers=headers)

    assert answer.status_code == 422
    page = page_of(answer)
    composer = page if headers else page.at("composer")
    assert composer.one("input", name="quote").attributes["value"] == quote
    assert told in composer.one(of_class="quoting").text
    assert composer.one("textarea", name="text").text == "Why here?"
    assert not Comment.objects.exists()


def test_form_sent_twice_quotes_once(room: Room, bobs: Client) -> None:
    form = filled(WORDS)
    for _copy in range(2):
        bobs.post(room.discussion_url(2), form)

    assert Quotation.objects.count() == 1


def test_nothing_ahead_is_quoted(room: Room, bobs: Client) -> None:
    assert bobs.post(room.discussion_url(4), filled("fourth")).status_code == 403
    assert not Quotation.objects.exists()


def test_text_is_to_be_quoted_as_far_as_one_has_come(room: Room, bobs: Client) -> None:
    page = page_of(bobs.get(room.url))
    quotable = [
        "data-quotable" in words.attributes for words in page.all(of_class="paragraph-text")
    ]

    assert quotable == [True, True, True, False, False]


# --- When the text is edited ---------------------------------------------------------------------


def test_quoted_words_are_found_where_an_edit_moved_them(
    room: Room, quoting: Comment, alice: User, bobs: Client
) -> None:
    say_instead(room, "So, the second paragraph, with *stress*, and more.", by=alice)

    quotation = quotation_in(bobs, room)
    assert quotation.text == WORDS
    assert quotation.one("a").attributes["data-quoted"] == "26 37"
    assert GONE not in html_of(bobs.get(room.discussion_url(2)))


def test_quoted_words_that_an_edit_took_out_still_stand_above_the_comment(
    room: Room, quoting: Comment, alice: User, bobs: Client
) -> None:
    say_instead(room, "The second paragraph, without any.", by=alice)

    quotation = quotation_in(bobs, room)
    assert quotation.text == WORDS
    assert not quotation.all("a")
    assert GONE in html_of(bobs.get(room.discussion_url(2)))


def test_quoted_words_stay_when_the_paragraph_is_removed(
    room: Room, quoting: Comment, alice: User, bobs: Client
) -> None:
    article = room.reading.article
    first, _second, *others = [paragraph.block for paragraph in article.text]
    revised_of(article, [first, *others], by=alice)

    quotation = quotation_in(bobs, room)
    assert quotation.text == WORDS
    assert not quotation.all("a")


# --- In two languages ----------------------------------------------------------------------------


def test_words_of_a_translation_are_quoted_in_its_language(
    room: Room, translation: Article, bob: User, bobs: Client, alices: Client
) -> None:
    read_in(room.place(bob), language="he")

    bobs.post(room.discussion_url(2), filled("השנייה"))

    quotation = quotation_in(bobs, room)
    assert (quotation.attributes["lang"], quotation.attributes["dir"]) == ("he", "rtl")
    assert quotation.one("a").attributes["data-quoted"] == "6 12"
    # Who reads the original sees them too, but has them nowhere in the text.
    quotation = quotation_in(alices, room)
    assert quotation.text == "השנייה"
    assert not quotation.all("a")
    assert GONE not in html_of(alices.get(room.discussion_url(2)))


def test_words_of_the_original_are_quoted_while_a_translation_is_shown(
    room: Room, translation: Article, bob: User, bobs: Client
) -> None:
    read_in(room.place(bob), language="he")

    bobs.post(room.discussion_url(2), filled(WORDS))

    assert Quotation.objects.get().language == "en"


# --- Who sees it ---------------------------------------------------------------------------------


def test_quotation_is_as_visible_as_its_comment(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    said = say(room, alice, Quote("a canary", start=0, end=8, language="en"))
    assert "a canary" in html_of(bobs.get(room.discussion_url(2)))

    Comment.objects.filter(pk=said.pk).update(paragraph=room.paragraphs[3])
    said.thread.paragraph = room.paragraphs[3]
    said.thread.save()

    for number in (2, 4):
        assert "a canary" not in html_of(bobs.get(room.discussion_url(number)))


def test_hidden_comment_shows_no_quotation_to_others(
    room: Room, heidi: User, bob: User, alice: User, sign_in: SignIn
) -> None:
    said = say(room, bob, Quote("a canary", start=0, end=8, language="en"))
    hide(said, by=room.member(alice), reason="Too loud.")

    assert "a canary" not in html_of(sign_in(heidi).get(room.discussion_url(2)))
    assert "a canary" in html_of(sign_in(bob).get(room.discussion_url(2)))


def test_quotation_goes_with_the_words_of_its_comment(
    room: Room, quoting: Comment, alice: User
) -> None:
    room.answer(quoting, alice, "An answer.")

    delete(quoting)

    assert not Quotation.objects.exists()


@pytest.mark.parametrize("keeps_words", [True, False])
def test_erasure_takes_the_quotation_with_the_words(
    keeps_words: bool, room: Room, quoting: Comment, bob: User
) -> None:
    erase_words(user=bob, emails=[bob.email], keeps_words=keeps_words)

    assert Quotation.objects.exists() is keeps_words


def test_quotation_is_in_the_export(room: Room, quoting: Comment, bob: User) -> None:
    (row,) = my_comments(bob).rows

    assert row["quotation"] == WORDS


def test_edited_comment_keeps_its_quotation(room: Room, quoting: Comment, bobs: Client) -> None:
    url = reverse("discussions:edit", args=[quoting.pk])

    body = bobs.post(url, {"text": "Why there?", "version": 1}, headers=HTMX)

    assert page_of(body).one("blockquote", of_class="quotation").text == WORDS
    shown = bobs.get(reverse("discussions:comment", args=[quoting.pk]), headers=HTMX)
    assert page_of(shown).one("blockquote", of_class="quotation").text == WORDS


def test_many_quotations_cost_what_one_does(
    room: Room, translation: Article, quoting: Comment, alice: User, bobs: Client
) -> None:
    url = room.discussion_url(2)
    one = cost(bobs, url)

    for _again in range(5):
        say(room, alice, Quote("paragraph", start=11, end=20, language="en"))
        say(room, alice, Quote("הפסקה", start=0, end=5, language="he"))

    assert cost(bobs, url) == one
    threads = page_of(bobs.get(url)).at("threads")
    assert len(threads.all("blockquote", of_class="quotation")) == 11
