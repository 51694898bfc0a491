"""Reading a text by itself: its page, its paragraphs' addresses, and what a long one costs."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.actions import publish
from articles.blocks import Block, Kind
from articles.models import Article, Paragraph, Revision, Visibility
from tests.conftest import Room, SignIn
from tests.page import HTMX, Element, cost, page_of

LATER = HTMX | {"HX-Trigger": "later"}
EARLIER = HTMX | {"HX-Trigger": "earlier"}
# Besides the reader's session and account.
MOST_QUERIES = 3


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


@pytest.fixture
def of_length() -> Callable[[int], Article]:
    """A public text of so many paragraphs, every fiftieth a heading, with a note at its end."""

    def make(length: int) -> Article:
        blocks = [
            Block(f"Part {number}", Kind.HEADING, 2)
            if number % 50 == 1
            else Block(f"Paragraph {number}.")
            for number in range(1, length)
        ]
        blocks[1] = Block("The second, with a note.[^n]")
        blocks.append(Block("What is to be noted.", Kind.FOOTNOTE, label="n"))
        return publish(title="A Walk", blocks=blocks, visibility=Visibility.PUBLIC)

    return make


def paragraph_url(paragraph: Paragraph) -> str:
    return reverse("articles:paragraph", args=[paragraph.article_id, paragraph.pk])


def numbers(page: Element) -> list[int]:
    return [int(number.text) for number in page.all(of_class="paragraph-number")]


def test_page_tells_what_is_known_of_the_text(bobs: Client) -> None:
    article = publish(
        title="Lamps",
        author="A. Gardener",
        source="https://example.org/lamps",
        licence="CC BY 4.0",
        blocks=[Block("One."), Block("Two.")],
        visibility=Visibility.PUBLIC,
    )

    page = page_of(bobs.get(article.get_absolute_url()))

    head = page.one("header", of_class="text-head")
    assert head.text == "Lamps A. Gardener https://example.org/lamps CC BY 4.0"
    assert page.one(of_class="text-facts").text.startswith("English · 2 paragraphs")
    assert numbers(page) == [1, 2]


def test_text_that_only_its_groups_may_read_is_not_there_for_others(
    room: Room, carol: User, sign_in: SignIn, bobs: Client
) -> None:
    url = room.reading.article.get_absolute_url()

    assert bobs.get(url).status_code == 200
    assert sign_in(carol).get(url).status_code == 404


def test_text_leads_to_a_reading_of_it(room: Room, bobs: Client) -> None:
    page = page_of(bobs.get(room.reading.article.get_absolute_url()))

    to = reverse("groups:reading_begin", args=[room.reading.article_id])
    assert page.one("a", href=to).text == "Read it with my group"


def test_paragraph_in_another_language_says_so(bobs: Client) -> None:
    article = publish(
        title="Lamps",
        blocks=[Block("One."), Block("שתיים.", language="he")],
        visibility=Visibility.PUBLIC,
    )

    first, second = page_of(bobs.get(article.get_absolute_url())).all(of_class="block")

    assert "lang" not in first.attributes
    assert (second.attributes["lang"], second.attributes["dir"]) == ("he", "rtl")


def test_wide_table_can_be_scrolled_by_keyboard(bobs: Client) -> None:
    table = Block("| a | b |\n|---|---|\n| 1 | 2 |", Kind.TABLE)
    article = publish(title="Lamps", blocks=[table], visibility=Visibility.PUBLIC)

    box = page_of(bobs.get(article.get_absolute_url())).one("div", of_class="is-table")

    assert box.attributes["tabindex"] == "0"
    assert box.attributes["aria-label"] == "Table"


# --- Contents ------------------------------------------------------------------------------------


def test_contents_lead_to_the_pages_of_their_headings(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    article = of_length(340)
    headings = article.text.filter(kind="heading")

    contents = page_of(bobs.get(article.get_absolute_url())).one(
        "nav", **{"aria-label": "Contents"}
    )

    assert [link.text for link in contents.all("a")] == [h.source for h in headings]
    assert contents.all("a")[0].attributes["href"].endswith(f"?page=1#paragraph-{headings[0].pk}")
    assert contents.all("a")[-1].attributes["href"].endswith(f"?page=2#paragraph-{headings[6].pk}")


def test_text_of_one_heading_has_no_contents(
    article: Article, alice: User, sign_in: SignIn
) -> None:
    page = page_of(sign_in(alice).get(article.get_absolute_url()))

    assert not page.all(of_class="contents")


def test_contents_of_very_many_headings_keep_to_the_upper_levels(bobs: Client) -> None:
    blocks = [
        Block(f"Heading {number}", Kind.HEADING, 2 if number % 10 == 0 else 3)
        for number in range(200)
    ]
    article = publish(title="Lists", blocks=blocks, visibility=Visibility.PUBLIC)

    contents = page_of(bobs.get(article.get_absolute_url())).one(
        "nav", **{"aria-label": "Contents"}
    )

    assert len(contents.all("a")) == 20


def test_contents_leave_out_notes_and_markup(bobs: Client) -> None:
    blocks = [
        Block("One *two* & three[^1]", Kind.HEADING, 2),
        Block("Four", Kind.HEADING, 2),
        Block("A note.", Kind.FOOTNOTE, label="1"),
    ]
    article = publish(title="Lists", blocks=blocks, visibility=Visibility.PUBLIC)

    contents = page_of(bobs.get(article.get_absolute_url())).one(
        "nav", **{"aria-label": "Contents"}
    )

    assert contents.text == "One two & three Four"


# --- Addresses of paragraphs ---------------------------------------------------------------------


def test_address_of_a_paragraph_leads_to_its_page(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    article = of_length(340)
    far = article.text.get(position=170)

    answer = bobs.get(paragraph_url(far))

    assert answer.headers["Location"] == f"{article.get_absolute_url()}?page=2#paragraph-{far.pk}"
    assert page_of(bobs.get(answer.headers["Location"])).has(f"paragraph-{far.pk}")


def test_address_in_a_short_text_names_no_page(
    article: Article, alice: User, sign_in: SignIn
) -> None:
    second = article.text.get(position=2)

    answer = sign_in(alice).get(paragraph_url(second))

    assert answer.headers["Location"] == f"{article.get_absolute_url()}#paragraph-{second.pk}"


def removed(paragraph: Paragraph, into: Paragraph | None = None) -> Paragraph:
    """Take a paragraph out of its text, as a revision does."""
    article = paragraph.article
    paragraph.removed_in = Revision.objects.create(article=article, number=2, source="")
    paragraph.merged_into = into
    paragraph.save()
    for later in article.text.filter(position__gt=paragraph.position):
        later.position -= 1
        later.save()
    return paragraph


def test_removed_paragraph_leads_to_where_it_stood(
    article: Article, alice: User, sign_in: SignIn
) -> None:
    gone, after = article.text.filter(position__in=[2, 3])
    removed(gone)

    answer = sign_in(alice).get(paragraph_url(gone), follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"#paragraph-{after.pk}")
    said = page_of(answer).at("toasts").text
    assert said == "This paragraph is no longer in the text. It stood where ¶ 2 is now."


def test_last_paragraph_when_removed_leads_to_the_one_before(
    article: Article, alice: User, sign_in: SignIn
) -> None:
    before, gone = article.text.filter(position__in=[4, 5])
    removed(gone)

    answer = sign_in(alice).get(paragraph_url(gone))

    assert answer.headers["Location"].endswith(f"#paragraph-{before.pk}")


def test_joined_paragraph_leads_to_what_took_it_in(
    article: Article, alice: User, sign_in: SignIn
) -> None:
    first, gone = article.text.filter(position__in=[1, 2])
    removed(gone, into=first)

    answer = sign_in(alice).get(paragraph_url(gone), follow=True)

    assert answer.redirect_chain[-1][0].endswith(f"#paragraph-{first.pk}")
    assert page_of(answer).at("toasts").text == "This paragraph has become part of ¶ 1."


def test_paragraph_of_another_text_has_no_address_in_this_one(
    article: Article, room: Room, alice: User, sign_in: SignIn
) -> None:
    other = publish(title="Elsewhere", blocks=[Block("Another text.")], added_by=alice)
    url = reverse("articles:paragraph", args=[article.pk, other.text.get().pk])

    assert sign_in(alice).get(url).status_code == 404


# --- Long texts ----------------------------------------------------------------------------------


def test_long_text_has_pages_that_lead_on_and_back(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    url = of_length(340).get_absolute_url()

    first, second, last = (page_of(bobs.get(f"{url}?page={number}")) for number in (1, 2, 3))

    assert numbers(first) == list(range(1, 151))
    assert numbers(second) == list(range(151, 341))
    assert first.one("a", rel="next").attributes["href"] == f"{url}?page=2"
    assert not first.all("a", rel="prev")
    assert second.one("a", rel="prev").attributes["href"] == f"{url}?page=1"
    assert numbers(last) == numbers(first), "a page that is not there is the first"


@pytest.mark.parametrize(("headers", "leads"), [(LATER, "next"), (EARLIER, "prev")])
def test_page_that_comes_by_itself_leads_further_only(
    headers: dict[str, str], leads: str, of_length: Callable[[int], Article], bobs: Client
) -> None:
    url = of_length(500).get_absolute_url()

    fragment = page_of(bobs.get(f"{url}?page=2", headers=headers))

    assert not fragment.all("html")
    assert numbers(fragment) == list(range(151, 301))
    assert [link.attributes["rel"] for link in fragment.all("a") if "rel" in link.attributes] == [
        leads
    ]


def test_text_opens_at_a_paragraph(of_length: Callable[[int], Article], bobs: Client) -> None:
    article = of_length(340)
    far = article.text.get(position=200)

    page = page_of(bobs.get(article.get_absolute_url(), {"at": far.pk}))

    assert page.has(f"paragraph-{far.pk}")


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 18, "9" * 400])
def test_text_opens_at_its_beginning_for_a_paragraph_that_is_not_there(
    asked: str, of_length: Callable[[int], Article], bobs: Client
) -> None:
    page = page_of(bobs.get(of_length(340).get_absolute_url(), {"at": asked}))

    assert numbers(page)[0] == 1


def test_note_that_stands_on_another_page_is_shown_with_what_mentions_it(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    page = page_of(bobs.get(of_length(340).get_absolute_url()))

    to = page.one("a", role="doc-noteref").attributes["href"]
    notes = page.one("section", of_class="notes")
    assert notes.text == "n What is to be noted."
    assert notes.has(to.removeprefix("#"))
    back = notes.one("a", role="doc-backlink").attributes["href"]
    assert page.has(back.removeprefix("#"))


def test_note_leads_back_to_a_mention_on_another_page(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    article = of_length(340)
    page = page_of(bobs.get(f"{article.get_absolute_url()}?page=2"))
    back = page.one("a", role="doc-backlink").attributes["href"]

    answer = bobs.get(back)

    assert not page.all(of_class="notes")
    anchor = back.partition("#")[2]
    assert answer.headers["Location"] == f"{article.get_absolute_url()}?page=1#{anchor}"
    assert page_of(bobs.get(answer.headers["Location"])).has(anchor)


def test_notes_of_a_short_text_stand_only_once(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    page = page_of(bobs.get(of_length(60).get_absolute_url()))

    assert not page.all(of_class="notes")
    assert page.one("a", role="doc-backlink").attributes["href"].startswith("#mention-")


def test_long_text_costs_no_more_than_a_short_one(
    of_length: Callable[[int], Article], bobs: Client
) -> None:
    short, long = of_length(5), of_length(2000)

    few, many = (cost(bobs, text.get_absolute_url()) for text in (short, long))

    assert few <= many <= 2 + MOST_QUERIES
