"""Splitting a large group into smaller ones that go on reading from where they are."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles.models import Article
from groups import actions
from groups.models import Ban, Group, LogEntry, Mark, Membership, Place, Reading
from groups.models.invitations import Invitation
from groups.proposal import Proposal, Seat, deal
from tests.at_once import at_once
from tests.conftest import EXAMPLES, Person, Room, SignIn
from tests.page import Element, cost, page_of

LEADER = Membership.Role.LEADER

type Fields = dict[str, list[str]]


@pytest.fixture
def crowd(room: Room, person: Person) -> list[User]:
    """Six more, at different places: with alice and bob they are eight."""
    users = [person(f"guest{number}") for number in range(6)]
    for number, user in enumerate(users):
        actions.join(room.group, user=user)
        if number:
            room.read(user, min(number, 5))
    return users


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def split_url(group: Group) -> str:
    return reverse("groups:split", args=[group.pk])


def filled_in(page: Element) -> Fields:
    """What a browser sends of the page's proposal as it stands."""
    (form,) = [form for form in page.at("main").all("form") if form.attributes["method"] == "post"]
    fields: Fields = {}
    for box in form.all("input"):
        is_box = box.attributes.get("type") == "checkbox"
        if not is_box or "checked" in box.attributes:
            value = box.attributes.get("value", "on")
            fields.setdefault(box.attributes["name"], []).append(value)
    for choice in form.all("select"):
        options = choice.all("option")
        chosen = [option for option in options if "selected" in option.attributes]
        fields[choice.attributes["name"]] = [[*chosen, *options][0].attributes["value"]]
    return fields


def proposal(client: Client, group: Group, query: str = "") -> Fields:
    return filled_in(page_of(client.get(split_url(group) + query)))


def parts_of(group: Group) -> list[Group]:
    return list(group.split_into.order_by("pk"))


def names_in(group: Group) -> list[str]:
    present = Membership.objects.present().filter(group=group)
    return sorted(present.values_list("user__display_name", flat=True))


def part(name: str, *members: Membership) -> actions.Part:
    """A part that the first of these leads."""
    return actions.Part(name, members, {members[0].pk})


# --- The proposal --------------------------------------------------------------------------------


@settings(max_examples=EXAMPLES * 10)
@given(st.integers(0, 6), st.integers(2, 50), st.integers(2, 25))
def test_deal_is_even_and_spreads_leaders(leaders: int, others: int, into: int) -> None:
    keys = list(range(leaders + others))

    numbers = deal(keys[:leaders], keys[leaders:], into=into)

    sizes = Counter(numbers.values())
    assert set(numbers) == set(keys)
    assert set(sizes) <= set(range(1, into + 1))
    assert max(sizes.values()) - min(sizes.get(n, 0) for n in range(1, into + 1)) <= 1
    leading = Counter(numbers[key] for key in keys[:leaders])
    assert len(leading) == min(leaders, into)


def test_deal_mixes_those_ahead_with_those_who_begin() -> None:
    # By place: 0 is the farthest, 8 begins.
    numbers = deal([], range(9), into=3)

    thirds = [{numbers[key] for key in range(start, start + 3)} for start in (0, 3, 6)]
    assert thirds == [{1, 2, 3}] * 3


@pytest.mark.parametrize(
    ("size", "groups"), [(4, 2), (8, 2), (24, 2), (26, 3), (34, 3), (38, 4), (50, 5)]
)
def test_groups_of_about_ten_are_suggested(
    size: int, groups: int, room: Room, person: Person
) -> None:
    Membership.objects.bulk_create(
        Membership(group=room.group, user=person(f"guest{number}")) for number in range(size - 2)
    )

    assert Proposal(room.group).into == groups


@pytest.mark.parametrize(
    ("wanted", "into"), [("3", 3), ("1", 2), ("0", 2), ("99", 4), ("-3", 2), ("many", 2), ("²", 2)]
)
def test_number_of_groups_is_as_wanted_within_reason(
    wanted: str, into: int, room: Room, crowd: list[User], alices: Client
) -> None:
    fields = proposal(alices, room.group, f"?groups={wanted}")

    assert fields["into"] == [str(into)]
    assert sum(name.startswith("name_") for name in fields) == into


def test_proposal_has_a_leader_in_each_group(room: Room, crowd: list[User], alices: Client) -> None:
    led = {seat.member.user.display_name: seat.number for seat in seats_that_lead(room)}
    assert set(led.values()) == {1, 2}
    assert "Alice" in led

    # A volunteer comes before who has been there for longest.
    others = [s for s in Proposal(room.group).seats if s.number != led["Alice"] and not s.leads]
    actions.volunteer(others[-1].member, is_glad=True)

    assert {seat.member.pk for seat in seats_that_lead(room)} == {
        room.member(User.objects.get(display_name="Alice")).pk,
        others[-1].member.pk,
    }


