"""The page that shows every part in every state, on each paper and in both directions.

Single parts stand on the page itself. The reading room and what belongs to the window, such as the
header's menu, the panels and a phone's sheet, stand in frames: each holds the very page that a
reader meets.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from accounts.look import Look, Theme
from discussions.forms.comments import CommentForm, EditForm
from discussions.tree import first_new
from discussions.views.loading import opening_form
from studygroup.styleguide.samples import (
    LANGUAGES,
    SampleGathering,
    SampleRoom,
    Words,
    people_of,
    progress_of,
)

type View = Callable[[HttpRequest], HttpResponse]

TOKENS = ("paper", "sheet", "shade", "ink", "ink-soft", "line", "accent", "warm", "danger")
THEMES = (Theme.LIGHT, Theme.SEPIA, Theme.DARK)


@dataclass(frozen=True)
class Scene:
    """A state of the room: which paragraph is open, and what is being done in its discussion."""

    title: str
    paragraph: int = 2
    act: str = ""
    is_unfolded: bool = False
    is_together: bool = False


SCENES = {
    "open": Scene("A discussion is open"),
    "unfolded": Scene("Menu and panels", paragraph=0, is_unfolded=True),
    "session": Scene("A study session", paragraph=0, is_together=True),
    "ahead": Scene("Ahead of the reader's horizon", paragraph=7),
    "reply": Scene("A reply", act="reply"),
    "edit": Scene("Changing one's words", act="edit"),
    "deletion": Scene("Taking words back", act="deletion"),
}


@dataclass(frozen=True)
class Tab:
    words: str
    url: str = "?"
    is_current: bool = False


def for_builders(view: View) -> View:
    """A page for those who build the site: staff, and everyone where debugging is on."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
            raise Http404
        return view(request)

    return guarded


@require_safe
@for_builders
@csp_override({**settings.SECURE_CSP, "frame-src": [CSP.SELF]})
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part by itself, and frames with the room in its scenes."""
    papers = [paper(theme, words) for theme in THEMES for words in LANGUAGES.values()]
    return render(request, "styleguide.html", {"papers": papers, "tokens": TOKENS})


def paper(theme: Theme, words: Words) -> dict[str, Any]:
    """What one specimen shows."""
    people = people_of(words)
    return {
        "theme": theme,
        **asdict(words),
        "faces": people,
        "ways": [
            progress_of(people, SampleRoom.PLACES, total=12),
            progress_of(people, (None,) * len(people), total=12),
        ],
        "steps": (1, 2, 3),
        "label": f"{words.title}, {theme}",
        "tabs": [Tab(name, is_current=at == 0) for at, name in enumerate(words.tabs)],
        "scenes": [
            {"name": name, "title": scene.title, "url": scene_url(name, theme, words)}
            for name, scene in SCENES.items()
        ],
    }


def scene_url(name: str, theme: Theme, words: Words) -> str:
    query = urlencode({"scene": name, "theme": theme, "language": words.language})
    return f"{reverse('styleguide_room')}?{query}"


class SceneForm(forms.Form):
    """Which scene of the room, on which paper, in which language."""

    scene = forms.ChoiceField(choices=[(name, name) for name in SCENES])
    theme = forms.ChoiceField(choices=[(theme, theme) for theme in Theme])
    language = forms.ChoiceField(choices=[(name, name) for name in LANGUAGES])


@require_safe
@for_builders
@xframe_options_sameorigin
@csp_override({**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]})
def styleguide_room(request: HttpRequest) -> HttpResponse:
    """The reading room in one scene, for a frame of the style guide."""
    standard = {"scene": "open", "theme": Theme.SYSTEM, "language": "en"}
    form = SceneForm({**standard, **request.GET.dict()})
    if not form.is_valid():
        raise Http404
    scene, words = SCENES[form.cleaned_data["scene"]], LANGUAGES[form.cleaned_data["language"]]
    room = SampleRoom(words)
    if scene.is_together:
        room.gathering = SampleGathering(room)
    context = {
        "room": room,
        "user": room.user,
        "look": Look(theme=Theme(form.cleaned_data["theme"])),
        "is_unfolded": scene.is_unfolded,
        **discussion_of(room, scene),
    }
    with translation.override(words.language):
        response = render(request, "styleguide_room.html", context)
    response.headers["Content-Language"] = words.language
    return response


def discussion_of(room: SampleRoom, scene: Scene) -> dict[str, Any]:
    """What the template of a discussion asks for, in this scene."""
    if not scene.paragraph:
        return {}
    paragraph, own = room.text[scene.paragraph - 1], room.said[0]
    initial = {"text": own.source, "version": own.version}
    form = CommentForm(auto_id="reply-%s") if scene.act == "reply" else None
    threads = room.discussion(paragraph)
    return {
        "open": room.seen(paragraph),
        "threads": threads,
        "first_new": first_new(threads),
        "listening": room.listening_at(paragraph),
        "composer": opening_form(room, paragraph),
        "at": own if scene.act else None,
        "act": scene.act,
        "act_template": f"discussions/_{scene.act}.html",
        "form": form or EditForm(initial=initial, auto_id="edit-%s"),
    }
