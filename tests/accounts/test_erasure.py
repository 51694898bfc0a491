"""Having my account erased: what happens at once, how to keep it, and that nothing remains."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.actions.erasure import ask_for_erasure, erase_due, withdraw_erasure
from accounts.duties import NoHeir
from accounts.models import Block, Portrait, User
from articles.actions import publish
from articles.blocks import Block as Part
from articles.models import Article, Draft
from discussions.actions import edit, react
from discussions.models import Comment, Reaction, Report, Sign, Thread
from discussions.search import index
from groups import actions
from groups.models import Group, Invitation, JoinRequest, LogEntry, Mark, Membership, Place
from tests.accounts.leaving import ask, confirm, dump, leave_for_good, let_days_pass
from tests.conftest import Person, Room, SignIn
from tests.page import html_of, page_of

URL = "/profile/erasure/"


type Committed = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Committed) -> Committed:
    """What waits for the end of a transaction, done as if it had ended."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def bobs(sign_in: SignIn, bob: User, room: Room) -> Client:
    """Bob's browser, in which he has just shown who he is."""
    client = sign_in(bob)
    confirm(client, bob)
    return client


@pytest.fixture
def alices(sign_in: SignIn, alice: User, room: Room) -> Client:
    client = sign_in(alice)
    confirm(client, alice)
    return client


# --- Asking for it -------------------------------------------------------------------------------


def test_erasure_asks_for_the_password_first(sign_in: SignIn, bob: User, room: Room) -> None:
    client = sign_in(bob)

    answer = ask(client)

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    bob.refresh_from_db()
    assert bob.erasure_at is None


def test_what_was_chosen_is_done_after_the_password(sign_in: SignIn, bob: User, room: Room) -> None:
    client = sign_in(bob)

    answer = ask(client, words="stay")
    client.post(answer.headers["Location"], {"password": "bob knows this"})

    bob.refresh_from_db()
    assert bob.erasure_at
    assert bob.erasure_keeps_words


def test_page_is_only_looked_at(bobs: Client, bob: User) -> None:
    assert bobs.get(URL).status_code == 200

    bob.refresh_from_db()
    assert bob.erasure_at is None


def test_erasure_comes_in_two_weeks(bobs: Client, bob: User) -> None:
    ask(bobs)

    bob.refresh_from_db()
    assert bob.erasure_at
    assert timedelta(days=13, hours=23) < bob.erasure_at - timezone.now() <= timedelta(days=14)


def test_all_sessions_end_at_once(bobs: Client, sign_in: SignIn, bob: User, alice: User) -> None:
    elsewhere, alices = sign_in(bob), sign_in(alice)

    answer = ask(bobs)

    assert answer.headers["Location"] == "/"
    for client in (bobs, elsewhere):
        assert client.get(reverse("articles:library")).status_code == 302
    assert alices.get(reverse("articles:library")).status_code == 200
    assert not UserSession.objects.filter(user=bob).exists()


def test_page_after_it_says_when(bobs: Client) -> None:
    assert "signed out everywhere" in html_of(bobs.post(URL, {"words": "go"}, follow=True))


def test_nobody_waits_for_who_goes(bobs: Client, bob: User, alice: User, room: Room) -> None:
    ask(bobs)

    assert room.member(bob).is_paused
    standing = Place.objects.standing().filter(reading=room.reading)
    assert [place.membership.user for place in standing] == [alice]


def test_request_to_join_is_taken_back(bobs: Client, bob: User, carol: User) -> None:
    asked = actions.found(Group(name="Elsewhere"), founder=carol).group
    JoinRequest.objects.create(group=asked, user=bob)

    ask(bobs)

    assert JoinRequest.objects.get().state == JoinRequest.State.WITHDRAWN


def test_their_invitations_let_nobody_in(alices: Client, alice: User, room: Room) -> None:
    invitation = actions.invite(room.member(alice))

    ask(alices, **heir(room, "bob"))

    assert not Invitation.objects.for_token(invitation.token).exists()


def test_asking_twice_is_asking_once(bob: User, room: Room) -> None:
    ask_for_erasure(bob, keeps_words=False, heirs={})
    first = User.objects.get(pk=bob.pk).erasure_at

    ask_for_erasure(bob, keeps_words=True, heirs={})

    again = User.objects.get(pk=bob.pk)
    assert (again.erasure_at, again.erasure_keeps_words) == (first, False)


