"""Taking a reading's discussion along: what is in the file, and for whom.

Bob stands at the third paragraph, alice has read everything.
"""

import json
import re
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.actions.blocks import block
from accounts.models import User
from discussions import actions
from discussions.models import Comment, Kind, Quotation
from discussions.transcripts.annotations import BEGINNING
from tests.conftest import Room, SignIn
from tests.page import Element, cost, html_of, page_of

FORMATS = ["html", "md", "jsonld"]


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def url(room: Room) -> str:
    return reverse("discussions:export", args=[room.reading.pk])


def taken(client: Client, room: Room, kind: str, **chosen: str) -> str:
    answer = client.get(url(room), {"format": kind, **chosen})
    assert answer.status_code == 200
    return answer.content.decode()


def annotations(client: Client, room: Room, **chosen: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(taken(client, room, "jsonld", **chosen))["first"][
        "items"
    ]
    return items


def say_aside(
    room: Room, author: User, words: str, kind: Kind, partner: User | None = None
) -> Comment:
    return actions.open_thread(
        room.reading,
        room.paragraphs[0],
        author=author,
        source=words,
        key=uuid.uuid4(),
        kind=kind,
        partner=partner,
    )


# --- What may be taken along ---------------------------------------------------------------------


def test_page_offers_three_kinds_of_file(room: Room, bobs: Client) -> None:
    form = page_of(bobs.get(url(room))).at("main").one("form")

    kinds = [choice.attributes["value"] for choice in form.all("input", type="radio")]
    assert kinds == FORMATS
    assert "checked" not in form.one("input", type="checkbox").attributes


def test_unknown_kind_is_told(room: Room, bobs: Client) -> None:
    answer = bobs.get(url(room), {"format": "exe"})

    assert answer.status_code == 422
    assert "Choose one of these." in html_of(answer)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_ahead_is_left_out(
    kind: str, room: Room, comment: Comment, alice: User, bobs: Client, alices: Client
) -> None:
    ahead = room.say(alice, 4, "A lapwing.")
    room.answer(ahead, alice, "Another lapwing.")

    assert "thought" in taken(bobs, room, kind)
    assert "lapwing" not in taken(bobs, room, kind)
    assert "fourth paragraph" not in taken(bobs, room, kind)
    assert taken(alices, room, kind).count("lapwing") == 2


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_private_comes_along_only_if_asked_for_and_never_from_others(
    kind: str, room: Room, alice: User, bob: User, heidi: User, bobs: Client
) -> None:
    say_aside(room, bob, "My own note.", Kind.NOTE)
    room.answer(say_aside(room, alice, "For bob alone.", Kind.PAIR, bob), bob, "For alice alone.")
    say_aside(room, alice, "A lapwing.", Kind.NOTE)
    say_aside(room, alice, "A lapwing for heidi.", Kind.PAIR, heidi)

    for words in ("own note", "bob alone", "alice alone"):
        assert words not in taken(bobs, room, kind)
        assert words in taken(bobs, room, kind, private="on")
    assert "lapwing" not in taken(bobs, room, kind, private="on")


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_deleted_hidden_or_by_one_blocked_only_holds_replies_in_their_place(
    kind: str, room: Room, alice: User, bob: User, heidi: User, sign_in: SignIn
) -> None:
    deleted = room.say(bob, 1, "A lapwing.")
    room.answer(deleted, heidi, "I answer what is gone.")
    hidden = room.say(heidi, 1, "A loud lapwing.")
    room.answer(hidden, heidi, "I answer what is hidden.")
    room.say(bob, 2, "A lapwing that nobody answers.")
    blocked = room.say(alice, 2, "A blocked lapwing.")
    room.answer(blocked, bob, "I answer the blocked.")
    actions.delete(deleted)
    actions.hide(hidden, by=room.member(alice), reason="Too loud.")
    actions.delete(Comment.objects.get(source__contains="nobody"))
    block(heidi, blocked=alice)

    for reader in (heidi, bob):
        file = taken(sign_in(reader), room, kind)
        assert [word in file for word in ("gone", "is hidden", "the blocked")] == [True] * 3
        assert ("lapwing" in file) == (reader == bob)
        assert "loud" not in file.replace("Too loud", "")
        assert "nobody" not in file


# --- The page ------------------------------------------------------------------------------------


def test_page_needs_nothing_else_and_escapes_what_people_typed(
    room: Room, alice: User, bobs: Client
) -> None:
    room.reading.article.title = "Lamps </title><script>"
    room.reading.article.save()
    alice.display_name = "<b>Alice</b>"
    alice.save()
    said = room.say(alice, 2, "See <script>alert(1)</script> *this*.")
    Quotation.objects.create(comment=said, exact="second <i>", start=4, end=10, language="en")

    file = taken(bobs, room, "html")

    assert not re.search(r"<script|<link|<img|<b>|<i>|src=|@import|url\(", file)
    page = page_of_file(file)
    assert page.one("article").one("em").text == "this"
    assert "<b>Alice</b>" in page.one("article").text
    assert page.one("section").one("h2").text == "¶ 2"


def test_page_nests_replies_and_tells_questions(room: Room, bob: User, bobs: Client) -> None:
    question = say_aside(room, bob, "Why?", Kind.QUESTION)
    room.answer(question, bob, "Because.")

    first, second = page_of_file(taken(bobs, room, "html")).all("article")

    assert (first.classes, second.classes) == (["at-0"], ["at-1"])
    assert first.text.endswith("· Question Why?")


def page_of_file(file: str) -> Element:
    return page_of(HttpResponse(file))


# --- The document --------------------------------------------------------------------------------


def test_document_quotes_the_paragraph_and_nests_replies(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    room.answer(comment, alice, "Two\nlines.")

    lines = taken(bobs, room, "md").split("\n")

    assert lines[0] == "# On Lamps"
    assert "## ¶ 2" in lines
    assert "> The second paragraph, with stress." in lines
    assert "Bob's thought." in lines
    start = lines.index("> Two")
    assert lines[start - 2].startswith("> **Alice** · ")
    assert lines[start + 1] == "> lines."


# --- The annotations -----------------------------------------------------------------------------


def test_collection_is_as_the_standard_has_it(room: Room, comment: Comment, bobs: Client) -> None:
    collection = json.loads(taken(bobs, room, "jsonld"))

    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == 1
    assert collection["first"]["type"] == "AnnotationPage"
    assert collection["first"]["partOf"] == collection["id"]
    (annotation,) = collection["first"]["items"]
    assert annotation["id"].endswith(comment.get_absolute_url())
    assert annotation["id"].startswith("http")
    assert annotation["type"] == "Annotation"
    assert annotation["motivation"] == "commenting"
    assert annotation["creator"] == {"type": "Person", "name": "Bob"}
    assert annotation["body"] == {
        "type": "TextualBody",
        "value": "Bob's thought.",
        "format": "text/markdown",
        "language": "en",
        "textDirection": "ltr",
    }
    target = annotation["target"]
    assert target["type"] == "SpecificResource"
    assert target["source"].endswith(room.reading.article.get_absolute_url())
    fragment, words = target["selector"]
    assert fragment["value"] == f"paragraph-{room.paragraphs[1].pk}"
    assert words == {"type": "TextQuoteSelector", "exact": "The second paragraph, with stress."}


def test_reply_targets_what_it_answers_and_question_asks(
    room: Room, bob: User, bobs: Client
) -> None:
    question = say_aside(room, bob, "Why?", Kind.QUESTION)
    answer = room.answer(question, bob, "Because.")
    actions.edit(answer, source="Because of that.", version=1)

    first, second = annotations(bobs, room)

    assert (first["motivation"], second["motivation"]) == ("questioning", "replying")
    assert second["target"] == first["id"]
    assert "modified" in second
    assert "modified" not in first


def test_quotation_is_selected_within_the_paragraph(
    room: Room, comment: Comment, bobs: Client
) -> None:
    Quotation.objects.create(
        comment=comment, exact="second", prefix="The ", start=4, end=10, language="en"
    )

    (annotation,) = annotations(bobs, room)

    quote, position = annotation["target"]["selector"][0]["refinedBy"]
    assert (quote["exact"], quote["prefix"]) == ("second", "The ")
    assert (position["start"], position["end"]) == (4, 10)


def test_place_of_what_is_deleted_has_neither_words_nor_name(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    room.answer(comment, alice, "But why?")
    actions.delete(comment)

    place, reply = annotations(bobs, room)

    assert "body" not in place
    assert "creator" not in place
    assert reply["target"] == place["id"]


def test_only_the_beginning_of_a_long_paragraph_is_quoted(
    room: Room, comment: Comment, bobs: Client
) -> None:
    words = "lamp " * 100
    room.reading.article.text.filter(position=2).update(source=words)

    (annotation,) = annotations(bobs, room)

    exact = annotation["target"]["selector"][1]["exact"]
    assert words.startswith(exact)
    assert BEGINNING - 5 <= len(exact) <= BEGINNING
    assert exact.endswith("lamp")


# --- The file ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("On Lamps", 'filename="On Lamps.html"'),
        ("על נרות", "filename*=utf-8''%D7%A2%D7%9C%20%D7%A0%D7%A8%D7%95%D7%AA.html"),
        ('../a\\b"c\u202e\x01\nd', 'filename="a b c d.html"'),
    ],
)
def test_file_is_named_after_the_text(title: str, name: str, room: Room, bobs: Client) -> None:
    room.reading.article.title = title
    room.reading.article.save()

    answer: HttpResponseBase = bobs.get(url(room), {"format": "html"})

    assert answer.headers["Content-Disposition"] == f"attachment; {name}"


@pytest.mark.parametrize("kind", FORMATS)
def test_cost_does_not_grow_with_what_was_said(
    kind: str, room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    few = cost(bobs, f"{url(room)}?format={kind}")
    for _number in range(3):
        room.answer(room.say(alice, 1, "A word."), alice, "And another.")

    assert cost(bobs, f"{url(room)}?format={kind}") == few <= 7
