"""Looking a draft over, mending it, and saving what it has become."""

from collections.abc import Sequence
from unittest.mock import ANY

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions.drafts import Outdated, mend_draft
from articles.blocks import MAX_BLOCKS, Block, Kind
from articles.mending import shown_source
from articles.mending.pages import BLOCKS_A_PAGE
from articles.models import Article, Collection, Draft, Paragraph, Picture
from tests.at_once import at_once
from tests.conftest import SignIn
from tests.page import Element, cost, html_of, page_of

LIBRARY = reverse("articles:library")
NAME = f"{'0f' * 16}-800x600"
GATE = (
    Block("Morning", Kind.HEADING, 2),
    Block("The gate stood open."),
    Block("Nobody went through it."),
)
BOOK = (
    Block("By way of a preface."),
    Block("Morning", Kind.HEADING, 1),
    Block("The gate stood open."),
    Block("Evening", Kind.HEADING, 1),
    Block("Nobody went through it."),
)


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def draft(bob: User) -> Draft:
    return draft_of(GATE, bob)


def draft_of(blocks: Sequence[Block], user: User) -> Draft:
    made = Draft(title="The Gate", language="en", added_by=user)
    made.blocks = list(blocks)
    made.save()
    return made


def long_draft(user: User, blocks: int = 2 * BLOCKS_A_PAGE + 50) -> Draft:
    return draft_of([Block(f"Paragraph {number}.") for number in range(1, blocks + 1)], user)


def filled(page: Element) -> dict[str, str]:
    """What a browser would post from the form of this page, without a button."""
    (form,) = page.all("form", of_class="draft")
    fields = {}
    for field in form:
        name = field.attributes.get("name", "")
        if field.tag == "textarea" and name:
            words = "".join(part for part in field.parts if isinstance(part, str))
            fields[name] = words.removeprefix("\n").replace("\n", "\r\n")
        if field.tag == "select":
            chosen = [option for option in field.all("option") if "selected" in option.attributes]
            fields[name] = (chosen or field.all("option"))[0].attributes["value"]
        if field.tag == "input" and field.attributes.get("type") == "checkbox":
            fields |= {name: "on"} if "checked" in field.attributes else {}
        elif field.tag == "input":
            fields[name] = field.attributes.get("value", "")
    return fields


def form_of(draft: Draft, client: Client, page: int = 1) -> dict[str, str]:
    return filled(page_of(client.get(f"{draft.get_absolute_url()}?page={page}")))


def sources(draft: Draft) -> list[str]:
    return [block.source for block in Draft.objects.get(pk=draft.pk).blocks]


def block_at(page: Element, number: int) -> Element:
    return page.at(f"block-{number}")


# --- Looking it over -----------------------------------------------------------------------------


def test_draft_shows_every_block_with_its_choices(draft: Draft, bobs: Client) -> None:
    page = page_of(bobs.get(draft.get_absolute_url()))

    blocks = page.all(of_class="draft-block")
    assert [block.one(of_class="draft-text").text for block in blocks] == sources(draft)
    for block, told in zip(blocks, GATE, strict=True):
        assert block.one("textarea").text == shown_source(told)
        assert not [box for box in block.all("input") if "checked" in box.attributes]
    assert form_of(draft, bobs)["shape-0"] == "heading-2"


def test_blocks_look_as_readers_will_see_them(bob: User, bobs: Client) -> None:
    draft = draft_of(
        [
            Block("One.[^1]"),
            Block(f"![A gate](picture:{NAME})\nIn *spring*", Kind.FIGURE),
            Block("| a | b |\n|---|---|\n| 1 | 2 |", Kind.TABLE),
            Block("שער", Kind.QUOTE, language="he"),
            Block("Ibid.", Kind.FOOTNOTE, label="1"),
        ],
        bob,
    )

    page = page_of(bobs.get(draft.get_absolute_url()))

    image = block_at(page, 2).one("img").attributes
    assert image["src"] == reverse("articles:draft_picture", args=[draft.pk, NAME])
    assert image["alt"] == "A gate"
    assert block_at(page, 2).one("figcaption").one("em").text == "spring"
    assert len(block_at(page, 3).all("td")) == 2
    quote = block_at(page, 4).one("blockquote").attributes
    assert (quote["lang"], quote["dir"]) == ("he", "rtl")
    assert block_at(page, 4).one("textarea").attributes["dir"] == "rtl"
    link = block_at(page, 1).one("sup").one("a")
    assert block_at(page, 5).has(link.attributes["href"].removeprefix("#"))


