"""Pictures of a text: bounded in size, without metadata, as WebP."""

import hashlib
import time
from io import BytesIO

from PIL import Image

from accounts.pictures import Bounds, NoPicture, decoded
from articles.blocks import PictureName
from articles.formats import confinement

LONGEST_SIDE = 1_600
MAX_PICTURES = 400
MAX_BYTES = 40_000_000
_LARGEST_FILE = 30_000_000
# Of processor time, for all of a text's pictures together.
_SECONDS = 20.0
_BOUNDS = Bounds(
    formats=("JPEG", "PNG", "GIF", "WEBP", "BMP"),
    side=LONGEST_SIDE,
    smallest_side=8,
    pixels=12_000_000,
    pixels_in_jpeg=40_000_000,
)
_QUALITY = 80
# The quickest; slower ones save a tenth of the bytes.
_METHOD = 0

# Pillow would look for these when the first picture comes, and nothing is to be opened then.
Image.preinit()


class Pictures:
    """The pictures of one text, as they come; those beyond its bounds are left out."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._known: dict[bytes, PictureName | None] = {}
        self._bytes = 0
        self._seconds = 0.0

    def add(self, data: bytes) -> PictureName | None:
        """The picture's name; None for what is no picture, is broken, tiny or too much."""
        key = hashlib.sha256(data).digest()
        if key not in self._known:
            start = time.process_time()
            self._known[key] = self._added(data)
            self._seconds += time.process_time() - start
            confinement.allow(self._seconds)
        return self._known[key]

    def _added(self, data: bytes) -> PictureName | None:
        if len(self.files) >= MAX_PICTURES or self._seconds > _SECONDS:
            return None
        if len(data) > _LARGEST_FILE or not (image := _decoded(data)):
            return None
        file = BytesIO()
        image.save(file, "WEBP", quality=_QUALITY, method=_METHOD)
        packed = file.getvalue()
        if self._bytes + len(packed) > MAX_BYTES:
            return None
        width, height = image.size
        digest = hashlib.sha256(packed).hexdigest()[:32]
        name = PictureName(f"{digest}-{width}x{height}", width, height)
        if name.name not in self.files:
            self._bytes += len(packed)
            self.files[name.name] = packed
        return name


def _decoded(data: bytes) -> Image.Image | None:
    try:
        return decoded(data, _BOUNDS, _bounded)
    except NoPicture:
        return None


def _bounded(image: Image.Image) -> Image.Image:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image
