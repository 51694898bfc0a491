"""Looking back on a reading, its lineage, and how much the pages ask of the database."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from discussions import actions
from discussions.models import Kind, Legacy
from groups.actions import close_reading, cut, join
from groups.models import Reading
from tests.conftest import Person, Room, SignIn
from tests.discussions.heirs import ALL, agree, finish, hand_down, heirs, prepare
from tests.page import cost, html_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def at(name: str, reading: Reading) -> str:
    return reverse(f"discussions:{name}", args=[reading.pk])


def test_it_tells_the_course(room: Room, alice: User, bob: User, bobs: Client) -> None:
    pacing = Reading.Pacing.TOGETHER
    cut(room.reading, by=room.member(alice), pacing=pacing, firsts=room.paragraphs[2:3])
    room.say(alice, 2, "Why two?", kind=Kind.QUESTION)
    answered = room.say(alice, 2, "And this?", kind=Kind.QUESTION)
    actions.mark_answer(room.answer(answered, bob, "So."), by=alice)
    prepare(room, alice, 4, "A word for later.")
    room.read(bob, 5)

    page = html_of(bobs.get(at("back", room.reading)))

    assert "Everyone came to the end." in page
    people = page[page.index("back-people") :]
    assert people.index("Alice") < people.index("Bob")
    questions = page[page.index("questions-title") : page.index("handing-title")]
    assert "Why two?" in questions
    assert "And this?" not in questions
    assert "A word for later." in page
    assert "A heading" in page


def test_who_has_not_got_there_sees_nothing_ahead(
    room: Room, alice: User, person: Person, sign_in: SignIn
) -> None:
    prepare(room, alice, 4, "A word for later.")
    room.say(alice, 5, "Why five?", kind=Kind.QUESTION)
    finish(room, alice)
    late = person("iris")
    join(room.group, user=late)

    page = html_of(sign_in(late).get(at("back", room.reading)))

    assert "A word for later." not in page
    assert "Why five?" not in page


def test_unfinished_reading_has_no_way_to_hand_down(room: Room, alices: Client) -> None:
    page = html_of(alices.get(at("back", room.reading)))

    assert "You are still on the way together." in page
    assert at("legacy", room.reading) not in page
    assert at("again", room.reading) not in page


def test_room_leads_to_it(room: Room, alice: User, alices: Client) -> None:
    assert at("back", room.reading) not in html_of(alices.get(room.url))
    finish(room, alice)
    assert at("back", room.reading) in html_of(alices.get(room.url))


def test_lineage_names_groups_that_let_it_be_told(
    room: Room, alice: User, bob: User, carol: User, person: Person, sign_in: SignIn
) -> None:
    agree(prepare(room, bob, 2, "Prepared."))
    finish(room, alice)
    attic = heirs(room.reading.article, carol)
    attic.receive(hand_down(room, alice).legacy)
    close_reading(attic.reading, by=attic.leader)
    attic.reading.refresh_from_db()
    olga = person("olga")
    loft = heirs(room.reading.article, olga, name="The Loft")
    loft.receive(actions.publish(attic.reading, by=attic.leader, reach=ALL).legacy)

    olgas = html_of(sign_in(olga).get(at("lineage", loft.reading)))
    assert "The Cellar" not in olgas
    assert "The Attic" not in olgas
    assert "A group whose name is not told" in olgas
    assert [g in olgas for g in ("first generation", "second generation", "third generation")] == [
        True
    ] * 3

    hand_down(room, alice, names_group=True)
    olgas = html_of(sign_in(olga).get(at("lineage", loft.reading)))
    assert "The Cellar" in olgas
    assert "The Attic" not in olgas
    # Those before do not hear what those after them are called, either.
    alices = html_of(sign_in(alice).get(at("lineage", room.reading)))
    assert "The Loft" not in alices
    assert "third generation" in alices


def test_reading_without_kin_stands_by_itself(room: Room, bobs: Client) -> None:
    assert "stands by itself" in html_of(bobs.get(at("lineage", room.reading)))


@pytest.mark.parametrize("name", ["back", "lineage", "legacies"])
def test_pages_cost_the_same_for_many(
    name: str, room: Room, alice: User, bob: User, carol: User, person: Person, sign_in: SignIn
) -> None:
    client = sign_in(alice)

    def more(number: int) -> None:
        member = person(f"m{number}")
        join(room.group, user=member)
        agree(prepare(room, member, 2, "Prepared."))
        room.say(member, 2, "Why?", kind=Kind.QUESTION)

    more(0)
    agree(prepare(room, alice, 2, "Mine."))
    finish(room, alice)
    legacy = hand_down(room, alice).legacy
    heirs(room.reading.article, carol).receive(legacy)
    few = cost(client, at(name, room.reading))
    for number in range(1, 5):
        more(number)
    for number in range(3):
        agree(prepare(room, alice, 2, "Mine again."))
        heirs(room.reading.article, person(f"l{number}"), name=f"G {number}").receive(legacy)

    assert cost(client, at(name, room.reading)) == few


def test_layer_costs_the_same_for_many_notes(
    room: Room, alice: User, bob: User, carol: User, sign_in: SignIn
) -> None:
    agree(prepare(room, bob, 2, "Prepared."))
    finish(room, alice)
    attic = heirs(room.reading.article, carol)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(carol, 5)
    client = sign_in(carol)
    client.get(attic.url(2))
    few = cost(client, attic.url(2))
    for number in range(20):
        agree(prepare(room, bob, 2, f"Prepared {number}."))

    assert cost(client, attic.url(2)) == few
    assert Legacy.objects.get().notes.count() == 21


def test_in_hebrew(room: Room, alice: User, bob: User, alices: Client) -> None:
    prepare(room, alice, 2, "הכנה לבאים אחרינו.")
    finish(room, alice)

    User.objects.filter(pk=alice.pk).update(language="he")

    page = alices.get(at("back", room.reading)).content.decode()

    assert '<html lang="he" dir="rtl"' in page
    assert 'dir="auto">הכנה לבאים אחרינו.' in page
