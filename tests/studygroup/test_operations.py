"""The back room: what the site's staff see there and can do, and what they never see."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry as AdminEntry
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from articles.models import Draft
from discussions.models import Report
from groups import actions
from groups.models import Group, JoinRequest, Membership
from studygroup.schedule import put_in_queue
from tests.conftest import Person, Room, SignIn
from tests.page import cost, html_of, page_of
from tests.test_matrix import patterns

PEOPLE = "/admin/accounts/user/"
GROUPS = "/admin/groups/group/"
ADDRESSES = "/admin/account/emailaddress/"
TASKS = "/admin/django_tasks_database/dbtaskresult/"
LISTS = (PEOPLE, GROUPS, ADDRESSES, TASKS)


@pytest.fixture
def erins(sign_in: SignIn, erin: User) -> Client:
    return sign_in(erin)


def do(client: Client, act: str, *people: User) -> str:
    """Do this with these people, and give the page that says so."""
    fields = {"action": act, "_selected_action": [str(user.pk) for user in people]}
    return html_of(client.post(PEOPLE, fields, follow=True))


# --- Who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/admin/", *LISTS])
def test_strangers_sign_in_as_everywhere(url: str, client: Client, db: None) -> None:
    assert client.get(url).headers["Location"] == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("url", ["/admin/", *LISTS])
def test_members_find_nothing(url: str, sign_in: SignIn, bob: User) -> None:
    assert sign_in(bob).get(url).status_code == 404


def test_former_staff_finds_nothing(erins: Client, erin: User) -> None:
    User.objects.filter(pk=erin.pk).update(is_staff=False)

    assert erins.get(PEOPLE).status_code == 404


def test_staff_needs_no_further_rights(erins: Client, erin: User) -> None:
    User.objects.filter(pk=erin.pk).update(is_superuser=False)

    assert {erins.get(url).status_code for url in ("/admin/", *LISTS)} == {200}


def test_nothing_is_added_changed_or_deleted_but_by_actions() -> None:
    names = {name for name in patterns(get_resolver()) if name.startswith("admin:")}

    assert {name.rsplit("_", 1)[-1] for name in names} == {
        "admin:index",
        "admin:jsi18n",
        "changelist",
    }


# --- What is never seen --------------------------------------------------------------------------

SECRETS = {
    "group": "cellarwhisper",
    "unlisted": "gardenwhisper",
    "text": "textwhisper",
    "comment": "commentwhisper",
    "welcome": "welcomewhisper",
    "note": "notewhisper",
    "reason": "reasonwhisper",
    "request": "requestwhisper",
    "draft": "draftwhisper",
    "report": "reportwhisper",
    "argument": "argumentwhisper",
    "error": "errorwhisper",
}


@pytest.fixture
def secrets(room: Room, alice: User, bob: User, carol: User) -> None:
    Group.objects.filter(pk=room.group.pk).update(
        name=SECRETS["group"], description=SECRETS["welcome"], welcome=SECRETS["welcome"]
    )
    actions.found(Group(name=SECRETS["unlisted"], visibility="unlisted"), founder=carol)
    words = room.say(bob, 2, SECRETS["comment"])
    Draft.objects.create(title=SECRETS["draft"], added_by=alice)
    actions.invite(room.member(alice), note=SECRETS["note"])
    actions.remove(room.member(bob), by=room.member(alice), reason=SECRETS["reason"])
    JoinRequest.objects.create(group=room.group, user=carol, note=SECRETS["request"])
    Report.objects.create(group=room.group, comment=words, reporter=alice, words=SECRETS["report"])
    room.reading.article.title = SECRETS["text"]
    room.reading.article.save()
    _failed_task()


def _failed_task() -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        task_path="groups.notifications.tell_removal",
        status="FAILED",
        args_kwargs={"args": [1, 2, SECRETS["argument"], False], "kwargs": {}},
        run_after=timezone.now(),
        backend_name="default",
        exception_class_path="smtplib.SMTPRecipientsRefused",
        traceback=f"SMTPRecipientsRefused: {SECRETS['error']}",
    )


def test_staff_sees_no_private_content(erins: Client, secrets: None) -> None:
    pages = _reachable(erins)
    assert pages >= {"/admin/", *LISTS}
    for url in pages:
        page = html_of(erins.get(url))
        assert not [name for name, secret in SECRETS.items() if secret in page], url


def _reachable(client: Client) -> set[str]:
    """The pages of the back room that one comes to by up to two links from its first page."""
    seen: set[str] = set()
    ahead = {"/admin/"}
    for _link in range(3):
        found = {link for url in ahead for link in _links(client, url)}
        seen |= ahead
        ahead = found - seen
    return seen


def _links(client: Client, url: str) -> set[str]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    links = page_of(answer).at("content").all("a")
    urls = {_absolute(link.attributes.get("href", ""), url) for link in links}
    return {link for link in urls if link.startswith("/admin/")}


def _absolute(href: str, url: str) -> str:
    page = url.partition("?")[0]
    return f"{page}{href}" if href.startswith("?") else href


@pytest.mark.parametrize(
    ("url", "lookup"),
    [
        (GROUPS, "name__startswith=cellar"),
        (GROUPS, "name=cellarwhisper"),
        (GROUPS, "description__contains=whisper"),
        (GROUPS, "memberships__user=1"),
        (GROUPS, "log__reason__contains=whisper"),
        (GROUPS, "code__startswith=a"),
        (PEOPLE, "password__startswith=md5"),
        (PEOPLE, "memberships__group__name__startswith=cellar"),
        (PEOPLE, "comments__source__contains=whisper"),
        (ADDRESSES, "user__password__startswith=md5"),
        (TASKS, "traceback__contains=whisper"),
        (TASKS, "args_kwargs__contains=whisper"),
    ],
)
def test_nothing_is_guessed_by_filters(url: str, lookup: str, erins: Client, secrets: None) -> None:
    assert erins.get(f"{url}?{lookup}").status_code == 400


def test_groups_are_not_searched(erins: Client, secrets: None) -> None:
    assert "2 groups" in html_of(erins.get(f"{GROUPS}?q=cellar"))


def test_groups_are_not_sorted_by_name(erins: Client, secrets: None) -> None:
    by_name = page_of(erins.get(GROUPS)).one("th", of_class="column-known_as")

    assert "sortable" not in by_name.classes


# --- What is seen --------------------------------------------------------------------------------


def test_private_group_is_a_number_and_sizes(erins: Client, room: Room) -> None:
    row = page_of(erins.get(GROUPS)).at("result_list").one("tbody").text

    assert row.startswith(f"{room.group.pk} Private group Private: only its members know of it")
    assert "2 1 1" in row


def test_listed_group_is_shown_by_name(erins: Client, carol: User) -> None:
    actions.found(Group(name="The Open Table"), founder=carol)

    assert "The Open Table" in html_of(erins.get(GROUPS))


def test_people_are_found_by_address(erins: Client, alice: User, bob: User) -> None:
    page = html_of(erins.get(f"{PEOPLE}?q=bob@"))

    assert "bob@example.org" in page
    assert "alice@example.org" not in page


def test_failed_task_shows_the_kind_of_error(erins: Client) -> None:
    _failed_task()

    page = html_of(erins.get(f"{TASKS}?status__exact=FAILED"))

    assert "tell_removal" in page
    assert "SMTPRecipientsRefused" in page


def test_what_recurs_is_shown_by_its_name(erins: Client) -> None:
    put_in_queue()

    assert "accounts.actions.erasure.erase_due" in html_of(erins.get(TASKS))


@pytest.mark.parametrize("url", LISTS)
def test_lists_cost_the_same_however_long_they_are(
    url: str, erins: Client, room: Room, person: Person
) -> None:
    before = cost(erins, url)
    for number in range(5):
        more = person(f"more{number}")
        EmailAddress.objects.create(user=more, email=more.email)
        actions.found(Group(name=f"Group {number}"), founder=more)
        _failed_task()

    assert cost(erins, url) == before


# --- What is done --------------------------------------------------------------------------------


def test_who_is_let_in_no_more_is_out_at_once(
    erins: Client, erin: User, sign_in: SignIn, bob: User
) -> None:
    bobs = sign_in(bob)

    assert "Done for 1 person." in do(erins, "let_in_no_more", bob)

    bob.refresh_from_db()
    assert not bob.is_active
    assert bobs.get("/articles/").status_code == 302
    assert not UserSession.objects.filter(user=bob).exists()
    assert AdminEntry.objects.get().user == erin
    do(erins, "let_in_again", bob)
    bob.refresh_from_db()
    assert bob.is_active


def test_nobody_shuts_themselves_out(erins: Client, erin: User) -> None:
    for act in ("let_in_no_more", "erase", "erase_but_keep_words"):
        assert "Done for 0 people." in do(erins, act, erin)

    erin.refresh_from_db()
    assert erin.is_active
    assert erin.erasure_at is None


@pytest.mark.parametrize(("act", "keeps"), [("erase", False), ("erase_but_keep_words", True)])
def test_erasure_on_request_has_its_days_of_grace(
    act: str, keeps: bool, erins: Client, alice: User, bob: User, room: Room
) -> None:
    do(erins, act, alice)

    alice.refresh_from_db()
    assert alice.erasure_at
    assert alice.erasure_at > timezone.now() + timedelta(days=13)
    assert alice.erasure_keeps_words == keeps
    assert Membership.objects.get(user=bob).is_leader


@pytest.mark.parametrize("act", ["delete_selected", "no_such_act"])
def test_nothing_else_is_done(act: str, erins: Client, bob: User) -> None:
    do(erins, act, bob)

    assert User.objects.filter(pk=bob.pk, is_active=True, erasure_at=None).exists()


def test_members_do_nothing_there(sign_in: SignIn, alice: User, bob: User) -> None:
    fields = {"action": "let_in_no_more", "_selected_action": [str(alice.pk)]}

    assert sign_in(bob).post(PEOPLE, fields).status_code == 404
    alice.refresh_from_db()
    assert alice.is_active
