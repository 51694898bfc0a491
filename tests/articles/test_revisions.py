"""Revisions of saved texts: what stays what it was, what is asked, and what is refused."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.actions import RevisedMeanwhile, publish, revise
from articles.alignment import Alignment
from articles.blocks import Block, Kind
from articles.cutting import blocks_of
from articles.cutting.recutting import recut
from articles.markdown import document
from articles.models import Article, Picture
from articles.search import search
from tests.articles.revising import paragraph_of, revised_of, revised_to, text_of
from tests.at_once import at_once
from tests.conftest import SignIn
from tests.page import Element, bare, cost, html_of, page_of

LAMPS = [
    "The lamp above the bakery is lit before dawn, and the street is blue.",
    "Whoever passes greets the baker, who cannot see them for the light.",
    "In winter the snow on the sill is yellow until the sun is up.",
    "Nobody has ever asked who pays for the oil of that lamp.",
]
SOURCE = "\n\n".join(LAMPS) + "\n"


@pytest.fixture
def lamps(alice: User) -> Article:
    return publish(title="On Lamps", blocks=list(map(Block, LAMPS)), added_by=alice)


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def keys(article: Article) -> list[int]:
    return list(article.text.values_list("pk", flat=True))


def positions(article: Article) -> list[int]:
    return list(article.text.values_list("position", flat=True))


def url_of(article: Article, name: str = "edit", *args: object) -> str:
    return reverse(f"articles:{name}", args=[article.pk, *args])


def filled(article: Article, text: str, **fields: object) -> dict[str, object]:
    """What a browser posts from the editor."""
    facts = {name: getattr(article, name) for name in ("title", "author", "language")}
    more = {"source": article.source, "licence": article.licence, "visibility": "groups"}
    base = {"text": text, "note": "", "base": 1, "whole": "1"}
    return {**facts, **more, **base, **fields}


# --- What a revision does to paragraphs ----------------------------------------------------------


def test_paragraphs_keep_their_keys(lamps: Article, alice: User) -> None:
    before = keys(lamps)

    revised_to(lamps, "\n\n".join([LAMPS[2], LAMPS[0], "A word.", LAMPS[1], LAMPS[3]]), by=alice)

    after = keys(lamps)
    assert [after[1], after[3], after[0], after[4]] == before
    assert positions(lamps) == [1, 2, 3, 4, 5]


def test_removed_paragraph_stays_beside_the_text(lamps: Article, alice: User) -> None:
    gone = lamps.text[1]

    made = revised_to(lamps, "\n\n".join([LAMPS[0], *LAMPS[2:]]), by=alice)

    gone.refresh_from_db()
    assert gone.removed_in == made
    assert gone.position == 2
    assert text_of(lamps) == [LAMPS[0], *LAMPS[2:]]


def test_removed_paragraph_keeps_its_place_through_later_revisions(
    lamps: Article, alice: User
) -> None:
    gone = lamps.text[2]
    revised_to(lamps, "\n\n".join([*LAMPS[:2], LAMPS[3]]), by=alice)

    revised_to(lamps, "\n\n".join(["Before all.", "Still before.", *LAMPS[:2], LAMPS[3]]), by=alice)

    gone.refresh_from_db()
    assert gone.position == 5
    assert lamps.text[4].source == LAMPS[3]


def test_joined_paragraph_leads_to_the_whole(lamps: Article, alice: User) -> None:
    second = lamps.text[1]

    revised_to(lamps, "\n\n".join([f"{LAMPS[0]} {LAMPS[1]}", *LAMPS[2:]]), by=alice)

    second.refresh_from_db()
    assert second.is_removed
    assert second.merged_into == lamps.text[0]


def test_joined_paragraph_leads_on_when_the_whole_is_joined(lamps: Article, alice: User) -> None:
    second = lamps.text[1]
    revised_to(lamps, "\n\n".join([LAMPS[0], f"{LAMPS[1]} {LAMPS[2]}", LAMPS[3]]), by=alice)
    third = paragraph_of(lamps, LAMPS[2]) if not second.is_removed else second

    revised_to(lamps, "\n\n".join([" ".join(LAMPS[:3]), LAMPS[3]]), by=alice)

    third.refresh_from_db()
    assert third.merged_into == lamps.text[0]


def test_split_paragraph_stays_its_greater_part(lamps: Article, alice: User) -> None:
    first = lamps.text[0]
    start, end = LAMPS[0].split(", ")

    revised_to(lamps, "\n\n".join([f"{start}.", end.capitalize(), *LAMPS[1:]]), by=alice)

    assert keys(lamps)[0] == first.pk
    assert len(keys(lamps)) == 5


def test_paragraph_comes_back_as_what_it_was(lamps: Article, alice: User) -> None:
    before = keys(lamps)
    revised_to(lamps, "\n\n".join(LAMPS[:3]), by=alice)

    revised_to(lamps, SOURCE, by=alice)

    assert keys(lamps) == before
    assert not lamps.paragraphs.removed().exists()


def test_revision_holds_source_keys_and_who_made_it(lamps: Article, alice: User) -> None:
    made = revised_to(lamps, f"# Oil\n\n{SOURCE}", by=alice, note="A heading")

    made.refresh_from_db()
    assert made.number == 2
    assert made.source == f"# Oil\n\n{SOURCE}"
    assert made.keys == keys(lamps)
    assert (made.made_by, made.note) == (alice, "A heading")
    assert [block.source for block in blocks_of(made.source)] == text_of(lamps)


def test_what_changes_nothing_is_no_revision(lamps: Article, alice: User) -> None:
    made = revised_to(lamps, SOURCE.replace("\n", "\r\n"), by=alice)

    assert made.number == 1
    assert lamps.revisions.count() == 1


def test_other_kinds_and_levels_are_changes(lamps: Article, alice: User) -> None:
    revised_to(lamps, SOURCE.replace("Nobody", "> Nobody"), by=alice)

    assert lamps.text[3].kind == Kind.QUOTE
    assert lamps.revisions.count() == 2


def test_notes_are_linked_anew_where_one_comes_before_them(alice: User) -> None:
    noted = "A lamp.[^b]\n\n[^b]: Of brass.\n"
    article = publish(title="Notes", blocks=list(blocks_of(noted)), added_by=alice)

    revised_to(article, f"A wick.[^w]\n\n[^w]: Of flax.\n\n{noted}", by=alice)

    assert f'href="#note-{article.pk}-2"' in article.text[2].html
    assert f'id="note-{article.pk}-2"' in article.text[3].html


def test_search_finds_the_new_words_only(lamps: Article, alice: User) -> None:
    revised_to(lamps, SOURCE.replace("bakery", "smithy"), by=alice)

    assert search("smithy", user=alice).paragraphs == 1
    assert search("bakery", user=alice).paragraphs == 0


def test_revision_moves_thousands_of_paragraphs(alice: User) -> None:
    blocks = [Block(f"Sentence number {number} of a long book.") for number in range(1200)]
    article = publish(title="Long", blocks=blocks, added_by=alice)
    before = keys(article)

    revised_of(article, [Block("Before everything."), *blocks[600:], *blocks[:600]], by=alice)

    assert keys(article)[1:] == before[600:] + before[:600]
    assert positions(article) == list(range(1, 1202))


def test_number_of_queries_does_not_grow_with_the_text(alice: User) -> None:
    def queries(length: int) -> int:
        blocks = [Block(f"Sentence number {number} of a book.") for number in range(length)]
        article = publish(title="Book", blocks=blocks, added_by=alice)
        with CaptureQueriesContext(connection) as captured:
            revised_of(article, [Block("Before everything."), *blocks[:-1]], by=alice)
        return len(captured)

    assert queries(10) == queries(300)


def test_translation_keeps_its_pairs(lamps: Article, alice: User) -> None:
    hebrew = ["המנורה שמעל המאפייה דולקת לפני עלות השחר.", "מי שעובר מברך את האופה."]
    blocks = list(map(Block, hebrew))
    translation = publish(
        title="על", blocks=blocks, language="he", added_by=alice, translation_of=lamps
    )
    paired = [p.original_id for p in translation.text]

    revised_to(lamps, "\n\n".join([LAMPS[1], LAMPS[0], *LAMPS[2:]]), by=alice)
    revised_of(translation, [blocks[0], Block("משפט חדש לגמרי."), blocks[1]], by=alice)

    assert [p.original_id for p in translation.text] == [paired[0], None, paired[1]]


def test_outdated_revision_is_refused(lamps: Article, alice: User) -> None:
    revised_to(lamps, f"{SOURCE}\nMore.", by=alice)
    alignment = Alignment((0,), (), ((),), {}, {})

    with pytest.raises(RevisedMeanwhile) as refused:
        revise(lamps, by=alice, blocks=[Block("Less.")], alignment=alignment, base=1)

    assert refused.value.latest.number == 2
    assert len(text_of(lamps)) == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(lamps: Article, alice: User) -> None:
    def save(words: str) -> Callable[[], str]:
        blocks = [*recut(SOURCE, language="en"), Block(words)]
        alignment = Alignment((0, 1, 2, 3, None), (), ((),) * 5, {}, {})

        def act() -> str:
            try:
                revise(lamps, by=alice, blocks=blocks, alignment=alignment, base=1)
            except RevisedMeanwhile:
                return "told"
            return "saved"

        return act

    assert sorted(at_once(save("One."), save("Two."))) == ["saved", "told"]
    assert lamps.revisions.count() == 2
    assert len(text_of(lamps)) == 5


# --- The editor ----------------------------------------------------------------------------------


def test_editor_begins_with_the_source_as_it_is(alices: Client, lamps: Article) -> None:
    page = page_of(alices.get(url_of(lamps)))

    assert page.one("textarea", name="text").text.startswith(LAMPS[0])
    assert page.one("input", name="base").attributes["value"] == "1"


def test_editor_saves(alices: Client, lamps: Article) -> None:
    answer = alices.post(url_of(lamps), filled(lamps, SOURCE.replace("oil", "gas"), title="Gas"))

    lamps.refresh_from_db()
    assert answer.headers["Location"] == lamps.get_absolute_url()
    assert lamps.title == "Gas"
    assert text_of(lamps)[3].endswith("gas of that lamp.")


def test_facts_alone_make_a_revision(alices: Client, lamps: Article) -> None:
    alices.post(url_of(lamps), filled(lamps, SOURCE, author="A. Baker"))

    lamps.refresh_from_db()
    assert lamps.author == "A. Baker"
    assert lamps.revisions.count() == 2


def test_preview_saves_nothing(alices: Client, lamps: Article) -> None:
    text = SOURCE.replace("bakery", "smithy")

    answer = alices.post(url_of(lamps), filled(lamps, text, preview="1"))

    page = page_of(answer)
    assert [ins.text for ins in page.all("ins")] == ["put in: smithy"]
    assert [gone.text for gone in page.all("del")] == ["taken out: bakery"]
    assert "3 paragraphs as they were" in page.text
    assert "smithy" in page.one("textarea", name="text").text
    assert text_of(lamps) == LAMPS


def test_text_without_words_is_refused_and_kept(alices: Client, lamps: Article) -> None:
    answer = alices.post(url_of(lamps), filled(lamps, "***\n\n—", note="Emptied"))

    page = page_of(answer)
    assert answer.status_code == 422
    assert "There are no words in this text." in page.text
    assert page.one("textarea", name="text").text == "*** —"
    assert page.one("input", name="note").attributes["value"] == "Emptied"


def test_picture_of_nowhere_is_refused(alices: Client, lamps: Article) -> None:
    picture = f"![A lamp](picture:{'0f' * 16}-8x6)\n"
    assert alices.post(url_of(lamps), filled(lamps, SOURCE + "\n" + picture)).status_code == 422

    Picture.objects.create(article=lamps, name=f"{'0f' * 16}-8x6", content=b"RIFF")
    assert alices.post(url_of(lamps), filled(lamps, SOURCE + "\n" + picture)).status_code == 302


def test_pictures_that_are_no_longer_shown_stay(alices: Client, alice: User) -> None:
    name = f"{'0f' * 16}-8x6"
    blocks = [Block(f"![A lamp](picture:{name})", Kind.FIGURE), Block("Words.")]
    article = publish(title="P", blocks=blocks, pictures={name: b"RIFF"}, added_by=alice)

    alices.post(url_of(article), filled(article, "Words."))

    assert text_of(article) == ["Words."]
    assert article.pictures.filter(name=name).exists()


def test_text_changed_meanwhile_is_shown_and_not_overwritten(
    alices: Client, lamps: Article, alice: User
) -> None:
    theirs, mine = SOURCE.replace("bakery", "smithy"), SOURCE.replace("winter", "autumn")
    revised_to(lamps, theirs, by=alice)

    answer = alices.post(url_of(lamps), filled(lamps, mine))

    page = page_of(answer)
    assert answer.status_code == 409
    assert "autumn" in page.one("textarea", name="text").text
    assert "smithy" in page.one("textarea", readonly="").text
    words = {ins.text.removeprefix("put in: ") for ins in page.all("ins")}
    assert words == {"autumn", "bakery"}
    assert "smithy" in text_of(lamps)[0]

    again = alices.post(
        url_of(lamps), filled(lamps, mine, base=page.one("input", name="base").attributes["value"])
    )
    assert again.status_code == 302
    assert "bakery" in text_of(lamps)[0]


def test_editor_costs_the_same_for_long_texts(alices: Client, alice: User, lamps: Article) -> None:
    long = publish(title="L", blocks=[Block(f"S {n}.") for n in range(300)], added_by=alice)

    assert cost(alices, url_of(long)) == cost(alices, url_of(lamps))


def test_only_who_brought_a_text_may_edit_it(sign_in: SignIn, erin: User, bob: User) -> None:
    public = publish(title="Free", blocks=[Block("Words.")], visibility="public")
    alone = publish(title="Mine", blocks=[Block("Words.")], added_by=bob)

    assert sign_in(erin).get(url_of(public)).status_code == 403
    assert sign_in(erin).get(url_of(alone)).status_code == 404


def test_edit_that_was_sent_signed_out_is_kept(client: Client, alice: User, lamps: Article) -> None:
    client.post(url_of(lamps), filled(lamps, SOURCE.replace("oil", "gas"), note="Gas"))

    client.force_login(alice)
    page = page_of(client.get(url_of(lamps)))

    assert "gas of that lamp" in page.one("textarea", name="text").text
    assert page.one("input", name="note").attributes["value"] == "Gas"


def test_what_was_too_long_to_keep_does_not_replace_the_text(
    client: Client, alice: User, lamps: Article
) -> None:
    client.post(url_of(lamps), filled(lamps, "Much too long. " * 10_000))

    client.force_login(alice)
    page = page_of(client.get(url_of(lamps)))

    assert page.one("textarea", name="text").text.startswith(LAMPS[0])
    assert page.one("textarea", readonly="").text.startswith("Much too long.")


# --- Questions -----------------------------------------------------------------------------------

# Two copies with one word changed in each: nothing says which of them was the old one.
TWINS = "The snow on the sill is yellow, and the sill is cold, until the {} is up over the roofs."


@pytest.fixture
def twin(alice: User) -> Article:
    blocks = [Block("First."), Block(TWINS.format("sun")), Block("Last.")]
    return publish(title="Twins", blocks=blocks, added_by=alice)


def twins() -> str:
    return "\n\n".join(["First.", TWINS.format("moon"), TWINS.format("wind"), "Last."])


def questions(page: Element) -> list[Element]:
    return page.all("fieldset", of_class="question")


def test_what_is_not_sure_is_asked_and_nothing_saved(alices: Client, twin: Article) -> None:
    answer = alices.post(url_of(twin), filled(twin, twins()))

    page = page_of(answer)
    assert answer.status_code == 200
    asked = questions(page)
    assert [[r.attributes["value"] for r in q.all("input", type="radio")] for q in asked] == [
        ["1", "new"],
        ["1", "new"],
    ]
    assert not page.all("input", type="radio", checked="")
    assert "taken out: sun" in asked[0].text
    assert twin.revisions.count() == 1


def answers_to(page: Element, *values: str) -> dict[str, str]:
    """What a browser posts from the page of questions, with these answers."""
    hidden = {
        field.attributes["name"]: field.attributes.get("value", "")
        for field in page.one("main").all("input", type="hidden")
    }
    names = [q.all("input", type="radio")[0].attributes["name"] for q in questions(page)]
    return hidden | dict(zip(names, values, strict=False))


def test_answers_decide(alices: Client, twin: Article) -> None:
    old = twin.text[1]
    page = page_of(alices.post(url_of(twin), filled(twin, twins())))

    answer = alices.post(url_of(twin), answers_to(page, "new", "1"))

    assert answer.status_code == 302
    assert [p.pk == old.pk for p in twin.text] == [False, False, True, False]
    assert text_of(twin)[2] == TWINS.format("wind")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["new"], "Choose one of these."),
        (["1", "1"], "Another paragraph of the text is this one already."),
        (["new", "99"], "Select a valid choice."),
    ],
)
def test_answers_that_do_not_fit_are_asked_again(
    alices: Client, twin: Article, values: list[str], words: str
) -> None:
    page = page_of(alices.post(url_of(twin), filled(twin, twins(), note="Twins")))

    answer = alices.post(url_of(twin), answers_to(page, *values))

    assert answer.status_code == 422
    assert words in page_of(answer).text
    assert answers_to(page_of(answer))["note"] == "Twins"
    assert twin.revisions.count() == 1


def test_all_that_is_left_open_can_be_new(alices: Client, twin: Article) -> None:
    old = twin.text[1]
    page = page_of(alices.post(url_of(twin), filled(twin, twins())))

    alices.post(url_of(twin), answers_to(page) | {"rest": "1"})

    old.refresh_from_db()
    assert old.is_removed
    assert len(text_of(twin)) == 4


def test_answers_to_an_outdated_text_are_not_saved(
    alices: Client, twin: Article, alice: User
) -> None:
    page = page_of(alices.post(url_of(twin), filled(twin, twins())))
    revised_to(twin, "First.\n\nLast.", by=alice)

    answer = alices.post(url_of(twin), answers_to(page, "new", "1"))

    assert answer.status_code == 409
    assert "wind" in page_of(answer).one("textarea", name="text").text
    assert text_of(twin) == ["First.", "Last."]


def test_one_can_go_back_from_the_questions(alices: Client, twin: Article) -> None:
    page = page_of(alices.post(url_of(twin), filled(twin, twins())))

    answer = alices.post(url_of(twin), answers_to(page, "new") | {"again": "1"})

    assert "wind" in page_of(answer).one("textarea", name="text").text


# --- History -------------------------------------------------------------------------------------


def test_history_says_who_when_and_what(alices: Client, lamps: Article, alice: User) -> None:
    revised_to(lamps, SOURCE.replace("oil", "gas"), by=alice, note="Gas came")

    rows = page_of(alices.get(url_of(lamps, "history"))).one("ol").all("li")

    assert "Revision 2" in rows[0].text
    assert "Gas came" in rows[0].text
    assert "Alice" in rows[0].text
    assert "Revision 1" in rows[1].text


def test_history_costs_the_same_however_long(alices: Client, lamps: Article, alice: User) -> None:
    once = cost(alices, url_of(lamps, "history"))
    for number in range(5):
        revised_to(lamps, f"{SOURCE}\nAnd {number}.", by=alice)

    assert cost(alices, url_of(lamps, "history")) == once


def test_revision_shows_what_it_changed(alices: Client, lamps: Article, alice: User) -> None:
    revised_to(
        lamps, "\n\n".join([LAMPS[1], LAMPS[2].replace("snow", "ice"), LAMPS[3], "New."]), by=alice
    )

    page = page_of(alices.get(url_of(lamps, "revision", 2)))

    heads = [head.text for head in page.all("p", of_class="change-head")]
    assert heads == ["¶ 1 taken out", "¶ 3, now ¶ 2 changed", "¶ 4 new"]
    assert "taken out: snow" in page.text
    assert "put in: ice" in page.text


def test_first_revision_is_the_text_as_it_came(alices: Client, lamps: Article) -> None:
    page = page_of(alices.get(url_of(lamps, "revision", 1)))

    assert "This is the text as it came in." in page.text
    assert LAMPS[0] in page.one("textarea").text


def test_differences_run_in_the_direction_of_the_text(alices: Client, alice: User) -> None:
    hebrew = publish(title="נר", blocks=[Block("נר דולק בחלון.")], language="he", added_by=alice)
    revised_to(hebrew, "נר כבוי בחלון.", by=alice)

    words = page_of(alices.get(url_of(hebrew, "revision", 2))).one(of_class="change-words")

    assert (words.attributes["lang"], words.attributes["dir"]) == ("he", "rtl")
    assert words.one("ins").text.endswith("כבוי")


def test_unknown_revision_does_not_exist(alices: Client, lamps: Article) -> None:
    assert alices.get(url_of(lamps, "revision", 7)).status_code == 404


def test_restoration_gives_the_old_text_and_the_same_paragraphs(
    alices: Client, lamps: Article, alice: User
) -> None:
    before = keys(lamps)
    revised_to(lamps, "Something else altogether.\n\nAnd more of it.", by=alice)

    answer = alices.post(url_of(lamps, "restoration", 1), {"base": "2"})

    assert answer.status_code == 302
    assert keys(lamps) == before
    assert text_of(lamps) == LAMPS
    assert lamps.revisions.latest("number").number == 3
    assert lamps.paragraphs.removed().count() == 2


def test_restoration_of_what_was_changed_meanwhile_is_refused(
    alices: Client, lamps: Article, alice: User
) -> None:
    revised_to(lamps, "Something else altogether.", by=alice)
    revised_to(lamps, "A third thing.", by=alice)

    answer = alices.post(url_of(lamps, "restoration", 1), {"base": "2"})

    assert answer.status_code == 409
    assert text_of(lamps) == ["A third thing."]


def test_source_of_a_text_of_all_kinds_is_read_again_as_it_was(alice: User) -> None:
    blocks = [
        Block("Head", Kind.HEADING, 2),
        Block("- one", Kind.LIST_ITEM, 1),
        Block("a\nb", Kind.VERSE),
        Block("| a | b |\n|---|---|\n| 1 | 2 |", Kind.TABLE),
        Block("x = 1", Kind.CODE),
        Block("שלום", language="he"),
    ]
    article = publish(title="Kinds", blocks=blocks, added_by=alice)

    made = revised_to(article, document(blocks), by=alice)

    assert made.number == 1


def test_questions_and_pages_hold_no_markup_of_the_text(alices: Client, alice: User) -> None:
    hostile = publish(title="<b>x", blocks=[Block("<script>one()</script> lamp")], added_by=alice)
    revised_to(hostile, "<script>two()</script> lamp", by=alice)

    assert "<script>two" not in html_of(alices.get(url_of(hostile, "revision", 2)))
    assert "<script>two" not in bare(alices.get(url_of(hostile)))