def test_markup_in_a_draft_is_inert(bob: User, bobs: Client) -> None:
    evil = "</textarea><script>alert(1)</script> [x](javascript:alert(1))"
    draft = draft_of([Block(evil)], bob)

    block = block_at(page_of(bobs.get(draft.get_absolute_url())), 1)

    assert not block.all("script")
    assert not block.all("a")
    assert block.one("textarea").text == evil


def test_page_that_is_posted_as_it_stands_changes_nothing(bob: User, bobs: Client) -> None:
    blocks = [
        Block("\\# Not a heading", Kind.TEXT),
        Block("a\nb", Kind.VERSE),
        Block("\n  x\n", Kind.CODE),
        Block("- a", Kind.LIST_ITEM, 1),
        Block("1. b", Kind.LIST_ITEM, 2),
        Block("more of b", Kind.LIST_ITEM, 2),
    ]
    draft = draft_of(blocks, bob)

    answer = bobs.post(draft.get_absolute_url(), form_of(draft, bobs))

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.blocks, draft.version) == (blocks, 1)


# --- Mending it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ({}, ["Morning", "The gate stood open.", "Nobody went through it."]),
        ({"drop-0": "on"}, ["The gate stood open.", "Nobody went through it."]),
        ({"join-1": "on"}, ["Morning", "The gate stood open. Nobody went through it."]),
        ({"drop-1": "on", "drop-2": "on"}, ["Morning"]),
        ({"drop-1": "on", "join-1": "on"}, ["Morning", "Nobody went through it."]),
        ({"text-1": "It was\r\nopen.\r\n\r\nWide."}, ["Morning", "It was open.", "Wide.", ANY]),
        ({"text-1": ""}, ["Morning", "Nobody went through it."]),
        ({"drop_from": "1", "drop_to": "2"}, ["Nobody went through it."]),
    ],
)
def test_draft_is_mended_as_decided(
    made: dict[str, str], left: list[str], draft: Draft, bobs: Client
) -> None:
    answer = bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | made)

    assert answer.headers["Location"] == f"{draft.get_absolute_url()}?page=1"
    assert sources(draft) == left
    assert Draft.objects.get().version == (2 if made else 1)
    assert not Article.objects.exists()


def test_kinds_and_languages_are_changed(draft: Draft, bobs: Client) -> None:
    made = {"shape-0": "text", "shape-1": "heading-3", "language-2": "ar"}
    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | made)

    assert Draft.objects.get().blocks == [
        Block("Morning"),
        Block("The gate stood open.", Kind.HEADING, 3),
        Block("Nobody went through it.", language="ar"),
    ]


def test_facts_are_kept_with_the_draft(draft: Draft, bobs: Client) -> None:
    typed = {"title": "Gates", "author": "Ann", "licence": "CC BY 4.0", "visibility": "unlisted"}

    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed)

    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in typed} == typed


@pytest.mark.parametrize(
    "fault",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"author": "x" * 201},
        {"language": "x" * 11},
        {"source": "x" * 501},
        {"visibility": "everybody"},
        {"shape-1": "burnt"},
        {"shape-1": "figure"},
        {"language-1": "klingon"},
        {"text-1": "x" * 100_001},
        {"text-1": "x\n\n" * (MAX_BLOCKS + 1)},
        {"drop_from": "1"},
        {"drop_from": "2", "drop_to": "1"},
        {"drop_from": "1", "drop_to": "4"},
        {"drop_from": "0", "drop_to": "1"},
        {"drop_from": "x", "drop_to": "1"},
        {"drop-1": "on", "drop-2": "on"},
    ],
    ids=lambda fault: " ".join(
        f"{name} {value[:4]!r} {len(value)}" for name, value in fault.items()
    ),
)
@pytest.mark.parametrize("button", [{}, {"publish": "1"}], ids=["show", "publish"])
def test_draft_with_a_fault_comes_back_as_it_was_filled_in(
    button: dict[str, str], fault: dict[str, str], draft: Draft, bobs: Client
) -> None:
    typed = form_of(draft, bobs) | {"drop-0": "on", "shape-2": "quote", "text-2": "Not one."}

    answer = bobs.post(draft.get_absolute_url(), typed | fault | button)

    assert answer.status_code == 422
    page = page_of(answer)
    assert page.at("main").all(of_class="errorlist")
    again = filled(page)
    # A list cannot show what is not in it.
    lists = {"language", "visibility", "shape-1", "language-1"} & fault.keys()
    for name in (typed | fault).keys() - {"csrfmiddlewaretoken"} - lists:
        assert again.get(name, "").split() == (typed | fault)[name].split(), name
    assert "open" in block_at(page, 3).one("details").attributes
    assert sources(draft) == [block.source for block in GATE]
    assert not Article.objects.exists()


