"""A legacy as a file: out of one site and into another, with where it comes from."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.letters import absolute
from accounts.models import User
from articles.actions import publish
from articles.blocks import Block
from articles.models import Article
from discussions import actions
from discussions.annotations import MOST
from discussions.models import Comment, Heirloom, Inheritance, Legacy, LegacyNote
from groups.actions import close_reading
from tests.conftest import Person, Room, SignIn
from tests.discussions.heirs import (
    ALL,
    NAMELESS,
    NO,
    Heirs,
    agree,
    finish,
    hand_down,
    heirs,
    prepare,
)
from tests.page import html_of

WORDS = "A *lamp* for the second paragraph."


@pytest.fixture
def note(room: Room, bob: User) -> Comment:
    return prepare(room, bob, 2, WORDS)


@pytest.fixture
def copy(room: Room, carol: User) -> Article:
    """Another copy of the text, in which a paragraph more comes first."""
    blocks = [Block("A new foreword."), *(paragraph.block for paragraph in room.paragraphs)]
    return publish(title="On Lamps", blocks=blocks, added_by=carol)


@pytest.fixture
def attic(copy: Article, carol: User) -> Heirs:
    made = heirs(copy, carol)
    made.read(carol, 6)
    return made


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


@pytest.fixture
def carols(sign_in: SignIn, carol: User) -> Client:
    return sign_in(carol)


def taken(client: Client, reading: int) -> bytes:
    content: bytes = client.get(reverse("discussions:legacy_file", args=[reading])).content
    return content


def bring(client: Client, attic: Heirs, content: bytes | str) -> HttpResponseBase:
    raw = content.encode() if isinstance(content, str) else content
    url = reverse("discussions:legacy_import", args=[attic.reading.pk])
    return client.post(url, {"file": SimpleUploadedFile("legacy.jsonld", raw)})


def collection(*items: Any, **more: Any) -> str:
    told = {"type": "AnnotationCollection", "id": "https://example.org/l", "legacy:generation": 1}
    return json.dumps(told | more | {"first": {"items": list(items)}})


def item(words: str, *, number: int = 1, **more: Any) -> dict[str, Any]:
    exact = {"type": "TextQuoteSelector", "exact": "The fourth paragraph."}
    return {
        "id": f"https://example.org/notes/{number}",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": words, "format": "text/markdown"},
        "target": {"source": "https://example.org/lamps", "selector": [exact]},
    } | more


def placed(attic: Heirs) -> list[tuple[int, str]]:
    found = Heirloom.objects.filter(reading=attic.reading).select_related("note", "paragraph")
    return sorted((one.paragraph.position, one.note.markdown) for one in found)


def test_file_says_where_it_comes_from(
    room: Room, note: Comment, alice: User, bob: User, alices: Client
) -> None:
    agree(note)
    agree(prepare(room, bob, 1, "Without a name."), NAMELESS)
    prepare(room, bob, 4, "Not chosen.")
    finish(room, alice)
    hand_down(room, alice, names_group=True)

    told = json.loads(taken(alices, room.reading.pk))

    assert told["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert told["legacy:generation"] == 1
    assert told["legacy:group"] == "The Cellar"
    assert told["generator"]["type"] == "Software"
    nameless, named = told["first"]["items"]
    assert named["creator"] == {"type": "Person", "name": "Bob"}
    assert "creator" not in nameless
    assert named["body"]["value"] == WORDS
    assert named["legacy:sort"] == "preparation"
    assert named["target"]["selector"][-1]["exact"].startswith("The second paragraph")
    assert "Not chosen." not in json.dumps(told)


def test_group_is_not_named_unless_its_leaders_say_so(
    room: Room, note: Comment, alice: User, alices: Client
) -> None:
    agree(note)
    finish(room, alice)
    hand_down(room, alice)

    assert "The Cellar" not in taken(alices, room.reading.pk).decode()


def test_another_site_receives_it_on_the_same_words(
    room: Room,
    note: Comment,
    alice: User,
    attic: Heirs,
    carol: User,
    alices: Client,
    carols: Client,
    settings: Settings,
) -> None:
    agree(note)
    finish(room, alice)
    hand_down(room, alice, names_group=True)
    settings.SITE_URL = "https://first.example.org"
    file = taken(alices, room.reading.pk)
    settings.SITE_URL = "https://second.example.org"

    assert bring(carols, attic, file).status_code == 302

    # There is a foreword before it here.
    assert placed(attic) == [(3, WORDS)]
    brought = Heirloom.objects.get(reading=attic.reading).note
    assert brought.comment is None
    page = html_of(carols.get(attic.url(3)))
    assert "<em>lamp</em>" in page
    assert "Bob" in page
    assert "from another site, as its file says" in page
    assert "First generation" in page
    lineage = html_of(carols.get(reverse("discussions:lineage", args=[attic.reading.pk])))
    assert "The Cellar · https://first.example.org/" in lineage


def test_newer_file_takes_the_place_of_the_older(
    room: Room,
    note: Comment,
    alice: User,
    bob: User,
    attic: Heirs,
    alices: Client,
    carols: Client,
    settings: Settings,
) -> None:
    agree(note)
    finish(room, alice)
    hand_down(room, alice)

    def brought() -> None:
        settings.SITE_URL = "https://first.example.org"
        file = taken(alices, room.reading.pk)
        settings.SITE_URL = "https://second.example.org"
        bring(carols, attic, file)
        bring(carols, attic, file)

    brought()
    later = prepare(room, bob, 4, "Later.")
    agree(later)
    brought()
    assert placed(attic) == [(3, WORDS), (5, "Later.")]

    agree(note, NO)
    brought()

    assert placed(attic) == [(5, "Later.")]
    assert Legacy.objects.filter(brought_by=attic.reading.group).count() == 1
    assert Inheritance.objects.count() == 1


def test_on_the_same_site_it_is_read_from_its_comment(
    room: Room,
    note: Comment,
    alice: User,
    attic: Heirs,
    carol: User,
    alices: Client,
    carols: Client,
) -> None:
    agree(note)
    finish(room, alice)
    hand_down(room, alice)
    file = taken(alices, room.reading.pk)
    bring(carols, attic, file)
    assert attic.notes_for(carol) == [WORDS]
    assert Heirloom.objects.get().note.comment == note

    actions.edit(note, source="Mended.", version=1)
    assert attic.notes_for(carol) == ["Mended."]

    agree(note, NO)
    assert attic.notes_for(carol) == []
    answer = bring(carols, attic, file)
    page = html_of(carols.get(answer.headers["Location"]))
    assert "1 note has no place here" in page
    assert attic.notes_for(carol) == []


def test_nobody_reads_a_comment_of_this_site_by_naming_it(
    room: Room, note: Comment, alice: User, attic: Heirs, carol: User, carols: Client
) -> None:
    agree(note)
    finish(room, alice)
    hand_down(room, alice)
    forged = collection(item("Guessed words.", id=absolute(note.get_absolute_url())))

    bring(carols, attic, forged)

    assert placed(attic) == []
    assert not LegacyNote.objects.filter(legacy__brought_by__isnull=False).exists()


def test_what_finds_no_place_is_listed(attic: Heirs, carols: Client) -> None:
    lost = item("Lost.", number=2)
    lost["target"] = {"selector": {"type": "TextQuoteSelector", "exact": "Words of another text."}}

    answer = bring(carols, attic, collection(item("Found."), lost))

    page = html_of(carols.get(answer.headers["Location"]))
    assert "1 note has no place here" in page
    assert "Lost." in page
    assert placed(attic) == [(5, "Found.")]


HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"


def test_hostile_words_and_names_come_out_inert(attic: Heirs, carols: Client) -> None:
    creator = {"name": "<b onclick=alert(1)>Eve</b>\u0000"}
    bring(carols, attic, collection(item(HOSTILE, creator=creator), **{"legacy:group": "<i>G</i>"}))

    page = html_of(carols.get(attic.url(5)))

    for dangerous in ("<script>alert", 'href="javascript:', "<img src=x", "<b onclick", "<i>G</i>"):
        assert dangerous not in page
    assert "Eve" in page


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"type": "AnnotationCollection", "first": {"items": []}}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        json.dumps(item("No legacy.")).encode(),
        collection(item("x"), **{"legacy:generation": "first"}).encode(),
        collection(item("x"), **{"legacy:generation": True}).encode(),
        collection(item("x"), **{"legacy:generation": 10**6}).encode(),
        collection(*[item("x", number=n) for n in range(MOST + 1)]).encode(),
        collection(item("x" * 10_001)).encode(),
    ],
    ids=range(13),
)
def test_what_is_no_legacy_is_refused(content: bytes, attic: Heirs, carols: Client) -> None:
    answer = bring(carols, attic, content)

    assert answer.status_code == 422
    assert not Legacy.objects.exists()


def test_odd_values_are_left_out(attic: Heirs, carols: Client) -> None:
    odd = item("Odd.")
    odd |= {"legacy:generation": 7, "legacy:sort": {}, "legacy:helped": -3}
    odd["legacy:cleared"] = "yes"
    bring(carols, attic, collection(odd, **{"legacy:lineage": [3, {"legacy:group": ["x"]}]}))

    found = LegacyNote.objects.get()
    assert (found.generation, found.sort, found.helped_before) == (1, "preparation", 0)
    assert not found.is_resolved


def test_it_goes_on_to_a_third_site_with_its_lineage(
    room: Room,
    note: Comment,
    alice: User,
    attic: Heirs,
    copy: Article,
    carol: User,
    person: Person,
    alices: Client,
    carols: Client,
    sign_in: SignIn,
    settings: Settings,
) -> None:
    agree(note)
    finish(room, alice)
    hand_down(room, alice, names_group=True)
    settings.SITE_URL = "https://first.example.org"
    file = taken(alices, room.reading.pk)
    settings.SITE_URL = "https://second.example.org"
    bring(carols, attic, file)
    actions.be_helped(Heirloom.objects.get(), user=carol)
    close_reading(attic.reading, by=attic.leader)
    attic.reading.refresh_from_db()
    actions.publish(attic.reading, by=attic.leader, reach=ALL, names_group=True)
    second = taken(carols, attic.reading.pk)
    settings.SITE_URL = "https://third.example.org"
    olga = person("olga")
    third = heirs(copy, olga, name="The Loft")

    told = json.loads(second)
    bring(sign_in(olga), third, second)

    assert told["legacy:generation"] == 2
    assert [each["legacy:group"] for each in told["legacy:lineage"]] == ["The Cellar"]
    assert told["first"]["items"][0]["legacy:helped"] == 1
    assert told["first"]["items"][0]["legacy:generation"] == 1
    third.read(olga, 6)
    assert third.notes_for(olga) == [WORDS]
    page = html_of(sign_in(olga).get(reverse("discussions:lineage", args=[third.reading.pk])))
    assert "The Cellar · https://first.example.org/" in page
    assert "third generation" in page


def test_put_back_it_is_gone_for_good(attic: Heirs, carols: Client) -> None:
    bring(carols, attic, collection(item("Brought.")))
    legacy = Legacy.objects.get()

    carols.post(
        reverse("discussions:reception", args=[attic.reading.pk, legacy.pk]), {"act": "put_back"}
    )

    assert not Legacy.objects.exists()
    assert not LegacyNote.objects.exists()
