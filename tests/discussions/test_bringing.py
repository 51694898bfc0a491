"""Bringing annotations into another group's reading of the same text, as notes to oneself.

Bob takes along what was said in The Cellar; carol, who leads another group, brings it in.
"""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from discussions import actions
from discussions.annotations import LONGEST, MOST
from discussions.models import Comment, Quotation, Thread
from groups.actions import found, start_reading
from groups.models import Group, Reading
from tests.at_once import at_once
from tests.conftest import Room, SignIn
from tests.page import Element, html_of, page_of


@pytest.fixture
def theirs(carol: User, room: Room) -> Reading:
    """A reading of another copy of the text, in which a paragraph more comes first."""
    blocks = [Block("A new foreword."), *(paragraph.block for paragraph in room.paragraphs)]
    article = publish(title="On Lamps", blocks=blocks, added_by=carol)
    return start_reading(article, by=found(Group(name="The Attic"), founder=carol))


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def url(reading: Reading) -> str:
    return reverse("discussions:bringing", args=[reading.pk])


def bring(client: Client, reading: Reading, content: bytes | str) -> HttpResponseBase:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("discussion.jsonld", raw)
    return client.post(url(reading), {"file": file})


def taken(client: Client, room: Room) -> bytes:
    address = reverse("discussions:export", args=[room.reading.pk])
    content: bytes = client.get(address, {"format": "jsonld"}).content
    return content


def note(words: str, *quotes: str, **more: Any) -> dict[str, Any]:
    selector = [{"type": "TextQuoteSelector", "exact": quote} for quote in quotes]
    return {
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": words},
        "target": {"source": "https://example.org/lamps", "selector": selector},
    } | more


def notes(reading: Reading) -> list[tuple[int, str]]:
    """Where the notes stand and what they say, in the order in which they were made."""
    comments = Comment.objects.filter(reading=reading).select_related("paragraph").order_by("pk")
    return [(comment.paragraph.position, comment.source) for comment in comments]


# --- There and back ------------------------------------------------------------------------------


def test_what_was_taken_along_comes_in_on_its_paragraphs_with_names_and_replies(
    room: Room, theirs: Reading, alice: User, bob: User, carol: User, bobs: Client, carols: Client
) -> None:
    first = room.say(bob, 2, "Bob's *thought*.")
    room.answer(room.answer(first, alice, "But why?"), bob, "Because.")
    quoting = room.say(alice, 1, "הנה.")
    Quotation.objects.create(comment=quoting, exact="first", start=4, end=9, language="en")

    answer = bring(carols, theirs, taken(bobs, room))

    assert answer.status_code == 302
    day = page_day(first)
    assert notes(theirs) == [
        (3, f"*Bob wrote on {day}:*\n\nBob's *thought*."),
        (2, f"*Alice wrote on {day}:*\n\nהנה."),
        (3, f"*Alice wrote on {day}:*\n\nBut why?"),
        (3, f"*Bob wrote on {day}:*\n\nBecause."),
    ]
    threads = Thread.objects.filter(reading=theirs)
    assert {(thread.kind, thread.opened_by) for thread in threads} == {("note", carol)}
    assert [(one.voices, one.said) for one in threads] == [(3, 3), (1, 1)]
    *_others, last = Comment.objects.filter(reading=theirs).order_by("pk")
    assert last.parent is not None
    assert "But why?" in last.parent.source
    assert "4 comments are in your notes now." in html_of(carols.get(url(theirs)))


def page_day(comment: Comment) -> str:
    return date_format(comment.created_at.date(), "DATE_FORMAT")


def test_what_was_brought_in_is_found_by_its_words_and_by_carol_alone(
    room: Room, comment: Comment, theirs: Reading, bobs: Client, carols: Client
) -> None:
    bring(carols, theirs, taken(bobs, room))

    search = reverse("discussions:said")
    assert len(page_of(carols.get(search, {"q": "thought"})).all(of_class="found-text")) == 1
    assert len(page_of(bobs.get(search, {"q": "thought"})).all(of_class="found-text")) == 1


