"""Languages that people read and texts are written in, and the direction of their writing."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info

# A reader's choice of languages for a text: all that Django knows, by their own names.
CHOICES = sorted(
    ((code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info),
    key=lambda choice: choice[1].casefold(),
)


def direction(code: str) -> str:
    """`rtl` or `ltr`; left to right for a language that is not known."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def language_name(code: str) -> str:
    """The language's name in itself, e.g. עברית; the code where it is not known."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
