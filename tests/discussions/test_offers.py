"""What one can do next for others, at the end of what is open."""

from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from discussions import actions
from discussions.models import Comment, Kind
from discussions.quoting import Quote
from groups import actions as groups
from groups.models import Reading
from tests.conftest import Person, Room, SignIn
from tests.discussions.preparing import filled_in, prepare
from tests.page import HTMX, Element, cost, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def offered(page: Element) -> dict[str, list[str]]:
    """The words of what is offered, by what that is called."""
    return {
        offer.one(of_class="offer-title").text: [
            deed.one(of_class="deed-place").text for deed in offer.all(of_class="deed")
        ]
        for offer in page.all(of_class="offer")
    }


NOTHING, THOUGHTS = "Nothing is prepared here yet", "Your own first thoughts"


def test_who_has_read_all_is_offered_what_nobody_has_prepared(
    room: Room, alice: User, alices: Client
) -> None:
    prepare(room, alice, 4, "Why?")

    found = offered(page_of(alices.get(room.url)).at("end"))

    # Not the heading, and none with something on it.
    assert found == {NOTHING: ["¶ 1", "¶ 2", "¶ 5"]}


def test_on_the_way_nothing_is_offered(room: Room, bobs: Client) -> None:
    assert not page_of(bobs.get(room.url)).all(of_class="offers")


