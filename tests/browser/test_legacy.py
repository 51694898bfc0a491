"""A legacy from hand to hand: agreeing, handing down, receiving, hearing it and being helped."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from discussions.models import Comment, HeirloomHelp
from groups.models import Reading
from tests.browser.conftest import Browse
from tests.browser.room import RoomPage
from tests.conftest import Room
from tests.discussions.heirs import Heirs, finish, heirs, prepare

WORDS = "A lamp for those who come."


@pytest.fixture
def note(room: Room, bob: User, alice: User) -> Comment:
    made = prepare(room, bob, 2, WORDS)
    finish(room, alice)
    return made


@pytest.fixture
def attic(room: Room, carol: User) -> Heirs:
    made = heirs(room.reading.article, carol)
    made.read(carol, 1)
    return made


def back(reading: Reading) -> str:
    return reverse("discussions:back", args=[reading.pk])


def test_from_hand_to_hand(
    room: Room,
    note: Comment,
    attic: Heirs,
    alice: User,
    bob: User,
    carol: User,
    browse: Browse,
    scripts: bool,
) -> None:
    bobs = browse(bob, scripts=scripts)
    bobs.goto(back(room.reading))
    bobs.get_by_role("button", name="All with my name").click()
    expect(bobs.get_by_role("radio", name="With my name")).to_be_checked()

    alices = browse(alice, scripts=scripts)
    alices.goto(back(room.reading))
    alices.get_by_role("link", name="Hand it down").click()
    alices.get_by_label("To every later group on this site").check()
    alices.get_by_role("button", name="Hand it down").click()
    expect(alices.get_by_role("heading", name="Who receives it")).to_be_visible()

    carols = browse(carol, scripts=scripts)
    carols.goto(attic.reading.group.get_absolute_url())
    carols.get_by_role("link", name=re.compile("1 earlier group hands down")).click()
    carols.get_by_role("button", name="Receive", exact=True).first.click()
    expect(carols.get_by_role("heading", name="You have received")).to_be_visible()

    view = RoomPage(carols).visit(attic.reading)
    view.open(2)
    expect(view.discussion).not_to_contain_text(WORDS)
    expect(view.discussion).to_contain_text("Say your own first")
    view.say("What I think myself.")
    layer = view.discussion.get_by_role("region", name="From those before you")
    expect(layer).to_contain_text(WORDS)
    expect(layer).to_contain_text("Bob")
    view.settle()
    layer.get_by_role("button", name="This helped me").click()
    expect(layer.get_by_role("button", name="This helped me")).to_have_attribute(
        "aria-pressed", "true"
    )

    assert HeirloomHelp.objects.get().user == carol
    bobs.goto(back(room.reading))
    expect(bobs.get_by_text("It has helped 1 later reader.").first).to_be_visible()


def test_start_again_with_a_new_group(
    room: Room, note: Comment, alice: User, browse: Browse, scripts: bool
) -> None:
    page = browse(alice, scripts=scripts)
    page.goto(back(room.reading))
    page.get_by_role("link", name="Start again with the next group").click()
    expect(page.get_by_label("What the new group is called")).to_be_hidden()
    page.get_by_label("A new group").check()
    page.get_by_label("What the new group is called").fill("The Harbour")
    page.get_by_role("button", name="Start the reading").click()

    expect(page.get_by_role("heading", name="Invite people")).to_be_visible()
    made = Reading.objects.exclude(again_from=None).get()
    assert made.group.name == "The Harbour"
    assert made.article == room.reading.article
