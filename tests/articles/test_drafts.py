"""Bringing in a text through the site: paste or upload it, look it over, mend it, publish it."""

import codecs

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.blocks import MAX_CHARACTERS, Block, Kind
from articles.forms import MAX_FILE_BYTES
from articles.models import Article, Draft, Paragraph
from tests.conftest import SignIn
from tests.page import cost, html_of, page_of

NEW = reverse("articles:article_new")
LIBRARY = reverse("articles:library")
WORDS = "The gate stood open.\n\nNobody went through it.\n\nThen it was evening."


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def draft(bob: User) -> Draft:
    made = Draft(title="The Gate", language="en", added_by=bob)
    made.blocks = [
        Block("Morning", Kind.HEADING, 1),
        Block("The gate stood open."),
        Block("Nobody went through it."),
    ]
    made.save()
    return made


def file(data: bytes, name: str = "gate.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/plain")


def facts(**changed: str) -> dict[str, str]:
    """What the form of a draft posts besides the decisions."""
    return {"title": "The Gate", "author": "", "language": "en", "source": ""} | changed


def decisions(*made: str) -> dict[str, str]:
    return {f"block-{index}": decision for index, decision in enumerate(made)}


def sources(draft: Draft) -> list[str]:
    return [block.source for block in Draft.objects.get(pk=draft.pk).blocks]


# --- Bringing it ---------------------------------------------------------------------------------


def test_pasted_text_becomes_a_draft_of_its_paragraphs(bob: User, bobs: Client) -> None:
    answer = bobs.post(NEW, {"text": WORDS})

    draft = Draft.objects.get()
    assert answer.headers["Location"] == draft.get_absolute_url()
    assert (draft.added_by, draft.is_public) == (bob, False)
    assert [block.source for block in draft.blocks] == WORDS.split("\n\n")
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        WORDS.encode("utf-16"),
        WORDS.replace("\n", "\r\n").encode("cp1252"),
    ],
    ids=["UTF-8", "with a mark", "UTF-16", "Windows"],
)
def test_file_becomes_a_draft_of_its_paragraphs(data: bytes, bobs: Client) -> None:
    bobs.post(NEW, {"text": "", "file": file(data)})

    assert [block.source for block in Draft.objects.get().blocks] == WORDS.split("\n\n")


def test_title_page_of_a_text_is_found(bobs: Client) -> None:
    bobs.post(NEW, {"text": f"---\ntitle: The Gate\nauthor: Ann\nlang: he\n---\n\n{WORDS}"})

    draft = Draft.objects.get()
    assert (draft.title, draft.author, draft.language) == ("The Gate", "Ann", "he")


def test_title_page_that_is_too_long_is_shortened(bobs: Client) -> None:
    matter = f"---\ntitle: {'T ' * 3000}\nauthor: {'A ' * 3000}\nlang: {'l' * 3000}\n---\n\n"

    bobs.post(NEW, {"text": matter + WORDS})

    draft = Draft.objects.get()
    assert 0 < len(draft.title) <= 300
    assert 0 < len(draft.author) <= 200
    assert draft.language == "en"


def test_where_to_go_afterwards_is_handed_on(bobs: Client) -> None:
    answer = bobs.post(f"{NEW}?next=/groups/", {"text": WORDS})

    kept = f"{Draft.objects.get().get_absolute_url()}?next=%2Fgroups%2F"
    assert answer.headers["Location"] == kept


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "* * *\n\n---", "x" * (MAX_CHARACTERS + 1), "One.\n\n" * 5001],
    ids=["none", "blank", "no words", "too long", "too many paragraphs"],
)
def test_text_that_cannot_be_taken_comes_back(text: str, bobs: Client) -> None:
    answer = bobs.post(NEW, {"text": text})

    assert answer.status_code == 422
    page = page_of(answer).at("main")
    assert page.one("textarea").text == " ".join(text.split())
    assert page.all(of_class="errorlist")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\n ",
        b"%PDF-1.7 and so on",
        b"PK\x03\x04\x00\x00\x00 a zip",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        (("門" * 30_000 + "\n\n") * (MAX_FILE_BYTES // 90_000 + 1)).encode(),
        "Half a ש".encode()[:-1] + b" and more than enough \xd7\xa9\xd7\xa9\xd7\xa9 letters",
    ],
    ids=["empty", "blank", "PDF", "zip", "picture", "too large", "damaged"],
)
def test_file_that_cannot_be_taken_says_why_and_leaves_what_was_pasted(
    data: bytes, bobs: Client
) -> None:
    answer = bobs.post(NEW, {"text": "Pasted words.", "file": file(data)})

    assert answer.status_code == 422
    page = page_of(answer).at("main")
    assert page.one("textarea").text == "Pasted words."
    assert page.one(of_class="errorlist").text
    assert not Draft.objects.exists()


