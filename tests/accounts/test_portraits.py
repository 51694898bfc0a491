"""The pictures by which people are known: what is taken, what is made of it, and who sees it."""

import hashlib
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.actions.portraits import show_portrait
from accounts.models import Portrait, User
from accounts.pictures import MAX_BYTES, SIDE, NoPicture, squared
from groups import actions
from tests.accounts.test_profile import settings
from tests.conftest import Room, SignIn
from tests.page import Element, bare, cost, page_of

type Colour = tuple[int, int, int]

RED, GREEN, BLUE = (200, 30, 30), (30, 200, 30), (30, 30, 200)
ORIENTATION, GPS, COMMENT = 0x0112, 0x8825, 0x9286


@pytest.fixture
def url() -> str:
    return reverse("accounts:profile")


@pytest.fixture
def bobs(sign_in: SignIn, bob: User) -> Client:
    return sign_in(bob)


def upload(content: bytes, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def drawn(kind: str = "PNG", *, size: tuple[int, int] = (300, 300), **how: Any) -> bytes:
    """A red picture as a file."""
    file = BytesIO()
    Image.new("RGB", size, RED).save(file, kind, **how)
    return file.getvalue()


def striped(kind: str = "PNG", *, upright: bool = False, **how: Any) -> bytes:
    """Three stripes of 300 pixels: red, green, blue, beside each other or above each other."""
    size = (300, 900) if upright else (900, 300)
    image = Image.new("RGB", size)
    for at, colour in enumerate((RED, GREEN, BLUE)):
        image.paste(
            colour,
            (0, 300 * at, 300, 300 * at + 300) if upright else (300 * at, 0, 300 * at + 300, 300),
        )
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def made_of(content: bytes) -> Image.Image:
    _name, packed = squared(upload(content))
    return Image.open(BytesIO(packed))


def is_near(image: Image.Image, at: tuple[int, int], colour: Colour) -> bool:
    found = image.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(one - other) < 25 for one, other in zip(found, colour, strict=True))


def face_of(page: Element) -> Element:
    """The face in the header."""
    return page.one(of_class="menu-button").one(of_class="face")


# --- What is made of a file ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_picture_of_each_kind_becomes_a_square_of_webp(kind: str) -> None:
    picture = made_of(drawn(kind, size=(640, 420)))

    assert (picture.format, picture.size) == ("WEBP", (SIDE, SIDE))
    assert is_near(picture, (128, 128), RED)


def test_name_is_made_of_the_bytes() -> None:
    name, content = squared(upload(drawn()))

    assert name == hashlib.sha256(content).hexdigest()[:32]
    assert squared(upload(drawn())) == (name, content)


@pytest.mark.parametrize("upright", [True, False])
def test_square_is_cut_from_the_middle(upright: bool) -> None:
    picture = made_of(striped(upright=upright))

    corners = [(8, 8), (247, 8), (8, 247), (247, 247)]
    assert all(is_near(picture, corner, GREEN) for corner in corners)


