"""Two people in one room: what one does comes to the other, and nobody is disturbed by it."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from discussions.actions import delete, edit
from discussions.models import Comment
from groups.actions import read_to
from groups.models import Reading
from tests.browser.conftest import PHONE, Browse, Trouble, sample_member
from tests.browser.room import RoomPage
from tests.conftest import Room

# What a room looks like without what differs from one load to the next, or is the page's own doing.
LOOK = """() => {
  const main = document.querySelector("main").cloneNode(true);
  const passing = `[name=csrfmiddlewaretoken], [name=key], .present, #said-now, #connection,
    [name=next], noscript, #new, .tag.is-new`;
  const own = ["aria-expanded", "aria-describedby", "hx-preserve", "hx-swap-oob"];
  main.querySelectorAll(`${passing}, [data-since]`)
    .forEach((one) => one.matches(passing) ? one.remove() : one.removeAttribute("data-since"));
  main.querySelectorAll("*").forEach((one) => {
    for (const name of own) one.removeAttribute(name);
    one.classList.remove("is-new", "htmx-request", "htmx-settling", "htmx-swapping", "htmx-added");
    if (!one.classList.length) one.removeAttribute("class");
  });
  main.querySelectorAll("time").forEach((one) => { one.textContent = ""; });
  return main.innerHTML.replace(/\\s+/g, " ").replace(/ ?(<[^>]*>) ?/g, "\\n$1\\n");
}"""


@pytest.fixture
def bobs(room: Room, bob: User, browse: Browse) -> RoomPage:
    return RoomPage(browse(bob)).visit(room.reading)


@pytest.fixture
def alices(room: Room, alice: User, browse: Browse) -> RoomPage:
    return RoomPage(browse(alice)).visit(room.reading)


def look_of(page: Page) -> list[str]:
    return list(filter(None, page.evaluate(LOOK).split("\n")))


def is_as_loaded_anew(view: RoomPage) -> bool:
    """Whether a page is what it would be if it were loaded now."""
    another = view.page.context.new_page()
    another.goto(view.page.url)
    for _try in range(50):
        if look_of(view.page) == look_of(another):
            return True
        view.page.wait_for_timeout(100)
    assert look_of(view.page) == look_of(another)
    return False


def test_two_people_see_each_other_speak(bobs: RoomPage, alices: RoomPage) -> None:
    bobs.open(2)
    alices.open(2)

    alices.say("Do you hear me?")
    expect(bobs.discussion).to_contain_text("Do you hear me?")

    bobs.answer(bobs.voice("Do you hear me?"), "I do.")
    expect(alices.discussion).to_contain_text("I do.")
    expect(alices.discussion.get_by_role("article")).to_have_count(2)


def test_margin_counts_what_others_say(room: Room, alice: User, bobs: RoomPage) -> None:
    room.say(alice, 2, "A word.")

    expect(bobs.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice, 1 new")
    expect(bobs.page.locator("#news")).to_contain_text("1 new")


def test_from_the_open_discussion_one_goes_on_to_the_next(
    room: Room, alice: User, bobs: RoomPage
) -> None:
    bobs.open(2)

    room.say(alice, 1, "A word.")

    link = bobs.page.locator("#news").get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(rf"\?after={room.keys(2)[0]}$"))


def test_what_is_ahead_stays_ahead(room: Room, alice: User, bobs: RoomPage) -> None:
    room.say(alice, 4, "A word.")
    room.say(alice, 1, "Another.")

    expect(bobs.voices(1)).to_have_accessible_name(re.compile("1 voice"))
    expect(bobs.voices(4)).to_have_accessible_name("Discussion of ¶ 4")


def test_faces_and_bar_move(room: Room, bob: User, alices: RoomPage) -> None:
    expect(alices.everyone).to_have_text(re.compile(alices.everyone_has_reached(3, 5)))
    expect(alices.paragraph(3)).to_contain_text("Here: Bob")

    room.read(bob, 3)

    expect(alices.everyone).to_have_text(re.compile(alices.everyone_has_reached(4, 5)))
    expect(alices.paragraph(4)).to_contain_text("Here: Bob")
    expect(alices.paragraph(3)).not_to_contain_text("Here: Bob")


def test_what_i_do_comes_to_my_other_tabs(room: Room, bob: User, bobs: RoomPage) -> None:
    other = RoomPage(bobs.page.context.new_page()).visit(room.reading)

    bobs.mark(3).click()

    expect(other.unmark(3)).to_be_visible()
    expect(other.page.locator(".is-place")).to_have_attribute("id", f"paragraph-{room.keys(4)[0]}")


def test_what_i_have_heard_is_not_new_in_my_other_tabs(
    room: Room, alice: User, bobs: RoomPage
) -> None:
    room.say(alice, 1, "A word.")
    room.say(alice, 2, "Another.")
    other = RoomPage(bobs.page.context.new_page()).visit(room.reading)
    expect(other.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice, 1 new")

    bobs.open(2)
    expect(other.voices(2)).to_have_accessible_name("Discussion of ¶ 2, 1 voice")

    bobs.page.get_by_role("button", name="I have heard them all").click()
    expect(other.voices(1)).to_have_accessible_name("Discussion of ¶ 1, 1 voice")
    expect(other.page.locator("#news")).to_be_empty()


def test_who_is_here_is_shown_until_they_go(
    room: Room, alice: User, bobs: RoomPage, browse: Browse
) -> None:
    present = bobs.page.locator("#present")
    expect(present).to_be_empty()

    alices = RoomPage(browse(alice)).visit(room.reading)
    expect(present).to_contain_text("Here now: Alice")

    alices.page.close()
    expect(present).to_be_empty()


def test_it_is_shown_that_somebody_is_writing(bobs: RoomPage, alices: RoomPage) -> None:
    bobs.open(2)
    alices.open(2)

    alices.field.press_sequentially("I think")

    expect(bobs.page.get_by_text("Somebody is writing…")).to_be_visible()
    expect(alices.page.get_by_text("Somebody is writing…")).to_be_hidden()


def test_edited_and_deleted_words_come_too(room: Room, alice: User, bobs: RoomPage) -> None:
    comment = room.say(alice, 2, "First words.")
    bobs.open(2)
    expect(bobs.discussion).to_contain_text("First words.")

    edit(comment, source="Second words.", version=1)
    expect(bobs.discussion).to_contain_text("Second words.")
    expect(bobs.discussion).not_to_contain_text("First words.")

    delete(Comment.objects.get(pk=comment.pk))
    expect(bobs.discussion).not_to_contain_text("Second words.")


# --- Nobody is disturbed


def test_whoever_types_goes_on_typing(room: Room, alice: User, bobs: RoomPage) -> None:
    comment = room.say(alice, 2, "A word.")
    room.answer(comment, alice, "Another of mine.")
    bobs.open(2)
    form = bobs.begin(bobs.voice("Another of mine."), "Reply")
    bobs.page.keyboard.type("I was about to")
    before = form.bounding_box()

    room.answer(comment, alice, "A second word.")
    expect(bobs.discussion).to_contain_text("A second word.")
    bobs.page.keyboard.type(" say")

    field = form.get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("I was about to say")
    assert form.bounding_box() == pytest.approx(before, abs=1)


def test_what_is_asked_waits_for_an_answer(room: Room, alice: User, bobs: RoomPage) -> None:
    comment = room.say(alice, 2, "A word.")
    bobs.open(2)
    bobs.say("A word of mine.")
    form = bobs.begin(bobs.voice("A word of mine."), "Delete")
    expect(form).to_contain_text("Delete these words?")

    room.answer(comment, alice, "A second word.")
    expect(bobs.discussion).to_contain_text("A second word.")

    expect(form).to_be_visible()
    form.get_by_role("button", name="Delete").click()
    expect(bobs.discussion).not_to_contain_text("A word of mine.")


@pytest.mark.parametrize("screen", [None, PHONE], ids=["desk", "phone"])
def test_new_voices_above_wait_for_a_click(
    screen: dict[str, object] | None, room: Room, alice: User, bob: User, browse: Browse
) -> None:
    first = room.say(alice, 2, "The first of all.")
    for number in range(20):
        room.say(alice, 2, f"Word {number}.")
    page = browse(bob, screen=screen) if screen else browse(bob)
    view = RoomPage(page).visit(room.reading)
    view.open(2)
    view.voice("Word 18.").scroll_into_view_if_needed()
    before = view.voice("Word 18.").bounding_box()

    room.answer(first, alice, "An answer far above.")

    more = page.get_by_role("button", name="New voices above")
    expect(more).to_be_visible()
    assert view.voice("Word 18.").bounding_box() == pytest.approx(before, abs=1)
    expect(view.discussion).not_to_contain_text("An answer far above.")
    more.click()
    expect(view.voice("An answer far above.")).to_be_in_viewport()
    expect(more).to_be_hidden()


def test_text_that_is_read_does_not_move(sample_reading: Reading, browse: Browse) -> None:
    miriam = sample_member("miriam")
    view = RoomPage(browse(miriam)).visit(sample_reading)
    view.paragraph(9).scroll_into_view_if_needed()
    before = view.paragraph(9).bounding_box()
    daniel = sample_reading.places.get(membership__user=sample_member("daniel"))

    read_to(daniel, paragraph=sample_reading.article.text.get(position=8))

    expect(view.paragraph(9)).to_contain_text("Here: Daniel")
    assert view.paragraph(9).bounding_box() == pytest.approx(before, abs=1)


# --- Nothing is lost


def test_page_is_as_if_loaded_anew_after_a_cut(
    room: Room, alice: User, bob: User, bobs: RoomPage, trouble: Trouble
) -> None:
    trouble.expect("ERR_INTERNET_DISCONNECTED")
    bobs.open(2)
    bobs.page.context.set_offline(True)
    comment = room.say(alice, 2, "While you were away.")
    room.answer(comment, bob, "From my other device.")
    room.read(bob, 4)
    room.say(alice, 5, "And here.")
    delete(room.say(alice, 1, "Never mind."))

    bobs.page.context.set_offline(False)

    expect(bobs.discussion).to_contain_text("While you were away.")
    assert is_as_loaded_anew(bobs)


def test_without_a_stream_the_page_asks(
    room: Room, alice: User, bob: User, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("net::ERR_FAILED")
    page = browse(bob)

    def only_answers(route: Route) -> None:
        if "text/event-stream" in route.request.headers.get("accept", ""):
            route.abort()
        else:
            route.continue_()

    page.route("**/events/*", only_answers)
    view = RoomPage(page).visit(room.reading)

    room.say(alice, 2, "A word.")

    expect(view.voices(2)).to_have_accessible_name(re.compile("1 voice"), timeout=15_000)


def test_what_cannot_be_sent_goes_out_once_when_the_site_is_back(
    room: Room, bob: User, bobs: RoomPage, trouble: Trouble
) -> None:
    trouble.expect("ERR_INTERNET_DISCONNECTED", "htmx:")
    bobs.open(2)
    bobs.page.context.set_offline(True)

    bobs.say("Said in a tunnel.")

    expect(bobs.page.get_by_text("The site cannot be reached just now. Read")).to_be_visible()
    expect(bobs.composer).to_contain_text("Not sent yet")
    expect(bobs.field).to_have_value("Said in a tunnel.")
    bobs.page.context.set_offline(False)
    expect(bobs.voice("Said in a tunnel.")).to_be_visible()
    expect(bobs.field).to_have_value("")
    expect(bobs.page.locator("#connection")).to_be_hidden()
    assert [one.source for one in Comment.objects.all()] == ["Said in a tunnel."]
    assert is_as_loaded_anew(bobs)
