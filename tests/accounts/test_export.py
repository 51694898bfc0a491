"""Taking along everything that is mine, and nothing that is another's."""

import io
import json
import uuid
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.archive import archive_of
from accounts.models import Block, Portrait, User
from articles.actions import publish
from articles.blocks import Block as Part
from articles.models import Draft
from discussions.actions import edit, react
from discussions.models import Comment, Report, Sign
from groups import actions
from groups.models import Ban, Group, Invitation, JoinRequest, Membership
from tests.accounts.leaving import confirm
from tests.conftest import Person, Room, SignIn
from tests.page import Element, page_of

URL = "/profile/export/"


@pytest.fixture
def bobs(sign_in: SignIn, bob: User, room: Room) -> Client:
    """Bob's browser, in which he has just shown who he is."""
    client = sign_in(bob)
    confirm(client, bob)
    return client


def files_of(user: User) -> dict[str, bytes]:
    with archive_of(user) as made, zipfile.ZipFile(made) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def data_of(user: User) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files_of(user)["everything.json"])
    return data


# --- Getting it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_export_asks_for_the_password_first(method: str, sign_in: SignIn, bob: User) -> None:
    answer = getattr(sign_in(bob), method)(URL)

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_post_gives_an_archive(bobs: Client) -> None:
    assert bobs.get(URL).status_code == 200

    answer = bobs.post(URL)

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert {"everything.json", "everything.html"} <= set(archive.namelist())
    assert archive.testzip() is None


def test_page_in_the_archive_is_whole_and_in_my_language(bobs: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(language="he")

    archive = zipfile.ZipFile(io.BytesIO(bobs.post(URL).getvalue()))
    html = archive.read("everything.html").decode()

    assert '<html lang="he" dir="rtl">' in html
    assert html.rstrip().endswith("</html>")
    assert "<script" not in html
    assert "http" not in html.partition("</head>")[0]


def test_words_in_the_page_are_only_words(bob: User, room: Room) -> None:
    room.say(bob, 1, "<script>alert(1)</script> & more")

    html = files_of(bob)["everything.html"].decode()

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html


# --- What is in it -------------------------------------------------------------------------------


def test_export_holds_what_i_am_and_do(
    bob: User, alice: User, carol: User, comment: Comment, room: Room
) -> None:
    EmailAddress.objects.create(user=bob, email="bob@second.example", verified=True)
    Portrait.objects.create(user=bob, name="f00", content=b"RIFF-bob")
    Block.objects.create(blocker=bob, blocked=carol)
    Report.objects.create(group=room.group, comment=comment, reporter=bob, words="I regret it.")
    JoinRequest.objects.create(group=room.group, user=bob, note="Let me in", answer="Yes")
    edit(comment, source="Bob's idea.", version=1)
    react(room.say(alice, 1, "Alice's thought."), user=bob, sign=Sign.THANKS)
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)
    actions.invite(room.member(bob), note="for the neighbours")
    leader = room.member(alice)
    session = actions.begin_session(room.reading, by=leader, paragraph=room.paragraphs[1])
    actions.take_part(session, member=room.member(bob))

    data = data_of(bob)

    assert data["profile"][0]["email"] == "bob@example.org"
    assert data["email_addresses"][0]["email"] == "bob@second.example"
    assert data["blocked_people"][0]["name"] == "Carol"
    assert data["memberships"][0]["group"] == "The Cellar"
    assert data["memberships"][0]["role"] == "Leader"
    assert (data["places"][0]["text"], data["places"][0]["paragraph"]) == ("On Lamps", 3)
    assert [mark["paragraph"] for mark in data["marks"]] == [1, 2]
    (session_of_bob,) = data["study_sessions"]
    assert (session_of_bob["first"], session_of_bob["led"]) == (2, False)
    assert session_of_bob["joined_at"]
    assert not session_of_bob["left_at"]
    assert data["comments"][0]["words"] == "Bob's idea."
    assert data["earlier_words"][0]["words"] == "Bob's thought."
    assert (data["reactions"][0]["sign"], data["reactions"][0]["text"]) == ("Thank you", "On Lamps")
    assert data["comments"][0]["address"] == comment.get_absolute_url()
    assert data["reports"][0]["words"] == "I regret it."
    assert data["join_requests"][0]["note"] == "Let me in"
    assert data["invitations"][0]["note"] == "for the neighbours"
    assert "made an invitation" in [act["act"] for act in data["acts"]]
    assert files_of(bob)["portrait-f00.webp"] == b"RIFF-bob"


def test_texts_are_files_of_markdown(carol: User) -> None:
    text = publish(
        title="On Wells",
        blocks=[Part("The *first* one."), Part("The second.")],
        added_by=carol,
    )
    draft = Draft(title="Half a text", added_by=carol)
    draft.blocks = [Part("Not yet.")]
    draft.save()

    files = files_of(carol)

    assert files[f"texts/{text.pk}-on-wells.md"].decode() == "The *first* one.\n\nThe second.\n"
    assert files[f"drafts/{draft.pk}-half-a-text.md"].decode() == "Not yet.\n"
    data = data_of(carol)
    assert data["texts"][0]["file"] == f"texts/{text.pk}-on-wells.md"
    assert [revision["number"] for revision in data["revisions"]] == [1]