def test_name_of_a_file_is_never_shown_as_markup(bobs: Client) -> None:
    named = file(b"", name="<script>alert(1)</script>\r\nSet-Cookie: x.txt")

    assert "<script>alert" not in html_of(bobs.post(NEW, {"text": "", "file": named}))


# --- Mending it ----------------------------------------------------------------------------------


def test_draft_shows_every_block_with_a_choice(draft: Draft, bobs: Client) -> None:
    page = page_of(bobs.get(draft.get_absolute_url()))

    blocks = page.all(of_class="draft-block")
    assert [block.one(of_class="draft-text").text for block in blocks] == sources(draft)
    for block in blocks:
        (checked,) = [i for i in block.all("input", type="radio") if "checked" in i.attributes]
        assert checked.attributes["value"] == "keep"


def test_markup_in_a_draft_is_inert(draft: Draft, bobs: Client) -> None:
    draft.blocks = [Block("<script>alert(1)</script> [x](javascript:alert(1))")]
    draft.save()

    text = page_of(bobs.get(draft.get_absolute_url())).one(of_class="draft-text")

    assert not text.all("script")
    assert not text.all("a")


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ((), ["Morning", "The gate stood open.", "Nobody went through it."]),
        (("drop",), ["The gate stood open.", "Nobody went through it."]),
        (("keep", "join"), ["Morning", "The gate stood open. Nobody went through it."]),
        (("keep", "drop", "drop"), ["Morning"]),
    ],
)
def test_draft_is_mended_as_decided(
    made: tuple[str, ...], left: list[str], draft: Draft, bobs: Client
) -> None:
    answer = bobs.post(draft.get_absolute_url(), facts() | decisions(*made))

    assert answer.headers["Location"] == draft.get_absolute_url()
    assert sources(draft) == left
    assert not Article.objects.exists()


def test_text_and_heading_change_places(draft: Draft, bobs: Client) -> None:
    bobs.post(draft.get_absolute_url(), facts() | decisions("text", "heading"))

    kinds = [(block.kind, block.level) for block in Draft.objects.get().blocks]
    assert kinds == [(Kind.TEXT, 0), (Kind.HEADING, 2), (Kind.TEXT, 0)]


def test_draft_cannot_be_left_without_a_paragraph(draft: Draft, bobs: Client) -> None:
    answer = bobs.post(draft.get_absolute_url(), facts() | decisions("drop", "drop", "drop"))

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert len(sources(draft)) == 3


@pytest.mark.parametrize(
    "fault",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"author": "x" * 201},
        {"language": "x" * 11},
        {"source": "x" * 501},
        {"block-1": "burn"},
    ],
    ids=["no title", "long title", "long author", "long language", "long source", "no decision"],
)
@pytest.mark.parametrize("button", [{}, {"publish": "1"}], ids=["show", "publish"])
def test_draft_with_a_fault_comes_back_with_its_decisions(
    button: dict[str, str], fault: dict[str, str], draft: Draft, bobs: Client
) -> None:
    answer = bobs.post(draft.get_absolute_url(), facts() | decisions("drop") | fault | button)

    assert answer.status_code == 422
    page = page_of(answer)
    first = page.at("block-1").all("input", name="block-0", value="drop")
    assert "checked" in first[0].attributes
    assert len(sources(draft)) == 3
    assert not Article.objects.exists()
    assert not Paragraph.objects.exists()


