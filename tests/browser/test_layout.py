"""How pages lie in the window: nothing sticks out, and nothing covers the text."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FloatRect, Locator, Page, expect

from accounts.actions.blocks import block
from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from articles.models import Draft
from discussions.actions import open_thread, reply, report_comment, report_person, settle
from discussions.models import Comment, Report
from groups.actions import (
    ask,
    invite,
    invite_by_mail,
    join,
    pause,
    read_in,
    remove,
    start_reading,
    volunteer,
)
from groups.models import Group, Membership, Reading
from tests.browser.conftest import DESK, PHONE, Browse, Trouble, Words, sample_member
from tests.browser.room import RoomPage
from tests.conftest import Person

WIDTHS = (320, 390, 768, 1280)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_ADDRESS = "https://example.org/" + "a-long-way-from-home/" * 6
CODE = "def prepare(paragraph):  # a line that is a good deal wider than the page of a phone is"

# The boxes of the lines of the text, in the window's coordinates.
LINES = """blocks => blocks.flatMap(block => {
  const range = document.createRange();
  range.selectNodeContents(block);
  return [...range.getClientRects()].map(({x, y, width, height}) => ({x, y, width, height}));
})"""


@dataclass
class Stage:
    """The sample with what strains a page: long words, deep threads, a crowd in one place."""

    reading: Reading
    addresses: dict[str, str]


@pytest.fixture
def miriam(sample_reading: Reading) -> User:
    """The leader of the sample's group, in the language that her browser asks for."""
    user = sample_member("miriam")
    user.language = ""
    user.save()
    return user


@pytest.fixture
def stage(sample_reading: Reading, miriam: User, person: Person) -> Stage:
    group = sample_reading.group
    group.name = f"The {LONG_WORD} Circle"
    group.save()
    for number in range(6):
        join(group, user=person(f"guest{number}"))
    leader = Membership.objects.get(group=group, user=miriam)
    blocks = [Block(LONG_WORD), Block(LONG_ADDRESS), Block(CODE, Kind.CODE), Block(CODE)]
    article = publish(title=LONG_WORD, author=LONG_WORD, blocks=blocks, added_by=miriam)
    strained = start_reading(article, by=leader)
    first = article.paragraphs.all()[0]
    words = f"{LONG_ADDRESS}\n\n    {CODE}\n\n`{CODE}`"
    deep = open_thread(strained, first, author=miriam, source=words, key=uuid.uuid4())
    for _depth in range(7):
        deep = reply(deep, author=miriam, source=words, key=uuid.uuid4())
    draft = Draft(title=LONG_WORD, added_by=miriam)
    draft.blocks = blocks
    draft.save()
    token = invite(leader, note=LONG_WORD).token
    room, strain = sample_reading.pk, strained.pk
    names = {
        "home": (),
        "groups:directory": (),
        "groups:group": (group.pk,),
        "groups:group_new": (),
        "groups:group_edit": (group.pk,),
        "groups:invitations": (group.pk,),
        "groups:invitation": (token,),
        "groups:reading_new": (group.pk,),
        "groups:progress": (room,),
        "groups:gap": (room,),
        "discussions:ties": (room,),
        "articles:library": (),
        "articles:article_new": (),
        "articles:article": (article.pk,),
        "articles:draft": (draft.pk,),
        "accounts:inbox": (),
        "accounts:profile": (),
        "account_email": (),
        "account_change_password": (),
        "discussions:room": (room,),
        "discussions:discussion": (strain, first.pk),
        "discussions:reply": (deep.pk,),
        "discussions:edit": (deep.pk,),
    }
    addresses = {name: reverse(name, args=args) for name, args in names.items()}
    addresses["discussions:room, strained"] = strained.get_absolute_url()
    addresses["nowhere"] = "/nowhere/"
    return Stage(sample_reading, addresses)


STRANGERS = ("home", "account_login", "account_signup", "account_reset_password")


def test_no_page_is_wider_than_the_window(
    stage: Stage, miriam: User, language: str, browse: Browse, trouble: Trouble
) -> None:
    trouble.expect("404")
    hers, strangers = browse(miriam, language=language), browse(language=language)

    wide = too_wide(hers, stage.addresses)
    wide += too_wide(strangers, {name: reverse(name) for name in STRANGERS})

    assert not wide, "\n".join(wide)


@pytest.fixture
def crowd(sample_reading: Reading, miriam: User, person: Person) -> Group:
    """The sample's group with long words wherever people can write."""
    group = sample_reading.group
    Group.objects.filter(pk=group.pk).update(
        name=LONG_WORD[:70], description=LONG_ADDRESS, welcome=LONG_WORD, visibility="unlisted"
    )
    leader = Membership.objects.get(group=group, user=miriam)
    volunteer(leader, is_glad=True)
    asking, *others = (person(f"{number}{LONG_WORD}"[:60]) for number in range(8))
    guests = [join(group, user=other) for other in others]
    barred, report = guests.pop(), report_person(guests[0], by=miriam, words=LONG_ADDRESS)
    pause(guests[2], by=leader, until=timezone.localdate() + timedelta(days=30))
    remove(barred, by=leader, reason=LONG_WORD, bans=True)
    ask(group, user=asking, note=LONG_ADDRESS)
    invite(leader, note=LONG_WORD)
    invite_by_mail(leader, addresses=[f"{LONG_WORD[:60]}@example.org"], message=LONG_WORD)
    block(miriam, blocked=guests[3].user)
    words = Comment.objects.filter(thread__reading=sample_reading).exclude(author=miriam)
    report_comment(words[0], by=miriam, words=LONG_ADDRESS)
    settle(report, by=leader, outcome=Report.Outcome.NOTHING)
    return Group.objects.get(pk=group.pk)


