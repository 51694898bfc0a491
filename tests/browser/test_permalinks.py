"""Comments by their lasting addresses, and what unfolds on the way to them."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from accounts.models import User
from discussions.models import Kind
from tests.browser.conftest import DESK, PHONE, Browse, Trouble
from tests.browser.room import RoomPage
from tests.conftest import Room


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("of", ["comment", "discussion"])
def test_address_of_a_comment_leads_to_it_over_signing_in(
    of: str, screen: dict[str, Any], room: Room, alice: User, bob: User, browse: Browse
) -> None:
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    for number in range(12):
        room.say(bob, 2, f"Thought {number}.")
    comment = room.say(alice, 5, "The one that was asked for.")
    for number in range(6):
        room.say(alice, 5, f"Thought {number}.")
    page = browse(None, screen=screen)
    view = RoomPage(page)
    path = comment.get_absolute_url() if of == "comment" else comment.place_url

    page.goto(path)
    page.get_by_label("Email").fill("alice@example.org")
    page.get_by_label("Password").fill("alice knows this")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    voice = view.voice("The one that was asked for.")
    expect(voice).to_be_in_viewport(ratio=0.9)
    expect(view.paragraph(5)).to_be_in_viewport(ratio=0.9)
    expect(page.locator(f"#comment-{comment.pk}:target")).to_be_in_viewport()


def test_answer_is_marked_in_place_and_unfolds_when_it_is_led_to(
    room: Room, alice: User, bob: User, browse: Browse
) -> None:
    question = room.say(bob, 2, "Why two?", kind=Kind.QUESTION)
    answer = room.answer(question, alice, "For balance.")
    view = RoomPage(browse(bob)).visit(room.reading)
    view.open(2)
    button = view.page.locator(f"#answers-{answer.pk}")

    button.press("Enter")

    expect(view.discussion.get_by_text("Question · answered")).to_be_visible()
    expect(button).to_have_text("Not the answer")
    expect(button).to_be_focused()
    view.discussion.get_by_text("Replies", exact=True).first.press("Enter")
    expect(view.voice("For balance.").get_by_text("For balance.")).to_be_hidden()
    view.discussion.get_by_role("link", name="Go to the answer").click()
    expect(view.voice("For balance.").get_by_text("The answer", exact=True)).to_be_visible()


def test_words_to_one_person_ask_for_whom_and_say_so(
    room: Room, bob: User, browse: Browse, scripts: bool, trouble: Trouble
) -> None:
    trouble.expect("422")
    view = RoomPage(browse(bob, scripts=scripts)).visit(room.reading)
    view.open(2)
    whom = view.composer.get_by_label("To whom")
    expect(whom).to_be_hidden()

    view.composer.get_by_role("radio", name="To one person").check(force=True)
    view.field.fill("Only you.")
    if not scripts:
        view.send.click()
        expect(view.composer.get_by_text("Choose whom your words are for.")).to_be_visible()
    whom.select_option(label="Alice")
    view.send.click()

    expect(view.discussion.get_by_text("Between you and Alice")).to_be_visible()
    expect(whom).to_be_hidden()
