"""Parts of pages that are the same for everyone, each drawn once in every language."""

from dataclasses import asdict
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.forms.look import LookForm
from accounts.look import Look

register = template.Library()


@register.simple_tag
def lasting(name: str) -> SafeString:
    """The template of this name, which is given nothing."""
    return _drawn(name, get_language())


@register.simple_tag
def look_choices(look: Look) -> SafeString:
    """The fields in which this look is chosen."""
    return _choices(look, get_language())


@lru_cache
def _drawn(name: str, _language: str) -> SafeString:
    return render_to_string(name)


@lru_cache
def _choices(look: Look, _language: str) -> SafeString:
    form = LookForm(initial=asdict(look))
    return render_to_string("accounts/_look_choices.html", {"look_form": form})
