"""Steps: cutting a reading, what is open, and what opens the next one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Notice, User
from groups import actions
from groups.models import LogEntry, Place, Reading
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, cost, page_of

TOGETHER = Reading.Pacing.TOGETHER


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def paced(room: Room, alice: User) -> Room:
    """Alice and bob stand at the third paragraph of five, where a step begins."""
    Place.objects.filter(membership__user=alice).update(paragraph=room.paragraphs[2])
    room.reading.marks.filter(paragraph__in=room.keys(3, 4, 5)).delete()
    cut(room, alice, 3, 5)
    return room


def cut(
    room: Room, by: User, *positions: int, pacing: Reading.Pacing = TOGETHER, **more: object
) -> None:
    firsts = [room.paragraphs[position - 1] for position in positions]
    actions.cut(room.reading, by=room.member(by), pacing=pacing, firsts=firsts, **more)  # type: ignore[arg-type]
    room.reading.refresh_from_db()


def url(room: Room, page: str = "steps", *args: int) -> str:
    return reverse(f"groups:{page}", args=[room.reading.pk, *args])


def is_open(room: Room) -> list[bool]:
    return [step.is_open for step in room.reading.steps.all()]


def states(room: Room, client: Client) -> list[str]:
    stretches = page_of(client.get(url(room))).all("li", of_class="stretch")
    return [stretch.all(of_class="row-facts")[0].text for stretch in stretches]


def test_step_opens_when_everyone_has_finished_the_one_before(
    paced: Room, alice: User, bob: User
) -> None:
    assert is_open(paced) == [True, True, False]

    paced.read(alice, 4)
    assert is_open(paced) == [True, True, False]

    paced.read(bob, 4)
    assert is_open(paced) == [True, True, True]
    assert Reading.objects.get().closed_from is None


def test_nothing_is_marked_in_a_step_that_is_closed(paced: Room, bob: User, bobs: Client) -> None:
    answer = bobs.post(paced.marks_url, {"read_to": paced.keys(5)[0]})

    assert answer.status_code == 403
    assert "not open yet" in answer.content.decode()
    assert paced.place(bob).number == 3
    paced.read(bob, 5)
    assert paced.place(bob).number == 3


def test_what_was_said_in_a_closed_step_is_not_there_for_who_waits(
    paced: Room, alice: User, bob: User, bobs: Client
) -> None:
    paced.say(alice, 5, "Far ahead.")
    paced.read(bob, 4)

    assert paced.place(bob).number == 5
    assert "Far ahead." not in bobs.get(paced.discussion_url(5)).content.decode()

    paced.read(alice, 4)
    assert "Far ahead." in bobs.get(paced.discussion_url(5)).content.decode()


def test_nobody_speaks_in_a_closed_step(paced: Room, bob: User, bobs: Client) -> None:
    paced.read(bob, 4)
    sent = {"text": "Too early.", "key": "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11", "kind": "talk"}

    assert bobs.post(paced.discussion_url(5), sent).status_code == 403


def test_who_pauses_is_not_waited_for(paced: Room, alice: User, bob: User) -> None:
    paced.read(alice, 4)

    actions.pause(paced.member(bob), by=paced.member(bob))

    assert is_open(paced) == [True, True, True]


def test_who_leaves_is_not_waited_for(paced: Room, alice: User, bob: User) -> None:
    paced.read(alice, 4)

    actions.leave(paced.member(bob))

    assert is_open(paced) == [True, True, True]


def test_who_comes_back_closes_nothing(paced: Room, alice: User, bob: User) -> None:
    paced.read(alice, 4)
    actions.pause(paced.member(bob), by=paced.member(bob))

    actions.come_back(paced.member(bob), by=paced.member(bob))

    assert is_open(paced) == [True, True, True]


def test_step_of_a_calendar_without_a_day_says_so(paced: Room, alices: Client) -> None:
    Reading.objects.update(pacing=Reading.Pacing.CALENDAR)

    words = page_of(alices.get(url(paced, "steps"))).text

    assert "has no day yet; a leader sets it or opens it" in words
    assert "when everyone has finished" not in words


def test_waiting_is_told_in_number(paced: Room, alice: User, alices: Client) -> None:
    paced.read(alice, 4)

    page = page_of(alices.get(paced.url))

    waiting = page.one(of_class="step-waiting").text
    assert waiting.startswith("You have finished what is open. 1 member is still on the way.")
    assert "Bob" not in waiting


def test_how_many_are_waited_for_comes_by_itself(
    paced: Room, alice: User, bob: User, carol: User, alices: Client
) -> None:
    actions.join(paced.group, user=carol)
    paced.read(alice, 4)
    now = reverse("discussions:now", args=[paced.reading.pk])
    assert "2 members are still on" in page_of(alices.get(f"{now}?moved=1")).at("waiting").text
    paced.read(carol, 4)

    answer = page_of(alices.get(f"{now}?moved=1"))

    assert "1 member is still on the way." in answer.at("waiting").text


def test_step_that_opens_comes_with_the_mark(
    paced: Room, alice: User, bob: User, bobs: Client
) -> None:
    paced.read(alice, 4)

    answer = page_of(bobs.post(paced.marks_url, {"read_to": paced.keys(4)[0]}, headers=HTMX))

    fifth = answer.at(f"paragraph-{paced.keys(5)[0]}")
    assert "is-closed" not in fifth.classes
    assert fifth.all(of_class="mark")


def test_cut_keeps_open_what_somebody_has_reached(room: Room, alice: User) -> None:
    cut(room, alice, 2, 4)

    # Alice has read it all.
    assert is_open(room) == [True, True, True]


def test_cut_keeps_closed_where_it_was_closed(paced: Room, alice: User) -> None:
    cut(paced, alice, 4)

    firsts = list(paced.reading.steps.values_list("first__position", flat=True))
    assert firsts == [1, 4, 5]
    assert is_open(paced) == [True, True, False]


def test_leader_opens_a_step_on_record(paced: Room, alice: User, alices: Client) -> None:
    answer = alices.post(url(paced, "step_opening", 3), follow=True)

    assert "opened by Alice" in page_of(answer).text
    assert is_open(paced) == [True, True, True]
    assert LogEntry.objects.get(act="step_opened", actor=alice).reason == "On Lamps · ¶ 5"


def test_everyone_is_told_of_a_step_that_opens_but_who_opened_it(
    paced: Room, alice: User, bob: User, alices: Client, bobs: Client
) -> None:
    alices.post(url(paced, "step_opening", 3))

    assert "Alice opened step 3" in page_of(bobs.get(reverse("accounts:inbox"))).text
    assert not Notice.objects.filter(user=alice, kind="step").exists()

    actions.leave(paced.member(bob))
    assert "opened step" not in page_of(bobs.get(reverse("accounts:inbox"))).text


def test_only_the_next_step_opens(room: Room, alice: User) -> None:
    Place.objects.update(paragraph=room.paragraphs[0])
    room.reading.marks.all().delete()
    cut(room, alice, 2, 3)

    actions.open_early(room.reading.steps.get(number=3), by=room.member(alice))

    assert is_open(room) == [True, False, False]


def test_step_opens_on_its_day_where_the_group_lives(paced: Room, alice: User) -> None:
    today = timezone.now().date()
    paced.group.time_zone = "Pacific/Kiritimati"
    paced.group.save(update_fields=["time_zone"])
    fifth = paced.keys(5)[0]

    cut(paced, alice, 3, 5, pacing=Reading.Pacing.CALENDAR, days={fifth: today + timedelta(days=9)})
    actions.open_due()
    assert is_open(paced) == [True, True, False]

    paced.reading.steps.filter(first=fifth).update(opens_on=today)
    actions.open_due()
    assert is_open(paced) == [True, True, True]


def test_page_tells_what_is_open(paced: Room, bobs: Client) -> None:
    assert states(paced, bobs) == [
        "¶ 1–2 · open",
        "¶ 3–4 · open",
        "¶ 5 · opens when everyone has finished the step before",
    ]


def test_proposal_at_the_headings_saves_nothing(room: Room, alices: Client) -> None:
    sent = {"pacing": "together", "way": "headings", "propose": "1"}

    boxes = page_of(alices.post(url(room, "steps_edit"), sent)).all("input", name="first")

    ticked = [box.attributes["value"] for box in boxes if "checked" in box.attributes]
    assert ticked == [str(key) for key in room.keys(1, 3)]
    assert not room.reading.steps.exists()


def test_proposal_of_days_takes_the_days_of_the_week(paced: Room, alices: Client) -> None:
    sent = {
        "pacing": "calendar",
        "way": "every",
        "every": "1",
        "start": "2027-01-05",
        "weekdays": ["0", "3"],
        "propose": "1",
    }

    boxes = page_of(alices.post(url(paced, "steps_edit"), sent)).all("input", type="date")

    days = [box.attributes["value"] for box in boxes if box.attributes["value"]]
    assert days == ["2027-01-05", "2027-01-07"]


def test_calendar_needs_a_day_for_each_step(paced: Room, alices: Client) -> None:
    sent = {"pacing": "calendar", "first": [str(key) for key in paced.keys(1, 3, 5)]}

    answer = alices.post(url(paced, "steps_edit"), sent)

    assert answer.status_code == 422
    assert "the step opens that begins at ¶ 5" in page_of(answer).text
    assert Reading.objects.get().is_together


def test_leader_cuts_by_hand(room: Room, alice: User, alices: Client) -> None:
    sent = {"pacing": "together", "first": [str(key) for key in room.keys(1, 4)]}

    alices.post(url(room, "steps_edit"), sent)

    assert list(room.reading.steps.values_list("first__position", flat=True)) == [1, 4]
    assert LogEntry.objects.get(act="paced", actor=alice).reason == "On Lamps"


def test_steps_cost_the_same_for_many_members(
    paced: Room, alice: User, alices: Client, person: Person
) -> None:
    before = cost(alices, paced.url), cost(alices, url(paced))
    for number in range(20):
        actions.join(paced.group, user=person(f"member{number}"))

    assert (cost(alices, paced.url), cost(alices, url(paced))) == before


def test_free_again_opens_everything(paced: Room, alice: User) -> None:
    cut(paced, alice, 3, 5, pacing=Reading.Pacing.FREE)

    assert is_open(paced) == [True, True, True]
    assert paced.reading.closed_from is None


def test_calendar_has_the_days_of_the_steps_at_a_secret_address(
    paced: Room, alice: User, bob: User, bobs: Client
) -> None:
    day = timezone.now().date() + timedelta(days=9)
    fifth = paced.keys(5)[0]
    cut(paced, alice, 3, 5, pacing=Reading.Pacing.CALENDAR, days={fifth: day})
    bobs.post(url(paced, "calendar_new"))
    address = page_of(bobs.get(url(paced))).at("calendar-address").attributes["value"]

    answer = Client().get(address.removeprefix("https://study.example"))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == day
    assert str(event["summary"]) == "Step 3 of On Lamps opens"

    actions.leave(paced.member(bob))
    assert Client().get(address.removeprefix("https://study.example")).status_code == 404


def test_new_address_of_a_calendar_ends_the_old_one(paced: Room, bob: User, bobs: Client) -> None:
    old = actions.give_calendar(paced.place(bob))

    bobs.post(url(paced, "calendar_new"))

    assert Client().get(reverse("groups:calendar", args=[old])).status_code == 404
