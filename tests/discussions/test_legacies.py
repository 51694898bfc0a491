"""Handing down: what authors agree to, who receives it, and when it is there for whom."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.erasure import erase
from accounts.models import Block, Notice, User
from articles.actions import publish
from articles.models import Article
from discussions import actions
from discussions.models import (
    Comment,
    Heirloom,
    HeirloomHelp,
    Help,
    Inheritance,
    Kind,
    Legacy,
    LegacyNote,
    Publication,
    Thread,
)
from discussions.notifications import tell_of_help, tell_of_legacy
from groups.actions import close_reading, join
from groups.models import LogEntry
from tests.conftest import Person, Room, SignIn
from tests.discussions.heirs import (
    ALL,
    CODE,
    NAMELESS,
    NO,
    TO_GROUP,
    Heirs,
    agree,
    finish,
    hand_down,
    heirs,
    prepare,
    say,
)
from tests.page import HTMX, html_of, page_of

WORDS = "A canary for the second lamp."


@pytest.fixture
def dora(person: Person) -> User:
    return person("dora")


@pytest.fixture
def note(room: Room, bob: User) -> Comment:
    """What bob has prepared on the second paragraph."""
    return prepare(room, bob, 2, WORDS)


@pytest.fixture
def attic(room: Room, carol: User, dora: User) -> Heirs:
    return heirs(room.reading.article, carol, dora)


@pytest.fixture
def received(room: Room, note: Comment, alice: User, attic: Heirs) -> Heirs:
    """The Attic has received what The Cellar hands down, and dora has read two paragraphs."""
    agree(note)
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(attic.leader.user, 5)
    attic.read(User.objects.get(display_name="Dora"), 2)
    return attic


@pytest.fixture
def doras(sign_in: SignIn, dora: User) -> Client:
    return sign_in(dora)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def at(name: str, *args: object) -> str:
    return reverse(f"discussions:{name}", args=args)


def seen(client: Client, attic: Heirs, position: int = 2) -> str:
    return html_of(client.get(attic.url(position)))


# --- Consent -------------------------------------------------------------------------------------


def test_nothing_is_handed_down_without_consent(
    room: Room, note: Comment, alice: User, attic: Heirs, carol: User
) -> None:
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(carol, 5)

    assert attic.notes_for(carol) == []
    assert not LegacyNote.objects.exists()


def test_author_chooses_for_each_by_itself(
    room: Room, note: Comment, alice: User, bob: User, bobs: Client
) -> None:
    second = prepare(room, bob, 1, "Another one.")
    others = prepare(room, alice, 1, "Of alice.")
    finish(room, alice)
    back = at("back", room.reading.pk)

    sent = {f"choice-{note.pk}": "name", f"choice-{second.pk}": "no", f"choice-{others.pk}": "name"}
    assert bobs.post(back, sent).status_code == 302

    assert note.consent.choice == "name"
    assert second.consent.choice == "no"
    assert not hasattr(Comment.objects.get(pk=others.pk), "consent")


def test_one_tap_agrees_to_all(
    room: Room, note: Comment, alice: User, bob: User, bobs: Client
) -> None:
    second = prepare(room, bob, 1, "Another one.")
    finish(room, alice)

    bobs.post(at("back", room.reading.pk), {"all": "name", f"choice-{second.pk}": "no"})

    assert {note.consent.choice, second.consent.choice} == {"name"}


def test_a_choice_that_there_is_not_is_refused(room: Room, note: Comment, bobs: Client) -> None:
    assert bobs.post(at("back", room.reading.pk), {f"choice-{note.pk}": "maybe"}).status_code == 422
    assert not hasattr(Comment.objects.get(pk=note.pk), "consent")


def test_who_agrees_later_is_heard_where_it_was_received(
    room: Room, note: Comment, alice: User, attic: Heirs, carol: User
) -> None:
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(carol, 5)

    agree(note)

    assert attic.notes_for(carol) == [WORDS]


def test_what_can_be_handed_down_is_prepared_an_answer_or_a_help(
    room: Room, alice: User, bob: User, bobs: Client
) -> None:
    room.say(bob, 1, "Only talk.")
    question = room.say(alice, 1, "Why?", kind=Kind.QUESTION)
    answer = room.answer(question, bob, "It answers.")
    actions.mark_answer(answer, by=alice)
    helpful = room.say(bob, 2, "It helps.")
    Help.objects.create(comment=helpful, user=alice)
    hidden = prepare(room, bob, 2, "It is hidden.")
    actions.hide(hidden, by=room.member(alice), reason="")
    private = room.say(bob, 2, "A note to bob.", kind=Kind.NOTE)
    Help.objects.create(comment=private, user=alice)
    finish(room, alice)

    page = html_of(bobs.get(at("back", room.reading.pk)))

    told = page[page.index("handing-title") :]
    assert "It answers." in told
    assert "It helps." in told
    for absent in ("Only talk.", "It is hidden.", "A note to bob."):
        assert absent not in told


# --- Removed everywhere --------------------------------------------------------------------------


def withdraw_consent(room: Room, note: Comment) -> None:
    agree(note, NO)


def erase_author(room: Room, note: Comment) -> None:
    assert note.author
    # Their words stay with the group, without their name; what is handed down goes all the same.
    note.author.erasure_at, note.author.erasure_keeps_words = timezone.now(), True
    note.author.save()
    assert erase(note.author)


def delete(room: Room, note: Comment) -> None:
    actions.delete(note)


def hide(room: Room, note: Comment) -> None:
    leader = room.group.memberships.get(role="leader")
    actions.hide(note, by=leader, reason="")


def withdraw_legacy(room: Room, note: Comment) -> None:
    leader = room.group.memberships.get(role="leader")
    actions.withdraw(Legacy.objects.get(reading=room.reading), by=leader)


@pytest.mark.parametrize("remove", [withdraw_consent, erase_author, delete, hide, withdraw_legacy])
def test_it_is_gone_everywhere_at_once(  # type: ignore[no-untyped-def]  # the acts above
    remove,
    room: Room,
    note: Comment,
    received: Heirs,
    alice: User,
    bob: User,
    dora: User,
    carol: User,
    person: Person,
    sign_in: SignIn,
) -> None:
    client, third = sign_in(dora), heirs(room.reading.article, person("olga"), name="The Loft")
    heirloom = Heirloom.objects.get()
    actions.be_helped(heirloom, user=dora)
    helped = HeirloomHelp.objects.get()
    tell_of_help.call(helped.pk)
    carols_room = received.leader
    close_reading(received.reading, by=carols_room)
    received.reading.refresh_from_db()
    way = actions.publish(received.reading, by=carols_room, reach=ALL)
    third.receive(way.legacy)
    third.read(third.leader.user, 5)
    file = at("legacy_file", received.reading.pk)
    assert WORDS in seen(client, received)
    assert WORDS in sign_in(carol).get(file).content.decode()
    assert WORDS in seen(sign_in(third.leader.user), third)

    remove(room, note)

    assert WORDS not in seen(client, received)
    assert WORDS not in html_of(client.get(received.url(2, "inherited"), {"shown": "9"}))
    assert client.post(at("heirloom_help", heirloom.pk)).status_code == 404
    assert WORDS not in sign_in(carol).get(file).content.decode()
    assert WORDS not in seen(sign_in(third.leader.user), third)
    export = at("export", received.reading.pk)
    assert WORDS not in client.get(export, {"format": "md"}).content.decode()
    if remove is not erase_author:
        assert WORDS not in html_of(sign_in(bob).get(reverse("accounts:inbox")))


def test_words_are_those_that_the_comment_has_now(
    received: Heirs, note: Comment, doras: Client
) -> None:
    actions.edit(note, source="Mended words.", version=1)

    page = seen(doras, received)

    assert "Mended words." in page
    assert WORDS not in page


def test_name_is_told_with_consent_only(received: Heirs, note: Comment, doras: Client) -> None:
    assert "Bob" in seen(doras, received)

    agree(note, NAMELESS)

    page = seen(doras, received)
    assert WORDS in page
    assert "Bob" not in page


# --- The horizon, and one's own say --------------------------------------------------------------


def test_nothing_is_there_before_the_horizon(
    room: Room, alice: User, bob: User, attic: Heirs, dora: User, doras: Client
) -> None:
    for position in (1, 3, 4):
        agree(prepare(room, bob, position, f"Canary {position}."))
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    actions.let_hear(attic.reading, by=attic.leader, speaks_first=False)
    attic.read(dora, 2)

    assert attic.notes_for(dora) == ["Canary 1.", "Canary 3."]
    ways = [
        doras.get(attic.url(4)),
        doras.get(attic.url(4, "inherited")),
        doras.get(attic.url(4), headers=HTMX),
        doras.get(attic.reading.get_absolute_url()),
        doras.get(at("overview", attic.reading.pk)),
        doras.get(at("said"), {"q": "Canary"}),
        doras.get(at("export", attic.reading.pk), {"format": "jsonld"}),
        doras.get(at("lineage", attic.reading.pk)),
    ]
    for answer in ways:
        assert "Canary 4." not in answer.content.decode()
    ahead = Heirloom.objects.get(paragraph=attic.paragraph(4))
    assert doras.post(at("heirloom_help", ahead.pk)).status_code == 404
    assert "inherited-waits" not in seen(doras, attic, 4)


def test_it_opens_after_my_own_say_or_my_mark(
    room: Room, note: Comment, alice: User, attic: Heirs, dora: User, carol: User, doras: Client
) -> None:
    agree(note)
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(dora, 1)

    page = seen(doras, attic)
    assert WORDS not in page
    assert "inherited-waits" in page

    mine = say(attic, dora, 2, "My own thought.", Kind.NOTE)
    assert WORDS in seen(doras, attic)

    actions.delete(mine)
    assert WORDS not in seen(doras, attic)

    attic.read(dora, 2)
    assert WORDS in seen(doras, attic)


def test_it_opens_at_once_where_the_leader_says_so(
    room: Room, note: Comment, alice: User, attic: Heirs, dora: User, doras: Client, carols: Client
) -> None:
    agree(note)
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(dora, 1)

    carols.post(at("own_say", attic.reading.pk), {"when": "at_once"})

    assert WORDS in seen(doras, attic)
    assert LogEntry.objects.filter(act=LogEntry.Act.OWN_SAY).count() == 1


def test_layer_arrives_with_my_words_and_my_mark(
    room: Room, note: Comment, alice: User, attic: Heirs, dora: User, doras: Client
) -> None:
    agree(note)
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(dora, 1)
    marks = at("marks", attic.reading.pk)
    sent = {"mark": attic.paragraph(2), "open": attic.paragraph(2)}

    answer = doras.post(marks, sent, headers=HTMX)

    assert WORDS in answer.content.decode()
    doras.post(marks, {"unmark": attic.paragraph(2)})
    form = {"text": "Mine.", "key": "1f0c8f2e-5a66-4c52-9a54-0d5c2fbb6c11", "kind": "talk"}
    assert WORDS in doras.post(attic.url(2), form, headers=HTMX).content.decode()


def test_what_cleared_a_stuck_mark_stands_first_then_what_helped_most(
    room: Room, alice: User, bob: User, attic: Heirs, dora: User, carol: User
) -> None:
    plain, helpful = prepare(room, bob, 2, "Plain."), prepare(room, bob, 2, "Helpful.")
    Help.objects.create(comment=helpful, user=alice)
    stuck = Thread.objects.create(
        reading=room.reading, paragraph=room.paragraphs[1], kind=Kind.STUCK, opened_by=alice
    )
    asked = room.say(bob, 2, "It cleared up.")
    Comment.objects.filter(pk=asked.pk).update(thread=stuck, number=1)
    Thread.objects.filter(pk=stuck.pk).update(answer=asked)
    asked.refresh_from_db()
    for comment in (plain, helpful, asked):
        agree(comment)
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(carol, 5)

    assert attic.notes_for(carol) == ["It cleared up.", "Helpful.", "Plain."]

    found = Heirloom.objects.get(note__comment=plain)
    for user in (carol, dora):
        actions.be_helped(found, user=user)
    assert attic.notes_for(carol) == ["It cleared up.", "Plain.", "Helpful."]


def test_three_are_shown_at_a_time(
    room: Room, alice: User, bob: User, attic: Heirs, dora: User, doras: Client
) -> None:
    for number in range(5):
        agree(prepare(room, bob, 2, f"Number {number}."))
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    attic.read(dora, 2)

    page = seen(doras, attic)
    more = doras.get(attic.url(2, "inherited"), {"shown": "6"}, headers=HTMX).content.decode()

    assert page.count('class="heirloom"') == 3
    assert "More from those before you" in page
    assert more.count('class="heirloom"') == 5
    assert "More from those before you" not in more


def test_notes_are_in_no_count(received: Heirs, dora: User, doras: Client) -> None:
    page = html_of(doras.get(received.reading.get_absolute_url()))

    assert "has-voices" not in page


def test_blocked_author_is_not_heard(received: Heirs, dora: User, bob: User, doras: Client) -> None:
    Block.objects.create(blocker=dora, blocked=bob)

    assert WORDS not in seen(doras, received)


def test_leader_who_received_it_hides_a_note(
    received: Heirs, dora: User, carol: User, doras: Client, carols: Client
) -> None:
    url = at("heirloom_hiding", Heirloom.objects.get().pk)
    assert doras.post(url).status_code == 403
    assert WORDS in seen(doras, received)

    assert carols.post(url).status_code == 302

    assert WORDS not in seen(doras, received)
    assert LogEntry.objects.get(act=LogEntry.Act.HEIRLOOM_HID).actor == carol


# --- Helped --------------------------------------------------------------------------------------


def test_help_flows_back(
    received: Heirs, room: Room, note: Comment, bob: User, dora: User, doras: Client, bobs: Client
) -> None:
    heirloom = Heirloom.objects.get()
    url = at("heirloom_help", heirloom.pk)

    assert doras.post(url, {"act": "help"}).status_code == 302
    doras.post(url, {"act": "help"})

    helped = HeirloomHelp.objects.get()
    tell_of_help.call(helped.pk)
    inbox = html_of(bobs.get(reverse("accounts:inbox")))
    assert "has helped somebody who reads after you" in inbox
    assert "Dora" not in inbox
    back = html_of(bobs.get(at("back", room.reading.pk)))
    assert "It has helped 1 later reader." in back

    doras.post(url, {"act": "take_back"})
    assert "It has helped" not in html_of(bobs.get(at("back", room.reading.pk)))
    assert "has helped somebody" not in html_of(bobs.get(reverse("accounts:inbox")))


def test_nobody_is_helped_by_their_own_words(received: Heirs, bob: User, sign_in: SignIn) -> None:
    join(received.leader.group, user=bob)
    received.read(bob, 5)

    answer = sign_in(bob).post(at("heirloom_help", Heirloom.objects.get().pk))

    assert answer.status_code == 403
    assert not HeirloomHelp.objects.exists()


def test_what_helped_is_carried_on_with_its_generation(
    received: Heirs, room: Room, note: Comment, dora: User, person: Person
) -> None:
    agree(mine := say(received, dora, 1, "Of the second generation.", Kind.PREPARATION))
    close_reading(received.reading, by=received.leader)
    received.reading.refresh_from_db()
    third = heirs(room.reading.article, person("olga"), name="The Loft")
    actions.publish(received.reading, by=received.leader, reach=ALL)
    third.receive(Legacy.objects.get(reading=received.reading))
    third.read(third.leader.user, 5)
    assert third.notes_for(third.leader.user) == [mine.source]

    actions.be_helped(Heirloom.objects.get(reading=received.reading), user=dora)
    actions.publish(received.reading, by=received.leader, reach=ALL)

    assert sorted(third.notes_for(third.leader.user)) == [WORDS, mine.source]
    notes = LegacyNote.objects.filter(legacy__reading=received.reading)
    assert {(each.markdown, each.generation) for each in notes} == {(WORDS, 1), (mine.source, 2)}
    assert Legacy.objects.get(reading=received.reading).generation == 2


# --- Publishing and receiving --------------------------------------------------------------------


def test_it_is_published_when_the_reading_is_finished(
    room: Room, alice: User, alices: Client
) -> None:
    assert alices.get(at("legacy", room.reading.pk)).status_code == 403
    with pytest.raises(PermissionDenied):
        hand_down(room, alice)

    finish(room, alice)
    answer = alices.post(at("legacy", room.reading.pk), {"reach": "all", "carries_on": "on"})

    assert answer.status_code == 302
    assert LogEntry.objects.filter(act=LogEntry.Act.HANDED_DOWN).count() == 1
    legacy = Legacy.objects.get()
    assert not legacy.names_group


def test_those_who_prepared_something_are_told(
    room: Room, note: Comment, alice: User, bob: User, heidi: User, bobs: Client
) -> None:
    finish(room, alice)
    legacy = hand_down(room, alice).legacy
    tell_of_legacy.call(legacy.pk, alice.pk)

    assert Notice.objects.get(kind="legacy").user == bob
    assert "What you prepared is handed down" in html_of(bobs.get(reverse("accounts:inbox")))


def test_it_goes_to_a_group_that_the_leader_is_in(
    room: Room, note: Comment, alice: User, attic: Heirs, alices: Client
) -> None:
    agree(note)
    finish(room, alice)
    sent = {"reach": "group", "to_group": attic.reading.group_id}
    assert alices.post(at("legacy", room.reading.pk), sent).status_code == 422
    with pytest.raises(PermissionDenied):
        hand_down(room, alice, TO_GROUP, to_group=attic.leader.group)

    join(attic.leader.group, user=alice)
    assert alices.post(at("legacy", room.reading.pk), sent).status_code == 302

    assert list(Legacy.objects.reaching(attic.reading)) == [Legacy.objects.get()]


def test_it_reaches_no_other_group(room: Room, alice: User, attic: Heirs, carols: Client) -> None:
    finish(room, alice)
    legacy = hand_down(room, alice, TO_GROUP, to_group=room.group).legacy
    url = at("reception", attic.reading.pk, legacy.pk)

    assert not Legacy.objects.reaching(attic.reading).exists()
    assert carols.post(url, {"act": "receive"}).status_code == 404
    assert not Inheritance.objects.exists()


def test_leader_receives_what_is_offered(
    room: Room, note: Comment, alice: User, attic: Heirs, carol: User, carols: Client
) -> None:
    agree(note)
    finish(room, alice)
    legacy = hand_down(room, alice).legacy
    offered = html_of(carols.get(reverse("groups:group", args=[attic.reading.group_id])))
    assert at("legacies", attic.reading.pk) in offered

    assert (
        carols.post(at("reception", attic.reading.pk, legacy.pk), {"act": "receive"}).status_code
        == 302
    )

    attic.read(carol, 5)
    assert attic.notes_for(carol) == [WORDS]
    again = html_of(carols.get(reverse("groups:group", args=[attic.reading.group_id])))
    assert "hands down what it prepared" not in again

    carols.post(at("reception", attic.reading.pk, legacy.pk), {"act": "put_back"})
    assert attic.notes_for(carol) == []


def test_room_shows_where_there_is_something_from_before(
    room: Room, note: Comment, alice: User, attic: Heirs, carol: User, carols: Client
) -> None:
    def signs() -> list[str]:
        links = page_of(carols.get(attic.reading.get_absolute_url())).all("a")
        words = "From those before you"
        return [
            a.attributes["href"] for a in links if a.text == words and "#" in a.attributes["href"]
        ]

    position = note.paragraph.position
    agree(note)
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    assert signs() == []

    attic.read(carol, position - 1)
    assert signs() == [f"{attic.url(position)}#inherited"]

    attic.read(carol, position)
    assert signs() == [f"{attic.url(position)}#inherited"]


def test_what_came_by_two_legacies_stays_when_one_is_put_back(
    room: Room, note: Comment, alice: User, attic: Heirs, carol: User
) -> None:
    agree(note)
    finish(room, alice)
    first = hand_down(room, alice).legacy
    loft = heirs(room.reading.article, carol, name="The Loft")
    loft.read(carol, 5)
    loft.receive(first)
    actions.be_helped(Heirloom.objects.get(), user=carol)
    close_reading(loft.reading, by=loft.leader)
    loft.reading.refresh_from_db()
    second = actions.publish(loft.reading, by=loft.leader, reach=ALL, names_group=True).legacy
    attic.read(carol, 5)
    attic.receive(first)
    attic.receive(second)
    heirloom = Heirloom.objects.get(reading=attic.reading)
    actions.be_helped(heirloom, user=carol)

    actions.put_back(first, reading=attic.reading, by=attic.leader)
    assert attic.notes_for(carol) == [WORDS]
    assert Heirloom.objects.get(reading=attic.reading).pk == heirloom.pk
    assert HeirloomHelp.objects.filter(heirloom=heirloom, user=carol).exists()

    actions.put_back(second, reading=attic.reading, by=attic.leader)
    assert attic.notes_for(carol) == []


def test_foreign_leader_and_members_do_not_receive_or_publish(
    room: Room, note: Comment, alice: User, attic: Heirs, carols: Client, doras: Client
) -> None:
    finish(room, alice)
    publication = hand_down(room, alice, CODE)
    legacy = publication.legacy
    reading = room.reading.pk

    for client, status in ((carols, 404), (doras, 404)):
        assert client.post(at("legacy", reading), {"reach": "all"}).status_code == status
        assert client.post(at("legacy_withdraw", reading)).status_code == status
        assert client.post(at("publication_revoke", reading, publication.pk)).status_code == status
        assert client.get(at("legacy_file", reading)).status_code == status
    revoke = at("publication_revoke", attic.reading.pk, publication.pk)
    assert carols.post(revoke).status_code == 403
    receive = at("reception", attic.reading.pk, legacy.pk)
    assert doras.post(receive, {"act": "receive"}).status_code == 403
    assert Publication.objects.get().revoked_at is None


def test_code_lets_a_leader_receive_until_it_is_revoked(
    room: Room,
    note: Comment,
    alice: User,
    attic: Heirs,
    carol: User,
    carols: Client,
    person: Person,
) -> None:
    agree(note)
    finish(room, alice)
    way = hand_down(room, alice, CODE)
    url = at("legacies", attic.reading.pk)
    assert way.code not in way.code_hash
    assert carols.post(url, {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 422

    assert carols.post(url, {"code": way.code.lower().replace("-", " ")}).status_code == 302
    attic.read(carol, 5)
    assert attic.notes_for(carol) == [WORDS]

    actions.revoke_publication(way, by=room.member(alice))
    loft = heirs(room.reading.article, carol, name="The Loft")
    late = carols.post(at("legacies", loft.reading.pk), {"code": way.code})
    assert late.status_code == 422
    assert "Nothing is handed down by this code" in late.content.decode()
    # Who has it keeps it.
    assert attic.notes_for(carol) == [WORDS]


def test_leaders_see_the_code_again(room: Room, alice: User, alices: Client) -> None:
    finish(room, alice)
    way = hand_down(room, alice, CODE)

    assert way.code in html_of(alices.get(at("legacy", room.reading.pk)))
    alices.post(at("publication_revoke", room.reading.pk, way.pk))
    assert way.code not in html_of(alices.get(at("legacy", room.reading.pk)))


def test_code_of_another_text_says_so(room: Room, alice: User, carol: User, carols: Client) -> None:
    finish(room, alice)
    way = hand_down(room, alice, CODE)
    other = heirs(
        publish(title="Wicks", blocks=[p.block for p in room.paragraphs], added_by=carol), carol
    )

    answer = carols.post(at("legacies", other.reading.pk), {"code": way.code})

    assert answer.status_code == 422
    assert "another text" in answer.content.decode()


def test_nobody_inherits_from_themselves(
    room: Room, alice: User, attic: Heirs, carols: Client
) -> None:
    finish(room, alice)
    attic.receive(hand_down(room, alice).legacy)
    close_reading(attic.reading, by=attic.leader)
    attic.reading.refresh_from_db()
    code = actions.publish(attic.reading, by=attic.leader, reach=CODE).code
    actions.publish(attic.reading, by=attic.leader, reach=ALL)
    client = Client()
    client.force_login(alice)

    answer = client.post(at("legacies", room.reading.pk), {"code": code})

    assert answer.status_code == 422
    assert "your own reading" in answer.content.decode()


def test_readers_of_a_translation_hear_them_too(
    room: Room, note: Comment, alice: User, carol: User
) -> None:
    agree(note)
    finish(room, alice)
    legacy = hand_down(room, alice).legacy
    blocks = [paragraph.block for paragraph in room.paragraphs]
    hebrew = publish(
        title="על נרות",
        blocks=blocks,
        language="he",
        added_by=carol,
        translation_of=room.reading.article,
    )
    attic = heirs(Article.objects.get(pk=hebrew.pk), carol)
    assert attic.reading.article == hebrew
    assert list(Legacy.objects.reaching(attic.reading)) == [legacy]

    attic.receive(legacy)
    attic.read(carol, 5)

    assert attic.notes_for(carol) == [WORDS]
    assert Heirloom.objects.get().paragraph == hebrew.text.get(position=2)