# --- The same again, or from an old page ---------------------------------------------------------


def test_form_that_is_sent_twice_counts_once(draft: Draft, bobs: Client) -> None:
    form = form_of(draft, bobs) | {"drop-0": "on", "text-1": "It was open.\r\n\r\nWide."}
    bobs.post(draft.get_absolute_url(), form)

    answer = bobs.post(draft.get_absolute_url(), form)

    assert answer.status_code == 409
    assert sources(draft) == ["It was open.", "Wide.", "Nobody went through it."]
    page = page_of(answer)
    assert page.one(role="alert").text
    assert not page.one(role="alert").all("textarea")
    again = filled(page)
    assert again["version"] == "2"
    assert not any(name.startswith("drop-") for name in again)
    assert bobs.post(draft.get_absolute_url(), again).status_code == 302


@pytest.mark.parametrize("button", [{}, {"publish": "1"}, {"go": "2"}])
def test_old_page_changes_nothing_and_loses_nothing(
    button: dict[str, str], draft: Draft, bobs: Client
) -> None:
    old = form_of(draft, bobs)
    bobs.post(draft.get_absolute_url(), old | {"text-1": "Meanwhile.", "drop-0": "on"})
    typed = {"title": "Gates", "text-1": "It was open.", "drop-2": "on", "text-2": "No one."}

    answer = bobs.post(draft.get_absolute_url(), old | typed | button)

    assert answer.status_code == 409
    assert sources(draft) == ["Meanwhile.", "Nobody went through it."]
    page = page_of(answer)
    assert [text.text for text in page.one(role="alert").all("textarea")] == ["It was open."]
    again = filled(page)
    assert again["title"] == "Gates"
    # What has not been changed meanwhile has its decision, in its new place.
    assert (again["drop-1"], again["text-1"]) == ("on", "No one.")
    assert (again.get("drop-0"), again["text-0"]) == (None, "Meanwhile.")
    assert Draft.objects.get().title == "The Gate"
    assert not Article.objects.exists()


@pytest.mark.parametrize("version", ["", "0", "2", "x", "1" * 5000])
def test_page_that_does_not_say_how_old_it_is_counts_as_old(
    version: str, draft: Draft, bobs: Client
) -> None:
    form = form_of(draft, bobs) | {"drop-0": "on", "version": version, "was-x": "1", "was-²": "1"}

    assert bobs.post(draft.get_absolute_url(), form).status_code == 409
    assert len(sources(draft)) == 3


def test_twin_of_a_paragraph_does_not_get_its_decision(bob: User, bobs: Client) -> None:
    draft = draft_of([Block("Amen."), Block("One."), Block("Amen.")], bob)
    form = form_of(draft, bobs) | {"drop-0": "on"}
    bobs.post(draft.get_absolute_url(), form)

    again = filled(page_of(bobs.post(draft.get_absolute_url(), form)))

    assert not any(name.startswith("drop-") for name in again)


def test_mending_of_an_old_version_is_refused(draft: Draft) -> None:
    mend_draft(draft, version=1, blocks=GATE[1:])

    with pytest.raises(Outdated):
        mend_draft(draft, version=1, blocks=GATE[:1])
    assert len(sources(draft)) == 2


# --- Long texts ----------------------------------------------------------------------------------


