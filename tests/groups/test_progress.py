"""How far everyone has come, as the room, the table and the group's page tell it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from groups import actions
from groups.models import Membership
from tests.conftest import Person, Room, SignIn
from tests.page import cost, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def url(room: Room) -> str:
    return reverse("groups:progress", args=[room.reading.pk])


def table(room: Room, client: Client) -> list[tuple[str, str, str]]:
    """The rows of the progress table: name, place, way."""
    body = page_of(client.get(url(room))).one("tbody")
    return [
        (
            row.one("bdi").text,
            row.all("td")[0].text,
            row.one("progress").attributes["value"] + "/" + row.one("progress").attributes["max"],
        )
        for row in body.all("tr")
    ]


def everyone(room: Room, client: Client) -> str:
    """The line above the text, which the table has as its heading."""
    line = page_of(client.get(room.url)).at("progress").one(of_class="progress-words").text
    assert page_of(client.get(url(room))).one("h1").text == line
    return line


def test_table_tells_each_members_place(room: Room, alices: Client) -> None:
    assert table(room, alices) == [("Alice", "read it all", "5/5"), ("Bob", "¶ 3", "2/5")]


def test_table_is_in_the_order_of_names(
    room: Room, alice: User, carol: User, bob: User, alices: Client
) -> None:
    User.objects.filter(pk=alice.pk).update(display_name="Zelda")
    actions.join(room.group, user=carol)
    room.read(carol, 1)

    assert [name for name, _place, _way in table(room, alices)] == ["Bob", "Carol", "Zelda"]


def test_group_stands_where_all_its_members_have_come(room: Room, alices: Client) -> None:
    assert everyone(room, alices) == "Everyone has reached ¶ 3 of 5"


def test_group_moves_when_the_last_one_does(room: Room, bob: User, alices: Client) -> None:
    room.read(bob, 3)

    assert everyone(room, alices) == "Everyone has reached ¶ 4 of 5"


def test_group_that_has_finished_is_told_so(room: Room, bob: User, alices: Client) -> None:
    room.read(bob, 5)

    assert everyone(room, alices) == "Everyone has read all 5 paragraphs"


def test_who_joins_late_is_waited_for(room: Room, carol: User, alices: Client) -> None:
    actions.join(room.group, user=carol)

    assert everyone(room, alices) == "Everyone has reached ¶ 1 of 5"


def test_who_has_left_is_not_waited_for(room: Room, bob: User, alices: Client) -> None:
    actions.leave(room.member(bob))

    assert everyone(room, alices) == "Everyone has read all 5 paragraphs"
    assert [name for name, _place, _way in table(room, alices)] == ["Alice"]


def test_who_has_paused_is_not_waited_for(room: Room, bob: User, alices: Client) -> None:
    Membership.objects.filter(user=bob).update(state="paused")

    assert everyone(room, alices) == "Everyone has read all 5 paragraphs"
    assert [name for name, _place, _way in table(room, alices)] == ["Alice"]


def test_who_returns_is_waited_for_where_they_stood(room: Room, bob: User, alices: Client) -> None:
    actions.leave(room.member(bob))
    actions.join(room.group, user=bob)

    assert everyone(room, alices) == "Everyone has reached ¶ 3 of 5"


def test_gap_holds_the_group_at_its_first_paragraph(room: Room, bob: User, alices: Client) -> None:
    actions.unmark(room.place(bob), paragraph=room.paragraphs[0])

    assert everyone(room, alices) == "Everyone has reached ¶ 1 of 5"


def test_bar_draws_every_member_where_they_are(room: Room, alices: Client) -> None:
    bar = page_of(alices.get(room.url)).at("progress").one("svg")

    members = [(c.one("title").text, c.attributes["cx"]) for c in bar.all("circle")]
    assert members == [("Bob", "40%"), ("Alice", "100%")]
    assert bar.one(of_class="bar-everyone").attributes["width"] == "40%"


def test_group_page_tells_of_each_reading_and_where_i_go_on(
    room: Room, bob: User, sign_in: SignIn
) -> None:
    card = page_of(sign_in(bob).get(room.group.get_absolute_url())).one(of_class="course")

    assert card.one(of_class="card-facts").text == "Everyone has reached ¶ 3 of 5"
    assert card.one("a", of_class="button").text.startswith("Go on at ¶ 3")


def test_home_page_tells_of_my_readings(room: Room, alices: Client) -> None:
    card = page_of(alices.get("/")).one(of_class="course")

    assert card.one(of_class="card-title").text == "On Lamps"
    assert card.one("a", of_class="button").attributes["href"] == room.url


def test_home_page_says_what_waits_where_i_stand(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    for position, words in ((2, "Behind."), (3, "Here."), (3, "And here."), (4, "Ahead.")):
        room.say(alice, position, words)

    card = page_of(sign_in(bob).get("/")).one(of_class="course")

    assert "2 voices wait for you where you stand" in card.text


def test_progress_of_one_reading_is_none_of_anothers(
    room: Room, alice: User, alices: Client
) -> None:
    actions.start_reading(room.reading.article, by=room.member(alice))

    assert everyone(room, alices) == "Everyone has reached ¶ 3 of 5"
    cards = page_of(alices.get("/")).all(of_class="course")
    assert len(cards) == 2


def test_pages_cost_the_same_for_many_members_and_readings(
    room: Room, alice: User, person: Person, alices: Client
) -> None:
    urls = ["/", room.group.get_absolute_url(), url(room)]

    def grow(*, members: int, readings: int) -> list[int]:
        for number in range(members):
            actions.join(room.group, user=person(f"guest{members}-{number}"))
        for number in range(readings):
            text = publish(title=f"Text {number}", blocks=[Block("A paragraph.")])
            actions.start_reading(text, by=room.member(alice))
        return [cost(alices, page) for page in urls]

    small = grow(members=2, readings=2)
    large = grow(members=20, readings=12)

    assert small == large
    assert max(large) <= 18
