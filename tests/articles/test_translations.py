"""A text in several languages: linked, side by side, paired, and parted again."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import actions
from articles.actions import IsOriginal, publish
from articles.blocks import Block, Kind
from articles.models import Article, Visibility
from tests.conftest import Room, SignIn
from tests.page import page_of

HEBREW = [
    Block("הפסקה הראשונה."),
    Block("הפסקה השנייה, עם *דגש*."),
    Block("כותרת", Kind.HEADING, 2),
    Block("הפסקה הרביעית."),
    Block("הפסקה החמישית והאחרונה."),
]


@pytest.fixture
def translation(article: Article, alice: User) -> Article:
    return publish(
        title="על נרות", blocks=HEBREW, language="he", added_by=alice, translation_of=article
    )


@pytest.fixture
def alices(sign_in: SignIn, alice: User) -> Client:
    return sign_in(alice)


def originals_of(translation: Article) -> list[int | None]:
    """The numbers of the original's paragraphs that the translation's say."""
    paragraphs = translation.text.select_related("original")
    return [p.original.position if p.original else None for p in paragraphs]


def test_translation_is_paired_when_it_comes(translation: Article) -> None:
    assert originals_of(translation) == [1, 2, 3, 4, 5]


def test_translation_of_a_translation_is_one_of_the_original(
    article: Article, translation: Article
) -> None:
    third = publish(title="О лампах", blocks=HEBREW, language="ru", translation_of=translation)
    third.refresh_from_db()
    assert third.translation_of == article


def test_original_becomes_no_translation(article: Article, translation: Article) -> None:
    other = publish(title="Other", blocks=HEBREW)
    with pytest.raises(IsOriginal):
        actions.translate(other, by=article)
    with pytest.raises(IsOriginal):
        actions.translate(article, by=article)


def test_texts_stand_side_by_side(alices: Client, article: Article, translation: Article) -> None:
    page = page_of(alices.get(reverse("articles:beside", args=[translation.pk])))
    rows = page.one("tbody").all("tr")
    cells = [[cell.text for cell in row.all("td")] for row in rows]
    assert cells[1] == ["2 The second paragraph, with stress .", "הפסקה השנייה, עם דגש ."]
    left, right = rows[0].all("td")
    assert (left.attributes["dir"], right.attributes["dir"]) == ("ltr", "rtl")


def test_what_has_no_original_stands_where_it_is_read(alices: Client, translation: Article) -> None:
    third = translation.text[2]
    actions.mend_pairing(translation, {third: None})
    page = page_of(alices.get(reverse("articles:beside", args=[translation.pk])))
    cells = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]
    assert cells[1:4] == [
        ["2 The second paragraph, with stress .", "הפסקה השנייה, עם דגש ."],
        ["", "כותרת"],
        ["3 A heading", ""],
    ]


def post_pairing(client: Client, translation: Article, **said: str) -> int:
    keys = [p.pk for p in translation.text]
    data = {f"number-{key}": str(n) for key, n in zip(keys, range(1, 6), strict=True)}
    for name, value in said.items():
        word, _, position = name.partition("_")
        data[f"{word}-{keys[int(position) - 1]}"] = value
    url = reverse("articles:pairing", args=[translation.pk])
    return client.post(url, data).status_code


def test_editor_mends_the_pairing(alices: Client, translation: Article) -> None:
    assert post_pairing(alices, translation, number_2="1", number_3="") == 302
    assert originals_of(translation) == [1, 1, None, 4, 5]


def test_all_below_move_along(alices: Client, translation: Article) -> None:
    post_pairing(alices, translation, number_2="1", along_2="on")
    assert originals_of(translation) == [1, 1, 2, 3, 4]


def test_number_that_is_not_there_is_refused(alices: Client, translation: Article) -> None:
    assert post_pairing(alices, translation, number_2="6") == 422
    assert originals_of(translation) == [1, 2, 3, 4, 5]


def test_form_without_numbers_changes_nothing(alices: Client, translation: Article) -> None:
    alices.post(reverse("articles:pairing", args=[translation.pk]))
    assert originals_of(translation) == [1, 2, 3, 4, 5]


def test_own_text_is_linked_as_a_translation(alices: Client, alice: User, article: Article) -> None:
    own = publish(title="על נרות", blocks=HEBREW, language="he", added_by=alice)
    url = reverse("articles:translations", args=[article.pk])
    assert alices.post(url, {"translation": own.pk}).status_code == 302
    own.refresh_from_db()
    assert own.translation_of == article
    assert originals_of(own) == [1, 2, 3, 4, 5]


def test_text_of_somebody_else_is_not_linked(alices: Client, carol: User, article: Article) -> None:
    foreign = publish(title="x", blocks=HEBREW, added_by=carol, visibility=Visibility.PUBLIC)
    url = reverse("articles:translations", args=[article.pk])
    assert alices.post(url, {"translation": foreign.pk}).status_code == 422


def test_translation_is_parted_again(alices: Client, translation: Article) -> None:
    alices.post(reverse("articles:parting", args=[translation.pk]))
    translation.refresh_from_db()
    assert translation.translation_of is None
    assert originals_of(translation) == [None] * 5


@pytest.mark.parametrize("name", ["beside", "pairing"])
def test_translation_that_one_may_not_read_is_not_there(
    name: str, sign_in: SignIn, carol: User, translation: Article
) -> None:
    url = reverse(f"articles:{name}", args=[translation.pk])
    assert sign_in(carol).get(url).status_code == 404


def test_members_may_read_what_a_member_translated(
    room: Room, translation: Article, sign_in: SignIn, bob: User, carol: User
) -> None:
    foreign = publish(title="x", blocks=HEBREW, added_by=carol, translation_of=room.reading.article)
    visible = Article.objects.visible_to(bob)
    assert translation in visible
    assert foreign not in visible
