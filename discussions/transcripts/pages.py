"""A transcript as one page of HTML that needs nothing else."""

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi

from accounts.letters.letter import absolute
from discussions.transcripts.transcript import Transcript


def page(transcript: Transcript) -> str:
    """It is in the language that is spoken now; each text has a direction of its own."""
    context = {
        "transcript": transcript,
        "address": absolute(transcript.reading.get_absolute_url()),
        "site_name": settings.SITE_NAME,
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "made_at": timezone.now(),
    }
    return get_template("discussions/transcript.html").render(context)