def test_no_page_of_people_is_wider_than_the_window(
    crowd: Group, miriam: User, carol: User, language: str, browse: Browse
) -> None:
    member = crowd.memberships.filter(state="active").exclude(user=miriam)[0]
    pages: dict[str, tuple[object, ...]] = dict.fromkeys(PAGES_OF_A_GROUP, (crowd.pk,))
    pages |= dict.fromkeys(PAGES_OF_A_MEMBER, (crowd.pk, member.pk))
    pages |= dict.fromkeys(SETTINGS, ())
    pages["groups:invitation_qr"] = (crowd.pk, crowd.invitations.links()[0].pk)
    pages["accounts:block"] = (member.user_id,)
    addresses = {name: reverse(name, args=args) for name, args in pages.items()}
    outside = {"groups:at": reverse("groups:at", args=[crowd.code])}

    wide = too_wide(browse(miriam, language=language), addresses)
    wide += too_wide(browse(carol, language=language), outside)
    wide += too_wide(browse(language=language), outside)

    assert not wide, "\n".join(wide)


PAGES_OF_A_GROUP = (
    "groups:group",
    "groups:members",
    "groups:requests",
    "groups:invitations",
    "groups:letters",
    "groups:log",
    "groups:split",
    "groups:closing",
    "groups:leave",
    "discussions:reports",
)
PAGES_OF_A_MEMBER = ("groups:pause", "groups:removal", "discussions:report_person")
SETTINGS = (
    "accounts:profile",
    "accounts:reading",
    "accounts:mail",
    "accounts:privacy",
    "accounts:blocks",
    "accounts:security",
    "accounts:sessions",
    "accounts:erasure",
    "account_reauthenticate",
    "mfa_list_webauthn",
)


def too_wide(page: Page, addresses: dict[str, str]) -> list[str]:
    """The pages that can be scrolled sideways, and the widths at which."""
    wide = []
    for name, url in addresses.items():
        answer = page.goto(url)
        assert answer
        assert name == "nowhere" or answer.ok, f"{name} answers {answer.status}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            needed = page.evaluate("document.scrollingElement.scrollWidth")
            if needed > width:
                wide.append(f"{name} needs {needed} of {width} pixels")
    return wide


def test_page_and_text_have_each_their_direction(
    sample_reading: Reading, miriam: User, browse: Browse
) -> None:
    # There is a Hebrew translation, too.
    read_in(sample_reading.places.get(membership__user=miriam), language="en")
    view = RoomPage(browse(miriam, language="he"), Words("he")).visit(sample_reading)
    view.open(3)

    expect(view.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(view.page.locator("article.text")).to_have_css("direction", "ltr")
    expect(view.discussion).to_have_css("direction", "rtl")
    hebrew = view.discussion.get_by_text("אני לא בטוחה שזה אותו דבר.")
    english = view.discussion.get_by_text("Has this happened to any of you lately?")
    expect(hebrew).to_have_css("direction", "rtl")
    expect(english).to_have_css("direction", "ltr")
    assert box_of(view.discussion)["x"] < box_of(view.paragraph(3))["x"]


def test_language_is_chosen_at_the_foot_of_the_page(browse: Browse, scripts: bool) -> None:
    page = browse(scripts=scripts)
    page.goto("/")

    page.get_by_role("button", name="עברית").click()

    expect(page.locator("html")).to_have_attribute("lang", "he")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        Words("he")("Read one text together, and arrive together.")
    )


def test_discussion_stands_beside_the_text_at_a_desk(
    sample_reading: Reading, miriam: User, browse: Browse
) -> None:
    view = RoomPage(browse(miriam, screen=DESK)).visit(sample_reading)
    view.open(3)

    text, discussion = box_of(view.paragraph(3)), box_of(view.discussion)

    assert text["x"] + text["width"] <= discussion["x"]
    assert discussion["x"] + discussion["width"] <= DESK["viewport"]["width"]


def test_discussion_is_a_sheet_at_the_foot_of_a_phone(
    sample_reading: Reading, miriam: User, browse: Browse
) -> None:
    view = RoomPage(browse(miriam, screen=PHONE)).visit(sample_reading)
    window = PHONE["viewport"]
    view.voices(3).tap()
    expect(view.title).to_be_visible()

    expect(view.discussion).to_have_css("position", "fixed")
    sheet = box_of(view.discussion)
    assert (sheet["x"], sheet["width"]) == (0, window["width"])
    assert sheet["y"] + sheet["height"] == pytest.approx(window["height"], abs=1)
    assert sheet["y"] > window["height"] / 5
    view.close.tap()
    expect(view.discussion).to_be_hidden()


def test_faces_stand_clear_of_the_text(
    stage: Stage, miriam: User, language: str, browse: Browse
) -> None:
    view = RoomPage(browse(miriam, language=language), Words(language)).visit(stage.reading)
    # Six guests stand at the first paragraph, as four faces and a number.
    expect(view.paragraph(1).locator(".face")).to_have_count(5)
    for width in WIDTHS:
        view.page.set_viewport_size({"width": width, "height": 800})
        faces = [box_of(face) for face in view.page.locator(".paragraph .face").all()]
        lines = view.page.locator(".block").evaluate_all(LINES)

        assert [face for face in faces if not 0 <= face["x"] <= width - face["width"]] == []
        assert [(face, line) for face in faces for line in lines if overlap(face, line)] == []


def box_of(thing: Locator) -> FloatRect:
    box = thing.bounding_box()
    assert box, f"{thing} is not there"
    return box


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes share more than an edge."""
    right = min(one["x"] + one["width"], other["x"] + other["width"])
    foot = min(one["y"] + one["height"], other["y"] + other["height"])
    return right - max(one["x"], other["x"]) > 1 and foot - max(one["y"], other["y"]) > 1