# --- Publishing it -------------------------------------------------------------------------------


def test_published_draft_is_an_article_of_its_paragraphs_in_order(
    draft: Draft, bob: User, bobs: Client
) -> None:
    typed = facts(title="The Open Gate", author="Ann", source="https://example.org/gate")

    answer = bobs.post(draft.get_absolute_url(), typed | {"publish": "1"})

    article = Article.objects.get()
    assert answer.headers["Location"] == article.get_absolute_url()
    assert (article.title, article.author, article.source) == (
        "The Open Gate",
        "Ann",
        "https://example.org/gate",
    )
    assert (article.added_by, article.is_public, article.language) == (bob, False, "en")
    rows = article.paragraphs.values_list("position", "kind", "source")
    assert list(rows) == [
        (1, "heading", "Morning"),
        (2, "text", "The gate stood open."),
        (3, "text", "Nobody went through it."),
    ]
    assert not Draft.objects.exists()


def test_last_decisions_are_in_what_is_published(draft: Draft, bobs: Client) -> None:
    typed = facts() | decisions("drop", "join") | {"publish": "1"}

    bobs.post(draft.get_absolute_url(), typed)

    assert [p.source for p in Paragraph.objects.all()] == [
        "The gate stood open. Nobody went through it."
    ]


def test_article_is_for_everyone_if_its_bringer_says_so(
    draft: Draft, carol: User, bobs: Client, sign_in: SignIn
) -> None:
    bobs.post(draft.get_absolute_url(), facts(is_public="on") | {"publish": "1"})

    assert sign_in(carol).get(Article.objects.get().get_absolute_url()).status_code == 200


def test_publishing_leads_where_one_was_going(draft: Draft, bobs: Client) -> None:
    url = f"{draft.get_absolute_url()}?next=/groups/"
    bobs.post(url, facts())

    answer = bobs.post(url, facts() | {"publish": "1"})

    assert answer.headers["Location"] == "/groups/"


def test_publishing_leads_to_no_other_site(draft: Draft, bobs: Client) -> None:
    url = f"{draft.get_absolute_url()}?next=https://evil.example/"

    answer = bobs.post(url, facts() | {"publish": "1"})

    assert answer.headers["Location"] == Article.objects.get().get_absolute_url()


def test_publishing_twice_makes_one_article(draft: Draft, bobs: Client) -> None:
    url = draft.get_absolute_url()
    bobs.post(url, facts() | {"publish": "1"})

    assert bobs.post(url, facts() | {"publish": "1"}).status_code == 404
    assert Article.objects.count() == 1


def test_extra_fields_publish_for_nobody_else(draft: Draft, bob: User, bobs: Client) -> None:
    more = {"added_by": "1000000", "blocks_json": "[]", "html": "<b>x</b>", "publish": "1"}

    bobs.post(draft.get_absolute_url(), facts() | more)

    article = Article.objects.get()
    assert article.added_by == bob
    assert article.paragraphs.count() == 3


def test_discarded_draft_is_gone(draft: Draft, bobs: Client) -> None:
    answer = bobs.post(reverse("articles:draft_discard", args=[draft.pk]))

    assert answer.headers["Location"] == LIBRARY
    assert not Draft.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize("url", ["articles:draft", "articles:draft_discard"])
def test_draft_of_another_is_not_there(
    url: str, draft: Draft, alice: User, erin: User, sign_in: SignIn
) -> None:
    for stranger in (alice, erin):
        client = sign_in(stranger)
        answer = client.post(reverse(url, args=[draft.pk]), facts() | {"publish": "1"})
        assert answer.status_code == 404
        assert "The Gate" not in html_of(client.get(draft.get_absolute_url()))
    assert len(sources(draft)) == 3
    assert not Article.objects.exists()


def test_longer_draft_costs_no_more(draft: Draft, bobs: Client) -> None:
    small = cost(bobs, draft.get_absolute_url())
    draft.blocks = [Block(f"Paragraph {number}.") for number in range(100)]
    draft.save()

    assert cost(bobs, draft.get_absolute_url()) == small
