"""Quoted words are found again in an edited text, or not at all: never in a wrong place."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussions.quoting import AROUND, Quote, Span, find, squeezed, take, words_of
from tests.conftest import EXAMPLES

TEXT = (
    "The lamp was lit before the guests came. Nobody knew who had lit it, and nobody asked. "
    "When the guests had gone, the lamp was still burning."
)
HEBREW = "וַיֹּאמֶר אֱלֹהִים יְהִי אוֹר וַיְהִי אוֹר׃ וַיַּרְא אֱלֹהִים אֶת־הָאוֹר כִּי־טוֹב"
EMOJI = "Light 🕯️ on the table, light 🕯️ in the window, and 👩‍👩‍👧 around it."

SIGNS = st.text(alphabet="ab c אב🕯é.", max_size=60).map(squeezed)


def quoted(exact: str, text: str, occurrence: int = 1) -> Quote:
    """These words of a text, as somebody selects them where they stand for the nth time."""
    at = -1
    for _ in range(occurrence):
        at = text.index(exact, at + 1)
    before, after = text[max(at - AROUND, 0) : at], text[at + len(exact) :][:AROUND]
    return Quote(exact, before, after, at, at + len(exact))


def found(quote: Quote, text: str) -> str | None:
    """The words that are found, in the middle of what stands around them."""
    span = find(quote, text)
    return (
        f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}" if span else None
    )


# --- The plain words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        (["One <em>two</em>,\n three\u00a0&amp; four."], "One two, three & four."),
        (["half<em>way</em>"], "halfway"),
        (["A line<br>\nand the next"], "A line and the next"),
        (['Said.<sup><a href="#note-1" role="doc-noteref">1</a></sup> Done.'], "Said. Done."),
        (['<a id="n" href="#m" role="doc-backlink">1</a> A note.'], "A note."),
        (['<a href="https://x.example">A link</a> stays.'], "A link stays."),
        (["<table><tr><th>a</th><td>b</td></tr></table>"], "a b"),
        (['<figure><img alt="no"><figcaption>c</figcaption></figure>'], "c"),
        (["One.", "Two."], "One. Two."),
        ([HEBREW], HEBREW),
    ],
)
def test_words_are_what_a_browser_shows(blocks: list[str], words: str) -> None:
    assert words_of(blocks) == words


# --- Taking a quote ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "text", "taken"),
    [
        ("who had lit it", TEXT, "who had lit it"),
        ("  who  had\nlit it ", TEXT, "who had lit it"),
        ("THE LAMP WAS STILL", TEXT, "the lamp was still"),
        ("יהי אור", HEBREW, "יְהִי אוֹר"),
        ("את-האור כי-טוב", HEBREW, "אֶת־הָאוֹר כִּי־טוֹב"),
        ("🕯️ in the", EMOJI, "🕯️ in the"),
        ("“quoted”", 'A "quoted" word.', '"quoted"'),
    ],
)
def test_words_are_taken_as_the_paragraph_has_them(asked: str, text: str, taken: str) -> None:
    quote = take(Quote(asked), text)

    assert quote
    assert (quote.exact, text[quote.start : quote.end]) == (taken, taken)
    assert text[: quote.start].endswith(quote.prefix)
    assert text[quote.end :].startswith(quote.suffix)


@pytest.mark.parametrize("asked", ["", " ", "the moon", "guests cane", "\u05b0"])
def test_words_that_are_not_there_are_not_taken(asked: str) -> None:
    assert take(Quote(asked), TEXT) is None


def test_neighbours_tell_which_of_several_is_meant() -> None:
    second = quoted("the guests", TEXT, 2)

    assert take(Quote("the guests", second.prefix, second.suffix), TEXT) == second


def test_first_of_several_is_taken_where_nothing_tells() -> None:
    assert take(Quote("the guests"), TEXT) == quoted("the guests", TEXT)


# --- Finding it again ----------------------------------------------------------------------------

BEFORE = "It was late. " + TEXT


@pytest.mark.parametrize(
    ("quote", "edited", "now"),
    [
        (quoted("who had lit it", TEXT), TEXT, "knew [who had lit it], and"),
        # Something was put before or behind it.
        (quoted("who had lit it", TEXT), BEFORE, "knew [who had lit it], and"),
        (quoted("the guests", TEXT, 2), BEFORE, "When [the guests] had gone"),
        (quoted("asked", TEXT), BEFORE, "nobody [asked]. When"),
        (quoted("burning", TEXT), TEXT + " It still does.", "still [burning]. It"),
        # A neighbour was changed.
        (quoted("asked", TEXT), TEXT.replace("nobody asked", "none asked"), "none [asked]. When"),
        # Sentences were moved.
        (quoted("nobody asked", TEXT), TEXT[41:] + " " + TEXT[:40], "and [nobody asked]. When"),
        # A word in it was changed, put in, taken out.
        (
            quoted("Nobody knew who had lit it", TEXT),
            TEXT.replace("knew who", "knew then who"),
            "[Nobody knew then who had lit it], and",
        ),
        (
            quoted("Nobody knew who had lit it", TEXT),
            TEXT.replace("who had lit", "who lit"),
            "[Nobody knew who lit it], and",
        ),
        (
            quoted("the lamp was still burning", TEXT),
            BEFORE.replace("was still", "is still"),
            "gone, [the lamp is still burning].",
        ),
        # Points were put in or left out.
        (quoted("יְהִי אוֹר", HEBREW), "ויאמר אלהים יהי אור", "אלהים [יהי אור]"),
        (quoted("🕯️ in the window", EMOJI), "👩‍👩‍👧: " + EMOJI, "light [🕯️ in the window], and"),
        (quoted("🕯️", EMOJI, 2), "👩‍👩‍👧: " + EMOJI, "light [🕯️] in"),
    ],
)
def test_words_are_found_again(quote: Quote, edited: str, now: str) -> None:
    assert now in (found(quote, edited) or "")


@pytest.mark.parametrize(
    ("quote", "edited"),
    [
        # They are gone, though the like of them is left.
        (quoted("who had lit it", TEXT), "The lamp was lit before the guests came."),
        (quoted("asked", TEXT), TEXT.replace(", and nobody asked", "")),
        (quoted("the guests", TEXT, 2), TEXT.replace("When the guests had gone, ", "")),
        (quoted("lit", TEXT, 2), TEXT.replace("had lit it", "did it")),
        (quoted("burning", TEXT), ""),
        # One of several, and nothing tells which.
        (quoted("no", "no " * 30, 15), "ah, " + "no " * 30),
        (Quote("the guests", start=7, end=17), TEXT),
        (
            quoted("When the guests had gone", TEXT),
            "When the guest had gone. When the guests have gone.",
        ),
    ],
)
def test_what_is_not_sure_is_not_found(quote: Quote, edited: str) -> None:
    assert find(quote, edited) is None


def test_same_place_decides_between_equals() -> None:
    text = "no no no no no no no no no no no no no no no no no no no no no no no no no no no no no"
    quote = Quote("no", text[27:59], text[61:93], 60, 62)

    assert find(quote, text) == Span(60, 62)


def test_long_paragraph_is_searched_quickly() -> None:
    text = " ".join(f"{TEXT} {number}." for number in range(500))
    quote = Quote("w" + "ho had lit the candle, and nobody asked " * 20, start=5, end=805)

    began = time.perf_counter()
    find(quote, text[:19_000])
    find(Quote("a", start=1, end=2), text)

    assert time.perf_counter() - began < 2


@settings(max_examples=EXAMPLES * 3)
@given(before=SIGNS, exact=SIGNS.filter(bool), after=SIGNS)
def test_what_is_taken_is_found_in_the_same_words(before: str, exact: str, after: str) -> None:
    text = before + exact + after
    asked = Quote(exact, before[-AROUND:], after[:AROUND])

    quote = take(asked, text)

    assert quote
    assert text[quote.start : quote.end] == quote.exact == exact
    assert find(quote, text) == Span(quote.start, quote.end)


@settings(max_examples=EXAMPLES * 3)
@given(added=SIGNS, behind=SIGNS)
def test_what_is_added_elsewhere_moves_the_quote_along(added: str, behind: str) -> None:
    quote = quoted("nobody asked", TEXT)

    assert "and [nobody asked]. When" in (found(quote, added + TEXT + behind) or "")


@settings(max_examples=EXAMPLES * 3)
@given(exact=SIGNS.filter(bool), text=SIGNS, start=st.integers(0, 60))
def test_what_is_found_is_within_the_text(exact: str, text: str, start: int) -> None:
    span = find(Quote(exact, start=start, end=start + len(exact)), text)

    assert span is None or 0 <= span.start < span.end <= len(text)
