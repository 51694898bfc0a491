"""Voices that are kept as HTML: each reader gets their own page, as if it were drawn anew."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Block, User
from discussions.actions import edit, keep_draft, mark_answer, react
from discussions.models import Comment, Kind, Sign
from discussions.models.drafts import Spot
from discussions.templatetags import voices
from groups import actions
from tests.conftest import Person, Room, SignIn
from tests.page import HTMX, MOMENT, bare

type Pages = dict[str, str]


@pytest.fixture(autouse=True)
def nothing_kept_of_voices() -> None:
    voices._kept.cache_clear()


@pytest.fixture
def readers(room: Room, alice: User, bob: User, person: Person) -> dict[str, User]:
    """Alice leads, bob speaks, judy has blocked bob, mara reads Hebrew, noah is in Tokyo.

    Ruth is like most; kim has not come to the second paragraph.
    """
    judy, kim, mara = person("judy"), person("kim"), person("mara", language="he")
    noah, ruth = person("noah", time_zone="Asia/Tokyo"), person("ruth")
    for user in (judy, mara, noah, ruth, kim):
        actions.join(room.group, user=user)
    for user in (judy, mara, noah, ruth):
        room.read(user, 2)
    Block.objects.create(blocker=judy, blocked=bob)
    everyone = (alice, bob, judy, mara, noah, ruth, kim)
    return {user.display_name.lower(): user for user in everyone}


@pytest.fixture
def said(room: Room, readers: dict[str, User]) -> Comment:
    """What is said on the second paragraph, with all that can differ by its reader."""
    alice, bob, judy, mara = (readers[name] for name in ("alice", "bob", "judy", "mara"))
    talk = room.say(bob, 2, "What do you hear?")
    answer = room.answer(talk, alice, "This, *plainly*.")
    edit(answer, source="This, *very* plainly.", version=1)
    for user in (bob, mara, judy):
        react(answer, user=user, sign=Sign.HEART)
    deep = answer
    for user in (bob, alice, judy, mara, alice, bob):
        deep = room.answer(deep, user, "Deeper.")
    question = room.say(mara, 2, "Why two?", kind=Kind.QUESTION)
    mark_answer(room.answer(question, bob, "For balance."), by=mara)
    room.say(mara, 2, "For bob alone.", kind=Kind.PAIR, partner=bob)
    by_alice = talk.thread.comments.filter(author=alice).reverse()[0]
    keep_draft(Spot.answering(judy, by_alice), text="I begin.", chosen={})
    return talk


@pytest.fixture
def look(
    room: Room, readers: dict[str, User], said: Comment, sign_in: SignIn
) -> Callable[..., Pages]:
    """The discussion as these readers get it, one after the other."""
    clients = {name: sign_in(user) for name, user in readers.items()}

    def look(*names: str, anew: bool = False) -> Pages:
        pages = {}
        for name in names:
            if anew:
                voices._kept.cache_clear()
            answer = clients[name].get(room.discussion_url(2), headers=HTMX)
            pages[name] = bare(answer)
        return pages

    # What is new is new once.
    look(*clients)
    return look


def test_readers_get_their_own(readers: dict[str, User], look: Callable[..., Pages]) -> None:
    anew = look(*readers, anew=True)

    assert look(*readers) == anew
    assert look(*reversed(readers)) == anew
    assert voices._kept.cache_info().hits > 10


def test_what_they_get_differs(readers: dict[str, User], look: Callable[..., Pages]) -> None:
    pages = look(*readers)

    told = {name: MOMENT.sub("", page) for name, page in pages.items()}
    # In another zone only the times are others.
    assert told.pop("noah") == told["ruth"]
    assert pages["noah"] != pages["ruth"]
    assert len(set(told.values())) == len(readers) - 1
    assert [name for name, page in pages.items() if "Deeper" not in page] == ["kim"]


@pytest.mark.parametrize(
    "part",
    ["language", "zone", "signs", "is_own", "may_lead", "begins_answer"],
)
def test_a_key_without_one_of_its_parts_would_be_noticed(
    part: str,
    readers: dict[str, User],
    look: Callable[..., Pages],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anew = look(*readers, anew=True)
    shown, without = voices._shown, dict[str, Any]({part: None})
    monkeypatch.setattr(voices, "_shown", lambda *one: shown(*one)._replace(**without))
    voices._kept.cache_clear()

    assert look(*readers) != anew


def test_what_has_changed_is_drawn_anew(
    readers: dict[str, User], said: Comment, look: Callable[..., Pages]
) -> None:
    look("alice")
    edit(said, source="What did you hear?", version=1)
    User.objects.filter(pk=readers["bob"].pk).update(display_name="Robert")
    react(said, user=readers["mara"], sign=Sign.LIGHT)
    answer = said.replies.get()
    change = Spot(readers["alice"], said.reading, said.paragraph, changes=answer)
    keep_draft(change, text="Rather", chosen={"version": "2"})

    page = look("alice")["alice"]

    assert "What did you hear?" in page
    assert "Robert" in page
    assert "Bob</bdi>" not in page
    assert 'title="Mara"' in page
    assert page.count('<span class="tag">begun</span>') == 1
