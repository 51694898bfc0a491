"""Study sessions over the web: with htmx and without, and the record of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, Notice, User
from articles.actions import publish
from articles.blocks import Block as Part
from groups import actions
from groups.models import Attendance, StudySession
from groups.notifications import tell_of_session
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, cost, html_of, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def session(room: Room, alice: User) -> StudySession:
    """A session that alice leads, at the second paragraph."""
    leader = room.member(alice)
    return actions.begin_session(room.reading, by=leader, paragraph=room.paragraphs[1])


def url(name: str, of: StudySession | Room) -> str:
    return reverse(f"groups:{name}", args=[of.reading.pk if isinstance(of, Room) else of.pk])


def act(client: Client, session: StudySession, name: str, **how: str) -> str:
    """What a member's act in a session leads to."""
    answer = client.post(url("attendance", session), {"act": name} | how)
    return str(answer.headers["Location"])


def bar_of(client: Client, session: StudySession, name: str, **data: str) -> Element:
    """The bar that answers a post with htmx."""
    return page_of(client.post(url(name, session), data, headers=HTMX)).at("session-bar")


def texts(page: Element, tag: str) -> list[str]:
    return [element.text for element in page.all(tag)]


# --- Beginning


def test_leader_begins_one_from_the_room(room: Room, alices: Client) -> None:
    panel = page_of(alices.get(room.url)).at("session-begin")
    assert panel.one("form").attributes["action"] == url("sessions", room)
    assert panel.at("begin-number").attributes["value"] == "3"

    answer = alices.post(url("sessions", room), {"number": "2", "minutes": "5"})

    assert answer.headers["Location"] == f"{room.url}#paragraph-{room.keys(2)[0]}"
    session = StudySession.objects.get()
    assert (session.paragraph.position, session.minutes) == (2, 5)


def test_room_offers_it_only_where_it_can_be_done(
    room: Room, alice: User, alices: Client, bobs: Client
) -> None:
    assert not page_of(bobs.get(room.url)).has("session-begin")

    actions.close_reading(room.reading, by=room.member(alice))

    assert not page_of(alices.get(room.url)).has("session-begin")


@pytest.mark.parametrize("number", ["", "0", "6", "x"])
def test_place_that_the_text_does_not_have_is_asked_for_again(
    number: str, room: Room, alices: Client
) -> None:
    answer = alices.post(url("sessions", room), {"number": number, "minutes": "7"})

    assert answer.status_code == 422
    page = page_of(answer).at("main")
    assert page.all(of_class="errorlist")
    assert page.at("id_minutes").attributes["value"] == "7"
    assert not StudySession.objects.exists()


# --- In the room


def test_members_see_who_leads_and_who_takes_part(
    session: StudySession, room: Room, bobs: Client
) -> None:
    bar = page_of(bobs.get(room.url)).at("session-bar")

    assert bar.one(of_class="session-paragraph").text == "¶ 2"
    assert bar.one(of_class="session-who").text == "Alice leads"
    assert bar.one(of_class="faces").text == "Taking part: Alice A"
    assert [b.text for b in bar.all("button")] == ["Take part"]
    assert "Everyone sees" in bar.text


def test_leader_has_the_way_on_and_back_past_headings(
    session: StudySession, room: Room, alice: User, alices: Client
) -> None:
    actions.lead_to(session, by=room.member(alice), paragraph=room.paragraphs[3])

    bar = page_of(alices.get(room.url)).at("session-bar")

    assert texts(bar, "button")[:2] == ["Back to ¶ 2", "On to ¶ 5"]


def test_room_without_a_session_has_nothing_of_it(room: Room, bobs: Client) -> None:
    page = page_of(bobs.get(room.url))

    assert "hidden" in page.at("session").attributes
    assert not page.has("session-bar")
    assert "session.css" not in html_of(bobs.get(room.url))


def test_time_is_told_as_what_is_left_and_as_when(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Jerusalem")
    session = actions.begin_session(
        room.reading, by=room.member(alice), paragraph=room.paragraphs[1], minutes=10
    )
    noon = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("UTC"))

    clock = page_of(bobs.get(room.url)).one(role="timer")
    assert 590 <= int(clock.attributes["data-left"]) <= 600

    StudySession.objects.filter(pk=session.pk).update(paragraph_since=noon)
    clock = page_of(bobs.get(room.url)).one(role="timer")
    assert int(clock.attributes["data-left"]) < 0
    assert clock.text == "until 14:10"


