"""What is prepared greets who arrives; leaving it and saying that it helped, by one tap."""

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import User
from discussions.models import Comment, Help
from groups.actions import join
from tests.browser.conftest import DESK, PHONE, Browse
from tests.browser.room import RoomPage
from tests.browser.test_discussion import has_stayed, stay
from tests.conftest import Room
from tests.discussions.preparing import prepare

WORDS = "Who holds the lamp?"


@pytest.fixture
def left(room: Room, alice: User) -> Comment:
    """What alice has prepared behind the heading where bob stands."""
    return prepare(room, alice, 4, WORDS)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def bobs(
    room: Room, left: Comment, bob: User, browse: Browse, request: pytest.FixtureRequest
) -> RoomPage:
    return RoomPage(browse(bob, screen=request.param)).visit(room.reading)


def helped(place: Locator) -> Locator:
    return place.get_by_role("button", name="This helped me")


def test_it_greets_me_when_a_mark_brings_me_there(bobs: RoomPage) -> None:
    expect(bobs.page.get_by_text(WORDS)).to_have_count(0)
    stay(bobs.page)

    bobs.mark(3).click()

    greeting = bobs.paragraph(4).get_by_role("article", name="Prepared for you: Alice")
    expect(greeting).to_contain_text(WORDS)
    expect(bobs.mark(4)).to_be_visible()
    assert has_stayed(bobs.page)

    bobs.mark(4).click()
    expect(greeting).to_have_count(0)
    expect(bobs.paragraph(4).get_by_role("link", name="Prepared for you")).to_be_visible()


def test_one_tap_is_seen_in_both_places_and_taken_back(bobs: RoomPage, bob: User) -> None:
    bobs.mark(3).click()
    here = helped(bobs.paragraph(4))
    expect(here).to_have_attribute("aria-pressed", "false")

    here.click()
    expect(here).to_have_attribute("aria-pressed", "true")
    bobs.settle()
    bobs.open(4)
    there = helped(bobs.discussion)
    expect(there).to_have_attribute("aria-pressed", "true")
    assert Help.objects.get().user == bob

    there.click()
    expect(there).to_have_attribute("aria-pressed", "false")
    expect(here).to_have_attribute("aria-pressed", "false")
    assert not Help.objects.exists()


def test_mark_in_the_discussion_lets_me_prepare_there_and_keeps_what_i_type(
    bobs: RoomPage,
) -> None:
    bobs.open(2)
    bobs.page.get_by_role("button", name="Take back my mark").click()
    choice = bobs.composer.get_by_text("For those who come after")
    expect(choice).to_have_count(0)
    bobs.field.fill("Two lamps, one table.")

    bobs.discussion.get_by_role("button", name="I have read to here").click()
    choice.click()
    bobs.composer.get_by_text("Gloss").click()
    expect(bobs.field).to_have_value("Two lamps, one table.")
    bobs.send.click()

    prepared = bobs.discussion.locator("#prepared")
    expect(prepared).to_contain_text("Preparation · Gloss")
    expect(prepared).to_contain_text("It waits for the next to get here")
    expect(bobs.discussion.get_by_text("Nobody has spoken here yet")).to_be_hidden()


def test_sorts_are_seen_only_where_they_are_chosen(bobs: RoomPage) -> None:
    bobs.open(2)
    sorts = bobs.composer.locator(".sorts")
    expect(sorts).to_be_hidden()

    bobs.composer.get_by_text("For those who come after").click()
    expect(sorts).to_be_visible()

    bobs.composer.get_by_text("Comment", exact=True).click()
    expect(sorts).to_be_hidden()


def test_without_scripts_all_of_it_works(
    room: Room, left: Comment, bob: User, alice: User, browse: Browse
) -> None:
    bobs = RoomPage(browse(bob, scripts=False)).visit(room.reading)
    bobs.mark(3).click()
    expect(bobs.paragraph(4)).to_contain_text(WORDS)

    helped(bobs.paragraph(4)).click()
    button = helped(bobs.discussion)
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(helped(bobs.discussion)).to_have_attribute("aria-pressed", "false")

    bobs.discussion.get_by_role("button", name="I have read to here").click()
    bobs.composer.get_by_text("For those who come after").click()
    bobs.composer.get_by_text("Source").click()
    bobs.say("It is in [the books](https://example.org).")
    expect(bobs.discussion.locator("#prepared")).to_contain_text("Preparation · Source")


def test_own_thought_becomes_a_question_from_the_end(
    room: Room, alice: User, browse: Browse, carol: User
) -> None:
    join(room.group, user=carol)
    room.say(alice, 2, "Is the lamp a sign?")
    alices = RoomPage(browse(alice)).visit(room.reading)

    alices.page.get_by_role("link", name="Turn into a question").click()
    expect(alices.field).to_have_value("Is the lamp a sign?")
    alices.send.click()

    expect(alices.discussion.locator("#prepared")).to_contain_text("Is the lamp a sign?")
    assert Comment.objects.filter(source="Is the lamp a sign?").count() == 2