def test_bringing_the_same_in_again_makes_nothing_and_more_of_it_joins(
    room: Room, comment: Comment, theirs: Reading, alice: User, bobs: Client, carols: Client
) -> None:
    for _time in range(2):
        bring(carols, theirs, taken(bobs, room))
    assert len(notes(theirs)) == 1
    assert "Nothing new" in html_of(carols.get(url(theirs)))

    room.answer(comment, alice, "But why?")
    bring(carols, theirs, taken(bobs, room))

    thread = Thread.objects.get(reading=theirs)
    assert (thread.voices, thread.said) == (2, 2)


def test_place_of_what_is_gone_stays(
    room: Room, comment: Comment, theirs: Reading, alice: User, bobs: Client, carols: Client
) -> None:
    room.answer(comment, alice, "But why?")
    actions.delete(comment)

    bring(carols, theirs, taken(bobs, room))

    assert [words.partition("\n\n")[2] or words for _place, words in notes(theirs)] == [
        "…",
        "But why?",
    ]


@pytest.mark.django_db(transaction=True)
def test_copies_at_once_bring_in_once(
    room: Room, comment: Comment, theirs: Reading, carol: User, bobs: Client, sign_in: SignIn
) -> None:
    file = taken(bobs, room)

    at_once(*[lambda: bring(sign_in(carol), theirs, file)] * 4)

    assert len(notes(theirs)) == 1


# --- Places --------------------------------------------------------------------------------------

TEXT = [
    Block("Introduction", Kind.HEADING, 2),
    Block("A lamp burns in the window all night."),
    Block("Yes."),
    Block("Introduction", Kind.HEADING, 2),
    Block("A lamp burns in the cellar. Yes."),
]


@pytest.fixture
def lamps(carol: User) -> Reading:
    article = publish(title="Lamps", blocks=TEXT, added_by=carol)
    return start_reading(article, by=found(Group(name="The Attic"), founder=carol))


@pytest.mark.parametrize(
    ("quotes", "position"),
    [
        (["A lamp burns in the window"], 2),
        (["in THE window"], 2),
        (["Yes."], 3),
        (["burns in the", "A lamp burns in the cellar. Yes."], 5),
        (["burns in the", "A lamp burns in the cellar"], 5),
        (["in the window", "What it was before an edit."], 2),
        (["A lamp burns in the"], None),
        (["Introduction"], None),
        (["window"], None),
        (["in the window", "in the cellar"], None),
        (["There is no such thing."], None),
        (["", " ", "***"], None),
        ([], None),
    ],
)
def test_place_is_found_by_words_and_never_guessed(
    quotes: list[str], position: int | None, lamps: Reading, carols: Client
) -> None:
    bring(carols, lamps, json.dumps([note("Hm.", *quotes)]))

    assert [place for place, _words in notes(lamps)] == ([position] if position else [])


def test_key_of_a_paragraph_tells_between_those_with_the_same_words_only(
    lamps: Reading, carols: Client
) -> None:
    first, lamp, _yes, second, *_more = lamps.article.text
    for key in (second.pk, lamp.pk):
        named = note("Hm.", "Introduction", id=f"urn:{key}")
        named["target"]["selector"].append(
            {"type": "FragmentSelector", "value": f"paragraph-{key}"}
        )
        bring(carols, lamps, json.dumps(named))

    assert first.pk != second.pk
    assert [place for place, _words in notes(lamps)] == [4]


def test_what_has_no_place_is_told_with_its_replies(lamps: Reading, carols: Client) -> None:
    stray = note("Where am I?", "Nowhere to be found.", id="urn:1", creator={"name": "Zoë"})
    reply = note("There?", id="urn:2", target="urn:1")

    bring(carols, lamps, json.dumps([stray, reply, note("Yes!", "Yes.")]))

    page = page_of(carols.get(url(lamps)))
    lost = page.one(of_class="notice")
    assert lost.one("h2").text == "2 comments have no place here"
    assert [each.text for each in lost.all("li")] == ["Zoë : Where am I?", "There?"]
    assert [place for place, _words in notes(lamps)] == [3]
    assert page_of(carols.get(url(lamps))).all(of_class="notice") == []


# --- Anything else -------------------------------------------------------------------------------