def test_answer_without_a_choice_is_sent_back(bobs: Client, bob: User) -> None:
    assert bobs.post(URL, {}).status_code == 422


# --- Who leads after me --------------------------------------------------------------------------


def heir(room: Room, name: str) -> dict[str, str]:
    """The field that makes this member the next leader of the room's group."""
    member = Membership.objects.get(group=room.group, user__email=f"{name}@example.org")
    return {f"group-{room.group.pk}": str(member.pk)}


def test_only_leader_without_a_successor_is_refused(
    alices: Client, alice: User, room: Room
) -> None:
    answer = ask(alices)

    assert answer.status_code == 422
    words = "You are the only leader of “The Cellar”. Choose who leads it after you."
    assert words in page_of(answer).at("main").text
    alice.refresh_from_db()
    assert alice.erasure_at is None
    assert room.member(alice).is_active


def test_successor_leads_at_once(alices: Client, alice: User, bob: User, room: Room) -> None:
    ask(alices, **heir(room, "bob"))

    assert room.member(bob).is_leader
    assert room.member(alice).is_paused
    assert LogEntry.objects.filter(act="promoted", actor=alice, subject=bob).exists()


@pytest.mark.parametrize("name", ["dave", "alice", "carol"])
def test_nobody_else_can_be_the_successor(
    name: str, alices: Client, alice: User, carol: User, room: Room
) -> None:
    actions.found(Group(name="Another"), founder=carol)
    member = Membership.objects.get(user__email=f"{name}@example.org")

    answer = ask(alices, **{f"group-{room.group.pk}": str(member.pk)})

    assert answer.status_code == 422
    alice.refresh_from_db()
    assert alice.erasure_at is None


def test_successor_who_has_left_meanwhile_is_refused(alice: User, bob: User, room: Room) -> None:
    chosen = heir(room, "bob")
    actions.leave(room.member(bob))
    actions.join(room.group, user=User.objects.get(email="dave@example.org"))

    with pytest.raises(NoHeir):
        ask_for_erasure(alice, keeps_words=False, heirs=chosen)

    alice.refresh_from_db()
    assert alice.erasure_at is None


def test_group_with_another_leader_asks_nothing(
    alices: Client, alice: User, bob: User, room: Room
) -> None:
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)

    assert ask(alices).status_code == 302


def test_leader_who_is_going_too_does_not_count(
    alices: Client, bob: User, room: Room, person: Person
) -> None:
    actions.join(room.group, user=person("ruth"))
    actions.change_role(room.member(bob), role=Membership.Role.LEADER)
    ask_for_erasure(bob, keeps_words=False, heirs={})

    assert ask(alices).status_code == 422


def test_group_without_anybody_else_closes_in_the_end(
    alices: Client, alice: User, bob: User, room: Room
) -> None:
    room.answer(room.say(alice, 1, "Hello?"), alice, "Nobody.")
    actions.leave(room.member(bob))

    assert "it closes with your account" in html_of(alices.get(URL))
    ask(alices)
    assert Group.objects.filter(pk=room.group.pk).exists()
    let_days_pass(alice)
    erase_due()

    assert not Group.objects.filter(pk=room.group.pk).exists()


def test_who_joined_an_abandoned_group_leads_it(alice: User, carol: User) -> None:
    group = actions.found(Group(name="Open"), founder=alice).group
    ask_for_erasure(alice, keeps_words=False, heirs={})
    actions.join(group, user=carol)
    let_days_pass(alice)

    erase_due()

    assert Membership.objects.get(group=group).user == carol
    assert Membership.objects.get(group=group).is_leader


# --- Keeping it ----------------------------------------------------------------------------------


def test_notice_on_every_page_offers_to_keep_the_account(sign_in: SignIn, bob: User) -> None:
    before = sign_in(bob)
    assert not page_of(before.get("/")).all(of_class="keeping")
    ask_for_erasure(bob, keeps_words=False, heirs={})
    client = sign_in(bob)

    for url in ("/", reverse("articles:library"), URL):
        assert page_of(client.get(url)).one(of_class="keeping").all("button")