def test_long_draft_is_shown_in_pages(bob: User, bobs: Client) -> None:
    draft = long_draft(bob)

    def shown(number: str) -> list[str]:
        page = page_of(bobs.get(f"{draft.get_absolute_url()}?page={number}"))
        return [text.text for text in page.all(of_class="draft-text")]

    assert shown("1") + shown("2") + shown("3") == sources(draft)
    assert len(shown("1")) == BLOCKS_A_PAGE
    assert shown("0") == shown("x") == shown("-1") == shown("²") == shown("1")
    assert shown("9") == shown("9" * 40) == shown("3")


def test_page_of_long_paragraphs_has_fewer_of_them(bob: User, bobs: Client) -> None:
    draft = draft_of([Block("word " * 4_000) for _ in range(9)], bob)

    page = page_of(bobs.get(draft.get_absolute_url()))

    assert len(page.all(of_class="draft-block")) == 3


def test_turning_the_page_takes_its_decisions_along(bob: User, bobs: Client) -> None:
    draft = long_draft(bob)
    url = f"{draft.get_absolute_url()}?page=1&next=/groups/"

    answer = bobs.post(url, form_of(draft, bobs) | {"drop-0": "on", "go": str(BLOCKS_A_PAGE)})

    place = f"{draft.get_absolute_url()}?page=1&next=%2Fgroups%2F#block-{BLOCKS_A_PAGE}"
    assert answer.headers["Location"] == place
    assert sources(draft)[0] == "Paragraph 2."
    form = form_of(draft, bobs, page=2) | {"drop-100": "on", "go": "0"}
    answer = bobs.post(f"{draft.get_absolute_url()}?page=2", form)
    assert answer.headers["Location"] == f"{draft.get_absolute_url()}?page=1#block-1"
    assert "Paragraph 102." not in sources(draft)


def test_last_paragraph_of_a_page_joins_the_first_of_the_next(bob: User, bobs: Client) -> None:
    draft = long_draft(bob)

    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | {"join-99": "on"})

    assert sources(draft)[99:101] == ["Paragraph 100. Paragraph 101.", "Paragraph 102."]


def test_many_paragraphs_of_all_pages_are_left_out_at_once(bob: User, bobs: Client) -> None:
    draft = long_draft(bob)

    made = {"drop_from": "2", "drop_to": "250"}
    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | made)

    assert sources(draft) == ["Paragraph 1."]


def test_chapters_of_a_book_lead_to_their_pages(bob: User, bobs: Client) -> None:
    chapters = [
        block
        for number in range(1, 4)
        for block in (Block(f"Ch. {number}", Kind.HEADING, 1), *[Block("Words.")] * 60)
    ]
    draft = draft_of(chapters, bob)

    page = page_of(bobs.get(draft.get_absolute_url())).one(of_class="draft-chapters")

    buttons = [(button.text, button.attributes["value"]) for button in page.all("button")]
    assert buttons == [("Ch. 1", "0"), ("Ch. 2", "61"), ("Ch. 3", "122")]
    answer = bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | {"go": "122"})
    assert answer.headers["Location"] == f"{draft.get_absolute_url()}?page=2#block-123"


@pytest.mark.parametrize("page", [1, 2, 50])
def test_longest_draft_costs_no_more(page: int, draft: Draft, bob: User, bobs: Client) -> None:
    small = cost(bobs, draft.get_absolute_url())
    longest = long_draft(bob, MAX_BLOCKS)

    assert cost(bobs, f"{longest.get_absolute_url()}?page={page}") == small


# --- Publishing it -------------------------------------------------------------------------------


def test_published_draft_is_an_article_of_its_paragraphs_in_order(
    draft: Draft, bob: User, bobs: Client
) -> None:
    typed = {"title": "The Open Gate", "author": "Ann", "source": "https://example.org/gate"}

    answer = bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed | {"publish": "1"})

    article = Article.objects.get()
    assert answer.headers["Location"] == article.get_absolute_url()
    assert {name: getattr(article, name) for name in typed} == typed
    assert (article.added_by, article.visibility, article.language) == (bob, "groups", "en")
    rows = article.paragraphs.values_list("position", "kind", "source")
    assert list(rows) == [
        (1, "heading", "Morning"),
        (2, "text", "The gate stood open."),
        (3, "text", "Nobody went through it."),
    ]
    assert not Draft.objects.exists()