BAD: dict[str, bytes | str] = {
    "nothing": "",
    "words": "Hello.",
    "an object": "{}",
    "a list": "[]",
    "null": "null",
    "a number without end": "1" * 10_000,
    "no text": b"\xff\xfe\x00",
    "many brackets": "[" * 300_000,
    "lists in lists": "[" * 10_000 + "]" * 10_000,
    "pages in pages": '{"first":' * 10_000 + "1" + "}" * 10_000,
    "a person": '{"type": "Person"}',
    "a number among them": '[{"type": "Annotation"}, 1]',
    "a number as items": '{"first": {"items": 7}}',
    "too many": json.dumps([{"type": "Annotation"}] * (MOST + 1)),
    "too long a word": json.dumps([note("x" * (LONGEST + 1), "Yes.")]),
    "too large": " " * (5 * 2**20 + 1),
}


@pytest.mark.parametrize("name", BAD)
def test_other_files_are_refused_with_a_word(name: str, lamps: Reading, carols: Client) -> None:
    answer = bring(carols, lamps, BAD[name])

    assert answer.status_code == 422
    assert len(page_of(answer).one(of_class="errorlist").text) > 10
    assert notes(lamps) == []


def test_wrong_types_inside_do_no_harm(lamps: Reading, carols: Client) -> None:
    strange: list[Any] = [
        None,
        True,
        7,
        1e999,
        "x",
        "\ud800",
        "a\0b",
        [],
        [[]],
        {},
        [{}],
        {"value": {}},
    ]
    fields = ("id", "body", "bodyValue", "target", "creator", "created", "motivation")
    items = [note("Hm.", "Yes.") | {name: value} for name in fields for value in strange]
    items += [note("Hm.", "Yes.", target={"selector": value}) for value in strange]
    items += [note("Hm.", "Yes.", body={"value": value, "format": value}) for value in strange]

    assert bring(carols, lamps, json.dumps(items)).status_code == 302
    assert {place for place, _words in notes(lamps)} == {3}


def test_those_that_answer_each_other_are_told_of(lamps: Reading, carols: Client) -> None:
    circle = [note("I.", id="urn:1", target="urn:2"), note("You.", id="urn:2", target="urn:1")]

    bring(carols, lamps, json.dumps(circle))

    assert notes(lamps) == []
    assert "2 comments have no place" in html_of(carols.get(url(lamps)))


def test_long_chain_of_replies_is_kept_to_a_depth(lamps: Reading, carols: Client) -> None:
    chain = [note("Yes!", "Yes.", id="urn:0")]
    chain += [note("No.", id=f"urn:{n}", target=f"urn:{n - 1}") for n in range(1, 300)]

    bring(carols, lamps, json.dumps(chain))

    assert len(notes(lamps)) == 300
    assert carols.get(lamps.get_absolute_url()).status_code == 200


def test_scripts_and_marks_are_words_or_nothing(lamps: Reading, carols: Client) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    bodies = [
        {"value": evil, "format": "text/markdown"},
        {"value": evil, "format": "text/html"},
        {"value": evil},
    ]
    creator = {"name": "*<b>Eve</b>*\n# Head"}
    items = [note("", "Yes.", body=body, creator=creator) for body in bodies]

    bring(carols, lamps, json.dumps(items))

    for comment in Comment.objects.filter(reading=lamps):
        page = page_of_html(comment.html)
        assert {element.tag for element in page} <= {"p", "em", "br"}
        assert page.all("em")[0].text.startswith("*<b>Eve</b>* # Head wrote")


def page_of_html(html: str) -> Element:
    return page_of(HttpResponse(html))


def test_other_programs_leave_brackets_out(lamps: Reading, carols: Client) -> None:
    item = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": ["Annotation"],
        "bodyValue": "Five * stars & more.",
        "creator": "Zoë",
        "created": "2020-02-30T00:00:00Z",
        "target": [{"selector": {"type": "TextQuoteSelector", "exact": "in the window all night"}}],
    }

    bring(carols, lamps, json.dumps(item))

    assert notes(lamps) == [(2, "*Zoë wrote:*\n\nFive * stars & more.")]