def test_whom_i_have_blocked_is_not_named_to_me(
    session: StudySession, room: Room, alice: User, bob: User, person: Person, bobs: Client
) -> None:
    for name in ("zoe", "yan"):
        member = actions.join(room.group, user=person(name))
        actions.take_part(session, member=member)
        actions.raise_hand(session, member=member)
    Block.objects.create(blocker=bob, blocked=User.objects.get(display_name="Zoe"))
    Block.objects.create(blocker=bob, blocked=alice)

    for page in (bobs.get(room.url), bobs.get(url("sessions", room))):
        shown = page_of(page).at("main")
        assert "Yan" in shown.text
        assert "Zoe" not in shown.text
        assert not [e for e in shown.all(of_class="session-who") if "Alice" in e.text]
        assert not [e for e in shown.all(of_class="held") if "Alice" in e.text]


def test_who_has_left_does_not_lead(
    session: StudySession, room: Room, alice: User, bob: User, bobs: Client
) -> None:
    actions.leave(room.member(alice), successor=room.member(bob))

    bar = page_of(bobs.get(room.url)).at("session-bar")

    assert bar.one(of_class="session-who").text == "Reading together"
    assert "Nobody takes part yet" in bar.text


def test_place_is_on_the_page_where_it_stands(room: Room, alice: User, bobs: Client) -> None:
    blocks = [Part(f"Paragraph {number}.") for number in range(400)]
    leader = room.member(alice)
    reading = actions.start_reading(publish(title="Long", blocks=blocks), by=leader)
    paragraph = reading.article.text.get(position=321)
    session = actions.begin_session(reading, by=leader, paragraph=paragraph)

    there = f"{reading.get_absolute_url()}?page=3#paragraph-{paragraph.pk}"
    bar = page_of(bobs.get(reading.get_absolute_url())).at("session-bar")
    assert bar.one(of_class="session-paragraph").attributes["href"] == there
    assert act(bobs, session, "take_part") == there


# --- Acting


def test_acts_lead_to_the_paragraph_of_the_session(
    session: StudySession, room: Room, alices: Client, bobs: Client
) -> None:
    second, fourth = (f"{room.url}#paragraph-{key}" for key in room.keys(2, 4))

    assert act(bobs, session, "take_part") == second
    answer = alices.post(url("session_paragraph", session), {"number": "4"})
    assert answer.headers["Location"] == fourth
    assert act(bobs, session, "raise_hand") == fourth
    attendance = Attendance.objects.exclude(hand_up_at=None).get()
    alices.post(url("session_hand", session), {"attendance": attendance.pk})
    assert not Attendance.objects.exclude(hand_up_at=None).exists()
    alices.post(url("session_end", session))
    session.refresh_from_db()
    assert session.is_over


def test_acts_through_htmx_bring_the_bar(
    session: StudySession, room: Room, alices: Client, bobs: Client
) -> None:
    bar = bar_of(bobs, session, "attendance", act="take_part")
    assert texts(bar, "button") == ["Hand up", "Let go", "Leave"]
    assert "data-follows" in bar.attributes

    bar = bar_of(bobs, session, "attendance", act="let_go")
    assert texts(bar, "button") == ["Hand up", "Follow again", "Leave"]
    assert "data-follows" not in bar.attributes

    bar = bar_of(bobs, session, "attendance", act="raise_hand")
    assert bar.one("ol").text == "Bob"
    assert texts(bar, "button")[0] == "Hand down"

    bar = bar_of(alices, session, "session_paragraph", number="5")
    assert bar.attributes["data-paragraph"] == str(room.keys(5)[0])
    assert "Lower the hand of Bob" in [b.attributes.get("aria-label") for b in bar.all("button")]

    bar = bar_of(alices, session, "session_end")
    assert "hidden" in bar.attributes
    assert not bar.all("form")


def test_number_that_the_text_does_not_have_is_told(session: StudySession, alices: Client) -> None:
    data = {"number": "6"}
    told = "The text has no ¶ 6. Choose one that it has."

    through = alices.post(url("session_paragraph", session), data, headers=HTMX)
    assert through.status_code == 422
    assert page_of(through).one(role="alert").text == told
    plain = alices.post(url("session_paragraph", session), data, follow=True)
    assert told in page_of(plain).at("toasts").text
    session.refresh_from_db()
    assert session.paragraph.position == 2


@pytest.mark.parametrize("minutes", ["0", "181", "x"])
def test_time_that_cannot_be_is_told(minutes: str, session: StudySession, alices: Client) -> None:
    answer = alices.post(url("session_time", session), {"minutes": minutes}, headers=HTMX)

    assert answer.status_code == 422
    session.refresh_from_db()
    assert session.minutes is None


def test_unknown_act_changes_nothing(session: StudySession, bobs: Client) -> None:
    answer = bobs.post(url("attendance", session), {"act": "end_session"})

    assert answer.status_code == 400
    session.refresh_from_db()
    assert not session.is_over


