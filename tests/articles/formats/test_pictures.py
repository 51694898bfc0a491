"""Pictures: bounded, upright, without metadata, as WebP."""

import io
import struct
import zlib

import pytest
from PIL import Image

from articles.formats import pictures
from articles.formats.pictures import LONGEST_SIDE, Pictures
from tests.articles.formats.corpus import picture


def shown(data: bytes) -> Image.Image:
    kept = Pictures()
    name = kept.add(data)
    assert name
    image = Image.open(io.BytesIO(kept.files[name.name]))
    assert image.format == "WEBP"
    assert image.size == (name.width, name.height)
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def giant() -> bytes:
    """A PNG that says to be of 60,000 by 60,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 99)
    chunks = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (head, body, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_all_common_kinds_are_shown(kind: str) -> None:
    assert shown(picture(kind=kind)).size == (60, 40)


def test_large_ones_are_made_smaller() -> None:
    assert shown(picture(4_000, 2_000, "JPEG")).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_transparency_is_kept() -> None:
    data = saved(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG")
    assert shown(data).convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]


def test_they_stand_upright_and_say_nothing_of_their_place() -> None:
    image = Image.new("RGB", (60, 40))
    data_of_place = Image.Exif()
    data_of_place[0x0112] = 6
    data_of_place[0x010F] = "Camera"
    upright = shown(saved(image, "JPEG", exif=data_of_place))
    assert upright.size == (40, 60)
    assert not upright.getexif()


def test_only_the_first_of_moving_pictures_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    still = shown(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert getattr(still, "n_frames", 1) == 1
    assert still.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        picture()[:60],
        giant(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture(4, 4),
    ],
)
def test_what_cannot_be_shown_is_left_out(data: bytes) -> None:
    assert Pictures().add(data) is None


def test_the_same_picture_is_kept_once() -> None:
    kept = Pictures()
    assert kept.add(picture()) == kept.add(picture())
    assert len(kept.files) == 1


def test_there_is_an_end_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURES", 2)
    kept = Pictures()
    names = [kept.add(picture(colour=colour)) for colour in ("red", "green", "blue")]
    assert [bool(name) for name in names] == [True, True, False]
