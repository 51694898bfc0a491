"""Pictures that people bring: decoded within bounds, upright, without metadata, as WebP."""

import hashlib
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError, WebPImagePlugin

if TYPE_CHECKING:
    # Texts' pictures are decoded where no settings are.
    from django.core.files.uploadedfile import UploadedFile

# Of a picture that stands for a person or a group, in pixels; and of the file it is made from.
SIDE = 256
MAX_BYTES = 10 * 1024 * 1024
_QUALITY = 82
# The most thorough is hardly smaller than this.
_METHOD = 4
# Decoding takes memory: as much at a time as one picture needs, however many come.
_ONE_AT_A_TIME = threading.Lock()

assert WebPImagePlugin.SUPPORTED

type Shrink = Callable[[Image.Image], Image.Image]


class NoPicture(ValueError):
    """What no picture can be made of; the text says what to do."""


@dataclass(frozen=True)
class Bounds:
    """Which files are decoded. JPEG is decoded at a fraction of its size, near to `side`."""

    formats: tuple[str, ...]
    side: int
    smallest_side: int
    # Each takes three or four bytes.
    pixels: int
    pixels_in_jpeg: int


_OF_FACES = Bounds(
    formats=("JPEG", "PNG", "GIF", "WEBP"),
    side=SIDE,
    smallest_side=32,
    pixels=16_800_000,
    pixels_in_jpeg=64_000_000,
)


def squared(file: "UploadedFile[Any]") -> tuple[str, bytes]:
    """A face for a person or an emblem for a group: its name and its WebP of 256 × 256 pixels.

    The square is cut from the middle. The name is made from the bytes. Raises NoPicture.
    """
    if (file.size or 0) > MAX_BYTES:
        raise NoPicture(
            format_lazy(
                _("This file is larger than {limit} MB. Choose a smaller picture."),
                limit=MAX_BYTES // 2**20,
            )
        )
    with _ONE_AT_A_TIME:
        picture = decoded(file.read(), _OF_FACES, _square)
    packed = BytesIO()
    picture.save(packed, "WEBP", quality=_QUALITY, method=_METHOD)
    content = packed.getvalue()
    return hashlib.sha256(content).hexdigest()[:32], content


def decoded(data: bytes, bounds: Bounds, shrink: Shrink) -> Image.Image:
    """The picture as `shrink` leaves it, upright, in RGB, with transparency if it has any.

    Of a moving picture it is the first frame. Raises NoPicture.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            image = _opened(data, bounds)
            image.draft("RGB", (bounds.side, bounds.side))
            return _plain(image, shrink)
    except NoPicture:
        raise
    # Pillow's decoders raise whatever they meet in a broken file.
    except (MemoryError, Exception) as error:
        raise NoPicture(
            _("This picture is damaged. Open it, save it again, and choose it once more.")
        ) from error


def _opened(data: bytes, bounds: Bounds) -> Image.Image:
    """The picture with its size known, and nothing decoded yet."""
    too_large = _("This picture has too many pixels. Make it smaller, and choose it again.")
    try:
        image = Image.open(BytesIO(data), formats=bounds.formats)
    except Image.DecompressionBombError as error:
        raise NoPicture(too_large) from error
    except UnidentifiedImageError as error:
        raise NoPicture(
            _("This is no picture that can be shown. Choose a JPEG, PNG, GIF or WebP file.")
        ) from error
    width, height = image.size
    most = bounds.pixels_in_jpeg if image.format == "JPEG" else bounds.pixels
    if width * height > most:
        raise NoPicture(too_large)
    if min(width, height) < bounds.smallest_side:
        raise NoPicture(
            format_lazy(
                _("This picture is too small. Choose one of at least {side} × {side} pixels."),
                side=bounds.smallest_side,
            )
        )
    return image


def _plain(image: Image.Image, shrink: Shrink) -> Image.Image:
    image.load()
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode == "P":
        image = image.convert(mode)
    upright = ImageOps.exif_transpose(shrink(image))
    # A new picture: what the file told besides is not in it.
    plain = Image.new(mode, upright.size)
    plain.paste(upright.convert(mode))
    return plain


def _square(image: Image.Image) -> Image.Image:
    return ImageOps.fit(image, (SIDE, SIDE))
