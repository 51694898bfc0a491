"""A leader writes to a list of addresses: letters go out, and what is none stays to be mended."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import actions
from groups.actions.invitations import forget_addresses
from groups.guests import LETTERS_A_DAY
from groups.models import Group, Invitation, LogEntry, Membership
from tests.at_once import at_once
from tests.conftest import SignIn
from tests.page import Element, cost, page_of


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def leader(group: Group, alice: User) -> Membership:
    return Membership.objects.get(group=group, user=alice)


@pytest.fixture
def url(group: Group) -> str:
    return reverse("groups:letters", args=[group.pk])


def send(client: Client, url: str, addresses: str, **more: str) -> Element:
    """The page after these addresses were written into the form and sent."""
    return page_of(client.post(url, {"addresses": addresses, **more}, follow=True))


def written_to() -> list[str]:
    return list(Invitation.objects.order_by("pk").values_list("email", flat=True))


def field(page: Element) -> str:
    return page.one("textarea", name="addresses").text


def advice(page: Element) -> list[str]:
    lists = page.at("main").all("ul", of_class="hindered")
    return [entry.text for found in lists for entry in found.all("li")]


def days_pass(days: float) -> None:
    past = timedelta(days=days)
    Invitation.objects.update(
        created_at=F("created_at") - past,
        expires_at=F("expires_at") - past,
        sent_at=F("sent_at") - past,
    )


def test_each_address_gets_a_letter_with_a_link_of_its_own(alices: Client, url: str) -> None:
    page = send(alices, url, "Noa <noa@x.org>, dan@y.org\nnoa@x.org", message="Come along.")

    assert written_to() == ["noa@x.org", "dan@y.org"]
    assert {(one.max_uses, one.message) for one in Invitation.objects.all()} == {(1, "Come along.")}
    assert len({one.token for one in Invitation.objects.all()}) == 2
    assert "2 invitations are on their way." in page.text
    assert field(page) == ""


def test_letter_lets_one_person_in(
    leader: Membership, group: Group, carol: User, erin: User, sign_in: SignIn
) -> None:
    actions.invite_by_mail(leader, addresses=["someone@x.org"])
    link = reverse("groups:invitation", args=[Invitation.objects.get().token])

    answers = [sign_in(user).post(link).status_code for user in (carol, erin)]

    assert answers == [302, 404]
    assert Membership.objects.of(carol).filter(group=group).exists()


def test_good_ones_go_out_and_the_others_stay_with_what_is_wrong(alices: Client, url: str) -> None:
    page = send(alices, url, "noa@x.org\ndanexample.org\ndan@y\n", message="Come.")

    assert written_to() == ["noa@x.org"]
    assert "1 invitation is on its way." in page.text
    assert field(page) == "danexample.org dan@y"
    assert page.one("textarea", name="message").text == "Come."
    assert advice(page) == [
        "danexample.org There is no e-mail address here: one has an @ in it.",
        "dan@y The end is missing, such as .org or .com.",
    ]
    # And so they are there when one looks again, until they are mended.
    assert field(page_of(alices.get(url))) == "danexample.org dan@y"
    assert field(send(alices, url, "dan@example.org\ndan@y.org")) == ""
    assert written_to() == ["noa@x.org", "dan@example.org", "dan@y.org"]


def test_list_without_a_good_one_comes_back(alices: Client, url: str) -> None:
    answer = alices.post(url, {"addresses": "noa@x", "message": "Come."})

    assert answer.status_code == 422
    page = page_of(answer)
    assert (field(page), page.one("textarea", name="message").text) == ("noa@x", "Come.")
    assert len(advice(page)) == 1
    assert written_to() == []


@pytest.mark.parametrize("nothing", ["", " \n,"])
def test_empty_list_is_refused(nothing: str, alices: Client, url: str) -> None:
    answer = alices.post(url, {"addresses": nothing})

    assert answer.status_code == 422
    assert page_of(answer).at("main").one(of_class="errorlist").text


def test_list_that_is_too_long_comes_back(alices: Client, url: str) -> None:
    answer = alices.post(url, {"addresses": "noa@x.org " * 2_001})

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert written_to() == []


@pytest.mark.parametrize("address", ["bob@example.org", "BOB@Example.org", "bobby@y.org"])
def test_member_is_not_written_to_and_said_once(
    address: str, bob: User, alices: Client, url: str
) -> None:
    EmailAddress.objects.create(user=bob, email="Bobby@y.org", verified=True)

    page = send(alices, url, f"{address}, noa@x.org")

    assert written_to() == ["noa@x.org"]
    assert advice(page) == [f"{address} Is in the group already."]
    assert field(page) == ""
    assert advice(page_of(alices.get(url))) == []


def test_address_that_somebody_has_not_confirmed_is_not_theirs(
    bob: User, alices: Client, url: str
) -> None:
    EmailAddress.objects.create(user=bob, email="noa@x.org", verified=False)

    send(alices, url, "noa@x.org")

    assert written_to() == ["noa@x.org"]


def test_who_has_left_is_written_to(alices: Client, url: str) -> None:
    send(alices, url, "dave@example.org")

    assert written_to() == ["dave@example.org"]


def test_who_was_written_to_today_gets_no_other_letter(alices: Client, url: str) -> None:
    send(alices, url, "noa@x.org")
    page = send(alices, url, "noa@x.org, dan@y.org", again="on")

    assert written_to() == ["noa@x.org", "dan@y.org"]
    assert advice(page) == ["noa@x.org Was written to within the last day. Try again tomorrow."]


def test_ended_invitation_is_no_way_to_write_to_somebody_often(alices: Client, url: str) -> None:
    send(alices, url, "noa@x.org")
    actions.revoke(Invitation.objects.get())

    send(alices, url, "noa@x.org", again="on")

    assert written_to() == ["noa@x.org"]


def test_who_was_written_to_this_week_gets_another_letter_only_if_asked(
    alices: Client, url: str
) -> None:
    send(alices, url, "noa@x.org")
    days_pass(3)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=3))
    first = Invitation.objects.get()

    page = send(alices, url, "noa@x.org, dan@y.org")
    assert advice(page) == ["noa@x.org Was written to this week."]
    assert page.one("input", name="again").attributes["type"] == "checkbox"
    first.refresh_from_db()
    assert first.sent_at

    send(alices, url, "noa@x.org", again="on", message="Once more.")
    again = Invitation.objects.get(email="noa@x.org")
    assert (again.pk, again.token, again.message) == (first.pk, first.token, "Once more.")
    assert again.expires_at > first.expires_at
    # It is on its way anew.
    assert again.sent_at
    assert again.sent_at > first.sent_at


def test_who_was_written_to_before_that_gets_another_letter(alices: Client, url: str) -> None:
    send(alices, url, "noa@x.org")
    days_pass(8)

    send(alices, url, "noa@x.org")

    assert written_to() == ["noa@x.org"]
    assert Invitation.objects.get().expires_at > timezone.now() + timedelta(days=13)


def test_so_many_letters_go_out_in_a_day(
    group: Group, alice: User, alices: Client, url: str
) -> None:
    other = actions.found(Group(name="The Attic"), founder=alice)
    actions.invite_by_mail(other, addresses=[f"a{number}@x.org" for number in range(40)])

    page = send(alices, url, "\n".join(f"b{number}@x.org" for number in range(70)))

    assert Invitation.objects.count() == LETTERS_A_DAY
    assert field(page).split()[0] == "b60@x.org"
    assert len(advice(page)) == 10
    days_pass(1.1)
    Invitation.objects.update(sent_at=F("created_at"))
    send(alices, url, field(page))
    assert Invitation.objects.count() == LETTERS_A_DAY + 10


def test_form_sent_twice_is_one_letter(alices: Client, url: str) -> None:
    form = {"addresses": "noa@x.org", "form_key": str(uuid.uuid4())}

    answers = [alices.post(url, form).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert written_to() == ["noa@x.org"]


@pytest.mark.django_db(transaction=True)
def test_form_sent_many_times_at_once_is_one_letter(url: str, alice: User, sign_in: SignIn) -> None:
    def post(client: Client) -> int:
        return client.post(url, {"addresses": "noa@x.org, dan@y.org"}).status_code

    clients = [sign_in(alice) for _time in range(20)]
    at_once(*[lambda client=client: post(client) for client in clients])

    assert sorted(written_to()) == ["dan@y.org", "noa@x.org"]


def rows(client: Client, url: str) -> list[str]:
    found = page_of(client.get(url)).at("main").all("li", of_class="letter")
    return [row.all("span")[0].text for row in found]


def test_leader_sees_what_became_of_each(
    leader: Membership, carol: User, alices: Client, url: str
) -> None:
    names = ("waits", "sent", "joined", "over", "ended")
    actions.invite_by_mail(leader, addresses=[f"{name}@x.org" for name in names])
    letters = {one.email.partition("@")[0]: one for one in Invitation.objects.all()}
    Invitation.objects.update(sent_at=timezone.now())
    Invitation.objects.filter(pk=letters["waits"].pk).update(sent_at=None)
    actions.accept(letters["joined"], user=carol)
    actions.revoke(letters["ended"])
    Invitation.objects.filter(pk=letters["over"].pk).update(
        created_at=timezone.now() - timedelta(days=20), expires_at=timezone.now()
    )

    shown = dict(row.split(maxsplit=1) for row in rows(alices, url))

    assert shown["sent@x.org"].startswith("sent on ")
    assert {name: shown[f"{name}@x.org"] for name in names if name != "sent"} == {
        "waits": "not sent yet",
        "joined": "joined",
        "over": "ran out",
        "ended": "ended by hand",
    }


def test_page_costs_the_same_however_many_letters_there_are(
    leader: Membership, alices: Client, url: str
) -> None:
    actions.invite_by_mail(leader, addresses=["a@x.org"])
    one = cost(alices, url)
    actions.invite_by_mail(leader, addresses=[f"b{number}@x.org" for number in range(60)])

    assert cost(alices, url) == one
    assert len(rows(alices, url)) == 50
    assert len(rows(alices, f"{url}?page=2")) == 11


def test_letter_is_sent_again(leader: Membership, group: Group, alices: Client) -> None:
    actions.invite_by_mail(leader, addresses=["noa@x.org"], message="Come.")
    days_pass(2)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=2))
    before = Invitation.objects.get()

    url = reverse("groups:letter", args=[group.pk, before.pk])
    pages = [page_of(alices.post(url, follow=True)).text for _time in range(2)]

    after = Invitation.objects.get()
    assert (after.token, after.message) == (before.token, "Come.")
    assert after.sent_at
    assert before.sent_at
    assert after.sent_at > before.sent_at
    assert "The invitation is on its way again." in pages[0]
    assert "Was written to within the last day." in pages[1]


def test_letter_of_another_group_is_not_sent_again(
    leader: Membership, carol: User, sign_in: SignIn
) -> None:
    actions.invite_by_mail(leader, addresses=["noa@x.org"])
    theirs = actions.found(Group(name="The Attic"), founder=carol).group
    url = reverse("groups:letter", args=[theirs.pk, Invitation.objects.get().pk])

    assert sign_in(carol).post(url).status_code == 404


def test_link_is_not_sent_by_letter(leader: Membership, group: Group, alices: Client) -> None:
    made = actions.invite(leader)

    assert alices.post(reverse("groups:letter", args=[group.pk, made.pk])).status_code == 404


def test_addresses_do_not_stand_in_the_record(leader: Membership, alices: Client, url: str) -> None:
    send(alices, url, "noa@x.org, dan@y.org")

    entry = LogEntry.objects.get(act=LogEntry.Act.INVITED)
    assert (entry.actor, entry.reason) == (leader.user, "× 2")


def test_words_posted_while_signed_out_are_kept(url: str, alice: User, client: Client) -> None:
    client.post(url, {"addresses": "noa@x.org", "message": "Come."})
    client.force_login(alice)

    assert field(page_of(client.get(url))) == "noa@x.org"
    assert written_to() == []


def test_address_of_who_never_came_is_forgotten(alices: Client, url: str) -> None:
    send(alices, url, "olive@example.org, peter@example.org")
    Invitation.objects.filter(email="peter@example.org").update(uses=1)

    days_pass(40)
    forget_addresses()
    assert written_to() == ["olive@example.org", "peter@example.org"]

    days_pass(40)
    forget_addresses()
    assert written_to() == ["peter@example.org"]
