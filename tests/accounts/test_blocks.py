"""Not wanting to see somebody. Bob stands at the third paragraph and has spoken on the second;
heidi, who can hear him, blocks him."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from discussions.models import Comment
from groups.actions import join, leave
from groups.models import Membership
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, Element, bare, cost, html_of, page_of

LIST = reverse("accounts:blocks")


@pytest.fixture
def heidis(sign_in: SignIn, heidi: User) -> Client:
    return sign_in(heidi)


@pytest.fixture
def block(heidi: User, bob: User) -> Block:
    return Block.objects.create(blocker=heidi, blocked=bob)


def url(user: User, name: str = "block") -> str:
    return reverse(f"accounts:{name}", args=[user.pk])


def discussion(client: Client, room: Room) -> Element:
    return page_of(client.get(room.discussion_url(2))).at("threads")


def voices(client: Client, room: Room) -> str:
    return page_of(client.get(room.url)).at(f"voices-{room.keys(2)[0]}").text


def waiting(client: Client) -> bool:
    """Whether the home page says that voices wait."""
    return "for you where you stand" in page_of(client.get("/")).text


# --- Blocking ------------------------------------------------------------------------------------


def test_asking_blocks_nobody(bob: User, heidis: Client, room: Room) -> None:
    page = page_of(heidis.get(f"{url(bob)}?next={room.url}")).one("main")

    assert page.one("h1").text == "Block Bob ?"
    assert page.one("form", action=url(bob)).one(name="next").attributes["value"] == room.url
    assert not Block.objects.exists()


def test_blocking_leads_back_and_is_done_once(
    room: Room, bob: User, heidi: User, heidis: Client
) -> None:
    for _twice in range(2):
        answer = heidis.post(url(bob), {"next": room.url})
        assert answer.headers["Location"] == room.url

    block = Block.objects.get()
    assert (block.blocker, block.blocked) == (heidi, bob)


def test_blocking_leads_nowhere_else(bob: User, heidis: Client) -> None:
    answer = heidis.post(url(bob), {"next": "https://example.org/"})

    assert answer.headers["Location"] == LIST


def test_list_shows_whom_one_blocked_and_lets_one_see_them_again(
    bob: User, block: Block, heidis: Client
) -> None:
    row = page_of(heidis.get(LIST)).one("li", of_class="row")
    assert row.one(of_class="member-name").text == "Bob"

    heidis.post(row.one("form").attributes["action"])
    again = heidis.post(url(bob, "unblock"))

    assert not Block.objects.exists()
    assert again.headers["Location"] == LIST
    assert "You have blocked nobody." in page_of(heidis.get(LIST)).text


def test_nobody_unblocks_for_another(alice: User, bob: User, block: Block, sign_in: SignIn) -> None:
    sign_in(alice).post(url(bob, "unblock"))

    assert Block.objects.exists()


def test_whom_one_has_never_met_cannot_be_blocked(carol: User, heidi: User, heidis: Client) -> None:
    nobody = reverse("accounts:block", args=[10_000_000])
    for method in ("get", "post"):
        strange, absent = (getattr(heidis, method)(address) for address in (url(carol), nobody))
        assert strange.status_code == absent.status_code == 404
        assert bare(strange).replace(url(carol), nobody) == bare(absent)
        assert getattr(heidis, method)(url(heidi)).status_code == 404


def test_who_has_left_can_be_blocked_for_what_they_said(
    room: Room, comment: Comment, bob: User, dave: User, heidis: Client
) -> None:
    leave(room.member(bob))

    assert heidis.post(url(bob)).status_code == 302
    assert heidis.post(url(dave)).status_code == 404


def test_who_spoke_only_ahead_and_left_is_not_known(
    room: Room, person: Person, heidis: Client
) -> None:
    olga = person("olga")
    membership = join(room.group, user=olga)
    room.read(olga, 5)
    room.say(olga, 4, "For later.")
    leave(membership)

    assert heidis.get(url(olga)).status_code == 404


# --- What it does --------------------------------------------------------------------------------


def test_words_of_the_blocked_are_gone(
    room: Room, comment: Comment, alice: User, block: Block, heidis: Client
) -> None:
    room.say(alice, 2, "Alice's thought.")

    assert [voice.text for voice in discussion(heidis, room).all("article")] != []
    assert not discussion(heidis, room).has(f"comment-{comment.pk}")
    assert voices(heidis, room) == "1"


def test_replies_of_others_to_the_blocked_keep_their_place(
    room: Room, comment: Comment, alice: User, bob: User, block: Block, heidis: Client
) -> None:
    answer = room.answer(comment, alice, "I answer.")
    room.answer(answer, bob, "And I.")

    stub = discussion(heidis, room).at(f"comment-{comment.pk}")

    assert stub.at(f"body-{comment.pk}").text == "Somebody you have blocked"
    assert [name.text for name in stub.all(of_class="voice-name")] == ["Alice"]
    assert not stub.all("a", href=comment.get_absolute_url())
    assert len(stub.all("article")) == 1
    assert "Bob" not in stub.text
    assert voices(heidis, room) == "1"


def test_nobody_else_notices(
    room: Room, comment: Comment, heidi: User, bob: User, alice: User, sign_in: SignIn
) -> None:
    clients = [sign_in(user) for user in (alice, bob)]
    pages = [room.discussion_url(2), "/", reverse("groups:group", args=[room.group.pk])]
    for client in clients:
        client.get(room.discussion_url(2))  # what is new is new once
    before = [bare(client.get(page)) for client in clients for page in pages]

    Block.objects.create(blocker=heidi, blocked=bob)

    assert [bare(client.get(page)) for client in clients for page in pages] == before


@pytest.mark.parametrize("name", ["comment", "reply", "report", "edit", "deletion", "hiding"])
def test_words_of_the_blocked_have_no_address(
    name: str, comment: Comment, block: Block, heidis: Client
) -> None:
    address, nowhere = (
        reverse(f"discussions:{name}", args=[pk]) for pk in (comment.pk, 10_000_000)
    )

    for headers in ({}, HTMX):
        answer = heidis.get(address, headers=headers)
        assert answer.status_code == 404
        absent = heidis.get(nowhere, headers=headers)
        assert bare(answer).replace(address, nowhere) == bare(absent)


def test_face_of_the_blocked_is_gone_and_everyone_counts(
    room: Room, block: Block, heidis: Client
) -> None:
    progress = reverse("groups:progress", args=[room.reading.pk])
    pages = [heidis.get(page) for page in (room.url, progress, "/")]

    assert not [page for page in pages if "Bob" in html_of(page)]
    assert "Everyone has reached ¶ 3 of 5" in page_of(pages[0]).at("progress").text


def test_the_blocked_have_no_name_among_the_members(
    room: Room, block: Block, heidis: Client
) -> None:
    group = reverse("groups:group", args=[room.group.pk])
    members = reverse("groups:members", args=[room.group.pk])

    assert "Bob" not in html_of(heidis.get(group))
    assert "Bob" not in html_of(heidis.get(members))
    assert "Somebody you have blocked" in page_of(heidis.get(members)).text


def test_leaders_can_still_care_for_whom_they_blocked(
    room: Room, alice: User, bob: User, sign_in: SignIn
) -> None:
    Block.objects.create(blocker=alice, blocked=bob)
    members = reverse("groups:members", args=[room.group.pk])

    assert "Bob" in html_of(sign_in(alice).get(members))


def test_finished_reader_who_is_blocked_is_not_on_the_way(
    room: Room, bob: User, block: Block, heidi: User, heidis: Client
) -> None:
    room.read(bob, 5)

    page = page_of(heidis.get(room.url))

    assert page.at("end").one(of_class="faces").text == "Alice A have read it all"


def test_voices_that_wait_are_not_those_of_the_blocked(
    room: Room, alice: User, bob: User, heidi: User, sign_in: SignIn
) -> None:
    room.say(bob, 3, "Where both of us stand.")
    alices = sign_in(heidi)
    Membership.objects.filter(user=heidi).update(state="active")
    assert waiting(alices)

    Block.objects.create(blocker=heidi, blocked=bob)
    assert not waiting(alices)
    room.say(alice, 3, "I, too.")
    assert waiting(alices)


def test_recent_voices_are_not_those_of_the_blocked(
    room: Room, comment: Comment, block: Block, heidis: Client
) -> None:
    assert "Bob's thought." not in html_of(
        heidis.get(reverse("groups:group", args=[room.group.pk]))
    )


def test_removed_paragraph_with_words_of_the_blocked_only_is_not_told_of(
    room: Room, comment: Comment, block: Block, heidis: Client, alice: User
) -> None:
    paragraph = room.paragraphs[1]
    type(paragraph).objects.filter(pk=paragraph.pk).update(
        removed_in=room.reading.article.revisions.first()
    )

    assert not page_of(heidis.get(room.url)).has(f"voices-{paragraph.pk}")
    assert heidis.get(room.discussion_url(2)).status_code == 404


def test_seen_again_everything_is_as_before(
    room: Room, comment: Comment, bob: User, heidis: Client
) -> None:
    heidis.get(room.discussion_url(2))  # what is new is new once
    before = bare(heidis.get(room.discussion_url(2)))
    heidis.post(url(bob), {"next": room.url})
    assert bare(heidis.get(room.discussion_url(2))) != before

    heidis.post(url(bob, "unblock"))
    heidis.get(LIST)

    assert bare(heidis.get(room.discussion_url(2))) == before


def test_blocks_cost_two_queries_at_most_however_many_there_are(
    room: Room, comment: Comment, bob: User, heidi: User, person: Person, heidis: Client
) -> None:
    pages = [room.discussion_url(2), "/", reverse("groups:progress", args=[room.reading.pk])]
    heidis.get(room.discussion_url(2))  # what is new is new once
    before = [cost(heidis, page) for page in pages]

    Block.objects.create(blocker=heidi, blocked=bob)
    once = [cost(heidis, page) for page in pages]
    for number in range(4):
        Block.objects.create(blocker=heidi, blocked=person(f"guest{number}"))

    assert [cost(heidis, page) for page in pages] == once
    assert [now - then for now, then in zip(once, before, strict=True)] == [2, 1, 0]
