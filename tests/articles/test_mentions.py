"""Finding people's names in what others say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markdown import Names, mentioned, render
from tests.conftest import EXAMPLES

NAMES = Names(
    [
        "Anna",
        "Anna Maria",
        "Bob",
        "BOB",
        "José",
        "Straße",
        "דניאל",
        "רות כהן",
        "田中",
        "Al (teacher)",
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Anna", ["@Anna"]),
        ("Ask @anna, or @BOB.", ["@anna", "@BOB"]),
        ("@Anna Maria knows; so does @Anna  maria", ["@Anna Maria", "@Anna  maria"]),
        ("@Anna\nMaria, @Anna Mariam", ["@Anna\nMaria", "@Anna"]),
        ("@Annabel @Anna_b @Anna's @(Anna)", ["@Anna"]),
        ("@jose\u0301 and @JOSÉ, not @Jose", ["@jose\u0301", "@JOSÉ"]),
        ("@STRASSE", ["@STRASSE"]),
        ("@דניאל, ל@רות כהן ו-@דניאל", ["@דניאל", "@רות כהן", "@דניאל"]),
        ("@דניאלה @דניאל\u05b0", []),
        ("@田中さんは@田中", ["@田中", "@田中"]),
        ("@Al (teacher)!", ["@Al (teacher)"]),
        ("a@Anna x.@Bob /@Bob @@Bob @ Bob Anna", []),
        ("*@Bob*", ["@Bob"]),
        ("", []),
    ],
)
def test_names_are_found(text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in NAMES.found(text)] == found


def test_people_of_one_name_are_all_meant() -> None:
    assert mentioned("Dear @bob", NAMES) == {"Bob", "BOB"}


@pytest.mark.parametrize(
    "source",
    [
        "`@Bob`",
        "```\n@Bob\n```",
        "    @Bob",
        "[@Bob](https://a.example)",
        "<https://a.example/@Bob>",
        "www.example.org/?q=@Bob",
        "mailto:a@bob",
        "![@Bob](https://a.example/b.png)",
    ],
)
def test_code_and_links_name_nobody(source: str) -> None:
    assert mentioned(source, NAMES) == set()
    assert "<span" not in render(source, NAMES)


def test_name_stands_out_in_the_words() -> None:
    html = render("> **@anna maria**, see", NAMES)

    assert '<strong><span class="mention">@anna maria</span></strong>, see' in html
    assert "<span" not in render("@anna maria")


def test_name_is_text() -> None:
    names = Names(['<b onclick="alert(1)">'])

    html = render('\\@ @<b onclick="alert(1)">', names)

    assert '<span class="mention">@&lt;b onclick="alert(1)"&gt;</span>' in html


NAME = st.text(st.characters(categories=["L", "M", "Nd"]), min_size=1, max_size=12)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=5), st.data())
def test_whoever_is_named_is_found(names: list[str], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(names))
    text = f"So, @{one}, and @{one.upper()}!"

    found = [text[each.start : each.end] for each in Names(names).found(text)]

    assert found[0] == f"@{one}"
    assert found[1:] == [f"@{one.upper()}"] or one.upper().casefold() != one.casefold()
