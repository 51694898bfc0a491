"""Where the pages of a text begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pages import LEFT_OVER, PARAGRAPHS, Pages

LENGTHS = st.integers(1, 6000)


@pytest.mark.parametrize(
    ("length", "total", "last"),
    [
        (0, 1, (1, 0)),
        (1, 1, (1, 1)),
        (200, 1, (1, 200)),
        (201, 2, (151, 201)),
        (350, 2, (151, 350)),
        (2000, 13, (1801, 2000)),
    ],
)
def test_text_is_cut_in_pages(length: int, total: int, last: tuple[int, int]) -> None:
    page = Pages(length).last

    assert (page.total, page.first, page.last) == (total, *last)


@given(LENGTHS)
def test_every_paragraph_stands_on_one_page(length: int) -> None:
    pages = Pages(length)
    found = [pages.numbered(str(number)) for number in range(1, pages.total + 1)]

    positions = [p for page in found if page for p in range(page.first, page.last + 1)]
    assert positions == list(range(1, length + 1))


@given(LENGTHS)
def test_no_page_is_long_and_none_but_an_only_one_is_short(length: int) -> None:
    pages = Pages(length)
    found = [pages.numbered(str(number)) for number in range(1, pages.total + 1)]
    sizes = {page.last - page.first + 1 for page in found if page}

    assert max(sizes) <= PARAGRAPHS + LEFT_OVER
    assert pages.total == 1 or min(sizes) > LEFT_OVER


@given(LENGTHS, st.integers(-5, 7000))
def test_page_of_a_position_holds_it_or_is_the_nearest(length: int, position: int) -> None:
    page = Pages(length).at(position)

    assert page.holds(min(max(position, 1), length))


@pytest.mark.parametrize("asked", [None, "", "0", "4", "-1", "x", "²", "1" * 400])
def test_number_of_no_page_is_none(asked: str | None) -> None:
    assert Pages(450).numbered(asked) is None


def test_pages_lead_to_each_other() -> None:
    middle = Pages(450).numbered("2")

    assert middle
    assert (middle.previous, middle.next, middle.query) == (1, 3, "?page=2")
    assert Pages(200).last.query == ""