def test_keeping_ends_the_erasure(sign_in: SignIn, bob: User, room: Room) -> None:
    ask_for_erasure(bob, keeps_words=True, heirs={})
    client = sign_in(bob)

    for _twice in range(2):
        client.post(reverse("accounts:keeping"), {"next": "/articles/"})

    bob.refresh_from_db()
    assert (bob.erasure_at, bob.erasure_keeps_words) == (None, False)
    assert room.member(bob).is_active
    assert room.member(bob).paused_until is None


def test_keeping_leads_nowhere_else(sign_in: SignIn, bob: User) -> None:
    answer = sign_in(bob).post(reverse("accounts:keeping"), {"next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("until", [None, date(2100, 1, 1)])
def test_pause_of_ones_own_lasts(until: date | None, bob: User, room: Room) -> None:
    Membership.objects.filter(pk=room.member(bob).pk).update(state="paused", paused_until=until)

    ask_for_erasure(bob, keeps_words=False, heirs={})
    withdraw_erasure(bob)

    assert room.member(bob).is_paused
    assert room.member(bob).paused_until == until


def test_second_thoughts_at_the_last_moment_count(bob: User, room: Room) -> None:
    ask_for_erasure(bob, keeps_words=False, heirs={})
    let_days_pass(bob)
    withdraw_erasure(bob)

    assert erase_due() == 0
    assert User.objects.filter(pk=bob.pk).exists()


# --- When the days are over ----------------------------------------------------------------------


def test_nothing_is_erased_before_its_time(bob: User, room: Room) -> None:
    ask_for_erasure(bob, keeps_words=False, heirs={})

    assert erase_due() == 0
    assert User.objects.filter(pk=bob.pk).exists()


def test_command_erases_what_is_due(
    bob: User, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    ask_for_erasure(bob, keeps_words=False, heirs={})
    let_days_pass(bob)

    call_command("erase_due")

    assert capsys.readouterr().out == "1 erased\n"
    assert not User.objects.filter(pk=bob.pk).exists()


def test_words_go_and_answers_stay(bob: User, alice: User, comment: Comment, room: Room) -> None:
    reply = room.answer(comment, alice, "Alice's answer.")
    room.answer(reply, bob, "Bob again.")

    leave_for_good(bob)

    comment.refresh_from_db()
    assert (comment.source, comment.html, comment.author) == ("", "", None)
    assert comment.is_deleted
    reply.refresh_from_db()
    assert (reply.source, reply.author) == ("Alice's answer.", alice)
    assert Thread.objects.get(pk=comment.thread_id).voices == 1


def test_words_stay_without_the_name(
    bob: User, alice: User, sign_in: SignIn, comment: Comment, room: Room
) -> None:
    leave_for_good(bob, keeps_words=True)

    comment.refresh_from_db()
    assert (comment.source, comment.author) == ("Bob's thought.", None)
    assert Thread.objects.get(pk=comment.thread_id).voices == 1
    page = page_of(sign_in(alice).get(room.discussion_url(2)))
    voice = page.at(f"comment-{comment.pk}")
    assert "Somebody who has left" in voice.text
    assert "Bob’s thought." in voice.text.replace("'", "’")


def test_signs_go_with_who_gave_them_and_with_the_words(
    bob: User, alice: User, comment: Comment, room: Room
) -> None:
    react(comment, user=alice, sign=Sign.SMILE)
    react(room.answer(comment, alice, "So it is."), user=bob, sign=Sign.HEART)

    leave_for_good(bob)

    assert not Reaction.objects.exists()


def test_hidden_words_do_not_come_back(bob: User, alice: User, comment: Comment) -> None:
    hidden = {"hidden_at": timezone.now(), "hidden_by": alice, "hidden_reason": "Bob was rude"}
    Comment.objects.filter(pk=comment.pk).update(**hidden)
    Thread.objects.filter(pk=comment.thread_id).update(voices=0)

    leave_for_good(bob)

    comment.refresh_from_db()
    assert (comment.hidden_reason, comment.hidden_by, comment.is_hidden) == ("", None, False)
    assert Thread.objects.get(pk=comment.thread_id).voices == 0


def test_what_was_reported_stays_to_be_settled(bob: User, alice: User, room: Room) -> None:
    rude = room.say(alice, 2, "Something rude.")
    Report.objects.create(group=room.group, comment=rude, reporter=bob, words="Bob says: rude.")

    leave_for_good(bob)

    report = Report.objects.get()
    assert (report.comment, report.reporter, report.words) == (rude, None, "")


def test_report_of_words_that_are_gone_goes_too(
    bob: User, alice: User, comment: Comment, room: Room
) -> None:
    Report.objects.create(group=room.group, comment=comment, reporter=alice, words="Bob is rude.")

    leave_for_good(bob)

    assert not Report.objects.exists()


def test_group_goes_on_for_the_others(
    bob: User, alice: User, sign_in: SignIn, comment: Comment, room: Room
) -> None:
    alices = room.answer(comment, alice, "Alice's answer.")
    marks = list(Mark.objects.filter(membership__user=alice).values())
    place = Place.objects.filter(membership__user=alice).values().get()

    leave_for_good(bob)

    assert list(Mark.objects.filter(membership__user=alice).values()) == marks
    assert Place.objects.filter(membership__user=alice).values().get() == place
    assert Comment.objects.get(pk=alices.pk).html == alices.html
    assert not Mark.objects.exclude(membership__user=alice).exists()
    client = sign_in(alice)
    for url in (room.url, room.discussion_url(2), room.group.get_absolute_url()):
        assert client.get(url).status_code == 200


def test_who_has_left_is_erased_too(dave: User, room: Room) -> None:
    leave_for_good(dave)

    assert not Membership.objects.filter(user__email=dave.email).exists()


# --- Texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "stays"), [("groups", False), ("unlisted", True), ("public", True)]
)
def test_text_stays_where_others_may_read_it(visibility: str, stays: bool, carol: User) -> None:
    text = publish(title="Mine", blocks=[Part("Words.")], added_by=carol, visibility=visibility)

    leave_for_good(carol)

    kept = Article.objects.filter(pk=text.pk).first()
    assert bool(kept) == stays
    if kept:
        assert kept.added_by is None
        assert [revision.made_by for revision in kept.revisions.all()] == [None]


def test_text_that_a_group_reads_stays(alice: User, bob: User, sign_in: SignIn, room: Room) -> None:
    leave_for_good(alice)

    assert Article.objects.get(pk=room.reading.article_id).added_by is None
    assert sign_in(bob).get(room.url).status_code == 200


def test_translation_that_a_group_reads_passes_to_its_leader(
    alice: User, bob: User, room: Room
) -> None:
    blocks = [Part("Eine Lampe.")]
    translation = publish(
        title="Von Lampen",
        blocks=blocks,
        language="de",
        added_by=bob,
        translation_of=room.reading.article,
    )

    leave_for_good(bob)

    assert Article.objects.get(pk=translation.pk).added_by == alice
    assert Article.objects.visible_to(alice).filter(pk=translation.pk).exists()


# --- No trace ------------------------------------------------------------------------------------

PK = 987_654_321
NAME, EMAIL, OTHER = "Zyxwara Canary", "zyxwara@canary.example", "second@canary.example"
TOKEN, SECRET = "tok-zyxwara-4711", "secret-zyxwara-0815"
TRACES = ["zyxwara", "canary", str(PK), TOKEN, SECRET]


@pytest.fixture
def canary(alice: User, bob: User, carol: User, room: Room) -> User:
    """A person who has left something everywhere."""
    user = User(pk=PK, email=EMAIL, display_name=NAME, languages=["he"], picture="zyxwara")
    user.set_password("canary knows this")
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=True)
    EmailAddress.objects.create(user=user, email=OTHER)
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    SocialAccount.objects.create(user=user, provider="github", uid=TOKEN, extra_data={"n": NAME})
    Portrait.objects.create(user=user, name="zyxwara", content=b"zyxwara")
    Block.objects.create(blocker=user, blocked=bob)
    Block.objects.create(blocker=alice, blocked=user)
    _live_in(room, user, alice)
    _leave_texts(user)
    _leave_in_the_queue(user)
    _leave_in_sessions(user)
    AdminEntry.objects.create(
        user=alice,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=NAME,
        action_flag=CHANGE,
    )
    return user


def _live_in(room: Room, user: User, alice: User) -> None:
    member = actions.join(room.group, user=user)
    room.read(user, 3)
    actions.change_role(member, role=Membership.Role.LEADER, by=room.member(alice))
    actions.invite(Membership.objects.get(pk=member.pk), note=NAME)
    theirs = actions.invite(room.member(alice))
    Invitation.objects.filter(pk=theirs.pk).update(email=OTHER)
    JoinRequest.objects.create(group=room.group, user=user, note=NAME, state="accepted")
    member = room.member(user)
    session = actions.begin_session(room.reading, by=member, paragraph=room.paragraphs[0])
    actions.raise_hand(session, member=member)
    words = edit(room.say(user, 2, f"I am {NAME}."), source=f"My name is {NAME}.", version=1)
    welcome = room.answer(words, alice, f"Good to have you here, @{NAME}.")
    react(welcome, user=user, sign=Sign.HEART)
    react(words, user=alice, sign=Sign.SMILE)
    Report.objects.create(group=room.group, comment=words, reporter=alice, words=f"{NAME}!")
    Report.objects.create(group=room.group, person=user, reporter=alice, words=f"{NAME}!")
    Report.objects.create(group=room.group, person=alice, reporter=user, words=f"By {NAME}")


def _leave_texts(user: User) -> None:
    publish(title=f"Diary of {NAME}", blocks=[Part(NAME)], added_by=user)
    publish(title="For all", blocks=[Part("Words.")], added_by=user, visibility="public")
    Draft.objects.create(title=f"Draft of {NAME}", added_by=user)


def _leave_in_the_queue(user: User) -> None:
    member = Membership.objects.get(user=user)
    for path, args in (
        ("accounts.letters.erasure.tell_of_erasure", [user.pk]),
        ("accounts.letters.post.deliver", ["sealed", user.pk]),
        ("groups.notifications.tell_role", [member.pk, None]),
        ("groups.notifications.tell_removal", [1, user.pk, NAME, False]),
        ("gone.task", [EMAIL]),
    ):
        DBTaskResult.objects.create(
            task_path=path,
            args_kwargs={"args": args, "kwargs": {}},
            run_after=timezone.now(),
            backend_name="default",
            traceback=f"SMTPRecipientsRefused: {EMAIL}",
        )


def _leave_in_sessions(user: User) -> None:
    client = Client()
    client.force_login(user)
    client.get("/")
    reset = SessionStore()
    reset["account_reset"] = {"email": OTHER}
    reset.save()


def test_traces_are_everywhere_before(canary: User) -> None:
    tables = {table for table, row in dump() if any(trace in row.lower() for trace in TRACES)}

    assert len(tables) >= 18


@pytest.mark.parametrize("keeps_words", [False, True])
def test_no_trace_remains(canary: User, keeps_words: bool, committed: Committed) -> None:
    before = {person.pk for person in User.objects.exclude(pk=PK)}
    if keeps_words:
        Comment.objects.filter(author=canary).update(source="Words.", html="Words.")
        index(*Comment.objects.filter(author=canary))
        Report.objects.filter(comment__author=canary).update(words="What alice says is hers.")

    with committed(execute=True):
        leave_for_good(canary, keeps_words=keeps_words)

    left = [(table, row) for table, row in dump() if any(trace in row.lower() for trace in TRACES)]
    assert not left
    for session in SessionStore.get_model_class().objects.all():
        assert not any(trace in str(session.get_decoded()).lower() for trace in TRACES)
    assert {person.pk for person in User.objects.all()} == before


def test_tasks_of_others_stay(canary: User, alice: User) -> None:
    row = DBTaskResult.objects.create(
        task_path="accounts.letters.post.deliver",
        args_kwargs={"args": ["sealed", alice.pk], "kwargs": {}},
        run_after=timezone.now(),
        backend_name="default",
    )

    leave_for_good(canary)

    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [row.pk]


def test_counted_attempts_are_forgotten(
    settings: Settings, bob: User, sign_in: SignIn, committed: Committed
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "5/m/user", "reset_password": "5/m/key"}
    client = sign_in(bob)
    client.post(reverse("account_change_password"), {})
    client.post(reverse("account_reset_password"), {"email": bob.email})
    start = "allauth:rl:allauth.account"
    digest = hashlib.sha256(bob.email.encode()).hexdigest()
    names = [
        f"{start}:change_password:5/60/user:user:{bob.pk}",
        f"{start}:reset_password:5/60/key:{digest}",
    ]
    assert len(cache.get_many(names)) == len(names)

    with committed(execute=True):
        leave_for_good(bob)

    assert not cache.get_many(names)