def seats_that_lead(room: Room) -> list[Seat]:
    return [seat for seat in Proposal(room.group).seats if seat.leads]


def test_two_leaders_lead_a_group_each(room: Room, crowd: list[User], bob: User) -> None:
    actions.change_role(room.member(bob), role=LEADER)

    seats = Proposal(room.group).seats

    assert {s.member.user.display_name: s.number for s in seats if s.leads} == {
        "Alice": 1,
        "Bob": 2,
    }


def test_looking_at_the_proposal_changes_nothing(
    room: Room, crowd: list[User], alices: Client
) -> None:
    alices.get(split_url(room.group))

    assert Group.objects.count() == 1


def test_group_of_three_is_not_split(room: Room, carol: User, alices: Client) -> None:
    actions.join(room.group, user=carol)

    assert not page_of(alices.get(split_url(room.group))).at("main").all("form")
    assert alices.post(split_url(room.group), {"into": "2"}).status_code == 422
    assert split_url(room.group) not in str(
        alices.get(reverse("groups:members", args=[room.group.pk])).content
    )


def test_proposal_costs_the_same_however_many_there_are(
    room: Room, crowd: list[User], alices: Client, person: Person
) -> None:
    before = cost(alices, split_url(room.group) + "?groups=2")
    for number in range(10, 20):
        actions.join(room.group, user=person(f"guest{number}"))

    assert cost(alices, split_url(room.group) + "?groups=2") == before


# --- The split -----------------------------------------------------------------------------------


def test_proposal_sent_as_it_is_makes_the_groups(
    room: Room, crowd: list[User], alice: User, alices: Client
) -> None:
    answer = alices.post(split_url(room.group), proposal(alices, room.group))

    assert answer.headers["Location"] == room.group.get_absolute_url()
    first, second = parts_of(room.group)
    assert [first.name, second.name] == ["The Cellar · 1", "The Cellar · 2"]
    assert [len(names_in(first)), len(names_in(second))] == [4, 4]
    assert sorted(names_in(first) + names_in(second)) == names_in(room.group)
    assert all(Membership.objects.leading().filter(group=g).exists() for g in (first, second))
    assert (first.visibility, first.joining) == ("private", "invitation")


def test_everyone_keeps_marks_and_place(room: Room, crowd: list[User], alices: Client) -> None:
    Place.objects.filter(membership__user=crowd[0]).update(language="he")
    Mark.objects.filter(membership__user=crowd[2]).update(is_carried=True)

    alices.post(split_url(room.group), proposal(alices, room.group))

    before = Place.objects.filter(reading=room.reading).exclude(membership__state="left")
    old = sorted(before.values_list("membership__user", "paragraph", "language"))
    new = Place.objects.filter(reading__group__split_from=room.group)
    assert sorted(new.values_list("membership__user", "paragraph", "language")) == old
    marks = ("membership__user", "paragraph", "is_carried", "created_at")
    kept = Mark.objects.filter(reading__group__split_from=room.group).values_list(*marks)
    assert set(kept) == set(Mark.objects.filter(reading=room.reading).values_list(*marks))


def test_new_groups_hear_nothing_of_the_old_and_the_old_group_stays(
    room: Room, crowd: list[User], bob: User, alices: Client, sign_in: SignIn
) -> None:
    room.say(bob, 2, "Bob's thought.")

    alices.post(split_url(room.group), proposal(alices, room.group))

    bobs = sign_in(bob)
    mine = Reading.objects.visible_to(bob).get(group__split_from=room.group)
    key = room.paragraphs[1].pk
    new = bobs.get(reverse("discussions:discussion", args=[mine.pk, key]))
    assert "Bob's thought." not in page_of(new).text
    assert "Bob's thought." in page_of(bobs.get(room.discussion_url(2))).text
    assert room.member(bob).is_active


def test_members_find_their_new_group_on_the_page_of_the_old(
    room: Room, crowd: list[User], bob: User, alices: Client, sign_in: SignIn
) -> None:
    alices.post(split_url(room.group), proposal(alices, room.group))

    notice = page_of(sign_in(bob).get(room.group.get_absolute_url())).at("main")

    mine = Group.objects.of(bob).get(split_from=room.group)
    (other,) = [group for group in parts_of(room.group) if group != mine]
    assert "This group was split." in notice.text
    assert mine.name in notice.text
    assert other.name not in notice.text


