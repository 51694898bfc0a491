"""The horizon in histories of any kind: members read, go back, speak to all, to one or to
themselves, ask and are answered, fall silent, leave, return, do not want to see each other any
more; and alice, who leads, hides words and shows them again.

After every act each of them hears what a model of a few lines says, and sees it drawn; it knows the
rule and nothing of the database. EXAMPLES=2000 in the environment makes a long run of it.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import caches
from django.db import transaction
from django.http import QueryDict
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.actions.blocks import block, unblock
from accounts.models import User
from discussions.actions import delete, hide, mark_answer, open_thread, reply, restore
from discussions.models import PUBLIC, SPOKEN, Comment, Kind, Thread
from discussions.overview import Overview
from discussions.room import Room as SeenRoom
from discussions.tree import MAX_DEPTH, Conversation, Voice
from groups import actions
from tests.conftest import EXAMPLES, Room

NAMES = st.sampled_from(["alice", "bob", "dave"])
POSITIONS = st.integers(1, 5)
HEADING = 3
LENGTH = 5


@dataclass
class Said:
    """A comment as the model knows it."""

    comment: Comment
    by: str
    position: int
    # For whom alone the thread is, if it is not for all.
    only_for: frozenset[str] | None = None
    is_deleted: bool = False
    is_hidden: bool = False

    @property
    def counts(self) -> bool:
        return not self.is_deleted and not self.is_hidden


class Model:
    """Who is there, what they have marked and what was said."""

    def __init__(self) -> None:
        self.present = {"alice", "bob"}
        self.marked: dict[str, set[int]] = {"alice": {1, 2, 3, 4, 5}, "bob": {1, 2}, "dave": set()}
        self.said: list[Said] = []
        # Who has blocked whom.
        self.blocks: set[tuple[str, str]] = set()

    def place(self, name: str) -> int | None:
        unmarked = (p for p in range(1, LENGTH + 1) if p not in self.marked[name])
        return next(unmarked, None)

    def heard_by(self, name: str) -> list[Said]:
        if name not in self.present:
            return []
        place = self.place(name) or LENGTH
        return [
            said
            for said in self.said
            if (said.by == name or said.position in self.marked[name] or said.position <= place)
            and (said.only_for is None or name in said.only_for)
            and (name, said.by) not in self.blocks
            and (not said.is_hidden or name in {said.by, "alice"})
        ]


def walk(voices: list[Voice]) -> Iterator[Voice]:
    """The voices from above to below, as they stand on the page."""
    for voice in voices:
        yield voice
        yield from walk(voice.replies)


class History(RuleBasedStateMachine):
    comments: Bundle[Said] = Bundle("comments")

    def __init__(self, room: Room, users: dict[str, User], opening: list[Comment]) -> None:
        super().__init__()
        self.opening = opening
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.room = room
        self.users = users
        self.model = Model()

    def teardown(self) -> None:
        # The next history gives the same keys and versions to other words.
        caches["pieces"].clear()
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(target=comments)
    def begin_with_words_on_every_paragraph(self) -> MultipleResults[Said]:
        said = [Said(comment, "alice", comment.paragraph.position) for comment in self.opening]
        self.model.said = list(said)
        return multiple(*said)

    def is_there(self, name: str) -> bool:
        return name in self.model.present

    @rule(name=NAMES, position=POSITIONS)
    def read_to(self, name: str, position: int) -> None:
        if self.is_there(name):
            self.room.read(self.users[name], position)
            self.model.marked[name] |= set(range(1, position + 1))

    @rule(name=NAMES, position=POSITIONS)
    def mark(self, name: str, position: int) -> None:
        if self.is_there(name):
            paragraph = self.room.paragraphs[position - 1]
            actions.mark(self.room.place(self.users[name]), paragraph=paragraph)
            self.model.marked[name] |= {HEADING, 4} if position == HEADING + 1 else {position}

    @rule(name=NAMES, position=POSITIONS)
    def unmark(self, name: str, position: int) -> None:
        if self.is_there(name):
            paragraph = self.room.paragraphs[position - 1]
            actions.unmark(self.room.place(self.users[name]), paragraph=paragraph)
            self.model.marked[name].discard(position)

    @rule(
        name=NAMES,
        position=POSITIONS,
        kind=st.sampled_from(SPOKEN),
        other=NAMES,
        target=comments,
    )
    def say(self, name: str, position: int, kind: Kind, other: str) -> Said:
        for_two = kind == Kind.PAIR
        comment = open_thread(
            self.room.reading,
            self.room.paragraphs[position - 1],
            author=self.users[name],
            source=canary(),
            key=uuid.uuid4(),
            kind=kind,
            partner=self.users[other] if for_two else None,
        )
        only_for = None if kind in PUBLIC else frozenset({name, other} if for_two else {name})
        return self._heard(Said(comment, name, position, only_for))

    @rule(name=NAMES, to=comments, target=comments)
    def answer(self, name: str, to: Said) -> Said:
        name = name if to.only_for is None or name in to.only_for else to.by
        comment = reply(to.comment, author=self.users[name], source=canary(), key=uuid.uuid4())
        return self._heard(Said(comment, name, to.position, to.only_for))

    def _heard(self, said: Said) -> Said:
        self.model.said.append(said)
        return said

    @rule(said=comments)
    def mark_answer(self, said: Said) -> None:
        if Thread.objects.get(pk=said.comment.thread_id).is_question:
            mark_answer(said.comment, by=self.users[said.by])

    @rule(said=comments)
    def delete(self, said: Said) -> None:
        delete(said.comment)
        said.is_deleted = True

    @rule(said=comments)
    def hide(self, said: Said) -> None:
        hide(said.comment, by=self.room.member(self.users["alice"]), reason="Enough.")
        said.is_hidden = said.is_hidden or not said.is_deleted

    @rule(said=comments)
    def restore(self, said: Said) -> None:
        restore(said.comment, by=self.room.member(self.users["alice"]))
        said.is_hidden = said.is_hidden and said.is_deleted

    @rule(name=NAMES, other=NAMES)
    def block(self, name: str, other: str) -> None:
        if name != other:
            block(self.users[name], blocked=self.users[other])
            self.model.blocks.add((name, other))

    @precondition(lambda self: self.model.blocks)
    @rule(data=st.data())
    def unblock(self, data: st.DataObject) -> None:
        name, other = data.draw(st.sampled_from(sorted(self.model.blocks)))
        unblock(self.users[name], blocked_pk=self.users[other].pk)
        self.model.blocks.remove((name, other))

    @rule(name=st.sampled_from(["bob", "dave"]))
    def leave(self, name: str) -> None:
        if self.is_there(name):
            actions.leave(self.room.member(self.users[name]))
            self.model.present.remove(name)

    @precondition(lambda self: len(self.model.present) < 3)
    @rule(name=st.sampled_from(["bob", "dave"]))
    def come(self, name: str) -> None:
        actions.join(self.room.group, user=self.users[name])
        self.model.present.add(name)

    @invariant()
    def everyone_hears_what_the_model_says(self) -> None:
        for name, user in self.users.items():
            heard = Comment.objects.visible_to(user).values_list("pk", flat=True)
            assert sorted(heard) == sorted(said.comment.pk for said in self.model.heard_by(name))

    @invariant()
    def everyone_stands_at_the_first_paragraph_not_marked(self) -> None:
        places = self.room.reading.places.select_related("membership__user", "paragraph")
        for place in places:
            name = place.membership.user.display_name.lower()
            assert place.number == self.model.place(name)

    @invariant()
    def threads_count_what_stands(self) -> None:
        threads = Counter(said.comment.thread_id for said in self.model.said if said.counts)
        counted = Thread.objects.filter(voices__gt=0).values_list("pk", "voices")
        assert dict(counted) == threads

    @invariant()
    def comments_of_a_thread_are_numbered_without_gaps(self) -> None:
        for thread in Thread.objects.prefetch_related("comments"):
            numbers = sorted(comment.number for comment in thread.comments.all())
            assert numbers == list(range(1, thread.said + 1))

    @invariant()
    def answers_stand(self) -> None:
        answers = Thread.objects.exclude(answer=None).values("answer")
        assert not Comment.objects.filter(pk__in=answers).exclude(pk__in=Comment.objects.standing())

    @rule(name=NAMES)
    def discussions_draw_what_the_model_says(self, name: str) -> None:
        if not self.is_there(name):
            return
        room = SeenRoom(self.room.reading.pk, self.users[name])
        met = [thread for p in self.room.paragraphs for thread in room.discussion(p)]
        drawn = [voice for thread in met for voice in walk(thread.roots)]
        keys = [voice.comment.pk for voice in drawn]
        heard = [said for said in self.model.heard_by(name) if not said.is_deleted]
        spoken = sorted(voice.comment.pk for voice in drawn if voice.comment.words)
        assert len(keys) == len(set(keys))
        assert spoken == sorted(said.comment.pk for said in heard)
        assert all(voice.depth <= MAX_DEPTH for voice in drawn)
        for voice in drawn:
            parent = voice.comment.parent_id
            assert parent not in keys or keys.index(parent) < keys.index(voice.comment.pk)
        self._threads_tell_how_many(met, heard)

    def _threads_tell_how_many(self, met: list[Conversation], heard: list[Said]) -> None:
        counts = Counter(said.comment.thread_id for said in heard if said.counts)
        assert {one.thread.pk: one.heard for one in met if one.heard} == counts

    @rule(name=NAMES)
    def all_discussions_hold_the_words_that_the_model_says(self, name: str) -> None:
        """No words of anyone are in the bytes for somebody else, warm or cold."""
        if self.is_there(name):
            seen = Overview(SeenRoom(self.room.reading.pk, self.users[name]), QueryDict())
            html = "".join(section.threads for section in seen.sections)
            held = {said.comment.pk for said in self.model.said if said.comment.source in html}
            heard = [said for said in self.model.heard_by(name) if not said.is_deleted]
            assert held == {said.comment.pk for said in heard}

    @rule()
    def forget_what_is_kept(self) -> None:
        caches["pieces"].clear()

    @rule(name=NAMES)
    def margins_count_what_the_model_says(self, name: str) -> None:
        if self.is_there(name):
            heard = self.model.heard_by(name)
            counts = Counter(said.position for said in heard if said.counts)
            shown = SeenRoom(self.room.reading.pk, self.users[name]).voices
            assert {p.position: shown[p.pk] for p in self.room.paragraphs if shown[p.pk]} == counts


def canary() -> str:
    """Words that nobody else says."""
    return f"Said {uuid.uuid4().hex}."


def test_everyone_hears_what_the_rule_says(room: Room, alice: User, bob: User, dave: User) -> None:
    users = {"alice": alice, "bob": bob, "dave": dave}
    opening = [room.say(alice, position, canary()) for position in range(1, LENGTH + 1)]
    run_state_machine_as_test(
        lambda: History(room, users, opening),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            # A history that fails is short enough to be read; to shorten it takes minutes.
            phases=[Phase.generate],
            deadline=None,
            database=None,
        ),
    )
