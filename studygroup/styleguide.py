"""The page that shows every part in every state, on each paper and in both directions."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from groups.models import Membership
from groups.progress import Progress, Standing

TOKENS = ("paper", "sheet", "shade", "ink", "ink-soft", "line", "accent", "warm", "danger")
NAMES = ("Miriam Adler", "Daniel Brook", "Noa Shalev", "Tomás Reyes", "Ana Lima", "Ola Berg")
ENGLISH = {
    "language": "en",
    "direction": "ltr",
    "title": "The hill path",
    "words": "Somebody went up first and chose badly in places; the next kept the better turns.",
    "stress": "a stone rolled aside",
    "act": "Read to here",
    "choices": ("Text", "Heading", "Leave out"),
}
HEBREW = {
    "language": "he",
    "direction": "rtl",
    "title": "השביל בגבעה",
    "words": "מישהו עלה ראשון, ובכמה מקומות בחר לא טוב; מי שבא אחריו שמר את הפניות הטובות.",
    "stress": "אבן שהוזזה הצידה",
    "act": "קראתי עד כאן",
    "choices": ("טקסט", "כותרת", "השמטה"),
}
PAPERS = [
    {"theme": theme, **words} for theme in ("light", "sepia", "dark") for words in (ENGLISH, HEBREW)
]


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """For those who build the site: staff, and everyone where debugging is on."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404
    faces = [User(pk=pk, display_name=name) for pk, name in enumerate(NAMES)]
    standings = [
        Standing(Membership(user=face), number, 13)
        for face, number in zip(faces, (5, 8, 8, 10, 12, None), strict=True)
    ]
    context = {
        "papers": PAPERS,
        "tokens": TOKENS,
        "faces": faces,
        "progress": Progress(standings, 13),
    }
    return render(request, "styleguide.html", context)