def test_hand_moves_members_names_and_leads(
    room: Room, crowd: list[User], bob: User, alices: Client
) -> None:
    fields = proposal(alices, room.group)
    for key in [name for name in fields if name.startswith(("to_", "leads_"))]:
        del fields[key]
    chosen = {bob: "1", crowd[0]: "1", crowd[1]: "2", crowd[2]: "2"}
    for user, number in chosen.items():
        fields[f"to_{room.member(user).pk}"] = [number]
    for user in (bob, crowd[1], crowd[2]):
        fields[f"leads_{room.member(user).pk}"] = ["on"]
    fields["name_2"] = ["The Loft"]

    alices.post(split_url(room.group), fields)

    first, second = parts_of(room.group)
    assert (second.name, names_in(first)) == ("The Loft", ["Bob", "Guest0"])
    leading = Membership.objects.leading().filter(group=second)
    assert sorted(leading.values_list("user__display_name", flat=True)) == ["Guest1", "Guest2"]


def empty(fields: Fields, room: Room) -> None:
    for name in fields:
        if name.startswith("to_"):
            fields[name] = ["1"]


def nobody_leads(fields: Fields, room: Room) -> None:
    for name in [name for name in fields if name.startswith("leads_")]:
        del fields[name]


def no_name(fields: Fields, room: Room) -> None:
    fields["name_1"] = [" "]


def far_number(fields: Fields, room: Room) -> None:
    fields[next(name for name in fields if name.startswith("to_"))] = ["7"]


def foreign_reading(fields: Fields, room: Room) -> None:
    fields["readings"] = ["123456"]


def too_large(fields: Fields, room: Room) -> None:
    Group.objects.update(size_limit=3)


FAULTS = (empty, nobody_leads, no_name, far_number, foreign_reading, too_large)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_is_told_and_nothing_is_done(
    fault: Callable[[Fields, Room], None], room: Room, crowd: list[User], alices: Client
) -> None:
    fields = proposal(alices, room.group)
    fields["name_2"] = ["The Loft"]
    fault(fields, room)

    answer = alices.post(split_url(room.group), fields)

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert filled_in(page_of(answer))["name_2"] == ["The Loft"]
    assert Group.objects.count() == 1


def test_readings_left_out_are_not_carried_on(
    room: Room, crowd: list[User], alices: Client, alice: User
) -> None:
    other = actions.start_reading(room.reading.article, by=room.member(alice))
    fields = proposal(alices, room.group)
    assert set(fields["readings"]) == {str(room.reading.pk), str(other.pk)}
    fields["readings"] = [str(room.reading.pk)]

    alices.post(split_url(room.group), fields)

    (carried,) = parts_of(room.group)[0].readings.all()
    assert carried.started_at == room.reading.started_at


def test_pauses_companions_and_bans_come_along(
    room: Room, crowd: list[User], heidi: User, frank: User, alice: User, bob: User
) -> None:
    members = [room.member(user) for user in (alice, heidi, bob, crowd[0])]
    Membership.objects.filter(user=crowd[0]).update(companion=room.member(bob))
    Membership.objects.filter(user=heidi).update(companion=room.member(bob))
    parts = [part("One", members[0], members[1]), part("Two", members[2], members[3])]

    one, two = actions.split(room.group, by=members[0], parts=parts, readings=[], last=0)

    assert Membership.objects.get(group=one, user=heidi).is_paused
    assert Membership.objects.get(group=one, user=heidi).companion is None
    companion = Membership.objects.get(group=two, user=crowd[0]).companion
    assert companion == Membership.objects.get(group=two, user=bob)
    assert sorted(Ban.objects.values_list("group", flat=True)) == sorted(
        [room.group.pk, one.pk, two.pk]
    )
    with pytest.raises(actions.Barred):
        actions.join(two, user=frank)


def test_split_is_on_record_in_all_groups(
    room: Room, crowd: list[User], alice: User, alices: Client
) -> None:
    alices.post(split_url(room.group), proposal(alices, room.group))

    assert LogEntry.objects.get(act="split").group == room.group
    founded = LogEntry.objects.filter(act="founded", actor=alice)
    assert set(founded.values_list("group", flat=True)) >= {g.pk for g in parts_of(room.group)}


def test_new_groups_are_found_by_search_as_others_are(
    room: Room, crowd: list[User], alices: Client
) -> None:
    alices.post(split_url(room.group), proposal(alices, room.group))

    assert Group.objects.matching("cellar").filter(split_from=room.group).count() == 2


