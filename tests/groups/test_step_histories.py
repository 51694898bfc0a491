"""Steps in histories of any kind, against a model of a few lines: who reads, marks, pauses, joins,
leaves and revises, and leaders who open.

A step never opens while an active member has not finished the one before, unless a leader opened
it; what is open never closes; nobody's horizon shrinks by what others do; and the group's place is
the smallest place of its active members. EXAMPLES=1000 in the environment makes many more.
"""

import uuid

from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from articles.actions import publish, revise
from articles.alignment import Alignment
from articles.blocks import Block
from discussions.actions import open_thread
from discussions.models import Thread
from groups import actions
from groups.horizon import within_horizon
from groups.models import Group, Membership, Place, Reading
from groups.permissions import may_pace
from groups.progress import progress_in
from tests.conftest import EXAMPLES, Person

PEOPLE = ("ada", "ben", "cleo")
LENGTH = 6
PERSON = st.sampled_from(PEOPLE)
POSITION = st.integers(1, LENGTH + 3)


class History(RuleBasedStateMachine):
    """Ada leads; everyone reads six paragraphs in steps of two, and the text changes."""

    def __init__(self, people: dict[str, User]) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.people = people
        group = Group(name="The Cellar", visibility="private", joining="invitation")
        self.ada = actions.found(group, founder=people["ada"])
        for name in PEOPLE[1:]:
            actions.join(group, user=people[name])
        self.group = group
        self.article = publish(
            title="On Lamps",
            blocks=[Block(f"Paragraph {number}.") for number in range(1, LENGTH + 1)],
            added_by=people["ada"],
        )
        self.reading = actions.start_reading(self.article, by=self.ada)
        self.cut(2, Reading.Pacing.TOGETHER)
        for paragraph in self.article.text:
            self.speak(paragraph)
        self.note()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def speak(self, paragraph: object) -> None:
        open_thread(
            self.reading,
            paragraph,  # type: ignore[arg-type]
            author=self.people["ada"],
            source="Said.",
            key=uuid.uuid4(),
        )

    def member(self, name: str) -> Membership:
        return Membership.objects.get(group=self.group, user=self.people[name])

    def place(self, name: str) -> Place:
        return Place.objects.get(reading=self.reading, membership=self.member(name))

    def cut(self, every: int, pacing: Reading.Pacing) -> None:
        firsts = [p for p in self.article.text if p.position % every == 1 or every == 1]
        actions.cut(self.reading, by=self.ada, pacing=pacing, firsts=firsts)

    def horizon(self, name: str) -> set[int]:
        """The paragraphs within their horizon, asked one by one and of the reading at once."""
        user = self.people[name]
        one_by_one = Thread.objects.filter(within_horizon(user))
        at_once = Thread.objects.filter(within_horizon(user, of=self.reading))
        seen = set(one_by_one.values_list("paragraph", flat=True))
        assert seen == set(at_once.values_list("paragraph", flat=True))
        return seen

    def note(self) -> None:
        """Remember what is so now, to compare it after the next act."""
        self.reached = {name: self.horizon(name) for name in PEOPLE}
        self.opened = self.open_paragraphs()
        self.finished_at = Reading.objects.get(pk=self.reading.pk).finished_at
        self.openings = set(self.reading.steps.values_list("opened_at", flat=True)) - {None}
        # Whose horizon may become smaller by the next act: who takes back a mark, or leaves.
        self.changed: set[str] = set()
        self.by_leader = self.is_revised = False

    def open_paragraphs(self) -> set[int]:
        reading = Reading.objects.get(pk=self.reading.pk)
        return {p.pk for p in self.article.text if reading.has_opened(p)}

    @rule(name=PERSON, position=POSITION)
    def read_to(self, name: str, position: int) -> None:
        if paragraph := self.article.text.filter(position=position).first():
            actions.read_to(self.place(name), paragraph=paragraph)

    @rule(name=PERSON, position=POSITION)
    def mark(self, name: str, position: int) -> None:
        if paragraph := self.article.text.filter(position=position).first():
            actions.mark(self.place(name), paragraph=paragraph)

    @rule(name=PERSON, position=POSITION)
    def unmark(self, name: str, position: int) -> None:
        if paragraph := self.article.text.filter(position=position).first():
            actions.unmark(self.place(name), paragraph=paragraph)
            self.changed.add(name)

    @rule(name=PERSON)
    def pause(self, name: str) -> None:
        actions.pause(self.member(name), by=self.member(name))

    @rule(name=PERSON)
    def come_back(self, name: str) -> None:
        actions.come_back(self.member(name), by=self.member(name))

    @rule(name=st.sampled_from(PEOPLE[1:]))
    def leave(self, name: str) -> None:
        actions.leave(self.member(name))
        self.changed.add(name)

    @rule(name=PERSON)
    def join(self, name: str) -> None:
        actions.join(self.group, user=self.people[name])

    @rule()
    def open_early(self) -> None:
        if following := self.reading.steps.closed().first():
            actions.open_early(following, by=self.ada)
            self.by_leader = True

    @rule(every=st.integers(1, 4), pacing=st.sampled_from(["together", "free"]))
    def cut_anew(self, every: int, pacing: str) -> None:
        if may_pace(Reading.objects.get(pk=self.reading.pk)):
            self.cut(every, Reading.Pacing(pacing))
            self.by_leader = True

    @rule(data=st.data())
    def revise(self, data: st.DataObject) -> None:
        current = list(self.article.text)
        kept = data.draw(st.lists(st.sampled_from(range(len(current))), unique=True, max_size=8))
        new = data.draw(st.integers(0 if kept else 1, 2))
        order: list[int | None] = list(data.draw(st.permutations([*kept, *([None] * new)])))
        blocks = [
            Block(f"New {uuid.uuid4()}.") if old is None else current[old].block for old in order
        ]
        heirs = {old: None for old in range(len(current)) if old not in order}
        revise(
            self.article,
            by=self.people["ada"],
            blocks=blocks,
            alignment=Alignment(tuple(order), (), ((),) * len(order), heirs, {}),
            base=self.article.revisions.latest("number").number,
        )
        self.is_revised = True
        for paragraph in self.article.text.exclude(threads__reading=self.reading):
            self.speak(paragraph)

    @invariant()
    def what_is_open_stays_open(self) -> None:
        assert self.is_revised or self.opened <= self.open_paragraphs()

    @invariant()
    def it_is_finished_when_everyone_has_and_stays_so(self) -> None:
        now = Reading.objects.get(pk=self.reading.pk)
        assert self.finished_at in {None, now.finished_at}
        active = Place.objects.filter(reading=now, membership__state="active")
        if active.exists() and not active.exclude(paragraph=None).exists():
            assert now.is_finished
        assert not (now.is_finished and now.closed_from)

    @invariant()
    def no_horizon_shrinks_by_what_others_do(self) -> None:
        for name in set(PEOPLE) - self.changed:
            assert self.reached[name] <= self.horizon(name)

    @invariant()
    def no_step_opens_before_everyone_has_finished_the_one_before(self) -> None:
        reading = Reading.objects.get(pk=self.reading.pk)
        active = Place.objects.filter(reading=reading, membership__state="active")
        numbers = [place.number for place in active.select_related("paragraph")]
        if reading.is_together and reading.closed_from and numbers:
            closed = reading.closed_from.position
            assert any(number is not None and number < closed for number in numbers)
        for step in reading.steps.exclude(opened_at__in=self.openings).exclude(opened_at=None):
            assert self.by_leader or all(n is None or n >= step.first.position for n in numbers)

    @invariant()
    def place_of_the_group_is_the_smallest(self) -> None:
        standing = Place.objects.standing().filter(reading=self.reading)
        numbers = [place.number for place in standing if place.number is not None]
        progress = progress_in(self.reading, self.people["ada"], total=LENGTH)
        assert progress.everyone == min(numbers, default=None)

    @invariant()
    def steps_are_in_order_and_only_the_last_are_closed(self) -> None:
        steps = list(self.reading.steps.select_related("first"))
        positions = [step.first.position for step in steps]
        assert positions == sorted(set(positions))
        assert not steps or positions[0] == 1
        is_open = [step.is_open for step in steps]
        assert is_open == sorted(is_open, reverse=True)
        self.note()


def test_steps_open_as_the_rule_says(person: Person) -> None:
    people = {name: person(name) for name in PEOPLE}
    run_state_machine_as_test(
        lambda: History(people),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            max_examples=max(EXAMPLES, 1),
            stateful_step_count=15,
            phases=[Phase.generate],
            deadline=None,
            database=None,
        ),
    )
