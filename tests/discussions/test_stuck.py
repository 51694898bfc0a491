"""Being stuck: one tap, the circle that is called, answers, and what cleared it.

Alice has read all and leads, bob stands at the third paragraph, heidi has paused there.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.inbox import notices_of, told
from accounts.models import Block, Notice, User
from discussions import actions
from discussions.actions import Choice
from discussions.actions.calling import PATIENCE, call_more
from discussions.models import Call, Comment, Help, Kind, Stuck, Thread, help_wanted
from discussions.notifications import tell_stuck
from groups import actions as groups
from groups.models import Membership
from tests.at_once import at_once
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, cost, html_of, page_of


@pytest.fixture
def bobs(bob: User, sign_in: SignIn) -> Client:
    return sign_in(bob)


@pytest.fixture
def alices(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def stuck(room: Room, bob: User) -> Stuck:
    """Bob is stuck at the third paragraph: alice is called."""
    return room.stick(bob, 3, source="What is *this* a heading of?")


@pytest.fixture
def join(room: Room, person: Person) -> Callable[..., User]:
    """Somebody who comes into the group and has read so far."""

    def come(name: str, *, read: int) -> User:
        user = person(name)
        groups.join(room.group, user=user)
        if read:
            room.read(user, read)
        return user

    return come


@pytest.fixture
def idas(join: Callable[..., User], sign_in: SignIn) -> Client:
    """A member who stands at the fourth paragraph."""
    return sign_in(join("ida", read=3))


def tap(room: Room, position: int) -> str:
    return reverse("discussions:stuck_here", args=[room.reading.pk, *room.keys(position)])


def sentences(user: User) -> list[str]:
    """What this person is told now of who is stuck and what helped, the newest first."""
    kinds = ["stuck", "waiting", "help", "cleared"]
    entries = [one.entry for one in told(user, notices_of(user).filter(kind__in=kinds))]
    return [entry.sentence.format(person=entry.name) for entry in entries]


def called(stuck: Stuck) -> list[str]:
    calls = Call.objects.filter(stuck=stuck).order_by("helper__display_name")
    return [call.helper.display_name for call in calls.select_related("helper")]


def let_pass(days: int = 1) -> None:
    """So much later the worker calls more people."""
    for _day in range(days):
        Stuck.objects.update(called_at=F("called_at") - PATIENCE - timedelta(minutes=1))
        call_more()


# --- Saying so -----------------------------------------------------------------------------------


def test_one_tap_is_enough(room: Room, bob: User, bobs: Client) -> None:
    page = page_of(bobs.get(room.url))
    assert page.at(f"stuck-tap-{room.keys(3)[0]}").one("button").attributes["formaction"] == tap(
        room, 3
    )

    answer = bobs.post(tap(room, 3))

    stuck = Stuck.objects.get()
    assert (stuck.asker, stuck.source, stuck.is_anonymous) == (bob, "", False)
    assert (stuck.thread.kind, stuck.thread.opened_by) == (Kind.STUCK, bob)
    assert answer.headers["Location"] == stuck.place_url
    there = page_of(bobs.get(room.discussion_url(3)))
    assert "You are stuck here" in there.at(f"stuck-{stuck.pk}").text
    assert not there.at("stuck-here").all("form")


def test_tap_opens_the_discussion_where_words_may_follow(room: Room, bobs: Client) -> None:
    answer = bobs.post(tap(room, 3), headers=HTMX)

    page, stuck = page_of(answer), Stuck.objects.get()
    assert page.at("discussion-title").text == "On ¶ 3"
    assert answer.headers["HX-Push-Url"] == room.discussion_url(3)
    words = page.at(f"stuck-form-{stuck.pk}").one("form")
    bobs.post(words.attributes["action"], {"text": "Of *what*?", "is_anonymous": "on"})
    stuck.refresh_from_db()
    assert (stuck.html.strip(), stuck.is_anonymous) == ('<p dir="auto">Of <em>what</em>?</p>', True)
    assert stuck.thread.opened_by is None


def test_tap_in_the_open_discussion_leaves_what_is_typed_there(room: Room, bobs: Client) -> None:
    page = page_of(bobs.post(tap(room, 3), {"open": "1"}, headers=HTMX))

    assert page.has(f"stuck-{Stuck.objects.get().pk}")
    assert not page.has("composer")


def test_who_is_stuck_finds_it_first(room: Room, bob: User, bobs: Client) -> None:
    room.say(bob, 3, "A thought before.")
    stuck = room.stick(bob, 3)

    threads = page_of(bobs.get(room.discussion_url(3))).at("threads").all("details")

    assert threads[0].attributes["id"] == f"thread-{stuck.thread_id}"


def test_second_tap_is_the_first(room: Room, bobs: Client) -> None:
    for _time in range(2):
        bobs.post(tap(room, 3), {"text": "Help."})

    assert Stuck.objects.count() == Thread.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_taps_at_once_are_one(room: Room, bob: User) -> None:
    made = at_once(*[lambda: room.stick(bob, 3) for _tap in range(8)])

    assert len({stuck.pk for stuck in made}) == Stuck.objects.count() == Thread.objects.count() == 1
    assert Call.objects.count() == Notice.objects.filter(kind="stuck").count() == 1


def test_nobody_is_stuck_at_what_is_ahead(room: Room, bobs: Client) -> None:
    answer = bobs.post(tap(room, 5), {"text": "My typed words."})

    assert answer.status_code == 403
    assert "My typed words." in html_of(answer)
    assert not Stuck.objects.exists()


def test_too_many_words_come_back(room: Room, bobs: Client) -> None:
    answer = bobs.post(tap(room, 3), {"text": "long " * 500})

    assert answer.status_code == 422
    assert "long long" in page_of(answer).at("stuck-here-text").text
    assert not Stuck.objects.exists()


def test_it_can_be_taken_back(
    room: Room, stuck: Stuck, bobs: Client, alices: Client, alice: User
) -> None:
    bobs.post(reverse("discussions:stuck_withdrawal", args=[stuck.pk]))

    assert not Thread.objects.exists()
    assert sentences(alice) == []
    assert f"stuck-{stuck.pk}" not in html_of(alices.get(room.discussion_url(3)))
    assert page_of(alices.get(room.url)).at(f"stuck-sign-{room.keys(3)[0]}").text == ""


def test_what_is_answered_cannot_be_taken_back_from_under_the_answer(
    room: Room, stuck: Stuck, alice: User, bobs: Client
) -> None:
    room.help(stuck, alice, "Read on.")

    bobs.post(reverse("discussions:stuck_withdrawal", args=[stuck.pk]))

    stuck.refresh_from_db()
    assert stuck.is_cleared
    assert Comment.objects.count() == 1


# --- Who is called -------------------------------------------------------------------------------


def test_three_of_those_past_it_are_called_nearest_first(
    room: Room, bob: User, alice: User, join: Callable[..., User]
) -> None:
    for name, read in (("ida", 3), ("jon", 4), ("kim", 3), ("lea", 2), ("max", 0)):
        join(name, read=read)

    stuck = room.stick(bob, 3)

    # Ida and kim stand one paragraph past it, jon two, alice three.
    assert called(stuck) == ["Ida", "Jon", "Kim"] or called(stuck) == ["Alice", "Ida", "Kim"]
    assert sentences(join("noa", read=4)) == []
    assert sentences(User.objects.get(display_name="Ida")) == ["Bob is stuck where you have been"]


def test_load_is_shared_over_time(room: Room, join: Callable[..., User]) -> None:
    helpers = [join(f"helper{number}", read=4) for number in range(6)]
    Membership.objects.filter(role="leader").update(state="paused")

    for number in range(4):
        room.stick(join(f"asker{number}", read=2), 3)

    assert [Call.objects.filter(helper=helper).count() for helper in helpers] == [2] * 6


@pytest.mark.parametrize(
    "why", ["paused", "left", "away", "muted", "blocks", "is blocked", "ahead"]
)
def test_who_cannot_help_is_not_called(why: str, room: Room, bob: User, alice: User) -> None:
    member = Membership.objects.filter(user=alice, group=room.group)
    match why:
        case "paused":
            member.update(state="paused")
        case "left":
            member.update(state="left", role="member")
        case "away":
            User.objects.filter(pk=alice.pk).update(is_active=False)
        case "muted":
            third = room.paragraphs[2]
            actions.listen_to_paragraph(alice, room.reading, third, choice=Choice.MUTE)
        case "blocks":
            Block.objects.create(blocker=alice, blocked=bob)
        case "is blocked":
            Block.objects.create(blocker=bob, blocked=alice)
        case "ahead":
            groups.unmark(room.place(alice), paragraph=room.paragraphs[2])

    assert called(room.stick(bob, 3)) == []


def test_who_comes_past_it_first_is_called_where_nobody_was(
    room: Room, alice: User, bob: User, join: Callable[..., User]
) -> None:
    stuck = room.stick(alice, 5)
    ida, jon = join("ida", read=0), join("jon", read=0)
    assert called(stuck) == []

    room.read(ida, 4)
    assert called(stuck) == []
    room.read(ida, 5)
    room.read(jon, 5)

    assert called(stuck) == ["Ida"]
    assert sentences(ida) == ["Alice is stuck where you have been"]


def test_after_a_day_all_past_it_are_called(
    room: Room, bob: User, alice: User, join: Callable[..., User]
) -> None:
    for name in ("ida", "jon", "kim"):
        join(name, read=3)
    stuck = room.stick(bob, 3)
    assert "Alice" not in called(stuck)

    call_more()
    assert "Alice" not in called(stuck)
    let_pass()

    assert called(stuck) == ["Alice", "Ida", "Jon", "Kim"]
    assert sentences(alice) == ["Bob is stuck where you have been"]
    # And who comes past it from then on.
    lea = join("lea", read=3)
    assert sentences(lea) == ["Bob is stuck where you have been"]


def test_after_two_days_leaders_are_told_of_the_reading_alone(
    room: Room, alice: User, bob: User, join: Callable[..., User], sign_in: SignIn
) -> None:
    ida = join("ida", read=1)
    groups.change_role(room.member(ida), role=Membership.Role.LEADER, by=room.member(alice))
    stuck = room.stick(bob, 3, source="Lapwing words.")

    let_pass(2)

    assert sentences(ida) == ["Somebody has waited for help for two days"]
    (entry,) = [one.entry for one in told(ida, notices_of(ida).filter(kind="waiting"))]
    assert entry.url == room.url
    inbox = html_of(sign_in(ida).get(reverse("accounts:inbox")))
    assert "Lapwing" not in inbox
    assert "¶ 3" not in inbox
    assert "Bob" not in inbox.replace("Bob joined", "")
    # Alice was told as one who is past it, once.
    assert sentences(alice) == ["Bob is stuck where you have been"]
    room.help(stuck, alice, "Read on.")
    assert sentences(ida) == []


@pytest.mark.parametrize("how", ["answered", "cleared", "left"])
def test_nobody_more_is_called_once_it_is_over(
    how: str, room: Room, bob: User, alice: User, join: Callable[..., User]
) -> None:
    for name in ("ida", "jon", "kim"):
        join(name, read=3)
    stuck = room.stick(bob, 3)
    match how:
        case "answered":
            room.help(stuck, User.objects.get(display_name="Ida"), "Read on.")
        case "cleared":
            actions.clear(stuck)
        case "left":
            groups.leave(room.member(bob))
    before = called(stuck)

    let_pass(3)

    assert called(stuck) == before
    assert sentences(User.objects.get(display_name="Jon")) == []


def test_what_is_over_when_its_turn_comes_is_told_to_nobody(
    stuck: Stuck, alice: User, room: Room
) -> None:
    Notice.objects.all().delete()
    groups.unmark(room.place(alice), paragraph=room.paragraphs[2])

    tell_stuck.call(stuck.pk)

    assert not Notice.objects.filter(kind="stuck").exists()


def test_answer_that_is_taken_back_lets_it_wait_again(
    stuck: Stuck, room: Room, alice: User
) -> None:
    answer = room.help(stuck, alice, "Read on.")
    assert not Stuck.objects.waiting().exists()

    actions.delete(answer)

    assert Stuck.objects.waiting().get() == stuck


# --- Answers, and what cleared it ----------------------------------------------------------------


def test_who_is_stuck_is_told_of_an_answer(
    stuck: Stuck, room: Room, bob: User, alices: Client, bobs: Client
) -> None:
    form = page_of(alices.get(reverse("discussions:stuck_answer", args=[stuck.pk])))
    key = form.at(f"stuck-{stuck.pk}-key").attributes["value"]

    for _time in range(2):
        alices.post(
            reverse("discussions:stuck_answer", args=[stuck.pk]), {"text": "Read on.", "key": key}
        )

    assert sentences(bob) == ["Alice answered where you are stuck"]
    there = page_of(bobs.get(room.discussion_url(3))).at(f"answers-{stuck.pk}")
    assert [voice.one(of_class="voice-words").text for voice in there.all("article")] == [
        "Read on."
    ]


def test_answer_lets_what_is_begun_in_the_composer_stand(
    stuck: Stuck, room: Room, alice: User, alices: Client
) -> None:
    draft = reverse("discussions:thread_draft", args=[room.reading.pk, *room.keys(3)])
    alices.post(draft, {"text": "Begun."})

    room.help(stuck, alice, "Read on.")

    assert "Begun." in html_of(alices.get(room.discussion_url(3)))


def test_clear_now_credits_the_answer(
    stuck: Stuck, room: Room, bob: User, alice: User, bobs: Client, alices: Client
) -> None:
    answer = room.help(stuck, alice, "Read on.")
    url = reverse("discussions:cleared_by", args=[answer.pk])
    assert page_of(bobs.get(room.discussion_url(3))).at(f"clearing-{answer.pk}").all("button")

    for _time in range(2):
        bobs.post(url)

    thread = Thread.objects.get(pk=stuck.thread_id)
    assert (thread.answer, thread.stuck.is_cleared) == (answer, True)
    assert [(one.comment, one.user) for one in Help.objects.all()] == [(answer, bob)]
    assert sentences(alice) == ["Your answer cleared it for Bob"]
    page = page_of(alices.get(room.discussion_url(3)))
    assert page.at(f"answer-{answer.pk}").text == "This cleared it"
    assert "Bob was stuck here" in page.at(f"stuck-{stuck.pk}").text
    assert not page_of(alices.get(room.url)).all(of_class="is-open")


def test_help_is_offered_until_it_is_clear(
    stuck: Stuck, room: Room, alice: User, alices: Client, bobs: Client
) -> None:
    answer = room.help(stuck, alice, "Read on.")

    def offers() -> list[str]:
        return [link.text for link in page_of(alices.get(room.discussion_url(3))).all("a")]

    assert "Help with this" in offers()
    bobs.post(reverse("discussions:cleared_by", args=[answer.pk]))
    assert "Help with this" not in offers()


def test_clear_now_comes_in_its_place(stuck: Stuck, room: Room, alice: User, bobs: Client) -> None:
    answer = room.help(stuck, alice, "Read on.")

    page = page_of(bobs.post(reverse("discussions:cleared_by", args=[answer.pk]), headers=HTMX))

    assert page.at(f"answer-{answer.pk}").text == "This cleared it"
    assert not page.at(f"clearing-{answer.pk}").all("button")
    assert "cleared" in page.at(f"stuck-{stuck.pk}").text
    assert page.at("stuck-here").all("form")


def test_it_may_clear_by_itself_and_open_again(
    stuck: Stuck, room: Room, alice: User, bobs: Client
) -> None:
    url = reverse("discussions:stuck_clearing", args=[stuck.pk])
    answer = room.help(stuck, alice, "Read on.")
    bobs.post(reverse("discussions:cleared_by", args=[answer.pk]))

    bobs.post(url, {"act": "open"})
    assert Stuck.objects.get().cleared_at is None
    assert not Help.objects.exists()
    assert Thread.objects.get().answer is None
    assert sentences(alice) == []

    bobs.post(url, {"act": "clear"})
    assert Stuck.objects.get().is_cleared
    assert not Help.objects.exists()


def test_only_words_of_others_clear_it(
    stuck: Stuck, room: Room, bob: User, alice: User, bobs: Client
) -> None:
    answer = room.help(stuck, alice, "Read on.")
    own = room.answer(answer, bob, "I did.")
    gone = room.help(stuck, alice, "Or not.")
    elsewhere = room.say(alice, 3, "A thought.")
    actions.delete(gone)

    for one in (own, gone, elsewhere):
        url = reverse("discussions:cleared_by", args=[one.pk])
        assert bobs.post(url).status_code == 403
    assert not Stuck.objects.get().is_cleared


def test_credit_goes_with_the_answer(stuck: Stuck, room: Room, alice: User) -> None:
    answer = room.help(stuck, alice, "Read on.")
    actions.clear(stuck, by=answer)

    actions.delete(answer)

    assert not Help.objects.exists()
    assert Thread.objects.get().answer is None
    assert Stuck.objects.get().is_cleared


def test_after_it_is_clear_one_may_be_stuck_anew(
    stuck: Stuck, room: Room, bob: User, alices: Client
) -> None:
    actions.clear(stuck)

    room.stick(bob, 3)

    sign = page_of(alices.get(room.url)).at(f"stuck-sign-{room.keys(3)[0]}")
    assert "Stuck here 2 times" in sign.text
    assert "is-open" in sign.classes


# --- Where help is wanted ------------------------------------------------------------------------


def test_those_past_it_see_where_help_is_most_needed(
    room: Room, stuck: Stuck, alice: User, alices: Client, join: Callable[..., User]
) -> None:
    ida = join("ida", read=3)
    room.stick(ida, 4)
    actions.clear(room.stick(ida, 4))
    room.stick(ida, 4)
    actions.clear(room.stick(join("jon", read=0), 1))

    wanted = help_wanted(room.reading, alice)

    assert [(one.position, one.now, one.times) for one in wanted] == [(4, 1, 2), (3, 1, 1)]
    overview = reverse("discussions:overview", args=[room.reading.pk])
    page = page_of(alices.get(overview, {"show": "stuck"}))
    listed = page.one("nav", **{"aria-labelledby": "help-wanted"})
    assert [link.text for link in listed.all("a")] == ["¶ 4", "¶ 3"]
    assert page.has(f"thread-{stuck.thread_id}")


def test_help_wanted_is_one_query(room: Room, stuck: Stuck, alice: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert help_wanted(room.reading, alice)

    assert len(captured) == 1


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_room_and_discussion_cost_the_same_however_many_are_stuck(
    headers: dict[str, str], room: Room, bob: User, alices: Client, join: Callable[..., User]
) -> None:
    room.help(room.stick(bob, 3, source="Why?"), bob, "Words.")
    costs = [cost(alices, room.url), cost(alices, room.discussion_url(3), headers)]
    for number in range(15):
        asker = join(f"member{number}", read=2)
        stuck = room.stick(asker, 3, source="Why?", is_anonymous=number % 2 == 0)
        room.help(stuck, User.objects.get(display_name="Alice"), "So.")

    assert [cost(alices, room.url), cost(alices, room.discussion_url(3), headers)] == costs


def test_mark_and_tap_cost_the_same_however_large_the_group(
    room: Room, bob: User, join: Callable[..., User]
) -> None:
    def queries(asker: User) -> int:
        with CaptureQueriesContext(connection) as captured:
            room.stick(asker, 3)
        return len(captured)

    askers = [join(f"asker{number}", read=2) for number in range(2)]
    for number in range(3):
        join(f"near{number}", read=5)
    few = queries(askers[0])
    for number in range(40):
        join(f"member{number}", read=5)

    assert queries(askers[1]) == few


# --- Order -------------------------------------------------------------------------------------


def test_leader_hides_the_words_and_shows_them_again(
    stuck: Stuck, room: Room, alices: Client, bobs: Client, idas: Client
) -> None:
    url = reverse("discussions:stuck_hiding", args=[stuck.pk])
    assert alices.post(url, {"reason": ""}).status_code == 422

    alices.post(url, {"reason": "Not here."})

    box = page_of(idas.get(room.discussion_url(3))).at(f"stuck-{stuck.pk}").text
    assert "heading of" not in box
    assert "Not here." in box
    overview = reverse("discussions:overview", args=[room.reading.pk])
    for reader in (idas, alices):
        thread = page_of(reader.get(overview)).at(f"thread-{stuck.thread_id}")
        assert "heading of" not in thread.text
    assert "heading of" in page_of(bobs.get(room.discussion_url(3))).at(f"stuck-{stuck.pk}").text
    assert room.group.log.filter(act="hid").get().subject is None

    alices.post(reverse("discussions:stuck_restoration", args=[stuck.pk]))
    assert "heading of" in page_of(idas.get(room.discussion_url(3))).at(f"stuck-{stuck.pk}").text


def test_answer_can_be_reported(stuck: Stuck, room: Room, alice: User, bobs: Client) -> None:
    answer = room.help(stuck, alice, "Read on.")

    reported = bobs.post(reverse("discussions:report", args=[answer.pk]), {"words": "Too short."})

    assert reported.status_code == 302
