"""Speaking on a paragraph: opening a thread and answering."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article
from discussions.forms.comments import LONGEST
from discussions.models import Comment, Thread
from groups import actions
from groups.models import Group
from tests.conftest import Room, SignIn
from tests.page import HTMX, html_of, page_of


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def words(text: str, **more: object) -> dict[str, object]:
    """What the form of a comment posts."""
    return {"text": text, "key": str(uuid.uuid4()), **more}


def reply_url(comment: Comment) -> str:
    return reverse("discussions:reply", args=[comment.pk])


def test_comment_opens_a_thread_on_its_paragraph(room: Room, bob: User, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), words("What does *stress* do here?"))

    comment = Comment.objects.get()
    assert (comment.reading, comment.paragraph) == (room.reading, room.paragraphs[1])
    assert (comment.author, comment.parent) == (bob, None)
    assert (comment.thread.reading, comment.thread.voices) == (room.reading, 1)
    assert comment.thread.paragraph == room.paragraphs[1]


def test_speaking_leads_to_where_the_words_stand(room: Room, bobs: Client) -> None:
    answer = bobs.post(room.discussion_url(2), words("Here."), follow=True)

    comment = Comment.objects.get()
    assert answer.redirect_chain == [(f"{room.discussion_url(2)}#comment-{comment.pk}", 302)]
    assert page_of(answer).at(f"body-{comment.pk}").one(of_class="voice-words").text == "Here."


def test_speaking_through_htmx_brings_the_voice_and_an_empty_form(room: Room, bobs: Client) -> None:
    said = words("Here.")

    answer = page_of(bobs.post(room.discussion_url(2), said, headers=HTMX))

    comment = Comment.objects.get()
    assert answer.one(**{"hx-swap-oob": "beforeend:#threads"}).has(f"comment-{comment.pk}")
    form = answer.one("form", of_class="form")
    assert form.one("textarea").text == ""
    assert form.one("input", name="key").attributes["value"] != said["key"]
    assert answer.at(f"voices-{room.keys(2)[0]}").text == "1"


def test_each_comment_begins_a_thread_of_its_own(room: Room, alice: User, bob: User) -> None:
    room.say(alice, 2, "One thing.")
    room.say(bob, 2, "Another.")

    assert [thread.voices for thread in Thread.objects.all()] == [1, 1]


def test_others_meet_what_was_said(
    room: Room, comment: Comment, alice: User, sign_in: SignIn
) -> None:
    voice = page_of(sign_in(alice).get(room.discussion_url(2))).at(f"comment-{comment.pk}")

    assert voice.one(of_class="voice-name").text == "Bob"
    assert voice.one(of_class="voice-words").text == "Bob's thought."


def test_reply_stands_under_what_it_answers(
    room: Room, comment: Comment, alice: User, sign_in: SignIn
) -> None:
    sign_in(alice).post(reply_url(comment), words("And mine."))

    answer = Comment.objects.get(author=alice)
    assert (answer.parent, answer.thread, answer.paragraph) == (
        comment,
        comment.thread,
        comment.paragraph,
    )
    assert Thread.objects.get().voices == 2
    page = page_of(sign_in(alice).get(room.discussion_url(2)))
    assert page.at(f"replies-{comment.pk}").has(f"comment-{answer.pk}")


def test_reply_through_htmx_is_put_under_what_it_answers(comment: Comment, bobs: Client) -> None:
    answer = page_of(bobs.post(reply_url(comment), words("And more."), headers=HTMX))

    reply = Comment.objects.get(parent=comment)
    assert answer.one(**{"hx-swap-oob": f"beforeend:#replies-{comment.pk}"}).has(
        f"comment-{reply.pk}"
    )


def test_form_of_a_reply_stands_at_what_it_answers(comment: Comment, bobs: Client) -> None:
    page = page_of(bobs.get(reply_url(comment)))

    form = page.at(f"reply-{comment.pk}").one("form")
    assert form.attributes["action"] == reply_url(comment)


def test_form_of_a_reply_comes_alone_through_htmx(comment: Comment, bobs: Client) -> None:
    fragment = page_of(bobs.get(reply_url(comment), headers=HTMX))

    assert [element.tag for element in fragment.parts if not isinstance(element, str)] == ["form"]


def test_chain_of_200_replies_is_drawn_whole(
    room: Room, comment: Comment, alice: User, bob: User, bobs: Client
) -> None:
    newest = comment
    for number in range(199):
        newest = room.answer(newest, (alice, bob)[number % 2], f"Answer {number}.")

    page = page_of(bobs.get(room.discussion_url(2)))

    assert len(page.all("article", of_class="voice")) == 200
    assert page.at(f"comment-{newest.pk}").one(of_class="voice-answers").one("bdi").text == "Bob"


def test_reply_deep_in_a_chain_is_put_beside_what_it_answers(
    room: Room, comment: Comment, bob: User, bobs: Client
) -> None:
    chain = [comment]
    for number in range(6):
        chain.append(room.answer(chain[-1], bob, f"Answer {number}."))

    answer = page_of(bobs.post(reply_url(chain[-1]), words("Deeper."), headers=HTMX))

    newest = Comment.objects.get(source="Deeper.")
    assert newest.parent == chain[-1]
    assert answer.one(**{"hx-swap-oob": f"beforeend:#replies-{chain[4].pk}"}).has(
        f"comment-{newest.pk}"
    )


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("text", ["", " \n\t ", "x" * (LONGEST + 1)], ids=["none", "blank", "long"])
def test_words_that_cannot_be_said_come_back(
    text: str, headers: dict[str, str], room: Room, bobs: Client
) -> None:
    answer = bobs.post(room.discussion_url(2), words(text), headers=headers)

    assert answer.status_code == 422
    page = page_of(answer)
    composer = page if headers else page.at("composer")
    assert "".join(map(str, composer.one("textarea").parts)).strip() == text.strip()
    assert composer.all(of_class="errorlist")
    assert not Comment.objects.exists()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_reply_that_cannot_be_said_comes_back(
    headers: dict[str, str], comment: Comment, bobs: Client
) -> None:
    long = "y" * (LONGEST + 1)

    answer = bobs.post(reply_url(comment), words(long), headers=headers)

    assert answer.status_code == 422
    page = page_of(answer)
    slot = page if headers else page.at(f"reply-{comment.pk}")
    assert slot.one("textarea").text == long
    assert not comment.replies.exists()


def test_the_longest_words_are_said_whole(room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), words("x" * LONGEST))

    assert len(Comment.objects.get().source) == LONGEST


def test_words_without_the_key_of_a_form_come_back(room: Room, bobs: Client) -> None:
    answer = bobs.post(room.discussion_url(2), {"text": "No key.", "key": "no-uuid"})

    assert answer.status_code == 422
    assert page_of(answer).at("composer").one("textarea").text == "No key."


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        '<a href="javascript:alert(1)">a</a>',
        "<svg><script>alert(1)</script></svg>",
        '<div hx-get="/" hx-trigger="load" style="color:red" class="toast">x</div>',
        "![x](https://example.org/pixel.png)",
        "<iframe src=//example.org></iframe>",
    ],
)
def test_markup_in_words_is_inert(text: str, room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), words(text))

    page = page_of(bobs.get(room.discussion_url(2)))
    inside = page.at(f"body-{Comment.objects.get().pk}").one(of_class="voice-words")
    assert {element.tag for element in inside} <= {"p", "a", "br"}
    names = {name for element in inside for name in element.attributes}
    assert names <= {"dir", "href", "rel", "title"}
    addresses = [element.attributes.get("href", "") for element in inside]
    assert not any(address.startswith("javascript") for address in addresses)


def test_markdown_in_words_is_drawn(room: Room, bobs: Client) -> None:
    bobs.post(room.discussion_url(2), words("> quoted\n\n*stressed* **strong** `code`"))

    page = page_of(bobs.get(room.discussion_url(2)))
    inside = page.at(f"body-{Comment.objects.get().pk}").one(of_class="voice-words")
    assert inside.one("blockquote").text == "quoted"
    assert [inside.one(tag).text for tag in ("em", "strong", "code")] == [
        "stressed",
        "strong",
        "code",
    ]


def test_markup_in_names_is_shown_as_it_was_typed(
    room: Room, comment: Comment, alice: User, bob: User, sign_in: SignIn
) -> None:
    bob.display_name = '<b onclick="x">Bob</b> & "co"'
    bob.save()
    room.group.name = "<script>alert(1)</script>"
    room.group.save()

    for url in (room.discussion_url(2), room.group.get_absolute_url(), "/"):
        html = html_of(sign_in(alice).get(url))
        assert "<b onclick" not in html
        assert "<script>alert" not in html
    page = page_of(sign_in(alice).get(room.discussion_url(2)))
    assert page.at(f"comment-{comment.pk}").one(of_class="voice-name").text == bob.display_name


def test_extra_fields_say_nothing(
    room: Room, comment: Comment, alice: User, bob: User, bobs: Client
) -> None:
    more = {
        "author": alice.pk,
        "reading": 1_000_000,
        "paragraph": room.keys(1)[0],
        "parent": comment.pk,
        "html": "<b>x</b>",
        "created_at": "2001-01-01",
    }

    bobs.post(room.discussion_url(2), words("Mine.", **more))

    mine = Comment.objects.get(source="Mine.")
    assert (mine.author, mine.reading, mine.parent) == (bob, room.reading, None)
    assert mine.paragraph == room.paragraphs[1]
    assert mine.html == '<p dir="auto">Mine.</p>\n'
    assert mine.created_at.year > 2001


def test_paragraph_of_another_text_is_not_there(room: Room, bobs: Client) -> None:
    other = publish(title="Elsewhere", blocks=[Block("Another text.")])
    url = reverse("discussions:discussion", args=[room.reading.pk, other.paragraphs.get().pk])

    assert bobs.get(url).status_code == 404
    assert bobs.post(url, words("Lost?")).status_code == 404
    assert not Comment.objects.exists()


def test_comment_of_another_group_cannot_be_answered(
    room: Room, comment: Comment, article: Article, carol: User, sign_in: SignIn
) -> None:
    theirs = actions.found(Group(name="The Attic"), founder=carol)
    reading = actions.start_reading(article, by=theirs)
    carols = sign_in(carol)

    answer = carols.post(reply_url(comment), words("From outside.", reading=reading.pk))

    assert answer.status_code == 404
    assert Comment.objects.count() == 1


def test_who_left_can_no_longer_answer_or_change(
    room: Room, comment: Comment, bob: User, bobs: Client
) -> None:
    actions.leave(room.member(bob))

    for name in ("reply", "edit", "deletion"):
        url = reverse(f"discussions:{name}", args=[comment.pk])
        assert bobs.post(url, words("Still here.", version=1)).status_code == 404
    comment.refresh_from_db()
    assert (comment.source, comment.is_deleted) == ("Bob's thought.", False)
    assert Comment.objects.count() == 1


def test_words_of_a_deleted_account_stay_without_a_name(
    room: Room, comment: Comment, bob: User, alice: User, sign_in: SignIn
) -> None:
    bob.delete()

    voice = page_of(sign_in(alice).get(room.discussion_url(2))).at(f"comment-{comment.pk}")

    assert voice.one(of_class="voice-words").text == "Bob's thought."
    assert voice.one(of_class="voice-nobody").text == "Somebody who has left"
    assert not voice.all(of_class="voice-name")
    assert "Block" not in voice.text


def test_lasting_address_leads_to_where_a_comment_stands(
    room: Room, comment: Comment, bobs: Client
) -> None:
    answer = bobs.get(comment.get_absolute_url())

    assert answer.headers["Location"] == f"{room.discussion_url(2)}#comment-{comment.pk}"