def test_hand_in_another_session_cannot_be_lowered(
    session: StudySession, room: Room, alice: User, bob: User, alices: Client
) -> None:
    other = actions.begin_session(
        actions.start_reading(room.reading.article, by=room.member(alice)),
        by=room.member(alice),
        paragraph=room.paragraphs[0],
    )
    actions.take_part(other, member=room.member(bob))

    data = {"attendance": other.attendances.get(membership__user=bob).pk}

    assert alices.post(url("session_hand", session), data).status_code == 400


def test_late_act_leads_to_the_room(
    session: StudySession, room: Room, alice: User, bobs: Client
) -> None:
    actions.end_session(session, by=room.member(alice))

    assert act(bobs, session, "take_part").startswith(room.url)
    bar = bar_of(bobs, session, "attendance", act="raise_hand")
    assert "hidden" in bar.attributes


def test_paused_member_sees_it_and_takes_no_part(
    session: StudySession, room: Room, heidi: User, sign_in: SignIn
) -> None:
    client = sign_in(heidi)

    assert not page_of(client.get(room.url)).at("session-bar").all("button")
    answer = client.post(url("attendance", session), {"act": "take_part"})
    assert answer.status_code == 403


# --- The record


def test_record_tells_when_where_and_who(
    session: StudySession, room: Room, alice: User, bob: User, bobs: Client
) -> None:
    leader = room.member(alice)
    actions.take_part(session, member=room.member(bob))
    actions.step_out(session, member=room.member(bob))
    actions.lead_to(session, by=leader, paragraph=room.paragraphs[3])
    actions.lead_to(session, by=leader, paragraph=room.paragraphs[2])
    hour_ago = timezone.now() - timedelta(minutes=60)
    StudySession.objects.update(begun_at=hour_ago)
    session.refresh_from_db()
    actions.end_session(session, by=leader)

    entry = page_of(bobs.get(url("sessions", room))).one(of_class="held")

    assert entry.one(of_class="row-facts").text == "60 minutes · ¶ 2–4 · led by Alice"
    assert [one.one("bdi").text for one in entry.all("li")] == ["Alice", "Bob"]


def test_record_of_one_whose_leader_is_gone_names_nobody(
    session: StudySession, room: Room, bob: User, bobs: Client
) -> None:
    StudySession.objects.update(led_by=None)

    entry = page_of(bobs.get(url("sessions", room))).one(of_class="held")

    assert "led by somebody who has left the site" in entry.text


def test_form_to_begin_is_for_leaders_while_none_goes_on(
    room: Room, alice: User, alices: Client, bobs: Client
) -> None:
    here = url("sessions", room)
    assert page_of(alices.get(here)).has("session-next")
    assert not page_of(bobs.get(here)).has("session-next")

    actions.begin_session(room.reading, by=room.member(alice), paragraph=room.paragraphs[0])

    assert not page_of(alices.get(here)).has("session-next")


def test_record_has_pages(room: Room, alice: User, bobs: Client) -> None:
    leader = room.member(alice)
    for _session in range(21):
        begun = actions.begin_session(room.reading, by=leader, paragraph=room.paragraphs[0])
        actions.end_session(begun, by=leader)

    first, second = (page_of(bobs.get(url("sessions", room), {"page": n})) for n in (1, 2))

    assert [len(page.all(of_class="held")) for page in (first, second)] == [20, 1]


# --- The inbox


def test_others_are_told_of_it_while_it_goes_on(
    room: Room, alice: User, heidi: User, bobs: Client, sign_in: SignIn
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        session = actions.begin_session(
            room.reading, by=room.member(alice), paragraph=room.paragraphs[1]
        )
    tell_of_session.call(session.pk)
    inbox = reverse("accounts:inbox")

    assert [one.user.display_name for one in Notice.objects.filter(kind="session")] == ["Bob"]
    assert "A study session goes on" in html_of(bobs.get(inbox))
    actions.end_session(session, by=room.member(alice))
    assert "A study session goes on" not in html_of(bobs.get(inbox))


def test_who_takes_part_has_heard_of_it(
    session: StudySession, room: Room, bob: User, bobs: Client
) -> None:
    tell_of_session.call(session.pk)

    act(bobs, session, "take_part")

    assert Notice.objects.get(kind="session").is_read


# --- What it costs


def test_costs_the_same_however_many_take_part(
    session: StudySession, room: Room, person: Person, bobs: Client, alices: Client
) -> None:
    pages = [room.url, reverse("discussions:now", args=[room.reading.pk]), url("sessions", room)]

    def costs() -> list[int]:
        return [cost(client, page) for client in (bobs, alices) for page in pages]

    few = costs()
    for number in range(8):
        member = actions.join(room.group, user=person(f"guest{number}"))
        actions.take_part(session, member=member)
        actions.raise_hand(session, member=member)

    assert costs() == few
    before = cost(bobs, room.url)
    StudySession.objects.update(ended_at=timezone.now())
    # The session and who takes part.
    assert before == cost(bobs, room.url) + 2
