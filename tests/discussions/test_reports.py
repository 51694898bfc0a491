"""What members ask their leaders to look at: alice leads; bob has spoken, and heidi reports it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions import actions
from discussions.models import Comment, Report
from groups.actions import change_role, found, join, leave
from groups.models import Group, LogEntry, Membership
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, cost, html_of, page_of

WRONG = "This is unkind."


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def heidis(sign_in: SignIn, heidi: User) -> Client:
    return sign_in(heidi)


@pytest.fixture
def report(comment: Comment, heidi: User) -> Report:
    return actions.report_comment(comment, by=heidi, words=WRONG)


def url(thing: Comment | Report | Membership, act: str = "report") -> str:
    args = [thing.pk] if isinstance(thing, Comment) else [thing.group_id, thing.pk]
    return reverse(f"discussions:{act}", args=args)


def queue(client: Client, room: Room) -> Element:
    return page_of(client.get(reverse("discussions:reports", args=[room.group.pk])))


def cases(client: Client, room: Room) -> list[Element]:
    return queue(client, room).all("article", of_class="case")


def log(room: Room) -> list[tuple[str, str, str]]:
    acts = ["hid", "looked_ahead", "settled"]
    entries = LogEntry.objects.filter(group=room.group, act__in=acts).order_by("pk")
    return [(entry.act, str(entry.actor), str(entry.subject)) for entry in entries]


def make_leader(room: Room, user: User) -> Membership:
    change_role(room.member(user), role=Membership.Role.LEADER)
    return room.member(user)


# --- Reporting -----------------------------------------------------------------------------------


def test_voices_of_others_can_be_reported(room: Room, comment: Comment, heidis: Client) -> None:
    voice = page_of(heidis.get(room.discussion_url(2))).at(f"comment-{comment.pk}")
    links = voice.one("details", of_class="voice-more").all("a")

    assert [link.text for link in links] == ["Report", "Block Bob"]
    assert links[0].attributes["href"] == f"{url(comment)}#reply-{comment.pk}"


def test_reported_comment_reaches_the_queue(
    room: Room, comment: Comment, alices: Client, heidis: Client
) -> None:
    answer = heidis.post(url(comment), {"words": WRONG}, follow=True)

    assert "The leaders of the group will look at it" in page_of(answer).at("toasts").text
    (case,) = cases(alices, room)
    assert case.one("h3").text == "B A comment of Bob on ¶ 2"
    assert case.one(of_class="case-words").text == "Bob's thought."
    assert "Heidi reports:" in case.text
    assert WRONG in case.text


def test_reporting_through_htmx_answers_in_place(comment: Comment, heidis: Client) -> None:
    form = page_of(heidis.get(url(comment), headers=HTMX)).one("form")
    assert form.attributes["hx-target"] == f"#reply-{comment.pk}"

    answer = page_of(heidis.post(url(comment), {"words": WRONG}, headers=HTMX))

    assert answer.one(of_class="reported").one("blockquote").text == WRONG


def test_report_needs_words(comment: Comment, heidis: Client) -> None:
    answer = heidis.post(url(comment), {"words": " "})

    assert answer.status_code == 422
    slot = page_of(answer).at(f"reply-{comment.pk}")
    assert slot.one(of_class="errorlist").text == "Say in a few words what is wrong."
    assert not Report.objects.exists()


def test_reporting_again_is_the_same_report(comment: Comment, heidis: Client) -> None:
    for words in (WRONG, "Once more."):
        heidis.post(url(comment), {"words": words})

    assert Report.objects.get().words == WRONG
    shown = page_of(heidis.get(url(comment))).at(f"reply-{comment.pk}")
    assert shown.one("blockquote").text == WRONG


def test_what_was_settled_can_be_reported_again(
    room: Room, report: Report, alice: User, heidi: User
) -> None:
    actions.settle(report, by=room.member(alice), outcome=Report.Outcome.NOTHING)

    assert report.comment
    again = actions.report_comment(report.comment, by=heidi, words="Once more.")

    assert again.pk != report.pk


def test_own_words_and_hidden_ones_are_not_reported(
    room: Room, comment: Comment, alice: User, bob: User, heidis: Client, sign_in: SignIn
) -> None:
    assert sign_in(bob).post(url(comment), {"words": WRONG}).status_code == 403
    actions.hide(comment, by=room.member(alice), reason="Enough.")
    assert heidis.post(url(comment), {"words": WRONG}).status_code == 403
    assert not Report.objects.exists()


def test_what_is_ahead_cannot_be_reported(room: Room, alice: User, heidis: Client) -> None:
    ahead = room.say(alice, 4, "For later.")

    assert heidis.get(url(ahead)).status_code == 404
    assert heidis.post(url(ahead), {"words": WRONG}).status_code == 404


def test_reported_member_reaches_the_queue(
    room: Room, bob: User, alices: Client, heidis: Client
) -> None:
    page = url(room.member(bob), "report_person")
    for words in (WRONG, "Once more."):
        heidis.post(page, {"words": words})

    (case,) = cases(alices, room)
    assert case.one("h3").text == "B Bob"
    assert WRONG in case.text
    removal = reverse("groups:removal", args=[room.group.pk, room.member(bob).pk])
    assert case.all("a", href=removal)
    assert page_of(heidis.get(page)).one("blockquote").text == WRONG


def test_report_of_a_member_needs_words(room: Room, bob: User, heidis: Client) -> None:
    assert heidis.post(url(room.member(bob), "report_person"), {}).status_code == 422


def test_who_has_left_is_not_reported_any_more(room: Room, dave: User, heidis: Client) -> None:
    assert heidis.get(url(room.member(dave), "report_person")).status_code == 404


def test_the_reported_one_learns_nothing(
    room: Room, comment: Comment, report: Report, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    pages = [room.discussion_url(2), reverse("groups:group", args=[room.group.pk]), "/"]

    assert not [page for page in pages if WRONG in html_of(bobs.get(page))]


# --- The queue -----------------------------------------------------------------------------------


def test_tabs_tell_leaders_how_many_reports_wait(
    room: Room, report: Report, alices: Client, heidis: Client
) -> None:
    page = reverse("groups:group", args=[room.group.pk])
    address = reverse("discussions:reports", args=[room.group.pk])

    assert page_of(alices.get(page)).one("a", href=address).text == "Reports 1"
    assert not page_of(heidis.get(page)).all("a", href=address)


def test_oldest_report_stands_first(
    room: Room, comment: Comment, alice: User, bob: User, heidi: User, alices: Client
) -> None:
    actions.report_comment(comment, by=heidi, words="The first.")
    actions.report_person(room.member(bob), by=heidi, words="The second.")

    first, second = cases(alices, room)

    assert "The first." in first.text
    assert "The second." in second.text


def test_reported_leader_does_not_see_it_while_another_leads(
    room: Room, bob: User, heidi: User, alice: User, sign_in: SignIn
) -> None:
    make_leader(room, bob)
    said = room.say(alice, 2, "A leader's words.")
    about_person = actions.report_person(room.member(alice), by=heidi, words=WRONG)
    about_comment = actions.report_comment(said, by=heidi, words=WRONG)

    assert cases(sign_in(alice), room) == []
    for report in (about_person, about_comment):
        answer = sign_in(alice).post(url(report, "settlement"), {"outcome": "nothing"})
        assert answer.status_code == 404
    assert len(cases(sign_in(bob), room)) == 2


def test_only_leader_sees_also_what_is_reported_of_them(
    room: Room, heidi: User, alice: User, alices: Client
) -> None:
    said = room.say(alice, 2, "A leader's words.")
    actions.report_comment(said, by=heidi, words=WRONG)

    (case,) = cases(alices, room)

    assert [button.text for button in case.all("button")] == ["Nothing to do"]
    assert not case.all("a", of_class="button")


def test_blocked_words_are_in_the_queue_all_the_same(
    room: Room, report: Report, alice: User, bob: User, alices: Client
) -> None:
    Block.objects.create(blocker=alice, blocked=bob)

    (case,) = cases(alices, room)

    assert case.one(of_class="case-words").text == "Bob's thought."


def test_reports_of_another_group_are_not_there(
    room: Room, report: Report, heidi: User, person: Person, sign_in: SignIn
) -> None:
    other = found(Group(name="Elsewhere"), founder=heidi)
    path = reverse("discussions:settlement", args=[other.group_id, report.pk])

    assert cases(sign_in(heidi), Room(room.reading, other.group, [])) == []
    assert sign_in(heidi).post(path, {"outcome": "nothing"}).status_code == 404


def test_comment_of_an_erased_account_can_be_settled(
    room: Room, report: Report, bob: User, alices: Client
) -> None:
    Comment.objects.update(author=None)
    bob.delete()

    (case,) = cases(alices, room)

    assert case.one("h3").text == "A comment on ¶ 2 of somebody who has left"
    alices.post(url(report, "settlement"), {"outcome": "hidden", "reason": "Enough."})
    assert Comment.objects.get().is_hidden


def test_queue_costs_the_same_however_many_reports_wait(
    room: Room, bob: User, heidi: User, alices: Client
) -> None:
    def wait_for_more(number: int) -> int:
        for _one in range(number):
            comment = room.say(bob, 2, "Said.")
            actions.report_comment(comment, by=heidi, words=WRONG)
        return cost(alices, reverse("discussions:reports", args=[room.group.pk]))

    assert wait_for_more(1) == wait_for_more(5)


# --- The horizon of a leader ---------------------------------------------------------------------


@pytest.fixture
def ahead(room: Room, alice: User, bob: User, person: Person) -> Report:
    """Bob leads as well; what is reported stands before alice and an old hand, not before him."""
    make_leader(room, bob)
    old_hand = person("olga")
    join(room.group, user=old_hand)
    room.read(old_hand, 5)
    said = room.say(old_hand, 4, "A lapwing.")
    return actions.report_comment(said, by=alice, words=WRONG)


def test_leader_does_not_see_the_words_ahead_of_them(
    room: Room, ahead: Report, bob: User, sign_in: SignIn
) -> None:
    (case,) = cases(sign_in(bob), room)

    assert "lapwing" not in case.text
    assert [button.text for button in case.all("button")] == ["Look at it now", "Nothing to do"]
    assert log(room) == []


def test_leader_who_looks_ahead_is_on_record_once_and_sees_it_from_now_on(
    room: Room, ahead: Report, bob: User, sign_in: SignIn
) -> None:
    bobs = sign_in(bob)
    for _twice in range(2):
        bobs.post(url(ahead, "report_look"))

    (case,) = cases(bobs, room)
    assert case.one(of_class="case-words").text == "A lapwing."
    assert log(room) == [("looked_ahead", "Bob", "Olga")]
    assert "lapwing" not in html_of(bobs.get(room.discussion_url(4)))
    assert ahead.comment
    assert bobs.get(ahead.comment.get_absolute_url()).status_code == 404


def test_look_of_one_leader_opens_nothing_to_another(
    room: Room, ahead: Report, bob: User, heidi: User
) -> None:
    actions.look_ahead(ahead, by=room.member(bob))
    other = make_leader(room, heidi)

    assert not Report.objects.for_leader(heidi, other.group_id).get().is_open


def test_who_has_reached_it_is_not_on_record_for_looking(
    room: Room, report: Report, alices: Client
) -> None:
    alices.post(url(report, "report_look"))

    assert log(room) == []


def test_words_not_looked_at_are_not_hidden_from_the_queue(
    room: Room, ahead: Report, bob: User, sign_in: SignIn
) -> None:
    data = {"outcome": "hidden", "reason": "Enough."}

    assert sign_in(bob).post(url(ahead, "settlement"), data).status_code == 403
    sign_in(bob).post(url(ahead, "report_look"))
    sign_in(bob).post(url(ahead, "settlement"), data)
    assert ahead.comment
    ahead.comment.refresh_from_db()
    assert ahead.comment.is_hidden


# --- Settling ------------------------------------------------------------------------------------


def test_hiding_settles_every_report_of_the_comment(
    room: Room, report: Report, alice: User, alices: Client, person: Person
) -> None:
    assert report.comment
    other = person("ivan")
    join(room.group, user=other)
    actions.report_comment(report.comment, by=other, words="I too.")

    alices.post(url(report, "settlement"), {"outcome": "hidden", "reason": "Enough."})

    assert not Report.objects.waiting().exists()
    assert {one.outcome for one in Report.objects.all()} == {"hidden"}
    report.comment.refresh_from_db()
    assert report.comment.hidden_reason == "Enough."
    assert log(room) == [("hid", "Alice", "Bob")]


def test_hiding_in_the_room_settles_the_report_too(room: Room, report: Report, alice: User) -> None:
    assert report.comment
    actions.hide(report.comment, by=room.member(alice), reason="Enough.")

    report.refresh_from_db()
    assert (report.outcome, report.settled_by) == ("hidden", alice)


def test_hiding_without_a_reason_is_asked_again(report: Report, alices: Client) -> None:
    answer = alices.post(url(report, "settlement"), {"outcome": "hidden", "reason": ""})

    assert answer.status_code == 422
    details = page_of(answer).at(f"report-{report.pk}").one("details")
    assert "open" in details.attributes
    assert "Give a reason" in details.one(of_class="errorlist").text


def test_nothing_to_do_is_said_once(room: Room, report: Report, alices: Client) -> None:
    for _twice in range(2):
        alices.post(url(report, "settlement"), {"outcome": "nothing"})

    assert cases(alices, room) == []
    settled = queue(alices, room).one(of_class="settled")
    assert "Nothing had to be done" in settled.text
    assert WRONG in settled.text
    assert log(room) == [("settled", "Alice", "Bob")]


def test_removal_can_be_noted_once_the_person_is_gone(
    room: Room, report: Report, bob: User, alices: Client
) -> None:
    leave(room.member(bob))

    (case,) = cases(alices, room)
    buttons = [button.attributes.get("value") for button in case.all("button")]
    assert "removed" in buttons
    alices.post(url(report, "settlement"), {"outcome": "removed"})

    report.refresh_from_db()
    assert report.outcome == "removed"


def test_unknown_outcome_is_refused(report: Report, alices: Client) -> None:
    assert alices.post(url(report, "settlement"), {"outcome": "banned"}).status_code == 400


def test_report_of_a_person_cannot_be_settled_by_hiding(
    room: Room, bob: User, heidi: User, alices: Client
) -> None:
    report = actions.report_person(room.member(bob), by=heidi, words=WRONG)

    answer = alices.post(url(report, "settlement"), {"outcome": "hidden", "reason": "Enough."})

    assert answer.status_code == 403


def test_who_leads_no_more_settles_nothing(room: Room, report: Report, alice: User) -> None:
    leader = room.member(alice)
    assert report.comment
    assert report.comment.author
    make_leader(room, report.comment.author)
    change_role(leader, role=Membership.Role.MEMBER)

    with pytest.raises(PermissionDenied):
        actions.settle(report, by=leader, outcome=Report.Outcome.NOTHING)
    with pytest.raises(PermissionDenied):
        actions.look_ahead(report, by=leader)
