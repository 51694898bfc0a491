"""Who sees what of two groups, in histories of any kind: people join, leave, are removed and
barred, pause, lead, and groups split.

Each group, its text and what is said in it bear words that stand nowhere else. After every act
each page that a person can open holds the words that a model of a few lines allows, and no others.
EXAMPLES=10000 in the environment makes 2,000 histories of it.
"""

import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article
from discussions.actions import open_thread
from discussions.models import Comment
from groups import actions
from groups.models import Ban, Group, Membership, Reading
from tests.conftest import EXAMPLES, Person, SignIn

PEOPLE = ("ada", "ben", "cleo", "dov")
HALLS = ("attic", "cellar")
PERSON = st.sampled_from(PEOPLE)
HALL = st.sampled_from(HALLS)


@dataclass
class Hall:
    """A private group with its text and one comment, and what the model knows of it."""

    name: str
    founder: str
    group: Group
    reading: Reading
    comment: Comment
    present: set[str] = field(default_factory=set)
    leading: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)
    # Those who went along into the group that was split off, and read the same text there.
    apart: set[str] = field(default_factory=set)

    def word(self, thing: str) -> str:
        """The word that only this group's name, text or comment bears."""
        return f"zq{self.name}{thing}"

    def words_for(self, name: str) -> set[str]:
        """The words that this person may meet."""
        words = set()
        if name in self.present:
            words |= {self.word("name"), self.word("said"), self.word("title")}
        if name in self.apart | {self.founder}:
            words.add(self.word("title"))
        return words

    def member(self, user: User) -> Membership:
        return Membership.objects.get(group=self.group, user=user)

    @property
    def pages(self) -> list[str]:
        of_group = [reverse(f"groups:{n}", args=[self.group.pk]) for n in ("group", "members")]
        first = self.comment.paragraph_id
        return [
            *of_group,
            reverse("discussions:room", args=[self.reading.pk]),
            reverse("discussions:discussion", args=[self.reading.pk, first]),
            reverse("discussions:reply", args=[self.comment.pk]),
            reverse("groups:progress", args=[self.reading.pk]),
            reverse("articles:article", args=[self.reading.article_id]),
        ]


class History(RuleBasedStateMachine):
    def __init__(self, people: dict[str, User], clients: dict[str, Client]) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.people, self.clients = people, clients
        self.halls = {
            name: opened(name, founder, people[founder])
            for name, founder in zip(HALLS, PEOPLE, strict=False)
        }
        # Everyone is everywhere to begin with, and goes from there.
        for hall in self.halls.values():
            for name in PEOPLE:
                actions.join(hall.group, user=people[name])
                hall.present.add(name)
        self.acted = PEOPLE[-1]

    def teardown(self) -> None:
        for name in PEOPLE:
            self.sees_what_the_model_says(name)
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @rule(name=PERSON, hall=HALL)
    def join(self, name: str, hall: str) -> None:
        here = self.halls[hall]
        try:
            actions.join(here.group, user=self.people[name])
        except actions.Barred:
            assert name in here.barred
        else:
            assert name not in here.barred
            here.present.add(name)
        self.acted = name

    @rule(name=PERSON, hall=HALL, heir=PERSON)
    def leave(self, name: str, hall: str, heir: str) -> None:
        here = self.halls[hall]
        if name not in here.present:
            return
        is_only = here.leading == {name}
        successor = here.member(self.people[heir]) if heir in here.present - {name} else None
        try:
            actions.leave(here.member(self.people[name]), successor=successor)
        except actions.LastLeader:
            assert is_only
            assert successor is None
        else:
            assert not is_only or successor
            self.gone(here, name)
            here.leading |= {heir} if successor else set()

    @rule(name=PERSON, hall=HALL, for_good=st.booleans())
    def remove(self, name: str, hall: str, for_good: bool) -> None:
        here = self.halls[hall]
        leader = min(here.leading - {name}, default="")
        if leader and name in here.present:
            by = here.member(self.people[leader])
            actions.remove(here.member(self.people[name]), by=by, bans=for_good)
            self.gone(here, name)
            here.barred |= {name} if for_good else set()

    @rule(name=PERSON, hall=HALL)
    def allow_again(self, name: str, hall: str) -> None:
        here = self.halls[hall]
        for ban in Ban.objects.filter(group=here.group, user=self.people[name]):
            actions.allow_again(ban, by=here.member(self.people[min(here.leading)]))
            here.barred.discard(name)

    @rule(name=PERSON, hall=HALL)
    def lead(self, name: str, hall: str) -> None:
        here = self.halls[hall]
        if name in here.present:
            actions.change_role(here.member(self.people[name]), role=Membership.Role.LEADER)
            here.leading.add(name)

    @rule(name=PERSON, hall=HALL)
    def pause(self, name: str, hall: str) -> None:
        here = self.halls[hall]
        if name in here.present:
            mine = here.member(self.people[name])
            actions.pause(mine, by=mine)
        self.acted = name

    @rule(hall=HALL)
    def split_off_everyone(self, hall: str) -> None:
        here = self.halls[hall]
        if here.apart or not here.present:
            return
        members = list(Membership.objects.present().filter(group=here.group))
        leaders = [member for member in members if member.is_leader]
        keys = {leader.pk for leader in leaders}
        part = actions.Part(name="Another", members=members, leaders=keys)
        actions.split(here.group, by=leaders[0], parts=[part], readings=[here.reading], last=0)
        here.apart = set(here.present)

    def gone(self, hall: Hall, name: str) -> None:
        hall.present.discard(name)
        hall.leading.discard(name)
        self.acted = name

    @invariant()
    def who_acted_sees_what_the_model_says(self) -> None:
        self.sees_what_the_model_says(self.acted)

    def sees_what_the_model_says(self, name: str) -> None:
        seen = set()
        words = {hall.word(t) for hall in self.halls.values() for t in ("name", "title", "said")}
        for url in self.pages:
            page = self.clients[name].get(url).content.decode()
            seen |= {word for word in words if word in page}
        allowed = [hall.words_for(name) for hall in self.halls.values()]
        assert seen == set().union(*allowed)

    @property
    def pages(self) -> list[str]:
        everywhere = [reverse(n) for n in ("home", "groups:directory", "articles:library")]
        search = f"{reverse('articles:search')}?q=quince"
        inside = (url for hall in self.halls.values() for url in hall.pages)
        return [*everywhere, search, *inside]


def opened(name: str, founder: str, user: User) -> Hall:
    group = Group(name=f"zq{name}name", visibility="private", joining="invitation")
    leader = actions.found(group, founder=user)
    article: Article = publish(
        title=f"Quince zq{name}title", blocks=[Block("One."), Block("Two.")], added_by=user
    )
    reading = actions.start_reading(article, by=leader)
    comment = open_thread(
        reading, article.text[0], author=user, source=f"zq{name}said", key=uuid.uuid4()
    )
    hall = Hall(name, founder, group, reading, comment)
    hall.present = {founder}
    hall.leading = {founder}
    return hall


def test_everyone_sees_what_the_rule_says(person: Person, sign_in: SignIn) -> None:
    people = {name: person(name) for name in PEOPLE}
    clients = {name: sign_in(user) for name, user in people.items()}
    run_state_machine_as_test(
        lambda: History(people, clients),  # type: ignore[arg-type]  # any maker of machines will do
        settings=settings(
            # Each opens some hundreds of pages.
            max_examples=max(EXAMPLES // 5, 1),
            stateful_step_count=10,
            phases=[Phase.generate],
            deadline=None,
            database=None,
        ),
    )