def test_article_for_its_readers_is_there_for_a_newcomer_to_a_part(
    room: Room, crowd: list[User], carol: User, alices: Client
) -> None:
    alices.post(split_url(room.group), proposal(alices, room.group))

    actions.join(parts_of(room.group)[0], user=carol)

    assert Article.objects.visible_to(carol).filter(pk=room.reading.article_id).exists()
    assert Place.objects.get(membership__user=carol).number == 1


# --- Once, and by those who lead -----------------------------------------------------------------


def test_sent_twice_it_is_one_split(room: Room, crowd: list[User], alices: Client) -> None:
    fields = proposal(alices, room.group)

    answers = [alices.post(split_url(room.group), fields) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(parts_of(room.group)) == 2


def test_split_of_another_leader_meanwhile_is_told(
    room: Room, crowd: list[User], bob: User, alices: Client, sign_in: SignIn
) -> None:
    actions.change_role(room.member(bob), role=LEADER)
    bobs = sign_in(bob)
    fields, bobs_fields = proposal(alices, room.group), proposal(bobs, room.group)
    alices.post(split_url(room.group), fields)

    answer = bobs.post(split_url(room.group), bobs_fields)

    assert answer.status_code == 422
    assert "The group has changed in the meantime." in page_of(answer).text
    assert len(parts_of(room.group)) == 2
    again = bobs.post(split_url(room.group), filled_in(page_of(answer)))
    assert again.status_code == 302
    assert len(parts_of(room.group)) == 4


def test_who_has_left_meanwhile_is_not_moved(
    room: Room, crowd: list[User], alice: User, bob: User
) -> None:
    members = [room.member(user) for user in (alice, bob, *crowd[:2])]
    parts = [part("One", *members[:2]), part("Two", *members[2:])]
    actions.leave(room.member(bob))

    with pytest.raises(actions.Changed):
        actions.split(room.group, by=members[0], parts=parts, readings=[], last=0)

    assert Group.objects.count() == 1


def test_who_leads_no_more_splits_nothing(
    room: Room, crowd: list[User], alice: User, bob: User
) -> None:
    members = [room.member(user) for user in (alice, bob, *crowd[:2])]
    parts = [part("One", *members[:2]), part("Two", *members[2:])]

    with pytest.raises(PermissionDenied):
        actions.split(room.group, by=members[1], parts=parts, readings=[], last=0)

    assert Group.objects.count() == 1


def test_reading_of_another_group_is_not_carried_on(
    room: Room, crowd: list[User], alice: User, bob: User, carol: User
) -> None:
    theirs = actions.found(Group(name="The Attic"), founder=carol)
    foreign = actions.start_reading(room.reading.article, by=theirs)
    members = [room.member(user) for user in (alice, bob, *crowd[:2])]
    parts = [part("One", *members[:2]), part("Two", *members[2:])]

    actions.split(room.group, by=members[0], parts=parts, readings=[foreign], last=0)

    assert not Reading.objects.filter(group__split_from=room.group).exists()


def test_links_of_the_old_group_do_not_lead_into_the_new(
    room: Room, crowd: list[User], alice: User, alices: Client
) -> None:
    actions.invite(room.member(alice))

    alices.post(split_url(room.group), proposal(alices, room.group))

    assert set(Invitation.objects.values_list("group", flat=True)) == {room.group.pk}


@pytest.mark.django_db(transaction=True)
def test_sent_at_once_it_is_one_split(
    room: Room, crowd: list[User], alice: User, sign_in: SignIn
) -> None:
    clients = [sign_in(alice) for _number in range(20)]
    fields = proposal(clients[0], room.group)
    # Without the key of the form: what guards it then is what the leader saw.
    del fields["form_key"]

    at_once(*[lambda c=c: c.post(split_url(room.group), fields).status_code for c in clients])

    assert len(parts_of(room.group)) == 2


@pytest.mark.django_db(transaction=True)
def test_who_reads_on_while_the_group_is_split_is_where_their_marks_are(
    room: Room, crowd: list[User], alice: User, bob: User
) -> None:
    members = [room.member(user) for user in (alice, bob, *crowd[:2])]
    parts = [part("One", *members[:2]), part("Two", *members[2:])]

    def split() -> object:
        return actions.split(
            room.group, by=members[0], parts=parts, readings=[room.reading], last=0
        )

    at_once(split, *[lambda u=u: room.read(u, 5) for u in (bob, *crowd[:2])])

    for place in Place.objects.filter(reading__group__split_from=room.group):
        marks = Mark.objects.filter(reading=place.reading_id, membership=place.membership_id)
        marked = set(marks.values_list("paragraph", flat=True))
        unmarked = [p.pk for p in room.paragraphs if p.pk not in marked]
        assert place.paragraph_id == (unmarked[0] if unmarked else None)
