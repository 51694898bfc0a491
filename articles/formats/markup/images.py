"""The figures that images make."""

from collections.abc import Callable

from articles.blocks import Figure, PictureName
from articles.formats.elements import Element, name, value
from articles.formats.prose import address, bracketed

type FindPicture = Callable[[str, str], PictureName | None]


def figure_of(element: Element, *, picture: FindPicture, caption: str = "") -> Figure | None:
    """The figure that an image makes; None for one that shows and says nothing."""
    tag = name(element)
    shown, words = element, value(element, "alt", "aria-label", "title")
    if tag == "svg":
        said = (each.text for each in element.iter("{*}title", "{*}desc") if each.text)
        words = words or next(said, "")
        shown = next(element.iter("{*}image"), element)
    hyperlink = "{http://www.w3.org/1999/xlink}href"
    place = value(shown, "data-src", "src", hyperlink, "href", "xlink:href").strip()
    if shown.get("src", "").startswith("data:"):
        place = shown.get("src")
    found = picture(place, words) if place else None
    target = found.address if found else address(place)
    if not (found or words.strip() or caption or target):
        return None
    return Figure(bracketed(words), target, caption)
