"""Letters about groups: to whom they go when their turn comes, and what they say."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.models import Block, User
from groups import actions, notifications
from groups.models import Ban, Group, Invitation, JoinRequest, Membership
from groups.models.invitations import hash_of, token_of
from studygroup.worker import Worker

type Person = Callable[..., User]

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SCRIPT = "<script>alert(1)</script>"
State = JoinRequest.State


@pytest.fixture
def queue(settings: Settings) -> Worker:
    """A worker whose queue waits until it is told to empty it."""
    settings.TASKS = QUEUE
    return Worker()


@pytest.fixture
def request_of_carol(group: Group, carol: User) -> JoinRequest:
    return JoinRequest.objects.create(group=group, user=carol, note="Please let me in.")


@pytest.fixture
def invitation(group: Group, alice: User) -> Invitation:
    """Alice invites somebody by letter."""
    return invited(group, alice, "ruth@example.org")


def invited(group: Group, host: User, email: str) -> Invitation:
    made = Invitation(group=group, invited_by=membership_of(group, host), email=email, max_uses=1)
    made.token_hash = hash_of(token_of(made.nonce))
    made.save()
    return made


def membership_of(group: Group, user: User) -> Membership:
    return Membership.objects.get(group=group, user=user)


def answer(request: JoinRequest, state: State, *, by: User, words: str = "") -> None:
    request.state, request.answer, request.answered_by = state, words, by
    request.save()


def recipients() -> list[str]:
    return sorted(address for letter in mail.outbox for address in letter.recipients())


def both_parts(letter: object) -> tuple[str, str]:
    assert isinstance(letter, EmailMultiAlternatives)
    ((html, _kind),) = letter.alternatives
    return str(letter.body), str(html)


# --- Each letter ---------------------------------------------------------------------------------


def asked(group: Group, alice: User, carol: User) -> str:
    request = JoinRequest.objects.create(group=group, user=carol, note=f"Please! {SCRIPT}")
    notifications.tell_of_request.enqueue(request.pk)
    return alice.email


def accepted(group: Group, alice: User, carol: User) -> str:
    actions.join(group, user=carol)
    request = JoinRequest.objects.create(group=group, user=carol)
    answer(request, State.ACCEPTED, by=alice, words=f"Come in! {SCRIPT}")
    mail.outbox.clear()
    notifications.tell_answer.enqueue(request.pk)
    return carol.email


def declined(group: Group, alice: User, carol: User) -> str:
    request = JoinRequest.objects.create(group=group, user=carol)
    answer(request, State.DECLINED, by=alice, words=f"Not now. {SCRIPT}")
    mail.outbox.clear()
    notifications.tell_answer.enqueue(request.pk)
    return carol.email


def promoted(group: Group, alice: User, carol: User) -> str:
    membership = actions.join(group, user=carol)
    Membership.objects.filter(pk=membership.pk).update(role="leader")
    notifications.tell_role.enqueue(membership.pk, alice.pk)
    return carol.email


def demoted(group: Group, alice: User, carol: User) -> str:
    membership = actions.join(group, user=carol)
    notifications.tell_role.enqueue(membership.pk, alice.pk)
    return carol.email


def removed(group: Group, alice: User, carol: User) -> str:
    notifications.tell_removal.enqueue(group.pk, carol.pk, f"Too loud. {SCRIPT}", False)
    return carol.email


def invited_member_of_the_site(group: Group, alice: User, carol: User) -> str:
    notifications.send_invitation.enqueue(invited(group, alice, carol.email).pk)
    return carol.email


def invited_stranger(group: Group, alice: User, carol: User) -> str:
    notifications.send_invitation.enqueue(invited(group, alice, "ruth@example.net").pk)
    return "ruth@example.net"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
@pytest.mark.parametrize(
    "cause",
    [
        asked,
        accepted,
        declined,
        promoted,
        demoted,
        removed,
        invited_member_of_the_site,
        invited_stranger,
    ],
)
def test_letter_has_both_parts_in_its_readers_language_and_runs_nothing(
    cause: Callable[[Group, User, User], str],
    language: str,
    direction: str,
    group: Group,
    alice: User,
    carol: User,
) -> None:
    User.objects.update(language=language)
    name = f"Readers\r\nBcc: eve@example.org {SCRIPT}"
    Group.objects.update(name=name, language=language, description=f"We read. {SCRIPT}")
    carol.display_name = alice.display_name = f"Eve {SCRIPT}"
    carol.save(update_fields=["display_name"])
    alice.save(update_fields=["display_name"])

    to = cause(group, alice, carol)

    assert recipients() == [to]
    (letter,) = mail.outbox
    text, html = both_parts(letter)
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert SCRIPT in text
    assert "\n" not in letter.subject
    assert letter.message()["Bcc"] is None
    for url in re.findall(r"https?://[^\s\"<]+", text + html):
        assert url.startswith("https://study.example/")


def test_request_leads_to_where_it_is_answered(group: Group, request_of_carol: JoinRequest) -> None:
    notifications.tell_of_request.enqueue(request_of_carol.pk)

    text, html = both_parts(mail.outbox[0])
    assert f"https://study.example/groups/{group.pk}/requests/" in text
    assert "> Please let me in." in text
    assert '<blockquote class="quotation" dir="auto"><p>Please let me in.</p>' in html


def test_invitation_has_its_link_its_words_and_its_last_day(invitation: Invitation) -> None:
    Invitation.objects.update(message="Come and see.", expires_at="2030-01-31T10:00Z")

    notifications.send_invitation.enqueue(invitation.pk)

    text, html = both_parts(mail.outbox[0])
    assert "Alice invites you to study together in the group The Cellar." in text
    assert "> Come and see." in text
    assert "Jan. 31, 2030" in text
    for part in (text, html):
        assert f"https://study.example/invitations/{invitation.token}/" in part


def test_removal_gives_the_reason_and_says_what_is_for_good(
    group: Group, carol: User, alice: User
) -> None:
    Ban.objects.create(group=group, user=carol, banned_by=alice)

    notifications.tell_removal.enqueue(group.pk, carol.pk, "Too loud.", True)

    text, _html = both_parts(mail.outbox[0])
    assert "> Too loud." in text
    assert "You cannot join it again." in text
    assert "Alice" not in text


# --- To whom they go -----------------------------------------------------------------------------


def test_request_goes_to_those_who_lead_when_its_turn_comes(
    queue: Worker, group: Group, alice: User, bob: User, request_of_carol: JoinRequest
) -> None:
    notifications.tell_of_request.enqueue(request_of_carol.pk)

    actions.change_role(membership_of(group, bob), role=Membership.Role.LEADER)
    actions.leave(membership_of(group, alice))
    queue.empty()

    assert recipients() == [bob.email]


def test_leader_who_leaves_between_two_letters_gets_none(
    queue: Worker, group: Group, alice: User, bob: User, request_of_carol: JoinRequest
) -> None:
    actions.change_role(membership_of(group, bob), role=Membership.Role.LEADER)
    notifications.tell_leader_of_request.enqueue(request_of_carol.pk, membership_of(group, bob).pk)

    actions.leave(membership_of(group, bob))
    queue.empty()

    assert recipients() == []


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED, State.ACCEPTED])
def test_request_that_waits_no_more_is_not_told(
    state: State, queue: Worker, request_of_carol: JoinRequest
) -> None:
    notifications.tell_of_request.enqueue(request_of_carol.pk)

    JoinRequest.objects.update(state=state)
    queue.empty()

    assert recipients() == []


def test_leader_is_not_told_of_who_they_do_not_want_to_see(
    alice: User, carol: User, request_of_carol: JoinRequest
) -> None:
    Block.objects.create(blocker=alice, blocked=carol)

    notifications.tell_of_request.enqueue(request_of_carol.pk)

    assert recipients() == []


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"mail": User.Mail.NEVER},
        {"erasure_at": timezone.now() + timedelta(days=9)},
    ],
)
@pytest.mark.parametrize("cause", [asked, accepted, declined, promoted, demoted, removed])
def test_no_letter_about_groups_for_who_is_switched_off_or_wants_none(
    cause: Callable[[Group, User, User], str],
    change: dict[str, object],
    queue: Worker,
    group: Group,
    alice: User,
    carol: User,
) -> None:
    to = cause(group, alice, carol)

    User.objects.filter(email=to).update(**change)
    queue.empty()

    assert to not in recipients()


@pytest.mark.parametrize("cause", [accepted, promoted, demoted])
def test_who_leaves_before_the_letter_goes_gets_none(
    cause: Callable[[Group, User, User], str],
    queue: Worker,
    group: Group,
    alice: User,
    carol: User,
) -> None:
    cause(group, alice, carol)

    membership = membership_of(group, carol)
    Membership.objects.filter(pk=membership.pk).update(role="member", state="left")
    queue.empty()

    assert recipients() == []


@pytest.mark.parametrize("cause", [declined, removed])
def test_who_is_in_again_is_not_told_of_being_out(
    cause: Callable[[Group, User, User], str],
    queue: Worker,
    group: Group,
    alice: User,
    carol: User,
) -> None:
    cause(group, alice, carol)

    actions.join(group, user=carol)
    queue.empty()

    assert recipients() == []


@pytest.mark.parametrize("cause", [asked, accepted, declined, promoted, removed])
def test_nothing_is_told_of_a_group_that_is_gone(
    cause: Callable[[Group, User, User], str],
    queue: Worker,
    group: Group,
    alice: User,
    carol: User,
) -> None:
    cause(group, alice, carol)

    group.delete()
    queue.empty()

    assert recipients() == []
    assert not DBTaskResult.objects.filter(task_path__startswith="groups").exists()


def test_who_changes_their_own_role_is_not_told(group: Group, alice: User) -> None:
    notifications.tell_role.enqueue(membership_of(group, alice).pk, alice.pk)

    assert recipients() == []


# --- Invitations ---------------------------------------------------------------------------------


def test_invitation_is_noted_as_sent_and_goes_out_once(invitation: Invitation) -> None:
    for _again in range(2):
        notifications.send_invitation.enqueue(invitation.pk)

    assert recipients() == ["ruth@example.org"]
    invitation.refresh_from_db()
    assert invitation.sent_at is not None


def test_invitation_of_a_group_in_hebrew_is_in_hebrew(group: Group, invitation: Invitation) -> None:
    Group.objects.update(language="he")

    notifications.send_invitation.enqueue(invitation.pk)

    assert '<html lang="he" dir="rtl">' in both_parts(mail.outbox[0])[1]


def test_invitation_is_in_the_language_of_who_has_an_account(
    carol: User, group: Group, alice: User
) -> None:
    User.objects.filter(pk=carol.pk).update(language="he")

    notifications.send_invitation.enqueue(invited(group, alice, "carol@example.org").pk)

    assert '<html lang="he" dir="rtl">' in both_parts(mail.outbox[0])[1]


def demote_host(group: Group, host: User) -> None:
    Membership.objects.filter(group=group, user=host).update(role="member")


def switch_host_off(group: Group, host: User) -> None:
    User.objects.filter(pk=host.pk).update(is_active=False)


def revoke_all(group: Group, host: User) -> None:
    Invitation.objects.update(revoked_at=timezone.now())


def close_group(group: Group, host: User) -> None:
    group.delete()


@pytest.mark.parametrize("change", [demote_host, switch_host_off, revoke_all, close_group])
def test_invitation_that_lets_nobody_in_does_not_go_out(
    change: Callable[[Group, User], None],
    queue: Worker,
    group: Group,
    alice: User,
    invitation: Invitation,
) -> None:
    notifications.send_invitation.enqueue(invitation.pk)

    change(group, alice)
    queue.empty()

    assert recipients() == []


def join_group(group: Group, host: User, guest: User) -> None:
    actions.join(group, user=guest)


def bar(group: Group, host: User, guest: User) -> None:
    Ban.objects.create(group=group, user=guest, banned_by=host)


def block(group: Group, host: User, guest: User) -> None:
    Block.objects.create(blocker=guest, blocked=host)


def want_none(group: Group, host: User, guest: User) -> None:
    User.objects.filter(pk=guest.pk).update(mail=User.Mail.NEVER)


@pytest.mark.parametrize("change", [join_group, bar, block, want_none])
def test_unwanted_invitation_looks_sent_to_who_invites_and_does_not_go_out(
    change: Callable[[Group, User, User], None],
    queue: Worker,
    group: Group,
    alice: User,
    carol: User,
) -> None:
    invitation = invited(group, alice, carol.email)
    notifications.send_invitation.enqueue(invitation.pk)

    change(group, alice, carol)
    queue.empty()

    assert recipients() == []
    invitation.refresh_from_db()
    assert invitation.sent_at is not None