def test_last_decisions_are_in_what_is_published(draft: Draft, bobs: Client) -> None:
    typed = {"drop-0": "on", "join-1": "on", "publish": "1"}

    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed)

    assert [p.source for p in Paragraph.objects.all()] == [
        "The gate stood open. Nobody went through it."
    ]


def test_article_is_for_everyone_if_its_bringer_says_so(
    draft: Draft, carol: User, bobs: Client, sign_in: SignIn
) -> None:
    typed = {"visibility": "public", "publish": "1"}
    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed)

    assert sign_in(carol).get(Article.objects.get().get_absolute_url()).status_code == 200


@pytest.mark.parametrize("blocks", [GATE, BOOK])
def test_publishing_leads_where_one_was_going(
    blocks: Sequence[Block], bob: User, bobs: Client
) -> None:
    draft = draft_of(blocks, bob)
    url = f"{draft.get_absolute_url()}?next=/groups/"
    bobs.post(url, form_of(draft, bobs))

    answer = bobs.post(url, form_of(draft, bobs) | {"publish": "1"})

    assert answer.headers["Location"] == f"/groups/?article={Article.objects.get().pk}"


def test_publishing_leads_to_no_other_site(draft: Draft, bobs: Client) -> None:
    url = f"{draft.get_absolute_url()}?next=https://evil.example/"

    answer = bobs.post(url, form_of(draft, bobs) | {"publish": "1"})

    assert answer.headers["Location"] == Article.objects.get().get_absolute_url()


def test_publishing_twice_makes_one_article_and_leads_to_it(draft: Draft, bobs: Client) -> None:
    url, form = draft.get_absolute_url(), form_of(draft, bobs) | {"publish": "1"}
    bobs.post(url, form)

    made = Article.objects.get()
    assert bobs.post(url, form).headers["Location"] == made.get_absolute_url()
    assert bobs.get(url).headers["Location"] == made.get_absolute_url()


def test_published_draft_is_not_there_for_others(
    draft: Draft, bobs: Client, alice: User, sign_in: SignIn
) -> None:
    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | {"publish": "1"})

    assert sign_in(alice).get(draft.get_absolute_url()).status_code == 404


def test_extra_fields_publish_for_nobody_else(draft: Draft, bob: User, bobs: Client) -> None:
    more = {"added_by": "1000000", "blocks_json": "[]", "html": "<b>x</b>", "publish": "1"}
    more |= {"translation_of": "1", "is_book": "on"}

    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | more)

    article = Article.objects.get()
    assert (article.added_by, article.translation_of) == (bob, None)
    assert article.paragraphs.count() == 3


def test_book_becomes_a_collection_of_its_chapters(bob: User, bobs: Client) -> None:
    draft = draft_of(BOOK, bob)

    typed = {"is_book": "on", "author": "Ann", "publish": "1"}
    answer = bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed)

    collection = Collection.objects.get()
    assert answer.headers["Location"] == collection.get_absolute_url()
    assert (collection.title, collection.author, collection.added_by) == ("The Gate", "Ann", bob)
    chapters = collection.articles.order_by("chapter").values_list("title", flat=True)
    assert list(chapters) == ["The Gate", "Morning", "Evening"]


def test_no_heading_of_a_book_is_lost(bob: User, bobs: Client) -> None:
    headings = [Block(words, Kind.HEADING, 1) for words in ("Part I", "Morning", "The end")]
    draft = draft_of([*headings[:2], Block("The gate stood open."), headings[2]], bob)

    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | {"is_book": "on", "publish": "1"})

    first, last = Article.objects.order_by("chapter")
    assert [p.source for p in first.paragraphs.all()] == ["Part I", "The gate stood open."]
    assert (first.title, last.title) == ("Morning", "The end")


def test_text_with_one_chapter_left_is_no_book(bob: User, bobs: Client) -> None:
    draft = draft_of(BOOK, bob)

    typed = {"is_book": "on", "shape-1": "heading-2", "publish": "1"}
    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed)

    assert Article.objects.get().collection is None
    assert not Collection.objects.exists()