def test_everything_in_the_page_is_in_the_data_too(bob: User, comment: Comment) -> None:
    page = page_of_archive(bob)

    assert [heading.attributes["id"] for heading in page.all("h2")] == list(data_of(bob))
    assert "Bob's thought." in page.text


def page_of_archive(user: User) -> Element:
    return page_of(HttpResponse(files_of(user)["everything.html"]))


# --- What is not in it ---------------------------------------------------------------------------

CANARY = "zyxwara"


@pytest.fixture
def others(room: Room, alice: User, bob: User, carol: User, comment: Comment) -> None:
    """The others have left a word everywhere where bob has something of his own."""
    User.objects.filter(pk=alice.pk).update(email=f"alice@{CANARY}.example")
    alice.refresh_from_db()
    EmailAddress.objects.create(user=alice, email=f"second@{CANARY}.example")
    Portrait.objects.create(user=alice, name=CANARY, content=CANARY.encode())
    answer = room.answer(comment, alice, f"Answer {CANARY}.")
    room.say(alice, 2, f"Thread {CANARY}.")
    room.answer(answer, bob, "Bob again.")
    Comment.objects.filter(author=bob).update(hidden_by=alice, hidden_reason=CANARY)
    Report.objects.create(group=room.group, comment=comment, reporter=alice, words=CANARY)
    Report.objects.create(group=room.group, person=bob, reporter=alice, words=CANARY)
    Ban.objects.create(group=room.group, user=carol, banned_by=alice, reason=CANARY)
    JoinRequest.objects.create(group=room.group, user=carol, note=CANARY)
    actions.invite(room.member(alice), note=CANARY)
    leader = room.member(alice)
    session = actions.begin_session(room.reading, by=leader, paragraph=room.paragraphs[1])
    actions.take_part(session, member=room.member(bob))
    mine = Membership.objects.get(user=bob)
    actions.change_role(mine, role=Membership.Role.LEADER)
    sent = actions.invite(room.member(bob), note="a friend")
    Invitation.objects.filter(pk=sent.pk).update(email=f"friend@{CANARY}.example")
    publish(title=f"Of {CANARY}", blocks=[Part(CANARY)], added_by=alice)
    Draft.objects.create(title=CANARY, added_by=alice)
    Block.objects.create(blocker=alice, blocked=bob)
    Group.objects.filter(pk=room.group.pk).update(welcome=CANARY, description=CANARY)


def test_nothing_of_others_is_in_it(bob: User, others: None) -> None:
    found = [name for name, content in files_of(bob).items() if CANARY in content.decode().lower()]

    assert not found


def test_whom_i_do_not_know_is_not_named(bob: User, others: None, room: Room) -> None:
    everything = b" ".join(files_of(bob).values()).decode()

    assert not [name for name in ("Alice", "Carol", "Dave") if name in everything]


def test_group_that_i_have_left_is_not_told_by_its_new_name(
    bob: User, comment: Comment, room: Room
) -> None:
    actions.leave(room.member(bob))
    Group.objects.filter(pk=room.group.pk).update(name=f"New {CANARY}")
    room.reading.article.title = f"New {CANARY}"
    room.reading.article.save()

    files = files_of(bob)

    assert not [name for name, content in files.items() if CANARY in content.decode().lower()]
    assert data_of(bob)["comments"][0]["words"] == "Bob's thought."
    assert data_of(bob)["comments"][0]["group"] == "A group that I have left"


# --- What it costs -------------------------------------------------------------------------------


def queries_for(user: User) -> int:
    with CaptureQueriesContext(connection) as captured:
        archive_of(user).close()
    return len(captured)


def test_export_costs_the_same_however_much_there_is(
    bob: User, room: Room, comment: Comment, person: Person
) -> None:
    _more(bob, room, person, "one")
    before = queries_for(bob)
    for name in ("two", "three", "four"):
        _more(bob, room, person, name)

    assert queries_for(bob) == before


def _more(user: User, room: Room, person: Person, name: str) -> None:
    group = Group(name=name, visibility="listed", joining="open")
    mine = actions.found(group, founder=user)
    text = publish(title=name, blocks=[Part("One."), Part("Two.")], added_by=user)
    reading = actions.start_reading(text, by=mine)
    place = reading.places.get(membership=mine)
    actions.read_to(place, paragraph=text.text[0])
    actions.invite(mine)
    actions.begin_session(reading, by=mine, paragraph=text.text[0])
    room.say(user, 1, f"{name} {uuid.uuid4()}")
    Block.objects.create(blocker=user, blocked=person(name))
    Report.objects.create(group=room.group, person=person(f"{name}x"), reporter=user, words="-")
    Draft.objects.create(title=name, added_by=user)
