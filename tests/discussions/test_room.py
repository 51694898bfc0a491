"""The reading room: the text with its margins, and what it costs."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from discussions.models import Comment, Thread
from groups import actions
from groups.models import Membership
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, cost, page_of

MOST_QUERIES = 12
# A discussion beside it: its paragraph, its voices, the signs there, whom one may speak to, what
# one follows; that it was heard, and what was told of it.
MOST_WITH_DISCUSSION = MOST_QUERIES + 7


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def paragraph(page: Element, room: Room, position: int) -> Element:
    return page.at(f"paragraph-{room.keys(position)[0]}")


def test_text_stands_in_its_order(room: Room, bobs: Client) -> None:
    page = page_of(bobs.get(room.url))

    blocks = page.all(of_class="block")
    assert [block.text for block in blocks] == [
        "The first paragraph.",
        "The second paragraph, with stress .",
        "A heading",
        "The fourth paragraph.",
        "The fifth and last paragraph.",
    ]
    assert [block.tag for block in blocks] == ["p", "p", "h2", "p", "p"]


def test_paragraphs_know_what_is_read_and_where_i_stand(room: Room, bobs: Client) -> None:
    page = page_of(bobs.get(room.url))

    found = [paragraph(page, room, position).classes for position in range(1, 6)]
    assert ["is-read" in classes for classes in found] == [True, True, False, False, False]
    assert ["is-place" in classes for classes in found] == [False, False, True, False, False]


def test_members_stand_where_they_are(room: Room, carol: User, bobs: Client) -> None:
    actions.join(room.group, user=carol)

    page = page_of(bobs.get(room.url))

    faces = [paragraph(page, room, position).all(of_class="faces") for position in range(1, 6)]
    assert ["".join(face.text for face in found) for found in faces] == [
        "Here: Carol C",
        "",
        "Here: Bob B",
        "",
        "",
    ]


def test_who_has_read_all_stands_at_the_end(room: Room, bobs: Client) -> None:
    assert "A" in page_of(bobs.get(room.url)).at("end").one(of_class="face").text


def test_many_members_at_one_paragraph_are_counted(
    room: Room, person: Person, bobs: Client
) -> None:
    for number in range(6):
        late = person(f"guest{number}")
        actions.join(room.group, user=late)

    first = paragraph(page_of(bobs.get(room.url)), room, 1)

    assert len(first.all(of_class="face")) == 5
    assert first.one(of_class="is-more").text == "+2"


def test_margins_count_the_voices(room: Room, comment: Comment, alice: User, bobs: Client) -> None:
    room.answer(comment, alice, "I answer.")
    room.say(alice, 2, "Another thing.")

    page = page_of(bobs.get(room.url))

    voices = [page.at(f"voices-{key}").text for key in room.keys(1, 2, 3)]
    assert voices == ["", "3", ""]


def test_line_above_says_how_far_everyone_has_come(room: Room, bobs: Client) -> None:
    words = page_of(bobs.get(room.url)).at("progress").one(of_class="progress-words")

    assert words.text == "Everyone has reached ¶ 3 of 5"


def test_discussion_opens_beside_the_text(room: Room, comment: Comment, bobs: Client) -> None:
    page = page_of(bobs.get(room.discussion_url(2)))

    assert len(page.all(of_class="paragraph")) == 5
    assert page.at("discussion").has(f"comment-{comment.pk}")


def test_discussion_comes_alone_through_htmx(room: Room, comment: Comment, bobs: Client) -> None:
    fragment = page_of(bobs.get(room.discussion_url(2), headers=HTMX))

    assert fragment.has(f"comment-{comment.pk}")
    assert not fragment.all("html")
    assert not fragment.all(of_class="paragraph")


def test_discussion_shows_only_its_paragraph(
    room: Room, comment: Comment, alice: User, bobs: Client
) -> None:
    elsewhere = room.say(alice, 1, "On the first.")

    page = page_of(bobs.get(room.discussion_url(2)))

    assert not page.has(f"comment-{elsewhere.pk}")


def test_text_in_hebrew_is_set_from_right_to_left(room: Room, alice: User, sign_in: SignIn) -> None:
    hebrew = publish(title="מנורות", blocks=[Block("פסקה ראשונה.")], language="he")
    reading = actions.start_reading(hebrew, by=room.member(alice))

    text = page_of(sign_in(alice).get(reading.get_absolute_url())).one("article", of_class="text")

    assert (text.attributes["lang"], text.attributes["dir"]) == ("he", "rtl")


def test_marking_leads_to_the_new_place(room: Room, bobs: Client) -> None:
    answer = bobs.post(room.marks_url, {"read_to": room.keys(3)[0]})

    assert answer.headers["Location"] == f"{room.url}#paragraph-{room.keys(4)[0]}"


def test_marking_the_last_paragraph_leads_to_the_end(room: Room, bobs: Client) -> None:
    answer = bobs.post(room.marks_url, {"read_to": room.keys(5)[0]})

    assert answer.headers["Location"] == f"{room.url}#end"
    assert page_of(bobs.get(room.url)).at("progress").text.startswith("Everyone has read all 5")


def test_marking_beside_a_discussion_leads_back_to_it(room: Room, bobs: Client) -> None:
    third, fourth = room.keys(3, 4)

    answer = bobs.post(room.marks_url, {"read_to": third, "open": fourth})

    assert answer.headers["Location"] == room.discussion_url(4)


def test_marking_through_htmx_brings_what_has_changed(room: Room, bobs: Client) -> None:
    fragment = page_of(bobs.post(room.marks_url, {"read_to": room.keys(4)[0]}, headers=HTMX))

    changed = [element.attributes["id"] for element in fragment.all(of_class="paragraph")]
    assert changed == [f"paragraph-{key}" for key in room.keys(3, 4, 5)]
    assert "is-place" in paragraph(fragment, room, 5).classes
    assert fragment.at("progress").one(of_class="progress-words").text.endswith("¶ 5 of 5")


def test_going_back_through_htmx_brings_what_has_changed(room: Room, bobs: Client) -> None:
    fragment = page_of(bobs.post(room.marks_url, {"unmark": room.keys(1)[0]}, headers=HTMX))

    changed = [element.attributes["id"] for element in fragment.all(of_class="paragraph")]
    assert changed == [f"paragraph-{key}" for key in room.keys(1, 2, 3)]
    assert "is-place" in paragraph(fragment, room, 1).classes


@pytest.mark.parametrize(
    "acts",
    [{}, {"read_to": "x"}, {"read_to": "0"}, {"mark": "1", "unmark": "1"}, {"open": "1"}],
    ids=["nothing", "no number", "no paragraph", "two acts", "no act"],
)
def test_mark_that_makes_no_sense_changes_nothing(
    acts: dict[str, str], room: Room, bob: User, bobs: Client
) -> None:
    real = str(room.keys(4)[0])
    data = {act: real if value == "1" else value for act, value in acts.items()}

    assert bobs.post(room.marks_url, data).status_code == 400
    assert room.place(bob).number == 3


def test_paragraph_of_another_text_cannot_be_marked(room: Room, bob: User, bobs: Client) -> None:
    other = publish(title="Elsewhere", blocks=[Block("Another text.")])

    answer = bobs.post(room.marks_url, {"mark": other.paragraphs.get().pk})

    assert answer.status_code == 400
    assert room.reading.marks.filter(membership__user=bob).count() == 2


def test_paused_member_reads_but_does_not_mark(room: Room, bob: User, bobs: Client) -> None:
    Membership.objects.filter(user=bob).update(state="paused")

    page = page_of(bobs.get(room.url))

    assert not page.all("button", form="marks")
    assert bobs.post(room.marks_url, {"read_to": room.keys(5)[0]}).status_code == 403
    assert room.place(bob).number == 3


def test_discussion_of_another_reading_stays_there(
    room: Room, comment: Comment, bob: User, bobs: Client
) -> None:
    again = actions.start_reading(room.reading.article, by=room.member(bob))

    page = page_of(bobs.get(reverse("discussions:room", args=[again.pk])))

    assert not [link for link in page.all("a", of_class="voices") if link.text]


def fill(room: Room, authors: list[User], *, comments: int) -> None:
    """Let these authors say so much on the second paragraph, in threads of ten."""
    second = room.paragraphs[1]
    for thread in range(comments // 10):
        opened = Thread.objects.create(reading=room.reading, paragraph=second, voices=10, said=10)
        above: Comment | None = None
        for number in range(10):
            above = Comment.objects.create(
                thread=opened,
                number=number + 1,
                reading=room.reading,
                paragraph=second,
                parent=above,
                author=authors[(thread + number) % len(authors)],
                source="So.",
                html="<p>So.</p>",
                key=uuid.uuid4(),
            )


@pytest.fixture
def grow(room: Room, alice: User, bob: User, person: Person) -> Callable[..., None]:
    """Let the group have so many members, and say so much on the second paragraph."""
    cast = [alice, bob]

    def until(*, members: int, comments: int) -> None:
        for number in range(len(cast), members):
            cast.append(person(f"guest{number}"))
            actions.join(room.group, user=cast[-1])
        fill(room, cast, comments=comments - Comment.objects.count())

    return until


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_room_costs_the_same_however_many_speak_in_it(
    headers: dict[str, str], room: Room, bobs: Client, grow: Callable[..., None]
) -> None:
    grow(members=4, comments=40)
    small = cost(bobs, room.discussion_url(2), headers)
    grow(members=30, comments=400)
    large = cost(bobs, room.discussion_url(2), headers)

    assert small == large <= MOST_WITH_DISCUSSION


def test_longer_text_costs_no_more(
    room: Room, alice: User, sign_in: SignIn, text_of: Callable[[int], str]
) -> None:
    alices = sign_in(alice)

    assert cost(alices, text_of(10)) == cost(alices, text_of(300)) <= MOST_QUERIES


@pytest.fixture
def text_of(room: Room, alice: User) -> Callable[[int], str]:
    """Start a reading of so many paragraphs, and give the address of its room."""

    def start(length: int) -> str:
        blocks = [Block(f"Paragraph {number}.") for number in range(length)]
        reading = actions.start_reading(
            publish(title=f"Of {length}", blocks=blocks), by=room.member(alice)
        )
        return reading.get_absolute_url()

    return start