def test_book_without_words_in_its_chapters_is_refused(bob: User, bobs: Client) -> None:
    draft = draft_of([Block("A", Kind.HEADING, 1), Block("B", Kind.HEADING, 1)], bob)

    typed = {"is_book": "on", "publish": "1"}
    answer = bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | typed)

    assert answer.status_code == 422
    assert page_of(answer).at("main").all(of_class="errorlist")
    assert Draft.objects.get().version == 1
    assert not Collection.objects.exists()


def test_pictures_go_with_the_text(bob: User, bobs: Client) -> None:
    draft = draft_of([Block("One."), Block(f"![]( picture:{NAME})", Kind.FIGURE)], bob)
    draft.blocks = [Block("One."), Block(f"![](picture:{NAME})", Kind.FIGURE)]
    draft.save()
    Picture.objects.create(draft=draft, name=NAME, content=b"webp")

    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | {"publish": "1"})

    picture = Picture.objects.get()
    assert (picture.article, bytes(picture.content)) == (Article.objects.get(), b"webp")


def test_translation_is_one_of_its_original(article: Article, alice: User, sign_in: SignIn) -> None:
    client, draft = sign_in(alice), draft_of(GATE, alice)
    draft.translation_of = article
    draft.save()

    client.post(draft.get_absolute_url(), form_of(draft, client) | {"publish": "1"})

    assert list(article.translations.all()) == [Article.objects.exclude(pk=article.pk).get()]


def test_translation_of_what_is_out_of_sight_stands_by_itself(
    article: Article, bob: User, bobs: Client
) -> None:
    draft = draft_of(GATE, bob)
    draft.translation_of = article
    draft.save()

    assert "On Lamps" not in html_of(bobs.get(draft.get_absolute_url()))
    bobs.post(draft.get_absolute_url(), form_of(draft, bobs) | {"publish": "1"})

    assert not article.translations.exists()


# --- At the same moment --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_draft_that_is_saved_twice_at_once_is_one_article(
    draft: Draft, bob: User, bobs: Client
) -> None:
    form = form_of(draft, bobs) | {"publish": "1"}

    answers = at_once(*[lambda: bobs.post(draft.get_absolute_url(), form)] * 2)

    place = Article.objects.get().get_absolute_url()
    assert [answer.headers["Location"] for answer in answers] == [place] * 2


@pytest.mark.django_db(transaction=True)
def test_draft_that_is_mended_twice_at_once_is_mended_once(
    draft: Draft, bob: User, bobs: Client
) -> None:
    form = form_of(draft, bobs) | {"drop-0": "on"}

    answers = at_once(*[lambda: bobs.post(draft.get_absolute_url(), form)] * 2)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert sources(draft) == ["The gate stood open.", "Nobody went through it."]


# --- Whose it is ---------------------------------------------------------------------------------


def test_discarded_draft_is_gone(draft: Draft, bobs: Client) -> None:
    answer = bobs.post(reverse("articles:draft_discard", args=[draft.pk]))

    assert answer.headers["Location"] == LIBRARY
    assert not Draft.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize("url", ["articles:draft", "articles:draft_discard"])
def test_draft_of_another_is_not_there(
    url: str, draft: Draft, bobs: Client, alice: User, erin: User, sign_in: SignIn
) -> None:
    form = form_of(draft, bobs) | {"publish": "1"}
    for stranger in (alice, erin):
        client = sign_in(stranger)
        assert client.post(reverse(url, args=[draft.pk]), form).status_code == 404
        assert "The Gate" not in html_of(client.get(draft.get_absolute_url()))
    assert len(sources(draft)) == 3
    assert not Article.objects.exists()


def test_what_was_filled_in_while_signed_out_is_there_afterwards(
    draft: Draft, bob: User, bobs: Client, sign_in: SignIn
) -> None:
    form = form_of(draft, bobs) | {"title": "Gates", "drop-0": "on", "text-1": "It was open."}
    stranger = sign_in(None)
    stranger.post(draft.get_absolute_url(), form)

    stranger.force_login(bob)
    again = form_of(draft, stranger)

    assert (again["title"], again["drop-0"], again["text-1"]) == ("Gates", "on", "It was open.")
    assert len(sources(draft)) == 3
