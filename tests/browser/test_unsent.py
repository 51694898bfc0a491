"""Words that are typed and not sent yet: they wait in the tab, for their writer only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from discussions.models import Comment
from tests.browser.conftest import Browse, Trouble
from tests.browser.room import RoomPage
from tests.browser.test_discussion import second_paragraph
from tests.conftest import Room
from tests.serving import session_of

WORDS = "Half a thought\nof two lines"


@pytest.fixture
def bobs(room: Room, comment: Comment, bob: User, browse: Browse) -> RoomPage:
    """The cast's room before bob, with his comment on the second paragraph open."""
    return second_paragraph(room, browse(bob))


def field_of(view: RoomPage, act: str) -> Locator:
    """Where one types to do this at bob's comment."""
    return view.begin(view.voice("Bob's thought."), act).get_by_role("textbox")


def close(view: RoomPage) -> None:
    view.close.click()
    view.open(2)


def press_escape(view: RoomPage) -> None:
    view.page.keyboard.press("Escape")
    expect(view.discussion).to_be_hidden()
    view.open(2)


def look_elsewhere(view: RoomPage) -> None:
    view.open(1)
    expect(view.field).to_have_value("")
    view.open(2)


def leave(view: RoomPage) -> None:
    view.page.goto("/")
    view.page.go_back()


WAYS: list[Callable[[RoomPage], object]] = [
    close,
    press_escape,
    look_elsewhere,
    leave,
    lambda view: view.page.reload(),
]


@pytest.mark.parametrize("away", WAYS, ids=["close", "escape", "elsewhere", "leave", "reload"])
def test_comment_begun_is_there_on_returning(
    away: Callable[[RoomPage], object], bobs: RoomPage
) -> None:
    bobs.field.fill(WORDS)

    away(bobs)

    expect(bobs.field).to_have_value(WORDS)


def test_whom_words_are_for_is_known_on_returning(bobs: RoomPage) -> None:
    bobs.page.route("**/draft/", lambda route: route.fulfill(status=204))
    bobs.composer.get_by_role("radio", name="To one person").check(force=True)
    whom = bobs.composer.get_by_label("To whom")
    whom.select_option(label="Alice")
    bobs.field.fill(WORDS)

    bobs.page.reload()

    expect(bobs.field).to_have_value(WORDS)
    expect(whom.locator("option:checked")).to_have_text("Alice")
    expect(whom.locator("option")).to_have_text(["Choose a person", "Alice"])


@pytest.mark.parametrize("act", ["Reply", "Edit"])
def test_words_begun_at_a_comment_are_there_on_returning(act: str, bobs: RoomPage) -> None:
    field_of(bobs, act).fill(WORDS)

    close(bobs)

    expect(field_of(bobs, act)).to_have_value(WORDS)
    expect(bobs.field).to_have_value("")


def test_words_that_were_sent_are_not_there_again(bobs: RoomPage) -> None:
    bobs.field.fill("Said.")
    close(bobs)
    bobs.send.click()
    expect(bobs.voice("Said.")).to_be_visible()
    expect(bobs.field).to_have_value("")

    close(bobs)

    expect(bobs.field).to_have_value("")


@pytest.mark.parametrize("act", ["Reply", "Edit"])
def test_words_that_were_given_up_are_not_there_again(act: str, bobs: RoomPage) -> None:
    before = field_of(bobs, act).input_value()
    form = bobs.voice("Bob's thought.").locator("form")
    form.get_by_role("textbox").fill(WORDS)

    form.get_by_role("link", name="Cancel").click()
    expect(form).to_have_count(0)

    expect(field_of(bobs, act)).to_have_value(before)


def test_edit_begun_before_another_change_does_not_overwrite_it(
    comment: Comment, bobs: RoomPage, trouble: Trouble
) -> None:
    trouble.expect("409")
    field_of(bobs, "Edit").fill(WORDS)
    Comment.objects.update(source="Changed meanwhile.", html="Changed meanwhile.", version=2)
    bobs.page.reload()
    form = bobs.begin(bobs.voice("Changed meanwhile."), "Edit")
    expect(form.get_by_role("textbox")).to_have_value(WORDS)

    with bobs.page.expect_response("**/edit/") as answer:
        form.get_by_role("button", name="Save").click()

    assert answer.value.status == 409
    comment.refresh_from_db()
    assert comment.source == "Changed meanwhile."


def test_other_person_in_the_same_tab_does_not_find_the_words(
    bobs: RoomPage, alice: User, site: str
) -> None:
    bobs.field.fill(WORDS)

    bobs.page.context.add_cookies([{"name": "sessionid", "value": session_of(alice), "url": site}])
    bobs.page.reload()

    # The comment is not hers.
    expect(bobs.act(bobs.voice("Bob's thought."), "Edit")).to_have_count(0)
    expect(bobs.field).to_have_value("")
    assert stored(bobs.page) == 0


def test_signing_out_leaves_no_words_behind(bobs: RoomPage) -> None:
    bobs.field.fill(WORDS)
    bobs.page.goto("/accounts/logout/")
    assert stored(bobs.page) == 1

    bobs.page.get_by_role("main").get_by_role("button", name="Sign Out").click()

    expect(bobs.page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert stored(bobs.page) == 0


def stored(page: Page) -> int:
    """How many forms' words the tab holds."""
    return sum(key.startswith("unsent-") for key in page.evaluate("Object.keys(sessionStorage)"))


@pytest.mark.parametrize("act", ["Edit", "Reply"])
def test_words_being_typed_outlive_the_arrival(
    act: str, room: Room, bob: User, browse: Browse
) -> None:
    room.read(bob, 5)
    room.say(bob, 5, "Bob's thought.")
    view = RoomPage(browse(bob)).visit(room.reading)
    for number in (5, 1):
        view.unmark(number).click()
        expect(view.mark(number)).to_be_visible()
    view.open(5)
    expect(view.discussion).to_contain_text("What others said here is for when you get here.")
    form = view.begin(view.voice("Bob's thought."), act)
    form.get_by_role("textbox").fill(WORDS)

    view.mark(1).click()

    expect(view.composer).to_be_visible()
    expect(form.get_by_role("textbox")).to_have_value(WORDS)
    form.get_by_role("button").first.click()
    expect(view.voice("of two lines")).to_be_visible()
