"""Asking to be let into a group, waiting, and what its leaders answer."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import actions
from groups.models import Ban, Group, JoinRequest, LogEntry, Membership
from tests.at_once import at_once
from tests.conftest import Person, SignIn
from tests.page import cost, html_of, page_of


@pytest.fixture
def circle(alice: User) -> Group:
    """A listed group that lets people in by request."""
    return actions.found(Group(name="The Circle", joining="request"), founder=alice).group


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def ask_url(group: Group) -> str:
    return reverse("groups:join_request", args=[group.pk])


def withdraw_url(group: Group) -> str:
    return reverse("groups:join_request_withdraw", args=[group.pk])


def requests_url(group: Group) -> str:
    return reverse("groups:requests", args=[group.pk])


def answer_url(asked: JoinRequest) -> str:
    return reverse("groups:request_answer", args=[asked.group_id, asked.pk])


def is_in(group: Group, user: User) -> bool:
    return Group.objects.of(user).filter(pk=group.pk).exists()


def test_person_asks_with_a_word_and_sees_that_it_waits(
    circle: Group, carol: User, carols: Client
) -> None:
    page = page_of(carols.get(circle.get_absolute_url())).at("main")
    (form,) = page.all("form")

    answer = carols.post(form.attributes["action"], {"note": "I like circles."}, follow=True)

    main = page_of(answer).at("main")
    assert "You have asked to join" in main.text
    assert "I like circles." in main.text
    assert not main.all("textarea")
    request = JoinRequest.objects.get()
    assert (request.user, request.note, request.state) == (carol, "I like circles.", "waiting")
    assert not is_in(circle, carol)


def test_home_names_what_one_waits_for(circle: Group, carol: User, carols: Client) -> None:
    actions.ask(circle, user=carol, note="")

    assert "waits for an answer" in page_of(carols.get("/")).at("main").text


def test_word_that_is_too_long_comes_back(circle: Group, carols: Client) -> None:
    answer = carols.post(ask_url(circle), {"note": "x" * 1001})

    assert answer.status_code == 422
    assert page_of(answer).one("textarea").text == "x" * 1001
    assert not JoinRequest.objects.exists()


def test_asking_twice_is_one_request_with_the_newer_word(
    circle: Group, carol: User, carols: Client
) -> None:
    for note in ("First.", "Second."):
        carols.post(ask_url(circle), {"note": note})

    assert [request.note for request in JoinRequest.objects.all()] == ["Second."]


def test_leaders_see_who_waits_and_how_many(
    circle: Group, carol: User, dave: User, alices: Client
) -> None:
    for user in (carol, dave):
        actions.ask(circle, user=user, note=f"I am {user}.")

    page = page_of(alices.get(requests_url(circle)))

    assert [name.text for name in page.all(of_class="member-name")] == ["Carol", "Dave"]
    assert "I am Carol." in page.at("main").text
    assert page.one(of_class="count").text == "2"


def test_page_of_requests_costs_the_same_for_many(
    circle: Group, person: Person, alices: Client
) -> None:
    def grow(number: int) -> int:
        for name in range(number):
            actions.ask(circle, user=person(f"p{number}-{name}"), note="")
        return cost(alices, requests_url(circle))

    assert grow(2) == grow(20)


def test_accepted_person_is_a_member_at_once(
    circle: Group, carol: User, alice: User, alices: Client
) -> None:
    asked = actions.ask(circle, user=carol, note="")
    assert asked

    answer = alices.post(answer_url(asked), {"decision": "accept", "answer": "Gladly."})

    assert answer.headers["Location"] == requests_url(circle)
    assert is_in(circle, carol)
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.answered_by) == ("accepted", "Gladly.", alice)
    entry = LogEntry.objects.get(act="accepted")
    assert (entry.actor, entry.subject) == (alice, carol)


def test_declined_person_reads_the_word_and_stays_outside(
    circle: Group, carol: User, alices: Client, carols: Client
) -> None:
    asked = actions.ask(circle, user=carol, note="")
    assert asked

    alices.post(answer_url(asked), {"decision": "decline", "answer": "In spring again."})

    assert not is_in(circle, carol)
    main = page_of(carols.get(circle.get_absolute_url())).at("main")
    assert "In spring again." in main.text
    assert main.all("textarea")
    assert LogEntry.objects.filter(act="declined", subject=carol).count() == 1


@pytest.mark.parametrize("first", ["accept", "decline"])
@pytest.mark.parametrize("second", ["accept", "decline"])
def test_answered_request_is_not_answered_again(
    first: str, second: str, circle: Group, carol: User, alices: Client
) -> None:
    asked = actions.ask(circle, user=carol, note="")
    assert asked

    for decision in (first, second):
        assert alices.post(answer_url(asked), {"decision": decision}).status_code == 302

    assert is_in(circle, carol) == (first == "accept")
    assert LogEntry.objects.filter(act__in=("accepted", "declined")).count() == 1


@pytest.mark.parametrize("fields", [{}, {"decision": "perhaps"}, {"answer": "Hm."}])
def test_answer_without_a_decision_decides_nothing(
    fields: dict[str, str], circle: Group, carol: User, alices: Client
) -> None:
    asked = actions.ask(circle, user=carol, note="")
    assert asked

    answer = alices.post(answer_url(asked), fields)

    assert answer.status_code == 422
    assert page_of(answer).at(f"id_{asked.pk}_answer").text == fields.get("answer", "")
    asked.refresh_from_db()
    assert asked.is_waiting


def test_request_is_taken_back(circle: Group, carol: User, carols: Client, alices: Client) -> None:
    asked = actions.ask(circle, user=carol, note="")
    assert asked

    for _time in range(2):
        assert carols.post(withdraw_url(circle)).status_code == 302

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    alices.post(answer_url(asked), {"decision": "accept"})
    assert not is_in(circle, carol)


def test_person_asks_so_often_in_a_week_and_not_more(
    circle: Group, carol: User, carols: Client
) -> None:
    for _time in range(3):
        carols.post(ask_url(circle), {"note": ""})
        carols.post(withdraw_url(circle))

    answer = carols.post(ask_url(circle), {"note": ""}, follow=True)

    assert "several times this week" in page_of(answer).at("toasts").text
    assert JoinRequest.objects.count() == 3


def test_barred_person_cannot_ask_and_is_told_without_reproach(
    circle: Group, carol: User, carols: Client
) -> None:
    Ban.objects.create(group=circle, user=carol, reason="Shouted.")

    carols.post(ask_url(circle), {"note": "Please."})

    assert not JoinRequest.objects.exists()
    main = page_of(carols.get(circle.get_absolute_url())).at("main")
    assert "This group is not open to you." in main.text
    assert "Shouted." not in main.text
    assert not main.all("form")


def test_person_who_was_barred_meanwhile_is_not_let_in(
    circle: Group, carol: User, alices: Client
) -> None:
    asked = actions.ask(circle, user=carol, note="")
    assert asked
    Ban.objects.create(group=circle, user=carol)

    answer = alices.post(answer_url(asked), {"decision": "accept"}, follow=True)

    assert "barred" in page_of(answer).at("toasts").text
    assert not is_in(circle, carol)
    asked.refresh_from_db()
    assert asked.is_waiting


def test_full_group_says_so(
    circle: Group, carol: User, dave: User, bob: User, carols: Client, alices: Client
) -> None:
    asked = actions.ask(circle, user=dave, note="")
    assert asked
    actions.join(circle, user=bob)
    Group.objects.filter(pk=circle.pk).update(size_limit=2)

    page = page_of(carols.get(circle.get_absolute_url())).at("main")
    carols.post(ask_url(circle), {"note": ""})
    answer = alices.post(answer_url(asked), {"decision": "accept"}, follow=True)

    assert "This group is full" in page.text
    assert not page.all("form")
    assert "Raise its limit" in page_of(answer).at("toasts").text
    assert not is_in(circle, dave)
    assert not JoinRequest.objects.filter(user=carol).exists()


def test_who_comes_in_another_way_waits_no_more(circle: Group, carol: User, alices: Client) -> None:
    actions.ask(circle, user=carol, note="")

    actions.join(circle, user=carol)

    assert not JoinRequest.objects.waiting().exists()
    assert "Nobody waits" in page_of(alices.get(requests_url(circle))).at("main").text


def test_member_asks_for_nothing(circle: Group, bob: User, sign_in: SignIn) -> None:
    actions.join(circle, user=bob)

    answer = sign_in(bob).post(ask_url(circle), {"note": ""})

    assert answer.headers["Location"] == circle.get_absolute_url()
    assert not JoinRequest.objects.exists()
    assert actions.ask(circle, user=bob, note="") is None


@pytest.mark.parametrize("joining", ["open", "invitation"])
def test_only_a_group_by_request_is_asked(joining: str, circle: Group, carols: Client) -> None:
    Group.objects.update(joining=joining)

    assert carols.post(ask_url(circle), {"note": ""}).status_code == 403
    assert not JoinRequest.objects.exists()


def test_group_by_request_is_not_joined_without_one(
    circle: Group, carol: User, carols: Client
) -> None:
    answer = carols.post(reverse("groups:join", args=[circle.pk]))

    assert answer.status_code == 403
    assert "ask to join" in html_of(answer)
    assert not is_in(circle, carol)


def test_leader_answers_only_requests_of_their_own_group(
    circle: Group, carol: User, dave: User, sign_in: SignIn
) -> None:
    asked = actions.ask(circle, user=dave, note="")
    assert asked
    theirs = actions.found(Group(name="Another"), founder=carol).group
    url = reverse("groups:request_answer", args=[theirs.pk, asked.pk])

    assert sign_in(carol).post(url, {"decision": "accept"}).status_code == 404
    assert not is_in(circle, dave)


def test_who_is_switched_off_does_not_wait(circle: Group, carol: User, alices: Client) -> None:
    actions.ask(circle, user=carol, note="")
    User.objects.filter(pk=carol.pk).update(is_active=False)

    assert not page_of(alices.get(requests_url(circle))).all(of_class="member-name")


@pytest.mark.django_db(transaction=True)
def test_asking_at_once_is_one_request(circle: Group, person: Person) -> None:
    for number in range(5):
        guest = person(f"guest{number}")

        at_once(*[lambda guest=guest: bool(actions.ask(circle, user=guest, note=""))] * 4)

        assert JoinRequest.objects.filter(user=guest).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_leaders_who_answer_at_once_give_one_answer(
    circle: Group, alice: User, bob: User, person: Person
) -> None:
    leader = Membership.objects.get(group=circle, user=alice)
    actions.join(circle, user=bob)
    second = Membership.objects.get(group=circle, user=bob)
    actions.change_role(second, role=Membership.Role.LEADER)
    for number in range(5):
        guest = person(f"guest{number}")
        asked = actions.ask(circle, user=guest, note="")
        assert asked

        at_once(
            partial(actions.let_in, asked, by=leader), partial(actions.decline, asked, by=second)
        )

        asked.refresh_from_db()
        assert is_in(circle, guest) == (asked.state == "accepted")
        about = LogEntry.objects.filter(act__in=("accepted", "declined"), subject=guest)
        assert about.count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_seat_goes_to_one(circle: Group, alice: User, carol: User, dave: User) -> None:
    Group.objects.update(size_limit=2)
    leader = Membership.objects.get(group=circle, user=alice)
    requests = [actions.ask(circle, user=user, note="") for user in (carol, dave)]

    def let_in(asked: JoinRequest | None) -> str:
        assert asked
        try:
            return actions.let_in(asked, by=leader).state
        except actions.Full:
            return "full"

    answers = at_once(*[lambda asked=asked: let_in(asked) for asked in requests])

    assert sorted(answers) == ["accepted", "full"]
    assert Membership.objects.present().filter(group=circle).count() == 2
