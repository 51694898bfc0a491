"""Where letters send their readers."""

from django.urls import NoReverseMatch, reverse

from accounts.letters.letter import absolute


def address_of(name: str) -> str:
    """The address of one of a person's own pages."""
    try:
        return absolute(reverse(name))
    except NoReverseMatch:
        return absolute(reverse("accounts:profile"))


def choice_url() -> str:
    """Where one chooses which letters come."""
    return address_of("accounts:mail")
