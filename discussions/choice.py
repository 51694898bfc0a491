"""What of a text's discussions an address asks for, and what else there is to ask for."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Longer ones are no keys of a database.
LONGEST_KEY = 18

type Words = str | Promise

SHOWN: dict[str, Words] = {
    "": _("All"),
    "questions": _("Open questions"),
    "stuck": _("Someone is stuck"),
    "prepared": pgettext_lazy("discussions", "Prepared"),
    "new": _("New to me"),
    "mine": _("Mine"),
    "mentions": _("Naming me"),
}
ORDERS: dict[str, Words] = {
    "": _("In the order of the text"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
}


class Choice(NamedTuple):
    """A choice that is offered, and the address that makes it."""

    value: str
    words: Words
    query: str
    is_chosen: bool


class Chosen(NamedTuple):
    """What is to be shown, by whom and in which order; empty stands for all of it, as it comes."""

    show: str = ""
    by: str = ""
    order: str = ""

    @classmethod
    def parse(cls, query: QueryDict) -> "Chosen":
        show, by, order = (query.get(name, "") for name in cls._fields)
        return cls(
            show if show in SHOWN else "",
            by if by.isdecimal() and len(by) <= LONGEST_KEY else "",
            order if order in ORDERS else "",
        )

    @property
    def query(self) -> str:
        """What leads to it, behind the address of the page."""
        return f"?{urlencode({name: value for name, value in self._asdict().items() if value})}"

    @property
    def is_narrow(self) -> bool:
        return bool(self.show or self.by)

    @property
    def seeks_voices(self) -> bool:
        """Whether single voices are sought, not threads or what is marked anyway."""
        return bool(self.by) or self.show in {"mine", "mentions"}

    def among(self, field: str, offered: Mapping[str, Words]) -> list[Choice]:
        """These choices for one of the three; the other two stay as they are."""
        return [
            Choice(
                value,
                words,
                self._replace(**{field: value}).query,
                is_chosen=value == getattr(self, field),
            )
            for value, words in offered.items()
        ]
