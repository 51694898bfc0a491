"""What others see of a member's place, if the member shows only how far everyone has come."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Membership
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, cost, html_of, page_of
from tests.test_matrix import MATRIX

# Neither it nor its beginning is in any text of the site.
NAME = "Quillfeather"


@pytest.fixture
def quill(person: Person, room: Room) -> User:
    """A member who stands at the second paragraph, and does not show it."""
    user = person("quill", place_sharing="whole")
    user.display_name = NAME
    user.save()
    actions.join(room.group, user=user)
    room.read(user, 1)
    return user


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def quills(sign_in: SignIn, quill: User) -> Client:
    return sign_in(quill)


def is_shown(room: Room, user: User) -> None:
    User.objects.filter(pk=user.pk).update(place_sharing="mine")


def progress_url(room: Room) -> str:
    return reverse("groups:progress", args=[room.reading.pk])


def row_of(page: Element, name: str) -> Element:
    (row,) = [row for row in page.one("tbody").all("tr") if row.one("bdi").text == name]
    return row


# --- Others --------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", [2, None])
def test_name_is_nowhere_in_the_room(
    position: int | None, room: Room, quill: User, alices: Client
) -> None:
    if position is None:
        room.read(quill, 5)
    pages = [room.url, *(room.discussion_url(at) for at in range(1, 6)), "/"]

    def naming() -> list[str]:
        # Whom one may speak to alone is a choice among all members.
        choices = re.compile("<option.*?</option>", re.DOTALL)
        return [page for page in pages if NAME in choices.sub("", html_of(alices.get(page)))]

    assert naming() == []
    is_shown(room, quill)
    assert naming() == pages


def test_name_is_not_in_what_a_mark_brings(
    room: Room, quill: User, bob: User, sign_in: SignIn
) -> None:
    room.read(quill, 3)
    bobs = sign_in(bob)

    def marked() -> str:
        actions.unmark(room.place(bob), paragraph=room.paragraphs[2])
        data = {"read_to": room.paragraphs[3].pk}
        answer = bobs.post(room.marks_url, data, headers=HTMX)
        assert answer.status_code == 200
        return html_of(answer)

    assert NAME not in marked()
    is_shown(room, quill)
    assert NAME in marked()


def test_face_is_neither_on_the_bar_nor_in_the_margins(
    room: Room, quill: User, alices: Client
) -> None:
    page = page_of(alices.get(room.url))

    assert len(page.at("progress").all("circle")) == 2
    assert not page.at(f"paragraph-{room.paragraphs[1].pk}").all(of_class="face")


def test_table_names_the_member_as_part_of_the_whole(
    room: Room, quill: User, alices: Client
) -> None:
    row = row_of(page_of(alices.get(progress_url(room))), NAME)

    assert row.all("td")[0].text == "as part of the whole"
    assert not row.all("progress")
    assert "¶" not in row.text


def test_others_are_shown_as_ever(room: Room, quill: User, alices: Client) -> None:
    page = page_of(alices.get(progress_url(room)))

    assert row_of(page, "Bob").all("td")[0].text == "¶ 3"


def test_leader_sees_no_more_than_a_member(
    room: Room, quill: User, bob: User, sign_in: SignIn
) -> None:
    Membership.objects.filter(user=bob).update(role="leader")

    assert NAME not in html_of(sign_in(bob).get(room.url))


# Where a page tells of a place.
PLACE = re.compile(r"¶ \d|read it all|\bHere:")
ROWS = {"li", "tr", "p", "a", "svg", "dd"}


def tells_place_of(name: str, page: Element) -> list[str]:
    """The rows, and paragraphs of the text, that name this member and a place."""
    rows = [e for e in page if e.tag in ROWS or {"paragraph", "course"} & set(e.classes)]
    return [row.text for row in rows if names(row, name) and tells_place(row)]


def names(row: Element, name: str) -> bool:
    told = [row.text, *row.attributes.values(), *(v for e in row for v in e.attributes.values())]
    return any(name in words for words in told)


def tells_place(row: Element) -> bool:
    drawn = row.all(of_class="bar-member") or row.all("progress")
    return bool(drawn) or bool(PLACE.search(row.text))


def test_no_page_of_the_site_tells_where_they_are(
    room: Room, quill: User, things: dict[str, str], alices: Client
) -> None:
    def told() -> dict[str, list[str]]:
        found = {}
        for name, row in MATRIX.items():
            answer = alices.get(reverse(name, args=[things[arg] for arg in row.args]))
            is_page = "text/html" in answer.headers.get("Content-Type", "")
            if isinstance(answer, HttpResponse) and answer.status_code == 200 and is_page:
                found[name] = tells_place_of(NAME, page_of(answer))
        return {name: rows for name, rows in found.items() if rows}

    assert told() == {}
    is_shown(room, quill)
    assert {"home", "groups:progress", "discussions:room", "groups:group"} <= set(told())


# --- The whole -----------------------------------------------------------------------------------


def test_group_waits_for_them_as_for_everyone(room: Room, quill: User, alices: Client) -> None:
    line = page_of(alices.get(room.url)).at("progress").one(of_class="progress-words").text

    assert line == "Everyone has reached ¶ 2 of 5"


def test_they_are_counted_among_those_on_the_way(room: Room, quill: User, alices: Client) -> None:
    def end() -> str:
        return page_of(alices.get(room.url)).at("end").text

    assert "2 members are" in end()
    room.read(quill, 5)
    assert "1 member is" in end()
    assert NAME not in end()


# --- Themselves ----------------------------------------------------------------------------------


def test_they_see_their_own_place(room: Room, quill: User, quills: Client) -> None:
    page = page_of(quills.get(room.url))
    assert NAME in page.at(f"paragraph-{room.paragraphs[1].pk}").one(of_class="faces").text
    me = page.at("progress").one("circle", of_class="is-me")
    assert (me.one("title").text, me.attributes["cx"]) == (NAME, "20%")

    row = row_of(page_of(quills.get(progress_url(room))), NAME)
    assert row.all("td")[0].text == "¶ 2"


def test_they_go_on_where_they_stand(quill: User, quills: Client) -> None:
    assert "Go on at ¶ 2" in page_of(quills.get("/")).one(of_class="course").text


def test_who_shows_nothing_sees_what_others_show(quill: User, room: Room, quills: Client) -> None:
    assert "Bob" in page_of(quills.get(room.url)).at(f"paragraph-{room.paragraphs[2].pk}").text


def test_it_costs_nothing(room: Room, quill: User, alices: Client) -> None:
    urls = [room.url, progress_url(room), "/"]
    hidden = [cost(alices, url) for url in urls]

    is_shown(room, quill)

    assert [cost(alices, url) for url in urls] == hidden