def test_who_waits_for_the_next_step_is_offered_what_they_have_read(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    article = publish(title="In steps", blocks=[Block(f"Number {n}.") for n in range(6)])
    reading = groups.start_reading(article, by=room.member(alice))
    paced = Room(reading, room.group, list(article.paragraphs.all()))
    together = Reading.Pacing.TOGETHER
    groups.cut(reading, by=room.member(alice), pacing=together, firsts=paced.paragraphs[2:3])
    paced.read(bob, 1)
    paced.say(bob, 1, "A first thought.")

    data = {"read_to": paced.keys(2)[0]}
    answer = page_of(bobs.post(paced.marks_url, data, headers=HTMX))

    waiting = answer.at(f"paragraph-{paced.keys(3)[0]}").one(of_class="step-waiting")
    assert offered(waiting) == {NOTHING: ["¶ 1", "¶ 2"], THOUGHTS: ["¶ 1"]}


def test_offer_leads_to_the_form_of_a_preparation(room: Room, alices: Client) -> None:
    deed = page_of(alices.get(room.url)).all(of_class="deed")[0]

    page = page_of(alices.get(deed.attributes["href"].split("#")[0]))

    assert "checked" in page.at("composer-preparation").attributes
    assert page.at("composer").one("textarea").text == ""


def test_first_thought_becomes_a_question_with_one_tap(
    room: Room, alice: User, alices: Client
) -> None:
    note = room.say(alice, 2, "Is *stress* the point?", kind=Kind.NOTE)
    (deed,) = page_of(alices.get(room.url)).all(of_class="offer")[1].all(of_class="deed")
    assert deed.text == "¶ 2 Is stress the point? Turn into a question"

    page = page_of(alices.get(deed.attributes["href"].split("#")[0]))
    form = page.at("composer")
    assert form.one("textarea").text == note.source
    assert "checked" in form.at("composer-preparation").attributes
    assert "checked" in form.one("input", name="sort", value="question").attributes

    alices.post(room.discussion_url(2), filled_in(form.one("textarea").text))
    assert Comment.objects.filter(source=note.source).count() == 2
    assert Comment.objects.get(pk=note.pk).thread.kind == "note"
    assert THOUGHTS not in offered(page_of(alices.get(room.url)))


def test_thought_stands_behind_what_is_begun(room: Room, alice: User, alices: Client) -> None:
    thought = room.say(alice, 2, "A thought.")
    url = f"{room.discussion_url(2)}draft/"
    alices.post(url, {"text": "Half a word", "kind": "talk"}, headers=HTMX)

    page = page_of(alices.get(f"{room.discussion_url(2)}?kind=preparation&from={thought.pk}"))

    assert page.at("composer").one("textarea").text == "Half a word A thought."


def test_words_of_others_and_what_is_for_one_person_are_no_thoughts_of_mine(
    room: Room, alice: User, bob: User, alices: Client
) -> None:
    theirs = room.say(bob, 2, "Bob's.")
    room.say(alice, 2, "Between us.", kind=Kind.PAIR, partner=bob)
    room.answer(theirs, alice, "An answer.")
    actions.delete(room.say(alice, 1, "Taken back."))

    assert THOUGHTS not in offered(page_of(alices.get(room.url)))
    page = page_of(alices.get(f"{room.discussion_url(2)}?kind=preparation&from={theirs.pk}"))
    assert page.at("composer").one("textarea").text == ""


def test_address_may_ask_for_another_sort(room: Room, alice: User, alices: Client) -> None:
    answer = room.answer(room.say(alice, 2, "Why?"), alice, "Because of the oil.")
    asked = f"?kind=preparation&sort=gloss&from={answer.pk}"

    form = page_of(alices.get(f"{room.discussion_url(2)}{asked}")).at("composer")

    assert form.one("textarea").text == "Because of the oil."
    assert "checked" in form.one("input", name="sort", value="gloss").attributes


def test_thought_brings_its_quotation_while_the_paragraph_has_it(
    room: Room, alice: User, alices: Client
) -> None:
    here, gone = Quote("fourth"), Quote("fifth")
    urls = []
    for quote in (here, gone):
        found = replace(quote, start=0, end=6, language="en")
        thought = room.say(alice, 4, "A thought.", quotation=found)
        urls.append(f"{room.discussion_url(4)}?kind=preparation&from={thought.pk}")

    fields = [page_of(alices.get(url)).one("input", name="quote").attributes for url in urls]

    assert [field.get("value", "") for field in fields] == ["fourth", ""]


@pytest.mark.parametrize("key", ["", "x", "9" * 40, "-1", "²"])
def test_address_that_names_no_thought_fills_in_nothing(
    key: str, room: Room, alices: Client
) -> None:
    answer = alices.get(f"{room.discussion_url(2)}?kind=preparation&from={key}")

    assert page_of(answer).at("composer").one("textarea").text == ""


def test_address_offers_no_form_where_i_have_not_marked(
    room: Room, bob: User, bobs: Client
) -> None:
    thought = room.say(bob, 3, "A thought.")

    page = page_of(bobs.get(f"{room.discussion_url(3)}?kind=preparation&from={thought.pk}"))

    assert not page.has("composer-preparation")
    assert page.at("composer").one("textarea").text == ""


def test_where_somebody_is_still_to_come_is_offered_first(
    group_of_many: Room, alice: User, alices: Client
) -> None:
    room = group_of_many

    found = offered(page_of(alices.get(room.url)))[NOTHING]

    assert all(int(place.removeprefix("¶ ")) >= 31 for place in found)


def test_not_everybody_is_offered_the_same(
    group_of_many: Room, alice: User, person: Person, sign_in: SignIn
) -> None:
    offers = set()
    for name in ("ruth", "tom", "uma", "vera"):
        late = person(name)
        groups.join(group_of_many.group, user=late)
        group_of_many.read(late, 40)
        page = page_of(sign_in(late).get(group_of_many.url))
        offers.add(tuple(offered(page)[NOTHING]))

    assert len(offers) > 1


@pytest.fixture
def group_of_many(room: Room, alice: User, bob: User) -> Room:
    """A reading of forty paragraphs: alice has read it, bob stands at the thirty-first."""
    article = publish(title="Long", blocks=[Block(f"Number {n}.") for n in range(40)])
    reading = groups.start_reading(article, by=room.member(alice))
    made = Room(reading, room.group, list(article.paragraphs.all()))
    made.read(alice, 40)
    made.read(bob, 30)
    return made


def test_end_costs_the_same_for_three_members_and_for_three_hundred(
    room: Room, alice: User, person: Person, alices: Client
) -> None:
    room.say(alice, 2, "A thought.")
    few = cost(alices, room.url)

    for number in range(300):
        groups.join(room.group, user=person(f"guest{number}"))
    for number in range(20):
        room.say(alice, 1, f"Thought {number}.")

    assert cost(alices, room.url) == few
