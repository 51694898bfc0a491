"""Bringing in a text through the site: pasted or as a file, it becomes a draft."""

import codecs
import io
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles.blocks import MAX_CHARACTERS, Kind
from articles.forms.drafts import MAX_FILE_BYTES
from articles.models import Article, Draft
from tests.conftest import SignIn
from tests.page import HTMX, html_of, page_of

NEW = reverse("articles:article_new")
WORDS = "The gate stood open.\n\nNobody went through it.\n\nThen it was evening."
PAGE = """<!doctype html><html lang="en"><head><title>The Gate</title></head><body><article>
<h1>The Gate</h1><p>The gate stood open.</p><p>Nobody went through it.</p></article></body></html>
"""


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def file(data: bytes, name: str = "gate.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/plain")


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
        b"word " * (MAX_FILE_BYTES // 5 + 1),
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


def test_web_page_becomes_a_draft(bobs: Client) -> None:
    bobs.post(NEW, {"text": "", "file": file(PAGE.encode(), "gate.html")})

    draft = Draft.objects.get()
    assert draft.title == "The Gate"
    assert [block.source for block in draft.blocks] == WORDS.split("\n\n")[:2]


def test_page_says_what_can_be_brought_and_how_much(bobs: Client) -> None:
    page = page_of(bobs.get(NEW))

    (chooser,) = page.all("input", type="file")
    kinds = {".txt", ".md", ".html", ".htm", ".epub", ".docx", ".odt", ".pdf"}
    assert kinds <= set(chooser.attributes["accept"].split(","))
    assert "20 MB" in html_of(bobs.get(NEW))


def test_chosen_file_that_is_not_kept_is_asked_for_again(bobs: Client) -> None:
    answer = bobs.post(NEW, {"text": "", "file": file(b"", "gate.epub")})

    assert page_of(answer).at("bringing").one(of_class="notice").text
    assert not page_of(bobs.post(NEW, {"text": ""})).at("bringing").all(of_class="notice")


def test_upload_beyond_all_bounds_is_refused_unread(bobs: Client) -> None:
    body = NeverRead()

    answer = bobs.generic(
        "POST",
        NEW,
        **{  # type: ignore[arg-type]  # what a server hands on, not what the client makes
            "CONTENT_TYPE": "multipart/form-data; boundary=b",
            "CONTENT_LENGTH": str(settings.MAX_UPLOAD_BYTES + 1),
            "wsgi.input": body,
        },
    )

    assert answer.status_code == 413
    assert page_of(answer).one("h1").text
    assert not body.was_read
    assert not Draft.objects.exists()


class NeverRead(io.BytesIO):
    was_read = False

    def read(self, *_size: object) -> bytes:
        self.was_read = True
        return b""

    readline = readinto = read  # type: ignore[assignment]


def test_bomb_in_a_file_is_refused(bobs: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "a" * 200_000_000)

    answer = bobs.post(NEW, {"text": "", "file": file(packed.getvalue(), "bomb.epub")})

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_with_scripts_the_browser_is_sent_on(bobs: Client) -> None:
    answer = bobs.post(f"{NEW}?next=/groups/", {"text": WORDS}, headers=HTMX)

    place = f"{Draft.objects.get().get_absolute_url()}?next=%2Fgroups%2F"
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, place)


def test_with_scripts_only_the_form_comes_back(bobs: Client) -> None:
    answer = bobs.post(NEW, {"text": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert page_of(answer).one("form").all(of_class="errorlist")
    assert not page_of(answer).all("h1")


def test_form_keeps_its_address(bobs: Client) -> None:
    form = page_of(bobs.get(f"{NEW}?next=/groups/")).at("bringing")

    assert form.attributes["action"] == form.attributes["hx-post"] == f"{NEW}?next=/groups/"


# --- Bringing a translation ----------------------------------------------------------------------


def test_translation_is_brought_for_an_article(
    article: Article, alice: User, sign_in: SignIn
) -> None:
    client, url = sign_in(alice), f"{NEW}?translation_of={article.pk}&next=/groups/"
    assert page_of(client.get(url)).at("main").one(of_class="over").text == "On Lamps"

    answer = client.post(url, {"text": "# אור\n\nהשער היה פתוח.\n\n# ערב\n\nאיש לא עבר."})

    draft = Draft.objects.get()
    assert (draft.translation_of, draft.is_book) == (article, False)
    assert answer.headers["Location"] == f"{draft.get_absolute_url()}?next=%2Fgroups%2F"
    page = page_of(client.get(draft.get_absolute_url())).at("main")
    assert page.one(of_class="over").text == "A translation of On Lamps"
    assert not page.all("input", name="is_book")


@pytest.mark.parametrize("key", ["", "x", "-1", "²", "9" * 30, "1000000"])
def test_translation_of_nothing_cannot_be_brought(key: str, bobs: Client) -> None:
    assert bobs.get(f"{NEW}?translation_of={key}").status_code == 404


def test_translation_of_an_unseen_article_cannot_be_brought(
    article: Article, carol: User, sign_in: SignIn
) -> None:
    client = sign_in(carol)
    url = f"{NEW}?translation_of={article.pk}"

    assert client.get(url).status_code == 404
    assert client.post(url, {"text": WORDS}).status_code == 404
    assert not Draft.objects.exists()


def test_kinds_and_languages_are_found(bobs: Client) -> None:
    bobs.post(NEW, {"text": "# The Gate\n\nIt stood open.\n\n> השער היה פתוח\n"})

    kinds = [(block.kind, block.language) for block in Draft.objects.get().blocks]
    assert kinds == [(Kind.TEXT, ""), (Kind.QUOTE, "he")]