def test_picture_that_a_telephone_laid_on_its_side_stands_upright() -> None:
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    half = Image.new("RGB", (400, 400), RED)
    half.paste(BLUE, (0, 200, 400, 400))
    file = BytesIO()
    half.save(file, "JPEG", exif=turned, quality=95)

    picture = made_of(file.getvalue())

    # Turned to the right by a quarter: what was below is on the left.
    assert is_near(picture, (40, 128), BLUE)
    assert is_near(picture, (215, 128), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_the_file_told_besides_is_in_the_picture(kind: str) -> None:
    told = Image.Exif()
    told[COMMENT] = b"where I live"
    told.get_ifd(GPS)[2] = (31.0, 46.0, 6.0)
    content = drawn(kind, exif=told, icc_profile=b"where I live")
    assert b"where I live" in content

    _name, packed = squared(upload(content))

    assert b"where I live" not in packed
    assert b"EXIF" not in packed
    assert b"ICCP" not in packed
    assert not Image.open(BytesIO(packed)).getexif()


def test_moving_picture_stands_still_at_its_first_frame() -> None:
    file = BytesIO()
    later = Image.new("RGB", (300, 300), BLUE)
    Image.new("RGB", (300, 300), RED).save(file, "GIF", save_all=True, append_images=[later] * 3)

    picture = made_of(file.getvalue())

    assert getattr(picture, "n_frames", 1) == 1
    assert is_near(picture, (128, 128), RED)


def test_transparent_picture_stays_so() -> None:
    file = BytesIO()
    Image.new("RGBA", (300, 300), (*RED, 0)).save(file, "PNG")

    assert made_of(file.getvalue()).mode == "RGBA"


def test_photograph_of_a_good_telephone_is_taken() -> None:
    assert made_of(drawn("JPEG", size=(8_000, 6_000))).size == (SIDE, SIDE)


# --- What no picture can be made of --------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG file of this size, with a pixel or two in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(8))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'
)
HTML = b"<!doctype html><script>alert(1)</script>"
HOSTILE = {
    "a hundred million pixels": (png(10_000, 10_000), "too many pixels"),
    "more pixels than anyone counts": (png(60_000, 60_000), "too many pixels"),
    "pixels in a line": (png(100_000_000, 1), "too many pixels"),
    "a photograph of a wall": (b"", "too many pixels"),
    "cut off": (drawn("JPEG")[:700], "damaged"),
    "cut off in PNG": (striped()[:200], "damaged"),
    "without its pixels": (png(300, 300), "damaged"),
    "svg": (SVG, "JPEG, PNG, GIF or WebP"),
    "html": (HTML, "JPEG, PNG, GIF or WebP"),
    "html behind the head of a gif": (b"GIF89a" + HTML, "JPEG, PNG, GIF or WebP"),
    "bmp": (drawn("BMP"), "JPEG, PNG, GIF or WebP"),
    "tiff": (drawn("TIFF"), "JPEG, PNG, GIF or WebP"),
    "pdf": (drawn("PDF"), "JPEG, PNG, GIF or WebP"),
    "tiny": (drawn(size=(31, 300)), "too small"),
    "heavy": (drawn() + bytes(MAX_BYTES), "larger than 10 MB"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_file_that_is_no_fit_picture_is_refused_with_advice(what: str) -> None:
    content, advice = HOSTILE[what]
    if what == "a photograph of a wall":
        content = resized(drawn("JPEG"), 30_000, 30_000)

    with pytest.raises(NoPicture, match=advice):
        squared(upload(content))


def resized(jpeg: bytes, width: int, height: int) -> bytes:
    """The same JPEG file with another size in its head."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


@pytest.mark.parametrize("what", ["svg", "a hundred million pixels", "cut off", "heavy"])
def test_form_with_such_a_file_comes_back_and_saves_nothing(
    what: str, url: str, bob: User, bobs: Client
) -> None:
    content, advice = HOSTILE[what]

    answer = bobs.post(url, settings(display_name="Robert") | {"picture": upload(content)})

    assert answer.status_code == 422
    main = page_of(answer).at("main")
    assert advice in main.one(of_class="errorlist").text
    assert main.one("input", name="display_name").attributes["value"] == "Robert"
    bob.refresh_from_db()
    assert (bob.display_name, bob.picture) == ("Bob", "")
    assert not Portrait.objects.exists()


def test_file_without_a_byte_is_refused(url: str, bobs: Client) -> None:
    assert bobs.post(url, settings() | {"picture": upload(b"")}).status_code == 422


def test_form_with_another_fault_asks_for_the_picture_again(url: str, bobs: Client) -> None:
    answer = bobs.post(url, settings(display_name="") | {"picture": upload(drawn())})

    assert answer.status_code == 422
    assert "Choose your picture again" in page_of(answer).at("main").text
    assert not Portrait.objects.exists()


# --- Choosing, replacing, removing ---------------------------------------------------------------


def test_picture_is_shown_as_my_face(url: str, bob: User, bobs: Client) -> None:
    bobs.post(url, settings() | {"picture": upload(drawn())})

    face = face_of(page_of(bobs.get(url)))
    assert (face.tag, face.attributes["alt"]) == ("img", "")
    assert (face.attributes["width"], face.attributes["height"]) == ("32", "32")
    shown = bobs.get(face.attributes["src"])
    assert Image.open(BytesIO(shown.content)).size == (SIDE, SIDE)


def test_new_picture_takes_the_place_of_the_old_one(url: str, bob: User, bobs: Client) -> None:
    bobs.post(url, settings() | {"picture": upload(drawn())})
    before = face_of(page_of(bobs.get(url))).attributes["src"]

    bobs.post(url, settings() | {"picture": upload(striped())})

    after = face_of(page_of(bobs.get(url))).attributes["src"]
    assert (bobs.get(before).status_code, bobs.get(after).status_code) == (404, 200)
    assert Portrait.objects.count() == 1


def test_picture_can_be_taken_away(url: str, bob: User, bobs: Client) -> None:
    bobs.post(url, settings() | {"picture": upload(drawn())})
    before = face_of(page_of(bobs.get(url))).attributes["src"]

    bobs.post(url, settings(no_picture="on"))

    assert face_of(page_of(bobs.get(url))).text == "B"
    assert bobs.get(before).status_code == 404
    assert not Portrait.objects.exists()


def test_form_without_a_picture_leaves_it_as_it_is(url: str, bob: User, bobs: Client) -> None:
    bobs.post(url, settings() | {"picture": upload(drawn())})

    bobs.post(url, settings(display_name="Robert"))

    assert face_of(page_of(bobs.get(url))).tag == "img"


def test_only_who_has_a_picture_is_asked_whether_to_take_it_away(url: str, bobs: Client) -> None:
    assert not page_of(bobs.get(url)).all("input", name="no_picture")

    bobs.post(url, settings() | {"picture": upload(drawn())})

    assert page_of(bobs.get(url)).all("input", name="no_picture")


# --- Who sees it ---------------------------------------------------------------------------------


@pytest.fixture
def bobs_picture(bob: User) -> str:
    name, content = squared(upload(drawn()))
    show_portrait(bob, name=name, content=content)
    return reverse("accounts:portrait", args=[bob.pk, name])


def test_picture_stands_at_my_words_and_at_my_place(
    bobs_picture: str, room: Room, bob: User, alice: User, sign_in: SignIn
) -> None:
    room.say(bob, 2, "Bob's thought.")

    page = page_of(sign_in(alice).get(room.discussion_url(2)))

    places = [page.one(of_class="voice"), page.at(f"paragraph-{room.paragraphs[2].pk}")]
    for place in places:
        face = place.one("img", of_class="face")
        assert (face.attributes["src"], face.attributes["loading"]) == (bobs_picture, "lazy")


def test_picture_is_sent_as_what_it_is_and_kept(
    bobs_picture: str, carol: User, sign_in: SignIn
) -> None:
    answer = sign_in(carol).get(bobs_picture)

    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


def test_picture_under_another_name_or_person_is_not_there(
    bobs_picture: str, bob: User, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    name = bobs_picture.split("/")[-2]
    others = [
        reverse("accounts:portrait", args=[bob.pk, "0f" * 16]),
        reverse("accounts:portrait", args=[alice.pk, name]),
        reverse("accounts:portrait", args=[10_000_000, name]),
    ]

    answers = [client.get(other) for other in others]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    pages = {bare(answer).replace(other, "") for answer, other in zip(answers, others, strict=True)}
    assert len(pages) == 1


def test_stranger_sees_initials(carol: User, room: Room, alice: User, sign_in: SignIn) -> None:
    name, content = squared(upload(drawn()))
    show_portrait(alice, name=name, content=content)
    invitation = actions.invite(room.member(alice))
    page = reverse("groups:invitation", args=[invitation.token])

    def is_picture(client: Client) -> bool:
        invited = page_of(client.get(page)).at("main")
        return invited.one(of_class="face").tag == "img"

    assert not is_picture(Client())
    assert is_picture(sign_in(carol))


def test_picture_costs_one_query_besides_those_of_signing_in(
    bobs_picture: str, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    signed_in = cost(client, reverse("offline"))

    assert cost(client, bobs_picture) == signed_in + 1


def test_faces_with_pictures_cost_no_more_than_initials(
    room: Room, bob: User, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    before = cost(client, room.url)

    for user in (alice, bob):
        name, content = squared(upload(drawn()))
        show_portrait(user, name=name, content=content)

    assert cost(client, room.url) == before
